//! Ids never repeat; what is done under a key is done once.

use crate::{INSERT, MIGRATIONS, count, item};
use infrasell_db::{Db, MOST_KEY_BYTES, Once, testing, v};
use infrasell_kernel::{MAX_ID, ProductId};
use infrasell_rpc::{Cx, Fault};
use std::{collections::BTreeSet, time::Duration};

async fn draw(db: Db, rounds: usize, seed: usize) -> Vec<i64> {
    let mut drawn = vec![];
    for round in 0..rounds {
        match (round + seed) % 4 {
            0 => drawn.push(db.next_id::<()>().await.unwrap().get()),
            1 => drawn.extend(db.next_ids::<()>((round * 37 + seed) % 1_700).await.unwrap().iter().map(|id| id.get())),
            kept => {
                let mut tx = db.begin().await.unwrap();
                let ids = tx.next_ids::<()>((round * 53 + seed) % 900).await.unwrap();
                let one: ProductId = tx.next_id().await.unwrap();
                if kept == 2 {
                    tx.commit().await.unwrap();
                    drawn.extend(ids.iter().map(|id| id.get()));
                    drawn.push(one.get());
                }
            }
        }
    }
    drawn
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn ids_of_two_processes_never_meet() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let replica = db.reopen().await;
        let mut tasks = vec![];
        for seed in 0..6 {
            let handle = if seed % 2 == 0 { db.db.clone() } else { replica.clone() };
            tasks.push(tokio::spawn(draw(handle, 24, seed)));
        }
        let mut seen = BTreeSet::new();
        let mut drawn = 0;
        for task in tasks {
            for id in task.await.unwrap() {
                assert!(id > 0 && id <= MAX_ID);
                assert!(seen.insert(id), "{id} was given out twice");
                drawn += 1;
            }
        }
        assert!(drawn > 10_000, "{drawn}");
    }
}

#[tokio::test]
async fn ids_drawn_in_a_transaction_that_fails_are_not_given_to_another() {
    for db in testing::engines(&[MIGRATIONS]).await {
        // drawn in memory, so that the transaction has to reserve a block of its own
        let rest = db.next_ids::<()>(1_000).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let lost: ProductId = tx.next_id().await.unwrap();
        drop(tx);
        let next: ProductId = db.next_id().await.unwrap();
        assert!(next.get() > rest[999].get());
        assert!(lost.get() > rest[999].get(), "a rolled back block may be given again, but only as a whole");
        assert!(db.next_ids::<()>(0).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_last_id_is_below_two_to_the_53() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.exec("UPDATE db_id_block SET next = $1", &infrasell_db::v![MAX_ID - 5]).await.unwrap();
        let error = db.next_ids::<infrasell_kernel::kind::Product>(1).await.unwrap_err();
        assert!(error.to_string().contains("no ids left"), "{error}");
    }
}

fn cx(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..Cx::system("checkout", "r1") }
}

