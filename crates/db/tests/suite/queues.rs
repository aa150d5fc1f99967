//! Queues are counted as they are, slow statements are counted, and what follows from a request carries its trace.

use crate::{INSERT, MIGRATIONS, item};
use async_trait::async_trait;
use infrasell_db::{
    Db, DbOptions, Event, EventHandler, Job, JobCount, JobHandler, JobOutcome, JobSpec, Runner, Subscription, testing,
};
use infrasell_kernel::Env;
use infrasell_metrics::catalogue::{DB_COMMIT, DB_GROUP, DB_SLOW};
use infrasell_rpc::{
    Cx, Fault,
    trace::{self, Here, TraceCx},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[derive(Default)]
struct Seen(Mutex<Vec<Option<String>>>);

#[async_trait]
impl EventHandler for Seen {
    async fn handle(&self, _: &Cx, _: &Event) -> Result<(), Fault> {
        self.0.lock().unwrap().push(trace::traceparent());
        Ok(())
    }
}
#[async_trait]
impl JobHandler for Seen {
    async fn run(&self, _: &Cx, _: &Job) -> Result<JobOutcome, Fault> {
        self.0.lock().unwrap().push(trace::traceparent());
        Ok(JobOutcome::Done)
    }
}

async fn emit(db: &Db, topic: &str) {
    let mut tx = db.begin().await.unwrap();
    tx.emit(topic, &1).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn events_and_jobs_belong_to_the_trace_that_they_follow_from() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let seen = Arc::new(Seen::default());
        let here = Here { request_id: "r".into(), trace: TraceCx::parse(PARENT) };
        trace::within(here, async {
            emit(&db, "shelf.changed").await;
            db.enqueue("shelf.tidy", None, &1, db.now()).await.unwrap();
            db.enqueue("shelf.tidy", Some("k"), &1, db.now()).await.unwrap();
        })
        .await;
        emit(&db, "shelf.changed").await;
        let subscription = Subscription::new("counts", &["shelf.changed"], seen.clone());
        let runner =
            Runner::start(&db, vec![JobSpec::new("shelf.tidy", seen.clone())], vec![subscription]).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
        let mut seen = seen.0.lock().unwrap().clone();
        seen.sort();
        assert_eq!(seen, [None, Some(PARENT.into()), Some(PARENT.into()), Some(PARENT.into())]);
    }
}

#[tokio::test]
async fn queues_are_counted_up_to_the_most_that_is_asked_for() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let (early, late) = (db.now(), db.now().plus(Duration::from_secs(60)));
        for due in [early, late, late] {
            db.enqueue("shelf.tidy", None, &1, due).await.unwrap();
        }
        let (kind, state) = ("shelf.tidy".to_owned(), "waiting".to_owned());
        let waiting = JobCount { kind, state, jobs: 3, due: 1, oldest_due: Some(early) };
        assert_eq!(db.count_jobs().await.unwrap(), [waiting]);
        let backlog = db.backlog().await.unwrap();
        assert_eq!((backlog.in_state("waiting"), backlog.due(), backlog.due_since()), (3, 1, Some(early)));
        assert_eq!((backlog.in_state("dead"), backlog.unplaced), (0, 0));
        for _ in 0..5 {
            emit(&db, "shelf.changed").await;
            emit(&db, "shelf.other").await;
        }
        let counts = Subscription::new("counts", &["shelf.changed"], Arc::new(Seen::default()));
        let news = Subscription::new("news", &["shelf.changed"], Arc::new(Seen::default())).from_now();
        let lag = |most| db.count_lag(std::slice::from_ref(&counts), most);
        assert_eq!(lag(100).await.unwrap()[0].events, 5);
        assert_eq!(lag(3).await.unwrap()[0].events, 3);
        assert!(lag(3).await.unwrap()[0].oldest.is_some_and(|oldest| oldest <= db.now()));
        assert_eq!(db.count_lag(&[news], 100).await.unwrap(), [], "it has not begun to listen");
        let runner = Runner::start(&db, vec![], vec![counts.clone()]).await.unwrap();
        runner.settle().await.unwrap();
        // how far it has come is written down a moment later, at the latest when it stops
        runner.stop().await;
        assert_eq!(lag(100).await.unwrap()[0].events, 0);
    }
}

#[tokio::test]
async fn commits_groups_and_slow_statements_are_counted() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let options = DbOptions { slow: Some(Duration::ZERO), ..DbOptions::default() };
        let slow = Db::open(db.url(), Env::system(), options).await.unwrap();
        let before = (DB_COMMIT.count(), DB_SLOW.get(), DB_GROUP.count());
        slow.begin().await.unwrap().commit().await.unwrap();
        let mut tx = slow.begin().await.unwrap();
        tx.exec(INSERT, &item(1, 1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(DB_COMMIT.count() > before.0);
        assert!(DB_SLOW.get() > before.1, "everything is slower than nothing");
        match slow.pool_use() {
            None => assert!(DB_GROUP.count() > before.2),
            Some(pool) => assert!(pool.in_use == 0 && pool.idle > 0, "{pool:?}"),
        }
    }
}
