//! The contract of **payments**: what was asked of a provider, what it said, and what follows.

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{
    ChannelId, Currency, Money, Page, PageRequest, PaymentFactId, PaymentId, ProviderOpId, Timestamp,
};
use infrasell_rpc::{service, service_error};
use infrasell_rules::payment::{FactKind, Hold, OpKind, OpState, PaymentState, PaymentTotals};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A way to pay, as offered to a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentMethod {
    /// Its code: `manual`, `cod`, `simulator`; `none` when there is nothing to pay.
    pub code: String,
    /// What the buyer reads.
    pub name: String,
    /// What else he reads, such as the bank account to pay into.
    pub instructions: String,
    /// Whether the client must bring an instrument.
    pub needs_instrument: bool,
    /// What the engine can do.
    pub capabilities: Capabilities,
}
/// What an engine can do; the admin shows no button for what it cannot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "a table of yes and no is what capabilities are")]
pub struct Capabilities {
    /// Whether money is held first and captured later.
    pub authorise: bool,
    /// Whether less than the whole can be captured.
    pub partial_capture: bool,
    /// Whether it can be captured in several parts.
    pub multiple_captures: bool,
    /// Whether a hold can be given back.
    pub void: bool,
    /// Whether money can be paid back.
    pub refund: bool,
    /// Whether less than the whole can be paid back.
    pub partial_refund: bool,
    /// Whether staff record what was received by hand.
    pub recorded_by_staff: bool,
    /// Whether an order can be placed before the money is there.
    pub pays_later: bool,
    /// Whether it is paid at the door, so that the goods leave before the money is there.
    #[serde(default)]
    pub paid_at_door: bool,
    /// The smallest amount, minor units.
    pub min_minor: i64,
    /// The largest amount, minor units.
    pub max_minor: i64,
}

/// What the buyer must do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NextAction {
    /// Send him there.
    Redirect {
        /// The address.
        url: String,
    },
    /// Show him this.
    Instructions {
        /// The text.
        text: String,
    },
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What it is for: `chk_12:1`; unique.
    pub reference: String,
    /// Where it was agreed; absent where that was not noted yet.
    #[serde(default)]
    pub channel: Option<ChannelId>,
    /// How.
    pub method: String,
    /// How much was agreed.
    pub amount: Money,
    /// Where it stands, derived from the ledger.
    pub state: PaymentState,
    /// The ledger's sums, minor units.
    pub totals: PaymentTotals,
    /// Why it was declined or failed.
    pub decline_reason: Option<String>,
    /// What the buyer must do next.
    pub next_action: Option<NextAction>,
    /// Why it is held for staff to look at.
    pub held: Option<Hold>,
    /// The provider's name for it.
    pub provider_object: Option<String>,
    /// When the hold on the money ends.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// An operation that was asked of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProviderOp {
    /// Its id.
    pub id: ProviderOpId,
    /// The payment.
    pub payment: PaymentId,
    /// What.
    pub kind: OpKind,
    /// How much, minor units.
    pub amount_minor: i64,
    /// Our name for it; unique for the payment.
    pub reference: String,
    /// Where it stands.
    pub state: OpState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it is unknown or failed.
    pub cause: Option<String>,
    /// Whether it waits for staff.
    pub needs_operator: bool,
    /// When it was written down.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A fact that a provider reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactView {
    /// Its id.
    pub id: PaymentFactId,
    /// The provider's name for what it is about.
    pub object: String,
    /// What.
    pub kind: FactKind,
    /// How much, minor units.
    pub amount_minor: i64,
    /// Our name for the operation it answers.
    pub reference: Option<String>,
    /// Who made it known: a call, a webhook, the poller, staff.
    pub actor: String,
    /// When we saw it.
    pub seen_at: Timestamp,
}

