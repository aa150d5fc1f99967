//! Secrets that are sealed: brought under the master key of now, given up when no key opens them.
//!
//! Always true: whatever stands in the clear, from before secrets were sealed, is sealed before the service is used; a row
//! that changed meanwhile is left as it is and taken up next time.

use super::IdentityService;
use crate::{
    store::{factor, signing},
    totp,
};
use infrasell_db::Db;
use infrasell_kernel::StaffId;
use infrasell_rpc::{Cx, Fault};
use infrasell_seal::{SealError, id_of};
use std::collections::BTreeMap;

/// How long a private key is in the clear, bytes; everything sealed is longer.
const PRIVATE_LENGTH: usize = 32;

fn signing_row(kid: &str) -> String {
    format!("identity_signing_key {kid}")
}

fn factor_row(staff: StaffId) -> String {
    format!("identity_second_factor {}", staff.get())
}

/// Every row with a sealed secret: where it is, and what is there.
struct Found {
    keys: Vec<signing::Pair>,
    factors: Vec<(StaffId, Vec<u8>)>,
}

async fn find(db: &Db) -> Result<Found, Fault> {
    let (keys, mut factors) = (signing::all(db).await?, vec![]);
    let mut after = StaffId::from_i64(0);
    loop {
        let some = factor::sealed_after(db, after).await?;
        let Some(last) = some.last() else { return Ok(Found { keys, factors }) };
        after = last.staff;
        for one in some {
            let secrets = [one.secret, one.new_secret].into_iter().flatten();
            factors.extend(secrets.map(|secret| (one.staff, secret)));
        }
    }
}

/// See [`crate::sealed_with`].
pub(crate) async fn sealed_with(db: &Db) -> Result<BTreeMap<Option<String>, usize>, Fault> {
    let found = find(db).await?;
    let mut counts = BTreeMap::new();
    let keys = found.keys.iter().map(|pair| (pair.sealed_private.as_slice(), PRIVATE_LENGTH));
    for (secret, clear) in keys.chain(found.factors.iter().map(|(_, secret)| (&secret[..], totp::SECRET_LENGTH))) {
        let id = (secret.len() != clear).then(|| id_of(secret).map(hex::encode).unwrap_or_default());
        *counts.entry(id).or_default() += 1;
    }
    Ok(counts)
}

impl IdentityService {
    pub(super) fn seal_signing(&self, kid: &str, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.keyring.seal(&signing_row(kid), plain, self.env.random.as_ref())?)
    }

    pub(super) fn open_signing(&self, kid: &str, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.keyring.open(&signing_row(kid), sealed)?)
    }

    pub(super) fn seal_factor(&self, staff: StaffId, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.keyring.seal(&factor_row(staff), plain, self.env.random.as_ref())?)
    }

    pub(super) fn open_factor(&self, staff: StaffId, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.keyring.open(&factor_row(staff), sealed)?)
    }

    /// Reads the master key. A shop in which nothing is sealed yet gets one where it has none.
    pub(super) async fn unlock(&self) -> Result<(), Fault> {
        let nothing_sealed = sealed_with(&self.db).await?.keys().all(Option::is_none);
        if nothing_sealed {
            self.keyring.read_or_make(self.env.random.as_ref())?;
        } else {
            self.keyring.read_again()?;
        }
        Ok(())
    }

    /// Seals with the first master key what is not sealed with it; returns how many secrets.
    ///
    /// # Errors
    /// When there is a secret that no master key opens; nothing is changed then.
    pub async fn seal_anew(&self) -> Result<usize, Fault> {
        self.keyring.read_again()?;
        let found = find(&self.db).await?;
        let (mut keys, mut factors) = (vec![], vec![]);
        for pair in &found.keys {
            let (kid, old) = (&pair.key.kid, &pair.sealed_private);
            if let Some(new) = self.sealed_anew(&signing_row(kid), old, PRIVATE_LENGTH)? {
                keys.push((kid, old, new));
            }
        }
        for (staff, old) in &found.factors {
            if let Some(new) = self.sealed_anew(&factor_row(*staff), old, totp::SECRET_LENGTH)? {
                factors.push((*staff, old, new));
            }
        }
        if keys.is_empty() && factors.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.begin().await?;
        for (kid, old, new) in &keys {
            signing::put_private(&mut tx, kid, old, new).await?;
        }
        for (staff, old, new) in &factors {
            factor::put_secret(&mut tx, *staff, old, new).await?;
        }
        tx.commit().await?;
        self.ring.forget();
        Ok(keys.len() + factors.len())
    }

    /// The secret of a row under the master key of now; `None` when it is already. One in the clear has exactly the length
    /// `clear`, which nothing sealed has.
    fn sealed_anew(&self, row: &str, old: &[u8], clear: usize) -> Result<Option<Vec<u8>>, SealError> {
        let plain = if old.len() == clear { old.to_vec() } else { self.keyring.open(row, old)? };
        let current = old.len() != clear && self.keyring.is_current(old)?;
        let random = self.env.random.as_ref();
        (!current).then(|| self.keyring.seal(row, &plain, random)).transpose()
    }

    /// Removes every secret that no master key opens: those staff set their second factors up again, and customers'
    /// access tokens are signed with fresh keys. Returns how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_unopenable(&self, cx: &Cx) -> Result<usize, Fault> {
        self.keyring.read_or_make(self.env.random.as_ref())?;
        let found = find(&self.db).await?;
        let lost =
            |row: &str, secret: &[u8], clear: usize| secret.len() != clear && self.keyring.open(row, secret).is_err();
        let is_lost = |pair: &&signing::Pair| lost(&signing_row(&pair.key.kid), &pair.sealed_private, PRIVATE_LENGTH);
        let keys: Vec<&signing::Pair> = found.keys.iter().filter(is_lost).collect();
        let mut people: Vec<StaffId> = found
            .factors
            .iter()
            .filter(|(staff, secret)| lost(&factor_row(*staff), secret, totp::SECRET_LENGTH))
            .map(|(staff, _)| *staff)
            .collect();
        people.dedup();
        let mut tx = self.db.begin().await?;
        for pair in &keys {
            signing::delete(&mut tx, &pair.key.kid).await?;
        }
        for id in &people {
            factor::remove(&mut tx, *id).await?;
            factor::mark(&mut tx, *id, false).await?;
        }
        let counts = serde_json::json!({ "signing_keys": keys.len(), "second_factors": people.len() });
        tx.record(cx, "identity.forget_unopenable", "", &counts).await?;
        tx.commit().await?;
        self.ring.forget();
        Ok(keys.len() + people.len())
    }
}
