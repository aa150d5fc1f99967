//! Quantities: how many units of one thing, at least one.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::{borrow::Cow, fmt};

/// Between 1 and [`Quantity::MAX`] units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Quantity(i64);

/// A number that is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a quantity is a whole number from 1 to 1000000, not {0}")]
pub struct QuantityError(i64);

impl Quantity {
    /// One unit.
    pub const ONE: Quantity = Quantity(1);
    /// The most units that one line of anything can hold.
    pub const MAX: i64 = 1_000_000;

    /// Checks the range.
    ///
    /// # Errors
    /// When `units` is not between 1 and [`Quantity::MAX`].
    pub fn new(units: i64) -> Result<Self, QuantityError> {
        if (1..=Self::MAX).contains(&units) { Ok(Quantity(units)) } else { Err(QuantityError(units)) }
    }

    /// The number of units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Quantity::new(i64::deserialize(d)?).map_err(de::Error::custom)
    }
}
impl JsonSchema for Quantity {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": Quantity::MAX })
    }
}
