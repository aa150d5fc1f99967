//! What must be true of a run: always, and when everything has come to its end.

use super::life::{STOCK, VARIANTS, World};
use crate::world::system;
use infrasell_contracts::{
    cart::CartState,
    checkout::{CheckoutSummary, Checkouts, ListCheckouts},
    common::{Audit, AuditReport},
    inventory::{Inventory, ListLevels, ListReservations},
};
use infrasell_kernel::PageRequest;
use infrasell_rules::{checkout::CheckoutState, order::OrderState, payment::PaymentState, stock::ReservationState};
use std::collections::{BTreeMap, BTreeSet};

fn all() -> PageRequest {
    PageRequest { limit: Some(250), after: None }
}

impl World {
    /// The books of checkouts and inventory hold at any moment.
    pub async fn check_always(&self) {
        let stock = self.inventory.audit(&system(), Audit::default()).await.unwrap();
        self.note_audit("inventory", stock);
        let Some(service) = self.processes.iter().find_map(|process| process.service()) else { return };
        let sagas = service.audit(&system(), Audit::default()).await.unwrap();
        self.note_audit("checkout", sagas);
    }

    fn note_audit(&self, of: &str, report: AuditReport) {
        for check in report.checks {
            for difference in check.differences {
                self.broken(format!("{of}: {}: {difference}", check.name));
            }
        }
    }

    pub async fn checkouts(&self) -> Vec<CheckoutSummary> {
        let service = self.processes.iter().find_map(|process| process.service()).unwrap();
        let list = ListCheckouts { state: None, channel: None, email: None, page: all() };
        service.checkouts(&system(), list).await.unwrap().items
    }

    /// Everything is over: there is an order with all that belongs to it, or there is nothing.
    pub async fn check_at_last(&self) {
        let checkouts = self.checkouts().await;
        for checkout in &checkouts {
            if checkout.step.is_some() {
                self.broken(format!("{} does not come to an end: {checkout:?}", checkout.id));
            }
        }
        self.check_orders(&checkouts);
        self.check_money();
        self.check_stock().await;
    }

    fn check_orders(&self, checkouts: &[CheckoutSummary]) {
        let state = self.shop.state();
        let live: Vec<_> = state.orders.iter().filter(|order| order.state != OrderState::Cancelled).collect();
        let of: BTreeSet<_> = live.iter().map(|order| order.checkout).collect();
        if of.len() != live.len() {
            self.broken("a checkout became two orders");
        }
        for checkout in checkouts {
            let (completed, ordered) = (checkout.state == CheckoutState::Completed, of.contains(&checkout.id));
            if completed != ordered {
                self.broken(format!("{} is {}, and has an order: {ordered}", checkout.id, checkout.state));
            }
        }
        for order in self.acknowledged.lock().unwrap().iter() {
            if !live.iter().any(|live| live.id == *order) {
                self.broken(format!("{order} was acknowledged and is not there"));
            }
        }
        let completed = state.carts.values().filter(|cart| cart.state == CartState::Completed).count();
        let locked = state.carts.values().filter(|cart| cart.state == CartState::Locked).count();
        if completed != live.len() || locked > 0 {
            self.broken(format!("{} orders, {completed} carts completed, {locked} locked", live.len()));
        }
    }

    fn check_money(&self) {
        let state = self.shop.state();
        let live: BTreeMap<_, _> =
            state.orders.iter().filter(|order| order.state != OrderState::Cancelled).map(|o| (o.payment, o)).collect();
        let mut kept = 0;
        for payment in &state.payments {
            let is_gone = matches!(payment.state, PaymentState::Voided | PaymentState::Failed | PaymentState::Refunded);
            match live.get(&Some(payment.id)) {
                None if !is_gone => self.broken(format!("charged without an order: {payment:?}")),
                Some(order) if payment.method == "simulator" && payment.state != PaymentState::Captured => {
                    self.broken(format!("{} has no money: {payment:?}", order.id));
                }
                Some(_) if payment.method == "simulator" => kept += 1,
                _ => {}
            }
        }
        let bank = state.bank;
        if bank.authorised != kept + bank.given_back {
            self.broken(format!("{kept} payments are kept, and the bank says {bank:?}"));
        }
    }

    async fn check_stock(&self) {
        let mut sold: BTreeMap<i64, i64> = BTreeMap::new();
        for order in self.shop.state().orders.iter().filter(|order| order.state != OrderState::Cancelled) {
            for line in &order.line_items {
                *sold.entry(line.variant.get()).or_default() += line.quantity.get();
            }
        }
        let levels = self.inventory.levels(&system(), ListLevels { page: all(), ..ListLevels::default() }).await;
        let levels = levels.unwrap().items;
        for variant in VARIANTS {
            let sold = sold.get(&variant).copied().unwrap_or(0);
            let level = levels.iter().find(|level| level.variant.get() == variant).unwrap();
            if level.on_hand < 0 || level.on_hand != STOCK - sold || level.reserved != 0 {
                self.broken(format!("of article {variant} {sold} of {STOCK} were sold, and the level says {level:?}"));
            }
        }
        let list = ListReservations { page: all(), ..ListReservations::default() };
        let reservations = self.inventory.reservations(&system(), list).await.unwrap().items;
        let owners: BTreeSet<_> = reservations.iter().map(|one| &one.owner).collect();
        if owners.len() != reservations.len() {
            self.broken("an attempt held stock twice");
        }
        for one in reservations.iter().filter(|one| one.state == ReservationState::Held) {
            self.broken(format!("{} is still held for {}", one.id, one.owner));
        }
    }
}
