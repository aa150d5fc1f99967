//! Shops that are killed while they sell, by a provider whose line is bad.

use super::{
    Outcome, Stand, Until, books,
    buyers::{End, Wish, insist, prepare},
    sells,
};
use crate::{
    Trouble,
    chance::Chance,
    place::{Engine, Ground},
    simulator::Simulator,
};
use infrasell_testkit::{Client, Process};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

/// Who buys at once in a shop.
const BUYERS: u64 = 6;
/// How many must have bought before a shop is killed, and how long that may take.
const SERVED: usize = 3;
const LOADING: Duration = Duration::from_secs(60);
/// How long a shop may take until nothing is under way.
const SETTLING: Duration = Duration::from_secs(600);
/// How long a provider is waited for; short, so that a hanging line is a frequent fault.
const PROVIDER_TIMEOUT_MS: &str = "1000";
/// Jobs that mean that something is still under way.
const UNDER_WAY: [&str; 3] = ["checkout.resume", "payments.resolve", "payments.undo"];

/// What buyers were told.
#[derive(Default)]
pub(super) struct Told {
    pub(super) orders: Mutex<BTreeSet<String>>,
    pub(super) odd: Mutex<Vec<String>>,
    refused: Mutex<BTreeMap<String, u64>>,
}

/// Counts over all shops of an engine.
#[derive(Default)]
struct Counts {
    begun: AtomicU64,
    done: AtomicU64,
    acknowledged: AtomicU64,
    payments: AtomicU64,
    longest_settling_ms: AtomicU64,
    failures: Mutex<Vec<String>>,
}

/// Soaks one engine.
///
/// # Errors
/// When a shop cannot be made.
pub(crate) async fn run(
    ground: &Ground,
    engine: Engine,
    seed: u64,
    kills: u64,
    shops: u64,
    until: Until,
) -> Result<Outcome, Trouble> {
    let begun = Instant::now();
    let counts = Arc::new(Counts::default());
    let mut running = vec![];
    for shop in 0..shops.clamp(1, kills.max(1)) {
        let simulator = Simulator::start(&ground.simulator).await?;
        let mut variables = simulator.variables();
        variables.push(("INFRASELL_PAYMENTS_SIMULATOR_TIMEOUT_MS".into(), PROVIDER_TIMEOUT_MS.into()));
        let place = ground.place(engine, &format!("kill{shop}")).await?;
        let stand = Stand::new(ground, place, variables).await?;
        let street = Street { engine, seed: seed ^ (shop << 40), kills, until, counts: counts.clone() };
        running.push(tokio::spawn(street.walk(stand, simulator)));
    }
    for shop in running {
        if let Err(error) = shop.await {
            push(&counts.failures, format!("kills on {}: {error}", engine.name()));
        }
    }
    let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let figures = format!(
        "{} orders acknowledged, {} payments at the provider, longest settling {} s",
        read(&counts.acknowledged),
        read(&counts.payments),
        read(&counts.longest_settling_ms) / 1_000
    );
    let failures = std::mem::take(&mut *counts.failures.lock().unwrap_or_else(PoisonError::into_inner));
    let done = read(&counts.done);
    Ok(Outcome { what: "kill -9", engine, done, wanted: kills, figures, failures, took: begun.elapsed() })
}

fn push<T>(list: &Mutex<Vec<T>>, item: T) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(item);
}

/// One shop's life.
struct Street {
    engine: Engine,
    seed: u64,
    kills: u64,
    until: Until,
    counts: Arc<Counts>,
}

