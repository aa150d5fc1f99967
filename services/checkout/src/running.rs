//! Which sagas run in this process, so that whoever waits for one hears at once when it rests.

use infrasell_kernel::CheckoutId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// The sagas that run here, each with how many runs there are and who is told.
#[derive(Default)]
pub(crate) struct Running(Mutex<HashMap<CheckoutId, (usize, Arc<Notify>)>>);

/// A run that is under way. When it is dropped, also by an accident, whoever waits is told.
pub(crate) struct UnderWay {
    running: Arc<Running>,
    id: CheckoutId,
}

impl Running {
    fn map(&self) -> MutexGuard<'_, HashMap<CheckoutId, (usize, Arc<Notify>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a run begins.
    pub(crate) fn enter(self: &Arc<Self>, id: CheckoutId) -> UnderWay {
        self.map().entry(id).or_default().0 += 1;
        UnderWay { running: self.clone(), id }
    }

    /// What tells when some run here ends, if there is one.
    pub(crate) fn any(&self) -> Option<Arc<Notify>> {
        self.map().values().next().map(|(_, told)| told.clone())
    }

    /// What tells when the run of this checkout ends, if there is one here.
    pub(crate) fn of(&self, id: CheckoutId) -> Option<Arc<Notify>> {
        self.map().get(&id).map(|(_, told)| told.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut map = self.running.map();
        let Some((runs, told)) = map.get_mut(&self.id) else { return };
        told.notify_waiters();
        *runs -= 1;
        if *runs == 0 {
            map.remove(&self.id);
        }
    }
}
