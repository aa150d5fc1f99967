//! Db and Tx over SQLite and PostgreSQL: one SQL text, migrations, ids, idempotency, outbox, jobs.
//!
//! Owns: every connection to the database, and the tables `db_*`. Services own all others, by prefix, and the SQL that
//! touches them.
//!
//! Always true:
//! - a commit is answered after it is durable, also when many share one fsync; what is not answered with success was
//!   not written, unless the connection was lost in that very moment;
//! - what a service reads and writes is the same on both engines, errors included ([`DbError`]);
//! - a value is bound, never written into the text;
//! - the database's own tables change with the transaction that causes it: events, jobs and the answers of idempotent
//!   writes are there if and only if their effect is.
//!
//! # The portable subset
//! `$1` parameters, RETURNING, ON CONFLICT, UPDATE … FROM, row-value seek `(a, b) > ($1, $2)`, FILTER, window functions,
//! CTEs, `IS NOT DISTINCT FROM`, NULLS LAST, partial indexes, CHECK, foreign keys, conditional updates. Lists are
//! `x IN list($1)` (numbers, ids), `x IN list_text($1)`, and `FROM list($1) AS ids` with a column `value`. Rows that are
//! read to be written are read `FOR UPDATE`. Text that is sorted is `TEXT COLLATE "C"`. In migrations `BLOB` are bytes,
//! `id BIGINT PRIMARY KEY` is cheap on both engines, and `--sqlite: …` or `--postgres: …` to the line's end is the
//! exception for one. Not portable: ILIKE, LATERAL, DISTINCT ON, `= ANY(array)`, `sum()` without a CAST to BIGINT.
//!
//! # Example
//! ```
//! # use infrasell_db::{Db, DbError, Migration, sql, testing, v};
//! const MIGRATIONS: &[Migration] = &[Migration {
//!     service: "shelf",
//!     version: 1,
//!     name: "items",
//!     sql: "CREATE TABLE shelf_item (id BIGINT PRIMARY KEY, sku TEXT NOT NULL, units BIGINT NOT NULL);",
//! }];
//! const INSERT: &str = sql!("INSERT INTO shelf_item (id, sku, units) VALUES ($1, $2, $3)");
//! const UNITS: &str = sql!("SELECT sku, units FROM shelf_item WHERE id IN list($1) ORDER BY id");
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), DbError> {
//! let db = testing::sqlite(&[MIGRATIONS]).await;
//! let ids = db.next_ids::<()>(2).await?;
//! let mut tx = db.begin().await?;
//! tx.exec(INSERT, &v![ids[0], "A", 3]).await?;
//! tx.exec(INSERT, &v![ids[1], "B", 4]).await?;
//! tx.emit("shelf.changed", &"A and B").await?;
//! tx.commit().await?;
//! let units: Vec<(String, i64)> = db.all(UNITS, &v![&ids], |row| Ok((row.next()?, row.next()?))).await?;
//! assert_eq!(units, [("A".into(), 3), ("B".into(), 4)]);
//! # Ok(())
//! # }
//! ```

mod audit;
mod bus;
pub mod copy;
mod db;
mod error;
#[doc(hidden)]
pub mod fuzz;
mod ids;
mod jobs;
mod kept;
mod listen;
mod lite;
mod migrate;
mod once;
mod outbox;
mod pg;
mod query;
mod queues;
mod replicas;
mod row;
mod runner;
pub mod snapshot;
mod statement;
pub mod testing;
mod text;
mod trace;
mod tx;
mod url;
mod value;
mod watch;

pub use audit::{AUDIT_RECORDED, MASK, PERSONAL_FIELDS, Recorded, SECRET_FIELDS, masked};
pub use bus::{Ask, Batch, Carried, Feed, Followed, LONGEST_WAIT, MOST_CARRIED};
pub use db::Db;
pub use error::DbError;
pub use jobs::{JOBS_LIST, Job, JobFilter, JobHandler, JobInfo, JobOutcome, JobPolicy, JobSpec, JobState};
pub use kept::{Kept, MOST_AGE};
pub use listen::{Heard, Listener};
pub use lite::new_file;
pub use migrate::{Migration, SCHEMA_VERSION, SchemaState};
pub use once::{MOST_KEY_BYTES, Once, OnceTx};
pub use outbox::{Event, EventHandler, Subscription};
pub use pg::{PreparedRole, prepare_role};
pub use query::{Dir, Q};
pub use queues::{Backlog, JobCount, Lag, Place, PoolUse};
pub use replicas::{ReplicaOptions, Standing};
pub use row::{Col, FromCol, Row};
pub use runner::{Runner, RunnerHandle, RunnerOptions};
pub use statement::{STATEMENTS, Statement};
pub use trace::{Traced, Verb};
pub use tx::Tx;
pub use url::{DbOptions, DbUrl, Engine};
pub use value::{Json, Val};
pub use watch::{LEASE, TRUST, WATCH_WAIT};
/// What the macros' expansions need; not for use by hand.
#[doc(hidden)]
pub use {linkme, statement::__concat, statement::__concat_len, statement::__utf8};
