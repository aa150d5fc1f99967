//! One shop as several processes: who is where, one of them killed, and what is written where.

use infrasell::{
    app::App,
    config::{Config, Secret},
    split::service_of,
    wire::GRAPH,
};
use infrasell_contracts::process::{EVERYWHERE, emitter};
use infrasell_kernel::Env;
use infrasell_simulator::Simulator;
use infrasell_testkit::{Client, Kind, Process, Shop, Spawn, matrix};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    time::{Duration, Instant},
};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");
/// The processes, and what each runs.
const EDGE: &str = "gateway,settings,identity,customers,notifications,audit,imports,webhooks";
const GOODS: &str = "catalog,pricing,inventory,content,search";
const SALES: &str = "cart,checkout,orders,payments";

/// A shop as three programs.
struct Three {
    edge: Spawn,
    goods: Spawn,
    sales: Spawn,
    /// Where everything is.
    peers: String,
    simulator: Simulator,
}

impl Three {
    async fn new(databases: [Option<String>; 3]) -> Three {
        let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
        let (mut edge, mut goods, mut sales) = (Spawn::new(BINARY), Spawn::new(BINARY), Spawn::new(BINARY));
        // the edge has a public port and an internal one
        let internal = Spawn::new(BINARY).port;
        let at = |only: &str, port: u16| -> Vec<String> {
            only.split(',').map(|service| format!("{service}=http://127.0.0.1:{port}")).collect()
        };
        let peers = [at(EDGE, internal), at(GOODS, goods.port), at(SALES, sales.port)].concat().join(",");
        for (spawn, only, database) in [(&mut edge, EDGE, 0), (&mut goods, GOODS, 1), (&mut sales, SALES, 2)]
            .map(|(s, o, n)| (s, o, &databases[n]))
        {
            spawn.database.clone_from(database);
            spawn.variables = crate::kill::variables(&simulator);
            spawn.variables.push(("INFRASELL_PROCESSES_ONLY".into(), only.into()));
            spawn.variables.push(("INFRASELL_PROCESSES_PEERS".into(), peers.clone()));
        }
        edge.variables.push(("INFRASELL_PROCESSES_INTERNAL_LISTEN".into(), format!("127.0.0.1:{internal}")));
        (goods.is_internal, sales.is_internal) = (true, true);
        simulator.webhook_endpoint(&format!("http://127.0.0.1:{}/hooks/v1/payments/simulator", edge.port));
        Three { edge, goods, sales, peers, simulator }
    }

