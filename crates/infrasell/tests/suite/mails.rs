//! Mails, from the purchase to the file, and what staff see of them.

use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};

/// Every mail that staff see, newest first.
async fn seen(shop: &Shop, query: &str) -> Vec<Value> {
    let page = shop.admin.get(&format!("/admin/v1/notifications{query}")).await.ok();
    page["items"].as_array().unwrap().clone()
}

fn kinds(mails: &[Value]) -> Vec<&str> {
    mails.iter().rev().map(|mail| mail["kind"].as_str().unwrap()).collect()
}

on_every_kind!(every_step_of_an_order_is_told_once, |shop| async move {
    let tea = shop.sells("tea", 12_345_600, 10).await;
    let done = shop.store.buy(&tea.variant, 2).await.ok();
    shop.settle().await;
    let id = done["order"]["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/v1/orders/{id}");
    let order = shop.admin.get(&path).await.ok();
    shop.admin.post(&format!("{path}/fulfilments"), json!({ "tracking": { "carrier": "Post" } })).await.ok();
    let line = &order["line_items"][0]["id"];
    let refund = json!({ "lines": [{ "line_item": line, "quantity": 1, "restock": true }], "reason": "damaged" });
    shop.admin.post(&format!("{path}/refunds"), refund).await.ok();
    shop.settle().await;

    let mails = seen(&shop, &format!("?order={id}")).await;
    assert_eq!(kinds(&mails), ["order_confirmed", "order_shipped", "order_refunded"], "{mails:?}");
    assert!(mails.iter().all(|m| m["state"] == "sent" && m["attempts"] == 1), "{mails:?}");
    let files = shop.mails();
    assert_eq!(files.len(), 3);
    let token = order["token"].as_str().unwrap();
    assert!(files[0].text.contains("2 × ") && files[0].text.contains("₹2,46,912.00"), "{}", files[0].text);
    assert!(
        files[0].text.contains(&format!("/orders/{token}")) && files[0].to.contains(order["email"].as_str().unwrap())
    );
    let detail = shop.admin.get(&format!("/admin/v1/notifications/{}", mails[2]["id"].as_str().unwrap())).await.ok();
    assert!(detail["text"].as_str().unwrap().contains("₹2,46,912.00"));
    assert!(!detail.to_string().contains(token), "whoever holds the token sees the order");
    assert_eq!(detail["tries"][0]["outcome"], "sent");
    let path = format!("/admin/v1/notifications/{}/retry", mails[2]["id"].as_str().unwrap());
    assert_eq!(shop.admin.post(&path, json!({})).await.code(409), "already_sent");
    shop
});

on_every_kind!(cash_on_delivery_and_a_cancelled_order_have_their_own_words, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "cod").await;
    let done = shop.store.complete(&checkout, None).await.ok();
    shop.settle().await;
    let path = format!("/admin/v1/orders/{}/cancel", done["order"]["id"].as_str().unwrap());
    shop.admin.post(&path, json!({ "reason": "out of stock" })).await.ok();
    shop.settle().await;
    assert_eq!(kinds(&seen(&shop, "").await), ["cod_confirmation", "order_cancelled"]);
    let files = shop.mails();
    assert!(files[0].text.contains("ready in cash") && files[1].text.contains("out of stock"), "{files:?}");
    assert!(!files[1].text.contains("goes back to you"), "nothing was paid");
    shop
});

on_every_kind!(a_shops_own_template_is_tried_before_it_is_put_in_place, |shop| async move {
    let path = "/admin/v1/mail-templates/order_confirmed/en";
    let put = |body: Value| shop.admin.request(reqwest::Method::PUT, path).json(&body);
    let broken = json!({ "subject": "x", "text": "{{ order.nubmer }}", "html": "y" });
    let refused = infrasell_testkit::Client::send(put(broken)).await;
    assert_eq!((refused.code(422), refused.body["errors"][0]["path"].as_str()), ("invalid", Some("text")));
    let own =
        json!({ "subject": "Dhanyavaad {{ order.number }}", "text": "own {{ order.total }}", "html": "<p>own</p>" });
    infrasell_testkit::Client::send(put(own)).await.ok();
    let tea = shop.sells("tea", 24_900, 10).await;
    shop.store.buy(&tea.variant, 1).await.ok();
    shop.settle().await;
    assert!(shop.mails()[0].text.starts_with("own ₹"), "{:?}", shop.mails());
    assert!(seen(&shop, "").await[0]["subject"].as_str().unwrap().starts_with("Dhanyavaad "));
    let preview = shop.admin.post(&format!("{path}/preview"), json!({})).await.ok();
    assert_eq!(preview["html"], "<p>own</p>");
    shop.admin.post(&format!("{path}/test"), json!({ "to": "owner@example.in" })).await.ok();
    shop.settle().await;
    assert_eq!(shop.mails().len(), 2);
    shop.admin.delete(path).await.ok();
    let brought = shop.admin.get(path).await.ok();
    assert_eq!(brought["overridden"], false);
    shop
});

