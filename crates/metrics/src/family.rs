//! Metrics with a name: one by itself, a family told apart by labels, and one that is looked up when it is asked for.

use crate::{
    text::{About, Kind, Metric, labels},
    value::{Counter, Gauge, Histogram, Scale, Value},
};
use std::{
    ops::Deref,
    sync::{PoisonError, RwLock},
};

/// The most children of a family; what comes after is counted together, as `other`.
const MOST_CHILDREN: usize = 2_000;

/// A metric without labels.
#[derive(Debug)]
pub struct Single<V> {
    name: &'static str,
    help: &'static str,
    value: V,
}

impl Single<Counter> {
    /// A counter.
    #[must_use]
    pub const fn counter(name: &'static str, help: &'static str) -> Self {
        Single { name, help, value: Counter::new() }
    }
}
impl Single<Gauge> {
    /// A gauge.
    #[must_use]
    pub const fn gauge(name: &'static str, help: &'static str) -> Self {
        Single { name, help, value: Gauge::new() }
    }
}
impl<S: Scale> Single<Histogram<S>> {
    /// A histogram.
    #[must_use]
    pub const fn histogram(name: &'static str, help: &'static str) -> Self {
        Single { name, help, value: Histogram::new() }
    }
}

impl<V> Deref for Single<V> {
    type Target = V;
    fn deref(&self) -> &V {
        &self.value
    }
}

impl<V: Value> Metric for Single<V> {
    fn about(&self) -> About {
        About { name: self.name, kind: V::KIND, help: self.help, labels: &[] }
    }
    fn write(&self, out: &mut String) {
        self.value.write(self.name, "", out);
    }
}

/// Metrics of one name, told apart by labels. A child lives as long as the process.
#[derive(Debug)]
pub struct Family<V: 'static> {
    name: &'static str,
    help: &'static str,
    labels: &'static [&'static str],
    children: RwLock<Vec<(Vec<String>, &'static V)>>,
}

impl<V: Value> Family<V> {
    /// No children yet.
    #[must_use]
    pub const fn new(name: &'static str, help: &'static str, labels: &'static [&'static str]) -> Self {
        Family { name, help, labels, children: RwLock::new(Vec::new()) }
    }

    /// The child with these values of the labels. Takes a lock: keep what is returned where it is used often.
    pub fn with(&self, values: &[&str]) -> &'static V {
        debug_assert_eq!(values.len(), self.labels.len(), "{}", self.name);
        let same = |(known, _): &&(Vec<String>, &'static V)| known.iter().eq(values);
        if let Some((_, child)) = self.children.read().unwrap_or_else(PoisonError::into_inner).iter().find(same) {
            return child;
        }
        let mut children = self.children.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, child)) = children.iter().find(same) {
            return child;
        }
        if children.len() == MOST_CHILDREN {
            // the last one takes everything that has no place of its own
            let other = vec!["other".to_owned(); self.labels.len()];
            children.push((other, Box::leak(Box::new(V::zero()))));
        }
        if let Some((_, other)) = children.get(MOST_CHILDREN) {
            return other;
        }
        let child: &'static V = Box::leak(Box::new(V::zero()));
        children.push((values.iter().map(|value| (*value).to_owned()).collect(), child));
        child
    }
}

impl<V: Value> Metric for Family<V> {
    fn about(&self) -> About {
        About { name: self.name, kind: V::KIND, help: self.help, labels: self.labels }
    }
    fn write(&self, out: &mut String) {
        for (values, child) in self.children.read().unwrap_or_else(PoisonError::into_inner).iter() {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            child.write(self.name, &labels(self.labels, &values), out);
        }
    }
}

/// A metric whose values are looked up when they are asked for: its samples are written by
/// [`Text::sample`](crate::Text::sample).
#[derive(Debug)]
pub struct Collected(About);

impl Collected {
    /// A gauge.
    #[must_use]
    pub const fn gauge(name: &'static str, help: &'static str, labels: &'static [&'static str]) -> Self {
        Collected(About { name, kind: Kind::Gauge, help, labels })
    }
    /// A counter.
    #[must_use]
    pub const fn counter(name: &'static str, help: &'static str, labels: &'static [&'static str]) -> Self {
        Collected(About { name, kind: Kind::Counter, help, labels })
    }
}

impl Metric for Collected {
    fn about(&self) -> About {
        self.0
    }
    fn write(&self, _: &mut String) {}
}
