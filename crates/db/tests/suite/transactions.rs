//! Transactions: all or nothing, alone or in a group, and usable again after every kind of failure.

use crate::{INSERT, MIGRATIONS, count, item};
use infrasell_db::{Db, DbError, DbUrl, Engine, testing, v};
use infrasell_rpc::Fault;
use std::{path::PathBuf, time::Duration};

#[tokio::test]
async fn what_is_not_committed_is_not_there() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let mut tx = db.begin().await.unwrap();
        tx.exec(INSERT, &item(1, 1)).await.unwrap();
        tx.queue(INSERT, &item(2, 1)).unwrap();
        let inside: i64 = tx.one("SELECT count(*) FROM shelf_item", &[], |r| r.get(0)).await.unwrap();
        assert_eq!((inside, count(&db).await), (2, 0), "seen inside, not outside");
        drop(tx);
        assert_eq!(count(&db).await, 0);
        let mut tx = db.begin().await.unwrap();
        tx.queue(INSERT, &item(3, 1)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 1);
        db.begin().await.unwrap().commit().await.unwrap(); // an empty one is fine, too
    }
}

#[tokio::test]
async fn a_failed_statement_ends_its_transaction() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.exec(INSERT, &item(1, 1)).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.exec(INSERT, &item(2, 1)).await.unwrap();
        let error = tx.exec(INSERT, &item(1, 1)).await.unwrap_err();
        assert!(error.conflicts_on("shelf_item.id") || error.conflicts_on("shelf_item.sku"), "{error:?}");
        assert_eq!(tx.exec(INSERT, &item(3, 1)).await, Err(error.clone()), "nothing else is answered");
        assert_eq!(tx.queue(INSERT, &item(3, 1)), Err(error.clone()));
        assert_eq!(tx.commit().await, Err(error));
        assert_eq!(count(&db).await, 1);
        // a queued statement's failure comes with the commit at the latest
        let mut tx = db.begin().await.unwrap();
        let queued = tx.queue(INSERT, &item(1, 1));
        assert!(queued.is_err() || tx.commit().await.is_err());
        assert_eq!(count(&db).await, 1);
    }
}

#[tokio::test]
async fn a_savepoint_undoes_just_what_came_after_it() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let mut tx = db.begin().await.unwrap();
        tx.exec(INSERT, &item(1, 1)).await.unwrap();
        tx.savepoint().await.unwrap();
        tx.exec(INSERT, &item(2, 1)).await.unwrap();
        tx.savepoint().await.unwrap();
        tx.queue(INSERT, &item(3, 1)).unwrap();
        assert!(tx.exec(INSERT, &item(1, 1)).await.is_err());
        tx.rollback_to().await.unwrap();
        tx.exec(INSERT, &item(4, 1)).await.unwrap();
        tx.release().await.unwrap();
        tx.savepoint().await.unwrap();
        // on PostgreSQL this has not gone out yet; on SQLite it has failed
        let _ = tx.queue(INSERT, &item(1, 1));
        tx.rollback_to().await.unwrap();
        tx.savepoint().await.unwrap();
        tx.exec(INSERT, &item(5, 1)).await.unwrap();
        tx.rollback_to().await.unwrap();
        assert!(tx.release().await.is_err(), "there is none left");
        tx.commit().await.unwrap();
        let ids: Vec<i64> = db.all("SELECT id FROM shelf_item ORDER BY id", &[], |r| r.get(0)).await.unwrap();
        assert_eq!(ids, [1, 2, 4]);
    }
}

#[tokio::test]
async fn broken_rules_are_told_apart_the_same_on_both_engines() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.exec(INSERT, &item(1, 1)).await.unwrap();
        let twin = v![9, "S1", None::<String>, 1, true, "{}", None::<Vec<u8>>, 1, None::<i64>];
        assert_eq!(db.exec(INSERT, &twin).await, Err(DbError::Conflict { what: "shelf_item.sku".into() }));
        let note = "INSERT INTO shelf_note (item_id, n, body) VALUES ($1, $2, $3)";
        db.exec(note, &v![1, 1, "a"]).await.unwrap();
        let error = db.exec(note, &v![1, 1, "b"]).await.unwrap_err();
        assert_eq!(error, DbError::Conflict { what: "shelf_note.item_id, shelf_note.n".into() });
        for broken in [db.exec(note, &v![77, 1, "no such item"]).await, db.exec(INSERT, &item(2, -1)).await] {
            assert!(matches!(broken, Err(DbError::Violates { .. })), "{broken:?}");
        }
        let error = db.exec("SELEC 1", &[]).await.unwrap_err();
        assert!(matches!(Fault::from(error), Fault::Internal { .. }));
    }
}

