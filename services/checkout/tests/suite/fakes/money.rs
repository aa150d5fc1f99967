//! Payments and the provider behind them. Answers under a key are what is known when they are given again, as payments
//! does it; a wish to undo stays, and money that comes in after it goes back.

use super::{Shop, State, fake};
use infrasell_contracts::{common::*, payments::*};
use infrasell_kernel::{Page, PaymentId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::payment::{PaymentState, PaymentTotals};

/// What the provider does with what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Provider {
    /// Everything works.
    #[default]
    Approves,
    /// The buyer's bank says no.
    Declines,
    /// The buyer must confirm.
    Asks,
    /// It is at work, and says later.
    Ponders,
    /// It holds the money and then will not give it.
    DeclinesCapture,
    /// It holds the money and says later whether it was taken.
    PondersCapture,
}

/// What really moved.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Bank {
    pub authorised: usize,
    pub captured: usize,
    pub given_back: usize,
}

pub fn method(code: &str) -> PaymentMethod {
    let (later, instrument) = (code != "simulator", code == "simulator");
    PaymentMethod {
        code: code.into(),
        name: code.to_uppercase(),
        instructions: String::new(),
        needs_instrument: instrument,
        capabilities: Capabilities {
            authorise: !later,
            partial_capture: !later,
            multiple_captures: false,
            void: true,
            refund: true,
            partial_refund: true,
            recorded_by_staff: later,
            pays_later: later,
            paid_at_door: code == "cod",
            min_minor: 1,
            max_minor: 10_000_000,
        },
    }
}

fn set(state: &mut State, index: usize, to: PaymentState) {
    let payment = &mut state.payments[index];
    let amount = payment.amount.minor;
    payment.next_action = None;
    match to {
        PaymentState::Authorised => {
            payment.totals.authorised_minor = amount;
            payment.totals.capturable_minor = amount;
            state.bank.authorised += 1;
        }
        PaymentState::Captured => {
            payment.totals.capturable_minor = 0;
            payment.totals.captured_minor = amount;
            state.bank.captured += 1;
        }
        PaymentState::Voided => {
            state.bank.given_back += usize::from(payment.totals.capturable_minor > 0);
            payment.totals.capturable_minor = 0;
        }
        PaymentState::Refunded => {
            payment.totals.refunded_minor = amount;
            state.bank.given_back += 1;
        }
        PaymentState::NeedsAction => {
            payment.next_action = Some(NextAction::Redirect { url: "https://bank.example/confirm".into() });
        }
        PaymentState::Failed => payment.decline_reason = Some("card_declined".into()),
        _ => {}
    }
    payment.state = to;
}

fn authorise(state: &mut State, req: &Authorise) -> Result<usize, PaymentError> {
    assert!(req.amount.minor > 0, "nothing to pay is nothing to ask");
    if let Some(index) = state.payments.iter().position(|one| one.reference == req.reference) {
        return Ok(index);
    }
    let payment = Payment {
        id: PaymentId::from_i64(state.next_id()),
        reference: req.reference.clone(),
        channel: req.channel,
        method: req.method.clone(),
        amount: req.amount,
        state: PaymentState::Created,
        totals: PaymentTotals::default(),
        decline_reason: None,
        next_action: None,
        held: None,
        provider_object: None,
        expires_at: None,
        created_at: Timestamp::from_micros(0),
        updated_at: Timestamp::from_micros(0),
    };
    state.payments.push(payment);
    let index = state.payments.len() - 1;
    let to = match state.provider {
        _ if req.method != "simulator" => PaymentState::Pending,
        Provider::Approves | Provider::DeclinesCapture | Provider::PondersCapture => PaymentState::Authorised,
        Provider::Declines => PaymentState::Failed,
        Provider::Asks => PaymentState::NeedsAction,
        Provider::Ponders => PaymentState::Pending,
    };
    set(state, index, to);
    Ok(index)
}

fn capture(state: &mut State, req: &Capture) -> Result<usize, PaymentError> {
    let index = state.payments.iter().position(|one| one.id == req.id).unwrap();
    if state.payments[index].state != PaymentState::Authorised {
        return Err(PaymentError::WrongState { state: state.payments[index].state });
    }
    match state.provider {
        Provider::DeclinesCapture => return Err(Fault::conflict("the provider refused the capture: no funds").into()),
        Provider::PondersCapture => state.pondering.push(state.payments[index].reference.clone()),
        _ => set(state, index, PaymentState::Captured),
    }
    Ok(index)
}

