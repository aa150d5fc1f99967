//! The audit finds what is broken on purpose, and names both figures.

use crate::support::{Stock, cx, everywhere, line, variant};
use infrasell_contracts::{
    common::Audit,
    inventory::{CreateTransfer, Inventory, TransferLine},
};
use infrasell_kernel::Quantity;

async fn differences(stock: &Stock) -> Vec<String> {
    let report = stock.service.audit(&cx(), Audit::default()).await.unwrap();
    report.checks.into_iter().flat_map(|check| check.differences).collect()
}

async fn broken_by(stock: &Stock, sql: &str, mend: &str) -> Vec<String> {
    stock.assert_books().await;
    stock.db.exec(sql, &[]).await.unwrap();
    let found = differences(stock).await;
    stock.db.exec(mend, &[]).await.unwrap();
    found
}

#[tokio::test]
async fn every_kind_of_broken_row_is_found() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        stock.set(1, stock.main, 10).await;
        stock.reserve(vec![line("a", 1, 4)]).await.unwrap();
        let lines = vec![TransferLine { variant: variant(1), quantity: Quantity::new(2).unwrap() }];
        let transfer = CreateTransfer { from: stock.main, to: east, lines, note: String::new() };
        let transfer = stock.service.create_transfer(&cx(), transfer).await.unwrap();
        let at = format!("var_1 at {}", stock.main);

        let found = broken_by(
            &stock,
            "UPDATE inventory_level SET on_hand = on_hand + 1 WHERE variant_id = 1",
            "UPDATE inventory_level SET on_hand = on_hand - 1 WHERE variant_id = 1",
        );
        assert_eq!(found.await, [format!("{at}: 9 on hand, movements sum to 8")]);

        let found = broken_by(
            &stock,
            "UPDATE inventory_level SET reserved = reserved - 1 WHERE variant_id = 1",
            "UPDATE inventory_level SET reserved = reserved + 1 WHERE variant_id = 1",
        );
        assert_eq!(found.await, [format!("{at}: 3 reserved, held reservations sum to 4")]);

        let found = broken_by(
            &stock,
            "UPDATE inventory_reservation SET state = 'expired'",
            "UPDATE inventory_reservation SET state = 'held'",
        );
        assert_eq!(found.await, [format!("{at}: 4 reserved, held reservations sum to 0")]);

        let found = broken_by(
            &stock,
            "UPDATE inventory_transfer SET state = 'received'",
            "UPDATE inventory_transfer SET state = 'in_transit'",
        );
        assert_eq!(found.await, [format!("{}: 0 units on the way, movements sum to -2", transfer.id)]);

        let found = broken_by(
            &stock,
            "INSERT INTO inventory_movement (id, variant_id, location_id, kind, delta, reason, actor, at)
             VALUES (999999, 77, 1, 'adjust', 3, '', 'x', 0)",
            "DELETE FROM inventory_movement WHERE variant_id = 77",
        );
        assert_eq!(found.await, ["var_77 at loc_1: 0 on hand, movements sum to 3"]);

        let level = "UPDATE inventory_level SET on_hand = on_hand + ";
        let movement = "UPDATE inventory_movement SET delta = delta + ";
        let here = "WHERE variant_id = 1 AND location_id =";
        let main = stock.main.get();
        stock.db.exec(&format!("{level} -5 {here} {main}"), &[]).await.unwrap();
        stock.db.exec(&format!("{movement} -5 {here} {main} AND kind = 'count'"), &[]).await.unwrap();
        assert_eq!(differences(&stock).await, [format!("{at}: 3 on hand, 4 reserved, no backorder")]);
    }
}
