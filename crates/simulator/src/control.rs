//! The control API: what a test, and not a merchant, may ask.

use crate::{
    http::Reply,
    money::Capture,
    payment::{Actor, Phase},
    plan::Plan,
    world::{Effect, World},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// The most seconds that the clock moves in one call: ten years.
pub(crate) const MAX_ADVANCE_S: u64 = 10 * 366 * 86_400;

/// What the payer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act", deny_unknown_fields)]
pub enum PayerAct {
    /// Says yes; the bank says yes to what was pending.
    Approve,
    /// Says no; the bank says no.
    Decline {
        /// Why.
        code: String,
    },
    /// Goes away; the payment waits until its time is over.
    Abandon,
    /// Passes the bank's challenge.
    ChallengePass,
    /// Fails it.
    ChallengeFail,
    /// Pays after all, later, whatever the payment's state is then (unless it was given up).
    LateSuccess {
        /// Seconds of the virtual clock.
        after_s: i64,
    },
    /// Pays, but another amount.
    PayWrongAmount {
        /// Provider minor units.
        amount: i64,
    },
    /// Tries again in the app after a failure, and succeeds.
    RetryInApp,
}

/// What a person does in the provider's own dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act", deny_unknown_fields)]
pub enum DashboardAct {
    /// Captures; everything when there is no amount.
    Capture {
        /// Provider minor units.
        #[serde(default)]
        amount: Option<i64>,
    },
    /// Refunds; everything when there is no amount.
    Refund {
        /// Provider minor units.
        #[serde(default)]
        amount: Option<i64>,
    },
    /// Gives the payment up.
    Void,
    /// A dispute is opened; over everything when there is no amount.
    DisputeOpen {
        /// Provider minor units.
        #[serde(default)]
        amount: Option<i64>,
    },
    /// The open disputes are won.
    DisputeWon,
    /// The open disputes are lost.
    DisputeLost,
    /// The hold ends now.
    ExpireHold,
    /// A refund turns out not to have arrived.
    FailRefund {
        /// The refund.
        refund: String,
    },
}

#[derive(Deserialize)]
struct On<A> {
    payment: String,
    #[serde(flatten)]
    act: A,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    #[serde(default)]
    seed: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewEndpoint {
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Secrets {
    #[serde(default)]
    api: Option<Vec<String>>,
    #[serde(default)]
    webhook: Option<Vec<String>>,
}

/// How far the clock is to move.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advance {
    pub(crate) advance_s: u64,
}

/// Reads the body of a control call.
pub(crate) fn read<T: DeserializeOwned>(body: &Value) -> Result<T, Reply> {
    let body = if body.is_null() { json!({}) } else { body.clone() };
    serde_json::from_value(body).map_err(|error| Reply::error(400, "bad_control_call", error.to_string()))
}

impl World {
    /// A control call, all but the clock, which takes time.
    pub(crate) fn control(&mut self, method: &str, path: &str, body: &Value) -> Reply {
        let done = match (method, path) {
            ("GET", "journal") => Ok(json!({ "entries": self.journal.entries() })),
            ("GET", "ledger") => Ok(self.ledger_json()),
            ("GET", "pending_webhooks") => Ok(self.webhooks.json()),
            ("POST", "reset") => read::<Reset>(body).map(|reset| self.reset(reset.seed)).map(Value::from),
            ("POST", "plan") => self.add_plans(body).map(Value::from),
            ("POST", "payer") => self.on(body, World::payer),
            ("POST", "dashboard") => self.on(body, World::dashboard),
            ("POST", "webhook_endpoints") => self.add_endpoint(body).map(Value::from),
            ("POST", "secrets") => self.set_secrets(body).map(Value::from),
            _ => Err(Reply::error(404, "unknown_path", "there is no such control call")),
        };
        done.map_or_else(|reply| reply, |value| Reply::json(200, &value))
    }

    fn add_plans(&mut self, body: &Value) -> Result<(), Reply> {
        let plans: Vec<Plan> = if body.is_array() { read(body)? } else { vec![read(body)?] };
        for plan in plans {
            self.plans.add(plan);
        }
        Ok(())
    }

    fn add_endpoint(&mut self, body: &Value) -> Result<(), Reply> {
        let endpoint: NewEndpoint = read(body)?;
        if url::Url::parse(&endpoint.url).is_err() {
            return Err(Reply::bad_param("url", "not_a_url", "the parameter must be an absolute URL"));
        }
        self.webhooks.add_endpoint(&endpoint.url);
        Ok(())
    }

    fn set_secrets(&mut self, body: &Value) -> Result<(), Reply> {
        let secrets: Secrets = read(body)?;
        let ok = |list: &Option<Vec<String>>| list.as_ref().is_none_or(|list| (1..=2).contains(&list.len()));
        if !ok(&secrets.api) || !ok(&secrets.webhook) {
            return Err(Reply::error(400, "bad_control_call", "one or two secrets are valid at once"));
        }
        if let Some(api) = secrets.api {
            self.secrets = api;
        }
        if let Some(webhook) = secrets.webhook {
            self.webhooks.secrets = webhook;
        }
        Ok(())
    }

    fn on<A: DeserializeOwned>(
        &mut self,
        body: &Value,
        act: impl FnOnce(&mut World, &str, &A) -> Result<(), Reply>,
    ) -> Result<Value, Reply> {
        let on: On<A> = read(body)?;
        if !self.payments.contains_key(&on.payment) {
            return Err(Reply::error(404, "not_found", "there is no such payment"));
        }
        act(self, &on.payment, &on.act)?;
        Ok(self.payment_json(&on.payment))
    }

    /// The payer acts.
    pub(crate) fn payer(&mut self, id: &str, act: &PayerAct) -> Result<(), Reply> {
        self.expire_if_due(id);
        let phase = self.payment(id).phase;
        let waits = matches!(phase, Phase::RequiresAction | Phase::Pending);
        let full = self.payment(id).amount;
        match act {
            PayerAct::Approve if waits => self.approve(id, full),
            PayerAct::ChallengePass if phase == Phase::RequiresAction => self.approve(id, full),
            PayerAct::PayWrongAmount { amount } if waits && *amount > 0 => self.approve(id, *amount),
            PayerAct::RetryInApp if phase == Phase::Declined => self.approve(id, full),
            PayerAct::Decline { code } if waits => self.decline(id, code),
            PayerAct::ChallengeFail if phase == Phase::RequiresAction => self.decline(id, "authentication_failed"),
            PayerAct::LateSuccess { after_s } if *after_s >= 0 => self.after(*after_s, id, Effect::Approve),
            PayerAct::Abandon => {}
            _ => return Err(Reply::error(409, "payment_unexpected_state", "the payer cannot do that now")),
        }
        Ok(())
    }

    /// Somebody acts in the provider's dashboard.
    pub(crate) fn dashboard(&mut self, id: &str, act: &DashboardAct) -> Result<(), Reply> {
        let impossible = || Reply::error(409, "payment_unexpected_state", "the dashboard cannot do that now");
        let part = |amount: Option<i64>, most: i64| Some(amount.unwrap_or(most)).filter(|a| (1..=most).contains(a));
        match act {
            DashboardAct::Capture { amount } => {
                let amount = part(*amount, self.payment(id).capturable()).ok_or_else(impossible)?;
                let ask = Capture { amount, last: false, reference: None, actor: Actor::Dashboard, pending_s: None };
                self.capture(id, &ask);
            }
            DashboardAct::Refund { amount } => {
                let amount = part(*amount, self.payment(id).refundable()).ok_or_else(impossible)?;
                self.refund(id, amount, None, Actor::Dashboard);
            }
            DashboardAct::Void => {
                let open = matches!(self.payment(id).phase, Phase::Open | Phase::RequiresAction | Phase::Pending);
                if !open || self.payment(id).capture_pending() > 0 {
                    return Err(impossible());
                }
                self.void(id);
            }
            DashboardAct::DisputeOpen { amount } => self.open_dispute(id, *amount),
            DashboardAct::DisputeWon => self.close_disputes(id, true),
            DashboardAct::DisputeLost => self.close_disputes(id, false),
            DashboardAct::ExpireHold => self.expire(id),
            DashboardAct::FailRefund { refund } => self.happen(id, &Effect::FailRefund(refund.clone())),
        }
        Ok(())
    }
}
