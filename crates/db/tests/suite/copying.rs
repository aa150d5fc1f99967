//! A database moved to the other engine and back, with everything in it; and whatever may stop that half-way.

use crate::{INSERT, MIGRATIONS};
use infrasell_db::{
    Db, DbOptions, DbUrl, Migration, Once,
    copy::{CopyError, Phase, Progress, compare_databases, copy},
    testing::{self, TestDb},
    v,
};
use infrasell_kernel::{Env, Id, OsRandom, Timestamp, Token};
use infrasell_rpc::Cx;
use std::path::PathBuf;

/// Rows that refer to others of their own table, and to later ones.
const TREE: &[Migration] = &[Migration {
    service: "tree",
    version: 1,
    name: "tree",
    sql: "CREATE TABLE tree_node (id BIGINT PRIMARY KEY, parent BIGINT REFERENCES tree_node (id), note TEXT);
          INSERT INTO tree_node (id, parent, note) VALUES (1, NULL, 'made by the migration');",
}];
const ALL: &[&[Migration]] = &[MIGRATIONS, TREE];
const ITEMS: i64 = 1_234;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("infrasell-copying-{}", Token::random(&OsRandom)));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }
    fn url(&self, name: &str) -> DbUrl {
        DbUrl::Sqlite(self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A PostgreSQL database with nothing in it.
async fn bare() -> Option<(TestDb, DbUrl)> {
    let made = testing::postgres(&[]).await?;
    made.db.exec("DROP SCHEMA public CASCADE", &[]).await.unwrap();
    made.db.exec("CREATE SCHEMA public", &[]).await.unwrap();
    let DbUrl::Postgres(url) = made.db.url().clone() else { panic!("{}", made.db.url()) };
    // the test's own connections are not a shop that could write
    made.db.exec("SET application_name = 'test'", &[]).await.unwrap();
    let url = format!("{url}{}application_name=test", if url.contains('?') { '&' } else { '?' });
    Some((made, DbUrl::Postgres(url)))
}

async fn open(url: &DbUrl) -> Db {
    let db = Db::open(url, Env::system(), DbOptions { durable: false, ..DbOptions::default() }).await.unwrap();
    db.migrate(ALL).await.unwrap();
    db
}

/// Everything that is hard to carry.
async fn fill(url: &DbUrl) {
    let db = open(url).await;
    let texts = ["", "tab\tline\nreturn\rback\\slash", "\\N", "\\.", "नमस्ते 🍵", "'\"$1", "ends\\"];
    let mut tx = db.begin().await.unwrap();
    for id in 0..ITEMS {
        let text = texts[usize::try_from(id).unwrap() % texts.len()];
        let (title, picture) = ((id % 3 > 0).then_some(text), (id % 2 > 0).then(|| vec![0, 1, 255, b'\\', 10]));
        let created = Timestamp::from_micros(i64::MAX - id);
        let row = v![id - 7, format!("S{id}"), title, id, id % 5 > 0, "{}", picture, created, None::<i64>];
        tx.queue(INSERT, &row).unwrap();
    }
    for n in 0..50_i64 {
        tx.queue("INSERT INTO shelf_note (item_id, n, body) VALUES ($1, $2, $3)", &v![n, n, "x".repeat(5_000)])
            .unwrap();
        // each below the one that comes after it
        let parent = (n < 49).then_some(n + 1 + 10);
        tx.queue("INSERT INTO tree_node (id, parent, note) VALUES ($1, NULL, NULL)", &v![n + 10]).unwrap();
        tx.queue("UPDATE tree_node SET note = $2 WHERE id = $1", &v![n + 10, parent.map(|p| p.to_string())]).unwrap();
    }
    for n in 0..49_i64 {
        tx.queue("UPDATE tree_node SET parent = $2 WHERE id = $1", &v![n + 10, n + 11]).unwrap();
    }
    for n in 0..20 {
        tx.emit("shelf.changed", &n).await.unwrap();
        tx.enqueue("shelf.tidy", Some(&format!("key-{n}")), &n, Timestamp::from_micros(n)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let cx = Cx::system("test", "test").step("test", "key");
    match db.begin_once::<i64>(&cx, "shelf.write", &7).await.unwrap() {
        Once::Fresh(tx) => tx.commit_with(&42).await.unwrap(),
        Once::Answered(answer) => panic!("{answer}"),
    }
}

async fn copied(from: &DbUrl, to: &DbUrl) {
    let compared = copy(from, to, Env::system(), ALL, &|_| ()).await.unwrap();
    let rows = |table: &str| compared.iter().find(|one| one.table == table).unwrap().to.rows;
    assert_eq!((rows("shelf_item"), rows("shelf_note"), rows("tree_node")), (1_234, 50, 51));
    assert!(rows("db_outbox") >= 20 && rows("db_once") == 1 && rows("db_job") == 20, "{compared:?}");
    assert!(compared.iter().all(|one| one.is_same()), "{compared:?}");
    assert!(compare_databases(from, to, &|_| ()).await.unwrap().iter().all(|one| one.is_same()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_and_back_everything_is_the_same() {
    let folder = Folder::new();
    let (first, last) = (folder.url("first.db"), folder.url("last.db"));
    fill(&first).await;
    let Some((_server, middle)) = bare().await else {
        return copied(&first, &last).await;
    };
    copied(&first, &middle).await;
    {
        let before: i64 = open(&first).await.next_id::<Id<()>>().await.unwrap().get();
        let db = open(&middle).await;
        let after: i64 = db.next_id::<Id<()>>().await.unwrap().get();
        assert!(after >= before, "ids go on: {before}, {after}");
        // references hold again, and events are counted on
        assert!(db.exec("INSERT INTO tree_node (id, parent) VALUES (99, 98)", &[]).await.is_err());
        let mut tx = db.begin().await.unwrap();
        tx.emit("shelf.changed", &21).await.unwrap();
        tx.commit().await.unwrap();
        let cx = Cx::system("test", "test").step("test", "key");
        let again = db.begin_once::<i64>(&cx, "shelf.write", &7).await.unwrap();
        assert!(matches!(again, Once::Answered(42)), "answers under keys are remembered");
    }
    copied(&middle, &last).await;
    let db = open(&last).await;
    let unplaced: i64 = db.one("SELECT count(*) FROM db_outbox WHERE seq IS NULL", &[], |r| r.get(0)).await.unwrap();
    let events: i64 = db.one("SELECT count(DISTINCT seq) FROM db_outbox", &[], |r| r.get(0)).await.unwrap();
    let head: i64 = db.one("SELECT last FROM db_outbox_head", &[], |r| r.get(0)).await.unwrap();
    assert_eq!((unplaced, events), (0, 21), "each event has its place");
    let newest: i64 = db.one("SELECT max(seq) FROM db_outbox", &[], |r| r.get(0)).await.unwrap();
    assert!(head >= newest);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_ends_half_way_leaves_a_target_that_does_not_open() {
    let folder = Folder::new();
    let from = folder.url("from.db");
    fill(&from).await;
    let mut targets = vec![folder.url("to.db")];
    let server = bare().await;
    targets.extend(server.as_ref().map(|(_, url)| url.clone()));
    for to in targets {
        for phase in [Phase::Copying, Phase::Checking] {
            let reached = tokio::sync::Notify::new();
            let hear = |progress: &Progress| {
                if progress.phase == phase {
                    reached.notify_one();
                }
            };
            tokio::select! {
                biased;
                () = reached.notified() => {}
                ended = copy(&from, &to, Env::system(), ALL, &hear) => panic!("it ended first: {ended:?}"),
            }
            let db = Db::open(&to, Env::system(), DbOptions::default()).await.unwrap();
            let refused = db.migrate(ALL).await.unwrap_err().to_string();
            assert!(refused.contains("holds an unfinished copy of sqlite:"), "{refused}");
            assert!(db.schema_state(ALL).await.is_err());
            let again = copy(&from, &to, Env::system(), ALL, &|_| ()).await.unwrap_err();
            assert!(matches!(again, CopyError::Unfinished(_)), "{again}");
            match &to {
                DbUrl::Sqlite(path) => {
                    drop(db);
                    for end in ["", "-wal", "-shm"] {
                        drop(std::fs::remove_file(format!("{}{end}", path.display())));
                    }
                }
                DbUrl::Postgres(_) => {
                    db.exec("DROP SCHEMA public CASCADE", &[]).await.unwrap();
                    db.exec("CREATE SCHEMA public", &[]).await.unwrap();
                }
            }
        }
        copied(&from, &to).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_difference_is_found_whatever_it_is() {
    let folder = Folder::new();
    let (from, to) = (folder.url("from.db"), folder.url("to.db"));
    fill(&from).await;
    copied(&from, &to).await;
    let changes = [
        ("shelf_item", "UPDATE shelf_item SET units = units + 1 WHERE id = 5"),
        ("shelf_item", "UPDATE shelf_item SET title = '' WHERE title IS NULL AND id = 2"),
        ("shelf_note", "DELETE FROM shelf_note WHERE n = 3"),
        ("tree_node", "INSERT INTO tree_node (id) VALUES (5000)"),
        ("db_job", "UPDATE db_job SET run_at = run_at + 1 WHERE key = 'key-3'"),
    ];
    let mut changed = std::collections::BTreeSet::new();
    for (table, change) in changes {
        let db = open(&to).await;
        assert_eq!(db.exec(change, &[]).await.unwrap(), 1, "{change}");
        drop(db);
        changed.insert(table.to_owned());
        let compared = compare_databases(&from, &to, &|_| ()).await.unwrap();
        let differing = compared.into_iter().filter(|one| !one.is_same()).map(|one| one.table);
        assert_eq!(differing.collect::<std::collections::BTreeSet<_>>(), changed, "{change}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_use_or_occupied_or_no_shop_is_refused() {
    let folder = Folder::new();
    let (from, to) = (folder.url("from.db"), folder.url("to.db"));
    let gone = copy(&from, &to, Env::system(), ALL, &|_| ()).await.unwrap_err();
    assert!(gone.to_string().contains("there is no such file"), "{gone}");
    fill(&from).await;
    let user = open(&from).await;
    let in_use = copy(&from, &to, Env::system(), ALL, &|_| ()).await.unwrap_err();
    assert!(matches!(in_use, CopyError::InUse(_)), "{in_use}");
    drop(user);
    let empty = folder.url("empty.db");
    drop(Db::open(&empty, Env::system(), DbOptions::default()).await.unwrap());
    let no_shop = copy(&empty, &to, Env::system(), ALL, &|_| ()).await.unwrap_err();
    assert!(matches!(no_shop, CopyError::NotCurrent(..)), "{no_shop}");
    let newer = copy(&from, &to, Env::system(), &[MIGRATIONS], &|_| ()).await.unwrap_err();
    assert!(matches!(newer, CopyError::NotCurrent(..)), "{newer}");
    drop(open(&to).await);
    let occupied = copy(&from, &to, Env::system(), ALL, &|_| ()).await.unwrap_err();
    assert!(matches!(occupied, CopyError::Occupied(_)), "{occupied}");
    let Some((server, url)) = bare().await else { return };
    let DbUrl::Postgres(plain) = server.db.url().clone() else { return };
    copied(&from, &url).await;
    let occupied = copy(&from, &url, Env::system(), ALL, &|_| ()).await.unwrap_err();
    assert!(matches!(occupied, CopyError::Occupied(_)), "{occupied}");
    // a shop that serves calls itself by its name
    let shop = Db::open(&DbUrl::Postgres(plain), Env::system(), DbOptions::default()).await.unwrap();
    let in_use = copy(&url, &folder.url("other.db"), Env::system(), ALL, &|_| ()).await.unwrap_err();
    assert!(matches!(in_use, CopyError::InUse(_)), "{in_use}");
    drop(shop);
}

/// A shop that has just been stopped is for a moment still known to the server, whose own vacuum comes when it likes:
/// neither is somebody who has the shop open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_about_to_leave_is_waited_for() {
    let folder = Folder::new();
    let from = folder.url("from.db");
    fill(&from).await;
    let Some((_server, middle)) = bare().await else { return };
    copied(&from, &middle).await;
    for lock in [None, Some("LOCK TABLE shelf_item IN SHARE UPDATE EXCLUSIVE MODE")] {
        let DbUrl::Postgres(url) = &middle else { panic!("{middle}") };
        let mut config: tokio_postgres::Config = url.parse().unwrap();
        config.application_name(if lock.is_some() { "vacuum" } else { "infrasell" });
        let (leaving, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        let driver = tokio::spawn(connection);
        leaving.batch_execute(&format!("BEGIN; {}", lock.unwrap_or("SELECT 1"))).await.unwrap();
        let leaves = tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            drop(leaving);
            driver.await.unwrap().unwrap();
        });
        let name = if lock.is_some() { "vacuumed.db" } else { "left.db" };
        copied(&middle, &folder.url(name)).await;
        leaves.await.unwrap();
    }
}
