//! What is kept in memory is never older than this process's own writes.

use crate::{INSERT, MIGRATIONS, item};
use infrasell_db::{Db, DbError, Kept, MOST_AGE, sql, testing, v};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

const COUNT: &str = sql!("SELECT COUNT(*) FROM shelf_item");
const RAISE: &str = sql!("UPDATE shelf_item SET units = $2 WHERE id = $1");

async fn items(kept: &Kept<(), i64>, db: &Db) -> i64 {
    *kept.get(&(), db.one::<i64, _>(COUNT, &[], |row| row.get(0))).await.unwrap()
}

#[tokio::test]
async fn a_commit_makes_what_is_kept_old_and_a_rollback_changes_nothing() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let kept = Kept::over(&db, &["shelf_item"]);
        assert_eq!(items(&kept, &db).await, 0);
        // an answer that is kept is not read again
        let never = async { Err::<i64, _>(DbError::other("it was read")) };
        assert_eq!(*kept.get(&(), never).await.unwrap(), 0);
        let mut tx = db.begin().await.unwrap();
        tx.exec(INSERT, &item(1, 0)).await.unwrap();
        drop(tx);
        assert_eq!(items(&kept, &db).await, 0);
        let mut tx = db.begin().await.unwrap();
        tx.queue(INSERT, &item(1, 0)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(items(&kept, &db).await, 1);
        db.exec(INSERT, &item(2, 0)).await.unwrap();
        assert_eq!(items(&kept, &db).await, 2);
        let mut tx = db.begin().await.unwrap();
        tx.insert_many(INSERT, &[item(3, 0), item(4, 0), item(5, 0)]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(items(&kept, &db).await, 5);
    }
}

#[tokio::test]
async fn what_another_process_writes_is_seen_in_time() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let other = db.reopen().await;
        let kept = Kept::over(&db, &["shelf_item"]);
        assert_eq!(items(&kept, &db).await, 0);
        other.exec(INSERT, &item(1, 0)).await.unwrap();
        db.clock.advance(MOST_AGE);
        assert_eq!(items(&kept, &db).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn no_reader_sees_less_than_what_was_acknowledged() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.exec(INSERT, &item(1, 0)).await.unwrap();
        let kept = Arc::new(Kept::over(&db, &["shelf_item"]));
        let (acknowledged, over) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
        let mut readers = vec![];
        for _ in 0..3 {
            let (db, kept, acknowledged, over) = (db.db.clone(), kept.clone(), acknowledged.clone(), over.clone());
            readers.push(tokio::spawn(async move {
                const READ: &str = sql!("SELECT units FROM shelf_item WHERE id = 1");
                while !over.load(Ordering::Acquire) {
                    let least = acknowledged.load(Ordering::Acquire);
                    let seen = kept.get(&(), db.one::<i64, _>(READ, &[], |row| row.get(0))).await.unwrap();
                    assert!(*seen >= least, "{seen} was read after {least} was acknowledged");
                    tokio::task::yield_now().await;
                }
            }));
        }
        for n in 1..=300_i64 {
            db.exec(RAISE, &v![1, n]).await.unwrap();
            acknowledged.store(n, Ordering::Release);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        over.store(true, Ordering::Release);
        for reader in readers {
            reader.await.unwrap();
        }
    }
}
