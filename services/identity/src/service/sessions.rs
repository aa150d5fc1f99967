//! Whom a secret belongs to, and staff sessions.

use super::IdentityService;
use crate::{
    check,
    passwords::Verdict,
    secret::{self, Opens, Secret},
    store::{key, role, session, staff},
};
use infrasell_contracts::identity::{Authenticated, IdentityError, Session, SignIn, SignOut, SignedIn, Staff};
use infrasell_db::Once;
use infrasell_kernel::{Permission, contact::is_email};
use infrasell_rpc::{Caller, Cx, Fault};
use std::time::Duration;

/// How long a session lasts.
pub const SESSION_LIFE: Duration = Duration::from_secs(12 * 3600);
/// How many sessions somebody has at once; the next one ends the oldest.
pub const MOST_SESSIONS: i64 = 50;

impl IdentityService {
    /// One statement; what it finds is as of now, so a revocation holds from the next call on.
    pub(super) async fn authenticate_secret(&self, secret: &str) -> Result<Authenticated, IdentityError> {
        let (opens, hash) = secret::read(secret).ok_or(IdentityError::NotAuthenticated)?;
        match opens {
            Opens::Session => self.by_session(&hash).await,
            Opens::Key => self.by_key(&hash).await,
        }
    }

    async fn by_session(&self, hash: &[u8; 32]) -> Result<Authenticated, IdentityError> {
        let found = session::find(&self.db, hash).await?.ok_or(IdentityError::NotAuthenticated)?;
        if found.expires_at <= self.env.now() {
            return Err(IdentityError::NotAuthenticated);
        }
        let caller = Caller::Staff { id: found.staff, permissions: found.permissions, channels: found.channels };
        Ok(Authenticated { caller, session: Some(found.id) })
    }

    async fn by_key(&self, hash: &[u8; 32]) -> Result<Authenticated, IdentityError> {
        let found = key::find(&self.db, hash).await?.ok_or(IdentityError::NotAuthenticated)?;
        let now = self.env.now();
        if found.expires_at.is_some_and(|end| end <= now) {
            return Err(IdentityError::NotAuthenticated);
        }
        self.last_uses.note(&self.db, found.id, found.last_used_at, now);
        let caller = Caller::Key { id: found.id, permissions: found.permissions, channels: found.channels };
        Ok(Authenticated { caller, session: None })
    }

    /// Signs somebody in. A repeat makes another session: what could be stored as an answer to it must not open anything.
    pub(super) async fn begin_session(&self, req: SignIn) -> Result<SignedIn, IdentityError> {
        check::sign_in(&req)?;
        let (email_key, now) = (check::fold(&req.email), self.env.now());
        let waited = self.attempts.count(&email_key, now);
        waited.map_err(|retry_after_s| IdentityError::TooManyAttempts { retry_after_s })?;
        let account = if is_email(&email_key) { staff::account(&self.db, &email_key).await? } else { None };
        let stored = account.as_ref().map(|account| account.password_hash.as_str());
        let verdict = self.passwords.check(&req.password, stored).await?;
        let (Some(account), Verdict::Right { outdated }) = (account, verdict) else {
            return Err(IdentityError::WrongCredentials);
        };
        if !account.active {
            return Err(IdentityError::WrongCredentials);
        }
        let hash = if outdated { self.passwords.hash(&req.password).await? } else { account.password_hash.clone() };
        let signed_in = self.write_session(&account, &hash).await?;
        self.attempts.forget(&email_key);
        Ok(signed_in)
    }

    async fn write_session(&self, account: &staff::Account, hash: &str) -> Result<SignedIn, IdentityError> {
        let now = self.env.now();
        let secret = Secret::fresh(Opens::Session, self.env.random.as_ref());
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let row = staff::signed_in(&mut tx, account, hash, now).await?;
        let row = row.ok_or(IdentityError::WrongCredentials)?;
        let roles = role::of_staff(&mut tx, row.id).await?;
        let id = tx.next_id().await.map_err(Fault::from)?;
        let session = Session { id, staff: row.id, created_at: now, expires_at: now.plus(SESSION_LIFE) };
        session::insert(&mut tx, &session, &secret.hash()).await?;
        session::prune(&mut tx, row.id, now, MOST_SESSIONS).await?;
        tx.commit().await.map_err(Fault::from)?;
        let permissions = staff::allowed(&roles);
        let staff = Staff { roles: roles.into_iter().map(|role| role.code).collect(), ..row };
        Ok(SignedIn { session, secret: secret.into_text(), staff, permissions, must_set_up_second_factor: false })
    }

    /// Ends the caller's own session, or anybody's for whoever may change staff.
    pub(super) async fn end_session(&self, cx: &Cx, req: SignOut) -> Result<(), IdentityError> {
        let nothing = || Fault::not_found("session", req.session);
        let owner = match &cx.caller {
            caller if caller.may(Permission::StaffWrite) => None,
            Caller::Staff { id, .. } => Some(*id),
            _ => return Err(nothing().into()),
        };
        let mut tx = match self.db.begin_once(cx, "identity.sign_out", &req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        if !session::end(&mut tx, req.session, owner).await? {
            return Err(nothing().into());
        }
        tx.commit_with(&()).await.map_err(Fault::from)?;
        Ok(())
    }
}
