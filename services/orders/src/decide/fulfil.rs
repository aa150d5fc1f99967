//! What a fulfilment takes and what becomes of it; and how an order is called off.

use super::{Effects, Event, state, units};
use crate::model::{Stored, has_left};
use infrasell_contracts::{
    inventory::Allocation,
    orders::{
        CreateFulfilment, Fulfilment, FulfilmentLine, OrderCancelled, OrderError, OrderFulfilled, UpdateFulfilment,
    },
};
use infrasell_kernel::{Fields, FulfilmentId, Quantity, Timestamp};
use infrasell_rpc::Fault;
use infrasell_rules::order::{FulfilmentCommand, FulfilmentState, OrderCommand, decide, decide_fulfilment};

/// The most fulfilments of one order.
pub(crate) const MOST_FULFILMENTS: usize = 500;

/// Adds the fulfilment that is asked for.
pub(crate) fn create(
    order: &mut Stored,
    req: &CreateFulfilment,
    id: FulfilmentId,
    now: Timestamp,
) -> Result<Effects, OrderError> {
    let state = order.head.state;
    decide(state, OrderCommand::Fulfil { all: false }).map_err(|_| OrderError::WrongState { state })?;
    state::check_goods_may_leave(&order.head)?;
    if order.head.fulfilments.len() >= MOST_FULFILMENTS {
        return Err(Fault::conflict(format!("an order has at most {MOST_FULFILMENTS} fulfilments")).into());
    }
    let lines = lines(order, &req.lines)?;
    let count: i64 = lines.iter().map(|line| line.quantity.get()).sum();
    order.head.fulfilments.push(Fulfilment {
        id,
        state: FulfilmentState::Pending,
        location: req.location,
        lines,
        tracking: req.tracking.clone(),
        created_at: now,
        shipped_at: None,
        delivered_at: None,
    });
    let mut effects = Effects::default();
    if req.shipped {
        let last = order.head.fulfilments.len() - 1;
        move_on(order, last, FulfilmentCommand::Ship, now, &mut effects)?;
    } else {
        effects.note("packing", format!("{id}: {count} units are being packed"));
    }
    Ok(effects)
}

/// The lines that are named, or all that is left of each.
fn lines(order: &Stored, wanted: &[FulfilmentLine]) -> Result<Vec<FulfilmentLine>, OrderError> {
    let counts = units::of(order);
    let mut lines = vec![];
    if wanted.is_empty() {
        for (line, units) in order.sold.lines.iter().zip(&counts) {
            if let Ok(quantity) = Quantity::new(units.left()) {
                lines.push(FulfilmentLine { line_item: line.id, quantity });
            }
        }
        if lines.is_empty() {
            return Err(Fault::conflict("every unit that is left is being packed").into());
        }
        return Ok(lines);
    }
    let mut fields = Fields::new();
    for (at, line) in wanted.iter().enumerate() {
        let known = order.sold.lines.iter().any(|one| one.id == line.line_item);
        let path = format!("lines.{at}.line_item");
        fields.check(known, &path, "unknown", format!("the order has no line item {}", line.line_item));
    }
    fields.done()?;
    for line in wanted {
        let place = order.sold.lines.iter().position(|one| one.id == line.line_item);
        let left = place.map_or(0, |at| counts[at].left());
        if line.quantity.get() > left {
            let asked = line.quantity.get();
            return Err(OrderError::TooManyUnits { line_item: line.line_item, asked, left });
        }
        lines.push(line.clone());
    }
    Ok(lines)
}

