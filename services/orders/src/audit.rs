//! Orders' own books, read order by order in pages, so that their number does not matter.

use crate::{
    decide::{
        payment::Known,
        refund, state,
        units::{self, Progress, Units},
    },
    model::{Refund, Stored},
    store,
};
use infrasell_contracts::{
    common::{AuditCheck, AuditReport},
    payments::RefundState,
};
use infrasell_db::{Db, DbError, sql};
use infrasell_kernel::{OrderId, PaymentId};
use infrasell_rules::order::{FulfilmentState, OrderState, payment_status};
use std::collections::HashMap;

/// Orders that are read at once.
const AT_ONCE: i64 = 200;

struct Checks {
    quotes: AuditCheck,
    lines: AuditCheck,
    refunds: AuditCheck,
    units: AuditCheck,
    stock: AuditCheck,
    states: AuditCheck,
    payment_words: AuditCheck,
    payments: AuditCheck,
}

/// Every check.
pub(crate) async fn audit(db: &Db) -> Result<AuditReport, DbError> {
    let mut checks = Checks {
        quotes: AuditCheck::new("the sums of each order's quote hold"),
        lines: AuditCheck::new("line items = quote lines"),
        refunds: AuditCheck::new("refunds <= captured"),
        units: AuditCheck::new("units sent and units paid back <= units sold"),
        stock: AuditCheck::new("units restocked <= units allocated"),
        states: AuditCheck::new("order state = what its fulfilments say"),
        payment_words: AuditCheck::new("payment status = what its sums say"),
        payments: AuditCheck::new("an order's sums = what its payment told"),
    };
    let mut after = OrderId::from_i64(0);
    loop {
        let page = store::list::by_id(db, after, AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        after = last.head.id;
        let payments: Vec<PaymentId> = page.iter().filter_map(|order| order.head.payment).collect();
        let known = store::payment::known(db, &payments).await?;
        let known = known.into_iter().map(|(payment, order, known)| (payment, (order, known))).collect();
        for order in page {
            checks.look_at(&order, &known);
        }
    }
    let Checks { quotes, lines, refunds, units, stock, states, payment_words, payments } = checks;
    let rows = [quotes, lines, refunds, units, stock, states, payment_words, payments];
    let mut report = AuditReport { checks: rows.into() };
    report.checks.push(numbers(db).await?);
    report.checks.push(snapshots(db).await?);
    Ok(report)
}

impl Checks {
    fn look_at(&mut self, order: &Stored, known: &HashMap<PaymentId, (Option<OrderId>, Known)>) {
        let number = &order.head.number;
        let wrong = order.sold.quote.check();
        self.quotes.expect(wrong.is_empty(), || {
            let sums: Vec<String> =
                wrong.iter().map(|sum| format!("{} is {}, not {}", sum.path, sum.found, sum.expected)).collect();
            format!("{number}: {}", sums.join("; "))
        });
        self.look_at_lines(order);
        self.look_at_money(order);
        let counts = units::of(order);
        self.look_at_units(order, &counts);
        let progress = units::progress(order);
        let packed: i64 = counts.iter().map(|units| units.packed).sum();
        self.states.expect(state_fits(order, progress, packed), || {
            let Progress { sent, open } = progress;
            format!("{number}: {} with {sent} units sent, {packed} packed, {open} to be sent", order.head.state)
        });
        let word = payment_status(&state::sums(&order.head));
        let found = order.head.payment_status;
        self.payment_words.expect(word == found, || format!("{number}: the sums say {word}, stored is {found}"));
        self.look_at_payment(order, known);
    }

    fn look_at_lines(&mut self, order: &Stored) {
        let (sold, quoted) = (&order.sold.lines, &order.sold.quote.lines);
        let pairs = sold.iter().zip(quoted);
        let same =
            pairs.filter(|(line, quote)| line.item.key == quote.key && line.item.quantity.get() == quote.quantity);
        let same = same.count();
        let fits =
            same == sold.len() && same == quoted.len() && order.sold.quote.totals.total_minor == order.head.total_minor;
        self.lines.expect(fits, || {
            let number = &order.head.number;
            format!(
                "{number}: {} line items and {} quote lines, {same} of them the same; total {} and {}",
                sold.len(),
                quoted.len(),
                order.head.total_minor,
                order.sold.quote.totals.total_minor
            )
        });
    }

    fn look_at_money(&mut self, order: &Stored) {
        let head = &order.head;
        let (live, captured, refunded) = (refund::live_minor(head), head.captured_minor, head.refunded_minor);
        let parts_fit = head.refunds.iter().all(parts_fit);
        let shipping: i64 = head.refunds.iter().filter(|one| one.is_live()).map(|one| one.shipping_minor).sum();
        let freight: i64 = order.sold.quote.shipping.iter().map(|group| group.total_minor).sum();
        let fits = live <= captured && refunded <= captured && parts_fit && shipping <= freight;
        self.refunds.expect(fits, || {
            let number = &head.number;
            format!(
                "{number}: {live} in refunds and {refunded} paid back of {captured} captured; {shipping} of {freight} \
                 shipping paid back; parts of refunds fit: {parts_fit}"
            )
        });
    }

    fn look_at_units(&mut self, order: &Stored, counts: &[Units]) {
        for (line, units) in order.sold.lines.iter().zip(counts) {
            let (number, id) = (&order.head.number, line.id);
            let taken: i64 = units::taken(order, id).iter().map(|run| run.units).sum();
            let fits = units.sent + units.packed <= units.sold && taken <= units.sold;
            self.units.expect(fits, || format!("{number}: {id} has {units:?}, refunds take {taken}"));
            let allocated: i64 = line.allocations.iter().map(|one| one.quantity).sum();
            self.stock.expect(units.restocked <= allocated, || {
                format!("{number}: {id} has {} units restocked of {allocated} allocated", units.restocked)
            });
        }
    }

    fn look_at_payment(&mut self, order: &Stored, known: &HashMap<PaymentId, (Option<OrderId>, Known)>) {
        let head = &order.head;
        let Some(payment) = head.payment else { return };
        let Some((owner, known)) = known.get(&payment) else {
            return self.payments.expect(false, || format!("{}: nothing is known of {payment}", head.number));
        };
        let told = known.told.as_ref();
        let expected = (known.held_minor(), known.captured_minor, told.map_or(0, |told| told.refunded_minor));
        let found = (head.held_minor, head.captured_minor, head.refunded_minor);
        let of_order = head.refunds.iter().filter(|refund| {
            let mut said = told.iter().flat_map(|told| &told.refunds);
            said.any(|one| one.reference == refund.id.to_string() && one.state != refund.state)
        });
        let other_refunds = of_order.count();
        let fits = *owner == Some(head.id) && expected == found && other_refunds == 0;
        self.payments.expect(fits, || {
            format!(
                "{}: {payment} of {owner:?} told (held, captured, refunded) {expected:?}, stored is {found:?}; \
                 {other_refunds} refunds stand otherwise",
                head.number
            )
        });
    }
}

/// Whether the parts of a refund are not more than the whole, and it is pending only while it pays something.
fn parts_fit(refund: &Refund) -> bool {
    let lines: i64 = refund.lines.iter().map(|line| line.amount_minor).sum();
    let whole = lines + refund.shipping_minor <= refund.amount_minor;
    whole && (refund.amount_minor > 0 || refund.state == RefundState::Succeeded)
}

fn state_fits(order: &Stored, progress: Progress, packed: i64) -> bool {
    let live = order.head.fulfilments.iter().any(|one| one.state != FulfilmentState::Cancelled);
    match order.head.state {
        OrderState::AwaitingPayment | OrderState::Cancelled => !live,
        // its refunds may have failed since
        OrderState::Completed => packed == 0,
        state => state == state::by_units(progress),
    }
}

/// Numbers run from 1 to the counter, each once.
async fn numbers(db: &Db) -> Result<AuditCheck, DbError> {
    const SEQUENCE: &str = sql!(
        "SELECT c.last, CAST(count(o.seq) AS BIGINT), CAST(count(DISTINCT o.seq) AS BIGINT), min(o.seq), max(o.seq)
         FROM orders_counter AS c LEFT JOIN orders_order AS o ON TRUE GROUP BY c.last"
    );
    type Figures = (i64, i64, i64, Option<i64>, Option<i64>);
    let read = |row: &infrasell_db::Row<'_>| Ok((row.next()?, row.next()?, row.next()?, row.next()?, row.next()?));
    let (last, count, distinct, least, most): Figures = db.one(SEQUENCE, &[], read).await?;
    let mut check = AuditCheck::new("order numbers are consecutive and unique");
    let ends = if last == 0 { (None, None) } else { (Some(1), Some(last)) };
    check.expect(count == last && distinct == last && (least, most) == ends, || {
        format!("{count} orders with {distinct} numbers from {least:?} to {most:?}, the counter is at {last}")
    });
    check.examined = count;
    Ok(check)
}

/// Each order has its snapshot and its first timeline entry, and can be found by its number.
async fn snapshots(db: &Db) -> Result<AuditCheck, DbError> {
    const BARE: &str = sql!(
        "SELECT o.number FROM orders_order AS o
         WHERE NOT EXISTS (SELECT 1 FROM orders_snapshot AS s WHERE s.order_id = o.id)
            OR NOT EXISTS (SELECT 1 FROM orders_timeline AS t WHERE t.order_id = o.id)
         ORDER BY o.id LIMIT 100"
    );
    const COUNT: &str = sql!("SELECT CAST(count(*) AS BIGINT) FROM orders_order");
    let bare: Vec<String> = db.all(BARE, &[], |row| row.get(0)).await?;
    let mut check = AuditCheck::new("each order has its snapshot and a timeline");
    for number in bare {
        check.expect(false, || format!("{number} has not"));
    }
    check.examined = db.one(COUNT, &[], |row| row.get(0)).await?;
    Ok(check)
}
