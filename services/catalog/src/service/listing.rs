//! Keeps the columns by which products are sorted and filtered: their lowest and highest price and whether one unit can
//! be sold, in each channel.
//!
//! Only the handler of one subscription writes them, so that of two answers about one product the later one stays. What
//! is asked for anew as a whole (a new channel, the hourly sweep that finds prices whose time has come) is cut into events
//! for that same handler.

use super::CatalogService;
use crate::{
    store::listing::{self, Pair, PriceRange},
    trouble::Trouble,
};
use async_trait::async_trait;
use infrasell_contracts::{
    catalog::{LISTING_CHANGED, ListingChanged, PRODUCTS_CHANGED, ProductsChanged},
    inventory::{self, AVAILABILITY_CHANGED, AvailabilityChanged, GetAvailability},
    pricing::{self, GetPrices, PRICES_CHANGED, PricesChanged},
    settings::{CHANNEL_CHANGED, ChannelChanged},
};
use infrasell_db::{Event, EventHandler, Job, JobHandler, JobOutcome, JobSpec, Subscription, Tx};
use infrasell_kernel::{ChannelId, ProductId, VariantId};
use infrasell_rpc::{Cx, Fault};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

/// The topic of [`Due`].
const LISTING_DUE: &str = "catalog.listing_due";
/// How often everything is asked for anew.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);
/// Products in one [`Due`].
const PART: i64 = 500;

/// The listing of the products from `first` to `last` in a channel is to be asked for anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Due {
    channel: ChannelId,
    first: ProductId,
    last: ProductId,
}

impl CatalogService {
    /// The subscriptions of this service.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        let topics = [PRICES_CHANGED, AVAILABILITY_CHANGED, PRODUCTS_CHANGED, CHANNEL_CHANGED, LISTING_DUE];
        vec![Subscription::new("catalog.listing", &topics, Arc::new(Listen(self.clone())))]
    }

    async fn heard(&self, cx: &Cx, event: &Event) -> Result<(), Trouble> {
        match event.topic.as_str() {
            PRICES_CHANGED => {
                let PricesChanged { channel, variants } = event.decode()?;
                self.refresh_prices(cx, channel, &listing::siblings(&self.db, &variants).await?).await
            }
            AVAILABILITY_CHANGED => {
                let AvailabilityChanged { variants } = event.decode()?;
                let pairs = listing::siblings(&self.db, &variants).await?;
                for channel in self.channels(cx).await? {
                    self.refresh_stock(cx, channel, &pairs).await?;
                }
                Ok(())
            }
            PRODUCTS_CHANGED => {
                // a new product has no row until it has a price or stock
                let ProductsChanged { products, .. } = event.decode()?;
                for channel in listing::channels(&self.db, &products).await? {
                    self.refresh(cx, channel, &products).await?;
                }
                Ok(())
            }
            CHANNEL_CHANGED => {
                let ChannelChanged { channel } = event.decode()?;
                self.ask_for_all(channel).await
            }
            _ => {
                let Due { channel, first, last } = event.decode()?;
                self.refresh(cx, channel, &listing::ids_between(&self.db, first, last).await?).await
            }
        }
    }

    /// Cuts all products into events.
    async fn ask_for_all(&self, channel: ChannelId) -> Result<(), Trouble> {
        let mut after = 0;
        loop {
            let ids = listing::ids(&self.db, after, PART).await?;
            let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return Ok(()) };
            let mut tx = self.db.begin().await?;
            tx.emit(LISTING_DUE, &Due { channel, first: *first, last: *last }).await?;
            tx.commit().await?;
            after = last.get();
        }
    }

    async fn refresh(&self, cx: &Cx, channel: ChannelId, products: &[ProductId]) -> Result<(), Trouble> {
        let pairs = listing::variants(&self.db, products).await?;
        self.refresh_prices(cx, channel, &pairs).await?;
        self.refresh_stock(cx, channel, &pairs).await
    }

    async fn refresh_prices(&self, cx: &Cx, channel: ChannelId, pairs: &[Pair]) -> Result<(), Trouble> {
        let mut minor: HashMap<VariantId, i64> = HashMap::with_capacity(pairs.len());
        for part in pairs.chunks(pricing::MAX_BULK) {
            let variants = part.iter().map(|(_, variant)| *variant).collect();
            let request = GetPrices { variants, channel, at: None };
            let prices = self.pricing.prices(&cx.unkeyed(), request).await.map_err(|error| Fault::relay(&error))?;
            minor.extend(prices.into_iter().map(|price| (price.variant, price.price.minor)));
        }
        let ranges = ranges(pairs, &minor);
        if ranges.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let moved = listing::set_prices(&mut tx, channel, &ranges).await?;
        announce(&mut tx, channel, moved).await?;
        Ok(tx.commit().await?)
    }

    async fn refresh_stock(&self, cx: &Cx, channel: ChannelId, pairs: &[Pair]) -> Result<(), Trouble> {
        let mut in_stock: BTreeMap<ProductId, bool> = pairs.iter().map(|(product, _)| (*product, false)).collect();
        for part in pairs.chunks(inventory::MAX_BULK) {
            let of: HashMap<VariantId, ProductId> =
                part.iter().map(|(product, variant)| (*variant, *product)).collect();
            let variants = part.iter().map(|(_, variant)| *variant).collect();
            let request = GetAvailability { variants, channel };
            let answer =
                self.inventory.availability(&cx.unkeyed(), request).await.map_err(|error| Fault::relay(&error))?;
            for product in answer.iter().filter(|one| one.in_stock).filter_map(|one| of.get(&one.variant)) {
                in_stock.insert(*product, true);
            }
        }
        if in_stock.is_empty() {
            return Ok(());
        }
        let rows: Vec<(ProductId, bool)> = in_stock.into_iter().collect();
        let mut tx = self.db.begin().await?;
        let moved = listing::set_stock(&mut tx, channel, &rows).await?;
        announce(&mut tx, channel, moved).await?;
        Ok(tx.commit().await?)
    }
}

