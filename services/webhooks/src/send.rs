//! Sending what is due: one job, many calls side by side.

use crate::{
    WebhookService,
    attempt::{WAITS, ended},
    model::{Due, Stored, Tried},
    store,
};
use async_trait::async_trait;
use infrasell_contracts::webhooks::{WebhookDeliveryState, WebhookOutcome};
use infrasell_db::{Job, JobHandler, JobOutcome, JobPolicy, JobSpec, Tx};
use infrasell_kernel::{Timestamp, WebhookDeliveryId, WebhookId};
use infrasell_metrics::catalogue::{WEBHOOK_SECONDS, WEBHOOK_TRIES};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// The job that sends, and its key: it is a schedule, which always exists and which a new message brings forward.
const SEND: &str = "webhooks.send";
const SCHEDULE: &str = "schedule";
/// How often it looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How often it looks for more while calls are under way.
const LOOK_MEANWHILE: Duration = Duration::from_millis(100);
/// How long one run takes new calls on; then it comes again.
const SHIFT: Duration = Duration::from_secs(3_000);
/// Calls at a time, to all receivers and to one.
const TOGETHER: usize = 32;
const TOGETHER_TO_ONE: usize = 4;
/// Failures without a success between, from which on a receiver gets one call at a time, ever more rarely.
const AWAY_AFTER: i64 = 4;
/// How much longer than a try may take a message belongs to who took it.
const CLAIM_MARGIN: Duration = Duration::from_secs(5);
/// How often old messages are forgotten, and secrets brought under the master key of now.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);

/// The job's own policy: a run may take far longer than others', because it never waits for more than one try.
const SENDING: JobPolicy = JobPolicy {
    attempts: 12,
    first_delay: Duration::from_secs(1),
    most_delay: Duration::from_secs(60),
    time_limit: Duration::from_secs(4_000),
};

struct Send(Arc<WebhookService>);
struct Sweep(Arc<WebhookService>);

#[async_trait]
impl JobHandler for Send {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.0.send_due(cx, || job.is_stopping()).await
    }
}

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.seal_anew().await?;
        self.0.sweep().await?;
        Ok(JobOutcome::Done)
    }
}

/// Makes the job that sends look at once.
pub(crate) async fn wake(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    tx.enqueue(SEND, Some(SCHEDULE), &(), now).await?;
    Ok(())
}

/// Calls that are under way.
#[derive(Default)]
struct UnderWay {
    calls: JoinSet<WebhookId>,
    by_webhook: HashMap<WebhookId, usize>,
}

impl UnderWay {
    /// How many more a webhook may get, which has failed so often in a row.
    fn room(&self, webhook: WebhookId, failures: i64) -> usize {
        let most = if failures >= AWAY_AFTER { 1 } else { TOGETHER_TO_ONE };
        let its = self.by_webhook.get(&webhook).copied().unwrap_or(0);
        most.saturating_sub(its).min(TOGETHER.saturating_sub(self.calls.len()))
    }

    async fn one_ends(&mut self) {
        if let Some(Ok(webhook)) = self.calls.join_next().await
            && let Some(its) = self.by_webhook.get_mut(&webhook)
        {
            *its -= 1;
        }
        if self.calls.is_empty() {
            // a call that panicked did not say whose it was
            self.by_webhook.clear();
        }
    }
}

