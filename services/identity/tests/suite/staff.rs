//! Staff.

use crate::{PASSWORD, bad_fields, by, cannot_grant, cx, houses, keyed, limit, patch, person, somebody};
use infrasell_contracts::identity::{
    CreateRole, GetStaff, Identity, IdentityError, ListStaff, RoleInput, Staff, UpdateStaff,
};
use infrasell_kernel::{ChannelId, Cursor, PageRequest, Permission, StaffId};
use infrasell_rpc::{Caller, Fault};
use serde_json::json;

#[tokio::test]
async fn somebody_is_added_and_read_back() {
    for house in houses().await {
        let mut request = person("  Asha.Rao@Example.IN ", &["manager", "analyst"]);
        request.staff.channels = Some(vec![ChannelId::from_i64(3)]);
        request.staff.name = "आशा 🌸 Robert'); DROP TABLE identity_staff;--".into();
        let added = house.identity.create_staff(&cx(), request).await.unwrap();
        assert_eq!((added.email.as_str(), added.active, added.version), ("Asha.Rao@Example.IN", true, 1));
        assert_eq!(added.roles, ["analyst", "manager"]);
        assert_eq!((added.created_at, added.last_sign_in_at), (house.db.now(), None));
        assert_eq!(house.identity.staff_member(&cx(), GetStaff { id: added.id }).await.unwrap(), added);
        let nobody = StaffId::from_i64(999_999);
        let answer = house.identity.staff_member(&cx(), GetStaff { id: nobody }).await;
        assert_eq!(answer, Err(Fault::not_found("member of staff", nobody).into()));
    }
}

