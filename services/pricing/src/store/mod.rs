//! The tables of pricing: functions over `Db` and `Tx`, each with its statement beside it.

pub mod audits;
pub mod lists;
pub mod prices;
pub mod shipping;
pub mod taxes;

use infrasell_db::DbError;
use infrasell_rpc::Fault;

/// What the functions here answer.
pub type Result<T> = std::result::Result<T, Fault>;

/// What a row is read as.
pub type Read<T> = std::result::Result<T, DbError>;
