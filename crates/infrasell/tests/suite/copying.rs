//! A whole shop moved to the other engine and back: it answers as it did, its books hold, and it goes on selling.

use crate::kill;
use infrasell_db::testing::{self, TestDb};
use infrasell_simulator::Simulator;
use infrasell_testkit::{Client, Spawn};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    process::Stdio,
    sync::{Arc, Mutex},
};
use tokio::io::{AsyncBufReadExt, BufReader};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");
/// What must answer the same on both sides.
const SEEN: [&str; 16] = [
    "/admin/v1/products?limit=100",
    "/admin/v1/orders?limit=100",
    "/admin/v1/customers?limit=100",
    "/admin/v1/payments?limit=100",
    "/admin/v1/stock?limit=100",
    "/admin/v1/stock/movements?limit=100",
    "/admin/v1/stock/reservations?limit=100",
    "/admin/v1/notifications?limit=100",
    "/admin/v1/audit?limit=100",
    "/admin/v1/carts?limit=100",
    "/admin/v1/checkouts?limit=100",
    "/admin/v1/categories?limit=100",
    "/admin/v1/staff",
    "/admin/v1/channels",
    "/admin/v1/imports?limit=100",
    "/store/v1/products?limit=100",
];

/// A PostgreSQL database with nothing in it.
async fn bare_postgres() -> Option<TestDb> {
    let made = testing::postgres(&[]).await?;
    made.db.exec("DROP SCHEMA public CASCADE", &[]).await.unwrap();
    made.db.exec("CREATE SCHEMA public", &[]).await.unwrap();
    // this connection is not a shop that could write
    made.db.exec("SET application_name = 'test'", &[]).await.unwrap();
    Some(made)
}

fn place(shop: &Spawn) -> String {
    shop.database.clone().unwrap_or_else(|| format!("sqlite:{}", shop.data().join("shop.db").display()))
}

/// The same shop's command line on another database.
fn on(shop: &Spawn, simulator: &Simulator, database: Option<String>) -> Spawn {
    let mut other = Spawn::new(BINARY);
    (other.database, other.variables, other.port) = (database, kill::shared_variables(simulator), shop.port);
    other
}

/// A shop with something of everything, that was stopped as it should be: its command line and an owner's key.
async fn shop(simulator: &Simulator) -> (Spawn, String) {
    let mut shop = Spawn::new(BINARY);
    shop.variables = kill::shared_variables(simulator);
    let (ok, key, told) = shop.run(&["key", "create", "test", "--role", "owner"]).await;
    assert!(ok, "{told}");
    assert!(shop.run(&["staff", "create", "--email", "owner@example.in"]).await.0);
    simulator.webhook_endpoint(&format!("http://127.0.0.1:{}/hooks/v1/payments/simulator", shop.port));
    let process = shop.serve().await;
    let admin = Client::new(process.base.clone(), Some(key.clone()));
    let variant = kill::stock(&admin).await;
    let acknowledged: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let buyers: Vec<_> = (0..3)
        .map(|_| tokio::spawn(kill::buy_on_and_on(admin.guest(), variant.clone(), acknowledged.clone())))
        .collect();
    while acknowledged.lock().unwrap().len() < 8 {
        kill::bought_again(&acknowledged).await;
    }
    for buyer in buyers {
        buyer.abort();
        drop(buyer.await);
    }
    kill::check(&admin, &acknowledged).await;
    admin.post("/admin/v1/categories", json!({ "name": "Tabs\tand \\ lines\nनमस्ते" })).await.ok();
    let account = json!({ "email": "c@example.in", "password": "a pass phrase of a customer 1", "name": "A Customer" });
    let registered = admin.guest().post("/store/v1/customers", account).await;
    assert_eq!(registered.status, 202);
    let order = acknowledged.lock().unwrap().first().unwrap().clone();
    admin.post(&format!("/admin/v1/orders/{order}/cancel"), json!({ "reason": "changed his mind" })).await.ok();
    kill::delivered(&admin).await;
    mails_are_sent(&admin).await;
    assert!(process.stop().await);
    (shop, key)
}

async fn mails_are_sent(admin: &Client) {
    for _ in 0..200 {
        let mails = admin.get("/admin/v1/notifications?limit=100").await.ok();
        let mails = mails["items"].as_array().unwrap();
        if !mails.is_empty() && mails.iter().all(|mail| mail["state"] == "sent") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("there are mails that are not sent");
}

/// Everything that it shows.
async fn seen(admin: &Client) -> Vec<(&'static str, Value)> {
    let mut seen = vec![];
    for path in SEEN {
        seen.push((path, admin.get(path).await.ok()));
    }
    seen
}

/// Serves the shop, says what it shows, sells one more if wanted, and stops it; its books hold and the doctor has no
/// error.
async fn looked_at(shop: &Spawn, key: &str, sells: bool) -> Vec<(&'static str, Value)> {
    let process = shop.serve().await;
    let admin = Client::new(process.base.clone(), Some(key.to_owned()));
    let shown = seen(&admin).await;
    if sells {
        let product = &shown[0].1["items"][0];
        let variant = product["variants"][0]["id"].as_str().unwrap();
        // in cash: the provider's books are one for the shop and all its copies
        let store = admin.guest();
        let cart = store.cart(&[(variant, 1)]).await.ok();
        let checkout = store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await;
        let done = store.complete(&checkout, None).await.ok();
        assert_eq!(done["state"], "completed", "{done}");
        kill::delivered(&admin).await;
    }
    assert!(process.stop().await);
    let (ok, out, told) = shop.run(&["reconcile"]).await;
    assert!(ok, "{out} {told}");
    let (_, out, told) = shop.run(&["doctor", "--json"]).await;
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out} {told}"));
    assert_ne!(report["level"], "error", "{report:#}");
    shown
}

