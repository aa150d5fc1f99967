//! What carts promise, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod adding;
mod changes;
mod claiming;
mod concurrency;
mod details;
mod editing;
mod fakes;
mod keeping;
mod limits;
mod locking;
mod model;
mod shop;
