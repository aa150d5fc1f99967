//! How a cart is changed: read, look at the shelf, decide, and write if nobody else wrote meanwhile; else again from
//! what the other left.

use crate::{
    lines,
    service::CartService,
    shelf::{Shelf, mark_seen, view},
    store::{self, Row},
};
use infrasell_contracts::cart::{Cart, CartError, CartLineInput, CartLineUpdate, CartPatch, CartState, CreateCart};
use infrasell_db::Once;
use infrasell_kernel::{CartLineId, Token, VariantId};
use infrasell_rpc::{Cx, Fault};
use serde::Serialize;

/// How often a write is tried when others write the same cart; each time one of them gets through.
const MOST_TRIES: usize = 100;

/// What is to be done to a cart.
pub(crate) enum Edit<'a> {
    /// Put these in; an id for each.
    Add(&'a [CartLineInput], Vec<CartLineId>),
    /// Put the lines of a new cart in, with what else it says; an id for each.
    Gather(&'a CreateCart, Vec<CartLineId>),
    /// Change these lines.
    Update(&'a [CartLineUpdate]),
    /// Change what it says of itself.
    Describe(&'a CartPatch),
}

/// Which cart, as whom it was read, and under which name its answer is kept.
pub(crate) struct Target<'a, R> {
    pub(crate) token: Token,
    pub(crate) if_revision: Option<i64>,
    pub(crate) scope: String,
    pub(crate) req: &'a R,
}

impl<'a, R> Target<'a, R> {
    pub(crate) fn of(token: Token, if_revision: Option<i64>, method: &str, req: &'a R) -> Self {
        Target { token, if_revision, scope: format!("cart.{method}:{token}"), req }
    }
}

impl Edit<'_> {
    /// The variants that the cart may have afterwards.
    fn variants(&self, row: &Row) -> Vec<VariantId> {
        let mut variants: Vec<VariantId> = row.lines.iter().map(|line| line.variant).collect();
        let inputs = match self {
            Edit::Add(inputs, _) => *inputs,
            Edit::Gather(new, _) => &new.lines,
            Edit::Update(_) | Edit::Describe(_) => &[],
        };
        variants.extend(inputs.iter().map(|input| input.variant));
        variants.sort_unstable();
        variants.dedup();
        variants
    }

    /// Does it, and answers the variants of which units were added.
    fn apply(&self, row: &mut Row, shelf: &Shelf) -> Result<Vec<VariantId>, CartError> {
        match self {
            Edit::Add(inputs, ids) => lines::add(&mut row.lines, inputs, ids, shelf),
            Edit::Gather(new, ids) => {
                row.describe(&new.note, &new.attributes);
                lines::add(&mut row.lines, &new.lines, ids, shelf)
            }
            Edit::Update(updates) => lines::update(&mut row.lines, updates),
            Edit::Describe(patch) => {
                row.note = patch.note.clone().apply(Some(std::mem::take(&mut row.note))).unwrap_or_default();
                let attributes = std::mem::take(&mut row.attributes);
                row.attributes = patch.attributes.clone().apply(Some(attributes)).unwrap_or_default();
                if let Some(locale) = &patch.locale {
                    row.locale = locale.clone();
                }
                Ok(vec![])
            }
        }
    }
}

impl CartService {
    /// Changes a cart and answers it as it is then; the same answer again under the same key.
    pub(crate) async fn change<R: Serialize + Sync>(
        &self,
        cx: &Cx,
        target: &Target<'_, R>,
        edit: &Edit<'_>,
    ) -> Result<Cart, CartError> {
        let refused = match self.try_change(cx, target, edit).await {
            Ok(cart) => return Ok(cart),
            Err(error) => error,
        };
        // a repeated request may be refused only because the first one had its effect
        if cx.idempotency_key.is_some()
            && let Once::Answered(cart) = self.db.begin_once(cx, &target.scope, target.req).await?
        {
            return Ok(cart);
        }
        Err(refused)
    }

    async fn try_change<R: Serialize + Sync>(
        &self,
        cx: &Cx,
        target: &Target<'_, R>,
        edit: &Edit<'_>,
    ) -> Result<Cart, CartError> {
        let mut row = self.row(cx, target.token).await?;
        for _ in 0..MOST_TRIES {
            self.check_changeable(&row, target.if_revision)?;
            let (next, cart) = self.plan(cx, &row, edit).await?;
            let mut tx = match self.db.begin_once(cx, &target.scope, target.req).await? {
                Once::Answered(cart) => return Ok(cart),
                Once::Fresh(tx) => tx,
            };
            if next.revision == row.revision
                || store::replace(&mut tx, &next, row.revision).await.map_err(Fault::from)?
            {
                tx.commit_with(&cart).await.map_err(Fault::from)?;
                return Ok(cart);
            }
            let found = store::by_token_locked(&mut tx, target.token).await?;
            row = found.ok_or_else(|| no_cart(target.token))?;
        }
        Err(Fault::conflict("too many requests change this cart at once").into())
    }

    /// What the cart becomes, and how it looks then. A change that changes nothing leaves the revision.
    async fn plan(&self, cx: &Cx, row: &Row, edit: &Edit<'_>) -> Result<(Row, Cart), CartError> {
        let shelf = self.shelf(cx, row.channel, edit.variants(row)).await?;
        let mut next = row.clone();
        let raised = edit.apply(&mut next, &shelf)?;
        let (prices, _) = self.prices(cx, &next, &shelf, (None, vec![])).await?;
        shelf.refuse(&next.lines, &raised, &prices)?;
        let changed = next != *row;
        if changed {
            let now = self.env.now();
            next.revision += 1;
            next.updated_at = now;
            next.expires_at = now.plus(self.lifetime);
        }
        let cart = view(&next, &shelf, &prices);
        if changed {
            mark_seen(&mut next.lines, &shelf, &prices);
        }
        Ok((next, cart))
    }

    fn check_changeable(&self, row: &Row, if_revision: Option<i64>) -> Result<(), CartError> {
        match row.state {
            CartState::Active => {}
            CartState::Locked => return Err(CartError::CartLocked),
            CartState::Completed => return Err(CartError::CartCompleted),
        }
        if if_revision.is_some_and(|revision| revision != row.revision) {
            return Err(Fault::Stale { what: "cart".into() }.into());
        }
        Ok(())
    }

    /// The lines of a new cart.
    pub(crate) async fn fill(&self, cx: &Cx, row: &mut Row, inputs: &[CartLineInput]) -> Result<Cart, CartError> {
        let ids = self.db.next_ids(inputs.len()).await.map_err(Fault::from)?;
        let edit = Edit::Add(inputs, ids);
        let shelf = self.shelf(cx, row.channel, edit.variants(row)).await?;
        let raised = edit.apply(row, &shelf)?;
        let (prices, _) = self.prices(cx, row, &shelf, (None, vec![])).await?;
        shelf.refuse(&row.lines, &raised, &prices)?;
        mark_seen(&mut row.lines, &shelf, &prices);
        Ok(view(row, &shelf, &prices))
    }
}

pub(crate) fn no_cart(token: Token) -> Fault {
    Fault::not_found("cart", token.masked())
}
