//! Buying by GraphQL alone, and what is known before and after.

use super::{
    carts::{change, create, good, minor, wrong},
    gid, read, shirt,
};
use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};

const COMPLETE: &str = "mutation($id: ID!, $hash: String!, $pay: CartCompletePaymentInput!) {
    done: cartComplete(cartId: $id, quoteHash: $hash, payment: $pay) {
        status quoteHash nextAction { redirectUrl instructions } userErrors { code field message }
        order { id name token email paymentStatus fulfillmentStatus statusUrl totalPrice { amount } subtotalPrice { amount } totalShippingPrice { amount }
            totalTax { amount } shippingAddress { city } lines { title quantity hsnCode discountedTotalPrice { amount } variant { id } } }
    } }";

async fn complete(shop: &Shop, cart: &Value, hash: &Value, pay: Value) -> Value {
    read(shop, COMPLETE, json!({ "id": cart["id"], "hash": hash, "pay": pay })).await["done"].take()
}

/// A cart that knows everything that a purchase needs.
async fn ready(shop: &Shop, variant: &str) -> Value {
    let input = json!({
        "lines": [{ "merchandiseId": gid("ProductVariant", variant), "quantity": 2 }],
        "buyerIdentity": { "email": "buyer@example.in" },
        "delivery": { "addresses": [{ "selected": true, "address": { "deliveryAddress": { "firstName": "A", "lastName": "Buyer", "address1": "7 Hill Street", "city": "Pune", "provinceCode": "MH", "zip": "411001", "countryCode": "IN" } } }] },
    });
    let made = change(&shop.store, "($i: CartInput)", "cartCreate(input: $i)", json!({ "i": input })).await;
    let group = &good(&made)["deliveryGroups"]["nodes"][0];
    let choice = json!({ "id": made["cart"]["id"], "o": [{ "deliveryGroupId": group["id"], "deliveryOptionHandle": group["deliveryOptions"][0]["handle"] }] });
    let call = "cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: $o)";
    let chosen = change(&shop.store, "($id: ID!, $o: [CartSelectedDeliveryOptionInput!]!)", call, choice).await;
    good(&chosen).clone()
}

on_every_kind!(a_cart_is_bought_once_however_often_it_is_asked, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "buy").await;
    let cart = ready(&shop, &variants[1]).await;
    let prepare = "mutation($id: ID!) { p: cartPrepareForCompletion(cartId: $id) { result { __typename ... on CartStatusReady { cart { id } } ... on CartStatusNotReady { errors { code message } } } userErrors { code } } }";
    let prepared = read(&shop, prepare, json!({ "id": cart["id"] })).await["p"]["result"].take();
    assert_eq!(
        (&prepared["__typename"], &prepared["cart"]["id"]),
        (&json!("CartStatusReady"), &cart["id"]),
        "{prepared}"
    );
    let asked = (0..4).map(|_| complete(&shop, &cart, &cart["quoteHash"], json!({ "method": "cod" })));
    let all = futures_util::future::join_all(asked).await;
    let again = complete(&shop, &cart, &cart["quoteHash"], json!({ "method": "cod" })).await;
    let order = again["order"].clone();
    assert_eq!((&again["status"], &again["userErrors"]), (&json!("COMPLETED"), &json!([])), "{again}");
    for done in all.iter().filter(|done| done["status"] == "COMPLETED") {
        assert_eq!(done["order"]["name"], order["name"], "{done}");
    }
    assert_eq!(shop.orders().await.len(), 1);
    assert_eq!(order["totalPrice"], cart["cost"]["totalAmount"]);
    let parts = minor(&order["subtotalPrice"]) + minor(&order["totalShippingPrice"]);
    assert_eq!(minor(&order["totalPrice"]), parts, "{order}");
    assert_eq!(order["lines"][0]["variant"]["id"], gid("ProductVariant", &variants[1]));
    let query = "query($t: String!) { orderByToken(token: $t) { name email shippingAddress { city } } }";
    let seen = read(&shop, query, json!({ "t": order["token"] })).await["orderByToken"].take();
    assert_eq!((&seen["name"], &seen["shippingAddress"]["city"]), (&order["name"], &json!("Pune")));
    for forged in ["", "x", "00000000000000000000000000000000"] {
        assert_eq!(read(&shop, query, json!({ "t": forged })).await["orderByToken"], Value::Null);
    }
    assert_eq!(
        read(&shop, "query($id: ID!) { cart(id: $id) { id } }", json!({ "id": cart["id"] })).await["cart"],
        Value::Null,
        "a bought cart is none"
    );
    let late =
        change(&shop.store, "($id: ID!)", "cartNoteUpdate(cartId: $id, note: \"x\")", json!({ "id": cart["id"] }))
            .await;
    assert_eq!(wrong(&late), ["INVALID cartId"]);
    shop
});

