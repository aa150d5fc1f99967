//! A shop, opened: its database brought to this version, its services wired, its runner at work.
//!
//! Always true: what cannot be opened is left as it was; stopping lets running work finish and loses nothing.

use crate::{
    backup::{self, Source},
    carrying::{Carrier, Relaying},
    config::{Backup, Config, ConfigError},
    engines::engines,
    inspect::Inspector,
    mailing::{self, MailError},
    master_key, remembering,
    split::{Far, GATEWAY, LocalProcess, PlaceError, Places, Watching, followed},
    standby::KNOWN_TOPICS,
    system::LocalSystem,
    wire::{self, Calls, Ground, MIGRATIONS, Wired},
};
use infrasell_content::MediaDeps;
use infrasell_contracts::{process, system};
use infrasell_db::{Db, DbError, DbOptions, DbUrl, Heard, JobSpec, Listener, Runner, RunnerHandle, RunnerOptions};
use infrasell_engines::{blobs::Disk, shared::Shared};
use infrasell_gateway::{Addresses, CACHED_TOPICS, Gateway, Limits, PictureOptions, Services};
use infrasell_imports::ImportService;
use infrasell_kernel::Env;
use infrasell_rpc::{AddressError, Cx, Fault};
use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

/// How long a process waits at its start for another that it needs for it, and how often it asks.
const STARTS_TOGETHER: Duration = Duration::from_secs(60);
const AGAIN: Duration = Duration::from_millis(50);
/// The folder in which pictures are kept as they came, and the one for what can be made again.
pub(crate) const BLOBS: &str = "blobs";
const CACHE: &str = "cache";

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
    /// A server beside the database.
    #[error("{0}")]
    Beside(String),
    /// How processes talk to each other.
    #[error(transparent)]
    Internal(#[from] ConfigError),
    /// Where another process is.
    #[error("the address of another process: {0}")]
    Peer(#[from] AddressError),
    /// The listener.
    #[error(transparent)]
    Listen(#[from] infrasell_gateway::ServeError),
    /// Who is where.
    #[error(transparent)]
    Places(#[from] PlaceError),
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
    /// Imports, which the command line calls directly; when they are in this process.
    pub imports: Option<Arc<ImportService>>,
    /// Clock and randomness.
    pub env: Env,
    /// Its database.
    pub db: Db,
    /// What replicas remember together.
    pub shared: Arc<dyn Shared>,
    carrier: Carrier,
    relaying: Mutex<Relaying>,
    limits: Limits,
    source: Source,
    backup: Backup,
    gateway: Gateway,
    watching: Watching,
    process: Arc<LocalProcess>,
    stopping: Arc<AtomicBool>,
    wired: Wired,
}

/// Where the configuration says that things are found from outside.
fn addresses(config: &Config) -> Addresses {
    let plain = |url: &str| url.trim_end_matches('/').to_owned();
    Addresses { public: plain(&config.server.public_url), storefront: plain(&config.storefront.url) }
}

/// A file in the shop's folder.
#[must_use]
pub fn data_file(data: &Path, name: &str) -> PathBuf {
    data.join(name)
}

impl App {
    /// Opens the shop in `data`, or makes one there: those services that the configuration leaves to this process.
    ///
    /// # Errors
    /// [`AppError`], with what is wrong and where.
    pub async fn open(config: &Config, data: &Path, env: Env) -> Result<App, AppError> {
        let places = config.processes.places()?;
        places.check(&[])?;
        let folder = |cause| AppError::Folder { path: data.display().to_string(), cause };
        std::fs::create_dir_all(data.join("media")).map_err(folder)?;
        let db = open_database(config, &places, data, env.clone()).await?;
        let source = backup_source(config, data, &db);
        let ground = ground(config, data, db.clone(), env.clone())?;
        let wired = wire::open(&ground, &places, &calls(config, &places, &env)?)?;
        places.check(&wired.local.subscriptions())?;
        let ceiling = config.limits.queue_outbox.max(config.limits.queue_jobs);
        let inspector = |far: Vec<Far>| {
            let subscriptions = wired.local.subscriptions();
            let mails = (wired.local.notifications.clone(), wired.local.webhooks.is_some());
            Inspector::new(db.clone(), subscriptions, mails, data.to_owned(), ceiling, far)
        };
        let own = inspector(vec![]);
        let far = if places.is_here(GATEWAY) { wired.far.clone() } else { vec![] };
        let all = inspector(far);
        let (services, limits) = (wired.services.clone(), config.gateway_limits());
        let gateway =
            edge(config, Gateway::new(services.clone(), env.clone(), limits.clone(), Some(data.join("media"))))?;
        let keeps = if places.is_here(GATEWAY) { config.cache.bytes } else { 0 };
        let gateway = gateway.found_at(addresses(config));
        let gateway = gateway.showing_pictures(picture_options(config, data, &ground));
        let gateway = gateway.looking_inside(Arc::new(all)).keeping_while(keeps, db.standing());
        let shared = ground.shared;
        let gateway = if shared.is_shared() { gateway.sharing(shared.clone()) } else { gateway };
        if keeps > 0 {
            db.listen(&CACHED_TOPICS, keeper(gateway.clone()));
        }
        let watched: &[Far] = if keeps > 0 { &wired.far[..] } else { &[] };
        let watching = Watching::default();
        watching.start(Arc::new(gateway.clone()), &CACHED_TOPICS, watched, &env);
        let system = wired.system.clone();
        let process = Arc::new(LocalProcess { db: db.clone(), places, system, inspector: own });
        Ok(App {
            services,
            system: wired.system.clone(),
            imports: wired.local.imports.clone(),
            env,
            db,
            shared,
            carrier: Carrier::open(&config.nats).await.map_err(AppError::Beside)?,
            relaying: Mutex::default(),
            source,
            backup: config.backup.clone(),
            limits,
            gateway,
            watching,
            process,
            stopping: ground.stopping,
            wired,
        })
    }

    /// Makes what every shop begins with. Again changes nothing. A service that needs another, which may be starting
    /// just now or have nothing yet of what it begins with, waits for it.
    ///
    /// # Errors
    /// [`AppError::Setup`].
    pub async fn bootstrap(&self) -> Result<(), AppError> {
        let cx = Cx::system("bootstrap", "bootstrap");
        let begun = Instant::now();
        let is_whole = self.process.places.is_whole();
        let may_pass = |fault: &Fault| match fault {
            Fault::Unavailable { .. } | Fault::TimedOut => true,
            Fault::NotFound { .. } => !is_whole,
            _ => false,
        };
        loop {
            match self.wired.local.bootstrap(&cx).await {
                Ok(()) => return Ok(()),
                Err(fault) if may_pass(&fault) && begun.elapsed() < STARTS_TOGETHER => {
                    tokio::time::sleep(AGAIN).await;
                }
                Err(Fault::Internal { cause }) => return Err(AppError::Setup(cause)),
                Err(other) => return Err(AppError::Setup(other.to_string())),
            }
        }
    }

    /// Gives up the secrets that no master key opens.
    ///
    /// # Errors
    /// [`AppError::Setup`].
    pub async fn forget_unopenable(&self) -> Result<usize, AppError> {
        let cx = Cx::system("cli", "cli");
        self.wired.local.forget_unopenable(&cx).await.map_err(|fault| AppError::Setup(wire::cause("identity", &fault)))
    }

    /// What other processes may call: this process, its services, its jobs. Never on a public listener.
    pub fn routes(&self) -> axum::Router {
        self.wired
            .local
            .routes()
            .merge(process::wire::routes(self.process.clone()))
            .merge(system::wire::routes(self.system.clone()))
    }

    /// Whether the edge is in this process.
    #[must_use]
    pub fn has_gateway(&self) -> bool {
        self.process.places.is_here(GATEWAY)
    }

    /// The services of this process.
    #[must_use]
    pub fn here(&self) -> Vec<String> {
        self.process.places.here()
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
        let subscriptions = self.wired.local.subscriptions();
        let followed = followed(&self.db, &self.wired.far, &subscriptions);
        let followed = self.carrier.carried(&self.db, followed).await?;
        *self.relaying.lock().unwrap_or_else(PoisonError::into_inner) = self.carrier.relay(&self.db);
        self.watching.start(self.wired.known.clone(), &KNOWN_TOPICS, &self.wired.far, &self.env);
        Runner::start_following(&self.db, self.jobs(), subscriptions, followed, RunnerOptions::default()).await
    }

    /// Every kind of job that is run here.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobSpec> {
        let mut jobs = self.wired.local.jobs();
        jobs.extend(backup::job(&self.backup, self.source.clone()));
        jobs
    }

    /// Serves the edge on `listener`, when it is in this process, until `stop` is ready; then drains: no new connection,
    /// running requests and jobs finish.
    ///
    /// # Errors
    /// When a payment engine's secret is of another account or mode, or the runner cannot begin.
    pub async fn serve(&self, listener: Option<TcpListener>, stop: impl Future<Output = ()>) -> Result<(), AppError> {
        self.wired.local.check_engines().await.map_err(|wrong| AppError::Setup(wrong.join("; ")))?;
        let runner = self.start_runner().await.map_err(|cause| self.database_error(cause))?;
        let stopping = self.stopping.clone();
        let stop = async move {
            stop.await;
            stopping.store(true, Ordering::Release);
        };
        match listener {
            Some(listener) => infrasell_gateway::serve(listener, self.gateway(), stop).await,
            None => stop.await,
        }
        // what is left after the drain time is resumed by its job at the next start
        if tokio::time::timeout(self.limits.drain, self.wired.local.drain()).await.is_err() {
            tracing::warn!("some purchases did not come to their end in time");
        }
        runner.stop().await;
        let relaying = std::mem::take(&mut *self.relaying.lock().unwrap_or_else(PoisonError::into_inner));
        relaying.stop().await;
        self.watching.stop().await;
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

/// How pictures are served; they are made smaller where they are looked at.
fn picture_options(config: &Config, data: &Path, ground: &Ground) -> PictureOptions {
    PictureOptions {
        store: Arc::new(Disk::passing(data_file(data, CACHE).join("pictures"))),
        kept_bytes: config.media.kept_bytes,
        workshop: ground.media.workshop.clone(),
        limits: config.media.limits(),
    }
}

/// What a backup is taken of.
#[must_use]
pub fn backup_source(config: &Config, data: &Path, db: &Db) -> Source {
    Source { db: db.clone(), data: data.to_owned(), programs: config.backup.programs().map(Path::to_owned) }
}

/// How other processes are called; this one is called by the first of its services in their logs.
///
/// # Errors
/// When the secret or the certificates are not good.
pub fn calls(config: &Config, places: &Places, env: &Env) -> Result<Calls, ConfigError> {
    let name = places.here().into_iter().next().unwrap_or_else(|| "cli".to_owned());
    Ok(Calls { outbound: config.internal.outbound(env, &name)?, limits: config.internal.peer_options() })
}

/// The edge with the only queries that it answers, when there are such.
fn edge(config: &Config, gateway: Gateway) -> Result<Gateway, AppError> {
    let allowed = config.storefront.allowed().map_err(AppError::Beside)?;
    Ok(match allowed {
        Some(allowed) => gateway.answering_only(allowed),
        None => gateway,
    })
}

/// What the services stand on.
fn ground(config: &Config, data: &Path, db: Db, env: Env) -> Result<Ground, AppError> {
    Ok(Ground {
        db,
        stopping: Arc::new(AtomicBool::new(false)),
        issuer: config.identity.issuer.clone(),
        cart_lifetime: config.lifetimes.cart(),
        checkout_lifetime: config.lifetimes.checkout(),
        hold: config.lifetimes.hold(),
        keys: master_key::source(config, data),
        only_in: config.payments.only_in(),
        engines: engines(&config.payments, &env)?,
        mailer: mailing::mailer(&config.mail, data)?,
        options: mailing::options(config)?,
        shared: remembering::open(&config.redis, &env).map_err(AppError::Beside)?,
        media: MediaDeps {
            blobs: Arc::new(Disk::durable(data_file(data, BLOBS))),
            workshop: config.media.workshop(),
            limits: config.media.limits(),
        },
        outward: config.outward.open(),
        webhook_options: config.webhooks.options(&mailing::options(config)?.server)?,
        env,
    })
}

async fn open_at(config: &Config, url: &DbUrl, env: Env) -> Result<Db, AppError> {
    let slow = Some(Duration::from_millis(config.log.slow_statement_ms)).filter(|slow| !slow.is_zero());
    let first_id = config.processes.places()?.first_id();
    let options = DbOptions { connections: config.database.pool_size, slow, first_id, ..DbOptions::default() };
    Db::open(url, env, options).await.map_err(|cause| AppError::Database { url: url.to_string(), cause })
}

/// Tells the edge what has changed, in the writer's own call.
fn keeper(gateway: Gateway) -> Listener {
    Arc::new(move |heard: Heard<'_>| match heard {
        Heard::Event { topic, payload } => gateway.heard(topic, payload),
        Heard::Missed => gateway.forget(),
    })
}

async fn open_database(config: &Config, places: &Places, data: &Path, env: Env) -> Result<Db, AppError> {
    let url = database_url(config, data)?;
    let db = open_at(config, &url, env).await?;
    let failed = |cause| AppError::Database { url: url.to_string(), cause };
    db.migrate_those(MIGRATIONS, &|service| places.has_tables_of(service)).await.map_err(failed)?;
    if !places.is_whole() || !config.processes.internal_listen.is_empty() {
        db.let_follow().await.map_err(failed)?;
    }
    Ok(db)
}
