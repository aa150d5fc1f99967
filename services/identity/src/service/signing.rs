//! The keys that access tokens are signed with: made, published, used, retired.
//!
//! Always true: a key is published before it signs, so that whoever keeps the public keys for a while knows it in time;
//! a retired one stays published until its last token has ended; a revoked one is gone at once, here and on every other
//! replica.

use super::IdentityService;
use crate::{jwt::ACCESS_LIFE, store::signing};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey as Private, VerifyingKey};
use infrasell_contracts::identity::{
    IdentityError, Jwk, Jwks, RotateSigningKey, SigningKey, SigningKeyState, SigningKeys,
};
use infrasell_db::{Db, Kept};
use infrasell_kernel::{Random, Timestamp};
use infrasell_rpc::{Cx, Fault};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

/// How long a key signs.
pub const SIGNING_KEY_LIFE: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long a key is published at least before a rotation by itself lets it sign.
pub const PUBLISHED_AHEAD: Duration = Duration::from_secs(24 * 3600);
/// How old the copy of the keys in memory gets where nobody says that they have changed.
pub const RING_FRESH: Duration = infrasell_db::MOST_AGE;
/// How long a retired key is kept beyond the life of its last token.
const KEPT_BEYOND: Duration = Duration::from_secs(3600);

/// The keys, as they were last written, by whichever replica.
pub(super) struct KeyRing(Kept<(), Vec<signing::Pair>>);

impl KeyRing {
    pub(super) fn over(db: &Db) -> Self {
        KeyRing(Kept::over(db, &[signing::TABLE]))
    }

    fn forget(&self) {
        self.0.forget();
    }
}

impl IdentityService {
    async fn ring(&self) -> Result<Arc<Vec<signing::Pair>>, Fault> {
        self.ring.0.get(&(), signing::all(&self.db)).await
    }

    /// The public half of the key with this name. A key that was made after the copy in memory is not needed: keys are
    /// published before they sign.
    pub(super) async fn verifying_key(&self, kid: &str) -> Result<Option<VerifyingKey>, Fault> {
        let ring = self.ring().await?;
        let Some(pair) = ring.iter().find(|pair| pair.key.kid == kid) else { return Ok(None) };
        let bytes: [u8; 32] = pair.public.as_slice().try_into().map_err(Fault::internal)?;
        Ok(Some(VerifyingKey::from_bytes(&bytes).map_err(Fault::internal)?))
    }

    /// The key that signs now, and its name.
    pub(super) async fn signing_key(&self) -> Result<(String, Private), Fault> {
        let ring = self.ring().await?;
        let active = ring.iter().find(|pair| pair.key.state == SigningKeyState::Active);
        let active = active.ok_or_else(|| Fault::internal("there is no active signing key"))?;
        let bytes: [u8; 32] = active.private.as_slice().try_into().map_err(Fault::internal)?;
        Ok((active.key.kid.clone(), Private::from_bytes(&bytes)))
    }

    pub(super) async fn public_keys(&self) -> Result<Jwks, IdentityError> {
        let jwk = |pair: &signing::Pair| Jwk {
            kid: pair.key.kid.clone(),
            kty: "OKP".into(),
            crv: "Ed25519".into(),
            alg: "EdDSA".into(),
            use_: "sig".into(),
            x: URL_SAFE_NO_PAD.encode(&pair.public),
        };
        Ok(Jwks { keys: self.ring().await?.iter().map(jwk).collect() })
    }

    pub(super) async fn list_signing_keys(&self) -> Result<SigningKeys, IdentityError> {
        let keys = signing::all(&self.db).await?;
        Ok(SigningKeys { keys: keys.into_iter().map(|pair| pair.key).collect() })
    }

    /// Makes the first two keys of a shop: one to sign with, and the next one.
    pub(super) async fn put_signing_keys(&self) -> Result<(), IdentityError> {
        let there = signing::all(&self.db).await?;
        let has = |state| there.iter().any(|pair| pair.key.state == state);
        if has(SigningKeyState::Active) && has(SigningKeyState::Next) {
            return Ok(());
        }
        let now = self.env.now();
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        for state in [SigningKeyState::Active, SigningKeyState::Next] {
            if !has(state) {
                // of replicas that start at once, the second one's key is not needed
                signing::insert(&mut tx, &fresh(state, now, self.env.random.as_ref())).await?;
            }
        }
        tx.commit().await.map_err(Fault::from)?;
        self.ring.forget();
        Ok(())
    }

    /// Lets the next key sign from now on and publishes another next one; the present one retires, or is gone when it is
    /// revoked.
    pub(super) async fn rotate(&self, cx: &Cx, req: RotateSigningKey) -> Result<SigningKeys, IdentityError> {
        let now = self.env.now();
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let keys = signing::lock(&mut tx).await?;
        let of = |state| keys.iter().find(|pair| pair.key.state == state).map(|pair| pair.key.kid.as_str());
        if let Some(active) = of(SigningKeyState::Active) {
            if req.revoke {
                signing::delete(&mut tx, active).await?;
            } else {
                signing::retire(&mut tx, active, now).await?;
            }
        }
        match of(SigningKeyState::Next) {
            Some(next) => signing::activate(&mut tx, next, now).await?,
            None => false,
        };
        for state in [SigningKeyState::Active, SigningKeyState::Next] {
            // of these the one that is there already stays
            signing::insert(&mut tx, &fresh(state, now, self.env.random.as_ref())).await?;
        }
        tx.record(cx, "identity.rotate_signing_key", "", &req).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        self.ring.forget();
        self.list_signing_keys().await
    }

    /// Rotates when the present key has signed for long enough and the next one has been published for long enough.
    pub(crate) async fn rotate_if_due(&self) -> Result<(), IdentityError> {
        let now = self.env.now();
        let keys = signing::all(&self.db).await?;
        let older = |state, at: fn(&SigningKey) -> Option<Timestamp>, age| {
            let mut those = keys.iter().filter(|pair| pair.key.state == state);
            those.any(|pair| at(&pair.key).is_some_and(|at| at.plus(age) <= now))
        };
        let active_is_due = older(SigningKeyState::Active, |key| key.active_at, SIGNING_KEY_LIFE);
        if active_is_due && older(SigningKeyState::Next, |key| Some(key.created_at), PUBLISHED_AHEAD) {
            let cx = Cx::system("identity.rotate", "");
            self.rotate(&cx, RotateSigningKey { revoke: false }).await?;
        }
        signing::sweep(&self.db, now.minus(ACCESS_LIFE + KEPT_BEYOND)).await?;
        Ok(())
    }
}

fn fresh(state: SigningKeyState, now: Timestamp, random: &dyn Random) -> signing::Pair {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    let private = Private::from_bytes(&bytes);
    let public = private.verifying_key().to_bytes();
    let kid = URL_SAFE_NO_PAD.encode(&Sha256::digest(public)[..12]);
    let active_at = (state == SigningKeyState::Active).then_some(now);
    let key = SigningKey { kid, state, created_at: now, active_at, retired_at: None };
    signing::Pair { key, private: bytes.to_vec(), public: public.to_vec() }
}
