//! A database with the trail, and writes of somebody's.

use infrasell_audit::{AuditService, Deps, MIGRATIONS};
use infrasell_contracts::audit::{AuditAnchor, AuditEntry, AuditLog, AuditVerification, ListAudit, VerifyAudit};
use infrasell_db::{Db, Once, Runner, RunnerHandle, testing, testing::TestDb};
use infrasell_kernel::{PageRequest, Permissions, StaffId};
use infrasell_rpc::{Caller, Cx};
use serde_json::Value;
use std::sync::Arc;

pub struct World {
    pub db: TestDb,
    pub service: Arc<AuditService>,
    pub runner: RunnerHandle,
}

/// A member of staff's call, under a request of his number.
pub fn staff(n: i64) -> Cx {
    let caller = Caller::Staff { id: StaffId::from_i64(n), permissions: Permissions::default(), channels: None };
    Cx { caller, ..Cx::system("x", format!("req-{n}")) }
}

/// A write whose answer is what was asked for.
pub async fn put(db: &Db, cx: &Cx, action: &str, asked: Value) {
    match db.begin_once::<Value>(cx, action, &asked).await.unwrap() {
        Once::Answered(answer) => assert_eq!(answer, asked),
        Once::Fresh(tx) => tx.commit_with(&asked).await.unwrap(),
    }
}

impl World {
    pub async fn everywhere() -> Vec<World> {
        let mut worlds = vec![];
        for db in testing::engines(&[MIGRATIONS]).await {
            let service = infrasell_audit::open(Deps { db: db.db.clone() });
            let runner = Runner::start(&db, vec![], service.subscriptions()).await.unwrap();
            worlds.push(World { db, service, runner });
        }
        worlds
    }

    pub async fn write(&self, cx: &Cx, action: &str, asked: Value) {
        put(&self.db, cx, action, asked).await;
        self.runner.settle().await.unwrap();
    }

    /// Every entry, newest first.
    pub async fn all(&self) -> Vec<AuditEntry> {
        let page = PageRequest { limit: Some(250), after: None };
        self.service.entries(&staff(1), ListAudit { page, ..ListAudit::default() }).await.unwrap().items
    }

    pub async fn verify(&self, anchor: Option<AuditAnchor>) -> AuditVerification {
        self.service.verify(&staff(1), VerifyAudit { anchor }).await.unwrap()
    }
}
