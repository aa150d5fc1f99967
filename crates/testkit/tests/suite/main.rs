//! `testshop`: it says where it is, serves something of everything, and ends well when its input ends.

use infrasell_testkit::Client;
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_shop_serves_until_its_input_ends_and_proves_its_books() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_testshop"));
    let mut shop = command.arg("sqlite-here").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(shop.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    let text = |name: &str| told[name].as_str().map(str::to_owned);
    let admin = Client::new(text("base").unwrap(), text("key"));
    assert_eq!(admin.get("/admin/v1/me").await.ok()["actor"], told["key_id"]);
    for list in ["products", "orders", "payments", "transfers", "imports", "collections", "categories"] {
        let items = admin.get(&format!("/admin/v1/{list}")).await.ok();
        assert!(items["items"].as_array().is_some_and(|items| !items.is_empty()), "{list}: {items}");
    }
    let customer = Client::new(text("base").unwrap(), text("customer"));
    assert_eq!(customer.get("/store/v1/customers/me").await.ok()["email"], "stranger@example.in");
    drop(shop.stdin.take());
    assert!(shop.wait().unwrap().success());
}

#[test]
fn a_kind_that_is_none_is_refused() {
    let out = Command::new(env!("CARGO_BIN_EXE_testshop")).arg("mysql").output().unwrap();
    assert!(!out.status.success() && String::from_utf8_lossy(&out.stderr).contains("usage"));
}
