//! Customers over the storefront's GraphQL: from the first mail to their orders, on every kind of shop.

use infrasell_testkit::{PASSWORD, Shop, on_every_kind};
use serde_json::{Value, json};

const EMAIL: &str = "buyer@example.in";

async fn ask(shop: &Shop, query: &str, variables: Value) -> Value {
    let body = json!({ "query": query, "variables": variables });
    let answer = shop.store.guest().post("/api/2025-07/graphql.json", body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// What an operation with one root field gives.
async fn done(shop: &Shop, query: &str, variables: Value) -> Value {
    let body = ask(shop, query, variables).await;
    assert!(body["errors"].is_null(), "{body}");
    body["data"].as_object().unwrap().values().next().unwrap().clone()
}

const CREATE: &str = "mutation($input: CustomerCreateInput!) {
    customerCreate(input: $input) { customer { id } customerUserErrors { code field message } userErrors { field message } } }";
const SIGN_IN: &str = "mutation($input: CustomerAccessTokenCreateInput!) {
    customerAccessTokenCreate(input: $input) { customerAccessToken { accessToken expiresAt } customerUserErrors { code message } } }";

async fn token(shop: &Shop, email: &str, password: &str) -> Value {
    done(shop, SIGN_IN, json!({ "input": { "email": email, "password": password } })).await
}

/// A customer who opened his account here, and his token.
async fn customer(shop: &Shop) -> String {
    let input = json!({ "email": EMAIL, "password": PASSWORD, "firstName": "Asha", "lastName": "Rao", "acceptsMarketing": true });
    let created = done(shop, CREATE, json!({ "input": input })).await;
    assert_eq!(created["customerUserErrors"][0]["code"], "CUSTOMER_DISABLED", "{created}");
    shop.settle().await;
    let link = format!("https://shop.example/account/activate/1/{}", shop.mail_token(EMAIL).await);
    let activate = "mutation($url: URL!, $password: String!) {
        customerActivateByUrl(activationUrl: $url, password: $password) { customerUserErrors { code } } }";
    let activated = done(shop, activate, json!({ "url": link, "password": PASSWORD })).await;
    assert_eq!(activated["customerUserErrors"], json!([]));
    let again = done(shop, activate, json!({ "url": link, "password": PASSWORD })).await;
    assert_eq!(again["customerUserErrors"][0]["code"], "TOKEN_INVALID");
    shop.settle().await;
    let signed = token(shop, EMAIL, PASSWORD).await;
    signed["customerAccessToken"]["accessToken"].as_str().unwrap().to_owned()
}

on_every_kind!(a_customer_sees_what_he_bought_and_keeps_addresses, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    let bought = shop.store.buy(&tea.variant, 2).await.ok();
    shop.settle().await;
    let token = customer(&shop).await;
    let create = "mutation($token: String!, $address: MailingAddressInput!) {
        customerAddressCreate(customerAccessToken: $token, address: $address) {
            customerAddress { id name country provinceCode } customerUserErrors { code field } } }";
    let home = json!({ "address1": "12 Lake Road", "city": "Pune", "province": "Maharashtra", "zip": "411001", "country": "India", "firstName": "Asha", "lastName": "Rao" });
    let kept = done(&shop, create, json!({ "token": token, "address": home })).await;
    assert_eq!(kept["customerUserErrors"], json!([]), "{kept}");
    assert_eq!(
        (&kept["customerAddress"]["name"], &kept["customerAddress"]["provinceCode"]),
        (&json!("Asha Rao"), &json!("MH"))
    );
    let nowhere = done(&shop, create, json!({ "token": token, "address": { "country": "Atlantis" } })).await;
    assert_eq!(nowhere["customerUserErrors"][0], json!({ "code": "INVALID", "field": ["address", "country"] }));
    let id = kept["customerAddress"]["id"].clone();
    let chosen = done(
        &shop,
        "mutation($token: String!, $id: ID!) { customerDefaultAddressUpdate(customerAccessToken: $token, addressId: $id) {
            customer { defaultAddress { id city } } customerUserErrors { code } } }",
        json!({ "token": token, "id": id }),
    )
    .await;
    assert_eq!(chosen["customer"]["defaultAddress"], json!({ "id": id, "city": "Pune" }), "{chosen}");

    let sees = "query($token: String!) { customer(customerAccessToken: $token) {
        __typename id displayName firstName lastName email acceptsMarketing numberOfOrders tags metafield(key: \"a\") { id }
        addresses(first: 5) { nodes { id formatted } pageInfo { hasNextPage } }
        orders(first: 10, reverse: true) { totalCount edges { cursor node {
            name orderNumber statusUrl financialStatus fulfillmentStatus processedAt
            totalPrice { amount currencyCode } subtotalPrice { amount } currentTotalPrice { amount }
            lineItems(first: 10) { nodes { title quantity variant { id } originalTotalPrice { amount } } }
            successfulFulfillments(first: 1) { trackingCompany } shippingAddress { city }
        } } } } }";
    let him = done(&shop, sees, json!({ "token": token })).await;
    assert_eq!(
        (&him["displayName"], &him["email"], &him["acceptsMarketing"]),
        (&json!("Asha Rao"), &json!(EMAIL), &json!(true))
    );
    assert_eq!(him["addresses"]["nodes"].as_array().unwrap().len(), 1);
    let order = &him["orders"]["edges"][0]["node"];
    assert_eq!((&him["orders"]["totalCount"], &order["name"]), (&json!("1"), &bought["order"]["number"]), "{him}");
    assert_eq!((&order["financialStatus"], &order["fulfillmentStatus"]), (&json!("PAID"), &json!("UNFULFILLED")));
    assert_eq!(order["lineItems"]["nodes"][0]["quantity"], 2);
    assert_eq!(order["totalPrice"]["amount"], order["currentTotalPrice"]["amount"]);
    assert!(order["statusUrl"].as_str().unwrap().starts_with("http"), "{order}");

    let update = "mutation($token: String!, $customer: CustomerUpdateInput!) {
        customerUpdate(customerAccessToken: $token, customer: $customer) { customer { firstName lastName phone } customerUserErrors { code field } } }";
    let changed =
        done(&shop, update, json!({ "token": token, "customer": { "lastName": "Iyer", "phone": "+919812345678" } }))
            .await;
    assert_eq!(
        changed["customer"],
        json!({ "firstName": "Asha", "lastName": "Iyer", "phone": "+919812345678" }),
        "{changed}"
    );
    let refused = done(&shop, update, json!({ "token": token, "customer": { "phone": "nonsense" } })).await;
    assert_eq!(refused["customerUserErrors"][0]["field"], json!(["customer", "phone"]), "{refused}");
    let forget = "mutation($token: String!, $id: ID!) { customerAddressDelete(customerAccessToken: $token, id: $id) {
        deletedCustomerAddressId customerUserErrors { code } } }";
    assert_eq!(done(&shop, forget, json!({ "token": token, "id": id })).await["deletedCustomerAddressId"], id);
    assert_eq!(
        done(&shop, forget, json!({ "token": token, "id": id })).await["customerUserErrors"][0]["code"],
        "NOT_FOUND"
    );
    shop
});

