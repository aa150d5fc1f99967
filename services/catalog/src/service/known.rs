//! What a write is held against.

use super::CatalogService;
use crate::{
    pure::{check::Known, matching::Rules},
    store::{Source, category, collection, guard, metafield},
    trouble::Trouble,
};
use infrasell_contracts::{
    catalog::{MetafieldType, ProductInput},
    pricing::ListTaxClasses,
    settings::ListChannels,
};
use infrasell_kernel::{CategoryId, ChannelId, CollectionId, PageRequest};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, PoisonError},
};

/// Rules and definitions under one stamp. What was read after the stamp may be newer than it; then the stamp no longer
/// holds when it is proved.
#[derive(Debug)]
pub(crate) struct Arrangement {
    pub stamp: i64,
    pub definitions: Arc<HashMap<(String, String), MetafieldType>>,
    pub collections: Vec<(CollectionId, Rules)>,
}

/// What other services know of the shop. It only ever grows, so it is asked for once, before the first attempt.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShopFacts {
    pub channels: HashSet<ChannelId>,
    pub tax_classes: HashSet<String>,
}

impl CatalogService {
    /// The arrangement as the source sees it.
    pub(crate) async fn arrangement(&self, source: &mut Source<'_>) -> Result<Arc<Arrangement>, Trouble> {
        let stamp = guard::read(source, guard::ARRANGEMENT).await?;
        let kept = self.arrangement.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(arrangement) = kept.filter(|kept| kept.stamp == stamp) {
            return Ok(arrangement);
        }
        let definitions = Arc::new(metafield::types(source).await?);
        let ruled = collection::ruled(source).await?;
        let collections = ruled.into_iter().map(|one| (one.id, one.rules)).collect();
        let fresh = Arc::new(Arrangement { stamp, definitions, collections });
        *self.arrangement.lock().unwrap_or_else(PoisonError::into_inner) = Some(fresh.clone());
        Ok(fresh)
    }

    /// Everything that what names these categories can be held against.
    pub(crate) async fn known(
        &self,
        source: &mut Source<'_>,
        shop: &ShopFacts,
        categories: BTreeSet<CategoryId>,
    ) -> Result<(Known, Arc<Arrangement>), Trouble> {
        let arrangement = self.arrangement(source).await?;
        let categories: Vec<CategoryId> = categories.into_iter().collect();
        let known = Known {
            channels: shop.channels.clone(),
            tax_classes: shop.tax_classes.clone(),
            category_paths: category::paths(source, &categories).await?,
            definitions: arrangement.definitions.clone(),
        };
        Ok((known, arrangement))
    }

    /// What the shop knows of what `products` refer to.
    pub(crate) async fn facts_for(&self, cx: &Cx, products: &[ProductInput]) -> Result<ShopFacts, Trouble> {
        let limited = |product: &ProductInput| product.channels.as_ref().is_some_and(|channels| !channels.is_empty());
        let channels = products.iter().any(limited);
        let tax_classes = products.iter().any(|product| product.tax_class.is_some());
        self.shop_facts(cx, channels, tax_classes).await
    }

    /// The channels and tax classes, as far as they are wanted.
    pub(crate) async fn shop_facts(&self, cx: &Cx, channels: bool, tax_classes: bool) -> Result<ShopFacts, Trouble> {
        let mut facts = ShopFacts::default();
        if channels {
            facts.channels = self.channels(cx).await?.into_iter().collect();
        }
        if tax_classes {
            facts.tax_classes = self.tax_classes(cx).await?;
        }
        Ok(facts)
    }

    /// Every channel of the shop.
    pub(crate) async fn channels(&self, cx: &Cx) -> Result<Vec<ChannelId>, Trouble> {
        let mut channels = Vec::new();
        let mut page = whole_page();
        loop {
            let request = ListChannels { active: None, page };
            let answer = self.settings.channels(&cx.unkeyed(), request).await.map_err(|error| Fault::relay(&error))?;
            channels.extend(answer.items.into_iter().map(|channel| channel.id));
            if answer.next.is_none() {
                return Ok(channels);
            }
            page = PageRequest { after: answer.next, ..whole_page() };
        }
    }

    async fn tax_classes(&self, cx: &Cx) -> Result<HashSet<String>, Trouble> {
        let mut classes = HashSet::new();
        let mut page = whole_page();
        loop {
            let request = ListTaxClasses { page };
            let answer =
                self.pricing.tax_classes(&cx.unkeyed(), request).await.map_err(|error| Fault::relay(&error))?;
            classes.extend(answer.items.into_iter().map(|class| class.code));
            if answer.next.is_none() {
                return Ok(classes);
            }
            page = PageRequest { after: answer.next, ..whole_page() };
        }
    }
}

/// The categories that `products` stand in.
pub(crate) fn categories_of(products: &[ProductInput]) -> BTreeSet<CategoryId> {
    products.iter().filter_map(|product| product.category).collect()
}

fn whole_page() -> PageRequest {
    PageRequest { limit: Some(250), after: None }
}
