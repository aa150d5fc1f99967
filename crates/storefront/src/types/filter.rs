//! What else could be picked of a list, and how a client says what he picked.

use super::image::MediumOf;
use crate::{fields, ids, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::catalog::{Facet, FacetKind, FacetValue, ProductTest};
use infrasell_kernel::{CategoryId, Currency, Money, id::MAX_ID};
use serde_json::{Value, json};

/// What could be picked of one kind.
#[derive(Clone, Copy)]
pub struct FilterOf<'a>(pub &'a Facet);

/// One thing that could be picked.
#[derive(Clone, Copy)]
pub struct FilterValueOf<'a> {
    facet: &'a Facet,
    value: &'a FacetValue,
}

never! { "Swatch" as Swatch { "color", "image" } }

fields! { "Filter" for FilterOf<'_>, |filter, f, w| {
    "id" => w.text(&filter.id()),
    "label" => w.text(filter.label()),
    "presentation" => w.text_or_null((filter.0.kind != FacetKind::Price).then_some("TEXT")),
    "type" => w.text(if filter.0.kind == FacetKind::Price { "PRICE_RANGE" } else { "LIST" }),
    "values" => { let facet = filter.0; w.objects(f, facet.values.iter().map(|value| FilterValueOf { facet, value })) },
}}

fields! { "FilterValue" for FilterValueOf<'_>, |one, f, w| {
    "count" => w.int(one.value.count),
    "id" => { let id = one.id(); w.text(&id) },
    "image" => w.object_or_null(f, None::<&MediumOf<'_>>),
    "input" => { let input = input(&one.value.test, w.ask.channel.currency); w.text(&input) },
    "label" => w.text(one.label()),
    "swatch" => w.object_or_null(f, None::<&Swatch>),
}}

pub(super) const TABLES: &[Table] =
    &[Table::of::<FilterOf<'static>>(), Table::of::<FilterValueOf<'static>>(), Table::of::<Swatch>()];

impl FilterOf<'_> {
    fn id(&self) -> String {
        match &self.0.kind {
            FacetKind::Availability => "filter.v.availability".into(),
            FacetKind::Price => "filter.v.price".into(),
            FacetKind::ProductType => "filter.p.product_type".into(),
            FacetKind::Vendor => "filter.p.vendor".into(),
            FacetKind::Tag => "filter.p.tag".into(),
            FacetKind::Category => "filter.p.t.category".into(),
            FacetKind::Option { name } => format!("filter.v.option.{}", slug(name)),
            FacetKind::Metafield { namespace, key, .. } => format!("filter.p.m.{namespace}.{key}"),
        }
    }

    fn label(&self) -> &str {
        match &self.0.kind {
            FacetKind::Availability => "Availability",
            FacetKind::Price => "Price",
            FacetKind::ProductType => "Product type",
            FacetKind::Vendor => "Brand",
            FacetKind::Tag => "Tag",
            FacetKind::Category => "Category",
            FacetKind::Option { name } => name,
            FacetKind::Metafield { label, .. } => label,
        }
    }
}

impl FilterValueOf<'_> {
    fn id(&self) -> String {
        let of = FilterOf(self.facet).id();
        match &self.value.test {
            ProductTest::Available { available } => format!("{of}.{}", i32::from(*available)),
            ProductTest::Price { .. } => of,
            ProductTest::Category { category } => format!("{of}.{}", category.get()),
            ProductTest::ProductType { value }
            | ProductTest::Vendor { value }
            | ProductTest::Tag { value }
            | ProductTest::Option { value, .. }
            | ProductTest::Metafield { value, .. } => format!("{of}.{}", slug(value)),
        }
    }

    fn label(&self) -> &str {
        match &self.value.test {
            ProductTest::Available { available: true } => "In stock",
            ProductTest::Available { available: false } => "Out of stock",
            ProductTest::Price { .. } => "Price",
            _ => &self.value.label,
        }
    }
}

/// A text as a part of an id: letters and digits of any script in lower case, hyphens between.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug
}

