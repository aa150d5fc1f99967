//! Where a customer receives.

use crate::common::PostalAddress;
use infrasell_kernel::{AddressId, CustomerId, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An address that a customer keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// The address.
    pub address: PostalAddress,
    /// The lines on a parcel, the first on top.
    pub label: Vec<String>,
    /// Whether goods go there unless he says otherwise.
    pub default_shipping: bool,
    /// Whether it is billed unless he says otherwise.
    pub default_billing: bool,
    /// When it was kept.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Raised by each change of the address itself; the ETag.
    pub version: i64,
}

/// Asks for a customer's addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListAddresses {
    /// Whose.
    pub customer: CustomerId,
    /// What part.
    pub page: PageRequest,
}
/// Asks for one address of a customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetAddress {
    /// Whose.
    pub customer: CustomerId,
    /// Which.
    pub id: AddressId,
}

/// An address to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressInput {
    /// The address.
    pub address: PostalAddress,
    /// Whether goods go there from now on unless he says otherwise. The first address is taken for both.
    #[serde(default)]
    pub default_shipping: bool,
    /// Whether it is billed from now on unless he says otherwise.
    #[serde(default)]
    pub default_billing: bool,
}
/// Keeps an address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddAddress {
    /// Whose.
    pub customer: CustomerId,
    /// What.
    pub input: AddressInput,
}

/// A change to an address; absent fields stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressPatch {
    /// The whole address anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<PostalAddress>,
    /// Whether goods go there unless he says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_shipping: Option<bool>,
    /// Whether it is billed unless he says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_billing: Option<bool>,
}
/// Changes an address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateAddress {
    /// Whose.
    pub customer: CustomerId,
    /// Which.
    pub id: AddressId,
    /// What to change.
    pub patch: AddressPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// Forgets an address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteAddress {
    /// Whose.
    pub customer: CustomerId,
    /// Which.
    pub id: AddressId,
}
