//! A PostgreSQL server that goes away and comes back: clear errors, and recovery without a restart.

use crate::{INSERT, MIGRATIONS, brisk, count, item};
use infrasell_db::{Db, DbError, DbOptions, DbUrl, Runner, testing, testing::TestDb};
use infrasell_rpc::Fault;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// Stands between the layer and the server, and can be cut.
struct Wire {
    port: u16,
    up: Arc<AtomicBool>,
    cut: watch::Sender<u32>,
}

impl Wire {
    async fn to(server: String) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let up = Arc::new(AtomicBool::new(true));
        let cut = watch::Sender::new(0);
        let (is_up, cuts) = (up.clone(), cut.subscribe());
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                if !is_up.load(Ordering::SeqCst) {
                    continue; // closed at once
                }
                let (server, mut cuts) = (server.clone(), cuts.clone());
                cuts.mark_unchanged();
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(&server).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        Wire { port, up, cut }
    }
    fn cut(&self) {
        self.up.store(false, Ordering::SeqCst);
        self.cut.send_modify(|n| *n += 1);
    }
    fn mend(&self) {
        self.up.store(true, Ordering::SeqCst);
    }
}

/// The test database by way of a wire.
async fn through_a_wire(db: &TestDb) -> (Db, Wire) {
    let DbUrl::Postgres(url) = db.url() else { unreachable!("it was made on PostgreSQL") };
    let place = url.split("://").nth(1).unwrap().rsplit('@').next().unwrap().split('/').next().unwrap().to_owned();
    let wire = Wire::to(place.clone()).await;
    let wired = DbUrl::Postgres(url.replace(&place, &format!("127.0.0.1:{}", wire.port)));
    let options = DbOptions { patience: Duration::from_secs(2), ..DbOptions::default() };
    (Db::open(&wired, db.env().clone(), options).await.unwrap(), wire)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_told_and_survived() {
    let Some(direct) = testing::postgres(&[MIGRATIONS]).await else { return };
    let (db, wire) = through_a_wire(&direct).await;
    db.exec(INSERT, &item(1, 1)).await.unwrap();
    let mut open = db.begin().await.unwrap();
    open.exec(INSERT, &item(2, 1)).await.unwrap();
    let unsent = db.begin().await.unwrap();
    wire.cut();
    assert!(matches!(open.exec(INSERT, &item(3, 1)).await, Err(DbError::Unavailable { .. })));
    assert!(matches!(open.commit().await, Err(DbError::Unavailable { .. })));
    drop(unsent);
    for _ in 0..3 {
        let fault = Fault::from(db.exec(INSERT, &item(4, 1)).await.unwrap_err());
        assert_eq!(fault.to_string(), "the database cannot be reached");
        assert!(db.ping().await.is_err());
        assert!(db.next_ids::<()>(2_000).await.is_err());
    }
    wire.mend();
    db.ping().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.exec(INSERT, &item(5, 1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&direct).await, 2, "the first and the last; what was open when the wire was cut is not there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_the_server_ended_are_replaced_unseen() {
    let Some(db) = testing::postgres(&[MIGRATIONS]).await else { return };
    let replica = db.reopen().await;
    for round in 1..=10 {
        let mut held = vec![];
        for _ in 0..4 {
            let mut tx = db.begin().await.unwrap();
            tx.one("SELECT 1", &[], |r| r.get::<i64>(0)).await.unwrap();
            held.push(tx);
        }
        drop(held); // four idle connections
        let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        replica.one(end, &[], |r| r.get::<i64>(0)).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.exec(INSERT, &item(round, 1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, round);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runner_waits_an_outage_out() {
    let Some(direct) = testing::postgres(&[MIGRATIONS]).await else { return };
    let (db, wire) = through_a_wire(&direct).await;
    let runner = Runner::start_with(&db, vec![], vec![], brisk()).await.unwrap();
    runner.settle().await.unwrap();
    wire.cut();
    tokio::time::sleep(Duration::from_millis(300)).await;
    wire.mend();
    direct.clock.advance(Duration::from_secs(3_600));
    runner.settle().await.unwrap();
    runner.stop().await;
    let runners: i64 = direct.one("SELECT count(*) FROM db_runner", &[], |r| r.get(0)).await.unwrap();
    assert_eq!(runners, 0);
}
