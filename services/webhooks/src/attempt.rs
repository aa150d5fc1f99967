//! One try: the call that a message is, and what becomes of the message after it.

use crate::{
    WebhookService,
    model::{Due, Ended, Tried},
    sign::signature,
    store,
};
use bytes::Bytes;
use hyper::{
    HeaderMap, Method, StatusCode,
    header::{HeaderName, HeaderValue, RETRY_AFTER},
};
use infrasell_contracts::webhooks::{WebhookDelivery, WebhookDeliveryState, WebhookOutcome};
use infrasell_db::JobPolicy;
use infrasell_kernel::Timestamp;
use infrasell_outward::{Call, OutwardError, Refusal, Reply};
use infrasell_rpc::{Cx, Fault};
use std::time::Duration;

/// How much of a receiver's answer is read, bytes; nothing of it is kept.
const MOST_ANSWER: usize = 4_096;
/// How long a message waits when what it tells of could not be read: that is no fault of the receiver's.
const UNREAD_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause that a receiver may ask for.
const MOST_ASKED: Duration = Duration::from_secs(3_600);
/// The most characters that are kept of why a try failed.
const MOST_DETAIL: usize = 500;
/// What `X-Shopify-API-Version` says: whose shape the storefronts that read it expect.
const API_VERSION: &str = "2025-07";

/// When a message that failed is tried again: after 5 s, then twice as long each time, an hour at the most; and when a
/// receiver that only fails is.
pub(crate) const WAITS: JobPolicy = JobPolicy {
    attempts: 0,
    first_delay: Duration::from_secs(5),
    most_delay: Duration::from_secs(3_600),
    time_limit: Duration::from_secs(60),
};

/// What a message is made into.
enum Made {
    Call(Box<Call>),
    /// What it tells of is there no more.
    Gone,
    /// Its address may not be called any more.
    Refused(Refusal),
}

impl WebhookService {
    /// Makes one try.
    pub(crate) async fn try_once(&self, cx: &Cx, message: &WebhookDelivery) -> Tried {
        match self.make(cx, message).await {
            Ok(Made::Call(call)) => judge(self.deps.outward.call(*call).await),
            Ok(Made::Gone) => {
                Tried { is_gone: true, ..tried(WebhookOutcome::Unsent, None, "what it tells of is there no more") }
            }
            Ok(Made::Refused(refusal)) => judge(Err(refusal.into())),
            Err(fault) => {
                if let Fault::Internal { cause } = &fault {
                    tracing::error!(delivery = %message.id, cause, "a webhook's message could not be made");
                }
                tried(WebhookOutcome::Unsent, None, &format!("could not be made: {fault}"))
            }
        }
    }

    async fn make(&self, cx: &Cx, message: &WebhookDelivery) -> Result<Made, Fault> {
        let Some(body) = self.body(cx, message.topic, &message.entity).await? else { return Ok(Made::Gone) };
        let found = store::subscription::find(&self.deps.db, message.webhook).await?;
        let webhook = found.ok_or_else(|| Fault::not_found("webhook", message.webhook))?;
        let target = match self.deps.outward.policy().target(&self.address(&webhook)?) {
            Ok(target) => target,
            Err(refusal) => return Ok(Made::Refused(refusal)),
        };
        let secrets = self.secrets(&webhook)?;
        let signatures: Vec<String> = secrets.iter().map(|secret| signature(secret, &body)).collect();
        Ok(Made::Call(Box::new(Call {
            target,
            method: Method::POST,
            headers: headers(message, &self.deps.options.domain, &signatures),
            body: Bytes::from(body),
            time_limit: self.deps.options.time_limit,
            most_bytes: MOST_ANSWER,
        })))
    }
}

/// The headers, under our own names and under those that storefronts read. The latter hold one signature: that of the old
/// secret while it signs at all.
fn headers(message: &WebhookDelivery, domain: &str, signatures: &[String]) -> HeaderMap {
    let (id, at) = (message.id.to_string(), message.triggered_at.to_string());
    let topic = message.topic.as_str();
    let all = signatures.join(", ");
    let one = signatures.last().map(String::as_str).unwrap_or_default();
    let pairs = [
        ("content-type", "application/json"),
        ("user-agent", concat!("infrasell/", env!("CARGO_PKG_VERSION"))),
        ("x-infrasell-topic", topic),
        ("x-infrasell-signature", &all),
        ("x-infrasell-shop", domain),
        ("x-infrasell-delivery", &id),
        ("x-infrasell-triggered-at", &at),
        ("x-shopify-topic", topic),
        ("x-shopify-hmac-sha256", one),
        ("x-shopify-shop-domain", domain),
        ("x-shopify-webhook-id", &id),
        ("x-shopify-event-id", &id),
        ("x-shopify-triggered-at", &at),
        ("x-shopify-api-version", API_VERSION),
    ];
    let header = |(name, text)| Some((HeaderName::from_static(name), HeaderValue::from_str(text).ok()?));
    pairs.into_iter().filter_map(header).collect()
}

