//! Jobs: done once when all goes well, tried again when not, taken over when their process dies.

use crate::{MIGRATIONS, brisk};
use async_trait::async_trait;
use infrasell_db::{
    Job, JobFilter, JobHandler, JobOutcome, JobPolicy, JobSpec, JobState, Runner, RunnerHandle, testing,
    testing::TestDb,
};
use infrasell_kernel::{PageRequest, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::Notify;

/// How a run is to end.
#[derive(Clone)]
enum Plan {
    Fail,
    Panic,
    Again(Timestamp),
    /// Waits until it is told to go on, or its task is killed.
    Hang(Arc<Notify>),
}

/// Notes its runs as "payload/attempt"; ends them as planned, then with Done.
#[derive(Default)]
struct Hand {
    runs: Mutex<Vec<String>>,
    plans: Mutex<VecDeque<Plan>>,
}

impl Hand {
    fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.plans.lock().unwrap().extend(plans);
    }
    fn runs(&self) -> Vec<String> {
        std::mem::take(&mut *self.runs.lock().unwrap())
    }
}

#[async_trait]
impl JobHandler for Hand {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        assert_eq!(cx.request_id, job.id.to_string());
        let payload: String = job.decode()?;
        self.runs.lock().unwrap().push(format!("{payload}/{}", job.attempt));
        let plan = self.plans.lock().unwrap().pop_front();
        match plan {
            None => Ok(JobOutcome::Done),
            Some(Plan::Fail) => Err(Fault::Unavailable { what: "the provider".into() }),
            Some(Plan::Panic) => panic!("as the test wants"),
            Some(Plan::Again(at)) => Ok(JobOutcome::Again(at)),
            Some(Plan::Hang(go)) => {
                go.notified().await;
                Ok(JobOutcome::Done)
            }
        }
    }
}

fn spec(hand: &Arc<Hand>) -> JobSpec {
    JobSpec::new("work", hand.clone()).policy(JobPolicy {
        attempts: 3,
        first_delay: Duration::from_secs(60),
        most_delay: Duration::from_secs(600),
        time_limit: Duration::from_secs(20),
    })
}

async fn runner(db: &TestDb, hand: &Arc<Hand>) -> RunnerHandle {
    Runner::start_with(db, vec![spec(hand)], vec![], brisk()).await.unwrap()
}

async fn listed(db: &TestDb, state: JobState) -> Vec<infrasell_db::JobInfo> {
    let filter = JobFilter { kind: Some("work".into()), state: Some(state) };
    db.list_jobs(&filter, &PageRequest::default()).await.unwrap().items
}

/// Waits until somebody has claimed the job.
async fn until_claimed(db: &TestDb) {
    for _ in 0..2_000 {
        if !listed(db, JobState::Running).await.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the job was not claimed in 10 s");
}

/// Waits until the hand has begun `runs` runs.
async fn until_begun(hand: &Hand, runs: usize) {
    for _ in 0..2_000 {
        if hand.runs.lock().unwrap().len() >= runs {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the job was not begun in 10 s");
}

#[tokio::test]
async fn a_job_is_run_with_its_cause_and_at_its_time() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let runner = runner(&db, &hand).await;
        let now = db.now();
        let mut tx = db.begin().await.unwrap();
        tx.enqueue("work", None, &"never", now).await.unwrap();
        drop(tx);
        db.enqueue("work", None, &"now", now).await.unwrap();
        db.enqueue("work", None, &"later", now.plus(Duration::from_secs(60))).await.unwrap();
        db.enqueue("somebody else's", None, &"x", now).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["now/1"]);
        db.clock.advance(Duration::from_secs(60));
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["later/1"]);
        assert_eq!(listed(&db, JobState::Waiting).await, []);
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_failed_job_is_tried_again_then_a_dead_letter_then_retried() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let runner = runner(&db, &hand).await;
        hand.plan([Plan::Fail, Plan::Panic, Plan::Fail]);
        let id = db.enqueue("work", None, &"a", db.now()).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["a/1"]);
        let waiting = listed(&db, JobState::Waiting).await;
        assert_eq!(waiting[0].last_error.as_deref(), Some("the provider cannot be reached"));
        let wait = waiting[0].run_at.since(db.now());
        assert!((45..=75).contains(&wait.as_secs()), "about a minute, not {wait:?}");
        for attempt in 2..=3 {
            db.clock.advance(Duration::from_secs(160));
            runner.settle().await.unwrap();
            assert_eq!(hand.runs(), [format!("a/{attempt}")]);
        }
        db.clock.advance(Duration::from_secs(10_000));
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), [] as [String; 0]);
        let dead = listed(&db, JobState::Dead).await;
        assert_eq!((dead[0].id, dead[0].attempts), (id, 3));
        db.retry_job(id).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["a/1"]);
        assert_eq!(listed(&db, JobState::Dead).await, []);
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_key_is_held_by_one_live_job() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let later = db.now().plus(Duration::from_secs(60));
        let first = db.enqueue("work", Some("k"), &"one", later).await.unwrap();
        let again = db.enqueue("work", Some("k"), &"two", db.now()).await.unwrap();
        let other = db.enqueue("work", Some("l"), &"three", db.now()).await.unwrap();
        assert_eq!(first, again);
        assert_ne!(first, other);
        let runner = runner(&db, &hand).await;
        runner.settle().await.unwrap();
        let mut runs = hand.runs();
        runs.sort();
        assert_eq!(runs, ["three/1", "two/1"], "the newest payload at the earliest time");
        // asked for while it runs, it runs once more, after itself and never beside itself
        let go = Arc::new(Notify::new());
        hand.plan([Plan::Hang(go.clone())]);
        db.enqueue("work", Some("k"), &"four", db.now()).await.unwrap();
        until_begun(&hand, 1).await;
        for _ in 0..3 {
            db.enqueue("work", Some("k"), &"five", db.now()).await.unwrap();
        }
        assert_eq!(listed(&db, JobState::Running).await.len(), 1);
        go.notify_one();
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["four/1", "five/1"]);
        // a dead letter does not hold its key, and cannot come back while a live one does
        hand.plan([Plan::Fail, Plan::Fail, Plan::Fail]);
        let dead = db.enqueue("work", Some("k"), &"six", db.now()).await.unwrap();
        for _ in 0..3 {
            runner.settle().await.unwrap();
            db.clock.advance(Duration::from_secs(1_000));
        }
        assert_eq!(listed(&db, JobState::Dead).await[0].id, dead);
        let live = db.enqueue("work", Some("k"), &"seven", db.now().plus(Duration::from_secs(9))).await.unwrap();
        assert_ne!(live, dead);
        assert!(matches!(db.retry_job(dead).await, Err(Fault::Conflict { .. })));
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_job_may_ask_to_be_run_again_without_having_failed() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let runner = runner(&db, &hand).await;
        let minute = Duration::from_secs(60);
        hand.plan((1..=5).map(|n| Plan::Again(db.now().plus(minute * n))));
        db.enqueue("work", None, &"poll", db.now()).await.unwrap();
        for _ in 0..8 {
            runner.settle().await.unwrap();
            db.clock.advance(minute);
        }
        assert_eq!(hand.runs(), ["poll/1"; 6]);
        runner.stop().await;
    }
}

