//! Paying money back.

use crate::shop::*;
use infrasell_contracts::{
    inventory::Allocation,
    orders::*,
    payments::{PaymentChanged, RefundState},
};
use infrasell_kernel::{OrderId, VariantId};
use infrasell_rpc::Fault;
use infrasell_rules::{
    order::{OrderState, PaymentStatus},
    payment::PaymentState,
};
use proptest::prelude::*;

fn restocked(allocations: &[Allocation]) -> Vec<(i64, i64)> {
    allocations.iter().map(|one| (one.location.get(), one.quantity)).collect()
}

#[tokio::test]
async fn a_unit_takes_its_own_share_of_price_and_tax_along() {
    for world in worlds().await {
        // three for 100.00: a third each, to the paisa
        let mut purchase = world.purchase(&[(3, 3_333), (1, 1)]);
        (purchase.captured_minor, purchase.authorised_minor) = (purchase.authorised_minor, 0);
        let order = world.create(&staff(), purchase).await.unwrap();
        let line = &order.line_items[0].amounts;
        let (mut amount, mut tax) = (0, 0);
        let mut now = order.clone();
        for _ in 0..3 {
            now = world.refund(&order, &[(0, 1)], 0, 0).await.unwrap();
            let refund = now.refunds.last().unwrap();
            assert_eq!((refund.state, refund.lines[0].quantity.get()), (RefundState::Pending, 1));
            assert_eq!(refund.amount_minor, refund.lines[0].amount_minor);
            amount += refund.lines[0].amount_minor;
            tax += refund.lines[0].tax_minor;
        }
        assert_eq!((amount, tax), (line.total_minor, line.tax_minor));
        assert_eq!((now.line_items[0].refunded, now.line_items[0].restocked), (3, 3));
        let line_item = order.line_items[0].id;
        let error = OrderError::TooManyUnits { line_item, asked: 1, left: 0 };
        assert_eq!(world.refund(&order, &[(0, 1)], 0, 0).await, Err(error));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_refund_is_asked_of_payments_and_its_goods_of_inventory() {
    for world in worlds().await {
        let order = world.paid(&[(4, 1_000)]).await;
        let mut request = refund_of(&order, &[(0, 3)], 2_000, 77);
        request.reason = "  torn ".into();
        let changed = world.create_refund(&staff(), request.clone()).await.unwrap();
        let refund = &changed.refunds[0];
        assert_eq!((refund.amount_minor, refund.shipping_minor), (3_000 + 2_000 + 77, 2_000));
        assert_eq!((refund.reason.as_str(), refund.actor.as_str(), refund.lines[0].restock), ("torn", "staff_7", 3));
        request.lines[0].quantity = units(1);
        (request.shipping_minor, request.amount_minor, request.lines[0].restock) = (2_900, 0, false);
        let changed = world.create_refund(&staff(), request).await.unwrap();
        assert_eq!((changed.line_items[0].refunded, changed.line_items[0].restocked), (4, 3));
        let told: Vec<RefundRequested> = world.emitted(REFUND_REQUESTED).await;
        assert_eq!((told[0].order, told[0].refund, told[0].payment), (order.id, changed.refunds[0].id, order.payment));
        assert_eq!((told[0].amount_minor, told[1].amount_minor), (5_077, 3_900));
        // two units came from each of two places
        assert_eq!(restocked(&told[0].restock), [(1, 2), (2, 1)]);
        assert_eq!(restocked(&told[1].restock), []);
        assert_eq!(told[0].restock[0].variant, VariantId::from_i64(order.line_items[0].variant.get()));
        assert_eq!(world.kinds(order.id).await, ["placed", "refund_requested", "refund_requested"]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn never_more_than_was_captured() {
    for world in worlds().await {
        let mut purchase = world.purchase(&[(2, 10_000)]);
        (purchase.authorised_minor, purchase.captured_minor) = (19_000, 6_000);
        let order = world.create(&staff(), purchase).await.unwrap();
        let too_large = |asked_minor, left_minor| Err(OrderError::RefundTooLarge { asked_minor, left_minor });
        assert_eq!(world.refund(&order, &[(0, 1)], 0, 0).await, too_large(10_000, 6_000));
        assert_eq!(world.refund(&order, &[], 0, 6_001).await, too_large(6_001, 6_000));
        assert_eq!(world.refund(&order, &[], 5_001, 0).await, too_large(5_001, 5_000));
        assert_eq!(world.refund(&order, &[], 0, i64::MAX).await, too_large(i64::MAX, 6_000));
        world.refund(&order, &[], 4_000, 0).await.unwrap();
        assert_eq!(world.refund(&order, &[], 1_001, 0).await, too_large(1_001, 1_000));
        assert_eq!(world.refund(&order, &[], 1_000, 1_001).await, too_large(2_001, 2_000));
        // what was paid back by hand elsewhere is gone, too
        let mut elsewhere = told(&order, PaymentState::PartiallyRefunded, totals(25_000, 6_000, 4_500));
        elsewhere.refunds = vec![progress(&world.get(order.id).await, 0, RefundState::Succeeded)];
        world.tell(&elsewhere).await;
        assert_eq!(world.refund(&order, &[], 0, 1_501).await, too_large(1_501, 1_500));
        world.refund(&order, &[], 0, 1_500).await.unwrap();
        assert_eq!(world.refund(&order, &[], 0, 1).await, too_large(1, 0));
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn goods_that_cost_nothing_come_back_for_nothing() {
    for world in worlds().await {
        let order = world.paid(&[(2, 0), (1, 1_000)]).await;
        let changed = world.refund(&order, &[(0, 2)], 0, 0).await.unwrap();
        assert_eq!((changed.refunds[0].state, changed.refunds[0].amount_minor), (RefundState::Succeeded, 0));
        let told: Vec<RefundRequested> = world.emitted(REFUND_REQUESTED).await;
        assert_eq!((told[0].amount_minor, told[0].payment), (0, None));
        assert_eq!(restocked(&told[0].restock), [(1, 1), (2, 1)]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn goods_that_are_paid_back_before_they_are_sent_are_not_sent() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000), (1, 1_000)]).await;
        let order = world.refund(&order, &[(0, 1)], 0, 0).await.unwrap();
        assert_eq!(order.state, OrderState::Confirmed);
        let line_item = order.line_items[0].id;
        let error = OrderError::TooManyUnits { line_item, asked: 2, left: 1 };
        assert_eq!(world.ship(&order, &[(0, 2)]).await, Err(error));
        let order = world.ship(&order, &[(0, 1)]).await.unwrap();
        assert_eq!(order.state, OrderState::PartiallyFulfilled);
        let order = world.refund(&order, &[(1, 1)], 0, 0).await.unwrap();
        assert_eq!(order.state, OrderState::Fulfilled, "nothing is left to send");
        // what was sent comes back: that is a return, and opens nothing
        let order = world.refund(&order, &[(0, 1)], 0, 0).await.unwrap();
        assert_eq!((order.state, order.line_items[0].refunded), (OrderState::Fulfilled, 2));

        // paid back whole, nothing sent
        let whole = world.paid(&[(1, 1_000)]).await;
        let whole = world.refund(&whole, &[(0, 1)], 5_000, 0).await.unwrap();
        assert_eq!((whole.state, whole.balance_minor), (OrderState::Fulfilled, -6_000));
        let mut paid = told(&whole, PaymentState::Refunded, totals(6_000, 6_000, 6_000));
        paid.refunds = vec![progress(&whole, 0, RefundState::Succeeded)];
        world.tell(&paid).await;
        let whole = world.complete(&staff(), CompleteOrder { id: whole.id }).await.unwrap();
        assert_eq!((whole.state, whole.payment_status), (OrderState::Completed, PaymentStatus::Refunded));
        assert_eq!(whole.balance_minor, 0);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_failed_refund_gives_money_and_units_free_but_not_its_stock() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let order = world.refund(&order, &[(0, 2)], 0, 0).await.unwrap();
        assert_eq!((order.state, order.balance_minor), (OrderState::Fulfilled, -2_000));
        let says = |state, refunded| PaymentChanged {
            refunds: vec![progress(&order, 0, state)],
            ..told(&order, PaymentState::Captured, totals(7_000, 7_000, refunded))
        };
        world.tell(&says(RefundState::Succeeded, 2_000)).await;
        assert_eq!(world.get(order.id).await.payment_status, PaymentStatus::PartiallyRefunded);
        // two days later it comes back
        world.tell(&says(RefundState::Failed, 0)).await;
        let failed = world.get(order.id).await;
        assert_eq!((failed.refunds[0].state, failed.payment_status), (RefundState::Failed, PaymentStatus::Captured));
        assert_eq!((failed.line_items[0].refunded, failed.line_items[0].restocked), (0, 2));
        assert_eq!((failed.balance_minor, failed.state), (0, OrderState::Fulfilled), "its goods are in stock again");
        let again = world.refund(&order, &[(0, 2)], 0, 0).await.unwrap();
        assert_eq!((again.refunds[1].amount_minor, again.refunds[1].lines[0].restock), (2_000, 0));
        assert_eq!(again.line_items[0].restocked, 2);
        let kinds = world.kinds(order.id).await;
        let expected = [
            "placed",
            "refund_requested",
            "refunded",
            "refund_succeeded",
            "refunded",
            "refund_failed",
            "refund_requested",
        ];
        let mut sorted = [kinds.clone(), expected.map(str::to_owned).to_vec()];
        sorted.iter_mut().for_each(|kinds| kinds.sort());
        assert_eq!(sorted[0], sorted[1]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn goods_whose_refund_failed_and_that_are_not_in_stock_are_to_be_sent_again() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let mut request = refund_of(&order, &[(0, 2)], 0, 0);
        request.lines[0].restock = false;
        let order = world.create_refund(&staff(), request).await.unwrap();
        assert_eq!(order.state, OrderState::Fulfilled);
        let mut failed = told(&order, PaymentState::Captured, totals(7_000, 7_000, 0));
        failed.refunds = vec![progress(&order, 0, RefundState::Failed)];
        world.tell(&failed).await;
        assert_eq!(world.get(order.id).await.state, OrderState::Confirmed);
        assert_eq!(world.ship(&order, &[]).await.unwrap().line_items[0].fulfilled, 2);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_failed_refund_that_is_tried_again_does_not_take_what_was_promised_otherwise() {
    for world in worlds().await {
        let order = world.paid(&[(1, 10_000)]).await;
        let order = world.refund(&order, &[], 0, 15_000).await.unwrap();
        let captured = told(&order, PaymentState::Captured, totals(15_000, 15_000, 0));
        let says = |refunds| PaymentChanged { refunds, ..captured.clone() };
        world.tell(&says(vec![progress(&order, 0, RefundState::Failed)])).await;
        let order = world.refund(&order, &[], 0, 1_000).await.unwrap();
        // staff try the first one again; payments has not heard of the second
        world.tell(&says(vec![progress(&order, 0, RefundState::Pending)])).await;
        let states = |order: &Order| order.refunds.iter().map(|refund| refund.state).collect::<Vec<_>>();
        assert_eq!(states(&world.get(order.id).await), [RefundState::Failed, RefundState::Pending]);
        let both = vec![progress(&order, 0, RefundState::Pending), progress(&order, 1, RefundState::Failed)];
        world.tell(&says(both)).await;
        assert_eq!(states(&world.get(order.id).await), [RefundState::Pending, RefundState::Failed]);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_refund_that_makes_no_sense_is_refused() {
    for world in worlds().await {
        let order = world.paid(&[(2, 1_000)]).await;
        let other = world.paid(&[(2, 1_000)]).await;
        let good = refund_of(&order, &[(0, 1)], 0, 0);
        let try_it = |change: fn(&mut CreateRefund)| {
            let mut request = good.clone();
            change(&mut request);
            let orders = world.orders.clone();
            async move { orders.create_refund(&staff(), request).await }
        };
        assert_eq!(bad_fields(try_it(|r| r.lines.clear()).await), ["lines required"]);
        assert_eq!(bad_fields(try_it(|r| r.reason = " ".into()).await), ["reason required"]);
        let all = try_it(|r| {
            r.lines.push(r.lines[0].clone());
            (r.shipping_minor, r.amount_minor) = (-1, i64::MIN);
            r.reason = "x".repeat(501);
        });
        let expected = [
            "lines.1.line_item duplicate",
            "shipping_minor out_of_range",
            "amount_minor out_of_range",
            "reason too_long",
        ];
        assert_eq!(bad_fields(all.await), expected);
        let foreign = CreateRefund { order: order.id, ..refund_of(&other, &[(0, 1)], 0, 0) };
        assert_eq!(bad_fields(world.create_refund(&staff(), foreign).await), ["lines.0.line_item unknown"]);
        let line_item = order.line_items[0].id;
        let error = OrderError::TooManyUnits { line_item, asked: 3, left: 2 };
        assert_eq!(world.refund(&order, &[(0, 3)], 0, 0).await, Err(error));
        let nowhere = CreateRefund { order: OrderId::from_i64(404_404), ..good.clone() };
        assert_eq!(world.create_refund(&staff(), nowhere).await, Err(Fault::not_found("order", "ord_404404").into()));
        assert_eq!(world.get(order.id).await, order, "nothing was written");
    }
}

/// One step of a path of refunds: how many units, and whether it fails afterwards.
fn path() -> impl Strategy<Value = Vec<(i64, bool)>> {
    prop::collection::vec((1..5i64, prop::bool::weighted(0.3)), 1..8)
}

#[test]
fn any_path_of_refunds_also_with_failures_ends_on_the_exact_whole() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worlds = runtime.block_on(worlds());
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(quantity in 1..20i64, price in 0..5_000i64, path in path())| {
        for world in &worlds {
            runtime.block_on(follow(world, quantity, price, &path));
        }
    });
    for world in &worlds {
        runtime.block_on(world.assert_clean());
    }
}

async fn follow(world: &World, quantity: i64, price: i64, path: &[(i64, bool)]) {
    let mut order = world.paid(&[(quantity, price)]).await;
    let mut left = quantity;
    for (wanted, fails) in path.iter().copied().chain([(quantity, false)]) {
        let take = wanted.min(left);
        if take == 0 {
            break;
        }
        order = world.refund(&order, &[(0, take)], 0, 0).await.unwrap();
        let at = order.refunds.len() - 1;
        if fails && order.refunds[at].state == RefundState::Pending {
            settle(world, &order, at).await;
        } else {
            left -= take;
        }
    }
    if left > 0 {
        order = world.refund(&order, &[(0, left)], 0, 0).await.unwrap();
    }
    order = world.get(order.id).await;
    let live: Vec<&OrderRefund> = order.refunds.iter().filter(|one| one.state != RefundState::Failed).collect();
    let amount: i64 = live.iter().flat_map(|one| &one.lines).map(|line| line.amount_minor).sum();
    let tax: i64 = live.iter().flat_map(|one| &one.lines).map(|line| line.tax_minor).sum();
    let line = &order.line_items[0];
    assert_eq!((amount, tax), (line.amounts.total_minor, line.amounts.tax_minor));
    assert_eq!((line.refunded, line.restocked), (quantity, quantity));
    // the rest goes back, and nothing is left of what was captured
    let rest = order.captured_minor - amount;
    let order = world.refund(&order, &[], 5_000, rest - 5_000).await.unwrap();
    assert_eq!(order.balance_minor, -order.captured_minor);
    let nothing = OrderError::RefundTooLarge { asked_minor: 1, left_minor: 0 };
    assert_eq!(world.refund(&order, &[], 0, 1).await, Err(nothing));
}

/// Lets one refund fail and leaves the others as they are.
async fn settle(world: &World, order: &Order, failed: usize) {
    let mut event = told(order, PaymentState::Captured, totals(order.captured_minor, order.captured_minor, 0));
    event.refunds = (0..order.refunds.len())
        .map(|at| progress(order, at, if at == failed { RefundState::Failed } else { order.refunds[at].state }))
        .collect();
    world.tell(&event).await;
}
