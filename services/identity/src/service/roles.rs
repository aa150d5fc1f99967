//! Roles.

use super::IdentityService;
use crate::{check, grant, roles::builtin, store::role};
use infrasell_contracts::identity::{CreateRole, IdentityError, ListRoles, Role};
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
}

fn code_taken(error: DbError, code: &str) -> IdentityError {
    if error.conflicts_on("identity_role.code") {
        return IdentityError::RoleCodeTaken { role_code: code.to_owned() };
    }
    Fault::from(error).into()
}
