//! Typed values beside the fields that everything of a kind has.

use super::{image::MediumOf, product::ProductOf};
use crate::{fields, ids, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::catalog::{Metafield, MetafieldType, Product};
use serde_json::Value;

/// What has typed values.
#[derive(Clone, Copy)]
pub enum Owner<'a> {
    /// A product.
    Product(&'a Product),
    /// A variant, which has none of its own.
    Variant,
    /// The shop or a market, which have none.
    Shop,
}

/// A typed value of something.
#[derive(Clone, Copy)]
pub struct MetafieldOf<'a> {
    product: &'a Product,
    field: &'a Metafield,
}

/// Where a value is looked for that does not say whose it is.
const USUAL_NAMESPACE: &str = "custom";

fields! { "Metafield" for MetafieldOf<'_>, |one, f, w| {
    "createdAt" => w.time(one.product.created_at),
    "description" => w.null(),
    "id" => {
        let name = format!("{}/{}.{}", one.product.id, one.field.namespace, one.field.key);
        w.gid("Metafield", ids::number_of(&name));
    },
    "key" => w.text(&one.field.key),
    "namespace" => w.text(&one.field.namespace),
    "parentResource" => w.object(f, &ProductOf(one.product)),
    "reference" => w.object_or_null(f, None::<&MediumOf<'_>>),
    "type" => w.text(name(one.field.kind)),
    "updatedAt" => w.time(one.product.updated_at),
    "value" => w.text(&one.field.value),
}}

pub(super) const TABLES: &[Table] = &[Table::of::<MetafieldOf<'static>>()];

/// A type as these clients call it.
#[must_use]
pub fn name(kind: MetafieldType) -> &'static str {
    match kind {
        MetafieldType::SingleLineText => "single_line_text_field",
        MetafieldType::MultiLineText => "multi_line_text_field",
        MetafieldType::Integer => "number_integer",
        MetafieldType::Decimal => "number_decimal",
        MetafieldType::Boolean => "boolean",
        MetafieldType::Date => "date",
        MetafieldType::DateTime => "date_time",
        MetafieldType::Url => "url",
        MetafieldType::Json => "json",
    }
}

/// Writes `metafield(namespace, key)`.
pub fn one<'w>(f: &'w Field, w: &mut Writer<'w>, owner: Owner<'_>) {
    let (namespace, key) = (w.arg_text(f, "namespace"), w.arg_text(f, "key"));
    let found = find(w, owner, namespace, key);
    w.object_or_null(f, found.as_ref());
}

/// Writes `metafields(identifiers)`: as many as were asked for, null where there is none.
pub fn many<'w>(f: &'w Field, w: &mut Writer<'w>, owner: Owner<'_>) {
    let asked = w.args(f).get("identifiers").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if asked.len() > 250 {
        return w.fail("BAD_USER_INPUT", "metafields takes at most 250 identifiers");
    }
    let text = |one: &'w Value, name: &str| one.get(name).and_then(Value::as_str);
    w.each(f, asked, |w, one| {
        let found = find(w, owner, text(one, "namespace"), text(one, "key"));
        w.object_or_null(f, found.as_ref());
    });
}

fn find<'a>(
    w: &mut Writer<'_>,
    owner: Owner<'a>,
    namespace: Option<&str>,
    key: Option<&str>,
) -> Option<MetafieldOf<'a>> {
    let Owner::Product(product) = owner else { return None };
    let (namespace, key) = (namespace.unwrap_or(USUAL_NAMESPACE), key?);
    let field = product.metafields.iter().find(|field| field.namespace == namespace && field.key == key)?;
    let hidden = w.get(&w.facts.hidden_metafields, &())?;
    let is_hidden = hidden.iter().any(|(space, name)| space == namespace && name == key);
    (!is_hidden).then_some(MetafieldOf { product, field })
}
