//! Where pictures are worked on: threads of their own that ask for little.
//!
//! Always true: no more pieces of work are under way than the workshop has places, so that they never take the memory or
//! the processor that a purchase needs; what cannot be taken in is refused at once; a piece of work that panics is an
//! error of its own and of nobody else's.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::{Semaphore, oneshot};

/// How much less than everything else such work asks of the processor: in steps of the system, of which there are 19.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Why a piece of work was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkshopError {
    /// Too many pieces of work wait already.
    #[error("too many pictures are worked on: come again")]
    Busy,
    /// It ended without a result.
    #[error("work on a picture ended without a result")]
    Failed,
}

/// A few places to work at.
#[derive(Clone)]
pub struct Workshop(Arc<Inner>);

struct Inner {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Workshop {
    /// With room for `places` pieces of work at once (0: half of the machine's processors, at least one), and
    /// `most_waiting` that wait for theirs.
    #[must_use]
    pub fn new(places: usize, most_waiting: usize) -> Self {
        let half = || std::thread::available_parallelism().map_or(1, |all| (all.get() / 2).max(1));
        let places = if places == 0 { half() } else { places.min(Semaphore::MAX_PERMITS) };
        let places = Arc::new(Semaphore::new(places));
        Workshop(Arc::new(Inner { places, waiting: AtomicUsize::new(0), most_waiting }))
    }

    /// Does `work` when a place is free. It is finished also when nobody waits for it any more.
    ///
    /// # Errors
    /// [`WorkshopError`].
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, WorkshopError> {
        let waiting = Waiting::enter(&self.0)?;
        let place = self.0.places.clone().acquire_owned().await.map_err(|_| WorkshopError::Failed)?;
        drop(waiting);
        let (tell, told) = oneshot::channel();
        let begun = std::thread::Builder::new().name("picture".into()).spawn(move || {
            step_back();
            let done = catch_unwind(AssertUnwindSafe(work));
            drop(place);
            // whoever asked may be gone
            let _heard = tell.send(done.map_err(|_| WorkshopError::Failed));
        });
        if let Err(cause) = begun {
            tracing::warn!(%cause, "no thread for a picture");
            return Err(WorkshopError::Busy);
        }
        told.await.unwrap_or(Err(WorkshopError::Failed))
    }
}

/// Lets everything else go first. Where that cannot be said the work is done all the same.
fn step_back() {
    #[cfg(target_os = "linux")]
    let _said = rustix::process::nice(NICE);
}

struct Waiting<'a>(&'a Inner);

impl<'a> Waiting<'a> {
    fn enter(inner: &'a Inner) -> Result<Self, WorkshopError> {
        let before = inner.waiting.fetch_add(1, Ordering::AcqRel);
        let waiting = Waiting(inner);
        if before >= inner.most_waiting.max(1) { Err(WorkshopError::Busy) } else { Ok(waiting) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}
