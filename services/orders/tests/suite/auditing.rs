//! The books: every statement is one on both engines, and each kind of wrong entry is found and named.

use crate::shop::*;
use infrasell_contracts::{common::Audit, orders::*, payments::RefundState};
use infrasell_db::{testing, v};
use infrasell_orders::MIGRATIONS;
use infrasell_rules::payment::PaymentState;
use std::future::Future;

#[tokio::test]
async fn every_statement_prepares() {
    testing::assert_all_prepare(&[MIGRATIONS]).await;
}

/// Runs `spoil` on an order that is sent in part, paid back in part and paid, and returns the checks that find fault.
async fn faults<F: Future<Output = ()>>(spoil: impl Fn(std::sync::Arc<World>, Order) -> F) -> Vec<Vec<String>> {
    let mut all = vec![];
    for world in worlds().await {
        let world = std::sync::Arc::new(world);
        let order = world.paid(&[(3, 1_000), (1, 500)]).await;
        world.ship(&order, &[(0, 1)]).await.unwrap();
        let order = world.refund(&order, &[(0, 1)], 1_000, 0).await.unwrap();
        let mut event = told(&order, PaymentState::PartiallyRefunded, totals(8_500, 8_500, 2_000));
        event.refunds = vec![progress(&order, 0, RefundState::Succeeded)];
        world.tell(&event).await;
        let order = world.get(order.id).await;
        world.assert_clean().await;
        spoil(world.clone(), order).await;
        let report = world.audit(&staff(), Audit {}).await.unwrap();
        assert!(report.checks.iter().all(|check| check.examined > 0), "{report:?}");
        let wrong = report.checks.into_iter().filter(|check| !check.differences.is_empty());
        all.push(wrong.map(|check| format!("{}: {}", check.name, check.differences.join("; "))).collect());
    }
    all
}

macro_rules! finds {
    ($name:ident, $wanted:literal, |$world:ident, $order:ident| $spoil:expr) => {
        #[tokio::test]
        async fn $name() {
            for found in faults(|$world, $order| async move { $spoil }).await {
                assert!(found.iter().any(|one| one.contains($wanted)), "{found:?}");
            }
        }
    };
}

finds!(a_quote_that_does_not_sum, "quote hold: K-0001: totals.tax_minor is", |world, order| {
    let sql = "SELECT body FROM orders_snapshot WHERE order_id = $1";
    let mut body: serde_json::Value = world.db.one(sql, &v![order.id], |row| row.json(0)).await.unwrap();
    body["quote"]["totals"]["tax_minor"] = 1.into();
    let sql = "UPDATE orders_snapshot SET body = $2 WHERE order_id = $1";
    world.tamper(sql, &v![order.id, infrasell_db::Json(body)]).await;
});
finds!(lines_that_are_not_the_quotes, "line items = quote lines: K-0001: 1 line items and 2", |world, order| {
    let sql = "SELECT body FROM orders_snapshot WHERE order_id = $1";
    let mut body: serde_json::Value = world.db.one(sql, &v![order.id], |row| row.json(0)).await.unwrap();
    body["lines"].as_array_mut().unwrap().pop();
    let sql = "UPDATE orders_snapshot SET body = $2 WHERE order_id = $1";
    world.tamper(sql, &v![order.id, infrasell_db::Json(body)]).await;
});
finds!(a_refund_above_what_was_captured, "refunds <= captured: K-0001: 2000 in refunds", |world, order| {
    world.tamper("UPDATE orders_order SET captured_minor = 1999 WHERE id = $1", &v![order.id]).await;
});
finds!(more_sent_than_sold, "units sent and units paid back <= units sold: K-0001: line_", |world, order| {
    let mut fulfilments = order.fulfilments.clone();
    fulfilments[0].lines[0].quantity = units(4);
    world.tamper_json(order.id, "fulfilments", fulfilments).await;
});
finds!(more_restocked_than_there_was, "restocked of 3 allocated", |world, order| {
    let sql = "SELECT refunds FROM orders_order WHERE id = $1";
    let mut refunds: serde_json::Value = world.db.one(sql, &v![order.id], |row| row.json(0)).await.unwrap();
    refunds[0]["lines"][0]["restock"][0]["quantity"] = 9.into();
    world.tamper_json(order.id, "refunds", refunds).await;
});
finds!(
    a_state_that_the_fulfilments_deny,
    "order state = what its fulfilments say: K-0001: fulfilled",
    |world, order| {
        world.tamper("UPDATE orders_order SET state = 'fulfilled' WHERE id = $1", &v![order.id]).await;
    }
);
finds!(a_word_that_the_sums_deny, "the sums say partially_refunded, stored is pending", |world, order| {
    world.tamper("UPDATE orders_order SET payment_status = 'pending' WHERE id = $1", &v![order.id]).await;
});
finds!(sums_that_payments_did_not_tell, "(0, 8500, 2000), stored is (5, 8500, 2000)", |world, order| {
    world.tamper("UPDATE orders_order SET held_minor = 5 WHERE id = $1", &v![order.id]).await;
});
finds!(a_payment_that_is_not_known, "nothing is known of pay_", |world, order| {
    world.tamper("DELETE FROM orders_payment WHERE order_id = $1", &v![order.id]).await;
});
finds!(
    a_gap_in_the_numbers,
    "1 orders with 1 numbers from Some(1) to Some(1), the counter is at 2",
    |world, _order| {
        world.tamper("UPDATE orders_counter SET last = 2 WHERE id = $1", &v![1]).await;
    }
);
finds!(a_missing_snapshot, "has its snapshot and a timeline: K-0001 has not", |world, order| {
    world.tamper("DELETE FROM orders_timeline WHERE order_id = $1", &v![order.id]).await;
});

#[tokio::test]
async fn more_orders_than_are_read_at_once_are_all_examined() {
    for world in worlds().await {
        for _ in 0..203 {
            world.place(&[(1, 1)]).await;
        }
        world.tamper("UPDATE orders_order SET state = 'completed' WHERE number = $1", &v!["K-0202"]).await;
        world.tamper("UPDATE orders_order SET payment_status = 'failed' WHERE number = $1", &v!["K-0203"]).await;
        let report = world.audit(&staff(), Audit {}).await.unwrap();
        assert!(report.checks.iter().all(|check| check.examined == 203), "{report:?}");
        assert_eq!(report.checks.iter().map(|check| check.differences.len()).sum::<usize>(), 1);
    }
}

#[tokio::test]
async fn an_empty_shop_has_clean_books() {
    for world in worlds().await {
        world.assert_clean().await;
    }
}
