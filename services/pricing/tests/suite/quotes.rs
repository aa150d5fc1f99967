//! Quotes.

use crate::{
    shipping::{make, method},
    support::{Prices, TRADE, WEB, cx, everywhere, line, price, variant},
};
use infrasell_contracts::pricing::{
    PriceInput, PriceListRef, Pricing, PricingError, QuoteLineRequest, QuoteRequest, SetPrices, ShippingChoice,
    ShippingMethodInput,
};
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::{
    round::RoundMode,
    tax::{TaxRounding, TaxUnit},
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

async fn set_both(shop: &Prices, prices: &[PriceInput]) {
    for channel in [WEB, TRADE] {
        let req = SetPrices { list: PriceListRef::Channel(channel), prices: prices.to_vec(), dry_run: false };
        shop.service.set_prices(&cx(), req).await.unwrap();
    }
}

#[tokio::test]
async fn tax_is_inside_the_price_or_on_top_as_the_channel_says() {
    for shop in everywhere().await {
        set_both(&shop, &[price(1, 11_800)]).await;
        let inside = shop.quote(&shop.request(WEB, vec![line("a", 1, 2)])).await.quote.totals;
        assert_eq!((inside.subtotal_minor, inside.tax_minor, inside.total_minor), (23_600, 3_600, 23_600));
        let on_top = shop.quote(&shop.request(TRADE, vec![line("a", 1, 2)])).await.quote.totals;
        assert_eq!((on_top.subtotal_minor, on_top.tax_minor, on_top.total_minor), (23_600, 4_248, 27_848));
    }
}

#[tokio::test]
async fn each_line_has_the_tax_of_its_class() {
    for shop in everywhere().await {
        set_both(&shop, &[price(1, 10_000)]).await;
        let class = |key: &str, class: &str| QuoteLineRequest { tax_class: Some(class.into()), ..line(key, 1, 1) };
        let lines = vec![
            class("a", "gst-5"),
            class("b", "gst-40"),
            class("c", "gst-0"),
            class("d", "unheard-of"),
            QuoteLineRequest { taxable: false, ..line("e", 1, 1) },
        ];
        let quoted = shop.quote(&shop.request(TRADE, lines)).await;
        let tax: Vec<_> = quoted.quote.lines.iter().map(|line| line.tax_minor).collect();
        assert_eq!(tax, [500, 4_000, 0, 1_800, 0]);
        assert_eq!(quoted.quote.lines[2].taxes.len(), 1, "nil rated, and it says so");
        assert!(quoted.quote.lines[4].taxes.is_empty());
    }
}

#[tokio::test]
async fn shipping_is_taxed_by_its_own_class() {
    for shop in everywhere().await {
        set_both(&shop, &[price(1, 10_000)]).await;
        let plain = make(&shop, ShippingMethodInput { channel: TRADE, ..method("plain", 1_000) }).await.unwrap();
        let five = ShippingMethodInput { channel: TRADE, tax_class: Some("gst-5".into()), ..method("five", 1_000) };
        let five = make(&shop, five).await.unwrap();
        for (chosen, tax) in [(plain.id, 180), (five.id, 50)] {
            let mut req = shop.request(TRADE, vec![line("a", 1, 1)]);
            req.shipping = vec![ShippingChoice { group: "default".into(), method: chosen }];
            let quoted = shop.quote(&req).await.quote;
            assert_eq!(quoted.shipping[0].tax_minor, tax);
            assert_eq!(quoted.totals.total_minor, 11_800 + 1_000 + tax);
        }
    }
}

#[tokio::test]
async fn lines_without_a_price_are_named_and_the_rest_is_quoted() {
    for shop in everywhere().await {
        let reduced = PriceInput { compare_at_minor: Some(2_000), mrp_minor: Some(2_500), ..price(1, 1_000) };
        shop.set(vec![reduced]).await.unwrap();
        let quoted = shop.quote(&shop.request(WEB, vec![line("x", 9, 1), line("a", 1, 3), line("y", 8, 1)])).await;
        assert_eq!(quoted.unpriced, ["x", "y"]);
        assert_eq!(quoted.prices.iter().map(|p| p.variant).collect::<Vec<_>>(), [variant(1)]);
        assert_eq!(quoted.prices[0].mrp.map(|m| m.minor), Some(2_500));
        assert_eq!(quoted.quote.lines[0].compare_at_minor, Some(2_000));
        assert_eq!(quoted.quote.totals.total_minor, 3_000);
        assert_eq!(quoted.shipping_groups[0].lines, ["a"]);
        let empty = shop.quote(&shop.request(WEB, vec![])).await;
        assert_eq!(empty.quote.totals.total_minor, 0);
    }
}

#[tokio::test]
async fn the_hash_is_of_what_is_agreed_to() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000), price(2, 500)]).await.unwrap();
        let made = make(&shop, method("standard", 100)).await.unwrap();
        let mut req = shop.request(WEB, vec![line("a", 1, 3), line("b", 2, 1)]);
        let first = shop.quote(&req).await;
        assert_eq!(first.quote_hash.len(), 64);
        assert_eq!(shop.quote(&req).await, first, "asked again");
        shop.db.clock.advance(std::time::Duration::from_secs(3_600));
        shop.set(vec![price(1, 1_000)]).await.unwrap();
        assert_eq!(shop.quote(&req).await.quote_hash, first.quote_hash, "set anew to the same");
        let mut hashes = vec![first.quote_hash];
        req.lines[0].quantity = infrasell_kernel::Quantity::new(2).unwrap();
        hashes.push(shop.quote(&req).await.quote_hash);
        req.shipping = vec![ShippingChoice { group: "default".into(), method: made.id }];
        hashes.push(shop.quote(&req).await.quote_hash);
        shop.set(vec![price(2, 501)]).await.unwrap();
        hashes.push(shop.quote(&req).await.quote_hash);
        req.lines[0].tax_class = Some("gst-5".into());
        hashes.push(shop.quote(&req).await.quote_hash);
        let distinct: std::collections::BTreeSet<_> = hashes.iter().collect();
        assert_eq!(distinct.len(), hashes.len());
    }
}

