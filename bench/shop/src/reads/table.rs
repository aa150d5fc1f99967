//! The part of the results about reads.

use super::{Measured, PRODUCTS};
use crate::{
    report::{line, megabytes, met, table},
    stats::{millis, percent, spaced},
};

const AIM_CACHED_PERCENT: u64 = 80;
const AIM_MADE_PERCENT: u64 = 60;
const AIM_MIXED_US: u64 = 20_000;
/// How many products the aims for size are about.
const AIM_PRODUCTS: u64 = 1_000_000;

fn sizes(out: &mut String, all: &[Measured]) {
    table(
        out,
        "Few products and many",
        "engine | products | list p50 | list p99, 16 clients, cache off | start | memory, idle | after the lists | failed",
    );
    for measured in all {
        for size in &measured.sizes {
            line(
                out,
                &format!(
                    "| {} | {} | {} | {} | {} ms | {} | {} | {} |",
                    measured.engine.name(),
                    spaced(size.products),
                    millis(size.list.at(500)),
                    millis(size.list.at(990)),
                    size.start.as_millis(),
                    megabytes(size.idle.resident * 1_024),
                    megabytes(size.loaded.resident * 1_024),
                    size.list.failed
                ),
            );
        }
        // the aims are about a million: fewer say nothing of them
        if let [few, many] = measured.sizes.as_slice()
            && many.products >= AIM_PRODUCTS
        {
            let (doubles, memory) =
                (many.list.at(990) <= 2 * few.list.at(990), many.loaded.resident.saturating_sub(few.loaded.resident));
            line(
                out,
                &format!(
                    "| {} | aims | | at most doubles: {} | ≤ 300 ms: {} | | ≤ + 100 MB: {} | |",
                    measured.engine.name(),
                    met(doubles),
                    met(many.start.as_millis() <= 300),
                    met(memory * 1_024 <= 100_000_000)
                ),
            );
        }
    }
}

/// Writes it.
pub fn page(out: &mut String, all: &[Measured]) {
    if all.is_empty() {
        return;
    }
    table(
        out,
        &format!("Reads, {} products of two variants", spaced(PRODUCTS)),
        "what | engine | clients | shop | limit | ratio | aim | | p50 | p99 | server CPU each | limit CPU each | failed",
    );
    for measured in all {
        for case in &measured.cases {
            let ratio = percent(case.shop.per_second(), case.limit.per_second());
            let aim = if case.cached { AIM_CACHED_PERCENT } else { AIM_MADE_PERCENT };
            let what = case.what.name();
            line(
                out,
                &format!(
                    "| {what}, {} | {} | {} | {}/s | {}/s | {ratio} % | ≥ {aim} % | {} | {} | {} | {} µs | {} µs | {} |",
                    if case.cached { "cached" } else { "cache off" },
                    measured.engine.name(),
                    case.clients,
                    spaced(case.shop.per_second()),
                    spaced(case.limit.per_second()),
                    met(ratio >= aim && case.shop.failed == 0),
                    millis(case.shop.at(500)),
                    millis(case.shop.at(990)),
                    case.shop.cpu_each_us(),
                    case.limit.cpu_each_us(),
                    case.shop.failed + case.limit.failed,
                ),
            );
        }
    }
    sizes(out, all);
    table(
        out,
        "95 % reads, 3 % price changes, 2 % purchases",
        "engine | top rate | at half of it: p50 | p99 | aim | | failed | prices compared | old | memory with a full cache",
    );
    for measured in all {
        let mixed = &measured.mixed;
        let (compared, old) = mixed.compared;
        line(
            out,
            &format!(
                "| {} | {}/s | {} | {} | ≤ {} | {} | {} | {} | {old} | {} |",
                measured.engine.name(),
                spaced(mixed.top.per_second()),
                millis(mixed.half.at(500)),
                millis(mixed.half.at(990)),
                millis(AIM_MIXED_US),
                met(mixed.half.at(990) <= AIM_MIXED_US && old == 0),
                mixed.top.failed + mixed.half.failed,
                spaced(compared),
                megabytes(measured.held.resident * 1_024),
            ),
        );
    }
}
