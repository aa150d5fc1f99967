//! Ports with an embedded and a distributed engine, for what is not the system of record.
//!
//! Always true: an engine that is away makes things slower or later, never wrong; a call to what processes remember
//! together is answered within [`shared::PATIENCE`], and it is used again as soon as it is back, without a restart. Which engine is behind a port is
//! known where the process is put together, and nowhere else.

pub mod blobs;
#[cfg(feature = "nats")]
pub mod bus;
pub mod shared;
