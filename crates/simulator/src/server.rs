//! What takes time: waiting as a plan says, delivering webhooks, moving the clock.

use crate::{
    api::Entry,
    control::{Advance, MAX_ADVANCE_S, read},
    http::{Ending, Reply, Request},
    page,
    plan::Act,
    webhook::Webhook,
    world::World,
};
use infrasell_kernel::Timestamp;
use serde_json::{Value, json};
use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;

/// How long a webhook's receiver may take.
const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(5);
/// How often the clock is looked at when nothing else happens.
const TICK: Duration = Duration::from_millis(250);

/// The provider as a process: the world, and the means to act on others.
pub(crate) struct Server {
    world: Mutex<World>,
    http: reqwest::Client,
    /// One delivery after the other, so that order is order.
    delivering: tokio::sync::Mutex<()>,
    due: Notify,
    /// Calls of the API that are being worked on.
    calls: AtomicUsize,
}

impl Server {
    pub(crate) fn new(world: World) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .timeout(WEBHOOK_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        let delivering = tokio::sync::Mutex::new(());
        Ok(Server { world: Mutex::new(world), http, delivering, due: Notify::new(), calls: AtomicUsize::new(0) })
    }

    /// How many calls of the API are being worked on.
    pub(crate) fn pending_calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// The world, for as long as nothing is awaited.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request, whichever part of the house it is for.
    pub(crate) async fn answer(self: Arc<Self>, request: Request) -> Reply {
        let reply = if request.path == "/_sim/clock" && request.method == "POST" {
            self.clock(&request).await
        } else if let Some(path) = request.path.strip_prefix("/_sim/") {
            self.control(path, &request)
        } else if request.path.starts_with("/pay/") {
            page::answer(&mut self.world(), &request)
        } else {
            self.calls.fetch_add(1, Ordering::SeqCst);
            let reply = self.provider(request).await;
            self.calls.fetch_sub(1, Ordering::SeqCst);
            return reply;
        };
        self.due.notify_one();
        reply
    }

    async fn provider(&self, request: Request) -> Reply {
        let (acts, cause) = self.acts(&request);
        if acts.contains(&Act::DropBeforeApply) || acts.contains(&(Act::Rst { applied: false })) {
            let ending = if acts.contains(&Act::DropBeforeApply) { Ending::Dropped } else { Ending::Reset };
            let reply = Reply { ending, ..Reply::error(500, "dropped", "not applied") };
            self.world().journal_exchange(&request, &acts, &reply);
            return reply;
        }
        let entry = self.world().enter(&request, &acts);
        if let Some(Act::Slow { ms }) = acts.iter().find(|act| matches!(act, Act::Slow { .. })) {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
        }
        let reply = match entry {
            Entry::Answered(reply) => reply,
            Entry::Admitted(call, key) => self.world().apply(&call, key.as_deref(), &acts, cause),
        };
        self.deliver_before_response().await;
        let reply = disguise(&acts, reply);
        self.world().journal_exchange(&request, &acts, &reply);
        self.due.notify_one();
        if let Some(Act::HangAfterApply { ms }) = acts.iter().find(|act| matches!(act, Act::HangAfterApply { .. })) {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
        }
        reply
    }

    /// The planned acts on a request: those on itself, and those on its webhooks.
    fn acts(&self, request: &Request) -> (Vec<Act>, Vec<Act>) {
        let mut world = self.world();
        world.run_schedule();
        world.plans.on_request(request).into_iter().partition(|act| !act.is_webhook())
    }

    fn control(&self, path: &str, request: &Request) -> Reply {
        let (_, cause) = self.acts(request);
        let body = request.body_value();
        let mut world = self.world();
        world.cause = cause;
        let reply = world.control(&request.method, path, &body);
        world.cause = vec![];
        reply
    }

    async fn clock(&self, request: &Request) -> Reply {
        match read::<Advance>(&request.body_value()) {
            Ok(advance) if advance.advance_s <= MAX_ADVANCE_S => {
                self.advance(Duration::from_secs(advance.advance_s)).await;
                Reply::json(200, &json!({ "now": self.world().now_s() }))
            }
            Ok(_) => Reply::bad_param("advance_s", "out_of_range", format!("the most is {MAX_ADVANCE_S}")),
            Err(reply) => reply,
        }
    }

    /// Moves the clock forward, stopping wherever something is due, and delivers what is due on the way.
    pub(crate) async fn advance(&self, by: Duration) {
        let target = {
            let mut world = self.world();
            world.webhooks.release_held();
            world.now().plus(by)
        };
        self.deliver_due().await;
        while let Some(due) = self.step_towards(target) {
            if due {
                self.deliver_due().await;
            } else {
                return;
            }
        }
    }

    /// Moves to the next thing that is due by `target`; says whether there was one.
    fn step_towards(&self, target: Timestamp) -> Option<bool> {
        let mut world = self.world();
        let next = world.next_due_s().map(|due_s| Timestamp::from_micros(due_s.saturating_mul(1_000_000)));
        let due = next.is_some_and(|next| next <= target);
        world.move_to(if due { next? } else { target });
        world.run_schedule();
        Some(due)
    }

