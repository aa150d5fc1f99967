//! Locations, levels, movements, reservations and transfers.
