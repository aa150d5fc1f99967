//! Input that means no good, or is simply broken: refused with every bad field, and nothing is written.

use crate::shop::*;
use infrasell_contracts::{common::PostalAddress, orders::*};
use infrasell_kernel::{LocationId, VariantId};
use proptest::prelude::*;

type Change = fn(&mut CreateOrder);

/// What is spoilt, and what is said of it.
fn spoilt() -> Vec<(Change, &'static [&'static str])> {
    vec![
        (|r| r.email = String::new(), &["email required"]),
        (|r| r.email = "a\0@b.in".into(), &["email invalid_character"]),
        (|r| r.note = "x".repeat(5_001), &["note too_long"]),
        (|r| r.payment_method = "\u{a0}".into(), &["payment_method required"]),
        (|r| r.payment_reference = Some("\0".into()), &["payment_reference invalid_character"]),
        (|r| r.phone = Some("9".repeat(256)), &["phone too_long"]),
        (
            |r| (r.authorised_minor, r.captured_minor) = (-1, -1),
            &["authorised_minor out_of_range", "captured_minor out_of_range"],
        ),
        (|r| (r.authorised_minor, r.captured_minor) = (i64::MAX, 1), &["captured_minor out_of_range"]),
        (
            |r| {
                r.line_items.clear();
                r.allocations.clear();
            },
            &["line_items out_of_range", "line_items not_the_quote"],
        ),
        (
            |r| {
                r.line_items.truncate(1);
                r.allocations.truncate(2);
            },
            &["line_items not_the_quote"],
        ),
        (|r| r.line_items.swap(0, 1), &["line_items.0 not_the_quote", "line_items.1 not_the_quote"]),
        (|r| r.line_items[1].quantity = units(9), &["line_items.1 not_the_quote"]),
        (
            |r| {
                r.line_items[1].key = r.line_items[0].key.clone();
                r.allocations.clear();
            },
            &["line_items.1.key duplicate", "line_items.1 not_the_quote"],
        ),
        (|r| r.line_items[0].sku = "\0".into(), &["line_items.0.sku invalid_character"]),
        (|r| r.line_items[0].product_title = "x".repeat(1_001), &["line_items.0.product_title too_long"]),
        (|r| r.line_items[0].image_url = Some("x".repeat(2_049)), &["line_items.0.image_url too_long"]),
        (|r| drop(r.attributes.insert("k".into(), "x".repeat(1_025))), &["attributes too_long"]),
        (|r| r.attributes = (0..51).map(|n| (n.to_string(), String::new())).collect(), &["attributes too_many"]),
        (
            |r| r.shipping_address = Some(PostalAddress { city: "x".repeat(101), ..PostalAddress::default() }),
            &["shipping_address.city too_long"],
        ),
        (|r| r.allocations[0].key = "stranger".into(), &["allocations.0.key unknown"]),
        (|r| r.allocations[0].variant = VariantId::from_i64(1), &["allocations.0.variant not_the_line"]),
        (|r| r.allocations[0].quantity = 0, &["allocations.0.quantity out_of_range"]),
        (|r| r.allocations[1].quantity = i64::MAX, &["allocations.1.quantity out_of_range"]),
        (
            |r| r.quote.lines[0].total_minor += 1,
            &["quote.lines.cline_1.total_minor does_not_sum", "quote.totals.parts does_not_sum"],
        ),
        (
            |r| r.quote.totals.total_minor = i64::MIN,
            &[
                "quote.totals.total_minor does_not_sum",
                "quote.totals.parts does_not_sum",
                "quote.totals.total_minor out_of_range",
            ],
        ),
    ]
}

