//! Amounts, and what is counted.

use crate::{fields, object::Table};
use infrasell_kernel::Money;

/// An amount.
#[derive(Debug, Clone, Copy)]
pub struct Amount(pub Money);

fields! { "MoneyV2" for Amount, |amount, f, w| {
    "amount" => w.out.decimal(amount.0),
    "currencyCode" => w.text(amount.0.currency.code()),
}}

/// How many there are, counted.
#[derive(Debug, Clone, Copy)]
pub struct Counted(pub i64);

fields! { "Count" for Counted, |count, f, w| {
    "count" => w.int(count.0),
    "precision" => w.text("EXACT"),
}}

/// A name and a value beside something.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'a> {
    /// The name.
    pub key: &'a str,
    /// The value.
    pub value: &'a str,
}

fields! { "Attribute" for Attribute<'_>, |attribute, f, w| {
    "key" => w.text(attribute.key),
    "value" => w.text(attribute.value),
}}

pub(super) const TABLES: &[Table] = &[Table::of::<Amount>(), Table::of::<Counted>(), Table::of::<Attribute<'static>>()];
