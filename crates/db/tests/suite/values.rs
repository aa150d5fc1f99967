//! What is written is what is read.

use crate::{INSERT, MIGRATIONS};
use async_trait::async_trait;
use infrasell_db::{Db, DbError, Json, Once, testing, v};
use infrasell_kernel::{ProductId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use serde_json::{Value, json};

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    testing::assert_all_prepare(&[MIGRATIONS]).await;
}

#[async_trait]
trait Shelf {
    async fn add(&self, cx: &Cx, sku: String) -> Result<i64, Fault>;
}

#[async_trait]
impl Shelf for Db {
    async fn add(&self, cx: &Cx, sku: String) -> Result<i64, Fault> {
        let id: ProductId = self.next_id().await?;
        let mut tx = match self.begin_once(cx, "shelf.add", &sku).await? {
            Once::Answered(id) => return Ok(id),
            Once::Fresh(tx) => tx,
        };
        let picture: Option<Vec<u8>> = Some(vec![0, 159, 146, 150]);
        let at = Timestamp::from_micros(-7);
        let row = v![id, &sku, "tïtle", 5, true, Json(json!({"a": [1, "ü"]})), picture, at, None::<i64>];
        tx.exec(INSERT, &row).await?;
        let seen: Vec<i64> = tx.all("SELECT id FROM shelf_item WHERE id IN list($1)", &v![&[id]], |r| r.get(0)).await?;
        assert_eq!(seen, [id.get()]);
        tx.commit_with(&id.get()).await?;
        Ok(id.get())
    }
}

#[tokio::test]
async fn values_come_back_as_they_went() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let cx = Cx { idempotency_key: Some("k".into()), ..Cx::system("test", "r") };
        let id = db.add(&cx, "A".into()).await.unwrap();
        assert_eq!(db.add(&cx, "A".into()).await.unwrap(), id);
        assert_eq!(db.add(&cx, "B".into()).await, Err(Fault::IdempotencyKeyReused));
        let row = db
            .one(
                "SELECT id, sku, title, units, active, attributes, picture, created_at, shelf_id FROM shelf_item",
                &[],
                |r| {
                    let (id, sku, title): (ProductId, String, Option<String>) = (r.next()?, r.next()?, r.next()?);
                    let (units, active, attributes): (u32, bool, Value) = (r.next()?, r.next()?, r.next_json()?);
                    let (picture, at, shelf): (Vec<u8>, Timestamp, Option<i64>) = (r.next()?, r.next()?, r.next()?);
                    Ok((id.get(), sku, title, units, active, attributes, picture, at.micros(), shelf))
                },
            )
            .await
            .unwrap();
        let attributes = json!({"a": [1, "ü"]});
        let expected =
            (id, "A".to_owned(), Some("tïtle".to_owned()), 5, true, attributes, vec![0, 159, 146, 150], -7, None);
        assert_eq!(row, expected);
        let missing = db.one("SELECT id FROM shelf_item WHERE id = $1", &v![0], |r| r.get::<i64>(0)).await;
        assert_eq!(missing, Err(DbError::NotFound));
        let mut tx = db.begin().await.unwrap();
        let rows: Vec<_> = (0..1_000_i64)
            .map(|n| v![n + 50_000, format!("S{n}"), None::<String>, n, n % 2 == 0, "{}", None::<Vec<u8>>, n, n])
            .collect();
        assert_eq!(tx.insert_many(INSERT, &rows).await.unwrap(), 1_000);
        tx.commit().await.unwrap();
        let skus: Vec<String> = db
            .all(
                "SELECT sku FROM shelf_item WHERE sku IN list_text($1) AND id NOT IN list($2) ORDER BY id",
                &v![&["S1", "S2", "S3", "none"], &[50_002_i64]],
                |r| r.get(0),
            )
            .await
            .unwrap();
        assert_eq!(skus, ["S1", "S3"]);
    }
}

/// PostgreSQL plans it five times to see what it costs, and then once for all; as long as it is shown the list, each time.
/// Whatever changes the statistics meanwhile has it begin anew.
#[tokio::test]
async fn what_a_list_leads_is_planned_once() {
    const LED: &str = "SELECT i.sku, n.body FROM list($1) AS ids JOIN shelf_item i ON i.id = ids.value
        LEFT JOIN shelf_note n ON n.item_id = i.id AND n.n = 1";
    const KEPT: &str =
        "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%AS ids JOIN shelf_item%'";
    let Some(db) = testing::postgres(&[MIGRATIONS]).await else { return };
    let mut tx = db.begin().await.unwrap();
    let rows: Vec<_> =
        (0..5_000_i64).map(|n| v![n, format!("S{n}"), None::<String>, n, true, "{}", None::<Vec<u8>>, n, n]).collect();
    tx.insert_many(INSERT, &rows).await.unwrap();
    tx.exec("ANALYZE shelf_item", &[]).await.unwrap();
    for n in 0..200_i64 {
        tx.all(LED, &v![&[n, n + 100]], |row| row.get::<String>(0)).await.unwrap();
        let kept: i64 = tx.one(KEPT, &[], |row| row.get(0)).await.unwrap();
        if kept > 0 {
            return;
        }
    }
    panic!("it is planned at every call");
}
