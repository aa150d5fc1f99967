//! What every engine behind a port must do, run on each: the embedded one, and the real server where it is.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod blobs;
#[cfg(feature = "nats")]
mod bus;
#[cfg(feature = "nats")]
mod bus_lost;
#[cfg(feature = "redis")]
mod redis_lost;
mod servers;
mod shared;
