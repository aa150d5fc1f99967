//! Plans: what goes wrong, when.
//!
//! A plan entry waits for requests that match it and then acts on them, as often as it says. Several entries may act
//! on one request.

use crate::http::Request;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One thing that goes wrong. Times in `ms` are real milliseconds on the wire; times in `_s` are seconds of the
/// virtual clock. `applied` says whether the books change although the answer is bad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are the words of the plan, explained in the crate's documentation")]
pub enum Act {
    // Transport.
    DropBeforeApply,
    DropAfterApply,
    HangAfterApply {
        ms: u64,
    },
    Rst {
        #[serde(default = "yes")]
        applied: bool,
    },
    TruncateBody {
        bytes: usize,
    },
    Slow {
        ms: u64,
    },
    BadJson {
        #[serde(default = "yes")]
        applied: bool,
    },
    #[serde(rename = "html_502")]
    Html502 {
        #[serde(default)]
        applied: bool,
    },
    Redirect,
    CloseKeepalive,
    // Status.
    #[serde(rename = "500_stored")]
    Stored500 {
        #[serde(default)]
        applied: bool,
    },
    #[serde(rename = "500_unstored")]
    Unstored500 {
        #[serde(default)]
        applied: bool,
    },
    #[serde(rename = "503")]
    Unavailable503,
    #[serde(rename = "429")]
    TooMany429 {
        #[serde(default = "one")]
        retry_after_s: u64,
    },
    #[serde(rename = "409_in_use")]
    InUse409,
    #[serde(rename = "401_once")]
    Once401,
    #[serde(rename = "404_stale")]
    Stale404 {
        /// How old the object must be, on the virtual clock, to be seen again; for ever when absent.
        #[serde(default)]
        ms: Option<u64>,
    },
    // Money.
    AmountDelta {
        delta: i64,
    },
    OtherCurrency {
        currency: String,
    },
    PartialSuccess,
    FeeOnly,
    CapturePending {
        #[serde(default = "minute")]
        after_s: u64,
    },
    RefundFailsLater {
        after_s: u64,
    },
    DisputeOpen {
        #[serde(default)]
        amount: Option<i64>,
    },
    DisputeLost {
        #[serde(default)]
        amount: Option<i64>,
    },
    HoldExpired,
    AlreadyCapturedByDashboard,
    RefundedByDashboard {
        #[serde(default)]
        amount: Option<i64>,
    },
    // Webhooks.
    Drop,
    Dup {
        #[serde(default = "one")]
        copies: u64,
    },
    DupNewId,
    Reorder {
        seed: u64,
    },
    Delay {
        s: u64,
    },
    BeforeResponse,
    Concurrent {
        copies: u64,
    },
    WrongSecret,
    BodyByteFlipAfterSign,
    MissingHeader,
    OldT,
    FutureT,
    OnlyV0,
    UppercaseHex,
    TwoV1FirstBad,
    OtherAccount,
    OtherMode,
    UnknownObject,
    HugeBody,
    DisableAfterFailures {
        failures: u32,
    },
}

const fn yes() -> bool {
    true
}
const fn one() -> u64 {
    1
}
const fn minute() -> u64 {
    60
}

impl Act {
    /// Whether the act is on the webhooks that a request sets off and not on the request.
    #[must_use]
    pub const fn is_webhook(&self) -> bool {
        matches!(
            self,
            Act::Drop
                | Act::Dup { .. }
                | Act::DupNewId
                | Act::Reorder { .. }
                | Act::Delay { .. }
                | Act::BeforeResponse
                | Act::Concurrent { .. }
                | Act::DisableAfterFailures { .. }
        ) || self.is_forgery()
    }

    /// Whether the act changes what a webhook says or how it is signed.
    pub(crate) const fn is_forgery(&self) -> bool {
        matches!(
            self,
            Act::WrongSecret
                | Act::BodyByteFlipAfterSign
                | Act::MissingHeader
                | Act::OldT
                | Act::FutureT
                | Act::OnlyV0
                | Act::UppercaseHex
                | Act::TwoV1FirstBad
                | Act::OtherAccount
                | Act::OtherMode
                | Act::UnknownObject
                | Act::HugeBody
        )
    }
}

/// Which requests, or which webhooks, an entry waits for. What is absent matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// `POST`, `GET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A path where `*` stands for any characters but a slash, such as `/v1/payments/*/capture`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_glob: Option<String>,
    /// Only the request that is the nth to match the rest, counted from 1, and those after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u32>,
    /// Parameters of the query or the body, with the values that they must have.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub param: Map<String, Value>,
    /// For acts on webhooks: the type of the event, such as `payment.captured`, whatever set it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// One entry of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What it waits for.
    #[serde(rename = "match", default)]
    pub matches: Match,
    /// What then happens.
    #[serde(deserialize_with = "act")]
    pub act: Act,
    /// How often; once when absent.
    #[serde(default = "once")]
    pub times: u32,
}

const fn once() -> u32 {
    1
}

/// Reads an act; one whose fields all have defaults may be written as its bare name.
fn act<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Act, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if let Value::String(name) = &value {
        let spelled = Value::Object([(name.clone(), Value::Object(Map::new()))].into_iter().collect());
        if let Ok(act) = serde_json::from_value(spelled) {
            return Ok(act);
        }
    }
    serde_json::from_value(value).map_err(serde::de::Error::custom)
}

