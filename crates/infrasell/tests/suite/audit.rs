//! Every write of the admin API leaves an entry in the audit trail: the routes are read from the document, and one that is
//! neither called here nor excused fails.

use infrasell_testkit::{Answer, Client, Shop, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Routes that write nothing of the shop's, each with the reason.
const EXCUSED: &[(&str, &str)] = &[
    ("POST /admin/v1/session", "nobody is signed in yet; identity keeps its own account of sessions"),
    ("POST /admin/v1/password-reset", "nobody is signed in"),
    ("POST /admin/v1/password-reset/complete", "nobody is signed in; the person himself is told by mail"),
    ("POST /admin/v1/reconciliation", "it only reads"),
    ("POST /admin/v1/audit-verification", "it only reads"),
    ("POST /admin/v1/mail-templates/{kind}/{locale}/preview", "it only reads"),
];

/// Calls writes, and remembers under which request.
struct Scribe<'a> {
    shop: &'a Shop,
    done: Vec<(String, String)>,
}

impl Scribe<'_> {
    /// Calls a route and demands that it succeeds.
    async fn write(&mut self, route: &str, places: &[&str], body: Value) -> Value {
        self.write_as(&self.shop.admin.clone(), route, places, body).await.ok()
    }

    async fn write_as(&mut self, client: &Client, route: &str, places: &[&str], body: Value) -> Answer {
        let (method, path) = route.split_once(' ').unwrap();
        let mut path = path.to_owned();
        for place in places {
            let (start, end) = (path.find('{').unwrap(), path.find('}').unwrap());
            path.replace_range(start..=end, place);
        }
        let request = format!("audit-request-{:04}", self.done.len());
        let method: Method = method.parse().unwrap();
        let sent = client.request(method, &path).header("x-request-id", &request).json(&body);
        let answer = Client::send(sent).await;
        assert!((200..300).contains(&answer.status), "{route}: {} {}", answer.status, answer.body);
        self.done.push((route.to_owned(), request));
        answer
    }

    /// Uploads a picture of one dot.
    async fn upload(&mut self) -> Value {
        let mut file = std::io::Cursor::new(vec![]);
        image::DynamicImage::new_rgb8(1, 1).write_to(&mut file, image::ImageFormat::Png).unwrap();
        let request = format!("audit-request-{:04}", self.done.len());
        let sent = self.shop.admin.request(Method::POST, "/admin/v1/media?file_name=dot.png");
        let sent = sent.header("x-request-id", &request).header("content-type", "image/png").body(file.into_inner());
        let answer = Client::send(sent).await;
        self.done.push(("POST /admin/v1/media".into(), request));
        answer.ok()
    }
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("{thing}")).to_owned()
}

