//! A proxy that stands between two processes, or before an engine (PostgreSQL, Redis, NATS), and does what networks do:
//! it delays, drops, cuts in the middle, loses answers, says things twice, hangs, throttles and partitions.
//!
//! Always true: what it does to the n-th exchange follows from the plan's seed and n alone; it counts each thing that it
//! did; it invents no bytes, so that whatever arrives was sent by one side or the other; it ends when it is dropped.
//!
//! An exchange is a request with its answer where the proxy reads HTTP/1.1 ([`Speaks::Http`]), a connection elsewhere.

mod bytes;
mod chance;
mod http;
mod message;
mod plan;
mod proxy;

pub use chance::Chance;
pub use plan::{Fault, Plan};
pub use proxy::{Partition, Proxy, Speaks};
