//! Finished answers, kept as bytes: what is the same for everyone costs a look into a table.
//!
//! Owns: the cache of answers of the shop's pages, and the way round the router for what is in it.
//!
//! Always true: an answer leaves the table before the writer of what makes it old has his answer, and one that became old
//! while it was made never enters; memory stays within `cache.bytes`; of many who ask for what is not there one makes it;
//! nothing is kept but whole answers with status 200; nothing is sent from the table once the time is over for which others
//! have said that they wait for it; what is sent from the table differs in no header from what the
//! routes would send.

mod book;
mod coding;
mod entry;
mod fast;
mod layer;
mod tags;

pub use entry::HEADS;
pub use fast::Fast;
pub use layer::{Finished, answer, learn, through};
pub use tags::{TOPICS, Tag, Tags};

use book::{Book, Gone};
use coding::Coding;
use entry::Entry;
use infrasell_metrics::{
    Counter, Gauge,
    catalogue::{CACHE_BYTES, CACHE_DROPPED, CACHE_ENTRIES, CACHE_REQUESTS},
};
use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState},
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Instant,
};
use tags::Old;
use tokio::sync::watch;

/// The longest path and query that is kept, bytes.
pub const MAX_KEY: usize = 1_024;
/// No entry takes more than this part of the memory.
const LARGEST: usize = 8;
/// Tables, so that readers and a writer seldom meet.
const TABLES: usize = 16;

static HITS: LazyLock<&Counter> = LazyLock::new(|| CACHE_REQUESTS.with(&["answers", "hit"]));
static MISSES: LazyLock<&Counter> = LazyLock::new(|| CACHE_REQUESTS.with(&["answers", "miss"]));
static CHANGED: LazyLock<&Counter> = LazyLock::new(|| CACHE_DROPPED.with(&["answers", "changed"]));
static FULL: LazyLock<&Counter> = LazyLock::new(|| CACHE_DROPPED.with(&["answers", "full"]));
static ENTRIES: LazyLock<&Gauge> = LazyLock::new(|| CACHE_ENTRIES.with(&["answers"]));
static BYTES: LazyLock<&Gauge> = LazyLock::new(|| CACHE_BYTES.with(&["answers"]));

/// Answers by path and query.
pub struct Cache {
    most: usize,
    /// Whether what is kept may be shown now: where several processes write, one that does not hear of it must not.
    standing: Option<Standing>,
    began: Instant,
    hasher: RandomState,
    tables: [RwLock<Table>; TABLES],
    book: Mutex<Book>,
    flights: Mutex<HashMap<u64, watch::Receiver<()>>>,
    /// Answers that were made, for tests of single flight.
    made: AtomicUsize,
    /// Until when what is kept may be sent, microseconds since it began.
    trusted_us: AtomicU64,
}

/// Says whether what was kept may be shown at a moment.
pub type Standing = Arc<dyn Fn(Instant) -> bool + Send + Sync>;

type Table = HashMap<u64, Arc<Entry>, BuildHasherDefault<Hashed>>;

/// Passes on what is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What there is for a key.
enum Found {
    /// The answer.
    Entry(Arc<Entry>),
    /// Nothing; whoever got this makes it.
    Nothing(Flight),
    /// Somebody else is making it.
    UnderWay(watch::Receiver<()>),
}

/// An answer in the making; others wait until it is dropped.
struct Flight {
    cache: Arc<Cache>,
    hash: u64,
    /// How many drops there were when it began.
    since: u64,
    _done: watch::Sender<()>,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.cache.flights().remove(&self.hash);
    }
}

impl Cache {
    /// A cache of at most `most` bytes; with 0 it keeps nothing.
    pub fn new(most: usize) -> Arc<Self> {
        Cache::standing(most, None)
    }

    /// A cache of at most `most` bytes that shows nothing while `standing` says no.
    pub fn standing(most: usize, standing: Option<Standing>) -> Arc<Self> {
        let hasher = RandomState::new();
        let book = Mutex::new(Book::new(hasher.hash_one("which entries are looked at first")));
        Arc::new(Cache {
            most,
            standing,
            began: Instant::now(),
            hasher,
            tables: Default::default(),
            book,
            flights: Mutex::default(),
            made: AtomicUsize::new(0),
            trusted_us: AtomicU64::new(u64::MAX),
        })
    }

    /// Whether it keeps anything.
    pub fn is_on(&self) -> bool {
        self.most > 0
    }

    /// Takes in what has changed. Returns when everything that it makes old has left.
    pub fn heard(&self, topic: &str, payload: &str) {
        self.drop_old(Old::after(topic, payload));
    }

