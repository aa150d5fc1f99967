//! A product as a whole.

use super::{Known, form, variants};
use crate::pure::{
    content::Content,
    limits::{
        MAX_METAFIELD_NAME, MAX_METAFIELD_VALUE, MAX_METAFIELDS, MAX_SEO_DESCRIPTION, MAX_SEO_TITLE, MAX_TAX_CLASS,
        MAX_TITLE, MAX_WORD,
    },
};
use infrasell_contracts::catalog::{MAX_MEDIA, MAX_TAGS, Media, Metafield, ProductInput, Seo};
use infrasell_kernel::{Fields, VariantId};
use infrasell_rules::metafield;
use std::{
    collections::HashSet,
    fmt::{Arguments, Display},
};

/// A product that can be stored.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    /// The handle in its own form, if one was given.
    pub handle: Option<String>,
    /// What it says of itself, in canonical form.
    pub content: Content,
    /// The variants' ids, where they were given, in the content's order.
    pub ids: Vec<Option<VariantId>>,
}

/// Notes every bad field of `input` under the prefix `at` (empty, or `products.3.`) and gives its canonical form, which
/// is of use only when nothing was noted.
pub(crate) fn check(input: ProductInput, at: impl Display, known: &Known, fields: &mut Fields) -> Checked {
    let handle = form::handle(fields, format_args!("{at}handle"), input.handle);
    form::html(fields, format_args!("{at}description_html"), &input.description_html);
    if let Some(category) = input.category
        && !known.category_paths.contains_key(&category)
    {
        fields.add(format!("{at}category"), "unknown", format!("there is no category {category}"));
    }
    let media = media(fields, format_args!("{at}media"), input.media);
    let (options, variants, ids) = variants::check(fields, &at, input.options, input.variants, &media);
    let content = Content {
        title: form::required(fields, format_args!("{at}title"), input.title, MAX_TITLE),
        description_html: input.description_html,
        status: input.status,
        vendor: form::trimmed(fields, format_args!("{at}vendor"), input.vendor, MAX_WORD),
        product_type: form::trimmed(fields, format_args!("{at}product_type"), input.product_type, MAX_WORD),
        tags: tags(fields, format_args!("{at}tags"), input.tags),
        category: input.category,
        tax_class: tax_class(fields, format_args!("{at}tax_class"), input.tax_class, known),
        options,
        variants,
        media,
        seo: seo(fields, format_args!("{at}seo"), input.seo),
        metafields: metafields(fields, format_args!("{at}metafields"), input.metafields, known),
        channels: form::channels(fields, format_args!("{at}channels"), input.channels, &known.channels),
    };
    Checked { handle, content, ids }
}

fn tags(fields: &mut Fields, path: Arguments<'_>, tags: Vec<String>) -> Vec<String> {
    if !form::max_items(fields, path, tags.len(), MAX_TAGS) {
        return tags;
    }
    let mut out = Vec::with_capacity(tags.len());
    for (i, tag) in tags.into_iter().enumerate() {
        out.push(form::required(fields, format_args!("{path}.{i}"), tag, MAX_WORD));
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn tax_class(fields: &mut Fields, path: Arguments<'_>, code: Option<String>, known: &Known) -> Option<String> {
    let code = form::required(fields, path, code?, MAX_TAX_CLASS);
    if !code.is_empty() && !known.tax_classes.contains(&code) {
        fields.add(path.to_string(), "unknown", format!("there is no tax class '{code}'"));
    }
    Some(code)
}

fn media(fields: &mut Fields, path: Arguments<'_>, media: Vec<Media>) -> Vec<Media> {
    if !form::max_items(fields, path, media.len(), MAX_MEDIA) {
        return media;
    }
    let mut out = Vec::with_capacity(media.len());
    for (i, one) in media.into_iter().enumerate() {
        out.push(form::media(fields, format_args!("{path}.{i}"), one));
    }
    out
}

pub(super) fn seo(fields: &mut Fields, path: Arguments<'_>, seo: Seo) -> Seo {
    Seo {
        title: form::trimmed(fields, format_args!("{path}.title"), seo.title, MAX_SEO_TITLE),
        description: form::trimmed(fields, format_args!("{path}.description"), seo.description, MAX_SEO_DESCRIPTION),
    }
}

fn metafields(fields: &mut Fields, path: Arguments<'_>, metafields: Vec<Metafield>, known: &Known) -> Vec<Metafield> {
    if !form::max_items(fields, path, metafields.len(), MAX_METAFIELDS) {
        return metafields;
    }
    let mut out: Vec<Metafield> = Vec::with_capacity(metafields.len());
    let mut seen = HashSet::new();
    for (i, field) in metafields.into_iter().enumerate() {
        let checked = metafield(fields, format_args!("{path}.{i}"), field, known);
        if !seen.insert((checked.namespace.clone(), checked.key.clone())) {
            let message = format!("{}.{} stands there twice", checked.namespace, checked.key);
            fields.add(format!("{path}.{i}.key"), "duplicate", message);
        }
        out.push(checked);
    }
    out.sort_unstable_by(|a, b| (&a.namespace, &a.key).cmp(&(&b.namespace, &b.key)));
    out
}

fn metafield(fields: &mut Fields, path: Arguments<'_>, field: Metafield, known: &Known) -> Metafield {
    metafield_name(fields, format_args!("{path}.namespace"), &field.namespace);
    metafield_name(fields, format_args!("{path}.key"), &field.key);
    let name = (field.namespace, field.key);
    if let Some(defined) = known.definitions.get(&name)
        && *defined != field.kind
    {
        let message = format!("{}.{} is defined with another type", name.0, name.1);
        fields.add(format!("{path}.type"), "wrong_type", message);
    }
    form::max_len(fields, format_args!("{path}.value"), &field.value, MAX_METAFIELD_VALUE);
    let value = metafield::canonical(field.kind, &field.value).unwrap_or_else(|should| {
        fields.add(format!("{path}.value"), "invalid_value", format!("{path}.value {should}"));
        String::new()
    });
    Metafield { namespace: name.0, key: name.1, kind: field.kind, value }
}

/// Notes a namespace or key that is not 1 to 64 of a–z, 0–9, `_` and `-`.
pub(crate) fn metafield_name(fields: &mut Fields, path: Arguments<'_>, name: &str) {
    let is_plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    if name.is_empty() || name.len() > MAX_METAFIELD_NAME || !name.bytes().all(is_plain) {
        let message = format!("{path} must be 1 to {MAX_METAFIELD_NAME} of a–z, 0–9, _ and -");
        fields.add(path.to_string(), "invalid", message);
    }
}
