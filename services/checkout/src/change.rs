//! Beginning, editing and calling off.

use crate::{
    check,
    look::quote_of,
    model::{Details, Failure, Row},
    prefill,
    saga::{RESUME, Run, decided},
    service::{CheckoutService, no_checkout},
    store, view,
    wake::FIRST_RESUME,
};
use infrasell_contracts::{
    cart::{Cart, CartState, QuotedCart, UnlockCart},
    checkout::{CancelCheckout, Checkout, CheckoutError, CheckoutPatch, CreateCheckout, UpdateCheckout},
    settings::{ChannelRef, GetChannel},
};
use infrasell_db::Once;
use infrasell_kernel::{ChannelId, CheckoutId, Patch, Token};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::checkout::{CheckoutEvent, CheckoutState, SagaMove, SagaStep};
use serde::Serialize;

/// To another customer than the one whose it is, a checkout is not there. A guest who holds the token is let in: a
/// session may end on the way to the bank and back.
pub(crate) fn check_owner(cx: &Cx, row: &Row) -> Result<(), Fault> {
    let (caller, owner) = (cx.caller.customer(), row.customer);
    let other = caller.is_some() && owner.is_some() && caller != owner;
    if other { Err(no_checkout(row.token)) } else { Ok(()) }
}

/// Whether a customer goes on with what a guest began, so that it becomes his.
fn is_taken_over(cx: &Cx, row: &Row) -> bool {
    row.customer.is_none() && cx.caller.customer().is_some()
}

/// How often an edit is tried when others edit the same checkout; each time one of them gets through.
const MOST_TRIES: usize = 100;

/// An edit, and under which name its answer is kept.
struct Edit<'a, R> {
    patch: &'a CheckoutPatch,
    if_version: Option<i64>,
    scope: String,
    req: &'a R,
}

impl CheckoutService {
    pub(crate) async fn create_it(&self, cx: &Cx, req: CreateCheckout) -> Result<Checkout, CheckoutError> {
        let scope = format!("checkout.create:{}", req.cart);
        let refused = match self.try_create(cx, &req, &scope).await {
            Ok(checkout) => return Ok(checkout),
            Err(error) => error,
        };
        if cx.idempotency_key.is_some()
            && let Once::Answered(checkout) = self.db.begin_once(cx, &scope, &req).await?
        {
            return Ok(checkout);
        }
        Err(refused)
    }

    async fn try_create(&self, cx: &Cx, req: &CreateCheckout, scope: &str) -> Result<Checkout, CheckoutError> {
        // where the shop sends is known with the cart; whatever else is wrong is told before it is asked for
        check::patch(&req.details, "details.", &[])?;
        let details = Details::default().patched(&req.details);
        let mut found = self.quoted(cx, req.cart, &details).await?;
        let cart = &found.cart;
        if cart.state == CartState::Completed {
            return Err(bought());
        }
        self.check_patch(cx, &req.details, "details.", cart.channel).await?;
        if let Some(open) = self.open_of(cart).await? {
            return self.reopen(cx, req, scope, &open, cart).await;
        }
        let known = self.known(cx, cart, &details).await?;
        let filled = details.patched(&known);
        if quote_of(req.cart, &filled) != quote_of(req.cart, &details) {
            found = self.quoted(cx, req.cart, &filled).await?;
        }
        let cart = &found.cart;
        let id = self.db.next_id().await.map_err(Fault::from)?;
        let mut row = self.new_row(cx, id, cart, filled);
        let look = self.look_at(cx, &row, Some(found.clone())).await?;
        row.state = decided(row.state, CheckoutEvent::Edited { ready: look.is_ready() })?;
        let checkout = view::open(&row, &look);
        let mut tx = match self.db.begin_once(cx, scope, req).await? {
            Once::Answered(checkout) => return Ok(checkout),
            Once::Fresh(tx) => tx,
        };
        if store::insert(&mut tx, &row).await? {
            // the cart was looked at before; it may have been bought since, which ended the checkout that was open
            if store::is_bought_in(&mut tx, req.cart).await? {
                return Err(bought());
            }
            tx.commit_with(&checkout).await.map_err(Fault::from)?;
            return Ok(checkout);
        }
        let open = store::open_of_cart_in(&mut tx, req.cart).await?;
        drop(tx);
        let open = open.ok_or_else(|| Fault::conflict("the checkout of this cart has just ended"))?;
        self.reopen(cx, req, scope, &open, &found.cart).await
    }

