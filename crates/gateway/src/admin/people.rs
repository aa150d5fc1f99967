//! Signing in, staff, roles, API keys.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    caller::{Allowed, Guest, SignedIn, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{ApiKeyAt, StaffAt},
};
use aide::axum::{
    ApiRouter,
    routing::{delete_with, get_with, post_with},
};
use axum::extract::State;
use infrasell_contracts::identity::{
    ApiKey, ApiKeyInput, CreateApiKey, CreateRole, CreateStaff, GetStaff, ListApiKeys, ListRoles, ListStaff, NewApiKey,
    RevokeApiKey, Role, RoleInput, SignIn, SignOut, SignedIn as NewSession, Staff, StaffInput, StaffPatch, UpdateStaff,
};
use infrasell_kernel::{ChannelId, ErrorKind, Page, PageRequest, Permission, Permissions};
use infrasell_rpc::Caller;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
pub fn routes() -> ApiRouter<Gateway> {
    const TAG: &str = "Staff";
    ApiRouter::new()
        .api_route(
            "/admin/v1/session",
            post_with(sign_in, doc(TAG, "Sign in")).delete_with(sign_out, doc(TAG, "Sign out")),
        )
        .api_route("/admin/v1/me", get_with(me, doc(TAG, "Who you are and what you may do")))
        .api_route(
            "/admin/v1/staff",
            get_with(staff, doc(TAG, "Staff")).post_with(create_staff, doc(TAG, "Add a member of staff")),
        )
        .api_route(
            "/admin/v1/staff/{id}",
            get_with(staff_member, doc(TAG, "One member of staff"))
                .patch_with(update_staff, doc(TAG, "Change a member of staff")),
        )
        .api_route(
            "/admin/v1/roles",
            get_with(roles, doc(TAG, "Roles")).post_with(create_role, doc(TAG, "Make a role")),
        )
        .api_route(
            "/admin/v1/api-keys",
            get_with(api_keys, doc(TAG, "API keys"))
                .post_with(create_api_key, doc(TAG, "Make an API key; its secret is shown once")),
        )
        .api_route("/admin/v1/api-keys/{id}", delete_with(revoke_api_key, doc(TAG, "Revoke an API key at once")))
}

/// Who calls.
#[derive(Serialize, JsonSchema)]
struct Me {
    /// A member of staff or a key, by id.
    actor: String,
    /// What he may do.
    permissions: Permissions,
    /// The channels he is limited to; absent means all.
    channels: Option<Vec<ChannelId>>,
}

async fn sign_in(guest: Guest, State(g): State<Gateway>, Body(input): Body<SignIn>) -> Answer<Created<NewSession>> {
    Ok(Created::new(g.identity.sign_in(&guest.cx.unkeyed(), input).await?))
}

async fn sign_out(who: SignedIn, State(g): State<Gateway>) -> Answer<Done> {
    let Some(session) = who.session else {
        let title = "a key has no session; revoke it instead";
        return Err(crate::answer::Failure::new(ErrorKind::Conflict, "not_a_session", title));
    };
    g.identity.sign_out(&who.cx, SignOut { session }).await?;
    Ok(Done)
}

async fn me(who: SignedIn) -> Answer<Shown<Me>> {
    let (permissions, channels) = match &who.cx.caller {
        Caller::Staff { permissions, channels, .. } | Caller::Key { permissions, channels, .. } => {
            (permissions.clone(), channels.clone())
        }
        Caller::Guest { .. } | Caller::Customer { .. } | Caller::System { .. } => {
            (Permission::ALL.iter().copied().take(0).collect(), None)
        }
    };
    Ok(Shown::new(Me { actor: who.cx.caller.actor(), permissions, channels }))
}

/// What a list of staff is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct StaffFilter {
    /// Only those who may sign in, or may not.
    active: Option<bool>,
    /// Only those with this role.
    role: Option<String>,
    /// Only those whose name or e-mail contains this.
    search: Option<String>,
}

async fn staff(
    who: Allowed<may::StaffRead>,
    State(g): State<Gateway>,
    Query(f): Query<StaffFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Staff>>> {
    let list = ListStaff { active: f.active, role: f.role, search: f.search, page };
    Ok(Shown::new(g.identity.staff(&who.cx, list).await?))
}

async fn staff_member(
    who: Allowed<may::StaffRead>,
    State(g): State<Gateway>,
    At(at): At<StaffAt>,
) -> Answer<Shown<Staff>> {
    Ok(Shown::versioned(g.identity.staff_member(&who.cx, GetStaff { id: at.id }).await?))
}

async fn create_staff(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    Body(staff): Body<StaffInput>,
) -> Answer<Created<Staff>> {
    Ok(Created::new(g.identity.create_staff(&who.cx, CreateStaff { staff }).await?))
}

async fn update_staff(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    At(at): At<StaffAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<StaffPatch>,
) -> Answer<Shown<Staff>> {
    Ok(Shown::versioned(g.identity.update_staff(&who.cx, UpdateStaff { id: at.id, patch, if_version }).await?))
}

async fn roles(
    who: Allowed<may::StaffRead>,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Role>>> {
    Ok(Shown::new(g.identity.roles(&who.cx, ListRoles { page }).await?))
}

async fn create_role(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    Body(role): Body<RoleInput>,
) -> Answer<Created<Role>> {
    Ok(Created::new(g.identity.create_role(&who.cx, CreateRole { role }).await?))
}

/// What a list of keys is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct KeyFilter {
    /// Only those that still work, or do not.
    live: Option<bool>,
}

async fn api_keys(
    who: Allowed<may::StaffRead>,
    State(g): State<Gateway>,
    Query(f): Query<KeyFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<ApiKey>>> {
    Ok(Shown::new(g.identity.api_keys(&who.cx, ListApiKeys { live: f.live, page }).await?))
}

async fn create_api_key(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    Body(key): Body<ApiKeyInput>,
) -> Answer<Created<NewApiKey>> {
    Ok(Created::new(g.identity.create_api_key(&who.cx, CreateApiKey { key }).await?))
}

async fn revoke_api_key(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    At(at): At<ApiKeyAt>,
) -> Answer<Shown<ApiKey>> {
    Ok(Shown::new(g.identity.revoke_api_key(&who.cx, RevokeApiKey { id: at.id }).await?))
}
