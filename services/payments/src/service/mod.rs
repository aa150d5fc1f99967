//! The contract of payments. The only place where transactions begin, and none is held while a provider is called.

mod audit;
mod authorise;
mod background;
mod book;
mod moves;
mod reads;
mod received;
mod recon;
mod release;
mod resolve;
mod send;
mod undo;
mod webhook;

use crate::port::Provider;
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    payments::{
        Authorise, Capture, FactView, FindPayment, GetPayment, GetPayments, ListFacts, ListMethods, ListOps,
        ListPayments, Payment, PaymentError, PaymentMethod, Payments, ProviderOp, ReceiveWebhook, RecordReceived,
        Refund, Release, RetryOp, SyncPayment, Undo, Void,
    },
};
use infrasell_db::{Db, DbError};
use infrasell_kernel::{ChannelId, Env, Fields, Page, PaymentId, Timestamp, Token};
use infrasell_rpc::{Cx, Fault, ServiceError};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// How long after a call must have ended an operation without an answer counts as forsaken by its process.
const GRACE: Duration = Duration::from_secs(5);
/// The longest reference, in characters.
pub(crate) const MAX_REFERENCE: usize = 96;

/// The service.
pub struct PaymentsService {
    core: Arc<Core>,
}

/// What every part of the service works with.
pub(crate) struct Core {
    pub(crate) db: Db,
    pub(crate) env: Env,
    pub(crate) engines: Vec<Arc<dyn Provider>>,
    pub(crate) only_in: BTreeMap<String, Vec<ChannelId>>,
}

/// How work inside the service fails.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failed(pub(crate) PaymentError);

impl From<PaymentError> for Failed {
    fn from(error: PaymentError) -> Self {
        Failed(error)
    }
}
impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Failed(fault.into())
    }
}
impl From<DbError> for Failed {
    fn from(error: DbError) -> Self {
        Failed(Fault::from(error).into())
    }
}
impl From<Failed> for PaymentError {
    fn from(failed: Failed) -> Self {
        failed.0
    }
}
impl From<Failed> for Fault {
    fn from(failed: Failed) -> Self {
        match failed.0 {
            PaymentError::Fault(fault) => fault,
            other => Fault::conflict(other.to_string()),
        }
    }
}

/// The result of work inside the service.
pub(crate) type Res<T> = Result<T, Failed>;

impl Failed {
    /// Whether trying again later may help.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self.0.fault(), Some(Fault::Unavailable { .. } | Fault::TimedOut | Fault::Internal { .. }))
    }
}

impl PaymentsService {
    pub(crate) fn new(core: Core) -> Self {
        PaymentsService { core: Arc::new(core) }
    }

