//! What an answer shows, and so what makes it old.

use infrasell_contracts::{
    catalog::{
        CATEGORIES_CHANGED, COLLECTIONS_CHANGED, LISTING_CHANGED, METAFIELDS_CHANGED, PRODUCTS_CHANGED, ProductsChanged,
    },
    content::{CONTENT_CHANGED, ContentChanged, ContentKind},
    inventory::{AVAILABILITY_CHANGED, AvailabilityChanged},
    pricing::{PRICES_CHANGED, PricesChanged},
    settings::{CHANNEL_CHANGED, SHOP_CHANGED},
};
use infrasell_kernel::{ProductId, VariantId};
use serde::de::DeserializeOwned;

/// What a cache of answers must hear of.
pub const TOPICS: [&str; 10] = [
    PRODUCTS_CHANGED,
    PRICES_CHANGED,
    AVAILABILITY_CHANGED,
    COLLECTIONS_CHANGED,
    CATEGORIES_CHANGED,
    METAFIELDS_CHANGED,
    LISTING_CHANGED,
    CONTENT_CHANGED,
    CHANNEL_CHANGED,
    SHOP_CHANGED,
];

/// One thing that an answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// A product's words.
    Product(ProductId),
    /// A variant's price and stock.
    Variant(VariantId),
    /// Which products there are, and in what order.
    AnyProduct,
    /// An order or choice by price.
    ByPrice,
    /// A choice by stock.
    ByStock,
    /// A collection.
    Collections,
    /// The tree of categories.
    Categories,
    /// Content of a kind.
    Content(ContentKind),
    /// Which metafields storefronts may see.
    Metafields,
    /// The shop. It makes everything old, as every answer depends on its channel.
    Shop,
}

/// Everything that an answer shows, on its way from the handler.
#[derive(Debug, Clone, Default)]
pub struct Tags(pub Vec<Tag>);

impl Tags {
    /// These.
    pub fn new(tags: impl IntoIterator<Item = Tag>) -> Self {
        Tags(tags.into_iter().collect())
    }

    /// In order, each once.
    pub(super) fn sorted(self) -> Box<[Tag]> {
        let mut tags = self.0;
        tags.sort_unstable();
        tags.dedup();
        tags.into()
    }
}

/// What an event makes old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Old {
    /// What shows one of these.
    Tagged(Vec<Tag>),
    /// Everything.
    All,
}

impl Old {
    /// What an event of one of the [`TOPICS`] makes old; one that cannot be read makes everything old.
    pub fn after(topic: &str, payload: &str) -> Old {
        let tagged = match topic {
            PRODUCTS_CHANGED => read::<ProductsChanged>(payload)
                .map(|event| with(event.products.into_iter().map(Tag::Product), Tag::AnyProduct)),
            PRICES_CHANGED => read::<PricesChanged>(payload)
                .map(|event| with(event.variants.into_iter().map(Tag::Variant), Tag::ByPrice)),
            AVAILABILITY_CHANGED => read::<AvailabilityChanged>(payload)
                .map(|event| with(event.variants.into_iter().map(Tag::Variant), Tag::ByStock)),
            COLLECTIONS_CHANGED => Some(vec![Tag::Collections]),
            CONTENT_CHANGED => read::<ContentChanged>(payload).map(|event| vec![Tag::Content(event.kind)]),
            CATEGORIES_CHANGED => Some(vec![Tag::Categories]),
            METAFIELDS_CHANGED => Some(vec![Tag::Metafields]),
            LISTING_CHANGED => Some(vec![Tag::ByPrice, Tag::ByStock]),
            _ => None,
        };
        tagged.map_or(Old::All, Old::Tagged)
    }

    /// Whether an answer with these tags, in order, is among it.
    pub fn is_among(&self, tags: &[Tag]) -> bool {
        match self {
            Old::All => true,
            Old::Tagged(old) => old.iter().any(|tag| tags.binary_search(tag).is_ok()),
        }
    }
}

fn with(tags: impl Iterator<Item = Tag>, more: Tag) -> Vec<Tag> {
    tags.chain([more]).collect()
}

fn read<T: DeserializeOwned>(payload: &str) -> Option<T> {
    serde_json::from_str(payload).map_err(|error| tracing::warn!(%error, "an event could not be read")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_makes_old_what_shows_it() {
        let product = |id| Tag::Product(ProductId::from_i64(id));
        let variant = |id| Tag::Variant(VariantId::from_i64(id));
        let json = |ids: &str| format!("{{\"channel\":\"chan_1\",\"products\":{ids},\"variants\":{ids}}}");
        let products = json("[\"prod_7\",\"prod_9\"]");
        assert_eq!(Old::after(PRODUCTS_CHANGED, &products), Old::Tagged(vec![product(7), product(9), Tag::AnyProduct]));
        let variants = json("[\"var_3\"]");
        assert_eq!(Old::after(PRICES_CHANGED, &variants), Old::Tagged(vec![variant(3), Tag::ByPrice]));
        assert_eq!(Old::after(AVAILABILITY_CHANGED, &variants), Old::Tagged(vec![variant(3), Tag::ByStock]));
        let content = "{\"kind\":\"article\",\"ids\":[4]}";
        assert_eq!(Old::after(CONTENT_CHANGED, content), Old::Tagged(vec![Tag::Content(ContentKind::Article)]));
        for topic in [CHANNEL_CHANGED, SHOP_CHANGED, "unknown"] {
            assert_eq!(Old::after(topic, "{}"), Old::All);
        }
        assert_eq!(Old::after(PRICES_CHANGED, "nonsense"), Old::All);
    }

    #[test]
    fn what_is_old_is_found_among_tags_in_order() {
        let tags = Tags::new([Tag::AnyProduct, Tag::Product(ProductId::from_i64(2)), Tag::AnyProduct]).sorted();
        assert_eq!(tags.len(), 2);
        assert!(Old::Tagged(vec![Tag::Product(ProductId::from_i64(2))]).is_among(&tags));
        assert!(!Old::Tagged(vec![Tag::Product(ProductId::from_i64(3)), Tag::ByPrice]).is_among(&tags));
        assert!(Old::All.is_among(&[]));
    }
}
