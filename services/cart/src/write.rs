//! How a cart is changed: read, look at the shelf, decide, and write if nobody else wrote meanwhile; else again from
//! what the other left.

use crate::{
    details::{self, Found},
    edit, lines,
    service::CartService,
    shelf::{Prices, Shelf, mark_seen, view},
    store::{self, Row},
};
use infrasell_contracts::{
    cart::{
        Cart, CartEdit, CartError, CartLineInput, CartLineUpdate, CartNotice, CartPatch, CartState, CreateCart,
        EditedCart,
    },
    pricing::{Quoted, ShippingChoice},
};
use infrasell_db::Once;
use infrasell_kernel::{CartLineId, Fields, Timestamp, Token, VariantId};
use infrasell_rpc::{Cx, Fault};
use serde::{Serialize, de::DeserializeOwned};

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
    /// Do these, cut what is too much, and tell; an id for each line that is put in.
    Several(&'a [CartEdit], Vec<CartLineId>),
}

/// What an edit did, beside what it changed.
#[derive(Default)]
pub(crate) struct Done {
    /// The variants of which units were added.
    pub(crate) raised: Vec<VariantId>,
    pub(crate) notices: Vec<CartNotice>,
}

/// What a cart becomes, and how it looks then.
pub(crate) struct Planned {
    pub(crate) next: Row,
    pub(crate) shown: EditedCart,
}

/// What a write answers with.
pub(crate) trait Answer: Serialize + DeserializeOwned + Send + Sync {
    fn of(shown: EditedCart) -> Self;
}
impl Answer for Cart {
    fn of(shown: EditedCart) -> Self {
        shown.cart
    }
}
impl Answer for EditedCart {
    fn of(shown: EditedCart) -> Self {
        shown
    }
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
        match self {
            Edit::Add(inputs, _) => variants.extend(inputs.iter().map(|input| input.variant)),
            Edit::Gather(new, _) => variants.extend(new.lines.iter().map(|input| input.variant)),
            Edit::Update(updates) => variants.extend(updates.iter().filter_map(|update| update.variant)),
            Edit::Several(edits, _) => edits.iter().for_each(|edit| edit::variants(edit, &mut variants)),
            Edit::Describe(_) => {}
        }
        variants.sort_unstable();
        variants.dedup();
        variants
    }

    /// Does it.
    fn apply(&self, row: &mut Row, shelf: &Shelf, now: Timestamp) -> Result<Done, CartError> {
        let raised = match self {
            Edit::Add(inputs, ids) => lines::add(&mut row.lines, inputs, ids, shelf)?,
            Edit::Gather(new, ids) => {
                row.describe(&new.note, &new.attributes);
                lines::add(&mut row.lines, &new.lines, ids, shelf)?
            }
            Edit::Update(updates) => lines::update(&mut row.lines, updates, shelf)?,
            Edit::Describe(patch) => {
                describe(row, patch, now)?;
                vec![]
            }
            Edit::Several(edits, ids) => return edit::apply(row, edits, ids, shelf, now),
        };
        Ok(Done { raised, notices: vec![] })
    }

    /// How groups of lines are to be sent, if the edit says so; the quote knows whether that is offered.
    fn chosen(&self) -> Option<&[ShippingChoice]> {
        match self {
            Edit::Describe(patch) => patch.shipping.as_deref(),
            Edit::Several(edits, _) => edits.iter().rev().find_map(|edit| match edit {
                CartEdit::Shipping(choices) => Some(choices.as_slice()),
                _ => None,
            }),
            Edit::Add(..) | Edit::Gather(..) | Edit::Update(_) => None,
        }
    }
}

fn describe(row: &mut Row, patch: &CartPatch, now: Timestamp) -> Result<(), CartError> {
    row.note = patch.note.clone().apply(Some(std::mem::take(&mut row.note))).unwrap_or_default();
    let attributes = std::mem::take(&mut row.attributes);
    row.attributes = patch.attributes.clone().apply(Some(attributes)).unwrap_or_default();
    if let Some(locale) = &patch.locale {
        row.locale = locale.clone();
    }
    let mut found = Found::default();
    for edit in details::edits_of(patch) {
        details::apply(&mut row.details, &edit, now, &mut found);
    }
    Ok(found.fields.done()?)
}

impl CartService {
    /// Changes a cart and answers it as it is then; the same answer again under the same key.
    pub(crate) async fn change<R: Serialize + Sync, A: Answer>(
        &self,
        cx: &Cx,
        target: &Target<'_, R>,
        edit: &Edit<'_>,
    ) -> Result<A, CartError> {
        let refused = match self.try_change(cx, target, edit).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        // a repeated request may be refused only because the first one had its effect
        if cx.idempotency_key.is_some()
            && let Once::Answered(answer) = self.db.begin_once(cx, &target.scope, target.req).await?
        {
            return Ok(answer);
        }
        Err(refused)
    }

