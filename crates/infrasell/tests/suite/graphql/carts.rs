//! Carts by GraphQL: what these clients do with one, and what is wrong with what they ask.

use super::{ask, data, gid, read, shirt};
use infrasell_testkit::{Client, PASSWORD, Shop, on_every_kind};
use serde_json::{Value, json};

/// Everything that is asked of a cart here.
pub const CART: &str = "fragment C on Cart {
    id checkoutUrl totalQuantity note createdAt updatedAt quoteHash attributes { key value } attribute(key: \"gift\") { value }
    buyerIdentity { email phone countryCode customer { id email displayName } deliveryAddressPreferences { ... on MailingAddress { city } }
        preferences { wallet delivery { deliveryMethod coordinates { latitude longitude countryCode } } } }
    cost { subtotalAmount { amount currencyCode } totalAmount { amount } totalTaxAmount { amount } totalDutyAmount { amount }
        checkoutChargeAmount { amount } subtotalAmountEstimated totalAmountEstimated totalTaxAmountEstimated }
    discountCodes { code applicable } discountAllocations { discountedAmount { amount } } appliedGiftCards { id }
    delivery { addresses { id selected oneTimeUse address { __typename ... on CartDeliveryAddress { firstName name city zip formatted(withName: true) formattedArea } } } }
    deliveryGroups(first: 5) { nodes { id groupType deliveryAddress { city province countryCodeV2 }
        deliveryOptions { handle title deliveryMethodType estimatedCost { amount } } selectedDeliveryOption { handle } cartLines(first: 10) { nodes { id } } } }
    lines(first: 250) { nodes { __typename id quantity attributes { key value } merchandise { ... on ProductVariant { id title product { title } } }
        cost { amountPerQuantity { amount } subtotalAmount { amount } totalAmount { amount } compareAtAmountPerQuantity { amount } }
        discountAllocations { discountedAmount { amount } }
        ... on CartLine { instructions { canRemove canUpdateQuantity } parentRelationship { parent { id } }
            tax { hsnCode ratePercentage taxableAmount { amount } taxAmount { amount } taxes { code jurisdiction ratePercentage amount { amount } } } } }
        pageInfo { hasNextPage } }
    priceBreakup { pricesIncludeTax subtotalAmount { amount } deliveryAmount { amount } taxAmount { amount } totalAmount { amount }
        entries { kind label included lineId amount { amount } } }
    metafield(namespace: \"gift\", key: \"wrap\") { id key type value parentResource { ... on Cart { id } } }
}";

/// Does one mutation of carts: its name, what stands in its brackets, the variables that this needs.
pub async fn change(client: &Client, declared: &str, call: &str, variables: Value) -> Value {
    let query = format!(
        "mutation M{declared} {{ done: {call} {{ cart {{ ...C }} userErrors {{ code field message }} warnings {{ code message target }} }} }} {CART}"
    );
    data(ask(client, &query, variables).await)["done"].take()
}

/// The cart that a mutation gave, which found nothing wrong.
#[track_caller]
pub fn good(done: &Value) -> &Value {
    assert_eq!(done["userErrors"], json!([]), "{done}");
    assert!(done["cart"]["id"].is_string(), "{done}");
    &done["cart"]
}

/// `code field.field` of everything that was wrong.
pub fn wrong(done: &Value) -> Vec<String> {
    let one = |error: &Value| {
        assert!(!error["message"].as_str().unwrap().is_empty());
        let field: Vec<&str> = error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
        format!("{} {}", error["code"].as_str().unwrap(), field.join("."))
    };
    done["userErrors"].as_array().unwrap().iter().map(one).collect()
}

fn warnings(done: &Value) -> Vec<&str> {
    done["warnings"].as_array().unwrap().iter().map(|warning| warning["code"].as_str().unwrap()).collect()
}

/// A cart of these lines.
pub async fn create(client: &Client, lines: &[(&str, i64)]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(id, quantity)| json!({ "merchandiseId": gid("ProductVariant", id), "quantity": quantity }))
        .collect();
    change(client, "($i: CartInput)", "cartCreate(input: $i)", json!({ "i": { "lines": lines } })).await
}

/// Minor units of an amount.
pub fn minor(amount: &Value) -> i64 {
    let text = amount["amount"].as_str().unwrap_or_else(|| panic!("{amount} is no amount"));
    let (whole, part) = text.split_once('.').unwrap();
    let part = format!("{part:0<2}");
    assert_eq!(part.len(), 2, "{text}");
    whole.parse::<i64>().unwrap() * 100 + part.parse::<i64>().unwrap() * if text.starts_with('-') { -1 } else { 1 }
}

