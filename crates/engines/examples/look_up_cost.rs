//! What a look into Redis costs: wall and processor time of this process and of the server's connection, one at a time
//! and sixteen at once. `INFRASELL_TEST_REDIS=redis://… cargo run --release -p infrasell-engines --features redis --example look_up_cost`
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "it measures and prints")]

use infrasell_engines::shared::{Looked, Redis, Shared};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const LOOKS: u32 = 20_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let url = std::env::var("INFRASELL_TEST_REDIS").expect("INFRASELL_TEST_REDIS names a Redis");
    let redis = Arc::new(Redis::open(&url, "look-up-cost").unwrap());
    redis.connected(Duration::from_secs(5)).await.unwrap();
    if let Looked::Absent(stamp) = redis.get("session").await.unwrap() {
        redis.put("session", &[b'x'; 300], Duration::from_secs(600), &stamp).await.unwrap();
    }
    for at_once in [1, 16] {
        let (begun, used) = (Instant::now(), processor());
        let tasks: Vec<_> = (0..at_once)
            .map(|_| {
                let redis = redis.clone();
                tokio::spawn(async move {
                    for _ in 0..LOOKS / at_once {
                        redis.get("session").await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let each = |time: Duration| time.as_nanos() / u128::from(LOOKS);
        println!(
            "{at_once} at once: {} ns of time a look, {} ns of processor here",
            each(begun.elapsed()),
            each(processor() - used)
        );
    }
}

/// Processor time that this process has used, in ticks of 10 ms.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let words: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}
