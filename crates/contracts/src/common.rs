//! What several contracts share: addresses and the answer to an audit.

use infrasell_kernel::{CountryCode, Cursor, FieldError, Fields, MAX_LIMIT};
use infrasell_rules::postal::{self, Parts, india};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostalAddress {
    /// Who receives there.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub name: String,
    /// The company, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub company: Option<String>,
    /// House and street.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub line1: String,
    /// Flat, floor, landmark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub line2: Option<String>,
    /// City, town or village.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub city: String,
    /// State or province: ISO 3166-2 without the country, such as `MH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10))]
    pub region: Option<String>,
    /// PIN or postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 16))]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Whom the carrier calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 32))]
    pub phone: Option<String>,
}

impl PostalAddress {
    /// Notes every field at `path` that is missing, too long or malformed for an address that goods can be sent to.
    pub fn check_deliverable(&self, path: &str, fields: &mut Fields) {
        let at = |field: &str| format!("{path}.{field}");
        for (field, value) in [("name", &self.name), ("line1", &self.line1), ("city", &self.city)] {
            fields.check(!value.trim().is_empty(), &at(field), "required", format!("{path}.{field} must not be blank"));
        }
        fields.check(self.country.is_some(), &at("country"), "required", format!("{path}.country is missing"));
        self.check_lengths(path, fields);
        if self.country == Some(CountryCode::IN) {
            let region = self.region.as_deref().unwrap_or("");
            if let Err(wrong) = india::check_pin(self.postal_code.as_deref().unwrap_or(""), region) {
                fields.add(at("postal_code"), wrong.code(), format!("{path}.postal_code: {wrong}"));
            }
            let is_blank = region.trim().is_empty();
            let message = format!("{path}.region must name the state, such as MH");
            fields.check(!is_blank, &at("region"), "required", message);
            let message = format!("{path}.region is no state of India, such as MH");
            fields.check(is_blank || india::state(region).is_some(), &at("region"), "invalid_region", message);
        }
    }

    /// The lines on a parcel that leaves the country `from`, the first on top.
    #[must_use]
    pub fn label<'a>(&'a self, from: CountryCode) -> Vec<String> {
        let text = |part: &'a Option<String>| part.as_deref().unwrap_or("");
        let parts = Parts {
            name: &self.name,
            company: text(&self.company),
            line1: &self.line1,
            line2: text(&self.line2),
            city: &self.city,
            region: text(&self.region),
            postal_code: text(&self.postal_code),
            country: self.country,
        };
        postal::label(&parts, from)
    }

    /// Notes every field at `path` that is too long.
    pub fn check_lengths(&self, path: &str, fields: &mut Fields) {
        let optional = [
            ("company", &self.company, 200),
            ("line2", &self.line2, 200),
            ("region", &self.region, 10),
            ("postal_code", &self.postal_code, 16),
            ("phone", &self.phone, 32),
        ];
        for (field, value, max) in optional {
            fields.max_len(&format!("{path}.{field}"), value.as_deref().unwrap_or(""), max);
        }
        for (field, value, max) in [("name", &self.name, 200), ("line1", &self.line1, 200), ("city", &self.city, 100)] {
            fields.max_len(&format!("{path}.{field}"), value, max);
        }
    }
}

/// Asks a service to check its own books.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Audit {}

/// What a service found in its own books.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditReport {
    /// One entry an invariant.
    pub checks: Vec<AuditCheck>,
}

/// One invariant, checked over everything it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditCheck {
    /// The invariant in words: `stock level = sum of movements`.
    pub name: String,
    /// How many records it was checked on.
    pub examined: i64,
    /// Each record that breaks it, with both figures.
    pub differences: Vec<String>,
}

impl AuditCheck {
    /// The most differences that are named for one check.
    const MOST_DIFFERENCES: usize = 100;

    /// A check that has looked at nothing yet.
    #[must_use]
    pub fn new(name: &str) -> Self {
        AuditCheck { name: name.into(), examined: 0, differences: vec![] }
    }

    /// Counts one thing that was looked at, and names it when what should hold does not.
    pub fn expect(&mut self, holds: bool, difference: impl FnOnce() -> String) {
        self.examined += 1;
        if !holds && self.differences.len() < Self::MOST_DIFFERENCES {
            self.differences.push(difference());
        }
    }
}

/// Whether a list is read forwards or backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest, oldest or A first.
    #[default]
    Asc,
    /// Largest, newest or Z first.
    Desc,
}

/// What part of a list is wanted, walked in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// How many items, 0 to 250.
    pub limit: u32,
    /// Behind this place; before it when walked backwards.
    pub from: Option<Cursor>,
    /// Whether the last ones are wanted, or those before `from`. They come in the order of the list all the same.
    pub backwards: bool,
}

impl Default for Span {
    fn default() -> Self {
        Span { limit: 50, from: None, backwards: false }
    }
}

impl Span {
    /// The limit to use.
    ///
    /// # Errors
    /// A field error at `limit` when it is more than 250.
    pub fn limit(&self) -> Result<i64, FieldError> {
        if self.limit <= MAX_LIMIT {
            return Ok(i64::from(self.limit));
        }
        let message = format!("limit is {}, not between 0 and {MAX_LIMIT}", self.limit);
        Err(FieldError::new("limit", "out_of_range", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_limit() {
        let span = |limit| Span { limit, ..Span::default() };
        assert_eq!((span(0).limit().ok(), span(250).limit().ok()), (Some(0), Some(250)));
        assert_eq!(span(251).limit().unwrap_err().code, "out_of_range");
    }
}
