//! What words find, what somebody who is typing might look for, what is shown beside a product.

use super::{
    RootWriter,
    collection::{CollectionOf, refuse, slice_of},
    connection::Slice,
    filter::{self, FilterOf},
    list::{part, wants},
    page::{ArticleOf, PageOf},
    product::ProductOf,
};
use crate::{
    fields,
    gather::list::{BesideKey, ContentSearchKey, Gone, Part, SearchKey, SuggestKey, WordsKey, text_of},
    ids,
    object::Table,
    plan::Field,
    writer::Writer,
};
use infrasell_contracts::{
    catalog::Facet,
    search::{ContentFound, SearchKind, SuggestedQuery, Suggestions},
};
use infrasell_kernel::ProductId;

/// Something that was found.
#[derive(Clone, Copy)]
enum Hit<'a> {
    Product(ProductOf<'a>),
    Page(PageOf<'a>),
    Article(ArticleOf<'a>),
}

impl Hit<'_> {
    fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
        match self {
            Hit::Product(one) => w.object(f, one),
            Hit::Page(one) => w.object(f, one),
            Hit::Article(one) => w.object(f, one),
        }
    }
}

/// What was found.
struct Results<'a> {
    slice: Slice<Hit<'a>>,
    facets: &'a [Facet],
    total: i64,
}

/// Something that was found, and its place.
struct ResultEdge<'a>(&'a Hit<'a>, &'a str);

fields! { "SearchResultItemConnection" for Results<'_>, |found, f, w| {
    "edges" => w.objects(f, found.slice.items.iter().map(|(hit, cursor)| ResultEdge(hit, cursor))),
    "nodes" => w.each(f, &found.slice.items, |w, (hit, _)| hit.write(f, w)),
    "pageInfo" => w.object(f, &found.slice.info()),
    "productFilters" => w.objects(f, found.facets.iter().map(FilterOf)),
    "totalCount" => w.int(found.total),
}}

fields! { "SearchResultItemEdge" for ResultEdge<'_>, |edge, f, w| {
    "cursor" => w.text(edge.1),
    "node" => edge.0.write(f, w),
}}

/// What somebody might look for, no more of it than he asked for.
struct Suggested<'a> {
    all: &'a Suggestions,
    products: usize,
    collections: usize,
    queries: usize,
    pages: usize,
    articles: usize,
}

fields! { "PredictiveSearchResult" for Suggested<'_>, |found, f, w| {
    "articles" => w.objects(f, found.all.articles.iter().take(found.articles).map(ArticleOf)),
    "collections" => w.objects(f, found.all.collections.iter().take(found.collections).map(CollectionOf)),
    "pages" => w.objects(f, found.all.pages.iter().take(found.pages).map(PageOf)),
    "products" => w.objects(f, found.all.products.iter().take(found.products).map(ProductOf)),
    "queries" => w.objects(f, found.all.queries.iter().take(found.queries).map(QueryOf)),
}}

/// Words to look for.
struct QueryOf<'a>(&'a SuggestedQuery);

fields! { "SearchQuerySuggestion" for QueryOf<'_>, |query, f, w| {
    "styledText" => w.text(&query.0.styled),
    "text" => w.text(&query.0.text),
    "trackingParameters" => w.null(),
}}

/// Texts as a connection.
struct Texts<'a>(Slice<&'a str>);

/// A text and its place.
struct TextEdge<'a>(&'a str);

fields! { "StringConnection" for Texts<'_>, |texts, f, w| {
    "edges" => w.objects(f, texts.0.items.iter().map(|(text, _)| TextEdge(text))),
    "nodes" => w.texts(texts.0.items.iter().map(|(text, _)| text)),
    "pageInfo" => w.object(f, &texts.0.info()),
}}

fields! { "StringEdge" for TextEdge<'_>, |edge, f, w| {
    "cursor" => w.text(edge.0),
    "node" => w.text(edge.0),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<Results<'static>>(),
    Table::of::<ResultEdge<'static>>(),
    Table::of::<Suggested<'static>>(),
    Table::of::<QueryOf<'static>>(),
    Table::of::<Texts<'static>>(),
    Table::of::<TextEdge<'static>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("predictiveSearch", suggest),
    ("productRecommendations", beside),
    ("productTags", |f, w| words(f, w, true)),
    ("productTypes", |f, w| words(f, w, false)),
    ("search", search),
];

fn gone<'w>(f: &'w Field, w: &Writer<'w>) -> Gone {
    match w.arg_text(f, "unavailableProducts") {
        Some("HIDE") => Gone::Hide,
        Some("SHOW") => Gone::Show,
        _ => Gone::Last,
    }
}

fn search<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let Some(part) = part(f, w) else { return };
    let Some(tests) = filter::read(f, w, "productFilters") else { return };
    let types = super::product::texts(f, w, "types");
    if !types.is_empty() && !types.contains(&"PRODUCT") {
        return search_content(f, w, &types, part);
    }
    let key = SearchKey {
        query: w.arg_text(f, "query").unwrap_or("").to_owned(),
        is_prefix: w.arg_text(f, "prefix") == Some("LAST"),
        by_price: w.arg_text(f, "sortKey") == Some("PRICE"),
        reverse: w.arg_flag(f, "reverse"),
        tests,
        unavailable: gone(f, w),
        part,
        facets: wants(f, "productFilters"),
    };
    let Some(found) = w.get(&w.facts.searches, &key) else { return w.null() };
    match found {
        Ok(found) => {
            let Slice { items, has_previous, has_next } = slice_of(found);
            let items = items.into_iter().map(|(one, cursor)| (Hit::Product(one), cursor)).collect();
            let slice = Slice { items, has_previous, has_next };
            w.object(f, &Results { slice, facets: &found.facets, total: found.total });
        }
        Err(refused) => refuse(w, refused),
    }
}

