//! The quote.

use infrasell_kernel::{Currency, Ppm};
use infrasell_rules::{
    quote::{AdjustmentFacts, EntryKind, LineFacts, Quote, QuoteError, QuoteFacts, ShippingFacts, Target, quote},
    round::RoundMode,
    tax::{TaxHead, TaxKind, TaxRounding, TaxUnit},
};
use proptest::prelude::*;

fn gst(rate: i64) -> TaxHead {
    TaxHead { code: "GST".into(), jurisdiction: "IN".into(), rate: Ppm(rate), kind: TaxKind::Standard }
}

fn line(key: &str, quantity: i64, unit_price_minor: i64, rate: i64) -> LineFacts {
    LineFacts {
        key: key.into(),
        quantity,
        unit_price_minor,
        compare_at_minor: None,
        taxes: vec![gst(rate)],
        requires_shipping: true,
        weight_grams: 100,
    }
}

fn adjustment(source: &str, amount_minor: i64, targets: &[Target]) -> AdjustmentFacts {
    AdjustmentFacts { source: source.into(), label: source.into(), amount_minor, targets: targets.to_vec() }
}

fn on(key: &str) -> Target {
    Target::Line(key.into())
}

fn standard_shipping(price_minor: i64) -> ShippingFacts {
    ShippingFacts {
        group: "default".into(),
        method: "ship_1".into(),
        label: "Standard".into(),
        price_minor,
        lines: vec![],
        taxes: vec![gst(180_000)],
    }
}

fn facts(prices_include_tax: bool, lines: Vec<LineFacts>) -> QuoteFacts {
    QuoteFacts {
        currency: Currency::INR,
        prices_include_tax,
        rounding: TaxRounding::default(),
        lines,
        adjustments: vec![],
        shipping: vec![],
    }
}

/// A cart of some lines with discounts that its goods can bear, and sometimes shipping.
fn carts() -> impl Strategy<Value = QuoteFacts> {
    let rates = prop::sample::select(vec![0, 50_000, 120_000, 180_000, 400_000]);
    let lines = prop::collection::vec((1i64..20, prop_oneof![Just(0), 1i64..500_000], rates), 1..8);
    let discounts = prop::collection::vec((0i64..=100, any::<u8>()), 0..4);
    let shipping = prop::option::of(0i64..20_000);
    let rounding = (prop::sample::select(TaxUnit::ALL), prop::sample::select(RoundMode::ALL));
    (lines, discounts, shipping, any::<bool>(), rounding).prop_map(
        |(lines, discounts, shipping, inclusive, (unit, mode))| {
            let lines: Vec<_> = lines
                .into_iter()
                .enumerate()
                .map(|(index, (quantity, price, rate))| line(&format!("l{index}"), quantity, price, rate))
                .collect();
            let mut facts = facts(inclusive, lines);
            facts.rounding = TaxRounding { unit, mode };
            facts.shipping = shipping.map(standard_shipping).into_iter().collect();
            for (index, (per_cent, mask)) in discounts.into_iter().enumerate() {
                let mut targets: Vec<Target> = facts.lines.iter().map(|line| on(&line.key)).collect();
                let mut bit = 0;
                targets.retain(|_| {
                    bit += 1;
                    mask >> (bit % 8) & 1 == 1 || bit == 1
                });
                let before = quote(&facts).unwrap();
                let worth: i64 = before
                    .lines
                    .iter()
                    .filter(|l| targets.contains(&on(&l.key)))
                    .map(|l| l.subtotal_minor + l.discount_minor)
                    .sum();
                facts.adjustments.push(adjustment(&format!("p{index}"), -(worth * per_cent / 100), &targets));
            }
            facts
        },
    )
}

