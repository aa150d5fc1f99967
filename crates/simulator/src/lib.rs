//! A payment provider to test against: its own books, clock and faults.
