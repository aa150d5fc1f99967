//! A run: some buyers, some processes, a provider with moods, and everything that can go wrong for a minute or so; then
//! all is calm, and everything must come to its end.

use super::{
    log::Log,
    mutant::Mutant,
    net::{Far, Net},
    process::{Process, Seeded, SimClock},
};
use crate::{
    fakes::{FakeCart, Provider, Shop, changed},
    world::{details, system},
};
use infrasell_chaos::Chance;
use infrasell_checkout::{Deps, RESUME};
use infrasell_contracts::{
    cart::{Attributes, CartDetails, CartState, Carts},
    checkout::*,
    inventory::{Inventory, LevelInput, ListLocations, SetStock},
    orders::Orders,
    payments::{PaymentChanged, Payments},
};
use infrasell_db::{Db, DbOptions, DbUrl, v};
use infrasell_inventory::InventoryService;
use infrasell_kernel::{CartLineId, CheckoutId, Clock, Env, OrderId, Timestamp, Token, VariantId};
use infrasell_rpc::{Caller, Cx};
use infrasell_rules::{checkout::CheckoutState, payment::PaymentState};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// What is sold: little of each.
pub const VARIANTS: [i64; 3] = [1, 2, 3];
pub const STOCK: i64 = 4;
/// How long a job whose runner died is left alone.
const JOB_LEASE: Duration = Duration::from_secs(10);

pub struct World {
    pub db: Db,
    pub shop: Arc<Shop>,
    pub inventory: Arc<InventoryService>,
    pub processes: Vec<Process>,
    /// Orders of which a buyer was told.
    pub acknowledged: Mutex<Vec<OrderId>>,
    pub log: Arc<Log>,
    net: Arc<Net>,
    seed: u64,
    mutant: Option<Mutant>,
    broken: Mutex<Vec<String>>,
    calm: AtomicBool,
    clock: Arc<SimClock>,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Memory, where there is such a folder: thousands of databases are made.
fn folder(seed: u64) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let random = Token::random(&infrasell_kernel::OsRandom);
    base.join(format!("infrasell-simulation-{seed}-{random}"))
}

impl World {
    pub async fn new(seed: u64, mutant: Option<Mutant>) -> Arc<World> {
        let began = Instant::now();
        let (log, clock) = (Arc::new(Log::new()), SimClock::new(began));
        let env = Env { clock: clock.clone(), random: Seeded::new(Chance::of(seed, 2)) };
        let folder = folder(seed);
        std::fs::create_dir_all(&folder).unwrap();
        let options = DbOptions { durable: false, ..DbOptions::default() };
        let db = Db::open(&DbUrl::Sqlite(folder.join("shop.db")), env.clone(), options).await.unwrap();
        db.migrate(&[infrasell_checkout::MIGRATIONS, infrasell_inventory::MIGRATIONS]).await.unwrap();
        let shop = Shop::new(Arc::default());
        {
            let mut state = shop.state();
            state.prices = [(1, 10_000), (2, 2_500), (3, 7_500)].into();
            // what is really there, inventory knows
            state.on_hand = VARIANTS.map(|variant| (variant, 1_000)).into();
        }
        let inventory =
            infrasell_inventory::open(infrasell_inventory::Deps { db: db.clone(), env, settings: shop.clone() });
        stock_up(&inventory).await;
        let processes = (0..3).map(|_| Process::new(began)).collect();
        Arc::new(World {
            db,
            shop,
            inventory,
            processes,
            acknowledged: Mutex::default(),
            net: Net::new(seed, log.clone(), mutant),
            log,
            seed,
            mutant,
            broken: Mutex::default(),
            calm: AtomicBool::new(false),
            clock,
            folder,
        })
    }

    pub fn broken(&self, what: impl Into<String>) {
        let what = what.into();
        self.log.say(format!("BROKEN {what}"));
        self.broken.lock().unwrap().push(what);
    }

