//! The same change to many customers at once.

use super::{Answer, CustomerService, profile::check_groups};
use crate::{check, model::Row, store};
use infrasell_contracts::customers::{BulkCustomers, BulkDone, MAX_GROUPS, MAX_TAGS};
use infrasell_db::Once;
use infrasell_kernel::{CustomerGroupId, CustomerId, Fields};
use infrasell_rpc::{Cx, Fault};
use std::collections::{BTreeMap, BTreeSet};

/// Who is in which groups.
type Members = BTreeMap<CustomerId, BTreeSet<CustomerGroupId>>;

/// Who comes into which group, or goes.
type Moves = Vec<(CustomerId, CustomerGroupId)>;

impl CustomerService {
    pub(super) async fn change_many(&self, cx: &Cx, req: BulkCustomers) -> Answer<BulkDone> {
        let mut wanted = req.clone();
        check::bulk(&mut wanted)?;
        let mut tx = match self.db.begin_once(cx, "customers.bulk", &req).await? {
            Once::Answered(done) => return Ok(done),
            Once::Fresh(tx) => tx,
        };
        let rows = store::customer::lock_many(&mut tx, &wanted.customers).await.map_err(Fault::from)?;
        check_there(&req.customers, &rows)?;
        check_groups(&mut tx, &wanted.add_groups).await?;
        let mut members = Members::new();
        for (customer, group) in store::group::of_in(&mut tx, &wanted.customers).await.map_err(Fault::from)? {
            members.entry(customer).or_default().insert(group);
        }
        let (joins, leaves) = moves(&wanted, &rows, &members);
        check_limits(&wanted, &rows, &members, &joins)?;
        let moved: BTreeSet<CustomerId> = joins.iter().chain(&leaves).map(|(customer, _)| *customer).collect();
        let mut changed = 0;
        for mut row in rows {
            let tags = tagged(&row.tags, &wanted);
            let retagged = tags != row.tags;
            if !retagged && !moved.contains(&row.id) {
                continue;
            }
            row.tags = tags;
            row.version += 1;
            row.updated_at = self.env.now();
            store::customer::save(&mut tx, &row, retagged).await.map_err(Fault::from)?;
            changed += 1;
        }
        store::group::join(&mut tx, &joins).await.map_err(Fault::from)?;
        store::group::leave(&mut tx, &leaves).await.map_err(Fault::from)?;
        let done = BulkDone { changed };
        tx.commit_with(&done).await.map_err(Fault::from)?;
        Ok(done)
    }
}

/// Every customer that is named is there; the fields are named as the caller wrote them.
fn check_there(named: &[CustomerId], rows: &[Row]) -> Result<(), Fault> {
    let mut fields = Fields::new();
    for (at, id) in named.iter().enumerate() {
        let there = rows.binary_search_by_key(id, |row| row.id).is_ok();
        fields.check(there, &format!("customers.{at}"), "unknown", format!("there is no customer {id}"));
    }
    Ok(fields.done()?)
}

/// Nobody gets more tags or groups than there may be.
fn check_limits(wanted: &BulkCustomers, rows: &[Row], members: &Members, joins: &Moves) -> Result<(), Fault> {
    let mut fields = Fields::new();
    for row in rows {
        let tags = tagged(&row.tags, wanted).len();
        let message = format!("{} would have {tags} tags, more than {MAX_TAGS}", row.id);
        fields.check(tags <= MAX_TAGS, "add_tags", "too_many", message);
        let groups = members.get(&row.id).map_or(0, BTreeSet::len) + joins.iter().filter(|one| one.0 == row.id).count();
        let message = format!("{} would be in {groups} groups, more than {MAX_GROUPS}", row.id);
        fields.check(groups <= MAX_GROUPS, "add_groups", "too_many", message);
    }
    Ok(fields.done()?)
}

/// A customer's tags afterwards, sorted.
fn tagged(tags: &[String], wanted: &BulkCustomers) -> Vec<String> {
    let mut after: BTreeSet<&String> = tags.iter().chain(&wanted.add_tags).collect();
    after.retain(|tag| !wanted.remove_tags.contains(tag));
    after.into_iter().cloned().collect()
}

/// Who comes into which group and who goes, of those for whom that is a change.
fn moves(wanted: &BulkCustomers, rows: &[Row], members: &Members) -> (Moves, Moves) {
    let (mut joins, mut leaves) = (vec![], vec![]);
    for row in rows {
        let is_in = |group: &CustomerGroupId| members.get(&row.id).is_some_and(|groups| groups.contains(group));
        joins.extend(wanted.add_groups.iter().filter(|group| !is_in(group)).map(|group| (row.id, *group)));
        leaves.extend(wanted.remove_groups.iter().filter(|group| is_in(group)).map(|group| (row.id, *group)));
    }
    (joins, leaves)
}
