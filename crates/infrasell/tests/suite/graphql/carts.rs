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
    let kept = client.post("/store/v1/customer/addresses", kept).await.ok();
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
        let done = change(store, "($id: ID!, $l: ID = \"\")", call, json!({ "id": id, "l": line })).await;
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
