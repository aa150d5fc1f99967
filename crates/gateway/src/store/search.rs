//! What a buyer's words find. Not kept: the index follows the catalogue a moment later, and nobody is told when it has.

use super::{
    channel,
    find::tests_of,
    view::{self, StoreProduct},
};
use crate::{
    Gateway,
    answer::{Answer, Failure, Shown},
    api::{Api, Methods},
    caller::Guest,
    doc,
    input::Query,
};
use axum::extract::State;
use infrasell_contracts::{
    catalog::{Collection, Facet, Unavailable},
    common::{Direction, Span},
    search::{Arm, SearchKind, SearchProducts, SearchSort, Suggest, SuggestedQuery},
};
use infrasell_kernel::{Cursor, PageRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .at("/store/v1/search", |on| on.get(search, doc("Search", "Products that fit some words")))
        .at("/store/v1/search/suggest", |on| {
            on.get(suggest, doc("Search", "What somebody who is still typing might look for"))
        })
}

/// What is looked for.
#[derive(Deserialize, JsonSchema)]
struct Sought {
    /// The words; the last may be the beginning of one. At most 255 characters.
    #[schemars(length(max = 255))]
    q: String,
    /// The channel, by code; `web` when absent.
    channel: Option<String>,
    /// What is picked, as a JSON list of the `test`s that facets show: those of one kind are alternatives.
    filters: Option<String>,
    /// Whether to say what else could be picked, with counts.
    #[serde(default)]
    facets: bool,
    /// What becomes of products that cannot be bought now.
    #[serde(default)]
    unavailable: Unavailable,
    /// In what order.
    #[serde(default)]
    sort: SearchSort,
    /// Which way.
    #[serde(default)]
    direction: Direction,
}

/// Products that were found.
#[derive(Serialize, JsonSchema)]
struct StoreSearch {
    /// They, what fits best first.
    items: Vec<StoreProduct>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Cursor>,
    /// How many there are in all.
    total: i64,
    /// What else could be picked, when that was asked.
    facets: Vec<Facet>,
    /// The words that were looked for, when they are not those that were sent.
    corrected_query: Option<String>,
    /// How the answer came about.
    arm: Arm,
}

async fn search(
    guest: Guest,
    State(g): State<Gateway>,
    Query(sought): Query<Sought>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<StoreSearch>> {
    let channel = channel(&g, &guest.cx, sought.channel).await?;
    let limit = u32::try_from(page.limit().map_err(Failure::field)?).unwrap_or(0);
    let request = SearchProducts {
        query: sought.q,
        is_prefix: true,
        channel: channel.id,
        currency: channel.currency,
        locale: channel.locales.first().cloned(),
        visitor: None,
        tests: tests_of(sought.filters.as_deref())?,
        unavailable: sought.unavailable,
        sort: sought.sort,
        direction: sought.direction,
        span: Span { limit, from: page.after, backwards: false },
        facets: sought.facets,
    };
    let found = g.search.products(&guest.cx, request).await?;
    let next = found.items.last().filter(|_| found.has_next).map(|hit| hit.cursor.clone());
    let products = found.items.into_iter().map(|hit| hit.product).collect();
    let items = view::products(&g, &guest.cx, &channel, products).await?;
    let (total, facets, corrected_query, arm) = (found.total, found.facets, found.corrected_query, found.arm);
    Ok(Shown::new(StoreSearch { items, next, total, facets, corrected_query, arm }))
}

/// What was typed so far.
#[derive(Deserialize, JsonSchema)]
struct Typed {
    /// The words; the last may be the beginning of one. At most 255 characters.
    #[schemars(length(max = 255))]
    q: String,
    /// The channel, by code; `web` when absent.
    channel: Option<String>,
    /// So many of each kind, 1 to 10; 5 when absent.
    #[schemars(range(min = 1, max = 10))]
    limit: Option<u32>,
    /// What becomes of products that cannot be bought now.
    #[serde(default)]
    unavailable: Unavailable,
}

/// What somebody might look for.
#[derive(Serialize, JsonSchema)]
struct StoreSuggestions {
    /// Products on sale.
    products: Vec<StoreProduct>,
    /// Collections.
    collections: Vec<Collection>,
    /// Words.
    queries: Vec<SuggestedQuery>,
}

async fn suggest(
    guest: Guest,
    State(g): State<Gateway>,
    Query(typed): Query<Typed>,
) -> Answer<Shown<StoreSuggestions>> {
    let channel = channel(&g, &guest.cx, typed.channel).await?;
    let request = Suggest {
        query: typed.q,
        channel: channel.id,
        currency: channel.currency,
        locale: channel.locales.first().cloned(),
        visitor: None,
        kinds: vec![SearchKind::Product, SearchKind::Collection, SearchKind::Query],
        unavailable: typed.unavailable,
        limit: typed.limit.unwrap_or(5),
    };
    let found = g.search.suggest(&guest.cx, request).await?;
    let products = view::products(&g, &guest.cx, &channel, found.products).await?;
    Ok(Shown::new(StoreSuggestions { products, collections: found.collections, queries: found.queries }))
}
