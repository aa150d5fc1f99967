//! The book: every entry, what it shows, what was dropped lately, and how much memory there is.

use super::{
    entry::Entry,
    tags::{Old, Tag},
};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, atomic::Ordering::Relaxed},
};

/// Drops that are remembered for answers that are being made.
const MOST_DROPS: usize = 4_096;
/// A drop of more tags than this is remembered as one of everything.
const MOST_TAGS: usize = 64;
/// Entries that are looked at when one must go: the one among them that was not used for longest does.
const SAMPLE: usize = 8;

/// Every entry. Changed under one lock, which makes an insert and a drop follow one another.
pub struct Book {
    entries: Vec<Arc<Entry>>,
    index: BTreeMap<(Tag, u64), Arc<Entry>>,
    /// How many drops there were.
    drops: u64,
    recent: VecDeque<Old>,
    bytes: usize,
    numbered: u64,
    random: u64,
}

/// What has left the book.
pub type Gone = Vec<Arc<Entry>>;

impl Book {
    pub fn new(seed: u64) -> Self {
        Book {
            entries: vec![],
            index: BTreeMap::new(),
            drops: 0,
            recent: VecDeque::new(),
            bytes: 0,
            numbered: 0,
            random: seed | 1,
        }
    }

    /// How many drops there were. What is read from now on is not older than they are.
    pub fn drops(&self) -> u64 {
        self.drops
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether an answer with these tags that was begun after `since` drops has become old in the meantime.
    pub fn is_old(&self, tags: &[Tag], since: u64) -> bool {
        let later = usize::try_from(self.drops - since.min(self.drops)).unwrap_or(usize::MAX);
        later > self.recent.len() || self.recent.iter().rev().take(later).any(|old| old.is_among(tags))
    }

    /// Takes an entry in. It must be in no book.
    pub fn insert(&mut self, entry: Arc<Entry>) {
        self.numbered += 1;
        for tag in &entry.tags {
            self.index.insert((*tag, entry.hash), entry.clone());
        }
        entry.place.store(self.entries.len(), Relaxed);
        self.bytes += entry.weight.load(Relaxed);
        self.entries.push(entry);
    }

    /// Counts more memory for an entry; `false` when it has left.
    pub fn grow(&mut self, entry: &Entry, bytes: usize) -> bool {
        if entry.place.load(Relaxed) == usize::MAX {
            return false;
        }
        entry.weight.fetch_add(bytes, Relaxed);
        self.bytes += bytes;
        true
    }

    /// Drops what is old, and remembers that.
    pub fn drop_old(&mut self, old: Old) -> Gone {
        let gone = match &old {
            Old::All => std::mem::take(&mut self.entries),
            Old::Tagged(tags) => {
                let mut gone: Gone = vec![];
                for tag in tags {
                    gone.extend(self.index.range((*tag, 0)..=(*tag, u64::MAX)).map(|(_, entry)| entry.clone()));
                }
                gone
            }
        };
        for entry in &gone {
            self.remove(entry);
        }
        self.drops += 1;
        if self.recent.len() == MOST_DROPS {
            self.recent.pop_front();
        }
        let is_broad = matches!(&old, Old::Tagged(tags) if tags.len() > MOST_TAGS);
        self.recent.push_back(if is_broad { Old::All } else { old });
        gone
    }

    /// Lets entries go until no more than `most` bytes are counted.
    pub fn shrink(&mut self, most: usize) -> Gone {
        let mut gone = vec![];
        while self.bytes > most {
            let Some(entry) = self.least_used() else { break };
            self.remove(&entry);
            gone.push(entry);
        }
        gone
    }

    fn least_used(&mut self) -> Option<Arc<Entry>> {
        let len = self.entries.len();
        if len == 0 {
            return None;
        }
        let mut least: Option<&Arc<Entry>> = None;
        for _ in 0..SAMPLE {
            // xorshift: which are looked at need only be spread
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            let at = usize::try_from(self.random % len as u64).unwrap_or(0);
            let entry = &self.entries[at];
            if least.is_none_or(|known| entry.used_ms.load(Relaxed) < known.used_ms.load(Relaxed)) {
                least = Some(entry);
            }
        }
        least.cloned()
    }

    /// Takes an entry out; one that is out already stays out.
    pub fn remove(&mut self, entry: &Arc<Entry>) {
        let place = entry.place.swap(usize::MAX, Relaxed);
        if place == usize::MAX {
            return;
        }
        self.bytes -= entry.weight.load(Relaxed);
        for tag in &entry.tags {
            self.index.remove(&(*tag, entry.hash));
        }
        // when everything goes the list is empty already
        if place < self.entries.len() {
            self.entries.swap_remove(place);
            if let Some(moved) = self.entries.get(place) {
                moved.place.store(place, Relaxed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use infrasell_kernel::ProductId;

    fn product(id: i64) -> Tag {
        Tag::Product(ProductId::from_i64(id))
    }
    fn entry(hash: u64, tags: &[Tag]) -> Arc<Entry> {
        let mut tags = tags.to_vec();
        tags.sort_unstable();
        Entry::new(&format!("/{hash}"), hash, tags.into(), Bytes::from(vec![b'x'; 1_000]))
    }
    fn hashes(gone: &Gone) -> Vec<u64> {
        let mut hashes: Vec<u64> = gone.iter().map(|entry| entry.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    #[test]
    fn what_shows_a_thing_goes_with_it_and_nothing_else_does() {
        let mut book = Book::new(1);
        book.insert(entry(1, &[product(1), Tag::AnyProduct]));
        book.insert(entry(2, &[product(2)]));
        book.insert(entry(3, &[product(1), product(2)]));
        let one = book.bytes() / 3;
        assert_eq!(hashes(&book.drop_old(Old::Tagged(vec![product(1), product(9)]))), [1, 3]);
        assert!(book.len() == 1 && book.bytes() <= one + 200);
        assert_eq!(hashes(&book.drop_old(Old::All)), [2]);
        assert_eq!((book.len(), book.bytes(), book.index.len()), (0, 0, 0));
    }

    #[test]
    fn an_answer_that_became_old_while_it_was_made_is_known() {
        let mut book = Book::new(1);
        let begun = book.drops();
        assert!(!book.is_old(&[product(1)], begun));
        book.drop_old(Old::Tagged(vec![product(1)]));
        assert!(book.is_old(&[product(1)], begun) && !book.is_old(&[product(2)], begun));
        assert!(!book.is_old(&[product(1)], book.drops()));
        book.drop_old(Old::Tagged((0..100).map(product).collect()));
        assert!(book.is_old(&[product(500)], begun), "a broad drop counts for everything");
        let begun = book.drops();
        for _ in 0..=MOST_DROPS {
            book.drop_old(Old::Tagged(vec![product(7)]));
        }
        assert!(book.is_old(&[product(8)], begun), "what is not remembered may have been anything");
    }

    #[test]
    fn memory_is_held_and_what_is_used_stays() {
        let mut book = Book::new(7);
        for n in 0..1_000_u64 {
            let entry = entry(n, &[product(i64::try_from(n).unwrap()), Tag::AnyProduct]);
            entry.used_ms.store(if n < 20 { u32::MAX } else { u32::try_from(n).unwrap() }, Relaxed);
            book.insert(entry);
            let _gone = book.shrink(100_000);
            assert!(book.bytes() <= 100_000);
        }
        let used = book.entries.iter().filter(|entry| entry.hash < 20).count();
        assert!(used >= 15, "{used} of 20 that are used always");
        for (place, entry) in book.entries.iter().enumerate() {
            assert_eq!(entry.place.load(Relaxed), place);
        }
        assert_eq!(book.index.len(), 2 * book.len());
        let entry = book.entries[0].clone();
        assert!(book.grow(&entry, 5_000));
        book.remove(&entry);
        assert!(!book.grow(&entry, 5_000), "what has left is not counted");
        book.drop_old(Old::All);
        assert_eq!(book.bytes(), 0);
    }
}
