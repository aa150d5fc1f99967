//! The tables of inventory: functions over `Db` and `Tx`, each with its statement beside it.
//!
//! Locks are taken in one order, so that transactions never wait in a circle: reservations, then new level rows, then
//! levels, then policies, each in key order.

pub mod audits;
pub mod levels;
pub mod locations;
pub mod movements;
pub mod policies;
pub mod reservations;
pub mod transfers;

use infrasell_db::DbError;
use infrasell_kernel::{LocationId, VariantId};
use infrasell_rpc::Fault;

/// What the functions here answer.
pub type Result<T> = std::result::Result<T, Fault>;

/// What a row is read as.
pub type Read<T> = std::result::Result<T, DbError>;

/// Which level.
pub type Key = (VariantId, LocationId);
