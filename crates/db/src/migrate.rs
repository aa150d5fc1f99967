//! Migrations: each is applied once, in one transaction with its neighbours, and never edited afterwards.
//!
//! Always true: a database is either as it was or as this build needs it; a build never works on a schema that it does
//! not know; of several processes that start at once, one migrates and the others wait for it.

use crate::{Db, DbError, Engine, Tx, copy, sql, text, v};
use sha2::{Digest, Sha256};

/// One step of one service's schema, embedded with `include_str!`. Its text is portable SQL in the subset that
/// ARCHITECTURE names; `BLOB` means bytes on both engines, and `BIGINT PRIMARY KEY` is cheap on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// The service that owns the tables, such as `catalog`.
    pub service: &'static str,
    /// 1, 2, 3 … within the service.
    pub version: u32,
    /// What it does, in a word or two.
    pub name: &'static str,
    /// One or more statements.
    pub sql: &'static str,
}

impl Migration {
    /// Says which one it is.
    fn label(&self) -> String {
        format!("{} migration {} '{}'", self.service, self.version, self.name)
    }

    /// SHA-256 of the text, with line ends made the same.
    pub(crate) fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.sql.replace("\r\n", "\n").as_bytes()))
    }
}

/// The tables of this layer.
pub(crate) const OWN: &[Migration] = &[
    Migration { service: "db", version: 1, name: "foundation", sql: include_str!("migrations/0001_db.sql") },
    Migration { service: "db", version: 2, name: "trace", sql: include_str!("migrations/0002_trace.sql") },
    Migration { service: "db", version: 3, name: "split", sql: include_str!("migrations/0003_split.sql") },
    Migration { service: "db", version: 4, name: "members", sql: include_str!("migrations/0004_members.sql") },
    Migration { service: "db", version: 5, name: "fewer pages", sql: include_str!("migrations/0005_fewer_pages.sql") },
];

/// The newest version of this layer's own schema, `db` among the services.
pub const SCHEMA_VERSION: u32 = 5;

/// A migration that the database remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Applied {
    service: String,
    version: u32,
    name: String,
    hash: String,
    build: String,
}

/// How a database's schema stands to this build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// There is none yet.
    Empty,
    /// It is the one that this build needs.
    Current,
    /// These migrations are still to be applied.
    Behind(Vec<String>),
    /// This build must not touch it, and why.
    Foreign(String),
}

/// What is still to be applied, or why this build must keep its hands off.
fn plan(applied: &[Applied], known: &[Migration], build: &str) -> Result<Vec<Migration>, String> {
    for old in applied {
        let Some(new) = known.iter().find(|m| m.service == old.service && m.version == old.version) else {
            let newest = known.iter().filter(|m| m.service == old.service).map(|m| m.version).max().unwrap_or(0);
            return Err(format!(
                "the database is newer than this build: it has {} migration {} '{}' from {}, and {build} knows that \
                 service up to {newest}; use a newer build",
                old.service, old.version, old.name, old.build
            ));
        };
        if new.hash() != old.hash {
            return Err(format!(
                "{} was edited after {} had applied it; put its text back and add a new migration",
                new.label(),
                old.build
            ));
        }
    }
    let is_new = |m: &&Migration| !applied.iter().any(|old| old.service == m.service && old.version == m.version);
    Ok(known.iter().filter(is_new).copied().collect())
}

impl Db {
    /// Brings the schema to what this build needs: `services` are the lists of the services that live in this database,
    /// in an order in which a table comes before what refers to it. Does nothing when all is applied.
    ///
    /// # Errors
    /// [`DbError::Schema`] when the database is newer than this build, a migration was edited, or the file belongs to
    /// another program; else what the engine says. The schema is unchanged then.
    pub async fn migrate(&self, services: &[&[Migration]]) -> Result<(), DbError> {
        self.migrate_those(services, &|_| true).await
    }

