//! By what customers are found.

use crate::{
    model::{Row, fold},
    phone,
};
use infrasell_db::{DbError, Tx, sql, v};
use infrasell_kernel::CountryCode;

/// The most words of a name that a search may begin at.
const MOST_WORDS: usize = 8;
/// Stands behind everything that begins with what is before it.
const LAST: char = char::MAX;

/// The key of a tag.
pub(crate) fn tag(tag: &str) -> String {
    format!("t:{tag}")
}

/// The key of a telephone number in E.164.
pub(crate) fn phone(e164: &str) -> String {
    format!("p:{e164}")
}

/// From where to where the keys of a search lie.
pub(crate) fn search(text: &str) -> (String, String) {
    let from = format!("s:{}", fold(text));
    let to = format!("{from}{LAST}");
    (from, to)
}

/// Every key of a customer.
pub(crate) fn keys(row: &Row) -> Vec<String> {
    let mut keys: Vec<String> = row.tags.iter().map(|one| tag(one)).collect();
    keys.push(search(&row.email).0);
    let folded = row.name_key();
    if !folded.is_empty() {
        // Asha Devi Rao is found by her first name, by her second, and by her last
        let starts = folded.match_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS - 1);
        keys.extend([0].into_iter().chain(starts).map(|at| format!("s:{}", &folded[at..])));
    }
    if let Some(number) = &row.phone {
        keys.push(phone(number));
        keys.push(search(number).0);
        // people leave the country's code out; the country does not matter for a number in E.164
        keys.extend(phone::read(number, CountryCode::IN).map(|read| search(&read.national).0));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

pub(crate) fn insert(tx: &mut Tx, row: &Row) -> Result<(), DbError> {
    const INSERT: &str = sql!(
        "INSERT INTO customers_find (key, customer_id) SELECT value, CAST($2 AS BIGINT) FROM list_text($1) AS keys"
    );
    tx.queue(INSERT, &v![keys(row), row.id])
}

pub(crate) fn replace(tx: &mut Tx, row: &Row) -> Result<(), DbError> {
    const DELETE: &str = sql!("DELETE FROM customers_find WHERE customer_id = $1");
    tx.queue(DELETE, &v![row.id])?;
    insert(tx, row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::{CustomerId, Timestamp};

    #[test]
    fn a_customer_is_found_by_how_things_begin_whatever_their_case() {
        let mut row = Row::new(CustomerId::from_i64(1), " Asha.Rao@Example.IN ", Timestamp::from_micros(1));
        row.name = "Asha  Devi Rao".into();
        row.phone = Some("+919876543210".into());
        let keys = keys(&row);
        let found = |text: &str| {
            let (from, to) = search(text);
            keys.iter().any(|key| *key >= from && *key <= to)
        };
        for text in ["asha", "DEVI r", "rao", "asha.rao@ex", "98765", "+9198"] {
            assert!(found(text), "{text}");
        }
        for text in ["sha", "example", "8765", "asha rao"] {
            assert!(!found(text), "{text}");
        }
        assert!(keys.contains(&phone("+919876543210")));
    }
}
