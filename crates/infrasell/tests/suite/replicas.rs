//! Three replicas on one PostgreSQL, as processes: stopped, killed and frozen in turn while buyers buy and staff write.
//! Nobody who tries once more on a cut connection fails, nothing is lost or done twice, nothing old is shown.

use crate::kill;
use infrasell_db::testing::{self, TestDb};
use infrasell_simulator::Simulator;
use infrasell_testkit::{Answer, Client, Process, Shop, Spawn, on_three_replicas};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");
const REPLICAS: usize = 3;
/// How long somebody may wait for the end of a purchase that a killed process had begun. It is taken over after seven to ten
/// seconds; whoever takes it over may be the next to be killed, and the machine is busy with other tests.
const TAKEN_OVER: Duration = Duration::from_secs(45);

/// Three processes of one shop.
struct Trio {
    spawns: Vec<Spawn>,
    processes: Vec<Option<Process>>,
    admin: Client,
    simulator: Simulator,
    database: TestDb,
}

impl Trio {
    /// A fresh database that all three find empty at the same moment.
    async fn start() -> Option<Trio> {
        let database = testing::postgres(&[]).await?;
        let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
        let mut spawns = vec![];
        for _ in 0..REPLICAS {
            let mut spawn = Spawn::new(BINARY);
            spawn.database = Some(database.db.url().to_string());
            spawn.variables = kill::shared_variables(&simulator);
            for (name, value) in
                [("LIMITS_DRAIN_NOTICE_MS", "300"), ("LIMITS_QUEUE_DELAY_MS", "0"), ("DATABASE_POOL_SIZE", "6")]
            {
                spawn.variables.push((format!("INFRASELL_{name}"), value.into()));
            }
            spawns.push(spawn);
        }
        let processes = futures_util::future::join_all(spawns.iter().map(Spawn::serve)).await;
        let processes = processes.into_iter().map(Some).collect();
        let (ok, key, told) = spawns[0].run(&["key", "create", "test", "--role", "owner"]).await;
        assert!(ok, "{told}");
        let base = |n: usize| format!("http://127.0.0.1:{}", spawns[n].port);
        simulator.webhook_endpoint(&format!("{}/hooks/v1/payments/simulator", base(0)));
        let admin = Client::new(base(0), Some(key));
        Some(Trio { admin, spawns, processes, simulator, database })
    }

    fn base(&self, n: usize) -> String {
        format!("http://127.0.0.1:{}", self.spawns[n].port)
    }

    fn balancer(&self) -> Balancer {
        let clients = (0..REPLICAS).map(|n| Client::new(self.base(n), self.admin.key.clone())).collect();
        Balancer { clients: Arc::new(clients), next: Arc::default(), failed: Arc::default() }
    }

    fn take(&mut self, n: usize) -> Process {
        self.processes[n].take().unwrap()
    }
}

/// Sends each request to the next process, and once more to the one after it when the connection is cut or refused.
#[derive(Clone)]
struct Balancer {
    clients: Arc<Vec<Client>>,
    next: Arc<AtomicUsize>,
    failed: Arc<Mutex<Vec<String>>>,
}

impl Balancer {
    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Option<Answer> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let mut last = String::new();
        for n in [first, first + 1] {
            let client = self.clients[n % self.clients.len()].guest();
            let mut request = client.request(method.clone(), path);
            if let Some(body) = body {
                request = request.json(body);
            }
            match Client::try_send(request).await {
                Some(answer) if answer.status < 500 => return Some(answer),
                // a process that answers has not been cut off: that is a failure, and not tried again
                Some(answer) => {
                    last = format!("{}: {}", answer.status, answer.body);
                    break;
                }
                None => last = "cut off twice".into(),
            }
        }
        self.failed.lock().unwrap().push(format!("{method} {path}: {last}"));
        None
    }

    fn failures(&self) -> Vec<String> {
        self.failed.lock().unwrap().clone()
    }
}

/// What the buyers have seen.
#[derive(Default)]
struct Seen {
    orders: Mutex<BTreeSet<String>>,
    stop: AtomicBool,
}

