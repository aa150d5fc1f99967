//! What mutations of carts give.

use super::{cart, metafield::MetafieldOf, placed_order};
use crate::{fields, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{checkout::Checkout, payments::NextAction};
use infrasell_kernel::Token;
use infrasell_rules::checkout::CheckoutState;

/// Something that was wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// In a word.
    pub code: &'static str,
    /// The way to the argument.
    pub field: Vec<String>,
    /// In a sentence.
    pub message: String,
}

/// Something that was done otherwise than asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// In a word.
    pub code: &'static str,
    /// In a sentence.
    pub message: String,
    /// About what.
    pub target: String,
}

fields! { "CartUserError" for Wrong, |wrong, f, w| {
    "code" => w.text(wrong.code),
    "field" => if wrong.field.is_empty() { w.null() } else { w.texts(&wrong.field) },
    "message" => w.text(&wrong.message),
}}

fields! { "CartWarning" for Warning, |warning, f, w| {
    "code" => w.text(warning.code),
    "message" => w.text(&warning.message),
    "target" => w.text(&warning.target),
}}

/// What came of a mutation: which cart to show, and what to tell.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The cart.
    pub cart: Option<Token>,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
    /// What was done otherwise.
    pub warnings: Vec<Warning>,
}

impl Outcome {
    fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
        let found = self.cart.and_then(|token| cart::find(w, token));
        w.object_or_null(f, found.as_ref());
    }
}

macro_rules! payloads {
    ($($Name:ident = $type:literal,)*) => {
        $(
            #[doc = concat!("`", $type, "`.")]
            pub struct $Name(pub Outcome);
            fields! { $type for $Name, |payload, f, w| {
                "cart" => payload.0.write(f, w),
                "userErrors" => w.each(f, &payload.0.wrong, |w, wrong| w.object(f, wrong)),
                "warnings" => w.each(f, &payload.0.warnings, |w, warning| w.object(f, warning)),
            }}
            impl From<Outcome> for $Name {
                fn from(outcome: Outcome) -> Self {
                    $Name(outcome)
                }
            }
        )*
        /// The tables of payloads that are all alike.
        pub(super) const PAYLOADS: &[Table] = &[$(Table::of::<$Name>()),*];
    };
}
payloads! {
    AttributesUpdated = "CartAttributesUpdatePayload",
    BillingAddressUpdated = "CartBillingAddressUpdatePayload",
    BuyerIdentityUpdated = "CartBuyerIdentityUpdatePayload",
    Cloned = "CartClonePayload",
    Created = "CartCreatePayload",
    AddressesAdded = "CartDeliveryAddressesAddPayload",
    AddressesRemoved = "CartDeliveryAddressesRemovePayload",
    AddressesReplaced = "CartDeliveryAddressesReplacePayload",
    AddressesUpdated = "CartDeliveryAddressesUpdatePayload",
    DiscountCodesUpdated = "CartDiscountCodesUpdatePayload",
    GiftCardCodesAdded = "CartGiftCardCodesAddPayload",
    GiftCardCodesRemoved = "CartGiftCardCodesRemovePayload",
    GiftCardCodesUpdated = "CartGiftCardCodesUpdatePayload",
    LinesAdded = "CartLinesAddPayload",
    LinesRemoved = "CartLinesRemovePayload",
    LinesUpdated = "CartLinesUpdatePayload",
    NoteUpdated = "CartNoteUpdatePayload",
    PaymentUpdated = "CartPaymentUpdatePayload",
    PersonalDataRemoved = "CartRemovePersonalDataPayload",
    DeliveryOptionsUpdated = "CartSelectedDeliveryOptionsUpdatePayload",
}

/// Something that was wrong with a typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongValue {
    /// In a word.
    pub code: &'static str,
    /// At which of them.
    pub element: Option<usize>,
    /// The way to the argument.
    pub field: Vec<String>,
    /// In a sentence.
    pub message: String,
}
/// Something that was wrong with taking a typed value out.
pub struct WrongDelete(pub WrongValue);

