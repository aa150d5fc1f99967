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

/// Which services are away now; nothing of theirs is called, by the edge or by another service.
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

    /// The contracts in `routes`, as long as they are not away.
    pub fn over(&self, routes: Router) -> Router {
        routes.layer(from_fn_with_state(self.clone(), refuse))
    }

    fn has(&self, path: &str) -> bool {
        let service = path.trim_start_matches('/').split('.').next().unwrap_or("");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(service)
    }
}

async fn refuse(State(away): State<Away>, request: Request, next: Next) -> Response {
    // what a proxy says of a process that is gone
    if away.has(request.uri().path()) { StatusCode::BAD_GATEWAY.into_response() } else { next.run(request).await }
}