impl Plan {
    /// Acts once on the next request with this method and path.
    #[must_use]
    pub fn on(method: &str, path_glob: &str, act: Act) -> Self {
        let matches = Match { method: Some(method.into()), path_glob: Some(path_glob.into()), ..Match::default() };
        Plan { matches, act, times: 1 }
    }

    /// Acts once on the next webhook of this type, whatever sets it off.
    #[must_use]
    pub fn on_event(event: &str, act: Act) -> Self {
        Plan { matches: Match { event: Some(event.into()), ..Match::default() }, act, times: 1 }
    }

    /// So many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Only from the nth match on.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.matches.nth = Some(nth);
        self
    }

    /// Only with this parameter.
    #[must_use]
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.matches.param.insert(name.into(), value.into());
        self
    }
}

/// The entries that are still to act.
#[derive(Debug, Default)]
pub(crate) struct Plans(Vec<(Plan, u32)>);

impl Plans {
    /// Adds an entry.
    pub(crate) fn add(&mut self, plan: Plan) {
        self.0.push((plan, 0));
    }

    /// Takes the acts that are due on a request.
    pub(crate) fn on_request(&mut self, request: &Request) -> Vec<Act> {
        self.take(|matches| matches.event.is_none() && matches_request(matches, request))
    }

    /// Takes the acts that are due on an event.
    pub(crate) fn on_event(&mut self, kind: &str) -> Vec<Act> {
        self.take(|matches| matches.event.as_deref().is_some_and(|event| glob(event, kind)))
    }

    fn take(&mut self, fits: impl Fn(&Match) -> bool) -> Vec<Act> {
        let mut acts = vec![];
        for (plan, seen) in &mut self.0 {
            if !fits(&plan.matches) {
                continue;
            }
            *seen += 1;
            if *seen >= plan.matches.nth.unwrap_or(1) {
                plan.times = plan.times.saturating_sub(1);
                acts.push(plan.act.clone());
            }
        }
        self.0.retain(|(plan, _)| plan.times > 0);
        acts
    }
}

fn matches_request(matches: &Match, request: &Request) -> bool {
    let method = matches.method.as_ref().is_none_or(|method| *method == request.method);
    let path = matches.path_glob.as_ref().is_none_or(|pattern| glob(pattern, &request.path));
    method && path && matches.param.iter().all(|(name, value)| has_param(request, name, value))
}

fn has_param(request: &Request, name: &str, value: &Value) -> bool {
    let in_body = request.body_value().get(name) == Some(value);
    in_body || request.query.iter().any(|(n, v)| n == name && value.as_str() == Some(v))
}

/// Whether `text` has the shape of `pattern`, where `*` stands for any characters but a slash.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(tail) = text.strip_prefix(head) else { return false };
    let reach = tail.find('/').unwrap_or(tail.len());
    tail.char_indices().map(|(i, _)| i).chain([tail.len()]).take_while(|i| *i <= reach).any(|i| glob(rest, &tail[i..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use hyper::HeaderMap;
    use serde_json::json;

    fn request(method: &str, path: &str, body: &Value) -> Request {
        let body = Bytes::from(body.to_string());
        Request { method: method.into(), path: path.into(), query: vec![], headers: HeaderMap::new(), body }
    }

    #[test]
    fn a_star_stands_for_one_segment() {
        for (pattern, text, fits) in [
            ("/v1/payments/*/capture", "/v1/payments/sp_1/capture", true),
            ("/v1/payments/*", "/v1/payments/sp_1/capture", false),
            ("/v1/payments", "/v1/payments/", false),
            ("*", "", true),
            ("payment.*", "payment.captured", true),
        ] {
            assert_eq!(glob(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn an_entry_acts_from_its_nth_match_as_often_as_it_says() {
        let mut plans = Plans::default();
        plans.add(Plan::on("POST", "/v1/payments", Act::DropAfterApply).nth(2).times(2).param("amount", 5));
        let (fits, other) = (request("POST", "/v1/payments", &json!({"amount": 5})), json!({"amount": 6}));
        assert_eq!(plans.on_request(&fits), []);
        assert_eq!(plans.on_request(&request("POST", "/v1/payments", &other)), []);
        assert_eq!(plans.on_request(&fits), [Act::DropAfterApply]);
        assert_eq!(plans.on_request(&fits), [Act::DropAfterApply]);
        assert_eq!(plans.on_request(&fits), []);
    }

    #[test]
    fn an_act_is_read_by_its_bare_name_or_with_its_fields() {
        let read = |act: Value| serde_json::from_value::<Plan>(json!({ "act": act })).map(|plan| plan.act);
        assert_eq!(read(json!("rst")).unwrap(), Act::Rst { applied: true });
        assert_eq!(read(json!("500_stored")).unwrap(), Act::Stored500 { applied: false });
        assert_eq!(read(json!({"slow": {"ms": 5}})).unwrap(), Act::Slow { ms: 5 });
        assert_eq!(read(json!("drop")).unwrap(), Act::Drop);
        for bad in [json!("slow"), json!("explode"), json!({"slow": {"ms": 5, "s": 1}}), json!({"slow": {"ms": -1}})] {
            assert!(read(bad.clone()).is_err(), "{bad}");
        }
    }
}
