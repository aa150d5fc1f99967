//! Things to sell, and how to buy them.

use crate::{
    client::{Answer, Client},
    shop::Shop,
};
use reqwest::Method;
use serde_json::{Value, json};

/// A product with one variant that can be bought.
#[derive(Debug, Clone)]
pub struct Sold {
    /// The product.
    pub product: String,
    /// Its variant.
    pub variant: String,
}

/// An address in India that goods can be sent to.
#[must_use]
pub fn address() -> Value {
    json!({ "name": "A Buyer", "line1": "7 Hill Street", "city": "Pune", "region": "MH", "postal_code": "411001", "country": "IN" })
}

impl Shop {
    /// Puts a product on sale: `price_minor` paise, `stock` units at the main location.
    pub async fn sells(&self, handle: &str, price_minor: i64, stock: i64) -> Sold {
        let admin = &self.admin;
        let product = json!({ "title": handle, "handle": handle, "status": "active", "variants": [{ "sku": handle, "weight_grams": 200 }] });
        let product = admin.post("/admin/v1/products", product).await.ok();
        let sold = Sold { product: text(&product["id"]), variant: text(&product["variants"][0]["id"]) };
        let channel = self.channel().await;
        let prices = json!({ "list": { "channel": channel }, "prices": [{ "variant": sold.variant, "price_minor": price_minor }] });
        admin.post("/admin/v1/prices", prices).await.ok();
        let location = text(&admin.get("/admin/v1/locations").await.ok()["items"][0]["id"]);
        let levels = json!([{ "variant": sold.variant, "location": location, "on_hand": stock }]);
        admin.post("/admin/v1/stock", json!({ "levels": levels, "reason": "test" })).await.ok();
        sold
    }

    /// The id of the channel `web`.
    pub async fn channel(&self) -> String {
        text(&self.admin.get("/admin/v1/channels").await.ok()["items"][0]["id"])
    }

    /// Units of a variant that can be sold, over all locations.
    pub async fn available(&self, variant: &str) -> i64 {
        let levels = self.admin.get(&format!("/admin/v1/stock?variant={variant}")).await.ok();
        levels["items"].as_array().unwrap().iter().map(|level| level["available"].as_i64().unwrap()).sum()
    }

    /// Every order.
    pub async fn orders(&self) -> Vec<Value> {
        let (mut orders, mut after) = (vec![], String::new());
        loop {
            let page = self.admin.get(&format!("/admin/v1/orders?limit=250{after}")).await.ok();
            orders.extend(page["items"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return orders,
            }
        }
    }
}

impl Client {
    /// A cart of these lines: (variant, quantity).
    pub async fn cart(&self, lines: &[(&str, i64)]) -> Answer {
        let lines: Vec<Value> =
            lines.iter().map(|(variant, quantity)| json!({ "variant": variant, "quantity": quantity })).collect();
        self.post("/store/v1/carts", json!({ "lines": lines })).await
    }

    /// A checkout of a cart that is ready to be completed, paid by `method`.
    pub async fn ready_checkout(&self, cart: &str, method: &str) -> Value {
        let details = json!({ "email": "buyer@example.in", "shipping_address": address(), "payment_method": method });
        let checkout = self.post("/store/v1/checkouts", json!({ "cart": cart, "details": details })).await.ok();
        let group = &checkout["shipping_groups"][0];
        if group.is_null() {
            return checkout;
        }
        let choice = json!({ "shipping": [{ "group": group["key"], "method": group["options"][0]["method"] }] });
        self.patch(&format!("/store/v1/checkouts/{}", text(&checkout["token"])), choice).await.ok()
    }

    /// Completes a checkout as it was shown.
    pub async fn complete(&self, checkout: &Value, instrument: Option<&str>) -> Answer {
        self.try_complete(checkout, instrument).await.expect("the shop answers")
    }

    /// Completes a checkout as it was shown; `None` when the connection was cut.
    pub async fn try_complete(&self, checkout: &Value, instrument: Option<&str>) -> Option<Answer> {
        let path = format!("/store/v1/checkouts/{}/complete", text(&checkout["token"]));
        let body = json!({ "quote_hash": checkout["quote_hash"], "instrument": instrument });
        Client::try_send(self.request(Method::POST, &path).json(&body)).await
    }

    /// Buys `quantity` of a variant from the first step to the last, by the simulator.
    pub async fn buy(&self, variant: &str, quantity: i64) -> Answer {
        let cart = self.cart(&[(variant, quantity)]).await;
        if cart.status != 201 {
            return cart;
        }
        let checkout = self.ready_checkout(&text(&cart.body["token"]), "simulator").await;
        self.complete(&checkout, Some("tok_approve")).await
    }
}

/// A JSON string's text.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}
