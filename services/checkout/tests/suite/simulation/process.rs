//! A process that runs checkouts: it can be killed, paused, and have a clock that is wrong.

use infrasell_chaos::Chance;
use infrasell_checkout::{CheckoutService, Deps, Spawn};
use infrasell_kernel::{Clock, Env, Random, Timestamp};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    task::AbortHandle,
    time::{Instant, Sleep},
};

/// 2026-01-01T00:00:00Z.
const BASE_MICROS: i64 = 1_767_225_600_000_000;

/// The virtual time of the runtime, and by how much this clock is wrong.
pub struct SimClock {
    began: Instant,
    off_micros: AtomicI64,
}

impl SimClock {
    pub fn new(began: Instant) -> Arc<SimClock> {
        Arc::new(SimClock { began, off_micros: AtomicI64::new(0) })
    }
    pub fn put_off(&self, seconds: i64) {
        self.off_micros.store(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        let right = i64::try_from(self.began.elapsed().as_micros()).unwrap();
        Timestamp::from_micros(BASE_MICROS + right + self.off_micros.load(Ordering::SeqCst))
    }
}

/// Randomness that follows from a seed.
pub struct Seeded(Mutex<Chance>);

impl Seeded {
    pub fn new(chance: Chance) -> Arc<Seeded> {
        Arc::new(Seeded(Mutex::new(chance)))
    }
}

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut chance = self.0.lock().unwrap();
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&chance.number().to_le_bytes()[..part.len()]);
        }
    }
}

/// What lives and dies together.
#[derive(Default)]
struct Body {
    tasks: Mutex<Vec<AbortHandle>>,
    paused_until: Mutex<Option<Instant>>,
}

pub struct Process {
    pub clock: Arc<SimClock>,
    body: Arc<Body>,
    service: Mutex<Option<Arc<CheckoutService>>>,
}

impl Process {
    pub fn new(began: Instant) -> Process {
        Process { clock: SimClock::new(began), body: Arc::default(), service: Mutex::default() }
    }

    /// Starts it, as another runner than it was before.
    pub fn start(&self, deps: Deps, random: Arc<Seeded>) {
        let body = self.body.clone();
        let spawn: Spawn = Arc::new(move |work| body.spawn(work));
        let env = Env { clock: self.clock.clone(), random };
        *self.service.lock().unwrap() = Some(infrasell_checkout::open_with(Deps { env, ..deps }, spawn));
    }

    pub fn service(&self) -> Option<Arc<CheckoutService>> {
        self.service.lock().unwrap().clone()
    }

    /// Nothing of it goes on; what it has sent is on its way.
    pub fn kill(&self) {
        *self.service.lock().unwrap() = None;
        for task in self.body.tasks.lock().unwrap().drain(..) {
            task.abort();
        }
        *self.body.paused_until.lock().unwrap() = None;
    }

    /// It stands still for so long, and does not know it.
    pub fn pause(&self, time: Duration) {
        *self.body.paused_until.lock().unwrap() = Some(Instant::now() + time);
    }

    pub fn goes_on(&self) {
        *self.body.paused_until.lock().unwrap() = None;
    }

    /// Does something in this process; nothing when it dies meanwhile.
    pub async fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (tell, told) = tokio::sync::oneshot::channel();
        self.body.spawn(Box::pin(async move {
            // who asked may have gone
            let _ = tell.send(work.await);
        }));
        told.await.ok()
    }

    /// Does something in this process that nobody waits for.
    pub fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.body.spawn(Box::pin(work));
    }
}

impl Body {
    fn spawn(self: &Arc<Self>, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
        let task = tokio::spawn(Life { work, body: self.clone(), asleep: None });
        let mut tasks = self.tasks.lock().unwrap();
        tasks.retain(|task| !task.is_finished());
        tasks.push(task.abort_handle());
    }
}

/// Work that stands still while its process does.
struct Life {
    work: Pin<Box<dyn Future<Output = ()> + Send>>,
    body: Arc<Body>,
    asleep: Option<Pin<Box<Sleep>>>,
}

impl Future for Life {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let until = *self.body.paused_until.lock().unwrap();
        if let Some(until) = until.filter(|until| *until > Instant::now()) {
            let mut asleep = Box::pin(tokio::time::sleep_until(until));
            if asleep.as_mut().poll(cx).is_pending() {
                self.asleep = Some(asleep);
                return Poll::Pending;
            }
        }
        self.asleep = None;
        self.work.as_mut().poll(cx)
    }
}
