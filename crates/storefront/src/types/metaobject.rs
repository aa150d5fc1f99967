//! Metaobjects, and what their fields point at.

use super::{
    RootWriter,
    collection::CollectionOf,
    connection::{self, Connected, Connection, Edge, PageInfo, Slice},
    metafield,
    page::{ArticleOf, PageOf, part, part_key},
    product::ProductOf,
    variant::{self, VariantOf},
};
use crate::{
    fields, ids, never,
    object::{Object, Table},
    plan::Field,
    writer::Writer,
};
use infrasell_contracts::content::{FieldType, Metaobject, MetaobjectField, Name};
use infrasell_kernel::{ArticleId, CollectionId, ContentPageId, MetaobjectId, ProductId, VariantId};
use serde_json::Value;

/// A metaobject.
#[derive(Clone, Copy)]
pub struct MetaobjectOf<'a>(pub &'a Metaobject);
/// One of its fields.
#[derive(Clone, Copy)]
pub struct FieldOf<'a>(pub &'a MetaobjectField);

fields! { "Metaobject" for MetaobjectOf<'_>, |one, f, w| {
    "field" => {
        let key = w.arg_text(f, "key");
        let found = one.0.fields.iter().find(|field| Some(field.key.as_str()) == key);
        w.object_or_null(f, found.map(FieldOf).as_ref());
    },
    "fields" => w.objects(f, one.0.fields.iter().map(FieldOf)),
    "handle" => w.text(&one.0.handle),
    "id" => w.gid("Metaobject", one.0.id.get()),
    "onlineStoreUrl" => w.null(),
    "seo" => w.object_or_null(f, None::<&MetaobjectSeo>),
    "type" => w.text(&one.0.kind),
    "updatedAt" => w.time(one.0.updated_at),
}}

fields! { "MetaobjectField" for FieldOf<'_>, |field, f, w| {
    "key" => w.text(&field.0.key),
    "reference" => {
        let found = if field.0.list { None } else { find(w, field.0.kind, &field.0.value) };
        match found {
            Some(thing) => thing.write(f, w),
            None => w.null(),
        }
    },
    "references" => references(f, w, field.0),
    "type" => {
        let name = type_name(field.0.kind);
        if field.0.list { w.out.joined(&["list.", name]) } else { w.text(name) }
    },
    "value" => w.text(&field.0.value),
}}

never! { "MetaobjectSEO" as MetaobjectSeo { "description", "title" } }

impl Connected for MetaobjectOf<'_> {
    const CONNECTION: &'static str = "MetaobjectConnection";
    const EDGE: &'static str = "MetaobjectEdge";
}

/// Something that a field points at.
#[derive(Clone, Copy)]
enum Thing<'a> {
    Product(ProductOf<'a>),
    Variant(VariantOf<'a>),
    Collection(CollectionOf<'a>),
    Page(PageOf<'a>),
    Article(ArticleOf<'a>),
    Metaobject(MetaobjectOf<'a>),
}

impl Thing<'_> {
    fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
        match self {
            Thing::Product(one) => w.object(f, one),
            Thing::Variant(one) => w.object(f, one),
            Thing::Collection(one) => w.object(f, one),
            Thing::Page(one) => w.object(f, one),
            Thing::Article(one) => w.object(f, one),
            Thing::Metaobject(one) => w.object(f, one),
        }
    }
}

/// What several fields point at.
struct Things<'a>(Slice<Thing<'a>>);
/// One of those.
struct ThingEdge<'a>(&'a (Thing<'a>, String));

impl Object for Things<'_> {
    const TYPE: &'static str = "MetafieldReferenceConnection";
    const FIELDS: &'static [&'static str] = &["nodes", "edges", "pageInfo"];
    fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
        match f.at {
            0 => w.each(f, &self.0.items, |w, (thing, _)| thing.write(f, w)),
            1 => w.objects(f, self.0.items.iter().map(ThingEdge)),
            2 => w.object::<PageInfo<'_>>(f, &self.0.info()),
            _ => w.null(),
        }
    }
}