#[tokio::test]
async fn a_repeated_create_adds_one_and_another_password_is_another_request() {
    for house in houses().await {
        let first = house.identity.create_staff(&keyed("k"), person("a@b.in", &["owner"])).await.unwrap();
        let again = house.identity.create_staff(&keyed("k"), person("a@b.in", &["owner"])).await.unwrap();
        assert_eq!(again, first);
        let mut other = person("a@b.in", &["owner"]);
        other.staff.password.push('!');
        let answer = house.identity.create_staff(&keyed("k"), other).await;
        assert_eq!(answer, Err(IdentityError::Fault(Fault::IdempotencyKeyReused)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_address_has_one_account_whatever_its_case_and_the_moment() {
    for house in houses().await {
        let mut creates = tokio::task::JoinSet::new();
        for email in ["a@b.in", "A@b.in", "a@B.in", " a@b.IN", "É@b.in", "é@b.in"] {
            let identity = house.identity.clone();
            creates.spawn(async move { identity.create_staff(&cx(), person(email, &["content"])).await });
        }
        let answers = creates.join_all().await;
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 2);
        assert_eq!(answers.iter().filter(|a| a.as_ref() == Err(&IdentityError::EmailTaken)).count(), 4, "{answers:?}");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_written() {
    for house in houses().await {
        let mut bad = person("nobody", &["owner", "owner", "Chief", "nope"]);
        bad.staff.name = "\0".into();
        bad.staff.password = "ninechars".into();
        bad.staff.channels = Some(vec![ChannelId::from_i64(1); 2]);
        let found = bad_fields(house.identity.create_staff(&cx(), bad).await);
        let expected = [
            "email invalid_email",
            "name invalid_character",
            "password too_short",
            "roles.1 duplicate",
            "roles.2 not_found",
            "channels.1 duplicate",
        ];
        assert_eq!(found, expected);

        let mut bad = person("a@b.in", &[]);
        bad.staff.name = "n".repeat(201);
        bad.staff.password = "p".repeat(257);
        bad.staff.channels = Some(vec![]);
        let found = bad_fields(house.identity.create_staff(&cx(), bad).await);
        assert_eq!(found, ["name too_long", "password too_long", "roles required", "channels required"]);

        let unknown = person("a@b.in", &["owner", "nope", "neither"]);
        let found = bad_fields(house.identity.create_staff(&cx(), unknown).await);
        assert_eq!(found, ["roles.1 not_found", "roles.2 not_found"]);

        let codes: Vec<String> = (0..21).map(|n| format!("r{n}")).collect();
        let many = person("a@b.in", &codes.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(bad_fields(house.identity.create_staff(&cx(), many).await), ["roles too_many"]);

        let huge = "é".repeat(500_000);
        let mut bad = person(&huge, &["owner"]);
        bad.staff.name.clone_from(&huge);
        bad.staff.password.clone_from(&huge);
        let found = bad_fields(house.identity.create_staff(&cx(), bad).await);
        assert_eq!(found, ["email invalid_email", "name too_long", "password too_long"]);

        assert_eq!(house.identity.staff(&cx(), ListStaff::default()).await.unwrap().items, []);
        let asha = house.add("a@b.in", &["owner"]).await;
        let bad = json!({ "name": "", "password": "short", "roles": [], "channels": [] });
        let found = bad_fields(house.change(&cx(), asha.id, bad).await);
        assert_eq!(found, ["name required", "password too_short", "roles required", "channels required"]);
        assert_eq!(bad_fields(house.change(&cx(), asha.id, json!({ "roles": ["nope"] })).await), ["roles.0 not_found"]);
    }
}

#[tokio::test]
async fn a_change_raises_the_version_and_no_change_does_not() {
    for house in houses().await {
        let asha = house.add("a@b.in", &["manager"]).await;
        let change = json!({ "name": "Asha R.", "roles": ["content", "analyst"], "channels": ["chan_2", "chan_1"] });
        let changed = house.change(&cx(), asha.id, change.clone()).await.unwrap();
        assert_eq!((changed.name.as_str(), changed.version), ("Asha R.", 2));
        assert_eq!(changed.roles, ["analyst", "content"]);
        assert_eq!(house.identity.staff_member(&cx(), GetStaff { id: asha.id }).await.unwrap(), changed);
        assert_eq!(house.change(&cx(), asha.id, change).await.unwrap(), changed);
        let all = house.change(&cx(), asha.id, json!({ "channels": null })).await.unwrap();
        assert_eq!((all.channels, all.version), (None, 3));

        for wrong in [0, 2, 4, i64::MAX] {
            let request = UpdateStaff { id: asha.id, patch: patch(json!({ "name": "X" })), if_version: Some(wrong) };
            let answer = house.identity.update_staff(&cx(), request).await;
            assert_eq!(answer, Err(IdentityError::Fault(Fault::Stale { what: "member of staff".into() })));
        }
        let nobody = StaffId::from_i64(999_999);
        let answer = house.change(&cx(), nobody, json!({})).await;
        assert_eq!(answer, Err(Fault::not_found("member of staff", nobody).into()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_changes_to_one_version_at_once_one_wins() {
    for house in houses().await {
        let asha = house.add("a@b.in", &["manager"]).await;
        let mut changes = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (identity, id) = (house.identity.clone(), asha.id);
            changes.spawn(async move {
                let patch = patch(json!({ "name": format!("Name {n}"), "roles": ["content"] }));
                identity.update_staff(&cx(), UpdateStaff { id, patch, if_version: Some(1) }).await
            });
        }
        let answers = changes.join_all().await;
        let stale = IdentityError::Fault(Fault::Stale { what: "member of staff".into() });
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
        assert_eq!(answers.iter().filter(|a| a.as_ref() == Err(&stale)).count(), 7, "{answers:?}");
    }
}

#[tokio::test]
async fn a_repeated_change_is_made_once() {
    for house in houses().await {
        let asha = house.add("a@b.in", &["manager"]).await;
        let request = |name: &str, password: &str| UpdateStaff {
            id: asha.id,
            patch: patch(json!({ "name": name, "password": password })),
            if_version: Some(1),
        };
        let first = house.identity.update_staff(&keyed("k"), request("A", "a new password")).await.unwrap();
        let again = house.identity.update_staff(&keyed("k"), request("A", "a new password")).await.unwrap();
        assert_eq!((again.version, again), (2, first));
        let other = house.identity.update_staff(&keyed("k"), request("A", "another password")).await;
        assert_eq!(other, Err(IdentityError::Fault(Fault::IdempotencyKeyReused)));
    }
}

#[tokio::test]
async fn the_last_active_owner_stays() {
    for house in houses().await {
        let owner = house.add("owner@b.in", &["owner"]).await;
        house.add("manager@b.in", &["manager"]).await;
        let asleep = house.add("asleep@b.in", &["owner"]).await;
        house.change(&cx(), asleep.id, json!({ "active": false })).await.unwrap();
        for removal in [json!({ "active": false }), json!({ "roles": ["manager"] })] {
            assert_eq!(house.change(&cx(), owner.id, removal).await, Err(IdentityError::LastOwner));
        }
        assert!(house.change(&cx(), owner.id, json!({ "roles": ["manager", "owner"], "name": "B" })).await.is_ok());

        house.change(&cx(), asleep.id, json!({ "active": true })).await.unwrap();
        assert!(house.change(&cx(), owner.id, json!({ "active": false })).await.is_ok());
        let gone = house.change(&cx(), owner.id, json!({ "roles": ["manager"] })).await;
        assert!(gone.is_ok(), "somebody who is switched off is no active owner");
        assert_eq!(house.change(&cx(), asleep.id, json!({ "active": false })).await, Err(IdentityError::LastOwner));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn owners_who_are_removed_at_once_leave_one() {
    for house in houses().await {
        for round in 0..5 {
            let one = house.add(&format!("one{round}@b.in"), &["owner"]).await;
            let two = house.add(&format!("two{round}@b.in"), &["owner"]).await;
            if round > 0 {
                retire_all_but(&house, &[one.id, two.id]).await;
            }
            let mut removals = tokio::task::JoinSet::new();
            for (id, removal) in [(one.id, json!({ "active": false })), (two.id, json!({ "roles": ["content"] }))] {
                let identity = house.identity.clone();
                removals.spawn(async move {
                    identity.update_staff(&cx(), UpdateStaff { id, patch: patch(removal), if_version: None }).await
                });
            }
            let answers = removals.join_all().await;
            assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
            assert_eq!(answers.iter().filter(|a| a.as_ref() == Err(&IdentityError::LastOwner)).count(), 1);
        }
    }
}

async fn retire_all_but(house: &crate::House, keep: &[StaffId]) {
    let owners = ListStaff { active: Some(true), role: Some("owner".into()), ..Default::default() };
    for owner in house.identity.staff(&cx(), owners).await.unwrap().items {
        if !keep.contains(&owner.id) {
            house.change(&cx(), owner.id, json!({ "active": false })).await.unwrap();
        }
    }
}

/// Somebody who may change staff and see orders, and no more; he has id 1, which nobody in these tests has.
fn clerk() -> Caller {
    somebody(1, &[Permission::StaffWrite, Permission::OrdersRead], None)
}

#[tokio::test]
async fn nobody_gives_a_role_that_may_more_than_he() {
    for house in houses().await {
        let permissions = [Permission::OrdersRead].into_iter().collect();
        let role = RoleInput {
            code: "reader".into(),
            name: "Reader".into(),
            permissions,
            channels: None,
            second_factor: false,
        };
        house.identity.create_role(&cx(), CreateRole { role }).await.unwrap();
        let clerk = by(clerk());
        let answer = house.identity.create_staff(&clerk, person("a@b.in", &["reader", "owner"])).await;
        assert_eq!(answer, cannot_grant("settings:read"));
        let made = house.identity.create_staff(&clerk, person("a@b.in", &["reader"])).await.unwrap();

        let answer = house.change(&clerk, made.id, json!({ "roles": ["reader", "owner"] })).await;
        assert_eq!(answer, cannot_grant("settings:read"));
        assert!(house.change(&clerk, made.id, json!({ "name": "B", "active": false })).await.is_ok());

        let boss = house.add("boss@b.in", &["owner", "reader"]).await;
        house.add("boss2@b.in", &["owner"]).await;
        // he may not give the owner's role, but he may leave it where it is, and take it away
        assert!(house.change(&clerk, boss.id, json!({ "name": "C", "roles": ["owner"] })).await.is_ok());
        assert!(house.change(&clerk, boss.id, json!({ "roles": ["reader"] })).await.is_ok());
        assert_eq!(house.change(&clerk, boss.id, json!({ "roles": ["owner"] })).await, cannot_grant("settings:read"));
    }
}

#[tokio::test]
async fn nobody_gets_into_an_account_that_may_more_than_he() {
    for house in houses().await {
        let boss = house.add("boss@b.in", &["owner"]).await;
        house.add("boss2@b.in", &["owner"]).await;
        let mine = json!({ "password": "my own password" });
        assert_eq!(house.change(&by(clerk()), boss.id, mine.clone()).await, cannot_grant("settings:read"));
        assert!(house.sign_in("boss@b.in", PASSWORD).await.is_ok());
        house.change(&cx(), boss.id, json!({ "active": false })).await.unwrap();
        let awake = json!({ "active": true });
        assert_eq!(house.change(&by(clerk()), boss.id, awake).await, cannot_grant("settings:read"));

        // his own password is his own affair, whatever his roles are
        let reader = house.add("reader@b.in", &["analyst"]).await;
        let himself = by(Caller::Staff { id: reader.id, permissions: Default::default(), channels: None });
        assert!(house.change(&himself, reader.id, mine).await.is_ok());
        assert!(house.sign_in("reader@b.in", "my own password").await.is_ok());
    }
}

#[tokio::test]
async fn nobody_lets_others_into_channels_that_are_closed_to_him() {
    for house in houses().await {
        let limited = by(somebody(1, Permission::ALL, Some(&[1, 2])));
        let in_channels = |channels: Option<&[i64]>| {
            let mut request = person("a@b.in", &["content"]);
            request.staff.channels = channels.map(|ids| ids.iter().copied().map(ChannelId::from_i64).collect());
            request
        };
        for wide in [None, Some([2, 3].as_slice())] {
            let answer = house.identity.create_staff(&limited, in_channels(wide)).await;
            assert_eq!(answer, Err(IdentityError::CannotGrantChannels));
        }
        let made = house.identity.create_staff(&limited, in_channels(Some(&[2]))).await.unwrap();
        for wide in [json!({ "channels": null }), json!({ "channels": ["chan_3"] })] {
            assert_eq!(house.change(&limited, made.id, wide).await, Err(IdentityError::CannotGrantChannels));
        }
        assert!(house.change(&limited, made.id, json!({ "channels": ["chan_1"] })).await.is_ok());
        // a role for somebody with all channels would work in the closed ones too
        let everywhere = house.add("all@b.in", &["content"]).await;
        let answer = house.change(&limited, everywhere.id, json!({ "roles": ["content", "analyst"] })).await;
        assert_eq!(answer, Err(IdentityError::CannotGrantChannels));
        assert!(house.change(&limited, everywhere.id, json!({ "name": "B" })).await.is_ok());
    }
}

#[tokio::test]
async fn the_list_is_filtered_searched_and_read_page_by_page() {
    for house in houses().await {
        let names = ["Ärger 100%", "Under_score", r"Back\slash", "Plain 100x"];
        let mut added: Vec<Staff> = vec![];
        for (n, name) in names.iter().enumerate() {
            let mut request =
                person(&format!("p{n}@Shop.in"), if n == 0 { &["owner"] } else { &["content", "analyst"] });
            request.staff.name = (*name).into();
            added.push(house.identity.create_staff(&cx(), request).await.unwrap());
        }
        house.change(&cx(), added[3].id, json!({ "active": false })).await.unwrap();
        let find = async |search: &str| {
            let request = ListStaff { search: Some(search.into()), ..Default::default() };
            let page = house.identity.staff(&cx(), request).await.unwrap();
            page.items.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(find("äRGER").await, ["Ärger 100%"]);
        assert_eq!(find("100%").await, ["Ärger 100%"]);
        assert_eq!(find("r_s").await, ["Under_score"]);
        assert_eq!(find(r"k\s").await, [r"Back\slash"]);
        assert_eq!(find("@SHOP.in").await, names);
        assert_eq!(find("").await, names);
        for nothing in ["' OR 1=1 --", "🔍", "%_%_%", "?", "$1"] {
            assert_eq!(find(nothing).await, Vec::<String>::new(), "{nothing}");
        }

        let (mut seen, mut page) = (vec![], limit(3));
        loop {
            let request = ListStaff { page, ..Default::default() };
            let found = house.identity.staff(&cx(), request).await.unwrap();
            seen.extend(found.items.into_iter().map(|one| (one.id, one.roles)));
            let Some(next) = found.next else { break };
            page = PageRequest { after: Some(next), ..limit(3) };
        }
        assert_eq!(seen, added.iter().map(|one| (one.id, one.roles.clone())).collect::<Vec<_>>());

        let count = async |active: Option<bool>, role: Option<&str>| {
            let request = ListStaff { active, role: role.map(Into::into), ..Default::default() };
            house.identity.staff(&cx(), request).await.unwrap().items.len()
        };
        assert_eq!((count(Some(true), None).await, count(Some(false), None).await), (3, 1));
        assert_eq!((count(None, Some("content")).await, count(Some(true), Some("analyst")).await), (3, 2));
        let huge = "a".repeat(1_000_000);
        for nothing in ["nope", "Owner", "", "\0", "';--", &huge] {
            assert_eq!(count(None, Some(nothing)).await, 0);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused() {
    for house in houses().await {
        for (search, word) in [("\0", "search invalid_character"), ("a".repeat(1_000_000).as_str(), "search too_long")]
        {
            let request = ListStaff { search: Some(search.into()), ..Default::default() };
            assert_eq!(bad_fields(house.identity.staff(&cx(), request).await), [word]);
        }
        let page = PageRequest { after: Some(Cursor::new("roles:id", &1)), ..limit(2) };
        let request = ListStaff { page, ..Default::default() };
        assert_eq!(bad_fields(house.identity.staff(&cx(), request).await), ["after invalid_cursor"]);
    }
}