/// Every sum that a cart shows holds.
#[track_caller]
pub fn check_sums(cart: &Value) {
    let nodes = cart["lines"]["nodes"].as_array().unwrap();
    let lines: i64 = nodes.iter().map(|line| minor(&line["cost"]["totalAmount"])).sum();
    let cost = &cart["cost"];
    assert_eq!(minor(&cost["subtotalAmount"]), lines, "{cart}");
    for line in nodes {
        let each = minor(&line["cost"]["amountPerQuantity"]) * line["quantity"].as_i64().unwrap();
        assert_eq!(minor(&line["cost"]["subtotalAmount"]), each);
        let tax = &line["tax"];
        let taxes: i64 = tax["taxes"].as_array().unwrap().iter().map(|one| minor(&one["amount"])).sum();
        assert_eq!(minor(&tax["taxAmount"]), taxes, "{tax}");
    }
    let parts = &cart["priceBreakup"];
    let entries = parts["entries"].as_array().unwrap().iter();
    let ledger: i64 = entries.filter(|entry| entry["included"] == false).map(|entry| minor(&entry["amount"])).sum();
    assert_eq!(ledger, minor(&cost["totalAmount"]), "{parts}");
    let on_top = if parts["pricesIncludeTax"] == true { 0 } else { minor(&parts["taxAmount"]) };
    assert_eq!(lines + minor(&parts["deliveryAmount"]) + on_top, minor(&cost["totalAmount"]), "{cart}");
    let units: i64 = nodes.iter().map(|line| line["quantity"].as_i64().unwrap()).sum();
    assert_eq!(cart["totalQuantity"], units);
}

on_every_kind!(a_cart_is_made_changed_and_read_again, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "cart").await;
    let store = &shop.store;
    let made = create(store, &[(&variants[1], 2), (&variants[1], 1), (&variants[2], 1)]).await;
    let cart = good(&made).clone();
    check_sums(&cart);
    let id = cart["id"].as_str().unwrap().to_owned();
    let token = id.strip_prefix("gid://shopify/Cart/").unwrap();
    assert!(cart["checkoutUrl"].as_str().unwrap().ends_with(&format!("/checkout/{token}")), "{cart}");
    assert!(cart["checkoutUrl"].as_str().unwrap().starts_with("http"), "{cart}");
    assert_eq!(cart["totalQuantity"], 4);
    assert_eq!(cart["lines"]["nodes"][0]["merchandise"]["product"]["title"], "Shirt cart");
    assert_eq!(cart["lines"]["nodes"][0]["__typename"], "CartLine");
    assert_eq!(minor(&cart["cost"]["subtotalAmount"]), 3 * 99_950 + 109_900);
    let seen = read(
        &shop,
        &format!(
            "query($id: ID!) {{ cart(id: $id) {{ ...C }} node(id: $id) {{ ... on Cart {{ totalQuantity }} }} }} {CART}"
        ),
        json!({ "id": id }),
    )
    .await;
    assert_eq!(seen["cart"], cart, "what a mutation shows is what there is");
    assert_eq!(seen["node"]["totalQuantity"], 4);

    // equal lines become one; what cannot be had is cut and told
    let lines = json!([{ "merchandiseId": gid("ProductVariant", &variants[2]), "quantity": 7 }, { "merchandiseId": gid("ProductVariant", &variants[0]) }]);
    let added = change(
        store,
        "($id: ID!, $l: [CartLineInput!]!)",
        "cartLinesAdd(cartId: $id, lines: $l)",
        json!({ "id": id, "l": lines }),
    )
    .await;
    check_sums(good(&added));
    assert_eq!(warnings(&added), ["MERCHANDISE_OUT_OF_STOCK", "MERCHANDISE_NOT_ENOUGH_STOCK"]);
    assert_eq!(added["cart"]["totalQuantity"], 3 + 2, "{added}");
    let line = &added["cart"]["lines"]["nodes"][1];
    assert_eq!((line["quantity"].as_i64(), &added["warnings"][1]["target"]), (Some(2), &line["id"]), "{added}");

    let engraved = json!([{ "id": line["id"], "quantity": 1, "attributes": [{ "key": "text", "value": "नमस्ते" }] }]);
    let updated = change(
        store,
        "($id: ID!, $l: [CartLineUpdateInput!]!)",
        "cartLinesUpdate(cartId: $id, lines: $l)",
        json!({ "id": id, "l": engraved }),
    )
    .await;
    check_sums(good(&updated));
    assert_eq!(updated["cart"]["lines"]["nodes"][1]["attributes"], json!([{ "key": "text", "value": "नमस्ते" }]));
    let swapped = json!([{ "id": line["id"], "merchandiseId": gid("ProductVariant", &variants[1]), "attributes": [] }]);
    let swapped = change(
        store,
        "($id: ID!, $l: [CartLineUpdateInput!]!)",
        "cartLinesUpdate(cartId: $id, lines: $l)",
        json!({ "id": id, "l": swapped }),
    )
    .await;
    assert_eq!(good(&swapped)["lines"]["nodes"].as_array().unwrap().len(), 1);
    let gone = json!({ "id": id, "l": [swapped["cart"]["lines"]["nodes"][0]["id"]] });
    let removed = change(store, "($id: ID!, $l: [ID!]!)", "cartLinesRemove(cartId: $id, lineIds: $l)", gone).await;
    check_sums(good(&removed));
    assert_eq!((&removed["cart"]["totalQuantity"], &removed["cart"]["quoteHash"]), (&json!(0), &Value::Null));
    shop
});