/// Buys until it is told to stop; the purchase in hand is brought to its end.
async fn buys(to: Balancer, variant: String, seen: Arc<Seen>) {
    while !seen.stop.load(Ordering::Relaxed) {
        let Some(checkout) = prepare(&to, &variant).await else { continue };
        let path = format!("/store/v1/checkouts/{}/complete", checkout["token"].as_str().unwrap());
        let body = json!({ "quote_hash": checkout["quote_hash"], "instrument": "tok_approve" });
        let began = Instant::now();
        loop {
            let answer = to.send(Method::POST, &path, Some(&body)).await;
            if let Some(order) = answer.as_ref().and_then(|answer| answer.body["order"]["id"].as_str()) {
                seen.orders.lock().unwrap().insert(order.to_owned());
                break;
            }
            assert!(began.elapsed() < TAKEN_OVER, "a purchase does not end: {answer:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn prepare(to: &Balancer, variant: &str) -> Option<Value> {
    let lines = json!({ "lines": [{ "variant": variant, "quantity": 1 }] });
    let cart = to.send(Method::POST, "/store/v1/carts", Some(&lines)).await?;
    let address = infrasell_testkit::address();
    let details = json!({ "email": "b@example.in", "shipping_address": address, "payment_method": "simulator" });
    let begin = json!({ "cart": cart.body["token"], "details": details });
    let checkout = to.send(Method::POST, "/store/v1/checkouts", Some(&begin)).await?;
    let group = &checkout.body["shipping_groups"][0];
    let choice = json!({ "shipping": [{ "group": group["key"], "method": group["options"][0]["method"] }] });
    let path = format!("/store/v1/checkouts/{}", checkout.body["token"].as_str().unwrap());
    let ready = to.send(Method::PATCH, &path, Some(&choice)).await?;
    assert_eq!(ready.status, 200, "{}", ready.body);
    Some(ready.body)
}

async fn bought(seen: &Seen, more: usize) {
    let before = seen.orders.lock().unwrap().len();
    let began = Instant::now();
    while seen.orders.lock().unwrap().len() < before + more {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody can buy");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restarted_and_killed_in_turn_under_load_nobody_fails_and_the_books_agree() {
    let Some(mut trio) = Trio::start().await else { return };
    let variant = kill::stock(&trio.admin).await;
    let (to, seen) = (trio.balancer(), Arc::new(Seen::default()));
    let buyers: Vec<_> = (0..4).map(|_| tokio::spawn(buys(to.clone(), variant.clone(), seen.clone()))).collect();
    for n in 0..REPLICAS {
        bought(&seen, 2).await;
        assert!(trio.take(n).terminate().await, "it ends well");
        trio.processes[n] = Some(trio.spawns[n].serve().await);
        assert_eq!(to.failures(), Vec::<String>::new(), "while {n} was restarted");
        bought(&seen, 2).await;
        trio.take(n).kill().await;
        bought(&seen, 2).await;
        trio.processes[n] = Some(trio.spawns[n].serve().await);
        assert_eq!(to.failures(), Vec::<String>::new(), "while {n} was killed");
    }
    seen.stop.store(true, Ordering::Relaxed);
    for buyer in buyers {
        buyer.await.unwrap();
    }
    assert_eq!(to.failures(), Vec::<String>::new());
    let orders = Mutex::new(seen.orders.lock().unwrap().clone());
    kill::check(&trio.admin, &orders).await;
    kill::delivered(&trio.admin).await;
    one_mail_each(&trio.admin, &orders.into_inner().unwrap()).await;
    for n in 0..REPLICAS {
        assert!(trio.take(n).stop().await);
    }
    let (ok, out, _) = trio.spawns[0].run(&["reconcile"]).await;
    assert!(ok, "{out}");
    drop(trio.simulator);
}

/// The mail that an order causes is written down by an event and sent by a job: neither is lost nor done twice.
async fn one_mail_each(admin: &Client, orders: &BTreeSet<String>) {
    let dead = admin.get("/admin/v1/jobs?state=dead").await.ok();
    assert_eq!(dead["items"].as_array().unwrap().len(), 0, "{dead}");
    let (mut counts, mut after) = (std::collections::BTreeMap::<String, usize>::new(), String::new());
    loop {
        let page = admin.get(&format!("/admin/v1/notifications?limit=250{after}")).await.ok();
        for mail in page["items"].as_array().unwrap() {
            if mail["kind"] == "order_confirmed" {
                *counts.entry(mail["order"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
            }
        }
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    for order in orders {
        assert_eq!(counts.get(order), Some(&1), "mails about {order}");
    }
}

/// Writes through one and reads through every other that runs, until told to stop.
async fn nothing_old(
    trio: &Trio,
    product: &str,
    prices: std::ops::Range<i64>,
    writer: usize,
    readers: &[usize],
) -> Duration {
    let channel = trio.admin.get("/admin/v1/channels").await.ok()["items"][0]["id"].clone();
    let writer = Client::new(trio.base(writer), trio.admin.key.clone());
    let variant = writer.get(&format!("/admin/v1/products/{product}")).await.ok()["variants"][0]["id"].clone();
    let readers: Vec<Client> = readers.iter().map(|n| Client::new(trio.base(*n), None)).collect();
    let path = format!("/store/v1/products/{product}");
    let mut longest = Duration::ZERO;
    for minor in prices {
        for reader in &readers {
            reader.get(&path).await.ok();
        }
        let prices =
            json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": minor }] });
        let began = Instant::now();
        writer.post("/admin/v1/prices", prices).await.ok();
        longest = longest.max(began.elapsed());
        for reader in &readers {
            let seen = reader.get(&path).await.ok();
            assert_eq!(seen["price_from"]["minor"], minor, "{} is old", reader.base);
        }
    }
    longest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_frozen_shows_nothing_old_when_it_wakes_and_holds_nobody_up_for_long() {
    let Some(trio) = Trio::start().await else { return };
    kill::stock(&trio.admin).await;
    let product = trio.admin.get("/admin/v1/products").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    nothing_old(&trio, &product, 1_000..1_010, 0, &[0, 1, 2]).await;
    let frozen = trio.processes[2].as_ref().unwrap();
    for round in 0..3_i64 {
        let first = 2_000 + 100 * round;
        // what it keeps now is what it would show
        nothing_old(&trio, &product, first..first + 1, 0, &[2]).await;
        frozen.signal("-STOP");
        let waited = nothing_old(&trio, &product, first + 1..first + 4, 0, &[0, 1]).await;
        assert!(waited < Duration::from_secs(5), "a writer waited {waited:?}");
        // asked while it sleeps, answered when it wakes
        let asked = Client::new(trio.base(2), None);
        let path = format!("/store/v1/products/{product}");
        let answer = tokio::spawn(async move { asked.get(&path).await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        frozen.signal("-CONT");
        assert_eq!(answer.await.unwrap().ok()["price_from"]["minor"], first + 3, "it shows what it kept");
        nothing_old(&trio, &product, first + 4..first + 8, 1, &[0, 1, 2]).await;
        nothing_old(&trio, &product, first + 8..first + 12, 2, &[0, 1, 2]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_whose_line_is_cut_shows_nothing_old() {
    let Some(trio) = Trio::start().await else { return };
    kill::stock(&trio.admin).await;
    let product = trio.admin.get("/admin/v1/products").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'infrasell line'";
    for round in 0..4_i64 {
        nothing_old(&trio, &product, 1_000 + 100 * round..1_005 + 100 * round, 1, &[0, 1, 2]).await;
        let lines: i64 = trio.database.db.one(cut, &[], |row| row.get(0)).await.unwrap();
        assert_eq!(lines, 3);
        nothing_old(&trio, &product, 1_010 + 100 * round..1_015 + 100 * round, 0, &[0, 1, 2]).await;
        // until all three are back
        for _ in 0..200 {
            let count = "SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND application_name = 'infrasell line'";
            if trio.database.db.one(count, &[], |row| row.get::<i64>(0)).await.unwrap() == 3 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_asked_to_stop_says_so_first_and_answers_until_it_ends() {
    let mut spawn = Spawn::new(BINARY);
    spawn.variables.push(("INFRASELL_LIMITS_DRAIN_NOTICE_MS".into(), "1500".into()));
    let process = spawn.serve().await;
    let client = Client::new(process.base.clone(), None);
    let kept_alive = client.request(Method::GET, "/store/v1/shop").send().await.unwrap();
    assert!(kept_alive.headers().get("connection").is_none());
    process.signal("-TERM");
    let began = Instant::now();
    loop {
        let answer = client.get("/readyz").await;
        if answer.status == 503 {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(1), "it is still ready");
    }
    for path in ["/store/v1/shop", "/store/v1/products"] {
        let answer = client.request(Method::GET, path).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), &answer.headers()["connection"] == "close"), (200, true), "{path}");
    }
    assert!(began.elapsed() < Duration::from_millis(1_400), "the notice is over: the machine is too busy to tell");
    // a second signal means now
    assert!(process.terminate().await);
}

on_three_replicas!(one_key_at_two_replicas_at_once_is_one_write, |shop: Shop| async move {
    let tea = shop.sells("tea", 24_900, 50).await;
    let [first, second, third] = <[Client; 3]>::try_from(shop.each()).ok().unwrap();
    for round in 0..10 {
        let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
        let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await;
        let path = format!("/store/v1/checkouts/{}/complete", checkout["token"].as_str().unwrap());
        let key = format!("key-{round}");
        let send = |client: &Client| {
            let body = json!({ "quote_hash": checkout["quote_hash"] });
            Client::send(client.request(Method::POST, &path).header("idempotency-key", key.as_str()).json(&body))
        };
        let (a, b) = tokio::join!(send(&first), send(&second));
        let again = send(&third).await;
        let order = again.clone().ok()["order"]["id"].clone();
        assert!(order.is_string(), "{}", again.body);
        for answer in [a, b] {
            let is_same =
                answer.status == 200 && (answer.body["order"]["id"] == order || answer.body["order"].is_null());
            assert!(is_same || answer.status == 409, "{}: {}", answer.status, answer.body);
        }
    }
    assert_eq!(shop.orders().await.len(), 10);
    assert_eq!(shop.available(&tea.variant).await, 40);
    shop
});

on_three_replicas!(a_session_holds_at_every_replica_and_ends_at_every_replica, |shop: Shop| async move {
    let (_, signed_in) = shop.customer("a@example.in").await;
    for one in shop.each() {
        let own = Client::new(one.base, signed_in.key.clone());
        own.get("/store/v1/session").await.ok();
    }
    let sign_in = json!({ "email": "a@example.in", "password": infrasell_testkit::PASSWORD, "kind": "tokens" });
    let tokens = shop.store.post("/store/v1/session", sign_in).await.ok()["tokens"].clone();
    let refresh = json!({ "refresh_token": tokens["refresh_token"] });
    let [first, second, third] = <[Client; 3]>::try_from(shop.each()).ok().unwrap();
    // at two replicas at once: one of them gets the next token
    let path = "/store/v1/session/refresh";
    let (a, b) = tokio::join!(first.post(path, refresh.clone()), second.post(path, refresh));
    let fresh: Vec<Value> = [a, b].into_iter().filter(|a| a.status == 200).map(|a| a.body).collect();
    assert!(!fresh.is_empty(), "nobody was let in");
    let access = fresh[0]["access_token"].as_str().unwrap().to_owned();
    let own = Client::new(first.base.clone(), Some(access.clone()));
    own.get("/store/v1/session").await;
    // signed out at one, signed out at all
    let out = signed_in.request(Method::DELETE, "/store/v1/session");
    assert!(Client::send(out).await.status < 300);
    for one in [first, second, third] {
        let own = Client::new(one.base, signed_in.key.clone());
        assert_eq!(own.get("/store/v1/session").await.status, 401);
    }
    shop
});
