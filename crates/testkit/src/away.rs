//! Services that are away: whoever asks for one of them finds nobody who answers.

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// Which services are away now, and with them all else in their process: by the edge or by another service nothing of it is
/// called, and its events are not heard.
#[derive(Debug, Clone, Default)]
pub struct Away(Arc<Mutex<BTreeSet<String>>>);

impl Away {
    /// Takes `service` away, as it is called on the wire.
    pub fn take(&self, service: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(service.to_owned());
    }

    /// Lets every service come back.
    pub fn back(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What a process with these services serves to others, as long as none of them is away.
    pub(crate) fn over(&self, services: &[&str], routes: Router) -> Router {
        let services: Arc<[String]> = services.iter().map(|service| (*service).to_owned()).collect();
        routes.layer(from_fn_with_state((self.clone(), services), refuse))
    }

    fn has(&self, services: &[String]) -> bool {
        let away = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        services.iter().any(|service| away.contains(service))
    }
}

async fn refuse(State((away, services)): State<(Away, Arc<[String]>)>, request: Request, next: Next) -> Response {
    // what a proxy says of a process that is gone
    if away.has(&services) { StatusCode::BAD_GATEWAY.into_response() } else { next.run(request).await }
}