    /// What is kept may be sent until then.
    pub fn trust_until(&self, until: Option<Instant>) {
        let us = until.map_or(0, |until| self.since_began_us(until));
        self.trusted_us.store(us, Relaxed);
    }

    fn since_began_us(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.began).as_micros()).unwrap_or(u64::MAX)
    }

    /// Forgets everything.
    pub fn forget(&self) {
        self.drop_old(Old::All);
    }

    /// How much it holds: answers, bytes.
    pub fn holds(&self) -> (usize, usize) {
        let book = self.book();
        (book.len(), book.bytes())
    }

    /// How many answers were made because none was kept.
    pub fn made(&self) -> usize {
        self.made.load(Relaxed)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn flights(&self) -> MutexGuard<'_, HashMap<u64, watch::Receiver<()>>> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn hash(&self, key: &str) -> u64 {
        self.hasher.hash_one(key)
    }
    fn table(&self, hash: u64) -> &RwLock<Table> {
        &self.tables[usize::try_from(hash >> 60).unwrap_or(0) % TABLES]
    }

    /// The answer for a key, if it is kept.
    fn get(&self, key: &str, now: Instant) -> Option<Arc<Entry>> {
        let trusted_us = self.trusted_us.load(Relaxed);
        if trusted_us != u64::MAX && self.since_began_us(now) >= trusted_us {
            return None;
        }
        let hash = self.hash(key);
        let table = self.table(hash).read().unwrap_or_else(PoisonError::into_inner);
        let entry = table.get(&hash).filter(|entry| *entry.key == *key)?;
        if self.standing.as_ref().is_some_and(|stands| !stands(Instant::now())) {
            return None;
        }
        let used = u32::try_from(now.saturating_duration_since(self.began).as_millis()).unwrap_or(u32::MAX);
        if entry.used_ms.load(Relaxed) != used {
            entry.used_ms.store(used, Relaxed);
        }
        Some(entry.clone())
    }

    /// The answer, or who makes it.
    fn look(self: &Arc<Self>, key: &str) -> Found {
        if let Some(entry) = self.get(key, Instant::now()) {
            return Found::Entry(entry);
        }
        let hash = self.hash(key);
        let mut flights = self.flights();
        if let Some(under_way) = flights.get(&hash) {
            return Found::UnderWay(under_way.clone());
        }
        let (done, under_way) = watch::channel(());
        flights.insert(hash, under_way);
        drop(flights);
        Found::Nothing(Flight { cache: self.clone(), hash, since: self.book().drops(), _done: done })
    }

    /// Keeps an answer that was begun after `since` drops, unless it has become old in the meantime.
    fn keep(&self, entry: &Arc<Entry>, since: u64) {
        if entry.weight.load(Relaxed) > self.most / LARGEST {
            return;
        }
        let mut book = self.book();
        if book.is_old(&entry.tags, since) {
            return;
        }
        // the lock of the book is held throughout: a drop comes before, and was seen, or after, and finds it
        let former = self.write(entry.hash).insert(entry.hash, entry.clone());
        if let Some(former) = former {
            book.remove(&former);
        }
        book.insert(entry.clone());
        let gone = book.shrink(self.most);
        self.leave(&book, &gone, &FULL);
    }

    /// The form of an entry, made now if it was not asked for before.
    fn form(&self, entry: &Arc<Entry>, coding: Coding) -> Coding {
        let coding = entry.coding(coding);
        if entry.ready(coding).is_none()
            && let Some(bytes) = entry.make(coding)
        {
            let mut book = self.book();
            if book.grow(entry, bytes) {
                let gone = book.shrink(self.most);
                self.leave(&book, &gone, &FULL);
            }
        }
        coding
    }

    fn drop_old(&self, old: Old) {
        let mut book = self.book();
        let gone = book.drop_old(old);
        self.leave(&book, &gone, &CHANGED);
    }

    /// Takes what has left the book out of the tables.
    fn leave(&self, book: &Book, gone: &Gone, why: &Counter) {
        let mut left = 0;
        for entry in gone {
            let mut table = self.write(entry.hash);
            // two keys of one hash take turns
            if table.get(&entry.hash).is_some_and(|kept| Arc::ptr_eq(kept, entry)) {
                table.remove(&entry.hash);
                left += 1;
            }
        }
        why.add(left);
        ENTRIES.set(i64::try_from(book.len()).unwrap_or(i64::MAX));
        BYTES.set(i64::try_from(book.bytes()).unwrap_or(i64::MAX));
    }

    fn write(&self, hash: u64) -> std::sync::RwLockWriteGuard<'_, Table> {
        self.table(hash).write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn entry(cache: &Cache, key: &str, tags: &[Tag], bytes: usize) -> Arc<Entry> {
        Entry::new(key, cache.hash(key), Tags::new(tags.iter().copied()).sorted(), Bytes::from(vec![b'x'; bytes]))
    }
    fn flight(cache: &Arc<Cache>, key: &str) -> Flight {
        let Found::Nothing(flight) = cache.look(key) else { panic!("{key} is there or under way") };
        flight
    }

    #[test]
    fn an_answer_is_found_until_what_it_shows_changes() {
        let cache = Cache::new(1 << 20);
        let flight = flight(&cache, "/a");
        cache.keep(&entry(&cache, "/a", &[Tag::Collections], 100), flight.since);
        assert!(cache.get("/a", Instant::now()).is_some() && cache.get("/b", Instant::now()).is_none());
        cache.heard("catalog.categories_changed", "{}");
        assert!(cache.get("/a", Instant::now()).is_some());
        cache.heard("catalog.collections_changed", "{}");
        assert!(cache.get("/a", Instant::now()).is_none());
        assert_eq!(cache.holds(), (0, 0));
    }

    #[test]
    fn nothing_is_shown_while_it_may_not_be() {
        let stands = Arc::new(std::sync::atomic::AtomicBool::new(true));
        let asked = stands.clone();
        let cache = Cache::standing(1 << 20, Some(Arc::new(move |_| asked.load(Relaxed))));
        let flight = flight(&cache, "/a");
        cache.keep(&entry(&cache, "/a", &[Tag::Collections], 100), flight.since);
        drop(flight);
        assert!(cache.get("/a", Instant::now()).is_some());
        stands.store(false, Relaxed);
        assert!(cache.get("/a", Instant::now()).is_none());
        assert!(matches!(cache.look("/a"), Found::Nothing(_)), "it is made anew");
    }

    #[test]
    fn what_became_old_while_it_was_made_is_not_kept() {
        let cache = Cache::new(1 << 20);
        let flight = flight(&cache, "/a");
        cache.heard("catalog.collections_changed", "{}");
        cache.keep(&entry(&cache, "/a", &[Tag::Collections], 100), flight.since);
        assert!(cache.get("/a", Instant::now()).is_none());
    }

    #[test]
    fn nothing_is_sent_when_nobody_waits_for_it_to_be_dropped() {
        let cache = Cache::new(1 << 20);
        let flight = flight(&cache, "/a");
        cache.keep(&entry(&cache, "/a", &[], 10), flight.since);
        let now = Instant::now();
        let soon = now + std::time::Duration::from_secs(1);
        cache.trust_until(Some(soon));
        assert!(cache.get("/a", now).is_some() && cache.get("/a", soon).is_none());
        cache.trust_until(None);
        assert!(cache.get("/a", now).is_none());
        cache.trust_until(Some(soon));
        assert!(cache.get("/a", now).is_some(), "it rested, and was not forgotten");
    }

    #[tokio::test]
    async fn one_makes_what_many_ask_for() {
        let cache = Cache::new(1 << 20);
        let first = flight(&cache, "/a");
        let Found::UnderWay(mut waiting) = cache.look("/a") else { panic!("it is under way") };
        assert!(matches!(cache.look("/b"), Found::Nothing(_)), "others are not held up");
        cache.keep(&entry(&cache, "/a", &[], 10), first.since);
        drop(first);
        assert!(waiting.changed().await.is_err(), "whoever made it is done");
        assert!(matches!(cache.look("/a"), Found::Entry(_)));
    }

    #[test]
    fn memory_is_held_forms_included_and_what_is_too_large_is_not_kept() {
        let cache = Cache::new(200_000);
        for n in 0..200 {
            let key = format!("/{n}");
            let one = entry(&cache, &key, &[Tag::AnyProduct], 5_000);
            cache.keep(&one, 0);
            assert_eq!(cache.form(&one, Coding::Gzip), Coding::Gzip);
            assert!(cache.holds().1 <= 200_000);
        }
        assert!(cache.holds().0 > 20);
        cache.keep(&entry(&cache, "/large", &[], 50_000), 0);
        assert!(cache.get("/large", Instant::now()).is_none());
        cache.forget();
        assert_eq!(cache.holds(), (0, 0));
        assert!(cache.tables.iter().all(|table| table.read().unwrap().is_empty()));
    }
}
