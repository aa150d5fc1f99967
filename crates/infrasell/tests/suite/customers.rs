//! Customers over HTTP: accounts, addresses, carts that merge, orders that are claimed, and what staff see of it.

use infrasell_contracts::identity::{CREDENTIAL_MAIL, CredentialMail, MailKind, MintMailToken};
use infrasell_db::v;
use infrasell_rpc::Cx;
use infrasell_testkit::{Answer, Client, Shop, address, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

/// A JSON string's text.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

fn registration(email: &str, name: &str) -> Value {
    let consent = json!({ "purpose": "offers", "medium": "email", "granted": true, "notice_version": "2026-01" });
    json!({ "email": email, "password": PASSWORD, "name": name, "consents": [consent] })
}

/// Shows that an address is whose it is, by the newest mail to it.
async fn verify(shop: &Shop, email: &str) {
    shop.settle().await;
    let statement = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
    let mails: Vec<CredentialMail> = shop.app.db.all(statement, &v![CREDENTIAL_MAIL], |row| row.json(0)).await.unwrap();
    let mail = mails.into_iter().rev().find(|mail| mail.kind == MailKind::VerifyEmail && mail.to == email).unwrap();
    let mint = MintMailToken { request: mail.request };
    let token = shop.app.services.identity.mint_mail_token(&Cx::system("test", "test"), mint).await.unwrap().token;
    let answer = shop.store.post("/store/v1/account/verify", json!({ "token": token })).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    shop.settle().await;
}

/// The shop, as the customer of an address who has signed in.
async fn signed_in(shop: &Shop, email: &str) -> Client {
    let body = json!({ "email": email, "password": PASSWORD, "kind": "tokens" });
    let session = shop.store.post("/store/v1/session", body).await.ok();
    let mut client = shop.store.clone();
    client.key = Some(text(&session["tokens"]["access_token"]));
    client
}

/// A customer with a verified account, signed in.
async fn customer(shop: &Shop, email: &str, name: &str) -> Client {
    let answer = shop.store.post("/store/v1/customers", registration(email, name)).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    verify(shop, email).await;
    signed_in(shop, email).await
}

async fn patch_if(client: &Client, path: &str, etag: &str, body: Value) -> Answer {
    Client::send(client.request(Method::PATCH, path).header("if-match", etag).json(&body)).await
}

on_every_kind!(a_guests_order_is_claimed_once_the_address_is_verified, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let bought = shop.store.buy(&tea.variant, 1).await.ok();
    shop.settle().await;
    let path = "/admin/v1/customers?email=BUYER@example.in";
    let guest = shop.admin.get(path).await.ok()["items"][0].clone();
    assert_eq!(
        (&guest["account"], &guest["orders_count"], &guest["name"]),
        (&json!("none"), &json!(1), &json!("A Buyer"))
    );

    let unknown = shop.store.post("/store/v1/customers", registration("new@example.in", "New")).await;
    let known = shop.store.post("/store/v1/customers", registration("Buyer@example.in", "Asha")).await;
    assert_eq!((unknown.status, known.status), (202, 202));
    assert_eq!(unknown.body, known.body, "the answer does not tell whether the address is known");
    shop.settle().await;
    let waiting = shop.admin.get(path).await.ok()["items"][0].clone();
    assert_eq!(
        (&waiting["account"], &waiting["name"], &waiting["consents"]),
        (&json!("unverified"), &json!("A Buyer"), &json!([]))
    );
    let order = text(&bought["order"]["id"]);
    assert_eq!(shop.admin.get(&format!("/admin/v1/orders/{order}")).await.ok()["customer"], Value::Null);

    verify(&shop, "Buyer@example.in").await;
    let asha = signed_in(&shop, "buyer@example.in").await;
    let me = asha.get("/store/v1/customers/me").await.ok();
    assert_eq!((&me["id"], &me["name"]), (&guest["id"], &json!("Asha")));
    assert_eq!((&me["consents"][0]["granted"], &me["consents"][0]["source"]), (&json!(true), &json!("registration")));
    assert!(me.get("note").is_none() && me.get("tags").is_none(), "what is for staff");
    let orders = asha.get("/store/v1/customers/me/orders").await.ok();
    assert_eq!(orders["items"][0]["id"], bought["order"]["id"], "{orders}");
    let one = asha.get(&format!("/store/v1/customers/me/orders/{order}")).await.ok();
    assert_eq!(one["customer"], me["id"]);
    let seen = shop.admin.get(&format!("/admin/v1/customers/{}/orders", text(&me["id"]))).await.ok();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);

    let ben = customer(&shop, "ben@example.in", "Ben").await;
    assert_eq!(ben.get("/store/v1/customers/me/orders").await.ok()["items"], json!([]));
    assert_eq!(ben.get(&format!("/store/v1/customers/me/orders/{order}")).await.code(404), "not_found");
    let again = shop.store.post("/store/v1/customers", registration("buyer@example.in", "Mallory")).await;
    assert_eq!((again.status, &again.body), (202, &known.body));
    shop.settle().await;
    assert_eq!(asha.get("/store/v1/customers/me").await.ok(), me);

    let refused = shop.admin.delete(&format!("/admin/v1/customers/{}", text(&me["id"]))).await;
    assert_eq!((refused.code(409), &refused.body["details"]["orders"]), ("customer_has_orders", &json!(1)));
    let cancel = json!({ "reason": "changed his mind" });
    shop.admin.post(&format!("/admin/v1/orders/{order}/cancel"), cancel).await.ok();
    shop.settle().await;
    let after = shop.admin.get(path).await.ok()["items"][0].clone();
    assert_eq!((&after["orders_count"], &after["spent"][0]["minor"]), (&json!(1), &json!(0)));
    shop
});

