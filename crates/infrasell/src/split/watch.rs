//! What this process keeps of others, the edge's answers and settings, when it changes in their processes.
//!
//! Always true: what is kept is shown only while every process that can make it old waits for this one before it answers
//! a writer. That is so for [`TRUST`] after each question that such a process has answered; the time is counted here from
//! before the question was sent, so that it ends before the other side stops waiting. A process that cannot be asked, or
//! this one having been stopped for a while, makes what is kept rest, and nothing is old when it is shown again: what was
//! missed is taken in first, or everything is forgotten.

use super::Far;
use infrasell_contracts::process::{GetEvents, Process};
use infrasell_db::{TRUST, WATCH_WAIT};
use infrasell_gateway::Gateway;
use infrasell_kernel::{Env, Token};
use infrasell_rpc::Cx;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Events that are taken in at once.
const MOST: i64 = 200;
/// How long after a failure it is tried again: at first, and at the most.
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What keeps something that others said.
pub trait Keeper: Send + Sync + 'static {
    /// What is kept may be shown until then; none: not at all.
    fn trust_until(&self, until: Option<Instant>);
    /// Forgets everything.
    fn forget(&self);
    /// Takes in an event; what it makes old is not shown any more when this returns.
    fn heard(&self, topic: &str, payload: &str);
}

impl Keeper for Gateway {
    fn trust_until(&self, until: Option<Instant>) {
        Gateway::trust_until(self, until);
    }
    fn forget(&self) {
        Gateway::forget(self);
    }
    fn heard(&self, topic: &str, payload: &str) {
        Gateway::heard(self, topic, payload);
    }
}

/// The tasks that watch. They end when this is dropped; then the others wait for this process until its lease is over.
#[derive(Default)]
pub struct Watching {
    tasks: Mutex<JoinSet<()>>,
    watched: Mutex<Vec<Arc<Watched>>>,
}

struct Watched {
    process: Arc<dyn Process>,
    topics: Vec<String>,
    /// What this process calls itself, new at every start: it keeps nothing of what a former one kept.
    name: String,
    address: String,
    trust: Arc<Trust>,
    index: usize,
}

/// Until when each of the watched processes waits for this one.
struct Trust {
    keeper: Arc<dyn Keeper>,
    until: Mutex<Vec<Option<Instant>>>,
}

impl Trust {
    fn set(&self, index: usize, until: Option<Instant>) {
        let mut all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        all[index] = until;
        let least = all.iter().copied().try_fold(None, |least: Option<Instant>, until| {
            until.map(|until| Some(least.map_or(until, |least| least.min(until))))
        });
        self.keeper.trust_until(least.flatten());
    }
}

impl Watching {
    /// Watches every process that emits one of `topics` for what keeps something of them, which rests until all of them
    /// have answered.
    pub fn start(&self, keeper: Arc<dyn Keeper>, topics: &[&str], far: &[Far], env: &Env) {
        let emitted = |far: &Far| -> Vec<String> {
            topics.iter().filter(|topic| far.emits(topic)).map(|topic| (*topic).to_owned()).collect()
        };
        let concerned: Vec<(&Far, Vec<String>)> =
            far.iter().map(|far| (far, emitted(far))).filter(|(_, topics)| !topics.is_empty()).collect();
        if concerned.is_empty() {
            return;
        }
        keeper.trust_until(None);
        let trust = Arc::new(Trust { keeper, until: Mutex::new(vec![None; concerned.len()]) });
        let name = format!("watcher:{}", Token::random(&*env.random));
        for (index, (far, topics)) in concerned.into_iter().enumerate() {
            let (process, address) = (far.process.clone(), far.address.clone());
            let one = Arc::new(Watched { process, topics, name: name.clone(), address, trust: trust.clone(), index });
            self.tasks.lock().unwrap_or_else(PoisonError::into_inner).spawn(one.clone().watch());
            self.watched.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        }
    }

    /// Ends, and says so, so that nobody waits for this process.
    pub async fn stop(&self) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).abort_all();
        let watched = std::mem::take(&mut *self.watched.lock().unwrap_or_else(PoisonError::into_inner));
        for watched in watched {
            watched.trust.set(watched.index, None);
            let leave = GetEvents { leaves: true, ..watched.question(0, Duration::ZERO) };
            // one that cannot be told waits until the lease is over
            let told = async { watched.process.events(&cx(), leave).await };
            drop(tokio::time::timeout(PAUSE * 10, told).await);
        }
    }
}

fn cx() -> Cx {
    Cx::system("watcher", "watcher")
}

impl Watched {
    fn question(&self, after: i64, wait: Duration) -> GetEvents {
        GetEvents {
            reader: self.name.clone(),
            after,
            topics: self.topics.clone(),
            most: MOST,
            wait_ms: u64::try_from(wait.as_millis()).unwrap_or(0),
            kept: None,
            watches: true,
            leaves: false,
        }
    }

    async fn watch(self: Arc<Self>) {
        let keeper = &self.trust.keeper;
        let (mut source, mut position, mut pause) = (String::new(), -1, PAUSE);
        loop {
            let wait = if position < 0 { Duration::ZERO } else { WATCH_WAIT };
            let asked_at = Instant::now();
            let said = match self.process.events(&cx(), self.question(position, wait)).await {
                Ok(said) => said,
                Err(fault) => {
                    self.trust.set(self.index, None);
                    if pause == PAUSE {
                        tracing::warn!(at = self.address, %fault, "a process cannot be watched; what is kept of it rests");
                    }
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
            };
            pause = PAUSE;
            if position < 0 {
                // what was made before this moment may be older than what is waited for from now on
                keeper.forget();
                (source, position) = (said.source, said.head);
            } else if said.source == source && said.head >= position {
                for event in &said.events {
                    keeper.heard(&event.topic, &event.payload);
                }
                position = said.head;
            } else {
                // another database, or an earlier state of it
                self.trust.set(self.index, None);
                keeper.forget();
                position = -1;
                continue;
            }
            self.trust.set(self.index, Some(asked_at + TRUST));
        }
    }
}