/// What an answer means. Pure.
fn judge(answer: Result<Reply, OutwardError>) -> Tried {
    match answer {
        Ok(reply) if reply.status.is_success() => tried(WebhookOutcome::Delivered, Some(reply.status), ""),
        Ok(reply) => {
            let asked = reply.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            let redirects = if reply.status.is_redirection() { ": redirects are not followed" } else { "" };
            let why = format!("answered {}{redirects}", reply.status.as_u16());
            Tried { asked: asked.map(Duration::from_secs), ..tried(WebhookOutcome::Failed, Some(reply.status), &why) }
        }
        Err(error @ OutwardError::Refused(_)) => tried(WebhookOutcome::Refused, None, &error.to_string()),
        Err(error) => tried(WebhookOutcome::Failed, None, &error.to_string()),
    }
}

fn tried(outcome: WebhookOutcome, status: Option<StatusCode>, detail: &str) -> Tried {
    let plain = detail.chars().map(|c| if c.is_control() { ' ' } else { c });
    Tried {
        outcome,
        status: status.map(|status| i64::from(status.as_u16())),
        detail: plain.take(MOST_DETAIL).collect(),
        asked: None,
        is_gone: false,
    }
}

/// What becomes of a message after a try. Pure.
pub(crate) fn ended(due: &Due, tried: &Tried, most: u32, chance: u16, now: Timestamp) -> Ended {
    let tries = u32::try_from(due.tries).unwrap_or(u32::MAX);
    let asked = tried.asked.map_or(now, |asked| now.plus(asked.min(MOST_ASKED)));
    let later = now.plus(WAITS.delay(tries, chance)).max(asked);
    let (state, next_at, counts) = match tried.outcome {
        WebhookOutcome::Delivered => (WebhookDeliveryState::Delivered, now, true),
        WebhookOutcome::Unsent if tried.is_gone => (WebhookDeliveryState::Dropped, now, false),
        WebhookOutcome::Unsent => (WebhookDeliveryState::Waiting, now.plus(UNREAD_PAUSE), false),
        _ if tries >= most => (WebhookDeliveryState::Dead, now, true),
        _ => (WebhookDeliveryState::Waiting, later, true),
    };
    Ended { id: due.shown.id, attempt: due.shown.attempts, state, next_at, counts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_contracts::webhooks::WebhookTopic;
    use infrasell_kernel::{WebhookDeliveryId, WebhookId};
    use proptest::prelude::*;

    fn due(tries: i64) -> Due {
        let shown = WebhookDelivery {
            id: WebhookDeliveryId::from_i64(3),
            webhook: WebhookId::from_i64(1),
            topic: WebhookTopic::ProductsUpdate,
            entity: "prod_7".into(),
            state: WebhookDeliveryState::Waiting,
            attempts: tries,
            last_status: None,
            last_error: None,
            next_attempt_at: None,
            triggered_at: Timestamp::from_micros(1_800_000_000_000_000),
            delivered_at: None,
        };
        Due { shown, tries }
    }

    fn reply(status: u16, retry_after: Option<&'static str>) -> Tried {
        let headers = retry_after.map(|text| (RETRY_AFTER, HeaderValue::from_static(text))).into_iter().collect();
        let status = StatusCode::from_u16(status).unwrap();
        judge(Ok(Reply { status, headers, body: Bytes::new(), is_cut: false }))
    }

    #[test]
    fn only_a_status_of_success_is_a_yes() {
        let outcomes = [200, 204, 299, 301, 302, 404, 410, 429, 500].map(|status| reply(status, None).outcome);
        let yes = outcomes.iter().filter(|outcome| **outcome == WebhookOutcome::Delivered).count();
        assert_eq!((yes, outcomes[3]), (3, WebhookOutcome::Failed));
        let now = Timestamp::from_micros(0);
        let busy = reply(429, Some("120"));
        assert_eq!(ended(&due(1), &busy, 12, 0, now).next_at, now.plus(Duration::from_secs(120)));
        let rude = reply(503, Some("999999999"));
        assert_eq!(ended(&due(1), &rude, 12, 0, now).next_at, now.plus(MOST_ASKED));
    }

    #[test]
    fn both_signatures_are_sent_and_the_old_one_where_only_one_fits() {
        let headers = headers(&due(1).shown, "shop.example", &["new".into(), "old".into()]);
        assert_eq!(headers["x-infrasell-signature"], "new, old");
        assert_eq!(headers["x-shopify-hmac-sha256"], "old");
        assert_eq!(headers["x-shopify-topic"], "products/update");
        assert_eq!(headers["x-shopify-webhook-id"], "whd_3");
        assert_eq!(headers["x-shopify-shop-domain"], "shop.example");
    }

    proptest! {
        /// A message that is not taken waits no longer than the longest wait and a quarter, and is given up exactly
        /// when its tries are used up; what could not be read costs no try.
        #[test]
        fn every_try_leads_somewhere(tries in 1_i64..40, most in 1_u32..30, chance: u16, status in 300_u16..600) {
            let now = Timestamp::from_micros(1_800_000_000_000_000);
            let after = ended(&due(tries), &reply(status, None), most, chance, now);
            prop_assert_eq!(after.state == WebhookDeliveryState::Dead, tries >= i64::from(most));
            prop_assert!(after.next_at.since(now) <= WAITS.most_delay * 5 / 4);
            let unread = tried(WebhookOutcome::Unsent, None, "away");
            let after = ended(&due(tries), &unread, most, chance, now);
            prop_assert_eq!((after.state, after.counts), (WebhookDeliveryState::Waiting, false));
        }
    }
}
