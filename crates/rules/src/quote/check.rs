//! Proof that a quote, once written down, still sums; and the fingerprint that the buyer confirms.

use super::{Entry, EntryKind, Imbalance, Quote, Target, Totals};
use crate::tax::TaxAmount;
use infrasell_kernel::Currency;
use serde::Serialize;
use sha2::{Digest, Sha256};

impl Quote {
    /// Every sum that does not hold; empty when all do.
    #[must_use]
    pub fn check(&self) -> Vec<Imbalance> {
        let mut audit = Audit { quote: self, found: vec![] };
        let mut documents_total = 0i128;
        for line in &self.lines {
            let listed = i128::from(line.unit_price_minor) * i128::from(line.quantity);
            audit.part(&Part {
                path: format!("lines.{}", line.key),
                target: Target::Line(line.key.clone()),
                kind: EntryKind::Goods,
                listed,
                subtotal: line.subtotal_minor,
                discount: line.discount_minor,
                net: line.net_minor,
                tax: line.tax_minor,
                total: line.total_minor,
                taxes: &line.taxes,
            });
            documents_total += i128::from(line.total_minor);
        }
        for group in &self.shipping {
            audit.part(&Part {
                path: format!("shipping.{}", group.group),
                target: Target::Shipping(group.group.clone()),
                kind: EntryKind::Shipping,
                listed: i128::from(group.price_minor),
                subtotal: group.price_minor,
                discount: group.discount_minor,
                net: group.net_minor,
                tax: group.tax_minor,
                total: group.total_minor,
                taxes: &group.taxes,
            });
            documents_total += i128::from(group.total_minor);
        }
        documents_total += audit.sum(|entry| entry.target == Target::Document && !entry.included);
        audit.totals(documents_total);
        audit.found
    }

    /// A hexadecimal SHA-256 over everything that the buyer agrees to: what, how many, at which price, which
    /// discounts and taxes, shipped how, and what it comes to. Labels are left out: a translation changes nothing.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let agreed = Agreed {
            version: 1,
            currency: self.currency,
            prices_include_tax: self.prices_include_tax,
            lines: self
                .lines
                .iter()
                .map(|line| (&*line.key, line.quantity, line.unit_price_minor, &*line.taxes))
                .collect(),
            shipping: self.shipping.iter().map(|one| (&*one.group, &*one.method, &*one.lines, &*one.taxes)).collect(),
            entries: self.entries.iter().map(AgreedEntry::of).collect(),
            totals: &self.totals,
        };
        let canonical = serde_json::to_vec(&agreed).expect("text keys and whole numbers always serialise");
        hex::encode(Sha256::digest(&canonical))
    }
}

/// What is hashed: fields in this order, so that the same agreement always has the same fingerprint.
#[derive(Serialize)]
struct Agreed<'a> {
    version: u8,
    currency: Currency,
    prices_include_tax: bool,
    lines: Vec<(&'a str, i64, i64, &'a [TaxAmount])>,
    shipping: Vec<(&'a str, &'a str, &'a [String], &'a [TaxAmount])>,
    entries: Vec<AgreedEntry<'a>>,
    totals: &'a Totals,
}

#[derive(Serialize)]
struct AgreedEntry<'a>(EntryKind, &'a Target, &'a str, i64, bool);

impl<'a> AgreedEntry<'a> {
    fn of(entry: &'a Entry) -> Self {
        AgreedEntry(entry.kind, &entry.target, &entry.source, entry.amount_minor, entry.included)
    }
}

/// A line or the shipping of a group, seen alike.
struct Part<'a> {
    path: String,
    target: Target,
    kind: EntryKind,
    listed: i128,
    subtotal: i64,
    discount: i64,
    net: i64,
    tax: i64,
    total: i64,
    taxes: &'a [TaxAmount],
}

struct Audit<'a> {
    quote: &'a Quote,
    found: Vec<Imbalance>,
}

impl Audit<'_> {
    fn expect(&mut self, path: String, expected: i128, found: i64) {
        if expected != i128::from(found) {
            let clamped = expected.clamp(i64::MIN.into(), i64::MAX.into());
            let expected = i64::try_from(clamped).expect("the value was clamped to 64 bits");
            self.found.push(Imbalance { path, expected, found });
        }
    }

    fn sum(&self, wanted: impl Fn(&Entry) -> bool) -> i128 {
        self.quote.entries.iter().filter(|entry| wanted(entry)).map(|entry| i128::from(entry.amount_minor)).sum()
    }

    fn part(&mut self, part: &Part<'_>) {
        let here = |kind, entry: &Entry| entry.kind == kind && entry.target == part.target;
        let listed = self.sum(|entry| here(part.kind, entry));
        let discount = self.sum(|entry| here(EntryKind::Adjustment, entry));
        let tax = self.sum(|entry| here(EntryKind::Tax, entry));
        let heads: i128 = part.taxes.iter().map(|head| i128::from(head.amount_minor)).sum();
        let adjusted = i128::from(part.subtotal) + i128::from(part.discount);
        let tax_is_inside = self.quote.prices_include_tax;
        let before_tax = if tax_is_inside { adjusted - i128::from(part.tax) } else { adjusted };
        let with_tax = i128::from(part.net) + i128::from(part.tax);
        let path = |field: &str| format!("{}.{field}", part.path);
        self.expect(path("subtotal_minor"), part.listed, part.subtotal);
        self.expect(path("entries.listed"), listed, part.subtotal);
        self.expect(path("discount_minor"), discount, part.discount);
        self.expect(path("tax_minor"), heads, part.tax);
        self.expect(path("entries.tax"), tax, part.tax);
        self.expect(path("net_minor"), before_tax, part.net);
        self.expect(path("total_minor"), with_tax, part.total);
    }

    fn totals(&mut self, documents_total: i128) {
        let totals = self.quote.totals;
        let kinds = [
            (EntryKind::Goods, "subtotal_minor", totals.subtotal_minor),
            (EntryKind::Adjustment, "discount_minor", totals.discount_minor),
            (EntryKind::Shipping, "shipping_minor", totals.shipping_minor),
            (EntryKind::Fee, "fee_minor", totals.fee_minor),
            (EntryKind::Tax, "tax_minor", totals.tax_minor),
            (EntryKind::Rounding, "rounding_minor", totals.rounding_minor),
        ];
        for (kind, field, found) in kinds {
            let expected = self.sum(|entry| entry.kind == kind);
            self.expect(format!("totals.{field}"), expected, found);
        }
        let ledger = self.sum(|entry| !entry.included);
        self.expect("totals.total_minor".into(), ledger, totals.total_minor);
        self.expect("totals.parts".into(), documents_total, totals.total_minor);
    }
}
