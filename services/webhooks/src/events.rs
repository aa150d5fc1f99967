//! What webhooks hear of others, and the messages each event makes.

use crate::{
    WebhookService,
    model::{Cause, News},
    send, store,
};
use async_trait::async_trait;
use infrasell_contracts::{
    catalog::{COLLECTIONS_CHANGED, CollectionsChanged, GetVariants, PRODUCTS_CHANGED, ProductsChanged},
    inventory::{AVAILABILITY_CHANGED, AvailabilityChanged},
    orders::{
        ORDER_CANCELLED, ORDER_COST_CHANGED, ORDER_FULFILLED, ORDER_PLACED, ORDER_REFUNDED, OrderCancelled,
        OrderCostChanged, OrderFulfilled, OrderPlaced, OrderRefunded,
    },
    pricing::{PRICES_CHANGED, PricesChanged},
    webhooks::WebhookTopic,
};
use infrasell_db::{Event, EventHandler, Subscription};
use infrasell_kernel::{ProductId, VariantId, WebhookDeliveryId};
use infrasell_rpc::{Cx, Fault};
use std::{collections::BTreeSet, fmt::Display, sync::Arc};

/// The most variants that are asked for at once.
const MOST_VARIANTS: usize = 1_000;
/// What webhooks hear.
const HEARD: &[&str] = &[
    PRODUCTS_CHANGED,
    COLLECTIONS_CHANGED,
    PRICES_CHANGED,
    AVAILABILITY_CHANGED,
    ORDER_PLACED,
    ORDER_COST_CHANGED,
    ORDER_CANCELLED,
    ORDER_FULFILLED,
    ORDER_REFUNDED,
];

struct Heard(Arc<WebhookService>);

#[async_trait]
impl EventHandler for Heard {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.hear(cx, event).await
    }
}

impl WebhookService {
    /// What the runner delivers to webhooks. A shop that has sold for a while does not tell everything when it first gets
    /// them, so they hear from now on.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        vec![Subscription::new("webhooks.changes", HEARD, Arc::new(Heard(self.clone()))).from_now()]
    }

    async fn hear(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        let subscribed = store::subscription::topics(&self.deps.db).await?;
        if subscribed.is_empty() {
            return Ok(());
        }
        let wanted = |topic: WebhookTopic| subscribed.iter().any(|(_, topics)| topics.contains(&topic));
        let mut news = self.news(cx, event, &wanted).await?;
        news.retain(|news| wanted(news.topic));
        if news.is_empty() {
            return Ok(());
        }
        let news: Vec<News> = news.into_iter().collect();
        let cause = Cause { event: event.id, at: event.created_at };
        let most = i64::from(self.deps.options.waiting);
        let (db, now) = (&self.deps.db, self.deps.env.now());
        let mut tx = db.begin().await?;
        for (webhook, topics) in &subscribed {
            let mut its: Vec<News> = news.iter().filter(|news| topics.contains(&news.topic)).cloned().collect();
            let told = store::delivery::told_anyway(&mut tx, *webhook, &its).await?;
            its.retain(|news| !told.contains(news));
            let room = (most - store::delivery::waiting(&mut tx, *webhook, most).await?).max(0);
            let fit = its.len().min(usize::try_from(room).unwrap_or(0));
            if fit < its.len() {
                tracing::warn!(%webhook, missed = its.len() - fit, "too many messages wait for a webhook");
                store::subscription::miss(&mut tx, *webhook, i64::try_from(its.len() - fit).unwrap_or(i64::MAX))?;
            }
            let ids: Vec<WebhookDeliveryId> = tx.next_ids(fit).await?;
            store::delivery::insert(&mut tx, *webhook, &ids, &its[..fit], cause, now).await?;
        }
        send::wake(&mut tx, now).await?;
        Ok(tx.commit().await?)
    }

    /// What an event says, in no order but that of its things.
    async fn news(
        &self,
        cx: &Cx,
        event: &Event,
        wanted: &(impl Fn(WebhookTopic) -> bool + Sync),
    ) -> Result<BTreeSet<News>, Fault> {
        use WebhookTopic::{OrdersCancelled, OrdersCreate, OrdersFulfilled, OrdersUpdated, ProductsUpdate};
        Ok(match event.topic.as_str() {
            PRODUCTS_CHANGED => {
                let ProductsChanged { products, created, deleted } = event.decode()?;
                let [create, update, delete] =
                    [WebhookTopic::ProductsCreate, ProductsUpdate, WebhookTopic::ProductsDelete];
                changed(&products, (&created, create), (&deleted, delete), update)
            }
            COLLECTIONS_CHANGED => {
                let CollectionsChanged { collections, created, deleted } = event.decode()?;
                let [create, update, delete] =
                    [WebhookTopic::CollectionsCreate, WebhookTopic::CollectionsUpdate, WebhookTopic::CollectionsDelete];
                changed(&collections, (&created, create), (&deleted, delete), update)
            }
            PRICES_CHANGED | AVAILABILITY_CHANGED if !wanted(ProductsUpdate) => BTreeSet::new(),
            PRICES_CHANGED => self.of_variants(cx, event.decode::<PricesChanged>()?.variants).await?,
            AVAILABILITY_CHANGED => self.of_variants(cx, event.decode::<AvailabilityChanged>()?.variants).await?,
            ORDER_PLACED => about(event.decode::<OrderPlaced>()?.order, &[OrdersCreate]),
            ORDER_CANCELLED => about(event.decode::<OrderCancelled>()?.order, &[OrdersCancelled, OrdersUpdated]),
            ORDER_FULFILLED => about(event.decode::<OrderFulfilled>()?.order, &[OrdersFulfilled, OrdersUpdated]),
            ORDER_REFUNDED => about(event.decode::<OrderRefunded>()?.order, &[OrdersUpdated]),
            ORDER_COST_CHANGED => about(event.decode::<OrderCostChanged>()?.order, &[OrdersUpdated]),
            _ => BTreeSet::new(),
        })
    }

    /// The products of variants, changed.
    async fn of_variants(&self, cx: &Cx, mut variants: Vec<VariantId>) -> Result<BTreeSet<News>, Fault> {
        variants.sort_unstable();
        variants.dedup();
        let mut products: BTreeSet<ProductId> = BTreeSet::new();
        for some in variants.chunks(MOST_VARIANTS) {
            let wanted = GetVariants { ids: some.to_vec(), channel: None };
            let found = self.deps.catalog.variants(cx, wanted).await.map_err(|error| Fault::relay(&error))?;
            products.extend(found.into_iter().map(|view| view.product));
        }
        Ok(products.into_iter().flat_map(|id| about(id, &[WebhookTopic::ProductsUpdate])).collect())
    }
}

fn about(id: impl Display, topics: &[WebhookTopic]) -> BTreeSet<News> {
    topics.iter().map(|topic| News { entity: id.to_string(), topic: *topic }).collect()
}

/// Things that were made, changed or taken away. Pure.
fn changed<I: Display + PartialEq>(
    all: &[I],
    made: (&[I], WebhookTopic),
    gone: (&[I], WebhookTopic),
    other: WebhookTopic,
) -> BTreeSet<News> {
    let topic = |id: &I| match id {
        id if gone.0.contains(id) => gone.1,
        id if made.0.contains(id) => made.1,
        _ => other,
    };
    all.iter().map(|id| News { entity: id.to_string(), topic: topic(id) }).collect()
}
