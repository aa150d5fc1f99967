//! What a cart shows: each sum holds, whatever the quote; a mutation is one call.

use crate::shelf::{PRODUCTS, Shelf};
use infrasell_contracts::{
    cart::{Cart, CartDetails, CartLine, CartState, EditedCart},
    pricing::Quoted,
};
use infrasell_kernel::{
    CartId, CartLineId, ChannelId, Currency, Money, OsRandom, Ppm, ProductId, Quantity, Timestamp, Token, VariantId,
};
use infrasell_rules::{
    quote::{AdjustmentFacts, LineFacts, QuoteFacts, ShippingFacts, Target, quote},
    tax::{TaxHead, TaxKind, TaxRounding},
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SUMS: &str = "mutation($id: ID!) { cartLinesAdd(cartId: $id, lines: [{ merchandiseId: \"gid://shopify/ProductVariant/10\" }]) {
    cart { id totalQuantity cost { subtotalAmount { amount } totalAmount { amount } totalTaxAmount { amount } checkoutChargeAmount { amount } }
        lines(first: 250) { nodes { quantity merchandise { ... on ProductVariant { id title product { title } } }
            cost { subtotalAmount { amount } totalAmount { amount } } discountAllocations { discountedAmount { amount } }
            ... on CartLine { tax { taxAmount { amount } taxes { amount { amount } } } } } }
        priceBreakup { deliveryAmount { amount } discountAmount { amount } taxAmount { amount } entries { included amount { amount } } } }
    userErrors { code } warnings { code } } }";

/// A cart of the lines of a quote, the nth of product n.
fn shown(facts: &QuoteFacts) -> EditedCart {
    let quote = quote(facts).unwrap();
    let line = |(n, amounts): (usize, &infrasell_rules::quote::QuoteLine)| {
        let number = i64::try_from(n).unwrap() % PRODUCTS + 1;
        CartLine {
            id: CartLineId::from_i64(i64::try_from(n).unwrap() + 1),
            variant: VariantId::from_i64(number * 10),
            product: ProductId::from_i64(number),
            quantity: Quantity::new(amounts.quantity).unwrap(),
            attributes: Default::default(),
            product_title: String::new(),
            variant_title: String::new(),
            sku: String::new(),
            handle: String::new(),
            image: None,
            purchasable: true,
            unit_price: Some(Money::new(amounts.unit_price_minor, Currency::INR)),
            compare_at: None,
            mrp: None,
            amounts: Some(amounts.clone()),
            requires_shipping: true,
            weight_grams: 1,
            taxable: true,
            tax_class: None,
            hsn_code: "6109".into(),
            country_of_origin: None,
        }
    };
    let cart = Cart {
        id: CartId::from_i64(1),
        token: Token::random(&OsRandom),
        channel: ChannelId::from_i64(1),
        currency: Currency::INR,
        locale: "en-IN".parse().unwrap(),
        customer: None,
        state: CartState::Active,
        lines: quote.lines.iter().enumerate().map(line).collect(),
        note: String::new(),
        attributes: Default::default(),
        details: CartDetails::default(),
        totals: quote.totals,
        changes: vec![],
        revision: 1,
        expires_at: Timestamp::MAX,
        created_at: Timestamp::from_micros(0),
        updated_at: Timestamp::from_micros(0),
    };
    let quote_hash = quote.fingerprint();
    let quoted = Quoted {
        quote,
        quote_hash,
        prices: vec![],
        unpriced: vec![],
        shipping_groups: vec![],
        unavailable_choices: vec![],
    };
    EditedCart { cart, quoted: Some(quoted), notices: vec![] }
}

fn minor(amount: &Value) -> i64 {
    let text = amount["amount"].as_str().unwrap();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap();
    sign * (whole.parse::<i64>().unwrap() * 100 + format!("{part:0<2}").parse::<i64>().unwrap())
}

fn facts() -> impl Strategy<Value = QuoteFacts> {
    let line = (0..50_000_000i64, 1..200i64, prop::collection::vec(0..400_000i64, 0..3));
    let discount = prop::option::of(0..100i64);
    let lines = prop::collection::vec(line, 1..30);
    (lines, any::<bool>(), discount, prop::option::of(0..50_000i64)).prop_map(|(lines, included, percent, shipping)| {
        let head = |(n, rate): (usize, &i64)| TaxHead {
            code: format!("T{n}"),
            jurisdiction: "IN".into(),
            rate: Ppm(*rate),
            kind: TaxKind::Standard,
        };
        let goods: i64 = lines.iter().map(|(price, quantity, _)| price * quantity).sum();
        let keys: Vec<String> = (0..lines.len()).map(|n| format!("cline_{}", n + 1)).collect();
        let targets: Vec<Target> = keys.iter().cloned().map(Target::Line).collect();
        let off = percent.map(|percent| AdjustmentFacts {
            source: "promo_1".into(),
            label: "Off".into(),
            amount_minor: -(goods / 100 * percent),
            targets,
        });
        let line = |(n, (price, quantity, rates)): (usize, &(i64, i64, Vec<i64>))| LineFacts {
            key: format!("cline_{}", n + 1),
            quantity: *quantity,
            unit_price_minor: *price,
            compare_at_minor: None,
            taxes: rates.iter().enumerate().map(head).collect(),
            requires_shipping: true,
            weight_grams: 1,
        };
        QuoteFacts {
            currency: Currency::INR,
            prices_include_tax: included,
            rounding: TaxRounding::default(),
            lines: lines.iter().enumerate().map(line).collect(),
            adjustments: off.into_iter().collect(),
            shipping: shipping
                .map(|price_minor| ShippingFacts {
                    group: "default".into(),
                    method: "ship_1".into(),
                    label: "Post".into(),
                    price_minor,
                    lines: keys,
                    taxes: vec![],
                })
                .into_iter()
                .collect(),
        }
    })
}

