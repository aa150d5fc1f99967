//! What is told, to whom, in which order.

use crate::world::{Receiver, World, cx, until};
use infrasell_contracts::webhooks::{
    CreateWebhook, DeleteWebhook, UpdateWebhook, WebhookDeliveryState, WebhookInput, WebhookPatch, WebhookStatus,
    WebhookTopic, Webhooks,
};
use infrasell_db::testing;
use infrasell_rpc::Fault;
use infrasell_webhooks::MIGRATIONS;
use std::{collections::BTreeMap, time::Duration};

#[tokio::test]
async fn a_change_is_told_with_the_headers_that_storefronts_read() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |_| {}).await;
        let receiver = Receiver::new(|_, _| Some(200)).await;
        let made = world.webhook(&format!("{}?secret=a%20b&x=1", receiver.url())).await;
        assert!(made.webhook.url.ends_with("/hooks?***") && !format!("{made:?}").contains("whsec"), "{made:?}");
        world.emit(&[7], &[7], &[]).await;
        world.settle().await;
        world.changed(&[7]).await;
        world.emit(&[7], &[], &[7]).await;
        world.settle().await;
        let got = receiver.taken();
        let topics: Vec<&str> = got.iter().map(|got| got.headers["x-shopify-topic"].as_str()).collect();
        assert_eq!(topics, ["products/create", "products/update", "products/delete"]);
        let first = &got[0];
        assert_eq!(first.path, "/hooks?secret=a%20b&x=1", "the query is kept as it was given");
        assert_eq!(first.json()["id"], "prod_7");
        assert_eq!(first.json()["admin_graphql_api_id"], "gid://shopify/Product/7");
        assert_eq!(first.json()["title"], "Tea");
        assert_eq!(got[2].json().as_object().unwrap().len(), 2, "what is gone has only its names");
        assert_eq!(first.headers["x-shopify-shop-domain"], "shop.example");
        assert_eq!(first.headers["x-shopify-webhook-id"], first.headers["x-infrasell-delivery"]);
        assert_eq!(first.headers["content-type"], "application/json");
        assert!(first.headers["x-shopify-triggered-at"].ends_with('Z'));
        let told = world.find(made.webhook.id).await;
        assert!(told.delivered_at.is_some() && told.failures == 0, "{told:?}");
        assert_eq!(world.detail(first.id()).await.tries.len(), 1);
        world.close().await;
    }
}

#[tokio::test]
async fn messages_about_one_thing_keep_their_order_whatever_fails() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |options| options.attempts = 50).await;
        // two of three fail, whichever comes
        let receiver = Receiver::new(|nth, _| Some(if nth % 3 == 2 { 200 } else { 500 })).await;
        world.webhook(&receiver.url()).await;
        let products = [1, 2, 3, 4, 5, 6];
        for _ in 0..4 {
            world.changed(&products).await;
            world.later(3).await;
        }
        for _ in 0..400 {
            if world.deliveries().await.iter().all(|delivery| delivery.state != WebhookDeliveryState::Waiting) {
                break;
            }
            world.later(1_000).await;
        }
        let deliveries = world.deliveries().await;
        assert!(deliveries.len() >= 12, "what was tried is not told by the message before: {}", deliveries.len());
        assert!(deliveries.iter().all(|delivery| delivery.state == WebhookDeliveryState::Delivered));
        let mut by_entity: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for got in receiver.taken() {
            by_entity.entry(got.entity()).or_default().push(got.id().get());
        }
        assert_eq!(by_entity.values().map(Vec::len).sum::<usize>(), deliveries.len(), "each is taken once");
        for (entity, ids) in by_entity {
            assert!(ids.is_sorted(), "{entity}: {ids:?}");
        }
        world.close().await;
    }
}

