//! Reconciliation: every service's own audit, then the comparisons that no service can make alone.
//!
//! Always true: it only reads, by contract, page by page; each difference names the record and both figures.

use infrasell_contracts::{
    checkout::{CheckoutSummary, ListCheckouts},
    common::{Audit, AuditCheck, AuditReport},
    customers::{Customer, ListCustomers},
    inventory::{ListReservations, Reservation},
    orders::{ListOrders, Order},
    payments::{ListPayments, Payment},
};
use infrasell_gateway::Services;
use infrasell_kernel::{CustomerId, OrderId, Page, PageRequest, PaymentId, contact::fold_email};
use infrasell_rpc::{Cx, Fault, ServiceError};
use infrasell_rules::{checkout::CheckoutState, order::OrderState, payment::PaymentState, stock::ReservationState};
use std::collections::{BTreeMap, BTreeSet};

/// Checks everything.
///
/// # Errors
/// When a service cannot be asked; a difference is no error but part of the report.
pub async fn run(cx: &Cx, services: &Services) -> Result<AuditReport, Fault> {
    let mut checks = own_books(cx, services).await?;
    let books = Books::read(cx, services).await?;
    checks.push(books.reservations_and_checkouts());
    checks.push(books.payments_and_orders());
    checks.push(books.orders_and_payments());
    checks.push(books.checkouts_and_orders());
    checks.push(books.customers_and_orders());
    Ok(AuditReport { checks })
}

/// Whether a report has no difference.
#[must_use]
pub fn is_clean(report: &AuditReport) -> bool {
    report.checks.iter().all(|check| check.differences.is_empty())
}

async fn own_books(cx: &Cx, services: &Services) -> Result<Vec<AuditCheck>, Fault> {
    let mut checks = vec![];
    let mut add = |service: &str, report: AuditReport| {
        for check in report.checks {
            checks.push(AuditCheck { name: format!("{service}: {}", check.name), ..check });
        }
    };
    add("settings", services.settings.audit(cx, Audit {}).await.map_err(fault)?);
    add("identity", services.identity.audit(cx, Audit {}).await.map_err(fault)?);
    add("catalog", services.catalog.audit(cx, Audit {}).await.map_err(fault)?);
    add("search", services.search.audit(cx, Audit {}).await?);
    add("content", services.content.audit(cx, Audit {}).await.map_err(fault)?);
    add("pricing", services.pricing.audit(cx, Audit {}).await.map_err(fault)?);
    add("inventory", services.inventory.audit(cx, Audit {}).await.map_err(fault)?);
    add("cart", services.carts.audit(cx, Audit {}).await.map_err(fault)?);
    add("checkout", services.checkouts.audit(cx, Audit {}).await.map_err(fault)?);
    add("orders", services.orders.audit(cx, Audit {}).await.map_err(fault)?);
    add("customers", services.customers.audit(cx, Audit {}).await.map_err(fault)?);
    add("payments", services.payments.audit(cx, Audit {}).await.map_err(fault)?);
    add("audit", services.audit_log.audit(cx, Audit {}).await?);
    add("notifications", services.notifications.audit(cx, Audit {}).await.map_err(fault)?);
    add("webhooks", services.webhooks.audit(cx, Audit {}).await.map_err(fault)?);
    Ok(checks)
}

/// The common part of a service's error, or a conflict in its words.
fn fault<E: ServiceError>(error: E) -> Fault {
    error.fault().cloned().unwrap_or_else(|| Fault::conflict(error.to_string()))
}

/// What the comparisons need of every record, and no more.
struct Books {
    reservations: Vec<Reservation>,
    checkouts: BTreeMap<String, CheckoutSummary>,
    orders: BTreeMap<OrderId, Order>,
    payments: BTreeMap<PaymentId, Payment>,
    customers: Vec<Customer>,
}

/// Reads a list to its end.
macro_rules! all {
    ($service:expr, $method:ident, $cx:expr, $page:ident => $req:expr) => {{
        let mut items = vec![];
        let mut $page = PageRequest { limit: Some(250), after: None };
        loop {
            let Page { items: some, next } = $service.$method($cx, $req).await.map_err(fault)?;
            items.extend(some);
            match next {
                Some(next) => $page.after = Some(next),
                None => break items,
            }
        }
    }};
}

impl Books {
    async fn read(cx: &Cx, s: &Services) -> Result<Books, Fault> {
        let reservations = all!(s.inventory, reservations, cx, page => ListReservations { page: page.clone(), ..ListReservations::default() });
        let checkouts =
            all!(s.checkouts, checkouts, cx, page => ListCheckouts { page: page.clone(), ..ListCheckouts::default() });
        let orders = all!(s.orders, orders, cx, page => ListOrders { page: page.clone(), ..ListOrders::default() });
        let payments =
            all!(s.payments, payments, cx, page => ListPayments { page: page.clone(), ..ListPayments::default() });
        let customers =
            all!(s.customers, customers, cx, page => ListCustomers { page: page.clone(), ..ListCustomers::default() });
        Ok(Books {
            customers,
            reservations,
            checkouts: checkouts.into_iter().map(|c| (c.id.to_string(), c)).collect(),
            orders: orders.into_iter().map(|o| (o.id, o)).collect(),
            payments: payments.into_iter().map(|p| (p.id, p)).collect(),
        })
    }