    /// The books of the whole shop, seen from nowhere in it, once what is under way has arrived.
    async fn reconciles(&self) {
        let nowhere = Spawn::new(BINARY);
        let begun = Instant::now();
        loop {
            let (ok, out, err) = nowhere.run(&["reconcile", "--peers", &self.peers]).await;
            if ok {
                assert!(out.lines().count() > 10 && !nowhere.data().join("shop.db").exists(), "{out}");
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{out}\n{err}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

async fn until<F: Future<Output = bool>>(what: &str, mut look: impl FnMut() -> F) {
    let begun = Instant::now();
    while !look().await {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A process that begins while the one it asks is answering already and has nothing yet of what a shop begins with.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_waits_for_what_another_begins_with() {
    let folder = Spawn::new(BINARY);
    let (settings, pricing) = (folder.data().join("settings"), folder.data().join("pricing"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut config = Config::default();
    config.internal.secret = Secret("0123456789abcdef".repeat(4));
    let elsewhere = GRAPH.iter().map(|(service, _, _)| *service).chain(["gateway"]);
    config.processes.peers = elsewhere.map(|service| format!("{service}=http://{address}")).collect();
    config.processes.only = vec!["settings".into()];
    let settings = App::open(&config, &settings, Env::system()).await.unwrap();
    config.processes.only = vec!["pricing".into()];
    let pricing = App::open(&config, &pricing, Env::system()).await.unwrap();
    let inbound = config.internal.inbound(&settings.env, address, Duration::from_secs(5)).unwrap();
    tokio::spawn(infrasell_rpc::serve(listener, settings.routes(), inbound, std::future::pending()));
    let waiting = pricing.bootstrap();
    tokio::pin!(waiting);
    let early = tokio::time::timeout(Duration::from_millis(700), &mut waiting).await;
    assert!(early.is_err(), "there is no channel that it could be for: {early:?}");
    settings.bootstrap().await.unwrap();
    waiting.await.unwrap();
}

async fn sells(admin: &Client, handle: &str, stock: i64) -> String {
    let product = json!({ "title": handle, "handle": handle, "status": "active", "variants": [{ "sku": handle, "weight_grams": 200 }] });
    let product = admin.post("/admin/v1/products", product).await.ok();
    let variant = product["variants"][0]["id"].as_str().unwrap().to_owned();
    let channel = admin.get("/admin/v1/channels").await.ok()["items"][0]["id"].clone();
    let prices = json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": 5_000 }] });
    admin.post("/admin/v1/prices", prices).await.ok();
    let location = admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let level = json!({ "variant": variant, "location": location, "on_hand": stock });
    admin.post("/admin/v1/stock", json!({ "levels": [level], "reason": "test" })).await.ok();
    variant
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_programs_on_sqlite() {
    three_programs([None, None, None]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_programs_on_postgres_each_under_a_role_of_its_own() {
    let Some(made) = infrasell_db::testing::postgres(&[]).await else { return };
    let unique = made.db.url().to_string().chars().rev().take_while(char::is_ascii_hexdigit).collect::<String>();
    let names = ["edge", "goods", "sales"].map(|name| format!("t{unique}_{name}"));
    let mut urls = [None, None, None];
    for ((url, name), only) in urls.iter_mut().zip(&names).zip([EDGE, GOODS, SALES]) {
        let mut administrator = Spawn::new(BINARY);
        administrator.database = Some(made.db.url().to_string());
        let (ok, out, err) = administrator
            .run(&["database", "prepare", "--only", only, "--peers", "*=http://x:1", "--name", name])
            .await;
        assert!(ok && out.starts_with("postgres"), "{out}\n{err}");
        *url = Some(out);
    }
    three_programs(urls).await;
    let tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname LIKE $1 ORDER BY 1, 2";
    let found: Vec<(String, String)> = made
        .db
        .all(
            &tables.replace("schemaname, tablename", "CAST(schemaname AS TEXT), CAST(tablename AS TEXT)"),
            &infrasell_db::v![format!("t{unique}%")],
            |row| Ok((row.next()?, row.next()?)),
        )
        .await
        .unwrap();
    let has = |schema: &str, prefix: &str| found.iter().any(|(s, table)| s == schema && table.starts_with(prefix));
    assert!(has(&names[1], "catalog_") && has(&names[2], "orders_") && has(&names[0], "identity_"));
    assert!(!has(&names[0], "catalog_") && !has(&names[1], "orders_") && !has(&names[2], "identity_"), "{found:?}");
    for name in names {
        for statement in ["DROP OWNED BY", "DROP SCHEMA IF EXISTS", "DROP ROLE"] {
            let cascade = if statement == "DROP ROLE" { "" } else { " CASCADE" };
            made.db.exec(&format!("{statement} {name}{cascade}"), &[]).await.unwrap();
        }
    }
}

async fn three_programs(databases: [Option<String>; 3]) {
    let shop = Three::new(databases).await;
    let (ok, key, told) = shop.edge.run(&["key", "create", "test", "--role", "owner"]).await;
    assert!(ok, "{told}");
    // goods and edge need each other for their start
    let (edge, goods, sales): (Process, Process, Process) =
        tokio::join!(shop.edge.serve(), shop.goods.serve(), shop.sales.serve());
    let admin = Client::new(edge.base.clone(), Some(key));
    let store = admin.guest();
    let variant = sells(&admin, "tea", 50).await;
    let bought = store.buy(&variant, 2).await.ok();
    assert_eq!(bought["state"], "completed", "{bought}");
    let (ok, out, err) = shop.edge.run(&["topology"]).await;
    assert!(ok, "{out}\n{err}");
    for (service, _, _) in GRAPH {
        assert!(out.lines().any(|line| line.starts_with(service)), "{service} is missing:\n{out}");
    }

    // without sales one looks around and cannot buy
    sales.kill().await;
    assert_eq!(store.get("/store/v1/products").await.ok()["items"][0]["handle"], "tea");
    assert_eq!(admin.get("/admin/v1/stock").await.status, 200);
    let away = store.cart(&[(&variant, 1)]).await;
    assert_eq!(away.status, 503, "{}", away.body);
    let (ok, out, _) = shop.edge.run(&["topology", "--json"]).await;
    let rows: Vec<Value> = serde_json::from_str(&out).unwrap();
    let unwell: BTreeSet<&str> =
        rows.iter().filter(|row| row["well"] == false).map(|row| row["service"].as_str().unwrap()).collect();
    assert!(!ok);
    assert_eq!(unwell, SALES.split(',').collect());

    let sales = shop.sales.serve().await;
    until("nothing can be bought again", || async { store.buy(&variant, 3).await.status == 200 }).await;
    until("the customer has not heard of both orders", || async {
        let customers = admin.get("/admin/v1/customers").await.ok();
        customers["items"][0]["orders_count"] == 2
    })
    .await;
    shop.reconciles().await;
    let level = &admin.get(&format!("/admin/v1/stock?variant={variant}")).await.ok()["items"][0];
    assert_eq!(level["available"], 45);
    for process in [edge, goods, sales] {
        assert!(process.stop().await, "each stops well");
    }
    drop(shop.simulator);
}

#[tokio::test]
async fn what_is_missing_is_said_at_the_start() {
    let shop = Spawn::new(BINARY);
    for (arguments, told) in [
        (&["serve", "--only", "catalog"][..], "catalog needs settings, which neither runs here"),
        (&["serve", "--only", "catalogue"], "'catalogue' is not a service"),
        (&["serve", "--peers", "*=http://127.0.0.1:9"], "say which with --only"),
        (&["serve", "--only", "settings", "--peers", "orders=127.0.0.1"], "a peer is said as service=http://host:port"),
        (&["serve", "--only", "inventory", "--peers", "settings=http://127.0.0.1:9"], "inventory needs orders"),
    ] {
        let (ok, _, err) = shop.run(arguments).await;
        assert!(!ok && err.contains(told), "{arguments:?}: {err}");
    }
    let (ok, _, err) = shop.run(&["import", "x.csv", "--only", "settings", "--peers", "*=http://127.0.0.1:9"]).await;
    assert!(!ok && err.contains("imports does not run in this process"), "{err}");
}

async fn each_writes_its_own(shop: Shop) -> Shop {
    let sold = shop.sells("tea", 5_000, 9).await;
    shop.store.buy(&sold.variant, 2).await.ok();
    shop.settle().await;
    let mut topics = 0;
    let mut ids: BTreeMap<i64, String> = BTreeMap::new();
    for service in ["gateway", "catalog", "orders"] {
        let process = shop.process_of(service);
        let tables = match shop.kind {
            Kind::SqliteApart => "SELECT name FROM sqlite_master WHERE type = 'table'",
            _ => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()",
        };
        let here = process.here();
        for table in process.db.all(tables, &[], |row| row.get::<String>(0)).await.unwrap() {
            let owner = table.split('_').next().unwrap_or_default();
            let owner = GRAPH.iter().map(|(name, _, _)| *name).find(|name| name.starts_with(owner));
            assert!(owner.is_none_or(|owner| here.iter().any(|one| one == owner)), "{service} has {table}");
        }
        let events = process
            .db
            .all("SELECT id, topic FROM db_outbox", &[], |row| Ok((row.next::<i64>()?, row.next::<String>()?)));
        for (id, topic) in events.await.unwrap() {
            let emits = emitter(&topic).is_none_or(|emitter| here.iter().any(|one| one == emitter));
            assert!(emits, "{topic} was emitted by {here:?}");
            assert!(ids.insert(id, topic).is_none(), "two events are called {id}");
            topics += 1;
        }
    }
    assert!(topics > 5, "{ids:?}");
    shop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_has_its_own_tables_and_emits_its_own_topics_on_sqlite() {
    matrix(Kind::SqliteApart, each_writes_its_own).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_has_its_own_tables_and_emits_its_own_topics_on_postgres() {
    matrix(Kind::PostgresApart, each_writes_its_own).await;
}

#[test]
fn the_graph_that_is_drawn_is_the_one_that_is_wired() {
    let text = include_str!("../../../../ARCHITECTURE.md");
    let block = text.split("```graph\n").nth(1).unwrap().split("```").next().unwrap();
    let list = |text: &str| -> BTreeSet<String> {
        text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty() && name != "–").collect()
    };
    let drawn: BTreeMap<String, BTreeSet<String>> = block
        .lines()
        .map(|line| line.split_once('→').unwrap())
        .map(|(service, needs)| (service.trim().to_owned(), list(needs)))
        .collect();
    let wired: BTreeMap<String, BTreeSet<String>> = GRAPH
        .iter()
        .map(|(name, _, needs)| ((*name).to_owned(), needs.iter().map(|need| service_of(need).to_owned()).collect()))
        .collect();
    assert_eq!(drawn, wired);
    assert_eq!(EVERYWHERE, infrasell_db::AUDIT_RECORDED);
}
