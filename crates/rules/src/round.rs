//! Rounding: always named at the call, always on exact integers.
//!
//! Always true: every mode is symmetrical about zero, so that the reversal of an amount is the amount reversed.

use crate::words::words;
use infrasell_kernel::{MoneyError, Ppm};

words! {
    /// How a fraction of a minor unit is rounded.
    RoundMode {
        /// Half and more goes away from zero, the custom of most laws.
        HalfUp = "half_up",
        /// Every fraction is dropped: towards zero.
        Floor = "floor",
        /// Every fraction counts as one: away from zero.
        Ceil = "ceil",
    }
}

/// `numerator / denominator` rounded to a whole number.
///
/// # Errors
/// [`MoneyError::Overflow`] when the denominator is not positive or the result does not fit 64 bits.
pub fn divide(numerator: i128, denominator: i128, mode: RoundMode) -> Result<i64, MoneyError> {
    if denominator <= 0 {
        return Err(MoneyError::Overflow);
    }
    let (quotient, rest) = (numerator / denominator, (numerator % denominator).abs());
    let away = match mode {
        RoundMode::HalfUp => rest >= denominator - rest,
        RoundMode::Floor => false,
        RoundMode::Ceil => rest > 0,
    };
    let rounded = if away { quotient + numerator.signum() } else { quotient };
    i64::try_from(rounded).map_err(|_| MoneyError::Overflow)
}

/// `rate` of `base` in minor units, rounded half away from zero.
///
/// # Errors
/// [`MoneyError::Overflow`] beyond 64 bits.
pub fn percent(base: i64, rate: Ppm) -> Result<i64, MoneyError> {
    rate.of(base)
}

/// `amount` rounded to a multiple of `step` minor units: 100 for whole rupees, 5 for cash in francs.
///
/// # Errors
/// [`MoneyError::Overflow`] when the step is not positive or the result does not fit 64 bits.
pub fn round_to(amount: i64, step: i64, mode: RoundMode) -> Result<i64, MoneyError> {
    divide(i128::from(amount), i128::from(step), mode)?.checked_mul(step).ok_or(MoneyError::Overflow)
}
