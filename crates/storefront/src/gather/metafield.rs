//! Which metafields are kept from storefronts.

use crate::{
    context::Ask,
    facts::{Fact, Found},
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::catalog::ListMetafieldDefinitions;
use infrasell_kernel::{MAX_LIMIT, PageRequest};
use infrasell_rpc::Fault;

/// The most pages of definitions that are read.
const MOST_PAGES: usize = 40;

/// Namespace and key of each that a definition hides.
pub struct Hidden;

impl Fact for Hidden {
    type Key = ();
    type Value = Vec<(String, String)>;
    fn fetch(ask: &Ask, _: Vec<()>) -> BoxFuture<'_, Found<(), Self::Value>> {
        Box::pin(async move {
            let mut hidden = vec![];
            let mut after = None;
            for _ in 0..MOST_PAGES {
                let list = ListMetafieldDefinitions { page: PageRequest { limit: Some(MAX_LIMIT), after } };
                let asked = ask.services.catalog.metafield_definitions(&ask.cx, list).await;
                let page = asked.map_err(|e| Fault::relay(&e))?;
                let kept = page.items.into_iter().filter(|one| !one.storefront_visible);
                hidden.extend(kept.map(|one| (one.namespace, one.key)));
                after = page.next;
                if after.is_none() {
                    return Ok(vec![((), hidden)]);
                }
            }
            Err(Fault::internal("there are more definitions of metafields than are read"))
        })
    }
    fn note((): &(), _: Option<&Self::Value>, shown: &mut Shown) {
        shown.add(Tag::Metafields);
    }
}
