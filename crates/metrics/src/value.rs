//! The values: atomics, and how each is written.

use crate::text::{Kind, seconds};
use std::{
    fmt::Write,
    marker::PhantomData,
    sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// What a metric holds.
pub trait Value: Sync + Send + 'static {
    /// What Prometheus calls it.
    const KIND: Kind;
    /// Nothing counted yet.
    fn zero() -> Self;
    /// Writes its samples; `labels` is `a="b"` or empty.
    fn write(&self, name: &str, labels: &str, out: &mut String);
}

/// Only ever grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Counter(AtomicU64::new(0))
    }
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        self.0.fetch_add(n, Relaxed);
    }
    /// What was counted.
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// Goes up and down.
#[derive(Debug, Default)]
pub struct Gauge(AtomicI64);

impl Gauge {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Gauge(AtomicI64::new(0))
    }
    /// Adds `n`, which may be negative; returns what there is now.
    pub fn add(&self, n: i64) -> i64 {
        self.0.fetch_add(n, Relaxed) + n
    }
    /// Sets it.
    pub fn set(&self, n: i64) {
        self.0.store(n, Relaxed);
    }
    /// What there is.
    pub fn get(&self) -> i64 {
        self.0.load(Relaxed)
    }
    /// One more, until what is returned is dropped.
    pub fn up(&self) -> Level<'_> {
        self.add(1);
        Level(self)
    }
}

/// One more in a [`Gauge`], for as long as it lives.
#[derive(Debug)]
pub struct Level<'a>(&'a Gauge);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.add(-1);
    }
}

/// What a histogram measures, and in which steps.
pub trait Scale: Sync + Send + 'static {
    /// Upper bounds, ascending, in the unit that is counted in; at most [`MOST_BOUNDS`].
    const BOUNDS: &'static [u64];
    /// A bound or sum as Prometheus wants it.
    fn show(units: u64) -> String;
}

/// The most bounds that a histogram has.
const MOST_BOUNDS: usize = 18;

/// Durations, counted in microseconds and shown in seconds.
#[derive(Debug)]
pub struct Durations;
impl Scale for Durations {
    const BOUNDS: &'static [u64] = &[
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
        5_000_000, 10_000_000, 30_000_000,
    ];
    fn show(micros: u64) -> String {
        seconds(micros)
    }
}

/// How many of something.
#[derive(Debug)]
pub struct Amounts;
impl Scale for Amounts {
    const BOUNDS: &'static [u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
    fn show(amount: u64) -> String {
        amount.to_string()
    }
}

/// How often each size came.
#[derive(Debug)]
pub struct Histogram<S> {
    buckets: [AtomicU64; MOST_BOUNDS + 1],
    sum: AtomicU64,
    scale: PhantomData<S>,
}
/// Durations.
pub type Seconds = Histogram<Durations>;
/// Amounts.
pub type Sizes = Histogram<Amounts>;

impl<S: Scale> Histogram<S> {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Histogram {
            buckets: [const { AtomicU64::new(0) }; MOST_BOUNDS + 1],
            sum: AtomicU64::new(0),
            scale: PhantomData,
        }
    }
    /// Notes one, in the unit of the scale.
    pub fn note(&self, units: u64) {
        let bucket = S::BOUNDS.partition_point(|bound| *bound < units);
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.sum.fetch_add(units, Relaxed);
    }
    /// How many were noted.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.load(Relaxed)).sum()
    }
}

impl<S: Scale> Default for Histogram<S> {
    fn default() -> Self {
        Histogram::new()
    }
}

impl Seconds {
    /// Notes a duration.
    pub fn took(&self, time: Duration) {
        self.note(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }
}

fn braced(labels: &str) -> String {
    if labels.is_empty() { String::new() } else { format!("{{{labels}}}") }
}

impl Value for Counter {
    const KIND: Kind = Kind::Counter;
    fn zero() -> Self {
        Counter::new()
    }
    fn write(&self, name: &str, labels: &str, out: &mut String) {
        _ = writeln!(out, "{name}{} {}", braced(labels), self.get());
    }
}

impl Value for Gauge {
    const KIND: Kind = Kind::Gauge;
    fn zero() -> Self {
        Gauge::new()
    }
    fn write(&self, name: &str, labels: &str, out: &mut String) {
        _ = writeln!(out, "{name}{} {}", braced(labels), self.get());
    }
}

impl<S: Scale> Value for Histogram<S> {
    const KIND: Kind = Kind::Histogram;
    fn zero() -> Self {
        Histogram::new()
    }
    fn write(&self, name: &str, labels: &str, out: &mut String) {
        let comma = if labels.is_empty() { "" } else { "," };
        let mut total = 0;
        for (bound, bucket) in S::BOUNDS.iter().zip(&self.buckets) {
            total += bucket.load(Relaxed);
            _ = writeln!(out, "{name}_bucket{{{labels}{comma}le=\"{}\"}} {total}", S::show(*bound));
        }
        total += self.buckets[S::BOUNDS.len()].load(Relaxed);
        _ = writeln!(out, "{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {total}");
        _ = writeln!(out, "{name}_sum{} {}", braced(labels), S::show(self.sum.load(Relaxed)));
        _ = writeln!(out, "{name}_count{} {total}", braced(labels));
    }
}
