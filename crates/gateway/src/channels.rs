//! Callers who are limited to channels: what they may touch.
//!
//! Always true: a channel that such a caller names anywhere (path, query, body) is one of his; a thing that belongs to a
//! channel is one of his, too; a list of such things is narrowed to his; what belongs to every channel is read by
//! permission alone and changed only where no other channel feels it. A route that [`touch`] does not know is closed to
//! him, so that a new one is never open by oversight.

use crate::{Gateway, answer::Failure};
use axum::{
    extract::MatchedPath,
    http::{Method, Uri, request::Parts},
};
use infrasell_contracts::{
    catalog::{CollectionRef, GetCollection, GetProduct, ProductRef},
    customers::{CustomerFilter, ListCustomers},
    orders::{GetOrder, OrderRef},
    payments::{GetPayment, ListOps},
    pricing::{ListPriceLists, ListShippingMethods},
};
use infrasell_kernel::{
    ChannelId, CustomerId, ErrorKind, FieldError, OrderId, PageRequest, PaymentId, PriceListId, ProviderOpId,
    ShippingMethodId,
};
use infrasell_rpc::{Cx, Fault};
use serde_json::Value;
use std::str::FromStr;

/// Left with a request by whom it is confined to channels, for its body to be read by.
#[derive(Clone)]
pub struct Confined {
    own: Vec<ChannelId>,
    cx: Cx,
    /// A thing that is published everywhere unless it says where.
    must_name: bool,
}

/// What a route touches, for a caller who is limited to channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// What all channels share, or what the service itself limits by the caller.
    Shared,
    /// A list that can be narrowed to a channel.
    Narrowed,
    /// An order.
    Order,
    /// A payment.
    Payment,
    /// An operation of a payment.
    Operation,
    /// A customer, whose record all channels share.
    Customer,
    /// A customer's orders.
    CustomerOrders,
    /// A channel.
    Channel,
    /// A price list.
    PriceList,
    /// A shipping method.
    ShippingMethod,
    /// A product that is there.
    Product,
    /// A collection that is there.
    Collection,
    /// A product or collection that is made: it must say where it is published.
    Published,
    /// Things of every channel at once.
    Whole,
}

/// What belongs to the whole shop and is no other channel's own business.
const SHARED: [&str; 22] = [
    "shop",
    "channels",
    "tax-registrations",
    "products",
    "categories",
    "metafield-definitions",
    "collections",
    "variants",
    "pages",
    "blogs",
    "articles",
    "menus",
    "redirects",
    "metaobject-definitions",
    "metaobjects",
    "policies",
    "tax-classes",
    "tax-rates",
    "locations",
    "stock",
    "transfers",
    "imports",
];

/// What a route touches.
fn touch(method: &Method, path: &str) -> Touch {
    let parts: Vec<&str> = path.strip_prefix("/admin/v1/").unwrap_or("").split('/').collect();
    let read = *method == Method::GET;
    match parts.as_slice() {
        ["orders" | "carts" | "checkouts" | "payments" | "provider-operations" | "customers"] if read => {
            Touch::Narrowed
        }
        ["price-lists" | "shipping-methods"] if read => Touch::Narrowed,
        ["variants", "{id}", "prices"] => Touch::Narrowed,
        ["orders", "{id}", ..] => Touch::Order,
        ["payments", "{id}", ..] => Touch::Payment,
        ["provider-operations", "{id}", ..] => Touch::Operation,
        ["customers", "{id}", "orders"] if read => Touch::CustomerOrders,
        ["customers", "{id}", ..] if read => Touch::Customer,
        ["price-lists", "{id}"] => Touch::PriceList,
        ["shipping-methods", "{id}"] => Touch::ShippingMethod,
        ["channels", "{id}"] if !read => Touch::Channel,
        ["channels"] if !read => Touch::Whole,
        ["products" | "collections"] if !read => Touch::Published,
        ["products", "bulk"] => Touch::Whole,
        ["products", "{id}"] if !read => Touch::Product,
        ["collections", "{id}"] if !read => Touch::Collection,
        // identity itself lets nobody give away more than he has
        ["sessions" | "staff" | "roles" | "api-keys", ..] => Touch::Shared,
        // their bodies name the channel
        ["prices" | "price-lists" | "shipping-methods"] => Touch::Shared,
        [shared, ..] if read && SHARED.contains(shared) => Touch::Shared,
        _ => Touch::Whole,
    }
}

