//! What checkouts promise, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod buying;
mod concurrency;
mod editing;
mod failing;
mod fakes;
mod killing;
mod model;
mod owning;
mod prefill;
mod puppet;
mod simulation;
mod world;
