//! How a list of products is asked of the catalogue.

use super::browse::StoreFilter;
use crate::{Gateway, answer::Failure, caller::Guest};
use infrasell_contracts::{
    catalog::{CollectionRef, FindProducts, GetCollection, ProductFilter, ProductTest, Unavailable, Within},
    common::Span,
    settings::Channel,
};
use infrasell_kernel::{FieldError, PageRequest};

/// The most characters of a JSON list of tests.
const MAX_FILTERS: usize = 8_000;

/// What was picked, as JSON in a parameter.
pub(super) fn tests_of(filters: Option<&str>) -> Result<Vec<ProductTest>, Failure> {
    let Some(text) = filters else { return Ok(vec![]) };
    let bad = |message: String| Failure::field(FieldError::new("filters", "invalid", message));
    if text.len() > MAX_FILTERS {
        return Err(bad(format!("filters is longer than {MAX_FILTERS} bytes")));
    }
    serde_json::from_str(text).map_err(|error| bad(format!("filters is no list of tests: {error}")))
}

/// The request for a list, with its collection found.
pub(super) async fn request(
    g: &Gateway,
    guest: &Guest,
    channel: &Channel,
    filter: StoreFilter,
    page: PageRequest,
) -> Result<FindProducts, Failure> {
    let limit = u32::try_from(page.limit().map_err(Failure::field)?).unwrap_or(0);
    let tests = tests_of(filter.filters.as_deref())?;
    let collection = match filter.collection {
        Some(name) => Some(g.catalog.collection(&guest.cx, named_collection(name, channel)).await?.id),
        None => None,
    };
    let narrowed = ProductFilter {
        vendor: filter.vendor,
        product_type: filter.product_type,
        tag: filter.tag,
        category: filter.category,
        collection,
        search: filter.search,
        min_price_minor: filter.min_price_minor,
        max_price_minor: filter.max_price_minor,
        in_stock: filter.in_stock,
        ..ProductFilter::default()
    };
    Ok(FindProducts {
        channel: channel.id,
        currency: channel.currency,
        within: Within::Shop,
        filter: narrowed,
        query: filter.query,
        tests,
        unavailable: Unavailable::Show,
        sort: filter.sort,
        direction: filter.direction,
        span: Span { limit, from: page.after, backwards: false },
        count: false,
        facets: filter.facets,
    })
}

/// A collection by id or handle.
pub(super) fn named_collection(name: String, channel: &Channel) -> GetCollection {
    let collection = name.parse().map_or_else(|_| CollectionRef::Handle(name.clone()), CollectionRef::Id);
    GetCollection { collection, published_in: Some(channel.id) }
}
