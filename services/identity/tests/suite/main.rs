//! Identity, through its contract, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod customers;
mod factors;
mod keys;
mod limits;
mod mails;
mod roles;
mod sealed;
mod sessions;
mod signing;
mod staff;
mod stored;

use infrasell_contracts::identity::{
    Authenticate, Authenticated, CreateStaff, Identity, IdentityError, SignIn, SignedIn, Staff, StaffInput, StaffPatch,
    UpdateStaff,
};
use infrasell_db::testing::{TestDb, assert_all_prepare, engines};
use infrasell_identity::{Deps, IdentityService, KeySource, MIGRATIONS, MasterKeys, SealError};
use infrasell_kernel::{ChannelId, PageRequest, Permission, StaffId};
use infrasell_rpc::{Caller, Cx, Fault};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// The password of everybody in these tests.
const PASSWORD: &str = "correct horse battery";

/// Identity on a database of its own.
struct House {
    db: TestDb,
    identity: Arc<IdentityService>,
}

/// A fresh one on each engine.
async fn houses() -> Vec<House> {
    let mut all = vec![];
    for db in engines(&[MIGRATIONS]).await {
        let identity = open(&db.db);
        identity.bootstrap(&cx()).await.unwrap();
        all.push(House { db, identity });
    }
    all
}

fn open(db: &infrasell_db::Db) -> Arc<IdentityService> {
    open_under(db, Arc::new(Held::of(KEY)))
}

/// With these master keys.
fn open_under(db: &infrasell_db::Db, keys: Arc<Held>) -> Arc<IdentityService> {
    let shared = Arc::new(infrasell_engines::shared::Embedded::new(db.env().clock.clone()));
    infrasell_identity::open(Deps { db: db.clone(), env: db.env().clone(), issuer: "the shop".into(), shared, keys })
}

/// The master key of these tests.
const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Master keys in memory.
struct Held(Mutex<String>);

impl Held {
    fn of(text: &str) -> Held {
        Held(Mutex::new(text.into()))
    }

    fn set(&self, text: &str) {
        *self.0.lock().unwrap() = text.into();
    }
}

impl KeySource for Held {
    fn read(&self) -> Result<Option<MasterKeys>, SealError> {
        let text = self.0.lock().unwrap();
        if text.is_empty() { Ok(None) } else { MasterKeys::parse(&text).map(Some) }
    }

    fn make(&self, keys: MasterKeys) -> Result<MasterKeys, SealError> {
        self.set(&keys.text());
        Ok(keys)
    }

    fn place(&self) -> String {
        "the test's memory".into()
    }
}

fn cx() -> Cx {
    Cx::system("test", "req_1")
}

fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..cx() }
}

fn by(caller: Caller) -> Cx {
    Cx { caller, ..cx() }
}

/// A member of staff who may do this, in these channels.
fn somebody(id: i64, permissions: &[Permission], channels: Option<&[i64]>) -> Caller {
    let channels = channels.map(|ids| ids.iter().copied().map(ChannelId::from_i64).collect());
    Caller::Staff { id: StaffId::from_i64(id), permissions: permissions.iter().copied().collect(), channels }
}

fn limit(limit: u32) -> PageRequest {
    PageRequest { limit: Some(limit), after: None }
}

fn person(email: &str, roles: &[&str]) -> CreateStaff {
    let json = json!({ "email": email, "name": "Asha Rao", "password": PASSWORD, "roles": roles });
    CreateStaff { staff: serde_json::from_value::<StaffInput>(json).unwrap() }
}

fn patch(json: serde_json::Value) -> StaffPatch {
    serde_json::from_value(json).unwrap()
}

fn cannot_grant<T>(permission: &str) -> Result<T, IdentityError> {
    Err(IdentityError::CannotGrant { permission: permission.into() })
}

/// The bad fields of an answer as `path code`, in order.
fn bad_fields<T: std::fmt::Debug>(answer: Result<T, IdentityError>) -> Vec<String> {
    match answer {
        Err(IdentityError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|e| format!("{} {}", e.path, e.code)).collect()
        }
        other => panic!("not refused for its fields: {other:?}"),
    }
}

/// A sign-in by bearer token.
fn sign_in(email: &str, password: &str) -> SignIn {
    serde_json::from_value(json!({ "email": email, "password": password })).unwrap()
}

/// A guest at a network address.
fn guest(address: &str) -> Cx {
    by(Caller::Guest { address: Some(address.into()) })
}

impl House {
    async fn add(&self, email: &str, roles: &[&str]) -> Staff {
        self.identity.create_staff(&cx(), person(email, roles)).await.unwrap()
    }

    async fn change(&self, cx: &Cx, id: StaffId, json: serde_json::Value) -> Result<Staff, IdentityError> {
        self.identity.update_staff(cx, UpdateStaff { id, patch: patch(json), if_version: None }).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, IdentityError> {
        self.identity.sign_in(&cx(), sign_in(email, password)).await
    }

    async fn authenticate(&self, secret: &str) -> Result<Authenticated, IdentityError> {
        self.identity.authenticate(&cx(), Authenticate { secret: secret.into() }).await
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    assert_all_prepare(&[MIGRATIONS]).await;
}
