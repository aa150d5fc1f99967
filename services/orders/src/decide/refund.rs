//! What a refund pays back and takes back, and what is left to pay back.

use super::{Effects, Event, state, units};
use crate::model::{Head, Refund, RefundLine, Run, Stored};
use infrasell_contracts::{
    inventory::Allocation,
    orders::{CreateRefund, OrderError, RefundRequested},
    payments::RefundState,
};
use infrasell_kernel::{FieldError, Fields, RefundId, Timestamp};
use infrasell_rpc::Fault;
use infrasell_rules::{
    order::OrderState,
    refund::{
        RefundError, RefundFacts, RefundLineFacts, RefundPlan, RefundRequest, RefundShipping, RefundShippingFacts,
        RefundUnits, refund_plan, refund_shares,
    },
};

/// The most refunds of one order.
pub(crate) const MOST_REFUNDS: usize = 500;

/// What refunds that are pending or done come to, minor units.
pub(crate) fn live_minor(head: &Head) -> i64 {
    sum(head, Refund::is_live)
}

/// What was paid back that no refund of ours stands for, such as by hand in the provider's own dashboard, minor units.
fn foreign_minor(head: &Head) -> i64 {
    head.refunded_minor.saturating_sub(sum(head, |refund| refund.state == RefundState::Succeeded)).max(0)
}

fn sum(head: &Head, wanted: impl Fn(&Refund) -> bool) -> i64 {
    let amounts = head.refunds.iter().filter(|refund| wanted(refund)).map(|refund| refund.amount_minor);
    amounts.fold(0, i64::saturating_add)
}

/// What was captured and is neither paid back nor about to be, minor units.
pub(crate) fn available_minor(head: &Head) -> i64 {
    head.captured_minor.saturating_sub(live_minor(head)).saturating_sub(foreign_minor(head)).max(0)
}

/// What is still to be paid, or to be paid back when negative, minor units: what the order costs now (its total less
/// what refunds take; nothing once it is cancelled) less what was captured and not paid back.
pub(crate) fn balance(head: &Head) -> i64 {
    cost(head).saturating_sub(head.captured_minor.saturating_sub(head.refunded_minor))
}

/// What the order costs its buyer now, minor units.
pub(crate) fn cost(head: &Head) -> i64 {
    if head.state == OrderState::Cancelled { 0 } else { head.total_minor.saturating_sub(live_minor(head)) }
}

/// Adds the refund that is asked for.
pub(crate) fn create(
    order: &mut Stored,
    req: &CreateRefund,
    id: RefundId,
    actor: String,
    now: Timestamp,
) -> Result<Effects, OrderError> {
    let head = &order.head;
    if head.state == OrderState::Cancelled {
        return Err(OrderError::WrongState { state: head.state });
    }
    if head.refunds.len() >= MOST_REFUNDS {
        return Err(Fault::conflict(format!("an order has at most {MOST_REFUNDS} refunds")).into());
    }
    check_lines(order, req)?;
    let picked = pick(order, req)?;
    let plan = plan(order, req, &picked)?;
    let refund = book(order, req, &picked, &plan, id, actor, now);
    let event = RefundRequested {
        order: order.head.id,
        refund: id,
        payment: order.head.payment.filter(|_| refund.amount_minor > 0),
        amount_minor: refund.amount_minor,
        restock: refund.lines.iter().flat_map(|line| line.restock.clone()).collect(),
    };
    let mut effects = Effects::default();
    effects.note("refund_requested", format!("refund of {}: {}", order.money(refund.amount_minor), req.reason.trim()));
    effects.events.push(Event::Refund(event));
    order.head.refunds.push(refund);
    state::follow_units_if_open(order)?;
    Ok(effects)
}

/// Every line that is named is one of the order, and no more of it than is left.
fn check_lines(order: &Stored, req: &CreateRefund) -> Result<(), OrderError> {
    let mut fields = Fields::new();
    for (at, wanted) in req.lines.iter().enumerate() {
        let known = order.sold.lines.iter().any(|line| line.id == wanted.line_item);
        let path = format!("lines.{at}.line_item");
        fields.check(known, &path, "unknown", format!("the order has no line item {}", wanted.line_item));
    }
    Ok(fields.done()?)
}

/// The units that a line of a request takes: which line, which of its units, and which stock goes back.
struct Picked {
    line: usize,
    runs: Vec<Run>,
    restock: Vec<Allocation>,
}

fn pick(order: &Stored, req: &CreateRefund) -> Result<Vec<Picked>, OrderError> {
    let mut picked = vec![];
    for wanted in &req.lines {
        let Some(line) = order.sold.lines.iter().position(|line| line.id == wanted.line_item) else { continue };
        let sold = order.sold.lines[line].item.quantity.get();
        let asked = wanted.quantity.get();
        let runs = units::free_runs(&units::taken(order, wanted.line_item), sold, asked);
        let found: i64 = runs.iter().map(|run| run.units).sum();
        if found < asked {
            return Err(OrderError::TooManyUnits { line_item: wanted.line_item, asked, left: found });
        }
        let back = if wanted.restock { asked } else { 0 };
        let restock = units::first(units::restockable(order, wanted.line_item), back);
        picked.push(Picked { line, runs, restock });
    }
    Ok(picked)
}

