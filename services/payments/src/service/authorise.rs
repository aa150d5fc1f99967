//! A new payment: written down, then asked of the provider.

use super::{
    Core, MAX_REFERENCE, Res,
    book::{Book, NewOp, Send},
};
use crate::{
    decide::NONE,
    model::{Op, Payment, Request, hash},
    store,
};
use infrasell_contracts::payments::{Authorise, Payment as PaymentView, PaymentError};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{Fields, PaymentId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::payment::{OpKind, PaymentMode, PaymentState, PaymentTotals};
use std::sync::Arc;

/// The longest instrument, in characters.
const MAX_INSTRUMENT: usize = 128;
/// The longest text on a statement, in characters.
const MAX_DESCRIPTION: usize = 200;
/// The longest return address, in characters.
const MAX_URL: usize = 2_048;
/// From how many digits on a text looks like a card number.
const CARD_DIGITS: usize = 12;
/// The name of the operation that makes the payment.
pub(crate) const CREATE: &str = "create";

impl Core {
    pub(crate) async fn authorise(self: &Arc<Self>, cx: &Cx, req: Authorise) -> Res<PaymentView> {
        check(&req)?;
        let home = self.home(&req)?;
        let id = match self.db.begin_once::<PaymentId>(cx, "payments.authorise", &req).await? {
            Once::Answered(id) => id,
            Once::Fresh(mut tx) => {
                let (id, started) = self.start(&mut tx, &req, home).await?;
                tx.commit_with(&id).await?;
                if let Some((payment, op)) = started {
                    return Ok(self.send(payment, op).await?.view());
                }
                id
            }
        };
        self.view(id).await
    }

    /// The account that the payment will be made with.
    fn home(&self, req: &Authorise) -> Res<(String, PaymentMode)> {
        let not_offered = || PaymentError::MethodNotOffered { method: req.method.clone() };
        if req.amount.minor == 0 || req.method == NONE {
            let fits = req.amount.minor == 0 && req.method == NONE;
            return if fits { Ok(("shop".into(), PaymentMode::Live)) } else { Err(not_offered().into()) };
        }
        let engine = self.engine(&req.method).ok_or_else(not_offered)?;
        let caps = engine.capabilities(req.amount.currency).ok_or_else(not_offered)?;
        if !(caps.min_minor..=caps.max_minor).contains(&req.amount.minor) {
            return Err(not_offered().into());
        }
        if engine.offer().needs_instrument && req.instrument.is_none() {
            return Err(Fault::field("instrument", "required", "the method needs an instrument").into());
        }
        if !engine.is_reachable(self.now()) {
            return Err(Fault::Unavailable { what: req.method.clone() }.into());
        }
        let (account, mode) = engine.account();
        Ok((account.into(), mode))
    }

    /// Writes the payment and its first operation; only finds it when its reference is taken by the same request.
    async fn start(
        &self,
        tx: &mut Tx,
        req: &Authorise,
        home: (String, PaymentMode),
    ) -> Res<(PaymentId, Option<(Payment, Op)>)> {
        let payment = self.new_payment(tx.next_id().await?, req, home);
        if !store::payment::insert(tx, &payment).await? {
            let known = store::payment::by_reference_in(tx, &req.reference).await?;
            let known = known.ok_or_else(|| Fault::internal("a payment's reference is taken by nobody"))?;
            if known.request_hash != payment.request_hash {
                return Err(Fault::IdempotencyKeyReused.into());
            }
            return Ok((known.id, None));
        }
        let mut book = Book::fresh(payment.clone(), vec![], payment.created_at);
        if payment.method == NONE {
            let id = book.close(tx, self, "call").await?.id;
            return Ok((id, None));
        }
        let request = Request {
            instrument: req.instrument.clone(),
            return_url: req.return_url.clone(),
            description: req.description.clone(),
        };
        let new = NewOp {
            kind: OpKind::Create,
            reference: CREATE.into(),
            amount_minor: req.amount.minor,
            request: Some(request),
            send: Send::Now,
        };
        let op = book.add(tx, self, new).await?;
        Ok((payment.id, Some((payment, op))))
    }

    fn new_payment(&self, id: PaymentId, req: &Authorise, home: (String, PaymentMode)) -> Payment {
        let now: Timestamp = self.now();
        Payment {
            id,
            reference: req.reference.clone(),
            provider_reference: format!("{}.{}", req.reference, &self.token()[..12]),
            request_hash: hash(req),
            method: req.method.clone(),
            account: home.0,
            mode: home.1,
            amount: req.amount,
            provider_object: None,
            state: PaymentState::Created,
            totals: PaymentTotals::default(),
            decline_reason: None,
            next_action: None,
            held: None,
            latest: None,
            expires_at: None,
            undo_reference: None,
            created_at: now,
            updated_at: now,
        }
    }
}

fn check(req: &Authorise) -> Res<()> {
    let mut fields = Fields::new();
    fields.text("reference", &req.reference, MAX_REFERENCE);
    fields.text("method", &req.method, 32);
    fields.max_len("description", &req.description, MAX_DESCRIPTION);
    fields.check(req.amount.minor >= 0, "amount", "out_of_range", "amount must not be negative");
    if let Some(instrument) = &req.instrument {
        fields.text("instrument", instrument, MAX_INSTRUMENT);
        let message = "instrument must be a token of the provider's, never a card number";
        fields.check(!looks_like_card(instrument), "instrument", "card_number", message);
    }
    if let Some(url) = &req.return_url {
        fields.max_len("return_url", url, MAX_URL);
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        fields.check(absolute, "return_url", "not_a_url", "return_url must be an http or https address");
    }
    fields.done().map_err(|errors| Fault::from(errors).into())
}

/// Whether a text holds as many digits in a row, spaces and dashes aside, as a card number has.
fn looks_like_card(text: &str) -> bool {
    let mut run = 0;
    for character in text.chars().filter(|c| !matches!(c, ' ' | '-')) {
        run = if character.is_ascii_digit() { run + 1 } else { 0 };
        if run >= CARD_DIGITS {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_seen_through_spaces_and_dashes() {
        for card in ["4242424242424242", "4242 4242 4242 4242", "x-4242-4242-4242"] {
            assert!(looks_like_card(card), "{card}");
        }
        for token in ["tok_approve", "tok_12345678901", "pm_1a2b3c4d5e6f7a8b9c"] {
            assert!(!looks_like_card(token), "{token}");
        }
    }
}
