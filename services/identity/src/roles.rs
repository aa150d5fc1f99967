//! The roles that come with a shop.

use infrasell_kernel::{Permission, Permissions};

/// The code of the role that may everything; somebody active always has it.
pub const OWNER: &str = "owner";

/// A role that comes with the shop.
pub(crate) struct Builtin {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) permissions: Permissions,
}

/// All of them.
pub(crate) fn builtin() -> Vec<Builtin> {
    use Permission::*;
    let all = Permission::ALL.iter().copied();
    let manager = all.filter(|permission| ![StaffWrite, SettingsWrite].contains(permission)).collect();
    let fulfilment = [
        SettingsRead,
        CatalogRead,
        InventoryRead,
        InventoryWrite,
        OrdersRead,
        OrdersWrite,
        CustomersRead,
        NotificationsRead,
    ];
    let content = [SettingsRead, CatalogRead, CatalogWrite, ContentRead, ContentWrite, PricingRead, InventoryRead];
    let analyst =
        [SettingsRead, CatalogRead, ContentRead, PricingRead, InventoryRead, OrdersRead, CustomersRead, PaymentsRead];
    let role = |code, name, permissions| Builtin { code, name, permissions };
    vec![
        role(OWNER, "Owner", Permissions::all()),
        role("manager", "Manager", manager),
        role("fulfilment", "Fulfilment", fulfilment.into_iter().collect()),
        role("content", "Content", content.into_iter().collect()),
        role("analyst", "Analyst", analyst.into_iter().collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_builtin_role_is_what_its_name_says() {
        let roles = builtin();
        let codes: Vec<&str> = roles.iter().map(|role| role.code).collect();
        assert_eq!(codes, ["owner", "manager", "fulfilment", "content", "analyst"]);
        assert_eq!(roles[0].permissions, Permissions::all());
        let missing: BTreeSet<_> = roles[0].permissions.0.difference(&roles[1].permissions.0).copied().collect();
        assert_eq!(missing, BTreeSet::from([Permission::StaffWrite, Permission::SettingsWrite]));
        let analyst = &roles[4].permissions;
        assert!(analyst.0.iter().all(|permission| permission.as_str().ends_with(":read")));
        for role in &roles[1..] {
            assert!(!role.permissions.allow(Permission::StaffWrite), "{}", role.code);
        }
    }
}
