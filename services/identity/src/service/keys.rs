//! API keys.

use super::IdentityService;
use crate::{
    check, grant,
    secret::{Opens, Secret},
    store::{key, role, within_all},
};
use infrasell_contracts::identity::{ApiKey, CreateApiKey, IdentityError, ListApiKeys, NewApiKey, RevokeApiKey};
use infrasell_db::{Db, Once};
use infrasell_kernel::{ApiKeyId, Cursor, FieldError, Page, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const KEYS: &str = "api_keys:id";
const MINUTE_MICROS: i64 = 60_000_000;
/// How many keys' last uses are remembered between two writes.
const MOST_USES: usize = 10_000;

impl IdentityService {
    pub(super) async fn key_page(&self, req: ListApiKeys) -> Result<Page<ApiKey>, IdentityError> {
        let (limit, after) = (req.page.limit()?, req.page.key(KEYS)?);
        let after = after.map(ApiKeyId::from_i64);
        let found = key::page(&self.db, req.live, self.env.now(), after, limit).await?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(KEYS, &last.id.get())))
    }

    /// Makes a key. With its idempotency key only the key is stored; a repeat gets the secret while this process
    /// remembers it.
    pub(super) async fn add_key(&self, cx: &Cx, req: CreateApiKey) -> Result<NewApiKey, IdentityError> {
        check::key(&req.key)?;
        let mut tx = match self.db.begin_once(cx, "identity.create_api_key", &req).await? {
            Once::Answered(key) => return self.made_before(key),
            Once::Fresh(tx) => tx,
        };
        let now = self.env.now();
        check::key_end(req.key.expires_at, now)?;
        let found = role::by_codes(&mut tx, std::slice::from_ref(&req.key.role)).await?;
        let no_role = || FieldError::new("role", "not_found", format!("there is no role '{}'", req.key.role));
        let role = found.first().ok_or_else(no_role)?;
        grant::permissions(&cx.caller, &role.permissions)?;
        let let_into = within_all([req.key.channels.clone(), role.channels.clone()]);
        grant::channels(&cx.caller, let_into.as_deref())?;
        let secret = Secret::fresh(Opens::Key, self.env.random.as_ref());
        let new = ApiKey {
            id: tx.next_id().await.map_err(Fault::from)?,
            name: req.key.name,
            prefix: secret.shown(),
            role: req.key.role,
            channels: req.key.channels,
            created_at: now,
            expires_at: req.key.expires_at,
            revoked_at: None,
            last_used_at: None,
        };
        key::insert(&mut tx, &new, role, &secret.hash()).await?;
        let secret = secret.into_text();
        if cx.idempotency_key.is_some() {
            // before the commit: whoever waits for it finds the secret there
            self.recent.keep(new.id, &secret, now);
        }
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(NewApiKey { key: new, secret })
    }

    fn made_before(&self, key: ApiKey) -> Result<NewApiKey, IdentityError> {
        match self.recent.find(key.id, self.env.now()) {
            Some(secret) => Ok(NewApiKey { key, secret }),
            None => Err(IdentityError::SecretNotKept { key: key.id }),
        }
    }

    pub(super) async fn revoke_key(&self, cx: &Cx, req: RevokeApiKey) -> Result<ApiKey, IdentityError> {
        let mut tx = match self.db.begin_once(cx, "identity.revoke_api_key", &req).await? {
            Once::Answered(key) => return Ok(key),
            Once::Fresh(tx) => tx,
        };
        let revoked = key::revoke(&mut tx, req.id, self.env.now()).await?;
        let revoked = revoked.ok_or_else(|| Fault::not_found("API key", req.id))?;
        tx.commit_with(&revoked).await.map_err(Fault::from)?;
        Ok(revoked)
    }
}

/// When keys were last used, so that a busy one costs one write a minute and not one a call.
#[derive(Default)]
pub(super) struct LastUses(Mutex<HashMap<ApiKeyId, Timestamp>>);

impl LastUses {
    /// Notes a use at `now`, to the minute. The write happens beside the call; one that fails is made up for in the next
    /// minute.
    pub(super) fn note(&self, db: &Db, key: ApiKeyId, stored: Option<Timestamp>, now: Timestamp) {
        let minute = Timestamp::from_micros(now.micros() - now.micros().rem_euclid(MINUTE_MICROS));
        if stored.is_some_and(|stored| stored >= minute) || !self.is_first(key, minute) {
            return;
        }
        let db = db.clone();
        tokio::spawn(async move {
            if let Err(fault) = key::used(&db, key, minute).await {
                tracing::warn!(%key, %fault, "the last use of an API key could not be noted");
            }
        });
    }

    fn is_first(&self, key: ApiKeyId, minute: Timestamp) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_USES {
            all.clear();
        }
        all.insert(key, minute) != Some(minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_noted_once_and_memory_is_bounded() {
        let (uses, key) = (LastUses::default(), ApiKeyId::from_i64(1));
        let minute = |n: i64| Timestamp::from_micros(n * MINUTE_MICROS);
        assert!(uses.is_first(key, minute(1)));
        assert!(!uses.is_first(key, minute(1)));
        assert!(uses.is_first(key, minute(2)));
        for n in 2..=30_000 {
            uses.is_first(ApiKeyId::from_i64(n), minute(2));
        }
        assert!(uses.0.lock().unwrap().len() <= MOST_USES);
    }
}
