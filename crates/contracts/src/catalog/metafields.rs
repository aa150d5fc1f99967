//! Typed values beside the fields that every product has.

use infrasell_kernel::{MetafieldDefinitionId, PageRequest};
pub use infrasell_rules::metafield::MetafieldType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A typed value beside the fields that every product has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metafield {
    /// Whose it is: `care`; 1 to 64 of a–z, 0–9, `_` and `-`.
    #[schemars(length(min = 1, max = 64))]
    pub namespace: String,
    /// Its name: `washing`; same form.
    #[schemars(length(min = 1, max = 64))]
    pub key: String,
    /// What the value is. With a definition of this namespace and key, the definition's type.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// The value, as text.
    #[schemars(length(max = 65536))]
    pub value: String,
}

/// Holds every metafield of one namespace and key to one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetafieldDefinition {
    /// Its id.
    pub id: MetafieldDefinitionId,
    /// The namespace.
    pub namespace: String,
    /// The key.
    pub key: String,
    /// The name people see.
    pub name: String,
    /// The type that values must have.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// Whether the storefront shows it.
    pub storefront_visible: bool,
}

/// A new metafield definition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetafieldDefinitionInput {
    /// The namespace.
    #[schemars(length(min = 1, max = 64))]
    pub namespace: String,
    /// The key.
    #[schemars(length(min = 1, max = 64))]
    pub key: String,
    /// The name people see.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The type that values must have.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// Whether the storefront shows it; yes when absent.
    #[serde(default)]
    pub storefront_visible: Option<bool>,
}

/// Asks for metafield definitions in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListMetafieldDefinitions {
    /// What part.
    pub page: PageRequest,
}

/// Defines a metafield. Refused when a value of another type exists.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateMetafieldDefinition {
    /// The definition.
    pub definition: MetafieldDefinitionInput,
}

/// Takes a definition away; values stay.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteMetafieldDefinition {
    /// Which.
    pub id: MetafieldDefinitionId,
}
