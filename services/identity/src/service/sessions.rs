//! Whom a secret belongs to, and staff sessions.

use super::{IdentityService, address};
use crate::{
    attempts::place,
    check,
    passwords::Verdict,
    secret::{self, Opens, Secret},
    store::{key, role, session, staff},
};
use infrasell_contracts::identity::{
    Authenticated, IdentityError, ListStaffSessions, Session, SessionInfo, SessionKind, SignIn, SignOut, SignedIn,
    Staff,
};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, FieldError, Page, Permission, Permissions, SessionId, contact::is_email};
use infrasell_rpc::{Caller, Cx, Fault};
use std::time::Duration;

/// How long a staff session lasts at most.
pub const SESSION_LIFE: Duration = Duration::from_secs(12 * 3600);
/// How long a staff session lasts without being used.
pub const SESSION_IDLE: Duration = Duration::from_secs(2 * 3600);
/// How many sessions somebody has at once; the next one ends the oldest.
pub const MOST_SESSIONS: i64 = 50;
/// How exactly a staff session's last use is known: a busy one costs one write in this time.
const TOUCH_EVERY: Duration = Duration::from_secs(5 * 60);
const STAFF_SESSIONS: &str = "staff_sessions:id";

impl IdentityService {
    /// One statement; what it finds is as of now, so a revocation holds from the next call on.
    pub(super) async fn authenticate_secret(&self, secret: &str) -> Result<Authenticated, IdentityError> {
        match secret::read(secret) {
            Some((Opens::Session, hash)) => self.by_session(&hash).await,
            Some((Opens::Key, hash)) => self.by_key(&hash).await,
            Some((Opens::CustomerSession, hash)) => self.by_customer_session(&hash).await,
            Some((Opens::Refresh | Opens::Mail | Opens::PublicStorefront | Opens::PrivateStorefront, _)) => {
                Err(IdentityError::NotAuthenticated)
            }
            None => self.by_access_token(secret).await,
        }
    }

    async fn by_session(&self, hash: &[u8; 32]) -> Result<Authenticated, IdentityError> {
        let found = session::find(&self.db, hash).await?.ok_or(IdentityError::NotAuthenticated)?;
        let now = self.env.now();
        if found.expires_at <= now || found.last_used_at.plus(SESSION_IDLE) <= now {
            return Err(IdentityError::NotAuthenticated);
        }
        if found.last_used_at.plus(TOUCH_EVERY) <= now
            && let Err(fault) = session::touch(&self.db, found.id, now).await
        {
            tracing::warn!(session = %found.id, %fault, "the last use of a session could not be noted");
        }
        let permissions = if found.lacks_second_factor { Permissions::default() } else { found.permissions };
        let caller = Caller::Staff { id: found.staff, permissions, channels: found.channels };
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

    /// Counts an attempt to sign in under a name and from a place.
    pub(super) async fn count_sign_in(&self, name: &str, cx: &Cx) -> Result<(), IdentityError> {
        let too_many = |retry_after_s| IdentityError::TooManyAttempts { retry_after_s };
        self.throttles.account.count(name).await.map_err(too_many)?;
        match address(cx) {
            Some(address) => self.throttles.place.count(&place(address)).await.map_err(too_many),
            None => Ok(()),
        }
    }

    /// Forgets what was counted of somebody who got in.
    pub(super) async fn forget_sign_in(&self, name: &str, cx: &Cx) {
        self.throttles.account.forget(name).await;
        if let Some(address) = address(cx) {
            self.throttles.place.take_back(&place(address)).await;
        }
    }

    /// Signs somebody in. A repeat makes another session: what could be stored as an answer to it must not open anything.
    pub(super) async fn begin_session(&self, cx: &Cx, req: SignIn) -> Result<SignedIn, IdentityError> {
        check::sign_in(&req.email, &req.password)?;
        if req.kind == SessionKind::Tokens {
            return Err(FieldError::new("kind", "invalid", "kind must be bearer or cookie").into());
        }
        let email_key = check::fold(&req.email);
        self.count_sign_in(&format!("staff {email_key}"), cx).await?;
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
        let signed_in = self.write_session(cx, &account, &hash, &req).await?;
        self.forget_sign_in(&format!("staff {email_key}"), cx).await;
        Ok(signed_in)
    }

    async fn write_session(
        &self,
        cx: &Cx,
        account: &staff::Account,
        hash: &str,
        req: &SignIn,
    ) -> Result<SignedIn, IdentityError> {
        let now = self.env.now();
        let secret = Secret::fresh(Opens::Session, self.env.random.as_ref());
        if account.second_factor && req.code.is_some() {
            self.count_code(account.id).await?;
        }
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let row = staff::signed_in(&mut tx, account, hash, now).await?;
        let row = row.ok_or(IdentityError::WrongCredentials)?;
        if row.second_factor {
            let code = req.code.as_deref().filter(|code| !code.is_empty());
            self.use_code(&mut tx, row.id, code.ok_or(IdentityError::SecondFactorRequired)?, now).await?;
        }
        let roles = role::of_staff(&mut tx, row.id).await?;
        let id = tx.next_id().await.map_err(Fault::from)?;
        let session = Session { id, staff: row.id, created_at: now, expires_at: now.plus(SESSION_LIFE) };
        if let Some(old) = req.client.replaces.as_deref().and_then(|old| secret::read_as(Opens::Session, old)) {
            session::end_by_secret(&mut tx, &old).await?;
        }
        let client = (address(cx), req.client.agent.as_deref());
        session::insert(&mut tx, &session, &secret.hash(), req.kind, client).await?;
        session::prune(&mut tx, row.id, now, MOST_SESSIONS).await?;
        tx.commit().await.map_err(Fault::from)?;
        self.throttles.code.forget(&row.id.to_string()).await;
        let must_set_up_second_factor = !row.second_factor && roles.iter().any(|role| role.second_factor);
        let permissions = if must_set_up_second_factor { Permissions::default() } else { staff::allowed(&roles) };
        let staff = Staff { roles: roles.into_iter().map(|role| role.code).collect(), ..row };
        Ok(SignedIn { session, secret: secret.into_text(), staff, permissions, must_set_up_second_factor })
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

    /// Somebody's sessions: one's own, or anybody's for whoever may see staff.
    pub(super) async fn sessions_of(
        &self,
        cx: &Cx,
        req: ListStaffSessions,
    ) -> Result<Page<SessionInfo>, IdentityError> {
        let own = matches!(&cx.caller, Caller::Staff { id, .. } if *id == req.staff);
        if !own && !cx.caller.may(Permission::StaffRead) {
            return Err(Fault::not_found("member of staff", req.staff).into());
        }
        let (limit, after) = (req.page.limit()?, req.page.key(STAFF_SESSIONS)?);
        let (now, after) = (self.env.now(), after.map(SessionId::from_i64));
        let times = (now, now.minus(SESSION_IDLE));
        let mut found = session::page(&self.db, req.staff, times, after, limit).await?;
        for one in &mut found {
            one.idle_until = one.last_used_at.plus(SESSION_IDLE).min(one.expires_at);
            one.current = req.current == Some(one.id);
        }
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(STAFF_SESSIONS, &last.id.get())))
    }
}
