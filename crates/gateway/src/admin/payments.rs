//! Payments, their ledger, and operations that wait for staff.

use crate::{
    Gateway,
    answer::{Answer, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, Query},
    paths::{PaymentAt, ProviderOpAt},
};
use axum::extract::State;
use infrasell_contracts::payments::{
    Capture, FactView, GetPayment, ListFacts, ListOps, ListPayments, Payment, ProviderOp, RecordReceived, Release,
    RetryOp, SyncPayment, Void,
};
use infrasell_kernel::{ChannelId, Currency, Page, PageRequest, PaymentId, Timestamp};
use infrasell_rules::payment::{OpState, PaymentState};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Payments";
    A::new()
        .at("/admin/v1/payments", |on| on.get(payments, doc(TAG, "Payments, newest first")))
        .at("/admin/v1/payments/{id}", |on| on.get(payment, doc(TAG, "One payment")))
        .at("/admin/v1/payments/{id}/facts", |on| on.get(facts, doc(TAG, "A payment's ledger, oldest first")))
        .at("/admin/v1/payments/{id}/capture", |on| on.post(capture, doc(TAG, "Take held money, all or some")))
        .at("/admin/v1/payments/{id}/void", |on| on.post(void, doc(TAG, "Give a hold back")))
        .at("/admin/v1/payments/{id}/received", |on| {
            on.post(received, doc(TAG, "Record money that came in by bank transfer or in cash"))
        })
        .at("/admin/v1/payments/{id}/release", |on| {
            on.post(release, doc(TAG, "Let a payment go on that was held for staff"))
        })
        .at("/admin/v1/payments/{id}/sync", |on| on.post(sync, doc(TAG, "Ask the provider how it stands")))
        .at("/admin/v1/provider-operations", |on| {
            on.get(ops, doc(TAG, "Operations asked of providers, and those that wait for staff"))
        })
        .at("/admin/v1/provider-operations/{id}/retry", |on| on.post(retry_op, doc(TAG, "Try an operation again")))
}

/// What a list of payments is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Filter {
    /// Only those in this state.
    state: Option<PaymentState>,
    /// Only those agreed in this channel.
    channel: Option<ChannelId>,
    /// Only by this method.
    method: Option<String>,
    /// Only those in this currency.
    currency: Option<Currency>,
    /// Only those whose reference begins with this.
    reference: Option<String>,
    /// Only those made at or after this time.
    created_since: Option<Timestamp>,
}

async fn payments(
    who: Allowed<may::PaymentsRead>,
    State(g): State<Gateway>,
    Query(f): Query<Filter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Payment>>> {
    let Filter { state, channel, method, currency, reference, created_since } = f;
    let list = ListPayments { state, channel, method, currency, reference, created_since, page };
    Ok(Shown::new(g.payments.payments(&who.cx, list).await?))
}

async fn payment(
    who: Allowed<may::PaymentsRead>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
) -> Answer<Shown<Payment>> {
    Ok(Shown::new(g.payments.payment(&who.cx, GetPayment { id: at.id }).await?))
}

async fn facts(
    who: Allowed<may::PaymentsRead>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<FactView>>> {
    Ok(Shown::new(g.payments.facts(&who.cx, ListFacts { payment: at.id, page }).await?))
}

/// What is captured.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewCapture {
    /// Your name for this capture; the same name is done once.
    #[schemars(length(min = 1, max = 100))]
    reference: String,
    /// How much, minor units; all that is held when absent.
    #[serde(default)]
    amount_minor: Option<i64>,
}

async fn capture(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
    Body(new): Body<NewCapture>,
) -> Answer<Shown<Payment>> {
    let capture = Capture { id: at.id, reference: format!("staff:{}", new.reference), amount_minor: new.amount_minor };
    Ok(Shown::new(g.payments.capture(&who.cx, capture).await?))
}

async fn void(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
) -> Answer<Shown<Payment>> {
    Ok(Shown::new(g.payments.void(&who.cx, Void { id: at.id }).await?))
}

/// Money that came in.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewReceipt {
    /// How much, minor units.
    amount_minor: i64,
    /// The bank's reference or the receipt's number; the same one is recorded once.
    #[schemars(length(min = 1, max = 100))]
    receipt: String,
}

async fn received(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
    Body(new): Body<NewReceipt>,
) -> Answer<Shown<Payment>> {
    let record = RecordReceived { id: at.id, amount_minor: new.amount_minor, receipt: new.receipt };
    Ok(Shown::new(g.payments.record_received(&who.cx, record).await?))
}

/// Why a payment goes on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRelease {
    /// What you have found.
    #[schemars(length(min = 1, max = 500))]
    reason: String,
}

async fn release(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
    Body(new): Body<NewRelease>,
) -> Answer<Shown<Payment>> {
    Ok(Shown::new(g.payments.release(&who.cx, Release { id: at.id, reason: new.reason }).await?))
}

async fn sync(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<PaymentAt>,
) -> Answer<Shown<Payment>> {
    Ok(Shown::new(g.payments.sync(&who.cx, SyncPayment { id: at.id }).await?))
}

/// What a list of operations is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct OpFilter {
    /// Only of this payment.
    payment: Option<PaymentId>,
    /// Only of payments that were agreed in this channel.
    channel: Option<ChannelId>,
    /// Only those in this state.
    state: Option<OpState>,
    /// Only those that wait for staff, or do not.
    needs_operator: Option<bool>,
}

async fn ops(
    who: Allowed<may::PaymentsRead>,
    State(g): State<Gateway>,
    Query(f): Query<OpFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<ProviderOp>>> {
    let OpFilter { payment, channel, state, needs_operator } = f;
    let list = ListOps { id: None, payment, channel, state, needs_operator, page };
    Ok(Shown::new(g.payments.ops(&who.cx, list).await?))
}

async fn retry_op(
    who: Allowed<may::PaymentsWrite>,
    State(g): State<Gateway>,
    At(at): At<ProviderOpAt>,
) -> Answer<Shown<ProviderOp>> {
    Ok(Shown::new(g.payments.retry_op(&who.cx, RetryOp { id: at.id }).await?))
}
