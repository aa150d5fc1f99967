//! The long forms of two promises: nothing is sold twice, and nothing that was acknowledged is lost or charged in vain.
//!
//! Always true: a round that fails says its seed, keeps its folder, and does not end the others; the closing table counts
//! what was really done.

mod books;
mod buyers;
mod kills;
mod oversell;
mod split;

use crate::{
    Means, Trouble,
    place::{Engine, Ground, Place},
    server::free_port,
};
use infrasell_testkit::{Client, Process, Spawn};
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// How long events may take to be delivered.
const DELIVERING: Duration = Duration::from_secs(60);
/// How often a provider is asked for its books.
const MOST_TRIES: u32 = 20;

/// How long, from where.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    means: Means,
    /// No round begins after so many minutes.
    #[arg(long, default_value_t = 600)]
    minutes: u64,
    /// Where chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many buyers try to buy what is scarce, on each engine.
    #[arg(long, default_value_t = 10_000)]
    tries: u64,
    /// How often a shop is killed, on each engine.
    #[arg(long, default_value_t = 200)]
    kills: u64,
    /// How often each service is killed of a shop that is a process a service.
    #[arg(long, default_value_t = 20)]
    each: u64,
    /// How many shops are killed side by side on each engine: settling is waiting.
    #[arg(long, default_value_t = 8)]
    shops: u64,
}

/// What came of one part on one engine.
pub(crate) struct Outcome {
    what: &'static str,
    engine: Engine,
    done: u64,
    wanted: u64,
    /// What else there is to say.
    figures: String,
    failures: Vec<String>,
    took: Duration,
}

/// A shop of the soak: how it is started again and again, and the key to it.
pub(crate) struct Stand {
    pub(crate) spawn: Spawn,
    pub(crate) key: String,
}

impl Stand {
    /// A fresh shop at a place.
    pub(crate) async fn new(ground: &Ground, place: Place, variables: Vec<(String, String)>) -> Result<Stand, Trouble> {
        let binary = ground.infrasell.clone();
        let spawn = Spawn {
            binary,
            data: place.data,
            database: place.database,
            variables,
            port: free_port()?,
            is_internal: false,
        };
        let (ok, key, told) = spawn.run(&["key", "create", "soak", "--role", "owner"]).await;
        if ok { Ok(Stand { spawn, key }) } else { Err(Trouble::Other(told)) }
    }

    /// Who may do everything there.
    pub(crate) fn admin(&self, process: &Process) -> Client {
        Client::new(process.base.clone(), Some(self.key.clone()))
    }

    /// Leaves the folder where it is, for a look.
    pub(crate) fn keep(self) -> PathBuf {
        let data = self.spawn.data.clone();
        std::mem::forget(self.spawn);
        data
    }

    /// Holds the books of a shop that has stopped against each other. A provider whose line is still bad is asked again.
    pub(crate) async fn reconcile(&self) -> Result<(), String> {
        let mut tries = 0;
        loop {
            let (ok, out, told) = self.spawn.run(&["reconcile"]).await;
            let differences: Vec<&str> = out.lines().filter(|line| line.trim_start().starts_with("- ")).collect();
            tries += 1;
            if ok {
                return Ok(());
            }
            if tries == MOST_TRIES || !differences.iter().all(|line| line.contains("cannot be read")) {
                return Err(format!("reconcile: {told}: {}", differences.join("; ")));
            }
        }
    }
}

/// Waits until what is delivered after the answers has arrived: then the books of the running shop agree.
///
/// # Errors
/// The differences that stay.
pub(crate) async fn delivered(admin: &Client) -> Result<(), String> {
    let until = Instant::now() + DELIVERING;
    loop {
        let report = admin.post("/admin/v1/reconciliation", json!({})).await.ok();
        let mut differences = vec![];
        for check in report["checks"].as_array().into_iter().flatten() {
            differences.extend(check["differences"].as_array().into_iter().flatten().map(text));
        }
        if differences.is_empty() {
            return Ok(());
        }
        if Instant::now() > until {
            return Err(format!("after {} s: {}", DELIVERING.as_secs(), differences.join("; ")));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Puts `stock` units of something on sale; its variant.
pub(crate) async fn sells(admin: &Client, sku: &str, stock: i64) -> String {
    let product = json!({ "title": sku, "handle": sku, "status": "active", "variants": [{ "sku": sku }] });
    let product = admin.post("/admin/v1/products", product).await.ok();
    let variant = text(&product["variants"][0]["id"]);
    let channel = text(&admin.get("/admin/v1/channels").await.ok()["items"][0]["id"]);
    let prices = json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": 24_900 }] });
    admin.post("/admin/v1/prices", prices).await.ok();
    let location = text(&admin.get("/admin/v1/locations").await.ok()["items"][0]["id"]);
    let levels = json!([{ "variant": variant, "location": location, "on_hand": stock }]);
    admin.post("/admin/v1/stock", json!({ "levels": levels })).await.ok();
    variant
}

/// A text, empty when it is none.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// When no further round begins.
#[derive(Clone, Copy)]
pub(crate) struct Until(Instant);

impl Until {
    pub(crate) fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}

/// Soaks, and says what came of it.
///
/// # Errors
/// When a round failed, or a shop cannot be made.
pub async fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let ground = Ground {
        folder: arguments.means.folder.clone(),
        postgres: arguments.means.postgres.clone(),
        infrasell: arguments.means.infrasell.clone(),
        simulator: arguments.means.simulator.clone(),
        measured: Duration::ZERO,
        warm: Duration::ZERO,
    };
    std::fs::create_dir_all(&ground.folder)?;
    let until = Until(Instant::now() + Duration::from_secs(arguments.minutes * 60));
    let mut outcomes = vec![];
    for engine in ground.engines() {
        outcomes.push(oversell::run(&ground, engine, arguments.seed, arguments.tries, until).await?);
    }
    for engine in ground.engines() {
        outcomes.push(kills::run(&ground, engine, arguments.seed, arguments.kills, arguments.shops, until).await?);
    }
    outcomes.push(split::run(&ground, arguments.seed, arguments.each, until).await?);
    print(&outcomes, arguments.seed);
    let failed: usize = outcomes.iter().map(|outcome| outcome.failures.len()).sum();
    if failed == 0 { Ok(()) } else { Err(Trouble::Other(format!("{failed} rounds failed"))) }
}

fn print(outcomes: &[Outcome], seed: u64) {
    println!("\nseed {seed}");
    println!("{:<10} {:<10} {:>7} {:>7} {:>7} {:>6}  figures", "part", "engine", "done", "wanted", "failed", "s");
    for Outcome { what, engine, done, wanted, figures, failures, took } in outcomes {
        let (engine, seconds) = (engine.name(), took.as_secs());
        println!("{what:<10} {engine:<10} {done:>7} {wanted:>7} {:>7} {seconds:>6}  {figures}", failures.len());
        for failure in failures {
            println!("  FAILED {failure}");
        }
    }
}
