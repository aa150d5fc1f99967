//! One piece of work for all who want its result at the same time.
//!
//! Always true: work that was begun comes to its end also when everybody who asked for it has gone; a result is forgotten
//! with its work, so that a failure is nobody's but theirs who waited for it.

use crate::answer::Failure;
use bytes::Bytes;
use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use infrasell_images::{ImageError, WorkshopError};
use infrasell_rpc::Fault;
use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Why there is no result.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// The picture, or the form of it.
    Image(ImageError),
    /// Where it is made.
    Workshop(WorkshopError),
    /// Anything else.
    Failed(Box<Failure>),
}

impl From<ImageError> for Trouble {
    fn from(error: ImageError) -> Self {
        Trouble::Image(error)
    }
}
impl From<WorkshopError> for Trouble {
    fn from(error: WorkshopError) -> Self {
        Trouble::Workshop(error)
    }
}

type Outcome = Result<Bytes, Trouble>;
type Underway = HashMap<String, Shared<BoxFuture<'static, Outcome>>>;

/// What is being made.
#[derive(Default, Clone)]
pub(crate) struct Flights(Arc<Mutex<Underway>>);

impl Flights {
    /// The result of `work`, or of what is under way under this name.
    pub(crate) async fn once(&self, name: String, work: impl Future<Output = Outcome> + Send + 'static) -> Outcome {
        let flight = {
            let mut underway = self.underway();
            match underway.get(&name) {
                Some(flight) => flight.clone(),
                None => {
                    let flight = self.begin(name.clone(), work);
                    underway.insert(name, flight.clone());
                    flight
                }
            }
        };
        flight.await
    }

    fn begin(
        &self,
        name: String,
        work: impl Future<Output = Outcome> + Send + 'static,
    ) -> Shared<BoxFuture<'static, Outcome>> {
        let landing = Landing { flights: self.clone(), name };
        let task = tokio::spawn(async move {
            let _landing = landing;
            work.await
        });
        let lost = |cause| Err(Trouble::Failed(Box::new(Fault::internal(cause).into())));
        task.map(move |outcome| outcome.unwrap_or_else(lost)).boxed().shared()
    }

    fn underway(&self) -> MutexGuard<'_, Underway> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a flight off the list, however it ends.
struct Landing {
    flights: Flights,
    name: String,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.flights.underway().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn bytes(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    #[tokio::test]
    async fn what_a_hundred_ask_for_at_once_is_made_once() {
        let flights = Flights::default();
        let (made, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(tokio::sync::Semaphore::new(0)));
        let tasks: Vec<_> = (0..100)
            .map(|_| {
                let (flights, made, gate) = (flights.clone(), made.clone(), gate.clone());
                tokio::spawn(async move {
                    let work = async move {
                        let _open = gate.acquire().await;
                        made.fetch_add(1, Ordering::SeqCst);
                        Ok(bytes("form"))
                    };
                    flights.once("a".into(), work).await
                })
            })
            .collect();
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        gate.add_permits(1);
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap(), bytes("form"));
        }
        assert_eq!(made.load(Ordering::SeqCst), 1);
        assert!(flights.underway().is_empty());
    }

    #[tokio::test]
    async fn a_failure_is_not_remembered_and_a_panic_is_one() {
        let flights = Flights::default();
        let failed = flights.once("a".into(), async { Err(WorkshopError::Busy.into()) }).await;
        assert!(matches!(failed, Err(Trouble::Workshop(WorkshopError::Busy))));
        let lost = flights.once("a".into(), async { panic!("work that breaks") }).await;
        assert!(matches!(lost, Err(Trouble::Failed(failure)) if failure.problem.status == 500));
        assert_eq!(flights.once("a".into(), async { Ok(bytes("b")) }).await.unwrap(), bytes("b"));
    }

    #[tokio::test]
    async fn work_ends_also_when_nobody_waits() {
        let flights = Flights::default();
        let (tell, told) = tokio::sync::oneshot::channel();
        let work = async move {
            tokio::task::yield_now().await;
            tell.send(()).unwrap();
            Ok(bytes("form"))
        };
        let asked = flights.once("a".into(), work);
        // asked once, and gone
        assert!(asked.now_or_never().is_none());
        told.await.unwrap();
    }
}
