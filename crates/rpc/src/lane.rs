//! The way to one service at a peer: its breaker, its share of calls at once, its token.
//!
//! Always true: no more calls at once than configured, and no more wait than configured; who finds the queue full is
//! refused at once. Lanes are of services and not of processes, because services call each other in one direction only:
//! with one share for all that a process serves, calls that wait for calls could hold it all and wait for ever.

use crate::{
    breaker::Breaker,
    guard::showing,
    keys::Keyring,
    token::{RENEWED_AFTER_S, SharedSecret, issue},
};
use axum::http::HeaderValue;
use infrasell_kernel::Timestamp;
use infrasell_metrics::{
    Gauge, Level,
    catalogue::{BREAKERS_OPEN, CALLS_IN_FLIGHT, CALLS_WAITING},
};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A token that is handed out for a while.
struct Issued {
    header: HeaderValue,
    from: Timestamp,
    until: Timestamp,
    /// The secrets of when it was made, and which of them signed.
    secrets: Arc<[SharedSecret]>,
    which: usize,
}

pub(crate) struct Lane {
    pub(crate) service: &'static str,
    pub(crate) breaker: Breaker,
    slots: Semaphore,
    waiting: AtomicUsize,
    most_waiting: usize,
    /// What a call took of late, microseconds, smoothed.
    typical_us: AtomicU64,
    token: Mutex<Option<Issued>>,
    in_flight_shown: &'static Gauge,
    waiting_shown: &'static Gauge,
}

/// A place among the calls that run.
pub(crate) struct Slot<'a>(#[expect(dead_code, reason = "held, not read")] (SemaphorePermit<'a>, Level<'a>));

/// One that waits; counted until it goes.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

impl Lane {
    pub(crate) fn new(peer: &str, service: &'static str, at_once: usize, most_waiting: usize) -> Self {
        let labels = [peer, service];
        Lane {
            service,
            breaker: Breaker::new(BREAKERS_OPEN.with(&labels)),
            slots: Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS)),
            waiting: AtomicUsize::new(0),
            most_waiting,
            typical_us: AtomicU64::new(0),
            token: Mutex::default(),
            in_flight_shown: CALLS_IN_FLIGHT.with(&labels),
            waiting_shown: CALLS_WAITING.with(&labels),
        }
    }

    /// A place, at once or when one gets free within `time`; `None` when too many wait or the time is up.
    pub(crate) async fn enter(&self, time: Duration) -> Option<Slot<'_>> {
        let permit = match self.slots.try_acquire() {
            Ok(permit) => permit,
            Err(_) => self.wait(time).await?,
        };
        Some(Slot((permit, self.in_flight_shown.up())))
    }

    async fn wait(&self, time: Duration) -> Option<SemaphorePermit<'_>> {
        let before = self.waiting.fetch_add(1, Relaxed);
        let waiting = Waiting(&self.waiting);
        if before >= self.most_waiting {
            return None;
        }
        let shown = self.waiting_shown.up();
        let permit = tokio::time::timeout(time, self.slots.acquire()).await;
        drop((waiting, shown));
        permit.ok()?.ok()
    }

    /// Notes how long an answer took.
    pub(crate) fn took(&self, time: Duration) {
        let new = u64::try_from(time.as_micros()).unwrap_or(u64::MAX).min(60_000_000);
        let old = self.typical_us.load(Relaxed);
        self.typical_us.store((old * 7 + new) / 8, Relaxed);
    }

    /// How long an answer takes, as far as is known.
    pub(crate) fn typical(&self) -> Duration {
        Duration::from_micros(self.typical_us.load(Relaxed))
    }

    /// The header that lets a call in at `now`.
    pub(crate) fn token(&self, keys: &Keyring, issuer: &str, now: Timestamp) -> Option<HeaderValue> {
        let secrets = keys.secrets();
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of_now = |issued: &Issued| Arc::ptr_eq(&issued.secrets, &secrets);
        if let Some(issued) = token.as_ref().filter(|t| is_of_now(t) && t.from <= now && now < t.until) {
            return Some(issued.header.clone());
        }
        let which = token.as_ref().filter(|t| is_of_now(t)).map_or(0, |issued| issued.which);
        let issued = make(&secrets, which, issuer, self.service, now)?;
        Some(token.insert(issued).header.clone())
    }

    /// The peer does not know the secret that signed (while it is exchanged): the next one has its turn.
    pub(crate) fn refused(&self) {
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(issued) = token.as_mut() {
            issued.which = (issued.which + 1) % issued.secrets.len().max(1);
            issued.until = issued.from;
        }
    }
}

fn make(secrets: &Arc<[SharedSecret]>, which: usize, issuer: &str, service: &str, now: Timestamp) -> Option<Issued> {
    let header = showing(&issue(secrets.get(which)?, issuer, service, now))?;
    let until = now.plus(Duration::from_secs(RENEWED_AFTER_S.unsigned_abs()));
    Some(Issued { header, from: now, until, secrets: secrets.clone(), which })
}