#[tokio::test]
async fn a_paced_kind_runs_at_once_after_a_rest_and_then_no_sooner_than_its_pace() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let paced = spec(&hand).pace(Duration::from_secs(3_600));
        let runner = Runner::start_with(&db, vec![paced], vec![], brisk()).await.unwrap();
        db.enqueue("work", Some("k"), &"one", db.now()).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["one/1"]);
        db.enqueue("work", Some("k"), &"two", db.now()).await.unwrap();
        until_claimed(&db).await;
        db.enqueue("work", Some("k"), &"three", db.now()).await.unwrap();
        assert_eq!(hand.runs(), [""; 0], "it waits for its pace");
        // what has been claimed is not kept waiting by the end of its process, and what came meanwhile is not lost
        runner.stop().await;
        assert_eq!(hand.runs(), ["two/1"]);
        let waiting = listed(&db, JobState::Waiting).await;
        assert_eq!(waiting.iter().map(|job| job.payload.as_str()).collect::<Vec<_>>(), ["\"three\""]);
    }
}

#[tokio::test]
async fn a_schedule_exists_once_and_never_dies() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let hour = Duration::from_secs(3_600);
        let null = JobSpec::new("tick", Arc::new(Tick(hand.clone()))).every(hour).policy(JobPolicy {
            attempts: 2,
            first_delay: Duration::from_secs(60),
            most_delay: Duration::from_secs(60),
            time_limit: hour,
        });
        let replica = db.reopen().await;
        // neither is to take the other for dead when the clock is turned on by hours
        let long = infrasell_db::RunnerOptions { lease: hour * 24, ..brisk() };
        let first = Runner::start_with(&db, vec![null.clone()], vec![], long).await.unwrap();
        let second = Runner::start_with(&replica, vec![null], vec![], long).await.unwrap();
        first.settle().await.unwrap();
        assert_eq!(hand.runs(), ["tick/1"]);
        hand.plan([Plan::Fail, Plan::Fail]);
        for expected in ["tick/1", "tick/2"] {
            db.clock.advance(hour);
            first.settle().await.unwrap();
            assert_eq!(hand.runs(), [expected]);
        }
        db.clock.advance(hour);
        second.settle().await.unwrap();
        assert_eq!(hand.runs(), ["tick/1"]);
        first.stop().await;
        second.stop().await;
    }
}

/// A schedule's payload is null; this hands the hand a text.
struct Tick(Arc<Hand>);
#[async_trait]
impl JobHandler for Tick {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        assert_eq!(job.payload, "null");
        let mut job = job.clone();
        job.payload = "\"tick\"".into();
        self.0.run(cx, &job).await
    }
}

