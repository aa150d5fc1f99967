//! The contract of the **system** itself: jobs (an event that a subscriber could not take in is one too), and the books
//! as a whole.

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{JobId, Page, PageRequest, Timestamp};
use infrasell_rpc::{Fault, service};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its time, or for its next try.
    Waiting,
    /// Is being run.
    Running,
    /// Has failed too often; waits for staff.
    Dead,
}
/// Work that must be done, whatever happens to the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What: `checkout.resume`; `event:<subscriber>` is an event that it could not take in.
    pub kind: String,
    /// What it is about.
    pub key: Option<String>,
    /// Where it stands.
    pub state: JobState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it is due.
    pub run_at: Timestamp,
    /// When it was written down.
    pub created_at: Timestamp,
}
/// Asks for jobs, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListJobs {
    /// Only those in this state.
    pub state: Option<JobState>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// What part.
    pub page: PageRequest,
}
/// Tries a dead job again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryJob {
    /// Which.
    pub id: JobId,
}
/// Forgets a dead job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemoveJob {
    /// Which.
    pub id: JobId,
}

/// Whether the process can serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Readiness {
    /// Whether it can.
    pub ready: bool,
    /// What keeps it from it.
    pub reasons: Vec<String>,
}
/// Asks whether the process can serve.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct GetReadiness {}

service! {
    /// Jobs and the books as a whole.
    pub trait System in system, error Fault {
        /// Whether the database answers and can be written.
        read fn readiness(GetReadiness) -> Readiness;
        /// Jobs.
        read fn jobs(ListJobs) -> Page<Job>;
        /// Tries a dead job again, at once and with all its tries.
        write fn retry_job(RetryJob) -> ();
        /// Forgets a dead job.
        write fn remove_job(RemoveJob) -> ();
        /// Every service's own audit, and the comparisons across services.
        read fn reconcile(Audit) -> AuditReport;
    }
}
