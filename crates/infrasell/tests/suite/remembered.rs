//! What replicas remember together, against a real Redis: two shops that share one stand for two replicas.

use infrasell::config::{Config, Secret};
use infrasell_db::testing;
use infrasell_testkit::{Kind, Shop};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long replicas may take to hear of each other on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

fn url() -> Option<String> {
    let url = std::env::var("INFRASELL_TEST_REDIS").ok();
    if url.is_none() {
        testing::skip("Redis: INFRASELL_TEST_REDIS is not set (cargo xtask engines up redis)");
    }
    url
}

/// A prefix that no other test has.
fn prefix() -> String {
    format!("test-{}", infrasell_kernel::Token::random(&infrasell_kernel::OsRandom))
}

async fn replica(url: &str, prefix: &str, change: impl FnOnce(&mut Config)) -> Shop {
    let open = |config: &mut Config| {
        config.redis.url = Secret(url.to_owned());
        config.redis.prefix = prefix.to_owned();
        change(config);
    };
    Shop::open_with(Kind::SqliteHere, open).await.unwrap()
}

async fn sign_in(shop: &Shop, email: &str) -> u16 {
    shop.store.post("/admin/v1/session", json!({ "email": email, "password": "wrong password" })).await.status
}

/// Waits until shops are connected: what they count is then counted for all.
async fn connected(shops: &[&Shop]) {
    for shop in shops {
        let begun = Instant::now();
        while shop.app.shared.check().await.is_err() {
            assert!(begun.elapsed() < PATIENCE, "it is not connected");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guesser_has_his_tries_once_however_many_replicas_he_asks() {
    let Some(url) = url() else { return };
    let prefix = prefix();
    let (one, other) = (replica(&url, &prefix, |_| ()).await, replica(&url, &prefix, |_| ()).await);
    connected(&[&one, &other]).await;
    let mut tries = vec![];
    for n in 0..14 {
        tries.push(sign_in(if n % 2 == 0 { &one } else { &other }, "owner@example.in").await);
    }
    // seven each would be let in, if each counted for itself; on a busy machine one may be counted at one place only
    let let_in = tries.iter().filter(|status| **status == 401).count();
    assert!((10..=12).contains(&let_in) && tries.iter().all(|status| [401, 429].contains(status)), "{tries:?}");
    assert_eq!(sign_in(&other, "somebody-else@example.in").await, 401, "others are not held up");
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_has_its_rate_once_however_many_replicas_it_asks() {
    let Some(url) = url() else { return };
    let prefix = prefix();
    let limited = |config: &mut Config| {
        config.server.trusted_proxies = vec!["127.0.0.0/8".to_owned().try_into().unwrap()];
        (config.limits.address_per_minute, config.limits.address_burst) = (1, 20);
    };
    let (one, other) = (replica(&url, &prefix, limited).await, replica(&url, &prefix, limited).await);
    connected(&[&one, &other]).await;
    let ask = async |shop: &Shop, from: &str| {
        let request = shop.store.request(reqwest::Method::GET, "/store/v1/shop").header("x-forwarded-for", from);
        request.send().await.unwrap().status().as_u16()
    };
    for _ in 0..19 {
        assert_eq!(ask(&one, "203.0.113.9").await, 200);
    }
    // the other one hears of it as soon as it knows him
    let begun = Instant::now();
    let mut given = 0;
    while ask(&other, "203.0.113.9").await == 200 {
        given += 1;
        assert!(given < 20 && begun.elapsed() < PATIENCE, "he had the whole rate again");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    assert_eq!(ask(&other, "203.0.113.10").await, 200, "others are not held up");
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_whose_redis_is_away_sells_and_counts_for_itself() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let shop = replica(&format!("redis://{nobody}"), &prefix(), |_| ()).await;
    let tea = shop.sells("tea", 24_900, 9).await;
    shop.store.buy(&tea.variant, 1).await.ok();
    for n in 0..12 {
        let expected = if n < infrasell_identity::MOST_ATTEMPTS { 401 } else { 429 };
        assert_eq!(sign_in(&shop, "owner@example.in").await, expected, "try {n}");
    }
    shop.close().await;
}
