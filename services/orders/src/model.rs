//! An order as it is kept: what changes, and the snapshot that does not.

use crate::decide::{refund, units};
use infrasell_contracts::{
    cart::Attributes,
    common::PostalAddress,
    inventory::Allocation,
    orders::{Fulfilment, LineItem, NewLineItem, Order, OrderRefund, RefundedLine},
    payments::RefundState,
};
use infrasell_kernel::{
    ChannelId, CheckoutId, Currency, CustomerId, LineItemId, Locale, Money, OrderId, PaymentId, Quantity, RefundId,
    ReservationId, Timestamp, Token,
};
use infrasell_rules::{
    order::{FulfilmentState, OrderState, PaymentStatus},
    payment::PaymentState,
    quote::Quote,
};
use serde::{Deserialize, Serialize};

/// What changes of an order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Head {
    pub(crate) id: OrderId,
    pub(crate) seq: i64,
    pub(crate) number: String,
    pub(crate) token: Token,
    pub(crate) checkout: CheckoutId,
    pub(crate) channel: ChannelId,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) currency: Currency,
    pub(crate) locale: Locale,
    pub(crate) state: OrderState,
    pub(crate) payment_status: PaymentStatus,
    /// Held for staff, voided or failed, if that is how the payment stood in the newest event.
    pub(crate) payment_trouble: Option<PaymentState>,
    pub(crate) payment: Option<PaymentId>,
    pub(crate) payment_reference: Option<String>,
    pub(crate) payment_method: String,
    pub(crate) may_fulfil: bool,
    pub(crate) total_minor: i64,
    pub(crate) held_minor: i64,
    pub(crate) captured_minor: i64,
    pub(crate) refunded_minor: i64,
    pub(crate) fulfilments: Vec<Fulfilment>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) cancel_reason: Option<String>,
    pub(crate) restocked: bool,
    pub(crate) placed_at: Timestamp,
    pub(crate) cancelled_at: Option<Timestamp>,
    pub(crate) updated_at: Timestamp,
    pub(crate) version: i64,
}

/// What never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sold {
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) shipping_address: Option<PostalAddress>,
    pub(crate) billing_address: Option<PostalAddress>,
    pub(crate) lines: Vec<SoldLine>,
    pub(crate) quote: Quote,
    pub(crate) note: String,
    pub(crate) attributes: Attributes,
    pub(crate) reservation: Option<ReservationId>,
}

/// A line as it was sold; its amounts are the quote's line at the same place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SoldLine {
    pub(crate) id: LineItemId,
    pub(crate) item: NewLineItem,
    pub(crate) allocations: Vec<Allocation>,
}

/// A refund as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) id: RefundId,
    pub(crate) state: RefundState,
    /// Lines, shipping and goodwill together, minor units.
    pub(crate) amount_minor: i64,
    pub(crate) shipping_minor: i64,
    pub(crate) lines: Vec<RefundLine>,
    pub(crate) reason: String,
    pub(crate) actor: String,
    pub(crate) created_at: Timestamp,
}

/// The units of a line that a refund pays back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefundLine {
    pub(crate) line_item: LineItemId,
    /// Which of the line's units, counted from 0; each has its own share of the amount.
    pub(crate) runs: Vec<Run>,
    pub(crate) amount_minor: i64,
    pub(crate) tax_minor: i64,
    pub(crate) restock: Vec<Allocation>,
}

/// Neighbouring units of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) from: i64,
    pub(crate) units: i64,
}

/// An order, whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) head: Head,
    pub(crate) sold: Sold,
}

impl Refund {
    /// Whether it takes money and units, or has taken them.
    pub(crate) fn is_live(&self) -> bool {
        self.state != RefundState::Failed
    }

    fn view(&self) -> OrderRefund {
        let lines = self.lines.iter().filter_map(RefundLine::view).collect();
        OrderRefund {
            id: self.id,
            state: self.state,
            amount_minor: self.amount_minor,
            shipping_minor: self.shipping_minor,
            lines,
            reason: self.reason.clone(),
            actor: self.actor.clone(),
            created_at: self.created_at,
        }
    }
}

impl RefundLine {
    pub(crate) fn units(&self) -> i64 {
        self.runs.iter().map(|run| run.units).sum()
    }

    fn view(&self) -> Option<RefundedLine> {
        Some(RefundedLine {
            line_item: self.line_item,
            quantity: Quantity::new(self.units()).ok()?,
            amount_minor: self.amount_minor,
            tax_minor: self.tax_minor,
            restock: self.restock.iter().map(|one| one.quantity).sum(),
        })
    }
}

/// Whether a fulfilment's goods have left.
pub(crate) fn has_left(state: FulfilmentState) -> bool {
    matches!(state, FulfilmentState::Shipped | FulfilmentState::Delivered)
}

impl Stored {
    /// An amount in words.
    pub(crate) fn money(&self, minor: i64) -> String {
        Money::new(minor, self.head.currency).to_string()
    }

    /// What others see.
    pub(crate) fn view(self) -> Order {
        let counts = units::of(&self);
        let balance_minor = refund::balance(&self.head);
        let Stored { head, sold } = self;
        let amounts = sold.quote.lines.iter().cloned();
        let mut line_items = Vec::with_capacity(sold.lines.len());
        for ((line, amounts), units) in sold.lines.into_iter().zip(amounts).zip(counts) {
            let SoldLine { id, item, allocations } = line;
            line_items.push(LineItem {
                id,
                variant: item.variant,
                product: item.product,
                product_title: item.product_title,
                variant_title: item.variant_title,
                sku: item.sku,
                hsn_code: item.hsn_code,
                country_of_origin: item.country_of_origin,
                image_url: item.image_url,
                attributes: item.attributes,
                requires_shipping: item.requires_shipping,
                quantity: item.quantity,
                mrp_minor: item.mrp_minor,
                amounts,
                allocations,
                fulfilled: units.sent,
                refunded: units.refunded,
                restocked: units.restocked,
            });
        }
        Order {
            id: head.id,
            number: head.number,
            token: head.token,
            checkout: head.checkout,
            channel: head.channel,
            currency: head.currency,
            locale: head.locale,
            state: head.state,
            payment_status: head.payment_status,
            payment: head.payment,
            payment_method: head.payment_method,
            authorised_minor: head.held_minor,
            captured_minor: head.captured_minor,
            refunded_minor: head.refunded_minor,
            balance_minor,
            customer: head.customer,
            email: sold.email,
            phone: sold.phone,
            shipping_address: sold.shipping_address,
            billing_address: sold.billing_address,
            line_items,
            quote: sold.quote,
            fulfilments: head.fulfilments,
            refunds: head.refunds.iter().map(Refund::view).collect(),
            note: sold.note,
            attributes: sold.attributes,
            cancel_reason: head.cancel_reason,
            placed_at: head.placed_at,
            cancelled_at: head.cancelled_at,
            updated_at: head.updated_at,
            version: head.version,
        }
    }
}
