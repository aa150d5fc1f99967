//! Ceilings: what fills a queue that is full already is refused before it is begun.
//!
//! Always true: a full queue never stops an order that is being placed or a message of a provider, because these empty
//! queues; the look at the queues is moments old, so a ceiling may be passed by what comes in a moment.

use super::{Limits, Refusal, shed::Class};
use crate::{Gateway, answer::Failure};
use async_trait::async_trait;
use axum::http::Method;
use infrasell_contracts::imports::{ImportState, ListImports};
use infrasell_kernel::PageRequest;
use infrasell_metrics::Text;
use infrasell_rpc::Cx;
use std::sync::Arc;

/// How full the queues are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queues {
    /// Jobs that wait or run, by kind; and what else waits, by the name of its queue.
    pub jobs: Vec<(String, i64)>,
    /// Events that the slowest subscription has not taken in yet, and its name.
    pub outbox: Option<(String, i64)>,
}

/// A look inside, for the edge: what only the database knows.
#[async_trait]
pub trait Inside: Send + Sync + 'static {
    /// How full the queues were a moment ago. Must not wait.
    fn queues(&self) -> Arc<Queues>;
    /// Adds what is looked up now to a text of metrics.
    async fn samples(&self, text: &mut Text);
}

/// Refuses a write that would fill a queue which is full.
pub fn admit(queues: &Queues, class: Class, method: &Method, limits: &Limits) -> Result<(), Refusal> {
    let is_read = [Method::GET, Method::HEAD, Method::OPTIONS].contains(method);
    if is_read || class == Class::Vital {
        return Ok(());
    }
    if limits.queue_jobs > 0 {
        let full = queues.jobs.iter().find(|(kind, jobs)| *jobs >= limits.queue_jobs && class >= fed_by(kind));
        if let Some((kind, jobs)) = full {
            return Err(Refusal::full("queue_jobs", kind, *jobs, limits.queue_jobs));
        }
    }
    if limits.queue_outbox > 0
        && let Some((subscription, events)) = &queues.outbox
    {
        // purchases fill the outbox too, but are refused only when office work has been for long
        let most = if class == Class::Purchase { limits.queue_outbox.saturating_mul(2) } else { limits.queue_outbox };
        if *events >= most {
            return Err(Refusal::full("queue_outbox", subscription, *events, most));
        }
    }
    Ok(())
}

/// How the kinds of job begin that purchases make.
pub const OF_BUYERS: [&str; 2] = ["checkout.", "payments."];

/// The class from which on requests fill the queue of this kind of job.
fn fed_by(kind: &str) -> Class {
    let by_buyers = OF_BUYERS.iter().any(|begin| kind.starts_with(begin));
    if by_buyers { Class::Purchase } else { Class::Browse }
}

/// Refuses to begin an import while as many are open as may be.
pub async fn open_imports(g: &Gateway, cx: &Cx) -> Result<(), Failure> {
    let most = g.inner().limits.queue_imports;
    if most == 0 {
        return Ok(());
    }
    let mut open = 0;
    for state in [ImportState::Uploading, ImportState::Queued, ImportState::Running] {
        let page = PageRequest { limit: Some(u32::try_from(most.min(250)).unwrap_or(250)), after: None };
        let found = g.imports.imports(&cx.unkeyed(), ListImports { state: Some(state), kinds: None, page }).await?;
        open += i64::try_from(found.items.len()).unwrap_or(i64::MAX);
    }
    if open >= most { Err(Refusal::full("queue_imports", "imports", open, most).into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_refuses_what_fills_it_and_nothing_else() {
        let limits = Limits { queue_jobs: 10, queue_outbox: 100, ..Limits::default() };
        let jobs = |kind: &str, n| Queues { jobs: vec![(kind.into(), n)], outbox: None };
        let outbox = |n| Queues { jobs: vec![], outbox: Some(("catalog".into(), n)) };
        let passes = |queues: &Queues, method: &str| {
            [Class::Vital, Class::Purchase, Class::Browse, Class::Office]
                .map(|class| admit(queues, class, &method.parse().unwrap(), &limits).is_ok())
        };
        assert_eq!(passes(&jobs("notifications.mails", 9), "POST"), [true; 4]);
        assert_eq!(passes(&jobs("notifications.mails", 10), "POST"), [true, true, false, false]);
        assert_eq!(passes(&jobs("checkout.resume", 10), "POST"), [true, false, false, false]);
        assert_eq!(passes(&jobs("checkout.resume", 10), "GET"), [true; 4]);
        assert_eq!(passes(&outbox(99), "PATCH"), [true; 4]);
        assert_eq!(passes(&outbox(100), "PATCH"), [true, true, false, false]);
        assert_eq!(passes(&outbox(200), "PATCH"), [true, false, false, false]);
    }
}