    /// A held reservation belongs to a checkout that is being completed; a committed one to a checkout with an order.
    fn reservations_and_checkouts(&self) -> AuditCheck {
        let mut differences = vec![];
        for reservation in &self.reservations {
            // an owner is a checkout and its attempt: chk_12 or chk_12:1
            let owner = reservation.owner.split(':').next().unwrap_or_default();
            let state = self.checkouts.get(owner).map(|c| c.state);
            let fits = match reservation.state {
                ReservationState::Held => matches!(state, Some(CheckoutState::Completing | CheckoutState::NeedsBuyer)),
                ReservationState::Committed => {
                    matches!(state, Some(CheckoutState::Completing | CheckoutState::Completed))
                }
                ReservationState::Released | ReservationState::Expired => true,
            };
            if !fits {
                let state = state.map_or("not there".to_owned(), |s| s.to_string());
                differences.push(format!("{} is {} but {owner} is {state}", reservation.id, reservation.state));
            }
        }
        check("reservations ↔ checkouts", self.reservations.len(), differences)
    }

    /// Money that is held or was taken belongs to an order, or to a checkout that is still being completed.
    fn payments_and_orders(&self) -> AuditCheck {
        let with_order: BTreeSet<PaymentId> = self.orders.values().filter_map(|o| o.payment).collect();
        let mut differences = vec![];
        for payment in self.payments.values() {
            let open = payment.totals.authorised_minor.max(payment.totals.captured_minor)
                > payment.totals.refunded_minor
                && !matches!(
                    payment.state,
                    PaymentState::Voided | PaymentState::Failed | PaymentState::Refunded | PaymentState::Held
                );
            let checkout = payment.reference.split(':').next().unwrap_or_default();
            let running = self
                .checkouts
                .get(checkout)
                .is_some_and(|c| matches!(c.state, CheckoutState::Completing | CheckoutState::NeedsBuyer));
            if open && !with_order.contains(&payment.id) && !running {
                differences
                    .push(format!("{} ({}) is {} without an order", payment.id, payment.reference, payment.state));
            }
        }
        check("payments → orders: nothing is charged without an order", self.payments.len(), differences)
    }

    /// What an order says of its payment is what the payment says.
    fn orders_and_payments(&self) -> AuditCheck {
        let mut differences = vec![];
        for order in self.orders.values() {
            let Some(id) = order.payment else { continue };
            let Some(payment) = self.payments.get(&id) else {
                differences.push(format!("{} names {id}, which is not there", order.id));
                continue;
            };
            let (ours, theirs) = (
                (order.captured_minor, order.refunded_minor),
                (payment.totals.captured_minor, payment.totals.refunded_minor),
            );
            if ours != theirs {
                differences.push(format!("{}: captured and refunded {ours:?}, {id} says {theirs:?}", order.id));
            }
            if payment.amount.minor != order.quote.totals.total_minor {
                differences.push(format!(
                    "{}: total {}, {id} is over {}",
                    order.id, order.quote.totals.total_minor, payment.amount.minor
                ));
            }
        }
        check("orders ↔ payments: captured, refunded, total", self.orders.len(), differences)
    }

    /// A completed checkout has its order, an order has its completed checkout.
    fn checkouts_and_orders(&self) -> AuditCheck {
        let mut differences = vec![];
        for (id, checkout) in &self.checkouts {
            let has_order = checkout.order.is_some_and(|o| self.orders.contains_key(&o));
            if checkout.state == CheckoutState::Completed && !has_order {
                differences.push(format!("{id} is completed without an order"));
            }
        }
        for order in self.orders.values() {
            let state = self.checkouts.get(&order.checkout.to_string()).map(|c| c.state);
            let fits = match state {
                Some(CheckoutState::Completed | CheckoutState::Completing) => true,
                // undone after its order was written: the order must be cancelled
                Some(_) | None => order.state == OrderState::Cancelled,
            };
            if !fits {
                let state = state.map_or("not there".to_owned(), |s| s.to_string());
                differences.push(format!("{} stands, but {} is {state}", order.id, order.checkout));
            }
        }
        check("checkouts ↔ orders", self.checkouts.len() + self.orders.len(), differences)
    }
}

impl Books {
    /// A customer bought what the orders say that are his, or are nobody's and were placed under his address.
    fn customers_and_orders(&self) -> AuditCheck {
        let there: BTreeSet<CustomerId> = self.customers.iter().map(|customer| customer.id).collect();
        let by_email: BTreeMap<String, CustomerId> =
            self.customers.iter().map(|customer| (fold_email(&customer.email), customer.id)).collect();
        let mut bought: BTreeMap<CustomerId, (i64, i64)> = BTreeMap::new();
        let mut differences = vec![];
        for order in self.orders.values() {
            let named = order.customer.filter(|customer| there.contains(customer));
            match named.or_else(|| by_email.get(&fold_email(&order.email)).copied()) {
                Some(customer) => {
                    let (orders, cost_minor) = bought.entry(customer).or_default();
                    *orders += 1;
                    *cost_minor = cost_minor.saturating_add(cost(order));
                }
                None => differences.push(format!("{} has no customer", order.id)),
            }
        }
        for customer in &self.customers {
            let ours = bought.get(&customer.id).copied().unwrap_or_default();
            let spent = customer.spent.iter().fold(0_i64, |sum, money| sum.saturating_add(money.minor));
            if (customer.orders_count, spent) != ours {
                let theirs = (customer.orders_count, spent);
                differences.push(format!("{}: orders and cost {theirs:?}, orders say {ours:?}", customer.id));
            }
        }
        check("customers ↔ orders: count and cost", self.customers.len() + self.orders.len(), differences)
    }
}

/// What an order costs its buyer now: what is still to be paid and what was paid and not paid back.
fn cost(order: &Order) -> i64 {
    order.balance_minor.saturating_add(order.captured_minor).saturating_sub(order.refunded_minor)
}

fn check(name: &str, examined: usize, differences: Vec<String>) -> AuditCheck {
    AuditCheck { name: name.into(), examined: i64::try_from(examined).unwrap_or(i64::MAX), differences }
}
