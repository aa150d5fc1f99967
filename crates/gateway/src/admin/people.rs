//! Staff, roles, API keys.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{ApiKeyAt, RoleAt, StaffAt, StorefrontTokenAt},
};
use axum::extract::State;
use infrasell_contracts::identity::{
    ApiKey, ApiKeyInput, CreateApiKey, CreateRole, CreateStaff, CreateStorefrontToken, DeleteRole, GetRole, GetStaff,
    ListApiKeys, ListRoles, ListStaff, ListStorefrontTokens, NewApiKey, NewStorefrontToken, RevokeApiKey,
    RevokeStorefrontToken, Role, RoleInput, RolePatch, Staff, StaffInput, StaffPatch, StorefrontToken,
    StorefrontTokenInput, UpdateRole, UpdateStaff,
};
use infrasell_contracts::settings::{ChannelRef, GetChannel};
use infrasell_kernel::{Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Staff";
    A::new()
        .at("/admin/v1/staff", |on| {
            on.get(staff, doc(TAG, "Staff")).post(create_staff, doc(TAG, "Add a member of staff"))
        })
        .at("/admin/v1/staff/{id}", |on| {
            on.get(staff_member, doc(TAG, "One member of staff"))
                .patch(update_staff, doc(TAG, "Change a member of staff"))
        })
        .at("/admin/v1/roles", |on| on.get(roles, doc(TAG, "Roles")).post(create_role, doc(TAG, "Make a role")))
        .at("/admin/v1/roles/{id}", |on| {
            on.get(role, doc(TAG, "One role"))
                .patch(update_role, doc(TAG, "Change a role; of one that came with the shop only second_factor"))
                .delete(delete_role, doc(TAG, "Delete a role that nobody has"))
        })
        .at("/admin/v1/api-keys", |on| {
            on.get(api_keys, doc(TAG, "API keys"))
                .post(create_api_key, doc(TAG, "Make an API key; its secret is shown once"))
        })
        .at("/admin/v1/api-keys/{id}", |on| on.delete(revoke_api_key, doc(TAG, "Revoke an API key at once")))
        .at("/admin/v1/storefront-tokens", |on| {
            on.get(storefront_tokens, doc(TAG, "Storefront tokens"))
                .post(create_storefront_token, doc(TAG, "Make a storefront token; a private one is shown once"))
        })
        .at("/admin/v1/storefront-tokens/{id}", |on| {
            on.delete(revoke_storefront_token, doc(TAG, "Revoke a storefront token at once"))
        })
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
    Ok(Created::versioned(g.identity.create_role(&who.cx, CreateRole { role }).await?))
}

async fn role(who: Allowed<may::StaffRead>, State(g): State<Gateway>, At(at): At<RoleAt>) -> Answer<Shown<Role>> {
    Ok(Shown::versioned(g.identity.role(&who.cx, GetRole { id: at.id }).await?))
}

async fn update_role(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    At(at): At<RoleAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<RolePatch>,
) -> Answer<Shown<Role>> {
    Ok(Shown::versioned(g.identity.update_role(&who.cx, UpdateRole { id: at.id, patch, if_version }).await?))
}

async fn delete_role(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    At(at): At<RoleAt>,
    IfMatch(if_version): IfMatch,
) -> Answer<Done> {
    g.identity.delete_role(&who.cx, DeleteRole { id: at.id, if_version }).await?;
    Ok(Done)
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

async fn storefront_tokens(
    who: Allowed<may::StaffRead>,
    State(g): State<Gateway>,
    Query(f): Query<KeyFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<StorefrontToken>>> {
    Ok(Shown::new(g.identity.storefront_tokens(&who.cx, ListStorefrontTokens { live: f.live, page }).await?))
}

async fn create_storefront_token(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    Body(token): Body<StorefrontTokenInput>,
) -> Answer<Created<NewStorefrontToken>> {
    g.settings.channel(&who.cx, GetChannel { channel: ChannelRef::Id(token.channel) }).await?;
    Ok(Created::new(g.identity.create_storefront_token(&who.cx, CreateStorefrontToken { token }).await?))
}

async fn revoke_storefront_token(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    At(at): At<StorefrontTokenAt>,
) -> Answer<Shown<StorefrontToken>> {
    Ok(Shown::new(g.identity.revoke_storefront_token(&who.cx, RevokeStorefrontToken { id: at.id }).await?))
}
