//! `/admin/v1`: what staff and programs call. Each handler's signature says which permission it needs.

use crate::Gateway;
use aide::axum::ApiRouter;

/// The routes.
pub fn routes() -> ApiRouter<Gateway> {
    ApiRouter::new()
}
