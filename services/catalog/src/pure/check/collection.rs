//! Collections, categories and metafield definitions.

use super::{Known, form, product};
use crate::pure::{
    limits::{MAX_MANUAL, MAX_OPTION_NAME, MAX_POSITION, MAX_RULES, MAX_TITLE, MAX_WORD},
    matching::Rules,
};
use infrasell_contracts::catalog::{
    Collection, CollectionInput, CollectionPatch, CollectionRule, Media, Membership, MetafieldDefinitionInput, Seo,
};
use infrasell_kernel::{ChannelId, Fields, Patch, ProductId};
use std::collections::HashSet;

/// A collection that can be stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Checked {
    pub handle: Option<String>,
    pub title: String,
    pub description_html: String,
    pub image: Option<Media>,
    pub membership: Membership,
    /// The rules, ready to be applied; none when it is manual.
    pub rules: Option<Rules>,
    pub seo: Seo,
    pub channels: Option<Vec<ChannelId>>,
}

/// Notes every bad field of `input` and gives its canonical form, which is of use only when nothing was noted.
pub(crate) fn check(input: CollectionInput, known: &Known, fields: &mut Fields) -> (Checked, Vec<ProductId>) {
    let handle = form::handle(fields, format_args!("handle"), input.handle);
    form::html(fields, format_args!("description_html"), &input.description_html);
    let (membership, rules) = membership(fields, input.membership, known);
    products(fields, &input.products, rules.is_some() || matches!(membership, Membership::Rules { .. }));
    let checked = Checked {
        handle,
        title: form::required(fields, format_args!("title"), input.title, MAX_TITLE),
        description_html: input.description_html,
        image: input.image.map(|image| form::media(fields, format_args!("image"), image)),
        membership,
        rules,
        seo: product::seo(fields, format_args!("seo"), input.seo),
        channels: form::channels(fields, format_args!("channels"), input.channels, &known.channels),
    };
    (checked, input.products)
}

/// As [`check`], for `stored` with `patch` applied. The products are those to put in, when they were given.
pub(crate) fn check_patch(
    stored: &Collection,
    patch: CollectionPatch,
    known: &Known,
    fields: &mut Fields,
) -> (Checked, Option<Vec<ProductId>>) {
    let by_rules = matches!(stored.membership, Membership::Rules { .. });
    if let Some(new) = &patch.membership
        && matches!(new, Membership::Rules { .. }) != by_rules
    {
        let message = "a collection stays manual or rule-based, as it was made";
        fields.add("membership", "fixed", message);
    }
    if by_rules && patch.products.is_some() {
        fields.add("products", "not_manual", "the rules alone say what is in this collection");
    }
    let input = CollectionInput {
        handle: Some(patch.handle.unwrap_or_else(|| stored.handle.clone())),
        title: patch.title.unwrap_or_else(|| stored.title.clone()),
        description_html: or_empty(patch.description_html, &stored.description_html),
        image: patch.image.apply(stored.image.clone()),
        membership: patch.membership.unwrap_or_else(|| stored.membership.clone()),
        products: if by_rules { vec![] } else { patch.products.clone().unwrap_or_default() },
        seo: or_empty(patch.seo, &stored.seo),
        channels: patch.channels.apply(stored.channels.clone()),
    };
    (check(input, known, fields).0, patch.products)
}

fn or_empty<T: Default + Clone>(patch: Patch<T>, old: &T) -> T {
    crate::pure::content::or_empty(patch, || old.clone())
}

fn membership(fields: &mut Fields, membership: Membership, known: &Known) -> (Membership, Option<Rules>) {
    let Membership::Rules { all, rules } = membership else { return (Membership::Manual, None) };
    if rules.is_empty() || rules.len() > MAX_RULES {
        let message = format!("a rule-based collection has 1 to {MAX_RULES} rules, not {}", rules.len());
        fields.add("membership.rules", "out_of_range", message);
        return (Membership::Rules { all, rules }, None);
    }
    let mut out = Vec::with_capacity(rules.len());
    for (i, rule) in rules.into_iter().enumerate() {
        let value = form::required(fields, format_args!("membership.rules.{i}.value"), rule.value, MAX_WORD);
        out.push(CollectionRule { value, ..rule });
    }
    let rules = match Rules::new(all, &out) {
        Ok(rules) => rules,
        Err(wrong) => {
            for (i, field, why) in wrong {
                fields.add(format!("membership.rules.{i}.{field}"), "invalid", why);
            }
            return (Membership::Rules { all, rules: out }, None);
        }
    };
    for (i, rule) in out.iter().enumerate() {
        let named = Rules::new(all, std::slice::from_ref(rule)).ok().and_then(|one| one.categories().next());
        if let Some(category) = named.filter(|id| !known.category_paths.contains_key(id)) {
            let message = format!("there is no category {category}");
            fields.add(format!("membership.rules.{i}.value"), "unknown", message);
        }
    }
    (Membership::Rules { all, rules: out }, Some(rules))
}

fn products(fields: &mut Fields, products: &[ProductId], by_rules: bool) {
    if by_rules && !products.is_empty() {
        fields.add("products", "not_manual", "the rules alone say what is in this collection");
    }
    if !form::max_items(fields, format_args!("products"), products.len(), MAX_MANUAL) {
        return;
    }
    let mut seen = HashSet::with_capacity(products.len());
    for (i, product) in products.iter().enumerate() {
        if !seen.insert(product) {
            fields.add(format!("products.{i}"), "duplicate", format!("{product} stands there twice"));
        }
    }
}

/// The name of a category, trimmed.
pub(crate) fn category_name(fields: &mut Fields, path: &str, name: String) -> String {
    form::required(fields, format_args!("{path}"), name, MAX_TITLE)
}

/// Notes a place among siblings that is out of range.
pub(crate) fn category_position(fields: &mut Fields, position: i64) {
    let ok = (-MAX_POSITION..=MAX_POSITION).contains(&position);
    let message = format!("position must be between {} and {MAX_POSITION}", -MAX_POSITION);
    fields.check(ok, "position", "out_of_range", message);
}

/// Notes every bad field of a metafield definition; gives its name trimmed.
pub(crate) fn definition(fields: &mut Fields, input: &MetafieldDefinitionInput) -> String {
    product::metafield_name(fields, format_args!("namespace"), &input.namespace);
    product::metafield_name(fields, format_args!("key"), &input.key);
    form::required(fields, format_args!("name"), input.name.clone(), MAX_OPTION_NAME)
}
