//! The contract, and with the events and the job the only place that begins a transaction.

use crate::{
    Condition, Deps, check,
    check::Wanted,
    model::{MASKED_QUERY, Stored},
    send,
    sign::fresh_secret,
    store,
};
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditCheck, AuditReport},
    webhooks::{
        CreateWebhook, DeleteWebhook, GetWebhook, GetWebhookDelivery, ListWebhookDeliveries, ListWebhooks,
        MOST_WEBHOOKS, RetryWebhookDelivery, RotateWebhookSecret, UpdateWebhook, Webhook, WebhookDelivery,
        WebhookDeliveryDetail, WebhookDeliveryState, WebhookError, WebhookPatch, WebhookPause, WebhookStatus,
        WebhookWithSecret, Webhooks,
    },
};
use infrasell_db::{Db, Once};
use infrasell_kernel::{Cursor, Fields, Page, Timestamp, WebhookDeliveryId, WebhookId};
use infrasell_rpc::{Cx, Fault};
use infrasell_seal::Keyring;
use std::time::Duration;

const WEBHOOKS: &str = "webhooks:id";
const DELIVERIES: &str = "webhook_deliveries:id";

/// Webhooks over a database.
pub struct WebhookService {
    pub(crate) deps: Deps,
    pub(crate) keyring: Keyring,
}

type Answer<T> = Result<T, WebhookError>;

impl WebhookService {
    pub(crate) fn new(deps: Deps) -> WebhookService {
        let keyring = Keyring::new(deps.keys.clone());
        WebhookService { deps, keyring }
    }

