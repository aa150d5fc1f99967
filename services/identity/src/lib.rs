//! Staff, roles, API keys; customers' accounts; sessions and tokens of both. Owns the tables `identity_*` and, with them, every credential.
//!
//! Always true: a secret is 256 random bits and is kept as its SHA-256 only, a password as argon2id only, and what has to be
//! computed with (signing keys, second factors) is sealed with a key that is not in the database; none of them is ever logged, shown by `Debug`, or stored with an idempotent answer; whoever is revoked, switched off or past his time
//! is refused from the next call on; nobody gives away a permission or a channel that he does not have; there is always
//! an active owner once there was one.

mod attempts;
mod check;
mod grant;
mod jobs;
mod jwt;
mod passwords;
mod recent;
mod roles;
mod secret;
mod service;
mod store;
mod totp;

pub use attempts::{
    ATTEMPT_WINDOW, LONG_WINDOW, MAIL_WINDOW, MOST_ATTEMPTS, MOST_CODES, MOST_FROM_ONE_PLACE, MOST_MAILS,
    MOST_MAILS_FROM_ONE_PLACE,
};
pub use infrasell_seal::{KeySource, MOST_MASTER_KEYS, MasterKeys, SealError};
pub use jwt::{ACCESS_LIFE, AUDIENCE};
pub use roles::OWNER;
pub use service::{
    CUSTOMER_SESSION_IDLE, CUSTOMER_SESSION_LIFE, IdentityService, MOST_CUSTOMER_SESSIONS, MOST_SESSIONS,
    PUBLISHED_AHEAD, RESET_LIFE, RING_FRESH, SESSION_IDLE, SESSION_LIFE, SIGNING_KEY_LIFE, VERIFY_LIFE,
};

use infrasell_db::{Db, Migration};
use infrasell_engines::shared::Shared;
use infrasell_kernel::Env;
use std::sync::Arc;

/// The schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { service: "identity", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") },
    Migration {
        service: "identity",
        version: 2,
        name: "customers",
        sql: include_str!("../migrations/0002_customers.sql"),
    },
    Migration {
        service: "identity",
        version: 3,
        name: "storefront_tokens",
        sql: include_str!("../migrations/0003_storefront_tokens.sql"),
    },
];

/// What identity stands on.
pub struct Deps {
    /// Where its tables are.
    pub db: Db,
    /// The time, and randomness for secrets and salts.
    pub env: Env,
    /// Who issues access tokens: the `iss` in them.
    pub issuer: String,
    /// Where attempts are counted; it counts here while others cannot be reached.
    pub shared: Arc<dyn Shared>,
    /// What seals the secrets that have to be computed with.
    pub keys: Arc<dyn KeySource>,
}

/// Opens the service. Its builtin roles are [`IdentityService::bootstrap`]'s.
#[must_use]
pub fn open(deps: Deps) -> Arc<IdentityService> {
    Arc::new(IdentityService::new(deps))
}

/// The names of the master keys that secrets in this database are sealed with, and how many each; `None` counts those that
/// are not sealed yet. Opens nothing.
///
/// # Errors
/// What the database says.
pub async fn sealed_with(db: &Db) -> Result<std::collections::BTreeMap<Option<String>, usize>, infrasell_rpc::Fault> {
    service::sealed_with(db).await
}