    async fn quoted(&self, cx: &Cx, cart: Token, details: &Details) -> Result<QuotedCart, Fault> {
        let found = self.carts.quoted(&cx.unkeyed(), quote_of(cart, details)).await;
        found.map_err(|error| Fault::relay(&error))
    }

    /// What the cart says that `details` do not. An address that the shop does not send to, or that is not complete,
    /// stays open.
    async fn known(&self, cx: &Cx, cart: &Cart, details: &Details) -> Result<CheckoutPatch, Fault> {
        let known = prefill::known(&cart.details, details);
        match self.check_patch(cx, &known, "", cart.channel).await {
            Ok(()) => Ok(known),
            Err(CheckoutError::Fault(Fault::Invalid { errors })) => Ok(prefill::without(known, &errors)),
            Err(error) => Err(Fault::relay(&error)),
        }
    }

    /// Gives back the open checkout of a cart, with what is known already.
    async fn reopen(
        &self,
        cx: &Cx,
        req: &CreateCheckout,
        scope: &str,
        open: &Row,
        cart: &Cart,
    ) -> Result<Checkout, CheckoutError> {
        check_owner(cx, open)?;
        let said = open.details.patched(&req.details);
        let patch = prefill::beside(&req.details, self.known(cx, cart, &said).await?);
        if open.details.patched(&patch) == open.details && !is_taken_over(cx, open) {
            return Ok(self.show(cx, open).await?);
        }
        let edit = Edit { patch: &patch, if_version: None, scope: scope.into(), req };
        self.edit(cx, open.clone(), &edit).await
    }

    /// The open checkout of a cart. One whose time is up is ended, so that another can begin.
    async fn open_of(&self, cart: &Cart) -> Result<Option<Row>, Fault> {
        let Some(row) = store::open_of_cart(&self.db, cart.token).await? else { return Ok(None) };
        let now = self.env.now();
        if !row.is_open() || row.expires_at > now {
            return Ok(Some(row));
        }
        let mut ended = row.clone();
        ended.state = decided(row.state, CheckoutEvent::Expire)?;
        ended.version += 1;
        ended.updated_at = now;
        let mut tx = self.db.begin().await?;
        store::save(&mut tx, &ended, row.version).await?;
        tx.commit().await?;
        Ok(None)
    }

    fn new_row(&self, cx: &Cx, id: CheckoutId, cart: &Cart, details: Details) -> Row {
        let now = self.env.now();
        Row {
            id,
            token: Token::random(&*self.env.random),
            cart: cart.token,
            channel: cart.channel,
            // on a page that knows nobody, whoever holds a customer's cart buys for him
            customer: cx.caller.customer().or(cart.customer),
            currency: cart.currency,
            locale: cart.locale.clone(),
            state: CheckoutState::Incomplete,
            details,
            version: 1,
            attempt: 0,
            step: None,
            undoing: false,
            agreed: None,
            progress: None,
            past: vec![],
            runner: None,
            leased_until: now,
            expires_at: now.plus(self.lifetime),
            created_at: now,
            updated_at: now,
        }
    }

