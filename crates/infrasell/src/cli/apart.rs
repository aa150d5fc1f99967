//! What concerns more than one process: who is where, the books of all of them, a database for some of the services, and
//! the listener for the others.

use super::run::{RunError, open};
use crate::{
    app::{App, AppError, calls, database_url},
    config::Config,
    reconcile,
    split::{self, Far, Row},
    system::LocalSystem,
    wire,
};
use axum::{Router, http::StatusCode, routing::get};
use infrasell_contracts::{
    common::{Audit, AuditReport},
    system::{GetReadiness, System},
};
use infrasell_db::{DbUrl, PreparedRole, prepare_role};
use infrasell_kernel::{Env, OsRandom, Token};
use infrasell_rpc::Cx;
use serde_json::{Value, json};
use std::{path::Path, sync::Arc};

/// What a process serves to the others: its contracts, and whether it is ready.
pub(super) fn internal_routes(app: &App) -> Router {
    let system = app.system.clone();
    app.routes()
        .route("/livez", get(async || StatusCode::NO_CONTENT))
        .route("/readyz", get(move || ready(system.clone())))
}

async fn ready(system: Arc<LocalSystem>) -> StatusCode {
    match system.readiness(&Cx::system("health", "readyz"), GetReadiness {}).await {
        Ok(state) if state.ready => StatusCode::NO_CONTENT,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub(super) async fn topology(config: &Config, json: bool) -> Result<(), RunError> {
    let places = config.processes.places().map_err(AppError::from)?;
    let calls = calls(config, &places, &Env::system())?;
    let rows = split::look(&places, &calls).await.map_err(AppError::from)?;
    if json {
        let rows: Vec<Value> = rows.iter().map(shown).collect();
        println!("{:#}", Value::Array(rows));
    } else {
        print!("{}", split::show(&rows));
    }
    let unwell: Vec<&str> = rows.iter().filter(|row| !row.is_well()).map(|row| row.service).collect();
    if unwell.is_empty() { Ok(()) } else { Err(RunError::Refused(format!("not well: {}", unwell.join(", ")))) }
}

fn shown(row: &Row) -> Value {
    let (version, latency_us, error) = match &row.answer {
        Some(Ok((about, took))) => (Some(about.version.clone()), Some(took.as_micros()), None),
        Some(Err(why)) => (None, None, Some(why.clone())),
        None => (Some(env!("CARGO_PKG_VERSION").to_owned()), None, None),
    };
    json!({
        "service": row.service, "place": row.address, "asks": row.asks, "well": row.is_well(), "version": version,
        "latency_us": latency_us.and_then(|us| u64::try_from(us).ok()), "error": error,
    })
}

/// The books of the whole shop: through the contracts, wherever the services are.
pub(super) async fn reconcile(config: &Config, data: &Path) -> Result<(), RunError> {
    let cx = Cx::system("cli", "reconcile");
    let places = config.processes.places().map_err(AppError::from)?;
    let report = if places.here().is_empty() {
        let calls = calls(config, &places, &Env::system())?;
        let services = wire::remotes(&places, &Far::all(&places, &calls).map_err(AppError::from)?);
        reconcile::run(&cx, &services).await
    } else {
        open(config, data).await?.system.reconcile(&cx, Audit {}).await
    };
    tell(&report.map_err(|error| RunError::refused(&error))?)
}

fn tell(report: &AuditReport) -> Result<(), RunError> {
    let mut differences = 0;
    for check in &report.checks {
        let mark = if check.differences.is_empty() { "ok  " } else { "DIFF" };
        println!("{mark} {:>8}  {}", check.examined, check.name);
        for difference in &check.differences {
            println!("     - {difference}");
        }
        differences += check.differences.len();
    }
    if reconcile::is_clean(report) { Ok(()) } else { Err(RunError::Differences(differences)) }
}

/// Makes a schema and a role for this process's services.
pub(super) async fn prepare(config: &Config, name: Option<String>) -> Result<(), RunError> {
    let DbUrl::Postgres(url) = database_url(config, Path::new(""))? else {
        return Err(RunError::Refused("--database must be the URL of an administrator of a PostgreSQL server".into()));
    };
    let only = config.processes.only.first();
    let name = name.or_else(|| only.map(|service| format!("infrasell_{service}")));
    let Some(name) = name else {
        return Err(RunError::Refused("--only must say which services the database is for".into()));
    };
    let password = Token::random(&OsRandom).to_string();
    let prepared = prepare_role(&url, &PreparedRole { name: &name, password: &password }).await;
    let own = prepared.map_err(|cause| RunError::Refused(cause.to_string()))?;
    eprintln!(
        "schema and role {name} are there; the URL for --database of that process, with its password, shown once:"
    );
    println!("{own}");
    Ok(())
}
