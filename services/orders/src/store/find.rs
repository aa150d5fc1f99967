//! By what orders are found.

use crate::model::Stored;
use infrasell_contracts::common::PostalAddress;
use infrasell_db::{DbError, Tx, sql, v};
use infrasell_kernel::VariantId;

/// The most words of a name that a search may begin at.
const MOST_WORDS: usize = 8;
/// Stands behind everything that begins with what is before it.
const LAST: char = char::MAX;

/// The form in which texts are compared.
fn fold(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key of an e-mail address.
pub(crate) fn email(address: &str) -> String {
    format!("e:{}", fold(address))
}

/// The key of a variant.
pub(crate) fn variant(id: VariantId) -> String {
    format!("v:{}", id.get())
}

/// From where to where the keys of a search lie.
pub(crate) fn search(text: &str) -> (String, String) {
    let from = format!("s:{}", fold(text));
    let to = format!("{from}{LAST}");
    (from, to)
}

/// Every key of an order.
fn keys(order: &Stored) -> Vec<String> {
    let sold = &order.sold;
    let mut keys = vec![email(&sold.email), search(&order.head.number).0, search(&sold.email).0];
    keys.extend(sold.lines.iter().map(|line| variant(line.item.variant)));
    for address in [&sold.shipping_address, &sold.billing_address].into_iter().flatten() {
        let PostalAddress { name, company, .. } = address;
        for name in [Some(name), company.as_ref()].into_iter().flatten() {
            // Asha Devi Rao is found by her first name, by her second, and by her last
            let folded = fold(name);
            let starts = folded.match_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS - 1);
            keys.extend([0].into_iter().chain(starts).map(|at| format!("s:{}", &folded[at..])));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

pub(crate) fn insert(tx: &mut Tx, order: &Stored) -> Result<(), DbError> {
    const INSERT: &str =
        sql!("INSERT INTO orders_find (key, order_id) SELECT value, CAST($2 AS BIGINT) FROM list_text($1) AS keys");
    tx.queue(INSERT, &v![keys(order), order.head.id])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_by_how_it_begins_whatever_its_case_and_blanks() {
        let found = |search_for: &str, text: &str| {
            let (from, to) = search(search_for);
            let key = format!("s:{}", fold(text));
            from <= key && key <= to
        };
        for (search_for, text) in [("ÄSHA  r", "äsha Rao"), ("", "x"), ("आशा", "आशा राव"), ("a%", "A%b")]
        {
            assert!(found(search_for, text), "{search_for}");
        }
        for (search_for, text) in [("rao", "asha rao"), ("a%", "ab"), ("asha rao x", "asha rao")] {
            assert!(!found(search_for, text), "{search_for}");
        }
    }
}