    async fn try_change<R: Serialize + Sync, A: Answer>(
        &self,
        cx: &Cx,
        target: &Target<'_, R>,
        edit: &Edit<'_>,
    ) -> Result<A, CartError> {
        let mut row = self.row(cx, target.token).await?;
        for _ in 0..MOST_TRIES {
            self.check_changeable(&row, target.if_revision)?;
            let Planned { next, shown } = self.plan(cx, &row, edit).await?;
            let mut tx = match self.db.begin_once(cx, &target.scope, target.req).await? {
                Once::Answered(answer) => return Ok(answer),
                Once::Fresh(tx) => tx,
            };
            if next.revision == row.revision
                || store::replace(&mut tx, &next, row.revision).await.map_err(Fault::from)?
            {
                let answer = A::of(shown);
                tx.commit_with(&answer).await.map_err(Fault::from)?;
                return Ok(answer);
            }
            let found = store::by_token_locked(&mut tx, target.token).await?;
            row = found.ok_or_else(|| no_cart(target.token))?;
        }
        Err(Fault::conflict("too many requests change this cart at once").into())
    }

    /// What the cart becomes, and how it looks then. A change that changes nothing leaves the revision.
    async fn plan(&self, cx: &Cx, row: &Row, edit: &Edit<'_>) -> Result<Planned, CartError> {
        let mut next = row.clone();
        let outcome = self.outcome(cx, &mut next, edit).await?;
        let changed = next != *row;
        if changed {
            let now = self.env.now();
            next.revision += 1;
            next.updated_at = now;
            next.expires_at = now.plus(self.lifetime);
        }
        let cart = view(&next, &outcome.shelf, &outcome.prices);
        if changed {
            mark_seen(&mut next.lines, &outcome.shelf, &outcome.prices);
        }
        let shown = EditedCart { cart, quoted: outcome.quoted, notices: outcome.notices };
        Ok(Planned { next, shown })
    }

    /// Does an edit and prices what comes of it.
    async fn outcome(&self, cx: &Cx, row: &mut Row, edit: &Edit<'_>) -> Result<Outcome, CartError> {
        let shelf = self.shelf(cx, row.channel, edit.variants(row)).await?;
        let mut done = edit.apply(row, &shelf, self.env.now())?;
        let (prices, quoted) = self.prices(cx, row, &shelf, row.going()).await?;
        match edit {
            Edit::Several(edits, _) => {
                let sold = shelf.refuse_unsold(&row.lines, &done.raised, &prices);
                sold.map_err(|refused| edit::as_field(refused, edits))?;
                done.notices.extend(edit::drop_gone(&mut row.lines, &shelf, &prices));
            }
            _ => shelf.refuse(&row.lines, &done.raised, &prices)?,
        }
        if let Some(choices) = edit.chosen() {
            check_offered(choices, quoted.as_ref())?;
        }
        Ok(Outcome { shelf, prices, quoted, notices: done.notices })
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

    /// A new cart after its first edit.
    pub(crate) async fn fill(&self, cx: &Cx, row: &mut Row, edit: &Edit<'_>) -> Result<EditedCart, CartError> {
        let outcome = self.outcome(cx, row, edit).await?;
        mark_seen(&mut row.lines, &outcome.shelf, &outcome.prices);
        let cart = view(row, &outcome.shelf, &outcome.prices);
        Ok(EditedCart { cart, quoted: outcome.quoted, notices: outcome.notices })
    }
}

/// What comes of an edit.
struct Outcome {
    shelf: Shelf,
    prices: Prices,
    quoted: Option<Quoted>,
    notices: Vec<CartNotice>,
}

/// Refuses choices of ways to send that the quote does not offer.
fn check_offered(choices: &[ShippingChoice], quoted: Option<&Quoted>) -> Result<(), CartError> {
    let mut fields = Fields::new();
    for (i, choice) in choices.iter().enumerate() {
        let group = quoted.and_then(|quoted| quoted.shipping_groups.iter().find(|group| group.key == choice.group));
        let Some(group) = group else {
            fields.add(format!("shipping.{i}.group"), "unknown", "there is no such group of lines in this cart");
            continue;
        };
        let offered = group.chosen == Some(choice.method);
        fields.check(offered, &format!("shipping.{i}.method"), "not_offered", "it cannot be sent so");
    }
    Ok(fields.done()?)
}

pub(crate) fn no_cart(token: Token) -> Fault {
    Fault::not_found("cart", token.masked())
}