/// Templates that would take all memory, all time or the whole stack are refused by their field, and nothing of them stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_template_is_refused_and_harms_nobody() {
    let shop = Shop::open(infrasell_testkit::Kind::SqliteHere).await.unwrap();
    let path = "/admin/v1/mail-templates/order_confirmed/en";
    let deep = |open: &str, close: &str| format!("{{{{ {}1{} }}}}", open.repeat(30_000), close.repeat(30_000));
    let hostile = [
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}".to_owned(),
        format!("{{% set a = 'aaaaaaaa' %}}{}{{{{ a|length }}}}", "{% set a = a ~ a %}".repeat(60)),
        format!("{{% set a = ['a'] %}}{}{{{{ a|list|length }}}}", "{% set a = a + a %}".repeat(60)),
        "{{ 'a' * 2000000000 }}".into(),
        "{{ '%2000000000d'|format(1) }}".into(),
        "{% macro m(a) %}{{ m(a ~ a) }}{% endmacro %}{{ m('aaaaaaaa') }}".into(),
        format!(
            "{{% set a %}}{}{{% endset %}}{}",
            "x".repeat(50_000),
            "{% set a %}{{ a }}{{ a }}{% endset %}".repeat(60)
        ),
        format!("{{% set a %}}{}{{% endset %}}{{{{ a|replace('x', a) }}}}", "x".repeat(90_000)),
        deep("(", ")"),
        deep("[", "]"),
        deep("not ", ""),
        format!("{}x{}", "{% if 1 %}".repeat(5_000), "{% endif %}".repeat(5_000)),
        "{% include 'mail.txt' %}".into(),
        "{% include '../../../../etc/passwd' %}".into(),
        "{% extends 'mail.html' %}".into(),
        "{% import 'order.txt' as order %}{{ order.nothing() }}".into(),
        "{{".into(),
        "{{ \u{202e}order }}".into(),
    ];
    for (n, text) in hostile.iter().enumerate() {
        for field in ["text", "html"] {
            let mut body = json!({ "subject": "x", "text": "x", "html": "x" });
            body[field] = json!(text);
            let put = shop.admin.request(reqwest::Method::PUT, path).json(&body);
            let refused = infrasell_testkit::Client::send(put).await;
            assert_eq!(refused.code(422), "invalid", "{n} {field}");
            assert_eq!(refused.body["errors"][0]["path"], field, "{n}: {}", refused.body);
        }
    }
    assert_eq!(shop.admin.get(path).await.ok()["overridden"], false);
    shop.close().await;
}

on_every_kind!(a_link_in_a_mail_lets_its_reader_in_once_and_is_not_stored, |shop| async move {
    let ravi =
        json!({ "email": "ravi@example.in", "name": "Ravi", "password": "a first pass phrase", "roles": ["owner"] });
    shop.admin.post("/admin/v1/staff", ravi).await.ok();
    shop.store.post("/admin/v1/password-reset", json!({ "email": "ravi@example.in" })).await.ok();
    shop.store.post("/admin/v1/password-reset", json!({ "email": "nobody@example.in" })).await.ok();
    shop.settle().await;
    let mails = shop.mails();
    assert_eq!(mails.len(), 1, "nobody is told nothing");
    assert!(mails[0].text.contains("/admin/reset?token="), "{}", mails[0].text);
    let token = mails[0].parameter("token").unwrap();
    let shown = seen(&shop, "?kind=staff_reset").await.remove(0);
    let detail = shop.admin.get(&format!("/admin/v1/notifications/{}", shown["id"].as_str().unwrap())).await.ok();
    assert!(!detail.to_string().contains(&token), "{detail}");
    assert!(detail["text"].as_str().unwrap().contains("token=…"));

    let reset = json!({ "token": token, "password": "a second pass phrase" });
    shop.store.post("/admin/v1/password-reset/complete", reset.clone()).await.ok();
    assert!(shop.store.post("/admin/v1/password-reset/complete", reset).await.status >= 400, "once");
    let sign_in = json!({ "email": "ravi@example.in", "password": "a second pass phrase" });
    shop.store.post("/admin/v1/session", sign_in).await.ok();
    shop.settle().await;
    assert_eq!(kinds(&seen(&shop, "").await), ["staff_reset", "staff_password_changed"]);
    shop
});

/// A mail server that takes connections and never says a word.
async fn silent_server() -> (u16, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let held = tokio::spawn(async move {
        let mut held = vec![];
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    (port, held)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_hangs_delays_no_purchase() {
    let (port, _held) = silent_server().await;
    let configured = |config: &mut infrasell::config::Config| {
        config.mail.engine = infrasell::config::MailEngine::Smtp;
        config.mail.smtp.host = "127.0.0.1".into();
        config.mail.smtp.port = port;
        config.mail.smtp.security = infrasell::config::MailSecurity::None;
        config.mail.smtp.timeout_ms = 2_000;
    };
    let shop = Shop::open_with(infrasell_testkit::Kind::SqliteHere, configured).await.unwrap();
    let tea = shop.sells("tea", 24_900, 100).await;
    let begun = std::time::Instant::now();
    for _ in 0..10 {
        let done = shop.store.buy(&tea.variant, 1).await.ok();
        assert_eq!(done["state"], "completed", "{done}");
    }
    let spent = begun.elapsed();
    shop.settle().await;
    let mails = seen(&shop, "").await;
    assert_eq!(mails.len(), 10);
    assert!(mails.iter().all(|mail| mail["state"] == "waiting"), "{mails:?}");
    let tries: i64 = mails.iter().map(|mail| mail["attempts"].as_i64().unwrap()).sum();
    assert!((1..10).contains(&tries), "an outage does not use up every mail's tries: {tries}");
    // ten purchases one after another, none of which waited for the two seconds that a try takes
    assert!(spent.as_secs() < 20, "{spent:?}");
    shop.close().await;
}