/// Tells that `moved` products stand elsewhere in lists by price or stock, if there are any.
async fn announce(tx: &mut Tx, channel: ChannelId, moved: u64) -> Result<(), Trouble> {
    if moved > 0 {
        tx.emit(LISTING_CHANGED, &ListingChanged { channel }).await?;
    }
    Ok(())
}

/// The price range of each product, in id order.
fn ranges(pairs: &[Pair], minor: &HashMap<VariantId, i64>) -> Vec<PriceRange> {
    let mut ranges: BTreeMap<ProductId, Option<(i64, i64)>> = BTreeMap::new();
    for (product, variant) in pairs {
        let range = ranges.entry(*product).or_default();
        if let Some(price) = minor.get(variant) {
            *range = Some(range.map_or((*price, *price), |(min, max)| (min.min(*price), max.max(*price))));
        }
    }
    ranges.into_iter().map(|(product, range)| PriceRange { product, range }).collect()
}

struct Listen(Arc<CatalogService>);

#[async_trait]
impl EventHandler for Listen {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        Ok(self.0.heard(cx, event).await?)
    }
}

struct Sweep(Arc<CatalogService>);

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, cx: &Cx, _job: &Job) -> Result<JobOutcome, Fault> {
        for channel in self.0.channels(cx).await? {
            self.0.ask_for_all(channel).await?;
        }
        Ok(JobOutcome::Done)
    }
}

pub(super) fn sweep_job(service: &Arc<CatalogService>) -> JobSpec {
    JobSpec::new("catalog.sweep_listing", Arc::new(Sweep(service.clone()))).every(SWEEP_EVERY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_spans_the_variants_that_have_a_price() {
        let pair = |p, v| (ProductId::from_i64(p), VariantId::from_i64(v));
        let minor = [(10, 500), (11, 200), (12, 900)].map(|(v, minor)| (VariantId::from_i64(v), minor)).into();
        let found = ranges(&[pair(1, 10), pair(1, 11), pair(1, 13), pair(2, 14), pair(3, 12)], &minor);
        let found: Vec<_> = found.iter().map(|one| (one.product.get(), one.range)).collect();
        assert_eq!(found, [(1, Some((200, 500))), (2, None), (3, Some((900, 900)))]);
    }
}
