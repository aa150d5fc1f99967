//! The contract, and the only place that begins a transaction. What each noun's methods do stands in its own file.

mod accounts;
mod books;
mod contract;
mod customers;
mod factors;
mod keys;
mod mails;
mod roles;
mod sealing;
mod sessions;
mod signing;
mod staff;
mod storefront_tokens;

pub use customers::{CUSTOMER_SESSION_IDLE, CUSTOMER_SESSION_LIFE, MOST_CUSTOMER_SESSIONS};
pub(crate) use mails::{Asked, MAIL_JOB};
pub use mails::{RESET_LIFE, VERIFY_LIFE};
pub(crate) use sealing::sealed_with;
pub use sessions::{MOST_SESSIONS, SESSION_IDLE, SESSION_LIFE};
pub use signing::{PUBLISHED_AHEAD, RING_FRESH, SIGNING_KEY_LIFE};

use crate::{Deps, attempts::Throttles, passwords::Passwords, recent::Recent, store::storefront_token};
use infrasell_contracts::identity::{IdentityError, StorefrontToken};
use infrasell_db::{Db, Kept};
use infrasell_kernel::Env;
use infrasell_rpc::{Caller, Cx, Fault};
use infrasell_seal::Keyring;
use keys::LastUses;
use signing::KeyRing;

/// Identity over its own tables.
pub struct IdentityService {
    db: Db,
    env: Env,
    passwords: Passwords,
    issuer: String,
    throttles: Throttles,
    recent: Recent,
    last_uses: LastUses,
    ring: KeyRing,
    keyring: Keyring,
    storefront_tokens: Kept<[u8; 32], Option<StorefrontToken>>,
}

impl IdentityService {
    pub(crate) fn new(deps: Deps) -> Self {
        let ring = KeyRing::over(&deps.db);
        let storefront_tokens = Kept::over(&deps.db, &[storefront_token::TABLE]);
        IdentityService {
            storefront_tokens,
            passwords: Passwords::new(deps.env.random.clone()),
            db: deps.db,
            env: deps.env,
            issuer: deps.issuer,
            throttles: Throttles::new(&deps.shared),
            recent: Recent::default(),
            last_uses: LastUses::default(),
            ring,
            keyring: Keyring::new(deps.keys),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    pub(crate) fn env(&self) -> &Env {
        &self.env
    }

    /// Makes the first signing keys and the builtin roles, or brings them to what this build says. Called once the schema is in place, by every
    /// replica that starts.
    ///
    /// # Errors
    /// What the database says, or what is wrong with the master key.
    pub async fn bootstrap(&self, _cx: &Cx) -> Result<(), IdentityError> {
        self.put_builtin_roles().await?;
        self.unlock().await?;
        self.put_signing_keys().await?;
        // also what another replica has put down meanwhile, under a master key that ought to be the same
        self.seal_anew().await?;
        Ok(())
    }

    /// How many password hashes this process has computed since it opened: what a sign-in costs, whether the account
    /// exists or not.
    #[must_use]
    pub fn hashes_computed(&self) -> u64 {
        self.passwords.computed()
    }
}

/// Refuses a change to another version than the one that is there.
fn guarded(what: &str, ok: bool) -> Result<(), Fault> {
    if ok { Ok(()) } else { Err(Fault::Stale { what: what.into() }) }
}

/// The network address that a guest calls from.
fn address(cx: &Cx) -> Option<&str> {
    match &cx.caller {
        Caller::Guest { address } => address.as_deref(),
        _ => None,
    }
}
