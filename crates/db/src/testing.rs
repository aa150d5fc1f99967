//! For tests: a fresh database on every engine at hand, a clock to turn by hand, and every statement prepared.
//!
//! PostgreSQL is tested when `INFRASELL_TEST_POSTGRES` holds the URL of a server on which databases can be made; without
//! it each use says so on stderr and in the file that `INFRASELL_TEST_SKIPS` names, for a closing table.

use crate::{Db, DbError, DbOptions, DbUrl, Migration, STATEMENTS, db::Opened, migrate};
use infrasell_kernel::{Clock, Env, OsRandom, Timestamp};
use sha2::{Digest, Sha256};
use std::{
    io::Write,
    ops::Deref,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio_postgres::NoTls;

/// The server to test PostgreSQL on.
pub const POSTGRES_VARIABLE: &str = "INFRASELL_TEST_POSTGRES";
/// A file to which skipped engines are appended, a line each.
pub const SKIPS_VARIABLE: &str = "INFRASELL_TEST_SKIPS";

/// A clock that stands still until it is turned. Starts at 2026-01-01T00:00:00Z.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl Default for ManualClock {
    fn default() -> Self {
        ManualClock(AtomicI64::new(1_767_225_600_000_000))
    }
}
impl ManualClock {
    /// Turns it on by `by`.
    pub fn advance(&self, by: Duration) {
        self.set(self.now().plus(by));
    }
    /// Sets it.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.micros(), Ordering::SeqCst);
    }
}
impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// A database of one test's own, migrated, and removed when it is dropped. Derefs to [`Db`].
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Database { server: String, name: String },
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDb {
    /// Another handle on the same database, as another process would have it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn reopen(&self) -> Db {
        open(self.db.url().clone(), self.db.env().clone()).await
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Place::Database { server, name } => {
                let drop_it = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                let server = server.clone();
                // a destructor cannot wait in the test's own runtime
                let gone = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                    runtime.block_on(admin(&server, &[&drop_it])).map_err(std::io::Error::other)
                });
                if !matches!(gone.join(), Ok(Ok(()))) {
                    eprintln!("the test database {name} could not be dropped");
                }
            }
        }
    }
}

/// A fresh database on each engine at hand: `for db in engines(&[catalog::MIGRATIONS]).await { … }`.
///
/// # Panics
/// When one cannot be made.
pub async fn engines(services: &[&[Migration]]) -> Vec<TestDb> {
    let mut all = vec![sqlite(services).await];
    all.extend(postgres(services).await);
    all
}

/// A fresh SQLite database in a folder of its own.
///
/// # Panics
/// When it cannot be made.
pub async fn sqlite(services: &[&[Migration]]) -> TestDb {
    let folder = std::env::temp_dir().join(unique_name());
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let clock = Arc::new(ManualClock::default());
    let db = open(DbUrl::Sqlite(folder.join("test.db")), env(&clock)).await;
    db.migrate(services).await.expect("the migrations apply on sqlite");
    TestDb { db, clock, place: Place::Folder(folder) }
}

/// A fresh PostgreSQL database, copied from a template that has the migrations; nothing when no server was named.
///
/// # Panics
/// When a server was named and the database cannot be made there.
pub async fn postgres(services: &[&[Migration]]) -> Option<TestDb> {
    let Ok(server) = std::env::var(POSTGRES_VARIABLE) else {
        skip(&format!("postgres: {POSTGRES_VARIABLE} is not set"));
        return None;
    };
    let clock = Arc::new(ManualClock::default());
    let template = template(&server, services, &env(&clock)).await;
    let name = unique_name();
    admin(&server, &[&format!("CREATE DATABASE {name} TEMPLATE {template}")])
        .await
        .expect("the test server makes databases");
    let db = open(DbUrl::Postgres(with_name(&server, &name)), env(&clock)).await;
    Some(TestDb { db, clock, place: Place::Database { server, name } })
}

