//! Roles.

use super::{IdentityService, guarded};
use crate::{check, grant, roles::builtin, store::role};
use infrasell_contracts::identity::{CreateRole, DeleteRole, IdentityError, ListRoles, Role, RolePatch, UpdateRole};
use infrasell_db::{DbError, Once};
use infrasell_kernel::{Cursor, Page, RoleId};
use infrasell_rpc::{Cx, Fault};

const ROLES: &str = "roles:id";

impl IdentityService {
    pub(super) async fn put_builtin_roles(&self) -> Result<(), IdentityError> {
        let (there, wanted) = (role::builtin(&self.db).await?, builtin());
        let is_there = |role: &crate::roles::Builtin| {
            there.iter().any(|old| {
                (old.code.as_str(), old.name.as_str()) == (role.code, role.name) && old.permissions == role.permissions
            })
        };
        if wanted.iter().all(is_there) {
            return Ok(());
        }
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        // owner stands first in the list, so replicas that start at once wait for each other there
        for role in &wanted {
            let id = tx.next_id().await.map_err(Fault::from)?;
            role::put_builtin(&mut tx, id, role).await?;
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    pub(super) async fn role_page(&self, req: ListRoles) -> Result<Page<Role>, IdentityError> {
        let (limit, after) = (req.page.limit()?, req.page.key(ROLES)?);
        let found = role::page(&self.db, after.map(RoleId::from_i64), limit).await?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(ROLES, &last.id.get())))
    }

    pub(super) async fn add_role(&self, cx: &Cx, req: CreateRole) -> Result<Role, IdentityError> {
        check::role(&req.role)?;
        grant::permissions(&cx.caller, &req.role.permissions)?;
        grant::channels(&cx.caller, req.role.channels.as_deref())?;
        let mut tx = match self.db.begin_once(cx, "identity.create_role", &req).await? {
            Once::Answered(role) => return Ok(role),
            Once::Fresh(tx) => tx,
        };
        let new = Role {
            id: tx.next_id().await.map_err(Fault::from)?,
            code: req.role.code,
            name: req.role.name,
            permissions: req.role.permissions,
            channels: req.role.channels,
            second_factor: req.role.second_factor,
            builtin: false,
            version: 1,
        };
        role::insert(&mut tx, &new).await.map_err(|error| code_taken(error, &new.code))?;
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    pub(super) async fn one_role(&self, id: RoleId) -> Result<Role, IdentityError> {
        Ok(role::get(&self.db, id).await?.ok_or_else(|| no_role(id))?)
    }

    /// Changes a role, and with it at once what everybody who has it may do. The caller must have all that it allowed and
    /// all that it will allow himself.
    pub(super) async fn change_role(&self, cx: &Cx, req: UpdateRole) -> Result<Role, IdentityError> {
        check::role_patch(&req.patch)?;
        let mut tx = match self.db.begin_once(cx, "identity.update_role", &req).await? {
            Once::Answered(role) => return Ok(role),
            Once::Fresh(tx) => tx,
        };
        let old = role::lock(&mut tx, req.id).await?.ok_or_else(|| no_role(req.id))?;
        guarded("role", req.if_version.is_none_or(|version| version == old.version))?;
        tx.was(&old);
        let mut new = changed(&old, req.patch);
        refuse_builtin(&old, &new)?;
        for one in [&old, &new] {
            grant::permissions(&cx.caller, &one.permissions)?;
            grant::channels(&cx.caller, one.channels.as_deref())?;
        }
        if new != old {
            new.version += 1;
            guarded("role", role::update(&mut tx, &new).await?)?;
        }
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    pub(super) async fn remove_role(&self, cx: &Cx, req: DeleteRole) -> Result<(), IdentityError> {
        let mut tx = match self.db.begin_once(cx, "identity.delete_role", &req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        let old = role::lock(&mut tx, req.id).await?.ok_or_else(|| no_role(req.id))?;
        guarded("role", req.if_version.is_none_or(|version| version == old.version))?;
        if old.builtin {
            return Err(IdentityError::BuiltinRole { role_code: old.code });
        }
        grant::permissions(&cx.caller, &old.permissions)?;
        grant::channels(&cx.caller, old.channels.as_deref())?;
        let holders = role::holders(&mut tx, req.id).await?;
        if holders > 0 {
            return Err(IdentityError::RoleInUse { role_code: old.code, holders });
        }
        tx.was(&old);
        role::delete(&mut tx, req.id).await?;
        tx.commit_with(&()).await.map_err(Fault::from)?;
        Ok(())
    }
}

fn changed(old: &Role, patch: RolePatch) -> Role {
    Role {
        name: patch.name.unwrap_or_else(|| old.name.clone()),
        permissions: patch.permissions.unwrap_or_else(|| old.permissions.clone()),
        channels: patch.channels.apply(old.channels.clone()),
        second_factor: patch.second_factor.unwrap_or(old.second_factor),
        ..old.clone()
    }
}

/// Of a role that came with the shop only whether it asks for a second factor can be changed.
fn refuse_builtin(old: &Role, new: &Role) -> Result<(), IdentityError> {
    let same = Role { second_factor: old.second_factor, ..new.clone() } == *old;
    if old.builtin && !same { Err(IdentityError::BuiltinRole { role_code: old.code.clone() }) } else { Ok(()) }
}

fn no_role(id: RoleId) -> Fault {
    Fault::not_found("role", id)
}

fn code_taken(error: DbError, code: &str) -> IdentityError {
    if error.conflicts_on("identity_role.code") {
        return IdentityError::RoleCodeTaken { role_code: code.to_owned() };
    }
    Fault::from(error).into()
}