/// Refuses what a caller who is limited to `own` channels may not touch, narrows what can be narrowed, and leaves a note
/// for the body.
pub async fn confine(parts: &mut Parts, gateway: &Gateway, cx: &Cx, own: &[ChannelId]) -> Result<(), Failure> {
    let pattern = parts.extensions.get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let named = named_in_query(&parts.uri);
    if named.iter().any(|channel| !own.contains(channel)) {
        return Err(closed());
    }
    let touched = touch(&parts.method, &pattern);
    let id = parts.uri.path().split('/').nth(4).unwrap_or("").to_owned();
    let cx = cx.unkeyed();
    match touched {
        Touch::Shared | Touch::Published => {}
        Touch::Whole => return Err(closed()),
        Touch::Narrowed if named.is_empty() => narrow(parts, own)?,
        Touch::Narrowed => {}
        Touch::Channel => refuse_unless(own.iter().any(|channel| channel.to_string() == id))?,
        Touch::Order => order(gateway, &cx, own, &id).await?,
        Touch::Payment => payment(gateway, &cx, own, &id).await?,
        Touch::Operation => operation(gateway, &cx, own, &id).await?,
        Touch::Customer => customer(gateway, &cx, own, &id).await?,
        Touch::CustomerOrders => {
            customer(gateway, &cx, own, &id).await?;
            if named.is_empty() {
                narrow(parts, own)?;
            }
        }
        Touch::PriceList => price_list(gateway, &cx, own, &id).await?,
        Touch::ShippingMethod => shipping_method(gateway, &cx, own, &id).await?,
        Touch::Product => product(gateway, &cx, own, &id).await?,
        Touch::Collection => collection(gateway, &cx, own, &id).await?,
    }
    let must_name = touched == Touch::Published;
    parts.extensions.insert(Confined { own: own.to_vec(), cx, must_name });
    Ok(())
}

/// Refuses a body in which a confined caller names what is not his.
pub async fn confine_body(confined: &Confined, gateway: &Gateway, body: &[u8]) -> Result<(), Failure> {
    // what is no JSON is refused by whoever reads it in earnest
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Ok(()) };
    refuse_unless(names_only(&body, &confined.own))?;
    refuse_unless(!confined.must_name || body["channels"].as_array().is_some_and(|list| !list.is_empty()))?;
    match body["list"]["list"].as_str() {
        Some(list) => price_list(gateway, &confined.cx, &confined.own, list).await,
        None => Ok(()),
    }
}

