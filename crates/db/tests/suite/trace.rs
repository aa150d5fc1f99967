//! A trace says what was asked, transaction by transaction, and nothing when nobody looks.

use crate::{INSERT, MIGRATIONS, count, item};
use infrasell_db::{Val, Verb, testing, v};

#[tokio::test]
async fn a_trace_holds_each_statement_with_its_values() {
    for db in testing::engines(&[MIGRATIONS]).await {
        db.exec(INSERT, &item(1, 1)).await.unwrap();
        assert!(db.traced().is_empty(), "nobody looks");
        db.trace(true);
        let mut tx = db.begin().await.unwrap();
        tx.queue(INSERT, &item(2, 1)).unwrap();
        tx.exec_many("UPDATE shelf_item SET units = $2 WHERE id = $1", &[v![1, 5], v![2, 6]]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 2);
        db.trace(false);
        count(&db).await;
        let traced = db.traced();
        let verbs: Vec<Verb> = traced.iter().map(|t| t.verb).collect();
        assert_eq!(verbs, [Verb::Begin, Verb::Queue, Verb::Exec, Verb::Commit, Verb::Rows]);
        assert_eq!(traced[1].sql, INSERT);
        assert_eq!(traced[1].sets, [item(2, 1).to_vec()]);
        assert_eq!(traced[2].sets[1], [Val::Int(2), Val::Int(6)]);
        assert_eq!(traced[2].touched, Some(2));
        assert!(traced[..4].iter().all(|t| t.tx.is_some() && t.tx == traced[0].tx));
        assert_eq!(traced[4].tx, None);
        assert!(db.traced().is_empty(), "handed out once");
    }
}
