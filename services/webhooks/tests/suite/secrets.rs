//! Secrets: what signs, how they are exchanged, and that nobody finds them in the tables.

use crate::world::{Got, KEY, Receiver, World, cx};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use infrasell_contracts::webhooks::{
    RotateWebhookSecret, UpdateWebhook, WebhookPatch, WebhookPause, WebhookStatus, Webhooks,
};
use infrasell_db::testing;
use infrasell_webhooks::MIGRATIONS;
use sha2::Sha256;

/// Whether a header holds the signature that a secret makes of the body.
fn signs(got: &Got, header: &str, secret: &str) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(&got.body);
    let expected = STANDARD.encode(mac.finalize().into_bytes());
    got.headers[header].split(", ").any(|signature| signature == expected)
}

#[tokio::test]
async fn both_secrets_sign_while_they_are_exchanged() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |_| {}).await;
        let receiver = Receiver::new(|_, _| Some(200)).await;
        let made = world.webhook(&receiver.url()).await;
        let id = made.webhook.id;
        world.changed(&[1]).await;
        let rotated = world.service.rotate_secret(&cx(), RotateWebhookSecret { id, overlap_hours: 24 }).await.unwrap();
        assert_eq!(rotated.webhook.secret_version, 2);
        assert_ne!(rotated.secret, made.secret);
        world.changed(&[2]).await;
        world.db.clock.advance(std::time::Duration::from_secs(25 * 3_600));
        world.changed(&[3]).await;
        let got = receiver.taken();
        let (ours, theirs) = ("x-infrasell-signature", "x-shopify-hmac-sha256");
        assert!(signs(&got[0], ours, &made.secret) && signs(&got[0], theirs, &made.secret));
        assert!(signs(&got[1], ours, &made.secret) && signs(&got[1], ours, &rotated.secret));
        assert!(signs(&got[1], theirs, &made.secret), "who knows one signature goes on with the old secret");
        assert!(signs(&got[2], ours, &rotated.secret) && !signs(&got[2], ours, &made.secret));
        assert!(signs(&got[2], theirs, &rotated.secret));
        let late = world.service.rotate_secret(&cx(), RotateWebhookSecret { id, overlap_hours: 169 }).await;
        assert!(late.is_err());
        world.close().await;
    }
}

#[tokio::test]
async fn secrets_stand_sealed_and_follow_the_master_key() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |_| {}).await;
        let receiver = Receiver::new(|_, _| Some(200)).await;
        let made = world.webhook(&format!("{}?secret=hush-hush", receiver.url())).await;
        let stored: Vec<Vec<u8>> = world
            .db
            .all(
                "SELECT secret FROM webhooks_subscription UNION ALL SELECT query FROM webhooks_subscription",
                &[],
                |row| row.next(),
            )
            .await
            .unwrap();
        for sealed in &stored {
            let text = String::from_utf8_lossy(sealed);
            assert!(!text.contains(&made.secret[6..]) && !text.contains("hush"), "{text}");
        }
        let before: Vec<_> = infrasell_webhooks::sealed_with(&world.db).await.unwrap().into_iter().collect();
        assert_eq!((before.len(), before[0].1), (1, 2));
        *world.keys.0.lock().unwrap() = format!("{}\n{KEY}", KEY.replace("00", "ff"));
        assert_eq!(world.service.seal_anew().await.unwrap(), 1);
        assert_ne!(
            infrasell_webhooks::sealed_with(&world.db).await.unwrap().into_iter().next(),
            before.into_iter().next()
        );
        world.changed(&[1]).await;
        let got = receiver.taken();
        assert!(signs(&got[0], "x-infrasell-signature", &made.secret) && got[0].path.ends_with("?secret=hush-hush"));
        // the key is lost: the webhook waits for another secret
        *world.keys.0.lock().unwrap() = KEY.replace('1', "2");
        assert!(world.service.seal_anew().await.is_err());
        assert_eq!(world.service.forget_unopenable(&cx()).await.unwrap(), 1);
        let id = made.webhook.id;
        assert_eq!(world.find(id).await.paused_because, Some(WebhookPause::SecretLost));
        let active = || WebhookPatch { status: Some(WebhookStatus::Active), ..WebhookPatch::default() };
        let resume = UpdateWebhook { id, patch: active(), if_version: None };
        assert!(world.service.update_webhook(&cx(), resume.clone()).await.is_err());
        world.service.rotate_secret(&cx(), RotateWebhookSecret { id, overlap_hours: 24 }).await.unwrap();
        world.service.update_webhook(&cx(), resume).await.unwrap();
        world.changed(&[2]).await;
        assert_eq!(receiver.taken().len(), 2);
        world.close().await;
    }
}
