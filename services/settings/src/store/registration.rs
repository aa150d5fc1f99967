//! Tax registrations.

use infrasell_contracts::settings::{TaxRegistration, TaxScheme};
use infrasell_db::{Db, DbError, Dir, Q, Row, Tx, sql, v};
use infrasell_kernel::{TaxRegistrationId, Timestamp};
use infrasell_rpc::Fault;

const COLUMNS: &str = "id, country, region, number, scheme, valid_from, valid_until";

fn read(row: &Row<'_>) -> Result<TaxRegistration, DbError> {
    Ok(TaxRegistration {
        id: row.next()?,
        country: row.next()?,
        region: row.next()?,
        number: row.next()?,
        scheme: row.next_tag()?,
        valid_from: row.next()?,
        valid_until: row.next()?,
    })
}

/// The word in SQL, the same as on the wire.
fn word(scheme: TaxScheme) -> &'static str {
    match scheme {
        TaxScheme::Regular => "regular",
        TaxScheme::Composition => "composition",
        TaxScheme::Unregistered => "unregistered",
    }
}

const LOCK: &str = sql!("SELECT ", COLUMNS, " FROM settings_tax_registration WHERE id = $1 FOR UPDATE");
/// The registration, which nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: TaxRegistrationId) -> Result<Option<TaxRegistration>, Fault> {
    Ok(tx.opt(LOCK, &v![id], read).await?)
}

/// Up to `limit + 1` registrations behind `after`, in id order.
pub(crate) async fn page(
    db: &Db,
    valid_at: Option<Timestamp>,
    after: Option<TaxRegistrationId>,
    limit: i64,
) -> Result<Vec<TaxRegistration>, Fault> {
    let mut q = Q::new(format!("SELECT {COLUMNS} FROM settings_tax_registration WHERE TRUE"));
    if let Some(at) = valid_at {
        q.push(" AND valid_from <= ? AND (valid_until IS NULL OR valid_until > ?)", v![at, at]);
    }
    q.page(&["id"], Dir::Asc, after.map(|id| v![id]), limit);
    Ok(q.all(db, read).await?)
}

const OVERLAPPING: &str = sql!(
    "SELECT id FROM settings_tax_registration
     WHERE country = $1 AND number = $2 AND valid_from < $4 AND (valid_until IS NULL OR valid_until > $3)
     ORDER BY id LIMIT 1"
);
/// A registration of the same number in a part of `new`'s period, if there is one.
pub(crate) async fn overlapping(tx: &mut Tx, new: &TaxRegistration) -> Result<Option<TaxRegistrationId>, Fault> {
    // an open period ends behind every time that can be written down
    let until = new.valid_until.map_or(i64::MAX, Timestamp::micros);
    Ok(tx.opt(OVERLAPPING, &v![new.country, &new.number, new.valid_from, until], |row| row.get(0)).await?)
}

const INSERT: &str = sql!("INSERT INTO settings_tax_registration (", COLUMNS, ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
pub(crate) async fn insert(tx: &mut Tx, new: &TaxRegistration) -> Result<(), Fault> {
    let scheme = word(new.scheme);
    let values = v![new.id, new.country, &new.region, &new.number, scheme, new.valid_from, new.valid_until];
    tx.exec(INSERT, &values).await?;
    Ok(())
}

const END: &str = sql!("UPDATE settings_tax_registration SET valid_until = $2 WHERE id = $1");
pub(crate) async fn end(tx: &mut Tx, id: TaxRegistrationId, until: Timestamp) -> Result<(), Fault> {
    tx.exec(END, &v![id, until]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_is_the_one_on_the_wire() {
        for scheme in [TaxScheme::Regular, TaxScheme::Composition, TaxScheme::Unregistered] {
            assert_eq!(serde_json::to_value(scheme).unwrap(), word(scheme));
        }
    }
}
