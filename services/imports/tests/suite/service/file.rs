//! Files from the command line: what is written, what is reported, and that a second time changes nothing.

use super::{counts, sample, world};
use infrasell_contracts::imports::ImportError;

const HEADER: &str = "Handle,Title,Option1 Name,Option1 Value,SKU,Price,Inventory tracker,Inventory quantity";

#[tokio::test]
async fn the_sample_shop_twice_changes_nothing_the_second_time() {
    let w = world().await;
    assert_eq!(counts(&w.dry_run(&sample()).await), (152, 0, 0, 0));
    assert_eq!(counts(&w.import(&sample()).await), (152, 0, 0, 0));
    let after = w.shop.snapshot();
    assert_eq!(after.products.len(), 64);
    assert_eq!(after.locations, [("mumbai".into(), "Mumbai".into()), ("bengaluru".into(), "Bengaluru".into())]);
    assert_eq!(after.rates.keys().collect::<Vec<_>>(), ["gst-0", "gst-18", "gst-5"]);
    assert_eq!(after.prices.len(), 152);
    assert!(after.prices.values().all(|(price, _, mrp)| mrp.is_some_and(|mrp| mrp >= *price)));
    assert_eq!(counts(&w.dry_run(&sample()).await), (0, 0, 152, 0));
    assert_eq!(counts(&w.import(&sample()).await), (0, 0, 152, 0));
    assert_eq!(w.shop.snapshot(), after);
}

#[tokio::test]
async fn what_differs_is_updated_and_nothing_else() {
    let w = world().await;
    let file =
        format!("{HEADER}\na,A,,,SA,10,shopify,5\nb,B,Size,S,SB,20,shopify,5\nb,,,M,SC,21,shopify,6\nc,C,,,SD,30,,\n");
    assert_eq!(counts(&w.import(&file).await), (4, 0, 0, 0));
    for (from, to) in
        [("a,A,", "a,A new title,"), ("M,SC,21", "M,SC,22"), ("shopify,6", "shopify,7"), ("shopify,7", ",7")]
    {
        let other = file.replace(from, to);
        let rows = if other == file {
            0
        } else if from.starts_with('a') {
            1
        } else {
            2
        };
        let forecast = w.dry_run(&other).await;
        let report = w.import(&other).await;
        assert_eq!(forecast, report, "a dry run says what will be, {from}");
        assert_eq!(counts(&report), (0, rows, 4 - rows, 0), "{from}");
        w.import(&file).await;
    }
}

#[tokio::test]
async fn one_bad_product_costs_no_other() {
    let w = world().await;
    let mut file = String::from(HEADER);
    for n in 0..2_600 {
        let title = if n % 1_000 == 500 { "forbidden" } else { "fine" };
        file.push_str(&format!("\np{n},{title},,,S{n},10,shopify,1"));
    }
    let report = w.import(&file).await;
    assert_eq!(counts(&report), (2_597, 0, 0, 3));
    let rejected: Vec<(i64, &str, &str)> =
        report.report.rejected.iter().map(|r| (r.line, r.column.as_str(), r.reason.as_str())).collect();
    assert_eq!(rejected[0], (502, "Title", "this title is forbidden"));
    assert_eq!(rejected.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [502, 1_502, 2_502]);
    assert_eq!(w.shop.state().products.len(), 2_597);
    assert_eq!(counts(&w.import(&file).await), (0, 0, 2_597, 3));
}

#[tokio::test]
async fn a_sku_of_another_product_is_refused_with_the_reason() {
    let w = world().await;
    w.import(&format!("{HEADER}\nold,Old,,,TAKEN,10,,\n")).await;
    let file = format!("{HEADER}\nnew,New,,,TAKEN,10,,\nother,Other,,,FREE,10,,\n");
    for report in [w.dry_run(&file).await, w.import(&file).await] {
        assert_eq!(counts(&report), (1, 0, 0, 1));
        assert_eq!(report.report.rejected[0].line, 2);
        assert_eq!(report.report.rejected[0].reason, "the SKU 'TAKEN' belongs to another variant");
    }
}

#[tokio::test]
async fn a_price_that_pricing_refuses_is_said_so() {
    let w = world().await;
    *w.shop.dearest_minor.lock().unwrap() = 100_000;
    let report = w.import(&format!("{HEADER}\na,A,,,A,10,,\nb,B,Size,S,B,1000,,\nb,,,M,C,5,,\n")).await;
    assert_eq!(counts(&report), (1, 0, 0, 2));
    assert_eq!(report.report.rejected[0].column, "Price");
    assert_eq!(report.report.rejected[0].reason, "the product was written, its prices not: the price is too high");
}

#[tokio::test]
async fn the_parsers_rejections_and_notes_are_in_the_report() {
    let w = world().await;
    let report = w.import("Handle,Title,Price,Colour,Inventory quantity\na,A,1,red,-2\n,,,,\nb,B,oops,,\n").await;
    assert_eq!(counts(&report), (1, 0, 0, 2));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!((json["rows"].as_i64(), json["rejected"][1]["line"].as_i64()), (Some(3), Some(4)));
    let notes: Vec<(u64, &str)> = report.notes.iter().map(|n| (n.line, n.column.as_str())).collect();
    assert_eq!(notes, [(1, "Colour"), (2, "Inventory quantity")]);
}

#[tokio::test]
async fn a_file_that_is_none_is_one_error() {
    let w = world().await;
    let error = w.try_import("SKU,Vendor\na,b\n", false).await.unwrap_err();
    assert!(matches!(error, ImportError::UnreadableFile { .. }), "{error}");
    let missing = w.service.run_file(&super::cx(), std::path::Path::new("/nowhere/x.csv"), false, |_| ()).await;
    assert!(missing.unwrap_err().to_string().starts_with("the file cannot be read"));
    assert!(w.shop.writes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn stock_goes_to_the_first_location_when_the_file_names_none() {
    let w = world().await;
    w.import(&format!("{HEADER}\na,A,,,A,10,shopify,5\nb,B,,,B,10,,\n")).await;
    let state = w.shop.snapshot();
    assert_eq!(state.locations, [("main".into(), "Main".into())]);
    assert_eq!(state.levels.values().collect::<Vec<_>>(), [&5]);
    let policies: Vec<_> = state.policies.values().map(|(tracked, ..)| *tracked).collect();
    assert_eq!(policies, [true, false], "what is not tracked never runs out");
}
