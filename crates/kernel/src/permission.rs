//! Permissions: what a caller may do. A role is a set of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! permissions {
    ($($(#[$doc:meta])* $Name:ident = $wire:literal,)*) => {
        /// One thing that a member of staff or an API key may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum Permission { $($(#[$doc])* #[serde(rename = $wire)] $Name,)* }
        impl Permission {
            /// Every permission there is.
            pub const ALL: &'static [Permission] = &[$(Permission::$Name),*];
            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Permission::$Name => $wire),* }
            }
        }
    };
}

permissions! {
    /// Read the shop's profile, channels and tax registrations.
    SettingsRead = "settings:read",
    /// Change them.
    SettingsWrite = "settings:write",
    /// See staff, roles and keys.
    StaffRead = "staff:read",
    /// Create, change and revoke them.
    StaffWrite = "staff:write",
    /// See products, collections and categories in any state.
    CatalogRead = "catalog:read",
    /// Change them.
    CatalogWrite = "catalog:write",
    /// See pages, blogs, menus, redirects, metaobjects and policies, hidden ones too.
    ContentRead = "content:read",
    /// Change them.
    ContentWrite = "content:write",
    /// See price lists, tax rates and shipping methods.
    PricingRead = "pricing:read",
    /// Change them.
    PricingWrite = "pricing:write",
    /// See stock.
    InventoryRead = "inventory:read",
    /// Change stock.
    InventoryWrite = "inventory:write",
    /// See orders, carts and checkouts.
    OrdersRead = "orders:read",
    /// Cancel, note and fulfil orders.
    OrdersWrite = "orders:write",
    /// See customers, their addresses, groups and consents.
    CustomersRead = "customers:read",
    /// Change them.
    CustomersWrite = "customers:write",
    /// See payments.
    PaymentsRead = "payments:read",
    /// Capture, void and refund.
    PaymentsWrite = "payments:write",
    /// See the mails that were sent, and their templates.
    NotificationsRead = "notifications:read",
    /// Send mails again, change their templates.
    NotificationsWrite = "notifications:write",
    /// See webhooks and what became of their messages.
    WebhooksRead = "webhooks:read",
    /// Make, change and take away webhooks, send messages again.
    WebhooksWrite = "webhooks:write",
    /// See who changed what.
    AuditRead = "audit:read",
    /// See jobs, events and reconciliation.
    SystemRead = "system:read",
    /// Retry dead jobs.
    SystemWrite = "system:write",
}

/// A set of permissions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Permissions(
    // said twice is said once: the schema does not ask for unique items, because a request need not care
    #[schemars(with = "Vec<Permission>")] pub BTreeSet<Permission>,
);

impl Permissions {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Permissions(Permission::ALL.iter().copied().collect())
    }

    /// Whether `permission` is in the set.
    #[must_use]
    pub fn allow(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(items: I) -> Self {
        Permissions(items.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_is_the_one_on_the_wire() {
        for permission in Permission::ALL {
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
    }
}
