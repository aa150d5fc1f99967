//! The contract of **orders**: what was sold, with snapshots of everything, and what became of it.

mod fulfilments;
mod placing;
mod refunds;

pub use fulfilments::*;
pub use placing::*;
pub use refunds::*;

use crate::{
    cart::Attributes,
    common::{Audit, AuditReport, Direction, PostalAddress},
    inventory::Allocation,
};
use infrasell_kernel::{
    ChannelId, CheckoutId, CountryCode, Currency, CustomerId, LineItemId, Locale, OrderId, Page, PageRequest,
    PaymentId, ProductId, Quantity, TimelineEntryId, Timestamp, Token, VariantId,
};
use infrasell_rpc::{service, service_error};
use infrasell_rules::{
    order::{FulfilmentState, OrderState, PaymentStatus},
    quote::{Quote, QuoteLine},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Its number, as people see it; unique.
    pub number: String,
    /// What the buyer holds to see it.
    pub token: Token,
    /// The checkout it came from.
    pub checkout: CheckoutId,
    /// Where it was sold.
    pub channel: ChannelId,
    /// In what.
    pub currency: Currency,
    /// In which language.
    pub locale: Locale,
    /// Where it stands.
    pub state: OrderState,
    /// Where its payment stands, derived.
    pub payment_status: PaymentStatus,
    /// The payment.
    pub payment: Option<PaymentId>,
    /// How it is paid.
    pub payment_method: String,
    /// Held for it, minor units.
    pub authorised_minor: i64,
    /// Taken for it, minor units.
    pub captured_minor: i64,
    /// Paid back of that, minor units.
    pub refunded_minor: i64,
    /// What is still to be paid, or to be paid back when negative: what the order costs now (the total less refunds that
    /// are pending or done; nothing once it is cancelled) less captured plus refunded; minor units.
    pub balance_minor: i64,
    /// The customer, if he was signed in or has claimed it since.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Who bought.
    pub email: String,
    /// Where he is called.
    pub phone: Option<String>,
    /// Where it goes; absent when nothing is sent.
    pub shipping_address: Option<PostalAddress>,
    /// Who is billed.
    pub billing_address: Option<PostalAddress>,
    /// What was sold.
    pub line_items: Vec<LineItem>,
    /// The ledger of amounts as agreed. It never changes.
    pub quote: Quote,
    /// What was sent.
    pub fulfilments: Vec<Fulfilment>,
    /// What was paid back.
    pub refunds: Vec<OrderRefund>,
    /// The buyer's note.
    pub note: String,
    /// What the storefront added.
    pub attributes: Attributes,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Raised by each change; the ETag.
    pub version: i64,
}

/// A line item: a snapshot of what was sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineItem {
    /// Its id.
    pub id: LineItemId,
    /// What.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// The product's title then.
    pub product_title: String,
    /// The variant's title then.
    pub variant_title: String,
    /// The SKU then.
    pub sku: String,
    /// The HSN code then.
    pub hsn_code: String,
    /// Where it was made.
    pub country_of_origin: Option<CountryCode>,
    /// A picture then.
    pub image_url: Option<String>,
    /// What the storefront added.
    pub attributes: Attributes,
    /// Whether it is sent.
    pub requires_shipping: bool,
    /// How many.
    pub quantity: Quantity,
    /// Maximum retail price then, minor units.
    pub mrp_minor: Option<i64>,
    /// Unit price, subtotal, discount, tax, total.
    pub amounts: QuoteLine,
    /// Where the units come from.
    pub allocations: Vec<Allocation>,
    /// How many were sent.
    pub fulfilled: i64,
    /// How many were paid back.
    pub refunded: i64,
    /// How many went back to stock.
    pub restocked: i64,
}

/// Something that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineEntry {
    /// Its id.
    pub id: TimelineEntryId,
    /// What: `placed`, `captured`, `fulfilled`, `note`.
    pub kind: String,
    /// In words.
    pub text: String,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// How an order is named in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderRef {
    /// By id.
    Id(OrderId),
    /// By what the buyer holds.
    Token(Token),
    /// By number.
    Number(String),
    /// By the checkout it came from.
    Checkout(CheckoutId),
    /// By id, of this customer only: to anybody else it is not there.
    OfCustomer {
        /// Which.
        id: OrderId,
        /// Whose.
        customer: CustomerId,
    },
}

/// Asks for one order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetOrder {
    /// Which.
    pub order: OrderRef,
}

/// The order of a list of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderSort {
    /// By time of placement.
    #[default]
    PlacedAt,
    /// By time of last change.
    UpdatedAt,
    /// By total.
    Total,
}

/// What a list of orders is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderFilter {
    /// Only those in this state.
    pub state: Option<OrderState>,
    /// Only those whose payment stands so.
    pub payment_status: Option<PaymentStatus>,
    /// Only those of this channel.
    pub channel: Option<ChannelId>,
    /// Only those of this e-mail address, case does not matter.
    pub email: Option<String>,
    /// Only those of this customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Only those with this variant in them.
    pub variant: Option<VariantId>,
    /// Only those whose number, e-mail address or a name begins with this, case does not matter.
    pub search: Option<String>,
    /// Only those placed at or after this time.
    pub placed_since: Option<Timestamp>,
    /// Only those placed before this time.
    pub placed_before: Option<Timestamp>,
}

