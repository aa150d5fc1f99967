//! How long what buyers leave behind is kept.

use serde::{Deserialize, Serialize};
use std::{num::NonZeroU16, time::Duration};

const HOUR: u64 = 3_600;

/// How long carts, checkouts and held stock are kept. None can be nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lifetimes {
    /// A cart after its last change, days.
    pub cart_days: NonZeroU16,
    /// A checkout after its last change, hours.
    pub checkout_hours: NonZeroU16,
    /// Stock that is held for a purchase which waits for its payment, minutes.
    pub hold_minutes: NonZeroU16,
}

impl Default for Lifetimes {
    fn default() -> Self {
        let whole = |time: Duration, unit: u64| {
            u16::try_from(time.as_secs() / unit).ok().and_then(NonZeroU16::new).unwrap_or(NonZeroU16::MAX)
        };
        Lifetimes {
            cart_days: whole(infrasell_cart::LIFETIME, 24 * HOUR),
            checkout_hours: whole(infrasell_checkout::LIFETIME, HOUR),
            hold_minutes: whole(infrasell_checkout::HOLD, 60),
        }
    }
}

impl Lifetimes {
    /// How long a cart is kept after its last change.
    #[must_use]
    pub fn cart(&self) -> Duration {
        Duration::from_secs(u64::from(self.cart_days.get()) * 24 * HOUR)
    }

    /// How long a checkout is kept after its last change.
    #[must_use]
    pub fn checkout(&self) -> Duration {
        Duration::from_secs(u64::from(self.checkout_hours.get()) * HOUR)
    }

    /// How long stock is held for a purchase that waits.
    #[must_use]
    pub fn hold(&self) -> Duration {
        Duration::from_secs(u64::from(self.hold_minutes.get()) * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_services_and_nothing_is_refused() {
        let usual = Lifetimes::default();
        assert_eq!((usual.cart(), usual.checkout()), (infrasell_cart::LIFETIME, infrasell_checkout::LIFETIME));
        assert_eq!(usual.hold(), infrasell_checkout::HOLD);
        let read = |text: &str| toml::from_str::<Lifetimes>(text);
        assert_eq!(read("cart_days = 2").unwrap().cart(), Duration::from_secs(2 * 24 * HOUR));
        for wrong in ["cart_days = 0", "hold_minutes = -1", "checkout_hours = 70000", "cart_years = 1"] {
            let name = wrong.split(' ').next().unwrap();
            assert!(read(wrong).unwrap_err().to_string().contains(name), "{wrong}");
        }
    }
}
