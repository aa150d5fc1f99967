//! Prometheus' text format 0.0.4.

use crate::{catalogue, family::Collected};
use std::fmt::Write;

/// What Prometheus calls a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only ever grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How often each size came.
    Histogram,
}

impl Kind {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        }
    }
}

/// What a metric is.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Its name, with its unit.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// What it says, in a sentence.
    pub help: &'static str,
    /// The labels that tell its values apart.
    pub labels: &'static [&'static str],
}

/// Something that can be shown.
pub trait Metric: Sync {
    /// What it is.
    fn about(&self) -> About;
    /// Writes its samples.
    fn write(&self, out: &mut String);
}

/// Every metric that is counted in this process.
#[must_use]
pub fn text() -> String {
    Text::default().finish()
}

/// A text in the making: what is looked up now is added to what is counted all the time.
#[derive(Debug, Default)]
pub struct Text(Vec<(&'static str, String)>);

impl Text {
    /// Adds a value of a metric that is looked up. `value` is a number in Prometheus' form.
    pub fn sample(&mut self, metric: &Collected, values: &[&str], value: impl std::fmt::Display) {
        let about = metric.about();
        let labels = labels(about.labels, values);
        let line = if labels.is_empty() {
            format!("{} {value}\n", about.name)
        } else {
            format!("{}{{{labels}}} {value}\n", about.name)
        };
        self.0.push((about.name, line));
    }

    /// Everything, metric by metric.
    #[must_use]
    pub fn finish(self) -> String {
        let mut out = String::with_capacity(64 << 10);
        for metric in catalogue::ALL {
            let about = metric.about();
            _ = writeln!(out, "# HELP {} {}", about.name, about.help);
            _ = writeln!(out, "# TYPE {} {}", about.name, about.kind.as_str());
            metric.write(&mut out);
            for (_, line) in self.0.iter().filter(|(name, _)| *name == about.name) {
                out.push_str(line);
            }
        }
        out
    }
}

/// `a="b",c="d"`.
pub(crate) fn labels(names: &[&str], values: &[&str]) -> String {
    let mut out = String::new();
    for (name, value) in names.iter().zip(values) {
        let comma = if out.is_empty() { "" } else { "," };
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        _ = write!(out, "{comma}{name}=\"{value}\"");
    }
    out
}

/// Microseconds as seconds.
#[must_use]
pub(crate) fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Counter, Family, Seconds, Single};
    use std::{collections::BTreeSet, time::Duration};

    #[test]
    fn seconds_are_exact() {
        let cases = [(0, "0"), (100, "0.0001"), (1_000_000, "1"), (30_000_001, "30.000001"), (2_500, "0.0025")];
        for (micros, shown) in cases {
            assert_eq!(seconds(micros), shown);
        }
    }

    #[test]
    fn a_histogram_is_cumulative_and_a_bound_belongs_to_its_bucket() {
        let time: Single<Seconds> = Single::histogram("t_seconds", "Time.");
        time.took(Duration::from_micros(100));
        time.took(Duration::from_micros(101));
        time.took(Duration::from_secs(100));
        let mut out = String::new();
        time.write(&mut out);
        assert!(out.starts_with("t_seconds_bucket{le=\"0.0001\"} 1\nt_seconds_bucket{le=\"0.00025\"} 2\n"), "{out}");
        assert!(
            out.ends_with(
                "le=\"30\"} 2\nt_seconds_bucket{le=\"+Inf\"} 3\nt_seconds_sum 100.000201\nt_seconds_count 3\n"
            )
        );
    }

    #[test]
    fn labels_are_escaped_and_children_are_bounded() {
        let family: Family<Counter> = Family::new("n_total", "Count.", &["a"]);
        family.with(&["x\"y\\z\n"]).add(1);
        family.with(&["x\"y\\z\n"]).add(1);
        let mut out = String::new();
        family.write(&mut out);
        assert_eq!(out, "n_total{a=\"x\\\"y\\\\z\\n\"} 2\n");
        for n in 0..5_000 {
            family.with(&[&n.to_string()]).add(1);
        }
        let mut out = String::new();
        family.write(&mut out);
        assert_eq!(out.lines().count(), 2_001, "the rest is counted together");
        assert!(out.ends_with("n_total{a=\"other\"} 3001\n"), "{}", out.lines().last().unwrap());
    }

    #[test]
    fn every_metric_has_a_name_of_its_own_with_its_unit_and_a_help() {
        let mut names = BTreeSet::new();
        for metric in catalogue::ALL {
            let About { name, kind, help, .. } = metric.about();
            assert!(names.insert(name), "{name} is there twice");
            assert!(name.starts_with("infrasell_") || name.starts_with("process_"), "{name}");
            assert!(help.ends_with('.') && !help.contains('\n'), "{name}: {help}");
            assert_eq!(name.ends_with("_total"), kind == Kind::Counter, "{name}");
        }
        let shown = text();
        for name in names {
            assert!(shown.contains(&format!("# TYPE {name} ")), "{name}");
        }
    }

    #[test]
    fn counts_of_many_threads_add_up() {
        let time: Single<Seconds> = Single::histogram("t_seconds", "Time.");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..10_000).for_each(|n| time.note(n)));
            }
        });
        assert_eq!(time.count(), 40_000);
    }
}