/// Whether every channel that is named anywhere in `value` is one of `own`; `"channels": null` names all there are.
fn names_only(value: &Value, own: &[ChannelId]) -> bool {
    let is_own = |text: &str| ChannelId::from_str(text).map_or(true, |channel| own.contains(&channel));
    match value {
        Value::String(text) => is_own(text),
        Value::Array(items) => items.iter().all(|item| names_only(item, own)),
        Value::Object(fields) => fields.iter().all(|(name, value)| {
            let all_there_are = name == "channels" && value.is_null();
            !all_there_are && is_own(name) && names_only(value, own)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn named_in_query(uri: &Uri) -> Vec<ChannelId> {
    let pairs = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes());
    pairs.filter_map(|(_, value)| value.parse().ok()).collect()
}

/// Narrows a list to the one channel of the caller; who has several says which.
fn narrow(parts: &mut Parts, own: &[ChannelId]) -> Result<(), Failure> {
    let [one] = own else {
        let message = "channel must name one of the channels that you are limited to";
        return Err(Failure::field(FieldError::new("channel", "required", message)));
    };
    let query =
        parts.uri.query().filter(|query| !query.is_empty()).map_or_else(String::new, |query| format!("{query}&"));
    let uri = format!("{}?{query}channel={one}", parts.uri.path());
    parts.uri = uri.parse().map_err(|_| closed())?;
    Ok(())
}

async fn order(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    // an id that is none is answered by whoever reads it in earnest
    let Ok(id) = id.parse::<OrderId>() else { return Ok(()) };
    let order = g.orders.order(cx, GetOrder { order: OrderRef::Id(id) }).await?;
    // somebody else's order is not there for him
    if own.contains(&order.channel) { Ok(()) } else { Err(Fault::not_found("order", id).into()) }
}

/// A payment is where it was agreed; one that does not say is nobody's who is limited.
async fn payment(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse::<PaymentId>() else { return Ok(()) };
    let payment = g.payments.payment(cx, GetPayment { id }).await?;
    let is_own = payment.channel.is_some_and(|channel| own.contains(&channel));
    if is_own { Ok(()) } else { Err(Fault::not_found("payment", id).into()) }
}

async fn operation(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse::<ProviderOpId>() else { return Ok(()) };
    let found = g.payments.ops(cx, ListOps { id: Some(id), ..ListOps::default() }).await?;
    let Some(op) = found.items.first() else { return Err(Fault::not_found("provider operation", id).into()) };
    payment(g, cx, own, &op.payment.to_string()).await
}

/// A customer is there for those in whose channels he bought.
async fn customer(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse::<CustomerId>() else { return Ok(()) };
    for channel in own {
        // as in the list: a guest's orders count, too, though they are nobody's until he claims them
        let filter = CustomerFilter { id: Some(id), channel: Some(*channel), ..CustomerFilter::default() };
        let bought = g.customers.customers(cx, ListCustomers { filter, ..ListCustomers::default() }).await?;
        if !bought.items.is_empty() {
            return Ok(());
        }
    }
    Err(Fault::not_found("customer", id).into())
}

async fn product(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse() else { return Ok(()) };
    let product = g.catalog.product(cx, GetProduct { product: ProductRef::Id(id), on_sale_in: None }).await?;
    refuse_unless(product.channels.is_some_and(|list| list.iter().all(|channel| own.contains(channel))))
}

async fn collection(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse() else { return Ok(()) };
    let get = GetCollection { collection: CollectionRef::Id(id), published_in: None };
    let collection = g.catalog.collection(cx, get).await?;
    refuse_unless(collection.channels.is_some_and(|list| list.iter().all(|channel| own.contains(channel))))
}

async fn price_list(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse::<PriceListId>() else { return Ok(()) };
    for channel in own {
        let mut page = PageRequest { limit: Some(250), after: None };
        loop {
            let list = ListPriceLists { channel: Some(*channel), page };
            let found = g.pricing.price_lists(cx, list).await?;
            if found.items.iter().any(|list| list.id == id) {
                return Ok(());
            }
            let Some(next) = found.next else { break };
            page = PageRequest { limit: Some(250), after: Some(next) };
        }
    }
    Err(closed())
}

async fn shipping_method(g: &Gateway, cx: &Cx, own: &[ChannelId], id: &str) -> Result<(), Failure> {
    let Ok(id) = id.parse::<ShippingMethodId>() else { return Ok(()) };
    for channel in own {
        let mut page = PageRequest { limit: Some(250), after: None };
        loop {
            let list = ListShippingMethods { channel: Some(*channel), active: None, page };
            let found = g.pricing.shipping_methods(cx, list).await?;
            if found.items.iter().any(|method| method.id == id) {
                return Ok(());
            }
            let Some(next) = found.next else { break };
            page = PageRequest { limit: Some(250), after: Some(next) };
        }
    }
    Err(closed())
}

fn refuse_unless(ok: bool) -> Result<(), Failure> {
    if ok { Ok(()) } else { Err(closed()) }
}

fn closed() -> Failure {
    let title = "this reaches beyond the channels that you are limited to";
    Failure::new(ErrorKind::Forbidden, "limited_to_channels", title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn own(ids: &[i64]) -> Vec<ChannelId> {
        ids.iter().copied().map(ChannelId::from_i64).collect()
    }

    #[test]
    fn every_channel_that_a_body_names_must_be_ones_own() {
        for good in [
            json!({}),
            json!({ "channel": "chan_1" }),
            json!({ "channels": ["chan_1", "chan_2"], "title": "chan_3 is a nice word in a sentence" }),
            json!({ "list": { "channel": "chan_2" }, "prices": [{ "variant": "var_3" }] }),
            json!([null, true, 7, "chan_x"]),
        ] {
            assert!(names_only(&good, &own(&[1, 2])), "{good}");
        }
        for bad in [
            json!({ "channel": "chan_3" }),
            json!({ "channels": ["chan_1", "chan_3"] }),
            json!({ "channels": null }),
            json!({ "a": [{ "b": { "c": ["chan_9"] } }] }),
            json!({ "chan_3": 1 }),
            json!("chan_3"),
        ] {
            assert!(!names_only(&bad, &own(&[1, 2])), "{bad}");
        }
        assert!(!names_only(&json!({ "channel": "chan_1" }), &[]), "whoever is let into nothing");
    }

    #[test]
    fn a_route_that_is_not_known_is_closed() {
        assert_eq!(touch(&Method::GET, "/admin/v1/something-new"), Touch::Whole);
        assert_eq!(touch(&Method::GET, ""), Touch::Whole);
        assert_eq!(touch(&Method::GET, "/admin/v1/orders"), Touch::Narrowed);
        assert_eq!(touch(&Method::POST, "/admin/v1/orders/{id}/refunds"), Touch::Order);
        assert_eq!(touch(&Method::PATCH, "/admin/v1/channels/{id}"), Touch::Channel);
        assert_eq!(touch(&Method::POST, "/admin/v1/products"), Touch::Published);
        assert_eq!(touch(&Method::GET, "/admin/v1/products/{id}"), Touch::Shared);
        assert_eq!(touch(&Method::POST, "/admin/v1/payments/{id}/capture"), Touch::Payment);
        assert_eq!(touch(&Method::GET, "/admin/v1/customers/{id}/addresses"), Touch::Customer);
        for shared_record in ["/admin/v1/customers", "/admin/v1/customers/{id}", "/admin/v1/customers/bulk"] {
            assert_eq!(touch(&Method::POST, shared_record), Touch::Whole, "{shared_record}");
        }
        for changes_all in ["/admin/v1/shop", "/admin/v1/stock", "/admin/v1/tax-rates", "/admin/v1/imports"] {
            assert_eq!(touch(&Method::POST, changes_all), Touch::Whole, "{changes_all}");
        }
    }
}
