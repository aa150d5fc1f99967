//! Things by text, as many as were used lately.
//!
//! Always true: no more than a number of them and of bytes of their names and weights are kept; what was not used while
//! half as many others came goes.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

/// Keeps what is used.
pub struct Kept<V> {
    most: usize,
    most_bytes: usize,
    generations: Mutex<Generations<V>>,
}

struct Generations<V> {
    young: HashMap<Box<str>, (V, usize)>,
    young_bytes: usize,
    old: HashMap<Box<str>, (V, usize)>,
}

impl<V: Clone> Kept<V> {
    /// Keeps up to `most` things and `most_bytes`.
    #[must_use]
    pub fn new(most: usize, most_bytes: usize) -> Self {
        let generations = Generations { young: HashMap::new(), young_bytes: 0, old: HashMap::new() };
        Kept { most, most_bytes, generations: Mutex::new(generations) }
    }

    fn generations(&self) -> std::sync::MutexGuard<'_, Generations<V>> {
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is kept under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<V> {
        let mut generations = self.generations();
        if let Some((found, _)) = generations.young.get(name) {
            return Some(found.clone());
        }
        let (name, (found, bytes)) = generations.old.remove_entry(name)?;
        self.put_into(&mut generations, name, found.clone(), bytes);
        Some(found)
    }

    /// Keeps something that takes about `bytes`.
    pub fn put(&self, name: &str, value: V, bytes: usize) {
        let bytes = bytes + name.len();
        if self.most > 0 && bytes <= self.most_bytes / 8 {
            self.put_into(&mut self.generations(), name.into(), value, bytes);
        }
    }

    fn put_into(&self, generations: &mut Generations<V>, name: Box<str>, value: V, bytes: usize) {
        let is_full =
            generations.young.len() >= self.most.div_ceil(2) || generations.young_bytes + bytes > self.most_bytes / 2;
        if is_full {
            generations.old = mem::take(&mut generations.young);
            generations.young_bytes = 0;
        }
        generations.young_bytes += bytes;
        if let Some((_, former)) = generations.young.insert(name, (value, bytes)) {
            generations.young_bytes -= former;
        }
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        let generations = self.generations();
        generations.young.len() + generations.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_no_more_than_that() {
        let kept = Kept::new(100, 1 << 20);
        for n in 0..10_000 {
            kept.put(&n.to_string(), n, 10);
            assert_eq!(kept.get("0"), Some(0), "after {n}");
            assert!(kept.len() <= 101);
        }
        assert_eq!(kept.get("1"), None);
        let small = Kept::new(100, 1_000);
        for n in 0..100 {
            small.put(&n.to_string(), n, 100);
        }
        assert!((1..=10).contains(&small.len()), "{}", small.len());
        small.put("large", 1, 500);
        assert_eq!(small.get("large"), None);
    }
}
