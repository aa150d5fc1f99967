//! Delivery: one task a subscription, its events in order.

use super::{Shared, origin::Origin};
use crate::{
    Db, DbError, Event, Job, JobHandler, JobOutcome, JobSpec, Json, Subscription,
    outbox::{News, Placed},
    sql, v,
};
use async_trait::async_trait;
use futures_util::FutureExt;
use infrasell_kernel::{JobId, Timestamp};
use infrasell_metrics::catalogue::{EVENT_SECONDS, EVENTS};
use infrasell_rpc::{
    Cx, Fault,
    trace::{Here, SpanKind, TraceCx, span, within},
};
use std::{
    borrow::Cow,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

/// Events that are read at once.
const BATCH: i64 = 100;
/// A place in the outbox is written down this long after it was reached: what a killed process has delivered since is
/// delivered once more.
const SAVE_AFTER: Duration = Duration::from_millis(250);
/// Events of other topics that are passed over before that is written down.
const SAVE_SKIPPED: i64 = 1_000;

const CREATE: &str = sql!(
    "INSERT INTO db_subscription (name, position, attempts, next_at) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING"
);
const TAKE: &str = sql!(
    "UPDATE db_subscription SET runner = $2 WHERE name = $1 AND (runner IS NULL OR runner = $2)
     RETURNING position, attempts, next_at"
);
const LOOK: &str = sql!("SELECT position, attempts, next_at, runner FROM db_subscription WHERE name = $1");
const SAVE: &str = sql!(
    "UPDATE db_subscription SET position = $3, attempts = $4, next_at = $5, last_error = $6
     WHERE name = $1 AND runner = $2"
);
const BURY: &str = sql!(
    "INSERT INTO db_job (id, kind, payload, state, run_at, attempts, created_at, last_error)
     VALUES ($1, $2, $3, 'dead', $4, $5, $4, $6)"
);

/// How far a subscription has come, as the process that holds it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    position: i64,
    /// What the database knows of `position`.
    saved: i64,
    /// Since when it is to be told of a delivery.
    unsaved_since: Option<Instant>,
    /// Failed tries of the next event.
    attempts: u32,
    next_at: Timestamp,
}

impl Place {
    /// What the database knows of it.
    pub(super) fn saved(&self) -> i64 {
        self.saved
    }
}

/// A subscription at one origin.
struct Lane {
    subscription: Subscription,
    origin: Arc<Origin>,
    /// Where its position is; empty while nothing is known of another process.
    row: String,
}

enum Next {
    /// There is more to do.
    Go,
    /// Nothing to do until something happens.
    Idle,
    /// The next event is tried again then.
    At(Timestamp),
}

pub(super) fn dead_letter_kind(subscription: &Subscription) -> String {
    format!("event:{}", subscription.name)
}

/// Makes subscriptions known to the database; `head` is the last place in the outbox.
pub(super) async fn create(db: &Db, subscriptions: &[Subscription], head: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    for subscription in subscriptions {
        let start = if subscription.from_now { head } else { 0 };
        tx.queue(CREATE, &v![&subscription.name, start])?;
    }
    tx.commit().await
}

/// Serves one subscription until the runner stops.
pub(super) async fn serve(shared: Arc<Shared>, subscription: Subscription, origin: Arc<Origin>) {
    let mut pulse = origin.pulse.subscribe();
    let mut lane = Lane { subscription, origin, row: String::new() };
    let mut place = None;
    while !shared.is_stopping() {
        let news = pulse.borrow_and_update().clone();
        let went = step(&shared, &mut lane, &mut place, &news).await;
        keep(&shared, &lane, place);
        let wait = match went {
            Ok(Next::Go) => continue,
            // held by another process, which may die without a word
            Ok(Next::Idle) if place.is_none() => shared.options.poll,
            Ok(Next::Idle) => place
                .and_then(|place| place.unsaved_since)
                .map_or(Duration::from_secs(60), |since| SAVE_AFTER.saturating_sub(since.elapsed())),
            Ok(Next::At(time)) => time.since(shared.db.now()),
            Err(error) => {
                tracing::warn!(subscription = lane.subscription.name, %error, "events wait");
                place = None;
                keep(&shared, &lane, place);
                shared.pause(shared.options.poll).await;
                continue;
            }
        };
        tokio::select! {
            _ = pulse.changed() => {}
            () = shared.pause(wait) => {}
        }
    }
    if let Some(place) = &mut place
        && let Err(error) = save(&shared, &lane, place).await
    {
        tracing::warn!(subscription = lane.subscription.name, %error, "the last events are delivered once more");
    }
}