    /// Makes sure that every engine's secret belongs to the account and mode that it is configured for.
    ///
    /// # Errors
    /// A sentence for each that does not.
    pub async fn check_engines(&self) -> Result<(), Vec<String>> {
        let mut wrong = vec![];
        for engine in &self.core.engines {
            if let Err(why) = engine.check().await {
                wrong.push(format!("payment method {}: {why}", engine.code()));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

impl Core {
    pub(crate) fn now(&self) -> Timestamp {
        self.env.now()
    }

    pub(crate) fn token(&self) -> String {
        Token::random(&*self.env.random).to_string()
    }

    pub(crate) fn engine(&self, code: &str) -> Option<&Arc<dyn Provider>> {
        self.engines.iter().find(|engine| engine.code() == code)
    }

    /// When an operation that was sent at `sent_at` and has no answer counts as forsaken by its process.
    pub(crate) fn forsaken_at(&self, method: &str, sent_at: Timestamp) -> Timestamp {
        let call_limit = self.engine(method).map_or(Duration::ZERO, |engine| engine.call_limit());
        sent_at.plus(call_limit.saturating_add(GRACE))
    }

    /// The engine of a payment that exists.
    pub(crate) fn engine_of(&self, code: &str) -> Res<&Arc<dyn Provider>> {
        let none =
            || PaymentError::NotSupported { method: code.into(), action: "be reached; it is not configured".into() };
        Ok(self.engine(code).ok_or_else(none)?)
    }
}

/// There is no such payment.
pub(crate) fn no_payment(id: PaymentId) -> Failed {
    Fault::not_found("payment", id).into()
}

/// Checks the name and the amount of a movement.
pub(crate) fn check_part(reference: &str, amount_minor: Option<i64>) -> Res<()> {
    let mut fields = Fields::new();
    fields.text("reference", reference, MAX_REFERENCE);
    let positive = amount_minor.is_none_or(|amount| amount > 0);
    fields.check(positive, "amount_minor", "out_of_range", "amount_minor must be positive");
    fields.done().map_err(|errors| Fault::from(errors).into())
}

#[async_trait]
impl Payments for PaymentsService {
    async fn methods(&self, _: &Cx, req: ListMethods) -> Result<Vec<PaymentMethod>, PaymentError> {
        Ok(self.core.methods(&req))
    }
    async fn authorise(&self, cx: &Cx, req: Authorise) -> Result<Payment, PaymentError> {
        Ok(self.core.authorise(cx, req).await?)
    }
    async fn payment(&self, _: &Cx, req: GetPayment) -> Result<Payment, PaymentError> {
        Ok(self.core.view(req.id).await?)
    }
    async fn payments_by_id(&self, _: &Cx, req: GetPayments) -> Result<Vec<Payment>, PaymentError> {
        Ok(self.core.views(&req.ids).await?)
    }
    async fn find(&self, _: &Cx, req: FindPayment) -> Result<Option<Payment>, PaymentError> {
        Ok(self.core.find(&req.reference).await?)
    }
    async fn payments(&self, _: &Cx, req: ListPayments) -> Result<Page<Payment>, PaymentError> {
        Ok(self.core.list(&req).await?)
    }
    async fn capture(&self, cx: &Cx, req: Capture) -> Result<Payment, PaymentError> {
        Ok(self.core.capture(cx, req).await?)
    }
    async fn void(&self, cx: &Cx, req: Void) -> Result<Payment, PaymentError> {
        Ok(self.core.void(cx, req).await?)
    }
    async fn refund(&self, cx: &Cx, req: Refund) -> Result<Payment, PaymentError> {
        Ok(self.core.refund(cx, req).await?)
    }
    async fn undo(&self, cx: &Cx, req: Undo) -> Result<Payment, PaymentError> {
        Ok(self.core.undo(cx, req).await?)
    }
    async fn record_received(&self, cx: &Cx, req: RecordReceived) -> Result<Payment, PaymentError> {
        Ok(self.core.record_received(cx, req).await?)
    }
    async fn sync(&self, cx: &Cx, req: SyncPayment) -> Result<Payment, PaymentError> {
        self.core.record_asked(cx, "payments.sync", req.id, &req).await?;
        Ok(self.core.sync(req.id, "sync").await?)
    }
    async fn receive_webhook(&self, _: &Cx, req: ReceiveWebhook) -> Result<(), PaymentError> {
        Ok(self.core.receive_webhook(req).await?)
    }
    async fn ops(&self, _: &Cx, req: ListOps) -> Result<Page<ProviderOp>, PaymentError> {
        Ok(self.core.ops(&req).await?)
    }
    async fn retry_op(&self, cx: &Cx, req: RetryOp) -> Result<ProviderOp, PaymentError> {
        // it takes several transactions, with the provider in between: recorded before the first
        let payment = self.core.reload(req.id).await?.payment;
        self.core.record_asked(cx, "payments.retry_op", payment, &req).await?;
        Ok(self.core.retry_op(req.id).await?)
    }
    async fn release(&self, cx: &Cx, req: Release) -> Result<Payment, PaymentError> {
        Ok(self.core.release(cx, req).await?)
    }
    async fn facts(&self, _: &Cx, req: ListFacts) -> Result<Page<FactView>, PaymentError> {
        Ok(self.core.facts(&req).await?)
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport, PaymentError> {
        Ok(self.core.audit().await?)
    }
}