/// Every amount that is written down more than once.
fn amounts_of(quote: &mut Quote) -> Vec<&mut i64> {
    let mut amounts = vec![];
    for line in &mut quote.lines {
        amounts.extend([&mut line.unit_price_minor, &mut line.subtotal_minor, &mut line.discount_minor]);
        amounts.extend([&mut line.net_minor, &mut line.tax_minor, &mut line.total_minor]);
        amounts.extend(line.taxes.iter_mut().map(|tax| &mut tax.amount_minor));
    }
    for group in &mut quote.shipping {
        amounts.extend([&mut group.price_minor, &mut group.discount_minor]);
        amounts.extend([&mut group.net_minor, &mut group.tax_minor, &mut group.total_minor]);
        amounts.extend(group.taxes.iter_mut().map(|tax| &mut tax.amount_minor));
    }
    amounts.extend(quote.entries.iter_mut().map(|entry| &mut entry.amount_minor));
    let totals = &mut quote.totals;
    amounts.extend([&mut totals.subtotal_minor, &mut totals.discount_minor, &mut totals.shipping_minor]);
    amounts.extend([&mut totals.fee_minor, &mut totals.tax_minor, &mut totals.rounding_minor]);
    amounts.push(&mut totals.total_minor);
    amounts
}

fn sums(quote: &Quote) -> (i64, i64) {
    (quote.totals.subtotal_minor, quote.totals.discount_minor)
}

proptest! {
    #[test]
    fn everything_sums(facts in carts()) {
        let quote = quote(&facts).unwrap();
        prop_assert_eq!(quote.check(), vec![]);
        let totals = quote.totals;
        let on_top = if facts.prices_include_tax { 0 } else { totals.tax_minor };
        let parts = totals.subtotal_minor + totals.discount_minor + totals.shipping_minor + on_top;
        prop_assert_eq!(parts, totals.total_minor);
        let lines: i64 = quote.lines.iter().map(|line| line.total_minor).sum();
        let shipping: i64 = quote.shipping.iter().map(|group| group.total_minor).sum();
        prop_assert_eq!(lines + shipping, totals.total_minor);
        let of_lines = quote.lines.iter().flat_map(|line| &line.taxes);
        let heads = of_lines.chain(quote.shipping.iter().flat_map(|group| &group.taxes));
        prop_assert_eq!(heads.map(|head| head.amount_minor).sum::<i64>(), totals.tax_minor);
    }

    #[test]
    fn nothing_is_negative_and_nothing_above_list(facts in carts()) {
        for line in quote(&facts).unwrap().lines {
            prop_assert!(line.net_minor >= 0 && line.tax_minor >= 0 && line.discount_minor <= 0);
            prop_assert!(line.subtotal_minor + line.discount_minor >= 0);
        }
    }

    #[test]
    fn splitting_a_line_moves_no_total(facts in carts(), which in any::<prop::sample::Index>()) {
        let whole = quote(&facts).unwrap();
        let mut split = facts.clone();
        let place = which.index(split.lines.len());
        if split.lines[place].quantity < 2 {
            return Ok(());
        }
        let mut half = split.lines[place].clone();
        half.key.push_str("-half");
        half.quantity = split.lines[place].quantity / 2;
        split.lines[place].quantity -= half.quantity;
        for adjustment in &mut split.adjustments {
            if adjustment.targets.contains(&on(&split.lines[place].key)) {
                adjustment.targets.push(on(&half.key));
            }
        }
        split.lines.insert(place + 1, half);
        let split = quote(&split).unwrap();
        prop_assert_eq!(sums(&split), sums(&whole));
        if facts.prices_include_tax {
            prop_assert_eq!(split.totals.total_minor, whole.totals.total_minor);
        }
        if facts.adjustments.is_empty() && facts.rounding.unit != TaxUnit::Line {
            prop_assert_eq!(split.totals, whole.totals);
        }
    }

    #[test]
    fn the_order_of_lines_and_targets_moves_no_total(facts in carts()) {
        let one = quote(&facts).unwrap();
        let mut turned = facts.clone();
        turned.lines.reverse();
        turned.adjustments.iter_mut().for_each(|adjustment| adjustment.targets.reverse());
        prop_assert_eq!(sums(&quote(&turned).unwrap()), sums(&one));
        let mut targets_only = facts;
        targets_only.adjustments.iter_mut().for_each(|adjustment| adjustment.targets.reverse());
        prop_assert_eq!(quote(&targets_only).unwrap(), one);
    }

    #[test]
    fn a_changed_amount_is_noticed(facts in carts(), which in any::<prop::sample::Index>(), by in 1i64..1000) {
        let mut forged = quote(&facts).unwrap();
        let mut amounts = amounts_of(&mut forged);
        let place = which.index(amounts.len());
        *amounts[place] += by;
        prop_assert!(!forged.check().is_empty(), "amount {place} was changed and nobody noticed");
    }

    #[test]
    fn any_number_is_quoted_exactly_or_refused(
        numbers in prop::collection::vec((any::<i64>(), any::<i64>(), any::<i64>()), 1..4),
        off in any::<i64>(),
        price in any::<i64>(),
        inclusive in any::<bool>(),
    ) {
        let lines: Vec<_> = numbers.iter().enumerate().map(|(i, (q, p, r))| line(&i.to_string(), *q, *p, *r)).collect();
        let mut facts = facts(inclusive, lines);
        facts.adjustments.push(adjustment("p", off, &[on("0")]));
        facts.shipping.push(standard_shipping(price));
        if let Ok(quote) = quote(&facts) {
            prop_assert_eq!(quote.check(), vec![]);
        }
    }

    #[test]
    fn large_carts_are_quoted_exactly_or_refused(
        prices in prop::collection::vec((1i64..4, (i64::MAX / 4)..i64::MAX), 1..4),
        rate in 0i64..1_000_000,
        inclusive in any::<bool>(),
        unit in prop::sample::select(TaxUnit::ALL),
    ) {
        let lines: Vec<_> = prices.iter().enumerate().map(|(i, (q, p))| line(&i.to_string(), *q, *p, rate)).collect();
        let mut facts = facts(inclusive, lines);
        facts.rounding.unit = unit;
        if let Ok(quote) = quote(&facts) {
            prop_assert_eq!(quote.check(), vec![]);
        }
    }
}

