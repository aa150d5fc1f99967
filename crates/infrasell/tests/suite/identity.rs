//! People over HTTP: cookies, tokens, CSRF, throttles, second factors, channel limits.

use infrasell_contracts::identity::{CREDENTIAL_MAIL, CredentialMail, MailKind, MintMailToken, OpenAccount};
use infrasell_db::v;
use infrasell_kernel::CustomerId;
use infrasell_rpc::Cx;
use infrasell_testkit::{Answer, Client, Shop, on_every_kind};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

fn cx() -> Cx {
    Cx::system("test", "test")
}

/// The token of the newest mail of a kind to `to`, as notifications would put it into the mail.
async fn mailed(shop: &Shop, kind: MailKind, to: &str) -> String {
    shop.settle().await;
    let statement = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
    let all: Vec<CredentialMail> = shop.app.db.all(statement, &v![CREDENTIAL_MAIL], |row| row.json(0)).await.unwrap();
    let mail = all.into_iter().rev().find(|mail| mail.kind == kind && mail.to == to).unwrap();
    shop.app.services.identity.mint_mail_token(&cx(), MintMailToken { request: mail.request }).await.unwrap().token
}

/// An account whose address is verified.
async fn customer(shop: &Shop, id: i64, email: &str) {
    let account = OpenAccount {
        customer: CustomerId::from_i64(id),
        email: email.into(),
        password: PASSWORD.into(),
        name: None,
        locale: "en-IN".parse().unwrap(),
    };
    shop.app.services.identity.open_account(&cx(), account).await.unwrap();
    let token = mailed(shop, MailKind::VerifyEmail, email).await;
    let verified = shop.store.post("/store/v1/account/verify", json!({ "token": token })).await;
    assert_eq!(verified.status, 204, "{}", verified.body);
    let again = shop.store.post("/store/v1/account/verify", json!({ "token": token })).await;
    assert_eq!(again.code(409), "token_not_valid");
}

fn credentials(email: &str, password: &str, kind: &str) -> Value {
    json!({ "email": email, "password": password, "kind": kind })
}

/// A browser: what it holds, and what it sends.
#[derive(Clone)]
struct Browser {
    client: Client,
    cookie: String,
    csrf: String,
}

impl Browser {
    async fn sign_in(client: &Client, path: &str, email: &str) -> Browser {
        let body = credentials(email, PASSWORD, "cookie");
        let answer = client.request(Method::POST, path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        let cookie = set_cookie(&answer).unwrap();
        assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/"));
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let body: Value = answer.json().await.unwrap();
        let secret = cookie.split_once('=').unwrap().1;
        assert!(!body.to_string().contains(secret), "a script cannot read it");
        Browser { client: client.guest(), cookie, csrf: body["csrf_token"].as_str().unwrap().to_owned() }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, path).header("cookie", &self.cookie)
    }

    async fn get(&self, path: &str) -> Answer {
        Client::send(self.request(Method::GET, path)).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        Client::send(self.request(Method::POST, path).header("x-csrf-token", &self.csrf).json(&body)).await
    }

    async fn delete(&self, path: &str) -> Answer {
        Client::send(self.request(Method::DELETE, path).header("x-csrf-token", &self.csrf)).await
    }
}

fn set_cookie(answer: &Response) -> Option<String> {
    answer.headers().get("set-cookie").map(|v| v.to_str().unwrap().to_owned())
}

fn with_key(client: &Client, key: &Value) -> Client {
    let mut client = client.clone();
    client.key = Some(key.as_str().unwrap().to_owned());
    client
}