impl WebhookService {
    /// What the runner does for webhooks.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![
            JobSpec::new(SEND, Arc::new(Send(self.clone()))).every(LOOK_EVERY).policy(SENDING),
            JobSpec::new("webhooks.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY),
        ]
    }

    async fn send_due(
        self: &Arc<Self>,
        cx: &Cx,
        stopping: impl Fn() -> bool + Sync + std::marker::Send,
    ) -> Result<JobOutcome, Fault> {
        let begun = Instant::now();
        let mut under_way = UnderWay::default();
        loop {
            if !stopping() && begun.elapsed() < SHIFT {
                self.begin_due(cx, &mut under_way).await?;
            }
            if under_way.calls.is_empty() {
                break;
            }
            // more may have come meanwhile, and must not wait for a receiver that is slow
            let _ = tokio::time::timeout(LOOK_MEANWHILE, under_way.one_ends()).await;
        }
        let latest = self.deps.env.now().plus(LOOK_EVERY);
        let next = store::delivery::next(&self.deps.db).await?;
        Ok(next.map_or(JobOutcome::Done, |next| JobOutcome::Again(next.min(latest))))
    }

    /// Begins as many calls as there is room for.
    async fn begin_due(self: &Arc<Self>, cx: &Cx, under_way: &mut UnderWay) -> Result<(), Fault> {
        let db = &self.deps.db;
        for (webhook, failures) in store::delivery::ready(db, self.deps.env.now()).await? {
            let room = under_way.room(webhook, failures);
            if room == 0 {
                continue;
            }
            let most = i64::try_from(room).unwrap_or(1);
            let due = store::delivery::due(db, webhook, self.deps.env.now(), most).await?;
            for message in self.claim(&due).await? {
                let (service, cx) = (self.clone(), cx.clone());
                *under_way.by_webhook.entry(webhook).or_default() += 1;
                under_way.calls.spawn(async move {
                    let id = message.shown.id;
                    if let Err(error) = service.deliver(&cx, message).await {
                        tracing::warn!(delivery = %id, %error, "how a webhook's message ended could not be written down");
                    }
                    webhook
                });
            }
        }
        Ok(())
    }

    async fn claim(&self, ids: &[WebhookDeliveryId]) -> Result<Vec<Due>, Fault> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let now = self.deps.env.now();
        let until = now.plus(self.deps.options.time_limit + CLAIM_MARGIN);
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        let mut taken = Vec::with_capacity(ids.len());
        let mut tx = self.deps.db.begin().await?;
        for id in ids {
            taken.extend(store::delivery::claim(&mut tx, id, now, until).await?);
        }
        tx.commit().await?;
        Ok(taken)
    }

    /// Makes one try, and writes down how it ended.
    async fn deliver(&self, cx: &Cx, due: Due) -> Result<(), Fault> {
        let begun = Instant::now();
        let tried = self.try_once(cx, &due.shown).await;
        WEBHOOK_TRIES.with(&[due.shown.topic.as_str(), word(tried.outcome)]).add(1);
        WEBHOOK_SECONDS.took(begun.elapsed());
        let now = self.deps.env.now();
        let ended = ended(&due, &tried, self.deps.options.attempts, self.chance(), now);
        if ended.state == WebhookDeliveryState::Dead {
            tracing::warn!(delivery = %ended.id, webhook = %due.shown.webhook, why = tried.detail,
                "a webhook's message is given up; staff can send it again");
        }
        let mut tx = self.deps.db.begin().await?;
        // the webhook before its message, as everybody takes them
        let webhook = store::subscription::lock(&mut tx, due.shown.webhook).await?;
        let Some(webhook) = webhook else { return Ok(()) };
        self.note(&mut tx, &webhook, &tried, now).await?;
        store::delivery::end(&mut tx, &ended, &tried, now)?;
        Ok(tx.commit().await?)
    }

    /// What a try means for the webhook as a whole.
    async fn note(&self, tx: &mut Tx, webhook: &Stored, tried: &Tried, now: Timestamp) -> Result<(), Fault> {
        let id = webhook.shown.id;
        match tried.outcome {
            WebhookOutcome::Delivered => store::subscription::took(tx, id, now)?,
            WebhookOutcome::Failed | WebhookOutcome::Refused => {
                let beyond = webhook.shown.failures + 1 - AWAY_AFTER;
                let pause = u32::try_from(beyond + 1).ok().filter(|_| beyond >= 0);
                let held = pause.map_or(now, |times| now.plus(WAITS.delay(times, self.chance())));
                let most = i64::from(self.deps.options.pause_after);
                if store::subscription::failed(tx, id, (now, held), &tried.detail, most).await? {
                    tracing::warn!(webhook = %id, why = tried.detail, "a webhook that only fails is paused");
                }
            }
            WebhookOutcome::Sending | WebhookOutcome::Unsent | WebhookOutcome::Unknown => {}
        }
        Ok(())
    }

    fn chance(&self) -> u16 {
        let mut bytes = [0; 2];
        self.deps.env.random.fill(&mut bytes);
        u16::from_le_bytes(bytes)
    }

    /// Forgets messages that are older than they are kept; returns how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self) -> Result<usize, Fault> {
        let before = self.deps.env.now().minus(self.deps.options.keep);
        let mut forgotten = 0;
        loop {
            let mut tx = self.deps.db.begin().await?;
            let some = store::delivery::sweep(&mut tx, before).await?;
            tx.commit().await?;
            forgotten += some;
            if some == 0 {
                return Ok(forgotten);
            }
        }
    }
}

/// The outcome as the metric names it.
fn word(outcome: WebhookOutcome) -> &'static str {
    match outcome {
        WebhookOutcome::Delivered => "delivered",
        WebhookOutcome::Refused => "refused",
        WebhookOutcome::Unsent => "unsent",
        WebhookOutcome::Sending | WebhookOutcome::Failed | WebhookOutcome::Unknown => "failed",
    }
}