#[tokio::test]
async fn every_bad_field_of_a_new_order_is_named() {
    for world in worlds().await {
        for (change, expected) in &spoilt() {
            let mut purchase = world.purchase(&[(3, 1_000), (1, 500)]);
            change(&mut purchase);
            assert_eq!(bad_fields(world.create(&keyed("k"), purchase).await), *expected);
        }
        // the key is still free, and so is the first number
        let order = world.create(&keyed("k"), world.purchase(&[(1, 1)])).await.unwrap();
        assert_eq!(order.number, "K-0001");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn all_bad_fields_come_at_once() {
    for world in worlds().await {
        let mut purchase = world.purchase(&[(1, 1_000)]);
        purchase.email = " ".into();
        purchase.note = "\0".into();
        purchase.captured_minor = -1;
        purchase.allocations[0].location = LocationId::from_i64(77);
        purchase.allocations[0].quantity = 2;
        let expected = [
            "email required",
            "note invalid_character",
            "captured_minor out_of_range",
            "allocations.0.quantity out_of_range",
        ];
        assert_eq!(bad_fields(world.create(&staff(), purchase).await), expected);
    }
}

#[tokio::test]
async fn texts_that_are_not_texts_are_refused_everywhere() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let zero = || "a\0b".to_owned();
        let cancel = CancelOrder { id: order.id, reason: zero(), restock: true, if_version: None };
        assert_eq!(bad_fields(world.cancel(&staff(), cancel).await), ["reason invalid_character"]);
        let refund = CreateRefund { reason: zero(), ..refund_of(&order, &[(0, 1)], 0, 0) };
        assert_eq!(bad_fields(world.create_refund(&staff(), refund).await), ["reason invalid_character"]);
        let note = AddNote { order: order.id, text: zero() };
        assert_eq!(bad_fields(world.add_note(&staff(), note).await), ["text invalid_character"]);
        let tracking = Tracking { carrier: zero(), number: "x".repeat(101), url: "javascript:alert(1)".into() };
        let parcel = CreateFulfilment { tracking, ..shipment(&order, &[], true) };
        let wrong = ["tracking.carrier invalid_character", "tracking.number too_long", "tracking.url invalid_url"];
        assert_eq!(bad_fields(world.create_fulfilment(&staff(), parcel).await), wrong);
        let filter = OrderFilter { search: Some(zero()), email: Some("x".repeat(255)), ..OrderFilter::default() };
        let list = ListOrders { filter, ..ListOrders::default() };
        let wrong = ["search invalid_character", "email too_long"];
        assert_eq!(bad_fields(world.orders(&staff(), list).await), wrong);
        let lines = (0..501).map(|_| (0, 1)).collect::<Vec<_>>();
        let many = bad_fields(world.create_refund(&staff(), refund_of(&order, &lines, 0, 0)).await);
        assert_eq!(many.last().unwrap(), "lines too_many");
        assert_eq!(world.get(order.id).await, order);
    }
}

#[tokio::test]
async fn an_order_with_every_script_and_the_most_of_everything_is_kept_as_it_came() {
    for world in worlds().await {
        let lines: Vec<Bought> = (0..500).map(|n| (n % 7 + 1, n)).collect();
        let mut purchase = world.purchase(&lines);
        purchase.note = "“नमस्ते” 👩‍🚀 \u{202e}abc\u{fffd}' \"; DROP TABLE orders_order; --\u{7f}".into();
        purchase.attributes = (0..50).map(|n| (format!("{n:064}"), "च".repeat(1_024))).collect();
        let name = "É".repeat(200);
        purchase.shipping_address.as_mut().unwrap().name = name.clone();
        let order = world.create(&keyed("most"), purchase.clone()).await.unwrap();
        assert_eq!((&order.note, &order.attributes), (&purchase.note, &purchase.attributes));
        assert_eq!(world.get(order.id).await, order);
        let filter = OrderFilter { search: Some(name.to_lowercase()), ..OrderFilter::default() };
        let found = world.orders(&staff(), ListOrders { filter, ..ListOrders::default() }).await.unwrap();
        assert_eq!(found.items.len(), 1);
        let sent = world.ship(&order, &[]).await.unwrap();
        assert_eq!(sent.fulfilments[0].lines.len(), 500);
        world.assert_clean().await;
    }
}

#[test]
fn any_search_and_any_number_is_answered() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worlds = runtime.block_on(worlds());
    for world in &worlds {
        runtime.block_on(world.place(&[(1, 1)]));
    }
    let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(text in any::<String>())| {
        for world in &worlds {
            let found = runtime.block_on(world.order(&staff(), GetOrder { order: OrderRef::Number(text.clone()) }));
            let missing = matches!(&found, Err(OrderError::Fault(infrasell_rpc::Fault::NotFound { .. })));
            prop_assert!(missing || found.is_ok(), "{:?}", found);
            let filter = OrderFilter { search: Some(text.clone()), ..OrderFilter::default() };
            let list = runtime.block_on(world.orders(&staff(), ListOrders { filter, ..ListOrders::default() }));
            let refused = matches!(&list, Err(OrderError::Fault(infrasell_rpc::Fault::Invalid { .. })));
            prop_assert!(list.is_ok() || refused && text.contains('\0'), "{:?}", list);
        }
    });
}
