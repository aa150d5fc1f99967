//! A customer's own cart: what he gathered as a guest becomes his.
//!
//! Always true: units are never lost in silence: what does not fit is told; of several who sign the same customer in at once
//! each ends with the same cart.

use crate::{
    details, lines,
    service::CartService,
    shelf::{mark_seen, view},
    store::{self, Row},
    write::{Edit, Target, no_cart},
};
use infrasell_contracts::{
    cart::{Cart, CartChange, CartError, CartState, ClaimCart, CreateCart},
    settings::ChannelRef,
};
use infrasell_db::{DbError, Once, Tx};
use infrasell_kernel::{ChannelId, CustomerId, Token, VariantId};
use infrasell_rpc::{Cx, Fault};

/// How often it is tried when others change the same carts; each time one of them gets through.
const MOST_TRIES: usize = 100;

/// What is to be written, and the cart as it is then.
struct Plan {
    /// The customer's cart, expired or not, that gives way.
    stale: Option<Row>,
    /// The guest's cart that is no more once its lines are taken in.
    spent: Option<Row>,
    /// Which cart is written, and how.
    write: Write,
    row: Row,
    cart: Cart,
}

enum Write {
    Nothing,
    Insert,
    TakeOver(i64),
    Replace(i64),
}

impl CartService {
    pub(crate) async fn claim_it(&self, cx: &Cx, req: ClaimCart) -> Result<Cart, CartError> {
        let scope = format!("cart.claim:{}", req.customer);
        for _ in 0..MOST_TRIES {
            let plan = self.plan_claim(cx, &req).await;
            // a repeated request may find nothing to do any more, or be refused, because the first one had its effect
            let mut tx = match self.db.begin_once(cx, &scope, &req).await? {
                Once::Answered(cart) => return Ok(cart),
                Once::Fresh(tx) => tx,
            };
            let plan = plan?;
            match write(&mut tx, &plan).await {
                Ok(true) => {
                    tx.commit_with(&plan.cart).await.map_err(Fault::from)?;
                    return Ok(plan.cart);
                }
                Ok(false) | Err(DbError::Conflict { .. }) => {}
                Err(error) => return Err(Fault::from(error).into()),
            }
        }
        Err(Fault::conflict("too many requests change this customer's cart at once").into())
    }

    async fn plan_claim(&self, cx: &Cx, req: &ClaimCart) -> Result<Plan, CartError> {
        let guest = match req.token {
            Some(token) => self.guest_cart(token, req.customer).await?,
            None => None,
        };
        let channel = match &guest {
            Some(row) => self.channel(cx, ChannelRef::Id(row.channel)).await?,
            None => self.channel_by_code(cx, req.channel.as_deref()).await?,
        };
        let (own, stale) = self.own(req.customer, channel.id).await?;
        let (row, spent, write) = match (own, guest) {
            (Some(own), Some(guest)) => return self.plan_merge(cx, own, guest).await,
            (Some(own), None) => (own, None, Write::Nothing),
            (None, Some(guest)) => {
                let revision = guest.revision;
                (self.touched(Row { customer: Some(req.customer), ..guest }), None, Write::TakeOver(revision))
            }
            (None, None) => {
                let row = self.empty(&channel, req.locale.clone()).await?;
                (Row { customer: Some(req.customer), ..row }, None, Write::Insert)
            }
        };
        let cart = self.show(cx, &row, None).await?;
        Ok(Plan { stale, spent, write, row, cart })
    }

    /// The guest's cart that is to be taken in. One that is gone or was bought brings nothing along, nor does the
    /// customer's own; another customer's is not there.
    async fn guest_cart(&self, token: Token, customer: CustomerId) -> Result<Option<Row>, CartError> {
        let Some(row) = store::by_token(&self.db, token).await?.filter(|row| self.is_there(row)) else {
            return Ok(None);
        };
        match (row.customer, row.state) {
            (Some(owner), _) if owner == customer => Ok(None),
            (Some(_), _) => Err(no_cart(token).into()),
            (None, CartState::Completed) => Ok(None),
            (None, CartState::Locked) => Err(CartError::CartLocked),
            (None, CartState::Active) => Ok(Some(row)),
        }
    }