async fn check(shelf: &Shelf, facts: &QuoteFacts) {
    let edited = shown(facts);
    *shelf.cart.lock().unwrap() = serde_json::to_value(&edited).unwrap();
    let id = format!("gid://shopify/Cart/{}", edited.cart.token);
    let (answer, calls) = shelf.ask(SUMS, json!({ "id": id })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    let calls: Vec<(&str, usize)> = calls.iter().map(|(name, times)| (name.as_str(), *times)).collect();
    assert_eq!(
        calls,
        [("cart.edit", 1), ("catalog.products_by_id", 1)],
        "one call, and one for what is shown of goods"
    );
    let cart = &answer["data"]["cartLinesAdd"]["cart"];
    let (cost, parts) = (&cart["cost"], &cart["priceBreakup"]);
    let nodes = cart["lines"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), facts.lines.len());
    let lines: i64 = nodes.iter().map(|line| minor(&line["cost"]["totalAmount"])).sum();
    assert_eq!(minor(&cost["subtotalAmount"]), lines);
    assert_eq!(minor(&cost["checkoutChargeAmount"]), lines);
    let on_top = if facts.prices_include_tax { 0 } else { minor(&parts["taxAmount"]) };
    let said = &cost["totalTaxAmount"];
    assert_eq!(if said.is_null() { 0 } else { minor(said) }, on_top, "{answer}");
    assert_eq!(lines + minor(&parts["deliveryAmount"]) + on_top, minor(&cost["totalAmount"]), "{answer}");
    let entries = parts["entries"].as_array().unwrap().iter().filter(|entry| entry["included"] == false);
    assert_eq!(entries.map(|entry| minor(&entry["amount"])).sum::<i64>(), minor(&cost["totalAmount"]));
    for line in nodes {
        let off: i64 =
            line["discountAllocations"].as_array().unwrap().iter().map(|d| minor(&d["discountedAmount"])).sum();
        assert_eq!(minor(&line["cost"]["subtotalAmount"]) - off, minor(&line["cost"]["totalAmount"]), "{line}");
        let taxes: i64 = line["tax"]["taxes"].as_array().unwrap().iter().map(|tax| minor(&tax["amount"])).sum();
        assert_eq!(minor(&line["tax"]["taxAmount"]), taxes);
    }
}

#[test]
fn every_sum_of_any_cart_holds_and_a_mutation_is_one_call() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let shelf = runtime.block_on(Shelf::open(&[]));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 100, ..ProptestConfig::default() });
    let tested = runner.run(&facts(), |facts| {
        runtime.block_on(check(&shelf, &facts));
        Ok(())
    });
    tested.unwrap();
}

#[tokio::test]
async fn goods_that_are_not_shown_are_not_asked_for() {
    let shelf = Shelf::open(&[]).await;
    let line = |n| LineFacts {
        key: format!("cline_{n}"),
        quantity: 1,
        unit_price_minor: 9_900,
        compare_at_minor: None,
        taxes: vec![],
        requires_shipping: true,
        weight_grams: 1,
    };
    let facts = QuoteFacts {
        currency: Currency::INR,
        prices_include_tax: true,
        rounding: TaxRounding::default(),
        lines: (1..=9).map(line).collect(),
        adjustments: vec![],
        shipping: vec![],
    };
    let edited = shown(&facts);
    *shelf.cart.lock().unwrap() = serde_json::to_value(&edited).unwrap();
    let query = SUMS.replacen("merchandise { ... on ProductVariant { id title product { title } } }", "id", 1);
    let (answer, calls) = shelf.ask(&query, json!({ "id": format!("gid://shopify/Cart/{}", edited.cart.token) })).await;
    assert_eq!(answer["data"]["cartLinesAdd"]["cart"]["lines"]["nodes"].as_array().map(Vec::len), Some(9), "{answer}");
    assert_eq!(calls.into_iter().collect::<Vec<_>>(), [("cart.edit".to_owned(), 1)]);
}

#[tokio::test]
async fn what_cannot_be_an_argument_asks_nobody() {
    let shelf = Shelf::open(&[]).await;
    for (call, code) in [
        ("cartLinesAdd(cartId: \"gid://shopify/Product/1\", lines: [])", "INVALID"),
        ("cartNoteUpdate(cartId: \"nonsense\", note: \"x\")", "INVALID"),
        ("cartCreate(input: { lines: [{ merchandiseId: \"gid://shopify/Product/1\" }] })", "INVALID"),
        (
            "cartCreate(input: { lines: [{ merchandiseId: \"gid://shopify/ProductVariant/1\", quantity: -1 }] })",
            "MINIMUM_NOT_MET",
        ),
        ("cartClone(cartId: \"gid://shopify/Cart/x\")", "INVALID"),
        ("cartRemovePersonalData(cartId: \"\")", "INVALID"),
    ] {
        let query = format!(
            "mutation {{ done: {call} {{ cart {{ id }} userErrors {{ code field message }} warnings {{ code }} }} }}"
        );
        let (answer, calls) = shelf.ask(&query, json!({})).await;
        assert!(answer["errors"].is_null() && calls.is_empty(), "{answer} {calls:?}");
        assert_eq!(answer["data"]["done"]["userErrors"][0]["code"], code, "{answer}");
        assert_eq!(answer["data"]["done"]["cart"], Value::Null);
    }
}
