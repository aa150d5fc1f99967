//! Checkouts and the purchase saga.
