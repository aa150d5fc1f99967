//! A shop's payments, a simulator, a database, and time that moves when told to.

use crate::logs;
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, http::StatusCode, routing::post};
use infrasell_contracts::{
    common::{Audit, AuditReport},
    payments::{
        Authorise, Capture, FactView, GetPayment, ListFacts, ListOps, Payment, PaymentError, Payments, ProviderOp,
        ReceiveWebhook, Refund, SyncPayment, Undo, Void,
    },
};
use infrasell_db::{
    Runner, RunnerHandle, RunnerOptions,
    testing::{TestDb, engines},
};
use infrasell_kernel::{ChannelId, Currency, Money, PageRequest, PaymentId, ProviderOpId};
use infrasell_payments::{
    Deps, MIGRATIONS, PaymentsService,
    engines::{ByHand, Secret, Simulator as Engine, SimulatorConfig},
    open,
    port::Provider,
};
use infrasell_rpc::Cx;
use infrasell_rules::payment::{OpKind, OpState, PaymentMode, PaymentState};
use infrasell_simulator::{Act, Config, Plan, Simulator, Truth};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

/// How long the engine waits for an answer: longer than a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long it waits in tests of waiting in vain.
const IMPATIENCE: Duration = Duration::from_secs(1);

pub struct World {
    pub db: TestDb,
    pub sim: Simulator,
    pub service: Arc<PaymentsService>,
    pub engines: Vec<Arc<dyn Provider>>,
    runner: Option<RunnerHandle>,
    door: Door,
}

/// Where webhooks come in.
struct Door {
    url: String,
    inside: Inside,
    task: tokio::task::JoinHandle<()>,
}

type Inside = Arc<Mutex<Option<Arc<PaymentsService>>>>;

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A world on every database at hand.
pub async fn worlds() -> Vec<World> {
    worlds_with(PATIENCE).await
}

/// Worlds in which answers are not waited for long.
pub async fn impatient_worlds() -> Vec<World> {
    worlds_with(IMPATIENCE).await
}

async fn worlds_with(timeout: Duration) -> Vec<World> {
    let mut worlds = vec![];
    for db in engines(&[MIGRATIONS]).await {
        worlds.push(World::on(db, timeout).await);
    }
    worlds
}

/// A world on SQLite alone, for what the database has no part in.
pub async fn world() -> World {
    World::on(infrasell_db::testing::sqlite(&[MIGRATIONS]).await, PATIENCE).await
}

/// The engine for a simulator.
pub fn config(sim: &Simulator) -> SimulatorConfig {
    SimulatorConfig {
        base_url: sim.base_url.clone(),
        secrets: vec![Secret(sim.secret.clone())],
        webhook_secrets: vec![Secret(sim.webhook_secret.clone())],
        account: "acct_sim".into(),
        mode: PaymentMode::Test,
        timeout: PATIENCE,
        name: "Card".into(),
    }
}

impl World {
    async fn on(db: TestDb, timeout: Duration) -> World {
        logs::keep();
        let sim = Simulator::start(Config { clock: db.clock.clone(), ..Config::default() }).await.unwrap();
        let config = SimulatorConfig { timeout, ..config(&sim) };
        let engine = Engine::new(config, db.clock.clone()).unwrap();
        let engines: Vec<Arc<dyn Provider>> = vec![
            Arc::new(engine),
            Arc::new(ByHand::bank_transfer("Bank transfer", "Pay to account 1234", db.clock.clone())),
            Arc::new(ByHand::cash_on_delivery("Cash on delivery", "", db.clock.clone())),
        ];
        let door = open_door().await;
        let service = service(&db, &engines);
        let mut world = World { db, sim, service, engines, runner: None, door };
        world.start().await;
        world.settle().await;
        world
    }

    /// Starts the service, as a fresh process would.
    pub async fn start(&mut self) {
        self.service = service(&self.db, &self.engines);
        *self.door.inside.lock().unwrap() = Some(self.service.clone());
        let options = RunnerOptions {
            poll: Duration::from_millis(20),
            grace: Duration::from_secs(5),
            ..RunnerOptions::default()
        };
        let (jobs, subscriptions) = (self.service.jobs(), self.service.subscriptions());
        self.runner = Some(Runner::start_with(&self.db, jobs, subscriptions, options).await.unwrap());
    }

    /// Stops jobs and closes the door to webhooks; calls can still be made.
    pub async fn stop(&mut self) {
        *self.door.inside.lock().unwrap() = None;
        if let Some(runner) = self.runner.take() {
            runner.stop().await;
        }
    }

    /// Lets the simulator send its webhooks here.
    pub fn listen(&self) {
        self.sim.webhook_endpoint(&self.door.url);
    }

    /// Lets everything happen that is due.
    pub async fn settle(&self) {
        for _ in 0..2 {
            self.sim.advance(Duration::ZERO).await;
            if let Some(runner) = &self.runner {
                runner.settle().await.unwrap();
            }
        }
    }

