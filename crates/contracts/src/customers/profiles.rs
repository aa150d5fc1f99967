//! Who a customer is.

use super::{Consent, ConsentGiven};
use crate::common::Direction;
use infrasell_kernel::{
    AddressId, ChannelId, CustomerGroupId, CustomerId, Locale, Money, PageRequest, Patch, Timestamp,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What lets a customer in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Nothing: he bought as a guest, or staff wrote him down.
    None,
    /// An account whose e-mail address he has not shown to be his.
    Unverified,
    /// An account.
    Verified,
}

impl AccountState {
    /// The word on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            AccountState::None => "none",
            AccountState::Unverified => "unverified",
            AccountState::Verified => "verified",
        }
    }
}

/// A customer, as staff see him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Customer {
    /// His id.
    pub id: CustomerId,
    /// Where he is written to; unique, case does not matter.
    pub email: String,
    /// His name; may be empty.
    pub name: String,
    /// Where he is called, in E.164: `+919876543210`.
    pub phone: Option<String>,
    /// His language.
    pub locale: Option<Locale>,
    /// What lets him in.
    pub account: AccountState,
    /// When he showed that the address is his.
    pub email_verified_at: Option<Timestamp>,
    /// His groups.
    pub groups: Vec<CustomerGroupId>,
    /// His tags, sorted.
    pub tags: Vec<String>,
    /// A note for staff.
    pub note: String,
    /// Where he stands on each purpose and medium that he was ever asked about.
    pub consents: Vec<Consent>,
    /// Where his goods go unless he says otherwise.
    pub default_shipping: Option<AddressId>,
    /// Who is billed unless he says otherwise.
    pub default_billing: Option<AddressId>,
    /// How many orders he placed, the cancelled ones too.
    pub orders_count: i64,
    /// What his orders cost, in each currency: totals less refunds, without those that were cancelled. The currency of his
    /// first order comes first, and lists are sorted by it.
    pub spent: Vec<Money>,
    /// When he last placed an order.
    pub last_order_at: Option<Timestamp>,
    /// When he was written down.
    pub created_at: Timestamp,
    /// When he last changed.
    pub updated_at: Timestamp,
    /// Raised by each change; the ETag.
    pub version: i64,
}

/// Opens an account. Its debug form hides everything.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// What he will sign in with.
    #[schemars(length(min = 3, max = 254))]
    pub email: String,
    /// 10 to 256 characters.
    #[schemars(length(min = 10, max = 256))]
    pub password: String,
    /// His name.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub name: String,
    /// The language of the mails to him; the shop's own when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// What he agrees to. It counts once he has shown that the address is his.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub consents: Vec<ConsentGiven>,
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Register").finish_non_exhaustive()
    }
}

/// Asks for one customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCustomer {
    /// Who.
    pub id: CustomerId,
}
/// Asks for some customers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCustomers {
    /// Who; at most 1,000.
    pub ids: Vec<CustomerId>,
}

/// The order of a list of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    /// By when they were written down.
    #[default]
    CreatedAt,
    /// By when they last changed.
    UpdatedAt,
    /// By name, case does not matter.
    Name,
    /// By e-mail address, case does not matter.
    Email,
    /// By how many orders they placed.
    OrdersCount,
    /// By what their orders cost, each in the currency of his first order.
    Spent,
}

/// What a list of customers is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CustomerFilter {
    /// Only the one with this e-mail address, case does not matter.
    pub email: Option<String>,
    /// Only those with this telephone number, however it is written; of the shop's country unless it begins with `+`.
    pub phone: Option<String>,
    /// Only those whose e-mail address, a word of whose name, or whose number begins with this, case does not matter.
    pub search: Option<String>,
    /// Only those with this tag.
    pub tag: Option<String>,
    /// Only those in this group.
    pub group: Option<CustomerGroupId>,
    /// This one alone, if the rest fits him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CustomerId>,
    /// Only those who bought in this channel.
    #[serde(default)]
    pub channel: Option<ChannelId>,
    /// Only those whose account stands so.
    pub account: Option<AccountState>,
    /// Only those who agree to this at present: a purpose and a medium, such as `offers:email`.
    pub consent: Option<String>,
    /// Only those who placed at least this many orders.
    pub orders_at_least: Option<i64>,
    /// Only those who were written down at or after this time.
    pub created_since: Option<Timestamp>,
    /// Only those who were written down before this time.
    pub created_before: Option<Timestamp>,
}

/// Asks for customers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListCustomers {
    /// Which.
    pub filter: CustomerFilter,
    /// In what order.
    pub sort: CustomerSort,
    /// Which way; the newest, largest or Z first when absent.
    pub direction: Option<Direction>,
    /// What part.
    pub page: PageRequest,
}

/// A new customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerInput {
    /// Where he is written to.
    #[schemars(length(min = 3, max = 254))]
    pub email: String,
    /// His name.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub name: String,
    /// Where he is called; of the shop's country unless it begins with `+`.
    #[serde(default)]
    #[schemars(length(max = 32))]
    pub phone: Option<String>,
    /// His language.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// A note for staff, at most 5,000 characters.
    #[serde(default)]
    #[schemars(length(max = 5000))]
    pub note: String,
    /// At most 100.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub tags: Vec<String>,
    /// At most 100.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub groups: Vec<CustomerGroupId>,
}
/// Makes a customer without an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateCustomer {
    /// Who.
    pub customer: CustomerInput,
}

/// A change to a customer; absent fields stay, null takes away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerPatch {
    /// Where he is written to. Who has an account changes it himself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// His name; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    /// Where he is called.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<String>,
    /// His language.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub locale: Patch<Locale>,
    /// A note for staff; null empties it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub note: Patch<String>,
    /// All his tags; null empties them.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub tags: Patch<Vec<String>>,
    /// All his groups; null takes him out of each.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub groups: Patch<Vec<CustomerGroupId>>,
    /// Where his goods go unless he says otherwise.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub default_shipping: Patch<AddressId>,
    /// Who is billed unless he says otherwise.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub default_billing: Patch<AddressId>,
}
/// Changes a customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateCustomer {
    /// Who.
    pub id: CustomerId,
    /// What to change.
    pub patch: CustomerPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// Deletes a customer who never bought, and his account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteCustomer {
    /// Who.
    pub id: CustomerId,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}

/// Tags, untags, puts into groups and takes out. What somebody has already, or does not have, changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkCustomers {
    /// Who; 1 to 1,000.
    #[schemars(length(min = 1, max = 1000))]
    pub customers: Vec<CustomerId>,
    /// Tags that they get.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub add_tags: Vec<String>,
    /// Tags that are taken from them.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub remove_tags: Vec<String>,
    /// Groups that they come into.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub add_groups: Vec<CustomerGroupId>,
    /// Groups that they are taken out of.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub remove_groups: Vec<CustomerGroupId>,
}
/// What a bulk change did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BulkDone {
    /// How many customers are different now.
    pub changed: i64,
}

/// The outbox topic of [`CustomersMerged`].
pub const CUSTOMERS_MERGED: &str = "customers.merged";
/// A guest's row was taken into the account of the customer who showed that the address is his.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomersMerged {
    /// The row that is no more.
    pub from: CustomerId,
    /// The customer.
    pub into: CustomerId,
}
