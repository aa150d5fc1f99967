//! What a call does, once it has been let in.

use crate::{
    api::{Call, NewPayment},
    http::Reply,
    money::Capture,
    payment::{Actor, Payment, Phase},
    plan::Act,
    units,
    world::{Effect, World},
};
use serde_json::{Value, json};

/// How long `tok_pending_approve` and `tok_pending_decline` stay pending, in seconds.
const PENDING_S: i64 = 600;

impl World {
    /// Performs a call and answers it; the acts on money have their say.
    pub(crate) fn perform(&mut self, call: &Call, acts: &[Act]) -> Reply {
        let done = match call {
            Call::Account => Ok(self.account_reply()),
            Call::Create(new) => self.create(new, acts),
            Call::Fetch { payment } => self.fetch(payment, acts),
            Call::Find { reference } => Ok(self.find_reply(reference, acts)),
            Call::Confirm { payment, passed } => self.confirm(payment, *passed),
            Call::Capture { payment, amount, last, reference } => {
                let ask = Capture {
                    amount: *amount,
                    last: *last,
                    reference: reference.as_deref(),
                    actor: Actor::Api,
                    pending_s: None,
                };
                self.capture_call(payment, ask, acts)
            }
            Call::Void { payment } => self.void_call(payment, acts),
            Call::Refund { payment, amount, reference } => self.refund_call(payment, *amount, reference, acts),
            Call::FetchRefund { refund } => self.fetch_refund(refund, acts),
            Call::Transactions { after, limit } => self.transactions(after.as_deref(), *limit),
        };
        done.unwrap_or_else(|reply| reply)
    }

    fn account_reply(&self) -> Reply {
        Reply::json(200, &json!({ "object": "account", "id": self.account, "mode": self.mode }))
    }

    fn create(&mut self, new: &NewPayment, acts: &[Act]) -> Result<Reply, Reply> {
        let behaviour = behaviour(&new.instrument)?;
        let id = self.id("sp");
        let payment = Payment {
            id: id.clone(),
            client_secret: format!("{id}_secret_{}", self.rng.hex()),
            reference: new.reference.clone(),
            amount: twisted_amount(new.amount, acts),
            currency: twisted_currency(&new.currency, acts),
            automatic: new.automatic,
            instrument: new.instrument.clone(),
            return_url: new.return_url.clone(),
            phase: Phase::Pending,
            authorized: 0,
            decline_code: None,
            captures: vec![],
            refunds: vec![],
            disputes: vec![],
            created: self.now_s(),
            expires: None,
        };
        let (amount, client_secret) = (payment.amount, payment.client_secret.clone());
        self.insert(payment);
        if acts.contains(&Act::FeeOnly) {
            self.take_fee(&id, amount);
            self.decline(&id, "fee_only");
            return Err(self.declined(&id));
        }
        match behaviour {
            Behaviour::Approve => self.approve(&id, amount),
            Behaviour::Challenge => self.challenge(&id),
            Behaviour::Pending => self.pend(&id),
            Behaviour::PendingThen(effect) => {
                self.pend(&id);
                self.after(PENDING_S, &id, effect);
            }
            Behaviour::Decline(code) => {
                self.decline(&id, code);
                return Err(self.declined(&id));
            }
        }
        self.aftermath(&id, acts);
        let mut answer = self.payment_json(&id);
        answer["client_secret"] = client_secret.into();
        Ok(Reply::json(201, &answer))
    }

    fn fetch(&self, id: &str, acts: &[Act]) -> Result<Reply, Reply> {
        match self.payments.get(id) {
            Some(payment) if !self.is_stale(payment.created, acts) => Ok(Reply::json(200, &self.payment_json(id))),
            _ => Err(no_such("payment")),
        }
    }

    fn fetch_refund(&self, id: &str, acts: &[Act]) -> Result<Reply, Reply> {
        match self.refund_json(id) {
            Some(refund) if !self.is_stale(refund["created"].as_i64().unwrap_or(0), acts) => {
                Ok(Reply::json(200, &refund))
            }
            _ => Err(no_such("refund")),
        }
    }

    fn find_reply(&self, reference: &str, acts: &[Act]) -> Reply {
        let mut found = vec![];
        for id in self.find(reference) {
            let created = self.payments.get(id).map_or(0, |payment| payment.created);
            if !self.is_stale(created, acts) {
                found.push(self.payment_json(id));
            }
        }
        Reply::json(200, &json!({ "object": "list", "data": found }))
    }

