//! Secrets that are sealed: opened to sign and to call, brought under the master key of now, given up when none opens them.
//!
//! Always true: a row that changed meanwhile is left as it is and taken up next time.

use crate::{
    WebhookService,
    model::{Stored, query_row, secret_row},
    store,
};
use infrasell_db::Db;
use infrasell_kernel::WebhookId;
use infrasell_rpc::{Cx, Fault};
use infrasell_seal::{SealError, id_of};
use std::collections::BTreeMap;

/// See [`crate::sealed_with`].
pub(crate) async fn sealed_with(db: &Db) -> Result<BTreeMap<Option<String>, usize>, Fault> {
    let mut counts = BTreeMap::new();
    for webhook in store::subscription::all(db).await? {
        for sealed in [webhook.secret, webhook.old_secret, webhook.query].into_iter().flatten() {
            *counts.entry(Some(id_of(&sealed).map(hex::encode).unwrap_or_default())).or_default() += 1;
        }
    }
    Ok(counts)
}

impl WebhookService {
    pub(crate) fn seal_secret(&self, id: WebhookId, secret: &str) -> Result<Vec<u8>, Fault> {
        Ok(self.keyring.seal(&secret_row(id), secret.as_bytes(), self.deps.env.random.as_ref())?)
    }

    pub(crate) fn seal_query(&self, id: WebhookId, query: Option<&str>) -> Result<Option<Vec<u8>>, Fault> {
        let seal = |query: &str| self.keyring.seal(&query_row(id), query.as_bytes(), self.deps.env.random.as_ref());
        Ok(query.map(seal).transpose()?)
    }

    /// The secrets that sign now, the newest first.
    pub(crate) fn secrets(&self, webhook: &Stored) -> Result<Vec<Vec<u8>>, Fault> {
        let row = secret_row(webhook.shown.id);
        let secret = webhook.secret.as_ref().ok_or_else(|| Fault::conflict("the webhook has no secret"))?;
        let mut secrets = vec![self.keyring.open(&row, secret)?];
        let still = webhook.shown.old_secret_until.is_some_and(|until| until > self.deps.env.now());
        if let Some(old) = webhook.old_secret.as_ref().filter(|_| still) {
            secrets.push(self.keyring.open(&row, old)?);
        }
        Ok(secrets)
    }

    /// The whole address, as it was given.
    pub(crate) fn address(&self, webhook: &Stored) -> Result<String, Fault> {
        let Some(query) = &webhook.query else { return Ok(webhook.url.clone()) };
        let query = self.keyring.open(&query_row(webhook.shown.id), query)?;
        Ok(format!("{}?{}", webhook.url, String::from_utf8_lossy(&query)))
    }

    /// Reads the master key, and seals under it what another one sealed. A shop in which webhooks seal nothing yet needs
    /// none.
    ///
    /// # Errors
    /// When there is a secret that no master key opens.
    pub async fn bootstrap(&self, _: &Cx) -> Result<(), Fault> {
        self.seal_anew().await?;
        Ok(())
    }

    /// Seals with the first master key what is not sealed with it; returns how many webhooks that changed.
    ///
    /// # Errors
    /// When there is a secret that no master key opens; nothing is changed then.
    pub async fn seal_anew(&self) -> Result<usize, Fault> {
        let all = store::subscription::all(&self.deps.db).await?;
        if all.iter().all(|webhook| webhook.secret.is_none() && webhook.query.is_none()) {
            return Ok(0);
        }
        self.keyring.read_again()?;
        let mut changed = vec![];
        for old in all {
            let (secret, query) = (secret_row(old.shown.id), query_row(old.shown.id));
            let anew = [(&secret, &old.secret), (&secret, &old.old_secret), (&query, &old.query)]
                .map(|(row, sealed)| sealed.as_ref().map(|sealed| self.anew(row, sealed)).transpose());
            let [secret, old_secret, query] = anew;
            let new = Stored { secret: secret?, old_secret: old_secret?, query: query?, ..old.clone() };
            if (&new.secret, &new.old_secret, &new.query) != (&old.secret, &old.old_secret, &old.query) {
                changed.push((old, new));
            }
        }
        if changed.is_empty() {
            return Ok(0);
        }
        let mut tx = self.deps.db.begin().await?;
        for (old, new) in &changed {
            store::subscription::seal(&mut tx, old, new).await?;
        }
        tx.commit().await?;
        Ok(changed.len())
    }

    /// A sealed value under the master key of now.
    fn anew(&self, row: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        if self.keyring.is_current(sealed)? {
            return Ok(sealed.to_vec());
        }
        let plain = self.keyring.open(row, sealed)?;
        self.keyring.seal(row, &plain, self.deps.env.random.as_ref())
    }

    /// Gives up the secrets that no master key opens: their webhooks are paused until they get others. Returns how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_unopenable(&self, cx: &Cx) -> Result<usize, Fault> {
        let lost = |row: &str, sealed: &Option<Vec<u8>>| {
            sealed.as_ref().is_some_and(|sealed| self.keyring.open(row, sealed).is_err())
        };
        let all = store::subscription::all(&self.deps.db).await?;
        if all.is_empty() {
            return Ok(0);
        }
        self.keyring.read_or_make(self.deps.env.random.as_ref())?;
        let mut ids = vec![];
        for webhook in all {
            let (secret, query) = (secret_row(webhook.shown.id), query_row(webhook.shown.id));
            if lost(&secret, &webhook.secret) || lost(&secret, &webhook.old_secret) || lost(&query, &webhook.query) {
                ids.push(webhook.shown.id);
            }
        }
        if ids.is_empty() {
            return Ok(0);
        }
        let mut tx = self.deps.db.begin().await?;
        for id in &ids {
            store::subscription::lose(&mut tx, *id)?;
        }
        tx.record(cx, "webhooks.forget_unopenable", "", &ids).await?;
        tx.commit().await?;
        Ok(ids.len())
    }
}