on_every_kind!(a_cart_keeps_what_its_buyer_says, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "said").await;
    let store = &shop.store;
    let input = json!({
        "lines": [{ "merchandiseId": gid("ProductVariant", &variants[1]) }],
        "note": "ring twice", "attributes": [{ "key": "gift", "value": "yes" }], "discountCodes": ["SAVE10"], "giftCardCodes": ["abcd"],
        "buyerIdentity": { "email": "a@example.in", "countryCode": "IN", "preferences": { "wallet": ["x"], "delivery": { "deliveryMethod": ["SHIPPING"], "coordinates": { "latitude": 18.52, "longitude": -73.8567, "countryCode": "IN" } } } },
        "metafields": [{ "key": "gift.wrap", "type": "boolean", "value": "true" }],
        "delivery": { "addresses": [{ "selected": true, "address": { "deliveryAddress": { "firstName": "Asha", "lastName": "Rao", "address1": "7 Hill Street", "city": "Pune", "provinceCode": "MH", "zip": "411001", "countryCode": "IN" } } }] },
    });
    let made = change(store, "($i: CartInput)", "cartCreate(input: $i)", json!({ "i": input })).await;
    let cart = good(&made).clone();
    check_sums(&cart);
    assert_eq!(warnings(&made), ["DISCOUNT_NOT_FOUND", "PAYMENTS_GIFT_CARDS_UNAVAILABLE"]);
    assert_eq!(cart["discountCodes"], json!([{ "code": "SAVE10", "applicable": false }]));
    assert_eq!((&cart["note"], &cart["attribute"]["value"]), (&json!("ring twice"), &json!("yes")));
    assert_eq!(cart["buyerIdentity"]["email"], "a@example.in");
    assert_eq!(cart["buyerIdentity"]["preferences"]["delivery"]["coordinates"]["longitude"], -73.8567);
    assert_eq!(
        (&cart["metafield"]["value"], &cart["metafield"]["parentResource"]["id"]),
        (&json!("true"), &cart["id"])
    );
    let address = &cart["delivery"]["addresses"][0];
    assert_eq!(address["address"]["formattedArea"], "Pune MH, India");
    assert_eq!(address["address"]["formatted"].as_array().unwrap().last().unwrap(), "India");
    let group = &cart["deliveryGroups"]["nodes"][0];
    assert_eq!(group["deliveryAddress"]["province"], "Maharashtra");
    assert_eq!(group["cartLines"]["nodes"][0]["id"], cart["lines"]["nodes"][0]["id"]);
    assert_eq!((&group["selectedDeliveryOption"], &cart["cost"]["totalAmountEstimated"]), (&Value::Null, &json!(true)));

    let id = &cart["id"];
    let option = &group["deliveryOptions"][0];
    let choice =
        json!({ "id": id, "o": [{ "deliveryGroupId": group["id"], "deliveryOptionHandle": option["handle"] }] });
    let call = "cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: $o)";
    let chosen = change(store, "($id: ID!, $o: [CartSelectedDeliveryOptionInput!]!)", call, choice).await;
    check_sums(good(&chosen));
    let chosen = &chosen["cart"];
    assert_eq!(chosen["deliveryGroups"]["nodes"][0]["selectedDeliveryOption"]["handle"], option["handle"]);
    assert_eq!(chosen["cost"]["totalAmountEstimated"], false);
    assert_eq!(minor(&chosen["priceBreakup"]["deliveryAmount"]), minor(&option["estimatedCost"]));
    assert_ne!(chosen["quoteHash"], cart["quoteHash"]);

    for (declared, call, variables, at, expected) in [
        ("($id: ID!)", "cartNoteUpdate(cartId: $id, note: \"\")", json!({}), "/note", Value::Null),
        (
            "($id: ID!)",
            "cartAttributesUpdate(cartId: $id, attributes: [{ key: \"a\", value: \"b\" }])",
            json!({}),
            "/attributes",
            json!([{ "key": "a", "value": "b" }]),
        ),
        (
            "($id: ID!)",
            "cartDiscountCodesUpdate(cartId: $id, discountCodes: [])",
            json!({}),
            "/discountCodes",
            json!([]),
        ),
        (
            "($id: ID!)",
            "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: { phone: \"+91 98765 43210\", email: null })",
            json!({}),
            "/buyerIdentity/email",
            Value::Null,
        ),
        (
            "($id: ID!)",
            "cartGiftCardCodesAdd(cartId: $id, giftCardCodes: [\"x\"])",
            json!({}),
            "/appliedGiftCards",
            json!([]),
        ),
        (
            "($id: ID!)",
            "cartGiftCardCodesUpdate(cartId: $id, giftCardCodes: [])",
            json!({}),
            "/appliedGiftCards",
            json!([]),
        ),
        (
            "($id: ID!, $a: ID!)",
            "cartDeliveryAddressesUpdate(cartId: $id, addresses: [{ id: $a, selected: false, oneTimeUse: true }])",
            json!({ "a": address["id"] }),
            "/delivery/addresses/0/oneTimeUse",
            json!(true),
        ),
        (
            "($id: ID!)",
            "cartDeliveryAddressesAdd(cartId: $id, addresses: [{ address: { deliveryAddress: { countryCode: DE, city: \"Berlin\" } } }])",
            json!({}),
            "/delivery/addresses/1/address/city",
            json!("Berlin"),
        ),
        (
            "($id: ID!, $a: ID!)",
            "cartDeliveryAddressesRemove(cartId: $id, addressIds: [$a])",
            json!({ "a": address["id"] }),
            "/delivery/addresses/0/address/city",
            json!("Berlin"),
        ),
        (
            "($id: ID!)",
            "cartDeliveryAddressesReplace(cartId: $id, addresses: [])",
            json!({}),
            "/delivery/addresses",
            json!([]),
        ),
        (
            "($id: ID!)",
            "cartBillingAddressUpdate(cartId: $id, billingAddress: { country: \"India\", province: \"Maharashtra\" })",
            json!({}),
            "/note",
            Value::Null,
        ),
        ("($id: ID!)", "cartRemovePersonalData(cartId: $id)", json!({}), "/buyerIdentity/phone", Value::Null),
    ] {
        let mut variables = variables;
        variables["id"] = id.clone();
        let done = change(store, declared, call, variables).await;
        let cart = good(&done);
        check_sums(cart);
        assert_eq!(cart.pointer(at), Some(&expected), "{call}: {cart}");
    }
    let cloned = change(store, "($id: ID!)", "cartClone(cartId: $id)", json!({ "id": id })).await;
    assert_ne!(good(&cloned)["id"], *id);
    assert_eq!(cloned["cart"]["totalQuantity"], 1);
    shop
});