    /// Whether a read that lags behind the writes does not show the object yet.
    fn is_stale(&self, created_s: i64, acts: &[Act]) -> bool {
        let age_ms = (self.now_s() - created_s).saturating_mul(1_000);
        acts.iter().any(|act| match act {
            Act::Stale404 { ms } => ms.is_none_or(|ms| age_ms < i64::try_from(ms).unwrap_or(i64::MAX)),
            _ => false,
        })
    }

    fn confirm(&mut self, id: &str, passed: bool) -> Result<Reply, Reply> {
        self.known(id)?;
        self.expire_if_due(id);
        if self.payment(id).phase != Phase::RequiresAction {
            return Err(self.unexpected(id, "payment_unexpected_state", "the payment waits for no action"));
        }
        if passed {
            let amount = self.payment(id).amount;
            self.approve(id, amount);
            return Ok(Reply::json(200, &self.payment_json(id)));
        }
        self.decline(id, "authentication_failed");
        Err(self.declined(id))
    }

    fn capture_call(&mut self, id: &str, mut ask: Capture<'_>, acts: &[Act]) -> Result<Reply, Reply> {
        self.known(id)?;
        units::check_part(ask.amount, &self.payment(id).currency.clone())?;
        self.prelude(id, acts);
        match self.payment(id).phase {
            Phase::Open => {}
            Phase::Expired => return Err(self.unexpected(id, "hold_expired", "the hold has expired")),
            Phase::Closed => return Err(self.unexpected(id, "already_captured", "nothing is left to capture")),
            _ => return Err(self.unexpected(id, "payment_unexpected_state", "the payment cannot be captured")),
        }
        if ask.amount > self.payment(id).capturable() {
            return Err(self.unexpected(id, "amount_too_large", "the amount is more than can be captured"));
        }
        if acts.contains(&Act::FeeOnly) {
            self.take_fee(id, ask.amount);
            return Err(self.refused(id, "fee_only"));
        }
        ask.amount = twisted_amount(ask.amount, acts);
        let currency = twisted_currency(&self.payment(id).currency.clone(), acts);
        self.payment(id).currency = currency;
        ask.pending_s = acts.iter().find_map(|act| match act {
            Act::CapturePending { after_s } => Some(i64::try_from(*after_s).unwrap_or(i64::MAX)),
            _ => None,
        });
        self.capture(id, &ask);
        self.aftermath(id, acts);
        Ok(Reply::json(200, &self.payment_json(id)))
    }

    fn void_call(&mut self, id: &str, acts: &[Act]) -> Result<Reply, Reply> {
        self.known(id)?;
        self.prelude(id, acts);
        match self.payment(id).phase {
            Phase::Open | Phase::RequiresAction | Phase::Pending => {}
            Phase::Voided => return Err(self.unexpected(id, "already_voided", "the payment is voided")),
            Phase::Closed => return Err(self.unexpected(id, "already_captured", "the payment is captured")),
            _ => return Err(self.unexpected(id, "payment_unexpected_state", "the payment cannot be voided")),
        }
        if self.payment(id).capture_pending() > 0 {
            return Err(self.unexpected(id, "capture_pending", "a capture is under way"));
        }
        self.void(id);
        Ok(Reply::json(200, &self.payment_json(id)))
    }

    fn refund_call(&mut self, id: &str, amount: i64, reference: &str, acts: &[Act]) -> Result<Reply, Reply> {
        self.known(id)?;
        units::check_part(amount, &self.payment(id).currency.clone())?;
        self.prelude(id, acts);
        if amount > self.payment(id).refundable() {
            let disputed = self.payment(id).disputed() > 0;
            let code = if disputed { "payment_disputed" } else { "amount_too_large" };
            return Err(self.unexpected(id, code, "the amount is more than can be refunded"));
        }
        if acts.contains(&Act::FeeOnly) {
            self.take_fee(id, amount);
            return Err(self.refused(id, "fee_only"));
        }
        let refund = self.refund(id, twisted_amount(amount, acts), Some(reference), Actor::Api);
        for act in acts {
            if let Act::RefundFailsLater { after_s } = act {
                self.after(i64::try_from(*after_s).unwrap_or(i64::MAX), id, Effect::FailRefund(refund.clone()));
            }
        }
        self.aftermath(id, acts);
        Ok(Reply::json(201, &self.refund_json(&refund).unwrap_or_default()))
    }