/// Inserts one item under the key; answers with a number drawn for the occasion.
async fn insert_once(db: &Db, cx: &Cx, sku_id: i64) -> Result<i64, Fault> {
    let answer = db.next_id::<()>().await?.get();
    match db.begin_once::<i64>(cx, "shelf.insert", &sku_id).await? {
        Once::Answered(before) => Ok(before),
        Once::Fresh(mut tx) => {
            tx.exec(INSERT, &item(sku_id, 1)).await?;
            tx.commit_with(&answer).await?;
            Ok(answer)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn eight_at_once_under_one_key_get_one_answer() {
    for db in testing::engines(&[MIGRATIONS]).await {
        for round in 1..=5 {
            let mut tasks = vec![];
            for _ in 0..8 {
                let db = db.db.clone();
                tasks.push(tokio::spawn(async move {
                    let answer = insert_once(&db, &cx(&format!("k{round}")), round).await;
                    assert_eq!(count(&db).await, round, "who has an answer can read what it is about");
                    answer
                }));
            }
            let mut answers = BTreeSet::new();
            for task in tasks {
                answers.insert(task.await.unwrap().unwrap());
            }
            assert_eq!(answers.len(), 1);
            assert_eq!(count(&db).await, round);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn when_the_first_fails_the_second_does_the_work() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let cx = cx("k");
        let Once::Fresh(first) = db.begin_once::<i64>(&cx, "shelf.insert", &1_i64).await.unwrap() else {
            panic!("nothing was done under this key")
        };
        let second = tokio::spawn({
            let (db, cx) = (db.db.clone(), cx.clone());
            async move { insert_once(&db, &cx, 1).await }
        });
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert!(!second.is_finished(), "it waits for the first");
        drop(first);
        let answer = second.await.unwrap().unwrap();
        assert_eq!(insert_once(&db, &cx, 1).await, Ok(answer));
        assert_eq!(count(&db).await, 1);
    }
}

#[tokio::test]
async fn keys_are_kept_apart_by_caller_and_scope_and_for_a_time() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let guest =
            |address: &str| Cx { caller: infrasell_rpc::Caller::Guest { address: Some(address.into()) }, ..cx("k") };
        insert_once(&db, &cx("k"), 1).await.unwrap();
        insert_once(&db, &guest("10.0.0.1"), 2).await.unwrap();
        insert_once(&db, &guest("10.0.0.2"), 3).await.unwrap();
        assert_eq!(insert_once(&db, &guest("10.0.0.2"), 4).await, Err(Fault::IdempotencyKeyReused));
        assert!(matches!(db.begin_once::<i64>(&cx("k"), "another.scope", &9_i64).await, Ok(Once::Fresh(_))));
        let unkeyed = Cx::system("checkout", "r");
        insert_once(&db, &unkeyed, 5).await.unwrap();
        insert_once(&db, &unkeyed, 6).await.unwrap();
        for bad in ["", &"k".repeat(MOST_KEY_BYTES + 1)] {
            assert!(matches!(insert_once(&db, &cx(bad), 7).await, Err(Fault::Invalid { .. })));
        }
        assert_eq!(count(&db).await, 5);
        db.clock.advance(Duration::from_secs(25 * 3_600));
        assert_eq!(db.sweep_once().await, Ok(2), "a client's keys after a day");
        insert_once(&db, &cx("k"), 1).await.unwrap();
        db.clock.advance(Duration::from_secs(30 * 24 * 3_600));
        assert_eq!(db.sweep_once().await, Ok(1), "our own after a month");
        assert_eq!(count(&db).await, 5);
    }
}

/// As the tables were before answers lay by their key.
const BEFORE: &str = "
    DROP TABLE db_once;
    CREATE TABLE db_once (scope TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, answer TEXT,
                          created_at BIGINT NOT NULL, keep_until BIGINT NOT NULL, PRIMARY KEY (scope, key));
    CREATE INDEX db_once_keep_until ON db_once (keep_until);
    DROP INDEX db_job_dead;
    CREATE INDEX db_job_listed ON db_job (state, id);
    DELETE FROM db_migration WHERE service = 'db' AND version = 5";

#[tokio::test]
async fn answers_of_an_earlier_build_are_known_to_this_one() {
    for db in testing::engines(&[MIGRATIONS]).await {
        for statement in BEFORE.split(';') {
            db.exec(statement, &[]).await.unwrap();
        }
        let first = insert_once(&db, &cx("first"), 1).await;
        let second = insert_once(&db, &cx("second"), 2).await;
        assert!(first.is_ok() && second.is_ok() && first != second);
        db.migrate(&[MIGRATIONS]).await.unwrap();
        for (key, n, answer) in [("first", 1, first), ("second", 2, second)] {
            assert_eq!(insert_once(&db, &cx(key), n).await, answer, "the same request has the same answer");
            assert_eq!(insert_once(&db, &cx(key), n + 1).await, Err(Fault::IdempotencyKeyReused));
        }
        assert_eq!(count(&db).await, 2);
    }
}

#[tokio::test]
async fn many_answers_are_swept_and_those_between_them_stay() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let mut tx = db.begin().await.unwrap();
        for n in 0..2_500_i64 {
            let keep_until = db.now().plus(Duration::from_secs(if n % 5 == 0 { 10 } else { 100 }));
            tx.queue(
                "INSERT INTO db_once (scope, key, request_hash, created_at, keep_until) VALUES ($1, $2, '', 0, $3)",
                &v![format!("scope {}", n % 3), n.to_string(), keep_until],
            )
            .unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(db.sweep_once().await, Ok(0));
        for (after, swept) in [(11, 500), (0, 0), (90, 2_000), (0, 0)] {
            db.clock.advance(Duration::from_secs(after));
            assert_eq!(db.sweep_once().await, Ok(swept));
        }
    }
}