    pub(crate) async fn update_it(&self, cx: &Cx, req: UpdateCheckout) -> Result<Checkout, CheckoutError> {
        let row = self.row(req.token).await?;
        check_owner(cx, &row)?;
        self.check_patch(cx, &req.patch, "", row.channel).await?;
        let scope = format!("checkout.update:{}", req.token);
        let edit = Edit { patch: &req.patch, if_version: req.if_version, scope, req: &req };
        let refused = match self.edit(cx, row, &edit).await {
            Ok(checkout) => return Ok(checkout),
            Err(error) => error,
        };
        if cx.idempotency_key.is_some()
            && let Once::Answered(checkout) = self.db.begin_once(cx, &edit.scope, &req).await?
        {
            return Ok(checkout);
        }
        Err(refused)
    }

    /// Edits an open checkout. One that waits for its buyer is undone first: what he agreed to is no longer what he
    /// wants.
    async fn edit<R: Serialize + Sync>(
        &self,
        cx: &Cx,
        mut row: Row,
        edit: &Edit<'_, R>,
    ) -> Result<Checkout, CheckoutError> {
        let mut expected = edit.if_version;
        for _ in 0..MOST_TRIES {
            if expected.is_some_and(|version| version != row.version) {
                return Err(Fault::Stale { what: "checkout".into() }.into());
            }
            let details = row.details.patched(edit.patch);
            if row.state == CheckoutState::NeedsBuyer && details != row.details {
                row = self.abandon(cx, &row).await?;
                expected = expected.map(|_| row.version);
                continue;
            }
            if row.state == CheckoutState::NeedsBuyer {
                return Ok(self.show(cx, &row).await?);
            }
            self.check_open(&row)?;
            let (next, checkout) = self.edited(cx, &row, details).await?;
            let mut tx = match self.db.begin_once(cx, &edit.scope, edit.req).await? {
                Once::Answered(checkout) => return Ok(checkout),
                Once::Fresh(tx) => tx,
            };
            if next.version == row.version || store::save_changed(&mut tx, &next, &row).await? {
                tx.commit_with(&checkout).await.map_err(Fault::from)?;
                return Ok(checkout);
            }
            let found = store::by_id_locked(&mut tx, row.id).await?;
            row = found.ok_or_else(|| no_checkout(row.token))?;
        }
        Err(Fault::conflict("too many requests edit this checkout at once").into())
    }

    /// What an edit makes of a checkout, and how it looks then. One that changes nothing leaves the version.
    async fn edited(&self, cx: &Cx, row: &Row, details: Details) -> Result<(Row, Checkout), Fault> {
        let mut next = row.clone();
        let changed = details != row.details || is_taken_over(cx, row);
        next.details = details;
        next.customer = row.customer.or(cx.caller.customer());
        if changed {
            let now = self.env.now();
            next.version += 1;
            next.updated_at = now;
            next.expires_at = now.plus(self.lifetime);
            next.clear_notice();
        }
        let look = self.look(cx, &next).await?;
        if changed {
            next.state = decided(row.state, CheckoutEvent::Edited { ready: look.is_ready() })?;
        }
        let checkout = view::open(&next, &look);
        Ok((next, checkout))
    }

    fn check_open(&self, row: &Row) -> Result<(), CheckoutError> {
        let state = if row.is_open() && row.expires_at <= self.env.now() { CheckoutState::Expired } else { row.state };
        match state {
            CheckoutState::Incomplete | CheckoutState::Ready => Ok(()),
            state => Err(CheckoutError::WrongState { state }),
        }
    }

    async fn check_patch(
        &self,
        cx: &Cx,
        patch: &CheckoutPatch,
        path: &str,
        channel: ChannelId,
    ) -> Result<(), CheckoutError> {
        let mut countries = vec![];
        if let Patch::Set(_) = patch.shipping_address {
            let channel = GetChannel { channel: ChannelRef::Id(channel) };
            let channel = self.settings.channel(&cx.unkeyed(), channel).await.map_err(|error| Fault::relay(&error))?;
            countries = channel.countries;
        }
        Ok(check::patch(patch, path, &countries)?)
    }