    fn transactions(&self, after: Option<&str>, limit: usize) -> Result<Reply, Reply> {
        let entries = self.bank.entries();
        let start = match after {
            None => 0,
            Some(id) => match entries.binary_search_by(|entry| entry.id.as_str().cmp(id)) {
                Ok(index) => index + 1,
                Err(_) => return Err(Reply::bad_param("after", "no_such_transaction", "there is no such transaction")),
            },
        };
        let rest = &entries[start..];
        let data: Vec<Value> = rest
            .iter()
            .take(limit)
            .map(|entry| {
                json!({
                    "id": entry.id, "kind": entry.kind, "payment": entry.payment, "object": entry.object,
                    "currency": entry.currency, "amount": entry.amount, "net": entry.net_for_merchant(),
                    "created": entry.created,
                })
            })
            .collect();
        Ok(Reply::json(200, &json!({ "object": "list", "data": data, "has_more": rest.len() > limit })))
    }

    fn known(&self, id: &str) -> Result<(), Reply> {
        if self.payments.contains_key(id) { Ok(()) } else { Err(no_such("payment")) }
    }

    /// What a plan lets happen just before a call is applied.
    fn prelude(&mut self, id: &str, acts: &[Act]) {
        self.expire_if_due(id);
        for act in acts {
            match act {
                Act::HoldExpired => self.expire(id),
                Act::AlreadyCapturedByDashboard => {
                    let amount = self.payment(id).capturable();
                    if amount > 0 {
                        let ask =
                            Capture { amount, last: true, reference: None, actor: Actor::Dashboard, pending_s: None };
                        self.capture(id, &ask);
                    }
                }
                Act::RefundedByDashboard { amount } => {
                    let most = self.payment(id).refundable();
                    let amount = amount.unwrap_or(most).min(most);
                    if amount > 0 {
                        self.refund(id, amount, None, Actor::Dashboard);
                    }
                }
                _ => {}
            }
        }
    }

    /// What a plan lets happen just after a call was applied.
    fn aftermath(&mut self, id: &str, acts: &[Act]) {
        for act in acts {
            match act {
                Act::DisputeOpen { amount } => self.open_dispute(id, *amount),
                Act::DisputeLost { amount } => {
                    self.open_dispute(id, *amount);
                    self.close_disputes(id, false);
                }
                _ => {}
            }
        }
    }

    fn declined(&self, id: &str) -> Reply {
        let payment = self.payment_json(id);
        let message = "the payment was declined";
        let code = &payment["decline_code"];
        Reply::json(
            402,
            &json!({ "error": { "code": "declined", "decline_code": code, "message": message, "payment": payment } }),
        )
    }

    fn refused(&self, id: &str, code: &str) -> Reply {
        let message = "the bank refused";
        Reply::json(402, &json!({ "error": { "code": code, "message": message, "payment": self.payment_json(id) } }))
    }

    fn unexpected(&self, id: &str, code: &str, message: &str) -> Reply {
        Reply::json(409, &json!({ "error": { "code": code, "message": message, "payment": self.payment_json(id) } }))
    }
}

/// What an instrument makes happen.
enum Behaviour {
    Approve,
    Decline(&'static str),
    Challenge,
    Pending,
    PendingThen(Effect),
}

fn behaviour(instrument: &str) -> Result<Behaviour, Reply> {
    Ok(match instrument {
        "tok_approve" => Behaviour::Approve,
        "tok_challenge" => Behaviour::Challenge,
        "tok_pending" => Behaviour::Pending,
        "tok_pending_approve" => Behaviour::PendingThen(Effect::Approve),
        "tok_pending_decline" => Behaviour::PendingThen(Effect::Decline),
        "tok_decline" => Behaviour::Decline("do_not_honour"),
        "tok_decline_insufficient_funds" => Behaviour::Decline("insufficient_funds"),
        "tok_decline_authentication_required" => Behaviour::Decline("authentication_required"),
        "tok_decline_expired_card" => Behaviour::Decline("expired_card"),
        _ => return Err(Reply::bad_param("instrument", "no_such_instrument", "there is no such instrument")),
    })
}

fn twisted_amount(amount: i64, acts: &[Act]) -> i64 {
    let mut twisted = amount;
    for act in acts {
        match act {
            Act::AmountDelta { delta } => twisted = twisted.saturating_add(*delta).clamp(1, units::MAX_AMOUNT),
            Act::PartialSuccess => twisted = (twisted / 2).max(1),
            _ => {}
        }
    }
    twisted
}

fn twisted_currency(currency: &str, acts: &[Act]) -> String {
    let other = acts.iter().find_map(|act| match act {
        Act::OtherCurrency { currency } => Some(currency.clone()),
        _ => None,
    });
    other.unwrap_or_else(|| currency.into())
}

fn no_such(what: &str) -> Reply {
    Reply::error(404, "not_found", format!("there is no such {what}"))
}
