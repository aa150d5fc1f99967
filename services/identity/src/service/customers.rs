//! Customers' sessions: by cookie, and by access and refresh token.

use super::{IdentityService, accounts::no_account, address};
use crate::{
    check, jwt,
    passwords::Verdict,
    secret::{Opens, Secret, read_as},
    store::{account, customer_session as session},
};
use ed25519_dalek::SigningKey;
use infrasell_contracts::identity::{
    Authenticated, CustomerSignIn, CustomerSignedIn, EndCustomerSession, IdentityError, ListCustomerSessions, MailKind,
    Refresh, SessionInfo, SessionKind, TokenPair,
};
use infrasell_kernel::{Cursor, CustomerId, FieldError, Page, SessionId, Timestamp, contact::is_email};
use infrasell_rpc::{Caller, Cx, Fault};
use std::time::Duration;

/// How long a customer's session lasts without being used.
pub const CUSTOMER_SESSION_IDLE: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long a customer's session lasts at most.
pub const CUSTOMER_SESSION_LIFE: Duration = Duration::from_secs(180 * 24 * 3600);
/// How many sessions a customer has at once; the next one ends the one that was not used for longest.
pub const MOST_CUSTOMER_SESSIONS: i64 = 20;
/// How exactly a session's last use is known: a busy one costs one write in this time.
const TOUCH_EVERY: Duration = Duration::from_secs(3600);
const SESSIONS: &str = "customer_sessions:id";

impl IdentityService {
    pub(super) async fn by_customer_session(&self, hash: &[u8; 32]) -> Result<Authenticated, IdentityError> {
        let found = session::by_secret(&self.db, hash).await?.ok_or(IdentityError::NotAuthenticated)?;
        let now = self.env.now();
        let caller = live(&found, now)?;
        if found.last_used_at.plus(TOUCH_EVERY) <= now {
            let idle_until = now.plus(CUSTOMER_SESSION_IDLE).min(found.expires_at);
            if let Err(fault) = session::touch(&self.db, found.id, now, idle_until).await {
                tracing::warn!(session = %found.id, %fault, "the last use of a session could not be noted");
            }
        }
        Ok(Authenticated { caller, session: Some(found.id) })
    }

    /// Checks a token, and that its session has not been ended: here a revocation holds at once, elsewhere when the token
    /// ends.
    pub(super) async fn by_access_token(&self, token: &str) -> Result<Authenticated, IdentityError> {
        let kid = jwt::kid(token).ok_or(IdentityError::NotAuthenticated)?;
        let key = self.verifying_key(&kid).await?.ok_or(IdentityError::NotAuthenticated)?;
        let now = self.env.now();
        let claims = jwt::verify(token, &key, &self.issuer, now).ok_or(IdentityError::NotAuthenticated)?;
        let found = session::by_id(&self.db, claims.sid).await?.ok_or(IdentityError::NotAuthenticated)?;
        if found.customer != claims.sub {
            return Err(IdentityError::NotAuthenticated);
        }
        Ok(Authenticated { caller: live(&found, now)?, session: Some(found.id) })
    }

    /// Signs a customer in. A wrong password, no account and an address that nobody has verified look the same.
    pub(super) async fn begin_customer_session(
        &self,
        cx: &Cx,
        req: CustomerSignIn,
    ) -> Result<CustomerSignedIn, IdentityError> {
        check::sign_in(&req.email, &req.password)?;
        if req.kind == SessionKind::Bearer {
            return Err(FieldError::new("kind", "invalid", "kind must be cookie or tokens").into());
        }
        let email_key = check::fold(&req.email);
        let name = format!("customer {email_key}");
        self.count_sign_in(&name, cx).await?;
        let known = if is_email(&email_key) { account::by_email(&self.db, &email_key).await? } else { None };
        let stored = known.as_ref().map(|known| known.password_hash.as_str());
        let verdict = self.passwords.check(&req.password, stored).await?;
        let (Some(known), Verdict::Right { outdated }) = (known, verdict) else {
            return Err(IdentityError::WrongCredentials);
        };
        if known.account.email_verified_at.is_none() {
            if self.count_mail(&email_key, cx).await.is_ok() {
                self.enqueue_mail(MailKind::VerifyEmail, email_key).await?;
            }
            return Err(IdentityError::WrongCredentials);
        }
        let hash = if outdated { self.passwords.hash(&req.password).await? } else { known.password_hash.clone() };
        let signed_in = self.write_customer_session(cx, &known, &hash, &req).await?;
        self.forget_sign_in(&name, cx).await;
        Ok(signed_in)
    }

