//! The storefront's engine from outside: what it serves is complete, and what it is sent cannot break it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod calls;
mod carts;
mod complete;
mod dedup;
mod documents;
mod random;
mod shelf;
