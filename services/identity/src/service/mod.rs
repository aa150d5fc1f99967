//! The contract, and the only place that begins a transaction. What each noun's methods do stands in its own file.

mod keys;
mod roles;
mod sessions;
mod staff;

pub use sessions::{MOST_SESSIONS, SESSION_LIFE};

use crate::{Deps, attempts::Attempts, passwords::Passwords, recent::Recent};
use infrasell_contracts::identity::{
    ApiKey, Authenticate, Authenticated, CreateApiKey, CreateRole, CreateStaff, GetStaff, Identity, IdentityError,
    ListApiKeys, ListRoles, ListStaff, NewApiKey, RevokeApiKey, Role, SignIn, SignOut, SignedIn, Staff, UpdateStaff,
};
use infrasell_db::Db;
use infrasell_kernel::{Env, Page};
use infrasell_rpc::{Cx, Fault, async_trait};
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

#[async_trait]
impl Identity for IdentityService {
    async fn authenticate(&self, _cx: &Cx, req: Authenticate) -> Result<Authenticated, IdentityError> {
        self.authenticate_secret(&req.secret).await
    }
    async fn sign_in(&self, _cx: &Cx, req: SignIn) -> Result<SignedIn, IdentityError> {
        self.begin_session(req).await
    }
    async fn sign_out(&self, cx: &Cx, req: SignOut) -> Result<(), IdentityError> {
        self.end_session(cx, req).await
    }
    async fn staff(&self, _cx: &Cx, req: ListStaff) -> Result<Page<Staff>, IdentityError> {
        self.staff_page(req).await
    }
    async fn staff_member(&self, _cx: &Cx, req: GetStaff) -> Result<Staff, IdentityError> {
        self.one_of_staff(req.id).await
    }
    async fn create_staff(&self, cx: &Cx, req: CreateStaff) -> Result<Staff, IdentityError> {
        self.add_staff(cx, req).await
    }
    async fn update_staff(&self, cx: &Cx, req: UpdateStaff) -> Result<Staff, IdentityError> {
        self.change_staff(cx, req).await
    }
    async fn roles(&self, _cx: &Cx, req: ListRoles) -> Result<Page<Role>, IdentityError> {
        self.role_page(req).await
    }
    async fn create_role(&self, cx: &Cx, req: CreateRole) -> Result<Role, IdentityError> {
        self.add_role(cx, req).await
    }
    async fn api_keys(&self, _cx: &Cx, req: ListApiKeys) -> Result<Page<ApiKey>, IdentityError> {
        self.key_page(req).await
    }
    async fn create_api_key(&self, cx: &Cx, req: CreateApiKey) -> Result<NewApiKey, IdentityError> {
        self.add_key(cx, req).await
    }
    async fn revoke_api_key(&self, cx: &Cx, req: RevokeApiKey) -> Result<ApiKey, IdentityError> {
        self.revoke_key(cx, req).await
    }
}

/// Refuses a change to another version than the one that is there.
fn guarded(ok: bool) -> Result<(), Fault> {
    if ok { Ok(()) } else { Err(Fault::Stale { what: "member of staff".into() }) }
}