/// Changes a fulfilment as asked.
pub(crate) fn update(order: &mut Stored, req: &UpdateFulfilment, now: Timestamp) -> Result<Effects, OrderError> {
    let place = order.head.fulfilments.iter().position(|one| one.id == req.fulfilment);
    let place = place.ok_or_else(|| Fault::not_found("fulfilment", req.fulfilment))?;
    let mut effects = Effects::default();
    if let Some(tracking) = &req.tracking
        && *tracking != order.head.fulfilments[place].tracking
    {
        let state = order.head.fulfilments[place].state;
        if state == FulfilmentState::Cancelled {
            return Err(OrderError::WrongFulfilmentState { state });
        }
        order.head.fulfilments[place].tracking = tracking.clone();
        let words = [&tracking.carrier, &tracking.number].map(|word| word.trim()).join(" ");
        effects.note("tracking_changed", format!("{}: tracking is {}", req.fulfilment, words.trim()));
    }
    if let Some(wanted) = req.state {
        let state = order.head.fulfilments[place].state;
        let command = match wanted {
            FulfilmentState::Shipped => FulfilmentCommand::Ship,
            FulfilmentState::Delivered => FulfilmentCommand::Deliver,
            FulfilmentState::Cancelled => FulfilmentCommand::Cancel,
            FulfilmentState::Pending if state == FulfilmentState::Pending => return Ok(effects),
            FulfilmentState::Pending => return Err(OrderError::WrongFulfilmentState { state }),
        };
        move_on(order, place, command, now, &mut effects)?;
    }
    Ok(effects)
}

/// Does to the fulfilment at `place` what its machine allows, and brings the order along.
fn move_on(
    order: &mut Stored,
    place: usize,
    command: FulfilmentCommand,
    now: Timestamp,
    effects: &mut Effects,
) -> Result<(), OrderError> {
    let fulfilment = &order.head.fulfilments[place];
    let (id, from) = (fulfilment.id, fulfilment.state);
    let to = decide_fulfilment(from, command).map_err(|_| OrderError::WrongFulfilmentState { state: from })?;
    if to == from {
        return Ok(());
    }
    let leaves = has_left(to) && !has_left(from);
    if leaves {
        state::check_goods_may_leave(&order.head)?;
    }
    let before = units::progress(order);
    let fulfilment = &mut order.head.fulfilments[place];
    fulfilment.state = to;
    match to {
        FulfilmentState::Shipped => fulfilment.shipped_at = Some(now),
        FulfilmentState::Delivered => fulfilment.delivered_at = Some(now),
        FulfilmentState::Pending | FulfilmentState::Cancelled => {}
    }
    let count: i64 = fulfilment.lines.iter().map(|line| line.quantity.get()).sum();
    if units::progress(order) != before {
        state::follow_units(order)?;
    }
    let kind = if to == FulfilmentState::Cancelled { "fulfilment_cancelled" } else { to.as_str() };
    effects.note(kind, format!("{id}: {count} units {to}"));
    if leaves {
        effects.events.push(Event::Fulfilled(OrderFulfilled { order: order.head.id, fulfilment: id }));
    }
    Ok(())
}

/// Calls an order off, by staff or because its payment has failed for good.
pub(crate) fn cancel(
    order: &mut Stored,
    command: OrderCommand,
    reason: &str,
    restock: bool,
    now: Timestamp,
    effects: &mut Effects,
) -> Result<(), OrderError> {
    state::command(order, command)?;
    for place in 0..order.head.fulfilments.len() {
        let fulfilment = &mut order.head.fulfilments[place];
        if fulfilment.state != FulfilmentState::Cancelled {
            let state = fulfilment.state;
            fulfilment.state = decide_fulfilment(state, FulfilmentCommand::Cancel)
                .map_err(|_| OrderError::WrongFulfilmentState { state })?;
            effects.note("fulfilment_cancelled", format!("{}: called off with the order", fulfilment.id));
        }
    }
    let back: Vec<Allocation> = if restock {
        order.sold.lines.iter().flat_map(|line| units::restockable(order, line.id)).collect()
    } else {
        vec![]
    };
    let head = &mut order.head;
    head.restocked = restock;
    head.cancel_reason = Some(reason.to_owned());
    head.cancelled_at = Some(now);
    let goods = if restock { "its goods go back to stock" } else { "its goods do not go back to stock" };
    effects.note("cancelled", format!("cancelled, {goods}: {reason}"));
    effects.events.push(Event::Cancelled(OrderCancelled { order: head.id, restock: back, payment: head.payment }));
    Ok(())
}
