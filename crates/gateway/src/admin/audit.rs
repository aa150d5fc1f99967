//! Who changed what.

use crate::{
    Gateway,
    answer::{Answer, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, Query},
    paths::AuditEntryAt,
};
use axum::extract::State;
use infrasell_contracts::audit::{AuditEntry, AuditFilter, AuditVerification, GetAuditEntry, ListAudit, VerifyAudit};
use infrasell_kernel::{Page, PageRequest};

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Audit";
    A::new()
        .at("/admin/v1/audit", |on| on.get(entries, doc(TAG, "What staff and keys wrote, newest first")))
        .at("/admin/v1/audit/{id}", |on| on.get(entry, doc(TAG, "One entry of the audit trail")))
        .at("/admin/v1/audit-verification", |on| {
            on.post(verify, doc(TAG, "Check that no entry was removed, changed or moved; names the first that was"))
        })
}

async fn entries(
    who: Allowed<may::AuditRead>,
    State(g): State<Gateway>,
    Query(filter): Query<AuditFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<AuditEntry>>> {
    Ok(Shown::new(g.audit_log.entries(&who.cx, ListAudit { filter, page }).await?))
}

async fn entry(
    who: Allowed<may::AuditRead>,
    State(g): State<Gateway>,
    At(at): At<AuditEntryAt>,
) -> Answer<Shown<AuditEntry>> {
    Ok(Shown::new(g.audit_log.entry(&who.cx, GetAuditEntry { id: at.id }).await?))
}

async fn verify(
    who: Allowed<may::AuditRead>,
    State(g): State<Gateway>,
    Body(asked): Body<VerifyAudit>,
) -> Answer<Shown<AuditVerification>> {
    Ok(Shown::new(g.audit_log.verify(&who.cx.unkeyed(), asked).await?))
}