    /// As [`Db::migrate`], but of all `services` that this build knows only the tables of the `wanted` ones are made. Those
    /// of others that are there already stay as they are.
    ///
    /// # Errors
    /// As for [`Db::migrate`].
    pub async fn migrate_those(
        &self,
        services: &[&[Migration]],
        wanted: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<(), DbError> {
        self.refuse_unfinished_copy().await?;
        self.migrate_for_copy(services, wanted).await
    }

    /// As [`Db::migrate_those`], into a database that carries the mark of a copy.
    pub(crate) async fn migrate_for_copy(
        &self,
        services: &[&[Migration]],
        wanted: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<(), DbError> {
        let known: Vec<Migration> = OWN.iter().chain(services.iter().copied().flatten()).copied().collect();
        let is_wanted = |m: &Migration| m.service == "db" || wanted(m.service);
        let build = self.options().build.clone();
        let fresh = !self.has_migrations().await?;
        if !fresh {
            let applied = self.all(APPLIED, &[], read_applied).await?;
            if !plan(&applied, &known, &build).map_err(DbError::Schema)?.iter().any(is_wanted) {
                return Ok(());
            }
        }
        let mut tx = self.begin().await?;
        lock(&mut tx).await?;
        tx.batch(TABLE).await?;
        let applied = tx.all(APPLIED, &[], read_applied).await?;
        let is_new = applied.is_empty();
        let pending = plan(&applied, &known, &build).map_err(DbError::Schema)?;
        for migration in pending.into_iter().filter(is_wanted) {
            apply(&mut tx, &migration, &build).await?;
        }
        if is_new && self.options().first_id > 1 {
            tx.exec(FIRST_ID, &v![self.options().first_id]).await?;
        }
        tx.commit().await
    }

    /// What [`Db::migrate`] would do, without doing it.
    ///
    /// # Errors
    /// What the engine says, and [`DbError::Schema`] when the file belongs to another program.
    pub async fn schema_state(&self, services: &[&[Migration]]) -> Result<SchemaState, DbError> {
        self.schema_state_of(services, &|_| true).await
    }

    /// What [`Db::migrate_those`] would do, without doing it.
    ///
    /// # Errors
    /// As for [`Db::schema_state`].
    pub async fn schema_state_of(
        &self,
        services: &[&[Migration]],
        wanted: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<SchemaState, DbError> {
        let is_wanted = |m: &&Migration| m.service == "db" || wanted(m.service);
        let known: Vec<Migration> = OWN.iter().chain(services.iter().copied().flatten()).copied().collect();
        self.refuse_unfinished_copy().await?;
        if !self.has_migrations().await? {
            return Ok(SchemaState::Empty);
        }
        let applied = self.all(APPLIED, &[], read_applied).await?;
        Ok(match plan(&applied, &known, &self.options().build) {
            Err(why) => SchemaState::Foreign(why),
            Ok(pending) => match pending.iter().filter(is_wanted).map(Migration::label).collect::<Vec<_>>() {
                none if none.is_empty() => SchemaState::Current,
                behind => SchemaState::Behind(behind),
            },
        })
    }

    /// The services whose tables are here.
    pub(crate) async fn services(&self) -> Result<Vec<String>, DbError> {
        self.all("SELECT DISTINCT service FROM db_migration ORDER BY service", &[], |row| row.get(0)).await
    }

    /// Marks an empty database as one into which `source` is being copied.
    pub(crate) async fn begin_copy(&self, source: &str) -> Result<(), DbError> {
        let mark = copy::MARK;
        let mut tx = self.begin().await?;
        let text = format!("{TABLE}; CREATE TABLE {mark} (source TEXT NOT NULL, began_at BIGINT NOT NULL)");
        tx.batch(&text).await?;
        let insert = format!("INSERT INTO {mark} (source, began_at) VALUES ($1, $2)");
        tx.exec(&insert, &v![source, self.now()]).await?;
        tx.commit().await
    }

    /// Takes the mark away: the copy is whole.
    pub(crate) async fn end_copy(&self) -> Result<(), DbError> {
        let mut tx = self.begin().await?;
        tx.batch(&format!("DROP TABLE {}", copy::MARK)).await?;
        tx.commit().await
    }

    /// Refuses a database into which another was copied, but not to the end.
    async fn refuse_unfinished_copy(&self) -> Result<(), DbError> {
        let is_there = match self.engine() {
            Engine::Postgres => "SELECT to_regclass($1) IS NOT NULL",
            Engine::Sqlite => "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1)",
        };
        if !self.one(is_there, &v![copy::MARK], |row| row.get(0)).await? {
            return Ok(());
        }
        let source: Option<String> =
            self.opt(&format!("SELECT source FROM {}", copy::MARK), &[], |row| row.get(0)).await?;
        Err(DbError::Schema(format!(
            "{} holds an unfinished copy of {}: empty it (delete the file, or all tables of the schema) and copy again",
            self.url(),
            source.unwrap_or_default()
        )))
    }

    /// Whether this database was ever migrated. An SQLite file with other tables is somebody else's.
    async fn has_migrations(&self) -> Result<bool, DbError> {
        if self.engine() == Engine::Postgres {
            return self.one("SELECT to_regclass('db_migration') IS NOT NULL", &[], |row| row.get(0)).await;
        }
        let tables: Vec<String> = self
            .all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", &[], |row| row.get(0))
            .await?;
        let ours = tables.iter().any(|name| name == "db_migration");
        match tables.iter().find(|name| !name.starts_with("sqlite_")) {
            Some(other) if !ours => {
                Err(DbError::Schema(format!("{} is another program's database: it has a table {other}", self.url())))
            }
            _ => Ok(ours),
        }
    }
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS db_migration (
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    build TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    PRIMARY KEY (service, version)
)";
const APPLIED: &str = "SELECT service, version, name, hash, build FROM db_migration ORDER BY service, version";
const RECORD: &str =
    "INSERT INTO db_migration (service, version, name, hash, build, applied_at) VALUES ($1, $2, $3, $4, $5, $6)";

const FIRST_ID: &str = sql!("UPDATE db_id_block SET next = $1 WHERE id = 1 AND next < $1");

fn read_applied(row: &crate::Row<'_>) -> Result<Applied, DbError> {
    Ok(Applied { service: row.next()?, version: row.next()?, name: row.next()?, hash: row.next()?, build: row.next()? })
}

/// On SQLite the transaction itself is the lock.
async fn lock(tx: &mut Tx) -> Result<(), DbError> {
    if tx.db().engine() == Engine::Postgres {
        // a big table may take its time, and so may the one before us
        tx.batch("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0").await?;
        tx.batch("SELECT pg_advisory_xact_lock(7205001)").await?;
    }
    Ok(())
}

async fn apply(tx: &mut Tx, migration: &Migration, build: &str) -> Result<(), DbError> {
    let named = |error: DbError| match error {
        DbError::Other { cause } => DbError::Schema(format!("{} does not apply: {cause}", migration.label())),
        other => other,
    };
    let text = text::rewrite_schema(migration.sql, tx.db().engine());
    tx.batch(&text).await.map_err(named)?;
    let now = tx.db().now();
    let values = v![migration.service, migration.version, migration.name, migration.hash(), build, now];
    tx.exec(RECORD, &values).await?;
    tracing::info!(migration = migration.label(), "applied");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Migration = Migration { service: "a", version: 1, name: "one", sql: "SELECT 1" };
    const B: Migration = Migration { service: "a", version: 2, name: "two", sql: "SELECT 2" };

    fn applied(m: &Migration) -> Applied {
        Applied {
            service: m.service.into(),
            version: m.version,
            name: m.name.into(),
            hash: m.hash(),
            build: "build 1".into(),
        }
    }

    #[test]
    fn the_version_is_that_of_the_last_own_migration() {
        assert_eq!(OWN.iter().map(|m| m.version).max(), Some(SCHEMA_VERSION));
    }

    #[test]
    fn only_what_is_new_is_applied() {
        assert_eq!(plan(&[], &[A, B], "x"), Ok(vec![A, B]));
        assert_eq!(plan(&[applied(&A)], &[A, B], "x"), Ok(vec![B]));
        assert_eq!(plan(&[applied(&A), applied(&B)], &[A, B], "x"), Ok(vec![]));
        let windows = Migration { sql: "SELECT\r\n1", ..A };
        assert_eq!(windows.hash(), Migration { sql: "SELECT\n1", ..A }.hash());
    }

    #[test]
    fn an_edited_or_unknown_one_is_refused_with_names() {
        let edited = Migration { sql: "SELECT 3", ..A };
        let error = plan(&[applied(&A)], &[edited], "x").unwrap_err();
        assert_eq!(
            error,
            "a migration 1 'one' was edited after build 1 had applied it; put its text back and add a new migration"
        );
        let error = plan(&[applied(&A), applied(&B)], &[A], "build 0").unwrap_err();
        assert!(error.contains("a migration 2 'two' from build 1, and build 0 knows that service up to 1"), "{error}");
    }
}
