//! Each fault against a plain server.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod connections;
mod plans;
mod requests;
mod server;