#[tokio::test]
async fn a_dead_process_loses_its_job_to_another() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let (first_hand, second_hand) = (Arc::new(Hand::default()), Arc::new(Hand::default()));
        let replica = db.reopen().await;
        let first = runner(&db, &first_hand).await;
        first_hand.plan([Plan::Hang(Arc::new(Notify::new()))]);
        db.enqueue("work", Some("k"), &"a", db.now()).await.unwrap();
        until_begun(&first_hand, 1).await;
        let second = Runner::start_with(&replica, vec![spec(&second_hand)], vec![], brisk()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(second_hand.runs(), [] as [String; 0], "its process lives and renews its lease");
        drop(first);
        db.clock.advance(Duration::from_secs(1));
        until_begun(&second_hand, 1).await;
        second.settle().await.unwrap();
        assert_eq!(second_hand.runs(), ["a/2"]);
        second.stop().await;
    }
}

#[tokio::test]
async fn the_only_process_on_a_file_takes_over_at_once() {
    let db = testing::sqlite(&[MIGRATIONS]).await;
    let hand = Arc::new(Hand::default());
    hand.plan([Plan::Hang(Arc::new(Notify::new()))]);
    let first = runner(&db, &hand).await;
    db.enqueue("work", None, &"a", db.now()).await.unwrap();
    until_begun(&hand, 1).await;
    drop(first);
    let second = runner(&db, &hand).await; // no lease had to run out: the clock stands still
    second.settle().await.unwrap();
    assert_eq!(hand.runs(), ["a/1", "a/2"]);
    second.stop().await;
}

#[tokio::test]
async fn a_process_that_has_lost_its_job_does_not_end_it() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let go = Arc::new(Notify::new());
        hand.plan([Plan::Hang(go.clone())]);
        let runner = runner(&db, &hand).await;
        db.enqueue("work", None, &"a", db.now()).await.unwrap();
        until_begun(&hand, 1).await;
        let mut tx = db.begin().await.unwrap();
        tx.exec("INSERT INTO db_runner (id, locked_until) VALUES (4000000, 9000000000000000)", &[]).await.unwrap();
        tx.exec("UPDATE db_job SET runner = 4000000, attempts = attempts + 1 WHERE kind = 'work'", &[]).await.unwrap();
        tx.commit().await.unwrap();
        go.notify_one();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let running = listed(&db, JobState::Running).await;
        assert_eq!((running.len(), running[0].attempts), (1, 2));
        runner.stop().await;
        assert_eq!(listed(&db, JobState::Running).await, running, "nor does it hand it back");
    }
}

#[tokio::test]
async fn a_waiting_job_can_be_taken_back() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let cancel = async || {
            let mut tx = db.begin().await.unwrap();
            tx.cancel("work", "k").unwrap();
            tx.commit().await.unwrap();
        };
        cancel().await; // nothing there is no error
        db.enqueue("work", Some("k"), &"a", db.now()).await.unwrap();
        db.enqueue("work", Some("other"), &"b", db.now()).await.unwrap();
        cancel().await;
        let runner = runner(&db, &hand).await;
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["b/1"]);
        let go = Arc::new(Notify::new());
        hand.plan([Plan::Hang(go.clone())]);
        db.enqueue("work", Some("k"), &"c", db.now()).await.unwrap();
        until_begun(&hand, 1).await;
        db.enqueue("work", Some("k"), &"d", db.now()).await.unwrap();
        cancel().await;
        go.notify_one();
        runner.settle().await.unwrap();
        assert_eq!(hand.runs(), ["c/1"], "the one that ran, and not once more");
        runner.stop().await;
    }
}

#[tokio::test]
async fn stopping_lets_the_running_finish_and_hands_back_what_does_not() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let hand = Arc::new(Hand::default());
        let go = Arc::new(Notify::new());
        hand.plan([Plan::Hang(go.clone())]);
        let first = runner(&db, &hand).await;
        db.enqueue("work", None, &"slow", db.now()).await.unwrap();
        until_begun(&hand, 1).await;
        let stopping = tokio::spawn(first.stop());
        tokio::time::sleep(Duration::from_millis(100)).await;
        db.enqueue("work", None, &"after", db.now()).await.unwrap();
        assert!(!stopping.is_finished());
        go.notify_one();
        stopping.await.unwrap();
        assert_eq!(hand.runs(), ["slow/1"]);
        assert_eq!(listed(&db, JobState::Waiting).await.len(), 1);
        // one that does not finish in time goes back at once, for the next process
        hand.plan([Plan::Hang(Arc::new(Notify::new()))]);
        let hasty = infrasell_db::RunnerOptions { grace: Duration::from_millis(50), ..brisk() };
        let second = Runner::start_with(&db, vec![spec(&hand)], vec![], hasty).await.unwrap();
        until_begun(&hand, 1).await;
        second.stop().await;
        assert_eq!(listed(&db, JobState::Running).await, []);
        let third = runner(&db, &hand).await;
        third.settle().await.unwrap();
        assert_eq!(hand.runs(), ["after/1", "after/2"]);
        third.stop().await;
    }
}