/// Notes that something was not tested, and why, for the closing table.
pub fn skip(what: &str) {
    eprintln!("SKIPPED {what}");
    let Ok(path) = std::env::var(SKIPS_VARIABLE) else { return };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    if file.and_then(|mut file| writeln!(file, "{what}")).is_err() {
        eprintln!("{path} cannot be written");
    }
}

fn env(clock: &Arc<ManualClock>) -> Env {
    Env { clock: clock.clone(), random: Arc::new(OsRandom) }
}

async fn open(url: DbUrl, env: Env) -> Db {
    // what survives power loss is not what tests look at
    let options =
        DbOptions { durable: false, connections: 8, patience: Duration::from_secs(10), ..DbOptions::default() };
    Db::open(&url, env, options).await.expect("the test database opens")
}

fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut random = [0; 4];
    infrasell_kernel::Random::fill(&OsRandom, &mut random);
    format!("infrasell_test_{}_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed), hex::encode(random))
}

/// The server's URL with another database's name.
fn with_name(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(base, query)| (base, Some(query)));
    let host_end = base.find("://").map_or(0, |at| at + 3);
    let path = base[host_end..].find('/').map_or(base.len(), |at| host_end + at);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{name}{query}", &base[..path])
}

async fn admin(server: &str, statements: &[&str]) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await?;
    let driver = tokio::spawn(connection);
    for statement in statements {
        client.batch_execute(statement).await?;
    }
    drop(client);
    // what the connection says while it closes is of no interest
    let _ = driver.await;
    Ok(())
}

/// A database with the migrations applied, made once for each set of them and kept on the server.
async fn template(server: &str, services: &[&[Migration]], env: &Env) -> String {
    let mut hash = Sha256::new();
    for migration in migrate::OWN.iter().chain(services.iter().copied().flatten()) {
        hash.update(format!("{} {} {} {}\n", migration.service, migration.version, migration.name, migration.hash()));
    }
    let name = format!("infrasell_template_{}", &hex::encode(hash.finalize())[..16]);
    let made = make_template(server, &name, services, env).await;
    made.expect("the test server makes a template");
    name
}

async fn make_template(server: &str, name: &str, services: &[&[Migration]], env: &Env) -> Result<(), DbError> {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await?;
    let driver = tokio::spawn(connection);
    // one process at a time; the lock goes with the connection
    client.batch_execute("SELECT pg_advisory_lock(7205002)").await?;
    let there = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await?;
    if there.is_none() {
        let draft = format!("{name}_draft");
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await?;
        client.batch_execute(&format!("CREATE DATABASE {draft}")).await?;
        let db = open(DbUrl::Postgres(with_name(server, &draft)), env.clone()).await;
        let migrated = db.migrate(services).await;
        if let Opened::Pg(pool) = db.opened() {
            pool.close().await;
        }
        migrated?;
        client.batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {name}")).await?;
    }
    drop(client);
    let _ = driver.await;
    Ok(())
}

/// Prepares every [`sql!`](crate::sql) statement that is linked into this program; returns a line for each that fails.
///
/// # Errors
/// When the database cannot be reached at all.
pub async fn prepare_all(db: &Db) -> Result<Vec<String>, DbError> {
    let mut failures = Vec::new();
    for statement in STATEMENTS {
        let result = match db.opened() {
            Opened::Lite(lite) => lite.with_reader(|conn| conn.prepare(statement.text).map(drop)),
            Opened::Pg(pool) => pool.get().await?.prepare(statement.text).await.map(drop),
        };
        match result {
            Ok(()) => {}
            Err(error @ DbError::Unavailable { .. }) => return Err(error),
            Err(error) => {
                failures.push(format!("{}:{}: {error}\n    {}", statement.file, statement.line, statement.text))
            }
        }
    }
    Ok(failures)
}

/// [`prepare_all`] on every engine at hand, as a test's whole body.
///
/// # Panics
/// With every statement that does not prepare and its place.
pub async fn assert_all_prepare(services: &[&[Migration]]) {
    for db in engines(services).await {
        let failures = prepare_all(&db).await.expect("the test database answers");
        assert!(failures.is_empty(), "on {}:\n{}", db.engine(), failures.join("\n"));
    }
}
