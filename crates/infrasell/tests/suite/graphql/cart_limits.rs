//! What is wrong with what is asked of carts, and carts that are full.

use super::{
    carts::{change, check_sums, create, good, minor, wrong},
    gid, read, shirt,
};
use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};

on_every_kind!(what_is_wrong_is_told_with_the_way_to_it, |shop: Shop| async move {
    let (product, variants) = shirt(&shop, "wrong").await;
    let store = &shop.store;
    let cart = create(store, &[(&variants[1], 1)]).await;
    let (id, line) = (good(&cart)["id"].clone(), cart["cart"]["lines"]["nodes"][0]["id"].clone());
    let variant = gid("ProductVariant", &variants[1]);
    let many = |n: usize| {
        (0..n)
            .map(|i| json!({ "merchandiseId": variant, "attributes": [{ "key": "n", "value": i.to_string() }] }))
            .collect::<Vec<_>>()
    };
    let add = "cartLinesAdd(cartId: $id, lines: $l)";
    let lines: Vec<(Value, Value, Vec<&str>)> = vec![
        (id.clone(), json!([{ "merchandiseId": gid("Product", &product) }]), vec!["INVALID lines.0.merchandiseId"]),
        (
            id.clone(),
            json!([{ "merchandiseId": variant }, { "merchandiseId": "gid://shopify/ProductVariant/999999999" }]),
            vec!["INVALID lines.1.merchandiseId"],
        ),
        (
            id.clone(),
            json!([{ "merchandiseId": "💥" }, { "merchandiseId": variant, "quantity": 0 }]),
            vec!["INVALID lines.0.merchandiseId", "MINIMUM_NOT_MET lines.1.quantity"],
        ),
        (id.clone(), json!([{ "merchandiseId": variant, "quantity": -5 }]), vec!["MINIMUM_NOT_MET lines.0.quantity"]),
        (
            id.clone(),
            json!([{ "merchandiseId": variant, "quantity": i32::MAX }]),
            vec!["MAXIMUM_EXCEEDED lines.0.quantity"],
        ),
        (
            id.clone(),
            json!([{ "merchandiseId": variant, "sellingPlanId": "gid://shopify/SellingPlan/1" }]),
            vec!["SELLING_PLAN_NOT_APPLICABLE lines.0.sellingPlanId"],
        ),
        (
            id.clone(),
            json!([{ "merchandiseId": variant, "attributes": [{ "key": "k".repeat(65), "value": "" }] }]),
            vec!["INVALID lines.0.attributes"],
        ),
        (id.clone(), json!(many(501)), vec!["CART_TOO_LARGE lines"]),
        (json!("gid://shopify/Cart/00000000000000000000000000000000"), json!([]), vec!["INVALID cartId"]),
        (json!("gid://shopify/Cart/forged?key=1"), json!([{ "merchandiseId": variant }]), vec!["INVALID cartId"]),
        (json!(variant), json!([{ "merchandiseId": variant }]), vec!["INVALID cartId"]),
        (json!(""), json!([{ "merchandiseId": variant }]), vec!["INVALID cartId"]),
    ];
    for (id, lines, expected) in lines {
        let shown = lines.to_string().chars().take(200).collect::<String>();
        let done = change(store, "($id: ID!, $l: [CartLineInput!]!)", add, json!({ "id": id, "l": lines })).await;
        assert_eq!(wrong(&done), expected, "{shown}");
    }
    for (call, expected) in [
        ("cartLinesUpdate(cartId: $id, lines: [{ id: $l, quantity: -1 }])", "MINIMUM_NOT_MET lines.0.quantity"),
        (
            "cartLinesUpdate(cartId: $id, lines: [{ id: \"gid://shopify/CartLine/999999\", quantity: 1 }])",
            "INVALID_MERCHANDISE_LINE lines.0.id",
        ),
        (
            "cartLinesUpdate(cartId: $id, lines: [{ id: $l, merchandiseId: \"gid://shopify/ProductVariant/999999\" }])",
            "INVALID lines.0.merchandiseId",
        ),
        (
            "cartLinesRemove(cartId: $id, lineIds: [$l, \"gid://shopify/CartLine/999999\"])",
            "INVALID_MERCHANDISE_LINE lineIds.1",
        ),
        ("cartLinesRemove(cartId: $id, lineIds: [$id])", "INVALID_MERCHANDISE_LINE lineIds.0"),
        ("cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: { email: \"nobody\" })", "INVALID buyerIdentity.email"),
        (
            "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: { companyLocationId: \"1\" })",
            "INVALID_COMPANY_LOCATION buyerIdentity.companyLocationId",
        ),
        (
            "cartDeliveryAddressesAdd(cartId: $id, addresses: [{ address: { deliveryAddress: { city: \"Pune\" } } }])",
            "ADDRESS_FIELD_IS_REQUIRED addresses.0.address.deliveryAddress.countryCode",
        ),
        (
            "cartDeliveryAddressesAdd(cartId: $id, addresses: [{ address: { deliveryAddress: { countryCode: IN, city: \"<b>x</b>\" } } }])",
            "ADDRESS_FIELD_CONTAINS_HTML_TAGS addresses.0.address.deliveryAddress.city",
        ),
        (
            "cartDeliveryAddressesAdd(cartId: $id, addresses: [{ validationStrategy: STRICT, address: { deliveryAddress: { countryCode: IN, firstName: \"A\", address1: \"1\", city: \"Pune\", provinceCode: \"MH\", zip: \"110001\" } } }])",
            "INVALID_ZIP_CODE_FOR_PROVINCE addresses.0.address.deliveryAddress.zip",
        ),
        (
            "cartDeliveryAddressesUpdate(cartId: $id, addresses: [{ id: \"gid://shopify/CartSelectableAddress/7\" }])",
            "INVALID_DELIVERY_ADDRESS_ID addresses.0.id",
        ),
        ("cartDeliveryAddressesRemove(cartId: $id, addressIds: [$l])", "INVALID_DELIVERY_ADDRESS_ID addressIds.0"),
        (
            "cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: [{ deliveryGroupId: \"gid://shopify/CartDeliveryGroup/other\", deliveryOptionHandle: \"ship_1\" }])",
            "INVALID_DELIVERY_GROUP selectedDeliveryOptions.0.deliveryGroupId",
        ),
        (
            "cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: [{ deliveryGroupId: \"gid://shopify/CartDeliveryGroup/default\", deliveryOptionHandle: \"ship_999999\" }])",
            "INVALID_DELIVERY_OPTION selectedDeliveryOptions.0.deliveryOptionHandle",
        ),
        ("cartGiftCardCodesRemove(cartId: $id, appliedGiftCardIds: [$l])", "INVALID appliedGiftCardIds.0"),
    ] {
        let declared = if call.contains("$l") { "($id: ID!, $l: ID = \"\")" } else { "($id: ID!)" };
        let done = change(store, declared, call, json!({ "id": id, "l": line })).await;
        assert_eq!(wrong(&done), [expected], "{call}");
        assert_eq!(done["cart"]["totalQuantity"], 1, "the cart is as it was");
    }
    let long = json!({ "id": id, "n": "n".repeat(5_001) });
    let done = change(store, "($id: ID!, $n: String!)", "cartNoteUpdate(cartId: $id, note: $n)", long).await;
    assert_eq!(wrong(&done), ["NOTE_TOO_LONG note"]);
    let input = json!({ "i": { "lines": [{ "merchandiseId": "x" }], "delivery": { "addresses": [{ "address": { "deliveryAddress": {} } }] } } });
    let done = change(store, "($i: CartInput)", "cartCreate(input: $i)", input).await;
    assert_eq!((wrong(&done), &done["cart"]), (vec!["INVALID input.lines.0.merchandiseId".to_owned()], &Value::Null));
    for forged in ["gid://shopify/Cart/x", "gid://shopify/Product/1", "nonsense", ""] {
        assert_eq!(
            read(&shop, "query($id: ID!) { cart(id: $id) { id } }", json!({ "id": forged })).await["cart"],
            Value::Null
        );
    }
    shop
});

