//! Shipping methods, and what is offered of them.

use crate::support::{Prices, TRADE, WEB, cx, everywhere, line, price};
use infrasell_contracts::pricing::{
    CreateShippingMethod, ListShippingMethods, Pricing, PricingError, ShippingChoice, ShippingMethod,
    ShippingMethodInput, ShippingMethodPatch, UpdateShippingMethod,
};
use infrasell_kernel::{Patch, ShippingMethodId};
use infrasell_rpc::{Fault, ServiceError};

pub fn method(code: &str, price_minor: i64) -> ShippingMethodInput {
    ShippingMethodInput {
        code: code.into(),
        name: code.to_uppercase(),
        description: String::new(),
        channel: WEB,
        price_minor,
        free_over_minor: None,
        min_subtotal_minor: None,
        max_subtotal_minor: None,
        min_weight_grams: None,
        max_weight_grams: None,
        countries: vec![],
        tax_class: None,
    }
}

pub async fn make(shop: &Prices, method: ShippingMethodInput) -> Result<ShippingMethod, PricingError> {
    shop.service.create_shipping_method(&cx(), CreateShippingMethod { method }).await
}

async fn change(
    shop: &Prices,
    id: ShippingMethodId,
    patch: ShippingMethodPatch,
    if_version: Option<i64>,
) -> Result<ShippingMethod, PricingError> {
    shop.service.update_shipping_method(&cx(), UpdateShippingMethod { id, patch, if_version }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_shop_has_one_way_to_send_goods_however_many_replicas_start() {
    for shop in everywhere().await {
        let shop = std::sync::Arc::new(shop);
        let mut replicas = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let shop = shop.clone();
            replicas.spawn(async move { shop.service.bootstrap(&cx()).await.unwrap() });
        }
        replicas.join_all().await;
        let all = ListShippingMethods::default();
        let found = shop.service.shipping_methods(&cx(), all.clone()).await.unwrap().items;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code.as_str(), found[0].channel, found[0].price_minor), ("standard", WEB, 0));
        let off = ShippingMethodPatch { active: Some(false), ..ShippingMethodPatch::default() };
        let off = change(&shop, found[0].id, off, None).await.unwrap();
        shop.service.bootstrap(&cx()).await.unwrap();
        assert_eq!(shop.service.shipping_methods(&cx(), all).await.unwrap().items, [off], "it stays switched off");
    }
}

#[tokio::test]
async fn a_method_is_made_changed_and_listed() {
    for shop in everywhere().await {
        let full = ShippingMethodInput {
            free_over_minor: Some(99_900),
            countries: vec!["IN".parse().unwrap()],
            tax_class: Some("gst-5".into()),
            ..method("standard", 4_900)
        };
        let made = make(&shop, full).await.unwrap();
        let error = make(&shop, method("standard", 1)).await.unwrap_err();
        assert_eq!(error, PricingError::CodeTaken { taken: "standard".into() });
        let trade = make(&shop, ShippingMethodInput { channel: TRADE, ..method("standard", 1) }).await.unwrap();
        let patch = ShippingMethodPatch {
            price_minor: Some(5_900),
            free_over_minor: Patch::Clear,
            countries: Patch::Clear,
            tax_class: Patch::Clear,
            ..ShippingMethodPatch::default()
        };
        let changed = change(&shop, made.id, patch.clone(), Some(1)).await.unwrap();
        assert_eq!(changed.version, 2);
        assert_eq!((changed.price_minor, changed.free_over_minor, changed.tax_class.clone()), (5_900, None, None));
        assert!(changed.countries.is_empty());
        assert_eq!(change(&shop, made.id, patch.clone(), None).await.unwrap().version, 2, "nothing new");
        let error = change(&shop, made.id, patch, Some(1)).await.unwrap_err();
        assert_eq!(error.fault(), Some(&Fault::Stale { what: "shipping method".into() }));
        let off = ShippingMethodPatch { active: Some(false), ..ShippingMethodPatch::default() };
        change(&shop, trade.id, off, None).await.unwrap();
        let list = |active| ListShippingMethods { active, ..ListShippingMethods::default() };
        let found = shop.service.shipping_methods(&cx(), list(Some(true))).await.unwrap().items;
        assert_eq!(found, [changed]);
        let found = shop.service.shipping_methods(&cx(), list(None)).await.unwrap().items;
        assert_eq!(found.len(), 2);
    }
}

