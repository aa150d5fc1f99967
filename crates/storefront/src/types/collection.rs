//! Collections, and the lists of products in them.

use super::{
    RootWriter,
    connection::{Connected, Edge, Slice},
    filter::{self, FilterOf},
    image::ImageOf,
    list::{part, wants},
    metafield::{self, Owner},
    product::ProductOf,
};
use crate::{
    fields,
    gather::{
        collection::{CollectionsKey, Order as CollectionOrder},
        list::{Gone, ListKey, Order, ProductList, Refused, SearchKey},
    },
    ids,
    object::Table,
    plan::Field,
    text::plain,
    writer::Writer,
};
use infrasell_contracts::{
    catalog::{Collection, Facet},
    search::MAX_QUERY,
};
use infrasell_kernel::CollectionId;
use infrasell_rules::syntax::{self, Compare, Expr};

/// A collection.
#[derive(Clone, Copy)]
pub struct CollectionOf<'a>(pub &'a Collection);

impl Connected for CollectionOf<'_> {
    const CONNECTION: &'static str = "CollectionConnection";
    const EDGE: &'static str = "CollectionEdge";
}

/// A part of a list of products, with what else could be picked.
pub struct Products<'a> {
    slice: Slice<ProductOf<'a>>,
    facets: &'a [Facet],
}

/// A part of a list of collections.
pub struct Collections<'a> {
    slice: Slice<CollectionOf<'a>>,
    total: i64,
}

fields! { "ProductConnection" for Products<'_>, |list, f, w| {
    "edges" => w.objects(f, list.slice.items.iter().map(|(node, cursor)| Edge { node, cursor })),
    "filters" => w.objects(f, list.facets.iter().map(FilterOf)),
    "nodes" => w.each(f, &list.slice.items, |w, (node, _)| w.object(f, node)),
    "pageInfo" => w.object(f, &list.slice.info()),
}}

fields! { "CollectionConnection" for Collections<'_>, |list, f, w| {
    "edges" => w.objects(f, list.slice.items.iter().map(|(node, cursor)| Edge { node, cursor })),
    "nodes" => w.each(f, &list.slice.items, |w, (node, _)| w.object(f, node)),
    "pageInfo" => w.object(f, &list.slice.info()),
    "totalCount" => w.text(&list.total.to_string()),
}}

fields! { "Collection" for CollectionOf<'_>, |one, f, w| {
    "description" => {
        let most = w.arg_int(f, "truncateAt").and_then(|most| usize::try_from(most).ok());
        let text = plain(&one.0.description_html, most);
        w.text(&text);
    },
    "descriptionHtml" => w.text(&one.0.description_html),
    "handle" => w.text(&one.0.handle),
    "id" => w.gid("Collection", one.0.id.get()),
    "image" => w.object_or_null(f, one.0.image.as_ref().map(ImageOf::new).as_ref()),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "onlineStoreUrl" => w.null(),
    "products" => {
        let sort = match w.arg_text(f, "sortKey") {
            Some("BEST_SELLING") => Order::BestSelling,
            Some("CREATED") => Order::CreatedAt,
            Some("ID") => Order::Id,
            Some("PRICE") => Order::Price,
            Some("RELEVANCE") => Order::Relevance,
            Some("TITLE") => Order::Title,
            _ => Order::Manual,
        };
        list(f, w, Some(one.0.id), sort);
    },
    "seo" => w.object(f, &one.0.seo),
    "title" => w.text(&one.0.title),
    "trackingParameters" => w.null(),
    "updatedAt" => w.time(one.0.updated_at),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<CollectionOf<'static>>(),
    Table::of::<Collections<'static>>(),
    Table::of::<Edge<'static, CollectionOf<'static>>>(),
    Table::of::<Products<'static>>(),
    Table::of::<Edge<'static, ProductOf<'static>>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("collection", |f, w| match (w.arg_text(f, "id"), w.arg_text(f, "handle")) {
        (Some(id), _) => by_id(f, w, id),
        (None, Some(handle)) => by_handle(f, w, handle),
        (None, None) => w.fail("BAD_USER_INPUT", "collection needs an id or a handle"),
    }),
    ("collectionByHandle", |f, w| by_handle(f, w, w.arg_text(f, "handle").unwrap_or(""))),
    ("collections", collections),
    ("products", |f, w| {
        let sort = match w.arg_text(f, "sortKey") {
            Some("BEST_SELLING") => Order::BestSelling,
            Some("CREATED_AT") => Order::CreatedAt,
            Some("PRICE") => Order::Price,
            Some("PRODUCT_TYPE") => Order::ProductType,
            Some("RELEVANCE") => match w.arg_text(f, "query").filter(|query| are_words(query)) {
                Some(words) => return searched(f, w, words.to_owned()),
                None => Order::Relevance,
            },
            Some("TITLE") => Order::Title,
            Some("UPDATED_AT") => Order::UpdatedAt,
            Some("VENDOR") => Order::Vendor,
            _ => Order::Id,
        };
        list(f, w, None, sort);
    }),
];

