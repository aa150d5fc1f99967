//! Webhooks, and what became of their messages.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{WebhookAt, WebhookDeliveryAt},
};
use axum::extract::State;
use infrasell_contracts::webhooks::{
    CreateWebhook, DeleteWebhook, GetWebhook, GetWebhookDelivery, ListWebhookDeliveries, ListWebhooks,
    RetryWebhookDelivery, RotateWebhookSecret, UpdateWebhook, Webhook, WebhookDelivery, WebhookDeliveryDetail,
    WebhookDeliveryFilter, WebhookInput, WebhookPatch, WebhookWithSecret,
};
use infrasell_kernel::{Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Webhooks";
    A::new()
        .at("/admin/v1/webhooks", |on| {
            on.get(webhooks, doc(TAG, "Webhooks"))
                .post(create_webhook, doc(TAG, "Make a webhook; its secret is shown once"))
        })
        .at("/admin/v1/webhooks/{id}", |on| {
            on.get(webhook, doc(TAG, "One webhook"))
                .patch(update_webhook, doc(TAG, "Change a webhook, pause it or go on with it"))
                .delete(delete_webhook, doc(TAG, "Take a webhook away, with what waits for it"))
        })
        .at("/admin/v1/webhooks/{id}/rotate-secret", |on| {
            on.post(rotate_secret, doc(TAG, "Give a webhook another secret, shown once; both sign for a while"))
        })
        .at("/admin/v1/webhook-deliveries", |on| on.get(deliveries, doc(TAG, "Messages to webhooks, newest first")))
        .at("/admin/v1/webhook-deliveries/{id}", |on| on.get(delivery, doc(TAG, "One message with every try")))
        .at("/admin/v1/webhook-deliveries/{id}/retry", |on| {
            on.post(retry, doc(TAG, "Send a message again, at once and with all its tries"))
        })
}

async fn webhooks(
    who: Allowed<may::WebhooksRead>,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Webhook>>> {
    Ok(Shown::new(g.webhooks.webhooks(&who.cx, ListWebhooks { page }).await?))
}

async fn webhook(
    who: Allowed<may::WebhooksRead>,
    State(g): State<Gateway>,
    At(at): At<WebhookAt>,
) -> Answer<Shown<Webhook>> {
    Ok(Shown::versioned(g.webhooks.webhook(&who.cx, GetWebhook { id: at.id }).await?))
}

async fn create_webhook(
    who: Allowed<may::WebhooksWrite>,
    State(g): State<Gateway>,
    Body(webhook): Body<WebhookInput>,
) -> Answer<Created<WebhookWithSecret>> {
    Ok(Created::new(g.webhooks.create_webhook(&who.cx, CreateWebhook { webhook }).await?))
}

async fn update_webhook(
    who: Allowed<may::WebhooksWrite>,
    State(g): State<Gateway>,
    At(at): At<WebhookAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<WebhookPatch>,
) -> Answer<Shown<Webhook>> {
    Ok(Shown::versioned(g.webhooks.update_webhook(&who.cx, UpdateWebhook { id: at.id, patch, if_version }).await?))
}

async fn delete_webhook(
    who: Allowed<may::WebhooksWrite>,
    State(g): State<Gateway>,
    At(at): At<WebhookAt>,
    IfMatch(if_version): IfMatch,
) -> Answer<Done> {
    g.webhooks.delete_webhook(&who.cx, DeleteWebhook { id: at.id, if_version }).await?;
    Ok(Done)
}

/// How a secret is rotated.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// How long the old secret signs, too, hours: at most 168; 0 ends it at once.
    #[serde(default = "one_day")]
    #[schemars(range(max = 168))]
    overlap_hours: u32,
}

const fn one_day() -> u32 {
    24
}

async fn rotate_secret(
    who: Allowed<may::WebhooksWrite>,
    State(g): State<Gateway>,
    At(at): At<WebhookAt>,
    Body(rotation): Body<Rotation>,
) -> Answer<Shown<WebhookWithSecret>> {
    let req = RotateWebhookSecret { id: at.id, overlap_hours: rotation.overlap_hours };
    Ok(Shown::new(g.webhooks.rotate_secret(&who.cx, req).await?))
}

async fn deliveries(
    who: Allowed<may::WebhooksRead>,
    State(g): State<Gateway>,
    Query(filter): Query<WebhookDeliveryFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<WebhookDelivery>>> {
    Ok(Shown::new(g.webhooks.deliveries(&who.cx, ListWebhookDeliveries { filter, page }).await?))
}

async fn delivery(
    who: Allowed<may::WebhooksRead>,
    State(g): State<Gateway>,
    At(at): At<WebhookDeliveryAt>,
) -> Answer<Shown<WebhookDeliveryDetail>> {
    Ok(Shown::new(g.webhooks.delivery(&who.cx, GetWebhookDelivery { id: at.id }).await?))
}

async fn retry(
    who: Allowed<may::WebhooksWrite>,
    State(g): State<Gateway>,
    At(at): At<WebhookDeliveryAt>,
) -> Answer<Accepted<WebhookDelivery>> {
    Ok(Accepted::new(g.webhooks.retry(&who.cx, RetryWebhookDelivery { id: at.id }).await?))
}
