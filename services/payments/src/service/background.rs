//! What happens without being asked: jobs, the daily reconciliation, and other services' events.

use super::{
    Core, Failed, PaymentsService,
    book::{POLL, RESOLVE, UNDO},
    webhook::WEBHOOK,
};
use crate::decide;
use async_trait::async_trait;
use infrasell_contracts::{
    orders::{ORDER_CANCELLED, OrderCancelled, REFUND_REQUESTED, RefundRequested},
    payments::{Refund, Undo},
};
use infrasell_db::{Event, EventHandler, Job, JobHandler, JobOutcome, JobPolicy, JobSpec, Subscription};
use infrasell_kernel::{PaymentId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// The daily reconciliation.
const RECON: &str = "payments.recon";

/// The part of the service that a handler works for.
#[derive(Clone, Copy)]
enum Work {
    Resolve,
    Poll,
    Undo,
    Webhook,
    Recon,
}

struct Handler {
    core: Arc<Core>,
    work: Work,
}

impl PaymentsService {
    /// The jobs that keep payments' promises.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        let spec = |kind, work| JobSpec::new(kind, Arc::new(Handler { core: Arc::clone(&self.core), work }));
        // What is known about money is asked for patiently: the database may be away for an hour.
        let patient = JobPolicy { attempts: 40, ..JobPolicy::default() };
        vec![
            spec(RESOLVE, Work::Resolve).policy(patient),
            spec(POLL, Work::Poll).policy(patient),
            spec(UNDO, Work::Undo).policy(patient),
            spec(WEBHOOK, Work::Webhook).policy(patient),
            spec(RECON, Work::Recon).every(Duration::from_secs(86_400)),
        ]
    }

    /// The events of other services that payments acts on.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        let handler = Arc::new(Orders { core: Arc::clone(&self.core) });
        vec![Subscription::new("payments.orders", &[ORDER_CANCELLED, REFUND_REQUESTED], handler)]
    }
}

#[async_trait]
impl JobHandler for Handler {
    async fn run(&self, _: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        let again = match self.work {
            Work::Resolve => self.core.resolve(job.decode()?).await?,
            Work::Poll => self.core.poll(job.decode()?).await?,
            Work::Undo => {
                self.core.undo_now(job.decode()?).await?;
                None
            }
            Work::Webhook => self.core.follow_webhook(job.decode()?).await?,
            Work::Recon => {
                self.core.recon().await?;
                None
            }
        };
        Ok(again.map_or(JobOutcome::Done, JobOutcome::Again))
    }
}

impl Core {
    /// Asks how a payment stands, unless it has come to its end; says when to ask again, if at all.
    async fn poll(self: &Arc<Self>, id: PaymentId) -> Result<Option<Timestamp>, Failed> {
        if self.is_final(id).await? {
            return Ok(None);
        }
        match self.sync(id, "poller").await {
            Err(failed) if !failed.is_transient() => return Err(failed),
            // Without an answer the next poll is soon enough.
            Ok(_) | Err(_) => {}
        }
        if self.is_final(id).await? {
            return Ok(None);
        }
        let payment = self.load(id).await?;
        let next = decide::next_poll(&payment, self.now());
        if next.is_none() {
            tracing::error!(payment = %id, state = %payment.state, "a payment has not come to an end; a person must look");
        }
        Ok(next)
    }

    async fn is_final(&self, id: PaymentId) -> Result<bool, Failed> {
        let (_, is_final) =
            self.record(id, "poller", |book| decide::is_final(book.state(), &book.ledger, &book.ops)).await?;
        Ok(is_final)
    }
}

struct Orders {
    core: Arc<Core>,
}

#[async_trait]
impl EventHandler for Orders {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        let cx = cx.step("payments", event.id.to_string());
        if event.topic == ORDER_CANCELLED {
            return self.cancelled(&cx, event.decode()?).await;
        }
        self.refund_requested(&cx, event.decode()?).await
    }
}

impl Orders {
    async fn cancelled(&self, cx: &Cx, event: OrderCancelled) -> Result<(), Fault> {
        let Some(id) = event.payment else { return Ok(()) };
        self.core.undo(cx, Undo { id, reference: format!("{}:cancel", event.order) }).await?;
        Ok(())
    }

    async fn refund_requested(&self, cx: &Cx, event: RefundRequested) -> Result<(), Fault> {
        let Some(id) = event.payment.filter(|_| event.amount_minor > 0) else { return Ok(()) };
        let reference = event.refund.to_string();
        let ask = Refund { id, reference: reference.clone(), amount_minor: event.amount_minor };
        match self.core.refund(cx, ask).await {
            Ok(_) => Ok(()),
            Err(failed) if failed.is_transient() => Err(failed.into()),
            // Nothing will change by asking again: whoever asked must learn that it will not be.
            Err(failed) => {
                let why = failed.0.to_string();
                tracing::error!(payment = %id, reference, why, "a refund that was asked for cannot be made");
                self.core.refuse_refund(id, reference, event.amount_minor, &why).await?;
                Ok(())
            }
        }
    }
}
