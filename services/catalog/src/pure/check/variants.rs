//! Options and variants: every variant is a different choice of the options' values.

use super::form;
use crate::pure::{
    content::VariantContent,
    limits::{MAX_BARCODE, MAX_OPTION_NAME, MAX_SKU, MAX_URL, MAX_WEIGHT_GRAMS, MAX_WORD},
    text,
};
use infrasell_contracts::catalog::{MAX_OPTIONS, MAX_VARIANTS, Media, ProductOption, VariantInput};
use infrasell_kernel::{Fields, VariantId};
use std::{
    collections::HashSet,
    fmt::{Arguments, Display},
};

pub(super) type Variants = (Vec<ProductOption>, Vec<VariantContent>, Vec<Option<VariantId>>);

pub(super) fn check(
    fields: &mut Fields,
    at: &impl Display,
    options: Vec<ProductOption>,
    variants: Vec<VariantInput>,
    media: &[Media],
) -> Variants {
    let options = self::options(fields, format_args!("{at}options"), options);
    let path = format_args!("{at}variants");
    if !form::max_items(fields, path, variants.len(), MAX_VARIANTS) {
        return (options, vec![], vec![]);
    }
    // a product of which nothing more is said is sold as it is
    let plain = variants.is_empty() && options.is_empty();
    let variants = if plain { vec![VariantInput::default()] } else { variants };
    let (count, wanted) = (variants.len(), if options.is_empty() { 1..=1 } else { 1..=MAX_VARIANTS });
    if !wanted.contains(&count) {
        let why = if count == 0 {
            "must hold at least one variant"
        } else {
            "must hold one variant when there are no options"
        };
        fields.add(path.to_string(), if count == 0 { "required" } else { "too_many" }, format!("{path} {why}"));
    }
    let ids: Vec<Option<VariantId>> = variants.iter().map(|variant| variant.id).collect();
    let mut contents = Vec::with_capacity(count);
    let values: Vec<HashSet<&str>> =
        options.iter().map(|option| option.values.iter().map(String::as_str).collect()).collect();
    for (i, variant) in variants.into_iter().enumerate() {
        let content = self::variant(fields, format_args!("{path}.{i}"), variant, media);
        option_values(fields, format_args!("{path}.{i}.option_values"), &content.option_values, &options, &values);
        contents.push(content);
    }
    no_duplicates(fields, path, &contents, &ids);
    (options, contents, ids)
}

fn options(fields: &mut Fields, path: Arguments<'_>, options: Vec<ProductOption>) -> Vec<ProductOption> {
    if !form::max_items(fields, path, options.len(), MAX_OPTIONS) {
        return options;
    }
    let mut out: Vec<ProductOption> = Vec::with_capacity(options.len());
    for (i, option) in options.into_iter().enumerate() {
        let name = form::required(fields, format_args!("{path}.{i}.name"), option.name, MAX_OPTION_NAME);
        if out.iter().any(|other| text::fold(&other.name) == text::fold(&name)) {
            fields.add(format!("{path}.{i}.name"), "duplicate", format!("there is another option '{name}'"));
        }
        out.push(ProductOption { name, values: values(fields, format_args!("{path}.{i}.values"), option.values) });
    }
    out
}

fn values(fields: &mut Fields, path: Arguments<'_>, values: Vec<String>) -> Vec<String> {
    if values.is_empty() {
        fields.add(path.to_string(), "required", format!("{path} must hold at least one value"));
    }
    if !form::max_items(fields, path, values.len(), MAX_VARIANTS) {
        return values;
    }
    let mut out = Vec::with_capacity(values.len());
    for (i, value) in values.into_iter().enumerate() {
        out.push(form::required(fields, format_args!("{path}.{i}"), value, MAX_WORD));
    }
    let mut seen = HashSet::with_capacity(out.len());
    for (i, value) in out.iter().enumerate() {
        if !seen.insert(value.as_str()) {
            fields.add(format!("{path}.{i}"), "duplicate", format!("the value '{value}' stands there twice"));
        }
    }
    out
}

fn variant(fields: &mut Fields, path: Arguments<'_>, variant: VariantInput, media: &[Media]) -> VariantContent {
    if !(0..=MAX_WEIGHT_GRAMS).contains(&variant.weight_grams) {
        let message = format!("{path}.weight_grams must be between 0 and {MAX_WEIGHT_GRAMS}");
        fields.add(format!("{path}.weight_grams"), "out_of_range", message);
    }
    let hsn = variant.hsn_code.trim();
    if !matches!(hsn.len(), 0 | 2 | 4 | 6 | 8) || !hsn.bytes().all(|b| b.is_ascii_digit()) {
        let message = format!("{path}.hsn_code must be 2, 4, 6 or 8 digits");
        fields.add(format!("{path}.hsn_code"), "invalid", message);
    }
    let mut image_url = None;
    if let Some(url) = variant.image_url {
        let url = form::required(fields, format_args!("{path}.image_url"), url, MAX_URL);
        if !media.iter().any(|one| one.url == url) {
            let message = format!("{path}.image_url must be the address of one of the product's pictures");
            fields.add(format!("{path}.image_url"), "unknown", message);
        }
        image_url = Some(url);
    }
    VariantContent {
        sku: form::trimmed(fields, format_args!("{path}.sku"), variant.sku, MAX_SKU),
        barcode: form::trimmed(fields, format_args!("{path}.barcode"), variant.barcode, MAX_BARCODE),
        option_values: variant.option_values.into_iter().map(trim).collect(),
        weight_grams: variant.weight_grams,
        hsn_code: hsn.to_owned(),
        country_of_origin: variant.country_of_origin,
        requires_shipping: variant.requires_shipping,
        taxable: variant.taxable,
        image_url,
    }
}

fn trim(text: String) -> String {
    if text.trim().len() == text.len() { text } else { text.trim().to_owned() }
}

fn option_values(
    fields: &mut Fields,
    path: Arguments<'_>,
    chosen: &[String],
    options: &[ProductOption],
    values: &[HashSet<&str>],
) {
    if chosen.len() != options.len() {
        let message = format!("{path} must hold one value for each of the {} options", options.len());
        fields.add(path.to_string(), "wrong_count", message);
        return;
    }
    for (i, ((value, option), values)) in chosen.iter().zip(options).zip(values).enumerate() {
        if !values.contains(value.as_str()) {
            let message = format!("'{value}' is not a value of the option '{}'", option.name);
            fields.add(format!("{path}.{i}"), "unknown", message);
        }
    }
}

fn no_duplicates(fields: &mut Fields, path: Arguments<'_>, variants: &[VariantContent], ids: &[Option<VariantId>]) {
    let mut choices = HashSet::with_capacity(variants.len());
    let mut skus = HashSet::with_capacity(variants.len());
    let mut known_ids = HashSet::new();
    for (i, (variant, id)) in variants.iter().zip(ids).enumerate() {
        if !choices.insert(&variant.option_values) {
            let message = format!("another variant is {}", variant.option_values.join(" / "));
            fields.add(format!("{path}.{i}.option_values"), "duplicate", message);
        }
        if !variant.sku.is_empty() && !skus.insert(&variant.sku) {
            fields.add(
                format!("{path}.{i}.sku"),
                "duplicate",
                format!("another variant has the SKU '{}'", variant.sku),
            );
        }
        if let Some(id) = id
            && !known_ids.insert(*id)
        {
            fields.add(format!("{path}.{i}.id"), "duplicate", format!("{id} stands there twice"));
        }
    }
}
