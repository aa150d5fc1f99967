//! The whole shop over HTTP: both databases, one process and apart, and as a process that is killed.
//!
//! Every shop ends with a reconciliation: it is the last assertion of each test.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod audit;
mod away;
mod backup;
#[cfg(feature = "nats")]
mod carried;
mod chaos;
mod command_line;
mod content;
mod copying;
mod credentials;
mod customers;
mod doctor;
mod document;
mod exports;
mod faults;
mod finding;
mod fuzzed;
mod graphql;
mod hosted;
mod hostile;
mod html;
mod idempotency;
mod identity;
mod journey;
mod kill;
mod limited;
mod mails;
mod matrix;
mod media;
mod observed;
mod operations;
mod oversell;
mod payments;
mod processes;
#[cfg(feature = "redis")]
mod remembered;
mod replicas;
mod stale;
mod statements;
mod storefront_customers;
mod strangers;
#[cfg(feature = "otel")]
mod told;
mod webhooks;
