//! The provider's own books, held against the shop's: nothing is charged or held without an order.

use super::text;
use infrasell_testkit::Client;
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads a list to its end.
pub(crate) async fn all(admin: &Client, path: &str) -> Vec<Value> {
    let (mut items, mut after) = (vec![], String::new());
    loop {
        let joint = if path.contains('?') { '&' } else { '?' };
        let page = admin.get(&format!("{path}{joint}limit=250{after}")).await.ok();
        items.extend(page["items"].as_array().cloned().unwrap_or_default());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
    }
}

/// What the provider has taken or still holds belongs to an order that knows of it, to the unit.
///
/// # Errors
/// Each difference, in words.
pub(crate) async fn compare(admin: &Client, simulator: &Client) -> Result<usize, String> {
    let ledger = simulator.get("/_sim/ledger").await.ok();
    let truths = ledger["payments"].as_array().cloned().unwrap_or_default();
    let mut orders = BTreeMap::new();
    for order in all(admin, "/admin/v1/orders").await {
        orders.insert(text(&order["payment"]), order);
    }
    let mut payments = BTreeMap::new();
    for payment in all(admin, "/admin/v1/payments").await {
        payments.insert(text(&payment["provider_object"]), text(&payment["id"]));
    }
    let mut differences = vec![];
    for truth in &truths {
        let number = |name: &str| truth[name].as_i64().unwrap_or(0);
        let (captured, refunded) = (number("captured"), number("refunded"));
        let is_held = truth["status"] == "authorized";
        let payment = payments.get(&text(&truth["id"]));
        let order = payment.and_then(|payment| orders.get(payment));
        match order {
            None if captured > refunded || is_held => differences.push(format!("no order for {truth}")),
            Some(order) if order["captured_minor"] != captured || order["refunded_minor"] != refunded => {
                differences.push(format!("{} says {}, the provider {truth}", order["id"], order["captured_minor"]));
            }
            _ => {}
        }
        if number("captures") > 1 {
            differences.push(format!("captured more than once: {truth}"));
        }
    }
    if differences.is_empty() { Ok(truths.len()) } else { Err(differences.join("; ")) }
}
