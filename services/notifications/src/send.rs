//! Sending what is due: one job, as many mails at a time as the engine takes.

use crate::{
    NotificationService, message,
    model::{Ended, Mail},
    port::{Envelope, SendError},
    store,
    write::Written,
};
use async_trait::async_trait;
use infrasell_contracts::notifications::{AttemptOutcome, NotificationState};
use infrasell_db::{Job, JobHandler, JobOutcome, JobPolicy, JobSpec, Tx};
use infrasell_kernel::{NotificationId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// The job that sends.
const SEND: &str = "notifications.send";
/// Its key: it is a schedule, which always exists and which a new mail brings forward.
const SCHEDULE: &str = "schedule";
/// How long after it began it begins again: the mails of many purchases are claimed and ended together.
const PACE: Duration = Duration::from_millis(50);
/// How often it looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How many mails it reads at once.
const BATCH: i64 = 20;
/// The most rounds of one run; the job comes again at once if there is more.
const MOST_ROUNDS: usize = 10;
/// How long one try may take, from the first word to the last.
const TRY_LIMIT: Duration = Duration::from_secs(60);
/// How long a mail belongs to who took it.
const CLAIM: Duration = Duration::from_secs(180);
/// How long nothing is tried after the server was away.
const PAUSE: Duration = Duration::from_secs(30);
/// The most characters that are kept of why a try failed.
const MOST_DETAIL: usize = 500;
/// How often old mails are forgotten.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 3600);

/// When a mail that failed is tried again: half a minute, then twice as long each time, an hour at the most.
const WAITS: JobPolicy = JobPolicy {
    attempts: 0,
    first_delay: Duration::from_secs(30),
    most_delay: Duration::from_secs(3600),
    time_limit: TRY_LIMIT,
};

struct Send(Arc<NotificationService>);
struct Sweep(Arc<NotificationService>);

#[async_trait]
impl JobHandler for Send {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.0.send_due(cx, || job.is_stopping()).await
    }
}

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.sweep().await.map(|_| JobOutcome::Done)
    }
}

/// Makes the job that sends look at once.
pub(crate) async fn wake(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    tx.enqueue(SEND, Some(SCHEDULE), &(), now).await?;
    Ok(())
}

/// How a try went on for the others.
#[derive(Debug, PartialEq, Eq)]
enum After {
    GoOn,
    Pause,
}

