//! A customer as he is kept.

use infrasell_contracts::{
    common::PostalAddress,
    customers::{AccountState, Address, Consent, ConsentGiven, Customer},
};
use infrasell_kernel::{
    AddressId, CountryCode, CustomerGroupId, CustomerId, Locale, Money, Timestamp, contact::fold_email,
};
use serde::{Deserialize, Serialize};

/// A customer's own row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: CustomerId,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) phone: Option<String>,
    pub(crate) locale: Option<Locale>,
    pub(crate) note: String,
    pub(crate) pending: Option<Pending>,
    pub(crate) account: AccountState,
    pub(crate) email_verified_at: Option<Timestamp>,
    /// Sorted, without doubles.
    pub(crate) tags: Vec<String>,
    pub(crate) default_shipping: Option<AddressId>,
    pub(crate) default_billing: Option<AddressId>,
    pub(crate) consent_seq: i64,
    pub(crate) orders_count: i64,
    pub(crate) spent: Vec<Money>,
    pub(crate) last_order_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) version: i64,
}

/// What a registration said, until the address is shown to be his who said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) name: String,
    pub(crate) locale: Option<Locale>,
    pub(crate) consents: Vec<ConsentGiven>,
    pub(crate) at: Timestamp,
}

/// What stands beside the row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Beside {
    pub(crate) groups: Vec<CustomerGroupId>,
    pub(crate) consents: Vec<Consent>,
}

impl Row {
    /// A customer of whom only the address is known.
    pub(crate) fn new(id: CustomerId, email: &str, now: Timestamp) -> Self {
        Row {
            id,
            email: email.trim().to_owned(),
            name: String::new(),
            phone: None,
            locale: None,
            note: String::new(),
            pending: None,
            account: AccountState::None,
            email_verified_at: None,
            tags: vec![],
            default_shipping: None,
            default_billing: None,
            consent_seq: 0,
            orders_count: 0,
            spent: vec![],
            last_order_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }

    pub(crate) fn email_key(&self) -> String {
        fold_email(&self.email)
    }

    pub(crate) fn name_key(&self) -> String {
        fold(&self.name)
    }

    pub(crate) fn view(self, beside: Beside) -> Customer {
        Customer {
            id: self.id,
            email: self.email,
            name: self.name,
            phone: self.phone,
            locale: self.locale,
            account: self.account,
            email_verified_at: self.email_verified_at,
            groups: beside.groups,
            tags: self.tags,
            note: self.note,
            consents: beside.consents,
            default_shipping: self.default_shipping,
            default_billing: self.default_billing,
            orders_count: self.orders_count,
            spent: self.spent,
            last_order_at: self.last_order_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        }
    }
}

/// The form in which names are compared and sorted.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    pub(crate) id: AddressId,
    pub(crate) address: PostalAddress,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) version: i64,
}

impl Kept {
    /// What others see; `home` is the country that parcels leave from.
    pub(crate) fn view(self, defaults: (Option<AddressId>, Option<AddressId>), home: CountryCode) -> Address {
        Address {
            label: self.address.label(home),
            default_shipping: defaults.0 == Some(self.id),
            default_billing: defaults.1 == Some(self.id),
            id: self.id,
            address: self.address,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        }
    }
}

/// What an order costs its buyer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) order: infrasell_kernel::OrderId,
    pub(crate) cost: Money,
    pub(crate) placed_at: Timestamp,
    pub(crate) channel: infrasell_kernel::ChannelId,
    pub(crate) version: i64,
}

/// What somebody bought in sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bought {
    pub(crate) orders_count: i64,
    pub(crate) spent: Vec<Money>,
    pub(crate) last_order_at: Option<Timestamp>,
}