on_every_kind!(a_token_lets_in_until_it_is_taken_away, |shop| async move {
    let token = customer(&shop).await;
    let renew = "mutation($token: String!) { customerAccessTokenRenew(customerAccessToken: $token) {
        customerAccessToken { accessToken expiresAt } userErrors { message } } }";
    let renewed = done(&shop, renew, json!({ "token": token })).await;
    assert_eq!(renewed["customerAccessToken"]["accessToken"], json!(token));
    let who = "query($token: String!) { customer(customerAccessToken: $token) { email } }";
    assert_eq!(done(&shop, who, json!({ "token": token })).await["email"], EMAIL);
    // whoever is nobody, staff and programs among them, is nobody
    for other in ["", "nonsense", shop.admin.key.as_deref().unwrap()] {
        assert_eq!(done(&shop, who, json!({ "token": other })).await, Value::Null);
    }
    let delete = "mutation($token: String!) { customerAccessTokenDelete(customerAccessToken: $token) {
        deletedAccessToken userErrors { message } } }";
    assert_eq!(done(&shop, delete, json!({ "token": token })).await["deletedAccessToken"], json!(token));
    assert_eq!(done(&shop, who, json!({ "token": token })).await, Value::Null);
    assert!(done(&shop, delete, json!({ "token": token })).await["userErrors"][0].is_object());
    // a wrong password and no account at all look the same
    let wrong = token_of(&shop, EMAIL, "another pass phrase").await;
    assert_eq!(wrong, token_of(&shop, "nobody@example.in", PASSWORD).await);
    assert_eq!(wrong["customerUserErrors"][0]["code"], "UNIDENTIFIED_CUSTOMER");

    let recover = "mutation($email: String!) { customerRecover(email: $email) { customerUserErrors { code } } }";
    for email in ["nobody@example.in", EMAIL] {
        assert_eq!(done(&shop, recover, json!({ "email": email })).await, json!({ "customerUserErrors": [] }));
    }
    shop.settle().await;
    let reset = "mutation($url: URL!, $password: String!) { customerResetByUrl(resetUrl: $url, password: $password) {
        customer { id } customerUserErrors { code field } } }";
    let link = format!("https://shop.example/account/reset?token={}", shop.mail_token(EMAIL).await);
    let short = done(&shop, reset, json!({ "url": link, "password": "short" })).await;
    assert_eq!(short["customerUserErrors"][0], json!({ "code": "TOO_SHORT", "field": ["password"] }), "{short}");
    let fresh = "a fresh pass phrase of mine";
    assert_eq!(done(&shop, reset, json!({ "url": link, "password": fresh })).await["customerUserErrors"], json!([]));
    assert!(token_of(&shop, EMAIL, PASSWORD).await["customerAccessToken"].is_null());
    assert!(token_of(&shop, EMAIL, fresh).await["customerAccessToken"].is_object());
    shop
});

async fn token_of(shop: &Shop, email: &str, password: &str) -> Value {
    token(shop, email, password).await
}
