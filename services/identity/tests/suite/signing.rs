//! Signing keys: published before they sign, rotated, retired, revoked.

use crate::{House, PASSWORD, cx, houses, open};
use infrasell_contracts::identity::{
    GetJwks, Identity, IdentityError, ListSigningKeys, RotateSigningKey, SessionKind, SigningKeyState,
};
use infrasell_db::Runner;
use infrasell_identity::{ACCESS_LIFE, MIGRATIONS, PUBLISHED_AHEAD, RING_FRESH, SIGNING_KEY_LIFE};
use std::time::Duration;

impl House {
    async fn access_token(&self) -> String {
        self.enter("asha@b.in", PASSWORD, SessionKind::Tokens).await.unwrap().tokens.unwrap().access_token
    }

    async fn kids(&self) -> Vec<String> {
        self.identity.jwks(&cx(), GetJwks {}).await.unwrap().keys.into_iter().map(|key| key.kid).collect()
    }

    async fn kid_of(&self, state: SigningKeyState) -> Option<String> {
        let keys = self.identity.signing_keys(&cx(), ListSigningKeys {}).await.unwrap().keys;
        keys.into_iter().find(|key| key.state == state).map(|key| key.kid)
    }

    async fn run_jobs(&self) {
        let runner = Runner::start(&self.db, self.identity.jobs(), vec![]).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
    }
}

#[tokio::test]
async fn the_next_key_is_published_before_it_signs_and_the_last_one_until_its_tokens_end() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let keys = house.identity.jwks(&cx(), GetJwks {}).await.unwrap().keys;
        assert_eq!(keys.len(), 2);
        for key in &keys {
            let words = (key.kty.as_str(), key.crv.as_str(), key.alg.as_str(), key.use_.as_str(), key.x.len());
            assert_eq!(words, ("OKP", "Ed25519", "EdDSA", "sig", 43));
        }
        let next = house.kid_of(SigningKeyState::Next).await.unwrap();
        assert!(house.kids().await.contains(&next));
        let before = house.access_token().await;
        house.identity.rotate_signing_key(&cx(), RotateSigningKey { revoke: false }).await.unwrap();
        assert_eq!(house.kid_of(SigningKeyState::Active).await, Some(next));
        let after = house.access_token().await;
        assert!(house.authenticate(&before).await.is_ok(), "a token of the retired key lives on");
        assert!(house.authenticate(&after).await.is_ok());
        assert_eq!(house.kids().await.len(), 3);
        house.db.clock.advance(ACCESS_LIFE + Duration::from_secs(3600));
        house.run_jobs().await;
        house.db.clock.advance(RING_FRESH);
        assert_eq!(house.kids().await.len(), 2, "it goes once its last token has ended");
    }
}

#[tokio::test]
async fn keys_rotate_by_themselves_in_their_time() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let first = house.kid_of(SigningKeyState::Active).await;
        house.db.clock.advance(SIGNING_KEY_LIFE - Duration::from_secs(60));
        house.run_jobs().await;
        assert_eq!(house.kid_of(SigningKeyState::Active).await, first);
        house.db.clock.advance(Duration::from_secs(3600));
        house.run_jobs().await;
        let second = house.kid_of(SigningKeyState::Active).await;
        assert_ne!(second, first);
        house.db.clock.advance(PUBLISHED_AHEAD);
        house.run_jobs().await;
        assert_eq!(house.kid_of(SigningKeyState::Active).await, second);
    }
}

#[tokio::test]
async fn tokens_of_a_revoked_key_are_refused_here_at_once_and_elsewhere_within_seconds() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let other = open(&house.db);
        let token = house.access_token().await;
        let ask = || infrasell_contracts::identity::Authenticate { secret: token.clone() };
        assert!(other.authenticate(&cx(), ask()).await.is_ok(), "any replica takes it");
        house.identity.rotate_signing_key(&cx(), RotateSigningKey { revoke: true }).await.unwrap();
        assert_eq!(house.authenticate(&token).await, Err(IdentityError::NotAuthenticated));
        house.db.clock.advance(RING_FRESH);
        assert_eq!(other.authenticate(&cx(), ask()).await, Err(IdentityError::NotAuthenticated));
        assert_eq!(house.kids().await.len(), 2);
    }
}

#[tokio::test]
async fn replicas_that_start_at_once_make_two_keys_between_them() {
    for db in infrasell_db::testing::engines(&[MIGRATIONS]).await {
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let identity = open(&db.db);
            all.spawn(async move { identity.bootstrap(&cx()).await });
        }
        for outcome in all.join_all().await {
            outcome.unwrap();
        }
        let keys = open(&db.db).signing_keys(&cx(), ListSigningKeys {}).await.unwrap().keys;
        assert_eq!(keys.len(), 2, "{keys:?}");
    }
}

#[tokio::test]
async fn of_two_who_rotate_at_once_nobody_leaves_the_shop_without_a_key() {
    for house in houses().await {
        house.verified(1, "asha@b.in").await;
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let identity = house.identity.clone();
            all.spawn(async move { identity.rotate_signing_key(&cx(), RotateSigningKey::default()).await });
        }
        for outcome in all.join_all().await {
            outcome.unwrap();
        }
        assert!(house.kid_of(SigningKeyState::Active).await.is_some());
        assert!(house.kid_of(SigningKeyState::Next).await.is_some());
        let token = house.access_token().await;
        assert!(house.authenticate(&token).await.is_ok());
    }
}