/// Asks what a buyer can pay with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListMethods {
    /// Where he buys.
    pub channel: ChannelId,
    /// How much.
    pub amount: Money,
}
/// Makes a payment and asks the provider to hold or take the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorise {
    /// What it is for; the same reference gets the same payment.
    pub reference: String,
    /// How much; a zero amount needs the method `none` and calls nobody.
    pub amount: Money,
    /// How.
    pub method: String,
    /// What the buyer brought: a token of the provider's, never a card number.
    pub instrument: Option<String>,
    /// Where the provider sends him back to.
    pub return_url: Option<String>,
    /// What he reads on his statement.
    pub description: String,
    /// Where he buys; the method must be offered there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
}
/// Asks for one payment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetPayment {
    /// Which.
    pub id: PaymentId,
}
/// Asks for many payments, in the order asked for; those that are not there are left out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetPayments {
    /// Which; at most 1,000.
    pub ids: Vec<PaymentId>,
}
/// Asks for the payment of a reference.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindPayment {
    /// What it is for.
    pub reference: String,
}
/// Asks for payments, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListPayments {
    /// Only those in this state.
    pub state: Option<PaymentState>,
    /// Only those agreed in this channel.
    #[serde(default)]
    pub channel: Option<ChannelId>,
    /// Only by this method.
    pub method: Option<String>,
    /// Only those in this currency.
    pub currency: Option<Currency>,
    /// Only those whose reference begins with this.
    pub reference: Option<String>,
    /// Only those made at or after this time.
    pub created_since: Option<Timestamp>,
    /// What part.
    pub page: PageRequest,
}
/// Takes held money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Which payment.
    pub id: PaymentId,
    /// Our name for this capture; the same name is done once.
    pub reference: String,
    /// How much, minor units; all that is held when absent.
    pub amount_minor: Option<i64>,
}
/// Gives a hold back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Void {
    /// Which payment.
    pub id: PaymentId,
}
/// Pays money back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Which payment.
    pub id: PaymentId,
    /// Our name for this refund; the same name is done once.
    pub reference: String,
    /// How much, minor units.
    pub amount_minor: i64,
}
/// Undoes a payment whatever its state: void what is held, refund what was taken. For compensation and cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Which payment.
    pub id: PaymentId,
    /// Our name for it; the same name is done once.
    pub reference: String,
}
/// Records money that came in outside of a provider: a bank transfer, cash at the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordReceived {
    /// Which payment.
    pub id: PaymentId,
    /// How much, minor units.
    pub amount_minor: i64,
    /// The bank's reference or the receipt's number; the same one is recorded once.
    pub receipt: String,
}
/// Asks the provider how a payment stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SyncPayment {
    /// Which.
    pub id: PaymentId,
}
/// A message that came in from a provider, as it came.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReceiveWebhook {
    /// From whom, by the address it came to.
    pub provider: String,
    /// Its headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its raw body.
    pub body: Vec<u8>,
}
/// Asks for operations, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListOps {
    /// Only this one.
    #[serde(default)]
    pub id: Option<ProviderOpId>,
    /// Only of payments that were agreed in this channel.
    #[serde(default)]
    pub channel: Option<ChannelId>,
    /// Only of this payment.
    pub payment: Option<PaymentId>,
    /// Only those in this state.
    pub state: Option<OpState>,
    /// Only those that wait for staff, or do not.
    pub needs_operator: Option<bool>,
    /// What part.
    pub page: PageRequest,
}
/// Asks for the ledger of a payment, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListFacts {
    /// Which payment.
    pub payment: PaymentId,
    /// What part.
    pub page: PageRequest,
}
/// Tries an operation again that waits for staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryOp {
    /// Which.
    pub id: ProviderOpId,
}

/// Lets a payment go on that was held for staff, who have looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Which.
    pub id: PaymentId,
    /// What staff have found.
    pub reason: String,
}

