//! The contract.

use crate::{chain, chain::Row, store};
use async_trait::async_trait;
use infrasell_contracts::{
    audit::{
        AuditAnchor, AuditEntry, AuditFault, AuditFilter, AuditLog, AuditVerification, GetAuditEntry, ListAudit,
        VerifyAudit,
    },
    common::{Audit, AuditCheck, AuditReport},
};
use infrasell_db::Db;
use infrasell_kernel::{AuditEntryId, Cursor, Fields, Page, Timestamp};
use infrasell_rpc::{Cx, Fault};
use serde_json::Value;

const ENTRIES: &str = "audit:id";
/// Entries that are read at once to be checked.
const BATCH: i64 = 1_000;
/// How long a hash is, in hexadecimal digits.
const HASH_DIGITS: usize = 64;

/// Audit over a database.
pub struct AuditService {
    pub(crate) db: Db,
}

fn shown(row: Row) -> Result<AuditEntry, Fault> {
    let mut body: Value = serde_json::from_str(&row.body).map_err(Fault::internal)?;
    let mut part = |name: &str| body.get_mut(name).map(Value::take).unwrap_or_default();
    let (asked, before, after) = (part("asked"), part("before"), part("after"));
    Ok(AuditEntry {
        id: AuditEntryId::from_i64(row.id),
        at: Timestamp::from_micros(row.at_micros),
        actor: row.actor,
        action: row.action,
        object: row.object,
        request_id: row.request_id,
        asked,
        before,
        after,
        hash: row.hash,
    })
}

fn check(filter: &AuditFilter) -> Result<(), Fault> {
    let mut fields = Fields::new();
    let texts = [
        ("actor", &filter.actor, 64),
        ("action", &filter.action, 100),
        ("object", &filter.object, 100),
        ("request_id", &filter.request_id, 200),
    ];
    for (path, text, most) in texts {
        fields.max_len(path, text.as_deref().unwrap_or(""), most);
    }
    Ok(fields.done()?)
}

impl AuditService {
    /// Walks the whole trail.
    async fn walk(&self, anchor: Option<&AuditAnchor>) -> Result<AuditVerification, Fault> {
        // the end is read first: what comes behind it meanwhile is of the next check
        let (end, end_hash) = store::head(&self.db).await?;
        let (mut last, mut previous) = (0, String::new());
        let mut noted = anchor.is_none();
        while last < end {
            let rows = store::after(&self.db, last, BATCH.min(end - last)).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if let Some((entry, reason)) = chain::fault(last, &previous, &row) {
                    return Ok(broken(last, entry, reason));
                }
                if let Some(anchor) = anchor.filter(|anchor| anchor.entry.get() == row.id) {
                    noted = true;
                    if anchor.hash != row.hash {
                        let reason = "it is another than was noted: the trail was rewritten up to here or from before";
                        return Ok(broken(last, row.id, reason.into()));
                    }
                }
                (last, previous) = (row.id, row.hash);
            }
        }
        if last != end || previous != end_hash {
            return Ok(broken(last, last + 1, format!("it is missing: the trail went on to {end}")));
        }
        if let Some(anchor) = anchor.filter(|_| !noted) {
            return Ok(broken(last, anchor.entry.get(), format!("it was noted, and the trail ends at {last}")));
        }
        let head = (last > 0).then(|| AuditAnchor { entry: AuditEntryId::from_i64(last), hash: previous });
        Ok(AuditVerification { intact: true, entries: last, head, fault: None })
    }
}

fn broken(in_order: i64, entry: i64, reason: String) -> AuditVerification {
    let fault = AuditFault { entry: AuditEntryId::from_i64(entry), reason };
    AuditVerification { intact: false, entries: in_order, head: None, fault: Some(fault) }
}

#[async_trait]
impl AuditLog for AuditService {
    async fn entries(&self, _: &Cx, req: ListAudit) -> Result<Page<AuditEntry>, Fault> {
        let (limit, after) = (req.page.limit()?, req.page.key(ENTRIES)?);
        check(&req.filter)?;
        let rows = store::page(&self.db, &req.filter, after, limit).await?;
        let page = Page::from_surplus(rows, limit, |last| Cursor::new(ENTRIES, &last.id));
        let items = page.items.into_iter().map(shown).collect::<Result<_, _>>()?;
        Ok(Page { items, next: page.next })
    }

    async fn entry(&self, _: &Cx, req: GetAuditEntry) -> Result<AuditEntry, Fault> {
        shown(store::find(&self.db, req.id).await?.ok_or_else(|| Fault::not_found("audit entry", req.id))?)
    }

    async fn verify(&self, _: &Cx, req: VerifyAudit) -> Result<AuditVerification, Fault> {
        let mut fields = Fields::new();
        if let Some(anchor) = &req.anchor {
            fields.max_len("anchor.hash", &anchor.hash, HASH_DIGITS);
        }
        fields.done()?;
        self.walk(req.anchor.as_ref()).await
    }

    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport, Fault> {
        let found = self.walk(None).await?;
        let differences = found.fault.iter().map(|fault| format!("{}: {}", fault.entry, fault.reason)).collect();
        let name = "the trail is whole: no entry was removed, changed or moved".to_owned();
        Ok(AuditReport { checks: vec![AuditCheck { name, examined: found.entries, differences }] })
    }
}
