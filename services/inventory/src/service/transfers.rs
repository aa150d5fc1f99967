//! Transfers: stock on its way between two locations, at neither of them meanwhile.

use super::{
    InventoryService, Result,
    write::{self, Floor, MAX_REASON, finish},
};
use crate::{
    announce::Changes,
    store::{self, Key, movements::Cause},
};
use infrasell_contracts::inventory::{CloseTransfer, CreateTransfer, ListTransfers, MAX_BULK, Transfer, TransferState};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, Fields, LocationId, Page};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::stock::MovementKind;
use std::collections::{BTreeMap, BTreeSet};

const LIST: &str = "transfers:created desc";

/// Sends stock on its way. Only what is there and not held can be sent.
pub async fn create(service: &InventoryService, cx: &Cx, req: CreateTransfer) -> Result<Transfer> {
    check(&req)?;
    let mut tx = match service.deps.db.begin_once(cx, "inventory.create_transfer", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    write::check_locations(&mut tx, &[("from".into(), req.from), ("to".into(), req.to)]).await?;
    let transfer = Transfer {
        id: tx.next_id().await.map_err(Fault::from)?,
        from: req.from,
        to: req.to,
        lines: req.lines,
        state: TransferState::InTransit,
        note: req.note,
        created_at: service.now(),
        closed_at: None,
    };
    store::transfers::insert(&mut tx, &transfer).await?;
    let deltas = deltas(&transfer, transfer.from, -1);
    let (reference, actor) = (transfer.id.to_string(), cx.caller.actor());
    let cause = Cause {
        kind: MovementKind::TransferOut,
        reason: &transfer.note,
        reference: Some(&reference),
        actor: &actor,
        at: transfer.created_at,
    };
    let mut changes = Changes::default();
    write::add(&mut tx, &deltas, &Floor::Held, &cause, &mut changes).await?;
    changes.announce(&mut tx).await?;
    finish(tx, transfer).await
}

fn check(req: &CreateTransfer) -> Result<()> {
    let mut fields = Fields::new();
    let count = req.lines.len();
    let message = format!("lines has {count} entries, not between 1 and {MAX_BULK}");
    fields.check((1..=MAX_BULK).contains(&count), "lines", "out_of_range", message);
    fields.check(req.from != req.to, "to", "same_location", "to must be another location than from");
    fields.max_len("note", &req.note, MAX_REASON);
    let mut seen = BTreeSet::new();
    for (n, line) in req.lines.iter().enumerate() {
        let message = format!("lines.{n} names {} a second time", line.variant);
        fields.check(seen.insert(line.variant), &format!("lines.{n}"), "duplicate", message);
    }
    Ok(fields.done()?)
}

fn deltas(transfer: &Transfer, at: LocationId, sign: i64) -> BTreeMap<Key, i64> {
    transfer.lines.iter().map(|line| ((line.variant, at), sign * line.quantity.get())).collect()
}

/// Ends a transfer: the stock arrives, or goes back. Ending it the same way again changes nothing.
pub async fn close(service: &InventoryService, cx: &Cx, req: CloseTransfer) -> Result<Transfer> {
    let mut tx = match service.deps.db.begin_once(cx, "inventory.close_transfer", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let found = store::transfers::lock(&mut tx, req.id).await?;
    let mut transfer = found.ok_or_else(|| Fault::not_found("transfer", req.id))?;
    let (state, at) = match req.received {
        true => (TransferState::Received, transfer.to),
        false => (TransferState::Cancelled, transfer.from),
    };
    if transfer.state == state {
        return Ok(transfer);
    }
    if transfer.state != TransferState::InTransit {
        let word = store::transfers::word(transfer.state);
        return Err(Fault::conflict(format!("the transfer {} is {word} already", req.id)).into());
    }
    tx.was(&transfer);
    transfer.state = state;
    transfer.closed_at = Some(service.now());
    store::transfers::close(&mut tx, &transfer).await?;
    let (reference, actor) = (transfer.id.to_string(), cx.caller.actor());
    let cause = Cause {
        kind: MovementKind::TransferIn,
        reason: &transfer.note,
        reference: Some(&reference),
        actor: &actor,
        at: service.now(),
    };
    let mut changes = Changes::default();
    write::add(&mut tx, &deltas(&transfer, at, 1), &Floor::Held, &cause, &mut changes).await?;
    changes.announce(&mut tx).await?;
    finish(tx, transfer).await
}

/// Transfers, newest first.
pub async fn list(service: &InventoryService, req: &ListTransfers) -> Result<Page<Transfer>> {
    let limit = req.page.limit()?;
    let after = req.page.key(LIST)?;
    let items = store::transfers::page(&service.deps.db, req.state, after, limit).await?;
    let key = |transfer: &Transfer| (transfer.created_at.micros(), transfer.id.get());
    Ok(Page::from_surplus(items, limit, |transfer| Cursor::new(LIST, &key(transfer))))
}
