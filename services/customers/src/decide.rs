//! Decisions about one customer, pure: what is known goes in, what becomes of it comes out.

use crate::model::{Pending, Row};
use infrasell_contracts::{
    common::PostalAddress,
    customers::{AccountState, Consent, ConsentEntry, ConsentGiven, CustomerPatch, Medium},
    orders::Order,
    payments::RefundState,
};
use infrasell_kernel::{Money, Patch, Timestamp};
use infrasell_rules::order::OrderState;
use std::collections::BTreeMap;

/// What an order costs its buyer now: its total less refunds that are pending or done, nothing once it is cancelled.
pub(crate) fn cost(order: &Order) -> Money {
    let live = order.refunds.iter().filter(|refund| refund.state != RefundState::Failed);
    let paid_back = live.map(|refund| refund.amount_minor).fold(0, i64::saturating_add);
    let cost = match order.state {
        OrderState::Cancelled => 0,
        _ => order.quote.totals.total_minor.saturating_sub(paid_back).max(0),
    };
    Money::new(cost, order.currency)
}

/// Puts what the patch holds in the place of what is there; groups are not of the row.
pub(crate) fn patched(row: &mut Row, patch: &CustomerPatch) {
    if let Some(email) = &patch.email {
        row.email = email.trim().to_owned();
    }
    row.name = patch.name.clone().apply(Some(std::mem::take(&mut row.name))).unwrap_or_default().trim().to_owned();
    row.phone = patch.phone.clone().apply(row.phone.take());
    row.locale = patch.locale.clone().apply(row.locale.take());
    row.note = patch.note.clone().apply(Some(std::mem::take(&mut row.note))).unwrap_or_default();
    row.tags = patch.tags.clone().apply(Some(std::mem::take(&mut row.tags))).unwrap_or_default();
    row.default_shipping = patch.default_shipping.apply(row.default_shipping);
    row.default_billing = patch.default_billing.apply(row.default_billing);
}

/// Whether a patch says anything about `groups`, and what.
pub(crate) fn groups_of<T: Clone>(patch: &Patch<Vec<T>>) -> Option<Vec<T>> {
    match patch {
        Patch::Keep => None,
        Patch::Clear => Some(vec![]),
        Patch::Set(groups) => Some(groups.clone()),
    }
}

/// What is filled in about a guest from an order of his, where nothing is known yet.
pub(crate) fn learnt(row: &mut Row, order: &Order) {
    if row.account != AccountState::None {
        return;
    }
    let addresses = [&order.billing_address, &order.shipping_address];
    let named = addresses.into_iter().flatten().find(|address: &&PostalAddress| !address.name.trim().is_empty());
    if let Some(address) = named.filter(|_| row.name.is_empty()) {
        row.name = address.name.trim().to_owned();
    }
    row.locale.get_or_insert_with(|| order.locale.clone());
}

/// The entries that say something new, to be put behind `seq`. Agreeing anew to another version of the notice is news;
/// withdrawing what was never agreed to is written down, too: who says no was asked.
pub(crate) fn news(
    now: &[Consent],
    given: &[ConsentGiven],
    seq: i64,
    (source, actor, at): (&str, &str, Timestamp),
) -> Vec<ConsentEntry> {
    let stands: BTreeMap<(&str, Medium), &Consent> =
        now.iter().map(|one| ((one.purpose.as_str(), one.medium), one)).collect();
    let mut entries = vec![];
    let mut next = seq;
    for one in given {
        let same = stands.get(&(one.purpose.as_str(), one.medium)).is_some_and(|stands| {
            stands.granted == one.granted && (!one.granted || stands.notice_version == one.notice_version)
        });
        if same {
            continue;
        }
        next += 1;
        entries.push(ConsentEntry {
            seq: next,
            consent: Consent {
                purpose: one.purpose.clone(),
                medium: one.medium,
                granted: one.granted,
                at,
                source: source.to_owned(),
                notice_version: one.notice_version.clone(),
            },
            actor: actor.to_owned(),
        });
    }
    entries
}

/// Where a customer stands after `entries`, which come oldest first.
pub(crate) fn standing(mut now: Vec<Consent>, entries: &[ConsentEntry]) -> Vec<Consent> {
    for entry in entries {
        let of_kind = |one: &&mut Consent| one.purpose == entry.consent.purpose && one.medium == entry.consent.medium;
        match now.iter_mut().find(of_kind) {
            Some(one) => *one = entry.consent.clone(),
            None => now.push(entry.consent.clone()),
        }
    }
    now.sort_by(|a, b| (&a.purpose, a.medium).cmp(&(&b.purpose, b.medium)));
    now
}

/// What a registration said counts now.
pub(crate) fn confirmed(row: &mut Row, at: Timestamp) -> Option<Pending> {
    row.account = AccountState::Verified;
    row.email_verified_at = Some(at);
    let pending = row.pending.take()?;
    if !pending.name.is_empty() {
        row.name.clone_from(&pending.name);
    }
    if pending.locale.is_some() {
        row.locale.clone_from(&pending.locale);
    }
    Some(pending)
}

/// Takes in what is known of the same person under a row without an account, which is then no more.
pub(crate) fn absorbed(row: &mut Row, guest: Row) {
    if row.name.is_empty() {
        row.name = guest.name;
    }
    row.phone = row.phone.take().or(guest.phone);
    row.locale = row.locale.take().or(guest.locale);
    if row.note.is_empty() {
        row.note = guest.note;
    } else if !guest.note.is_empty() {
        let both = format!("{}\n{}", row.note, guest.note);
        row.note = both.chars().take(crate::check::NOTE_MAX).collect();
    }
    row.tags.extend(guest.tags);
    row.tags.sort_unstable();
    row.tags.dedup();
    row.tags.truncate(infrasell_contracts::customers::MAX_TAGS);
    row.default_shipping = row.default_shipping.or(guest.default_shipping);
    row.default_billing = row.default_billing.or(guest.default_billing);
    row.created_at = row.created_at.min(guest.created_at);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(purpose: &str, granted: bool, version: Option<&str>) -> ConsentGiven {
        ConsentGiven {
            purpose: purpose.into(),
            medium: Medium::Email,
            granted,
            notice_version: version.map(str::to_owned),
        }
    }

    #[test]
    fn only_what_is_new_is_written_and_the_newest_entry_counts() {
        let at = |micros| ("account", "cust_1", Timestamp::from_micros(micros));
        let first = news(&[], &[given("offers", true, Some("v1")), given("news", false, None)], 0, at(1));
        assert_eq!(first.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2]);
        let stands = standing(vec![], &first);
        assert!(news(&stands, &[given("offers", true, Some("v1")), given("news", false, None)], 2, at(2)).is_empty());
        let anew = news(&stands, &[given("offers", true, Some("v2"))], 2, at(3));
        assert_eq!(anew[0].seq, 3);
        let withdrawn = news(&standing(stands.clone(), &anew), &[given("offers", false, None)], 3, at(4));
        let after = standing(standing(stands, &anew), &withdrawn);
        let offers = after.iter().find(|one| one.purpose == "offers").unwrap();
        assert_eq!((offers.granted, offers.at, after.len()), (false, Timestamp::from_micros(4), 2));
    }
}
