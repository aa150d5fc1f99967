//! Undoing, the last step first. Each can be done again, and each finds out for itself whether there is anything to undo.

use super::{Found, Run, Went, forward::link, judge::is_undone};
use crate::service::CheckoutService;
use infrasell_contracts::{
    cart::UnlockCart,
    inventory::{ListReservations, ReleaseOwner, Reservation, Restock, RestockLine},
    orders::{CancelOrder, GetOrder, Order, OrderError, OrderRef},
    payments::{FindPayment, Payment, Undo},
};
use infrasell_kernel::Quantity;
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::{
    checkout::{Compensation, SagaStep, UndoOutcome},
    order::OrderState,
    stock::ReservationState,
};

impl CheckoutService {
    /// Undoes a step.
    pub(super) async fn back(&self, run: &Run, step: SagaStep) -> Went<UndoOutcome> {
        match step.compensation() {
            Compensation::Nothing => Went::so(UndoOutcome::Done),
            Compensation::ReleaseReservation => self.release(run).await,
            Compensation::VoidAuthorisation | Compensation::RefundCapture => self.undo_payment(run).await,
            Compensation::CancelOrder => self.cancel_order(run).await,
            Compensation::RestockGoods => self.restock(run).await,
        }
    }

    /// Gives the stock back and lets the cart be changed, both at the same time.
    async fn release(&self, run: &Run) -> Went<UndoOutcome> {
        let unlock = UnlockCart { token: run.row.cart, owner: run.row.id.to_string(), completed: false };
        let unlock_cx = run.step("unlock");
        let (released, unlocked) = tokio::join!(self.release_stock(run), self.carts.unlock(&unlock_cx, unlock));
        done_if(released && unlocked.is_ok())
    }

    async fn release_stock(&self, run: &Run) -> bool {
        let release = ReleaseOwner { owner: run.row.reference() };
        self.inventory.release_owner(&run.step("release"), release).await.is_ok()
    }

    /// Undoes what a runner that was taken over may have done after the other had undone the attempt. The cart is left
    /// to whoever has it now.
    pub(super) async fn take_back(&self, run: &Run) {
        let restocked = self.restock(run).await.outcome;
        let cancelled = self.cancel_order(run).await.outcome;
        let repaid = self.undo_payment(run).await.outcome;
        let released = self.release_stock(run).await;
        let attempt = run.row.reference();
        tracing::warn!(attempt, %restocked, %cancelled, %repaid, released, "what came too late was undone");
    }

    /// Has payments give back whatever there is. Payments keeps the wish, so that money that comes in later goes back
    /// as well.
    async fn undo_payment(&self, run: &Run) -> Went<UndoOutcome> {
        let known = match self.payment_of(run).await {
            Ok(Some(payment)) => payment,
            // nothing was ever written down; a call that is still on its way is undone when its payment changes
            Ok(None) => return Went::so(UndoOutcome::Done),
            Err(_) => return Went::so(UndoOutcome::Unknown),
        };
        if is_undone(&known) {
            return settled(known);
        }
        let undo = Undo { id: known.id, reference: undo_reference(&run.row.reference()) };
        match self.payments.undo(&run.step("undo"), undo).await {
            Ok(payment) => settled(payment),
            Err(_) => Went::so(UndoOutcome::Unknown),
        }
    }

    async fn payment_of(&self, run: &Run) -> Result<Option<Payment>, Fault> {
        if run.payment.is_some() {
            return Ok(run.payment.clone());
        }
        let find = FindPayment { reference: run.row.reference() };
        self.payments.find(&run.cx, find).await.map_err(|error| Fault::relay(&error))
    }

    async fn cancel_order(&self, run: &Run) -> Went<UndoOutcome> {
        let order = match self.order_of_checkout(run).await {
            // one with another token is of another attempt
            Ok(Some(order)) if order.token == run.progress.order_token => order,
            Ok(_) => return Went::so(UndoOutcome::Done),
            Err(_) => return Went::so(UndoOutcome::Unknown),
        };
        let found = Found { order: Some(link(&order)), ..Found::default() };
        if order.state == OrderState::Cancelled {
            return Went { outcome: UndoOutcome::Done, found };
        }
        let cancel = CancelOrder {
            id: order.id,
            reason: "the purchase could not be completed".into(),
            // the saga gives the goods and the money back itself
            restock: false,
            if_version: None,
        };
        let cancelled = match self.orders.cancel(&run.step("cancel_order"), cancel).await {
            Ok(_) | Err(OrderError::WrongState { state: OrderState::Cancelled }) => true,
            Err(error) => {
                tracing::error!(order = %order.id, %error, "an order that is undone cannot be cancelled");
                false
            }
        };
        Went { outcome: done_if(cancelled).outcome, found }
    }

    /// The order of this checkout, whether or not its making was answered.
    pub(crate) async fn order_of_checkout(&self, run: &Run) -> Result<Option<Order>, Fault> {
        let order = self.orders.order(&run.cx, GetOrder { order: OrderRef::Checkout(run.row.id) }).await;
        match order {
            Ok(order) => Ok(Some(order)),
            Err(error) if error.kind() == infrasell_kernel::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::relay(&error)),
        }
    }

    /// Puts sold goods back, if they were sold.
    async fn restock(&self, run: &Run) -> Went<UndoOutcome> {
        let Ok(reservation) = self.reservation_of(run).await else { return Went::so(UndoOutcome::Unknown) };
        let Some(sold) = reservation.filter(|found| found.state == ReservationState::Committed) else {
            return Went::so(UndoOutcome::Done);
        };
        let mut lines = vec![];
        for part in &sold.allocations {
            // a part without units is no part
            let Ok(quantity) = Quantity::new(part.quantity) else { continue };
            lines.push(RestockLine { variant: part.variant, location: part.location, quantity });
        }
        if lines.is_empty() {
            return Went::so(UndoOutcome::Done);
        }
        let reference = run.progress.order.as_ref().map_or_else(|| run.row.reference(), |order| order.id.to_string());
        let restocked = self.inventory.restock(&run.step("restock"), Restock { reference, lines }).await;
        done_if(restocked.is_ok())
    }

    /// What is or was held for this attempt.
    pub(crate) async fn reservation_of(&self, run: &Run) -> Result<Option<Reservation>, Fault> {
        let list = ListReservations { owner: Some(run.row.reference()), ..ListReservations::default() };
        let page = self.inventory.reservations(&run.cx, list).await.map_err(|error| Fault::relay(&error))?;
        Ok(page.items.into_iter().next())
    }
}

/// The name under which an attempt's payment is undone.
pub(crate) fn undo_reference(attempt: &str) -> String {
    format!("{attempt}:undo")
}

fn settled(payment: Payment) -> Went<UndoOutcome> {
    let outcome = done_if(is_undone(&payment)).outcome;
    Went { outcome, found: Found { payment: Some(payment), ..Found::default() } }
}

fn done_if(done: bool) -> Went<UndoOutcome> {
    Went::so(if done { UndoOutcome::Done } else { UndoOutcome::Unknown })
}
