//! Webhooks: what is to be delivered where and when, how it is signed, and how it is forged when a plan says so.
//!
//! A signature is `Sim-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 over `SECONDS.BODY` with the webhook
//! secret, in lower case; while two secrets are valid there are two `v1`.

use crate::{plan::Act, rng::Rng};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;

/// When an attempt is made, in seconds after the first: for three days with growing gaps.
pub(crate) const ATTEMPTS_S: [i64; 13] =
    [0, 60, 300, 1_800, 7_200, 18_000, 36_000, 72_000, 115_200, 158_400, 201_600, 244_800, 259_200];
/// How large a body is made by `huge_body`, in bytes.
const HUGE_BYTES: usize = 5 * 1024 * 1024;
/// How far `old_t` and `future_t` are off, in seconds.
const SKEW_S: i64 = 3_600;

/// Where webhooks go.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) enabled: bool,
    failures: u32,
    disable_after: Option<u32>,
}

/// One event on its way to one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) event: String,
    pub(crate) kind: String,
    pub(crate) url: String,
    pub(crate) body: Vec<u8>,
    pub(crate) forgeries: Vec<Act>,
    pub(crate) attempt: usize,
    /// How many are sent at once.
    pub(crate) copies: u64,
    first_s: i64,
    before_response: bool,
    /// Held until the clock is moved, and then put in an order that this seed decides.
    held: Option<u64>,
}

/// A request to send.
#[derive(Debug)]
pub(crate) struct Sending {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// All endpoints and everything on its way.
#[derive(Debug)]
pub(crate) struct Webhooks {
    pub(crate) secrets: Vec<String>,
    endpoints: Vec<Endpoint>,
    pending: BTreeMap<(i64, u64), Webhook>,
    queued: u64,
}

impl Webhooks {
    pub(crate) fn new(secrets: Vec<String>) -> Self {
        Webhooks { secrets, endpoints: vec![], pending: BTreeMap::new(), queued: 0 }
    }

    /// The same secrets and endpoints with nothing on its way.
    pub(crate) fn fresh(&self) -> Self {
        let mut fresh = Webhooks::new(self.secrets.clone());
        for endpoint in &self.endpoints {
            fresh.add_endpoint(&endpoint.url);
        }
        fresh
    }

    /// Adds an endpoint, or enables it again.
    pub(crate) fn add_endpoint(&mut self, url: &str) {
        self.endpoints.retain(|endpoint| endpoint.url != url);
        self.endpoints.push(Endpoint { url: url.into(), enabled: true, failures: 0, disable_after: None });
    }

    /// Queues an event for every endpoint, as the acts say.
    pub(crate) fn queue(&mut self, event: Value, acts: &[Act], now_s: i64, rng: &mut Rng) {
        if acts.contains(&Act::Drop) {
            return;
        }
        for index in 0..self.endpoints.len() {
            for act in acts {
                if let Act::DisableAfterFailures { failures } = act {
                    self.endpoints[index].disable_after = Some(*failures);
                }
            }
            if !self.endpoints[index].enabled {
                continue;
            }
            let url = self.endpoints[index].url.clone();
            let webhook = webhook(&event, url, acts, now_s);
            for act in acts {
                if let Act::Dup { copies } = act {
                    for _ in 0..*copies {
                        self.push(webhook.clone());
                    }
                }
            }
            if acts.contains(&Act::DupNewId) {
                let mut again = event.clone();
                again["id"] = format!("se_{}", rng.hex()).into();
                self.push(self::webhook(&again, webhook.url.clone(), acts, now_s));
            }
            self.push(webhook);
        }
    }

    fn push(&mut self, webhook: Webhook) {
        self.queued += 1;
        self.pending.insert((webhook.due_s(), self.queued), webhook);
    }

    /// When the next delivery is due, in seconds since 1970.
    pub(crate) fn next_due_s(&self) -> Option<i64> {
        self.pending.iter().find(|(_, webhook)| webhook.held.is_none()).map(|((due, _), _)| *due)
    }

    /// Takes the next one that is due.
    pub(crate) fn take_due(&mut self, now_s: i64) -> Option<Webhook> {
        let mut due = self.pending.range(..=(now_s, u64::MAX)).filter(|(_, w)| w.held.is_none());
        let key = *due.next()?.0;
        self.pending.remove(&key)
    }

    /// Takes the next one that is to arrive before the response of the call that set it off.
    pub(crate) fn take_before_response(&mut self) -> Option<Webhook> {
        let key = *self.pending.iter().find(|(_, w)| w.before_response && w.attempt == 0)?.0;
        self.pending.remove(&key)
    }

    /// Lets go of what was held to be reordered.
    pub(crate) fn release_held(&mut self) {
        let keys: Vec<(i64, u64)> =
            self.pending.iter().filter(|(_, w)| w.held.is_some()).map(|(key, _)| *key).collect();
        let mut held: Vec<Webhook> = keys.iter().filter_map(|key| self.pending.remove(key)).collect();
        let seed = held.iter().filter_map(|webhook| webhook.held).fold(0, u64::wrapping_add);
        Rng::new(seed).shuffle(&mut held);
        let last = held.iter().map(Webhook::due_s).max().unwrap_or(0);
        for webhook in held {
            self.push(Webhook { held: None, first_s: last, ..webhook });
        }
    }