    /// Undoes the attempt of a checkout that waits for its buyer, so that it can be edited.
    async fn abandon(&self, cx: &Cx, row: &Row) -> Result<Row, CheckoutError> {
        let state = decided(row.state, CheckoutEvent::BuyerActed)?;
        let rested = self.call_off(cx, row, state).await?;
        if rested.is_open() { Ok(rested) } else { Err(CheckoutError::WrongState { state: rested.state }) }
    }

    /// Writes down that a waiting attempt is undone, undoes it, and answers the row when that rests.
    async fn call_off(&self, cx: &Cx, row: &Row, state: CheckoutState) -> Result<Row, CheckoutError> {
        let busy = CheckoutError::WrongState { state: CheckoutState::Completing };
        let now = self.env.now();
        let mut next = Row { state, undoing: true, step: Some(SagaStep::Authorise), ..row.clone() };
        if let Some(progress) = &mut next.progress {
            progress.failure = Some(Failure::CalledOff);
        }
        next.version += 1;
        next.updated_at = now;
        (next.runner, next.leased_until) = (Some(self.runner), self.lease_end());
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        if !store::save(&mut tx, &next, row.version).await? {
            return Err(busy);
        }
        let due = now.plus(FIRST_RESUME);
        tx.enqueue(RESUME, Some(&row.id.to_string()), &row.id, due).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        let run = Run::new(cx, next).ok_or_else(|| Fault::internal("an attempt waits without a saga"))?;
        if let Some(rested) = self.launch(cx, run, SagaMove::Compensate(SagaStep::Authorise)).await? {
            return Ok(rested);
        }
        Ok(store::by_id(&self.db, row.id).await?.ok_or_else(|| no_checkout(row.token))?)
    }

    pub(crate) async fn cancel_it(&self, cx: &Cx, req: CancelCheckout) -> Result<Checkout, CheckoutError> {
        let mut row = self.row(req.token).await?;
        check_owner(cx, &row)?;
        for _ in 0..MOST_TRIES {
            match row.state {
                CheckoutState::Cancelled | CheckoutState::Expired => return Ok(self.show(cx, &row).await?),
                CheckoutState::NeedsBuyer => {
                    let state = decided(row.state, CheckoutEvent::Cancel)?;
                    let rested = self.call_off(cx, &row, state).await?;
                    return Ok(self.show(cx, &rested).await?);
                }
                CheckoutState::Completing | CheckoutState::Completed => {
                    return Err(CheckoutError::WrongState { state: row.state });
                }
                CheckoutState::Incomplete | CheckoutState::Ready => {}
            }
            let mut next = row.clone();
            next.state = decided(row.state, CheckoutEvent::Cancel)?;
            next.version += 1;
            next.updated_at = self.env.now();
            let mut tx = self.db.begin().await.map_err(Fault::from)?;
            if store::save(&mut tx, &next, row.version).await? {
                tx.commit().await.map_err(Fault::from)?;
                self.free_cart(cx, next.cart, next.id, next.attempt).await;
                return Ok(self.show(cx, &next).await?);
            }
            let found = store::by_id_locked(&mut tx, row.id).await?;
            row = found.ok_or_else(|| no_checkout(row.token))?;
        }
        Err(Fault::conflict("the checkout is changed again and again").into())
    }

    /// Ends a lock that a runner may have left behind which was paused for longer than its lease. Nothing waits for it.
    pub(crate) async fn free_cart(&self, cx: &Cx, cart: Token, id: CheckoutId, attempts: i64) {
        if attempts == 0 {
            return;
        }
        let unlock = UnlockCart { token: cart, owner: id.to_string(), completed: false };
        if let Err(error) = self.carts.unlock(&cx.unkeyed(), unlock).await {
            tracing::warn!(%id, %error, "the cart of a checkout that is over may still be locked");
        }
    }
}

fn bought() -> CheckoutError {
    Fault::conflict("the cart has become an order").into()
}
