//! Receivers that fail, and what becomes of their messages.

use crate::world::{Receiver, World, cx};
use infrasell_contracts::webhooks::{
    RetryWebhookDelivery, UpdateWebhook, WebhookDelivery, WebhookDeliveryState, WebhookError, WebhookOutcome,
    WebhookPatch, WebhookPause, WebhookStatus, Webhooks,
};
use infrasell_db::testing;
use infrasell_webhooks::MIGRATIONS;
use serde_json::{Value, json};

async fn about(world: &World, entity: &str) -> WebhookDelivery {
    world.deliveries().await.into_iter().find(|delivery| delivery.entity == entity).unwrap()
}

#[tokio::test]
async fn a_message_that_fails_too_often_is_dead_until_staff_send_it_again() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |_| {}).await;
        let receiver = Receiver::new(|_, entity| Some(if entity == "prod_1" { 503 } else { 200 })).await;
        world.webhook(&receiver.url()).await;
        world.changed(&[1, 2]).await;
        for _ in 0..3 {
            world.later(4_000).await;
            world.changed(&[2]).await;
        }
        let dead = about(&world, "prod_1").await;
        assert_eq!((dead.state, dead.attempts, dead.last_status), (WebhookDeliveryState::Dead, 4, Some(503)));
        assert_eq!(dead.last_error.as_deref(), Some("answered 503"));
        let tries = world.detail(dead.id).await.tries;
        assert!(tries.iter().all(|tried| tried.outcome == WebhookOutcome::Failed && tried.ended_at.is_some()));
        let taken = world.deliveries().await.into_iter().find(|delivery| delivery.entity == "prod_2").unwrap();
        let again = world.service.retry(&cx(), RetryWebhookDelivery { id: taken.id }).await;
        assert_eq!(again.unwrap_err(), WebhookError::AlreadyDelivered);
        receiver.now(|_, _| Some(200));
        world.service.retry(&cx(), RetryWebhookDelivery { id: dead.id }).await.unwrap();
        world.settle().await;
        assert_eq!(about(&world, "prod_1").await.state, WebhookDeliveryState::Delivered);
        let of_one: Vec<_> = receiver.all().into_iter().filter(|got| got.entity() == "prod_1").collect();
        assert!(of_one.len() == 5 && of_one.iter().all(|got| got.id() == dead.id), "one id, whatever happens");
        world.close().await;
    }
}

#[tokio::test]
async fn a_receiver_that_only_fails_is_asked_ever_more_rarely_then_paused_and_loses_nothing() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |options| (options.attempts, options.pause_after) = (50, 8)).await;
        let receiver = Receiver::new(|_, _| Some(302)).await;
        let id = world.webhook(&receiver.url()).await.webhook.id;
        world.changed(&[1, 2, 3, 4, 5, 6]).await;
        for _ in 0..40 {
            world.later(4_600).await;
        }
        let paused = world.find(id).await;
        assert_eq!(paused.status, WebhookStatus::Paused);
        assert_eq!((paused.paused_because, paused.failures), (Some(WebhookPause::Failing), 8));
        assert!(paused.last_error.as_deref().unwrap().contains("redirects are not followed"), "{paused:?}");
        assert_eq!(receiver.all().len(), 8, "nobody asks a receiver that is paused");
        let condition = infrasell_webhooks::condition(&world.db, 100).await.unwrap();
        assert_eq!((condition.paused, condition.waiting), (vec![(id, WebhookPause::Failing)], 6));
        receiver.now(|_, _| Some(200));
        let patch = WebhookPatch { status: Some(WebhookStatus::Active), ..WebhookPatch::default() };
        world.service.update_webhook(&cx(), UpdateWebhook { id, patch, if_version: None }).await.unwrap();
        world.later(4_600).await;
        assert_eq!(receiver.taken().len(), 6);
        world.close().await;
    }
}

#[tokio::test]
async fn what_cannot_be_read_waits_and_what_is_gone_is_dropped() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |_| {}).await;
        let receiver = Receiver::new(|_, _| Some(200)).await;
        let id = world.webhook(&receiver.url()).await.webhook.id;
        let product = std::mem::replace(&mut *world.product.lock().unwrap(), json!(503));
        world.changed(&[1]).await;
        for _ in 0..6 {
            world.later(60).await;
        }
        let waits = about(&world, "prod_1").await;
        assert_eq!(waits.state, WebhookDeliveryState::Waiting, "the catalogue is away, and the receiver not to blame");
        assert!(waits.attempts > 4 && world.find(id).await.failures == 0, "{waits:?}");
        *world.product.lock().unwrap() = product;
        world.later(60).await;
        assert_eq!(about(&world, "prod_1").await.state, WebhookDeliveryState::Delivered);
        *world.product.lock().unwrap() = Value::Null;
        world.changed(&[2]).await;
        let gone = about(&world, "prod_2").await;
        assert_eq!((gone.state, receiver.all().len()), (WebhookDeliveryState::Dropped, 1));
        let again = world.service.retry(&cx(), RetryWebhookDelivery { id: gone.id }).await;
        assert_eq!(again.unwrap_err(), WebhookError::Dropped);
        world.later(31 * 24 * 3_600).await;
        assert!(world.deliveries().await.is_empty(), "old messages are forgotten");
        world.close().await;
    }
}
