//! What customers hear of others: orders that were placed or cost something else now, addresses that were shown to be
//! somebody's. The same news again changes nothing.

use super::{CustomerService, profile::by_email};
use crate::{
    decide,
    model::{Cost, Pending, Row},
    store,
};
use infrasell_contracts::{
    customers::{AccountState, ConsentEntry},
    identity::EmailVerified,
    orders::{ClaimOrders, GetOrder, Order, OrderRef},
};
use infrasell_db::Tx;
use infrasell_kernel::{CustomerId, OrderId, contact::fold_email};
use infrasell_rpc::{Cx, Fault};

/// Where somebody agreed who agreed as he registered.
const AT_REGISTRATION: &str = "registration";

fn cost_of(order: &Order) -> Cost {
    let (cost, placed_at, channel, version) = (decide::cost(order), order.placed_at, order.channel, order.version);
    Cost { order: order.id, cost, placed_at, channel, version }
}

/// What he bought in sum by now, and what is learnt of a guest from an order of his.
async fn count(tx: &mut Tx, row: &mut Row, learn: Option<&Order>) -> Result<(), Fault> {
    let bought = store::ledger::bought(tx, row.id).await?;
    (row.orders_count, row.spent, row.last_order_at) = (bought.orders_count, bought.spent, bought.last_order_at);
    if let Some(order) = learn {
        decide::learnt(row, order);
    }
    Ok(())
}

impl CustomerService {
    /// Takes in what an order costs its buyer now. It is read from orders, so news that come late or twice do no harm.
    ///
    /// # Errors
    /// What orders or the database say; the event is then to be delivered again.
    pub async fn order_changed(&self, cx: &Cx, id: OrderId) -> Result<(), Fault> {
        let asked = GetOrder { order: OrderRef::Id(id) };
        let order = self.orders.order(&cx.unkeyed(), asked).await.map_err(|error| Fault::relay(&error))?;
        let mut tx = self.db.begin().await?;
        let before = store::ledger::owner(&mut tx, id).await?;
        if before.is_some_and(|(_, version)| version > order.version) {
            return Ok(());
        }
        let buyer = match order.customer {
            Some(customer) => customer,
            None => match by_email(&mut tx, &order.email).await? {
                Some(row) => row.id,
                None => return self.first_order(tx, &order, before.map(|(owner, _)| owner)).await,
            },
        };
        let mut ids = vec![buyer];
        ids.extend(before.map(|(owner, _)| owner));
        ids.sort_unstable();
        ids.dedup();
        let mut rows = store::customer::lock_many(&mut tx, &ids).await?;
        if !rows.iter().any(|row| row.id == buyer) {
            // merged or deleted between the two looks: at the next delivery he is found anew, or his address is
            return self.buyer_is_gone(tx, &order).await;
        }
        store::ledger::put(&mut tx, buyer, &cost_of(&order)).await?;
        for row in &mut rows {
            let learn = (row.id == buyer).then_some(&order);
            self.recount(&mut tx, row, learn).await?;
        }
        tx.commit().await?;
        // a guest who uses the address that a customer has shown to be his
        let is_known = |row: &Row| row.id == buyer && row.account == AccountState::Verified;
        if order.customer.is_none() && rows.iter().any(is_known) {
            let claim = ClaimOrders { customer: buyer, email: order.email };
            self.orders.claim(&cx.unkeyed(), claim).await.map_err(|error| Fault::relay(&error))?;
        }
        Ok(())
    }

    /// A customer who is named by an order is never deleted once that is known here; before, his order goes to the row of
    /// its address.
    async fn buyer_is_gone(&self, tx: Tx, order: &Order) -> Result<(), Fault> {
        drop(tx);
        if order.customer.is_none() {
            return Err(Fault::Unavailable { what: "the buyer's row".into() });
        }
        let id = self.row_of(&order.email).await?;
        tracing::warn!(order = %order.id, customer = %id, "the customer of an order is gone; its address has it");
        let mut tx = self.db.begin().await?;
        let Some(mut row) = store::customer::lock(&mut tx, id).await? else {
            return Err(Fault::Unavailable { what: "the buyer's row".into() });
        };
        store::ledger::put(&mut tx, id, &cost_of(order)).await?;
        self.recount(&mut tx, &mut row, None).await?;
        Ok(tx.commit().await?)
    }

    /// An order of an address that nobody has: its customer comes into being with what he bought, and who had it `before`
    /// has it no more.
    async fn first_order(&self, mut tx: Tx, order: &Order, before: Option<CustomerId>) -> Result<(), Fault> {
        let mut row = Row::new(tx.next_id().await?, &order.email, self.env.now());
        store::ledger::put(&mut tx, row.id, &cost_of(order)).await?;
        count(&mut tx, &mut row, Some(order)).await?;
        for mut owner in store::customer::lock_many(&mut tx, before.as_slice()).await? {
            self.recount(&mut tx, &mut owner, None).await?;
        }
        match store::customer::insert(&mut tx, &row).await {
            // somebody registered meanwhile: at the next delivery he is found
            Err(error) if error.conflicts_on("customers_customer.email_key") => {
                Err(Fault::Unavailable { what: "the buyer's row".into() })
            }
            inserted => {
                inserted?;
                Ok(tx.commit().await?)
            }
        }
    }

