//! The role of one process's services cannot read another's tables.

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

#[tokio::test]
async fn a_role_is_refused_anothers_tables() {
    let Some(made) = testing::postgres(&[]).await else { return };
    let DbUrl::Postgres(administrator) = made.db.url().clone() else { panic!("it is PostgreSQL") };
    let unique = format!("t{}", &Token::random(&OsRandom).to_string().to_lowercase().replace('-', "_")[..8]);
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
        let gone = format!("DROP OWNED BY {role} CASCADE");
        made.db.exec(&gone, &[]).await.unwrap();
        let schema = format!("DROP SCHEMA IF EXISTS {role} CASCADE");
        made.db.exec(&schema, &[]).await.unwrap();
        made.db.exec(&format!("DROP ROLE {role}"), &[]).await.unwrap();
    }
}