fn undo(state: &mut State, id: PaymentId) -> usize {
    let index = state.payments.iter().position(|one| one.id == id).unwrap();
    let reference = state.payments[index].reference.clone();
    state.wished_back.push(reference);
    let ponders = matches!(state.provider, Provider::Ponders | Provider::PondersCapture);
    match state.payments[index].state {
        PaymentState::Authorised if state.pondering.contains(&state.payments[index].reference) => {}
        PaymentState::Authorised if !ponders => set(state, index, PaymentState::Voided),
        PaymentState::Captured => set(state, index, PaymentState::Refunded),
        PaymentState::Pending if ponders && state.payments[index].method == "simulator" => {}
        PaymentState::Pending | PaymentState::NeedsAction | PaymentState::Created => {
            set(state, index, PaymentState::Voided);
        }
        _ => {}
    }
    index
}

impl Shop {
    /// The provider, or the buyer, has decided: `reference` becomes `to`. Money that is to be undone goes back at once.
    /// Answers the event that payments sends.
    pub fn provider_says(&self, reference: &str, to: PaymentState) -> PaymentChanged {
        let mut state = self.state();
        let index = state.payments.iter().position(|one| one.reference == reference).unwrap();
        set(&mut state, index, to);
        let wished = state.wished_back.iter().any(|one| one == reference);
        match to {
            PaymentState::Authorised if wished => set(&mut state, index, PaymentState::Voided),
            PaymentState::Captured if wished => set(&mut state, index, PaymentState::Refunded),
            _ => {}
        }
        changed(&state.payments[index])
    }
}

pub fn changed(payment: &Payment) -> PaymentChanged {
    PaymentChanged {
        revision: 0,
        payment: payment.id,
        reference: payment.reference.clone(),
        state: payment.state,
        totals: payment.totals,
        refunds: vec![],
    }
}

fake! {
    Payments for Shop, PaymentError;
    absent {
        payments_by_id(GetPayments) -> Vec<Payment>;
        payments(ListPayments) -> Page<Payment>;
        void(Void) -> Payment;
        refund(Refund) -> Payment;
        record_received(RecordReceived) -> Payment;
        receive_webhook(ReceiveWebhook) -> ();
        ops(ListOps) -> Page<ProviderOp>;
        retry_op(RetryOp) -> ProviderOp;
        release(Release) -> Payment;
        facts(ListFacts) -> Page<FactView>;
        audit(Audit) -> AuditReport;
    }
    async fn methods(&self, cx: &Cx, req: ListMethods) -> Result<Vec<PaymentMethod>, PaymentError> {
        self.call("methods", cx, &req, |_| {
            Ok(match req.amount.minor {
                0 => vec![method("none")],
                1..=10_000_000 => vec![method("manual"), method("cod"), method("simulator")],
                _ => vec![],
            })
        })
        .await
    }
    async fn authorise(&self, cx: &Cx, req: Authorise) -> Result<Payment, PaymentError> {
        let index = self.call("authorise", cx, &req, |state| authorise(state, &req)).await?;
        Ok(self.state().payments[index].clone())
    }
    async fn payment(&self, cx: &Cx, req: GetPayment) -> Result<Payment, PaymentError> {
        self.call("payment", cx, &req, |state| Ok(state.payments.iter().find(|one| one.id == req.id).cloned().unwrap()))
            .await
    }
    async fn find(&self, cx: &Cx, req: FindPayment) -> Result<Option<Payment>, PaymentError> {
        let find = |state: &mut State| state.payments.iter().find(|one| one.reference == req.reference).cloned();
        self.call("find", cx, &req, |state| Ok(find(state))).await
    }
    async fn sync(&self, cx: &Cx, req: SyncPayment) -> Result<Payment, PaymentError> {
        self.call("sync", cx, &req, |state| Ok(state.payments.iter().find(|one| one.id == req.id).cloned().unwrap()))
            .await
    }
    async fn capture(&self, cx: &Cx, req: Capture) -> Result<Payment, PaymentError> {
        let index = self.call("capture", cx, &req, |state| capture(state, &req)).await?;
        Ok(self.state().payments[index].clone())
    }
    async fn undo(&self, cx: &Cx, req: Undo) -> Result<Payment, PaymentError> {
        let index = self.call("undo", cx, &req, |state| Ok::<_, PaymentError>(undo(state, req.id))).await?;
        Ok(self.state().payments[index].clone())
    }
}