/// Writes the collection with this id, or null.
pub fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let id = ids::number("Collection", id).map(CollectionId::from_i64);
    let found = id.and_then(|id| w.get(&w.facts.collections, &id));
    w.object_or_null(f, found.map(|one| CollectionOf(one)).as_ref());
}

fn by_handle<'w>(f: &'w Field, w: &mut Writer<'w>, handle: &str) {
    let found = w.get(&w.facts.collection_handles, &handle.to_owned());
    w.object_or_null(f, found.map(|one| CollectionOf(one)).as_ref());
}

/// Writes a part of a list of products.
fn list<'w>(f: &'w Field, w: &mut Writer<'w>, collection: Option<CollectionId>, sort: Order) {
    let Some(part) = part(f, w) else { return };
    let Some(tests) = filter::read(f, w, "filters") else { return };
    let key = ListKey {
        collection,
        sort,
        reverse: w.arg_flag(f, "reverse"),
        query: w.arg_text(f, "query").filter(|query| !query.trim().is_empty()).map(str::to_owned),
        tests,
        part,
        facets: wants(f, "filters"),
    };
    let Some(found) = w.get(&w.facts.product_lists, &key) else { return w.null() };
    write(f, w, found);
}

/// Whether this is nothing but words, for which products are better or worse fits; what is written about fields holds or not.
fn are_words(query: &str) -> bool {
    let is_word = |part: &Expr| matches!(part, Expr::Term(term) if term.field.is_none() && term.compare == Compare::Is && !term.is_prefix && !term.is_phrase);
    query.chars().count() <= MAX_QUERY
        && match syntax::read(query) {
            Ok(Some(Expr::All(parts))) => parts.iter().all(is_word),
            Ok(Some(part)) => is_word(&part),
            Ok(None) | Err(_) => false,
        }
}

/// Writes a part of what these words find, the best fit first, as the search itself does.
fn searched<'w>(f: &'w Field, w: &mut Writer<'w>, query: String) {
    let Some(part) = part(f, w) else { return };
    let key = SearchKey {
        query,
        is_prefix: false,
        by_price: false,
        reverse: w.arg_flag(f, "reverse"),
        tests: vec![],
        unavailable: Gone::Show,
        part,
        facets: wants(f, "filters"),
    };
    let Some(found) = w.get(&w.facts.searches, &key) else { return w.null() };
    write(f, w, found);
}

fn write<'w>(f: &'w Field, w: &mut Writer<'w>, found: &Result<ProductList, Refused>) {
    match found {
        Ok(found) => w.object(f, &products_of(found)),
        Err(refused) => refuse(w, refused),
    }
}

/// A list as a connection.
fn products_of(found: &ProductList) -> Products<'_> {
    Products { slice: slice_of(found), facets: &found.facets }
}

/// The products of a list.
pub fn slice_of(found: &ProductList) -> Slice<ProductOf<'_>> {
    let items = found.items.iter().map(|(product, cursor)| (ProductOf(product), cursor.clone())).collect();
    Slice { items, has_previous: found.has_previous, has_next: found.has_next }
}

/// Says what a client did wrong.
pub fn refuse(w: &mut Writer<'_>, (code, message): &Refused) {
    w.fail(code, message.clone());
}

fn collections<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let Some(part) = part(f, w) else { return };
    let key = CollectionsKey {
        sort: match w.arg_text(f, "sortKey") {
            Some("TITLE") => CollectionOrder::Title,
            Some("UPDATED_AT") => CollectionOrder::UpdatedAt,
            _ => CollectionOrder::Id,
        },
        reverse: w.arg_flag(f, "reverse"),
        query: w.arg_text(f, "query").filter(|query| !query.trim().is_empty()).map(str::to_owned),
        part,
        count: wants(f, "totalCount"),
    };
    let Some(found) = w.get(&w.facts.collection_lists, &key) else { return w.null() };
    match found {
        Ok(found) => {
            let items = found.items.iter().map(|(one, cursor)| (CollectionOf(one), cursor.clone())).collect();
            let slice = Slice { items, has_previous: found.has_previous, has_next: found.has_next };
            w.object(f, &Collections { slice, total: found.total });
        }
        Err(refused) => refuse(w, refused),
    }
}

/// Writes the collections that a product is in, as far as they are published here.
pub fn of_product<'w>(f: &'w Field, w: &mut Writer<'w>, product: infrasell_kernel::ProductId) {
    let ids = w.get(&w.facts.product_collections, &product).map_or(&[][..], Vec::as_slice);
    let mut found: Vec<CollectionOf<'_>> = vec![];
    for id in ids {
        // each is looked at, so that all are fetched at once
        if let Some(one) = w.get(&w.facts.collections, id) {
            found.push(CollectionOf(one));
        }
    }
    if w.arg_flag(f, "reverse") {
        found.reverse();
    }
    let name = |at: usize| found[at].0.id.get().to_string();
    let Some(range) = super::connection::window(f, w, found.len(), name) else { return };
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let (has_previous, has_next) = (range.start > 0, range.end < found.len());
    let items = found[range].iter().map(|one| (*one, one.0.id.get().to_string())).collect();
    w.object(f, &Collections { slice: Slice { items, has_previous, has_next }, total });
}
