//! One shop as a process a service: each of them is killed again and again while buyers buy.
//!
//! Always true: of what does not need the service that is away (the table in docs/concepts/failure.md says what that is)
//! nothing fails; in the end every acknowledged order is there and the books agree.

use super::{
    Outcome, Until, books,
    kills::{Told, open_doors, settle, under_load},
    sells, text,
};
use crate::{
    Trouble,
    chance::Chance,
    place::{Engine, Ground},
    server,
    several::{Shop, services},
    simulator::Simulator,
};
use infrasell::wire::GRAPH;
use infrasell_testkit::{Answer, Client};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

const TABLE: &str = include_str!("../../../../docs/concepts/failure.md");
/// The columns of the table that are looked at without a pause while a service is away.
const LOOKED_AT: [&str; 4] = ["browse", "cart", "see orders", "edit products"];
/// How long everything may take to come to its end.
const SETTLING: Duration = Duration::from_secs(180);

/// Kills every service so often as `kills` says.
///
/// # Errors
/// When the shop cannot be made.
pub(crate) async fn run(ground: &Ground, seed: u64, kills: u64, until: Until) -> Result<Outcome, Trouble> {
    let begun = Instant::now();
    let simulator = Simulator::start(&ground.simulator).await?;
    let groups: Vec<Vec<&str>> = services().map(|service| vec![service]).collect();
    let folder = ground.folder.join("split");
    let mut variables = simulator.variables();
    // who looks whether the others answer asks as fast as they do
    variables.push(("INFRASELL_LIMITS_KEY_PER_MINUTE".to_owned(), "0".to_owned()));
    let mut shop = Shop::start(&ground.infrasell, &folder, &groups, &variables).await?;
    simulator.tell(shop.edge().address).await?;
    let key = shop.words("identity", &["--only", "identity", "key", "create", "soak", "--role", "owner"]);
    let key = server::run(&ground.infrasell, &key)?.trim().to_owned();
    let admin = Client::new(format!("http://{}", shop.edge().address), Some(key));
    let variant = sells(&admin, "tea", 1_000_000).await;
    let product = text(&admin.get("/admin/v1/products?limit=1").await.ok()["items"][0]["id"]);
    let town = Town { admin, variant, product, asked: Arc::default(), told: Arc::default() };
    let mut failures = vec![];
    let (mut done, wanted) = (0, kills * GRAPH.len() as u64);
    for round in 0..kills {
        for &(service, _, _) in GRAPH {
            if until.is_over() || !failures.is_empty() {
                break;
            }
            let seed = Chance::new(seed ^ (round << 32) ^ done).next();
            match town.round(&mut shop, service, seed).await {
                Ok(()) => done += 1,
                Err(why) => failures.push(format!("{service}, seed {seed}: {why}")),
            }
        }
    }
    if let Err(why) = town.settled(&simulator).await {
        failures.push(why);
    }
    let acknowledged = town.told.orders.lock().unwrap_or_else(PoisonError::into_inner).len();
    let asked = town.asked.load(Ordering::Relaxed);
    let figures = format!("{acknowledged} orders acknowledged, {asked} requests of unrelated routes, none failed");
    shop.stop()?;
    Ok(Outcome { what: "split", engine: Engine::Sqlite, done, wanted, figures, failures, took: begun.elapsed() })
}

/// Who buys and who looks.
#[derive(Clone)]
struct Town {
    admin: Client,
    variant: String,
    product: String,
    asked: Arc<AtomicU64>,
    told: Arc<Told>,
}

