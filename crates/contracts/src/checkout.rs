//! The contract of **checkout**: from a cart to an order. The states and messages are those of the agentic-commerce
//! standards UCP and ACP.

use crate::{
    cart::CartLine,
    common::{Audit, AuditReport, PostalAddress},
    payments::{NextAction, PaymentMethod},
    pricing::{ShippingChoice, ShippingGroupView},
};
use infrasell_kernel::{
    ChannelId, CheckoutId, Currency, CustomerId, Locale, OrderId, Page, PageRequest, Patch, PaymentId, Timestamp, Token,
};
use infrasell_rpc::{service, service_error};
use infrasell_rules::{
    checkout::{CheckoutState, Message, SagaStep},
    payment::PaymentState,
    quote::Quote,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A checkout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Checkout {
    /// Its id, for staff.
    pub id: CheckoutId,
    /// What the buyer holds.
    pub token: Token,
    /// The cart it buys.
    pub cart: Token,
    /// Where he buys.
    pub channel: ChannelId,
    /// In what.
    pub currency: Currency,
    /// In which language.
    pub locale: Locale,
    /// Where it stands.
    pub state: CheckoutState,
    /// Whose it is, when he was signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// What stands between it and an order.
    pub messages: Vec<Message>,
    /// Where he is written to.
    pub email: Option<String>,
    /// Where he is called.
    pub phone: Option<String>,
    /// Where it goes.
    pub shipping_address: Option<PostalAddress>,
    /// Who is billed; the shipping address when absent.
    pub billing_address: Option<PostalAddress>,
    /// What he buys.
    pub lines: Vec<CartLine>,
    /// How it can be sent, and how it will be.
    pub shipping_groups: Vec<ShippingGroupView>,
    /// How it can be paid.
    pub payment_methods: Vec<PaymentMethod>,
    /// How it will be paid.
    pub payment_method: Option<String>,
    /// Lines, adjustments, shipping, tax, totals.
    pub quote: Quote,
    /// What he agrees to: send it back with `complete`.
    pub quote_hash: String,
    /// The payment, once there is one.
    pub payment: Option<CheckoutPayment>,
    /// The order, once there is one.
    pub order: Option<OrderLink>,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
/// The payment of a checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckoutPayment {
    /// Its id.
    pub id: PaymentId,
    /// Where it stands.
    pub state: PaymentState,
    /// What the buyer must do next.
    pub next_action: Option<NextAction>,
    /// Why it was declined.
    pub decline_reason: Option<String>,
}
/// The order that a checkout became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderLink {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// What the buyer holds to see it.
    pub token: Token,
}

/// What a buyer says of his checkout; absent fields stay, null takes away.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CheckoutPatch {
    /// Where he is written to.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<String>,
    /// Where he is called.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub shipping_address: Patch<PostalAddress>,
    /// Who is billed.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub billing_address: Patch<PostalAddress>,
    /// The method of each group of lines; null forgets them.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub shipping: Patch<Vec<ShippingChoice>>,
    /// How it will be paid, by code.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub payment_method: Patch<String>,
}
/// Begins a checkout, or gives back the open one of the cart.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCheckout {
    /// The cart.
    pub cart: Token,
    /// What is known already.
    #[serde(default)]
    pub details: CheckoutPatch,
}
/// Asks for a checkout by its token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCheckout {
    /// What the buyer holds.
    pub token: Token,
}
/// Asks for the checkout of a cart: the one that became its order, else the open one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindCheckout {
    /// The cart.
    pub cart: Token,
}
/// Changes a checkout.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateCheckout {
    /// What the buyer holds.
    pub token: Token,
    /// What to change.
    pub patch: CheckoutPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// What the buyer agrees to, and how he pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteInput {
    /// The hash of the quote he saw. If the quote is another now, he gets the new one and nothing is charged.
    #[schemars(length(min = 64, max = 64))]
    pub quote_hash: String,
    /// What he brought to pay with: a token of the provider's.
    #[serde(default)]
    #[schemars(length(max = 512))]
    pub instrument: Option<String>,
    /// Where the provider sends him back to.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    pub return_url: Option<String>,
}
/// Turns a checkout into an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompleteCheckout {
    /// What the buyer holds.
    pub token: Token,
    /// What he agrees to.
    pub input: CompleteInput,
}
/// Calls a checkout off.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CancelCheckout {
    /// What the buyer holds.
    pub token: Token,
}
/// Asks for checkouts, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListCheckouts {
    /// Only those in this state.
    pub state: Option<CheckoutState>,
    /// Only those of this channel.
    pub channel: Option<ChannelId>,
    /// Only those of this e-mail address.
    pub email: Option<String>,
    /// What part.
    pub page: PageRequest,
}
/// A checkout in a list, with where its saga stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckoutSummary {
    /// Its id.
    pub id: CheckoutId,
    /// Where.
    pub channel: ChannelId,
    /// Where it stands.
    pub state: CheckoutState,
    /// Who.
    pub email: Option<String>,
    /// How often completing was begun.
    pub attempt: i64,
    /// The step that the saga is at.
    pub step: Option<SagaStep>,
    /// Whether the saga is undoing.
    pub undoing: bool,
    /// The payment of the present attempt.
    pub payment: Option<PaymentId>,
    /// The order.
    pub order: Option<OrderId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

service_error! {
    /// What checkout can answer.
    pub enum CheckoutError {
        /// The quote that the buyer agreed to is not the one that holds; nothing was charged.
        #[error("the price has changed since you saw it")]
        QuoteChanged {
            /// The hash that holds now; the checkout has the quote.
            quote_hash: String,
        } => Conflict,
        /// Something is missing or wrong; nothing was charged.
        #[error("the checkout is not ready: {}", .messages.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join("; "))]
        NotReady {
            /// What.
            messages: Vec<Message>,
        } => Conflict,
        /// Stock was taken in between; nothing was charged.
        #[error("not enough stock: {}", .messages.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join("; "))]
        OutOfStock {
            /// Each line that falls short.
            messages: Vec<Message>,
        } => Conflict,
        /// The payment was declined; nothing was charged.
        #[error("the payment was declined: {reason}")]
        PaymentDeclined {
            /// Why, as the provider says.
            reason: String,
        } => PaymentRequired,
        /// It is in a state that does not allow this.
        #[error("a checkout that is {state} cannot be changed so")]
        WrongState {
            /// Its state.
            state: CheckoutState,
        } => Conflict,
    }
}

service! {
    /// From a cart to an order.
    pub trait Checkouts in checkout, error CheckoutError {
        /// Begins a checkout, or gives back the open one of the cart.
        write fn create(CreateCheckout) -> Checkout;
        /// One checkout, computed now.
        read fn checkout(GetCheckout) -> Checkout;
        /// The checkout of a cart, computed now: the one that became its order, else the open one.
        read fn of_cart(FindCheckout) -> Checkout;
        /// Changes a checkout.
        write fn update(UpdateCheckout) -> Checkout;
        /// Turns it into an order. However many ask at once, there is one order and all of them get it.
        /// The answer's state is `completed`, `needs_buyer` (see `payment.next_action`) or `completing` (the provider has not said yet).
        write fn complete(CompleteCheckout) -> Checkout;
        /// Calls it off.
        write fn cancel(CancelCheckout) -> Checkout;
        /// Checkouts.
        read fn checkouts(ListCheckouts) -> Page<CheckoutSummary>;
        /// Checks checkout's own books: every saga has ended or has a job.
        read fn audit(Audit) -> AuditReport;
    }
}
