//! The hosted checkout, read as a browser without scripts reads it: what stands on its pages, and what its forms do.

use crate::html::{Seen, field, filled};
use infrasell_simulator::{PayerAct, Simulator};
use infrasell_testkit::{Client, Kind, Shop, Spawn, on_every_kind};
use reqwest::{Method, header};
use serde_json::{Value, json};
use std::time::Duration;

/// Who buys.
const BUYER: [(&str, &str); 6] = [
    ("email", "buyer@example.in"),
    ("phone", "98765 43210"),
    ("name", "A Buyer"),
    ("line1", "7 Hill Street"),
    ("postal_code", "411 001"),
    ("city", "Pune"),
];

async fn cart(shop: &Shop, variant: &str, quantity: i64) -> String {
    let cart = shop.store.cart(&[(variant, quantity)]).await.ok();
    cart["token"].as_str().unwrap().to_owned()
}

/// Enters a cart's checkout and walks to the step of payment.
async fn walked(store: &Client, cart: &str) -> Seen {
    let entered = Seen::at(store, &format!("/checkout/{cart}")).await;
    assert!(entered.path.ends_with("/information"), "{}", entered.path);
    let sent = entered.send(store, "/information", &BUYER).await;
    assert!(sent.path.ends_with("/shipping"), "{}: {}", sent.path, sent.text());
    let paying = sent.send(store, "/shipping", &[]).await;
    assert!(paying.path.ends_with("/payment"), "{}: {}", paying.path, paying.text());
    paying
}

fn by_card(card: &str) -> [(&str, &str); 2] {
    [("payment_method", "simulator"), ("instrument", card)]
}

/// What the provider took and did not give back.
fn kept(simulator: &Simulator) -> i64 {
    simulator.truths().iter().map(|truth| truth.captured - truth.refunded).sum()
}