async fn settings_and_people(w: &mut Scribe<'_>) {
    w.write("PATCH /admin/v1/shop", &[], json!({ "name": "Chai", "email": "secret.shop@example.in" })).await;
    let channel =
        json!({ "code": "app", "name": "App", "currency": "INR", "locales": ["en-IN"], "prices_include_tax": true });
    let channel = w.write("POST /admin/v1/channels", &[], channel).await;
    w.write("PATCH /admin/v1/channels/{id}", &[&id(&channel)], json!({ "name": "The app" })).await;
    let vat = json!({ "country": "DE", "number": "DE123456789", "scheme": "regular" });
    let vat = w.write("POST /admin/v1/tax-registrations", &[], vat).await;
    let end = json!({ "valid_until": "2090-01-01T00:00:00Z" });
    w.write("PATCH /admin/v1/tax-registrations/{id}", &[&id(&vat)], end).await;

    let role = json!({ "code": "packer", "name": "Packer", "permissions": ["orders:read"] });
    w.write("POST /admin/v1/roles", &[], role).await;
    let owner = json!({ "email": "secret.owner@example.in", "name": "Secret Owner", "password": "secret pass phrase", "roles": ["owner"] });
    w.write("POST /admin/v1/staff", &[], owner).await;
    let staff = json!({ "email": "secret.ravi@example.in", "name": "Secret Ravi", "password": "secret pass phrase", "roles": ["packer"] });
    let staff = w.write("POST /admin/v1/staff", &[], staff).await;
    w.write("PATCH /admin/v1/staff/{id}", &[&id(&staff)], json!({ "password": "secret other phrase" })).await;
    let key = w.write("POST /admin/v1/api-keys", &[], json!({ "name": "till", "role": "packer" })).await;
    w.write("DELETE /admin/v1/api-keys/{id}", &[key["key"]["id"].as_str().or(key["id"].as_str()).unwrap()], json!({}))
        .await;
    let token = json!({ "name": "next", "kind": "public", "channel": id(&channel) });
    let token = w.write("POST /admin/v1/storefront-tokens", &[], token).await;
    w.write("DELETE /admin/v1/storefront-tokens/{id}", &[&id(&token["storefront_token"])], json!({})).await;
    let role = w.shop.admin.get("/admin/v1/roles").await.ok()["items"].as_array().unwrap().last().unwrap().clone();
    w.write("PATCH /admin/v1/roles/{id}", &[&id(&role)], json!({ "name": "Packers" })).await;
    let spare = json!({ "code": "spare", "name": "Spare", "permissions": ["orders:read"] });
    let spare = w.write("POST /admin/v1/roles", &[], spare).await;
    w.write("DELETE /admin/v1/roles/{id}", &[&id(&spare)], json!({})).await;
    w.write("POST /admin/v1/signing-keys/rotate", &[], json!({})).await;
    oneself(w, &id(&staff)).await;
}