#[tokio::test]
async fn a_receiver_that_is_slow_holds_up_nobody_else() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |options| options.time_limit = Duration::from_secs(8)).await;
        let (slow, quick) = (Receiver::new(|_, _| None).await, Receiver::new(|_, _| Some(200)).await);
        world.webhook(&slow.url()).await;
        world.webhook(&quick.url()).await;
        world.emit(&[1, 2, 3], &[], &[]).await;
        until("both were asked", || slow.all().len() == 3 && quick.taken().len() == 3).await;
        // the slow one still thinks about them: what comes now is told to the other all the same
        world.emit(&[4], &[], &[]).await;
        until("the quick one got the next", || quick.taken().len() == 4).await;
        assert!(slow.all().iter().all(|got| got.answered.is_none()));
        world.runner.stop().await;
    }
}

#[tokio::test]
async fn what_was_not_tried_yet_is_told_once_however_often_it_changes() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |options| options.waiting = 5).await;
        let receiver = Receiver::new(|_, _| Some(200)).await;
        let id = world.webhook(&receiver.url()).await.webhook.id;
        set(&world, id, WebhookStatus::Paused).await;
        world.emit(&[1, 2], &[1], &[]).await;
        for _ in 0..5 {
            world.changed(&[1, 2]).await;
        }
        assert_eq!(world.deliveries().await.len(), 2);
        world.changed(&[3, 4, 5, 6, 7]).await;
        let waits = world.find(id).await;
        assert_eq!((world.deliveries().await.len(), waits.missed), (5, 2), "there is no room for more");
        assert!(receiver.all().is_empty(), "it is paused");
        set(&world, id, WebhookStatus::Active).await;
        world.settle().await;
        let topics: Vec<String> = receiver.taken().iter().map(|got| got.headers["x-infrasell-topic"].clone()).collect();
        assert_eq!(topics.iter().filter(|topic| *topic == "products/create").count(), 1, "{topics:?}");
        assert_eq!(topics.len(), 5);
        world.close().await;
    }
}

async fn set(world: &World, id: infrasell_kernel::WebhookId, status: WebhookStatus) {
    let patch = WebhookPatch { status: Some(status), ..WebhookPatch::default() };
    world.service.update_webhook(&cx(), UpdateWebhook { id, patch, if_version: None }).await.unwrap();
}

#[tokio::test]
async fn what_is_asked_for_is_checked_and_what_is_taken_away_takes_its_messages() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let world = World::new(db, |_| {}).await;
        for url in ["http://10.0.0.7/", "https://169.254.169.254/latest/meta-data", "ftp://a.example/", "nonsense"] {
            let webhook = WebhookInput { url: url.into(), topics: vec![], description: "\0".into() };
            let error = world.service.create_webhook(&cx(), CreateWebhook { webhook }).await.unwrap_err();
            let Some(Fault::Invalid { errors }) = infrasell_rpc::ServiceError::fault(&error).cloned() else {
                panic!("{url}: {error:?}")
            };
            let paths: Vec<&str> = errors.iter().map(|error| error.path.as_str()).collect();
            assert_eq!(paths, ["url", "topics", "description"], "{url}");
        }
        let receiver = Receiver::new(|_, _| Some(500)).await;
        let id = world.webhook(&receiver.url()).await.webhook.id;
        world.changed(&[1]).await;
        let topics = Some(vec![WebhookTopic::ProductsDelete]);
        let patch = WebhookPatch { topics, ..WebhookPatch::default() };
        let patched = UpdateWebhook { id, patch, if_version: Some(1) };
        assert_eq!(world.service.update_webhook(&cx(), patched.clone()).await.unwrap().version, 2);
        assert!(world.service.update_webhook(&cx(), patched).await.is_err(), "it is another version by now");
        world.changed(&[2]).await;
        assert_eq!(world.deliveries().await.len(), 1, "it is not told of changes any more");
        world.service.delete_webhook(&cx(), DeleteWebhook { id, if_version: None }).await.unwrap();
        world.later(3_600).await;
        assert!(world.deliveries().await.is_empty() && receiver.all().len() == 1);
        world.close().await;
    }
}