on_every_kind!(a_browser_signs_in_with_a_fresh_cookie_and_out_again, |shop| async move {
    customer(&shop, 900, "asha@b.in").await;
    let first = Browser::sign_in(&shop.store, "/store/v1/session", "asha@b.in").await;
    assert_eq!(first.get("/store/v1/session").await.ok()["customer"], "cust_900");
    assert_eq!(
        first.get("/store/v1/session").await.ok()["csrf_token"],
        first.csrf.as_str(),
        "a page that was reloaded finds it"
    );

    // fixation: what was in the jar before, planted or old, opens nothing after a sign-in
    let body = credentials("asha@b.in", PASSWORD, "cookie");
    for held in [first.cookie.clone(), "infrasell_session=ifc_planted".to_owned()] {
        let answer = shop
            .store
            .request(Method::POST, "/store/v1/session")
            .header("cookie", &held)
            .json(&body)
            .send()
            .await
            .unwrap();
        let fresh = set_cookie(&answer).unwrap().split(';').next().unwrap().to_owned();
        assert_ne!(fresh, held);
        let old = Browser { cookie: held, ..first.clone() };
        assert_eq!(old.get("/store/v1/session").await.status, 401);
    }

    let one = Browser::sign_in(&shop.store, "/store/v1/session", "asha@b.in").await;
    let listed = one.get("/store/v1/customers/me/sessions").await.ok();
    let sessions = listed["items"].as_array().unwrap();
    assert_eq!(sessions.iter().filter(|s| s["current"] == true).count(), 1);
    let other = sessions.iter().find(|s| s["current"] == false).unwrap();
    let path = format!("/store/v1/customers/me/sessions/{}", other["id"].as_str().unwrap());
    assert_eq!(one.delete(&path).await.status, 204);
    assert_eq!(one.delete(&path).await.status, 404);

    let out = one.request(Method::DELETE, "/store/v1/session").header("x-csrf-token", &one.csrf).send().await.unwrap();
    assert!(set_cookie(&out).unwrap().contains("Max-Age=0"));
    assert_eq!(one.get("/store/v1/session").await.status, 401);

    // over https it is Secure and bound to the host; a plain one counts for nothing there
    let https = shop
        .store
        .request(Method::POST, "/store/v1/session")
        .header("x-forwarded-proto", "https")
        .json(&body)
        .send()
        .await
        .unwrap();
    let cookie = set_cookie(&https).unwrap();
    assert!(cookie.starts_with("__Host-infrasell_session=") && cookie.ends_with("; Secure"), "{cookie}");
    let secret = cookie.split(';').next().unwrap().split_once('=').unwrap().1.to_owned();
    for (name, status) in [("__Host-infrasell_session", 200), ("infrasell_session", 401)] {
        let request = shop.store.request(Method::GET, "/store/v1/session").header("x-forwarded-proto", "https");
        let answer = Client::send(request.header("cookie", format!("{name}={secret}"))).await;
        assert_eq!(answer.status, status, "{name}");
    }
    shop
});

on_every_kind!(a_write_with_a_cookie_needs_its_token_and_an_origin_of_our_own, |shop| async move {
    customer(&shop, 900, "asha@b.in").await;
    customer(&shop, 901, "ravi@b.in").await;
    let asha = Browser::sign_in(&shop.store, "/store/v1/session", "asha@b.in").await;
    let ravi = Browser::sign_in(&shop.store, "/store/v1/session", "ravi@b.in").await;
    let host = shop.store.base.strip_prefix("http://").unwrap().to_owned();
    let change = json!({ "current_password": "wrong password", "new_password": "a new password" });
    let send = |csrf: Option<&str>, header: Option<(&'static str, String)>| {
        let mut request = asha.request(Method::POST, "/store/v1/customers/me/password").json(&change);
        if let Some(csrf) = csrf {
            request = request.header("x-csrf-token", csrf);
        }
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        Client::send(request)
    };
    assert_eq!(send(None, None).await.code(403), "csrf_token_wrong");
    for wrong in ["", "x", ravi.csrf.as_str()] {
        assert_eq!(send(Some(wrong), None).await.code(403), "csrf_token_wrong", "{wrong}");
    }
    for foreign in ["https://evil.example".to_owned(), "null".to_owned(), format!("http://{host}.evil.example")] {
        assert_eq!(send(Some(&asha.csrf), Some(("origin", foreign))).await.code(403), "foreign_origin");
    }
    for site in ["cross-site", "same-site"] {
        let answer = send(Some(&asha.csrf), Some(("sec-fetch-site", site.to_owned()))).await;
        assert_eq!(answer.code(403), "foreign_origin");
    }
    let own = send(Some(&asha.csrf), Some(("origin", format!("http://{host}")))).await;
    assert_eq!(own.code(403), "wrong_password", "it reached the service");
    assert_eq!(send(Some(&asha.csrf), None).await.code(403), "wrong_password");

    // another site cannot sign its visitor in, and a bearer token needs neither header
    let planted = shop.store.request(Method::POST, "/store/v1/session").header("origin", "https://evil.example");
    let planted = Client::send(planted.json(&credentials("asha@b.in", PASSWORD, "cookie"))).await;
    assert_eq!(planted.code(403), "foreign_origin");
    let tokens = shop.store.post("/store/v1/session", credentials("asha@b.in", PASSWORD, "tokens")).await.ok();
    let bearer = with_key(&shop.store, &tokens["tokens"]["access_token"]);
    let request =
        bearer.request(Method::POST, "/store/v1/customers/me/password").header("origin", "https://app.example");
    assert_eq!(Client::send(request.json(&change)).await.code(403), "wrong_password");
    shop
});

