//! The contract of **cart**: what a buyer gathers before he buys. Totals are computed at every read.

mod details;
mod editing;

pub use details::{
    CartAddress, CartAddressInput, CartAddressUpdate, CartBuyer, CartBuyerPatch, CartDetails, CartMetafield,
    CartPreferences, DiscountCode, DraftAddress, MAX_ADDRESSES, MAX_CART_METAFIELD_BYTES, MAX_CART_METAFIELDS,
    MAX_CODES, Place,
};
pub use editing::{CartEdit, CartNotice, EditCart, EditedAs, EditedCart, MAX_EDITS};

use crate::{
    catalog::{Media, Metafield},
    common::{Audit, AuditReport},
    pricing::{Destination, Quoted, ShippingChoice},
};
use infrasell_kernel::{
    CartId, CartLineId, ChannelId, CountryCode, Currency, CustomerId, Locale, Money, Page, PageRequest, Patch,
    ProductId, Quantity, Timestamp, Token, VariantId,
};
use infrasell_rpc::{service, service_error};
use infrasell_rules::quote::{QuoteLine, Totals};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most lines of a cart.
pub const MAX_LINES: usize = 500;
/// The most units of one variant in a cart, over all its lines.
pub const MAX_UNITS: i64 = 10_000;
/// The most attributes of a cart or a line; a key has at most 64 characters, a value 1,024.
pub const MAX_ATTRIBUTES: usize = 50;

/// Names and texts that a storefront adds.
pub type Attributes = BTreeMap<String, String>;

/// Where a cart stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CartState {
    /// It can be changed.
    Active,
    /// A checkout of it is being completed; it cannot be changed meanwhile.
    Locked,
    /// It became an order.
    Completed,
}

/// A cart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cart {
    /// Its id, for staff.
    pub id: CartId,
    /// What the buyer holds.
    pub token: Token,
    /// Where he buys.
    pub channel: ChannelId,
    /// In what.
    pub currency: Currency,
    /// In which language.
    pub locale: Locale,
    /// Whose it is, when he was signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Where it stands.
    pub state: CartState,
    /// The lines, in the order they came in.
    pub lines: Vec<CartLine>,
    /// A note to the shop.
    pub note: String,
    /// What the storefront added.
    pub attributes: Attributes,
    /// Who buys, where it goes, how it is sent, codes, typed values: as far as the buyer has said.
    #[serde(default)]
    pub details: CartDetails,
    /// Goods, tax, and shipping as far as it is chosen; for the selected address, else the buyer's country, else the
    /// shop's own place.
    pub totals: Totals,
    /// What is different from when the buyer last changed the cart.
    pub changes: Vec<CartChange>,
    /// Raised by each change; the ETag.
    pub revision: i64,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CartLine {
    /// Its id.
    pub id: CartLineId,
    /// What.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// How many.
    pub quantity: Quantity,
    /// What the storefront added.
    pub attributes: Attributes,
    /// The product's title.
    pub product_title: String,
    /// The variant's title.
    pub variant_title: String,
    /// Its SKU.
    pub sku: String,
    /// The product's handle.
    pub handle: String,
    /// A picture.
    pub image: Option<Media>,
    /// Whether it can be bought: on sale, priced, in stock.
    pub purchasable: bool,
    /// What a unit costs; absent when it has no price.
    pub unit_price: Option<Money>,
    /// What that is shown beside as reduced from.
    pub compare_at: Option<Money>,
    /// Maximum retail price.
    pub mrp: Option<Money>,
    /// The line in the quote: subtotal, discount, tax, total; absent when it has no price.
    pub amounts: Option<QuoteLine>,
    /// Whether it is sent; no for digital goods.
    #[serde(default)]
    pub requires_shipping: bool,
    /// Grams a unit.
    #[serde(default)]
    pub weight_grams: i64,
    /// Whether tax is charged.
    #[serde(default)]
    pub taxable: bool,
    /// The tax class, by code; absent means the default class.
    #[serde(default)]
    pub tax_class: Option<String>,
    /// HSN code; may be empty.
    #[serde(default)]
    pub hsn_code: String,
    /// Where it was made.
    #[serde(default)]
    pub country_of_origin: Option<CountryCode>,
}