#[tokio::test]
async fn amounts_beyond_all_measure_are_a_clear_refusal() {
    for shop in everywhere().await {
        shop.set(vec![price(1, 1_000_000_000_000)]).await.unwrap();
        let lines = (0..20).map(|n| line(&format!("l{n}"), 1, 1_000_000)).collect();
        let error = shop.service.quote(&cx(), shop.request(WEB, lines)).await.unwrap_err();
        assert_eq!(error, PricingError::CannotQuote { reason: "the amount is out of range".into() });
        assert_eq!(error.problem().status, 422);
    }
}

#[tokio::test]
async fn bad_requests_name_every_field() {
    for shop in everywhere().await {
        let heavy = QuoteLineRequest { weight_grams: -1, ..line("a", 1, 1) };
        let mut req = shop.request(WEB, vec![line("a", 1, 1), heavy]);
        let choice =
            ShippingChoice { group: "default".into(), method: infrasell_kernel::ShippingMethodId::from_i64(1) };
        req.shipping = vec![choice.clone(), choice];
        let error = shop.service.quote(&cx(), req).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        let paths: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
        assert_eq!(paths, ["lines.1.key", "lines.1.weight_grams", "shipping.1.group"]);
        let many = (0..501).map(|n| line(&format!("l{n}"), 1, 1)).collect();
        let error = shop.service.quote(&cx(), shop.request(WEB, many)).await.unwrap_err();
        assert_eq!(error.to_string(), "lines has 501 entries, more than 500");
    }
}

const CLASSES: [Option<&str>; 5] = [None, Some("gst-0"), Some("gst-5"), Some("gst-18"), Some("gst-40")];
const UNITS: [TaxUnit; 3] = [TaxUnit::Line, TaxUnit::RateGroup, TaxUnit::Document];

fn any_lines() -> impl Strategy<Value = Vec<(usize, i64, i64, bool)>> {
    vec((0..CLASSES.len(), 0..200_000_i64, 1..50_i64, any::<bool>()), 1..12)
}

#[test]
fn every_quote_sums_to_the_paisa() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for shop in runtime.block_on(everywhere()) {
        for channel in [WEB, TRADE] {
            let input = ShippingMethodInput { channel, free_over_minor: Some(500_000), ..method("post", 4_999) };
            runtime.block_on(make(&shop, input)).unwrap();
        }
        let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
        let any = (any_lines(), any::<bool>(), 0..UNITS.len());
        let outcome = TestRunner::new(config).run(&any, |(lines, inside, unit)| {
            *shop.settings.rounding.lock().unwrap() = TaxRounding { unit: UNITS[unit], mode: RoundMode::HalfUp };
            let channel = if inside { WEB } else { TRADE };
            runtime.block_on(check_one(&shop, channel, &lines));
            Ok(())
        });
        outcome.unwrap();
    }
}

async fn check_one(shop: &Prices, channel: infrasell_kernel::ChannelId, lines: &[(usize, i64, i64, bool)]) {
    let mut prices = vec![];
    let mut wanted = vec![];
    for (n, (class, minor, quantity, sent)) in (1..).zip(lines) {
        prices.push(price(n, *minor));
        let tax_class = CLASSES[*class].map(str::to_owned);
        wanted.push(QuoteLineRequest { tax_class, requires_shipping: *sent, ..line(&format!("l{n}"), n, *quantity) });
    }
    let req = SetPrices { list: PriceListRef::Channel(channel), prices, dry_run: false };
    shop.service.set_prices(&cx(), req).await.unwrap();
    let mut req: QuoteRequest = shop.request(channel, wanted);
    let options = shop.quote(&req).await.shipping_groups;
    req.shipping = options
        .iter()
        .map(|group| ShippingChoice { group: group.key.clone(), method: group.options[0].method.parse().unwrap() })
        .collect();
    let quoted = shop.quote(&req).await;
    let goods: i64 = lines.iter().map(|(_, minor, quantity, _)| minor * quantity).sum();
    let totals = quoted.quote.totals;
    assert_eq!(totals.subtotal_minor, goods);
    let tax: i64 = quoted.quote.lines.iter().map(|line| line.tax_minor).sum::<i64>()
        + quoted.quote.shipping.iter().map(|one| one.tax_minor).sum::<i64>();
    assert_eq!(totals.tax_minor, tax);
    let on_top = if channel == WEB { 0 } else { tax };
    assert_eq!(totals.total_minor, goods + totals.shipping_minor + on_top);
    let sent = lines.iter().any(|(.., sent)| *sent);
    let price = if sent && goods < 500_000 { 4_999 } else { 0 };
    assert_eq!(totals.shipping_minor, price);
    assert!(quoted.unavailable_choices.is_empty());
}
