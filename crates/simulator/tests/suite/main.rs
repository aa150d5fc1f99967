//! The simulator as a merchant sees it: over HTTP, with everything that can go wrong.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod books;
mod idempotency;
mod money;
mod shop;
mod status;
mod strict;
mod transport;
mod webhooks;
