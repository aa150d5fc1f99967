//! The quote: one statement for the prices, what else is needed is kept, and then nothing but arithmetic.

use super::{PricingService, Result, write};
use crate::{
    STANDARD_CLASS,
    quoting::{self, Facts, Taxes},
    rates, store,
};
use infrasell_contracts::pricing::{QuoteRequest, Quoted, ShippingMethod};
use infrasell_kernel::{CountryCode, Fields, VariantId};
use infrasell_rpc::Cx;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The most lines of a quote.
const MAX_LINES: usize = 500;
/// The longest key of a line, in characters.
const MAX_KEY: usize = 200;
/// The heaviest unit, grams: ten tonnes.
const MAX_UNIT_GRAMS: i64 = 10_000_000;

/// What a set of lines costs.
pub async fn quote(service: &PricingService, cx: &Cx, req: &QuoteRequest) -> Result<Quoted> {
    check(req)?;
    let channel = service.channel(cx, req.channel).await?;
    let (country, region) = match &req.destination {
        Some(destination) => (destination.country, destination.region.clone()),
        None => {
            let shop = service.shop(cx).await?;
            (shop.country, shop.region)
        }
    };
    let variants: BTreeSet<VariantId> = req.lines.iter().map(|line| line.variant).collect();
    let variants: Vec<VariantId> = variants.into_iter().collect();
    let prices = store::prices::in_force(&service.deps.db, &variants, req.channel, service.now()).await?;
    let sends = req.lines.iter().any(|line| line.requires_shipping);
    let methods = if sends { service.methods(req.channel).await? } else { Arc::default() };
    let taxes = taxes(service, req, &methods, country, &region).await?;
    quoting::make(&Facts { channel: &channel, request: req, country, prices, taxes, methods: &methods })
}

/// The taxes at the destination of every class that the lines and methods have.
async fn taxes(
    service: &PricingService,
    req: &QuoteRequest,
    methods: &[ShippingMethod],
    country: CountryCode,
    region: &str,
) -> Result<Taxes> {
    let mut classes = BTreeSet::from([STANDARD_CLASS]);
    classes.extend(req.lines.iter().filter_map(|line| line.tax_class.as_deref()));
    classes.extend(methods.iter().filter_map(|method| method.tax_class.as_deref()));
    let placed = service.rates(country, region.trim().to_ascii_uppercase()).await?;
    let now = service.now();
    let mut of_class = BTreeMap::new();
    for class in classes {
        let Some(rates) = placed.get(class) else { continue };
        let in_force = rates.iter().filter(|(span, _)| span.holds(now)).map(|(_, rate)| rate);
        of_class.insert(class.to_owned(), rates::heads(in_force, country));
    }
    let standard = of_class.get(STANDARD_CLASS).cloned().unwrap_or_default();
    Ok(Taxes { of_class, standard })
}

fn check(req: &QuoteRequest) -> Result<()> {
    let mut fields = Fields::new();
    let count = req.lines.len();
    fields.check(count <= MAX_LINES, "lines", "too_many", format!("lines has {count} entries, more than {MAX_LINES}"));
    let mut keys = BTreeSet::new();
    for (n, line) in req.lines.iter().enumerate() {
        let path = format!("lines.{n}.key");
        fields.max_len(&path, &line.key, MAX_KEY);
        let message = format!("{path} stands in another line as well");
        fields.check(keys.insert(line.key.as_str()), &path, "duplicate", message);
        write::check_range(&mut fields, &format!("lines.{n}.weight_grams"), Some(line.weight_grams), MAX_UNIT_GRAMS);
        fields.max_len(&format!("lines.{n}.tax_class"), line.tax_class.as_deref().unwrap_or(""), MAX_KEY);
    }
    let mut groups = BTreeSet::new();
    for (n, choice) in req.shipping.iter().enumerate() {
        let path = format!("shipping.{n}.group");
        fields.max_len(&path, &choice.group, MAX_KEY);
        let message = format!("{path} stands in another choice as well");
        fields.check(groups.insert(choice.group.as_str()), &path, "duplicate", message);
    }
    if let Some(destination) = &req.destination {
        fields.max_len("destination.region", &destination.region, MAX_KEY);
    }
    Ok(fields.done()?)
}
