//! Roles.

use crate::{bad_fields, by, cannot_grant, cx, houses, keyed, limit, open, somebody};
use infrasell_contracts::identity::{CreateRole, Identity, IdentityError, ListRoles, RoleInput};
use infrasell_db::testing::engines;
use infrasell_identity::MIGRATIONS;
use infrasell_kernel::{PageRequest, Permission, Permissions};
use infrasell_rpc::{Caller, Fault};

fn role(code: &str, permissions: &[Permission]) -> CreateRole {
    let permissions = permissions.iter().copied().collect();
    CreateRole {
        role: RoleInput {
            code: code.into(),
            name: "Returns desk".into(),
            permissions,
            channels: None,
            second_factor: false,
        },
    }
}

#[tokio::test]
async fn a_fresh_house_has_five_builtin_roles_and_a_restart_changes_nothing() {
    for house in houses().await {
        let roles = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        let codes: Vec<&str> = roles.iter().map(|role| role.code.as_str()).collect();
        assert_eq!(codes, ["owner", "manager", "fulfilment", "content", "analyst"]);
        assert!(roles.iter().all(|role| role.builtin));
        assert_eq!(roles[0].permissions, Permissions::all());
        assert!(!roles[1].permissions.allow(Permission::StaffWrite));
        house.identity.bootstrap(&cx()).await.unwrap();
        assert_eq!(house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items, roles);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replicas_that_start_at_once_make_each_role_once() {
    for db in engines(&[MIGRATIONS]).await {
        let mut starts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let identity = open(&db.reopen().await);
            starts.spawn(async move { identity.bootstrap(&cx()).await });
        }
        assert!(starts.join_all().await.iter().all(Result::is_ok));
        let roles = open(&db.db).roles(&cx(), ListRoles::default()).await.unwrap().items;
        assert_eq!(roles.len(), 5);
    }
}

#[tokio::test]
async fn a_new_build_brings_builtin_roles_up_to_date_and_leaves_own_ones_alone() {
    for house in houses().await {
        house.identity.create_role(&cx(), role("returns", &[Permission::OrdersRead])).await.unwrap();
        let before = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        let old = r#"UPDATE identity_role SET permissions = '["orders:read","drones:fly"]', name = 'Old' WHERE code = 'manager'"#;
        house.db.exec(old, &[]).await.unwrap();
        let meanwhile = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        let orders_only: Permissions = [Permission::OrdersRead].into_iter().collect();
        assert!(meanwhile.iter().any(|role| role.permissions == orders_only && role.code == "manager"));
        house.identity.bootstrap(&cx()).await.unwrap();
        let after = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        assert_eq!(after, before);

        // a role of the shop's own that has taken a code before the builtin one came
        house
            .db
            .exec("UPDATE identity_role SET builtin = FALSE, name = 'Own' WHERE code = 'analyst'", &[])
            .await
            .unwrap();
        house.identity.bootstrap(&cx()).await.unwrap();
        let after = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        assert!(after.iter().any(|role| role.code == "analyst" && role.name == "Own" && !role.builtin));
    }
}

#[tokio::test]
async fn a_role_is_made_once_under_its_key_and_its_code_is_unique() {
    for house in houses().await {
        let first = house.identity.create_role(&keyed("k"), role("returns", &[Permission::OrdersRead])).await.unwrap();
        assert!(!first.builtin);
        let again = house.identity.create_role(&keyed("k"), role("returns", &[Permission::OrdersRead])).await.unwrap();
        assert_eq!(again, first);
        let other = house.identity.create_role(&keyed("k"), role("returns", &[])).await;
        assert_eq!(other, Err(IdentityError::Fault(Fault::IdempotencyKeyReused)));
        for taken in ["returns", "owner"] {
            let answer = house.identity.create_role(&cx(), role(taken, &[])).await;
            assert_eq!(answer, Err(IdentityError::RoleCodeTaken { role_code: taken.into() }));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_creates_with_one_code_at_once_one_succeeds() {
    for house in houses().await {
        let mut creates = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let identity = house.identity.clone();
            creates.spawn(async move { identity.create_role(&cx(), role("race", &[])).await });
        }
        let answers = creates.join_all().await;
        let taken = IdentityError::RoleCodeTaken { role_code: "race".into() };
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
        assert_eq!(answers.iter().filter(|a| a.as_ref() == Err(&taken)).count(), 7, "{answers:?}");
    }
}

#[tokio::test]
async fn nobody_makes_a_role_that_may_more_than_he() {
    for house in houses().await {
        let caller = somebody(1, &[Permission::StaffWrite, Permission::OrdersRead], None);
        let more = role("more", &[Permission::OrdersRead, Permission::OrdersWrite]);
        assert_eq!(house.identity.create_role(&by(caller.clone()), more).await, cannot_grant("orders:write"));
        assert!(house.identity.create_role(&by(caller), role("less", &[Permission::OrdersRead])).await.is_ok());
        let guest = by(Caller::Guest { address: None });
        let answer = house.identity.create_role(&guest, role("guest", &[Permission::OrdersRead])).await;
        assert_eq!(answer, cannot_grant("orders:read"));
    }
}

#[tokio::test]
async fn every_bad_field_is_named() {
    for house in houses().await {
        let huge = "a".repeat(1_000_000);
        for code in ["", "A", "a b", "ä", "👑", "a\0", "';--", &"a".repeat(33), &huge] {
            let mut bad = role(code, &[]);
            bad.role.name = " ".into();
            let found = bad_fields(house.identity.create_role(&cx(), bad).await);
            assert_eq!(found, ["code invalid_code", "name required"]);
        }
        let mut bad = role("ok", &[]);
        bad.role.name = format!("{}\0", "n".repeat(100));
        let found = bad_fields(house.identity.create_role(&cx(), bad).await);
        assert_eq!(found, ["name too_long", "name invalid_character"]);
    }
}

#[tokio::test]
async fn the_list_is_read_page_by_page() {
    for house in houses().await {
        let (mut seen, mut page) = (vec![], limit(2));
        loop {
            let found = house.identity.roles(&cx(), ListRoles { page }).await.unwrap();
            seen.extend(found.items.into_iter().map(|role| role.code));
            let Some(next) = found.next else { break };
            page = PageRequest { after: Some(next), ..limit(2) };
        }
        assert_eq!(seen, ["owner", "manager", "fulfilment", "content", "analyst"]);
        assert_eq!(bad_fields(house.identity.roles(&cx(), ListRoles { page: limit(0) }).await), ["limit out_of_range"]);
    }
}