on_every_kind!(tokens_turn_and_are_checked_by_anybody_with_the_published_keys, |shop| async move {
    customer(&shop, 900, "asha@b.in").await;
    let new = shop.store.post("/store/v1/session", credentials("asha@b.in", PASSWORD, "tokens")).await.ok();
    assert!(new["csrf_token"].is_null());
    let access = new["tokens"]["access_token"].as_str().unwrap().to_owned();
    let me = with_key(&shop.store, &new["tokens"]["access_token"]);
    assert_eq!(me.get("/store/v1/session").await.ok()["customer"], "cust_900");
    assert_eq!(me.get("/admin/v1/me").await.code(403), "not_staff");
    assert_eq!(me.get("/admin/v1/orders").await.code(403), "forbidden");
    assert_eq!(shop.admin.get("/store/v1/session").await.code(403), "not_a_customer");

    let keys = shop.store.get("/.well-known/jwks.json").await.ok();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
    assert!(keys["keys"].as_array().unwrap().iter().all(|key| key["x"].is_string() && key.get("d").is_none()));
    let parts: Vec<&str> = access.split('.').collect();
    for forged in [
        format!("{}.{}.", "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0Iiwia2lkIjoieCJ9", parts[1]),
        format!("{}.{}.{}", parts[0], parts[1], "A".repeat(86)),
        format!("{}.{}x.{}", parts[0], parts[1], parts[2]),
        parts[..2].join("."),
    ] {
        let client = with_key(&shop.store, &json!(forged));
        assert_eq!(client.get("/store/v1/session").await.code(401), "not_authenticated", "{forged}");
    }

    let refresh = |token: &Value| shop.store.post("/store/v1/session/refresh", json!({ "refresh_token": token }));
    let first = new["tokens"]["refresh_token"].clone();
    let second = refresh(&first).await.ok();
    let rotated = shop.admin.post("/admin/v1/signing-keys/rotate", json!({})).await.ok();
    assert_eq!(rotated["keys"].as_array().unwrap().len(), 3);
    let third = refresh(&second["refresh_token"]).await.ok();
    for pair in [&second, &third] {
        let client = with_key(&shop.store, &pair["access_token"]);
        client.get("/store/v1/session").await.ok();
    }
    shop.admin.post("/admin/v1/signing-keys/rotate", json!({ "revoke": true })).await.ok();
    let client = with_key(&shop.store, &third["access_token"]);
    assert_eq!(client.get("/store/v1/session").await.status, 401, "of a revoked key");
    let fourth = refresh(&third["refresh_token"]).await.ok();
    assert_eq!(refresh(&first).await.code(401), "not_authenticated");
    assert_eq!(refresh(&fourth["refresh_token"]).await.code(401), "not_authenticated", "the family is ended");
    let client = with_key(&shop.store, &fourth["access_token"]);
    assert_eq!(client.get("/store/v1/session").await.status, 401);
    shop
});

