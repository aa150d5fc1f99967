//! The contract, split by verb. The only place that begins a transaction.

mod change;
mod create;
mod read;

use crate::Deps;
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    identity::EmailVerified,
    orders::{
        AddNote, CancelOrder, ClaimOrders, ClaimedOrders, CompleteOrder, CreateFulfilment, CreateOrder, CreateRefund,
        GetOrder, GetTimeline, ListOrders, Order, OrderError, Orders, TimelineEntry, UpdateFulfilment,
    },
    payments::PaymentChanged,
    settings::Settings,
};
use infrasell_db::{Db, DbError, Event};
use infrasell_kernel::{Env, FieldError, Page};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// Orders over a database.
pub struct OrderService {
    pub(crate) db: Db,
    pub(crate) env: Env,
    settings: Arc<dyn Settings>,
}

impl OrderService {
    pub(crate) fn new(deps: Deps) -> Self {
        let Deps { db, env, settings } = deps;
        OrderService { db, env, settings }
    }

    /// Takes in an `identity.email_verified`: the orders of that address that are nobody's become the customer's. The same
    /// event again finds none.
    ///
    /// # Errors
    /// What the database says; the event is then to be delivered again.
    pub async fn email_verified(&self, told: &EmailVerified) -> Result<(), Fault> {
        let claim = ClaimOrders { customer: told.customer, email: told.email.clone() };
        change::claim(self, &claim).await.map(|_| ()).map_err(|failed| match OrderError::from(failed) {
            OrderError::Fault(fault) => fault,
            other => Fault::internal(other),
        })
    }

    /// Takes in a `payments.payment_changed`; of two events the one with the later time, or else the larger id, is newer.
    /// The same event again changes nothing, and one that is older than what is known only adds what can but grow.
    ///
    /// # Errors
    /// What the database says; the event is then to be delivered again.
    pub async fn payment_changed(&self, event: &Event, told: &PaymentChanged) -> Result<(), Fault> {
        change::payment_changed(self, event, told).await.map_err(|failed| match OrderError::from(failed) {
            OrderError::Fault(fault) => fault,
            other => Fault::internal(other),
        })
    }
}

/// Why something was not done, while the database's own words are still of use.
enum Failed {
    Db(DbError),
    Answer(OrderError),
}

impl From<Failed> for OrderError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Db(error) => OrderError::Fault(error.into()),
            Failed::Answer(error) => error,
        }
    }
}
impl From<DbError> for Failed {
    fn from(error: DbError) -> Self {
        Failed::Db(error)
    }
}
impl From<OrderError> for Failed {
    fn from(error: OrderError) -> Self {
        Failed::Answer(error)
    }
}
impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Failed::Answer(fault.into())
    }
}
impl From<FieldError> for Failed {
    fn from(error: FieldError) -> Self {
        Failed::Answer(error.into())
    }
}
impl From<Vec<FieldError>> for Failed {
    fn from(errors: Vec<FieldError>) -> Self {
        Failed::Answer(errors.into())
    }
}

type Done<T> = Result<T, Failed>;
type Answer<T> = Result<T, OrderError>;

#[async_trait]
impl Orders for OrderService {
    async fn create(&self, cx: &Cx, req: CreateOrder) -> Answer<Order> {
        Ok(create::create(self, cx, req).await?)
    }
    async fn order(&self, _: &Cx, req: GetOrder) -> Answer<Order> {
        Ok(read::order(self, &req.order).await?)
    }
    async fn orders(&self, _: &Cx, req: ListOrders) -> Answer<Page<Order>> {
        Ok(read::orders(self, &req).await?)
    }
    async fn cancel(&self, cx: &Cx, req: CancelOrder) -> Answer<Order> {
        Ok(change::cancel(self, cx, req).await?)
    }
    async fn create_fulfilment(&self, cx: &Cx, req: CreateFulfilment) -> Answer<Order> {
        Ok(change::create_fulfilment(self, cx, req).await?)
    }
    async fn update_fulfilment(&self, cx: &Cx, req: UpdateFulfilment) -> Answer<Order> {
        Ok(change::update_fulfilment(self, cx, req).await?)
    }
    async fn create_refund(&self, cx: &Cx, req: CreateRefund) -> Answer<Order> {
        Ok(change::create_refund(self, cx, req).await?)
    }
    async fn add_note(&self, cx: &Cx, req: AddNote) -> Answer<TimelineEntry> {
        Ok(change::add_note(self, cx, req).await?)
    }
    async fn timeline(&self, _: &Cx, req: GetTimeline) -> Answer<Page<TimelineEntry>> {
        Ok(read::timeline(self, &req).await?)
    }
    async fn claim(&self, _: &Cx, req: ClaimOrders) -> Answer<ClaimedOrders> {
        Ok(change::claim(self, &req).await?)
    }
    async fn complete(&self, cx: &Cx, req: CompleteOrder) -> Answer<Order> {
        Ok(change::complete(self, cx, req).await?)
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Answer<AuditReport> {
        Ok(crate::audit::audit(&self.db).await.map_err(Fault::from)?)
    }
}