fields! { "MetafieldsSetUserError" for WrongValue, |wrong, f, w| {
    "code" => w.text(wrong.code),
    "elementIndex" => w.int_or_null(wrong.element.and_then(|at| i64::try_from(at).ok())),
    "field" => w.texts(&wrong.field),
    "message" => w.text(&wrong.message),
}}

fields! { "MetafieldDeleteUserError" for WrongDelete, |wrong, f, w| {
    "code" => w.text(wrong.0.code),
    "field" => w.texts(&wrong.0.field),
    "message" => w.text(&wrong.0.message),
}}

/// `CartMetafieldsSetPayload`: the values by cart, namespace and key.
pub struct MetafieldsSet {
    /// What was set.
    pub set: Vec<(Token, String, String)>,
    /// What was wrong.
    pub wrong: Vec<WrongValue>,
}

fields! { "CartMetafieldsSetPayload" for MetafieldsSet, |payload, f, w| {
    "metafields" => if payload.wrong.is_empty() {
        w.each(f, &payload.set, |w, (token, namespace, key)| {
            let cart = cart::find(w, *token);
            let found = cart.and_then(|cart| MetafieldOf::of_cart(cart.0, namespace, key));
            w.object_or_null(f, found.as_ref());
        });
    } else {
        w.null();
    },
    "userErrors" => w.each(f, &payload.wrong, |w, wrong| w.object(f, wrong)),
}}

/// `CartMetafieldDeletePayload`.
pub struct MetafieldDeleted {
    /// The id of what was taken out.
    pub deleted: Option<String>,
    /// What was wrong.
    pub wrong: Vec<WrongDelete>,
}

fields! { "CartMetafieldDeletePayload" for MetafieldDeleted, |payload, f, w| {
    "deletedId" => w.text_or_null(payload.deleted.as_deref()),
    "userErrors" => w.each(f, &payload.wrong, |w, wrong| w.object(f, wrong)),
}}

/// Something that stands between a cart and an order.
pub struct Obstacle {
    /// In a word.
    pub code: String,
    /// In a sentence.
    pub message: String,
}

fields! { "CartOperationError" for Obstacle, |obstacle, f, w| {
    "code" => w.text(&obstacle.code),
    "message" => w.text(&obstacle.message),
}}

/// Why a cart is not bought.
pub struct Refusal {
    /// In a word.
    pub code: &'static str,
    /// In a sentence.
    pub message: String,
}

fields! { "SubmissionError" for Refusal, |refusal, f, w| {
    "code" => w.text(refusal.code),
    "message" => w.text(&refusal.message),
}}

/// A cart that can be bought now.
struct Ready(Token);
/// One that cannot.
struct NotReady<'a>(Token, &'a [Obstacle]);

fields! { "CartStatusReady" for Ready, |ready, f, w| {
    "cart" => { let found = cart::find(w, ready.0); w.object_or_null(f, found.as_ref()) },
}}

fields! { "CartStatusNotReady" for NotReady<'_>, |not, f, w| {
    "cart" => { let found = cart::find(w, not.0); w.object_or_null(f, found.as_ref()) },
    "errors" => w.each(f, not.1, |w, obstacle| w.object(f, obstacle)),
}}

/// `CartPrepareForCompletionPayload`.
pub struct Prepared {
    /// The cart and what stands between it and an order; absent when there is no such cart.
    pub cart: Option<(Token, Vec<Obstacle>)>,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

fields! { "CartPrepareForCompletionPayload" for Prepared, |payload, f, w| {
    "result" => match &payload.cart {
        None => w.null(),
        Some((token, obstacles)) if obstacles.is_empty() => w.object(f, &Ready(*token)),
        Some((token, obstacles)) => w.object(f, &NotReady(*token, obstacles)),
    },
    "userErrors" => w.each(f, &payload.wrong, |w, wrong| w.object(f, wrong)),
}}

/// What became of buying a cart that has nothing to pay.
pub enum Submitted {
    /// It is bought.
    Done {
        /// The name of the attempt.
        attempt: String,
        /// The order's token.
        order: Token,
    },
    /// It is not.
    Failed {
        /// The cart.
        cart: Token,
        /// Why.
        refusals: Vec<Refusal>,
    },
}
struct Done<'a>(&'a str, Token);
struct Failed<'a>(Token, &'a [Refusal]);