/// Signs in: the client, and the session.
async fn sign_in(shop: &Shop, password: &str, code: Option<&str>) -> (Client, String) {
    let credentials = json!({ "email": "secret.ravi@example.in", "password": password, "code": code });
    let answer = shop.store.post("/admin/v1/session", credentials).await.ok();
    let mut client = shop.admin.clone();
    client.key = Some(answer["secret"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned());
    (client, id(&answer["session"]))
}

/// What a member of staff does to his own account.
async fn oneself(w: &mut Scribe<'_>, staff: &str) {
    let (ravi, _) = sign_in(w.shop, "secret other phrase", None).await;
    let change = json!({ "current_password": "secret other phrase", "new_password": "secret third phrase" });
    w.write_as(&ravi, "POST /admin/v1/me/password", &[], change).await;
    let (_, other) = sign_in(w.shop, "secret third phrase", None).await;
    w.write_as(&ravi, "DELETE /admin/v1/me/sessions/{id}", &[&other], json!({})).await;
    let (_, other) = sign_in(w.shop, "secret third phrase", None).await;
    w.write("DELETE /admin/v1/sessions/{id}", &[&other], json!({})).await;

    let mut codes = set_up_factor(w, &ravi, 0).await;
    let renewed = json!({ "code": codes.remove(0) });
    let answer = w.write_as(&ravi, "POST /admin/v1/me/recovery-codes", &[], renewed).await.ok();
    let code = &answer["codes"][0];
    w.write_as(&ravi, "POST /admin/v1/me/second-factor/remove", &[], json!({ "code": code })).await;
    set_up_factor(w, &ravi, 1).await;
    w.write("DELETE /admin/v1/staff/{id}/second-factor", &[staff], json!({})).await;
    w.write_as(&ravi, "DELETE /admin/v1/session", &[], json!({})).await;
}

/// Sets a second factor up; the recovery codes. `ahead` steps of half a minute later than now.
async fn set_up_factor(w: &mut Scribe<'_>, client: &Client, ahead: u64) -> Vec<String> {
    let set_up = w.write_as(client, "POST /admin/v1/me/second-factor", &[], json!({})).await.ok();
    let now = u64::try_from(w.shop.app.env.now().micros()).unwrap() / 1_000_000;
    let code = totp(set_up["secret"].as_str().unwrap(), now / 30 + ahead);
    let codes = w.write_as(client, "POST /admin/v1/me/second-factor/confirm", &[], json!({ "code": code })).await.ok();
    codes["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// The six digits of a step (RFC 6238), from a secret in base 32.
fn totp(secret: &str, step: u64) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let (mut key, mut held, mut bits) = (vec![], 0_u32, 0);
    for c in secret.bytes().filter(u8::is_ascii_alphanumeric) {
        let value = if c.is_ascii_digit() { c - b'2' + 26 } else { c - b'A' };
        held = (held << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            key.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 0xf);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

async fn catalogue(w: &mut Scribe<'_>) {
    let category = w.write("POST /admin/v1/categories", &[], json!({ "name": "Tea" })).await;
    w.write("PATCH /admin/v1/categories/{id}", &[&id(&category)], json!({ "name": "Teas" })).await;
    let field = json!({ "namespace": "tea", "key": "leaf", "name": "Leaf", "type": "single_line_text" });
    let field = w.write("POST /admin/v1/metafield-definitions", &[], field).await;
    w.write("DELETE /admin/v1/metafield-definitions/{id}", &[&id(&field)], json!({})).await;
    let product =
        w.write("POST /admin/v1/products", &[], json!({ "title": "Assam", "variants": [{ "sku": "A" }] })).await;
    w.write("PATCH /admin/v1/products/{id}", &[&id(&product)], json!({ "title": "Assam tea" })).await;
    let bulk = json!({ "products": [{ "title": "Bulk", "handle": "bulk", "variants": [{ "sku": "B" }] }] });
    w.write("POST /admin/v1/products/bulk", &[], bulk).await;
    let collection = json!({ "title": "Teas", "membership": { "kind": "manual" } });
    let collection = w.write("POST /admin/v1/collections", &[], collection).await;
    w.write("PATCH /admin/v1/collections/{id}", &[&id(&collection)], json!({ "title": "All teas" })).await;
    w.write("DELETE /admin/v1/collections/{id}", &[&id(&collection)], json!({})).await;
    w.write("DELETE /admin/v1/products/{id}", &[&id(&product)], json!({})).await;
    w.write("DELETE /admin/v1/categories/{id}", &[&id(&category)], json!({})).await;
    let request = format!("audit-request-{:04}", w.done.len());
    let file = w.shop.admin.request(Method::POST, "/admin/v1/imports?file_name=a.csv").header("x-request-id", &request);
    let file = file.header("content-type", "text/csv").body("Handle,Title,Variant Price\nimported,Imported,10.00\n");
    Client::send(file).await.ok();
    w.done.push(("POST /admin/v1/imports".into(), request));
}

async fn webhooks(w: &mut Scribe<'_>, product: &str) {
    let hook = json!({ "url": "http://127.0.0.1:9/hooks?token=secret-of-an-url", "topics": ["products/update"] });
    let hook = id(&w.write("POST /admin/v1/webhooks", &[], hook).await["webhook"]);
    w.write("PATCH /admin/v1/webhooks/{id}", &[&hook], json!({ "description": "the storefront" })).await;
    w.write("POST /admin/v1/webhooks/{id}/rotate-secret", &[&hook], json!({})).await;
    w.shop.admin.patch(&format!("/admin/v1/products/{product}"), json!({ "title": "Told" })).await.ok();
    w.shop.settle().await;
    let told = w.shop.admin.get(&format!("/admin/v1/webhook-deliveries?webhook={hook}")).await.ok()["items"][0].clone();
    w.write("POST /admin/v1/webhook-deliveries/{id}/retry", &[&id(&told)], json!({})).await;
    w.write("DELETE /admin/v1/webhooks/{id}", &[&hook], json!({})).await;
}

async fn content(w: &mut Scribe<'_>) {
    let dot = w.upload().await;
    w.write("PATCH /admin/v1/media/{id}", &[&id(&dot)], json!({ "alt": "A dot" })).await;
    w.write("DELETE /admin/v1/media/{id}", &[&id(&dot)], Value::Null).await;
    let page = w.write("POST /admin/v1/pages", &[], json!({ "title": "About" })).await;
    w.write("PATCH /admin/v1/pages/{id}", &[&id(&page)], json!({ "title": "About us" })).await;
    w.write("DELETE /admin/v1/pages/{id}", &[&id(&page)], Value::Null).await;
    let blog = w.write("POST /admin/v1/blogs", &[], json!({ "title": "News" })).await;
    w.write("PATCH /admin/v1/blogs/{id}", &[&id(&blog)], json!({ "title": "Journal" })).await;
    let article = json!({ "blog": id(&blog), "title": "Opening" });
    let article = w.write("POST /admin/v1/articles", &[], article).await;
    w.write("PATCH /admin/v1/articles/{id}", &[&id(&article)], json!({ "title": "Opened" })).await;
    w.write("DELETE /admin/v1/articles/{id}", &[&id(&article)], Value::Null).await;
    w.write("DELETE /admin/v1/blogs/{id}", &[&id(&blog)], Value::Null).await;
    let menu = w.write("POST /admin/v1/menus", &[], json!({ "title": "Top" })).await;
    w.write("PATCH /admin/v1/menus/{id}", &[&id(&menu)], json!({ "title": "Head" })).await;
    w.write("DELETE /admin/v1/menus/{id}", &[&id(&menu)], Value::Null).await;
    let redirect = json!({ "path": "/old", "target": "/new" });
    let redirect = w.write("POST /admin/v1/redirects", &[], redirect).await;
    w.write("PATCH /admin/v1/redirects/{id}", &[&id(&redirect)], json!({ "target": "/newer" })).await;
    w.write("DELETE /admin/v1/redirects/{id}", &[&id(&redirect)], Value::Null).await;
    let look = json!({ "type": "look", "name": "Look", "fields": [{ "key": "name", "type": "single_line_text" }] });
    let look = w.write("POST /admin/v1/metaobject-definitions", &[], look).await;
    let definition = "/admin/v1/metaobject-definitions/{id}";
    w.write(&format!("PATCH {definition}"), &[&id(&look)], json!({ "name": "Looks" })).await;
    let morning = json!({ "type": "look", "fields": { "name": "Morning" } });
    let morning = w.write("POST /admin/v1/metaobjects", &[], morning).await;
    w.write("PATCH /admin/v1/metaobjects/{id}", &[&id(&morning)], json!({ "fields": { "name": "Noon" } })).await;
    w.write("DELETE /admin/v1/metaobjects/{id}", &[&id(&morning)], Value::Null).await;
    w.write(&format!("DELETE {definition}"), &[&id(&look)], Value::Null).await;
    w.write("PATCH /admin/v1/policies/{policy}", &["privacy"], json!({ "body_html": "<p>None</p>" })).await;
    const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let request = format!("audit-request-{:04}", w.done.len());
    let picture =
        w.shop.admin.request(Method::POST, "/admin/v1/media?file_name=a.gif").header("x-request-id", &request);
    let picture = Client::send(picture.header("content-type", "image/gif").body(PIXEL)).await.ok();
    w.done.push(("POST /admin/v1/media".into(), request));
    w.write("PATCH /admin/v1/media/{id}", &[&id(&picture)], json!({ "alt": "A dot" })).await;
    w.write("DELETE /admin/v1/media/{id}", &[&id(&picture)], json!({})).await;
}

async fn prices_and_stock(w: &mut Scribe<'_>, variant: &str) {
    let channel = w.shop.channel().await;
    let list = json!({ "code": "sale", "name": "Sale", "channel": channel, "priority": 5 });
    let list = w.write("POST /admin/v1/price-lists", &[], list).await;
    w.write("PATCH /admin/v1/price-lists/{id}", &[&id(&list)], json!({ "name": "Summer sale" })).await;
    let prices = json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": 19_900 }] });
    w.write("POST /admin/v1/prices", &[], prices).await;
    w.write("POST /admin/v1/tax-classes", &[], json!({ "code": "tea", "name": "Tea" })).await;
    let rate = json!({ "class": "tea", "country": "IN", "tax": "GST", "rate_ppm": 50_000 });
    let rate = w.write("POST /admin/v1/tax-rates", &[], rate).await;
    w.write("PATCH /admin/v1/tax-rates/{id}", &[&id(&rate)], json!({ "ends_at": "2090-01-01T00:00:00Z" })).await;
    let ship = json!({ "code": "fast", "name": "Fast", "channel": channel, "price_minor": 9_900 });
    let ship = w.write("POST /admin/v1/shipping-methods", &[], ship).await;
    w.write("PATCH /admin/v1/shipping-methods/{id}", &[&id(&ship)], json!({ "price_minor": 8_900 })).await;

    let main = w.shop.admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let shed = json!({ "code": "shed", "name": "Shed", "address": { "line1": "Secret Lane" } });
    let shed = w.write("POST /admin/v1/locations", &[], shed).await;
    w.write("PATCH /admin/v1/locations/{id}", &[&id(&shed)], json!({ "name": "The shed" })).await;
    let count = json!({ "levels": [{ "variant": variant, "location": main, "on_hand": 50 }], "reason": "count" });
    w.write("POST /admin/v1/stock", &[], count).await;
    let more = json!({ "adjustments": [{ "variant": variant, "location": main, "delta": 5 }], "reason": "found" });
    w.write("POST /admin/v1/stock/adjustments", &[], more).await;
    for end in ["receive", "cancel"] {
        let transfer = json!({ "from": main, "to": id(&shed), "lines": [{ "variant": variant, "quantity": 1 }] });
        let transfer = w.write("POST /admin/v1/transfers", &[], transfer).await;
        w.write(&format!("POST /admin/v1/transfers/{{id}}/{end}"), &[&id(&transfer)], json!({})).await;
    }
}

async fn orders_and_payments(w: &mut Scribe<'_>, variant: &str) {
    let shop = w.shop;
    let order = shop.store.buy(variant, 2).await.ok()["order"]["id"].as_str().unwrap().to_owned();
    shop.settle().await;
    w.write("POST /admin/v1/orders/{id}/notes", &[&order], json!({ "text": "rings twice" })).await;
    let packed = w.write("POST /admin/v1/orders/{id}/fulfilments", &[&order], json!({ "shipped": false })).await;
    let fulfilment = id(&packed["fulfilments"][0]);
    let shipped = json!({ "state": "shipped" });
    w.write("PATCH /admin/v1/orders/{id}/fulfilments/{fulfilment}", &[&order, &fulfilment], shipped).await;
    w.write("POST /admin/v1/orders/{id}/refunds", &[&order], json!({ "amount_minor": 100, "reason": "late" })).await;
    shop.settle().await;
    w.write("POST /admin/v1/orders/{id}/complete", &[&order], json!({})).await;
    let payment =
        shop.admin.get(&format!("/admin/v1/orders/{order}")).await.ok()["payment"].as_str().unwrap().to_owned();
    w.write("POST /admin/v1/payments/{id}/sync", &[&payment], json!({})).await;
    let ops = shop.admin.get(&format!("/admin/v1/provider-operations?payment={payment}")).await.ok();
    w.write("POST /admin/v1/provider-operations/{id}/retry", &[&id(&ops["items"][0])], json!({})).await;

    let cart = shop.store.cart(&[(variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "manual").await;
    let order = shop.store.complete(&checkout, None).await.ok()["order"]["id"].as_str().unwrap().to_owned();
    let payment =
        shop.admin.get(&format!("/admin/v1/orders/{order}")).await.ok()["payment"].as_str().unwrap().to_owned();
    let receipt = json!({ "amount_minor": 100, "receipt": "UTR-1" });
    w.write("POST /admin/v1/payments/{id}/received", &[&payment], receipt).await;
    w.write("POST /admin/v1/orders/{id}/cancel", &[&order], json!({ "reason": "no money came" })).await;
    shop.settle().await;
}

async fn customers(w: &mut Scribe<'_>) {
    let group = json!({ "code": "trade", "name": "Trade" });
    let group = w.write("POST /admin/v1/customer-groups", &[], group).await;
    w.write("PATCH /admin/v1/customer-groups/{id}", &[&id(&group)], json!({ "name": "The trade" })).await;
    let asha = json!({ "email": "secret.asha@example.in", "name": "Secret Asha", "groups": [id(&group)] });
    let asha = id(&w.write("POST /admin/v1/customers", &[], asha).await);
    w.write("PATCH /admin/v1/customers/{id}", &[&asha], json!({ "name": "Secret Rao" })).await;
    w.write("POST /admin/v1/customers/bulk", &[], json!({ "customers": [asha], "add_tags": ["vip"] })).await;
    let said = json!({ "purpose": "offers", "medium": "email", "granted": true, "notice_version": "v1" });
    let said = json!({ "source": "telephone", "consents": [said] });
    w.write("POST /admin/v1/customers/{id}/consents", &[&asha], said).await;
    let home = json!({ "name": "Secret Asha", "line1": "Secret Lane 1", "city": "Pune", "region": "MH",
        "postal_code": "411001", "country": "IN" });
    let home = w.write("POST /admin/v1/customers/{id}/addresses", &[&asha], json!({ "address": home })).await;
    let route = "/admin/v1/customers/{id}/addresses/{address}";
    w.write(&format!("PATCH {route}"), &[&asha, &id(&home)], json!({ "default_billing": true })).await;
    w.write(&format!("DELETE {route}"), &[&asha, &id(&home)], json!({})).await;
    w.write("DELETE /admin/v1/customers/{id}", &[&asha], json!({})).await;
    w.write("DELETE /admin/v1/customer-groups/{id}", &[&id(&group)], json!({})).await;
    w.write("POST /admin/v1/exports", &[], json!({ "kind": "stock" })).await;
}

async fn held_payments(w: &mut Scribe<'_>) {
    use infrasell_contracts::payments::Authorise;
    use infrasell_kernel::Money;
    for (reference, what) in [("chk_900001:1", "capture"), ("chk_900002:1", "void")] {
        let asked = Authorise {
            reference: reference.into(),
            amount: Money::new(10_000, "INR".parse().unwrap()),
            method: "simulator".into(),
            instrument: Some("tok_approve".into()),
            return_url: None,
            description: String::new(),
            channel: None,
        };
        let cx = infrasell_rpc::Cx::system("test", "test").step("test", reference);
        let payment = w.shop.app.services.payments.authorise(&cx, asked).await.unwrap().id.to_string();
        if what == "capture" {
            let hold = r#"{"reason":"amount","expected":"1","found":"2"}"#;
            let statement = "UPDATE payments_payment SET held = $1, state = 'held' WHERE reference = $2";
            w.shop.process_of("payments").db.exec(statement, &infrasell_db::v![hold, reference]).await.unwrap();
            let reason = json!({ "reason": "the bank was called" });
            w.write("POST /admin/v1/payments/{id}/release", &[&payment], reason).await;
        }
        let body = if what == "capture" { json!({ "reference": "by-hand" }) } else { json!({}) };
        w.write(&format!("POST /admin/v1/payments/{{id}}/{what}"), &[&payment], body).await;
        if what == "capture" {
            // nothing is charged without an order, or reconciliation says so
            let refund = infrasell_contracts::payments::Refund {
                id: payment.parse().unwrap(),
                reference: "back".into(),
                amount_minor: 10_000,
            };
            w.shop.app.services.payments.refund(&cx.step("test", "back"), refund).await.unwrap();
        }
    }
    w.shop.settle().await;
}

async fn mails_and_jobs(w: &mut Scribe<'_>) {
    let template = "/admin/v1/mail-templates/{kind}/{locale}";
    let places = ["order_confirmed", "ta"];
    let own = json!({ "subject": "s", "text": "t", "html": "h" });
    w.write(&format!("PUT {template}"), &places, own).await;
    w.write(&format!("POST {template}/test"), &places, json!({ "to": "secret.owner@example.in" })).await;
    w.write(&format!("DELETE {template}"), &places, json!({})).await;

    let db = &w.shop.app.db;
    let mut dead = vec![];
    for n in 0..2 {
        let far = infrasell_kernel::Timestamp::MAX;
        dead.push(db.enqueue("nobody.does_this", Some(&n.to_string()), &(), far).await.unwrap().to_string());
    }
    db.exec("UPDATE db_job SET state = 'dead' WHERE kind = 'nobody.does_this'", &[]).await.unwrap();
    w.write("DELETE /admin/v1/jobs/{id}", &[&dead[0]], json!({})).await;
    w.write("POST /admin/v1/jobs/{id}/retry", &[&dead[1]], json!({})).await;
    w.shop.settle().await;

    let mail = w.shop.admin.get("/admin/v1/notifications?kind=order_confirmed").await.ok()["items"][0].clone();
    let dies = "UPDATE notifications_mail SET state = 'dead' WHERE id = $1";
    let number: i64 = id(&mail).strip_prefix("ntf_").unwrap().parse().unwrap();
    db.exec(dies, &infrasell_db::v![number]).await.unwrap();
    // its first try counts as failed from now on, so that the books agree
    let failed = "UPDATE notifications_attempt SET outcome = 'failed' WHERE mail_id = $1";
    db.exec(failed, &infrasell_db::v![number]).await.unwrap();
    w.write("POST /admin/v1/notifications/{id}/retry", &[&id(&mail)], json!({})).await;
}

/// Writes of the admin API, as the document names them.
fn admin_writes() -> BTreeSet<String> {
    let document: Value = serde_json::from_str(&infrasell_gateway::document()).unwrap();
    let mut routes = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|method| *method != "get") {
            if path.starts_with("/admin/") {
                routes.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    routes
}

on_every_kind!(every_admin_write_leaves_an_entry, |shop| async move {
    let tea = shop.sells("tea", 24_900, 50).await;
    let mut w = Scribe { shop: &shop, done: vec![] };
    settings_and_people(&mut w).await;
    catalogue(&mut w).await;
    content(&mut w).await;
    prices_and_stock(&mut w, &tea.variant).await;
    orders_and_payments(&mut w, &tea.variant).await;
    customers(&mut w).await;
    held_payments(&mut w).await;
    mails_and_jobs(&mut w).await;
    let product = shop.admin.get("/admin/v1/products?limit=1").await.ok()["items"][0].clone();
    webhooks(&mut w, &id(&product)).await;
    let done = std::mem::take(&mut w.done);
    shop.settle().await;

    let excused = EXCUSED.iter().map(|(route, _)| (*route).to_owned());
    let known: BTreeSet<String> = done.iter().map(|(route, _)| route.clone()).chain(excused).collect();
    let all = admin_writes();
    let forgotten: Vec<&String> = all.difference(&known).collect();
    assert!(forgotten.is_empty(), "call these here, or excuse them with a reason: {forgotten:#?}");
    let gone: Vec<&String> = known.difference(&all).collect();
    assert!(gone.is_empty(), "these are no routes: {gone:?}");

    for (route, request) in &done {
        let found = shop.admin.get(&format!("/admin/v1/audit?request_id={request}")).await.ok();
        let entries = found["items"].as_array().unwrap();
        assert!(!entries.is_empty(), "{route} left no entry");
        for entry in entries {
            let actor = entry["actor"].as_str().unwrap();
            assert!(actor.starts_with("key_") || actor.starts_with("staff_"), "{route}: {entry}");
            let shown = entry.to_string().to_lowercase();
            assert!(!shown.contains("secret ") && !shown.contains("secret."), "{route}: {entry}");
        }
    }
    let renamed = shop.admin.get("/admin/v1/audit?action=settings.update_channel").await.ok()["items"][0].clone();
    assert_eq!((&renamed["before"]["name"], &renamed["after"]["name"]), (&json!("App"), &json!("The app")));
    let verified = shop.admin.post("/admin/v1/audit-verification", json!({})).await.ok();
    assert!(verified["intact"] == true && verified["entries"].as_i64().unwrap() >= 50, "{verified}");
    let noted = json!({ "anchor": verified["head"] });
    assert_eq!(shop.admin.post("/admin/v1/audit-verification", noted).await.ok()["intact"], true);
    shop
});
