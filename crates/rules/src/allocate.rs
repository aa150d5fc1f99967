//! The one way in which anything is shared out: discounts, freight, tax totals, refunds.
//!
//! Always true: the shares sum to the total exactly, each is within one minor unit of its exact share, and a line
//! with a larger weight never gets less. A share is not monotone in the total, so nothing may rely on that.

use infrasell_kernel::MoneyError;

/// Shares `total` minor units out by `weights`, by largest remainder; of equal remainders the earlier line is served.
///
/// A negative total mirrors the positive one. When all weights are zero nobody bears anything: all shares are zero.
///
/// # Errors
/// [`MoneyError::Overflow`] when a weight is negative.
pub fn allocate(total: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    let wide: Vec<i128> = weights.iter().copied().map(i128::from).collect();
    allocate_wide(total, &wide)
}

/// [`allocate`] with weights that may be exact products of amounts and rates.
///
/// # Errors
/// [`MoneyError::Overflow`] when a weight is negative or `total × weight` does not fit 128 bits.
pub(crate) fn allocate_wide(total: i64, weights: &[i128]) -> Result<Vec<i64>, MoneyError> {
    let mut sum = 0i128;
    for weight in weights {
        if *weight < 0 {
            return Err(MoneyError::Overflow);
        }
        sum = sum.checked_add(*weight).ok_or(MoneyError::Overflow)?;
    }
    if sum == 0 {
        return Ok(vec![0; weights.len()]);
    }
    let (sign, magnitude) = (i128::from(total.signum()), i128::from(total).abs());
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = magnitude;
    for (line, weight) in weights.iter().enumerate() {
        let product = magnitude.checked_mul(*weight).ok_or(MoneyError::Overflow)?;
        left -= product / sum;
        shares.push(product / sum);
        remainders.push((product % sum, line));
    }
    remainders.sort_by(|(a, line_a), (b, line_b)| b.cmp(a).then(line_a.cmp(line_b)));
    for (_, line) in remainders {
        if left == 0 {
            break;
        }
        shares[line] += 1;
        left -= 1;
    }
    shares.into_iter().map(|share| i64::try_from(share * sign).map_err(|_| MoneyError::Overflow)).collect()
}