#[tokio::test]
async fn text_with_a_nul_is_refused_on_both_engines_and_other_text_is_not() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let title =
            |text: &str| v![1, text.to_owned(), text.to_owned(), 1, true, "{}", None::<Vec<u8>>, 1, None::<i64>];
        let error = db.exec(INSERT, &title("a\0b")).await.unwrap_err();
        assert_eq!(error, DbError::NulInText);
        assert!(matches!(Fault::from(error), Fault::Invalid { .. }), "the caller's fault, not ours");
        let odd = "'; DROP TABLE shelf_item; -- \u{1}\u{202e}\u{10ffff} é e\u{301} ?1 $1";
        db.exec(INSERT, &title(odd)).await.unwrap();
        let back: String = db.one("SELECT title FROM shelf_item WHERE sku = $1", &v![odd], |r| r.get(0)).await.unwrap();
        assert_eq!(back, odd);
    }
}

#[tokio::test]
async fn guarded_updates_and_upserts_work_as_services_write_them() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.exec(INSERT, &item(1, 5)).await.unwrap();
        let take = "UPDATE shelf_item SET units = units - $2 WHERE id = $1 AND units >= $2 RETURNING units";
        let mut tx = db.begin().await.unwrap();
        let left: Option<i64> = tx.opt(take, &v![1, 3], |r| r.get(0)).await.unwrap();
        let none: Option<i64> = tx.opt(take, &v![1, 3], |r| r.get(0)).await.unwrap();
        assert_eq!((left, none), (Some(2), None));
        let upsert = "INSERT INTO shelf_note (item_id, n, body) VALUES ($1, $2, $3)
                      ON CONFLICT (item_id, n) DO UPDATE SET body = excluded.body || '!' RETURNING body";
        let first: String = tx.one(upsert, &v![1, 1, "a"], |r| r.get(0)).await.unwrap();
        let second: String = tx.one(upsert, &v![1, 1, "b"], |r| r.get(0)).await.unwrap();
        assert_eq!((first.as_str(), second.as_str()), ("a", "b!"));
        let counts =
            tx.exec_many(&take[..take.len() - " RETURNING units".len()], &[v![1, 1], v![1, 9], v![1, 1]]).await;
        assert_eq!(counts, Ok(2));
        tx.commit().await.unwrap();
        let locked = "SELECT units FROM shelf_item WHERE id = $1 FOR UPDATE";
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.one(locked, &v![1], |r| r.get::<i64>(0)).await, Ok(0));
    }
}