    /// Moves the one clock of shop and provider on, in steps that nothing is lost between.
    pub async fn advance(&self, seconds: u64) {
        let mut left = seconds;
        while left > 0 {
            let step = match seconds - left {
                0..600 => 60,
                600..20_000 => 1_200,
                _ => 14_400,
            };
            let step = step.min(left);
            left -= step;
            self.db.clock.advance(Duration::from_secs(step));
            self.settle().await;
        }
    }

    /// Moves the clock on until nothing is in doubt any more.
    pub async fn until_known(&self) {
        for _ in 0..40 {
            let open = |op: &ProviderOp| matches!(op.state, OpState::New | OpState::Sent | OpState::Unknown);
            if !self.all_ops().await.iter().any(open) {
                return;
            }
            self.advance(60).await;
        }
    }

    pub fn plan(&self, method: &str, path: &str, act: Act) {
        self.sim.plan(Plan::on(method, path, act));
    }

    pub async fn try_authorise(&self, reference: &str, instrument: &str) -> Result<Payment, PaymentError> {
        self.service.authorise(&cx(), ask(reference, instrument)).await
    }

    pub async fn authorise(&self, reference: &str, instrument: &str) -> Payment {
        self.try_authorise(reference, instrument).await.unwrap()
    }

    /// A payment whose money is held.
    pub async fn held(&self, reference: &str) -> Payment {
        let payment = self.authorise(reference, "tok_approve").await;
        assert_eq!(payment.state, PaymentState::Authorised);
        payment
    }

    /// A payment whose money is ours.
    pub async fn paid(&self, reference: &str) -> Payment {
        let payment = self.held(reference).await;
        let payment = self.capture(&payment, "capture", None).await.unwrap();
        assert_eq!(payment.state, PaymentState::Captured);
        payment
    }

    pub async fn capture(&self, payment: &Payment, name: &str, amount: Option<i64>) -> Result<Payment, PaymentError> {
        let ask = Capture { id: payment.id, reference: name.into(), amount_minor: amount };
        self.service.capture(&cx(), ask).await
    }

    pub async fn void(&self, payment: &Payment) -> Result<Payment, PaymentError> {
        self.service.void(&cx(), Void { id: payment.id }).await
    }

    pub async fn refund(&self, payment: &Payment, name: &str, amount_minor: i64) -> Result<Payment, PaymentError> {
        self.service.refund(&cx(), Refund { id: payment.id, reference: name.into(), amount_minor }).await
    }

    pub async fn undo(&self, payment: &Payment) -> Payment {
        self.service.undo(&cx(), Undo { id: payment.id, reference: "undo".into() }).await.unwrap()
    }

    pub async fn sync(&self, payment: &Payment) -> Result<Payment, PaymentError> {
        self.service.sync(&cx(), SyncPayment { id: payment.id }).await
    }

    pub async fn payment(&self, id: PaymentId) -> Payment {
        self.service.payment(&cx(), GetPayment { id }).await.unwrap()
    }

    pub async fn state(&self, payment: &Payment) -> PaymentState {
        self.payment(payment.id).await.state
    }

    pub async fn ops(&self, payment: &Payment) -> Vec<ProviderOp> {
        let ask = ListOps { payment: Some(payment.id), ..ListOps::default() };
        let mut ops = self.service.ops(&cx(), ask).await.unwrap().items;
        ops.sort_by_key(|op| op.id);
        ops
    }

    async fn all_ops(&self) -> Vec<ProviderOp> {
        let mut all = vec![];
        let mut ask = ListOps::default();
        loop {
            let page = self.service.ops(&cx(), ask.clone()).await.unwrap();
            all.extend(page.items);
            match page.next {
                Some(next) => ask.page.after = Some(next),
                None => return all,
            }
        }
    }

    /// The one operation of a kind.
    pub async fn op(&self, payment: &Payment, kind: OpKind) -> ProviderOp {
        let mut ops = self.ops(payment).await;
        ops.retain(|op| op.kind == kind);
        assert_eq!(ops.len(), 1, "{ops:?}");
        ops.remove(0)
    }

    pub async fn retry(&self, id: ProviderOpId) -> ProviderOp {
        self.service.retry_op(&cx(), infrasell_contracts::payments::RetryOp { id }).await.unwrap()
    }

    pub async fn facts(&self, payment: &Payment) -> Vec<FactView> {
        let ask = ListFacts { payment: payment.id, page: PageRequest::default() };
        self.service.facts(&cx(), ask).await.unwrap().items
    }

    /// What the bank says about every payment with a reference.
    pub fn truths(&self, payment: &Payment) -> Vec<Truth> {
        let start = format!("{}.", payment.reference);
        self.sim.truths().into_iter().filter(|truth| truth.reference.starts_with(&start)).collect()
    }

    /// What the bank says about the one payment with a reference.
    pub fn truth(&self, payment: &Payment) -> Truth {
        let mut truths = self.truths(payment);
        assert_eq!(truths.len(), 1, "{truths:?}");
        truths.remove(0)
    }