on_every_kind!(five_hundred_lines_fit_and_sums_hold_whatever_is_in_it, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "full").await;
    let location = shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let levels: Vec<Value> =
        variants.iter().map(|id| json!({ "variant": id, "location": location, "on_hand": 10_000 })).collect();
    shop.admin.post("/admin/v1/stock", json!({ "levels": levels, "reason": "test" })).await.ok();
    let line = |i: usize| json!({ "merchandiseId": gid("ProductVariant", &variants[i % 3]), "quantity": 1 + (i * 7) % 13, "attributes": [{ "key": "n", "value": i.to_string() }] });
    let cart = create(&shop.store, &[]).await;
    let id = good(&cart)["id"].clone();
    let add = "cartLinesAdd(cartId: $id, lines: $l)";
    for from in [0, 3, 40, 200] {
        let to = match from {
            0 => 3,
            3 => 40,
            40 => 200,
            _ => 500,
        };
        let lines: Vec<Value> = (from..to).map(line).collect();
        let done = change(&shop.store, "($id: ID!, $l: [CartLineInput!]!)", add, json!({ "id": id, "l": lines })).await;
        assert_eq!(done["userErrors"], json!([]));
        if to <= 250 {
            check_sums(&done["cart"]);
        }
    }
    let query = "query($id: ID!, $after: String) { cart(id: $id) { totalQuantity cost { subtotalAmount { amount } } lines(first: 250, after: $after) { nodes { quantity cost { totalAmount { amount } } } pageInfo { hasNextPage endCursor } } } }";
    let (mut lines, mut after, mut sum) = (0, Value::Null, 0);
    let subtotal = loop {
        let cart = read(&shop, query, json!({ "id": id, "after": after })).await["cart"].take();
        let nodes = cart["lines"]["nodes"].as_array().unwrap();
        lines += nodes.len();
        sum += nodes.iter().map(|line| minor(&line["cost"]["totalAmount"])).sum::<i64>();
        if cart["lines"]["pageInfo"]["hasNextPage"] == false {
            break minor(&cart["cost"]["subtotalAmount"]);
        }
        after = cart["lines"]["pageInfo"]["endCursor"].clone();
    };
    assert_eq!((lines, sum), (500, subtotal));
    let one_more =
        change(&shop.store, "($id: ID!, $l: [CartLineInput!]!)", add, json!({ "id": id, "l": [line(500)] })).await;
    assert_eq!(wrong(&one_more), ["CART_TOO_LARGE lines"]);
    shop
});