/// Lets the others of this process see how far the subscription has come.
fn keep(shared: &Shared, lane: &Lane, place: Option<Place>) {
    let mut places = shared.places();
    match place {
        Some(place) => drop(places.insert(lane.row.clone(), place)),
        None => drop(places.remove(&lane.row)),
    }
}

/// Finds the row of the position; begins anew when another process is a different one than before.
async fn find(shared: &Shared, lane: &mut Lane, held: &mut Option<Place>, news: &News) -> Result<bool, DbError> {
    let Some(row) = lane.origin.row(&lane.subscription, news) else { return Ok(false) };
    if row != lane.row {
        if lane.origin.is_far() {
            let start = if lane.subscription.from_now { news.head } else { 0 };
            shared.db.exec(CREATE, &v![&row, start]).await?;
        }
        keep(shared, lane, None);
        (lane.row, *held) = (row, None);
    }
    Ok(true)
}

async fn step(shared: &Shared, lane: &mut Lane, held: &mut Option<Place>, news: &News) -> Result<Next, DbError> {
    if !find(shared, lane, held, news).await? {
        return Ok(Next::Idle);
    }
    let lane = &*lane;
    if held.is_none() {
        *held = take(shared, lane).await?;
    }
    let Some(place) = held else { return Ok(Next::Idle) };
    if lane.origin.is_far() && news.head < place.position {
        // it was put back to an earlier state, and gives its positions to other events
        (place.position, place.saved) = (0, 0);
    }
    if place.next_at > shared.db.now() {
        return Ok(Next::At(place.next_at));
    }
    if news.head > place.position {
        let (events, all_read) = unread(shared, lane, place.position, news).await?;
        for Placed { seq, event, trace } in &*events {
            if shared.is_stopping() {
                return Ok(Next::Idle);
            }
            if let Err(fault) = deliver(&lane.subscription, event, *trace).await {
                return failed(shared, lane, place, *seq, event, fault).await;
            }
            (place.position, place.attempts) = (*seq, 0);
            place.unsaved_since.get_or_insert_with(Instant::now);
            save_when_due(shared, lane, place).await?;
        }
        if all_read {
            place.position = news.head;
        } else {
            return Ok(Next::Go);
        }
    }
    save_when_due(shared, lane, place).await?;
    Ok(Next::Idle)
}

/// The next events, and whether there are no more of them: out of the news, when they go back far enough.
async fn unread<'n>(
    shared: &Shared,
    lane: &Lane,
    position: i64,
    news: &'n News,
) -> Result<(Cow<'n, [Placed]>, bool), DbError> {
    let topics = &lane.subscription.topics;
    if position < news.after {
        let events = lane.origin.after(&shared.db, position, news.head, topics, BATCH).await?;
        let all_read = i64::try_from(events.len()) != Ok(BATCH);
        return Ok((events.into(), all_read));
    }
    let is_next = |placed: &&Placed| placed.seq > position && topics.contains(&placed.event.topic);
    Ok((news.events.iter().filter(is_next).cloned().collect(), true))
}

/// Takes the subscription when nobody else holds it.
async fn take(shared: &Shared, lane: &Lane) -> Result<Option<Place>, DbError> {
    let name = &lane.row;
    let holder: Option<i64> = shared.db.one(LOOK, &v![name], |row| row.get(3)).await?;
    if holder.is_some_and(|runner| runner != shared.id) {
        return Ok(None);
    }
    let mut tx = shared.db.begin().await?;
    let place = tx
        .opt(TAKE, &v![name, shared.id], |row| {
            let position = row.next()?;
            Ok(Place { position, saved: position, unsaved_since: None, attempts: row.next()?, next_at: row.next()? })
        })
        .await?;
    tx.commit().await?;
    Ok(place)
}

async fn deliver(subscription: &Subscription, event: &Event, trace: Option<TraceCx>) -> Result<(), Fault> {
    let cx = Cx::system(subscription.name.clone(), event.id.to_string());
    let here = Here { request_id: cx.request_id.as_str().into(), trace };
    let began = Instant::now();
    let handled = AssertUnwindSafe(subscription.handler.handle(&cx, event)).catch_unwind();
    let handled = tokio::time::timeout(subscription.policy.time_limit, handled);
    let facts = |failed| (vec![("topic", event.topic.clone())], failed);
    let name = format!("event {}", subscription.name);
    let handled = span(name, SpanKind::Consumer, handled, |result| facts(!matches!(result, Ok(Ok(Ok(()))))));
    let result = match within(here, handled).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(Fault::internal("the handler panicked")),
        Err(_) => Err(Fault::TimedOut),
    };
    EVENT_SECONDS.with(&[&subscription.name]).took(began.elapsed());
    if result.is_ok() {
        EVENTS.with(&[&subscription.name, "done"]).add(1);
    }
    result
}