impl Town {
    async fn round(&self, shop: &mut Shop, service: &str, seed: u64) -> Result<(), String> {
        let mut chance = Chance::new(seed);
        let before = self.told.orders.lock().unwrap_or_else(PoisonError::into_inner).len();
        let buyers = open_doors(&self.admin, std::slice::from_ref(&self.variant), &self.told, &mut chance);
        under_load(&self.told, before).await?;
        let looker = Looker::new(self, unrelated(service));
        tokio::time::sleep(Duration::from_millis(chance.below(300))).await;
        let place = shop.kill(service).map_err(|error| error.to_string())?;
        tokio::time::sleep(Duration::from_millis(200 + chance.below(500))).await;
        shop.start_again(place).await.map_err(|error| error.to_string())?;
        let failed = looker.stop().await;
        let before = self.told.orders.lock().unwrap_or_else(PoisonError::into_inner).len();
        under_load(&self.told, before).await?;
        for buyer in buyers {
            buyer.abort();
        }
        match failed.first() {
            Some(first) => Err(format!("{} unrelated requests failed: {first}", failed.len())),
            None => Ok(()),
        }
    }

    async fn settled(&self, simulator: &Simulator) -> Result<(), String> {
        settle(&self.admin, Instant::now() + SETTLING).await?;
        let odd = std::mem::take(&mut *self.told.odd.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(odd) = odd.first() {
            return Err(format!("a buyer was told {odd}"));
        }
        let orders = books::all(&self.admin, "/admin/v1/orders").await;
        let orders: BTreeSet<String> = orders.iter().map(|order| text(&order["id"])).collect();
        let acknowledged = self.told.orders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(lost) = acknowledged.iter().find(|order| !orders.contains(*order)) {
            return Err(format!("the acknowledged order {lost} is gone"));
        }
        super::delivered(&self.admin).await?;
        let ledger = Client::new(format!("http://{}", simulator.address()), None);
        books::compare(&self.admin, &ledger).await?;
        Ok(())
    }

    async fn look(&self, what: &str, n: u64) -> Option<Answer> {
        let admin = &self.admin;
        let request = match what {
            // another page each time, so that no kept answer hides who is asked
            "browse" => {
                admin.guest().request(reqwest::Method::GET, &format!("/store/v1/products?limit={}", 1 + n % 200))
            }
            "cart" => {
                let lines = json!({ "lines": [{ "variant": self.variant, "quantity": 1 }] });
                admin.guest().request(reqwest::Method::POST, "/store/v1/carts").json(&lines)
            }
            "see orders" => admin.request(reqwest::Method::GET, "/admin/v1/orders?limit=5"),
            _ => {
                let title = json!({ "title": format!("Tea {n}") });
                admin.request(reqwest::Method::PATCH, &format!("/admin/v1/products/{}", self.product)).json(&title)
            }
        };
        Client::try_send(request).await
    }
}

/// What goes on while `service` is away, by the table.
fn unrelated(service: &str) -> Vec<&'static str> {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let head = TABLE.lines().find(|line| line.starts_with("| away |")).map(cells).unwrap_or_default();
    let row = TABLE.lines().find(|line| line.starts_with(&format!("| `{service}` |"))).map(cells).unwrap_or_default();
    let goes_on = |what: &&str| head.iter().zip(&row).any(|(column, cell)| column == what && cell == "goes on");
    LOOKED_AT.into_iter().filter(goes_on).collect()
}

/// Asks without a pause for what must go on.
struct Looker {
    stop: Arc<AtomicBool>,
    failed: Arc<Mutex<Vec<String>>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Looker {
    fn new(town: &Town, routes: Vec<&'static str>) -> Looker {
        let (stop, failed) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(vec![])));
        let mut tasks = vec![];
        for what in routes {
            let (town, stop, failed) = (town.clone(), stop.clone(), failed.clone());
            tasks.push(tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let n = town.asked.fetch_add(1, Ordering::Relaxed);
                    let why = match town.look(what, n).await {
                        Some(answer) if answer.status < 400 => continue,
                        Some(answer) => format!("{what}: {} {}", answer.status, answer.body),
                        None => format!("{what}: cut off"),
                    };
                    failed.lock().unwrap_or_else(PoisonError::into_inner).push(why);
                }
            }));
        }
        Looker { stop, failed, tasks }
    }

    /// What failed.
    async fn stop(self) -> Vec<String> {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            drop(task.await);
        }
        std::mem::take(&mut *self.failed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
