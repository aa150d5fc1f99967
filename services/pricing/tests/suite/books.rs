//! The audit finds what is broken on purpose, and names both figures.

use crate::support::{Prices, everywhere, price};
use infrasell_contracts::pricing::PriceInput;

async fn broken_by(shop: &Prices, sql: &str, mend: &str) -> Vec<String> {
    shop.assert_books().await;
    shop.db.exec(sql, &[]).await.unwrap();
    let found = shop.differences().await;
    shop.db.exec(mend, &[]).await.unwrap();
    found
}

#[tokio::test]
async fn every_kind_of_broken_row_is_found() {
    for shop in everywhere().await {
        shop.set(vec![PriceInput { mrp_minor: Some(1_200), ..price(1, 1_000) }]).await.unwrap();
        let sql = |text: &str| format!("UPDATE pricing_price SET {text} WHERE variant_id = 1");
        let found = broken_by(&shop, &sql("price_minor = 1300"), &sql("price_minor = 1000")).await;
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("of var_1: 1300, maximum retail price 1200"), "{found:?}");

        let found = broken_by(&shop, &sql("ends_at = starts_at"), &sql("ends_at = NULL")).await;
        assert!(found[0].ends_with("from 2026-01-01T00:00:00Z, until 2026-01-01T00:00:00Z"), "{found:?}");

        let lose = "UPDATE pricing_list SET id = id + 100000";
        let found = broken_by(&shop, lose, "UPDATE pricing_list SET id = id - 100000").await;
        assert!(found[0].ends_with("without a list"), "{found:?}");

        let no_base = "UPDATE pricing_list SET base = FALSE";
        let found = broken_by(&shop, no_base, "UPDATE pricing_list SET base = TRUE").await;
        assert_eq!(found, ["chan_1: 1 price lists, not one of them the one it begins with"]);

        let twice = "INSERT INTO pricing_tax_rate (id, class_id, country, region, tax, rate_ppm, kind, starts_at)
             SELECT id + 100000, class_id, country, region, tax, rate_ppm, kind, 5
             FROM pricing_tax_rate WHERE rate_ppm = 400000";
        let found = broken_by(&shop, twice, "DELETE FROM pricing_tax_rate WHERE id > 100000").await;
        assert_eq!(found.len(), 1);
        assert!(found[0].contains(" still holds when taxrate_"), "{found:?}");
    }
}
