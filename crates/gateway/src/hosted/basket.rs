//! What is bought and what it comes to, as a buyer reads it: of a checkout and of an order.
//!
//! Always true: every amount is the quote's own; the rows sum to the total, or say that they are inside of it.

use super::{countries, language::Language, notice, place::is_sent, words::word};
use infrasell_contracts::{
    cart::CartLine,
    checkout::Checkout,
    orders::{LineItem, Order},
};
use infrasell_kernel::{CountryCode, Currency, Locale, Money, Ppm, format};
use infrasell_rules::{
    picture,
    quote::{EntryKind, Quote, QuoteLine},
    tax::TaxAmount,
};
use serde::Serialize;

/// Everything that is bought.
#[derive(Debug, Serialize)]
pub struct Basket {
    lines: Vec<Line>,
    rows: Vec<Row>,
    total: String,
    /// The taxes, each rate once.
    taxes: Vec<TaxRow>,
    /// What is said of taxes that are inside of the prices.
    included: Option<String>,
    /// Whether a line stands in the way of ordering.
    pub is_short: bool,
}

#[derive(Debug, Serialize)]
struct Line {
    title: String,
    variant: String,
    quantity: i64,
    each: Option<String>,
    amount: Option<String>,
    before: Option<String>,
    mrp: Option<String>,
    origin: Option<String>,
    image: Option<Image>,
    wrong: Option<String>,
}

#[derive(Debug, Serialize)]
struct Image {
    url: String,
    alt: String,
}

#[derive(Debug, Serialize)]
struct Row {
    label: String,
    amount: String,
}

#[derive(Debug, Serialize)]
struct TaxRow {
    label: String,
    rate: String,
    base: String,
    amount: String,
}

/// Who reads it.
struct Reader<'a> {
    language: Language,
    locale: &'a Locale,
    currency: Currency,
}

impl Reader<'_> {
    fn money(&self, minor: i64) -> String {
        format::money(Money::new(minor, self.currency), self.locale)
    }

    fn word(&self, name: &str) -> String {
        word(self.language, name).to_owned()
    }

    fn origin(&self, country: Option<CountryCode>) -> Option<String> {
        let name = countries::name(country?, self.language);
        Some(notice::fill(self.language, "made_in", &[("country", &name)]))
    }
}

/// What a checkout buys.
pub fn of_checkout(checkout: &Checkout, language: Language, locale: &Locale) -> Basket {
    let reader = Reader { language, locale, currency: checkout.currency };
    let line = |(index, line): (usize, &CartLine)| reader.cart_line(line, notice::of_line(checkout, index, language));
    let lines: Vec<Line> = checkout.lines.iter().enumerate().map(line).collect();
    let is_short = lines.iter().any(|line| line.wrong.is_some());
    let later = is_sent(checkout) && checkout.quote.shipping.is_empty();
    reader.basket(lines, &checkout.quote, later, is_short)
}

/// What an order sold.
pub fn of_order(order: &Order, language: Language, locale: &Locale) -> Basket {
    let reader = Reader { language, locale, currency: order.currency };
    let lines = order.line_items.iter().map(|item| reader.line_item(item)).collect();
    reader.basket(lines, &order.quote, false, false)
}