#[test]
fn a_cart_with_tax_inside_keeps_its_printed_prices() {
    let mut facts = facts(true, vec![line("a", 2, 129_900, 180_000), line("b", 1, 49_900, 50_000)]);
    facts.adjustments.push(adjustment("promo_1", -10_000, &[on("a"), on("b")]));
    facts.shipping.push(standard_shipping(4_900));
    let quote = quote(&facts).unwrap();
    assert_eq!(quote.totals.subtotal_minor, 309_700);
    assert_eq!(quote.totals.discount_minor, -10_000);
    assert_eq!(quote.totals.total_minor, 304_600);
    let kinds: Vec<_> = quote.entries.iter().map(|entry| (entry.kind, entry.amount_minor, entry.included)).collect();
    assert_eq!(
        kinds,
        [
            (EntryKind::Goods, 259_800, false),
            (EntryKind::Goods, 49_900, false),
            (EntryKind::Adjustment, -8_389, false),
            (EntryKind::Adjustment, -1_611, false),
            (EntryKind::Shipping, 4_900, false),
            (EntryKind::Tax, 38_351, true),
            (EntryKind::Tax, 2_299, true),
            (EntryKind::Tax, 747, true),
        ]
    );
    assert_eq!(quote.entries[5].label, "GST 18%");
    assert_eq!(quote.entries[5].source, "IN/GST");
}

#[test]
fn a_cart_with_tax_on_top_pays_it_on_what_is_left_after_discounts() {
    let mut facts = facts(false, vec![line("a", 1, 10_000, 180_000)]);
    facts.adjustments.push(adjustment("promo_1", -1_000, &[on("a")]));
    let quote = quote(&facts).unwrap();
    assert_eq!((quote.totals.tax_minor, quote.totals.total_minor), (1_620, 10_620));
    assert_eq!(quote.lines[0].taxes[0].base_minor, 9_000);
}