    fn fresh(&self, id: WebhookId, wanted: Wanted, secret: &str) -> Result<Stored, Fault> {
        let now = self.deps.env.now();
        let address = wanted.address.ok_or_else(|| Fault::internal("a new webhook has an address"))?;
        self.keyring.read_or_make(self.deps.env.random.as_ref())?;
        let shown = Webhook {
            id,
            url: shown_url(&address.url, address.query.is_some()),
            topics: wanted.topics,
            description: wanted.description,
            status: WebhookStatus::Active,
            paused_because: None,
            secret_version: 1,
            old_secret_until: None,
            failures: 0,
            failing_since: None,
            last_error: None,
            delivered_at: None,
            missed: 0,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        Ok(Stored {
            shown,
            query: self.seal_query(id, address.query.as_deref())?,
            url: address.url,
            secret: Some(self.seal_secret(id, secret)?),
            old_secret: None,
        })
    }

    /// What a webhook is with the changes asked for. A patch that changes nothing leaves it as it is.
    fn patched(&self, old: &Stored, wanted: Wanted, status: Option<WebhookStatus>) -> Answer<Stored> {
        let mut new = old.clone();
        if let Some(address) = wanted.address {
            new.shown.url = shown_url(&address.url, address.query.is_some());
            new.query = self.seal_query(old.shown.id, address.query.as_deref())?;
            new.url = address.url;
            (new.shown.failures, new.shown.failing_since, new.shown.last_error) = (0, None, None);
        }
        new.shown.topics = wanted.topics;
        new.shown.description = wanted.description;
        match status {
            Some(WebhookStatus::Active) if new.secret.is_none() => return Err(WebhookError::SecretLost),
            Some(WebhookStatus::Active) if old.shown.status == WebhookStatus::Paused => {
                (new.shown.status, new.shown.paused_because) = (WebhookStatus::Active, None);
                (new.shown.failures, new.shown.failing_since, new.shown.last_error) = (0, None, None);
            }
            Some(WebhookStatus::Paused) if old.shown.status == WebhookStatus::Active => {
                (new.shown.status, new.shown.paused_because) = (WebhookStatus::Paused, Some(WebhookPause::Staff));
            }
            _ => {}
        }
        if new.shown != old.shown || new.query != old.query {
            new.shown.version += 1;
            new.shown.updated_at = self.deps.env.now();
        }
        Ok(new)
    }

    async fn found(&self, id: WebhookId) -> Result<Stored, Fault> {
        let found = store::subscription::find(&self.deps.db, id).await?;
        found.ok_or_else(|| Fault::not_found("webhook", id))
    }

    /// A repeat's answer: the secret is the one that was shown, unless there is another by now.
    async fn shown_before(&self, webhook: Webhook) -> Answer<WebhookWithSecret> {
        let now = self.found(webhook.id).await?;
        if now.shown.secret_version != webhook.secret_version {
            return Err(Fault::conflict("the secret is another one by now, and is shown only once").into());
        }
        let secret = self.secrets(&now)?.swap_remove(0);
        Ok(WebhookWithSecret { webhook, secret: String::from_utf8_lossy(&secret).into_owned() })
    }
}

/// See [`crate::condition`].
pub(crate) async fn condition(db: &Db, most: i64) -> Result<Condition, Fault> {
    let mut condition = Condition {
        waiting: store::delivery::count_waiting(db, most).await?,
        dead: store::delivery::count_dead(db).await?,
        ..Condition::default()
    };
    for webhook in store::subscription::all(db).await?.into_iter().map(|stored| stored.shown) {
        if webhook.missed > 0 {
            condition.missed.push((webhook.id, webhook.missed));
        }
        match (webhook.status, webhook.paused_because) {
            (WebhookStatus::Active, _) if webhook.failures == 0 => condition.active += 1,
            (WebhookStatus::Active, _) => condition.failing.push((webhook.id, webhook.failures)),
            (WebhookStatus::Paused, None | Some(WebhookPause::Staff)) => {}
            (WebhookStatus::Paused, Some(why)) => condition.paused.push((webhook.id, why)),
        }
    }
    Ok(condition)
}

fn shown_url(url: &str, has_query: bool) -> String {
    if has_query { format!("{url}{MASKED_QUERY}") } else { url.to_owned() }
}

fn is_stale(if_version: Option<i64>, version: i64) -> Result<(), Fault> {
    match if_version {
        Some(wanted) if wanted != version => Err(Fault::Stale { what: "webhook".into() }),
        _ => Ok(()),
    }
}

#[async_trait]
impl Webhooks for WebhookService {
    async fn webhooks(&self, _: &Cx, req: ListWebhooks) -> Answer<Page<Webhook>> {
        let (limit, after) = (req.page.limit()?, req.page.key(WEBHOOKS)?);
        let after = after.map(WebhookId::from_i64);
        let found = store::subscription::page(&self.deps.db, after, limit).await.map_err(Fault::from)?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(WEBHOOKS, &last.id.get())))
    }

    async fn webhook(&self, _: &Cx, req: GetWebhook) -> Answer<Webhook> {
        Ok(self.found(req.id).await?.shown)
    }

    async fn create_webhook(&self, cx: &Cx, req: CreateWebhook) -> Answer<WebhookWithSecret> {
        let wanted = check::input(&cx.caller, &req.webhook, self.deps.outward.policy())?;
        let id: WebhookId = self.deps.db.next_id().await.map_err(Fault::from)?;
        let mut tx = match self.deps.db.begin_once::<Webhook>(cx, "webhooks.create_webhook", &req).await? {
            Once::Answered(webhook) => return self.shown_before(webhook).await,
            Once::Fresh(tx) => tx,
        };
        if store::subscription::count(&mut tx).await.map_err(Fault::from)? >= MOST_WEBHOOKS {
            return Err(Fault::conflict(format!("a shop has at most {MOST_WEBHOOKS} webhooks")).into());
        }
        let secret = fresh_secret(self.deps.env.random.as_ref());
        let new = self.fresh(id, wanted, &secret)?;
        store::subscription::insert(&mut tx, &new).await.map_err(Fault::from)?;
        tx.commit_with(&new.shown).await.map_err(Fault::from)?;
        Ok(WebhookWithSecret { webhook: new.shown, secret })
    }

    async fn update_webhook(&self, cx: &Cx, req: UpdateWebhook) -> Answer<Webhook> {
        let mut tx = match self.deps.db.begin_once(cx, "webhooks.update_webhook", &req).await? {
            Once::Answered(webhook) => return Ok(webhook),
            Once::Fresh(tx) => tx,
        };
        let found = store::subscription::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let old = found.ok_or_else(|| Fault::not_found("webhook", req.id))?;
        is_stale(req.if_version, old.shown.version)?;
        tx.was(&old.shown);
        let WebhookPatch { status, .. } = req.patch;
        let wanted = check::patch(&cx.caller, &old.shown, &req.patch, self.deps.outward.policy())?;
        let new = self.patched(&old, wanted, status)?;
        if new.shown.version != old.shown.version {
            let now = self.deps.env.now();
            store::subscription::update(&mut tx, &new, now).map_err(Fault::from)?;
            send::wake(&mut tx, now).await?;
        }
        tx.commit_with(&new.shown).await.map_err(Fault::from)?;
        Ok(new.shown)
    }

    async fn delete_webhook(&self, cx: &Cx, req: DeleteWebhook) -> Answer<()> {
        let mut tx = match self.deps.db.begin_once(cx, "webhooks.delete_webhook", &req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        let found = store::subscription::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let old = found.ok_or_else(|| Fault::not_found("webhook", req.id))?;
        is_stale(req.if_version, old.shown.version)?;
        tx.was(&old.shown);
        store::delivery::forget_of(&mut tx, req.id).await.map_err(Fault::from)?;
        store::subscription::delete(&mut tx, req.id).await.map_err(Fault::from)?;
        tx.commit_with(&()).await.map_err(Fault::from)?;
        Ok(())
    }

    async fn rotate_secret(&self, cx: &Cx, req: RotateWebhookSecret) -> Answer<WebhookWithSecret> {
        check::overlap(req.overlap_hours)?;
        let mut tx = match self.deps.db.begin_once::<Webhook>(cx, "webhooks.rotate_secret", &req).await? {
            Once::Answered(webhook) => return self.shown_before(webhook).await,
            Once::Fresh(tx) => tx,
        };
        let found = store::subscription::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let old = found.ok_or_else(|| Fault::not_found("webhook", req.id))?;
        tx.was(&old.shown);
        let (now, secret) = (self.deps.env.now(), fresh_secret(self.deps.env.random.as_ref()));
        let overlap = Duration::from_secs(u64::from(req.overlap_hours) * 3_600);
        let mut new = Stored { secret: Some(self.seal_secret(req.id, &secret)?), ..old.clone() };
        new.old_secret = old.secret.filter(|_| !overlap.is_zero());
        new.shown.old_secret_until = new.old_secret.as_ref().map(|_| now.plus(overlap));
        new.shown.secret_version += 1;
        new.shown.version += 1;
        new.shown.updated_at = now;
        store::subscription::rotate(&mut tx, &new).map_err(Fault::from)?;
        tx.commit_with(&new.shown).await.map_err(Fault::from)?;
        Ok(WebhookWithSecret { webhook: new.shown, secret })
    }

    async fn deliveries(&self, _: &Cx, req: ListWebhookDeliveries) -> Answer<Page<WebhookDelivery>> {
        let mut fields = Fields::new();
        fields.max_len("entity", req.filter.entity.as_deref().unwrap_or(""), 64);
        fields.done()?;
        let (limit, after) = (req.page.limit()?, req.page.key(DELIVERIES)?);
        let after = after.map(WebhookDeliveryId::from_i64);
        let found = store::delivery::page(&self.deps.db, &req.filter, after, limit).await.map_err(Fault::from)?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(DELIVERIES, &last.id.get())))
    }

    async fn delivery(&self, _: &Cx, req: GetWebhookDelivery) -> Answer<WebhookDeliveryDetail> {
        let found = store::delivery::find(&self.deps.db, req.id).await.map_err(Fault::from)?;
        let delivery = found.ok_or_else(|| Fault::not_found("webhook delivery", req.id))?.shown;
        let tries = store::delivery::tries(&self.deps.db, req.id).await.map_err(Fault::from)?;
        Ok(WebhookDeliveryDetail { delivery, tries })
    }

    async fn retry(&self, cx: &Cx, req: RetryWebhookDelivery) -> Answer<WebhookDelivery> {
        let mut tx = match self.deps.db.begin_once(cx, "webhooks.retry", &req).await? {
            Once::Answered(delivery) => return Ok(delivery),
            Once::Fresh(tx) => tx,
        };
        let none = || Fault::not_found("webhook delivery", req.id);
        let found = store::delivery::find_in(&mut tx, req.id).await.map_err(Fault::from)?.ok_or_else(none)?;
        // the webhook before its message, as everybody takes them
        store::subscription::lock(&mut tx, found.shown.webhook).await.map_err(Fault::from)?;
        let found = store::delivery::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let before = found.ok_or_else(none)?.shown;
        match before.state {
            WebhookDeliveryState::Delivered => return Err(WebhookError::AlreadyDelivered),
            WebhookDeliveryState::Dropped => return Err(WebhookError::Dropped),
            WebhookDeliveryState::Waiting | WebhookDeliveryState::Dead => {}
        }
        tx.was(&before);
        let now: Timestamp = self.deps.env.now();
        store::delivery::again(&mut tx, req.id, now).map_err(Fault::from)?;
        send::wake(&mut tx, now).await?;
        let after = WebhookDelivery { state: WebhookDeliveryState::Waiting, next_attempt_at: Some(now), ..before };
        tx.commit_with(&after).await.map_err(Fault::from)?;
        Ok(after)
    }

    async fn audit(&self, _: &Cx, _: Audit) -> Answer<AuditReport> {
        let (examined, differences) = store::delivery::audit(&self.deps.db).await.map_err(Fault::from)?;
        let name =
            "every try of a message is written down, and it is delivered if and only if one was taken".to_owned();
        Ok(AuditReport { checks: vec![AuditCheck { name, examined, differences }] })
    }
}