/// Writes the place down when that is due, or when many events of other topics were passed over.
async fn save_when_due(shared: &Shared, lane: &Lane, place: &mut Place) -> Result<(), DbError> {
    let is_due = place.unsaved_since.is_some_and(|since| since.elapsed() >= SAVE_AFTER);
    if is_due || place.position - place.saved > SAVE_SKIPPED {
        save(shared, lane, place).await?;
    }
    Ok(())
}

async fn save(shared: &Shared, lane: &Lane, place: &mut Place) -> Result<(), DbError> {
    if place.position > place.saved {
        write(shared, lane, place, None).await?;
        (place.saved, place.unsaved_since) = (place.position, None);
    }
    Ok(())
}

async fn write(shared: &Shared, lane: &Lane, place: &Place, error: Option<&str>) -> Result<(), DbError> {
    let values = v![&lane.row, shared.id, place.position, place.attempts, place.next_at, error];
    let held = shared.db.exec(SAVE, &values).await? == 1;
    if held { Ok(()) } else { Err(DbError::other("another process has taken the subscription over")) }
}

/// Notes a failed try; after the last one the event becomes a dead letter and the next one follows.
async fn failed(
    shared: &Shared,
    lane: &Lane,
    place: &mut Place,
    seq: i64,
    event: &Event,
    fault: Fault,
) -> Result<Next, DbError> {
    let subscription = &lane.subscription;
    let policy = subscription.policy;
    let why = describe(&fault);
    let now = shared.db.now();
    place.attempts += 1;
    tracing::warn!(subscription = subscription.name, event = %event.id, attempt = place.attempts, why, "an event failed");
    if place.attempts < policy.attempts {
        EVENTS.with(&[&subscription.name, "failed"]).add(1);
        place.next_at = now.plus(policy.delay(place.attempts, chance(&shared.db)));
        write(shared, lane, place, Some(&why)).await?;
        (place.saved, place.unsaved_since) = (place.position, None);
        return Ok(Next::At(place.next_at));
    }
    EVENTS.with(&[&subscription.name, "dead"]).add(1);
    let tries = place.attempts;
    *place = Place { position: seq, saved: seq, unsaved_since: None, attempts: 0, next_at: now };
    let mut tx = shared.db.begin().await?;
    let id: JobId = tx.next_id().await?;
    tx.queue(BURY, &v![id, dead_letter_kind(subscription), Json(event), now, tries, &why])?;
    let values = v![&lane.row, shared.id, seq, 0, now, &why];
    if tx.exec(SAVE, &values).await? == 0 {
        return Err(DbError::other("another process has taken the subscription over"));
    }
    tx.commit().await?;
    Ok(Next::Go)
}

/// The error for people who look after the shop: with the cause that callers do not see.
pub(super) fn describe(fault: &Fault) -> String {
    match fault {
        Fault::Internal { cause } => format!("internal error: {cause}"),
        other => other.to_string(),
    }
}

/// Something random, for the spread of waits.
pub(super) fn chance(db: &Db) -> u16 {
    let mut bytes = [0; 2];
    db.env().random.fill(&mut bytes);
    u16::from_le_bytes(bytes)
}

/// Whether an event of this origin is due for the subscription that it has not had.
pub(super) async fn is_behind(shared: &Shared, subscription: &Subscription, origin: &Origin) -> Result<bool, DbError> {
    let db = &shared.db;
    let Some(part) = origin.part(subscription) else { return Ok(false) };
    let row = origin.row(subscription, &origin.pulse.borrow());
    let Some(row) = row else { return Ok(true) };
    let held = shared.places().get(&row).map(|place| (place.position, place.next_at));
    let known = match held {
        Some(place) => Some(place),
        None => db.opt(LOOK, &v![&row], |row| Ok((row.get::<i64>(0)?, row.get::<Timestamp>(2)?))).await?,
    };
    let Some((position, next_at)) = known else { return Ok(true) };
    if next_at > db.now() {
        return Ok(false);
    }
    origin.has_more(db, position, &part.topics).await
}

/// Delivers a dead letter again, as a job.
struct DeadLetter(Subscription);

pub(super) fn dead_letter_spec(subscription: &Subscription) -> JobSpec {
    let handler = Arc::new(DeadLetter(subscription.clone()));
    JobSpec::new(&dead_letter_kind(subscription), handler).policy(subscription.policy)
}

#[async_trait]
impl JobHandler for DeadLetter {
    async fn run(&self, _: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        deliver(&self.0, &job.decode()?, job.trace).await.map(|()| JobOutcome::Done)
    }
}