/// What is different from when the buyer last changed the cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CartChange {
    /// A unit costs something else.
    PriceChanged {
        /// The line.
        line: CartLineId,
        /// What it cost.
        from: Money,
        /// What it costs.
        to: Money,
    },
    /// Fewer can be had than are in the cart.
    InsufficientStock {
        /// The line.
        line: CartLineId,
        /// How many are in it.
        wanted: i64,
        /// How many can be had for it.
        available: i64,
    },
    /// It is no longer on sale, or has no price.
    Gone {
        /// The line.
        line: CartLineId,
    },
    /// Units of a guest's cart that did not fit into the customer's own; told once, when the two become one.
    LeftOut {
        /// What.
        variant: VariantId,
        /// How many.
        quantity: i64,
    },
}

/// A line to put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CartLineInput {
    /// What.
    pub variant: VariantId,
    /// How many; one when absent.
    #[serde(default = "one")]
    pub quantity: Quantity,
    /// Lines of one variant with the same attributes become one.
    #[serde(default)]
    pub attributes: Attributes,
}

fn one() -> Quantity {
    Quantity::ONE
}

/// A change to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CartLineUpdate {
    /// Which.
    pub id: CartLineId,
    /// How many; 0 takes it out; absent leaves it.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000))]
    pub quantity: Option<i64>,
    /// All its attributes; absent leaves them.
    #[serde(default)]
    pub attributes: Option<Attributes>,
    /// What it becomes a line of; absent leaves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
}

/// Makes a cart.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CreateCart {
    /// The channel, by code; `web` when absent.
    pub channel: Option<String>,
    /// The language; the channel's first when absent.
    pub locale: Option<Locale>,
    /// At most 500.
    pub lines: Vec<CartLineInput>,
    /// At most 5,000 characters.
    pub note: String,
    /// At most 50.
    pub attributes: Attributes,
}
/// Asks for a cart by its token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCart {
    /// What the buyer holds.
    pub token: Token,
    /// Where it would go, for tax; what the cart says when absent.
    pub country: Option<CountryCode>,
}
/// Asks for a cart and what it costs where it goes, sent as chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteCart {
    /// What the buyer holds.
    pub token: Token,
    /// Where it goes; the shop's own place when absent.
    pub destination: Option<Destination>,
    /// How each group of lines is sent, as far as that is chosen.
    pub shipping: Vec<ShippingChoice>,
    /// Whether it goes and is sent as the cart itself says, in the place of the two above.
    #[serde(default)]
    pub as_chosen: bool,
}
/// A cart and its quote.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuotedCart {
    /// The cart; its totals are the quote's.
    pub cart: Cart,
    /// The quote of the lines that are on sale, by their ids; absent when there are none.
    pub quoted: Option<Quoted>,
}
/// Puts lines in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddLines {
    /// Which cart.
    pub token: Token,
    /// 1 to 500.
    pub lines: Vec<CartLineInput>,
    /// The revision the caller read, if he minds.
    pub if_revision: Option<i64>,
}
/// Changes lines or takes them out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateLines {
    /// Which cart.
    pub token: Token,
    /// 1 to 500.
    pub lines: Vec<CartLineUpdate>,
    /// The revision the caller read, if he minds.
    pub if_revision: Option<i64>,
}
/// Changes what a cart says of itself; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartPatch {
    /// A note to the shop; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub note: Patch<String>,
    /// All its attributes; null empties them.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub attributes: Patch<Attributes>,
    /// In which language.
    pub locale: Option<Locale>,
    /// Who buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<CartBuyerPatch>,
    /// All its discount codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_codes: Option<Vec<String>>,
    /// All its addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<CartAddressInput>>,
    /// Who is billed; null means the one it goes to.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub billing_address: Patch<DraftAddress>,
    /// How each group of lines is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Vec<ShippingChoice>>,
    /// Typed values to put in, over those of the same names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metafields: Option<Vec<Metafield>>,
}
/// Changes what a cart says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateCart {
    /// Which cart.
    pub token: Token,
    /// What to change.
    pub patch: CartPatch,
    /// The revision the caller read, if he minds.
    pub if_revision: Option<i64>,
}
/// Forgets a cart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteCart {
    /// Which cart.
    pub token: Token,
}
/// Gives a customer his open cart of a channel; makes one when he has none. The guest's cart that is named becomes his, or
/// its lines come into the one that he has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCart {
    /// Whose.
    pub customer: CustomerId,
    /// The cart that he gathered as a guest. One that is gone, or was bought, brings nothing along.
    pub token: Option<Token>,
    /// The channel, by code, when no cart is named; `web` when absent.
    pub channel: Option<String>,
    /// The language of a new cart; the channel's first when absent.
    pub locale: Option<Locale>,
}
/// Asks for a customer's open cart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCustomerCart {
    /// Whose.
    pub customer: CustomerId,
    /// The channel, by code; `web` when absent.
    pub channel: Option<String>,
    /// Where it would go, for tax; the shop's own place when absent.
    pub country: Option<CountryCode>,
}
/// Asks for carts, last changed first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListCarts {
    /// Only those in this state.
    pub state: Option<CartState>,
    /// Only those of this channel.
    pub channel: Option<ChannelId>,
    /// Only those with this variant in them.
    pub variant: Option<VariantId>,
    /// Only those of this customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// What part.
    pub page: PageRequest,
}
/// Keeps a cart as it is while its checkout is completed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LockCart {
    /// Which cart.
    pub token: Token,
    /// The revision that the buyer agreed to.
    pub revision: i64,
    /// The checkout: `chk_12`.
    pub owner: String,
}
/// Ends the lock of a checkout.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnlockCart {
    /// Which cart.
    pub token: Token,
    /// The checkout: `chk_12`.
    pub owner: String,
    /// Whether it became an order.
    pub completed: bool,
}