on_every_kind!(a_customer_buys_with_his_own_cart_and_his_saved_address, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let cup = shop.sells("cup", 39_900, 5).await;
    let asha = customer(&shop, "asha@example.in", "Asha").await;
    let ben = customer(&shop, "ben@example.in", "Ben").await;
    let pune = asha.post("/store/v1/customers/me/addresses", json!({ "address": address() })).await.ok();
    assert_eq!(pune["label"], json!(["A Buyer", "7 Hill Street", "Pune - 411001", "Maharashtra"]));
    let mut bengaluru = address();
    (bengaluru["city"], bengaluru["region"], bengaluru["postal_code"]) =
        (json!("Bengaluru"), json!("KA"), json!("560001"));
    let work = asha.post("/store/v1/customers/me/addresses", json!({ "address": bengaluru })).await.ok();
    let wrong = json!({ "address": { "name": "x", "line1": "x", "city": "x", "country": "IN", "region": "KA", "postal_code": "411001" } });
    let wrong = asha.post("/store/v1/customers/me/addresses", wrong).await;
    assert_eq!((wrong.status, &wrong.body["errors"][0]["code"]), (422, &json!("postal_code_of_other_region")));

    // she had one cart before and gathered another as a guest
    let own = asha.post("/store/v1/carts", json!({ "lines": [{ "variant": tea.variant, "quantity": 1 }] })).await.ok();
    let guest = shop.store.cart(&[(&tea.variant, 2), (&cup.variant, 9)]).await;
    assert_eq!(guest.code(409), "insufficient_stock");
    let guest = shop.store.cart(&[(&tea.variant, 2), (&cup.variant, 1)]).await.ok();
    let named = json!({ "token": guest["token"] });
    let merged = asha.post("/store/v1/customers/me/cart", named.clone()).await.ok();
    assert_eq!((&merged["token"], &merged["changes"]), (&own["token"], &json!([])));
    let quantities: Vec<i64> =
        merged["lines"].as_array().unwrap().iter().map(|l| l["quantity"].as_i64().unwrap()).collect();
    assert_eq!(quantities, [3, 1]);
    assert_eq!(
        asha.post("/store/v1/customers/me/cart", named).await.ok()["lines"],
        merged["lines"],
        "again takes nothing in"
    );
    assert_eq!(asha.get("/store/v1/customers/me/cart").await.ok()["lines"], merged["lines"]);
    let cart = text(&own["token"]);
    assert_eq!(shop.store.get(&format!("/store/v1/carts/{}", text(&guest["token"]))).await.code(404), "not_found");
    assert_eq!(ben.get(&format!("/store/v1/carts/{cart}")).await.code(404), "not_found");
    assert_eq!(ben.delete(&format!("/store/v1/carts/{cart}")).await.code(404), "not_found");
    assert_eq!(ben.post("/store/v1/customers/me/cart", json!({ "token": cart })).await.code(404), "not_found");

    // what is known of her is filled in, and another of her addresses can be chosen
    let checkout = asha.post("/store/v1/checkouts", json!({ "cart": cart })).await.ok();
    assert_eq!((&checkout["email"], &checkout["shipping_address"]), (&json!("asha@example.in"), &pune["address"]));
    let path = format!("/store/v1/checkouts/{}", text(&checkout["token"]));
    let guest = shop.store.patch(&path, json!({ "shipping_address_id": work["id"] })).await;
    assert_eq!((guest.status, &guest.body["errors"][0]["code"]), (422, &json!("not_signed_in")));
    assert_eq!(ben.patch(&path, json!({ "payment_method": "simulator" })).await.code(404), "not_found");
    assert_eq!(ben.get(&path).await.code(404), "not_found");
    let chosen = json!({ "shipping_address_id": work["id"], "payment_method": "simulator" });
    let checkout = asha.patch(&path, chosen).await.ok();
    assert_eq!(checkout["shipping_address"]["city"], "Bengaluru");
    let group = &checkout["shipping_groups"][0];
    let choice = json!({ "shipping": [{ "group": group["key"], "method": group["options"][0]["method"] }] });
    let checkout = asha.patch(&path, choice).await.ok();
    let done = asha.complete(&checkout, Some("tok_approve")).await.ok();
    let order = asha.get(&format!("/store/v1/customers/me/orders/{}", text(&done["order"]["id"]))).await.ok();
    assert_eq!((&order["customer"], &order["email"]), (&checkout["customer"], &json!("asha@example.in")));
    shop.settle().await;
    let seen = shop.admin.get(&format!("/admin/v1/customers/{}", text(&order["customer"]))).await.ok();
    assert_eq!(
        (&seen["orders_count"], &seen["spent"][0]["minor"]),
        (&json!(1), &order["quote"]["totals"]["total_minor"])
    );
    // the cart was bought; the next one is empty
    assert_eq!(asha.get("/store/v1/customers/me/cart").await.code(404), "not_found");
    let next = asha.post("/store/v1/customers/me/cart", json!({})).await.ok();
    assert_eq!((next["lines"].as_array().unwrap().len(), next["token"] == own["token"]), (0, false));

    let at = format!("/store/v1/customers/me/addresses/{}", text(&pune["id"]));
    for refused in [ben.get(&at).await, ben.patch(&at, json!({})).await, ben.delete(&at).await] {
        assert_eq!(refused.code(404), "not_found");
    }
    shop
});

