//! Records on their way into the trail, one after another.

use crate::{AuditService, chain, chain::Row, store};
use async_trait::async_trait;
use infrasell_db::{AUDIT_RECORDED, Event, EventHandler, JobPolicy, Recorded, Subscription};
use infrasell_rpc::{Cx, Fault};
use serde_json::json;
use std::{sync::Arc, time::Duration};

/// A record is never given up: the trail would have a gap that nobody sees.
const PATIENCE: JobPolicy = JobPolicy {
    attempts: u32::MAX,
    first_delay: Duration::from_millis(500),
    most_delay: Duration::from_secs(30),
    time_limit: Duration::from_secs(60),
};

struct Heard(Arc<AuditService>);

#[async_trait]
impl EventHandler for Heard {
    async fn handle(&self, _: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.append(event).await
    }
}

impl AuditService {
    /// What the runner delivers to audit.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        vec![Subscription::new("audit.trail", &[AUDIT_RECORDED], Arc::new(Heard(self.clone()))).policy(PATIENCE)]
    }

    /// Puts a record at the end of the trail; the same event again finds it there.
    async fn append(&self, event: &Event) -> Result<(), Fault> {
        let told: Recorded = event.decode()?;
        let body = json!({ "asked": told.asked, "before": told.before, "after": told.after });
        let mut tx = self.db.begin().await?;
        let (last, previous) = store::lock_head(&mut tx).await?;
        if store::is_there(&mut tx, event.id).await? {
            return Ok(());
        }
        let mut row = Row {
            id: last + 1,
            event_id: event.id.get(),
            at_micros: told.at.micros(),
            actor: told.actor,
            action: told.action,
            object: told.object,
            request_id: told.request_id,
            body: body.to_string(),
            hash: String::new(),
        };
        row.hash = chain::hash(&previous, &row);
        store::append(&mut tx, &row)?;
        Ok(tx.commit().await?)
    }
}