impl Street {
    async fn walk(self, stand: Stand, simulator: Simulator) {
        let base = format!("http://{}", simulator.address());
        let ledger = Client::new(base, None);
        let shop = format!("127.0.0.1:{}", stand.spawn.port);
        if let Ok(address) = shop.parse()
            && let Err(error) = simulator.tell(address).await
        {
            push(&self.counts.failures, error.to_string());
            return;
        }
        let mut variants: Vec<String> = vec![];
        let told = Arc::new(Told::default());
        loop {
            let number = self.counts.begun.fetch_add(1, Ordering::Relaxed) + 1;
            if number > self.kills || self.until.is_over() {
                break;
            }
            let seed = Chance::new(self.seed ^ number).next();
            let round = self.round(&stand, &simulator, &ledger, &mut variants, &told, seed);
            if let Err(why) = round.await {
                let data = stand.keep();
                let place = format!("the shop is kept in {}", data.display());
                push(
                    &self.counts.failures,
                    format!("{} kill {number} seed {seed}: {why}; {place}", self.engine.name()),
                );
                return;
            }
            self.counts.done.fetch_add(1, Ordering::Relaxed);
            let done = self.counts.done.load(Ordering::Relaxed);
            eprintln!("kill -9 {}: {done} of {} done, seed {seed}", self.engine.name(), self.kills);
        }
    }

