//! What callers use here, told to the other replicas, and what they use there, heard from them.
//!
//! Always true: a request is never kept waiting for it. Each process decides from its own buckets; several times a second
//! it takes what its callers have used out of their common buckets, and empties its own as far as those are empty. So a
//! caller gets his rate once, however many replicas he asks, and beyond it at most what each replica gives within
//! [`EVERY`]. While the engine is away each process allows the rate.

use super::Buckets;
use infrasell_engines::shared::{Shared, Spent};
use std::time::{Duration, Instant};

/// How often replicas tell each other.
pub const EVERY: Duration = Duration::from_millis(100);
/// The most callers that are told of in one call.
const MOST: usize = 500;

/// Tells and hears, again and again; ends when it is dropped.
pub async fn share(buckets: &Buckets, shared: &dyn Shared, began: Instant) {
    loop {
        tokio::time::sleep(EVERY).await;
        exchange(buckets, shared, began).await;
    }
}

/// Tells and hears once.
async fn exchange(buckets: &Buckets, shared: &dyn Shared, began: Instant) {
    let told = buckets.unsaid();
    for part in told.chunks(MOST) {
        let spent: Vec<Spent> =
            part.iter().map(|unsaid| Spent { key: unsaid.name.clone(), time: unsaid.spent }).collect();
        // what is not told is not made up for: by the time the engine is back it has filled up again
        let Ok(full_in) = shared.spend(&spent).await else { return };
        let now = began.elapsed();
        for (unsaid, full_in) in part.iter().zip(full_in) {
            buckets.heard(unsaid, now + full_in);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Rate;
    use infrasell_engines::shared::{Embedded, Nowhere};
    use infrasell_kernel::SystemClock;
    use std::sync::Arc;

    const RATE: Rate = Rate { per_minute: 1, burst: 10 };

    /// Two processes' buckets, and what they remember together.
    fn replicas() -> ([Buckets; 2], Embedded, Instant) {
        ([Buckets::shared(), Buckets::shared()], Embedded::new(Arc::new(SystemClock)), Instant::now())
    }

    fn take(buckets: &Buckets, who: &str, times: usize, began: Instant) -> usize {
        (0..times).filter(|_| buckets.take_as("key_per_minute", who, RATE, 1, began.elapsed()).allowed).count()
    }

    #[tokio::test]
    async fn what_a_caller_used_elsewhere_is_used_here() {
        let ([one, other], shared, began) = replicas();
        assert_eq!(take(&one, "a", 7, began), 7);
        exchange(&one, &shared, began).await;
        // the first request elsewhere is what makes him known there
        assert_eq!(take(&other, "a", 1, began), 1);
        exchange(&other, &shared, began).await;
        assert_eq!(take(&other, "a", 10, began), 2, "ten in all");
        exchange(&other, &shared, began).await;
        exchange(&one, &shared, began).await;
        assert_eq!(take(&one, "b", 10, began), 10, "others are not held up");
    }

    #[tokio::test]
    async fn beyond_the_rate_there_is_only_what_each_gives_between_two_looks() {
        let ([one, other], shared, began) = replicas();
        assert_eq!(take(&one, "a", 10, began) + take(&other, "a", 10, began), 20);
        for buckets in [&one, &other, &one] {
            exchange(buckets, &shared, began).await;
        }
        let left = other.take_as("key_per_minute", "a", RATE, 1, began.elapsed());
        assert!(!left.allowed && left.retry_in > Duration::from_secs(590), "it is paid back: {left:?}");
    }

    #[tokio::test]
    async fn what_is_told_once_is_not_told_again() {
        let ([one, _], shared, began) = replicas();
        take(&one, "a", 5, began);
        for _ in 0..5 {
            exchange(&one, &shared, began).await;
        }
        assert_eq!(take(&one, "a", 10, began), 5);
    }

    #[tokio::test]
    async fn while_the_engine_is_away_each_allows_the_rate() {
        let ([one, other], _, began) = replicas();
        for buckets in [&one, &other] {
            assert_eq!(take(buckets, "a", 20, began), 10);
            exchange(buckets, &Nowhere, began).await;
            assert_eq!(take(buckets, "a", 20, began), 0);
        }
    }
}