/// A run of units, as a line of its own in the facts.
fn run_key(line: usize, run: &Run) -> String {
    format!("{line}:{}", run.from)
}

fn plan(order: &Stored, req: &CreateRefund, picked: &[Picked]) -> Result<RefundPlan, OrderError> {
    let head = &order.head;
    let (mut facts_lines, mut lines) = (vec![], vec![]);
    for one in picked {
        let amounts = order.sold.quote.lines.get(one.line);
        let amounts = amounts.ok_or_else(|| Fault::internal("an order has a line that its quote has not"))?;
        for run in &one.runs {
            let key = run_key(one.line, run);
            lines.push(RefundUnits { key: key.clone(), units: run.units });
            facts_lines.push(RefundLineFacts {
                key,
                quantity: amounts.quantity,
                // the share of these units is that of all up to their end less that of all before them
                refunded_units: run.from,
                total_minor: amounts.total_minor,
                taxes: amounts.taxes.clone(),
            });
        }
    }
    let shipping = shipping_facts(order);
    let request = RefundRequest {
        lines,
        shipping: shipping_parts(&shipping, req.shipping_minor)?,
        other_minor: req.amount_minor,
    };
    let captured_minor = head.captured_minor;
    let refunded_minor = captured_minor - available_minor(head);
    let facts = RefundFacts { lines: facts_lines, shipping, captured_minor, refunded_minor };
    match refund_plan(&facts, &request) {
        Ok(plan) => Ok(plan),
        // goods that cost nothing come back for nothing
        Err(RefundError::Nothing) if !picked.is_empty() => refund_shares(&facts, &request).map_err(refused),
        Err(error) => Err(refused(error)),
    }
}

fn refused(error: RefundError) -> OrderError {
    match error {
        RefundError::AboveCaptured { planned_minor, refundable_minor } => {
            OrderError::RefundTooLarge { asked_minor: planned_minor, left_minor: refundable_minor }
        }
        RefundError::Nothing => nothing().into(),
        RefundError::Money(error) => Fault::from(error).into(),
        other => Fault::internal(format!("a refund that was checked is refused: {other}")).into(),
    }
}

/// What is wrong with a refund that asks for nothing.
pub(crate) fn nothing() -> FieldError {
    FieldError::new("lines", "required", "a refund must name units, shipping or an amount")
}

/// What shipping cost, group by group; what was paid back of it went to the first groups first.
fn shipping_facts(order: &Stored) -> Vec<RefundShippingFacts> {
    let live = order.head.refunds.iter().filter(|refund| refund.is_live());
    let mut back: i64 = live.map(|refund| refund.shipping_minor).sum();
    let mut facts = vec![];
    for group in &order.sold.quote.shipping {
        let refunded_minor = back.clamp(0, group.total_minor.max(0));
        back -= refunded_minor;
        facts.push(RefundShippingFacts {
            group: group.group.clone(),
            total_minor: group.total_minor,
            refunded_minor,
            taxes: group.taxes.clone(),
        });
    }
    facts
}

fn shipping_parts(facts: &[RefundShippingFacts], asked_minor: i64) -> Result<Vec<RefundShipping>, OrderError> {
    let mut parts = vec![];
    let mut rest = asked_minor;
    for group in facts {
        let amount_minor = (group.total_minor - group.refunded_minor).min(rest);
        if amount_minor > 0 {
            rest -= amount_minor;
            parts.push(RefundShipping { group: group.group.clone(), amount_minor });
        }
    }
    if rest > 0 {
        return Err(OrderError::RefundTooLarge { asked_minor, left_minor: asked_minor - rest });
    }
    Ok(parts)
}

fn book(
    order: &Stored,
    req: &CreateRefund,
    picked: &[Picked],
    plan: &RefundPlan,
    id: RefundId,
    actor: String,
    now: Timestamp,
) -> Refund {
    let mut lines = vec![];
    for one in picked {
        let (mut amount_minor, mut tax_minor) = (0, 0);
        for run in &one.runs {
            let key = run_key(one.line, run);
            for share in plan.lines.iter().filter(|share| share.key == key) {
                amount_minor += share.total_minor;
                tax_minor += share.tax_minor;
            }
        }
        let (line_item, runs) = (order.sold.lines[one.line].id, one.runs.clone());
        lines.push(RefundLine { line_item, runs, amount_minor, tax_minor, restock: one.restock.clone() });
    }
    // nobody is asked to pay nothing
    let state = if plan.total_minor > 0 { RefundState::Pending } else { RefundState::Succeeded };
    Refund {
        id,
        state,
        amount_minor: plan.total_minor,
        shipping_minor: req.shipping_minor,
        lines,
        reason: req.reason.trim().to_owned(),
        actor,
        created_at: now,
    }
}
