//! The embedded engine: this process's memory.
//!
//! Always true: it holds a bounded number of names of each sort. When there are too many, what is over goes first, then
//! what says the least: a count of one, a bucket that is nearly full, any value; never a lock that is held.

use super::{Away, Counted, FORGET, Listener, Looked, News, STAMP_KEPT, Shared, Spent, Stamp};
use async_trait::async_trait;
use infrasell_kernel::{Clock, Timestamp};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How many names of each sort are remembered at once.
const MOST: usize = 20_000;
/// How many bytes of values.
const MOST_BYTES: usize = 16 << 20;

/// One process's memory behind the port.
pub struct Embedded {
    clock: Arc<dyn Clock>,
    most: usize,
    held: Mutex<Held>,
    listeners: Mutex<Vec<(Vec<String>, Listener)>>,
}

#[derive(Default)]
struct Held {
    values: HashMap<String, Value>,
    bytes: usize,
    stamps: HashMap<String, (Vec<u8>, Timestamp)>,
    /// The stamp of what has none of its own.
    base: Vec<u8>,
    counts: HashMap<String, Count>,
    /// When each bucket is full again.
    buckets: HashMap<String, Timestamp>,
    locks: HashMap<String, Lock>,
    last: u64,
}

struct Value {
    bytes: Vec<u8>,
    until: Timestamp,
}

struct Count {
    count: u64,
    since: Timestamp,
    until: Timestamp,
}

struct Lock {
    holder: String,
    fence: u64,
    until: Timestamp,
}

impl Embedded {
    /// An empty memory; `clock` says what is over.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Embedded { clock, most: MOST, held: Mutex::default(), listeners: Mutex::default() }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// [`Shared::count`], without waiting for anything.
    pub fn count_now(&self, key: &str, by: i64, window: Duration) -> Counted {
        let now = self.clock.now();
        let mut held = self.held();
        if by < 0 && (by <= FORGET || held.counts.get(key).is_some_and(|known| known.count <= by.unsigned_abs())) {
            held.counts.remove(key);
        }
        // a clock that was set back must not lock anybody out
        let is_over = |known: &Count| now >= known.until || now < known.since;
        if held.counts.get(key).is_some_and(is_over) {
            held.counts.remove(key);
        }
        if by < 0 && !held.counts.contains_key(key) {
            return Counted { count: 0, ends_in: Duration::ZERO };
        }
        if held.counts.len() >= self.most && !held.counts.contains_key(key) {
            // who tried only once goes before who is being guessed at
            make_room(&mut held.counts, self.most, is_over, |known| known.count <= 1);
        }
        let fresh = || Count { count: 0, since: now, until: now.plus(window) };
        let known = held.counts.entry(key.to_owned()).or_insert_with(fresh);
        known.count = known.count.saturating_add_signed(by);
        Counted { count: known.count, ends_in: known.until.since(now) }
    }

    fn spend_now(&self, spent: &Spent) -> Duration {
        let now = self.clock.now();
        let mut held = self.held();
        let full_at = held.buckets.get(&spent.key).copied().filter(|full_at| *full_at > now).unwrap_or(now);
        let full_at = full_at.plus(spent.time);
        if held.buckets.len() >= self.most && !held.buckets.contains_key(&spent.key) {
            let soon = now.plus(Duration::from_secs(1));
            make_room(&mut held.buckets, self.most, |full_at| *full_at <= now, |full_at| *full_at <= soon);
        }
        if full_at > now {
            held.buckets.insert(spent.key.clone(), full_at);
        }
        full_at.since(now)
    }
}

/// Makes room in a full table: first what is over goes, then what says little, then everything.
fn make_room<V>(
    table: &mut HashMap<String, V>,
    most: usize,
    is_over: impl Fn(&V) -> bool,
    is_little: impl Fn(&V) -> bool,
) {
    table.retain(|_, value| !is_over(value));
    if table.len() >= most {
        table.retain(|_, value| !is_little(value));
    }
    if table.len() >= most {
        table.clear();
    }
}

impl Held {
    fn drop_value(&mut self, key: &str) {
        if let Some(value) = self.values.remove(key) {
            self.bytes -= value.bytes.len();
        }
    }

    fn room_for(&mut self, bytes: usize, most: usize, now: Timestamp) {
        if self.values.len() < most && self.bytes + bytes <= MOST_BYTES {
            return;
        }
        self.values.retain(|_, value| value.until > now);
        self.bytes = self.values.values().map(|value| value.bytes.len()).sum();
        let names: Vec<String> = self.values.keys().cloned().collect();
        for name in names {
            if self.values.len() < most && self.bytes + bytes <= MOST_BYTES {
                break;
            }
            self.drop_value(&name);
        }
    }