/// A cart in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CartSummary {
    /// Its id.
    pub id: CartId,
    /// Where.
    pub channel: ChannelId,
    /// Whose it is, when he was signed in.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Where it stands.
    pub state: CartState,
    /// How many lines.
    pub line_count: i64,
    /// How many units.
    pub unit_count: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

service_error! {
    /// What cart can answer.
    pub enum CartError {
        /// A line cannot be put in: it is not on sale here or has no price.
        #[error("{variant} cannot be bought in this channel")]
        NotForSale {
            /// Which.
            variant: VariantId,
        } => Conflict,
        /// Fewer can be had than were asked for.
        #[error("only {available} of {sku} can be had, not {wanted}")]
        InsufficientStock {
            /// Which.
            variant: VariantId,
            /// What it is called.
            sku: String,
            /// How many were wanted in all.
            wanted: i64,
            /// How many can be had.
            available: i64,
        } => Conflict,
        /// A checkout of it is being completed.
        #[error("the cart is being bought")]
        CartLocked => Conflict,
        /// It became an order.
        #[error("the cart has become an order")]
        CartCompleted => Conflict,
    }
}

service! {
    /// Carts, of guests and of customers.
    pub trait Carts in cart, error CartError {
        /// Makes a cart.
        write fn create(CreateCart) -> Cart;
        /// One cart, computed now.
        read fn cart(GetCart) -> Cart;
        /// One cart and its quote, computed now.
        read fn quoted(QuoteCart) -> QuotedCart;
        /// Gives a customer his open cart, with what he gathered as a guest.
        write fn claim(ClaimCart) -> Cart;
        /// A customer's open cart, computed now.
        read fn customer_cart(GetCustomerCart) -> Cart;
        /// Puts lines in.
        write fn add_lines(AddLines) -> Cart;
        /// Changes lines or takes them out.
        write fn update_lines(UpdateLines) -> Cart;
        /// Changes note, attributes, language, and what the buyer says of himself and of how he wants it.
        write fn update(UpdateCart) -> Cart;
        /// Edits a cart or makes one: what is too much is cut and told, not refused.
        write fn edit(EditCart) -> EditedCart;
        /// Forgets a cart.
        write fn delete(DeleteCart) -> ();
        /// Carts.
        read fn carts(ListCarts) -> Page<CartSummary>;
        /// Keeps a cart as it is while its checkout is completed. Again by the same owner changes nothing.
        write fn lock(LockCart) -> ();
        /// Ends a lock. Again changes nothing.
        write fn unlock(UnlockCart) -> ();
        /// Checks cart's own books.
        read fn audit(Audit) -> AuditReport;
    }
}
