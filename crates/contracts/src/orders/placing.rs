//! What an order is made from.

use crate::{cart::Attributes, common::PostalAddress, inventory::Allocation};
use infrasell_kernel::{
    ChannelId, CheckoutId, CountryCode, CustomerId, Locale, PaymentId, ProductId, Quantity, ReservationId, Token,
    VariantId,
};
use infrasell_rules::quote::Quote;
use serde::{Deserialize, Serialize};

/// A line item to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewLineItem {
    /// The line's key in the quote.
    pub key: String,
    /// What.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// The product's title.
    pub product_title: String,
    /// The variant's title.
    pub variant_title: String,
    /// The SKU.
    pub sku: String,
    /// The HSN code.
    pub hsn_code: String,
    /// Where it was made.
    pub country_of_origin: Option<CountryCode>,
    /// A picture.
    pub image_url: Option<String>,
    /// What the storefront added.
    pub attributes: Attributes,
    /// Whether it is sent.
    pub requires_shipping: bool,
    /// How many.
    pub quantity: Quantity,
    /// Maximum retail price, minor units.
    pub mrp_minor: Option<i64>,
}

/// Places an order. The same checkout gets the same order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateOrder {
    /// The checkout it comes from.
    pub checkout: CheckoutId,
    /// What the buyer will hold to see it.
    pub token: Token,
    /// Where it is sold.
    pub channel: ChannelId,
    /// In which language.
    pub locale: Locale,
    /// The customer, if he is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Who buys.
    pub email: String,
    /// Where he is called.
    pub phone: Option<String>,
    /// Where it goes.
    pub shipping_address: Option<PostalAddress>,
    /// Who is billed.
    pub billing_address: Option<PostalAddress>,
    /// What is sold, in the order of the quote's lines.
    pub line_items: Vec<NewLineItem>,
    /// The amounts as agreed.
    pub quote: Quote,
    /// The stock held for it.
    pub reservation: Option<ReservationId>,
    /// Where the units come from.
    pub allocations: Vec<Allocation>,
    /// The payment; absent when there is nothing to pay.
    pub payment: Option<PaymentId>,
    /// The payment's reference.
    pub payment_reference: Option<String>,
    /// How it is paid.
    pub payment_method: String,
    /// Whether goods may leave before the money is there (cash on delivery), or the money is held or taken.
    pub may_fulfil: bool,
    /// Held for it, minor units.
    pub authorised_minor: i64,
    /// Taken for it, minor units.
    pub captured_minor: i64,
    /// The buyer's note.
    pub note: String,
    /// What the storefront added.
    pub attributes: Attributes,
}