on_every_kind!(typed_values_are_set_and_taken_out, |shop: Shop| async move {
    let made = create(&shop.store, &[]).await;
    let id = good(&made)["id"].clone();
    let set = "mutation($m: [CartMetafieldsSetInput!]!) { cartMetafieldsSet(metafields: $m) { metafields { id namespace key type value } userErrors { code elementIndex field message } } }";
    let value = |owner: &Value, key: &str, kind: &str, value: &str| json!({ "ownerId": owner, "key": key, "type": kind, "value": value });
    let both = json!({ "m": [value(&id, "gift.wrap", "boolean", "true"), value(&id, "size", "number_integer", "07")] });
    let done = read(&shop, set, both).await["cartMetafieldsSet"].take();
    assert_eq!(done["userErrors"], json!([]), "{done}");
    assert_eq!((&done["metafields"][1]["namespace"], &done["metafields"][1]["value"]), (&json!("custom"), &json!("7")));
    for (owner, kind, text, expected) in [
        (&id, "boolean", "maybe", "INVALID_VALUE"),
        (&id, "no_such_type", "x", "INVALID_TYPE"),
        (&json!("gid://shopify/Cart/nope"), "boolean", "true", "INVALID_OWNER"),
        (&json!("gid://shopify/Cart/00000000000000000000000000000000"), "boolean", "true", "INVALID_OWNER"),
    ] {
        let asked = json!({ "m": [value(owner, "gift.wrap", kind, text)] });
        let done = read(&shop, set, asked).await["cartMetafieldsSet"].take();
        assert_eq!((&done["metafields"], &done["userErrors"][0]["code"]), (&Value::Null, &json!(expected)), "{done}");
    }
    let delete = "mutation($o: ID!) { cartMetafieldDelete(input: { ownerId: $o, key: \"gift.wrap\" }) { deletedId userErrors { code field message } } }";
    let gone = read(&shop, delete, json!({ "o": id })).await["cartMetafieldDelete"].take();
    assert_eq!(gone["deletedId"], done["metafields"][0]["id"], "{gone}");
    let again = read(&shop, delete, json!({ "o": id })).await["cartMetafieldDelete"].take();
    assert_eq!(again["userErrors"][0]["code"], "METAFIELD_DOES_NOT_EXIST");
    shop
});

