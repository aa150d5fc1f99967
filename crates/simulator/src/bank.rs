//! The bank: a double-entry ledger of every movement of money. It is the truth that a shop's books are held against.
//!
//! Always true: an entry moves a positive amount from one account to another, entries are never changed, and so all
//! balances of a currency sum to zero.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// The payer paid the merchant.
    Capture,
    /// The provider took its fee from the merchant.
    Fee,
    /// The merchant paid the payer back.
    Refund,
    /// A refund did not arrive, and the merchant has the money again.
    RefundReversal,
    /// The bank holds back money that the payer disputes.
    DisputeOpened,
    /// The held money went back to the merchant.
    DisputeWon,
    /// The held money went to the payer.
    DisputeLost,
}

/// The account that belongs to the shop.
pub(crate) const MERCHANT: &str = "merchant";
/// Where the provider's fees go.
pub(crate) const FEES: &str = "fees";
/// Where disputed money waits.
pub(crate) const DISPUTES: &str = "disputes";

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// `st_` and the number of the entry, counted from 1.
    pub id: String,
    /// Seconds since 1970.
    pub created: i64,
    /// Why.
    pub kind: EntryKind,
    /// The payment it belongs to.
    pub payment: String,
    /// The capture, refund or dispute that moved the money.
    pub object: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Provider minor units, positive.
    pub amount: i64,
    /// The account that got poorer.
    pub from: String,
    /// The account that got richer.
    pub to: String,
}

impl Entry {
    /// What the entry did to the merchant's balance, in provider minor units.
    #[must_use]
    pub fn net_for_merchant(&self) -> i64 {
        if self.to == MERCHANT {
            self.amount
        } else if self.from == MERCHANT {
            -self.amount
        } else {
            0
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone)]
pub(crate) struct About<'a> {
    pub(crate) payment: &'a str,
    pub(crate) object: &'a str,
    pub(crate) currency: &'a str,
    pub(crate) created: i64,
}

/// The ledger.
#[derive(Debug, Default)]
pub(crate) struct Bank {
    entries: Vec<Entry>,
}

impl Bank {
    /// Books a movement; nothing happens for an amount of zero.
    pub(crate) fn book(&mut self, kind: EntryKind, about: &About<'_>, amount: i64) {
        if amount <= 0 {
            return;
        }
        let payer = format!("payer:{}", about.payment);
        let (from, to) = match kind {
            EntryKind::Capture => (payer, MERCHANT.into()),
            EntryKind::Fee => (MERCHANT.into(), FEES.into()),
            EntryKind::Refund => (MERCHANT.into(), payer),
            EntryKind::RefundReversal => (payer, MERCHANT.into()),
            EntryKind::DisputeOpened => (MERCHANT.into(), DISPUTES.into()),
            EntryKind::DisputeWon => (DISPUTES.into(), MERCHANT.into()),
            EntryKind::DisputeLost => (DISPUTES.into(), payer),
        };
        self.entries.push(Entry {
            id: format!("st_{:010}", self.entries.len() + 1),
            created: about.created,
            kind,
            payment: about.payment.into(),
            object: about.object.into(),
            currency: about.currency.into(),
            amount,
            from,
            to,
        });
    }

    /// Every entry, oldest first.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The balance of every account in every currency.
    pub(crate) fn balances(&self) -> BTreeMap<String, BTreeMap<String, i64>> {
        let mut balances: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
        for entry in &self.entries {
            let of_currency = balances.entry(entry.currency.clone()).or_default();
            *of_currency.entry(entry.from.clone()).or_default() -= entry.amount;
            *of_currency.entry(entry.to.clone()).or_default() += entry.amount;
        }
        balances
    }

    /// How much of each kind was booked for each payment.
    pub(crate) fn totals(&self) -> BTreeMap<(&str, EntryKind), i64> {
        let mut totals = BTreeMap::new();
        for entry in &self.entries {
            *totals.entry((entry.payment.as_str(), entry.kind)).or_default() += entry.amount;
        }
        totals
    }
}
