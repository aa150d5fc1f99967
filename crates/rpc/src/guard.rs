//! Who may call the contracts that this process serves to others.
//!
//! Always true: where there is a secret, whoever shows no token under it is refused with 401 before a byte of his body is
//! read, whatever the path; which service a call is for is read from its path, so a token cannot be used for another one.

use crate::{
    keys::Keyring,
    token::{self, Refusal},
};
use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use infrasell_kernel::Clock;
use infrasell_metrics::catalogue::INTERNAL_REFUSED;
use std::sync::Arc;

/// What stands before a token in its header.
const SCHEME: &str = "Bearer ";

/// The door of the internal listener.
#[derive(Clone)]
pub struct Guard(Option<(Arc<Keyring>, Arc<dyn Clock>)>);

impl Guard {
    /// Lets in who shows a token under one of the secrets.
    #[must_use]
    pub fn new(keys: Arc<Keyring>, clock: Arc<dyn Clock>) -> Self {
        Guard(Some((keys, clock)))
    }

    /// Lets everybody in: for a listener that only this machine reaches.
    #[must_use]
    pub fn open() -> Self {
        Guard(None)
    }

    /// Whether a call to `path` may go on.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn check(&self, path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some((keys, clock)) = &self.0 else { return Ok(()) };
        let token = headers.get(AUTHORIZATION).ok_or(Refusal::Missing).and_then(shown);
        let checked = token.and_then(|token| token::verify(&keys.secrets(), token, service_of(path), clock.now()));
        checked.map(drop).inspect_err(|refusal| INTERNAL_REFUSED.with(&[refusal.word()]).add(1))
    }
}

fn shown(header: &HeaderValue) -> Result<&str, Refusal> {
    header.to_str().ok().and_then(|text| text.strip_prefix(SCHEME)).ok_or(Refusal::Malformed)
}

/// The header that shows `token`.
pub(crate) fn showing(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(&format!("{SCHEME}{token}")).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// `inventory` of `/inventory.reserve` and of `inventory.reserve`.
pub(crate) fn service_of(path: &str) -> &str {
    path.trim_start_matches('/').split(['.', '/']).next().unwrap_or("")
}