/// Looks again and again, as a page that waits does by itself, until there is an order.
async fn ordered(store: &Client, cart: &str) -> Seen {
    for _ in 0..300 {
        if let Some(seen) = Seen::try_at(store, &format!("/checkout/{cart}")).await
            && seen.path.starts_with("/orders/")
        {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the order never comes");
}

on_every_kind!(a_purchase_is_finished_however_often_its_forms_are_sent, |shop| async move {
    let tea = shop.sells("tea", 24_900, 20).await;
    let token = cart(&shop, &tea.variant, 2).await;
    let paying = walked(&shop.store, &token).await;
    assert!(paying.text().contains("₹"), "{}", paying.text());
    let nobody = paying.send(&shop.store, "/payment", &[("payment_method", "")]).await;
    assert_eq!(nobody.status, 422, "a way to pay must be chosen");
    let card = by_card("tok_approve");
    let sent = (0..8).map(|_| paying.send(&shop.store, "/payment", &card));
    let all = futures_util::future::join_all(sent).await;
    let orders = shop.orders().await;
    assert_eq!(orders.len(), 1);
    let number = orders[0]["number"].as_str().unwrap();
    for seen in &all {
        let seen = if seen.path.starts_with("/orders/") { seen.clone() } else { ordered(&shop.store, &token).await };
        assert!(seen.text().contains(number), "{}: {}", seen.path, seen.text());
    }
    let again = paying.send(&shop.store, "/payment", &card).await;
    assert!(again.path.starts_with("/orders/"), "the old form leads to the order: {}", again.path);
    shop.settle().await;
    assert_eq!(kept(&shop.simulator), orders[0]["quote"]["totals"]["total_minor"].as_i64().unwrap());
    assert_eq!(orders[0]["shipping_address"]["region"], "MH", "the PIN names the state");
    shop
});

on_every_kind!(what_has_changed_is_told_before_anything_is_charged, |shop| async move {
    let tea = shop.sells("tea", 24_900, 5).await;
    let token = cart(&shop, &tea.variant, 3).await;
    let paying = walked(&shop.store, &token).await;
    let channel = shop.channel().await;
    let prices =
        json!({ "list": { "channel": channel }, "prices": [{ "variant": tea.variant, "price_minor": 30_000 }] });
    shop.admin.post("/admin/v1/prices", prices).await.ok();
    let told = paying.send(&shop.store, "/payment", &by_card("tok_approve")).await;
    assert_eq!(told.status, 409);
    assert!(told.text().contains("The total has changed"), "{}", told.text());
    let location = shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let levels = json!([{ "variant": tea.variant, "location": location, "on_hand": 2 }]);
    shop.admin.post("/admin/v1/stock", json!({ "levels": levels, "reason": "test" })).await.ok();
    let short = told.send(&shop.store, "/payment", &by_card("tok_approve")).await;
    assert!(short.text().contains("Fewer of this item can be had"), "{}", short.text());
    assert!(shop.simulator.truths().is_empty(), "nobody was asked for money");
    let fitted = short.send(&shop.store, "/fit", &[]).await;
    let declined = fitted.send(&shop.store, "/payment", &by_card("tok_decline_insufficient_funds")).await;
    assert!(declined.text().contains("not enough money"), "{}: {}", declined.path, declined.text());
    let done = declined.send(&shop.store, "/payment", &[("payment_method", "cod")]).await;
    assert!(done.path.starts_with("/orders/"), "{}: {}", done.path, done.text());
    let orders = shop.orders().await;
    assert_eq!((orders.len(), orders[0]["quote"]["totals"]["subtotal_minor"].as_i64()), (1, Some(60_000)));
    assert_eq!(kept(&shop.simulator), 0);
    shop
});

on_every_kind!(a_buyer_who_must_confirm_comes_back_to_his_order, |shop| async move {
    let tea = shop.sells("tea", 24_900, 5).await;
    let token = cart(&shop, &tea.variant, 1).await;
    let paying = walked(&shop.store, &token).await;
    let asked = paying.send(&shop.store, "/payment", &by_card("tok_challenge")).await;
    assert!(asked.path.ends_with("/wait"), "{}", asked.path);
    assert!(asked.link("/pay/").is_some(), "there is a way to the bank: {}", asked.text());
    let early = Seen::at(&shop.store, &format!("/checkout/{token}/return")).await;
    assert!(early.path.ends_with("/wait"), "who has not confirmed waits: {}", early.path);
    let elsewhere = early.send(&shop.store, "/reconsider", &[]).await;
    assert!(elsewhere.path.ends_with("/payment"), "{}: {}", elsewhere.path, elsewhere.text());
    let asked = elsewhere.send(&shop.store, "/payment", &by_card("tok_challenge")).await;
    let bank = asked.link("/pay/").unwrap();
    shop.simulator.payer(bank.rsplit('/').next().unwrap(), &PayerAct::ChallengePass).unwrap();
    let back = Seen::at(&shop.store, &format!("/checkout/{token}/return?payment=forged")).await;
    let done = if back.path.starts_with("/orders/") { back } else { ordered(&shop.store, &token).await };
    assert!(done.text().contains("Thank you"), "{}", done.text());
    shop.settle().await;
    assert_eq!(shop.orders().await.len(), 1);
    assert_eq!(kept(&shop.simulator), shop.orders().await[0]["quote"]["totals"]["total_minor"].as_i64().unwrap());
    shop
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_of_a_customers_cart_is_his_and_no_page_shows_what_he_saved() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    let tea = shop.sells("tea", 24_900, 5).await;
    let (id, asha) = shop.customer("asha@example.in").await;
    let saved = json!({ "address": { "name": "Asha", "line1": "9 Secret Lane", "city": "Pune", "region": "MH", "postal_code": "411001", "country": "IN" } });
    asha.post("/store/v1/customers/me/addresses", saved).await.ok();
    let cart = asha.post("/store/v1/carts", json!({ "lines": [{ "variant": tea.variant, "quantity": 1 }] })).await.ok();
    let token = cart["token"].as_str().unwrap();
    // her own program asks, signed in: a page still knows nobody
    let page = Seen::at(&asha, &format!("/checkout/{token}")).await;
    assert!(page.path.ends_with("/information") && !page.html.contains("Secret"), "{}", page.text());
    let paying = walked(&shop.store, token).await;
    let done = paying.send(&shop.store, "/payment", &[("payment_method", "cod")]).await;
    assert!(done.path.starts_with("/orders/"), "{}", done.text());
    assert_eq!(shop.orders().await[0]["customer"].as_str(), Some(id.as_str()));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_shown_beside_its_field_and_nothing_is_typed_twice() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    let tea = shop.sells("tea", 24_900, 5).await;
    let token = cart(&shop, &tea.variant, 1).await;
    let entered = Seen::at(&shop.store, &format!("/checkout/{token}")).await;
    let mut wrong = BUYER;
    (wrong[0].1, wrong[2].1, wrong[4].1) = ("<b>nobody", "", "560001");
    let mut wrong = wrong.to_vec();
    wrong.push(("region", "MH"));
    let told = entered.send(&shop.store, "/information", &wrong).await;
    assert_eq!((told.status, told.path.ends_with("/information")), (422, true));
    for text in ["This is not an e-mail address", "Please enter the name", "another state"] {
        assert!(told.text().contains(text), "{text}: {}", told.text());
    }
    let kept = told.fields("/information");
    assert_eq!(field(&kept, "email"), "<b>nobody", "as it was typed, escaped");
    assert_eq!((field(&kept, "city"), field(&kept, "postal_code")), ("Pune", "560001"));
    assert!(!told.html.contains("<b>nobody"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_of_strangers_old_forms_and_forged_addresses_do_nothing() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    let tea = shop.sells("tea", 24_900, 5).await;
    let token = cart(&shop, &tea.variant, 1).await;
    let paying = walked(&shop.store, &token).await;
    let path = format!("/checkout/{token}/payment");
    let body = "payment_method=cod";
    let post = |kind: &'static str| shop.store.request(Method::POST, &path).header(header::CONTENT_TYPE, kind);
    let foreign = post("application/x-www-form-urlencoded").header(header::ORIGIN, "https://evil.example").body(body);
    assert_eq!(Seen::of(foreign).await.status, 403);
    assert_eq!(Seen::of(post("application/json").body("{}")).await.status, 415);
    assert_eq!(Seen::of(post("application/x-www-form-urlencoded").body("a".repeat(40_000))).await.status, 413);
    let unmarked = Seen::of(post("application/x-www-form-urlencoded").body(body)).await;
    assert_eq!(unmarked.status, 409, "a form that no page of this checkout has made");
    let mut other = paying.fields("/payment");
    other.retain(|(name, _)| name != "seen");
    let unseen = Seen::of(filled(shop.store.request(Method::POST, &path), &other)).await;
    assert_eq!(unseen.status, 409, "nobody agrees to what he did not see");
    for gone in
        ["/checkout/0123456789abcdef0123456789abcdef", "/checkout/x", "/orders/0123456789abcdef0123456789abcdef"]
    {
        let seen = Seen::at(&shop.store, gone).await;
        assert_eq!(seen.status, 404, "{gone}");
        assert!(seen.text().contains("There is nothing here"), "{gone}: {}", seen.text());
    }
    assert!(shop.orders().await.is_empty());
    let done = paying.send(&shop.store, "/payment", &[("payment_method", "cod")]).await;
    assert!(done.path.starts_with("/orders/"), "{}", done.text());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_load_nothing_tell_nobody_and_speak_the_readers_language() {
    let shop = Shop::open(Kind::SqliteHere).await.unwrap();
    let tea = shop.sells("tea", 24_900, 5).await;
    let token = cart(&shop, &tea.variant, 1).await;
    let path = format!("/checkout/{token}/information");
    let answer = shop.store.request(Method::GET, &path).send().await.unwrap();
    let headers = answer.headers().clone();
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
    for (name, value) in [
        ("referrer-policy", "same-origin"),
        ("x-robots-tag", "noindex, nofollow"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    let html = answer.text().await.unwrap();
    assert!(!html.contains("<script") && html.len() < 64_000, "{} bytes", html.len());
    let in_hindi = shop.store.request(Method::GET, &path).header(header::ACCEPT_LANGUAGE, "hi-IN,hi;q=0.9,en;q=0.5");
    let seen = Seen::of(in_hindi).await;
    assert!(seen.html.contains("<html lang=\"hi\">") && seen.text().contains("डिलीवरी"), "{}", seen.text());
    let gone = shop.store.request(Method::GET, "/orders/0123456789abcdef0123456789abcdef");
    let gone = Seen::of(gone.header(header::ACCEPT_LANGUAGE, "hi")).await;
    assert!(gone.text().contains("यहाँ कुछ नहीं है"), "{}", gone.text());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_says_where_to_pay_and_an_empty_cart_says_so() {
    let open = |config: &mut infrasell::config::Config| {
        config.payments.manual.instructions = "Account 42 <of the shop>".into();
    };
    let shop = Shop::open_with(Kind::SqliteHere, open).await.unwrap();
    let tea = shop.sells("tea", 24_900, 5).await;
    let token = cart(&shop, &tea.variant, 1).await;
    let paying = walked(&shop.store, &token).await;
    let done = paying.send(&shop.store, "/payment", &[("payment_method", "manual")]).await;
    let order = shop.orders().await.remove(0);
    assert!(done.text().contains("Account 42 <of the shop>"), "{}", done.text());
    assert!(done.text().contains(order["number"].as_str().unwrap()));
    let empty: Value = shop.store.post("/store/v1/carts", json!({})).await.ok();
    let seen = Seen::at(&shop.store, &format!("/checkout/{}", empty["token"].as_str().unwrap())).await;
    assert!(seen.status == 200 && seen.text().contains("The cart is empty"), "{}", seen.text());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_the_button_and_the_answer_on_sqlite() {
    killed_in_between(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_the_button_and_the_answer_on_postgres() {
    let Some(database) = infrasell_db::testing::postgres(&[]).await else { return };
    killed_in_between(Some(database.db.url().to_string())).await;
}

/// The buyer presses the button, the bank takes the money, the shop dies before it hears of it.
async fn killed_in_between(database: Option<String>) {
    let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
    let mut spawn = Spawn::new(env!("CARGO_BIN_EXE_infrasell"));
    spawn.database = database;
    spawn.variables = crate::kill::variables(&simulator);
    let (ok, key, told) = spawn.run(&["key", "create", "test", "--role", "owner"]).await;
    assert!(ok, "{told}");
    simulator.webhook_endpoint(&format!("http://127.0.0.1:{}/hooks/v1/payments/simulator", spawn.port));
    let process = spawn.serve().await;
    let admin = Client::new(process.base.clone(), Some(key));
    let store = admin.guest();
    let variant = crate::kill::stock(&admin).await;
    let cart = store.cart(&[(&variant, 1)]).await.ok()["token"].as_str().unwrap().to_owned();
    let paying = walked(&store, &cart).await;
    let silent = json!({ "match": { "method": "POST", "path_glob": "/v1/payments" }, "act": { "hang_after_apply": { "ms": 5_000 } }, "times": 1 });
    simulator.plan(serde_json::from_value(silent).unwrap());
    let pressed = tokio::spawn({
        let (paying, store) = (paying.clone(), store.clone());
        async move { paying.try_send(&store, "/payment", &by_card("tok_approve")).await }
    });
    for _ in 0..200 {
        if !simulator.truths().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(simulator.truths().len(), 1, "the bank was asked");
    process.kill().await;
    assert!(pressed.await.unwrap().is_none(), "the browser got no answer");
    let process = spawn.serve().await;
    // a browser that is opened again sends its form again
    let again = paying.send(&store, "/payment", &by_card("tok_approve")).await;
    assert!(!again.path.ends_with("/payment"), "the attempt goes on: {}", again.text());
    let done = ordered(&store, &cart).await;
    assert!(done.text().contains("Thank you"), "{}", done.text());
    crate::kill::delivered(&admin).await;
    let orders = admin.get("/admin/v1/orders").await.ok();
    assert_eq!(orders["items"].as_array().unwrap().len(), 1);
    assert_eq!(kept(&simulator), orders["items"][0]["quote"]["totals"]["total_minor"].as_i64().unwrap());
    process.stop().await;
}