on_every_kind!(a_cart_that_was_bought_gives_way_to_a_new_one, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "again").await;
    let cart = ready(&shop, &variants[1]).await;
    let bought = complete(&shop, &cart, &cart["quoteHash"], json!({ "method": "cod" })).await;
    assert_eq!(bought["status"], "COMPLETED", "{bought}");
    let old =
        json!({ "id": cart["id"], "v": gid("ProductVariant", &variants[2]), "l": cart["lines"]["nodes"][0]["id"] });
    for (call, units, note) in [
        ("cartLinesAdd(cartId: $id, lines: [{ merchandiseId: $v, quantity: 2 }])", 2, None),
        ("cartLinesUpdate(cartId: $id, lines: [{ id: $l, quantity: 3 }])", 0, None),
        ("cartLinesRemove(cartId: $id, lineIds: [$l])", 0, None),
        ("cartNoteUpdate(cartId: $id, note: \"x\")", 0, Some("x")),
        ("cartDiscountCodesUpdate(cartId: $id, discountCodes: [])", 0, None),
        ("cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: { countryCode: IN })", 0, None),
    ] {
        let declared = format!(
            "($id: ID!{}{})",
            if call.contains("$v") { ", $v: ID!" } else { "" },
            if call.contains("$l") { ", $l: ID!" } else { "" }
        );
        let done = change(&shop.store, &declared, call, old.clone()).await;
        assert_eq!(wrong(&done), ["INVALID cartId"], "{call}");
        let new = &done["cart"];
        assert_ne!(new["id"], cart["id"], "{call}");
        assert_eq!((&new["totalQuantity"], &new["note"]), (&json!(units), &json!(note)), "{call}");
        assert_eq!(new["buyerIdentity"]["email"], Value::Null, "nothing of who bought goes along");
        let seen = read(&shop, "query($id: ID!) { cart(id: $id) { totalQuantity } }", json!({ "id": new["id"] })).await;
        assert_eq!(seen["cart"]["totalQuantity"], units, "{call}");
    }
    let forgotten =
        change(&shop.store, "($id: ID!)", "cartRemovePersonalData(cartId: $id)", json!({ "id": cart["id"] })).await;
    assert_eq!((wrong(&forgotten), &forgotten["cart"]), (vec!["INVALID cartId".to_owned()], &Value::Null));
    assert_eq!(shop.orders().await.len(), 1);
    shop
});

on_every_kind!(nothing_is_charged_but_what_was_agreed_to, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "agreed").await;
    let bare = create(&shop.store, &[(&variants[1], 1)]).await;
    let hash = &good(&bare)["quoteHash"];
    let missing = complete(&shop, &bare["cart"], hash, json!({ "method": "cod" })).await;
    assert_eq!((&missing["status"], &missing["order"]), (&Value::Null, &Value::Null));
    assert_eq!(wrong(&missing), ["VALIDATION_CUSTOM cartId", "VALIDATION_CUSTOM cartId"], "{missing}");
    let cart = ready(&shop, &variants[1]).await;
    for (pay, expected) in [
        (json!({}), "PAYMENT_METHOD_NOT_APPLICABLE payment.method"),
        (json!({ "method": "no-such" }), "PAYMENT_METHOD_NOT_APPLICABLE payment.method"),
        (json!({ "method": "simulator" }), "INVALID_PAYMENT payment.instrument"),
        (
            json!({ "method": "simulator", "instrument": "tok_approve", "returnUrl": "ftp://x" }),
            "INVALID payment.returnUrl",
        ),
        (json!({ "method": "simulator", "instrument": "tok_decline_insufficient_funds" }), "INVALID_PAYMENT payment"),
    ] {
        let done = complete(&shop, &cart, &cart["quoteHash"], pay.clone()).await;
        assert_eq!(wrong(&done), [expected], "{pay}: {done}");
    }
    for forged in ["", "0", &"0".repeat(64)] {
        let done = complete(&shop, &cart, &json!(forged), json!({ "method": "cod" })).await;
        assert!(wrong(&done)[0].ends_with("quoteHash"), "{done}");
    }
    let channel = shop.channel().await;
    let prices = json!([{ "variant": variants[1], "price_minor": 120_000 }]);
    shop.admin.post("/admin/v1/prices", json!({ "list": { "channel": channel }, "prices": prices })).await.ok();
    let stale = complete(&shop, &cart, &cart["quoteHash"], json!({ "method": "cod" })).await;
    assert_eq!(wrong(&stale), ["INVALID_PAYMENT quoteHash"], "{stale}");
    assert!(shop.orders().await.is_empty());
    let done =
        complete(&shop, &cart, &stale["quoteHash"], json!({ "method": "simulator", "instrument": "tok_approve" }))
            .await;
    assert_eq!((&done["status"], done["userErrors"].as_array().unwrap().len()), (&json!("COMPLETED"), 0), "{done}");
    shop.settle().await;
    let taken: i64 = shop.simulator.truths().iter().map(|truth| truth.captured).sum();
    assert_eq!(taken, minor(&done["order"]["totalPrice"]));
    shop
});