/// The outbox topic of [`PaymentChanged`].
pub const PAYMENT_CHANGED: &str = "payments.payment_changed";
/// A payment's ledger has grown, or its state is another one. A new payment that is only promised, such as cash on
/// delivery, is not told: who asked for it knows, and the first event about it is the money or its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentChanged {
    /// Which.
    pub payment: PaymentId,
    /// Grows with each change that is told: of two, the greater one is the newer. 0 where changes were not counted yet.
    #[serde(default)]
    pub revision: i64,
    /// What it is for.
    pub reference: String,
    /// Where it stands.
    pub state: PaymentState,
    /// The ledger's sums, minor units.
    pub totals: PaymentTotals,
    /// How each refund that was asked for stands.
    pub refunds: Vec<RefundProgress>,
}
/// How a refund stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundProgress {
    /// Our name for it.
    pub reference: String,
    /// How much, minor units.
    pub amount_minor: i64,
    /// Where it stands.
    pub state: RefundState,
}
/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// Asked for; not known to be done.
    Pending,
    /// The money is on its way.
    Succeeded,
    /// The provider will not.
    Failed,
}

service_error! {
    /// What payments can answer.
    pub enum PaymentError {
        /// The method is not offered for this channel and amount.
        #[error("the payment method '{method}' is not offered here")]
        MethodNotOffered {
            /// Which.
            method: String,
        } => Conflict,
        /// The engine cannot do this.
        #[error("'{method}' cannot {action}")]
        NotSupported {
            /// Which engine.
            method: String,
            /// What it cannot do.
            action: String,
        } => Conflict,
        /// More was asked for than there is.
        #[error("{asked_minor} minor units were asked for, {available_minor} can be had")]
        AmountTooLarge {
            /// How much was asked for, minor units.
            asked_minor: i64,
            /// How much there is, minor units.
            available_minor: i64,
        } => Conflict,
        /// The payment is in a state that does not allow it.
        #[error("a payment that is {state} cannot be changed so")]
        WrongState {
            /// Its state.
            state: PaymentState,
        } => Conflict,
        /// The message is not from the provider.
        #[error("the webhook is not signed by the provider")]
        BadSignature => Malformed,
    }
}

service! {
    /// Payments. Money is moved at most once for each reference, whatever fails.
    pub trait Payments in payments, error PaymentError {
        /// What a buyer can pay with.
        read fn methods(ListMethods) -> Vec<PaymentMethod>;
        /// Makes a payment. The answer's state says whether it is authorised, declined, waits for the buyer, or is unknown.
        write fn authorise(Authorise) -> Payment;
        /// One payment.
        read fn payment(GetPayment) -> Payment;
        /// Many payments.
        read fn payments_by_id(GetPayments) -> Vec<Payment>;
        /// The payment of a reference.
        read fn find(FindPayment) -> Option<Payment>;
        /// Payments.
        read fn payments(ListPayments) -> Page<Payment>;
        /// Takes held money.
        write fn capture(Capture) -> Payment;
        /// Gives a hold back.
        write fn void(Void) -> Payment;
        /// Pays money back.
        write fn refund(Refund) -> Payment;
        /// Voids or refunds whatever there is.
        write fn undo(Undo) -> Payment;
        /// Records money that came in by hand.
        write fn record_received(RecordReceived) -> Payment;
        /// Asks the provider how a payment stands.
        write fn sync(SyncPayment) -> Payment;
        /// Takes in a provider's message: verified, stored, then used as a hint to fetch.
        write fn receive_webhook(ReceiveWebhook) -> ();
        /// Operations, and those that wait for staff.
        read fn ops(ListOps) -> Page<ProviderOp>;
        /// Tries an operation again that waits for staff.
        write fn retry_op(RetryOp) -> ProviderOp;
        /// Lets a payment go on that was held for staff, and asks the provider how it stands: what still disagrees is
        /// held again, and the answer shows it.
        write fn release(Release) -> Payment;
        /// A payment's ledger.
        read fn facts(ListFacts) -> Page<FactView>;
        /// Checks payments' own books, and compares them with what each provider says.
        read fn audit(Audit) -> AuditReport;
    }
}