/// Asks for orders.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListOrders {
    /// Which.
    pub filter: OrderFilter,
    /// In what order.
    pub sort: OrderSort,
    /// Which way; the newest or largest first when absent.
    pub direction: Option<Direction>,
    /// What part.
    pub page: PageRequest,
}

/// Cancels an order: goods go back to stock, money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelOrder {
    /// Which.
    pub id: OrderId,
    /// Why.
    pub reason: String,
    /// Whether its goods go back to stock.
    pub restock: bool,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

/// Gives a customer the orders of an e-mail address that are nobody's. For Infrasell itself, once he has shown that the
/// address is his.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClaimOrders {
    /// Who.
    pub customer: CustomerId,
    /// The address; case does not matter.
    pub email: String,
}
/// What was claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedOrders {
    /// How many orders became his.
    pub claimed: i64,
}

/// Adds a note for staff.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddNote {
    /// To which order.
    pub order: OrderId,
    /// The note; 1 to 5,000 characters.
    pub text: String,
}

/// Asks what happened to an order, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetTimeline {
    /// Which order.
    pub order: OrderId,
    /// What part.
    pub page: PageRequest,
}

/// Completes an order by hand: nothing more will happen to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompleteOrder {
    /// Which.
    pub id: OrderId,
}

/// The outbox topic of [`OrderPlaced`].
pub const ORDER_PLACED: &str = "orders.order_placed";

/// There is a new order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlaced {
    /// Which.
    pub order: OrderId,
    /// Its number.
    pub number: String,
}

/// The outbox topic of [`OrderCostChanged`]. Customers bring up to date what somebody bought in sum.
pub const ORDER_COST_CHANGED: &str = "orders.order_cost_changed";

/// An order costs its buyer something else now, or belongs to somebody else: a refund was asked for or failed, it was
/// cancelled, or a customer claimed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCostChanged {
    /// Which.
    pub order: OrderId,
}

/// The outbox topic of [`OrderCancelled`]. Inventory restocks, payments undoes.
pub const ORDER_CANCELLED: &str = "orders.order_cancelled";

/// An order was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    /// Which.
    pub order: OrderId,
    /// What goes back to stock, where it came from; empty when nothing does.
    pub restock: Vec<Allocation>,
    /// The payment to undo.
    pub payment: Option<PaymentId>,
}

/// The outbox topic of [`RefundRequested`]. Payments pays back, inventory restocks.
pub const REFUND_REQUESTED: &str = "orders.refund_requested";

/// The outbox topic of [`OrderRefunded`].
pub const ORDER_REFUNDED: &str = "orders.order_refunded";

/// The outbox topic of [`OrderFulfilled`].
pub const ORDER_FULFILLED: &str = "orders.order_fulfilled";

service_error! {
    /// What orders can answer.
    pub enum OrderError {
        /// The state machine does not allow it.
        #[error("an order that is {state} cannot be changed so")]
        WrongState {
            /// Its state.
            state: OrderState,
        } => Conflict,
        /// A fulfilment's state machine does not allow it.
        #[error("a fulfilment that is {state} cannot be changed so")]
        WrongFulfilmentState {
            /// Its state.
            state: FulfilmentState,
        } => Conflict,
        /// More units were named than are left.
        #[error("{asked} of {line_item} were asked for, {left} are left")]
        TooManyUnits {
            /// Which line item.
            line_item: LineItemId,
            /// How many were asked for.
            asked: i64,
            /// How many are left.
            left: i64,
        } => Conflict,
        /// More money was named than was captured and not yet paid back.
        #[error("{asked_minor} minor units were asked for, {left_minor} can be paid back")]
        RefundTooLarge {
            /// How much was asked for, minor units.
            asked_minor: i64,
            /// How much can be paid back, minor units.
            left_minor: i64,
        } => Conflict,
    }
}

service! {
    /// Orders.
    pub trait Orders in orders, error OrderError {
        /// Places an order. The same checkout gets the same order.
        write fn create(CreateOrder) -> Order;
        /// One order.
        read fn order(GetOrder) -> Order;
        /// Orders.
        read fn orders(ListOrders) -> Page<Order>;
        /// Cancels an order.
        write fn cancel(CancelOrder) -> Order;
        /// Sends goods.
        write fn create_fulfilment(CreateFulfilment) -> Order;
        /// Changes a fulfilment.
        write fn update_fulfilment(UpdateFulfilment) -> Order;
        /// Pays money back.
        write fn create_refund(CreateRefund) -> Order;
        /// Adds a note for staff.
        write fn add_note(AddNote) -> TimelineEntry;
        /// What happened to an order.
        read fn timeline(GetTimeline) -> Page<TimelineEntry>;
        /// Gives a customer the orders of his address that are nobody's. Again finds none.
        write fn claim(ClaimOrders) -> ClaimedOrders;
        /// Completes an order by hand.
        write fn complete(CompleteOrder) -> Order;
        /// Checks orders' own books: quote sums, line items = quote lines, refunds ≤ captured, fulfilled ≤ sold.
        read fn audit(Audit) -> AuditReport;
    }
}
