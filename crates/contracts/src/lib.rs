//! Every service's contract: its trait, types, error and events. No logic.