on_every_kind!(a_customers_token_makes_the_cart_his, |shop: Shop| async move {
    let (_, variants) = shirt(&shop, "mine").await;
    let (customer, client) = shop.customer("asha@example.in").await;
    let sign_in = json!({ "email": "asha@example.in", "password": PASSWORD, "kind": "tokens" });
    let token = shop.store.post("/store/v1/session", sign_in).await.ok()["tokens"]["access_token"].clone();
    let kept = json!({ "name": "Asha Rao", "line1": "7 Hill Street", "city": "Pune", "region": "MH", "postal_code": "411001", "country": "IN" });
    let kept = client.post("/store/v1/customers/me/addresses", json!({ "address": kept })).await.ok();
    let cart = create(&shop.store, &[(&variants[1], 1)]).await;
    let id = good(&cart)["id"].clone();
    let call = "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: { customerAccessToken: $t })";
    let nobody = change(&shop.store, "($id: ID!, $t: String!)", call, json!({ "id": id, "t": "forged" })).await;
    assert_eq!(wrong(&nobody), ["INVALID buyerIdentity.customerAccessToken"]);
    let his = change(&shop.store, "($id: ID!, $t: String!)", call, json!({ "id": id, "t": token })).await;
    assert_eq!(good(&his)["buyerIdentity"]["customer"]["id"], gid("Customer", &customer));
    let copy = format!(
        "gid://shopify/MailingAddress/{}?model_name=CustomerAddress",
        kept["id"].as_str().unwrap().split_once('_').unwrap().1
    );
    let call = "cartDeliveryAddressesAdd(cartId: $id, addresses: [{ selected: true, address: { copyFromCustomerAddressId: $a } }])";
    let added = change(&shop.store, "($id: ID!, $a: ID!)", call, json!({ "id": his["cart"]["id"], "a": copy })).await;
    assert_eq!(good(&added)["delivery"]["addresses"][0]["address"]["city"], "Pune");
    // another cart of his comes into the one that he has
    let input = json!({ "lines": [{ "merchandiseId": gid("ProductVariant", &variants[2]) }], "buyerIdentity": { "customerAccessToken": token } });
    let second = change(&shop.store, "($i: CartInput)", "cartCreate(input: $i)", json!({ "i": input })).await;
    assert_eq!(good(&second)["id"], his["cart"]["id"]);
    assert_eq!(second["cart"]["totalQuantity"], 2);
    let stranger = create(&shop.store, &[]).await;
    let denied =
        change(&shop.store, "($id: ID!, $a: ID!)", call, json!({ "id": stranger["cart"]["id"], "a": copy })).await;
    assert_eq!(wrong(&denied), ["INVALID_DELIVERY_ADDRESS_ID addresses.0.address.copyFromCustomerAddressId"]);
    shop
});
