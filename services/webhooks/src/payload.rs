//! What is sent: the thing as the admin API shows it, with the id by which GraphQL names it.

use crate::WebhookService;
use infrasell_contracts::{
    catalog::{CollectionRef, GetCollection, GetProduct, ProductRef},
    orders::{GetOrder, OrderRef},
    webhooks::WebhookTopic,
};
use infrasell_kernel::{CollectionId, OrderId, ProductId};
use infrasell_rpc::{Cx, Fault, ServiceError};
use serde::Serialize;
use serde_json::{Value, json};
use std::str::FromStr;

impl WebhookService {
    /// The body of a message; none when what it tells of is gone and it does not say so itself.
    pub(crate) async fn body(&self, cx: &Cx, topic: WebhookTopic, entity: &str) -> Result<Option<Vec<u8>>, Fault> {
        let shown = match topic {
            WebhookTopic::ProductsDelete => Some(named("Product", entity, id::<ProductId>(entity)?.get())),
            WebhookTopic::CollectionsDelete => Some(named("Collection", entity, id::<CollectionId>(entity)?.get())),
            WebhookTopic::ProductsCreate | WebhookTopic::ProductsUpdate => self.product(cx, id(entity)?).await?,
            WebhookTopic::CollectionsCreate | WebhookTopic::CollectionsUpdate => {
                self.collection(cx, id(entity)?).await?
            }
            WebhookTopic::OrdersCreate
            | WebhookTopic::OrdersUpdated
            | WebhookTopic::OrdersCancelled
            | WebhookTopic::OrdersFulfilled => self.order(cx, id(entity)?).await?,
        };
        shown.map(|shown| serde_json::to_vec(&shown).map_err(Fault::internal)).transpose()
    }

    async fn product(&self, cx: &Cx, id: ProductId) -> Result<Option<Value>, Fault> {
        let wanted = GetProduct { product: ProductRef::Id(id), on_sale_in: None };
        there(self.deps.catalog.product(cx, wanted).await)?.map(|it| shown("Product", id.get(), &it)).transpose()
    }

    async fn collection(&self, cx: &Cx, id: CollectionId) -> Result<Option<Value>, Fault> {
        let wanted = GetCollection { collection: CollectionRef::Id(id), published_in: None };
        there(self.deps.catalog.collection(cx, wanted).await)?.map(|it| shown("Collection", id.get(), &it)).transpose()
    }

    async fn order(&self, cx: &Cx, id: OrderId) -> Result<Option<Value>, Fault> {
        let wanted = GetOrder { order: OrderRef::Id(id) };
        there(self.deps.orders.order(cx, wanted).await)?.map(|it| shown("Order", id.get(), &it)).transpose()
    }
}

fn id<I: FromStr>(entity: &str) -> Result<I, Fault> {
    entity.parse().map_err(|_| Fault::internal(format!("'{entity}' is no id of its kind")))
}

/// What was found, or nothing when it is not there.
fn there<T, E: ServiceError>(found: Result<T, E>) -> Result<Option<T>, Fault> {
    match found {
        Ok(thing) => Ok(Some(thing)),
        Err(error) if matches!(error.fault(), Some(Fault::NotFound { .. })) => Ok(None),
        Err(error) => Err(Fault::relay(&error)),
    }
}

fn gid(kind: &str, id: i64) -> String {
    format!("gid://shopify/{kind}/{id}")
}

fn named(kind: &str, entity: &str, id: i64) -> Value {
    json!({ "id": entity, "admin_graphql_api_id": gid(kind, id) })
}

fn shown(kind: &str, id: i64, thing: &impl Serialize) -> Result<Value, Fault> {
    let mut value = serde_json::to_value(thing).map_err(Fault::internal)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("admin_graphql_api_id".into(), gid(kind, id).into());
    }
    Ok(value)
}
