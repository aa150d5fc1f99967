//! How long a search of 50,000 products takes: run by name, in a release build.

use super::*;
use std::time::Instant;

const WORDS: [&str; 16] = [
    "linen", "cotton", "shirt", "mug", "plate", "lamp", "chair", "oak", "blue", "green", "small", "large", "set",
    "organic", "classic", "travel",
];

/// `cargo test --release -p infrasell-search --test suite -- --ignored --nocapture fifty_thousand`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, not a test"]
async fn fifty_thousand() {
    for shop in shops().await {
        for id in 0..50_000_usize {
            let word = |n: usize| WORDS[(id / (n * n * 3 + 1)) % 16];
            let title = format!("{} {} {} {id}", word(1), word(2), word(3));
            shop.goods.put(product(i64::try_from(id).unwrap() + 1, &title));
        }
        let start = Instant::now();
        shop.settle().await;
        println!("{}: built in {:?}", shop.db.engine(), start.elapsed());
        for query in ["linen", "linen shirt", "li", "s", "blue oak chair 77", "zebra linen", "nothing"] {
            let mut times: Vec<Duration> = vec![];
            let mut total = 0;
            for _ in 0..20 {
                let start = Instant::now();
                total = shop.find(query).await.total;
                times.push(start.elapsed());
            }
            times.sort_unstable();
            println!("{}: '{query}' finds {total} in {:?} (median of 20)", shop.db.engine(), times[10]);
        }
    }
}
