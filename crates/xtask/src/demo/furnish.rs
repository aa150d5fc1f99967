//! What an import does not bring: the seller behind the shop, how goods are sent, and what a storefront shows around the
//! products.

use crate::{http::Shop, tools::Failure};
use serde_json::{Value, json};

/// Collections by tag, beside one for each department. The handles `hidden-homepage-…` are where Next.js Commerce looks for
/// what its front page shows.
const BY_TAG: [(&str, &str, &str); 4] = [
    ("Gifts", "gifts", "gift"),
    ("Handmade", "handmade", "handmade"),
    ("On the front page", "hidden-homepage-featured-items", "handmade"),
    ("In the carousel", "hidden-homepage-carousel", "festive"),
];
/// Menus under the names that storefronts ask for; a shop begins with the first two.
const MENUS: [(&str, &str); 4] = [
    ("main-menu", "Main menu"),
    ("footer", "Footer"),
    ("next-js-frontend-header-menu", "Header"),
    ("next-js-frontend-footer-menu", "Footer of the storefront"),
];
const POLICIES: [(&str, &str); 4] = [
    ("privacy", "<p>We keep what an order needs, and what you allow us to keep.</p>"),
    ("refund", "<p>What is unused comes back within fourteen days; the money goes the way it came.</p>"),
    ("shipping", "<p>We send from Mumbai and Bengaluru, all over India, within two working days.</p>"),
    ("terms_of_service", "<p>These are the terms of a shop for trying things. Nothing here is really sent.</p>"),
];

/// Furnishes a fresh shop.
///
/// # Errors
/// When the shop refuses something.
pub fn furnish(shop: &Shop) -> Result<(), Failure> {
    shop.patch(
        "/admin/v1/shop",
        &json!({
            "name": "The Corner Shop",
            "legal_name": "Corner Shop Retail Private Limited",
            "legal_address": { "name": "Corner Shop Retail Private Limited", "line1": "12 Market Road", "city": "Pune",
                "region": "MH", "postal_code": "411001", "country": "IN" },
            "email": "hello@example.in", "phone": "+91 20 5550 0100", "region": "MH",
            "grievance": { "name": "Grievance Officer", "designation": "Customer care", "email": "grievance@example.in",
                "phone": "+91 20 5550 0101" }
        }),
    )?;
    let channels = shop.get("/admin/v1/channels")?;
    let channel = &channels["items"][0]["id"];
    shop.post(
        "/admin/v1/shipping-methods",
        &json!({ "code": "express", "name": "Express", "description": "1–2 days", "channel": channel, "price_minor": 14_900 }),
    )?;
    let departments = collections(shop)?;
    texts(shop, &departments)
}

/// One collection for each department, and those by tag; returns where the departments' lead, as items of a menu.
fn collections(shop: &Shop) -> Result<Vec<Value>, Failure> {
    let mut items = vec![];
    let categories = shop.get("/admin/v1/categories?limit=250")?;
    for category in categories["items"].as_array().into_iter().flatten().filter(|at| at["parent"].is_null()) {
        let rule = json!({ "field": "category", "relation": "equals", "value": category["id"] });
        let department =
            json!({ "title": category["name"], "handle": category["handle"], "membership": all_of(&rule) });
        let made = shop.post("/admin/v1/collections", &department)?;
        items.push(json!({ "title": made["title"], "target": { "type": "collection", "id": made["id"] } }));
    }
    for (title, handle, tag) in BY_TAG {
        let rule = json!({ "field": "tag", "relation": "equals", "value": tag });
        let collection = json!({ "title": title, "handle": handle, "membership": all_of(&rule) });
        shop.post("/admin/v1/collections", &collection)?;
    }
    Ok(items)
}

fn all_of(rule: &Value) -> Value {
    json!({ "kind": "rules", "all": true, "rules": [rule] })
}

/// A page, the policies, and menus that lead to them.
fn texts(shop: &Shop, departments: &[Value]) -> Result<(), Failure> {
    let page = json!({ "title": "About us", "handle": "about",
        "body_html": "<p>A small shop with six departments, drawn and written for trying Infrasell.</p>" });
    let page = shop.post("/admin/v1/pages", &page)?;
    let mut below = vec![json!({ "title": "About us", "target": { "type": "page", "id": page["id"] } })];
    for (policy, body) in POLICIES {
        let made = shop.patch(&format!("/admin/v1/policies/{policy}"), &json!({ "body_html": body }))?;
        below.push(json!({ "title": made["title"], "target": { "type": "policy", "policy": policy } }));
    }
    let had = shop.get("/admin/v1/menus?limit=250")?;
    for (handle, title) in MENUS {
        let items = if handle.contains("footer") { &below[..] } else { departments };
        match had["items"].as_array().into_iter().flatten().find(|menu| menu["handle"] == handle) {
            Some(menu) => {
                let at = menu["id"].as_str().unwrap_or_default();
                shop.patch(&format!("/admin/v1/menus/{at}"), &json!({ "items": items }))?
            }
            None => shop.post("/admin/v1/menus", &json!({ "title": title, "handle": handle, "items": items }))?,
        };
    }
    Ok(())
}
