//! Edits that are not refused for want of stock: what is too much is cut, what is no longer sold is taken out, and the
//! buyer is told.

use super::{Attributes, Cart, CartAddressInput, CartAddressUpdate, CartBuyerPatch, DraftAddress};
use super::{CartLineInput, CartLineUpdate};
use crate::{
    catalog::Metafield,
    pricing::{Quoted, ShippingChoice},
};
use infrasell_kernel::{CartLineId, Locale, Token, VariantId};
use serde::{Deserialize, Serialize};

/// The most edits of one request.
pub const MAX_EDITS: usize = 20;

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartEdit {
    /// Puts lines in, as far as there is stock.
    AddLines(Vec<CartLineInput>),
    /// Changes lines, as far as there is stock, or takes them out.
    UpdateLines(Vec<CartLineUpdate>),
    /// Takes lines out.
    RemoveLines(Vec<CartLineId>),
    /// Puts a note in the place of what was there.
    Note(String),
    /// Puts these attributes in the place of all that were there.
    Attributes(Attributes),
    /// Who buys.
    Buyer(CartBuyerPatch),
    /// Puts these codes in the place of all that were there.
    DiscountCodes(Vec<String>),
    /// Gift cards to pay with, of which there are none: each is told and none is kept.
    GiftCards(Vec<String>),
    /// Puts addresses in.
    AddAddresses(Vec<CartAddressInput>),
    /// Changes addresses.
    UpdateAddresses(Vec<CartAddressUpdate>),
    /// Takes addresses out, by number.
    RemoveAddresses(Vec<i64>),
    /// Puts these addresses in the place of all that were there.
    ReplaceAddresses(Vec<CartAddressInput>),
    /// Who is billed; the one it goes to when absent.
    BillingAddress(Option<DraftAddress>),
    /// How groups of lines are sent; groups that are not named keep their choice.
    Shipping(Vec<ShippingChoice>),
    /// Puts typed values in, over those of the same names.
    SetMetafields(Vec<Metafield>),
    /// Takes a typed value out.
    DeleteMetafield {
        /// Whose it is.
        namespace: String,
        /// Its name.
        key: String,
    },
    /// Forgets who buys, where it goes, and everything else that a person could be known by.
    ForgetBuyer,
}

/// Which cart is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditedAs {
    /// A new one of a guest.
    New {
        /// The channel, by code; `web` when absent.
        channel: Option<String>,
        /// The language; the channel's first when absent or not spoken there.
        locale: Option<Locale>,
    },
    /// The one of this token.
    Held(Token),
}

/// Edits a cart, or makes one: all edits take effect, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditCart {
    /// Which.
    pub cart: EditedAs,
    /// What is done, in this order; at most 20.
    pub edits: Vec<CartEdit>,
    /// The revision the caller read, if he minds.
    pub if_revision: Option<i64>,
}

/// A cart after an edit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EditedCart {
    /// The cart as it is then; its totals are the quote's.
    pub cart: Cart,
    /// The quote of the lines that are on sale, by their ids; absent when there are none.
    pub quoted: Option<Quoted>,
    /// What is to be told.
    pub notices: Vec<CartNotice>,
}

/// What a buyer is told of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CartNotice {
    /// There is no discount of this code.
    DiscountNotFound {
        /// The code.
        code: String,
    },
    /// Gift cards are not taken.
    GiftCardsUnavailable,
    /// Fewer were put in than were wanted.
    NotEnoughStock {
        /// The line; absent when none of them could be put in.
        line: Option<CartLineId>,
        /// What.
        variant: VariantId,
        /// How many were left off.
        missing: i64,
    },
    /// None was put in, for there is none.
    OutOfStock {
        /// What.
        variant: VariantId,
    },
    /// It can no longer be bought at all, and was taken out.
    Gone {
        /// What.
        variant: VariantId,
    },
    /// The same address was there already, and is not there twice.
    DuplicateAddress {
        /// Its number.
        number: i64,
    },
}