    async fn write_customer_session(
        &self,
        cx: &Cx,
        known: &account::Known,
        hash: &str,
        req: &CustomerSignIn,
    ) -> Result<CustomerSignedIn, IdentityError> {
        let (customer, now) = (known.account.customer, self.env.now());
        let opens = if req.kind == SessionKind::Cookie { Opens::CustomerSession } else { Opens::Refresh };
        let secret = Secret::fresh(opens, self.env.random.as_ref());
        let key = self.signing_key().await?;
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        if !account::signed_in(&mut tx, customer, (&known.password_hash, hash), now).await? {
            return Err(IdentityError::WrongCredentials);
        }
        if let Some(old) = req.client.replaces.as_deref().and_then(|old| read_as(Opens::CustomerSession, old)) {
            session::end_by_secret(&mut tx, &old).await?;
        }
        let session = SessionInfo {
            id: tx.next_id().await.map_err(Fault::from)?,
            kind: req.kind,
            created_at: now,
            last_used_at: now,
            idle_until: now.plus(CUSTOMER_SESSION_IDLE),
            expires_at: now.plus(CUSTOMER_SESSION_LIFE),
            address: address(cx).map(str::to_owned),
            agent: req.client.agent.clone(),
            current: true,
        };
        let by_cookie = req.kind == SessionKind::Cookie;
        session::insert(&mut tx, customer, &session, by_cookie.then(|| secret.hash()).as_ref()).await?;
        if !by_cookie {
            session::insert_refresh(&mut tx, &secret.hash(), session.id, now).await?;
        }
        session::prune(&mut tx, customer, now, MOST_CUSTOMER_SESSIONS).await?;
        let access = if by_cookie { None } else { Some(self.access_token(&key, customer, session.id, now)?) };
        tx.commit().await.map_err(Fault::from)?;
        let secret = secret.into_text();
        let (cookie, tokens) = match access {
            None => (Some(secret), None),
            Some(access) => (None, Some(pair(access, secret, session.idle_until))),
        };
        Ok(CustomerSignedIn { customer, session, cookie, tokens })
    }

    /// Exchanges a refresh token. One that comes a second time is in somebody else's hands, or was: its session ends.
    pub(super) async fn exchange(&self, req: Refresh) -> Result<TokenPair, IdentityError> {
        let hash = read_as(Opens::Refresh, &req.refresh_token).ok_or(IdentityError::NotAuthenticated)?;
        let (secret, now) = (Secret::fresh(Opens::Refresh, self.env.random.as_ref()), self.env.now());
        let key = self.signing_key().await?;
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let found = session::lock_refresh(&mut tx, &hash).await?.ok_or(IdentityError::NotAuthenticated)?;
        if found.used || !session::use_refresh(&mut tx, &hash, now).await? {
            session::end(&mut tx, found.session, found.customer).await?;
            tx.commit().await.map_err(Fault::from)?;
            tracing::warn!(session = %found.session, "a refresh token was used twice: its session is ended");
            return Err(IdentityError::NotAuthenticated);
        }
        if found.idle_until <= now || found.expires_at <= now {
            return Err(IdentityError::NotAuthenticated);
        }
        let idle_until = now.plus(CUSTOMER_SESSION_IDLE).min(found.expires_at);
        session::insert_refresh(&mut tx, &secret.hash(), found.session, now).await?;
        session::touch_in(&mut tx, found.session, now, idle_until).await?;
        let access = self.access_token(&key, found.customer, found.session, now)?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(pair(access, secret.into_text(), idle_until))
    }

    pub(super) async fn end_customer(&self, req: EndCustomerSession) -> Result<(), IdentityError> {
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        if !session::end(&mut tx, req.session, req.customer).await? {
            return Err(Fault::not_found("session", req.session).into());
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    pub(super) async fn sessions_of_customer(
        &self,
        req: ListCustomerSessions,
    ) -> Result<Page<SessionInfo>, IdentityError> {
        let (limit, after) = (req.page.limit()?, req.page.key(SESSIONS)?);
        if account::by_customer(&self.db, req.customer).await?.is_none() {
            return Err(no_account(req.customer).into());
        }
        let after = after.map(SessionId::from_i64);
        let mut found = session::page(&self.db, req.customer, self.env.now(), after, limit).await?;
        for one in &mut found {
            one.current = req.current == Some(one.id);
        }
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(SESSIONS, &last.id.get())))
    }

    fn access_token(
        &self,
        (kid, key): &(String, SigningKey),
        customer: CustomerId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<String, IdentityError> {
        let claims = jwt::Claims::fresh(&self.issuer, (customer, session), now, self.env.random.as_ref());
        Ok(jwt::sign(&claims, kid, key).map_err(Fault::internal)?)
    }
}

fn pair(access_token: String, refresh_token: String, refresh_expires_at: Timestamp) -> TokenPair {
    let expires_in_s = i64::try_from(jwt::ACCESS_LIFE.as_secs()).unwrap_or(0);
    TokenPair { access_token, token_type: "Bearer".into(), expires_in_s, refresh_token, refresh_expires_at }
}

/// The customer of a session that is not over.
fn live(found: &session::Found, now: Timestamp) -> Result<Caller, IdentityError> {
    if found.idle_until <= now || found.expires_at <= now {
        return Err(IdentityError::NotAuthenticated);
    }
    Ok(Caller::Customer { id: found.customer, email_verified: found.email_verified })
}