    /// Notes how an attempt went; a failed one is queued again until its three days are over.
    pub(crate) fn settle(&mut self, webhook: Webhook, delivered: bool) {
        let Some(endpoint) = self.endpoints.iter_mut().find(|endpoint| endpoint.url == webhook.url) else { return };
        if delivered {
            endpoint.failures = 0;
            return;
        }
        endpoint.failures += 1;
        if endpoint.disable_after.is_some_and(|limit| endpoint.failures >= limit) {
            endpoint.enabled = false;
            let url = endpoint.url.clone();
            self.pending.retain(|_, pending| pending.url != url);
            return;
        }
        if webhook.attempt + 1 < ATTEMPTS_S.len() {
            self.push(Webhook { attempt: webhook.attempt + 1, copies: 1, ..webhook });
        }
    }

    /// Signs a webhook, or forges it.
    pub(crate) fn sign(&self, webhook: &Webhook, now_s: i64) -> Sending {
        let forged = |act: &Act| webhook.forgeries.contains(act);
        let t = match (forged(&Act::OldT), forged(&Act::FutureT)) {
            (true, _) => now_s - SKEW_S,
            (_, true) => now_s + SKEW_S,
            _ => now_s,
        };
        let wrong = [String::from("whsec_somebody_else")];
        let secrets = if forged(&Act::WrongSecret) { &wrong[..] } else { &self.secrets };
        let mut parts = vec![format!("t={t}")];
        if forged(&Act::TwoV1FirstBad) {
            parts.push(format!("v1={}", "0".repeat(64)));
        }
        for secret in secrets {
            let hex = signature(secret, t, &webhook.body);
            let hex = if forged(&Act::UppercaseHex) { hex.to_uppercase() } else { hex };
            parts.push(format!("{}={hex}", if forged(&Act::OnlyV0) { "v0" } else { "v1" }));
        }
        let mut headers = vec![("content-type", "application/json".into()), ("sim-event-id", webhook.event.clone())];
        if !forged(&Act::MissingHeader) {
            headers.push(("sim-signature", parts.join(",")));
        }
        let mut body = webhook.body.clone();
        if let Some(middle) = body.len().checked_div(2).filter(|_| forged(&Act::BodyByteFlipAfterSign)) {
            body[middle] ^= 1;
        }
        Sending { headers, body }
    }

    /// Endpoints and what is on its way, as JSON.
    pub(crate) fn json(&self) -> Value {
        let endpoints: Vec<Value> = self
            .endpoints
            .iter()
            .map(|e| json!({ "url": e.url, "enabled": e.enabled, "failures": e.failures }))
            .collect();
        let pending: Vec<Value> = self
            .pending
            .values()
            .map(|w| {
                json!({
                    "event": w.event, "type": w.kind, "url": w.url, "due": w.due_s(), "attempts": w.attempt,
                    "held": w.held.is_some(),
                })
            })
            .collect();
        json!({ "endpoints": endpoints, "pending": pending })
    }
}

impl Webhook {
    fn due_s(&self) -> i64 {
        self.first_s + ATTEMPTS_S[self.attempt]
    }
}

/// Builds the webhook of an event.
fn webhook(event: &Value, url: String, acts: &[Act], now_s: i64) -> Webhook {
    let forgeries: Vec<Act> = acts.iter().filter(|act| act.is_forgery()).cloned().collect();
    let mut said = event.clone();
    for forgery in &forgeries {
        match forgery {
            Act::OtherAccount => said["account"] = "acct_somebody_else".into(),
            Act::OtherMode => said["mode"] = if said["mode"] == "live" { "test" } else { "live" }.into(),
            Act::UnknownObject => said["data"]["object"]["id"] = "sp_ffffffffffffffff".into(),
            Act::HugeBody => said["padding"] = "x".repeat(HUGE_BYTES).into(),
            _ => {}
        }
    }
    let mut webhook = Webhook {
        event: event["id"].as_str().unwrap_or_default().into(),
        kind: event["type"].as_str().unwrap_or_default().into(),
        url,
        body: said.to_string().into_bytes(),
        forgeries,
        attempt: 0,
        copies: 1,
        first_s: now_s,
        before_response: acts.contains(&Act::BeforeResponse),
        held: None,
    };
    for act in acts {
        match act {
            Act::Delay { s } => webhook.first_s += i64::try_from(*s).unwrap_or(i64::MAX / 4),
            Act::Reorder { seed } => webhook.held = Some(*seed),
            Act::Concurrent { copies } => webhook.copies = (*copies).clamp(1, 64),
            _ => {}
        }
    }
    webhook
}

/// HMAC-SHA256 over `t.body`, in lower-case hex.
#[must_use]
pub fn signature(secret: &str, t: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(t.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gaps_grow_and_end_after_three_days() {
        let gaps: Vec<i64> = ATTEMPTS_S.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps[..gaps.len() - 1].is_sorted());
        assert_eq!(ATTEMPTS_S.last(), Some(&259_200));
    }

    #[test]
    fn the_signature_is_over_the_time_a_point_and_the_body() {
        // RFC 4231, test case 2: the key "Jefe" over this text has this code.
        let mut mac = Hmac::<Sha256>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex::encode(mac.finalize().into_bytes()), known);
        let mut mac = Hmac::<Sha256>::new_from_slice(b"k").unwrap();
        mac.update(b"12.{}");
        assert_eq!(signature("k", 12, b"{}"), hex::encode(mac.finalize().into_bytes()));
    }
}
