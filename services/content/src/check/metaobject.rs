//! Metaobjects and what they are made of.

use super::{
    New,
    form::{handle, html, published, put, required, trimmed},
};
use infrasell_contracts::content::{
    FieldType, MAX_LIST_VALUES, MAX_METAOBJECT_FIELDS, Metaobject, MetaobjectDefinition, MetaobjectDefinitionInput,
    MetaobjectDefinitionPatch, MetaobjectField, MetaobjectFieldDefinition, MetaobjectInput, MetaobjectPatch,
};
use infrasell_kernel::{FieldError, Fields, Id, MetaobjectDefinitionId, MetaobjectId, Timestamp};
use infrasell_rules::metafield;
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a name of a type or field.
const MAX_NAME: usize = 64;
/// The most characters of what people see.
const MAX_LABEL: usize = 100;
/// The most bytes of a value.
const MAX_VALUE: usize = 65_536;
/// The most bytes of a title.
const MAX_TITLE_BYTES: usize = 255;

/// A definition that an input describes.
pub(crate) fn new_definition(
    input: MetaobjectDefinitionInput,
    now: Timestamp,
) -> Result<MetaobjectDefinition, Vec<FieldError>> {
    let mut fields = Fields::new();
    plain_name(&mut fields, "type", &input.kind);
    let definition = MetaobjectDefinition {
        id: MetaobjectDefinitionId::from_i64(0),
        kind: input.kind,
        name: required(&mut fields, "name", &input.name, MAX_LABEL),
        display_field: input.display_field,
        fields: definition_fields(&mut fields, input.fields),
        storefront_visible: input.storefront_visible.unwrap_or(true),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    display_field(&mut fields, &definition);
    fields.done()?;
    Ok(definition)
}

/// What a definition becomes by a change.
pub(crate) fn changed_definition(
    mut definition: MetaobjectDefinition,
    patch: MetaobjectDefinitionPatch,
) -> Result<MetaobjectDefinition, Vec<FieldError>> {
    let mut fields = Fields::new();
    put(&mut definition.name, patch.name.map(|name| required(&mut fields, "name", &name, MAX_LABEL)));
    put(&mut definition.fields, patch.fields.map(|all| definition_fields(&mut fields, all)));
    put(&mut definition.storefront_visible, patch.storefront_visible);
    definition.display_field = patch.display_field.apply(definition.display_field);
    display_field(&mut fields, &definition);
    fields.done()?;
    Ok(definition)
}

/// The first field by which metaobjects of `old` would no longer be metaobjects of `new`.
pub(crate) fn breaks(old: &MetaobjectDefinition, new: &MetaobjectDefinition) -> Option<String> {
    let of = |definition: &MetaobjectDefinition, key: &str| {
        definition.fields.iter().find(|field| field.key == *key).map(|field| (field.kind, field.list, field.required))
    };
    for field in &old.fields {
        match of(new, &field.key) {
            Some((kind, list, _)) if (kind, list) == (field.kind, field.list) => {}
            _ => return Some(field.key.clone()),
        }
    }
    let was_required = |key: &str| of(old, key).is_some_and(|(_, _, required)| required);
    new.fields.iter().find(|field| field.required && !was_required(&field.key)).map(|field| field.key.clone())
}

fn plain_name(fields: &mut Fields, path: &str, name: &str) {
    let is_plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    let is_good = !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(is_plain);
    fields.check(is_good, path, "invalid_name", format!("{path} must be 1 to {MAX_NAME} of a–z, 0–9, _ and -"));
}

fn definition_fields(fields: &mut Fields, all: Vec<MetaobjectFieldDefinition>) -> Vec<MetaobjectFieldDefinition> {
    let count = all.len();
    let message = format!("fields has {count} entries, not 1 to {MAX_METAOBJECT_FIELDS}");
    fields.check((1..=MAX_METAOBJECT_FIELDS).contains(&count), "fields", "out_of_range", message);
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(count.min(MAX_METAOBJECT_FIELDS));
    for (place, field) in all.into_iter().take(MAX_METAOBJECT_FIELDS).enumerate() {
        let path = format!("fields.{place}");
        plain_name(fields, &format!("{path}.key"), &field.key);
        let message = format!("{} stands there twice", field.key);
        fields.check(seen.insert(field.key.clone()), &format!("{path}.key"), "duplicate", message);
        let name = trimmed(fields, &format!("{path}.name"), &field.name, MAX_LABEL);
        out.push(MetaobjectFieldDefinition { name, ..field });
    }
    out
}

fn display_field(fields: &mut Fields, definition: &MetaobjectDefinition) {
    let Some(display) = &definition.display_field else { return };
    let is_there = definition.fields.iter().any(|field| field.key == *display && !field.list);
    fields.check(is_there, "display_field", "unknown", "display_field must name a field that is no list");
}

/// A metaobject that an input describes.
pub(crate) fn new(
    input: MetaobjectInput,
    definition: &MetaobjectDefinition,
    now: Timestamp,
) -> Result<New<Metaobject>, Vec<FieldError>> {
    let mut fields = Fields::new();
    let handle = handle(&mut fields, "handle", input.handle.as_deref());
    let given = input.fields.into_iter().map(|(key, value)| (key, Some(value))).collect();
    let values = values(&mut fields, definition, &[], given);
    fields.done()?;
    let thing = Metaobject {
        id: MetaobjectId::from_i64(0),
        definition: definition.id,
        kind: definition.kind.clone(),
        handle: String::new(),
        title: title(definition, &values),
        fields: values,
        published_at: published(input.published_at, now),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    Ok(New { thing, handle })
}

/// What a metaobject becomes by a change.
pub(crate) fn changed(
    mut metaobject: Metaobject,
    patch: MetaobjectPatch,
    definition: &MetaobjectDefinition,
) -> Result<Metaobject, Vec<FieldError>> {
    let mut fields = Fields::new();
    put(&mut metaobject.handle, handle(&mut fields, "handle", patch.handle.as_deref()));
    if !patch.fields.is_empty() {
        metaobject.fields = values(&mut fields, definition, &metaobject.fields, patch.fields);
        metaobject.title = title(definition, &metaobject.fields);
    }
    metaobject.published_at = patch.published_at.apply(metaobject.published_at);
    fields.done()?;
    Ok(metaobject)
}

/// What it is called: its display field's value, cut; empty when there is none.
fn title(definition: &MetaobjectDefinition, values: &[MetaobjectField]) -> String {
    let display = definition.display_field.as_deref();
    let value = values.iter().find(|field| Some(field.key.as_str()) == display);
    let mut title = value.map(|field| field.value.replace(char::is_control, " ")).unwrap_or_default();
    infrasell_kernel::text::truncate(&mut title, MAX_TITLE_BYTES);
    title
}

/// The values in the definition's order: what is given in the place of what is there.
fn values(
    fields: &mut Fields,
    definition: &MetaobjectDefinition,
    old: &[MetaobjectField],
    mut given: BTreeMap<String, Option<String>>,
) -> Vec<MetaobjectField> {
    let mut out = vec![];
    for defined in &definition.fields {
        let path = format!("fields.{}", defined.key);
        let kept = old.iter().find(|field| field.key == defined.key);
        let value = match given.remove(&defined.key) {
            None => kept.map(|field| field.value.clone()),
            Some(None) => None,
            Some(Some(text)) => value(fields, &path, defined, &text),
        };
        fields.check(value.is_some() || !defined.required, &path, "required", format!("{path} must have a value"));
        let field = |value| MetaobjectField { key: defined.key.clone(), kind: defined.kind, list: defined.list, value };
        out.extend(value.map(field));
    }
    for key in given.into_keys() {
        let key: String = key.chars().take(MAX_NAME).collect();
        fields.add(format!("fields.{key}"), "unknown", format!("the type {} has no field {key}", definition.kind));
    }
    out
}

/// The value in its type's one form. What could not be read is noted and stands for a value.
fn value(fields: &mut Fields, path: &str, defined: &MetaobjectFieldDefinition, text: &str) -> Option<String> {
    if text.len() > MAX_VALUE {
        fields.add(path, "too_long", format!("{path} is longer than {MAX_VALUE} bytes"));
        return Some(String::new());
    }
    if text.contains('\0') {
        fields.add(path, "invalid_character", format!("{path} contains a zero character"));
        return Some(String::new());
    }
    if !defined.list {
        return Some(single(fields, path, defined.kind, text));
    }
    let Ok(items) = serde_json::from_str::<Vec<String>>(text) else {
        fields.add(path, "invalid_value", format!("{path} must be a JSON array of texts"));
        return Some(String::new());
    };
    if items.len() > MAX_LIST_VALUES {
        let message = format!("{path} has {} entries, more than {MAX_LIST_VALUES}", items.len());
        fields.add(path, "too_many", message);
        return Some(String::new());
    }
    let items = items.iter().enumerate();
    let items: Vec<String> =
        items.map(|(i, item)| single(fields, &format!("{path}.{i}"), defined.kind, item)).collect();
    Some(serde_json::to_string(&items).unwrap_or_default())
}

fn single(fields: &mut Fields, path: &str, kind: FieldType, text: &str) -> String {
    if kind == FieldType::Html {
        return html(fields, path, text);
    }
    let value = match kind.as_metafield() {
        Some(kind) => metafield::canonical(kind, text),
        None => reference(kind, text.trim()),
    };
    value.unwrap_or_else(|should| {
        fields.add(path, "invalid_value", format!("{path} {should}"));
        String::new()
    })
}

fn reference(kind: FieldType, text: &str) -> Result<String, &'static str> {
    fn id<K: infrasell_kernel::Kind>(text: &str, should: &'static str) -> Result<String, &'static str> {
        text.parse::<Id<K>>().map(|id| id.to_string()).map_err(|_| should)
    }
    use infrasell_kernel::kind::{Article, Collection, ContentPage, Metaobject, Product, Variant};
    match kind {
        FieldType::ProductReference => id::<Product>(text, "must be the id of a product, prod_1042"),
        FieldType::VariantReference => id::<Variant>(text, "must be the id of a variant, var_1042"),
        FieldType::CollectionReference => id::<Collection>(text, "must be the id of a collection, coll_1042"),
        FieldType::PageReference => id::<ContentPage>(text, "must be the id of a page, page_1042"),
        FieldType::ArticleReference => id::<Article>(text, "must be the id of an article, art_1042"),
        FieldType::MetaobjectReference => id::<Metaobject>(text, "must be the id of a metaobject, mobj_1042"),
        _ => Err("must be of a type that is known"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(fields: &[(&str, FieldType, bool, bool)]) -> MetaobjectDefinition {
        let field = |(key, kind, list, required): &(&str, FieldType, bool, bool)| MetaobjectFieldDefinition {
            key: (*key).into(),
            name: String::new(),
            kind: *kind,
            list: *list,
            required: *required,
        };
        MetaobjectDefinition {
            id: MetaobjectDefinitionId::from_i64(1),
            kind: "size_chart".into(),
            name: "Size chart".into(),
            display_field: None,
            fields: fields.iter().map(field).collect(),
            storefront_visible: true,
            version: 1,
            created_at: Timestamp::from_micros(1),
            updated_at: Timestamp::from_micros(1),
        }
    }

    #[test]
    fn a_change_that_would_leave_metaobjects_behind_is_found() {
        use FieldType::{Integer, SingleLineText};
        let old = definition(&[("a", Integer, false, false), ("b", SingleLineText, false, true)]);
        for (fields, breaking) in [
            (vec![("b", SingleLineText, false, true), ("a", Integer, false, false)], None),
            (vec![("a", Integer, false, false), ("b", SingleLineText, false, false)], None),
            (vec![("a", Integer, false, false), ("b", SingleLineText, false, true), ("c", Integer, true, false)], None),
            (vec![("a", Integer, false, false)], Some("b")),
            (vec![("a", SingleLineText, false, false), ("b", SingleLineText, false, true)], Some("a")),
            (vec![("a", Integer, true, false), ("b", SingleLineText, false, true)], Some("a")),
            (vec![("a", Integer, false, true), ("b", SingleLineText, false, true)], Some("a")),
        ] {
            assert_eq!(breaks(&old, &definition(&fields)).as_deref(), breaking, "{fields:?}");
        }
    }

    #[test]
    fn values_are_in_one_form_and_every_bad_one_is_named() {
        let of = definition(&[
            ("count", FieldType::Integer, false, true),
            ("links", FieldType::Url, true, false),
            ("text", FieldType::Html, false, false),
            ("product", FieldType::ProductReference, false, false),
        ]);
        let input = |fields: &[(&str, &str)]| MetaobjectInput {
            kind: "size_chart".into(),
            handle: Some("a".into()),
            fields: fields.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect(),
            published_at: Default::default(),
        };
        let now = Timestamp::from_micros(5);
        let good = input(&[
            ("product", "prod_7"),
            ("count", " +007 "),
            ("links", "[\"HTTPS://a.example\"]"),
            ("text", "<p onclick=x>a"),
        ]);
        let made = new(good, &of, now).unwrap_or_else(|e| panic!("{e:?}")).thing;
        let values: Vec<&str> = made.fields.iter().map(|field| field.value.as_str()).collect();
        assert_eq!(values, ["7", "[\"https://a.example/\"]", "<p>a</p>", "prod_7"]);
        let bad = input(&[("links", "[\"x\", 1]"), ("product", "var_7"), ("size", "1")]);
        let errors = new(bad, &of, now).err().unwrap();
        let found: Vec<String> = errors.iter().map(|e| format!("{} {}", e.path, e.code)).collect();
        let expected = [
            "fields.count required",
            "fields.links invalid_value",
            "fields.product invalid_value",
            "fields.size unknown",
        ];
        assert_eq!(found, expected);
    }
}
