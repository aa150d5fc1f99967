//! Prices: what the state says, two ways to send within India and one to Germany.

use super::{Shop, fake};
use infrasell_contracts::{common::*, pricing::*};
use infrasell_kernel::{Currency, Money, Page, PriceListId, ShippingMethodId};
use infrasell_rpc::{Cx, Fault};
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

fake! {
    Pricing for Shop, PricingError;
    absent {
        price_lists(ListPriceLists) -> Page<PriceList>;
        create_price_list(CreatePriceList) -> PriceList;
        update_price_list(UpdatePriceList) -> PriceList;
        set_prices(SetPrices) -> PricesSet;
        prices(GetPrices) -> Vec<VariantPrice>;
        price_history(GetPriceHistory) -> Page<Price>;
        lowest_prior(GetLowestPrior) -> Vec<LowestPrior>;
        tax_classes(ListTaxClasses) -> Page<TaxClass>;
        create_tax_class(CreateTaxClass) -> TaxClass;
        tax_rates(ListTaxRates) -> Page<TaxRate>;
        create_tax_rate(CreateTaxRate) -> TaxRate;
        end_tax_rate(EndTaxRate) -> TaxRate;
        shipping_methods(ListShippingMethods) -> Page<ShippingMethod>;
        create_shipping_method(CreateShippingMethod) -> ShippingMethod;
        update_shipping_method(UpdateShippingMethod) -> ShippingMethod;
        audit(Audit) -> AuditReport;
    }
    async fn quote(&self, cx: &Cx, req: QuoteRequest) -> Result<Quoted, PricingError> {
        assert_eq!(cx.idempotency_key, None, "a read carries no key");
        self.call("quote", cx, &req, |state| {
            let (mut lines, mut prices) = (vec![], vec![]);
            for line in &req.lines {
                let minor = state.prices[&line.variant.get()];
                prices.push(VariantPrice {
                    variant: line.variant,
                    price: Money::new(minor, Currency::INR),
                    compare_at: None,
                    mrp: None,
                    list: PriceListId::from_i64(1),
                });
                lines.push(LineFacts {
                    key: line.key.clone(),
                    quantity: line.quantity.get(),
                    unit_price_minor: minor,
                    compare_at_minor: None,
                    taxes: vec![],
                    requires_shipping: line.requires_shipping,
                    weight_grams: line.weight_grams,
                });
            }
            let sent: Vec<String> =
                req.lines.iter().filter(|line| line.requires_shipping).map(|line| line.key.clone()).collect();
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
            let quote = quote(&facts).map_err(|error| PricingError::CannotQuote { reason: error.to_string() })?;
            let quote_hash = quote.fingerprint();
            let chosen = chosen.map(|one| one.method.parse().unwrap());
            let group = ShippingGroupView { key: DEFAULT_GROUP.into(), lines: sent.clone(), options, chosen };
            Ok(Quoted {
                quote,
                quote_hash,
                prices,
                unpriced: vec![],
                shipping_groups: if sent.is_empty() { vec![] } else { vec![group] },
                unavailable_choices: if unavailable { vec![DEFAULT_GROUP.into()] } else { vec![] },
            })
        })
        .await
    }
}