on_every_kind!(ways_to_pay_that_are_not_served_say_so, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "ways").await;
    let cart = ready(&shop, &variants[1]).await;
    let pay = "($id: ID!)";
    let call = "cartPaymentUpdate(cartId: $id, payment: { amount: { amount: \"1.0\", currencyCode: INR }, freePaymentMethod: { billingAddress: {} } })";
    let done = change(&shop.store, pay, call, json!({ "id": cart["id"] })).await;
    assert_eq!(wrong(&done), ["PAYMENT_METHOD_NOT_SUPPORTED payment"]);
    let submit = "mutation($id: ID!) { s: cartSubmitForCompletion(cartId: $id, attemptToken: \"one\") { result { __typename ... on SubmitFailed { checkoutUrl errors { code message } } } userErrors { code field } } }";
    let done = read(&shop, submit, json!({ "id": cart["id"] })).await["s"].take();
    assert_eq!(done["result"]["errors"][0]["code"], "REDIRECT_TO_CHECKOUT_REQUIRED", "{done}");
    assert_eq!(done["result"]["checkoutUrl"], cart["checkoutUrl"]);
    let none = read(&shop, submit, json!({ "id": "gid://shopify/Cart/x" })).await["s"].take();
    assert_eq!((&none["result"], &none["userErrors"][0]["field"]), (&Value::Null, &json!(["cartId"])));
    shop
});

on_every_kind!(a_cart_with_nothing_to_pay_is_submitted, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "free").await;
    let channel = shop.channel().await;
    let prices = json!([{ "variant": variants[1], "price_minor": 0 }]);
    shop.admin.post("/admin/v1/prices", json!({ "list": { "channel": channel }, "prices": prices })).await.ok();
    for method in shop.admin.get("/admin/v1/shipping-methods").await.ok()["items"].as_array().unwrap() {
        let path = format!("/admin/v1/shipping-methods/{}", method["id"].as_str().unwrap());
        shop.admin.patch(&path, json!({ "price_minor": 0 })).await.ok();
    }
    let cart = ready(&shop, &variants[1]).await;
    assert_eq!(minor(&cart["cost"]["totalAmount"]), 0);
    let submit = "mutation($id: ID!) { s: cartSubmitForCompletion(cartId: $id, attemptToken: \"one\") { result { __typename ... on SubmitSuccess { attemptId redirectUrl } ... on SubmitFailed { errors { code message } } } userErrors { code field message } } }";
    let at_once = (0..6).map(|_| async { read(&shop, submit, json!({ "id": cart["id"] })).await["s"].take() });
    let mut done = Value::Null;
    for mut answer in futures_util::future::join_all(at_once).await {
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
        let answer = answer["result"].take();
        if answer["__typename"] == "SubmitSuccess" {
            done = answer;
            continue;
        }
        // who comes while another buys may be told so, but not that there is nothing to buy any more
        let told = answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("{answer}"));
        assert!(!told.contains("has become an order"), "{told}");
    }
    assert_eq!((&done["__typename"], &done["attemptId"]), (&json!("SubmitSuccess"), &json!("one")), "{done}");
    assert_eq!(read(&shop, submit, json!({ "id": cart["id"] })).await["s"]["result"], done, "the same again buys once");
    assert_eq!(shop.orders().await.len(), 1);
    shop
});

on_every_kind!(where_goods_are_sent_is_known_before, |shop: Shop| async move {
    let query = "query($c: CountryCode, $z: String!) { r: deliveryServiceability(countryCode: $c, postalCode: $z) { isServiceable reason provinceCodes methods { handle title price { amount } freeFrom { amount } maximumWeight } } }";
    let see =
        async |country: Value, code: &str| read(&shop, query, json!({ "c": country, "z": code })).await["r"].take();
    let pune = see(Value::Null, "411001").await;
    assert_eq!(
        (&pune["isServiceable"], &pune["provinceCodes"], &pune["reason"]),
        (&json!(true), &json!(["MH"]), &Value::Null),
        "{pune}"
    );
    assert!(pune["methods"][0]["handle"].as_str().unwrap().starts_with("ship_"));
    for (country, code) in [
        (json!("IN"), "000000"),
        (json!("IN"), "41100"),
        (json!("IN"), "🙂"),
        (json!("DE"), ""),
        (json!("DE"), "<script>"),
    ] {
        let none = see(country, code).await;
        assert_eq!((&none["isServiceable"], &none["methods"]), (&json!(false), &json!([])), "{none}");
        assert!(none["reason"].is_string());
    }
    shop
});
