//! Who changed what.

use crate::{
    Gateway,
    answer::{Answer, Shown},
    caller::{Allowed, may},
    doc,
    input::{At, Body, Query},
    paths::AuditEntryAt,
};
use aide::axum::{
    ApiRouter,
    routing::{get_with, post_with},
};
use axum::extract::State;
use infrasell_contracts::audit::{AuditEntry, AuditFilter, AuditVerification, GetAuditEntry, ListAudit, VerifyAudit};
use infrasell_kernel::{Page, PageRequest};

/// The routes.
pub fn routes() -> ApiRouter<Gateway> {
    const TAG: &str = "Audit";
    ApiRouter::new()
        .api_route("/admin/v1/audit", get_with(entries, doc(TAG, "What staff and keys wrote, newest first")))
        .api_route("/admin/v1/audit/{id}", get_with(entry, doc(TAG, "One entry of the audit trail")))
        .api_route(
            "/admin/v1/audit-verification",
            post_with(verify, doc(TAG, "Check that no entry was removed, changed or moved; names the first that was")),
        )
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