    fn stamp(&self, key: &str, now: Timestamp) -> Stamp {
        let known = self.stamps.get(key).filter(|(_, until)| *until > now);
        Stamp(known.map_or_else(|| self.base.clone(), |(stamp, _)| stamp.clone()))
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

#[async_trait]
impl Shared for Embedded {
    fn is_shared(&self) -> bool {
        false
    }

    async fn check(&self) -> Result<(), Away> {
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Looked, Away> {
        let (now, held) = (self.clock.now(), self.held());
        match held.values.get(key).filter(|value| value.until > now) {
            Some(value) => Ok(Looked::Found(value.bytes.clone())),
            None => Ok(Looked::Absent(held.stamp(key, now))),
        }
    }

    async fn put(&self, key: &str, value: &[u8], ttl: Duration, stamp: &Stamp) -> Result<bool, Away> {
        let now = self.clock.now();
        let mut held = self.held();
        if held.stamp(key, now) != *stamp || value.len() > MOST_BYTES {
            return Ok(false);
        }
        held.drop_value(key);
        held.room_for(value.len(), self.most, now);
        held.bytes += value.len();
        held.values.insert(key.to_owned(), Value { bytes: value.to_owned(), until: now.plus(ttl) });
        Ok(true)
    }

    async fn remove(&self, key: &str) -> Result<(), Away> {
        let now = self.clock.now();
        let mut held = self.held();
        held.drop_value(key);
        if held.stamps.len() >= self.most {
            held.stamps.retain(|_, (_, until)| *until > now);
        }
        if held.stamps.len() >= self.most {
            // one stamp for all who are forgotten here: what was looked up before is not put any more
            held.stamps.clear();
            held.base = held.next().to_be_bytes().to_vec();
        }
        let fresh = held.next().to_be_bytes().to_vec();
        held.stamps.insert(key.to_owned(), (fresh, now.plus(STAMP_KEPT)));
        Ok(())
    }

    async fn count(&self, key: &str, by: i64, window: Duration) -> Result<Counted, Away> {
        Ok(self.count_now(key, by, window))
    }

    async fn spend(&self, spent: &[Spent]) -> Result<Vec<Duration>, Away> {
        Ok(spent.iter().map(|one| self.spend_now(one)).collect())
    }

    async fn lock(&self, name: &str, holder: &str, lease: Duration) -> Result<Option<u64>, Away> {
        let now = self.clock.now();
        let mut held = self.held();
        let until = now.plus(lease);
        if let Some(known) = held.locks.get_mut(name).filter(|known| known.until > now) {
            if known.holder != holder {
                return Ok(None);
            }
            known.until = until;
            return Ok(Some(known.fence));
        }
        if held.locks.len() >= self.most {
            held.locks.retain(|_, lock| lock.until > now);
        }
        let fence = held.next();
        held.locks.insert(name.to_owned(), Lock { holder: holder.to_owned(), fence, until });
        Ok(Some(fence))
    }

    async fn unlock(&self, name: &str, holder: &str) -> Result<bool, Away> {
        let now = self.clock.now();
        let mut held = self.held();
        let is_his = held.locks.get(name).is_some_and(|lock| lock.holder == holder && lock.until > now);
        if is_his {
            held.locks.remove(name);
        }
        Ok(is_his)
    }

    async fn publish(&self, channel: &str, text: &str) -> Result<(), Away> {
        let listeners: Vec<Listener> = {
            let all = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
            let wanted = all.iter().filter(|(channels, _)| channels.iter().any(|one| one == channel));
            wanted.map(|(_, listener)| listener.clone()).collect()
        };
        listeners.iter().for_each(|listener| listener(News::Message { channel, text }));
        Ok(())
    }

    fn subscribe(&self, channels: &[&str], listener: Listener) {
        listener(News::Missed);
        let channels = channels.iter().map(|channel| (*channel).to_owned()).collect();
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push((channels, listener));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

    #[derive(Default)]
    struct Hand(AtomicI64);
    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_micros(self.0.load(Relaxed))
        }
    }

    fn memory() -> (Arc<Hand>, Embedded) {
        let hand = Arc::new(Hand::default());
        (hand.clone(), Embedded::new(hand))
    }

    const WINDOW: Duration = Duration::from_secs(60);

    #[test]
    fn memory_is_bounded_and_a_flood_frees_nobody_who_is_guessed_at() {
        let (hand, memory) = memory();
        for _ in 0..10 {
            memory.count_now("victim", 1, WINDOW);
        }
        for n in 0..3 * MOST {
            assert_eq!(memory.count_now(&format!("made up {n}"), 1, WINDOW).count, 1);
            assert!(memory.held().counts.len() <= MOST);
        }
        assert_eq!(memory.count_now("victim", 1, WINDOW).count, 11);
        hand.0.store(60_000_000, Relaxed);
        assert_eq!(memory.count_now("victim", 1, WINDOW).count, 1, "its window is over");
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let (hand, memory) = memory();
        hand.0.store(200_000_000, Relaxed);
        memory.count_now("a", 10, WINDOW);
        hand.0.store(100_000_000, Relaxed);
        assert_eq!(memory.count_now("a", 1, WINDOW).count, 1);
    }

    #[tokio::test]
    async fn values_and_their_stamps_are_bounded_and_none_comes_back() {
        let (_, mut memory) = memory();
        memory.most = 100;
        let Ok(Looked::Absent(early)) = memory.get("early").await else { panic!("nothing is there") };
        memory.remove("early").await.unwrap();
        for n in 0..1_000 {
            let Ok(Looked::Absent(stamp)) = memory.get(&n.to_string()).await else { panic!("nothing is there") };
            assert!(memory.put(&n.to_string(), &[0; 1_000], WINDOW, &stamp).await.unwrap());
            memory.remove(&format!("gone {n}")).await.unwrap();
            let held = memory.held();
            assert!(held.values.len() <= 100 && held.bytes <= 100_000 && held.stamps.len() <= 100, "{n}");
        }
        assert!(!memory.put("early", b"old", WINDOW, &early).await.unwrap());
        assert!(!memory.put("huge", &vec![0; MOST_BYTES + 1], WINDOW, &Stamp::default()).await.unwrap());
    }
}
