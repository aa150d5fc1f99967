//! Webhooks: verified, stored, answered; then, by a job, taken as a hint where to look.

use super::{Core, Res};
use crate::{
    model::{Webhook, WebhookState},
    port::{About, Answer, Hint, Provider},
    store,
};
use infrasell_contracts::payments::{PaymentError, ReceiveWebhook};
use infrasell_kernel::{PaymentId, Timestamp};
use infrasell_rpc::Fault;
use std::{sync::Arc, time::Duration};

/// The job that follows a webhook up.
pub(crate) const WEBHOOK: &str = "payments.webhook";
/// The largest body of a webhook, in bytes.
const MAX_BODY_BYTES: usize = 1024 * 1024;
/// How long to wait, in seconds, before a webhook about an object that nobody knows yet is looked at again.
const WAITS_S: [u64; 7] = [2, 10, 60, 600, 3_600, 21_600, 86_400];

impl Core {
    pub(crate) async fn receive_webhook(&self, req: ReceiveWebhook) -> Res<()> {
        let engine = self.engine(&req.provider).ok_or_else(|| Fault::not_found("payment provider", &req.provider))?;
        if req.body.len() > MAX_BODY_BYTES {
            return Err(
                Fault::field("body", "too_long", format!("a webhook has at most {MAX_BODY_BYTES} bytes")).into()
            );
        }
        let now = self.now();
        let hints = engine.parse_webhook(&req.headers, &req.body, now).map_err(|bad| {
            tracing::warn!(provider = req.provider, why = bad.0, bytes = req.body.len(), "a webhook was refused");
            PaymentError::BadSignature
        })?;
        let mut tx = self.db.begin().await?;
        for hint in &hints {
            let ignored = not_ours(&**engine, hint);
            let id = store::webhook::insert(&mut tx, &req.provider, hint, &req.body, ignored).await?;
            if let Some(id) = id.filter(|_| ignored.is_none()) {
                tx.enqueue(WEBHOOK, Some(&id.to_string()), &id, now).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Follows a webhook up; says when to come back to it, if at all.
    pub(crate) async fn follow_webhook(self: &Arc<Self>, id: i64) -> Res<Option<Timestamp>> {
        let Some(mut webhook) = store::webhook::get(&self.db, id).await? else { return Ok(None) };
        if webhook.state != WebhookState::Stored {
            return Ok(None);
        }
        let engine = Arc::clone(self.engine_of(&webhook.provider)?);
        match self.apply_hint(&*engine, &webhook.about).await? {
            Hinted::Applied => {
                webhook.state = WebhookState::Applied;
                store::webhook::update(&self.db, &webhook, None).await?;
                Ok(None)
            }
            Hinted::NotYet(why) => self.wait(webhook, why).await,
        }
    }

    async fn wait(&self, mut webhook: Webhook, why: &'static str) -> Res<Option<Timestamp>> {
        let wait = usize::try_from(webhook.attempts).ok().and_then(|attempt| WAITS_S.get(attempt));
        webhook.attempts += 1;
        if wait.is_none() {
            tracing::error!(provider = webhook.provider, event = webhook.event_id, why, "a webhook was of no use");
            webhook.state = WebhookState::Ignored;
        }
        store::webhook::update(&self.db, &webhook, Some(why)).await?;
        Ok(wait.map(|seconds| self.now().plus(Duration::from_secs(*seconds))))
    }

    /// Fetches the object and applies what it says; the webhook itself says nothing that counts.
    async fn apply_hint(self: &Arc<Self>, engine: &dyn Provider, about: &About) -> Res<Hinted> {
        let found = match about {
            About::Payment(object) => Answer::Found(object.clone()),
            About::Refund(refund) => match engine.fetch_refund(refund).await {
                Answer::Found(seen) => Answer::Found(seen.payment_object),
                Answer::Absent => Answer::Absent,
                Answer::Unknown { cause } => Answer::Unknown { cause },
            },
        };
        let found = match found {
            Answer::Found(object) => engine.fetch(&object).await,
            Answer::Absent => Answer::Absent,
            Answer::Unknown { cause } => Answer::Unknown { cause },
        };
        let seen = match found {
            Answer::Found(seen) => seen,
            Answer::Absent => return Ok(Hinted::NotYet("the provider does not know the object")),
            Answer::Unknown { .. } => return Ok(Hinted::NotYet("the provider could not be asked")),
        };
        match self.owner(engine.code(), &seen.snapshot.object_id, seen.reference.as_deref()).await? {
            Some(payment) => {
                self.take_in(payment, &seen, "webhook").await?;
                Ok(Hinted::Applied)
            }
            None => Ok(Hinted::NotYet("no payment of ours has the object")),
        }
    }

    /// Whose object it is: known already, or to be known by our reference.
    pub(crate) async fn owner(&self, method: &str, object: &str, reference: Option<&str>) -> Res<Option<PaymentId>> {
        if let Some(payment) = store::payment::by_object(&self.db, method, object).await? {
            return Ok(Some(payment.id));
        }
        let Some(reference) = reference else { return Ok(None) };
        let payment = store::payment::by_provider_reference(&self.db, method, reference).await?;
        Ok(payment.map(|payment| payment.id))
    }
}

enum Hinted {
    Applied,
    NotYet(&'static str),
}

/// Why a webhook that is the provider's is not for us.
fn not_ours(engine: &dyn Provider, hint: &Hint) -> Option<&'static str> {
    let (account, mode) = engine.account();
    if hint.account != account {
        tracing::error!(provider = engine.code(), event = hint.event_id, "a webhook is of another account");
        return Some("it is of another account");
    }
    if hint.mode != mode {
        tracing::error!(provider = engine.code(), event = hint.event_id, "a webhook is of the other mode");
        return Some("it is of the other mode");
    }
    None
}
