//! Several edits at once, which are cut where the others are refused: what storefronts expect that show a warning.

use crate::{
    check,
    details::{self, Found},
    lines::{self, Line},
    service::CartService,
    shelf::{Prices, Shelf},
    store::{self, Row},
    write::{Done, Edit, Target},
};
use infrasell_contracts::cart::{CartEdit, CartError, CartNotice, EditCart, EditedAs, EditedCart};
use infrasell_db::Once;
use infrasell_kernel::{CartLineId, Fields, Locale, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault};

/// Adds the variants that an edit may bring in.
pub(crate) fn variants(edit: &CartEdit, into: &mut Vec<VariantId>) {
    match edit {
        CartEdit::AddLines(inputs) => into.extend(inputs.iter().map(|input| input.variant)),
        CartEdit::UpdateLines(updates) => into.extend(updates.iter().filter_map(|update| update.variant)),
        _ => {}
    }
}

/// Does the edits in order; `ids` has an id for each line that is put in.
pub(crate) fn apply(
    row: &mut Row,
    edits: &[CartEdit],
    ids: &[CartLineId],
    shelf: &Shelf,
    now: Timestamp,
) -> Result<Done, CartError> {
    let before = row.lines.clone();
    let mut found = Found::default();
    let mut raised = vec![];
    let mut ids = ids;
    for edit in edits {
        let told = |error| as_field(error, edits);
        match edit {
            CartEdit::AddLines(inputs) => {
                let (own, others) = ids.split_at(inputs.len());
                ids = others;
                raised.extend(lines::add(&mut row.lines, inputs, own, shelf).map_err(told)?);
            }
            CartEdit::UpdateLines(updates) => {
                raised.extend(lines::update(&mut row.lines, updates, shelf).map_err(told)?);
            }
            CartEdit::RemoveLines(gone) => lines::remove(&mut row.lines, gone)?,
            CartEdit::Note(note) => row.note.clone_from(note),
            CartEdit::Attributes(attributes) => row.attributes.clone_from(attributes),
            CartEdit::ForgetBuyer => {
                row.note.clear();
                row.attributes.clear();
                details::apply(&mut row.details, edit, now, &mut found);
            }
            other => details::apply(&mut row.details, other, now, &mut found),
        }
    }
    found.fields.done()?;
    let mut notices = lines::cut(&mut row.lines, &before, &raised, shelf);
    notices.append(&mut found.notices);
    Ok(Done { raised, notices })
}

/// Takes out what can no longer be bought at all, so that who is not shown it is not stopped by it either, and tells it.
pub(crate) fn drop_gone(lines: &mut Vec<Line>, shelf: &Shelf, prices: &Prices) -> Vec<CartNotice> {
    let is_gone = |line: &Line| shelf.on_sale(line.variant).is_none() || prices.of(line).is_none();
    let gone = lines.iter().filter(|line| is_gone(line)).map(|line| CartNotice::Gone { variant: line.variant });
    let notices = gone.collect();
    lines.retain(|line| !is_gone(line));
    notices
}

/// What cannot be bought, as a bad field of the edit that asked for it.
pub(crate) fn as_field(error: CartError, edits: &[CartEdit]) -> CartError {
    let CartError::NotForSale { variant } = error else { return error };
    let at = edits.iter().find_map(|edit| match edit {
        CartEdit::AddLines(inputs) => inputs.iter().position(|input| input.variant == variant),
        CartEdit::UpdateLines(updates) => updates.iter().position(|update| update.variant == Some(variant)),
        _ => None,
    });
    let Some(at) = at else { return CartError::NotForSale { variant } };
    let mut fields = Fields::new();
    fields.add(format!("lines.{at}.variant"), "not_for_sale", format!("{variant} cannot be bought in this channel"));
    match fields.done() {
        Err(errors) => errors.into(),
        Ok(()) => CartError::NotForSale { variant },
    }
}

impl CartService {
    pub(crate) async fn edit_it(&self, cx: &Cx, req: &EditCart) -> Result<EditedCart, CartError> {
        check::edits(&req.edits)?;
        let added = |edit: &CartEdit| if let CartEdit::AddLines(lines) = edit { lines.len() } else { 0 };
        let ids = self.db.next_ids(req.edits.iter().map(added).sum()).await.map_err(Fault::from)?;
        let edit = Edit::Several(&req.edits, ids);
        match &req.cart {
            EditedAs::New { channel, locale } => self.make(cx, req, &edit, (channel.as_deref(), locale.clone())).await,
            EditedAs::Held(token) => self.change(cx, &Target::of(*token, req.if_revision, "edit", req), &edit).await,
        }
    }

    async fn make(
        &self,
        cx: &Cx,
        req: &EditCart,
        edit: &Edit<'_>,
        (channel, locale): (Option<&str>, Option<Locale>),
    ) -> Result<EditedCart, CartError> {
        let channel = self.channel_by_code(cx, channel).await?;
        let spoken = locale.filter(|locale| channel.locales.contains(locale));
        let mut row = self.empty(&channel, spoken).await?;
        let made = self.fill(cx, &mut row, edit).await;
        // a repeated request may be refused now although the first one was not
        let mut tx = match self.db.begin_once(cx, "cart.edit", req).await? {
            Once::Answered(made) => return Ok(made),
            Once::Fresh(tx) => tx,
        };
        let made = made?;
        store::insert(&mut tx, &row).await.map_err(Fault::from)?;
        tx.commit_with(&made).await.map_err(Fault::from)?;
        Ok(made)
    }
}