fields! { "SubmitSuccess" for Done<'_>, |done, f, w| {
    "attemptId" => w.text(done.0),
    "redirectUrl" => w.url(&format!("/orders/{}", done.1)),
}}

fields! { "SubmitFailed" for Failed<'_>, |failed, f, w| {
    "checkoutUrl" => w.url(&format!("/checkout/{}", failed.0)),
    "errors" => w.each(f, failed.1, |w, refusal| w.object(f, refusal)),
}}

/// `CartSubmitForCompletionPayload`.
pub struct SubmitOutcome {
    /// What became of it; absent when there is no such cart.
    pub result: Option<Submitted>,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}

fields! { "CartSubmitForCompletionPayload" for SubmitOutcome, |payload, f, w| {
    "result" => match &payload.result {
        None => w.null(),
        Some(Submitted::Done { attempt, order }) => w.object(f, &Done(attempt, *order)),
        Some(Submitted::Failed { cart, refusals }) => w.object(f, &Failed(*cart, refusals)),
    },
    "userErrors" => w.each(f, &payload.wrong, |w, wrong| w.object(f, wrong)),
}}

/// `CartCompletePayload`.
#[derive(Default)]
pub struct Completed {
    /// The checkout, once it was begun.
    pub checkout: Option<Checkout>,
    /// The quote that holds now, when it is another.
    pub quote_hash: Option<String>,
    /// What was wrong.
    pub wrong: Vec<Wrong>,
}
struct Action<'a>(&'a NextAction);

fields! { "CartCompletePayload" for Completed, |payload, f, w| {
    "nextAction" => {
        let payment = payload.checkout.as_ref().and_then(|checkout| checkout.payment.as_ref());
        w.object_or_null(f, payment.and_then(|payment| payment.next_action.as_ref()).map(Action).as_ref());
    },
    "order" => {
        let order = payload.checkout.as_ref().and_then(|checkout| checkout.order.as_ref());
        let found = order.and_then(|order| placed_order::find(w, order.token));
        w.object_or_null(f, found.as_ref());
    },
    "quoteHash" => w.text_or_null(payload.quote_hash.as_deref()),
    "status" => match payload.checkout.as_ref().map(|checkout| checkout.state) {
        Some(CheckoutState::Completed) => w.text("COMPLETED"),
        Some(CheckoutState::NeedsBuyer) => w.text("NEEDS_BUYER"),
        Some(CheckoutState::Completing) => w.text("COMPLETING"),
        _ => w.null(),
    },
    "userErrors" => w.each(f, &payload.wrong, |w, wrong| w.object(f, wrong)),
}}

fields! { "CartCompleteAction" for Action<'_>, |action, f, w| {
    "instructions" => match action.0 {
        NextAction::Instructions { text } => w.text(text),
        NextAction::Redirect { .. } => w.null(),
    },
    "redirectUrl" => match action.0 {
        NextAction::Redirect { url } => w.text(url),
        NextAction::Instructions { .. } => w.null(),
    },
}}

never! {
    "CartThrottled" as NeverThrottled { "cart", "pollAfter" }
    "SubmitThrottled" as NeverThrottledSubmit { "pollAfter" }
    "SubmitAlreadyAccepted" as NeverAccepted { "attemptId" }
}

/// The tables of all others.
pub(super) const OTHERS: &[Table] = &[
    Table::of::<Wrong>(),
    Table::of::<Warning>(),
    Table::of::<WrongValue>(),
    Table::of::<WrongDelete>(),
    Table::of::<MetafieldsSet>(),
    Table::of::<MetafieldDeleted>(),
    Table::of::<Obstacle>(),
    Table::of::<Refusal>(),
    Table::of::<Ready>(),
    Table::of::<NotReady<'static>>(),
    Table::of::<Prepared>(),
    Table::of::<Done<'static>>(),
    Table::of::<Failed<'static>>(),
    Table::of::<SubmitOutcome>(),
    Table::of::<Completed>(),
    Table::of::<Action<'static>>(),
    Table::of::<NeverThrottled>(),
    Table::of::<NeverThrottledSubmit>(),
    Table::of::<NeverAccepted>(),
];
