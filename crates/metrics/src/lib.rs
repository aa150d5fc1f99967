//! What the process counts: counters, gauges and histograms that any crate can use, and their Prometheus text.
//!
//! Owns: every metric that Infrasell has ([`catalogue`]), so that its name, help and labels stand in one place, beside
//! which the reference and the dashboard are tested.
//!
//! Always true: counting takes no lock and allocates nothing (a few relaxed atomic additions), once the child of a
//! [`Family`] is at hand; a family has a bounded number of children; a metric that nothing was counted in is still
//! shown. No dependency, because every crate may have this one. Counts are of the process: two shops in one process, as
//! in tests, share them.
//!
//! ```
//! use infrasell_metrics::{catalogue::CACHE_REQUESTS, Counter};
//! use std::sync::LazyLock;
//! // once; the handle is for the hot path
//! static HITS: LazyLock<&Counter> = LazyLock::new(|| CACHE_REQUESTS.with(&["answers", "hit"]));
//! HITS.add(1);
//! assert!(infrasell_metrics::text().contains("infrasell_cache_requests_total{cache=\"answers\",result=\"hit\"} 1"));
//! ```

pub mod catalogue;
mod family;
mod process;
mod text;
mod value;

pub use family::{Collected, Family, Single};
pub use process::process;
pub use text::{About, Kind, Metric, Text, text};
pub use value::{Counter, Gauge, Histogram, Level, Seconds, Sizes, Value};
