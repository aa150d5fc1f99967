//! The contract, and the only place that begins a transaction. What each noun's methods do stands in its own file.

mod contract;
mod keys;
mod roles;
mod sessions;
mod staff;

pub use sessions::{MOST_SESSIONS, SESSION_LIFE};

use crate::{Deps, attempts::Attempts, passwords::Passwords, recent::Recent};
use infrasell_contracts::identity::IdentityError;
use infrasell_db::Db;
use infrasell_kernel::Env;
use infrasell_rpc::{Cx, Fault};
use keys::LastUses;

/// Identity over its own tables.
pub struct IdentityService {
    db: Db,
    env: Env,
    passwords: Passwords,
    attempts: Attempts,
    recent: Recent,
    last_uses: LastUses,
}

impl IdentityService {
    pub(crate) fn new(deps: Deps) -> Self {
        IdentityService {
            passwords: Passwords::new(deps.env.random.clone()),
            db: deps.db,
            env: deps.env,
            attempts: Attempts::default(),
            recent: Recent::default(),
            last_uses: LastUses::default(),
        }
    }

    /// Makes the builtin roles, or brings them to what this build says. Called once the schema is in place, by every
    /// replica that starts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bootstrap(&self, _cx: &Cx) -> Result<(), IdentityError> {
        self.put_builtin_roles().await
    }

    /// How many password hashes this process has computed since it opened: what a sign-in costs, whether the account
    /// exists or not.
    #[must_use]
    pub fn hashes_computed(&self) -> u64 {
        self.passwords.computed()
    }
}

/// Refuses a change to another version than the one that is there.
fn guarded(ok: bool) -> Result<(), Fault> {
    if ok { Ok(()) } else { Err(Fault::Stale { what: "member of staff".into() }) }
}