impl NotificationService {
    /// What the runner does for notifications.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![
            JobSpec::new(SEND, Arc::new(Send(self.clone()))).every(LOOK_EVERY).pace(PACE),
            JobSpec::new("notifications.sweep", Arc::new(Sweep(self.clone()))).every(SWEEP_EVERY),
        ]
    }

    /// How many mails wait to be sent, counted up to `most`. One job sends them all, so the jobs do not say.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_waiting(&self, most: i64) -> Result<i64, Fault> {
        Ok(store::mail::count_waiting(&self.deps.db, most).await?)
    }

    /// Sends what is due.
    ///
    /// # Errors
    /// What the database says.
    async fn send_due(
        &self,
        cx: &Cx,
        stopping: impl Fn() -> bool + Sync + std::marker::Send,
    ) -> Result<JobOutcome, Fault> {
        let db = &self.deps.db;
        for _ in 0..MOST_ROUNDS {
            let due = store::mail::due(db, self.deps.env.now(), BATCH).await?;
            if due.is_empty() {
                break;
            }
            for some in due.chunks(self.deps.mailer.together()) {
                if stopping() {
                    return Ok(JobOutcome::Again(self.deps.env.now()));
                }
                if self.send_some(cx, some).await? == After::Pause {
                    return Ok(JobOutcome::Again(self.deps.env.now().plus(PAUSE)));
                }
            }
        }
        let latest = self.deps.env.now().plus(LOOK_EVERY);
        Ok(store::mail::next(db).await?.map_or(JobOutcome::Done, |next| JobOutcome::Again(next.min(latest))))
    }

    /// Tries some mails, those that nobody else has taken.
    async fn send_some(&self, cx: &Cx, ids: &[NotificationId]) -> Result<After, Fault> {
        let mut tries = vec![];
        for mail in self.claim(ids).await? {
            let written = self.write(cx, &mail).await.map_err(|fault| SendError::Failed(why(&fault)));
            let envelope = written.as_ref().map_err(SendError::clone).and_then(|written| envelope(&mail, written));
            tries.push((mail, written.ok(), envelope));
        }
        let ready: Vec<Envelope> = tries.iter().filter_map(|(_, _, envelope)| envelope.clone().ok()).collect();
        let mut answers = self.hand_over(&ready).await.into_iter();
        let mut after = After::GoOn;
        let mut tx = self.deps.db.begin().await?;
        for (mail, written, envelope) in tries {
            let lost = || Err(SendError::Failed("the engine did not say what became of it".into()));
            let sent = envelope.and_then(|_| answers.next().unwrap_or_else(lost));
            if matches!(sent, Err(SendError::Away(_))) {
                after = After::Pause;
            }
            self.note(&mut tx, &mail, written.as_ref(), sent)?;
        }
        tx.commit().await?;
        Ok(after)
    }

    async fn claim(&self, ids: &[NotificationId]) -> Result<Vec<Mail>, Fault> {
        let (now, engine) = (self.deps.env.now(), self.deps.mailer.name());
        let mut mails = Vec::with_capacity(ids.len());
        let mut tx = self.deps.db.begin().await?;
        for id in ids {
            mails.extend(store::mail::claim(&mut tx, *id, engine, now, now.plus(CLAIM)).await?);
        }
        tx.commit().await?;
        Ok(mails)
    }

    async fn hand_over(&self, ready: &[Envelope]) -> Vec<Result<String, SendError>> {
        if ready.is_empty() {
            return vec![];
        }
        let sent = tokio::time::timeout(TRY_LIMIT, self.deps.mailer.send_all(ready)).await;
        let late = || SendError::Away(format!("no answer within {} s", TRY_LIMIT.as_secs()));
        sent.unwrap_or_else(|_| vec![Err(late()); ready.len()])
    }

    /// Writes down how a try ended, and decides what comes next.
    fn note(
        &self,
        tx: &mut Tx,
        mail: &Mail,
        written: Option<&Written>,
        sent: Result<String, SendError>,
    ) -> Result<(), Fault> {
        let now = self.deps.env.now();
        let (outcome, detail) = match sent {
            Ok(reply) => (AttemptOutcome::Sent, reply),
            Err(SendError::Failed(why) | SendError::Away(why)) => (AttemptOutcome::Failed, why),
            Err(SendError::Refused(why)) => (AttemptOutcome::Refused, why),
        };
        let detail: String = message::one_line(&detail).chars().take(MOST_DETAIL).collect();
        let ended = ended(mail, outcome, &detail, i64::from(self.deps.options.attempts), self.chance(), now);
        if ended.state == NotificationState::Dead {
            tracing::warn!(mail = %ended.id, why = detail, "a mail is given up; staff can retry it");
        }
        if let Some(written) = written {
            store::mail::written(tx, ended.id, &written.stored)?;
        }
        Ok(store::mail::end(tx, &ended, outcome, &detail, now)?)
    }

    fn chance(&self) -> u16 {
        let mut bytes = [0; 2];
        self.deps.env.random.fill(&mut bytes);
        u16::from_le_bytes(bytes)
    }

    /// Forgets mails that are older than they are kept; returns how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self) -> Result<usize, Fault> {
        let before = self.deps.env.now().minus(self.deps.options.keep);
        let mut forgotten = 0;
        loop {
            let mut tx = self.deps.db.begin().await?;
            let some = store::mail::sweep(&mut tx, before).await?;
            tx.commit().await?;
            forgotten += some;
            if some == 0 {
                return Ok(forgotten);
            }
        }
    }
}

/// The message that leaves.
fn envelope(mail: &Mail, written: &Written) -> Result<Envelope, SendError> {
    let message = message::build(&written.head, &written.mail).map_err(SendError::Failed)?;
    let at: String = mail.shown.created_at.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    Ok(Envelope {
        from: written.head.from.email.clone(),
        to: written.head.to.email.clone(),
        name: format!("{at}-{}", mail.shown.id),
        message,
    })
}

/// Why a mail could not be written, for staff.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::Internal { cause } => {
            tracing::error!(cause, "a mail could not be written");
            fault.to_string()
        }
        Fault::Invalid { errors } => {
            errors.iter().map(|error| format!("template: {}", error.message)).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// What becomes of a mail after a try. Pure.
fn ended(mail: &Mail, outcome: AttemptOutcome, detail: &str, most: i64, chance: u16, now: Timestamp) -> Ended {
    let tries = u32::try_from(mail.tries).unwrap_or(u32::MAX);
    let state = match outcome {
        AttemptOutcome::Sent => NotificationState::Sent,
        AttemptOutcome::Refused => NotificationState::Dead,
        _ if mail.tries >= most => NotificationState::Dead,
        _ => NotificationState::Waiting,
    };
    Ended {
        id: mail.shown.id,
        attempt: mail.shown.attempts,
        state,
        next_at: if state == NotificationState::Waiting { now.plus(WAITS.delay(tries, chance)) } else { now },
        error: (outcome != AttemptOutcome::Sent).then(|| detail.to_owned()),
        sent_at: (outcome == AttemptOutcome::Sent).then_some(now),
    }
}