fields! { "MetafieldReferenceEdge" for ThingEdge<'_>, |edge, f, w| {
    "cursor" => w.text(&edge.0.1),
    "node" => edge.0.0.write(f, w),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<MetaobjectOf<'static>>(),
    Table::of::<FieldOf<'static>>(),
    Table::of::<MetaobjectSeo>(),
    Table::of::<Things<'static>>(),
    Table::of::<ThingEdge<'static>>(),
    Table::of::<Connection<MetaobjectOf<'static>>>(),
    Table::of::<Edge<'static, MetaobjectOf<'static>>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("metaobject", |f, w| {
        if let Some(id) = w.arg_text(f, "id") {
            return by_id(f, w, id);
        }
        let text = |one: &Value, name: &str| one.get(name).and_then(Value::as_str).map(str::to_owned);
        let name = w.args(f).get("handle").and_then(|one| Some((text(one, "type")?, text(one, "handle")?)));
        match name {
            Some((kind, handle)) => metaobject(f, w, &Name::within(kind, handle)),
            None => w.null(),
        }
    }),
    ("metaobjects", |f, w| {
        let kind = w.arg_text(f, "type").unwrap_or("").to_owned();
        let Some(key) = part_key(f, w, Some(kind)) else { return };
        part(f, w, &w.facts.metaobject_lists, key, |one| (MetaobjectOf(one), one.id.get()));
    }),
];

fn metaobject<'w>(f: &'w Field, w: &mut Writer<'w>, name: &Name<MetaobjectId>) {
    let found = w.get(&w.facts.metaobjects, name);
    w.object_or_null(f, found.map(MetaobjectOf).as_ref());
}

/// Writes the metaobject with this id, or null.
pub fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    match ids::number("Metaobject", id) {
        Some(id) => metaobject(f, w, &Name::Id(MetaobjectId::from_i64(id))),
        None => w.null(),
    }
}

/// What a value points at, if it is there for who reads.
fn find<'w>(w: &mut Writer<'w>, kind: FieldType, value: &str) -> Option<Thing<'w>> {
    match kind {
        FieldType::ProductReference => {
            let id: ProductId = value.parse().ok()?;
            w.get(&w.facts.products, &id).map(|one| Thing::Product(ProductOf(one)))
        }
        FieldType::VariantReference => {
            let id: VariantId = value.parse().ok()?;
            variant::find(w, id).map(Thing::Variant)
        }
        FieldType::CollectionReference => {
            let id: CollectionId = value.parse().ok()?;
            w.get(&w.facts.collections, &id).map(|one| Thing::Collection(CollectionOf(one)))
        }
        FieldType::PageReference => {
            let id: ContentPageId = value.parse().ok()?;
            w.get(&w.facts.pages, &Name::Id(id)).map(|one| Thing::Page(PageOf(one)))
        }
        FieldType::ArticleReference => {
            let id: ArticleId = value.parse().ok()?;
            w.get(&w.facts.articles, &Name::Id(id)).map(|one| Thing::Article(ArticleOf(one)))
        }
        FieldType::MetaobjectReference => {
            let id: MetaobjectId = value.parse().ok()?;
            w.get(&w.facts.metaobjects, &Name::Id(id)).map(|one| Thing::Metaobject(MetaobjectOf(one)))
        }
        _ => None,
    }
}

/// Writes what a list of references points at; null for what is none.
fn references<'w>(f: &'w Field, w: &mut Writer<'w>, field: &MetaobjectField) {
    if !field.list || field.kind.as_metafield().is_some() || field.kind == FieldType::Html {
        return w.null();
    }
    let values: Vec<String> = serde_json::from_str(&field.value).unwrap_or_default();
    let mut things: Vec<(Thing<'w>, String)> = vec![];
    for value in values {
        if let Some(thing) = find(w, field.kind, &value) {
            things.push((thing, ids::number_of(&value).to_string()));
        }
    }
    let Some(range) = connection::window(f, w, things.len(), |at| things[at].1.clone()) else { return };
    let (has_previous, has_next) = (range.start > 0, range.end < things.len());
    let items = things.drain(range).collect();
    w.object(f, &Things(Slice { items, has_previous, has_next }));
}

/// A type as these clients call it.
fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Html => "multi_line_text_field",
        FieldType::ProductReference => "product_reference",
        FieldType::VariantReference => "variant_reference",
        FieldType::CollectionReference => "collection_reference",
        FieldType::PageReference => "page_reference",
        FieldType::ArticleReference => "article_reference",
        FieldType::MetaobjectReference => "metaobject_reference",
        other => other.as_metafield().map_or("json", metafield::name),
    }
}
