//! Typed values beside the fields that everything of a kind has.

use super::{cart::CartOf, image::MediumOf, product::ProductOf};
use crate::{fields, ids, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    cart::QuotedCart,
    catalog::{MetafieldType, Product},
};
use infrasell_kernel::Timestamp;
use serde_json::Value;

/// What has typed values.
#[derive(Clone, Copy)]
pub enum Owner<'a> {
    /// A product.
    Product(&'a Product),
    /// A cart.
    Cart(&'a QuotedCart),
    /// A variant, which has none of its own.
    Variant,
    /// The shop or a market, which have none.
    Shop,
}

/// A typed value of something.
#[derive(Clone, Copy)]
pub struct MetafieldOf<'a> {
    parent: Parent<'a>,
    namespace: &'a str,
    key: &'a str,
    kind: MetafieldType,
    value: &'a str,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// What a typed value belongs to.
#[derive(Clone, Copy)]
enum Parent<'a> {
    Product(&'a Product),
    Cart(&'a QuotedCart),
}

impl<'a> MetafieldOf<'a> {
    /// A value of a cart.
    #[must_use]
    pub fn of_cart(cart: &'a QuotedCart, namespace: &str, key: &str) -> Option<Self> {
        let mut fields = cart.cart.details.metafields.iter();
        let field = fields.find(|field| field.namespace == namespace && field.key == key)?;
        Some(MetafieldOf {
            parent: Parent::Cart(cart),
            namespace: &field.namespace,
            key: &field.key,
            kind: field.kind,
            value: &field.value,
            created_at: field.created_at,
            updated_at: field.updated_at,
        })
    }

    fn number(&self) -> i64 {
        match self.parent {
            Parent::Product(product) => number(&product.id.to_string(), self.namespace, self.key),
            Parent::Cart(cart) => number(&cart.cart.token.to_string(), self.namespace, self.key),
        }
    }
}

/// The number of a value's id.
#[must_use]
pub fn number(owner: &str, namespace: &str, key: &str) -> i64 {
    ids::number_of(&format!("{owner}/{namespace}.{key}"))
}

/// The namespace and the name that a `namespace.name` means; without one, the usual.
#[must_use]
pub fn split(key: &str) -> (&str, &str) {
    key.split_once('.').unwrap_or((USUAL_NAMESPACE, key))
}

/// The type that these clients call so.
#[must_use]
pub fn kind(text: &str) -> Option<MetafieldType> {
    use MetafieldType::{Boolean, Date, DateTime, Decimal, Integer, Json, MultiLineText, SingleLineText, Url};
    [SingleLineText, MultiLineText, Integer, Decimal, Boolean, Date, DateTime, Url, Json]
        .into_iter()
        .find(|kind| name(*kind) == text)
}

/// Where a value is looked for that does not say whose it is.
const USUAL_NAMESPACE: &str = "custom";

fields! { "Metafield" for MetafieldOf<'_>, |one, f, w| {
    "createdAt" => w.time(one.created_at),
    "description" => w.null(),
    "id" => w.gid("Metafield", one.number()),
    "key" => w.text(one.key),
    "namespace" => w.text(one.namespace),
    "parentResource" => match one.parent {
        Parent::Product(product) => w.object(f, &ProductOf(product)),
        Parent::Cart(cart) => w.object(f, &CartOf(cart)),
    },
    "reference" => w.object_or_null(f, None::<&MediumOf<'_>>),
    "type" => w.text(name(one.kind)),
    "updatedAt" => w.time(one.updated_at),
    "value" => w.text(one.value),
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
    let (namespace, key) = match (namespace, key?) {
        (Some(namespace), key) => (namespace, key),
        (None, key) => split(key),
    };
    let product = match owner {
        Owner::Product(product) => product,
        Owner::Cart(cart) => return MetafieldOf::of_cart(cart, namespace, key),
        Owner::Variant | Owner::Shop => return None,
    };
    let field = product.metafields.iter().find(|field| field.namespace == namespace && field.key == key)?;
    let hidden = w.get(&w.facts.hidden_metafields, &())?;
    let is_hidden = hidden.iter().any(|(space, name)| space == namespace && name == key);
    (!is_hidden).then_some(MetafieldOf {
        parent: Parent::Product(product),
        namespace: &field.namespace,
        key: &field.key,
        kind: field.kind,
        value: &field.value,
        created_at: product.created_at,
        updated_at: product.updated_at,
    })
}
