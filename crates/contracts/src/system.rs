//! The contract of the **system** itself: jobs, undelivered events, and the books as a whole.

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{EventId, JobId, Page, PageRequest, Timestamp};
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
    /// What: `checkout.resume`.
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
/// An event that a subscriber could not take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeadEvent {
    /// Its id.
    pub id: EventId,
    /// Who should have taken it.
    pub subscription: String,
    /// What it says.
    pub topic: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub last_error: String,
    /// When it was written.
    pub created_at: Timestamp,
}
/// Asks for jobs, those due first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListJobs {
    /// Only those in this state.
    pub state: Option<JobState>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// What part.
    pub page: PageRequest,
}
/// Tries a job now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryJob {
    /// Which.
    pub id: JobId,
}
/// Asks for events that were given up, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListDeadEvents {
    /// What part.
    pub page: PageRequest,
}
/// Delivers an event again that was given up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryEvent {
    /// Which.
    pub id: EventId,
    /// To whom.
    pub subscription: String,
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
    /// Jobs, undelivered events, and the books as a whole.
    pub trait System in system, error Fault {
        /// Whether the database answers and can be written.
        read fn readiness(GetReadiness) -> Readiness;
        /// Jobs.
        read fn jobs(ListJobs) -> Page<Job>;
        /// Tries a job now.
        write fn retry_job(RetryJob) -> Job;
        /// Events that were given up.
        read fn dead_events(ListDeadEvents) -> Page<DeadEvent>;
        /// Delivers an event again.
        write fn retry_event(RetryEvent) -> ();
        /// Every service's own audit, and the comparisons across services.
        read fn reconcile(Audit) -> AuditReport;
    }
}