on_every_kind!(staff_see_change_tag_and_find_customers, |shop| async move {
    let admin = &shop.admin;
    let trade = admin.post("/admin/v1/customer-groups", json!({ "code": "trade", "name": "Trade" })).await.ok();
    let new = json!({ "email": "asha@example.in", "name": "Asha Rao", "phone": "098765 43210", "tags": ["vip"], "groups": [trade["id"]] });
    let made = admin.post("/admin/v1/customers", new.clone()).await;
    assert_eq!((made.status, made.etag.as_deref()), (201, Some("\"1\"")));
    let asha = made.ok();
    assert_eq!(asha["phone"], "+919876543210");
    let taken = admin.post("/admin/v1/customers", new).await;
    assert_eq!((taken.code(409), &taken.body["details"]["customer"]), ("customer_email_taken", &asha["id"]));
    let path = format!("/admin/v1/customers/{}", text(&asha["id"]));
    let changed = patch_if(admin, &path, "\"1\"", json!({ "note": "calls in the morning", "phone": null })).await;
    assert_eq!((changed.etag.as_deref(), &changed.body["phone"]), (Some("\"2\""), &Value::Null));
    assert_eq!((&changed.body["name"], &changed.body["tags"]), (&json!("Asha Rao"), &json!(["vip"])));
    assert_eq!(patch_if(admin, &path, "\"1\"", json!({ "note": null })).await.code(412), "stale");
    let bad = admin.patch(&path, json!({ "email": "x", "nope": 1 })).await;
    assert_eq!(bad.status, 422, "{}", bad.body);

    let ben = admin.post("/admin/v1/customers", json!({ "email": "ben@example.in" })).await.ok();
    let bulk = json!({ "customers": [asha["id"], ben["id"]], "add_tags": ["diwali"], "remove_tags": ["vip"] });
    assert_eq!(admin.post("/admin/v1/customers/bulk", bulk).await.ok()["changed"], 2);
    let consents = json!({ "source": "telephone", "consents": [{ "purpose": "offers", "medium": "whatsapp", "granted": true, "notice_version": "v1" }] });
    let stands = admin.post(&format!("{path}/consents"), consents).await.ok();
    assert_eq!(stands[0]["granted"], true);
    let ledger = admin.get(&format!("{path}/consents")).await.ok();
    assert!(text(&ledger["items"][0]["actor"]).starts_with("key_"), "{ledger}");
    for (query, found) in [
        ("tag=diwali", 2),
        ("tag=vip", 0),
        ("search=rao", 1),
        ("email=ASHA@example.in", 1),
        ("consent=offers:whatsapp", 1),
        ("consent=offers:email", 0),
        ("account=verified", 0),
        ("sort=name&direction=asc", 2),
    ] {
        let page = admin.get(&format!("/admin/v1/customers?{query}")).await.ok();
        assert_eq!(page["items"].as_array().unwrap().len(), found, "{query}: {page}");
    }
    let in_group = format!("/admin/v1/customers?group={}", text(&trade["id"]));
    assert_eq!(admin.get(&in_group).await.ok()["items"][0]["id"], asha["id"]);
    let kept = admin.post(&format!("{path}/addresses"), json!({ "address": address() })).await.ok();
    let of_ben = format!("/admin/v1/customers/{}/addresses/{}", text(&ben["id"]), text(&kept["id"]));
    assert_eq!(admin.get(&of_ben).await.code(404), "not_found");
    let deleted = admin.delete(&format!("/admin/v1/customer-groups/{}", text(&trade["id"]))).await;
    assert_eq!(deleted.status, 204);
    assert_eq!(admin.get(&path).await.ok()["groups"], json!([]));
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.get(&path).await.code(404), "not_found");
    for client in [&shop.store, &customer(&shop, "carl@example.in", "Carl").await] {
        assert!([401, 403].contains(&client.get("/admin/v1/customers").await.status));
    }
    shop
});