on_every_kind!(nobody_learns_whether_there_is_an_account, |shop| async move {
    customer(&shop, 900, "asha@b.in").await;
    let same = |one: &Answer, two: &Answer| {
        let plain = |body: &Value| {
            let mut body = body.clone();
            if let Some(body) = body.as_object_mut() {
                body.remove("request_id");
            }
            body
        };
        assert_eq!((one.status, plain(&one.body)), (two.status, plain(&two.body)));
    };
    for (path, known, unknown) in [
        (
            "/store/v1/session",
            credentials("asha@b.in", "wrong password", "cookie"),
            credentials("nobody@b.in", "wrong password", "cookie"),
        ),
        ("/store/v1/account/password-reset", json!({ "email": "asha@b.in" }), json!({ "email": "nobody@b.in" })),
        ("/store/v1/account/verification", json!({ "email": "asha@b.in" }), json!({ "email": "nobody@b.in" })),
        ("/admin/v1/password-reset", json!({ "email": "asha@b.in" }), json!({ "email": "nobody@b.in" })),
    ] {
        let known = shop.store.post(path, known).await;
        let unknown = shop.store.post(path, unknown).await;
        assert!([202, 401].contains(&known.status), "{path}: {}", known.body);
        same(&known, &unknown);
    }
    let mut last = shop.store.post("/store/v1/session", credentials("nobody@b.in", "x", "cookie")).await;
    while last.status == 401 {
        last = shop.store.post("/store/v1/session", credentials("nobody@b.in", "x", "cookie")).await;
    }
    assert_eq!(last.code(429), "too_many_attempts");
    let request =
        shop.store.request(Method::POST, "/store/v1/session").json(&credentials("nobody@b.in", "x", "cookie"));
    let refused = request.send().await.unwrap();
    let header: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["details"]["retry_after_s"], header, "{body}");
    assert!((11..=60).contains(&header), "{header}");
    shop
});

on_every_kind!(a_reset_by_mail_ends_every_session, |shop| async move {
    customer(&shop, 900, "asha@b.in").await;
    let browser = Browser::sign_in(&shop.store, "/store/v1/session", "asha@b.in").await;
    let asked = shop.store.post("/store/v1/account/password-reset", json!({ "email": "asha@b.in" })).await;
    assert_eq!(asked.status, 202);
    let token = mailed(&shop, MailKind::ResetPassword, "asha@b.in").await;
    let complete = |password: &str| {
        shop.store.post("/store/v1/account/password-reset/complete", json!({ "token": token, "password": password }))
    };
    assert_eq!(complete("short").await.code(422), "invalid");
    assert_eq!(complete("a new password").await.status, 204);
    assert_eq!(complete("another password").await.code(409), "token_not_valid");
    assert_eq!(browser.get("/store/v1/session").await.status, 401);
    let old = shop.store.post("/store/v1/session", credentials("asha@b.in", PASSWORD, "cookie")).await;
    assert_eq!(old.code(401), "wrong_credentials");
    shop.store.post("/store/v1/session", credentials("asha@b.in", "a new password", "cookie")).await.ok();
    shop
});