#[test]
fn a_discount_is_taken_once_on_the_sum_and_then_spread() {
    // Three lines of 3.33 at 10 % off: 1.00 off the sum, not three times 0.33.
    let lines = ["a", "b", "c"].map(|key| line(key, 1, 333, 0)).to_vec();
    let mut facts = facts(true, lines);
    facts.adjustments.push(adjustment("promo_1", -100, &[on("a"), on("b"), on("c")]));
    let discounts: Vec<i64> = quote(&facts).unwrap().lines.iter().map(|line| line.discount_minor).collect();
    assert_eq!(discounts, [-34, -33, -33]);
}

#[test]
fn adjustments_see_what_the_former_left_and_may_touch_shipping() {
    let shipping = Target::Shipping("default".into());
    let mut facts = facts(true, vec![line("a", 1, 1_000, 0), line("b", 1, 1_000, 0)]);
    facts.shipping.push(standard_shipping(500));
    facts.adjustments.push(adjustment("all_off_a", -1_000, &[on("a")]));
    facts.adjustments.push(adjustment("half", -500, &[on("a"), on("b")]));
    facts.adjustments.push(adjustment("free_shipping", -500, &[shipping]));
    let quote = quote(&facts).unwrap();
    assert_eq!(quote.lines[0].total_minor, 0);
    assert_eq!(quote.lines[1].total_minor, 500);
    assert_eq!(
        (quote.shipping[0].price_minor, quote.shipping[0].discount_minor, quote.shipping[0].total_minor),
        (500, -500, 0)
    );
    assert_eq!(quote.totals.total_minor, 500);
}

#[test]
fn a_surcharge_on_free_goods_stands_somewhere() {
    let mut facts = facts(true, vec![line("a", 3, 0, 0), line("b", 1, 0, 0)]);
    facts.adjustments.push(adjustment("engraving", 400, &[on("a"), on("b")]));
    let quote = quote(&facts).unwrap();
    assert_eq!(quote.lines.iter().map(|line| line.discount_minor).collect::<Vec<_>>(), [300, 100]);
    assert_eq!(quote.totals.total_minor, 400);
}

#[test]
fn contradictions_are_named() {
    let cart = || facts(true, vec![line("a", 1, 1_000, 0)]);
    let with = |change: fn(&mut QuoteFacts)| {
        let mut facts = cart();
        change(&mut facts);
        quote(&facts).unwrap_err()
    };
    assert_eq!(with(|f| f.lines.push(line("a", 1, 1, 0))), QuoteError::Twice("a".into()));
    assert_eq!(
        with(|f| f.lines[0].quantity = 0),
        QuoteError::OutOfRange { key: "a".into(), field: "quantity", value: 0 }
    );
    assert_eq!(
        with(|f| f.lines[0].unit_price_minor = -1),
        QuoteError::OutOfRange { key: "a".into(), field: "unit_price_minor", value: -1 }
    );
    assert_eq!(
        with(|f| f.lines[0].taxes[0].rate = Ppm(-1)),
        QuoteError::OutOfRange { key: "a".into(), field: "tax rate", value: -1 }
    );
    assert_eq!(with(|f| f.adjustments.push(adjustment("p", -1, &[]))), QuoteError::NoTarget("p".into()));
    let unknown = QuoteError::UnknownTarget { from: "p".into(), target: "z".into() };
    assert_eq!(with(|f| f.adjustments.push(adjustment("p", -1, &[on("z")]))), unknown);
    let too_much = QuoteError::BelowZero { adjustment: "p".into(), amount_minor: -1_001, available_minor: 1_000 };
    assert_eq!(with(|f| f.adjustments.push(adjustment("p", -1_001, &[on("a")]))), too_much);
    let lost = QuoteError::UnknownTarget { from: "default".into(), target: "z".into() };
    assert_eq!(with(|f| f.shipping.push(ShippingFacts { lines: vec!["z".into()], ..standard_shipping(1) })), lost);
    let groups = QuoteError::Twice("default".into());
    assert_eq!(with(|f| f.shipping = vec![standard_shipping(1), standard_shipping(2)]), groups);
    assert!(matches!(with(|f| f.lines[0] = line("a", 2, i64::MAX, 0)), QuoteError::Money(_)));
}