#[tokio::test]
async fn bad_methods_name_every_field() {
    for shop in everywhere().await {
        let bad = ShippingMethodInput {
            code: "NO".into(),
            name: String::new(),
            price_minor: -1,
            min_subtotal_minor: Some(5),
            max_subtotal_minor: Some(4),
            max_weight_grams: Some(1_000_000_001),
            ..method("", 0)
        };
        let error = make(&shop, bad).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let paths: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(paths, ["code", "name", "price_minor", "max_weight_grams", "max_subtotal_minor"]);
        let error =
            make(&shop, ShippingMethodInput { tax_class: Some("x".into()), ..method("a", 1) }).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no tax class 'x'");
        let made = make(&shop, method("a", 1)).await.unwrap();
        let patch = ShippingMethodPatch { price_minor: Some(-5), ..ShippingMethodPatch::default() };
        assert!(change(&shop, made.id, patch, None).await.is_err());
        let id = ShippingMethodId::from_i64(404);
        let error = change(&shop, id, ShippingMethodPatch::default(), None).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no shipping method ship_404");
    }
}

#[tokio::test]
async fn what_is_offered_depends_on_worth_weight_and_place() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 10_000)]).await.unwrap();
        let all = [
            ShippingMethodInput { free_over_minor: Some(30_000), ..method("free-over", 900) },
            ShippingMethodInput { min_subtotal_minor: Some(20_000), ..method("worth", 800) },
            ShippingMethodInput { max_subtotal_minor: Some(19_999), ..method("cheap", 700) },
            ShippingMethodInput { min_weight_grams: Some(500), ..method("heavy", 600) },
            ShippingMethodInput { max_weight_grams: Some(499), ..method("light", 500) },
            ShippingMethodInput { countries: vec!["DE".parse().unwrap()], ..method("abroad", 400) },
        ];
        for one in all {
            make(&shop, one).await.unwrap();
        }
        let offered = async |quantity| -> Vec<(String, i64)> {
            let quoted = shop.quote(&shop.request(WEB, vec![line("a", 1, quantity)])).await;
            let options = &quoted.shipping_groups[0].options;
            options.iter().map(|option| (option.label.clone(), option.price_minor)).collect()
        };
        let named = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
            list.iter().map(|(name, minor)| ((*name).to_owned(), *minor)).collect()
        };
        assert_eq!(offered(1).await, named(&[("LIGHT", 500), ("CHEAP", 700), ("FREE-OVER", 900)]));
        assert_eq!(offered(2).await, named(&[("HEAVY", 600), ("WORTH", 800), ("FREE-OVER", 900)]));
        assert_eq!(offered(3).await, named(&[("FREE-OVER", 0), ("HEAVY", 600), ("WORTH", 800)]));
    }
}

#[tokio::test]
async fn a_choice_that_is_not_offered_is_left_out_and_named() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 10_000)]).await.unwrap();
        let light =
            make(&shop, ShippingMethodInput { max_weight_grams: Some(499), ..method("light", 500) }).await.unwrap();
        let mut req = shop.request(WEB, vec![line("a", 1, 1)]);
        req.shipping = vec![ShippingChoice { group: "default".into(), method: light.id }];
        let chosen = shop.quote(&req).await;
        assert_eq!(chosen.shipping_groups[0].chosen, Some(light.id));
        assert_eq!(chosen.quote.totals.shipping_minor, 500);
        assert_eq!(chosen.quote.totals.total_minor, 10_500);
        assert!(chosen.unavailable_choices.is_empty());
        req.lines = vec![line("a", 1, 2)];
        let gone = shop.quote(&req).await;
        assert_eq!(gone.unavailable_choices, ["default"]);
        assert_eq!((gone.shipping_groups[0].chosen, gone.quote.totals.shipping_minor), (None, 0));
        req.shipping[0].group = "elsewhere".into();
        assert_eq!(shop.quote(&req).await.unavailable_choices, ["elsewhere"]);
        req.lines[0].requires_shipping = false;
        let nothing_sent = shop.quote(&req).await;
        assert!(nothing_sent.shipping_groups.is_empty());
        assert_eq!(nothing_sent.unavailable_choices, ["elsewhere"]);
    }
}