/// Each of `clients` commits `each` rows of its own and rolls back some others.
async fn write_together(db: &Db, clients: i64, each: i64) {
    let mut tasks = vec![];
    for client in 0..clients {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            for n in 0..each {
                let mut tx = db.begin().await.unwrap();
                tx.exec(INSERT, &item(1 + client * 10_000 + n, 1)).await.unwrap();
                tx.commit().await.unwrap();
                let mut tx = db.begin().await.unwrap();
                tx.exec(INSERT, &item(5_001 + client * 10_000 + n, 1)).await.unwrap();
                drop(tx);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn many_commits_at_once_are_all_there_and_no_rolled_back_one_is() {
    for db in testing::engines(&[MIGRATIONS]).await {
        write_together(&db, 16, 25).await;
        assert_eq!(count(&db).await, 16 * 25);
        let stray = "SELECT count(*) FROM shelf_item WHERE id % 10000 > 5000";
        assert_eq!(db.one(stray, &[], |r| r.get::<i64>(0)).await, Ok(0));
    }
}

fn file(db: &Db) -> PathBuf {
    match db.url() {
        DbUrl::Sqlite(path) => path.clone(),
        DbUrl::Postgres(_) => unreachable!("asked of SQLite only"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn an_acknowledged_commit_is_in_the_files() {
    let db = testing::sqlite(&[MIGRATIONS]).await;
    write_together(&db, 8, 20).await;
    // what a process that is killed now leaves behind
    let copy = file(&db).with_file_name("copy.db");
    std::fs::copy(file(&db), &copy).unwrap();
    std::fs::copy(file(&db).with_file_name("test.db-wal"), copy.with_file_name("copy.db-wal")).unwrap();
    let after = Db::open(&DbUrl::Sqlite(copy), db.env().clone(), infrasell_db::DbOptions::default()).await.unwrap();
    assert_eq!(count(&after).await, 8 * 20);
}

/// How many pages the log of an SQLite file has.
fn pages_of_log(db: &Db) -> i64 {
    let conn = rusqlite::Connection::open(file(db)).unwrap();
    conn.busy_timeout(Duration::from_secs(10)).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn the_log_is_begun_anew_while_writers_write() {
    let db = testing::sqlite(&[MIGRATIONS]).await;
    db.exec(INSERT, &item(1, 1)).await.unwrap();
    let long = "x".repeat(60_000);
    let mut most = 0;
    // 120 MB in all, half of which the log may hold
    for round in 0..2_000 {
        db.exec("INSERT INTO shelf_note (item_id, n, body) VALUES (1, $1, $2)", &v![round, long.as_str()])
            .await
            .unwrap();
        if round % 20 == 0 {
            most = most.max(pages_of_log(&db));
        }
    }
    for n in 2..4_000 {
        db.exec(INSERT, &item(n, 1)).await.unwrap();
        if n % 50 != 0 {
            continue;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        if pages_of_log(&db) < 2_000 {
            assert!(most > 2_000, "it was longer before: {most}");
            return;
        }
    }
    panic!("the log still has {} pages", pages_of_log(&db));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_failed_commit_fails_its_whole_group_and_nothing_after_it() {
    let db = testing::sqlite(&[MIGRATIONS]).await;
    // everyone queues up behind this one, so that they share its group
    let mut first = db.begin().await.unwrap();
    let mut tasks = vec![];
    for id in 1..=8 {
        let db = db.db.clone();
        tasks.push(tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            tx.exec(INSERT, &item(id, 1)).await.unwrap();
            tx.commit().await
        }));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    // a broken rule that only COMMIT itself looks at makes it fail
    first.exec("PRAGMA defer_foreign_keys = ON", &[]).await.unwrap();
    first.exec("INSERT INTO shelf_note (item_id, n, body) VALUES (77, 1, 'no such item')", &[]).await.unwrap();
    let first = first.commit().await;
    assert!(matches!(first, Err(DbError::Violates { .. })), "{first:?}");
    let mut failed = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => {}
            Err(DbError::Violates { .. }) => failed += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(failed > 0, "the group had more than one member");
    assert_eq!(count(&db).await, 8 - failed, "who was told of success is there, who was told of failure is not");
    db.exec(INSERT, &item(100, 1)).await.unwrap();
    assert_eq!(count(&db).await, 9 - failed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_full_database_says_so_and_works_again_when_there_is_space() {
    let db = testing::sqlite(&[MIGRATIONS]).await;
    let limit = async |pages: i64| {
        let mut tx = db.begin().await.unwrap();
        let sql = format!("PRAGMA max_page_count = {pages}");
        tx.all(&sql, &[], |r| r.get::<i64>(0)).await.unwrap();
    };
    let pages: i64 = db.one("PRAGMA page_count", &[], |r| r.get(0)).await.unwrap();
    limit(pages + 4).await;
    let mut tasks = vec![];
    for id in 1..=8 {
        let db = db.db.clone();
        tasks.push(tokio::spawn(async move {
            let mut tx = db.begin().await?;
            let mut row = item(id, 1);
            row[5] = "x".repeat(10_000).into();
            tx.exec(INSERT, &row).await?;
            tx.commit().await
        }));
    }
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => done += 1,
            Err(error) => {
                assert!(matches!(error, DbError::Full { .. }), "{error:?}");
                let fault = Fault::from(error).to_string();
                assert_eq!(fault, "the database (its disk is full) cannot be reached");
            }
        }
    }
    assert!(done < 8);
    assert_eq!(count(&db).await, done, "who was told of success is there, and nobody else");
    limit(1_000_000).await;
    db.exec(INSERT, &item(100, 1)).await.unwrap();
    assert_eq!(count(&db).await, done + 1);
}

#[tokio::test]
async fn a_database_that_cannot_be_written_says_so() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let mut tx = db.begin().await.unwrap();
        let pragma = if db.engine() == Engine::Sqlite { "PRAGMA query_only = ON" } else { "SET TRANSACTION READ ONLY" };
        tx.exec(pragma, &[]).await.unwrap();
        let error = tx.exec(INSERT, &item(1, 1)).await.unwrap_err();
        assert!(matches!(error, DbError::ReadOnly { .. }), "{error:?}");
        assert_eq!(Fault::from(error).to_string(), "the database (it is read-only) cannot be reached");
    }
}

#[tokio::test]
async fn many_rows_go_in_with_one_call() {
    for db in testing::engines(&[MIGRATIONS]).await {
        for rows in [0, 1, 2, 255, 256, 257, 777] {
            let mut tx = db.begin().await.unwrap();
            let items: Vec<_> = (1..=rows).map(|id| item(id, id)).collect();
            assert_eq!(tx.insert_many(INSERT, &items).await, Ok(rows.unsigned_abs()));
            let upsert = "INSERT INTO shelf_note (item_id, n, body) VALUES ($1, $2, 'x')
                          ON CONFLICT (item_id, n) DO UPDATE SET body = shelf_note.body || 'y'";
            let notes: Vec<_> = (1..=rows).flat_map(|id| [v![id, 1], v![id, 1]]).collect();
            assert_eq!(tx.insert_many(upsert, &notes).await, Ok(2 * rows.unsigned_abs()));
            let right: i64 =
                tx.one("SELECT count(*) FROM shelf_note WHERE body = 'xy'", &[], |r| r.get(0)).await.unwrap();
            assert_eq!(right, rows);
            let again = format!("{INSERT} ON CONFLICT DO NOTHING");
            assert_eq!(tx.insert_many(&again, &items).await, Ok(0));
        }
        let wide = "INSERT INTO shelf_note (item_id, n, body) VALUES ($1, $2, $3), ($1, $2, $3)";
        let mut tx = db.begin().await.unwrap();
        assert!(tx.insert_many(wide, &[v![1, 1, "a"]]).await.is_err(), "and a bad statement is an error");
    }
}

#[tokio::test]
async fn waiting_for_oneself_ends_with_an_error() {
    let db = testing::sqlite(&[MIGRATIONS]).await;
    let options = infrasell_db::DbOptions { patience: Duration::from_millis(50), ..Default::default() };
    let db = Db::open(db.url(), db.env().clone(), options).await.unwrap();
    let tx = db.begin().await.unwrap();
    assert!(matches!(db.begin().await, Err(DbError::Unavailable { .. })));
    drop(tx);
    db.begin().await.unwrap();
}

/// On SQLite a transaction sees what others in its group have written and what is not on the disk yet. Whoever has read
/// that and leaves without a commit, to act on it, must find it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_transaction_has_read_is_there_when_it_is_left() {
    const FIND: &str = "SELECT id FROM shelf_item WHERE id = $1";
    for db in testing::engines(&[MIGRATIONS]).await {
        for n in 0..20_i64 {
            let mut first = db.begin().await.unwrap();
            first.exec(INSERT, &item(n, 1)).await.unwrap();
            let (other, found) = (db.clone(), |row: &infrasell_db::Row<'_>| row.get::<i64>(0));
            let second = tokio::spawn(async move {
                let mut tx = other.begin().await.unwrap();
                let seen = tx.opt(FIND, &v![n], found).await.unwrap();
                drop(tx);
                seen.is_none() || other.opt(FIND, &v![n], found).await.unwrap().is_some()
            });
            tokio::time::sleep(Duration::from_millis(5)).await;
            let acknowledged = first.commit();
            let (acknowledged, is_there) = tokio::join!(acknowledged, second);
            acknowledged.unwrap();
            assert!(is_there.unwrap(), "what was read is not there on {:?}", db.engine());
        }
    }
}
