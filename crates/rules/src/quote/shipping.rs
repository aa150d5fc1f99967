//! Shipping before a choice is made: methods → groups of lines → options.

use super::LineFacts;
use infrasell_kernel::{CountryCode, MoneyError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The key of the one group that holds every line that travels.
pub const DEFAULT_GROUP: &str = "default";

/// Lines that travel together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingGroup {
    /// Names the group within the quote.
    pub key: String,
    /// The lines in it.
    pub lines: Vec<String>,
    /// Grams of all units together.
    pub weight_grams: i64,
}

/// A shipping method and where it may be offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MethodFacts {
    /// Names the method, such as `ship_3`.
    pub key: String,
    /// What a person reads.
    pub label: String,
    /// Minor units, with tax when prices include it.
    pub price_minor: i64,
    /// Offered from this subtotal on, minor units.
    pub min_subtotal_minor: Option<i64>,
    /// Offered up to and including this subtotal, minor units.
    pub max_subtotal_minor: Option<i64>,
    /// Free from this subtotal on, minor units.
    pub free_over_minor: Option<i64>,
    /// Offered from this weight on, grams.
    pub min_weight_grams: Option<i64>,
    /// Offered up to and including this weight, grams.
    pub max_weight_grams: Option<i64>,
    /// Where it goes; empty is everywhere.
    pub countries: Vec<CountryCode>,
}

/// A method that may be chosen for a group, with its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingOption {
    /// The shipping group.
    pub group: String,
    /// The method.
    pub method: String,
    /// What a person reads.
    pub label: String,
    /// Minor units, with tax when prices include it.
    pub price_minor: i64,
}

/// Which lines travel together: one group of all that require shipping, none when nothing does.
///
/// # Errors
/// [`MoneyError::Overflow`] when the weight does not fit 64 bits.
pub fn shipping_groups(lines: &[LineFacts]) -> Result<Vec<ShippingGroup>, MoneyError> {
    let mut group = ShippingGroup { key: DEFAULT_GROUP.into(), lines: vec![], weight_grams: 0 };
    for line in lines.iter().filter(|line| line.requires_shipping) {
        let weight = line.weight_grams.checked_mul(line.quantity).ok_or(MoneyError::Overflow)?;
        group.weight_grams = group.weight_grams.checked_add(weight).ok_or(MoneyError::Overflow)?;
        group.lines.push(line.key.clone());
    }
    Ok(if group.lines.is_empty() { vec![] } else { vec![group] })
}

/// The methods that may be chosen for `group`, in the order given, priced for a subtotal after discounts.
#[must_use]
pub fn offered_methods(
    group: &ShippingGroup,
    destination: CountryCode,
    subtotal_minor: i64,
    methods: &[MethodFacts],
) -> Vec<ShippingOption> {
    let mut offered = vec![];
    for method in methods {
        let goes_there = method.countries.is_empty() || method.countries.contains(&destination);
        let worth_it = within(subtotal_minor, method.min_subtotal_minor, method.max_subtotal_minor);
        let weight_fits = within(group.weight_grams, method.min_weight_grams, method.max_weight_grams);
        if !(goes_there && worth_it && weight_fits) {
            continue;
        }
        let free = method.free_over_minor.is_some_and(|over| subtotal_minor >= over);
        offered.push(ShippingOption {
            group: group.key.clone(),
            method: method.key.clone(),
            label: method.label.clone(),
            price_minor: if free { 0 } else { method.price_minor },
        });
    }
    offered
}

fn within(value: i64, min: Option<i64>, max: Option<i64>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}