impl Reader<'_> {
    fn cart_line(&self, line: &CartLine, wrong: Option<String>) -> Line {
        let image = line.image.as_ref().and_then(|media| image(&media.url, &media.alt));
        let priced = self.priced(line.amounts.as_ref(), line.mrp.map(|mrp| mrp.minor));
        Line {
            title: line.product_title.clone(),
            variant: shown_variant(&line.variant_title, &line.product_title),
            quantity: line.quantity.get(),
            origin: self.origin(line.country_of_origin),
            image,
            wrong,
            ..priced
        }
    }

    fn line_item(&self, item: &LineItem) -> Line {
        let priced = self.priced(Some(&item.amounts), item.mrp_minor);
        Line {
            title: item.product_title.clone(),
            variant: shown_variant(&item.variant_title, &item.product_title),
            quantity: item.quantity.get(),
            origin: self.origin(item.country_of_origin),
            image: item.image_url.as_deref().and_then(|url| image(url, "")),
            ..priced
        }
    }

    fn priced(&self, amounts: Option<&QuoteLine>, mrp_minor: Option<i64>) -> Line {
        let unit = amounts.map_or(0, |amounts| amounts.unit_price_minor);
        let above = |minor: &i64| *minor > unit;
        Line {
            title: String::new(),
            variant: String::new(),
            quantity: 0,
            each: amounts.filter(|amounts| amounts.quantity > 1).map(|amounts| self.money(amounts.unit_price_minor)),
            amount: amounts.map(|amounts| self.money(amounts.subtotal_minor)),
            before: amounts.and_then(|a| a.compare_at_minor).filter(above).map(|minor| self.money(minor)),
            mrp: mrp_minor.filter(above).map(|minor| self.money(minor)),
            origin: None,
            image: None,
            wrong: None,
        }
    }

    fn basket(&self, lines: Vec<Line>, quote: &Quote, shipping_later: bool, is_short: bool) -> Basket {
        let totals = &quote.totals;
        let row = |name: &str, minor: i64| Row { label: self.word(name), amount: self.money(minor) };
        let mut rows = vec![row("subtotal", totals.subtotal_minor)];
        rows.extend(self.by_label(quote, EntryKind::Adjustment, "discount"));
        if shipping_later {
            rows.push(Row { label: self.word("shipping"), amount: self.word("shipping_later") });
        } else if !quote.shipping.is_empty() {
            let free = totals.shipping_minor == 0;
            let amount = if free { self.word("free") } else { self.money(totals.shipping_minor) };
            rows.push(Row { label: self.word("shipping"), amount });
        }
        rows.extend(self.by_label(quote, EntryKind::Fee, "fee"));
        let (inside, on_top) = if quote.prices_include_tax { (totals.tax_minor, 0) } else { (0, totals.tax_minor) };
        if on_top != 0 {
            rows.push(row("tax", on_top));
        }
        if totals.rounding_minor != 0 {
            rows.push(row("rounding", totals.rounding_minor));
        }
        let included =
            (inside != 0).then(|| notice::fill(self.language, "tax_included", &[("amount", &self.money(inside))]));
        let total = self.money(totals.total_minor);
        Basket { lines, rows, total, taxes: self.taxes(quote), included, is_short }
    }

    /// The entries of a kind, those with the same label in one row.
    fn by_label(&self, quote: &Quote, kind: EntryKind, name: &str) -> Vec<Row> {
        let mut sums: Vec<(String, i64)> = vec![];
        for entry in quote.entries.iter().filter(|entry| entry.kind == kind && !entry.included) {
            let label = if entry.label.is_empty() { self.word(name) } else { entry.label.clone() };
            match sums.iter_mut().find(|(known, _)| *known == label) {
                Some((_, sum)) => *sum = sum.saturating_add(entry.amount_minor),
                None => sums.push((label, entry.amount_minor)),
            }
        }
        sums.into_iter().map(|(label, minor)| Row { label, amount: self.money(minor) }).collect()
    }

    /// Each tax at each rate once, as it is on lines and carriage.
    fn taxes(&self, quote: &Quote) -> Vec<TaxRow> {
        let lines = quote.lines.iter().flat_map(|line| &line.taxes);
        let all = lines.chain(quote.shipping.iter().flat_map(|shipping| &shipping.taxes));
        let mut sums: Vec<(&TaxAmount, i64, i64)> = vec![];
        for tax in all.filter(|tax| tax.amount_minor != 0) {
            match sums.iter_mut().find(|(known, _, _)| known.code == tax.code && known.rate == tax.rate) {
                Some((_, base, amount)) => {
                    (*base, *amount) = (base.saturating_add(tax.base_minor), amount.saturating_add(tax.amount_minor));
                }
                None => sums.push((tax, tax.base_minor, tax.amount_minor)),
            }
        }
        let row = |(tax, base, amount): (&TaxAmount, i64, i64)| TaxRow {
            label: tax.code.clone(),
            rate: rate(tax.rate),
            base: self.money(base),
            amount: self.money(amount),
        };
        sums.into_iter().map(row).collect()
    }
}

/// The variant's own name, where it has one.
fn shown_variant(variant: &str, product: &str) -> String {
    let says_nothing = variant == product || variant == "Default" || variant == "Default Title";
    if says_nothing { String::new() } else { variant.to_owned() }
}

/// How large a picture is shown, pixels.
const PICTURE_SIDE: u32 = 64;

/// A picture of this server, no larger than it is shown on a dense screen: pages load nothing from anywhere else.
fn image(url: &str, alt: &str) -> Option<Image> {
    let is_here = url.starts_with('/') && !url.starts_with("//");
    let (max_width, max_height) = (Some(PICTURE_SIDE), Some(PICTURE_SIDE));
    let small = picture::Transform { max_width, max_height, scale: Some(2), ..picture::Transform::default() };
    is_here.then(|| Image { url: picture::transformed(url, &small), alt: alt.to_owned() })
}

/// A rate in percent: `18 %`, `2.5 %`.
fn rate(rate: Ppm) -> String {
    let (whole, rest) = (rate.0 / 10_000, rate.0 % 10_000);
    let fraction = format!("{rest:04}");
    match fraction.trim_end_matches('0') {
        "" => format!("{whole} %"),
        digits => format!("{whole}.{digits} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_in_percent_without_idle_zeros() {
        for (ppm, text) in [(180_000, "18 %"), (25_000, "2.5 %"), (0, "0 %"), (1_250, "0.125 %")] {
            assert_eq!(rate(Ppm(ppm)), text);
        }
    }

    #[test]
    fn pictures_come_from_here_only() {
        assert!(image("/media/a.jpg", "").is_some());
        for elsewhere in ["https://cdn.example/a.jpg", "//cdn.example/a.jpg", "javascript:x", "", "media/a.jpg"] {
            assert!(image(elsewhere, "").is_none(), "{elsewhere}");
        }
    }
}
