//! Prices: what the state says, two ways to send within India and one to Germany.

use super::State;
use infrasell_contracts::{
    cart::{CartLine, QuoteCart},
    pricing::*,
};
use infrasell_kernel::{Currency, Money, PriceListId, ShippingMethodId};
use infrasell_rules::{
    quote::{DEFAULT_GROUP, LineFacts, QuoteFacts, ShippingFacts, ShippingOption, quote},
    tax::TaxRounding,
};

/// What sending costs: standard, express, abroad.
pub const SHIPPING: [(i64, &str, i64); 3] = [(1, "IN", 5_000), (2, "IN", 12_000), (3, "DE", 90_000)];

fn options(country: &str) -> Vec<ShippingOption> {
    let offered = SHIPPING.iter().filter(|(_, to, _)| *to == country);
    let option = |(id, _, price): &(i64, &str, i64)| ShippingOption {
        group: DEFAULT_GROUP.into(),
        method: ShippingMethodId::from_i64(*id).to_string(),
        label: format!("Way {id}"),
        price_minor: *price,
    };
    offered.map(option).collect()
}

/// What the lines with a price cost.
pub fn quoted(state: &State, asked: &[&CartLine], req: &QuoteCart) -> Quoted {
    let (mut lines, mut prices) = (vec![], vec![]);
    for line in asked {
        let minor = state.prices[&line.variant.get()];
        prices.push(VariantPrice {
            variant: line.variant,
            price: Money::new(minor, Currency::INR),
            compare_at: None,
            mrp: None,
            list: PriceListId::from_i64(1),
        });
        lines.push(LineFacts {
            key: line.id.to_string(),
            quantity: line.quantity.get(),
            unit_price_minor: minor,
            compare_at_minor: None,
            taxes: vec![],
            requires_shipping: line.requires_shipping,
            weight_grams: line.weight_grams,
        });
    }
    let sent: Vec<String> =
        asked.iter().filter(|line| line.requires_shipping).map(|line| line.id.to_string()).collect();
    let country = req.destination.as_ref().map_or("IN".into(), |to| to.country.to_string());
    let options = options(&country);
    let choice = req.shipping.iter().find(|choice| choice.group == DEFAULT_GROUP && !sent.is_empty());
    let chosen = choice.and_then(|choice| options.iter().find(|one| one.method == choice.method.to_string()));
    let unavailable = choice.is_some() && chosen.is_none();
    let shipping = chosen.map(|one| ShippingFacts {
        group: DEFAULT_GROUP.into(),
        method: one.method.clone(),
        label: one.label.clone(),
        price_minor: one.price_minor,
        lines: sent.clone(),
        taxes: vec![],
    });
    let facts = QuoteFacts {
        currency: Currency::INR,
        prices_include_tax: true,
        rounding: TaxRounding::default(),
        lines,
        adjustments: vec![],
        shipping: shipping.into_iter().collect(),
    };
    let quote = quote(&facts).unwrap();
    let quote_hash = quote.fingerprint();
    let chosen = chosen.map(|one| one.method.parse().unwrap());
    let group = ShippingGroupView { key: DEFAULT_GROUP.into(), lines: sent.clone(), options, chosen };
    Quoted {
        quote,
        quote_hash,
        prices,
        unpriced: vec![],
        shipping_groups: if sent.is_empty() { vec![] } else { vec![group] },
        unavailable_choices: if unavailable { vec![DEFAULT_GROUP.into()] } else { vec![] },
    }
}