#[test]
fn the_fingerprint_is_of_what_the_buyer_agrees_to() {
    let cart = || {
        let mut facts = facts(true, vec![line("a", 2, 1_000, 180_000)]);
        facts.adjustments.push(adjustment("promo_1", -100, &[on("a")]));
        facts.shipping.push(standard_shipping(500));
        facts
    };
    let of = |change: fn(&mut QuoteFacts)| {
        let mut facts = cart();
        change(&mut facts);
        quote(&facts).unwrap().fingerprint()
    };
    let agreed = of(|_| {});
    assert_eq!(agreed.len(), 64);
    assert_eq!(agreed, of(|_| {}));
    assert_eq!(agreed, of(|f| f.shipping[0].label = "Standardversand".into()), "a translation changes nothing");
    let changes: [fn(&mut QuoteFacts); 9] = [
        |f| f.currency = "USD".parse().unwrap(),
        |f| f.prices_include_tax = false,
        |f| f.lines[0].key = "b".into(),
        |f| f.lines[0].quantity = 1,
        |f| f.lines[0].unit_price_minor = 1_001,
        |f| f.lines[0].taxes[0].rate = Ppm(120_000),
        |f| f.adjustments[0].amount_minor = -99,
        |f| f.shipping[0].method = "ship_2".into(),
        |f| f.shipping[0].price_minor = 501,
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut facts = cart();
        change(&mut facts);
        if index == 2 {
            facts.adjustments[0].targets = vec![on("b")];
        }
        assert_ne!(quote(&facts).unwrap().fingerprint(), agreed, "change {index}");
    }
}

#[test]
fn a_quote_written_down_reads_back_and_still_sums() {
    let mut facts = facts(false, vec![line("a", 2, 1_000, 88_750)]);
    facts.shipping.push(standard_shipping(500));
    let fresh = quote(&facts).unwrap();
    let stored: Quote = serde_json::from_str(&serde_json::to_string(&fresh).unwrap()).unwrap();
    assert_eq!(stored, fresh);
    assert_eq!(stored.fingerprint(), fresh.fingerprint());
    assert_eq!(stored.entries[2].label, "GST 8.875%");
}

#[test]
fn an_amount_moved_from_one_line_to_another_is_noticed() {
    let mut facts = facts(true, vec![line("a", 1, 1_000, 180_000), line("b", 1, 1_000, 180_000)]);
    facts.adjustments.push(adjustment("promo_1", -100, &[on("a"), on("b")]));
    let honest = quote(&facts).unwrap();
    let moves: [fn(&mut Quote, usize, i64); 5] = [
        |q, line, by| q.lines[line].total_minor += by,
        |q, line, by| q.lines[line].discount_minor += by,
        |q, line, by| q.entries[line].amount_minor += by,
        |q, line, by| q.entries[2 + line].amount_minor += by,
        |q, line, by| q.entries[4 + line].amount_minor += by,
    ];
    for (index, change) in moves.into_iter().enumerate() {
        let mut forged = honest.clone();
        change(&mut forged, 0, 1);
        change(&mut forged, 1, -1);
        assert!(!forged.check().is_empty(), "move {index} was not noticed");
        let seen_by_buyer = index >= 2;
        assert_eq!(forged.fingerprint() != honest.fingerprint(), seen_by_buyer, "move {index}");
    }
    let mut forged = honest;
    forged.entries[4].included = false;
    let paths: Vec<_> = forged.check().into_iter().map(|imbalance| imbalance.path).collect();
    assert_eq!(paths, ["totals.total_minor"], "tax inside the prices is charged once more");
}

#[test]
fn an_imbalance_says_where_and_what() {
    let mut forged = quote(&facts(false, vec![line("a", 1, 1_000, 180_000)])).unwrap();
    forged.lines[0].tax_minor = 181;
    let found: Vec<_> = forged.check().into_iter().map(|one| (one.path, one.expected, one.found)).collect();
    let expected = [
        ("lines.a.tax_minor".to_owned(), 180, 181),
        ("lines.a.entries.tax".to_owned(), 180, 181),
        ("lines.a.total_minor".to_owned(), 1_181, 1_180),
    ];
    assert_eq!(found, expected);
}
