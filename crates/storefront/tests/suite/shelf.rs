//! Services that are played by one small server, which counts what it is asked.

use infrasell_contracts::{
    cart, catalog, checkout, content, customers, identity, inventory, orders, payments, pricing, search,
    settings::{self, Channel},
};
use infrasell_kernel::Env;
use infrasell_rpc::{
    Cx, Outbound, Peer, PeerOptions,
    axum::{Router, body::Bytes, extract::State, http::Uri},
};
use infrasell_storefront::{Limits, Request, Services, Storefront, Visit};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Products that are there: `prod_1` to `prod_40`, three variants each.
pub const PRODUCTS: i64 = 40;

/// What was asked, by method.
pub type Calls = Arc<Mutex<BTreeMap<String, usize>>>;

/// A storefront over a shelf of products.
pub struct Shelf {
    /// The storefront.
    pub storefront: Storefront,
    /// What its services were asked.
    pub calls: Calls,
    /// The cart that there is, whatever it is asked for by: `{ cart, quoted, notices }`.
    pub cart: Arc<Mutex<Value>>,
}

impl Shelf {
    /// Opens it; `away` are methods that never answer well.
    pub async fn open(away: &'static [&'static str]) -> Shelf {
        let calls = Calls::default();
        let cart = Arc::new(Mutex::new(Value::Null));
        let state = (calls.clone(), cart.clone());
        type Played = (Calls, Arc<Mutex<Value>>);
        let router = Router::new().fallback(async move |State((calls, cart)): State<Played>, uri: Uri, body: Bytes| {
            let method = uri.path().trim_start_matches('/').to_owned();
            *calls.lock().unwrap().entry(method.clone()).or_default() += 1;
            if away.contains(&method.as_str()) {
                let fault =
                    json!({ "err": { "code": "unavailable", "what": "it" }, "kind": "unavailable", "message": "away" });
                return fault.to_string();
            }
            if ["cart.edit", "cart.quoted"].contains(&method.as_str()) {
                return json!({ "ok": *cart.lock().unwrap() }).to_string();
            }
            let asked = serde_json::from_slice(&body).unwrap_or(Value::Null);
            answer(&method, &asked).to_string()
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(infrasell_rpc::axum::serve(listener, router.with_state(state)).into_future());
        let peer = Peer::new(&address, &Outbound::bare(Env::system()), PeerOptions::default()).unwrap();
        Shelf { storefront: Storefront::new(services(&peer), Limits::default(), None), calls, cart }
    }

    /// Asks; the whole answer, and how often each method was called for it.
    pub async fn ask(&self, query: &str, variables: Value) -> (Value, BTreeMap<String, usize>) {
        self.calls.lock().unwrap().clear();
        let variables: Option<Map<String, Value>> = serde_json::from_value(variables).unwrap();
        let request = Request { query: Some(query.into()), variables, ..Request::default() };
        let answer = match self.storefront.prepare(request, false) {
            Ok(prepared) => self.storefront.execute(visit(), prepared).await,
            Err(refused) => refused,
        };
        let body = serde_json::from_slice(&answer.body).unwrap_or_else(|wrong| {
            panic!("{wrong}: {}", String::from_utf8_lossy(&answer.body));
        });
        (body, self.calls.lock().unwrap().clone())
    }
}

fn services(peer: &Arc<Peer>) -> Services {
    Services {
        settings: Arc::new(settings::wire::Remote(peer.clone())),
        identity: Arc::new(identity::wire::Remote(peer.clone())),
        catalog: Arc::new(catalog::wire::Remote(peer.clone())),
        content: Arc::new(content::wire::Remote(peer.clone())),
        search: Arc::new(search::wire::Remote(peer.clone())),
        pricing: Arc::new(pricing::wire::Remote(peer.clone())),
        inventory: Arc::new(inventory::wire::Remote(peer.clone())),
        carts: Arc::new(cart::wire::Remote(peer.clone())),
        checkouts: Arc::new(checkout::wire::Remote(peer.clone())),
        orders: Arc::new(orders::wire::Remote(peer.clone())),
        customers: Arc::new(customers::wire::Remote(peer.clone())),
        payments: Arc::new(payments::wire::Remote(peer.clone())),
    }
}

fn visit() -> Visit {
    let channel: Channel = serde_json::from_value(channel()).unwrap();
    let env = Env::system();
    Visit { cx: Cx::system("test", "test-test"), channel, origin: "https://shop.example".into(), now: env.now() }
}

const TIME: &str = "2026-04-01T09:30:00Z";

fn channel() -> Value {
    json!({
        "id": "chan_1", "code": "web", "name": "Web", "currency": "INR", "locales": ["en-IN", "hi"], "countries": ["IN"],
        "prices_include_tax": true, "tax_rounding": { "unit": "line", "mode": "half_up" }, "stock_locations": [], "active": true, "version": 1,
        "created_at": TIME, "updated_at": TIME,
    })
}

fn product(n: i64) -> Value {
    let variant = |v: i64| {
        json!({
            "id": format!("var_{}", n * 10 + v), "title": format!("T{v} \u{201c}q\u{201d}"), "sku": format!("s-{n}-{v}"),
            "barcode": "", "option_values": [format!("T{v}")], "weight_grams": 100, "hsn_code": "", "country_of_origin": null,
            "requires_shipping": true, "taxable": true, "image_url": null,
        })
    };
    json!({
        "id": format!("prod_{n}"), "handle": format!("p-{n}"), "title": format!("Product \"{n}\" \u{0} \\ \n नमस्ते"),
        "description_html": "<p>x</p>", "status": "active", "vendor": "V", "product_type": "", "tags": ["a", "b"],
        "category": null, "tax_class": null, "options": [{ "name": "Size", "values": ["T0", "T1", "T2"] }],
        "variants": [variant(0), variant(1), variant(2)],
        "media": [{ "url": format!("/media/{n}.png"), "alt": "" }], "seo": { "title": "", "description": "" },
        "metafields": [{ "namespace": "custom", "key": "k", "type": "integer", "value": "1" }],
        "channels": null, "version": 1, "created_at": TIME, "updated_at": TIME,
    })
}

fn number(id: &Value) -> i64 {
    id.as_str().and_then(|id| id.split_once('_')).and_then(|(_, n)| n.parse().ok()).unwrap_or(0)
}

fn collection(n: i64) -> Value {
    json!({
        "id": format!("coll_{n}"), "handle": format!("c-{n}"), "title": format!("Collection {n}"), "description_html": "",
        "image": null, "product_count": 3, "membership": { "kind": "manual" }, "seo": { "title": "", "description": "" }, "channels": null,
        "version": 1, "updated_at": TIME,
    })
}

fn list_of(asked: &Value) -> Value {
    let begin = asked["span"]["from"].as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
    let end = (begin + asked["span"]["limit"].as_i64().unwrap_or(50)).min(PRODUCTS);
    let found = |n| json!({ "product": product(n), "cursor": n.to_string() });
    json!({
        "items": (begin + 1..=end).map(found).collect::<Vec<_>>(), "has_previous": begin > 0, "has_next": end < PRODUCTS,
        "total": null, "facets": [], "ignored": [],
    })
}

fn answer(method: &str, asked: &Value) -> Value {
    let ids = |name: &str| asked[name].as_array().cloned().unwrap_or_default();
    let there = |n: &i64| (1..=PRODUCTS).contains(n);
    let ok = match method {
        "catalog.find_product_lists" => ids("lists").iter().map(|list| json!({ "found": list_of(list) })).collect(),
        "catalog.find_collections" => {
            let found = |n| json!({ "collection": collection(n), "cursor": n.to_string() });
            let limit = asked["span"]["limit"].as_i64().unwrap_or(50);
            json!({ "items": (1..=limit).map(found).collect::<Vec<_>>(), "has_previous": false, "has_next": false,
                "total": null, "ignored": [] })
        }
        "catalog.product_words" => json!(["a", "b"]),
        "catalog.product" => match asked["product"]["handle"].as_str().and_then(|h| h.strip_prefix("p-")?.parse().ok())
        {
            Some(n) if there(&n) => product(n),
            _ => {
                return json!({ "err": { "code": "not_found", "what": "product", "id": "x" }, "kind": "not_found", "message": "no" });
            }
        },
        "catalog.products_by_id" => ids("ids").iter().map(number).filter(there).map(product).collect(),
        "catalog.metafield_definitions" => json!({ "items": [], "next": null }),
        "pricing.prices" => {
            let price = |id: &Value| json!({ "variant": id, "price": { "minor": 9_900, "currency": "INR" }, "compare_at": null, "mrp": null, "list": "plist_1" });
            ids("variants").iter().map(price).collect()
        }
        "inventory.availability" => {
            let one = |id: &Value| json!({ "variant": id, "tracked": true, "available": 3, "backorder": "deny", "in_stock": true });
            ids("variants").iter().map(one).collect()
        }
        "settings.shop" => json!({
            "name": "The shop", "legal_name": "", "legal_address": {}, "registration_number": "", "email": "", "phone": "",
            "grievance": { "name": "", "email": "" }, "country": "IN", "region": "MH", "time_zone": "Asia/Kolkata",
            "currency": "INR", "order_number": { "prefix": "", "min_digits": 4 }, "version": 1, "updated_at": TIME,
        }),
        // nobody plays it
        _ => return json!({ "err": { "code": "unavailable", "what": "it" }, "kind": "unavailable", "message": "away" }),
    };
    json!({ "ok": ok })
}
