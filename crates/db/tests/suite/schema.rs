//! Migrations: once, whole, and never on a database that this build does not understand.

use crate::MIGRATIONS;
use infrasell_db::{Db, DbError, DbOptions, DbUrl, Migration, testing};
use infrasell_kernel::Env;

const FIRST: Migration =
    Migration { service: "late", version: 1, name: "one", sql: "CREATE TABLE late_a (id BIGINT PRIMARY KEY);" };
const SECOND: Migration = Migration {
    service: "late",
    version: 2,
    name: "two",
    sql: "-- two statements; and a ';' in a comment
          ALTER TABLE late_a ADD COLUMN note TEXT NOT NULL DEFAULT ';';
          INSERT INTO late_a (id, note) VALUES (1, 'semi;colon');",
};

async fn rows(db: &Db) -> Result<Vec<String>, DbError> {
    db.all("SELECT note FROM late_a ORDER BY id", &[], |r| r.get(0)).await
}

#[tokio::test]
async fn each_is_applied_once_and_later_ones_follow() {
    for db in testing::engines(&[MIGRATIONS]).await {
        for _ in 0..2 {
            db.migrate(&[MIGRATIONS, &[FIRST]]).await.unwrap();
        }
        for _ in 0..2 {
            db.migrate(&[MIGRATIONS, &[FIRST, SECOND]]).await.unwrap();
            assert_eq!(rows(&db).await.unwrap(), ["semi;colon"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn of_many_that_start_at_once_one_migrates() {
    for db in testing::engines(&[]).await {
        let mut starts = vec![];
        for _ in 0..4 {
            let replica = db.reopen().await;
            starts.push(tokio::spawn(async move { replica.migrate(&[MIGRATIONS, &[FIRST, SECOND]]).await }));
        }
        for start in starts {
            start.await.unwrap().unwrap();
        }
        assert_eq!(rows(&db).await.unwrap(), ["semi;colon"]);
    }
}

#[tokio::test]
async fn one_that_fails_leaves_nothing_behind() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let broken = Migration { sql: "CREATE TABLE late_b (id BIGINT PRIMARY KEY); SELEC 1;", ..SECOND };
        let error = db.migrate(&[MIGRATIONS, &[FIRST, broken]]).await.unwrap_err();
        assert!(error.to_string().starts_with("late migration 2 'two' does not apply: "), "{error}");
        db.migrate(&[MIGRATIONS, &[FIRST, SECOND]]).await.unwrap();
        assert!(db.one("SELECT id FROM late_b", &[], |r| r.get::<i64>(0)).await.is_err());
    }
}

#[tokio::test]
async fn an_edited_one_and_a_newer_database_are_refused() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.migrate(&[MIGRATIONS, &[FIRST, SECOND]]).await.unwrap();
        let edited = Migration { sql: "CREATE TABLE late_a (id BIGINT);", ..FIRST };
        let error = db.migrate(&[MIGRATIONS, &[edited, SECOND]]).await.unwrap_err();
        assert!(matches!(&error, DbError::Schema(why) if why.contains("late migration 1 'one' was edited")), "{error}");
        let error = db.migrate(&[MIGRATIONS, &[FIRST]]).await.unwrap_err();
        let why = error.to_string();
        assert!(why.contains("newer than this build: it has late migration 2 'two' from infrasell 0."), "{why}");
        assert_eq!(rows(&db).await.unwrap(), ["semi;colon"], "and it is untouched");
    }
}

async fn open(path: &std::path::Path) -> Result<Db, DbError> {
    Db::open(&DbUrl::Sqlite(path.to_owned()), Env::system(), DbOptions::default()).await
}

#[tokio::test]
async fn what_is_not_our_database_is_left_alone() {
    let scratch = testing::sqlite(&[]).await;
    let DbUrl::Sqlite(path) = scratch.url() else { unreachable!("it was made as SQLite") };
    let text = path.with_file_name("notes.txt");
    std::fs::write(&text, "dear diary, ".repeat(200)).unwrap();
    let before = std::fs::read(&text).unwrap();
    let error = open(&text).await.err().unwrap();
    assert!(matches!(&error, DbError::Schema(why) if why.contains("notes.txt")), "{error:?}");
    assert_eq!(std::fs::read(&text).unwrap(), before);
    let other = path.with_file_name("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    let error = open(&other).await.unwrap().migrate(&[]).await.unwrap_err();
    assert!(error.to_string().ends_with("is another program's database: it has a table bookmark"), "{error}");
    let nowhere = open(&path.with_file_name("no/such/folder.db")).await.err().unwrap();
    assert!(matches!(&nowhere, DbError::Unavailable { cause } if cause.contains("folder.db")), "{nowhere:?}");
    let folder = open(path.parent().unwrap()).await.err().unwrap();
    assert!(matches!(folder, DbError::Unavailable { .. }), "{folder:?}");
}
