//! PostgreSQL: `pg_dump` and `pg_restore`, over a snapshot that the server exports, so that what is counted is what is
//! dumped.

use super::{Snapshot, SnapshotError, blocking, programs::Program, quoted};
use crate::{
    Db, DbError, DbOptions, Row, Tx,
    pg::{Conn, configure},
};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The schema that the shop's tables are in: `public`, or that of a process which runs some of the services.
const SCHEMA: &str = "SELECT CAST(current_schema() AS TEXT)";
const TABLES: &str = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1";
/// What was put back gives its places in the outbox to other events: whoever follows it from elsewhere must take it for
/// another one. A dump of an earlier schema has no name for it.
const ANOTHER_OUTBOX: &str = "DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns
               WHERE table_schema = current_schema() AND table_name = 'db_outbox_head' AND column_name = 'source')
    THEN UPDATE db_outbox_head SET source = NULL; END IF; END $$";
const VERSION: &str = "SELECT CAST(current_setting('server_version_num') AS BIGINT)";
const VERSIONS: &str = "SELECT service, max(version) FROM db_migration GROUP BY service";
const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'infrasell'";

/// Dumps the database into the new file `to`.
pub(super) async fn dump(db: &Db, url: &str, to: &Path, programs: Option<&Path>) -> Result<Snapshot, SnapshotError> {
    let server = major(db.one(VERSION, &[], |row| row.get(0)).await?);
    let pg_dump = Program::find("pg_dump", programs, server)?;
    let config = configure(url, db.options())?;
    let mut tx = db.begin().await?;
    // a shop's dump takes longer than any statement may, and writes nothing
    tx.batch(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
         SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
    )
    .await?;
    let name: String = tx.one("SELECT pg_export_snapshot()", &[], |row| row.get(0)).await?;
    let schema: String = tx.one(SCHEMA, &[], |row| row.get(0)).await?;
    let snapshot = count(&mut tx, &schema).await?;
    let arguments: Vec<OsString> = vec![
        "--format=custom".into(),
        "--no-owner".into(),
        "--no-privileges".into(),
        format!("--schema={schema}").into(),
        format!("--snapshot={name}").into(),
        "--file".into(),
        to.into(),
    ];
    blocking(move || pg_dump.run(&config, &arguments)).await?;
    let to = to.to_owned();
    blocking(move || keep_private(&to)).await?;
    Ok(snapshot)
}

/// Only its owner may read the dump, and it is on the disk.
fn keep_private(path: &Path) -> Result<(), SnapshotError> {
    let file = std::fs::File::open(path).map_err(SnapshotError::file(path))?;
    #[cfg(unix)]
    {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        file.set_permissions(owner_only).map_err(SnapshotError::file(path))?;
    }
    file.sync_all().map_err(SnapshotError::file(path))
}

async fn count(tx: &mut Tx, schema: &str) -> Result<Snapshot, SnapshotError> {
    let mut snapshot = Snapshot::default();
    let tables: Vec<String> = tx.all(TABLES, &[], |row| row.get(0)).await?;
    for table in tables {
        let rows = tx.one(&format!("SELECT count(*) FROM {}", quoted(&table)), &[], |row| row.get(0)).await?;
        snapshot.rows.insert(table, rows);
    }
    if !snapshot.rows.contains_key("db_migration") {
        let why = format!("the schema {schema} holds no shop");
        return Err(SnapshotError::Database(DbError::Schema(why)));
    }
    let read = |row: &Row<'_>| Ok((row.next::<String>()?, row.next::<i64>()?));
    snapshot.schema = tx.all(VERSIONS, &[], read).await?.into_iter().collect();
    Ok(snapshot)
}

/// 150008 is 15.
fn major(number: i64) -> u32 {
    u32::try_from(number / 10_000).unwrap_or(u32::MAX)
}

/// Puts a dump into the database at `url`, which must hold no tables; when it does and `aside` names a schema, they are
/// moved there first.
///
/// # Errors
/// [`SnapshotError`]; the database is as it was then.
pub async fn restore(
    url: &str,
    dump: &Path,
    programs: Option<&Path>,
    aside: Option<&str>,
) -> Result<(), SnapshotError> {
    let config = configure(url, &DbOptions::default())?;
    let mut conn = Conn::connect(&config).await?;
    let done = put(&mut conn, &config, dump, programs, aside).await;
    conn.close().await;
    done
}

async fn put(
    conn: &mut Conn,
    config: &tokio_postgres::Config,
    dump: &Path,
    programs: Option<&Path>,
    aside: Option<&str>,
) -> Result<(), SnapshotError> {
    let number: i64 = conn.query(VERSION, &[]).await?.first().map_or(0, |row| row.get(0));
    let pg_restore = Program::find("pg_restore", programs, major(number))?;
    let schema: String = conn.query(SCHEMA, &[]).await?.first().map_or_else(|| "public".to_owned(), |row| row.get(0));
    let occupied = !conn.query(TABLES, &[]).await?.is_empty();
    let place = || config.get_dbname().unwrap_or("the database").to_owned();
    let aside = match aside {
        None if occupied => return Err(SnapshotError::Occupied(place())),
        Some(aside) if occupied => Some(aside),
        _ => None,
    };
    if let Some(aside) = aside {
        if !conn.is_left_alone(OTHERS).await? {
            return Err(SnapshotError::InUse(place()));
        }
        let moved = format!("ALTER SCHEMA {0} RENAME TO {1}; CREATE SCHEMA {0}", quoted(&schema), quoted(aside));
        conn.client.batch_execute(&moved).await.map_err(DbError::from)?;
    }
    let (config, dump): (_, PathBuf) = (config.clone(), dump.to_owned());
    let arguments: Vec<OsString> = vec![
        "--no-owner".into(),
        "--no-privileges".into(),
        "--exit-on-error".into(),
        "--single-transaction".into(),
        format!("--schema={schema}").into(),
        "--dbname".into(),
        config.get_dbname().or(config.get_user()).unwrap_or_default().into(),
        dump.into(),
    ];
    let restored = blocking(move || pg_restore.run(&config, &arguments)).await;
    if let (Err(_), Some(aside)) = (&restored, aside) {
        let back = format!("DROP SCHEMA {0} CASCADE; ALTER SCHEMA {1} RENAME TO {0}", quoted(&schema), quoted(aside));
        conn.client.batch_execute(&back).await.map_err(DbError::from)?;
    }
    restored?;
    conn.client.batch_execute(ANOTHER_OUTBOX).await.map_err(DbError::from)?;
    Ok(())
}
