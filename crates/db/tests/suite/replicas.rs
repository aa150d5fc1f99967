//! Several processes on one PostgreSQL database: what one has written is shown by none as it was before, whatever becomes
//! of them.

use crate::{INSERT, MIGRATIONS, brisk, count, item};
use infrasell_db::{
    Db, DbOptions, Event, EventHandler, Heard, Job, JobHandler, JobOutcome, JobSpec, Kept, Once, ReplicaOptions,
    Runner, RunnerHandle, RunnerOptions, Subscription, sql, testing, v,
};
use infrasell_kernel::Env;
use infrasell_rpc::{Cx, Fault};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

const UNITS: &str = sql!("SELECT units FROM shelf_item WHERE id = 1");
const SET_UNITS: &str = sql!("UPDATE shelf_item SET units = $1 WHERE id = 1");

/// A process: its own connections, runner, listener and kept table.
struct Process {
    db: Db,
    runner: Option<RunnerHandle>,
    heard: Arc<Mutex<Vec<String>>>,
    kept: Kept<(), i64>,
}

/// A poll so long that nothing is learnt by it.
fn options() -> RunnerOptions {
    RunnerOptions { poll: Duration::from_secs(600), lease: Duration::from_secs(600), ..brisk() }
}

impl Process {
    async fn on(db: &testing::TestDb, options: RunnerOptions) -> Process {
        let open = DbOptions { durable: false, connections: 4, ..DbOptions::default() };
        let db = Db::open(db.url(), Env::system(), open).await.unwrap();
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = heard.clone();
        let listener = move |what: Heard<'_>| {
            noted.lock().unwrap().push(match what {
                Heard::Event { topic, payload } => format!("{topic} {payload}"),
                Heard::Missed => "missed".into(),
            });
        };
        db.listen(&["shelf.changed"], Arc::new(listener));
        let runner = Some(Runner::start_with(&db, vec![], vec![], options).await.unwrap());
        let kept = Kept::over(&db, &["shelf_item"]);
        Process { db, runner, heard, kept }
    }

    async fn write(&self, units: i64) {
        let mut tx = self.db.begin().await.unwrap();
        tx.queue(SET_UNITS, &v![units]).unwrap();
        tx.emit("shelf.changed", &units).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn units(&self) -> i64 {
        let read = async { self.db.one(UNITS, &[], |row| row.get::<i64>(0)).await };
        *self.kept.get(&(), read).await.unwrap()
    }

    /// Waits until it keeps what it reads, and knows of so many others.
    async fn knows(&self, others: usize) {
        for _ in 0..1_000 {
            if self.db.may_keep(Instant::now()) && self.db.other_replicas() == others {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it knows of {} others", self.db.other_replicas());
    }

    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    async fn stop(mut self) {
        self.runner.take().unwrap().stop().await;
    }
}

async fn three() -> Option<(testing::TestDb, Vec<Process>)> {
    let db = testing::postgres(&[MIGRATIONS]).await?;
    db.exec(INSERT, &item(1, 0)).await.unwrap();
    let mut all = vec![];
    for _ in 0..3 {
        all.push(Process::on(&db, options()).await);
    }
    for process in &all {
        process.knows(2).await;
        process.heard();
    }
    Some((db, all))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_has_written_is_what_every_other_shows_next() {
    let Some((_db, all)) = three().await else { return };
    let began = Instant::now();
    for round in 1..=60 {
        let writer = &all[usize::try_from(round).unwrap() % 3];
        for process in &all {
            process.units().await;
        }
        writer.write(round).await;
        for process in &all {
            assert_eq!(process.units().await, round);
            let heard = process.heard();
            // one that a busy machine has kept from answering in time begins anew
            let once = heard == [format!("shelf.changed {round}")] || heard.contains(&"missed".to_owned());
            assert!(once, "each hears it once: {heard:?}");
        }
    }
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}: somebody was waited for in vain", began.elapsed());
    // a table that is kept and no event
    all[0].db.exec(SET_UNITS, &v![1_000]).await.unwrap();
    assert_eq!((all[1].units().await, all[2].units().await), (1_000, 1_000));
    for process in all {
        process.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_and_readers_at_once_see_nothing_old() {
    let Some((_db, all)) = three().await else { return };
    let all = Arc::new(all);
    // what was acknowledged last: a read that begins after it must not be older
    let acknowledged = Arc::new(AtomicU64::new(0));
    let writing = Arc::new(tokio::sync::Mutex::new(0_i64));
    let mut tasks = vec![];
    for n in 0..3 {
        let (all, acknowledged, writing) = (all.clone(), acknowledged.clone(), writing.clone());
        tasks.push(tokio::spawn(async move {
            for _ in 0..40 {
                let mut next = writing.lock().await;
                *next += 1;
                all[n].write(*next).await;
                acknowledged.store(u64::try_from(*next).unwrap(), Ordering::SeqCst);
            }
        }));
    }
    for n in 0..3 {
        let (all, acknowledged) = (all.clone(), acknowledged.clone());
        tasks.push(tokio::spawn(async move {
            while acknowledged.load(Ordering::SeqCst) < 120 {
                let least = i64::try_from(acknowledged.load(Ordering::SeqCst)).unwrap();
                let seen = all[n].units().await;
                assert!(seen >= least, "{seen} is older than {least}");
                tokio::task::yield_now().await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_is_cut_ends_what_was_kept_and_comes_back() {
    let Some((db, all)) = three().await else { return };
    for round in 1..=3 {
        assert!(all[1].units().await < round);
        let line = all[1].db.replica_line().unwrap();
        let cut = async { db.one("SELECT pg_terminate_backend($1::int)", &v![line], |_| Ok(())).await };
        cut.await.unwrap();
        let began = Instant::now();
        all[0].write(round).await;
        assert_eq!(all[1].units().await, round);
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        all[1].knows(2).await;
        all[0].knows(2).await;
    }
    all[0].heard();
    all[1].write(9).await;
    assert_eq!(all[0].units().await, 9);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_whose_line_is_cut_still_tells() {
    let Some((db, all)) = three().await else { return };
    for round in 1..=5 {
        all[1].units().await;
        let line = all[0].db.replica_line().unwrap();
        let sql = "SELECT pg_terminate_backend($1::int)";
        db.one(sql, &v![line], |_| Ok(())).await.unwrap();
        all[0].write(round).await;
        assert_eq!((all[1].units().await, all[2].units().await), (round, round));
        all[0].knows(2).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_process_delays_a_writer_by_a_lease_at_most_and_one_that_leaves_not_at_all() {
    let Some((_db, mut all)) = three().await else { return };
    let usual = ReplicaOptions::default();
    all.pop().unwrap().stop().await;
    let began = Instant::now();
    all[0].write(1).await;
    assert!(began.elapsed() < usual.patience, "{:?}", began.elapsed());
    drop(all.pop());
    let began = Instant::now();
    all[0].write(2).await;
    let took = began.elapsed();
    assert!(took >= usual.lease && took < usual.lease + usual.patience + Duration::from_secs(1), "{took:?}");
    all[0].knows(0).await;
    let began = Instant::now();
    for round in 3..23 {
        all[0].write(round).await;
    }
    // twenty who waited for somebody would take twice as long; a busy machine is slow by itself
    assert!(began.elapsed() < usual.patience * 10, "one alone waits for nobody: {:?}", began.elapsed());
}

/// What a process acknowledged to nobody, because it died, is told when somebody asks for the answer again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_given_again_is_seen_everywhere() {
    let Some((db, all)) = three().await else { return };
    let cx = Cx::system("test", "test").step("test", "key");
    // somebody who has not joined, and so tells nobody: as one who dies between his commit and his word
    let stranger = db.reopen().await;
    assert_eq!(all[2].units().await, 0);
    let Once::Fresh(mut tx) = stranger.begin_once::<i64>(&cx, "shelf.set", &7).await.unwrap() else { panic!("fresh") };
    tx.exec(SET_UNITS, &v![7]).await.unwrap();
    tx.emit("shelf.changed", &7).await.unwrap();
    tx.commit_with(&7).await.unwrap();
    let stored = "UPDATE db_once SET created_at = $1";
    db.exec(stored, &v![all[0].db.now()]).await.unwrap();
    let Once::Answered(7) = all[0].db.begin_once::<i64>(&cx, "shelf.set", &7).await.unwrap() else {
        panic!("answered")
    };
    assert_eq!(all[2].units().await, 7);
    assert_eq!(all[2].heard(), ["shelf.changed 7"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_a_message_holds_is_told_all_the_same() {
    let Some((_db, all)) = three().await else { return };
    let mut tx = all[0].db.begin().await.unwrap();
    for n in 0..5 {
        tx.emit("shelf.changed", &format!("{n}{}", "x".repeat(3_000))).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(all[1].heard().len(), 5);
    let mut tx = all[0].db.begin().await.unwrap();
    tx.emit("shelf.changed", &"x".repeat(20_000)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(all[1].heard(), ["missed"]);
}

struct Note(Arc<AtomicU64>);

#[async_trait::async_trait]
impl EventHandler for Note {
    async fn handle(&self, _: &Cx, _: &Event) -> Result<(), Fault> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[async_trait::async_trait]
impl JobHandler for Note {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(JobOutcome::Done)
    }
}

/// Nothing is polled for here: whoever holds the subscription is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_delivered_at_once_wherever_they_are_emitted() {
    let Some((db, all)) = three().await else { return };
    let got = Arc::new(AtomicU64::new(0));
    let subscription = || vec![Subscription::new("counter", &["shelf.counted"], Arc::new(Note(got.clone())))];
    let open = DbOptions { durable: false, connections: 4, ..DbOptions::default() };
    let holder = Db::open(db.url(), Env::system(), open).await.unwrap();
    let job = JobSpec::new("shelf.count", Arc::new(Note(got.clone())));
    let _runner = Runner::start_with(&holder, vec![job], subscription(), options()).await.unwrap();
    all[0].knows(3).await;
    for round in 1..=20 {
        let began = Instant::now();
        let mut tx = all[0].db.begin().await.unwrap();
        tx.emit("shelf.counted", &round).await.unwrap();
        tx.commit().await.unwrap();
        while got.load(Ordering::SeqCst) < round {
            assert!(began.elapsed() < Duration::from_secs(5), "event {round} is late");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_that_start_at_once_migrate_once() {
    for services in [&[][..], &[MIGRATIONS][..]] {
        // empty, and with this layer's tables only, as an older build had left it
        let Some(db) = testing::postgres(&[]).await else { return };
        if services.is_empty() {
            db.exec("DROP SCHEMA public CASCADE", &[]).await.unwrap();
            db.exec("CREATE SCHEMA public", &[]).await.unwrap();
        }
        let mut opened = vec![];
        for _ in 0..3 {
            opened.push(db.reopen().await);
        }
        let all = opened.iter().map(|db| db.migrate(&[MIGRATIONS]));
        for result in futures_util::future::join_all(all).await {
            result.unwrap();
        }
        let applied = "SELECT count(*) FROM db_migration WHERE service = 'shelf'";
        assert_eq!(db.one(applied, &[], |row| row.get::<i64>(0)).await.unwrap(), 1);
        assert_eq!(count(&opened[2]).await, 0);
        // one that does not know the newest step keeps its hands off
        let refused = db.reopen().await.migrate(&[]).await.unwrap_err().to_string();
        assert!(refused.contains("newer than this build"), "{refused}");
    }
}

/// A build from before a column was added goes on beside one that has added it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_one_goes_on_beside_a_newer_schema() {
    let Some((db, all)) = three().await else { return };
    all[0].write(1).await;
    db.exec("ALTER TABLE shelf_item ADD COLUMN colour TEXT", &[]).await.unwrap();
    db.exec("ALTER TABLE db_outbox ADD COLUMN colour TEXT", &[]).await.unwrap();
    for round in 2..12 {
        let writer = &all[usize::try_from(round).unwrap() % 3];
        writer.write(round).await;
        assert_eq!(all[2].units().await, round);
        assert_eq!(all[1].units().await, round);
    }
}

/// A job that adds one under its own key: what is run again after a kill counts once.
struct Add {
    db: Db,
    runs: Arc<AtomicU64>,
}

#[async_trait::async_trait]
impl JobHandler for Add {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        let cx = cx.step("shelf", job.id.to_string());
        if let Once::Fresh(mut tx) = self.db.begin_once::<()>(&cx, "shelf.add", &()).await? {
            tx.exec(ADD, &v![]).await?;
            tx.commit_with(&()).await?;
        }
        Ok(JobOutcome::Done)
    }
}

const ADD: &str = sql!("UPDATE shelf_item SET units = units + 1 WHERE id = 1");

async fn worker(db: &testing::TestDb, runs: &Arc<AtomicU64>, options: RunnerOptions) -> RunnerHandle {
    let open = DbOptions { durable: false, connections: 4, ..DbOptions::default() };
    let own = Db::open(db.url(), Env::system(), open).await.unwrap();
    let add = Arc::new(Add { db: own.clone(), runs: runs.clone() });
    Runner::start_with(&own, vec![JobSpec::new("shelf.add", add)], vec![], options).await.unwrap()
}

async fn until_units(db: &Db, units: i64) {
    let began = Instant::now();
    loop {
        let (seen, left) = tokio::join!(
            db.one(UNITS, &[], |row| row.get::<i64>(0)),
            db.one("SELECT count(*) FROM db_job WHERE kind = 'shelf.add'", &[], |row| row.get::<i64>(0)),
        );
        if (seen.clone().unwrap(), left.clone().unwrap()) == (units, 0) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{seen:?} of {units}, {left:?} left");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_of_three_are_run_once_each_and_when_they_are_killed_count_once_each() {
    let Some(db) = testing::postgres(&[MIGRATIONS]).await else { return };
    db.exec(INSERT, &item(1, 0)).await.unwrap();
    let runs = Arc::new(AtomicU64::new(0));
    let steady = RunnerOptions { lease: Duration::from_secs(30), ..brisk() };
    let mut workers = vec![];
    for _ in 0..3 {
        workers.push(worker(&db, &runs, steady).await);
    }
    let now = infrasell_kernel::Clock::now(&infrasell_kernel::SystemClock);
    for n in 0..300 {
        db.enqueue("shelf.add", None, &n, now).await.unwrap();
    }
    until_units(&db, 300).await;
    assert_eq!(runs.load(Ordering::SeqCst), 300, "none is run twice while nobody dies");
    for worker in workers.drain(..) {
        worker.stop().await;
    }
    let hasty = RunnerOptions { lease: Duration::from_secs(1), ..brisk() };
    for _ in 0..3 {
        workers.push(worker(&db, &runs, hasty).await);
    }
    for round in 0..12 {
        for n in 0..40 {
            db.enqueue("shelf.add", None, &n, now).await.unwrap();
        }
        // as a kill: nothing it holds is given back
        drop(workers.remove(round % 3));
        workers.push(worker(&db, &runs, hasty).await);
    }
    until_units(&db, 300 + 12 * 40).await;
}

/// Hangs, and notes when it is stopped.
struct Hang {
    begun: Arc<AtomicU64>,
    ended: Arc<AtomicU64>,
}

struct Ended(Arc<AtomicU64>);
impl Drop for Ended {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[async_trait::async_trait]
impl JobHandler for Hang {
    async fn run(&self, _: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.begun.fetch_add(1, Ordering::SeqCst);
        let _ended = Ended(self.ended.clone());
        if job.attempt == 1 {
            std::future::pending::<()>().await;
        }
        Ok(JobOutcome::Done)
    }
}

async fn until(count: &AtomicU64, least: u64) -> Duration {
    let began = Instant::now();
    while count.load(Ordering::SeqCst) < least {
        assert!(began.elapsed() < Duration::from_secs(20), "{} of {least}", count.load(Ordering::SeqCst));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    began.elapsed()
}

async fn hanging(db: &testing::TestDb, counts: &[Arc<AtomicU64>; 2], options: RunnerOptions) -> RunnerHandle {
    let open = DbOptions { durable: false, connections: 4, ..DbOptions::default() };
    let own = Db::open(db.url(), Env::system(), open).await.unwrap();
    let hang = Arc::new(Hang { begun: counts[0].clone(), ended: counts[1].clone() });
    Runner::start_with(&own, vec![JobSpec::new("shelf.hang", hang)], vec![], options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_ran_is_taken_over_within_ten_seconds() {
    let Some(db) = testing::postgres(&[MIGRATIONS]).await else { return };
    let counts: [Arc<AtomicU64>; 2] = Default::default();
    let first = hanging(&db, &counts, RunnerOptions::default()).await;
    let now = infrasell_kernel::Clock::now(&infrasell_kernel::SystemClock);
    db.enqueue("shelf.hang", None, &1, now).await.unwrap();
    until(&counts[0], 1).await;
    let _second = hanging(&db, &counts, RunnerOptions::default()).await;
    drop(first);
    let took = until(&counts[0], 2).await;
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_taken_for_dead_stops_what_it_runs() {
    let Some(db) = testing::postgres(&[MIGRATIONS]).await else { return };
    let counts: [Arc<AtomicU64>; 2] = Default::default();
    let options = RunnerOptions { lease: Duration::from_secs(2), ..brisk() };
    let _first = hanging(&db, &counts, options).await;
    let now = infrasell_kernel::Clock::now(&infrasell_kernel::SystemClock);
    db.enqueue("shelf.hang", None, &1, now).await.unwrap();
    until(&counts[0], 1).await;
    // as if it had been away for longer than its lease
    db.exec("DELETE FROM db_runner", &[]).await.unwrap();
    until(&counts[1], 1).await;
    until(&counts[0], 2).await;
}