on_every_kind!(staff_sign_in_by_cookie_and_a_role_can_ask_for_a_second_factor, |shop| async move {
    let person = json!({ "email": "asha@shop.in", "name": "Asha", "password": PASSWORD, "roles": ["content"] });
    shop.admin.post("/admin/v1/staff", person).await.ok();
    let browser = Browser::sign_in(&shop.store, "/admin/v1/session", "asha@shop.in").await;
    browser.get("/admin/v1/products").await.ok();
    let product = json!({ "title": "Kettle" });
    let forged = browser.request(Method::POST, "/admin/v1/products").json(&product);
    assert_eq!(Client::send(forged).await.code(403), "csrf_token_wrong");
    browser.post("/admin/v1/products", product).await.ok();
    let customers_jar = Browser { cookie: browser.cookie.replace("_staff", "_session"), ..browser.clone() };
    assert_eq!(customers_jar.get("/admin/v1/me").await.status, 401, "the jars are kept apart");

    let roles = shop.admin.get("/admin/v1/roles").await.ok();
    let content = roles["items"].as_array().unwrap().iter().find(|r| r["code"] == "content").unwrap().clone();
    let path = format!("/admin/v1/roles/{}", content["id"].as_str().unwrap());
    shop.admin.patch(&path, json!({ "second_factor": true })).await.ok();
    assert_eq!(shop.admin.patch(&path, json!({ "name": "x" })).await.code(409), "builtin_role");
    assert_eq!(browser.get("/admin/v1/products").await.code(403), "forbidden", "from the next call on");
    assert_eq!(browser.get("/admin/v1/me").await.ok()["permissions"], json!([]));
    let begun = browser.post("/admin/v1/me/second-factor", json!({})).await.ok();
    assert!(begun["uri"].as_str().unwrap().starts_with("otpauth://totp/"));
    let wrong = browser.post("/admin/v1/me/second-factor/confirm", json!({ "code": "12345" })).await;
    assert_eq!(wrong.code(401), "wrong_code");
    shop
});

