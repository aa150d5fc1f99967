//! A shop, opened: its database brought to this version, its services wired, its runner at work.
//!
//! Always true: what cannot be opened is left as it was; stopping lets running work finish and loses nothing.

use crate::{
    backup::{self, Source},
    config::{Backup, Config},
    engines::engines,
    inspect::Inspector,
    mailing::{self, MailError},
    system::LocalSystem,
    wire::{self, Ground, MIGRATIONS, Place, Wired},
};
use infrasell_db::{Db, DbError, DbOptions, DbUrl, Heard, Listener, Runner, RunnerHandle};
use infrasell_gateway::{CACHED_TOPICS, Gateway, Limits, Services};
use infrasell_imports::ImportService;
use infrasell_kernel::Env;
use infrasell_rpc::{Cx, Fault};
use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;

/// Why a shop cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The folder.
    #[error("the folder {path} cannot be used: {cause}")]
    Folder {
        /// Which.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The database.
    #[error("the database {url}: {cause}")]
    Database {
        /// Where, without the password.
        url: String,
        /// What it says.
        cause: DbError,
    },
    /// The address of the database.
    #[error("the database address is wrong: {0}")]
    Address(String),
    /// A payment engine.
    #[error("payments.simulator: {0}")]
    Engine(#[from] infrasell_payments::engines::SimulatorError),
    /// Mails.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The listener.
    #[error(transparent)]
    Listen(#[from] infrasell_gateway::ServeError),
    /// What every shop begins with could not be made.
    #[error("the shop could not be set up: {0}")]
    Setup(String),
}

/// A shop, opened.
pub struct App {
    /// Its services.
    pub services: Services,
    /// Jobs, readiness, reconciliation.
    pub system: Arc<LocalSystem>,
    /// Imports, which the command line calls directly.
    pub imports: Arc<ImportService>,
    /// Clock and randomness.
    pub env: Env,
    /// Its database.
    pub db: Db,
    limits: Limits,
    source: Source,
    backup: Backup,
    gateway: Gateway,
    stopping: Arc<AtomicBool>,
    wired: Wired,
}

/// A file in the shop's folder.
#[must_use]
pub fn data_file(data: &Path, name: &str) -> PathBuf {
    data.join(name)
}

impl App {
    /// Opens the shop in `data`, or makes one there.
    ///
    /// # Errors
    /// [`AppError`], with what is wrong and where.
    pub async fn open(config: &Config, data: &Path, env: Env) -> Result<App, AppError> {
        App::open_placed(config, data, env, &Place::Here).await
    }

    /// Opens the shop with its services in one process or apart.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_placed(config: &Config, data: &Path, env: Env, place: &Place) -> Result<App, AppError> {
        let folder = |cause| AppError::Folder { path: data.display().to_string(), cause };
        std::fs::create_dir_all(data.join("media")).map_err(folder)?;
        let db = open_database(config, data, env.clone()).await?;
        let source = backup_source(config, data, &db);
        let stopping = Arc::new(AtomicBool::new(false));
        let engines = engines(&config.payments, &env)?;
        let (mailer, mails) = (mailing::mailer(&config.mail, data)?, mailing::options(config)?);
        let ground = Ground {
            db: db.clone(),
            env: env.clone(),
            stopping: stopping.clone(),
            issuer: config.identity.issuer.clone(),
            engines,
            mailer,
            mails,
        };
        let wired = wire::open(&ground, place);
        let inspector = Inspector::new(db.clone(), wired.local.subscriptions(), config.limits.queue_outbox);
        let (services, limits) = (wired.services.clone(), config.gateway_limits());
        let gateway = Gateway::new(services.clone(), env.clone(), limits.clone(), Some(data.join("media")));
        let gateway = gateway.looking_inside(Arc::new(inspector)).keeping_while(config.cache.bytes, db.standing());
        if config.cache.bytes > 0 {
            db.listen(&CACHED_TOPICS, keeper(gateway.clone()));
        }
        Ok(App {
            services,
            system: wired.system.clone(),
            imports: wired.local.imports.clone(),
            env,
            db,
            source,
            backup: config.backup.clone(),
            limits,
            gateway,
            stopping,
            wired,
        })
    }

    /// Makes what every shop begins with. Again changes nothing.
    ///
    /// # Errors
    /// [`AppError::Setup`].
    pub async fn bootstrap(&self) -> Result<(), AppError> {
        let cx = Cx::system("bootstrap", "bootstrap");
        self.wired.local.bootstrap(&cx).await.map_err(|fault| match fault {
            Fault::Internal { cause } => AppError::Setup(cause),
            other => AppError::Setup(other.to_string()),
        })
    }

    /// What other processes may call.
    pub fn routes(&self) -> axum::Router {
        self.wired.local.routes()
    }

    /// The edge over this shop.
    #[must_use]
    pub fn gateway(&self) -> Gateway {
        self.gateway.clone()
    }

    /// Begins to run jobs and deliver events.
    ///
    /// # Errors
    /// What the database says.
    pub async fn start_runner(&self) -> Result<RunnerHandle, DbError> {
        let mut jobs = self.wired.local.jobs();
        jobs.extend(backup::job(&self.backup, self.source.clone()));
        Runner::start(&self.db, jobs, self.wired.local.subscriptions()).await
    }

    /// Serves until `stop` is ready, then drains: no new connection, running requests and jobs finish.
    ///
    /// # Errors
    /// When a payment engine's secret is of another account or mode, or the runner cannot begin.
    pub async fn serve(&self, listener: TcpListener, stop: impl Future<Output = ()>) -> Result<(), AppError> {
        self.wired.local.check_engines().await.map_err(|wrong| AppError::Setup(wrong.join("; ")))?;
        let runner = self.start_runner().await.map_err(|cause| self.database_error(cause))?;
        let stopping = self.stopping.clone();
        let stop = async move {
            stop.await;
            stopping.store(true, Ordering::Release);
        };
        infrasell_gateway::serve(listener, self.gateway(), stop).await;
        // what is left after the drain time is resumed by its job at the next start
        if tokio::time::timeout(self.limits.drain, self.wired.local.drain()).await.is_err() {
            tracing::warn!("some purchases did not come to their end in time");
        }
        runner.stop().await;
        Ok(())
    }

    /// Says that this process is about to stop: `/readyz` answers 503, and every client is asked to come back on another
    /// connection. Requests are answered as before.
    pub fn give_notice(&self) {
        self.stopping.store(true, Ordering::Release);
        self.gateway.send_away();
    }

    fn database_error(&self, cause: DbError) -> AppError {
        AppError::Database { url: self.db.url().to_string(), cause }
    }
}

/// Where the shop's database is.
///
/// # Errors
/// [`AppError::Address`].
pub fn database_url(config: &Config, data: &Path) -> Result<DbUrl, AppError> {
    if config.database.url.is_empty() {
        return Ok(DbUrl::Sqlite(data_file(data, "shop.db")));
    }
    config.database.url.parse().map_err(|cause: DbError| AppError::Address(cause.to_string()))
}

/// Opens the database of a shop that is there, and changes nothing in it: for whoever looks, or copies.
///
/// # Errors
/// [`AppError`], also when there is no shop.
pub async fn connect(config: &Config, data: &Path, env: Env) -> Result<Db, AppError> {
    let url = database_url(config, data)?;
    if let DbUrl::Sqlite(file) = &url
        && !file.is_file()
    {
        let cause = DbError::Schema("there is no such file: no shop is there".into());
        return Err(AppError::Database { url: url.to_string(), cause });
    }
    open_at(config, &url, env).await
}

/// What a backup is taken of.
#[must_use]
pub fn backup_source(config: &Config, data: &Path, db: &Db) -> Source {
    Source { db: db.clone(), data: data.to_owned(), programs: config.backup.programs().map(Path::to_owned) }
}

async fn open_at(config: &Config, url: &DbUrl, env: Env) -> Result<Db, AppError> {
    let slow = Some(Duration::from_millis(config.log.slow_statement_ms)).filter(|slow| !slow.is_zero());
    let options = DbOptions { connections: config.database.pool_size, slow, ..DbOptions::default() };
    Db::open(url, env, options).await.map_err(|cause| AppError::Database { url: url.to_string(), cause })
}

/// Tells the edge what has changed, in the writer's own call.
fn keeper(gateway: Gateway) -> Listener {
    Arc::new(move |heard: Heard<'_>| match heard {
        Heard::Event { topic, payload } => gateway.heard(topic, payload),
        Heard::Missed => gateway.forget(),
    })
}

async fn open_database(config: &Config, data: &Path, env: Env) -> Result<Db, AppError> {
    let url = database_url(config, data)?;
    let db = open_at(config, &url, env).await?;
    db.migrate(MIGRATIONS).await.map_err(|cause| AppError::Database { url: url.to_string(), cause })?;
    Ok(db)
}
