//! Pure decisions: amounts, states, allocations. No I/O, no async, no clock.
