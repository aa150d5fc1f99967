//! Orders, on every engine at hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod auditing;
mod cancelling;
mod claiming;
mod creating;
mod fulfilling;
mod hostile;
mod life;
mod numbers;
mod paying;
mod provider;
mod races;
mod reading;
mod refunding;
mod shop;
