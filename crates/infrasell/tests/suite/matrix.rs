//! Who may call what: every route of the document × everybody who might call it. A route that is new stands in the
//! document and so in here, and one that does not say who may call it fails.

use infrasell_testkit::{Client, Kind, Shop, matrix};
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

/// A route and who may call it.
#[derive(Debug, Clone)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Its path, with names in braces.
    pub path: String,
    /// `public`, `customer`, `signed_in`, or a permission.
    pub access: String,
    parameters: Vec<(String, Option<String>)>,
}

/// Every route of the document.
pub fn routes() -> Vec<Route> {
    let document: Value = serde_json::from_str(&infrasell_gateway::document()).unwrap();
    let mut routes = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let access = operation["x-infrasell-access"].as_str();
            let parameters = operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "path");
            routes.push(Route {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                access: access.unwrap_or_else(|| panic!("{method} {path} does not say who may call it")).to_owned(),
                parameters: parameters
                    .map(|p| {
                        let example = p["schema"]["examples"][0].as_str().map(str::to_owned);
                        (p["name"].as_str().unwrap().to_owned(), example)
                    })
                    .collect(),
            });
        }
    }
    assert!(routes.len() > 100, "{}", routes.len());
    routes
}

impl Route {
    /// The path with something in each place: what `known` has for it, else what can be read as what belongs there and
    /// is nobody's.
    pub fn filled(&self, known: impl Fn(&str) -> Option<String>) -> String {
        let mut path = self.path.clone();
        for (name, example) in &self.parameters {
            let prefix = example.as_deref().and_then(|e| e.split('_').next()).unwrap_or(name);
            let nobodys = example.clone().unwrap_or_else(|| "0".repeat(32)).replace("_1042", "_9007199254740991");
            path = path.replace(&format!("{{{name}}}"), &known(prefix).unwrap_or(nobodys));
        }
        path
    }

    async fn call(&self, client: &Client, known: impl Fn(&str) -> Option<String>) -> infrasell_testkit::Answer {
        let mut request = client.request(self.method.clone(), &self.filled(known));
        if self.method != Method::GET {
            request = request.json(&json!({}));
        }
        Client::send(request).await
    }
}

/// Somebody who calls.
struct Caller {
    name: String,
    client: Client,
    /// What he may do, by permission; staff and keys only.
    permissions: BTreeSet<String>,
    kind: Who,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    Customer,
    Staff,
    /// His secret was one of ours, and is not any more.
    Dead,
}

/// The statuses that a caller must get: `None` is to be let in, whatever comes of it then.
fn expected(route: &Route, caller: &Caller) -> Option<&'static [u16]> {
    match (route.access.as_str(), caller.kind) {
        // who does not ask who calls does not mind a dead secret; who asks (a buyer who may be signed in) does
        ("public", _) => None,
        (_, Who::Nobody | Who::Dead) => Some(&[401]),
        ("customer", Who::Customer) | ("signed_in", Who::Staff) => None,
        (_, Who::Customer) | ("customer", Who::Staff) => Some(&[403]),
        (permission, Who::Staff) if caller.permissions.contains(permission) => None,
        (_, Who::Staff) => Some(&[403]),
    }
}

fn with_key(shop: &Shop, key: Option<String>) -> Client {
    Client::new(shop.admin.base.clone(), key)
}

async fn key(shop: &Shop, role: &str, more: Value) -> (String, Client) {
    let mut body = json!({ "name": role, "role": role });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = shop.admin.post("/admin/v1/api-keys", body).await.ok();
    let secret = made["secret"].as_str().unwrap().to_owned();
    (made["key"]["id"].as_str().unwrap().to_owned(), with_key(shop, Some(secret)))
}

async fn session(shop: &Shop, role: &str) -> Client {
    let email = format!("{role}@example.in");
    let password = "a long enough pass phrase 1";
    let staff = json!({ "email": email, "name": role, "password": password, "roles": [role] });
    shop.admin.post("/admin/v1/staff", staff).await.ok();
    let made = shop.store.post("/admin/v1/session", json!({ "email": email, "password": password })).await.ok();
    with_key(shop, made["secret"].as_str().map(str::to_owned))
}

