//! PostgreSQL: a small pool of connections, prepared statements kept beside each, statements of a transaction pipelined.
//!
//! Always true: a connection that died is never handed out; a statement that never reached a transaction's server is
//! tried once more on a fresh one.

mod conn;
mod pool;
mod role;
mod tx;

pub(crate) use conn::{Conn, configure, read};
pub(crate) use pool::{Pool, Pooled};
pub use role::{PreparedRole, prepare_role};
pub(crate) use tx::PgTx;