on_every_kind!(who_is_limited_to_channels_reaches_no_other, |shop| async move {
    let web = shop.channel().await;
    let app =
        json!({ "code": "app", "name": "App", "currency": "INR", "locales": ["en-IN"], "prices_include_tax": true });
    let made = shop.admin.post("/admin/v1/channels", app).await;
    let app = made.ok()["id"].as_str().unwrap().to_owned();
    let tea = shop.sells("tea", 24_900, 10).await;
    let done = shop.store.buy(&tea.variant, 1).await.ok();
    shop.settle().await;
    let order = format!("/admin/v1/orders/{}", done["order"]["id"].as_str().unwrap());
    let key = |role: &str, channels: Value| {
        shop.admin.post("/admin/v1/api-keys", json!({ "name": "k", "role": role, "channels": channels }))
    };
    let of_web = with_key(&shop.admin, &key("manager", json!([web])).await.ok()["secret"]);
    let of_app = with_key(&shop.admin, &key("owner", json!([app])).await.ok()["secret"]);
    let of_both = with_key(&shop.admin, &key("manager", json!([web, app])).await.ok()["secret"]);

    assert_eq!(of_web.get("/admin/v1/orders").await.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(of_app.get("/admin/v1/orders").await.ok()["items"].as_array().unwrap().len(), 0, "narrowed to its own");
    assert_eq!(of_both.get("/admin/v1/orders").await.body["errors"][0]["path"], "channel");
    of_both.get(&format!("/admin/v1/orders?channel={web}")).await.ok();
    of_web.get(&order).await.ok();
    let note = json!({ "text": "call first" });
    of_web.post(&format!("{order}/notes"), note.clone()).await.ok();
    let list = |channel: &str| json!({ "list": { "channel": channel }, "prices": [{ "variant": tea.variant, "price_minor": 100 }] });
    let everywhere = json!({ "title": "Everywhere" });
    for unseen in [
        of_app.get(&order).await,
        of_app.post(&format!("{order}/notes"), note).await,
        of_app.post(&format!("{order}/cancel"), json!({ "reason": "x" })).await,
    ] {
        assert_eq!(unseen.code(404), "not_found");
    }
    assert_eq!(of_app.get("/admin/v1/payments").await.ok()["items"], json!([]), "narrowed to its own");
    for refused in [
        of_app.get(&format!("/admin/v1/orders?channel={web}")).await,
        of_app.patch(&format!("/admin/v1/channels/{web}"), json!({ "name": "x" })).await,
        of_app.patch("/admin/v1/shop", json!({ "name": "x" })).await,
        of_app.post("/admin/v1/prices", list(&web)).await,
        of_app.get(&format!("/admin/v1/variants/{}/prices?channel={web}", tea.variant)).await,
        of_app.post("/admin/v1/products", everywhere.clone()).await,
        of_app.post("/admin/v1/products", json!({ "title": "There", "channels": [web] })).await,
        of_app.post("/admin/v1/products", json!({ "title": "All", "channels": null })).await,
    ] {
        assert_eq!(refused.code(403), "limited_to_channels");
    }
    let lists = shop.admin.get(&format!("/admin/v1/price-lists?channel={web}")).await.ok();
    let web_list = lists["items"][0]["id"].clone();
    let by_id = json!({ "list": { "list": web_list }, "prices": [{ "variant": tea.variant, "price_minor": 100 }] });
    assert_eq!(of_app.post("/admin/v1/prices", by_id.clone()).await.code(403), "limited_to_channels");
    of_web.post("/admin/v1/prices", by_id).await.ok();
    of_app.post("/admin/v1/prices", list(&app)).await.ok();
    let own = of_app.post("/admin/v1/products", json!({ "title": "Own", "channels": [app] })).await.ok();
    let own = format!("/admin/v1/products/{}", own["id"].as_str().unwrap());
    of_app.patch(&own, json!({ "title": "Still own" })).await.ok();
    assert_eq!(of_app.patch(&own, json!({ "channels": null })).await.code(403), "limited_to_channels");
    let shared = shop.admin.post("/admin/v1/products", everywhere).await.ok();
    let shared = format!("/admin/v1/products/{}", shared["id"].as_str().unwrap());
    of_app.get(&shared).await.ok();
    assert_eq!(of_app.patch(&shared, json!({ "title": "Mine" })).await.code(403), "limited_to_channels");
    assert_eq!(of_app.delete(&shared).await.code(403), "limited_to_channels");
    shop
});

/// Behind a proxy that the configuration names, attempts count for the client that it names, and a header that anybody
/// else sends counts for nothing: in throttles, sessions and idempotency keys alike.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_trusted_proxy_everything_goes_by_the_clients_own_address() {
    const THROTTLED: u32 = infrasell_identity::MOST_FROM_ONE_PLACE;
    let behind = |config: &mut infrasell::config::Config| {
        config.server.trusted_proxies = vec!["127.0.0.1".to_owned().try_into().unwrap()];
        config.limits.address_per_minute = 0;
    };
    for trusted in [true, false] {
        let change = |config: &mut infrasell::config::Config| {
            if trusted {
                behind(config)
            }
        };
        let shop = Shop::open_with(infrasell_testkit::Kind::SqliteHere, change).await.unwrap();
        let from = |address: &str, n: u32| {
            let body = json!({ "email": format!("nobody{n}@b.in"), "password": "wrong password" });
            let request = shop.store.request(Method::POST, "/admin/v1/session").header("x-forwarded-for", address);
            Client::send(request.json(&body))
        };
        for n in 0..THROTTLED {
            // one /64 network is one place
            assert_eq!(from(&format!("2001:db8:1:1::{n:x}"), n).await.status, 401, "{n}");
        }
        assert_eq!(from("2001:db8:1:1::ffff", 1_000).await.status, 429);
        let elsewhere = from("2001:db8:1:2::1", 1_001).await.status;
        assert_eq!(elsewhere, if trusted { 401 } else { 429 }, "trusted: {trusted}");

        // two guests with one idempotency key are two, where they are at two addresses
        let cart = |address: &str| {
            let request = shop.store.request(Method::POST, "/store/v1/carts").header("x-forwarded-for", address);
            Client::send(request.header("idempotency-key", "one-key-of-two").json(&json!({})))
        };
        let (one, again) = (cart("198.51.100.1").await.ok(), cart("198.51.100.1").await.ok());
        let other = cart("198.51.100.2").await.ok();
        assert_eq!(one["token"], again["token"]);
        assert_eq!(one["token"] != other["token"], trusted);
        shop.close().await;
    }
}
