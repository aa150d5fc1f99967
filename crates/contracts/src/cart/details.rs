//! What a buyer says of himself and of how he wants his cart: who he is, where it goes, how it is sent, codes, typed
//! values. Nothing of it is checked against the world before a checkout.

use crate::{catalog::MetafieldType, common::PostalAddress, pricing::ShippingChoice};
use infrasell_kernel::{CountryCode, Patch, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most addresses of a cart.
pub const MAX_ADDRESSES: usize = 50;
/// The most discount codes of a cart; one has at most 255 characters.
pub const MAX_CODES: usize = 25;
/// The most metafields of a cart; all values together take at most 64 KiB.
pub const MAX_CART_METAFIELDS: usize = 50;
/// The most bytes that the values of a cart's metafields take.
pub const MAX_CART_METAFIELD_BYTES: usize = 1 << 16;

/// What a buyer says of himself and of how he wants his cart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CartDetails {
    /// Who he is.
    pub buyer: CartBuyer,
    /// The codes that he typed in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discount_codes: Vec<DiscountCode>,
    /// Where it may go, in the order they came in; at most one is selected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<CartAddress>,
    /// How many addresses it ever had, so that no number names two.
    pub addresses_made: i64,
    /// Who is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<DraftAddress>,
    /// How each group of lines is sent, as far as he chose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shipping: Vec<ShippingChoice>,
    /// Typed values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<CartMetafield>,
}

impl CartDetails {
    /// The address that it goes to, if one is selected.
    #[must_use]
    pub fn selected(&self) -> Option<&CartAddress> {
        self.addresses.iter().find(|address| address.selected)
    }
}

/// Who buys, as far as he says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CartBuyer {
    /// Where he is written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where he is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where he is; taxes are estimated for it until an address is selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// How he would like it; a storefront shows it, nothing here acts on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferences: Option<CartPreferences>,
}

/// What a buyer would like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartPreferences {
    /// How it reaches him, by name; at most 10.
    pub delivery_methods: Vec<String>,
    /// Where he would pick it up, by handle; at most 10.
    pub pickup_handles: Vec<String>,
    /// Near which place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<Place>,
    /// How he would pay, by name; at most 10.
    pub wallets: Vec<String>,
}

/// A place on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The country.
    pub country: CountryCode,
    /// Millionths of a degree, north positive.
    #[schemars(range(min = -90_000_000, max = 90_000_000))]
    pub latitude_micro: i64,
    /// Millionths of a degree, east positive.
    #[schemars(range(min = -180_000_000, max = 180_000_000))]
    pub longitude_micro: i64,
}

/// A change of who buys; absent fields stay, null takes away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartBuyerPatch {
    /// Where he is written to.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<String>,
    /// Where he is called.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<String>,
    /// Where he is.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub country: Patch<CountryCode>,
    /// How he would like it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub preferences: Patch<CartPreferences>,
}

/// A code that a buyer typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiscountCode {
    /// As he typed it.
    pub code: String,
    /// Whether it makes anything cheaper.
    pub applicable: bool,
}

/// An address that may not be complete yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DraftAddress {
    /// Who receives there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub first_name: Option<String>,
    /// His family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub last_name: Option<String>,
    /// The company, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub company: Option<String>,
    /// House and street.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub line1: Option<String>,
    /// Flat, floor, landmark.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub line2: Option<String>,
    /// City, town or village.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub city: Option<String>,
    /// State or province: ISO 3166-2 without the country, such as `MH`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10))]
    pub region: Option<String>,
    /// PIN or postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 16))]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Whom the carrier calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 32))]
    pub phone: Option<String>,
}

impl DraftAddress {
    /// Who receives there, as one writes it; empty when it does not say.
    #[must_use]
    pub fn name(&self) -> String {
        let parts = [&self.first_name, &self.last_name].into_iter().flatten();
        parts.map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The same as a postal address, which may lack what goods need to arrive.
    #[must_use]
    pub fn postal(&self) -> PostalAddress {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let filled = |part: &Option<String>| part.clone().filter(|part| !part.trim().is_empty());
        PostalAddress {
            name: self.name(),
            company: filled(&self.company),
            line1: text(&self.line1),
            line2: filled(&self.line2),
            city: text(&self.city),
            region: filled(&self.region),
            postal_code: filled(&self.postal_code),
            country: self.country,
            phone: filled(&self.phone),
        }
    }

    /// A postal address as a draft: the last word of the name is the family name.
    #[must_use]
    pub fn of(address: &PostalAddress) -> Self {
        let name = address.name.trim();
        let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
        let filled = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
        DraftAddress {
            first_name: filled(first.trim()),
            last_name: filled(last),
            company: address.company.clone(),
            line1: filled(&address.line1),
            line2: address.line2.clone(),
            city: filled(&address.city),
            region: address.region.clone(),
            postal_code: address.postal_code.clone(),
            country: address.country,
            phone: address.phone.clone(),
        }
    }
}

/// An address of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CartAddress {
    /// Its number in this cart.
    pub number: i64,
    /// Where it is.
    pub address: DraftAddress,
    /// Whether the cart goes there.
    pub selected: bool,
    /// Whether it is not to be kept for the customer afterwards.
    pub one_time_use: bool,
}

/// An address to put in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartAddressInput {
    /// Where it is; the country is needed.
    pub address: DraftAddress,
    /// Whether the cart goes there, and to no other any more.
    pub selected: bool,
    /// Whether it is not to be kept for the customer afterwards.
    pub one_time_use: bool,
    /// Whether everything that goods need to arrive must be there, not only the country.
    pub strict: bool,
}

/// A change to an address; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartAddressUpdate {
    /// Its number in this cart.
    pub number: i64,
    /// Where it is, in the place of all that was known.
    pub address: Option<DraftAddress>,
    /// Whether the cart goes there.
    pub selected: Option<bool>,
    /// Whether it is not to be kept for the customer afterwards.
    pub one_time_use: Option<bool>,
    /// Whether everything that goods need to arrive must be there, not only the country.
    pub strict: bool,
}

/// A typed value of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CartMetafield {
    /// Whose it is.
    pub namespace: String,
    /// Its name.
    pub key: String,
    /// What the value is.
    #[serde(rename = "type")]
    pub kind: MetafieldType,
    /// The value, as text in the type's one form.
    pub value: String,
    /// When it came in.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
