//! Pricing's part.

use super::{Item, Session, Written, bisect::each};
use crate::shopify::Column;
use infrasell_contracts::pricing::{GetPrices, MAX_BULK, PriceInput, PriceListRef, SetPrices, VariantPrice};
use infrasell_kernel::VariantId;
use infrasell_rpc::{Cx, Fault};
use std::collections::HashMap;

impl Session {
    /// Sets the prices of the items' variants, where they differ.
    pub(super) async fn write_prices(&self, cx: &Cx, items: &[Item]) -> Result<Written, Fault> {
        let old = self.old_prices(cx, items).await?;
        let mut prices = vec![];
        for (id, variant) in items.iter().flat_map(Item::pairs) {
            let old = old.get(&id);
            let kept = |column, old: Option<infrasell_kernel::Money>, new: Option<i64>| {
                if self.columns.has(column) { new } else { old.map(|money| money.minor) }
            };
            let Some(price_minor) = variant.price_minor else { continue };
            prices.push(PriceInput {
                variant: id,
                price_minor,
                compare_at_minor: kept(Column::CompareAt, old.and_then(|old| old.compare_at), variant.compare_at_minor),
                mrp_minor: kept(Column::Mrp, old.and_then(|old| old.mrp), variant.mrp_minor),
                starts_at: None,
                ends_at: None,
            });
        }
        let (pricing, dry_run) = (&self.target.pricing, self.dry_run);
        let list = || PriceListRef::Channel(self.channels.web);
        let call = |prices| pricing.set_prices(cx, SetPrices { list: list(), prices, dry_run });
        let taken = each(&prices, MAX_BULK, "prices", call).await?;
        Ok(Written {
            changed: taken.answers.into_iter().flat_map(|(_, set)| set.changed).collect(),
            refused: taken.refused.into_iter().map(|(at, refusal)| (prices[at].variant, refusal)).collect(),
        })
    }

    /// The prices of today, where the file lacks a column that must be kept.
    async fn old_prices(&self, cx: &Cx, items: &[Item]) -> Result<HashMap<VariantId, VariantPrice>, Fault> {
        let mut old = HashMap::new();
        if self.columns.has(Column::CompareAt) && self.columns.has(Column::Mrp) {
            return Ok(old);
        }
        let there = items.iter().filter(|item| item.is_old());
        let variants: Vec<VariantId> = there.flat_map(Item::pairs).map(|(id, _)| id).collect();
        for variants in variants.chunks(MAX_BULK) {
            let ask = GetPrices { variants: variants.to_vec(), channel: self.channels.web, at: None };
            let read = self.target.pricing.prices(cx, ask).await.map_err(|error| Fault::relay(&error))?;
            old.extend(read.into_iter().map(|price| (price.variant, price)));
        }
        Ok(old)
    }
}
