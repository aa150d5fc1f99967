//! The doctor: with a shop that is well, one that is not, and none at all.

use infrasell_db::{DbOptions, DbUrl};
use infrasell_kernel::Env;
use infrasell_testkit::Spawn;
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

/// The findings and the exit status.
async fn examine(shop: &Spawn) -> (Value, i32) {
    let out = shop.command(&["doctor", "--json"]).output().await.unwrap();
    let report = serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{out:?}"));
    (report, out.status.code().unwrap())
}

fn finding<'a>(report: &'a Value, check: &str) -> &'a Value {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["check"] == check).unwrap_or_else(|| panic!("{check} is not in {report}"))
}

fn level<'a>(report: &'a Value, check: &str) -> &'a str {
    finding(report, check)["level"].as_str().unwrap()
}

#[tokio::test]
async fn a_shop_that_is_well_has_nothing_to_do_served_or_not() {
    let mut shop = Spawn::new(BINARY);
    shop.variables = vec![("INFRASELL_SERVER_LISTEN".into(), format!("127.0.0.1:{}", shop.port))];
    assert!(shop.run(&["migrate"]).await.0);
    assert!(shop.run(&["backup", "--to", shop.data().to_str().unwrap()]).await.0);
    fs::set_permissions(shop.data(), fs::Permissions::from_mode(0o755)).unwrap();
    let checks = [
        "configuration",
        "secrets",
        "mail",
        "certificate",
        "disk.space",
        "disk.write",
        "disk.sync",
        "clock.steady",
        "clock.files",
        "database",
        "schema",
        "clock.books",
        "master_key",
        "webhooks",
        "queues.dead",
        "queues.waiting",
        "queues.events",
        "backup",
        "process.files",
        "process.memory",
        "server",
    ];
    // what this machine is like is not ours to say
    let ours =
        |check: &&&str| !check.starts_with("disk.s") && !check.starts_with("process") && **check != "clock.steady";
    let before = fs::read_dir(shop.data()).unwrap().count();
    let (report, _) = examine(&shop).await;
    for check in checks.iter().filter(ours) {
        assert_eq!(level(&report, check), "ok", "{}", finding(&report, check));
    }
    assert_eq!(report["findings"].as_array().unwrap().len(), checks.len());
    assert_eq!(fs::read_dir(shop.data()).unwrap().count(), before, "it leaves nothing behind");
    let process = shop.serve().await;
    for file in ["shop.db", "shop.db-wal", "shop.db-shm"] {
        let mode = fs::metadata(shop.data().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} is its owner's alone");
    }
    let (report, _) = examine(&shop).await;
    assert!(finding(&report, "server")["found"].as_str().unwrap().contains("is ready"), "{report}");
    assert_eq!(level(&report, "database"), "ok");
    process.stop().await;
}

#[tokio::test]
async fn each_trouble_is_named_with_what_to_do() {
    let shop = Spawn::new(BINARY);
    assert!(shop.run(&["migrate"]).await.0);
    let url: DbUrl = shop.data().join("shop.db").to_str().unwrap().parse().unwrap();
    let db = infrasell_db::Db::open(&url, Env::system(), DbOptions::default()).await.unwrap();
    let job = "INSERT INTO db_job (id, kind, payload, state, run_at, attempts, created_at) VALUES ($1, 'x', '{}', $2, $3, 1, 0)";
    db.exec(job, &infrasell_db::v![1, "dead", 0]).await.unwrap();
    db.exec(job, &infrasell_db::v![2, "waiting", 0]).await.unwrap();
    let lag =
        "INSERT INTO db_subscription (name, position, attempts, next_at, last_error) VALUES ('x', 0, 3, 0, 'it rains')";
    db.exec(lag, &[]).await.unwrap();
    drop(db);
    fs::write(shop.data().join("infrasell.toml"), "[payments.simulator]\nsecret = \"sk\"\n").unwrap();
    fs::set_permissions(shop.data(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(shop.data().join("infrasell.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    let (report, code) = examine(&shop).await;
    for check in ["queues.dead", "queues.waiting", "queues.events", "secrets", "backup"] {
        assert_eq!(level(&report, check), "warn", "{}", finding(&report, check));
        assert!(finding(&report, check)["do"].as_str().unwrap().len() > 10);
    }
    assert!(finding(&report, "queues.events")["found"].as_str().unwrap().contains("it rains"));
    assert!(code >= 1);
    let (_, text, _) = shop.run(&["doctor"]).await;
    assert!(text.contains("warn") && text.contains("→ chmod 600"), "{text}");
}

#[tokio::test]
async fn what_is_broken_is_an_error_and_the_rest_is_still_looked_at() {
    let shop = Spawn::new(BINARY);
    let (report, code) = examine(&shop).await;
    assert_eq!((level(&report, "database"), level(&report, "disk.write"), code), ("error", "error", 2));
    assert!(!shop.data().exists(), "to look makes no shop");
    fs::create_dir_all(shop.data()).unwrap();
    fs::write(shop.data().join("infrasell.toml"), "[server]\nlissten = 1").unwrap();
    fs::write(shop.data().join("shop.db"), "this is not a database, it is a letter to a friend".repeat(100)).unwrap();
    let (report, code) = examine(&shop).await;
    assert_eq!((level(&report, "configuration"), level(&report, "database"), code), ("error", "error", 2));
    assert!(finding(&report, "configuration")["found"].as_str().unwrap().contains("lissten"));
    assert_eq!(level(&report, "disk.write"), "ok");
}

#[tokio::test]
async fn a_shop_on_postgres_is_looked_at_too() {
    let Some(database) = infrasell_db::testing::postgres(&[]).await else { return };
    let mut shop = Spawn::new(BINARY);
    shop.database = Some(database.db.url().to_string());
    fs::create_dir_all(shop.data()).unwrap();
    let (report, _) = examine(&shop).await;
    assert_eq!(level(&report, "schema"), "warn", "it is behind, and is not brought forward by looking: {report}");
    assert!(shop.run(&["migrate"]).await.0);
    let (report, _) = examine(&shop).await;
    for check in
        ["database", "schema", "clock.database", "clock.books", "queues.dead", "queues.waiting", "queues.events"]
    {
        assert_eq!(level(&report, check), "ok", "{}", finding(&report, check));
    }
    let password = "postgres://me:hunter2@127.0.0.1:9/shop";
    shop.database = Some(password.into());
    let (report, code) = examine(&shop).await;
    assert_eq!((level(&report, "database"), code), ("error", 2));
    assert!(!report.to_string().contains("hunter2"));
}
