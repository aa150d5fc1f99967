//! The contract of **audit**: who changed what, in a trail that shows when it was tampered with.

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{AuditEntryId, Page, PageRequest, Timestamp};
use infrasell_rpc::{Fault, service};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One write by a member of staff or a key. Secrets and personal fields are masked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEntry {
    /// Its place in the trail, from 1 without a gap.
    pub id: AuditEntryId,
    /// When.
    pub at: Timestamp,
    /// Who: `staff_7`, `key_3`.
    pub actor: String,
    /// What: `catalog.update_product`.
    pub action: String,
    /// To what: `prod_7`; empty when it was many things.
    pub object: String,
    /// Under which request.
    pub request_id: String,
    /// What was asked for.
    pub asked: Value,
    /// What of it was there before; null when there was nothing, or it is told elsewhere (stock: its movements).
    pub before: Value,
    /// What of it is there now.
    pub after: Value,
    /// Over the entry and the one before it: SHA-256, hexadecimal.
    pub hash: String,
}

/// What a list of entries is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AuditFilter {
    /// Only those by this member of staff or key: `staff_7`, `key_3`.
    #[schemars(length(max = 64))]
    pub actor: Option<String>,
    /// Only this action: `catalog.update_product`; with a dot at its end all of a service: `catalog.`.
    #[schemars(length(max = 100))]
    pub action: Option<String>,
    /// Only to this: `prod_7`.
    #[schemars(length(max = 100))]
    pub object: Option<String>,
    /// Only under this request.
    #[schemars(length(max = 200))]
    pub request_id: Option<String>,
    /// Only those at or after this time.
    pub since: Option<Timestamp>,
    /// Only those before this time.
    pub until: Option<Timestamp>,
}

/// Asks for entries, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListAudit {
    /// Which.
    pub filter: AuditFilter,
    /// What part.
    pub page: PageRequest,
}

/// Asks for one entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetAuditEntry {
    /// Which.
    pub id: AuditEntryId,
}

/// An end of the trail that somebody has noted elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditAnchor {
    /// The entry that was the last one.
    pub entry: AuditEntryId,
    /// Its hash.
    #[schemars(length(max = 64))]
    pub hash: String,
}

/// Checks the whole trail.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VerifyAudit {
    /// An end that was noted elsewhere: whoever can rewrite the whole trail cannot rewrite that.
    pub anchor: Option<AuditAnchor>,
}

/// What the check of the trail has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditVerification {
    /// Whether every entry is as it was written.
    pub intact: bool,
    /// How many entries are in order.
    pub entries: i64,
    /// The last entry and its hash, to note elsewhere; absent while the trail is empty or not intact.
    pub head: Option<AuditAnchor>,
    /// The first entry that is not in order, and why.
    pub fault: Option<AuditFault>,
}

/// An entry that is not in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditFault {
    /// Which.
    pub entry: AuditEntryId,
    /// Why, in words.
    pub reason: String,
}

service! {
    /// Who changed what.
    pub trait AuditLog in audit, error Fault {
        /// Entries.
        read fn entries(ListAudit) -> Page<AuditEntry>;
        /// One entry.
        read fn entry(GetAuditEntry) -> AuditEntry;
        /// Checks the whole trail.
        read fn verify(VerifyAudit) -> AuditVerification;
        /// Checks audit's own books: the trail.
        read fn audit(Audit) -> AuditReport;
    }
}
