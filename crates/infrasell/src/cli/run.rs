//! Runs a command.

use super::{Cli, Command, ConfigCommand, DataCommand, Global, KeyCommand, StaffCommand, people, upkeep};
use crate::{
    app::{App, AppError, data_file},
    config::{self, Config, ConfigError},
    copying, exporting, importing, openapi, reconcile,
};
use infrasell_contracts::{common::Audit, system::System};
use infrasell_kernel::Env;
use infrasell_rpc::Cx;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use tokio::net::TcpListener;

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
        print!("{}", openapi::document());
        return Ok(());
    }
    if let Command::Doctor { json } = cli.command {
        return upkeep::doctor(&cli.global, json).await;
    }
    let config = read_config(&cli.global)?;
    crate::logging::start(&config.log);
    let data = cli.global.data.as_path();
    match cli.command {
        Command::Serve { listen } => serve(&config, data, listen).await,
        Command::Import { file, kind, dry_run, report } => {
            let app = open(&config, data).await?;
            importing::run(&app, kind, &file, dry_run, report.as_deref()).await
        }
        Command::Staff(StaffCommand::Create { email, name, role, password_file }) => {
            let app = open(&config, data).await?;
            people::create_staff(&app, email, name, role, password_file.as_deref()).await
        }
        Command::Staff(StaffCommand::ResetPassword { email, password_file, without_second_factor }) => {
            let app = open(&config, data).await?;
            people::reset_password(&app, &email, password_file.as_deref(), without_second_factor).await
        }
        Command::Key(command) => keys(&open(&config, data).await?, command).await,
        Command::Config(ConfigCommand::Check) => {
            println!("the configuration is good");
            Ok(())
        }
        Command::Config(ConfigCommand::Print) => print_config(config),
        Command::Reconcile => {
            let app = open(&config, data).await?;
            reconcile_books(&app).await
        }
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

async fn open(config: &Config, data: &Path) -> Result<App, RunError> {
    let app = App::open(config, data, Env::system()).await?;
    app.bootstrap().await?;
    Ok(app)
}

async fn keys(app: &App, command: KeyCommand) -> Result<(), RunError> {
    match command {
        KeyCommand::Create { name, role } => people::create_key(app, name, role).await,
        KeyCommand::List => people::list_keys(app).await,
        KeyCommand::Revoke { id } => people::revoke_key(app, id).await,
        KeyCommand::Rotate { revoke } => people::rotate_signing_key(app, revoke).await,
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
    Ok(config)
}

async fn serve(config: &Config, data: &Path, listen: Option<SocketAddr>) -> Result<(), RunError> {
    let configured = config.server.listen.parse().map_err(|_| {
        ConfigError::Wrong(format!("server.listen must be an address and a port, not '{}'", config.server.listen))
    });
    let address = match listen {
        Some(address) => address,
        None => configured?,
    };
    // the port first: when another Infrasell runs here already, nothing of its shop is touched
    let listener = infrasell_gateway::bind(address).await.map_err(AppError::from)?;
    let metrics = metrics_listener(config).await?;
    let told = tell(config)?;
    let app = open(config, data).await?;
    if let Some(listener) = metrics {
        tokio::spawn(infrasell_gateway::serve_metrics(listener, app.gateway(), std::future::pending()));
    }
    let local = listener.local_addr().map_or_else(|_| address.to_string(), |a| a.to_string());
    println!("serving http://{local} (docs at http://{local}/docs); Ctrl-C stops");
    app.serve(listener, stop_signal()).await?;
    told.stop();
    println!("stopped");
    Ok(())
}

async fn metrics_listener(config: &Config) -> Result<Option<TcpListener>, RunError> {
    let text = &config.server.metrics_listen;
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| ConfigError::Wrong(format!("server.metrics_listen must be an address and a port, not '{text}'"));
    let address = text.parse().map_err(wrong)?;
    Ok(Some(infrasell_gateway::bind(address).await.map_err(AppError::from)?))
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

/// Ready once the process is asked to stop.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(cause) => {
                tracing::warn!(%cause, "SIGTERM cannot be caught");
                drop(interrupt.await);
            }
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

fn print_config(mut config: Config) -> Result<(), RunError> {
    let simulator = &mut config.payments.simulator;
    for secret in [&mut simulator.secret, &mut simulator.webhook_secret, &mut config.mail.smtp.password] {
        if !secret.0.is_empty() {
            secret.0 = "***".into();
        }
    }
    if let Some((head, tail)) = config.database.url.split_once('@') {
        let user = head.rsplit_once(':').map_or(head, |(user, _)| user);
        config.database.url = format!("{user}:***@{tail}");
    }
    let text = toml::to_string_pretty(&config).map_err(|cause| RunError::Refused(cause.to_string()))?;
    print!("{text}");
    Ok(())
}

async fn reconcile_books(app: &App) -> Result<(), RunError> {
    let cx = Cx::system("cli", "reconcile");
    let report = app.system.reconcile(&cx, Audit {}).await.map_err(|e| RunError::refused(&e))?;
    let mut differences = 0;
    for check in &report.checks {
        let mark = if check.differences.is_empty() { "ok  " } else { "DIFF" };
        println!("{mark} {:>8}  {}", check.examined, check.name);
        for difference in &check.differences {
            println!("     - {difference}");
        }
        differences += check.differences.len();
    }
    if reconcile::is_clean(&report) { Ok(()) } else { Err(RunError::Differences(differences)) }
}
