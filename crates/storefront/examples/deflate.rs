//! What deflating costs: `cargo run --release --package infrasell-storefront --example deflate -- answers/*` says for each
//! file how long it takes, microseconds, the median of 1,001 runs.
#![expect(clippy::unwrap_used, reason = "it is told what is wrong by panicking")]

use infrasell_storefront::dedup::deflate;
use std::{hint::black_box, time::Instant};

fn main() {
    for file in std::env::args().skip(1) {
        let answer = std::fs::read(&file).unwrap();
        let mut times: Vec<u128> = (0..1_001)
            .map(|_| {
                let begun = Instant::now();
                black_box(deflate(black_box(&answer)));
                begun.elapsed().as_nanos()
            })
            .collect();
        times.sort_unstable();
        let sent = deflate(&answer).map_or(answer.len(), |sent| sent.len());
        println!("{file}: {} to {sent} bytes in {} µs", answer.len(), times[500] / 1_000);
    }
}