    fn is_calm(&self) -> bool {
        self.calm.load(Ordering::SeqCst)
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lives a whole run; what was broken in it.
    pub async fn live(self: &Arc<Self>) -> Vec<String> {
        let mut chance = Chance::of(self.seed, 3);
        for process in 0..self.processes.len() {
            self.start(process, &mut chance);
        }
        let mut all = vec![
            tokio::spawn(self.clone().bus()),
            tokio::spawn(self.clone().provider()),
            tokio::spawn(self.clone().janitor()),
            tokio::spawn(self.clone().trouble()),
        ];
        let buyers = chance.between(2, 6);
        for buyer in 0..buyers {
            all.push(tokio::spawn(self.clone().buyer(buyer)));
        }
        sleep(Duration::from_secs(chance.between(20, 90))).await;
        self.calm_down();
        for _ in 0..60 {
            sleep(Duration::from_secs(30)).await;
            self.decide(&mut chance, 100);
            if self.checkouts().await.iter().all(|checkout| checkout.step.is_none()) {
                break;
            }
        }
        // what was late arrives, what was held too long is given back, and every word gets through
        sleep(Duration::from_secs(20 * 60)).await;
        self.decide(&mut chance, 100);
        sleep(Duration::from_secs(60)).await;
        self.check_always().await;
        self.check_at_last().await;
        if let Some(what) = self.net.panicked() {
            self.broken(what);
        }
        for task in all {
            task.abort();
            if let Err(ended) = task.await
                && ended.is_panic()
            {
                self.broken(format!("something panicked: {ended}"));
            }
        }
        self.processes.iter().for_each(Process::kill);
        std::mem::take(&mut *self.broken.lock().unwrap())
    }

    fn calm_down(&self) {
        self.log.say("all is calm");
        self.calm.store(true, Ordering::SeqCst);
        self.net.calm();
        self.shop.state().provider = Provider::Approves;
        for process in &self.processes {
            process.clock.put_off(0);
            process.goes_on();
        }
    }

    /// Starts a process, with its own look at what is due.
    fn start(self: &Arc<Self>, process: usize, chance: &mut Chance) {
        let net = || self.net.clone();
        let (carts, orders): (Arc<dyn Carts>, Arc<dyn Orders>) = (self.shop.clone(), self.shop.clone());
        let (stock, money): (Arc<dyn Inventory>, Arc<dyn Payments>) = (self.inventory.clone(), self.shop.clone());
        let deps = Deps {
            db: self.db.clone(),
            env: self.db.env().clone(),
            lifetime: infrasell_checkout::LIFETIME,
            hold: infrasell_checkout::HOLD,
            settings: self.shop.clone(),
            carts: Arc::new(Far { to: carts, net: net() }),
            inventory: Arc::new(Far { to: stock, net: net() }),
            payments: Arc::new(Far { to: money, net: net() }),
            orders: Arc::new(Far { to: orders, net: net() }),
        };
        self.log.say(format!("process {process} starts"));
        self.processes[process].start(deps, Seeded::new(Chance::new(chance.number())));
        self.processes[process].begin(self.clone().jobs(process, Chance::new(chance.number())));
    }

    /// Kills, pauses and misleads processes until all is calm.
    async fn trouble(self: Arc<Self>) {
        let mut chance = Chance::of(self.seed, 4);
        loop {
            sleep(Duration::from_millis(chance.between(200, 9_000))).await;
            let which = usize::try_from(chance.below(self.processes.len() as u64)).unwrap();
            let process = &self.processes[which];
            match chance.below(10) {
                _ if self.is_calm() => return,
                0..=3 => {
                    self.log.say(format!("process {which} is killed"));
                    process.kill();
                    self.release_jobs_later(which);
                    sleep(Duration::from_millis(chance.between(10, 8_000))).await;
                    self.start(which, &mut chance);
                }
                4..=6 => {
                    let time = Duration::from_millis(chance.between(1_000, 25_000));
                    self.log.say(format!("process {which} stands still for {time:?}"));
                    process.pause(time);
                }
                7 => {
                    let seconds = chance.between(0, 40);
                    let off = i64::try_from(seconds).unwrap() - 10;
                    self.log.say(format!("the clock of process {which} is off by {off} s"));
                    process.clock.put_off(off);
                }
                _ => {
                    let moods = [
                        Provider::Approves,
                        Provider::Approves,
                        Provider::Declines,
                        Provider::Asks,
                        Provider::Ponders,
                        Provider::DeclinesCapture,
                        Provider::PondersCapture,
                    ];
                    let mood = *chance.pick(&moods);
                    self.log.say(format!("the provider: {mood:?}"));
                    self.shop.state().provider = mood;
                }
            }
            self.check_always().await;
        }
    }

    /// What a process's runner does: takes what is due, and says when it is due again.
    async fn jobs(self: Arc<Self>, process: usize, mut chance: Chance) {
        const DUE: &str = "UPDATE db_job SET state = 'running', runner = $1, attempts = attempts + 1, started_at = $2
             WHERE id = (SELECT id FROM db_job WHERE kind = $3 AND state = 'waiting' AND run_at <= $2
                         ORDER BY run_at, id LIMIT 1) RETURNING id, payload";
        const DONE: &str = "DELETE FROM db_job WHERE id = $1 AND runner = $2 AND again_at IS NULL";
        const AGAIN: &str = "UPDATE db_job SET state = 'waiting', runner = NULL, again_at = NULL,
                 run_at = CASE WHEN again_at IS NOT NULL AND again_at < $3 THEN again_at ELSE $3 END
             WHERE id = $1 AND runner = $2";
        let runner = i64::try_from(process).unwrap();
        loop {
            let most = if self.is_calm() { 9_000 } else { 1_500 };
            sleep(Duration::from_millis(chance.between(100, most))).await;
            if self.mutant == Some(Mutant::NobodyResumes) {
                continue;
            }
            let mut tx = self.db.begin().await.unwrap();
            let due: Option<(i64, String)> =
                tx.opt(DUE, &v![runner, self.now(), RESUME], |row| Ok((row.next()?, row.next()?))).await.unwrap();
            tx.commit().await.unwrap();
            let Some((job, payload)) = due else { continue };
            let id: CheckoutId = serde_json::from_str(&payload).unwrap();
            let Some(service) = self.processes[process].service() else { return };
            self.log.say(format!("process {process} takes {id} up"));
            let resumed = service.resume(&Cx::system("jobs", format!("job-{job}")), id).await;
            self.log.say(format!("process {process} leaves {id}: {resumed:?}"));
            let next = resumed.unwrap_or_else(|_| Some(self.now().plus(Duration::from_secs(2))));
            let mut tx = self.db.begin().await.unwrap();
            let deleted = if next.is_none() { tx.exec(DONE, &v![job, runner]).await.unwrap() } else { 0 };
            if deleted == 0 {
                let at = next.unwrap_or(self.now()).max(self.now().plus(Duration::from_secs(1)));
                tx.exec(AGAIN, &v![job, runner, at]).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
    }

    /// The jobs of a process that died are given to others when its lease is over.
    fn release_jobs_later(self: &Arc<Self>, process: usize) {
        const MINE: &str = "SELECT id FROM db_job WHERE runner = $1 AND state = 'running'";
        const RELEASE: &str =
            "UPDATE db_job SET state = 'waiting', runner = NULL, again_at = NULL WHERE id IN list($1) AND runner = $2";
        let world = self.clone();
        tokio::spawn(async move {
            let runner = i64::try_from(process).unwrap();
            let jobs: Vec<i64> = world.db.all(MINE, &v![runner], |row| row.get(0)).await.unwrap();
            sleep(JOB_LEASE).await;
            let mut tx = world.db.begin().await.unwrap();
            tx.exec(RELEASE, &v![&jobs[..], runner]).await.unwrap();
            tx.commit().await.unwrap();
        });
    }

    /// Inventory gives back what was held too long.
    async fn janitor(self: Arc<Self>) {
        loop {
            sleep(Duration::from_secs(10)).await;
            self.inventory.expire_due().await.unwrap();
        }
    }

    /// The provider, or the buyer at his bank, decides now and then.
    async fn provider(self: Arc<Self>) {
        let mut chance = Chance::of(self.seed, 5);
        loop {
            sleep(Duration::from_millis(chance.between(100, 6_000))).await;
            self.decide(&mut chance, 40);
        }
    }

    /// Decides about what is open, each with so many chances in a hundred.
    fn decide(&self, chance: &mut Chance, percent: u64) {
        let mut decisions = vec![];
        {
            let state = self.shop.state();
            for payment in state.payments.iter().filter(|payment| payment.method == "simulator") {
                let (is_wished, is_asked) =
                    (state.wished_back.contains(&payment.reference), state.pondering.contains(&payment.reference));
                if chance.below(100) >= percent {
                    continue;
                }
                let to = match payment.state {
                    PaymentState::Pending | PaymentState::NeedsAction if chance.below(10) < 7 => {
                        PaymentState::Authorised
                    }
                    PaymentState::Pending | PaymentState::NeedsAction => PaymentState::Failed,
                    PaymentState::Authorised if is_asked && chance.below(10) < 8 => PaymentState::Captured,
                    PaymentState::Authorised if is_asked || is_wished => PaymentState::Voided,
                    _ => continue,
                };
                decisions.push((payment.reference.clone(), to));
            }
        }
        for (reference, to) in decisions {
            self.log.say(format!("the provider says of {reference}: {to}"));
            self.shop.provider_says(&reference, to);
        }
    }

    /// Tells checkouts of every payment that has changed: in order, at least once.
    async fn bus(self: Arc<Self>) {
        let mut chance = Chance::of(self.seed, 6);
        let mut told: Vec<PaymentChanged> = vec![];
        loop {
            sleep(Duration::from_millis(chance.between(10, 400))).await;
            let now: Vec<_> = self.shop.state().payments.iter().map(changed).collect();
            let news: Vec<_> =
                now.iter().enumerate().filter(|(index, event)| told.get(*index) != Some(*event)).collect();
            for (_, event) in news {
                self.deliver(event, &mut chance).await;
                if chance.happens(100_000) && !self.is_calm() {
                    self.deliver(event, &mut chance).await;
                }
            }
            told = now;
        }
    }

    async fn deliver(self: &Arc<Self>, event: &PaymentChanged, chance: &mut Chance) {
        loop {
            let process = chance.pick(&self.processes);
            if let Some(service) = process.service() {
                let (event, cx) = (event.clone(), Cx::system("events", format!("event-{}", chance.number())));
                let handled = process.run(async move { service.payment_changed(&cx, &event).await }).await;
                if matches!(handled, Some(Ok(()))) {
                    return;
                }
            }
            sleep(Duration::from_millis(700)).await;
        }
    }

    fn cart(&self, chance: &mut Chance) -> Token {
        let token = Token::random(&*Seeded::new(Chance::new(chance.number())));
        let mut state = self.shop.state();
        let mut lines = vec![];
        for variant in VARIANTS {
            if lines.is_empty() || chance.happens(400_000) {
                let id = CartLineId::from_i64(state.next_id());
                lines.push((id, variant, i64::try_from(chance.between(1, 3)).unwrap()));
            }
        }
        let cart = FakeCart {
            state: CartState::Active,
            owner: None,
            revision: 1,
            lines,
            note: String::new(),
            attributes: Attributes::new(),
            details: CartDetails::default(),
            sent: true,
        };
        state.carts.insert(token, cart);
        token
    }

    /// Buys something, as buyers do: tries again when nothing is heard, under the same key; gives up, or calls it off.
    async fn buyer(self: Arc<Self>, who: u64) {
        let mut chance = Chance::of(self.seed, 100 + who);
        sleep(Duration::from_millis(chance.between(0, 20_000))).await;
        let cart = self.cart(&mut chance);
        let way = *chance.pick(&["simulator", "simulator", "simulator", "cod"]);
        let mut token = None;
        for ask in 0..chance.between(3, 14) {
            sleep(Duration::from_millis(chance.between(5, 4_000))).await;
            let process = chance.pick(&self.processes);
            let Some(service) = process.service() else { continue };
            let cx = Cx {
                caller: Caller::Guest { address: None },
                request_id: format!("buyer-{who}-{ask}"),
                deadline: chance.happens(500_000).then(|| self.now().plus(Duration::from_secs(chance.between(1, 20)))),
                idempotency_key: None,
            };
            let Some(known) = token else {
                let create = CreateCheckout { cart, details: details(way) };
                let made = process.run(async move { service.create(&cx, create).await }).await;
                token = made.and_then(Result::ok).map(|checkout| checkout.token);
                continue;
            };
            if chance.happens(60_000) {
                let called_off = process.run(async move { service.cancel(&cx, CancelCheckout { token: known }).await });
                let outcome = called_off.await.map(|result| result.map(|checkout| checkout.state));
                self.log.say(format!("buyer {who} calls it off: {outcome:?}"));
                continue;
            }
            let keyed = chance.happens(700_000).then(|| format!("buyer-{who}-{}", ask / 3));
            let asked = process.run(buy(service, cx, known, keyed, way)).await;
            let outcome = asked.map(|result| result.map(|checkout| (checkout.state, checkout.order)));
            self.log.say(format!("buyer {who} hears {outcome:?}"));
            if let Some(Ok((CheckoutState::Completed, Some(order)))) = outcome {
                self.acknowledged.lock().unwrap().push(order.id);
            }
        }
    }
}

async fn buy(
    service: Arc<infrasell_checkout::CheckoutService>,
    cx: Cx,
    token: Token,
    key: Option<String>,
    way: &'static str,
) -> Result<Checkout, CheckoutError> {
    let seen = service.checkout(&cx, GetCheckout { token }).await?;
    let instrument = (way == "simulator").then(|| "tok_approve".into());
    let input = CompleteInput { quote_hash: seen.quote_hash, instrument, return_url: None };
    service.complete(&Cx { idempotency_key: key, ..cx }, CompleteCheckout { token, input }).await
}

async fn stock_up(inventory: &Arc<InventoryService>) {
    inventory.bootstrap(&system()).await.unwrap();
    let main = inventory.locations(&system(), ListLocations::default()).await.unwrap().items[0].id;
    let level = |variant| LevelInput { variant: VariantId::from_i64(variant), location: main, on_hand: STOCK };
    let levels = VARIANTS.map(level).into();
    let count = SetStock { levels, reason: "count".into(), ..SetStock::default() };
    inventory.set_stock(&system(), count).await.unwrap();
}