fn assert_same(before: &[(&str, Value)], after: &[(&str, Value)]) {
    for ((path, one), (_, other)) in before.iter().zip(after) {
        assert_eq!(one, other, "{path}");
    }
}

async fn copied(shop: &Spawn, from: &str, to: &str) -> Value {
    let (ok, out, told) = shop.run(&["data", "copy", "--from", from, "--to", to, "--json"]).await;
    assert!(ok, "{out} {told}");
    assert!(told.contains("copying orders_order (") && told.contains("checking orders_order ("), "{told}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let tables = report["tables"].as_array().unwrap();
    assert!(tables.len() > 60 && tables.iter().all(|table| table["from"] == table["to"]), "{report:#}");
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_and_back_it_answers_as_it_did() {
    let Some(database) = bare_postgres().await else { return };
    let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
    let (first, key) = shop(&simulator).await;
    let before = looked_at(&first, &key, false).await;
    let middle = on(&first, &simulator, Some(database.db.url().to_string()));
    copied(&first, &place(&first), &place(&middle)).await;
    let there = looked_at(&middle, &key, true).await;
    assert_same(&before, &there);
    let sold = looked_at(&middle, &key, false).await;
    let last = on(&first, &simulator, None);
    copied(&middle, &place(&middle), &place(&last)).await;
    let back = looked_at(&last, &key, true).await;
    assert_same(&sold, &back);
    // the first one was not touched
    let (ok, out, told) = first.run(&["data", "copy", "--from", &place(&first), "--to", &place(&last)]).await;
    assert!(!ok && told.contains("is not empty"), "{out} {told}");
    let again = on(&first, &simulator, None);
    let report = copied(&first, &place(&first), &place(&again)).await;
    assert_eq!(report["to"], json!(place(&again)));
    assert_same(&before, &looked_at(&again, &key, false).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_the_target_stays_closed_and_the_source_is_as_it_was() {
    let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
    let (source, key) = shop(&simulator).await;
    let before = looked_at(&source, &key, false).await;
    let server = bare_postgres().await;
    let mut targets = vec![on(&source, &simulator, None)];
    targets.extend(server.iter().map(|server| on(&source, &simulator, Some(server.db.url().to_string()))));
    for target in targets {
        for until in ["copying db_outbox ", "checking db_job "] {
            let (from, to) = (place(&source), place(&target));
            let mut command = source.command(&["data", "copy", "--from", &from, "--to", &to]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.starts_with(until) {
                    break;
                }
            }
            child.kill().await.unwrap();
            for arguments in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"], &["reconcile"]] {
                let (ok, out, told) = target.run(arguments).await;
                assert!(!ok && told.contains("holds an unfinished copy of"), "{arguments:?}: {out} {told}");
            }
            let (ok, _, told) = source.run(&["data", "copy", "--from", &from, "--to", &to]).await;
            assert!(!ok && told.contains("unfinished copy"), "{told}");
            match &server {
                Some(server) if target.database.is_some() => {
                    server.db.exec("DROP SCHEMA public CASCADE", &[]).await.unwrap();
                    server.db.exec("CREATE SCHEMA public", &[]).await.unwrap();
                }
                _ => std::fs::remove_dir_all(target.data()).unwrap(),
            }
        }
        copied(&source, &place(&source), &place(&target)).await;
        assert_same(&before, &looked_at(&target, &key, true).await);
    }
    assert_same(&before, &looked_at(&source, &key, false).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_copied_with_its_pictures_while_the_shop_sells_on() {
    let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
    let (source, key) = shop(&simulator).await;
    let before = looked_at(&source, &key, false).await;
    std::fs::create_dir_all(source.data().join("media/2026")).unwrap();
    std::fs::write(source.data().join("media/2026/tea.svg"), "<svg/>").unwrap();
    let file = source.data().join("shop.tar").display().to_string();
    assert!(source.run(&["backup", "--to", &file]).await.0);
    let process = source.serve().await;
    let mut target = on(&source, &simulator, None);
    let (ok, _, told) = source.run(&["data", "copy", "--from", &place(&source), "--to", &place(&target)]).await;
    assert!(!ok && told.contains("is in use by another process"), "{told}");
    let server = bare_postgres().await;
    target.database = server.as_ref().map(|server| server.db.url().to_string());
    copied(&target, &file, &place(&target)).await;
    assert!(process.stop().await);
    assert_eq!(std::fs::read_to_string(target.data().join("media/2026/tea.svg")).unwrap(), "<svg/>");
    assert_same(&before, &looked_at(&target, &key, true).await);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let fresh = on(&source, &simulator, None);
    let (ok, _, told) = fresh.run(&["data", "copy", "--from", &file, "--to", &place(&fresh)]).await;
    assert!(!ok && told.contains("damaged"), "{told}");
    assert!(!fresh.data().join("shop.db").exists(), "nothing was begun");
}

#[tokio::test]
async fn a_wrong_address_is_named() {
    let shop = Spawn::new(BINARY);
    for (from, to, says) in [
        ("sqlite:/nowhere/shop.db", "sqlite:/tmp/x.db", "there is no such file"),
        ("mysql://a/b", "sqlite:/tmp/x.db", "is neither sqlite nor postgres"),
        ("sqlite:/tmp/x.db", "sqlite:/tmp/x.db", "the same database"),
        ("sqlite:/tmp/x.db", "", "it is empty"),
    ] {
        let (ok, _, told) = shop.run(&["data", "copy", "--from", from, "--to", to]).await;
        assert!(!ok && told.contains(says), "{from} → {to}: {told}");
    }
}
