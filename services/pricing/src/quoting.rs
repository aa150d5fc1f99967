//! From what is stored to what the buyer is shown. Pure: the same facts give the same quote and the same hash.

use infrasell_contracts::{
    pricing::{PricingError, QuoteLineRequest, QuoteRequest, Quoted, ShippingGroupView, ShippingMethod, VariantPrice},
    settings::Channel,
};
use infrasell_kernel::{CountryCode, ShippingMethodId, VariantId};
use infrasell_rules::{
    quote::{
        LineFacts, MethodFacts, QuoteError, QuoteFacts, ShippingFacts, ShippingGroup, ShippingOption, offered_methods,
        quote, shipping_groups,
    },
    tax::TaxHead,
};
use std::collections::BTreeMap;

/// The taxes of each class at the destination.
#[derive(Debug, Default)]
pub struct Taxes {
    /// Those of a class without a rate there are empty.
    pub of_class: BTreeMap<String, Vec<TaxHead>>,
    /// Those of what names no class, or one that does not exist: better the usual rate than none.
    pub standard: Vec<TaxHead>,
}

impl Taxes {
    fn of(&self, class: Option<&str>) -> Vec<TaxHead> {
        class.and_then(|class| self.of_class.get(class)).unwrap_or(&self.standard).clone()
    }
}

/// What a quote is made from.
pub struct Facts<'a> {
    /// Where it is sold.
    pub channel: &'a Channel,
    /// What is asked for.
    pub request: &'a QuoteRequest,
    /// The country that it goes to.
    pub country: CountryCode,
    /// The prices in force.
    pub prices: BTreeMap<VariantId, VariantPrice>,
    /// The taxes there.
    pub taxes: Taxes,
    /// The methods of the channel that are offered at all.
    pub methods: &'a [ShippingMethod],
}

/// Why there is no quote.
fn cannot(error: impl Into<QuoteError>) -> PricingError {
    PricingError::CannotQuote { reason: error.into().to_string() }
}

/// The quote.
pub fn make(facts: &Facts<'_>) -> Result<Quoted, PricingError> {
    let mut lines = vec![];
    let mut prices = vec![];
    let mut unpriced = vec![];
    for line in &facts.request.lines {
        let Some(price) = facts.prices.get(&line.variant) else {
            unpriced.push(line.key.clone());
            continue;
        };
        lines.push(line_facts(line, price, &facts.taxes));
        prices.push(price.clone());
    }
    let shipping = choose(facts, &lines)?;
    let made = quote(&QuoteFacts {
        currency: facts.channel.currency,
        prices_include_tax: facts.channel.prices_include_tax,
        rounding: facts.channel.tax_rounding,
        lines,
        adjustments: vec![],
        shipping: shipping.chosen,
    })
    .map_err(cannot)?;
    Ok(Quoted {
        quote_hash: made.fingerprint(),
        quote: made,
        prices,
        unpriced,
        shipping_groups: shipping.groups,
        unavailable_choices: shipping.unavailable,
    })
}

fn line_facts(line: &QuoteLineRequest, price: &VariantPrice, taxes: &Taxes) -> LineFacts {
    LineFacts {
        key: line.key.clone(),
        quantity: line.quantity.get(),
        unit_price_minor: price.price.minor,
        compare_at_minor: price.compare_at.map(|money| money.minor),
        taxes: if line.taxable { taxes.of(line.tax_class.as_deref()) } else { vec![] },
        requires_shipping: line.requires_shipping,
        weight_grams: line.weight_grams,
    }
}

/// What can be sent how, and what was chosen of it.
struct Shipping {
    groups: Vec<ShippingGroupView>,
    chosen: Vec<ShippingFacts>,
    unavailable: Vec<String>,
}

fn choose(facts: &Facts<'_>, lines: &[LineFacts]) -> Result<Shipping, PricingError> {
    let subtotal_minor = subtotal(lines)?;
    let methods: Vec<MethodFacts> = facts.methods.iter().map(method_facts).collect();
    let mut shipping = Shipping { groups: vec![], chosen: vec![], unavailable: vec![] };
    for group in shipping_groups(lines).map_err(cannot)? {
        let mut options = offered_methods(&group, facts.country, subtotal_minor, &methods);
        // stable: of two that cost the same the older method comes first
        options.sort_by_key(|option| option.price_minor);
        let choice = facts.request.shipping.iter().find(|choice| choice.group == group.key);
        let wanted = choice.map(|choice| (choice.method, choice.method.to_string()));
        let option = wanted.as_ref().and_then(|(_, key)| options.iter().find(|option| option.method == *key));
        let mut chosen: Option<ShippingMethodId> = None;
        if let (Some(option), Some((id, _))) = (option, &wanted) {
            shipping.chosen.push(shipping_facts(&group, option, *id, facts));
            chosen = Some(*id);
        }
        shipping.groups.push(ShippingGroupView { key: group.key, lines: group.lines, options, chosen });
    }
    for choice in &facts.request.shipping {
        let taken = shipping.groups.iter().any(|group| group.key == choice.group && group.chosen.is_some());
        if !taken {
            shipping.unavailable.push(choice.group.clone());
        }
    }
    Ok(shipping)
}

/// The goods as listed, minor units.
fn subtotal(lines: &[LineFacts]) -> Result<i64, PricingError> {
    let mut subtotal = 0_i64;
    for line in lines {
        let amount = line.unit_price_minor.checked_mul(line.quantity);
        let sum = amount.and_then(|amount| subtotal.checked_add(amount));
        subtotal = sum.ok_or(infrasell_kernel::MoneyError::Overflow).map_err(cannot)?;
    }
    Ok(subtotal)
}

fn method_facts(method: &ShippingMethod) -> MethodFacts {
    MethodFacts {
        key: method.id.to_string(),
        label: method.name.clone(),
        price_minor: method.price_minor,
        min_subtotal_minor: method.min_subtotal_minor,
        max_subtotal_minor: method.max_subtotal_minor,
        free_over_minor: method.free_over_minor,
        min_weight_grams: method.min_weight_grams,
        max_weight_grams: method.max_weight_grams,
        countries: method.countries.clone(),
    }
}

fn shipping_facts(
    group: &ShippingGroup,
    option: &ShippingOption,
    id: ShippingMethodId,
    facts: &Facts<'_>,
) -> ShippingFacts {
    let class = facts.methods.iter().find(|method| method.id == id).and_then(|method| method.tax_class.as_deref());
    ShippingFacts {
        group: group.key.clone(),
        method: option.method.clone(),
        label: option.label.clone(),
        price_minor: option.price_minor,
        lines: group.lines.clone(),
        taxes: facts.taxes.of(class),
    }
}