/// What a client sends back to pick it, as JSON.
fn input(test: &ProductTest, currency: Currency) -> String {
    let value = match test {
        ProductTest::Available { available } => json!({ "available": available }),
        ProductTest::Price { min_minor, max_minor } => {
            // as numbers with all their decimals; a float would lose some
            let decimal = |minor: Option<i64>| Money::new(minor.unwrap_or(0), currency).to_decimal();
            return format!("{{\"price\":{{\"min\":{},\"max\":{}}}}}", decimal(*min_minor), decimal(*max_minor));
        }
        ProductTest::ProductType { value } => json!({ "productType": value }),
        ProductTest::Vendor { value } => json!({ "productVendor": value }),
        ProductTest::Tag { value } => json!({ "tag": value }),
        ProductTest::Category { category } => {
            json!({ "category": { "id": ids::gid("TaxonomyCategory", category.get()) } })
        }
        ProductTest::Option { name, value } => json!({ "variantOption": { "name": name, "value": value } }),
        ProductTest::Metafield { namespace, key, value } => {
            json!({ "productMetafield": { "namespace": namespace, "key": key, "value": value } })
        }
    };
    value.to_string()
}

/// The tests that a client picked; `None`: they were wrong, and the field has failed.
pub fn read<'w>(field: &'w Field, w: &mut Writer<'w>, name: &str) -> Option<Vec<ProductTest>> {
    let given = w.args(field).get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut tests = vec![];
    for one in given.iter().filter_map(Value::as_object) {
        for (kind, value) in one.iter().filter(|(_, value)| !value.is_null()) {
            match test(kind, value, w.ask.channel.currency) {
                Some(test) => tests.push(test),
                None => {
                    w.fail("BAD_USER_INPUT", format!("{name}: {kind} is not what it should be"));
                    return None;
                }
            }
        }
    }
    Some(tests)
}

fn test(kind: &str, value: &Value, currency: Currency) -> Option<ProductTest> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let whole = || value.as_str().map(str::to_owned);
    Some(match kind {
        "available" => ProductTest::Available { available: value.as_bool()? },
        "price" => ProductTest::Price {
            min_minor: minor(value.get("min"), currency)?,
            max_minor: minor(value.get("max"), currency)?,
        },
        "productType" => ProductTest::ProductType { value: whole()? },
        "productVendor" => ProductTest::Vendor { value: whole()? },
        "tag" => ProductTest::Tag { value: whole()? },
        // a category that is none of ours has nothing in it; what is asked for has to be an id for another process, too
        "category" => {
            let id = ids::number("TaxonomyCategory", &text("id")).unwrap_or(MAX_ID);
            ProductTest::Category { category: CategoryId::from_i64(id) }
        }
        "variantOption" => ProductTest::Option { name: text("name"), value: text("value") },
        "productMetafield" => {
            ProductTest::Metafield { namespace: text("namespace"), key: text("key"), value: text("value") }
        }
        // neither variants nor categories have metafields of their own, so nothing has this
        _ => ProductTest::Metafield { namespace: String::new(), key: String::new(), value: text("value") },
    })
}

/// An amount in minor units; the inner `None` where there is none.
fn minor(value: Option<&Value>, currency: Currency) -> Option<Option<i64>> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Some(None) };
    let Value::Number(number) = value else { return None };
    Money::parse_decimal(&number.to_string(), currency).ok().map(|money| Some(money.minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_can_be_sent_back() {
        let currency: Currency = "INR".parse().unwrap();
        let text = String::from;
        for picked in [
            ProductTest::Available { available: true },
            ProductTest::Price { min_minor: Some(1_050), max_minor: Some(190_000) },
            ProductTest::Vendor { value: text("Loom \"&\" Co") },
            ProductTest::Tag { value: text("new") },
            ProductTest::ProductType { value: text("Mug") },
            ProductTest::Category { category: CategoryId::from_i64(7) },
            ProductTest::Option { name: text("Size"), value: text("M") },
            ProductTest::Metafield { namespace: text("care"), key: text("washing"), value: text("cold") },
        ] {
            let sent: Value = serde_json::from_str(&input(&picked, currency)).unwrap();
            let (kind, value) = sent.as_object().unwrap().iter().next().unwrap();
            assert_eq!(test(kind, value, currency), Some(picked));
        }
        assert_eq!(test("price", &json!({ "min": 0, "max": 10.555 }), currency), None);
        for forged in
            ["", "tea", "gid://shopify/TaxonomyCategory/0", "gid://shopify/TaxonomyCategory/99999999999999999999"]
        {
            let asked = test("category", &json!({ "id": forged }), currency).unwrap();
            let sent = serde_json::to_value(&asked).unwrap();
            assert_eq!(serde_json::from_value::<ProductTest>(sent).unwrap(), asked, "{forged}");
        }
        assert_eq!(slug("O'Brien & Söhne"), "o-brien-söhne");
    }
}
