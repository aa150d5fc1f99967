//! What the other services say about the variants of a cart, and the cart that comes of it.

use crate::{
    lines::{Line, Seen, units},
    store::Row,
};
use infrasell_contracts::{
    cart::{Cart, CartChange, CartError, CartLine},
    catalog::VariantView,
    inventory::Availability,
    pricing::{QuoteLineRequest, Quoted, VariantPrice},
};
use infrasell_kernel::{Currency, Money, VariantId};
use infrasell_rules::quote::{QuoteLine, Totals};
use std::collections::{BTreeMap, HashMap};

/// The variants and their stock.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) views: HashMap<VariantId, VariantView>,
    pub(crate) stock: HashMap<VariantId, Availability>,
}

/// The prices of the lines that have one.
#[derive(Debug, Default)]
pub(crate) struct Prices {
    lines: HashMap<String, (VariantPrice, QuoteLine)>,
    totals: Option<Totals>,
}

impl Seen {
    pub(crate) fn of(view: &VariantView, price_minor: Option<i64>) -> Self {
        Seen {
            price_minor,
            product: view.product,
            product_title: view.product_title.clone(),
            variant_title: view.variant.title.clone(),
            sku: view.variant.sku.clone(),
            handle: view.handle.clone(),
        }
    }
}

impl Shelf {
    /// The variant, when it can be bought in the channel.
    pub(crate) fn on_sale(&self, variant: VariantId) -> Option<&VariantView> {
        self.views.get(&variant).filter(|view| view.on_sale)
    }

    /// How many units can be sold; `None` means no limit.
    pub(crate) fn sellable(&self, variant: VariantId) -> Option<i64> {
        self.stock.get(&variant).map_or(Some(0), Availability::sellable)
    }

    /// What pricing is asked: the lines that are on sale.
    pub(crate) fn quote_lines(&self, lines: &[Line]) -> Vec<QuoteLineRequest> {
        let mut asked = vec![];
        for line in lines {
            let Some(view) = self.on_sale(line.variant) else { continue };
            asked.push(QuoteLineRequest {
                key: line.id.to_string(),
                variant: line.variant,
                quantity: line.quantity,
                tax_class: view.tax_class.clone(),
                taxable: view.variant.taxable,
                requires_shipping: view.variant.requires_shipping,
                weight_grams: view.variant.weight_grams,
            });
        }
        asked
    }

    /// Refuses new units of what is not on sale or has no price.
    pub(crate) fn refuse_unsold(&self, lines: &[Line], raised: &[VariantId], prices: &Prices) -> Result<(), CartError> {
        for variant in raised {
            let mut of_it = lines.iter().filter(|line| line.variant == *variant);
            if self.on_sale(*variant).is_none() || of_it.any(|line| prices.of(line).is_none()) {
                return Err(CartError::NotForSale { variant: *variant });
            }
        }
        Ok(())
    }

    /// Refuses new units of what has no price or is not there in that number.
    pub(crate) fn refuse(&self, lines: &[Line], raised: &[VariantId], prices: &Prices) -> Result<(), CartError> {
        self.refuse_unsold(lines, raised, prices)?;
        let units = units(lines);
        for variant in raised {
            let wanted = units.get(variant).copied().unwrap_or(0);
            if let Some(available) = self.sellable(*variant).filter(|available| *available < wanted) {
                let sku = self.views.get(variant).map(|view| view.variant.sku.clone()).unwrap_or_default();
                return Err(CartError::InsufficientStock { variant: *variant, sku, wanted, available });
            }
        }
        Ok(())
    }
}

impl Prices {
    pub(crate) fn new(asked: &[QuoteLineRequest], quoted: &Quoted) -> Self {
        let mut prices = quoted.prices.iter().cloned();
        let mut amounts = quoted.quote.lines.iter().cloned();
        let mut lines = HashMap::new();
        for line in asked.iter().filter(|line| !quoted.unpriced.contains(&line.key)) {
            if let (Some(price), Some(amount)) = (prices.next(), amounts.next()) {
                lines.insert(line.key.clone(), (price, amount));
            }
        }
        Prices { lines, totals: Some(quoted.quote.totals) }
    }

