//! The chain: what a hash is over, and what is wrong with an entry. Pure.

use sha2::{Digest, Sha256};

/// A row of the trail as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) event_id: i64,
    pub(crate) at_micros: i64,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) object: String,
    pub(crate) request_id: String,
    pub(crate) body: String,
    pub(crate) hash: String,
}

/// The hash that a row must bear behind an entry with `previous`. Each part is preceded by its length, so that nothing can
/// move from one into the next.
pub(crate) fn hash(previous: &str, row: &Row) -> String {
    let numbers = [row.id, row.event_id, row.at_micros].map(|number| number.to_string());
    let [id, event, at] = &numbers;
    let parts = [previous, id, event, at, &row.actor, &row.action, &row.object, &row.request_id, &row.body];
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_string());
        hasher.update(":");
        hasher.update(part);
    }
    hex::encode(hasher.finalize())
}

/// What is wrong with the row that comes behind entry `last` with `previous`: which entry, and why.
pub(crate) fn fault(last: i64, previous: &str, row: &Row) -> Option<(i64, String)> {
    if row.id != last + 1 {
        let missing = last + 1;
        return Some((missing, format!("it is missing: behind {last} comes {}", row.id)));
    }
    if row.hash != hash(previous, row) {
        return Some((row.id, "it is not as it was written, or the one before it is another".into()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64) -> Row {
        Row {
            id,
            event_id: id + 100,
            at_micros: 5,
            actor: "key_1".into(),
            action: "a.b".into(),
            object: "prod_1".into(),
            request_id: "r".into(),
            body: "{}".into(),
            hash: String::new(),
        }
    }

    #[test]
    fn every_column_counts_and_none_can_lend_to_another() {
        let base = hash("", &row(1));
        let changes: [fn(&mut Row); 8] = [
            |r| r.id = 2,
            |r| r.event_id = 7,
            |r| r.at_micros = 6,
            |r| r.actor = "key_2".into(),
            |r| r.action = "a.c".into(),
            |r| r.object = "prod_2".into(),
            |r| r.request_id = "q".into(),
            |r| r.body = "{ }".into(),
        ];
        for change in changes {
            let mut changed = row(1);
            change(&mut changed);
            assert_ne!(hash("", &changed), base);
        }
        assert_ne!(hash("x", &row(1)), base);
        let shifted = Row { actor: "key_1a".into(), action: ".b".into(), ..row(1) };
        assert_ne!(hash("", &shifted), base);
    }

    #[test]
    fn the_first_entry_that_is_wrong_is_named() {
        let mut first = row(1);
        first.hash = hash("", &first);
        assert_eq!(fault(0, "", &first), None);
        assert_eq!(fault(0, "", &row(2)).unwrap().0, 1);
        assert_eq!(fault(1, &first.hash, &row(2)).unwrap().0, 2);
    }
}
