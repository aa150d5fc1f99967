//! Metaobjects: things of the shop's own making, of typed fields.

use crate::catalog::MetafieldType;
use infrasell_kernel::{MetaobjectDefinitionId, MetaobjectId, Patch, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most fields of a definition.
pub const MAX_METAOBJECT_FIELDS: usize = 40;
/// The most values in a field that is a list.
pub const MAX_LIST_VALUES: usize = 128;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Any text of one line.
    SingleLineText,
    /// Any text.
    MultiLineText,
    /// A whole number, 64 bits.
    Integer,
    /// A decimal number, `12.50`.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// `2026-04-01`.
    Date,
    /// An RFC 3339 time.
    DateTime,
    /// An absolute http or https address.
    Url,
    /// Any JSON.
    Json,
    /// HTML; what could do harm is taken out.
    Html,
    /// The id of a product.
    ProductReference,
    /// The id of a variant.
    VariantReference,
    /// The id of a collection.
    CollectionReference,
    /// The id of a page.
    PageReference,
    /// The id of an article.
    ArticleReference,
    /// The id of a metaobject.
    MetaobjectReference,
}

impl FieldType {
    /// The same among the metafields, if there is one.
    #[must_use]
    pub const fn as_metafield(self) -> Option<MetafieldType> {
        Some(match self {
            FieldType::SingleLineText => MetafieldType::SingleLineText,
            FieldType::MultiLineText => MetafieldType::MultiLineText,
            FieldType::Integer => MetafieldType::Integer,
            FieldType::Decimal => MetafieldType::Decimal,
            FieldType::Boolean => MetafieldType::Boolean,
            FieldType::Date => MetafieldType::Date,
            FieldType::DateTime => MetafieldType::DateTime,
            FieldType::Url => MetafieldType::Url,
            FieldType::Json => MetafieldType::Json,
            _ => return None,
        })
    }
}

/// One field of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetaobjectFieldDefinition {
    /// Its name: 1 to 64 of a–z, 0–9, `_` and `-`.
    #[schemars(length(min = 1, max = 64))]
    pub key: String,
    /// The name people see.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether it holds a list of that: a JSON array of texts.
    #[serde(default)]
    pub list: bool,
    /// Whether every metaobject must have it.
    #[serde(default)]
    pub required: bool,
}

/// What metaobjects of one type are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetaobjectDefinition {
    /// Its id.
    pub id: MetaobjectDefinitionId,
    /// The type's name in requests: `size_chart`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name people see.
    pub name: String,
    /// The field that a metaobject is called by, if there is one.
    pub display_field: Option<String>,
    /// The fields, in order.
    pub fields: Vec<MetaobjectFieldDefinition>,
    /// Whether the storefront shows metaobjects of this type.
    pub storefront_visible: bool,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A new definition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetaobjectDefinitionInput {
    /// The type's name in requests: 1 to 64 of a–z, 0–9, `_` and `-`; unique, and never changed.
    #[serde(rename = "type")]
    #[schemars(length(min = 1, max = 64))]
    pub kind: String,
    /// The name people see.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The field that a metaobject is called by.
    #[serde(default)]
    pub display_field: Option<String>,
    /// The fields, in order; 1 to 40.
    pub fields: Vec<MetaobjectFieldDefinition>,
    /// Whether the storefront shows metaobjects of this type; yes when absent.
    #[serde(default)]
    pub storefront_visible: Option<bool>,
}

/// A change to a definition; absent fields stay. While there are metaobjects of the type, its fields keep their types and
/// none is taken away or newly required.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MetaobjectDefinitionPatch {
    /// The name people see.
    pub name: Option<String>,
    /// The field that a metaobject is called by; null means none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub display_field: Patch<String>,
    /// All the fields, in order.
    pub fields: Option<Vec<MetaobjectFieldDefinition>>,
    /// Whether the storefront shows metaobjects of this type.
    pub storefront_visible: Option<bool>,
}

/// A field of a metaobject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetaobjectField {
    /// Its name.
    pub key: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether it holds a list of that.
    pub list: bool,
    /// The value as text, in its type's one form; a list as a JSON array of such texts.
    pub value: String,
}

/// A metaobject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Metaobject {
    /// Its id.
    pub id: MetaobjectId,
    /// Its definition.
    pub definition: MetaobjectDefinitionId,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name in requests, unique in its type.
    pub handle: String,
    /// What it is called: the value of its display field, cut; empty when there is none.
    pub title: String,
    /// Its fields that have a value, in the definition's order.
    pub fields: Vec<MetaobjectField>,
    /// From when it is shown; absent means never.
    pub published_at: Option<Timestamp>,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A new metaobject.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetaobjectInput {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Made from the display field when absent.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Values by the names of fields.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// From when it is shown; now when absent, never when null.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub published_at: Patch<Timestamp>,
}

/// A change to a metaobject; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MetaobjectPatch {
    /// Its name in requests.
    pub handle: Option<String>,
    /// Values by the names of fields; null takes one away, and what is not named stays.
    pub fields: BTreeMap<String, Option<String>>,
    /// From when it is shown; null means never.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub published_at: Patch<Timestamp>,
}