/// Everybody: nobody, a key and a session of each builtin role, and those whose secret is dead.
async fn callers(shop: &Shop) -> Vec<Caller> {
    let mut callers = vec![Caller {
        name: "nobody".into(),
        client: shop.store.clone(),
        permissions: BTreeSet::new(),
        kind: Who::Nobody,
    }];
    let roles = shop.admin.get("/admin/v1/roles?limit=250").await.ok();
    let builtin: Vec<&Value> = roles["items"].as_array().unwrap().iter().filter(|r| r["builtin"] == true).collect();
    assert_eq!(builtin.len(), 5, "{builtin:?}");
    for role in builtin {
        let code = role["code"].as_str().unwrap();
        let permissions: BTreeSet<String> =
            role["permissions"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect();
        for (how, client) in [("key", key(shop, code, json!({})).await.1), ("session", session(shop, code).await)] {
            let permissions = permissions.clone();
            callers.push(Caller { name: format!("{how} of {code}"), client, permissions, kind: Who::Staff });
        }
    }
    let (_, client) = shop.customer("a@example.in").await;
    let mut forged = client.clone();
    forged.key = client.key.as_deref().map(tampered);
    let permissions = BTreeSet::new();
    callers.push(Caller { name: "a customer".into(), client, permissions: permissions.clone(), kind: Who::Customer });
    let name = "a customer's token that was tampered with".into();
    callers.push(Caller { name, client: forged, permissions, kind: Who::Dead });
    callers.extend(dead(shop).await);
    callers
}

/// The same token, saying something else under the old signature.
fn tampered(token: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else { panic!("not a signed token") };
    let last = if claims.ends_with('A') { 'B' } else { 'A' };
    format!("{head}.{}{last}.{signature}", &claims[..claims.len() - 1])
}

/// Secrets that were good once, and one that never was.
async fn dead(shop: &Shop) -> Vec<Caller> {
    let caller = |name: &str, client: Client| Caller {
        name: name.into(),
        client,
        permissions: BTreeSet::new(),
        kind: Who::Dead,
    };
    let (id, revoked) = key(shop, "owner", json!({})).await;
    shop.admin.delete(&format!("/admin/v1/api-keys/{id}")).await.ok();
    let soon = infrasell_kernel::Env::system().now().plus(Duration::from_millis(1_500));
    let (_, expired) = key(shop, "owner", json!({ "expires_at": soon })).await;
    let over = session(shop, "analyst-who-leaves").await;
    over.delete("/admin/v1/session").await.ok();
    for _ in 0..200 {
        if expired.get("/admin/v1/me").await.status == 401 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let never = with_key(shop, Some(format!("ifk_{}", "A".repeat(43))));
    vec![
        caller("a revoked key", revoked),
        caller("an expired key", expired),
        caller("a session that was ended", over),
        caller("a key that never was", never),
    ]
}

async fn everybody_on_every_route(shop: Shop) -> Shop {
    let role = json!({ "code": "analyst-who-leaves", "name": "Leaves", "permissions": ["orders:read"] });
    shop.admin.post("/admin/v1/roles", role).await.ok();
    let (callers, mut wrong) = (callers(&shop).await, vec![]);
    // whoever signs out does so last: his session is one of the callers
    let (mut routes, ending): (Vec<Route>, Vec<Route>) =
        routes().into_iter().partition(|r| !(r.method == Method::DELETE && r.path.ends_with("/session")));
    let first_ending = routes.len();
    routes.extend(ending);
    for (at, route) in routes.iter().enumerate() {
        for caller in &callers {
            let got = route.call(&caller.client, |_| None).await.status;
            let fits = match expected(route, caller) {
                // he may have ended it by the other address just before
                Some(statuses) => statuses.contains(&got) || (at >= first_ending && got == 401),
                // a dead secret may be refused even where none is needed
                None if caller.kind == Who::Dead => got != 403,
                None => ![401, 403].contains(&got) && got < 500,
            };
            if !fits {
                wrong.push(format!("{} {} ({}) for {}: {got}", route.method, route.path, route.access, caller.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), routes.len() * callers.len(), wrong.join("\n"));
    shop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_on_every_route_sqlite_in_one_process() {
    matrix(Kind::SqliteHere, everybody_on_every_route).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_on_every_route_postgres_apart() {
    matrix(Kind::PostgresApart, everybody_on_every_route).await;
}

/// What customer B has, by the prefix of its id; a route of customers that names something else must be told here.
async fn bs_things(shop: &Shop, b: &Client) -> Vec<(&'static str, String)> {
    let tea = shop.sells("bs-tea", 10_000, 5).await;
    let address =
        b.post("/store/v1/customers/me/addresses", json!({ "address": infrasell_testkit::address() })).await.ok();
    let done = b.buy(&tea.variant, 1).await.ok();
    let sessions = b.get("/store/v1/customers/me/sessions").await.ok();
    let id = |value: &Value| value.as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned();
    vec![("addr", id(&address["id"])), ("ord", id(&done["order"]["id"])), ("sess", id(&sessions["items"][0]["id"]))]
}

/// Everything that B can see of himself.
async fn bs_view(b: &Client) -> Vec<Value> {
    let mut seen = vec![];
    for path in ["", "/addresses", "/orders", "/consents"] {
        seen.push(b.get(&format!("/store/v1/customers/me{path}")).await.ok());
    }
    seen.push(b.get("/store/v1/session").await.ok());
    seen
}

async fn customer_a_on_bs_data(shop: Shop) -> Shop {
    let (_, a) = shop.customer("a@example.in").await;
    let (b_id, b) = shop.customer("b@example.in").await;
    let things = bs_things(&shop, &b).await;
    shop.settle().await;
    let before = bs_view(&b).await;
    assert_eq!(before[0]["id"], json!(b_id));
    assert_eq!(before[2]["items"].as_array().map(Vec::len), Some(1), "B's order is his: {}", before[2]);
    let of_b = |prefix: &str| things.iter().find(|(p, _)| *p == prefix).map(|(_, id)| id.clone());
    let mut tried = 0;
    for route in routes().iter().filter(|r| r.access == "customer" && r.path.contains('{')) {
        let path = route.filled(of_b);
        assert!(!path.contains("9007199254740991") && !path.contains(&"0".repeat(32)), "what has B of {}?", route.path);
        // his own reads work, so that a refusal is about whose it is
        if route.method == Method::GET {
            route.call(&b, of_b).await.ok();
        }
        let answer = route.call(&a, of_b).await;
        assert_eq!(answer.status, 404, "{} {path} of B by A: {}", route.method, answer.body);
        tried += 1;
    }
    assert!(tried >= 4, "{tried}");
    for list in ["addresses", "orders"] {
        let mine = a.get(&format!("/store/v1/customers/me/{list}")).await.ok();
        assert_eq!(mine["items"], json!([]), "A sees {list} that are not his");
    }
    assert_eq!(bs_view(&b).await, before, "something of B's is not as it was");
    shop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customer_a_on_bs_data_sqlite_in_one_process() {
    matrix(Kind::SqliteHere, customer_a_on_bs_data).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customer_a_on_bs_data_postgres_apart() {
    matrix(Kind::PostgresApart, customer_a_on_bs_data).await;
}

/// Whoever is limited to one channel, on what is of another: an order is not there for him, his lists are empty, and what
/// is the whole shop's he may read at most.
async fn limited_to_another_channel(shop: Shop) -> Shop {
    let tea = shop.sells("tea", 10_000, 5).await;
    let done = shop.store.buy(&tea.variant, 1).await.ok();
    let order = done["order"]["id"].as_str().unwrap().to_owned();
    let web = shop.channel().await;
    let other = json!({ "code": "till", "name": "Till", "currency": "INR", "locales": ["en-IN"], "countries": [], "prices_include_tax": true });
    let other = shop.admin.post("/admin/v1/channels", other).await.ok()["id"].as_str().unwrap().to_owned();
    let (_, limited) = key(&shop, "owner", json!({ "channels": [other] })).await;
    let (_, webs) = key(&shop, "owner", json!({ "channels": [web] })).await;
    let of_web = |prefix: &str| match prefix {
        "ord" => Some(order.clone()),
        "chan" => Some(web.clone()),
        _ => None,
    };
    let mut wrong = vec![];
    for route in routes().iter().filter(|r| r.path.starts_with("/admin/") && r.access.contains(':')) {
        let got = route.call(&limited, of_web).await;
        let (reads, order) = (route.method == Method::GET, route.path.starts_with("/admin/v1/orders/{id}"));
        let fits = match got.status {
            // what a body or a path names is not there for him, or not his to name
            404 | 422 => true,
            403 => !order,
            200 => reads,
            _ => false,
        };
        if !fits {
            wrong.push(format!("{} {}: {} {}", route.method, route.path, got.status, got.body["code"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for list in ["orders", "carts", "checkouts"] {
        let none = limited.get(&format!("/admin/v1/{list}")).await.ok();
        assert_eq!(none["items"], json!([]), "{list}");
        let refused = limited.get(&format!("/admin/v1/{list}?channel={web}")).await;
        assert_eq!(refused.code(403), "limited_to_channels");
        let some = webs.get(&format!("/admin/v1/{list}?limit=5")).await.ok();
        assert_eq!(some["items"].as_array().map(Vec::len), Some(1), "{list}: {some}");
    }
    for list in ["payments", "provider-operations", "customers"] {
        let none = limited.get(&format!("/admin/v1/{list}")).await.ok();
        assert_eq!(none["items"], json!([]), "{list}");
        assert_eq!(limited.get(&format!("/admin/v1/{list}?channel={web}")).await.code(403), "limited_to_channels");
        shop.settle().await;
        let some = webs.get(&format!("/admin/v1/{list}")).await.ok()["items"].clone();
        // a payment takes more than one operation
        let of_one = if list == "provider-operations" { "payment" } else { "id" };
        let mut seen: Vec<&str> = some.as_array().unwrap().iter().filter_map(|one| one[of_one].as_str()).collect();
        seen.dedup();
        assert_eq!(seen.len(), 1, "{list}: {some}");
        let path = format!("/admin/v1/{list}/{}", some[0]["id"].as_str().unwrap());
        if list == "provider-operations" {
            assert_eq!(limited.post(&format!("{path}/retry"), json!({})).await.status, 404);
            assert_ne!(webs.post(&format!("{path}/retry"), json!({})).await.body["code"], "limited_to_channels");
            continue;
        }
        webs.get(&path).await.ok();
        assert_eq!(limited.get(&path).await.status, 404, "{list}");
        let more = if list == "payments" { "facts" } else { "orders" };
        webs.get(&format!("{path}/{more}")).await.ok();
        assert_eq!(limited.get(&format!("{path}/{more}")).await.status, 404, "{list}");
        // what all channels share is read, and changed by nobody who is limited
        let change = json!({ "note": "x" });
        let changed = webs.request(Method::PATCH, &path).json(&change);
        let status = Client::send(changed).await.status;
        assert_eq!(status, if list == "payments" { 405 } else { 403 }, "{list}");
    }
    webs.get(&format!("/admin/v1/orders/{order}")).await.ok();
    webs.post(&format!("/admin/v1/orders/{order}/notes"), json!({ "text": "seen" })).await.ok();
    shop
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limited_to_another_channel_sqlite_in_one_process() {
    matrix(Kind::SqliteHere, limited_to_another_channel).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limited_to_another_channel_postgres_apart() {
    matrix(Kind::PostgresApart, limited_to_another_channel).await;
}
