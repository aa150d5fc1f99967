//! Staff.

use super::{IdentityService, guarded};
use crate::{
    OWNER, check, grant,
    store::{role, session, staff},
};
use infrasell_contracts::identity::{CreateStaff, IdentityError, ListStaff, Role, Staff, StaffPatch, UpdateStaff};
use infrasell_db::{DbError, Once, Tx};
use infrasell_kernel::{Cursor, Fields, Page, StaffId};
use infrasell_rpc::{Cx, Fault};

const STAFF: &str = "staff:id";

impl IdentityService {
    pub(super) async fn staff_page(&self, req: ListStaff) -> Result<Page<Staff>, IdentityError> {
        let (limit, after) = (req.page.limit()?, req.page.key(STAFF)?);
        check::search(req.search.as_deref().unwrap_or(""))?;
        if req.role.as_deref().is_some_and(|code| !check::is_code(code)) {
            return Ok(Page { items: vec![], next: None });
        }
        let filter = staff::Filter { active: req.active, role: req.role, search: req.search };
        let found = staff::page(&self.db, &filter, after.map(StaffId::from_i64), limit).await?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(STAFF, &last.id.get())))
    }

    pub(super) async fn one_of_staff(&self, id: StaffId) -> Result<Staff, IdentityError> {
        Ok(staff::get(&self.db, id).await?.ok_or_else(|| nobody(id))?)
    }

    pub(super) async fn add_staff(&self, cx: &Cx, mut req: CreateStaff) -> Result<Staff, IdentityError> {
        check::staff(&req.staff)?;
        let email = req.staff.email.trim().to_owned();
        let hash = self.passwords.hash(&req.staff.password).await?;
        req.staff.password = self.comparable(cx, &req.staff.password, &check::fold(&email)).await?;
        let mut tx = match self.db.begin_once(cx, "identity.create_staff", &req).await? {
            Once::Answered(staff) => return Ok(staff),
            Once::Fresh(tx) => tx,
        };
        let roles = named(&mut tx, &req.staff.roles).await?;
        grant::permissions(&cx.caller, &staff::allowed(&roles))?;
        grant::channels(&cx.caller, staff::let_into(req.staff.channels.as_deref(), &roles).as_deref())?;
        let new = Staff {
            id: tx.next_id().await.map_err(Fault::from)?,
            email,
            name: req.staff.name,
            roles: codes(&roles),
            channels: req.staff.channels,
            active: true,
            second_factor: false,
            last_sign_in_at: None,
            created_at: self.env.now(),
            version: 1,
        };
        staff::insert(&mut tx, &new, &hash).await.map_err(email_taken)?;
        staff::set_roles(&mut tx, new.id, &roles).await?;
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    pub(super) async fn change_staff(&self, cx: &Cx, mut req: UpdateStaff) -> Result<Staff, IdentityError> {
        check::staff_patch(&req.patch)?;
        let mut hash = None;
        if let Some(password) = &req.patch.password {
            hash = Some(self.passwords.hash(password).await?);
            req.patch.password = Some(self.comparable(cx, password, &req.id.to_string()).await?);
        }
        let mut tx = match self.db.begin_once(cx, "identity.update_staff", &req).await? {
            Once::Answered(staff) => return Ok(staff),
            Once::Fresh(tx) => tx,
        };
        role::lock_owner(&mut tx).await?;
        let row = staff::lock(&mut tx, req.id).await?.ok_or_else(|| nobody(req.id))?;
        let old_roles = role::of_staff(&mut tx, req.id).await?;
        let old = Staff { roles: codes(&old_roles), ..row };
        guarded("member of staff", req.if_version.is_none_or(|version| version == old.version))?;
        let roles = match &req.patch.roles {
            Some(codes) => named(&mut tx, codes).await?,
            None => old_roles.clone(),
        };
        tx.was(&old);
        let mut new = changed(&old, req.patch, &roles);
        grant::change(&cx.caller, (&old, &old_roles), (&new, &roles), hash.is_some())?;
        if is_owner(&old) && !is_owner(&new) && staff::other_owners(&mut tx, old.id).await? == 0 {
            return Err(IdentityError::LastOwner);
        }
        if new != old || hash.is_some() {
            new.version += 1;
            write(&mut tx, &old, &new, &roles, hash.as_deref()).await?;
        }
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    /// What stands for a password in a request that is compared with a later one under the same idempotency key.
    async fn comparable(&self, cx: &Cx, password: &str, account: &str) -> Result<String, Fault> {
        if cx.idempotency_key.is_none() {
            return Ok(String::new());
        }
        self.passwords.fingerprint(password, account).await
    }
}

/// Writes a change; a new password and being switched off end every session.
async fn write(tx: &mut Tx, old: &Staff, new: &Staff, roles: &[Role], hash: Option<&str>) -> Result<(), Fault> {
    guarded("member of staff", staff::update(tx, new, hash).await?)?;
    if new.roles != old.roles {
        staff::set_roles(tx, new.id, roles).await?;
    }
    if hash.is_some() || !new.active {
        session::end_all(tx, new.id, None).await?;
    }
    Ok(())
}

/// What somebody becomes by a change. The password is not part of him.
fn changed(old: &Staff, patch: StaffPatch, roles: &[Role]) -> Staff {
    Staff {
        name: patch.name.unwrap_or_else(|| old.name.clone()),
        roles: codes(roles),
        channels: patch.channels.apply(old.channels.clone()),
        active: patch.active.unwrap_or(old.active),
        ..old.clone()
    }
}

fn is_owner(staff: &Staff) -> bool {
    staff.active && staff.roles.iter().any(|code| code == OWNER)
}

fn codes(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.code.clone()).collect()
}

/// The roles with these codes, sorted; each that there is not is named.
async fn named(tx: &mut Tx, wanted: &[String]) -> Result<Vec<Role>, IdentityError> {
    let found = role::by_codes(tx, wanted).await?;
    let mut fields = Fields::new();
    for (place, code) in wanted.iter().enumerate() {
        let there = found.iter().any(|role| role.code == *code);
        fields.check(there, &format!("roles.{place}"), "not_found", format!("there is no role '{code}'"));
    }
    fields.done()?;
    Ok(found)
}

fn nobody(id: StaffId) -> Fault {
    Fault::not_found("member of staff", id)
}

fn email_taken(error: DbError) -> IdentityError {
    if error.conflicts_on("identity_staff.email_key") {
        return IdentityError::EmailTaken;
    }
    Fault::from(error).into()
}
