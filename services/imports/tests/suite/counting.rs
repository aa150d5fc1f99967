//! Counted stock: every row accounted for, whatever stands in it.

use crate::real::{MIGRATIONS, Shop, counts, cx, open};
use infrasell_contracts::{
    common::Audit,
    imports::{ExportKind, ImportError, ImportKind},
    inventory::ListMovements,
};
use infrasell_db::testing::{engines, sqlite};
use std::path::Path;

const PRODUCTS: &str = "Handle,Title,Variant SKU,Price\ntea,Tea,TEA,10\ncup,Cup,CUP,20\npot,Pot,,30\n";

async fn shop_with_goods(db: infrasell_db::testing::TestDb) -> Shop {
    let shop = open(db).await;
    shop.bring(ImportKind::Products, PRODUCTS).await;
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_is_one_movement_with_a_reference_and_none_the_second_time() {
    for db in engines(MIGRATIONS).await {
        let shop = shop_with_goods(db).await;
        let file = "SKU,Location,On hand,Colour\nTEA,main,12\nCUP,MAIN,0\n";
        let report = shop.bring(ImportKind::Stock, file).await;
        assert_eq!(counts(&report), (1, 0, 1, 0), "{:?}", report.report.rejected);
        assert_eq!(report.notes[0].column, "Colour");
        assert_eq!(counts(&shop.bring(ImportKind::Stock, file).await), (0, 0, 2, 0));
        assert_eq!(counts(&shop.bring(ImportKind::Stock, &file.replace("12", "5")).await), (0, 1, 1, 0));
        let movements = shop.inventory.movements(&cx(), ListMovements::default()).await.expect("they are told").items;
        let deltas: Vec<i64> = movements.iter().map(|movement| movement.delta).collect();
        assert_eq!(deltas, [-7, 12]);
        assert!(movements.iter().all(|movement| movement.reference.as_deref().is_some_and(|r| r.ends_with(".csv"))));
        let audit = shop.inventory.audit(&cx(), Audit {}).await.expect("it looks at its books");
        assert!(audit.checks.iter().all(|check| check.differences.is_empty()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_row_is_refused_with_its_column_and_costs_no_other() {
    for db in engines(MIGRATIONS).await {
        let shop = shop_with_goods(db).await;
        let exported = shop.export(ExportKind::Products).await;
        assert!(exported.contains("pot"));
        let rows = [
            ("TEA,,main,3", None),
            ("GONE,,main,3", Some(("SKU", "there is no variant 'GONE'"))),
            (",var_999999,main,3", Some(("Variant ID", "there is no variant"))),
            (",,main,3", Some(("SKU", "neither a SKU nor"))),
            ("CUP,,moon,3", Some(("Location", "there is no location 'moon'"))),
            ("CUP,,,3", Some(("Location", "the location is missing"))),
            ("CUP,,main,", Some(("On hand", "the figure is missing"))),
            ("CUP,,main,many", Some(("On hand", "is not a whole number"))),
            ("CUP,,main,-1", Some(("On hand", "below zero"))),
            ("CUP,,main,1.5", Some(("On hand", "is not a whole number"))),
            ("CUP,,main,99999999999", Some(("On hand", "is more than"))),
            ("TEA,,main,4", Some(("SKU", "line 2 counts this SKU"))),
            ("'=CUP,,main,1", Some(("SKU", "there is no variant '=CUP'"))),
            ("CUP,,main,4,5,6", Some(("", "the row has 6 fields"))),
            (",,,", Some(("", "the row is empty"))),
            ("\"CUP", Some(("", "a quote is opened"))),
        ];
        let mut file = String::from("SKU,Variant ID,Location,On hand\n");
        rows.iter().for_each(|(row, _)| file.push_str(&format!("{row}\n")));
        let report = shop.bring(ImportKind::Stock, &file).await.report;
        assert_eq!((report.rows, report.created), (i64::try_from(rows.len()).unwrap(), 1));
        for (n, (row, wanted)) in rows.iter().enumerate() {
            let line = i64::try_from(n).unwrap() + 2;
            let found = report.rejected.iter().find(|one| one.line == line);
            match (wanted, found) {
                (None, None) => {}
                (Some((column, reason)), Some(found)) => {
                    assert!(found.column == *column && found.reason.contains(reason), "{row}: {found:?}");
                }
                _ => unreachable!("{row}: {found:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_whole() {
    let shop = open(sqlite(MIGRATIONS).await).await;
    for (text, why) in [
        ("", "empty"),
        ("SKU,Place,On hand\n", "location"),
        ("Location,On hand\n", "sku or variant id"),
        ("SKU;Location;On hand\n", "';'"),
        ("SKU,sku,Location,On hand\n", "twice"),
        ("\u{feff}Handle,Title,Price\n", "lacks the columns"),
    ] {
        let path = std::env::temp_dir().join(format!("infrasell-counting-{}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let error = shop.imports.run_file_of(&cx(), ImportKind::Stock, &path, false, |_| ()).await.unwrap_err();
        assert!(matches!(&error, ImportError::UnreadableFile { reason } if reason.contains(why)), "{why}: {error}");
        std::fs::remove_file(Path::new(&path)).unwrap();
    }
}

#[tokio::test]
async fn a_dry_run_counts_and_writes_nothing() {
    let shop = shop_with_goods(sqlite(MIGRATIONS).await).await;
    let path = std::env::temp_dir().join(format!("infrasell-counting-dry-{}.csv", std::process::id()));
    std::fs::write(&path, "SKU,Location,On hand\nTEA,main,12\n").unwrap();
    let report = shop.imports.run_file_of(&cx(), ImportKind::Stock, &path, true, |_| ()).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(counts(&report), (1, 0, 0, 0));
    let movements = shop.inventory.movements(&cx(), ListMovements::default()).await.unwrap().items;
    assert!(movements.is_empty());
}
