//! Customers' own books, read customer by customer in pages, so that their number does not matter.

use crate::{
    model::Row,
    store::{self, find},
};
use infrasell_contracts::common::{AuditCheck, AuditReport};
use infrasell_db::{Db, sql, v};
use infrasell_kernel::{AddressId, CustomerId};
use infrasell_rpc::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// Customers that are read at once.
const AT_ONCE: i64 = 500;

/// What stands beside some customers.
struct Beside {
    bought: BTreeMap<CustomerId, crate::model::Bought>,
    keys: BTreeMap<CustomerId, BTreeSet<String>>,
    /// How many entries, and the largest seq.
    consents: BTreeMap<CustomerId, (i64, i64)>,
    addresses: BTreeMap<CustomerId, BTreeSet<AddressId>>,
}

/// Every check.
pub(crate) async fn run(db: &Db) -> Result<AuditReport, Fault> {
    let mut sums = AuditCheck::new("what a customer bought = the sum of his orders");
    let mut keys = AuditCheck::new("search keys and tags = what the customer says");
    let mut consents = AuditCheck::new("each ledger of consents is without gaps");
    let mut defaults = AuditCheck::new("default addresses are the customer's own");
    let mut after = CustomerId::from_i64(0);
    loop {
        let page = store::list::by_id(db, after, AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        let ids: Vec<CustomerId> = page.iter().map(|row| row.id).collect();
        let beside = Beside::read(db, &ids).await?;
        for row in page {
            beside.sums(&row, &mut sums);
            beside.keys(&row, &mut keys);
            let (count, last) = beside.consents.get(&row.id).copied().unwrap_or_default();
            consents.expect(count == last && last == row.consent_seq, || {
                format!("{}: {count} entries, the last is {last}, the customer says {}", row.id, row.consent_seq)
            });
            let own = beside.addresses.get(&row.id).cloned().unwrap_or_default();
            let named = [row.default_shipping, row.default_billing];
            defaults.expect(named.iter().flatten().all(|id| own.contains(id)), || {
                format!("{}: {named:?} are not all among his {} addresses", row.id, own.len())
            });
        }
    }
    let mut orphans = AuditCheck::new("each order in the ledger, address, membership and consent has its customer");
    orphans.examined = 1;
    for (order, customer) in store::ledger::orphans(db, 100).await? {
        orphans.differences.push(format!("{order} belongs to {customer}, who is not there"));
    }
    orphans.differences.extend(left_over(db).await?);
    Ok(AuditReport { checks: vec![sums, keys, consents, defaults, orphans] })
}

/// What belongs to customers who are not there.
async fn left_over(db: &Db) -> Result<Vec<String>, Fault> {
    const LEFT_OVER: &str = sql!(
        "SELECT what, customer_id FROM (
             SELECT DISTINCT 'an address' AS what, customer_id FROM customers_address
             UNION SELECT DISTINCT 'a membership', customer_id FROM customers_member
             UNION SELECT DISTINCT 'a consent', customer_id FROM customers_consent
             UNION SELECT DISTINCT 'a search key', customer_id FROM customers_find) AS found
         WHERE NOT EXISTS (SELECT 1 FROM customers_customer AS c WHERE c.id = found.customer_id)
         ORDER BY customer_id, what LIMIT $1"
    );
    let read = |row: &infrasell_db::Row<'_>| {
        let (what, customer): (String, CustomerId) = (row.next()?, row.next()?);
        Ok(format!("{what} is left of {customer}, who is not there"))
    };
    Ok(db.all(LEFT_OVER, &v![100_i64], read).await?)
}

impl Beside {
    async fn read(db: &Db, ids: &[CustomerId]) -> Result<Self, Fault> {
        const KEYS: &str = sql!("SELECT customer_id, key FROM customers_find WHERE customer_id IN list($1)");
        const CONSENTS: &str = sql!(
            "SELECT customer_id, count(*), max(seq) FROM customers_consent WHERE customer_id IN list($1)
             GROUP BY customer_id"
        );
        const ADDRESSES: &str = sql!("SELECT customer_id, id FROM customers_address WHERE customer_id IN list($1)");
        let mut keys: BTreeMap<CustomerId, BTreeSet<String>> = BTreeMap::new();
        for (customer, key) in db.all(KEYS, &v![ids], |row| Ok((row.next()?, row.next()?))).await? {
            keys.entry(customer).or_default().insert(key);
        }
        let consents: Vec<(CustomerId, (i64, i64))> =
            db.all(CONSENTS, &v![ids], |row| Ok((row.next()?, (row.next()?, row.next()?)))).await?;
        let mut addresses: BTreeMap<CustomerId, BTreeSet<AddressId>> = BTreeMap::new();
        for (customer, address) in db.all(ADDRESSES, &v![ids], |row| Ok((row.next()?, row.next()?))).await? {
            addresses.entry(customer).or_default().insert(address);
        }
        let bought = store::ledger::bought_by(db, ids).await?.into_iter().collect();
        Ok(Beside { bought, keys, consents: consents.into_iter().collect(), addresses })
    }

    fn sums(&self, row: &Row, check: &mut AuditCheck) {
        let bought = self.bought.get(&row.id).cloned().unwrap_or_default();
        let says = (row.orders_count, &row.spent, row.last_order_at);
        check.expect(says == (bought.orders_count, &bought.spent, bought.last_order_at), || {
            format!(
                "{}: {} orders and {:?} stored, {} and {:?} by the ledger",
                row.id, row.orders_count, row.spent, bought.orders_count, bought.spent
            )
        });
    }

    fn keys(&self, row: &Row, check: &mut AuditCheck) {
        let wanted: BTreeSet<String> = find::keys(row).into_iter().collect();
        let found = self.keys.get(&row.id).cloned().unwrap_or_default();
        check.expect(wanted == found, || {
            // keys are personal, so they are counted and not shown
            let (missing, surplus) = (wanted.difference(&found).count(), found.difference(&wanted).count());
            format!("{}: {missing} keys are missing and {surplus} are left over", row.id)
        });
    }
}
