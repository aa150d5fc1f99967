//! Db and Tx over SQLite and PostgreSQL: one SQL text, migrations, outbox, jobs, ids.

mod db;
mod error;
mod ids;
mod jobs;
mod lite;
mod migrate;
mod once;
mod outbox;
mod pg;
mod query;
mod row;
mod runner;
mod statement;
pub mod testing;
mod text;
mod trace;
mod tx;
mod url;
mod value;

pub use db::Db;
pub use error::DbError;
pub use jobs::{Job, JobFilter, JobHandler, JobInfo, JobOutcome, JobPolicy, JobSpec, JobState};
pub use migrate::Migration;
pub use once::{MOST_KEY_BYTES, Once, OnceTx};
pub use outbox::{Event, EventHandler, Subscription};
pub use query::{Dir, Q};
pub use row::{Col, FromCol, Row};
pub use runner::{Runner, RunnerHandle, RunnerOptions};
pub use statement::{STATEMENTS, Statement};
pub use trace::{Traced, Verb};
pub use tx::Tx;
pub use url::{DbOptions, DbUrl, Engine};
pub use value::{Json, Val};
/// What the macros' expansions need; not for use by hand.
#[doc(hidden)]
pub use {linkme, statement::__concat, statement::__concat_len, statement::__utf8};