    /// Delivers everything that is due, in order.
    pub(crate) async fn deliver_due(&self) {
        let _one_at_a_time = self.delivering.lock().await;
        loop {
            let webhook = {
                let mut world = self.world();
                let now_s = world.now_s();
                world.webhooks.take_due(now_s)
            };
            match webhook {
                Some(webhook) => self.deliver(webhook).await,
                None => return,
            }
        }
    }

    /// Delivers what is planned to arrive before the response. It waits for nobody, since a receiver may well be
    /// inside a call of ours.
    async fn deliver_before_response(&self) {
        loop {
            let webhook = self.world().webhooks.take_before_response();
            match webhook {
                Some(webhook) => self.deliver(webhook).await,
                None => return,
            }
        }
    }

    async fn deliver(&self, webhook: Webhook) {
        let mut sends = tokio::task::JoinSet::new();
        for _ in 0..webhook.copies {
            let sending = {
                let world = self.world();
                world.webhooks.sign(&webhook, world.now_s())
            };
            let mut post = self.http.post(&webhook.url).body(sending.body);
            for (name, value) in sending.headers {
                post = post.header(name, value);
            }
            sends.spawn(post.send());
        }
        let mut delivered = false;
        let mut outcomes: Vec<Value> = vec![];
        while let Some(sent) = sends.join_next().await {
            match sent {
                Ok(Ok(response)) => {
                    delivered |= response.status().is_success();
                    outcomes.push(response.status().as_u16().into());
                }
                Ok(Err(error)) => outcomes.push(error.without_url().to_string().into()),
                Err(_) => outcomes.push("the delivery was stopped".into()),
            }
        }
        let mut world = self.world();
        let at_s = world.now_s();
        world.journal.webhook(
            at_s,
            json!({
                "event": webhook.event, "type": webhook.kind, "url": webhook.url, "attempt": webhook.attempt + 1,
                "acts": webhook.forgeries, "outcomes": outcomes,
            }),
        );
        world.webhooks.settle(webhook, delivered);
    }

    /// Runs for as long as the process does: what becomes due is done.
    pub(crate) async fn pump(self: Arc<Self>) {
        loop {
            tokio::select! {
                () = self.due.notified() => {}
                () = tokio::time::sleep(TICK) => {}
            }
            self.world().run_schedule();
            self.deliver_due().await;
        }
    }
}

impl World {
    /// Performs a call that was let in and settles its idempotency key.
    fn apply(&mut self, call: &crate::api::Call, key: Option<&str>, acts: &[Act], cause: Vec<Act>) -> Reply {
        let unapplied = acts.iter().find_map(unapplied);
        let applied = unapplied.is_none();
        self.cause = cause;
        let done = unapplied.unwrap_or_else(|| self.perform(call, acts));
        self.cause = vec![];
        let reply = match acts.iter().find(|act| matches!(act, Act::Stored500 { .. } | Act::Unstored500 { .. })) {
            Some(_) => server_error(),
            None => done.clone(),
        };
        let stored = match acts.iter().find(|act| matches!(act, Act::Stored500 { .. } | Act::Unstored500 { .. })) {
            Some(Act::Stored500 { .. }) => Some(reply.clone()),
            Some(_) => None,
            // A request that was refused for its parameters has not begun, and nothing is kept of it.
            None => Some(done).filter(|done| applied && done.status != 400),
        };
        if let Some(key) = key {
            self.settle_key(key, stored);
        }
        reply
    }

    fn journal_exchange(&mut self, request: &Request, acts: &[Act], reply: &Reply) {
        let at_s = self.now_s();
        self.journal.exchange(at_s, request, acts, reply);
    }
}

fn server_error() -> Reply {
    Reply::error(500, "server_error", "something went wrong")
}

/// The bad answers that leave the books alone.
fn unapplied(act: &Act) -> Option<Reply> {
    match act {
        Act::Html502 { applied: false } => Some(bad_gateway()),
        Act::BadJson { applied: false } => Some(bad_json(200)),
        Act::Redirect => Some(Reply::html(302, String::new()).with("location", "/v1/elsewhere")),
        Act::Stored500 { applied: false } | Act::Unstored500 { applied: false } => Some(server_error()),
        _ => None,
    }
}

fn bad_gateway() -> Reply {
    Reply::html(502, "<html><body><h1>502 Bad Gateway</h1></body></html>".into())
}

fn bad_json(status: u16) -> Reply {
    let mut reply = Reply::json(status, &Value::Null);
    reply.body = "{\"id\": \"sp_".into();
    reply
}

/// Makes of a good answer the bad one that a plan wants.
fn disguise(acts: &[Act], reply: Reply) -> Reply {
    let mut seen = reply;
    for act in acts {
        match act {
            Act::Html502 { applied: true } => seen = bad_gateway(),
            Act::BadJson { applied: true } => seen = bad_json(seen.status),
            Act::DropAfterApply | Act::HangAfterApply { .. } => seen.ending = Ending::Dropped,
            Act::Rst { .. } => seen.ending = Ending::Reset,
            Act::TruncateBody { bytes } => seen.ending = Ending::Cut(*bytes),
            Act::CloseKeepalive => seen.ending = Ending::ClosedAfter,
            _ => {}
        }
    }
    seen
}
