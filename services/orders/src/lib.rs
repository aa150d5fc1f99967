//! Orders, their fulfilments, refunds and timeline. Owns the tables `orders_*`: what was sold, with a snapshot of
//! everything that was agreed, and what became of it.
//!
//! Always true:
//! - A checkout has at most one order. Numbers are consecutive without a gap: the counter is raised in the transaction
//!   that writes the order, so a number that was not used was never given.
//! - What was sold never changes. What was sent and paid back is derived from the fulfilments and refunds, never counted
//!   beside them.
//! - A state is only ever what `rules::order::decide` answers, and the word for the payment what
//!   `rules::order::payment_status` answers.
//! - The refunds that are pending or done together never exceed what was captured, also when two are asked for at once:
//!   every change holds the order's row. Each unit of a line carries its own share of price and tax; a refund takes units
//!   that no other live refund has, so any path, also one with failures, ends on the exact whole.
//! - An order is of a customer from the start when he was signed in, and else once he has shown that its e-mail address is
//!   his; it never changes hands after that.
//! - Everything that happens leaves an entry in the timeline, in the same transaction.
//!
//! When an order counts as what:
//! - A unit is **claimed** by a fulfilment that is not called off, and **sent** once that one is shipped or delivered.
//!   Sending starts with the units that nobody claimed. A unit that is paid back, or went back to stock, need not be
//!   sent any more: refunds take those that are not claimed first. To be sent are therefore, of each line, the units sold
//!   less those claimed, less the larger of those paid back and those back in stock.
//! - It is **fulfilled** when nothing is left to send and nothing is being packed, **partially fulfilled** when some
//!   units were sent and others are to come, else **confirmed**. Goods that were paid back before they were sent need no
//!   fulfilment, so an order that was paid back whole counts as fulfilled.
//! - It is **completed** by hand, and only from fulfilled. Refunds are still possible then; they change no state.
//! - It is **confirmed** when it may be fulfilled on the word of the payment method (cash on delivery) or captured and
//!   held money reach its total. Goods do not leave while the payment is held for staff to look at, or after it has
//!   failed or was released with nothing captured. If that happens before it was confirmed, the order is cancelled; if it
//!   is known before the order is placed, the order is refused.
//! - When a refund fails, its money and units can be refunded anew. Units of it that went back to stock stay there, and
//!   are neither sent nor restocked again.
//! - A failed refund that staff try again in payments counts again as soon as orders hears of it, if its money was not
//!   promised otherwise meanwhile. Whoever asks for another refund of the same units in that very moment pays twice for
//!   them, within what was captured; the audit names it.
//!
//! Payments announces that a ledger has grown, perhaps before the order is there, repeatedly and out of order. What it
//! tells is written down by payment (`orders_payment`), order or not: sums that only grow are merged by the larger one,
//! the rest is the newest event's. Creating the order takes its payment's row over in the same transaction, and the two
//! contend for that row, so nothing that was told is lost and no event of a payment without an order waits for one.

mod audit;
mod check;
mod decide;
mod events;
mod jobs;
mod model;
mod service;
mod store;

pub use service::OrderService;

use infrasell_contracts::settings::Settings;
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use std::sync::Arc;

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "orders", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration { service: "orders", version: 2, name: "customer", sql: include_str!("../migrations/0002_customer.sql") },
    Migration { service: "orders", version: 3, name: "revision", sql: include_str!("../migrations/0003_revision.sql") },
];

/// What orders stand on.
pub struct Deps {
    /// Their tables.
    pub db: Db,
    /// The time.
    pub env: Env,
    /// How order numbers look.
    pub settings: Arc<dyn Settings>,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<OrderService> {
    Arc::new(OrderService::new(deps))
}
