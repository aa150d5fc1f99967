//! The role of one process's services: it cannot read another's tables, and lives with as many connections as it gets.

use infrasell_db::{Db, DbOptions, DbUrl, Migration, PreparedRole, prepare_role, testing};
use infrasell_kernel::{Env, OsRandom, Token};

const MIGRATIONS: &[Migration] = &[Migration {
    service: "shelf",
    version: 1,
    name: "items",
    sql: "CREATE TABLE shelf_item (id BIGINT PRIMARY KEY); INSERT INTO shelf_item (id) VALUES (7)",
}];

async fn as_role(administrator: &str, name: &str) -> Db {
    let password = Token::random(&OsRandom).to_string();
    let url = prepare_role(administrator, &PreparedRole { name, password: &password }).await.unwrap();
    assert!(url.contains(&format!("//{name}:{password}@")), "{url}");
    let db = Db::open(&DbUrl::Postgres(url), Env::system(), DbOptions::default()).await.unwrap();
    db.migrate(&[MIGRATIONS]).await.unwrap();
    db
}

fn fresh_name() -> String {
    format!("t{}", &Token::random(&OsRandom).to_string().to_lowercase().replace('-', "_")[..8])
}

async fn forget(made: &Db, role: &str) {
    made.exec(&format!("DROP OWNED BY {role} CASCADE"), &[]).await.unwrap();
    made.exec(&format!("DROP SCHEMA IF EXISTS {role} CASCADE"), &[]).await.unwrap();
    made.exec(&format!("DROP ROLE {role}"), &[]).await.unwrap();
}

/// As many replicas as share a server can want more connections together than it takes.
#[tokio::test]
async fn a_server_that_takes_no_more_connections_makes_those_that_are_there_be_shared() {
    let Some(made) = testing::postgres(&[]).await else { return };
    let DbUrl::Postgres(administrator) = made.db.url().clone() else { panic!("it is PostgreSQL") };
    let role = format!("{}_crowd", fresh_name());
    drop(as_role(&administrator, &role).await);
    made.db.exec(&format!("ALTER ROLE {role} CONNECTION LIMIT 4"), &[]).await.unwrap();
    let db = as_role(&administrator, &role).await;
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let db = db.clone();
        waiting.spawn(async move { db.exec("SELECT pg_sleep(0.02)", &[]).await });
    }
    while let Some(done) = waiting.join_next().await {
        done.unwrap().unwrap();
    }
    drop(db);
    forget(&made.db, &role).await;
}

#[tokio::test]
async fn a_role_is_refused_anothers_tables() {
    let Some(made) = testing::postgres(&[]).await else { return };
    let DbUrl::Postgres(administrator) = made.db.url().clone() else { panic!("it is PostgreSQL") };
    let unique = fresh_name();
    let (one, two) = (format!("{unique}_goods"), format!("{unique}_sales"));
    let (goods, sales) = (as_role(&administrator, &one).await, as_role(&administrator, &two).await);
    let read = |db: Db, table: String| async move {
        db.one(&format!("SELECT count(*) FROM {table}"), &[], |row| row.get::<i64>(0)).await
    };
    assert_eq!(read(goods.clone(), "shelf_item".into()).await.unwrap(), 1, "each has tables of its own");
    assert_eq!(read(sales.clone(), "shelf_item".into()).await.unwrap(), 1);
    goods.exec("DELETE FROM shelf_item", &[]).await.unwrap();
    assert_eq!(read(sales.clone(), "shelf_item".into()).await.unwrap(), 1, "and they are not the same");
    for (db, other) in [(&goods, &two), (&sales, &one)] {
        for table in ["shelf_item", "db_outbox", "db_migration"] {
            let refused = read(db.clone(), format!("{other}.{table}")).await.unwrap_err();
            assert!(refused.to_string().contains("permission denied"), "{refused}");
        }
        let written = db.exec(&format!("INSERT INTO {other}.shelf_item (id) VALUES (8)"), &[]).await;
        assert!(matches!(&written, Err(error) if error.to_string().contains("permission denied")), "{written:?}");
        let made = db.exec(&format!("CREATE TABLE {other}.mine (id BIGINT)"), &[]).await;
        assert!(made.is_err(), "nor make any there");
        let became = db.exec(&format!("SET ROLE {other}"), &[]).await;
        assert!(became.is_err(), "nor become the other");
    }
    // again: the same schema and a new password
    let again = as_role(&administrator, &one).await;
    assert_eq!(read(again, "shelf_item".into()).await.unwrap(), 0);
    for role in [one, two] {
        forget(&made.db, &role).await;
    }
}
