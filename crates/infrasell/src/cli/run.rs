//! Runs a command.

use super::{
    Cli, Command, ConfigCommand, DataCommand, DatabaseCommand, Global, KeyCommand, MediaCommand, StaffCommand, apart,
    people,
    signals::{Asked, Signals},
    tokens, upkeep,
};
use crate::{
    app::{App, AppError, data_file},
    beside::Beside,
    config::{self, Config, ConfigError},
    copying, exporting, fetching, importing,
    split::GATEWAY,
};
use infrasell_imports::ImportService;
use infrasell_kernel::Env;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinSet};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Opening the shop.
    #[error(transparent)]
    App(#[from] AppError),
    /// Anything that a service refused.
    #[error("{0}")]
    Refused(String),
    /// A file.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The books do not agree.
    #[error("{0} differences were found")]
    Differences(usize),
    /// The doctor found something; its findings are printed.
    #[error("something should be looked at")]
    Unwell(u8),
}

impl RunError {
    /// The exit status.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if let RunError::Unwell(code) = self { *code } else { 1 }
    }

    /// In a service's own words, every bad field named.
    pub(crate) fn refused(error: &impl infrasell_rpc::ServiceError) -> Self {
        let problem = error.problem();
        let mut text = problem.title;
        if let Some(infrasell_rpc::Fault::Internal { cause }) = error.fault() {
            // whoever types the command is the operator: he gets the cause
            text = format!("{text}: {cause}");
        }
        for field in problem.errors.iter().filter(|f| !f.path.is_empty()) {
            text.push_str(&format!("\n  {}: {}", field.path, field.message));
        }
        RunError::Refused(text)
    }
}

/// Runs a command.
///
/// # Errors
/// [`RunError`], ready to be shown to the operator.
pub async fn run(cli: Cli) -> Result<(), RunError> {
    if let Command::Openapi = cli.command {
        print!("{}", infrasell_gateway::document());
        return Ok(());
    }
    if let Command::Doctor { json } = cli.command {
        return upkeep::doctor(&cli.global, json).await;
    }
    let config = read_config(&cli.global)?;
    crate::logging::start(&config.log);
    let data = cli.global.data.as_path();
    match cli.command {
        Command::Serve { listen, internal } => serve(config, data, listen, internal).await,
        Command::Topology { json } => apart::topology(&config, json).await,
        Command::Database(DatabaseCommand::Prepare { name }) => apart::prepare(&config, name).await,
        Command::Import { file, kind, dry_run, report } => {
            let app = open(&config, data).await?;
            let beside = Beside::look(&app, &config, data, &file, kind, dry_run).await?;
            importing::run(&app, kind, beside.file(&file), dry_run, report.as_deref()).await
        }
        Command::Media(MediaCommand::Fetch { folder, dry_run, json }) => {
            let app = open(&config, data).await?;
            let folders = fetching::folders(data, folder.as_deref());
            let report = fetching::fetch(&app, &config, folders, dry_run).await?;
            fetching::print(&report, dry_run, json)
        }
        Command::Staff(StaffCommand::Create { email, name, role, password_file }) => {
            let app = open(&config, data).await?;
            people::create_staff(&app, email, name, role, password_file.as_deref()).await
        }
        Command::Staff(StaffCommand::ResetPassword { email, password_file, without_second_factor }) => {
            let app = open(&config, data).await?;
            people::reset_password(&app, &email, password_file.as_deref(), without_second_factor).await
        }
        Command::Key(KeyCommand::RotateMaster { forget }) => people::rotate_master_key(&config, data, forget).await,
        Command::Key(command) => keys(&open(&config, data).await?, command).await,
        Command::Config(ConfigCommand::Check) => {
            println!("the configuration is good");
            Ok(())
        }
        Command::Config(ConfigCommand::Print) => print_config(config),
        Command::Reconcile => apart::reconcile(&config, data).await,
        Command::Migrate => {
            open(&config, data).await?;
            println!("the database has this version's schema");
            Ok(())
        }
        Command::Backup(args) => upkeep::backup(&config, data, args).await,
        Command::Restore { file, replace } => upkeep::restore(&config, data, &file, replace).await,
        Command::Data(DataCommand::Copy { from, to, json }) => copying::run(data, &from, &to, json).await,
        Command::Export { kind, to } => {
            let app = open(&config, data).await?;
            exporting::run(&app, kind, &to).await
        }
        Command::Openapi | Command::Doctor { .. } => Ok(()),
    }
}