    pub(crate) fn of(&self, line: &Line) -> Option<&(VariantPrice, QuoteLine)> {
        self.lines.get(&line.id.to_string())
    }
}

/// The cart as it is now; `changes` are measured against what `row` says the buyer has seen.
pub(crate) fn view(row: &Row, shelf: &Shelf, prices: &Prices) -> Cart {
    let mut left: BTreeMap<VariantId, i64> = BTreeMap::new();
    let mut lines = vec![];
    let mut changes = vec![];
    for line in &row.lines {
        let had = shelf.sellable(line.variant).map(|all| {
            let left = left.entry(line.variant).or_insert(all);
            let had = (*left).min(line.quantity.get());
            *left -= had;
            had
        });
        let short = had.filter(|had| *had < line.quantity.get());
        let price = prices.of(line).filter(|_| shelf.on_sale(line.variant).is_some());
        changes.extend(differences(line, row.currency, price.map(|(price, _)| price), short));
        lines.push(line_view(line, shelf.views.get(&line.variant), price, short.is_none()));
    }
    Cart {
        id: row.id,
        token: row.token,
        channel: row.channel,
        currency: row.currency,
        locale: row.locale.clone(),
        customer: row.customer,
        state: row.state,
        lines,
        note: row.note.clone(),
        attributes: row.attributes.clone(),
        details: row.details.clone(),
        totals: prices.totals.unwrap_or(NOTHING),
        changes,
        revision: row.revision,
        expires_at: row.expires_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

const NOTHING: Totals = Totals {
    subtotal_minor: 0,
    discount_minor: 0,
    shipping_minor: 0,
    fee_minor: 0,
    tax_minor: 0,
    rounding_minor: 0,
    total_minor: 0,
};

/// What is different about a line; that it is gone says everything.
fn differences(line: &Line, currency: Currency, price: Option<&VariantPrice>, short: Option<i64>) -> Vec<CartChange> {
    let Some(price) = price else { return vec![CartChange::Gone { line: line.id }] };
    let mut found = vec![];
    if let Some(from) = line.seen.price_minor.filter(|seen| *seen != price.price.minor) {
        found.push(CartChange::PriceChanged { line: line.id, from: Money::new(from, currency), to: price.price });
    }
    if let Some(available) = short {
        found.push(CartChange::InsufficientStock { line: line.id, wanted: line.quantity.get(), available });
    }
    found
}

fn line_view(
    line: &Line,
    view: Option<&VariantView>,
    price: Option<&(VariantPrice, QuoteLine)>,
    enough: bool,
) -> CartLine {
    let shown = view.map_or_else(|| line.seen.clone(), |view| Seen::of(view, None));
    CartLine {
        id: line.id,
        variant: line.variant,
        product: shown.product,
        quantity: line.quantity,
        attributes: line.attributes.clone(),
        product_title: shown.product_title,
        variant_title: shown.variant_title,
        sku: shown.sku,
        handle: shown.handle,
        image: view.and_then(|view| view.image.clone()),
        purchasable: enough && price.is_some(),
        unit_price: price.map(|(price, _)| price.price),
        compare_at: price.and_then(|(price, _)| price.compare_at),
        mrp: price.and_then(|(price, _)| price.mrp),
        amounts: price.map(|(_, amounts)| amounts.clone()),
        requires_shipping: view.is_some_and(|view| view.variant.requires_shipping),
        weight_grams: view.map_or(0, |view| view.variant.weight_grams),
        taxable: view.is_some_and(|view| view.variant.taxable),
        tax_class: view.and_then(|view| view.tax_class.clone()),
        hsn_code: view.map(|view| view.variant.hsn_code.clone()).unwrap_or_default(),
        country_of_origin: view.and_then(|view| view.variant.country_of_origin),
    }
}

/// Notes what the buyer is shown now.
pub(crate) fn mark_seen(lines: &mut [Line], shelf: &Shelf, prices: &Prices) {
    for line in lines {
        let price_minor = prices.of(line).map(|(price, _)| price.price.minor).or(line.seen.price_minor);
        match shelf.views.get(&line.variant) {
            Some(view) => line.seen = Seen::of(view, price_minor),
            None => line.seen.price_minor = price_minor,
        }
    }
}