    /// How many calls the simulator saw with this method and end of path.
    pub fn calls(&self, method: &str, end: &str) -> usize {
        let fits = |entry: &serde_json::Value| {
            entry["kind"] == "request"
                && entry["method"] == method
                && entry["path"].as_str().is_some_and(|path| path.ends_with(end))
        };
        self.sim.journal().iter().filter(|entry| fits(entry)).count()
    }

    pub async fn audit(&self) -> AuditReport {
        self.service.audit(&cx(), Audit {}).await.unwrap()
    }

    pub async fn differences(&self) -> Vec<String> {
        self.audit().await.checks.into_iter().flat_map(|check| check.differences).collect()
    }

    /// How many webhooks are stored in each state.
    pub async fn webhooks(&self) -> BTreeMap<String, i64> {
        let sql = "SELECT state, count(*) FROM payments_webhook GROUP BY state ORDER BY state";
        self.db.all(sql, &[], |row| Ok((row.next()?, row.next()?))).await.unwrap().into_iter().collect()
    }

    /// The oracle: our books and the bank's agree about every payment, every intent moved money once, nobody was paid
    /// back more than he paid, and no secret got into a log.
    pub async fn oracle(&self) {
        assert_eq!(self.differences().await, Vec::<String>::new());
        let ops = self.all_ops().await;
        for truth in self.sim.truths() {
            let (reference, _) = truth.reference.rsplit_once('.').unwrap();
            let ask = infrasell_contracts::payments::FindPayment { reference: reference.into() };
            let payment = self.service.find(&cx(), ask).await.unwrap().unwrap();
            assert_eq!(payment.totals.captured_minor, truth.captured, "{payment:?} {truth:?}");
            assert_eq!(payment.totals.refunded_minor, truth.refunded, "{payment:?} {truth:?}");
            assert!(truth.refunded <= truth.captured, "{truth:?}");
            let done = |kind| {
                let fits = |op: &&ProviderOp| op.payment == payment.id && op.kind == kind && op.state == OpState::Done;
                ops.iter().filter(fits).count()
            };
            let dashboard = |kind: &str| {
                let by_dashboard = |op: &serde_json::Value| op["actor"] == "dashboard" && op["status"] == "succeeded";
                self.object(&truth.id)[kind].as_array().unwrap().iter().filter(|part| by_dashboard(part)).count()
            };
            assert_eq!(truth.captures, done(OpKind::Capture) + dashboard("captures"), "{payment:?} {truth:?}");
            assert!(truth.refunds <= done(OpKind::Refund) + dashboard("refunds"), "{payment:?} {truth:?}");
        }
        self.assert_nothing_leaked();
    }

    fn object(&self, id: &str) -> serde_json::Value {
        self.sim.object(id).unwrap()
    }

    /// Neither log nor stored rows hold a secret.
    pub fn assert_nothing_leaked(&self) {
        let log = logs::text();
        for secret in [&self.sim.secret, &self.sim.webhook_secret, "_secret_", "4242424242424242"] {
            assert!(!log.contains(secret), "the log holds {secret}");
        }
    }
}

pub fn service(db: &TestDb, engines: &[Arc<dyn Provider>]) -> Arc<PaymentsService> {
    open_only_in(db, engines, BTreeMap::new())
}

/// With methods that are offered in some channels only.
pub fn open_only_in(
    db: &TestDb,
    engines: &[Arc<dyn Provider>],
    only_in: BTreeMap<String, Vec<ChannelId>>,
) -> Arc<PaymentsService> {
    open(Deps { db: db.db.clone(), env: db.env().clone(), engines: engines.to_vec(), only_in })
}

pub fn cx() -> Cx {
    Cx::system("test", "req_test")
}

pub fn inr(minor: i64) -> Money {
    Money::new(minor, Currency::INR)
}

pub fn ask(reference: &str, instrument: &str) -> Authorise {
    Authorise {
        reference: reference.into(),
        amount: inr(10_000),
        method: "simulator".into(),
        instrument: Some(instrument.into()),
        return_url: Some("https://shop.test/back".into()),
        description: "Order".into(),
        channel: None,
    }
}

async fn open_door() -> Door {
    let inside: Inside = Arc::default();
    let app = Router::new()
        .route("/hook", post(receive))
        .layer(axum::extract::DefaultBodyLimit::max(16 << 20))
        .with_state(inside.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    Door { url, inside, task }
}

async fn receive(State(inside): State<Inside>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let service = inside.lock().unwrap().clone();
    let Some(service) = service else { return StatusCode::SERVICE_UNAVAILABLE };
    let headers =
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned())).collect();
    let message = ReceiveWebhook { provider: "simulator".into(), headers, body: body.to_vec() };
    match service.receive_webhook(&cx(), message).await {
        Ok(()) => StatusCode::OK,
        Err(error) => StatusCode::from_u16(infrasell_rpc::ServiceError::kind(&error).status()).unwrap(),
    }
}