    /// Brings the sums of a locked customer up to date, and what is learnt of a guest from an order of his.
    async fn recount(&self, tx: &mut Tx, row: &mut Row, learn: Option<&Order>) -> Result<(), Fault> {
        let old = row.clone();
        count(tx, row, learn).await?;
        if *row == old {
            return Ok(());
        }
        row.version += 1;
        row.updated_at = self.env.now();
        let is_known_better = (&row.name, &row.locale) != (&old.name, &old.locale);
        if is_known_better {
            return Ok(store::customer::save(tx, row, row.name != old.name).await?);
        }
        Ok(store::customer::save_bought(tx, row).await?)
    }

    /// A customer has shown that an address is his: it is his from now on, what his registration said counts, and a row
    /// without an account of the same address becomes part of his.
    ///
    /// # Errors
    /// What the database says; the event is then to be delivered again.
    pub async fn email_verified(&self, told: &EmailVerified) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        let other = by_email(&mut tx, &told.email).await?.map(|row| row.id);
        let mut ids = vec![told.customer];
        ids.extend(other);
        ids.sort_unstable();
        ids.dedup();
        let rows = store::customer::lock_many(&mut tx, &ids).await?;
        let key = fold_email(&told.email);
        let (mut own, mut same_address) = (None, None);
        for row in rows {
            if row.id == told.customer {
                own = Some(row);
            } else if row.email_key() == key {
                same_address = Some(row);
            }
        }
        let Some(mut row) = own else { return Ok(()) };
        if row.email_verified_at.is_some_and(|at| at > told.at) {
            return Ok(());
        }
        if let Some(other) = same_address {
            if other.account == AccountState::Verified {
                tracing::warn!(customer = %row.id, other = %other.id, "two verified accounts of one address");
                return Ok(());
            }
            self.absorb(&mut tx, &mut row, other).await?;
        }
        let old = row.clone();
        row.email.clone_from(&told.email);
        if let Some(pending) = decide::confirmed(&mut row, told.at) {
            self.count_consents(&mut tx, &mut row, &pending).await?;
        }
        if row != old {
            row.version += 1;
            row.updated_at = self.env.now();
            store::customer::save(&mut tx, &row, true).await?;
        }
        Ok(tx.commit().await?)
    }

    /// What he agreed to as he registered, at the time he did.
    async fn count_consents(&self, tx: &mut Tx, row: &mut Row, pending: &Pending) -> Result<(), Fault> {
        let now = store::consent::standing_in(tx, row.id).await?;
        let actor = row.id.to_string();
        let entries = decide::news(&now, &pending.consents, row.consent_seq, (AT_REGISTRATION, &actor, pending.at));
        row.consent_seq = entries.last().map_or(row.consent_seq, |entry| entry.seq);
        Ok(store::consent::append(tx, row.id, &entries).await?)
    }

    /// Takes a row without a verified account into a customer's: orders, addresses, groups, and what he agreed to before on
    /// purposes that he has said nothing about since. Both are locked.
    async fn absorb(&self, tx: &mut Tx, row: &mut Row, guest: Row) -> Result<(), Fault> {
        let from = guest.id;
        store::ledger::give(tx, from, row.id).await?;
        store::address::give(tx, from, row.id).await?;
        let groups: Vec<_> =
            store::group::of_in(tx, &[from]).await?.iter().map(|(_, group)| (row.id, *group)).collect();
        store::group::join(tx, &groups).await?;
        let entries = self.inherited(tx, row, from).await?;
        store::consent::append(tx, row.id, &entries).await?;
        store::customer::delete(tx, from).await?;
        row.consent_seq = entries.last().map_or(row.consent_seq, |entry| entry.seq);
        decide::absorbed(row, guest);
        count(tx, row, None).await?;
        row.version += 1;
        row.updated_at = self.env.now();
        Ok(store::customer::save(tx, row, true).await?)
    }

    async fn inherited(&self, tx: &mut Tx, row: &Row, from: CustomerId) -> Result<Vec<ConsentEntry>, Fault> {
        let own = store::consent::standing_in(tx, row.id).await?;
        let is_new = |entry: &ConsentEntry| {
            let of_kind = |one: &infrasell_contracts::customers::Consent| {
                one.purpose == entry.consent.purpose && one.medium == entry.consent.medium
            };
            !own.iter().any(of_kind)
        };
        let entries = store::consent::all_in(tx, from).await?.into_iter().filter(is_new);
        Ok(entries.zip(row.consent_seq + 1..).map(|(entry, seq)| ConsentEntry { seq, ..entry }).collect())
    }
}
