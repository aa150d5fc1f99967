//! Roles that are changed, deleted, and limited to channels.

use crate::{by, cannot_grant, cx, houses, person, somebody};
use infrasell_contracts::identity::{
    CreateApiKey, CreateRole, DeleteRole, GetRole, Identity, IdentityError, ListRoles, Role, RoleInput, RolePatch,
    UpdateRole,
};
use infrasell_kernel::{ChannelId, Permission};
use infrasell_rpc::{Caller, Fault};
use serde_json::{Value, json};

fn role(json: Value) -> CreateRole {
    CreateRole { role: serde_json::from_value::<RoleInput>(json).unwrap() }
}

fn update(role: &Role, json: Value) -> UpdateRole {
    UpdateRole { id: role.id, patch: serde_json::from_value::<RolePatch>(json).unwrap(), if_version: None }
}

fn channels(caller: &Caller) -> Option<Vec<i64>> {
    caller.channels().map(|list| list.iter().map(|channel| channel.get()).collect())
}

#[tokio::test]
async fn a_roles_limit_holds_for_whoever_has_it() {
    for house in houses().await {
        let packer =
            json!({ "code": "packer", "name": "P", "permissions": ["orders:read"], "channels": ["chan_1", "chan_2"] });
        let packer = house.identity.create_role(&cx(), role(packer)).await.unwrap();
        house.add("asha@b.in", &["packer", "analyst"]).await;
        let secret = house.sign_in("asha@b.in", crate::PASSWORD).await.unwrap().secret;
        assert_eq!(channels(&house.authenticate(&secret).await.unwrap().caller), Some(vec![1, 2]));
        let key = json!({ "name": "till", "role": "packer", "channels": ["chan_2", "chan_3"] });
        let key = CreateApiKey { key: serde_json::from_value(key).unwrap() };
        let key = house.identity.create_api_key(&cx(), key).await.unwrap();
        assert_eq!(channels(&house.authenticate(&key.secret).await.unwrap().caller), Some(vec![2]));
        assert!(house.authenticate(&key.secret).await.unwrap().caller.is_let_into(ChannelId::from_i64(2)));

        house.identity.update_role(&cx(), update(&packer, json!({ "channels": ["chan_1"] }))).await.unwrap();
        assert_eq!(
            channels(&house.authenticate(&secret).await.unwrap().caller),
            Some(vec![1]),
            "from the next call on"
        );
        assert_eq!(channels(&house.authenticate(&key.secret).await.unwrap().caller), Some(vec![]), "nothing is left");
        house.identity.update_role(&cx(), update(&packer, json!({ "channels": null }))).await.unwrap();
        assert_eq!(channels(&house.authenticate(&secret).await.unwrap().caller), None);
    }
}

#[tokio::test]
async fn nobody_lets_others_farther_in_than_he_is_himself_by_a_role() {
    for house in houses().await {
        let limited = by(somebody(9, Permission::ALL, Some(&[1])));
        let refused = Err(IdentityError::CannotGrantChannels);
        let open = json!({ "code": "a", "name": "A", "permissions": ["orders:read"] });
        assert_eq!(house.identity.create_role(&limited, role(open)).await.map(drop), refused);
        let within = json!({ "code": "b", "name": "B", "permissions": ["orders:read"], "channels": ["chan_1"] });
        let within = house.identity.create_role(&limited, role(within)).await.unwrap();
        let wider = update(&within, json!({ "channels": ["chan_1", "chan_2"] }));
        assert_eq!(house.identity.update_role(&limited, wider).await.map(drop), refused);
        assert!(house.identity.create_staff(&limited, person("b@b.in", &["b"])).await.is_ok(), "the role limits him");
        assert_eq!(house.identity.create_staff(&limited, person("c@b.in", &["content"])).await.map(drop), refused);
        let poor = by(somebody(9, &[Permission::StaffWrite], None));
        let richer = update(&within, json!({ "permissions": ["staff:write"] }));
        assert_eq!(house.identity.update_role(&poor, richer).await, cannot_grant("orders:read"));
    }
}

#[tokio::test]
async fn a_role_is_changed_under_its_version_and_deleted_when_nobody_has_it() {
    for house in houses().await {
        let made = json!({ "code": "packer", "name": "P", "permissions": ["orders:read"] });
        let packer = house.identity.create_role(&cx(), role(made)).await.unwrap();
        assert_eq!((packer.version, packer.builtin, packer.second_factor), (1, false, false));
        let changed = update(&packer, json!({ "name": "Packer", "permissions": ["orders:read", "orders:write"] }));
        let changed = house.identity.update_role(&cx(), changed).await.unwrap();
        assert_eq!((changed.version, changed.name.as_str(), changed.code.as_str()), (2, "Packer", "packer"));
        let same = house.identity.update_role(&cx(), update(&packer, json!({ "name": "Packer" }))).await.unwrap();
        assert_eq!(same.version, 2, "what changes nothing raises nothing");
        let stale = UpdateRole { if_version: Some(1), ..update(&packer, json!({ "name": "x" })) };
        assert!(matches!(
            house.identity.update_role(&cx(), stale).await,
            Err(IdentityError::Fault(Fault::Stale { .. }))
        ));
        let bad = update(&packer, json!({ "name": "", "channels": [] }));
        assert_eq!(
            crate::bad_fields(house.identity.update_role(&cx(), bad).await),
            ["name required", "channels required"]
        );

        house.add("asha@b.in", &["packer"]).await;
        let delete = |id| DeleteRole { id, if_version: None };
        let held = house.identity.delete_role(&cx(), delete(packer.id)).await;
        assert_eq!(held, Err(IdentityError::RoleInUse { role_code: "packer".into(), holders: 1 }));
        let spare = json!({ "code": "spare", "name": "S", "permissions": [] });
        let spare = house.identity.create_role(&cx(), role(spare)).await.unwrap();
        house.identity.delete_role(&cx(), delete(spare.id)).await.unwrap();
        assert!(house.identity.role(&cx(), GetRole { id: spare.id }).await.is_err());
        assert!(house.identity.delete_role(&cx(), delete(spare.id)).await.is_err());

        let owner = house.identity.roles(&cx(), ListRoles::default()).await.unwrap().items;
        let owner = owner.into_iter().find(|role| role.code == "owner").unwrap();
        let builtin = Err(IdentityError::BuiltinRole { role_code: "owner".into() });
        assert_eq!(house.identity.delete_role(&cx(), delete(owner.id)).await, builtin);
        let weaker = update(&owner, json!({ "permissions": [] }));
        assert_eq!(house.identity.update_role(&cx(), weaker).await.map(drop), builtin);
    }
}