/// Pages and articles, as far as they are wanted.
fn search_content<'w>(f: &'w Field, w: &mut Writer<'w>, types: &[&str], part: Part) {
    let key = ContentSearchKey {
        query: w.arg_text(f, "query").unwrap_or("").to_owned(),
        is_prefix: w.arg_text(f, "prefix") == Some("LAST"),
        pages: types.contains(&"PAGE"),
        articles: types.contains(&"ARTICLE"),
        reverse: w.arg_flag(f, "reverse"),
        part,
    };
    let Some(found) = w.get(&w.facts.content_searches, &key) else { return w.null() };
    let found = match found {
        Ok(found) => found,
        Err(refused) => return refuse(w, refused),
    };
    let items = found.items.iter().map(|one| {
        let hit = match &one.found {
            ContentFound::Page(page) => Hit::Page(PageOf(page)),
            ContentFound::Article(article) => Hit::Article(ArticleOf(article)),
        };
        (hit, text_of(&one.cursor))
    });
    let slice = Slice { items: items.collect(), has_previous: found.has_previous, has_next: found.has_next };
    w.object(f, &Results { slice, facets: &[], total: found.total });
}

/// The most that is suggested.
const MOST: i64 = 10;

fn suggest<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let limit = w.arg_int(f, "limit").unwrap_or(MOST);
    if !(1..=MOST).contains(&limit) {
        return w.fail("BAD_USER_INPUT", format!("limit of {} is from 1 to {MOST}", f.name));
    }
    let types = super::product::texts(f, w, "types");
    let is_asked = |name: &str, field: &str| (types.is_empty() || types.contains(&name)) && wants(f, field);
    let kinds: Vec<SearchKind> = [
        ("PRODUCT", "products", SearchKind::Product),
        ("COLLECTION", "collections", SearchKind::Collection),
        ("QUERY", "queries", SearchKind::Query),
        ("PAGE", "pages", SearchKind::Page),
        ("ARTICLE", "articles", SearchKind::Article),
    ]
    .into_iter()
    .filter(|(name, field, _)| is_asked(name, field))
    .map(|(_, _, kind)| kind)
    .collect();
    let key = SuggestKey {
        query: w.arg_text(f, "query").unwrap_or("").to_owned(),
        kinds,
        limit: u32::try_from(limit).unwrap_or(1),
        unavailable: gone(f, w),
    };
    let Some(found) = w.get(&w.facts.suggestions, &key) else { return w.null() };
    let found = match found {
        Ok(found) => found,
        Err(refused) => return refuse(w, refused),
    };
    let there =
        [found.products.len(), found.collections.len(), found.queries.len(), found.pages.len(), found.articles.len()];
    let limit = usize::try_from(limit).unwrap_or(1);
    let is_each = w.arg_text(f, "limitScope") == Some("EACH");
    let taken = if is_each { there.map(|len| len.min(limit)) } else { shared(there, limit) };
    let [products, collections, queries, pages, articles] = taken;
    w.object(f, &Suggested { all: found, products, collections, queries, pages, articles });
}

/// Shares `limit` out, one to each in turn as long as there is something.
fn shared<const N: usize>(there: [usize; N], limit: usize) -> [usize; N] {
    let mut taken = [0; N];
    let mut left = limit;
    while left > 0 {
        let before = left;
        for (taken, there) in taken.iter_mut().zip(there) {
            if left > 0 && *taken < there {
                *taken += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    taken
}

fn beside<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let by_id = w.arg_text(f, "productId").map(|id| ids::number("Product", id).map(ProductId::from_i64));
    let product = match (by_id, w.arg_text(f, "productHandle")) {
        (Some(id), _) => id,
        (None, Some(handle)) => w.get(&w.facts.handles, &handle.to_owned()).map(|product| product.id),
        (None, None) => return w.fail("BAD_USER_INPUT", "productRecommendations needs a productId or a productHandle"),
    };
    let Some(product) = product else { return w.null() };
    let key = BesideKey { product, complements: w.arg_text(f, "intent") == Some("COMPLEMENTARY") };
    match w.get(&w.facts.beside, &key) {
        Some(found) => w.objects(f, found.iter().map(|product| ProductOf(product))),
        None => w.null(),
    }
}

fn words<'w>(f: &'w Field, w: &mut Writer<'w>, tags: bool) {
    let Some((Some(first), _)) = super::connection::how_many(f, w) else { return };
    // one more tells whether there are more; at the limit that is not known
    let key = WordsKey { tags, first: u32::try_from(first + 1).unwrap_or(1).min(250) };
    let found = w.get(&w.facts.product_words, &key).map_or(&[][..], Vec::as_slice);
    let items = found.iter().take(first).map(|word| (word.as_str(), word.clone())).collect();
    w.object(f, &Texts(Slice { items, has_previous: false, has_next: found.len() > first }));
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn a_limit_is_shared_out_in_turn() {
        assert_eq!(shared([9, 9, 9], 10), [4, 3, 3]);
        assert_eq!(shared([1, 0, 9], 5), [1, 0, 4]);
        assert_eq!(shared([0, 0, 0], 5), [0, 0, 0]);
    }
}