/// Imports and exports, which work beside their own service.
pub(crate) fn imports_of(app: &App) -> Result<Arc<ImportService>, RunError> {
    let elsewhere = "the service imports does not run in this process: run the command with the --data and --only of the \
                     process that it runs in, or use POST /admin/v1/imports and /admin/v1/exports";
    app.imports.clone().ok_or_else(|| RunError::Refused(elsewhere.into()))
}

pub(super) async fn open(config: &Config, data: &Path) -> Result<App, RunError> {
    let app = App::open(config, data, Env::system()).await?;
    app.bootstrap().await?;
    Ok(app)
}

async fn keys(app: &App, command: KeyCommand) -> Result<(), RunError> {
    match command {
        KeyCommand::Create { name, role } => people::create_key(app, name, role).await,
        KeyCommand::List => people::list_keys(app).await,
        KeyCommand::Revoke { id } => people::revoke_key(app, id).await,
        KeyCommand::Storefront(command) => tokens::run(app, command).await,
        KeyCommand::Rotate { revoke } => people::rotate_signing_key(app, revoke).await,
        // it is run before the shop is opened
        KeyCommand::RotateMaster { .. } => Ok(()),
    }
}

/// The configuration file, whether or not it is there.
pub(super) fn config_file(global: &Global) -> PathBuf {
    global.config.clone().unwrap_or_else(|| data_file(&global.data, "infrasell.toml"))
}

pub(super) fn read_config(global: &Global) -> Result<Config, ConfigError> {
    let file = config_file(global);
    let variables: BTreeMap<String, String> = std::env::vars().collect();
    let mut config = config::load(&file, global.config.is_some(), &variables)?;
    if let Some(url) = &global.database {
        config.database.url.clone_from(url);
    }
    if !global.only.is_empty() {
        config.processes.only.clone_from(&global.only);
    }
    if !global.peers.is_empty() {
        config.processes.peers.clone_from(&global.peers);
    }
    Ok(config)
}

async fn serve(
    mut config: Config,
    data: &Path,
    listen: Option<SocketAddr>,
    internal: Option<SocketAddr>,
) -> Result<(), RunError> {
    if let Some(internal) = internal {
        config.processes.internal_listen = internal.to_string();
    }
    let has_gateway = config.processes.places().map_err(AppError::from)?.is_here(GATEWAY);
    // the ports first: when another Infrasell runs here already, nothing of its shop is touched
    let public = if has_gateway { Some(bind("server.listen", &config.server.listen, listen).await?) } else { None };
    let internal = &config.processes.internal_listen;
    let internal =
        if internal.is_empty() { None } else { Some(bind("processes.internal_listen", internal, None).await?) };
    let metrics = metrics_listener(&config).await?;
    let told = tell(&config)?;
    let app = App::open(&config, data, Env::system()).await?;
    if let Some(listener) = metrics {
        tokio::spawn(infrasell_gateway::serve_metrics(listener, app.gateway(), std::future::pending()));
    }
    let (mut tasks, (end, ended)) = (JoinSet::new(), tokio::sync::oneshot::channel::<()>());
    // the others may need this process for their start, as this one may need them
    let address = |listener: &TcpListener| listener.local_addr().map_or_else(|_| "?".to_owned(), |a| a.to_string());
    if let Some(listener) = internal {
        println!("serving {} to other processes at http://{}", app.here().join(", "), address(&listener));
        let at = listener
            .local_addr()
            .map_err(|cause| RunError::File { path: "processes.internal_listen".into(), cause })?;
        let inbound = config.internal.inbound(&app.env, at, config.gateway_limits().drain)?;
        let until = async move {
            // the sender being dropped means stop
            let _dropped = ended.await;
        };
        tasks.spawn(infrasell_rpc::serve(listener, apart::internal_routes(&app), inbound, until));
    }
    app.bootstrap().await?;
    if let Some(listener) = &public {
        let local = address(listener);
        println!("serving http://{local} (docs at http://{local}/docs); Ctrl-C stops");
    }
    let notice = Duration::from_millis(config.limits.drain_notice_ms);
    let signals = Signals::catch().map_err(|cause| RunError::Refused(format!("signals cannot be caught: {cause}")))?;
    app.serve(public, asked_to_stop(&app, signals, notice)).await?;
    // the others' calls end last: what this process finished while it drained may have needed theirs
    drop(end);
    while tasks.join_next().await.is_some() {}
    told.stop();
    println!("stopped");
    Ok(())
}

