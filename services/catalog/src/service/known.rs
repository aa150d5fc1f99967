//! What a write is held against, read outside of its transaction.

use super::CatalogService;
use crate::{
    pure::{check::Known, matching::Rules},
    store::{category, collection, guard, metafield},
    trouble::{Trouble, foreign},
};
use infrasell_contracts::{
    catalog::{MetafieldType, ProductInput},
    pricing::ListTaxClasses,
    settings::ListChannels,
};
use infrasell_kernel::{CategoryId, ChannelId, CollectionId, PageRequest};
use infrasell_rpc::Cx;
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

/// What a request refers to.
#[derive(Debug, Default)]
pub(crate) struct References {
    pub channels: bool,
    pub tax_classes: bool,
    pub categories: BTreeSet<CategoryId>,
}

impl References {
    pub(crate) fn of<'a>(products: impl IntoIterator<Item = &'a ProductInput>) -> Self {
        let mut references = References::default();
        for product in products {
            references.channels |= product.channels.as_ref().is_some_and(|channels| !channels.is_empty());
            references.tax_classes |= product.tax_class.is_some();
            references.categories.extend(product.category);
        }
        references
    }
}

impl CatalogService {
    /// The arrangement as it is committed now.
    pub(crate) async fn arrangement(&self) -> Result<Arc<Arrangement>, Trouble> {
        let stamp = guard::read(&self.db, guard::ARRANGEMENT).await?;
        let kept = self.arrangement.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(arrangement) = kept.filter(|kept| kept.stamp == stamp) {
            return Ok(arrangement);
        }
        let definitions = Arc::new(metafield::types(&self.db).await?);
        let ruled = collection::ruled(&self.db).await?;
        let collections = ruled.into_iter().map(|one| (one.id, one.rules)).collect();
        let fresh = Arc::new(Arrangement { stamp, definitions, collections });
        *self.arrangement.lock().unwrap_or_else(PoisonError::into_inner) = Some(fresh.clone());
        Ok(fresh)
    }

    /// Everything that `references` can be held against.
    pub(crate) async fn known(&self, cx: &Cx, references: References) -> Result<(Known, Arc<Arrangement>), Trouble> {
        let arrangement = self.arrangement().await?;
        let categories: Vec<CategoryId> = references.categories.into_iter().collect();
        let known = Known {
            channels: if references.channels { self.channels(cx).await?.into_iter().collect() } else { HashSet::new() },
            tax_classes: if references.tax_classes { self.tax_classes(cx).await? } else { HashSet::new() },
            category_paths: category::paths(&self.db, &categories).await?,
            definitions: arrangement.definitions.clone(),
        };
        Ok((known, arrangement))
    }

    /// Every channel of the shop.
    pub(crate) async fn channels(&self, cx: &Cx) -> Result<Vec<ChannelId>, Trouble> {
        let mut channels = Vec::new();
        let mut page = whole_page();
        loop {
            let request = ListChannels { active: None, page };
            let answer = self.settings.channels(&cx.unkeyed(), request).await.map_err(|error| foreign(&error))?;
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
            let answer = self.pricing.tax_classes(&cx.unkeyed(), request).await.map_err(|error| foreign(&error))?;
            classes.extend(answer.items.into_iter().map(|class| class.code));
            if answer.next.is_none() {
                return Ok(classes);
            }
            page = PageRequest { after: answer.next, ..whole_page() };
        }
    }
}

fn whole_page() -> PageRequest {
    PageRequest { limit: Some(250), after: None }
}
