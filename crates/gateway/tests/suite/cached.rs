//! Answers that are kept: made once, sent again from memory, forgotten with what they show, and charged like any other.

use crate::stage::{Stage, serve, services};
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport, PostalAddress},
    settings::*,
};
use infrasell_gateway::{Gateway, Limits, Rate};
use infrasell_kernel::{CountryCode, Currency, Env, Page, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

/// A shop whose name says how often it was asked for.
#[derive(Default)]
struct Counting(AtomicUsize);

/// Settings with some methods of its own; every other one is away.
macro_rules! settings {
    ({ $($own:tt)* } $($method:ident($Req:ty) -> $Res:ty;)*) => {
        #[async_trait]
        impl Settings for Counting {
            $($own)*
            $( async fn $method(&self, _: &Cx, _: $Req) -> Result<$Res, SettingsError> {
                Err(Fault::Unavailable { what: "settings".into() }.into())
            } )*
        }
    };
}

settings! {
    {
        async fn shop(&self, _: &Cx, _: GetShop) -> Result<Shop, SettingsError> {
            let asked = self.0.fetch_add(1, SeqCst) + 1;
            Ok(Shop {
                name: format!("shop {asked}"),
                legal_name: "a long name, so that the answer is worth compressing; ".repeat(40),
                legal_address: PostalAddress::default(),
                registration_number: String::new(),
                email: "shop@example.in".into(),
                phone: String::new(),
                grievance: GrievanceContact::default(),
                country: CountryCode::IN,
                region: "MH".into(),
                time_zone: "Asia/Kolkata".into(),
                currency: Currency::INR,
                order_number: NumberFormat { prefix: String::new(), min_digits: 4 },
                version: 1,
                updated_at: Timestamp::from_micros(0),
            })
        }
        async fn channels(&self, _: &Cx, _: ListChannels) -> Result<Page<Channel>, SettingsError> {
            Ok(Page { items: vec![], next: None })
        }
    }
    update_shop(UpdateShop) -> Shop;
    channel(GetChannel) -> Channel;
    create_channel(CreateChannel) -> Channel;
    update_channel(UpdateChannel) -> Channel;
    tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
    create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
    end_tax_registration(EndTaxRegistration) -> TaxRegistration;
    audit(Audit) -> AuditReport;
}

const SHOP: &str = "/store/v1/shop";

async fn keeping(limits: Limits, bytes: usize) -> (Stage, Gateway, Arc<Counting>) {
    let settings = Arc::new(Counting::default());
    let mut services = services("http://127.0.0.1:9");
    services.settings = settings.clone();
    let gateway = Gateway::new(services, Env::system(), limits, None).keeping(bytes);
    (serve(gateway.clone()).await, gateway, settings)
}

async fn get(stage: &Stage, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
    let mut request = stage.http.get(format!("{}{path}", stage.base)).header("accept-encoding", "identity");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn header<'a>(answer: &'a reqwest::Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn an_answer_is_made_once_and_forgotten_when_what_it_shows_changes() {
    let (stage, gateway, settings) = keeping(Limits::default(), 1 << 20).await;
    let first = get(&stage, SHOP, &[]).await;
    let etag = header(&first, "etag").to_owned();
    let body = first.text().await.unwrap();
    assert!(body.contains("shop 1") && !etag.is_empty());
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..5 {
        let again = get(&stage, SHOP, &[]).await;
        assert_eq!((again.status().as_u16(), header(&again, "etag")), (200, etag.as_str()));
        assert_eq!(header(&again, "x-content-type-options"), "nosniff", "headers as if it had been made");
        assert!(ids.insert(header(&again, "x-request-id").to_owned()), "each has an id of its own");
        assert_eq!(again.text().await.unwrap(), body);
    }
    assert_eq!((settings.0.load(SeqCst), gateway.kept().0), (1, 1));
    for coding in ["gzip", "br"] {
        let packed = get(&stage, SHOP, &[("accept-encoding", coding)]).await;
        assert!(header(&packed, "content-encoding") == coding || header(&packed, "content-encoding").is_empty());
        assert!(header(&packed, "vary").to_lowercase().contains("accept-encoding"));
    }
    for _ in 0..2 {
        let known = get(&stage, SHOP, &[("if-none-match", &etag)]).await;
        assert_eq!(known.status(), 304);
        assert!(known.bytes().await.unwrap().is_empty());
    }
    assert_eq!(settings.0.load(SeqCst), 1);

    gateway.heard(SHOP_CHANGED, "{}");
    assert_eq!(gateway.kept().0, 0);
    let fresh = get(&stage, SHOP, &[("if-none-match", &etag)]).await;
    assert_eq!(fresh.status(), 200);
    assert!(fresh.text().await.unwrap().contains("shop 2"));
}

#[tokio::test]
async fn with_nothing_to_keep_every_answer_is_made() {
    let (stage, gateway, settings) = keeping(Limits::default(), 0).await;
    for _ in 0..3 {
        assert_eq!(get(&stage, SHOP, &[]).await.status(), 200);
    }
    assert_eq!((settings.0.load(SeqCst), gateway.kept().0), (3, 0));
}

#[tokio::test]
async fn a_request_that_a_limit_refuses_is_counted_once() {
    let limits = Limits {
        trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
        // none comes back while the test runs
        address: Rate { per_minute: 1, burst: 20 },
        cost: 2,
        ..Limits::default()
    };
    let (stage, _, settings) = keeping(limits, 1 << 20).await;
    let from = [("x-forwarded-for", "203.0.113.1")];
    for asked in 0..2 {
        assert_eq!(get(&stage, SHOP, &from).await.status(), 200, "{asked}");
    }
    for _ in 0..5 {
        let refused = get(&stage, SHOP, &from).await;
        assert_eq!((refused.status().as_u16(), header(&refused, "ratelimit-remaining")), (429, "0"));
    }
    assert_eq!(settings.0.load(SeqCst), 1);
    // seven so far, and this one
    let left = get(&stage, "/livez", &from).await;
    assert_eq!(header(&left, "ratelimit-remaining"), "12");
}