async fn bind(key: &str, text: &str, instead: Option<SocketAddr>) -> Result<TcpListener, RunError> {
    let wrong = |_| ConfigError::Wrong(format!("{key} must be an address and a port, not '{text}'"));
    let address = match instead {
        Some(address) => address,
        None => text.parse().map_err(wrong)?,
    };
    Ok(infrasell_gateway::bind(address).await.map_err(AppError::from)?)
}

async fn metrics_listener(config: &Config) -> Result<Option<TcpListener>, RunError> {
    let text = &config.server.metrics_listen;
    if text.is_empty() { Ok(None) } else { bind("server.metrics_listen", text, None).await.map(Some) }
}

/// Whoever traces are told to.
struct Telling {
    #[cfg(feature = "otel")]
    told: Option<crate::otel::Told>,
}

impl Telling {
    fn stop(&self) {
        #[cfg(feature = "otel")]
        if let Some(told) = &self.told {
            told.stop();
        }
    }
}

#[cfg(feature = "otel")]
fn tell(config: &Config) -> Result<Telling, RunError> {
    let told = crate::otel::start(&config.telemetry, &Env::system()).map_err(ConfigError::Wrong)?;
    Ok(Telling { told })
}

#[cfg(not(feature = "otel"))]
fn tell(config: &Config) -> Result<Telling, RunError> {
    if config.telemetry.otlp_endpoint.is_empty() {
        return Ok(Telling {});
    }
    let wrong = "telemetry.otlp_endpoint needs a build with OpenTelemetry: cargo build --release --features otel";
    Err(ConfigError::Wrong(wrong.into()).into())
}

/// Ready when the process is to take nothing more: at once by Ctrl-C; after SIGTERM when those who send it requests have
/// had `notice` to see that it is not ready any more, or at a second signal.
async fn asked_to_stop(app: &App, mut signals: Signals, notice: Duration) {
    if signals.next().await == Asked::Terminate && !notice.is_zero() {
        app.give_notice();
        tokio::select! {
            () = tokio::time::sleep(notice) => {}
            _ = signals.next() => {}
        }
    }
}

fn print_config(mut config: Config) -> Result<(), RunError> {
    let simulator = &mut config.payments.simulator;
    let others = [&mut config.mail.smtp.password, &mut config.identity.key, &mut config.internal.secret];
    for secret in [&mut simulator.secret, &mut simulator.webhook_secret].into_iter().chain(others) {
        if !secret.0.is_empty() {
            secret.0 = "***".into();
        }
    }
    for url in [&mut config.database.url, &mut config.redis.url.0, &mut config.nats.url.0] {
        if let Some((head, tail)) = url.rsplit_once('@') {
            let scheme = head.find("://").map_or(0, |at| at + 3);
            let user = head[scheme..].split(':').next().unwrap_or_default();
            *url = format!("{}{user}:***@{tail}", &head[..scheme]);
        }
    }
    let text = toml::to_string_pretty(&config).map_err(|cause| RunError::Refused(cause.to_string()))?;
    print!("{text}");
    Ok(())
}