    async fn round(
        &self,
        stand: &Stand,
        simulator: &Simulator,
        ledger: &Client,
        variants: &mut Vec<String>,
        told: &Arc<Told>,
        seed: u64,
    ) -> Result<(), String> {
        let mut chance = Chance::new(seed);
        let mut process = stand.spawn.serve().await;
        let admin = stand.admin(&process);
        for sku in variants.len()..3 {
            variants.push(sells(&admin, &format!("sku-{sku}"), 1_000_000).await);
        }
        let before = told.orders.lock().unwrap_or_else(PoisonError::into_inner).len();
        faults(simulator, &mut chance).await.map_err(|error| error.to_string())?;
        let buyers = open_doors(&admin, variants, told, &mut chance);
        // under load at a random moment: some have bought in this round, others are in the middle of it
        under_load(told, before).await?;
        tokio::time::sleep(Duration::from_millis(chance.below(1_000))).await;
        process.kill().await;
        process = stand.spawn.serve().await;
        if chance.below(4) == 0 {
            // once more, while it takes up what it left
            tokio::time::sleep(Duration::from_millis(chance.below(400))).await;
            process.kill().await;
            process = stand.spawn.serve().await;
        }
        tokio::time::sleep(Duration::from_millis(200 + chance.below(300))).await;
        for buyer in buyers {
            buyer.abort();
        }
        let settling = Instant::now();
        settle(&admin, settling + SETTLING).await?;
        let ms = u64::try_from(settling.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.counts.longest_settling_ms.fetch_max(ms, Ordering::Relaxed);
        let payments = self.check(stand, process, &admin, ledger, told).await?;
        let after = told.orders.lock().unwrap_or_else(PoisonError::into_inner).len();
        self.counts.acknowledged.fetch_add((after - before) as u64, Ordering::Relaxed);
        self.counts.payments.fetch_max(payments as u64, Ordering::Relaxed);
        Ok(())
    }

    async fn check(
        &self,
        stand: &Stand,
        process: Process,
        admin: &Client,
        ledger: &Client,
        told: &Told,
    ) -> Result<usize, String> {
        let odd = std::mem::take(&mut *told.odd.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(odd) = odd.first() {
            return Err(format!("a buyer was told {odd}"));
        }
        let orders: BTreeSet<String> =
            books::all(admin, "/admin/v1/orders").await.iter().map(|order| super::text(&order["id"])).collect();
        let acknowledged = told.orders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(lost) = acknowledged.iter().find(|order| !orders.contains(*order)) {
            return Err(format!("the acknowledged order {lost} is gone"));
        }
        super::delivered(admin).await?;
        let payments = books::compare(admin, ledger).await?;
        if !process.stop().await {
            return Err("the shop did not stop well".into());
        }
        stand.reconcile().await?;
        Ok(payments)
    }
}

/// What goes wrong on the line to the provider in this round.
async fn faults(simulator: &Simulator, chance: &mut Chance) -> Result<(), Trouble> {
    let acts = [
        json!("drop_before_apply"),
        json!("drop_after_apply"),
        json!({ "hang_after_apply": { "ms": 2_500 } }),
        json!({ "rst": { "applied": true } }),
        json!({ "rst": { "applied": false } }),
        json!({ "truncate_body": { "bytes": 20 } }),
        json!({ "slow": { "ms": 300 } }),
        json!({ "bad_json": { "applied": true } }),
        json!({ "html_502": { "applied": true } }),
        json!({ "html_502": { "applied": false } }),
        json!("close_keepalive"),
    ];
    let paths = ["/v1/payments", "/v1/payments/*", "/v1/payments/*/capture", "/v1/payments/*/void"];
    for _ in 0..1 + chance.below(6) {
        let (act, path) = (chance.one_of(&acts).clone(), chance.word(&paths));
        let matches = json!({ "path_glob": path, "nth": 1 + chance.below(20) });
        let entry = json!({ "match": matches, "act": act, "times": 1 + chance.below(3) });
        simulator.control("/_sim/plan", &entry.to_string()).await?;
    }
    Ok(())
}

pub(super) fn open_doors(
    admin: &Client,
    variants: &[String],
    told: &Arc<Told>,
    chance: &mut Chance,
) -> Vec<JoinHandle<()>> {
    let mut buyers = vec![];
    for _ in 0..BUYERS {
        let (store, variants, told) = (admin.guest(), variants.to_vec(), told.clone());
        let mut chance = Chance::new(chance.next());
        buyers.push(tokio::spawn(async move {
            loop {
                let mut lines = vec![];
                for variant in &variants {
                    if lines.is_empty() || chance.below(2) == 0 {
                        lines.push(json!({ "variant": variant, "quantity": 1 + chance.below(3) }));
                    }
                }
                let method = *chance.one_of(&["simulator", "simulator", "simulator", "cod"]);
                let wish = Wish { lines: lines.into(), method };
                let end = match prepare(&store, &wish).await {
                    Ok(checkout) => insist(&store, &checkout, &wish, 50).await,
                    Err(end) => end,
                };
                match end {
                    End::Bought(order) => {
                        told.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(order);
                    }
                    End::Odd(odd) => push(&told.odd, odd),
                    End::Refused(code) => {
                        *told.refused.lock().unwrap_or_else(PoisonError::into_inner).entry(code).or_default() += 1;
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                    End::Untold => tokio::time::sleep(Duration::from_millis(10)).await,
                }
            }
        }));
    }
    buyers
}

/// Waits until some buyers have been served in this round.
pub(super) async fn under_load(told: &Told, before: usize) -> Result<(), String> {
    let until = Instant::now() + LOADING;
    loop {
        let bought = told.orders.lock().unwrap_or_else(PoisonError::into_inner).len() - before;
        if bought >= SERVED {
            return Ok(());
        }
        if Instant::now() > until {
            let refused = told.refused.lock().unwrap_or_else(PoisonError::into_inner).clone();
            return Err(format!("only {bought} bought within {} s; refused: {refused:?}", LOADING.as_secs()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until nothing is under way any more: no checkout, no operation at the provider.
pub(super) async fn settle(admin: &Client, until: Instant) -> Result<(), String> {
    loop {
        let mut open = vec![];
        for state in ["completing", "needs_buyer"] {
            let checkouts = admin.get(&format!("/admin/v1/checkouts?state={state}&limit=5")).await.ok();
            for checkout in checkouts["items"].as_array().into_iter().flatten() {
                open.push(format!("{} is {state} at {}", checkout["id"], checkout["step"]));
            }
        }
        for kind in UNDER_WAY {
            let jobs = admin.get(&format!("/admin/v1/jobs?kind={kind}&limit=5")).await.ok();
            for job in jobs["items"].as_array().into_iter().flatten() {
                open.push(format!("{kind} {} is {}: {}", job["key"], job["state"], job["last_error"]));
            }
        }
        if open.is_empty() {
            return Ok(());
        }
        if Instant::now() > until {
            return Err(format!("not settled after {} s: {}", SETTLING.as_secs(), open.join("; ")));
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