    /// The customer's open cart; beside it one whose time is up, which must give way to another.
    async fn own(&self, customer: CustomerId, channel: ChannelId) -> Result<(Option<Row>, Option<Row>), Fault> {
        let found = store::open_of(&self.db, customer, channel).await?;
        Ok(match found {
            Some(row) if self.is_there(&row) => (Some(row), None),
            stale => (None, stale),
        })
    }

    async fn plan_merge(&self, cx: &Cx, own: Row, guest: Row) -> Result<Plan, CartError> {
        if own.state == CartState::Locked {
            return Err(CartError::CartLocked);
        }
        let revision = own.revision;
        let mut row = self.touched(own);
        let left_out = lines::take_in(&mut row.lines, guest.lines.clone());
        if row.note.is_empty() {
            row.note.clone_from(&guest.note);
        }
        let known = row.attributes.clone();
        row.describe("", &guest.attributes);
        row.attributes.extend(known);
        details::take_in(&mut row.details, guest.details.clone());
        let mut variants: Vec<VariantId> = row.lines.iter().map(|line| line.variant).collect();
        variants.sort_unstable();
        variants.dedup();
        let shelf = self.shelf(cx, row.channel, variants).await?;
        let (prices, _) = self.prices(cx, &row, &shelf, row.going()).await?;
        let mut cart = view(&row, &shelf, &prices);
        cart.changes.extend(left_out.into_iter().map(|(variant, quantity)| CartChange::LeftOut { variant, quantity }));
        mark_seen(&mut row.lines, &shelf, &prices);
        Ok(Plan { stale: None, spent: Some(guest), write: Write::Replace(revision), row, cart })
    }

    /// The row as it is after a change.
    fn touched(&self, mut row: Row) -> Row {
        let now = self.env.now();
        row.revision += 1;
        row.updated_at = now;
        row.expires_at = now.plus(self.lifetime);
        row
    }

    /// A new cart of a customer: what it holds comes into the open one that he has.
    pub(crate) async fn gather(&self, cx: &Cx, customer: CustomerId, req: &CreateCart) -> Result<Cart, CartError> {
        let scope = "cart.create";
        let channel = self.channel_by_code(cx, req.channel.as_deref()).await?;
        for _ in 0..MOST_TRIES {
            let (own, stale) = self.own(customer, channel.id).await?;
            if let Some(own) = own {
                let ids = self.db.next_ids(req.lines.len()).await.map_err(Fault::from)?;
                let target = Target { token: own.token, if_revision: None, scope: scope.into(), req };
                return self.change(cx, &target, &Edit::Gather(req, ids)).await;
            }
            let row = self.empty(&channel, req.locale.clone()).await?;
            let mut row = Row { customer: Some(customer), ..row };
            row.describe(&req.note, &req.attributes);
            let ids = self.db.next_ids(req.lines.len()).await.map_err(Fault::from)?;
            let made = self.fill(cx, &mut row, &Edit::Add(&req.lines, ids)).await;
            let mut tx = match self.db.begin_once(cx, scope, req).await? {
                Once::Answered(cart) => return Ok(cart),
                Once::Fresh(tx) => tx,
            };
            let plan = Plan { stale, spent: None, write: Write::Insert, row, cart: made?.cart };
            match write(&mut tx, &plan).await {
                Ok(true) => {
                    tx.commit_with(&plan.cart).await.map_err(Fault::from)?;
                    return Ok(plan.cart);
                }
                Ok(false) | Err(DbError::Conflict { .. }) => {}
                Err(error) => return Err(Fault::from(error).into()),
            }
        }
        Err(Fault::conflict("too many requests change this customer's cart at once").into())
    }
}

/// Writes a plan, if every cart is still as it was read. Says whether they were.
async fn write(tx: &mut Tx, plan: &Plan) -> Result<bool, DbError> {
    for gone in [&plan.stale, &plan.spent].into_iter().flatten() {
        if !store::forget(tx, gone.id, gone.revision).await? {
            return Ok(false);
        }
    }
    match plan.write {
        Write::Nothing => Ok(true),
        Write::Insert => store::insert(tx, &plan.row).await.map(|()| true),
        Write::TakeOver(revision) => store::take_over(tx, &plan.row, revision).await,
        Write::Replace(revision) => store::replace(tx, &plan.row, revision).await,
    }
}
