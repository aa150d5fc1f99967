//! Pages read by seek give every row once, whatever the order and the size of the page.

use crate::{INSERT, MIGRATIONS};
use infrasell_db::{Db, Dir, Q, Val, testing, v};
use proptest::{
    prelude::{Strategy, any, prop},
    test_runner::{Config, TestRunner},
};

#[derive(Debug, Clone)]
struct Case {
    /// (created_at, units) of the items; their ids are their places.
    items: Vec<(i64, i64)>,
    descending: bool,
    limit: i64,
    at_least: i64,
}

fn cases() -> impl Strategy<Value = Case> {
    (prop::collection::vec((0_i64..4, 0_i64..10), 0..40), any::<bool>(), 1_i64..9, 0_i64..5)
        .prop_map(|(items, descending, limit, at_least)| Case { items, descending, limit, at_least })
}

async fn paged(db: &Db, case: &Case) -> Vec<(i64, i64)> {
    let dir = if case.descending { Dir::Desc } else { Dir::Asc };
    let limit = usize::try_from(case.limit).unwrap();
    let mut all = vec![];
    let mut after: Option<(i64, i64)> = None;
    loop {
        let mut q = Q::new("SELECT created_at, id FROM shelf_item WHERE TRUE");
        q.push(" AND units >= ? AND '?' = '?' AND sku IN list_text(?)", v![case.at_least, skus(case)]);
        q.page(&["created_at", "id"], dir, after.map(|(at, id)| v![at, id]), case.limit);
        let mut page: Vec<(i64, i64)> = q.all(db, |r| Ok((r.get(0)?, r.get(1)?))).await.unwrap();
        let more = page.len() > limit;
        page.truncate(limit);
        after = page.last().copied();
        all.extend(page);
        if !more {
            return all;
        }
    }
}

fn skus(case: &Case) -> Vec<String> {
    (0..case.items.len()).map(|n| format!("S{n}")).collect()
}

async fn check(db: &Db, case: &Case) {
    let mut tx = db.begin().await.unwrap();
    tx.exec("DELETE FROM shelf_item", &[]).await.unwrap();
    let rows: Vec<[Val<'_>; 9]> = (0..)
        .zip(&case.items)
        .map(|(n, (at, units))| {
            v![n + 1, format!("S{n}"), None::<String>, *units, true, "{}", None::<Vec<u8>>, *at, None::<i64>]
        })
        .collect();
    tx.insert_many(INSERT, &rows).await.unwrap();
    tx.commit().await.unwrap();
    let mut expected: Vec<(i64, i64)> = (1..)
        .zip(&case.items)
        .filter(|(_, (_, units))| *units >= case.at_least)
        .map(|(id, (at, _))| (*at, id))
        .collect();
    expected.sort_unstable();
    if case.descending {
        expected.reverse();
    }
    assert_eq!(paged(db, case).await, expected);
}

#[test]
fn every_row_is_on_one_page() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for db in runtime.block_on(testing::engines(&[MIGRATIONS])) {
        let mut runner = TestRunner::new(Config::with_cases(40));
        runner
            .run(&cases(), |case| {
                runtime.block_on(check(&db, &case));
                Ok(())
            })
            .unwrap();
    }
}
