//! Tax rates in time and place. Pure.

use crate::timeline::Span;
use infrasell_kernel::{CountryCode, Ppm, Timestamp};
use infrasell_rules::tax::{TaxHead, TaxKind};
use std::collections::BTreeMap;

/// A rate that applies to a class at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRate {
    /// The tax: `GST`.
    pub tax: String,
    /// The state, or empty for the whole country.
    pub region: String,
    /// In parts per million.
    pub rate: Ppm,
    /// Taxed, zero-rated, exempt, nil.
    pub kind: TaxKind,
}

/// The taxes of a class, in the order of their names: a state's rate stands in for the country's of the same tax.
pub fn heads<'r>(rates: impl Iterator<Item = &'r PlacedRate>, country: CountryCode) -> Vec<TaxHead> {
    let mut by_tax: BTreeMap<&str, &PlacedRate> = BTreeMap::new();
    for rate in rates {
        let found = by_tax.entry(&rate.tax).or_insert(rate);
        if found.region.is_empty() {
            *found = rate;
        }
    }
    let mut heads = vec![];
    for rate in by_tax.into_values() {
        let jurisdiction =
            if rate.region.is_empty() { country.to_string() } else { format!("{country}-{}", rate.region) };
        heads.push(TaxHead { code: rate.tax.clone(), jurisdiction, rate: rate.rate, kind: rate.kind });
    }
    heads
}

/// How a new rate fits among those of the same class, place and tax.
#[derive(Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Fits {
        /// The rate that ends when this one begins.
        closes: Option<usize>,
        /// When this one ends.
        ends_at: Option<Timestamp>,
    },
    /// It would overlap this one, which cannot give way.
    Clashes(usize),
}

/// Fits `new` among `others`, which are in order of time and do not overlap: the one before ends when it begins, and an
/// open-ended one ends when the next begins.
pub fn fit(others: &[Span], new: Span) -> Fit {
    let mut closes = None;
    let mut ends_at = new.ends_at;
    for (n, other) in others.iter().enumerate() {
        if other.starts_at == new.starts_at {
            return Fit::Clashes(n);
        }
        if other.starts_at < new.starts_at {
            if other.holds(new.starts_at) {
                closes = Some(n);
            }
            continue;
        }
        if new.ends_at.is_some_and(|end| end > other.starts_at) {
            return Fit::Clashes(n);
        }
        ends_at = new.ends_at.or(Some(other.starts_at));
        break;
    }
    Fit::Fits { closes, ends_at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(n: i64) -> Timestamp {
        Timestamp::from_micros(n)
    }
    fn span(from: i64, to: Option<i64>) -> Span {
        Span { starts_at: at(from), ends_at: to.map(at) }
    }
    fn rate(tax: &str, region: &str, ppm: i64) -> PlacedRate {
        PlacedRate { tax: tax.into(), region: region.into(), rate: Ppm(ppm), kind: TaxKind::Standard }
    }

    #[test]
    fn a_states_rate_stands_in_for_the_countrys_of_the_same_tax() {
        let country: CountryCode = "US".parse().unwrap();
        for rates in [
            [rate("SALES", "", 10), rate("SALES", "NY", 40), rate("CITY", "NY", 5)],
            [rate("CITY", "NY", 5), rate("SALES", "NY", 40), rate("SALES", "", 10)],
        ] {
            let heads = heads(rates.iter(), country);
            let seen: Vec<_> = heads.iter().map(|h| (h.code.as_str(), h.jurisdiction.as_str(), h.rate.0)).collect();
            assert_eq!(seen, [("CITY", "US-NY", 5), ("SALES", "US-NY", 40)]);
        }
    }

    #[test]
    fn a_new_rate_ends_the_one_before_and_yields_to_the_next() {
        let others = [span(0, Some(10)), span(10, Some(20)), span(30, None)];
        assert_eq!(fit(&others, span(15, None)), Fit::Fits { closes: Some(1), ends_at: Some(at(30)) });
        assert_eq!(fit(&others, span(20, Some(30))), Fit::Fits { closes: None, ends_at: Some(at(30)) });
        assert_eq!(fit(&others, span(40, None)), Fit::Fits { closes: Some(2), ends_at: None });
        assert_eq!(fit(&others, span(-5, None)), Fit::Fits { closes: None, ends_at: Some(at(0)) });
        assert_eq!(fit(&others, span(25, Some(31))), Fit::Clashes(2));
        assert_eq!(fit(&others, span(10, None)), Fit::Clashes(1));
    }

    proptest! {
        #[test]
        fn rates_never_overlap(news in prop::collection::vec((0..60_i64, prop::option::of(1..20_i64)), 1..12)) {
            let mut spans: Vec<Span> = vec![];
            for (from, length) in news {
                let new = span(from, length.map(|length| from + length));
                if let Fit::Fits { closes, ends_at } = fit(&spans, new) {
                    if let Some(n) = closes {
                        spans[n].ends_at = Some(new.starts_at);
                    }
                    spans.push(Span { ends_at, ..new });
                    spans.sort_by_key(|span| span.starts_at);
                }
            }
            for moment in 0..90 {
                prop_assert!(spans.iter().filter(|span| span.holds(at(moment))).count() <= 1);
            }
        }
    }
}
