//! A new payment: written down, then asked of the provider.

use super::{
    Core, MAX_REFERENCE, Res,
    book::{Book, NewOp, Send},
};
use crate::{
    decide::NONE,
    model::{Payment, Request, hash},
    port::{OpKey, Outcome},
    store,
};
use infrasell_contracts::payments::{Authorise, Payment as PaymentView, PaymentError};
use infrasell_db::{Once, OnceTx, Tx};
use infrasell_kernel::{Fields, PaymentId};
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
        // the channel does not belong to what was asked: a purchase that an older build began goes on without one
        let asked = Authorise { channel: None, ..req.clone() };
        // Before the transaction, in which nothing but the database may be waited for; but who asks again is answered
        // although the method is not offered any more.
        let prepared = self.prepare(&req).await;
        let mut tx = match self.db.begin_once::<PaymentId>(cx, "payments.authorise", &asked).await? {
            Once::Answered(id) => return self.view(id).await,
            Once::Fresh(tx) => tx,
        };
        let known = match known(&mut tx, &req).await? {
            Some(known) => Some(known),
            None => {
                let (payment, at_hand) = prepared?;
                if store::payment::insert(&mut tx, &payment).await? {
                    return self.begin(tx, req, payment, at_hand).await;
                }
                known(&mut tx, &req).await?
            }
        };
        let id = known.ok_or_else(|| Fault::internal("a payment's reference is taken by nobody"))?;
        tx.commit_with(&id).await?;
        self.view(id).await
    }

    /// The payment as it will be written and, where there is nobody to call, what will be said to it.
    async fn prepare(&self, req: &Authorise) -> Res<(Payment, Option<Outcome>)> {
        let not_offered = || PaymentError::MethodNotOffered { method: req.method.clone() };
        if req.amount.minor == 0 || req.method == NONE {
            if req.amount.minor != 0 || req.method != NONE {
                return Err(not_offered().into());
            }
            return Ok((self.new_payment(req, "shop", PaymentMode::Live).await?, None));
        }
        let engine = self.engine(&req.method).ok_or_else(not_offered)?;
        let caps = engine.capabilities(req.amount.currency).ok_or_else(not_offered)?;
        if req.channel.is_some_and(|channel| !self.is_offered(&req.method, channel)) {
            return Err(not_offered().into());
        }
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
        let payment = self.new_payment(req, account, mode).await?;
        if !caps.recorded_by_staff {
            return Ok((payment, None));
        }
        let at_hand = engine.create(&OpKey(self.token()), &request(req).new_payment(&payment)).await;
        Ok((payment, Some(at_hand)))
    }

    /// Writes the first operation of a payment that is new, and sends it, unless its answer is at hand.
    async fn begin(
        self: &Arc<Self>,
        mut tx: OnceTx,
        req: Authorise,
        payment: Payment,
        at_hand: Option<Outcome>,
    ) -> Res<PaymentView> {
        let mut book = Book::fresh(payment.clone(), vec![], payment.created_at);
        let mut leaves = None;
        if payment.method != NONE {
            let new = NewOp {
                kind: OpKind::Create,
                reference: CREATE.into(),
                amount_minor: req.amount.minor,
                request: Some(request(&req)),
                send: Send::Now,
            };
            let op = book.add(&mut tx, self, new).await?;
            match at_hand {
                Some(outcome) => book.answer(op.id, &outcome),
                None => leaves = Some(op),
            }
        }
        let written = book.close(&mut tx, self, "call").await?;
        tx.commit_with(&payment.id).await?;
        match leaves {
            Some(op) => Ok(self.send(payment, op).await?.view()),
            None => Ok(written.view()),
        }
    }

    async fn new_payment(&self, req: &Authorise, account: &str, mode: PaymentMode) -> Res<Payment> {
        let now = self.now();
        Ok(Payment {
            id: self.db.next_id().await?,
            reference: req.reference.clone(),
            provider_reference: format!("{}.{}", req.reference, &self.token()[..12]),
            request_hash: hash(&Authorise { channel: None, ..req.clone() }),
            channel: req.channel,
            method: req.method.clone(),
            account: account.into(),
            mode,
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
            revision: 0,
            created_at: now,
            updated_at: now,
        })
    }
}

/// The payment that has this reference already, which must be for the same request.
async fn known(tx: &mut Tx, req: &Authorise) -> Res<Option<PaymentId>> {
    let asked = Authorise { channel: None, ..req.clone() };
    match store::payment::by_reference_in(tx, &req.reference).await? {
        Some(known) if known.request_hash == hash(&asked) => Ok(Some(known.id)),
        Some(_) => Err(Fault::IdempotencyKeyReused.into()),
        None => Ok(None),
    }
}

fn request(req: &Authorise) -> Request {
    Request {
        instrument: req.instrument.clone(),
        return_url: req.return_url.clone(),
        description: req.description.clone(),
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
