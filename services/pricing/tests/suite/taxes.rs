//! Tax classes and rates.

use crate::support::{Prices, WEB, cx, everywhere, line, price};
use infrasell_contracts::pricing::{
    CreateTaxClass, CreateTaxRate, EndTaxRate, ListTaxClasses, ListTaxRates, Pricing, PricingError, TaxClassInput,
    TaxRate, TaxRateInput,
};
use infrasell_kernel::{CountryCode, Ppm, TaxRateId, Timestamp};
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::tax::TaxKind;
use std::sync::Arc;
use tokio::task::JoinSet;

fn rate(region: &str, ppm: i64) -> TaxRateInput {
    TaxRateInput {
        class: "standard".into(),
        country: CountryCode::IN,
        region: region.into(),
        tax: "GST".into(),
        rate_ppm: Ppm(ppm),
        kind: None,
        starts_at: None,
        ends_at: None,
    }
}

async fn make(shop: &Prices, rate: TaxRateInput) -> Result<TaxRate, PricingError> {
    shop.service.create_tax_rate(&cx(), CreateTaxRate { rate }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_classes_are_made_once_however_many_replicas_start() {
    for shop in everywhere().await {
        let shop = Arc::new(shop);
        let mut replicas = JoinSet::new();
        for _ in 0..8 {
            let shop = shop.clone();
            replicas.spawn(async move { shop.service.bootstrap(&cx()).await.unwrap() });
        }
        replicas.join_all().await;
        let classes = shop.service.tax_classes(&cx(), ListTaxClasses::default()).await.unwrap().items;
        let codes: Vec<_> = classes.iter().map(|class| class.code.as_str()).collect();
        assert_eq!(codes, ["standard", "gst-0", "gst-5", "gst-18", "gst-40"]);
        let rates = shop.service.tax_rates(&cx(), ListTaxRates::default()).await.unwrap().items;
        let seen: Vec<_> = rates.iter().map(|r| (r.class.as_str(), r.rate_ppm.0, r.starts_at.to_string())).collect();
        let council = "2025-09-21T18:30:00Z".to_owned();
        assert_eq!(
            seen[1..],
            [
                ("gst-0", 0, council.clone()),
                ("gst-5", 50_000, council.clone()),
                ("gst-18", 180_000, council.clone()),
                ("gst-40", 400_000, council),
            ]
        );
        assert_eq!((seen[0].0, seen[0].1, rates[0].starts_at), ("standard", 180_000, Timestamp::MIN));
        assert_eq!(rates[1].kind, TaxKind::Nil);
        shop.assert_books().await;
    }
}

#[tokio::test]
async fn a_class_is_found_or_made() {
    for shop in everywhere().await {
        let class = |code: &str| CreateTaxClass { class: TaxClassInput { code: code.into(), name: "Books".into() } };
        let made = shop.service.create_tax_class(&cx(), class("books")).await.unwrap();
        assert_eq!(shop.service.create_tax_class(&cx(), class("books")).await.unwrap(), made);
        assert!(shop.service.create_tax_class(&cx(), class("Books")).await.is_err());
    }
}

#[tokio::test]
async fn a_new_rate_ends_the_one_before() {
    for shop in everywhere().await {
        let soon = Some(shop.in_days(10));
        let new = make(&shop, TaxRateInput { starts_at: soon, ..rate("", 200_000) }).await.unwrap();
        let at = |valid_at| ListTaxRates {
            class: Some("standard".into()),
            country: Some(CountryCode::IN),
            valid_at: Some(valid_at),
            ..ListTaxRates::default()
        };
        let before = shop.service.tax_rates(&cx(), at(shop.now())).await.unwrap().items;
        assert_eq!(before.iter().map(|r| (r.rate_ppm.0, r.ends_at)).collect::<Vec<_>>(), [(180_000, soon)]);
        let after = shop.service.tax_rates(&cx(), at(shop.in_days(10))).await.unwrap().items;
        assert_eq!(after.iter().map(|r| r.id).collect::<Vec<_>>(), [new.id]);
        // one in between yields to the next
        let between = TaxRateInput { starts_at: Some(shop.in_days(5)), ..rate("", 190_000) };
        assert_eq!(make(&shop, between).await.unwrap().ends_at, soon);
        let error = make(&shop, TaxRateInput { starts_at: soon, ..rate("", 1) }).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        assert_eq!((errors[0].path.as_str(), errors[0].code.as_str()), ("starts_at", "overlaps"));
        let ends_at = shop.in_days(20);
        let ended = shop.service.end_tax_rate(&cx(), EndTaxRate { id: new.id, ends_at }).await.unwrap();
        assert_eq!(ended.ends_at, Some(ends_at));
        let error = shop.service.end_tax_rate(&cx(), EndTaxRate { id: before[0].id, ends_at }).await.unwrap_err();
        assert!(error.to_string().contains("holds from"), "{error}");
        let id = TaxRateId::from_i64(404);
        let error = shop.service.end_tax_rate(&cx(), EndTaxRate { id, ends_at }).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no tax rate taxrate_404");
        shop.assert_books().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rates_that_are_added_at_once_do_not_overlap() {
    for shop in everywhere().await {
        let shop = Arc::new(shop);
        let mut clerks = JoinSet::new();
        for n in 1..=12 {
            let shop = shop.clone();
            clerks.spawn(async move {
                let starts_at = Some(shop.in_days(n % 6 + 1));
                make(&shop, TaxRateInput { starts_at, ..rate("KA", 1_000 * i64::try_from(n).unwrap()) }).await.is_ok()
            });
        }
        let made = clerks.join_all().await.into_iter().filter(|made| *made).count();
        assert_eq!(made, 6);
        shop.assert_books().await;
    }
}

#[tokio::test]
async fn bad_rates_name_every_field() {
    for shop in everywhere().await {
        let bad = TaxRateInput {
            region: "ka".into(),
            tax: String::new(),
            rate_ppm: Ppm(1_000_001),
            kind: Some(TaxKind::Nil),
            ends_at: Some(Timestamp::MIN),
            ..rate("", 0)
        };
        let error = make(&shop, bad).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let paths: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(paths, ["region", "tax", "rate_ppm", "rate_ppm", "ends_at"]);
        let unknown = TaxRateInput { class: "nope".into(), ..rate("", 1) };
        assert_eq!(make(&shop, unknown).await.unwrap_err().to_string(), "there is no tax class 'nope'");
    }
}

#[tokio::test]
async fn a_states_rate_stands_in_for_the_countrys_and_other_taxes_are_added() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 11_800)]).await.unwrap();
        make(&shop, rate("KA", 50_000)).await.unwrap();
        make(&shop, TaxRateInput { tax: "CESS".into(), ..rate("", 10_000) }).await.unwrap();
        let mut req = shop.request(WEB, vec![line("a", 1, 1)]);
        let taxes = |quoted: &infrasell_contracts::pricing::Quoted| -> Vec<(String, String, i64)> {
            let taxes = &quoted.quote.lines[0].taxes;
            taxes.iter().map(|tax| (tax.code.clone(), tax.jurisdiction.clone(), tax.rate.0)).collect()
        };
        let head = |code: &str, place: &str, ppm| (code.to_owned(), place.to_owned(), ppm);
        let there = shop.quote(&req).await;
        assert_eq!(taxes(&there), [head("CESS", "IN", 10_000), head("GST", "IN-KA", 50_000)]);
        req.destination.as_mut().unwrap().region = " ka ".into();
        assert_eq!(shop.quote(&req).await.quote_hash, there.quote_hash, "however it is written");
        req.destination.as_mut().unwrap().region = "MH".into();
        assert_eq!(taxes(&shop.quote(&req).await), [head("CESS", "IN", 10_000), head("GST", "IN", 180_000)]);
        req.destination = None;
        assert_eq!(taxes(&shop.quote(&req).await)[1], head("GST", "IN", 180_000), "the shop's own place");
        req.destination = Some(infrasell_contracts::pricing::Destination {
            country: "DE".parse().unwrap(),
            region: String::new(),
            postal_code: String::new(),
        });
        assert!(taxes(&shop.quote(&req).await).is_empty(), "no rate there");
    }
}
