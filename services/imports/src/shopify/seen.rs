//! What of a file is remembered while the rest streams by: a hash for each handle and SKU.
//!
//! Always true: a few bytes an entry. Two texts of one 64-bit hash, keyed afresh each time, would be taken for the same;
//! in a file of a million entries that is one chance in thirty million.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
};

/// A text, for comparing.
pub(crate) type Key = u64;

/// Turns texts into keys; keys of two hashers have nothing in common.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hasher(RandomState);

impl Hasher {
    pub(crate) fn key(&self, text: &str) -> Key {
        self.0.hash_one(text)
    }
}

/// Where each SKU of the file was first seen.
#[derive(Debug, Default)]
pub(crate) struct Skus {
    hasher: Hasher,
    lines: HashMap<Key, u64>,
}

impl Skus {
    /// Notes that `sku` stands on `line`, or says on which line it stood before.
    pub(crate) fn claim(&mut self, sku: &str, line: u64) -> Result<(), u64> {
        let first = *self.lines.entry(self.hasher.key(sku)).or_insert(line);
        if first == line { Ok(()) } else { Err(first) }
    }
}
