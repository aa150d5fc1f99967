//! A shop of several processes that hear of each other through a real NATS.

use infrasell::config::{Config, Secret};
use infrasell_db::testing;
use infrasell_testkit::{Kind, Shop};
use std::time::{Duration, Instant};

/// How long what happens in one process may take to be done about in another, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

async fn carried(kind: Kind) -> Option<Shop> {
    let Ok(url) = std::env::var("INFRASELL_TEST_NATS") else {
        testing::skip("NATS: INFRASELL_TEST_NATS is not set (cargo xtask engines up nats)");
        return None;
    };
    let by_nats = |config: &mut Config| {
        config.nats.url = Secret(url);
        config.nats.prefix = format!("test-{}", infrasell_kernel::Token::random(&infrasell_kernel::OsRandom));
    };
    Shop::open_with(kind, by_nats).await
}

/// Batches that relays of this process have put into streams.
async fn relayed(shop: &Shop) -> u64 {
    let text = shop.admin.request(reqwest::Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("infrasell_engine_calls_total{engine=\"nats\",outcome=\"done\"} "));
    line.map_or(0, |number| number.parse().unwrap())
}

async fn sells_by_nats(kind: Kind) {
    let Some(shop) = carried(kind).await else { return };
    let before = relayed(&shop).await;
    let tea = shop.sells("tea", 24_900, 9).await;
    for _ in 0..3 {
        shop.store.buy(&tea.variant, 1).await.ok();
    }
    let begun = Instant::now();
    // orders are placed in one process, their mails are written in another
    while shop.mails().len() < 3 {
        assert!(begun.elapsed() < PATIENCE, "{} mails", shop.mails().len());
        shop.settle().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(shop.mails().len(), 3, "one cause makes one mail");
    assert!(relayed(&shop).await > before, "it went through NATS");
    assert_eq!(shop.differences().await, Vec::<String>::new());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_reach_the_other_processes_through_nats_on_sqlite() {
    sells_by_nats(Kind::SqliteApart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_reach_the_other_processes_through_nats_on_postgres() {
    sells_by_nats(Kind::PostgresApart).await;
}
