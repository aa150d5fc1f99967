//! Amounts in the simulator's own units: which currencies it takes, from what amount on, and how they are written.

use infrasell_kernel::Currency;

/// The most that one payment can be, in the provider's units.
const MAX_UNITS: i64 = 999_999_999_999;

/// A currency as the provider sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Units {
    /// How many of its units are one of our minor units: the króna is whole money sent in hundredths.
    per_minor: i64,
    /// Its amounts are multiples of this.
    step: i64,
    /// The least a payment can be, in its units.
    min: i64,
}

const TABLE: &[(&str, Units)] = &[
    ("AED", Units { per_minor: 1, step: 1, min: 200 }),
    ("AUD", Units { per_minor: 1, step: 1, min: 50 }),
    ("BHD", Units { per_minor: 1, step: 10, min: 100 }),
    ("CAD", Units { per_minor: 1, step: 1, min: 50 }),
    ("CHF", Units { per_minor: 1, step: 1, min: 50 }),
    ("EUR", Units { per_minor: 1, step: 1, min: 50 }),
    ("GBP", Units { per_minor: 1, step: 1, min: 30 }),
    ("INR", Units { per_minor: 1, step: 1, min: 100 }),
    ("ISK", Units { per_minor: 100, step: 100, min: 10_000 }),
    ("JPY", Units { per_minor: 1, step: 1, min: 50 }),
    ("KRW", Units { per_minor: 1, step: 1, min: 100 }),
    ("KWD", Units { per_minor: 1, step: 10, min: 100 }),
    ("SGD", Units { per_minor: 1, step: 1, min: 50 }),
    ("USD", Units { per_minor: 1, step: 1, min: 50 }),
];

impl Units {
    /// The units of a currency, if the provider knows it.
    pub(crate) fn of(currency: Currency) -> Option<Units> {
        TABLE.iter().find(|(code, _)| *code == currency.code()).map(|(_, units)| *units)
    }

    /// Our minor units as the provider's, exactly or not at all.
    pub(crate) fn units_of(self, minor: i64) -> Option<i64> {
        let units = minor.checked_mul(self.per_minor)?;
        (units % self.step == 0).then_some(units)
    }

    /// The provider's units as our minor units, exactly or not at all.
    pub(crate) fn minor_of(self, units: i64) -> Option<i64> {
        (units % self.per_minor == 0).then_some(units / self.per_minor)
    }

    /// The least that a payment can be, in our minor units.
    pub(crate) const fn min_minor(self) -> i64 {
        self.min / self.per_minor
    }

    /// The most that a payment can be, in our minor units.
    pub(crate) const fn max_minor(self) -> i64 {
        MAX_UNITS / self.per_minor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        let units = |code: &str| Units::of(code.parse().unwrap()).unwrap();
        assert_eq!(units("INR").units_of(129_900), Some(129_900));
        assert_eq!(units("JPY").units_of(500), Some(500));
        assert_eq!((units("ISK").units_of(500), units("ISK").minor_of(50_000)), (Some(50_000), Some(500)));
        assert_eq!(units("ISK").minor_of(50_050), None);
        assert_eq!((units("KWD").units_of(1_230), units("KWD").units_of(1_235)), (Some(1_230), None));
        assert_eq!(units("ISK").units_of(i64::MAX), None);
        assert_eq!((units("ISK").min_minor(), units("INR").min_minor()), (100, 100));
        assert!(Units::of("XXX".parse().unwrap()).is_none());
    }
}
