//! What orders announce: a cancelled order's payment goes back, and a refund that was asked for is made, once.

use crate::world::{World, worlds};
use infrasell_contracts::{
    orders::{ORDER_CANCELLED, OrderCancelled, REFUND_REQUESTED, RefundRequested},
    payments::{PAYMENT_CHANGED, Payment, PaymentChanged, RefundProgress, RefundState},
};
use infrasell_kernel::{OrderId, RefundId};
use infrasell_rules::payment::PaymentState;
use infrasell_simulator::Act;
use serde::Serialize;

async fn emit(world: &World, topic: &str, event: &(impl Serialize + Sync)) {
    let mut tx = world.db.begin().await.unwrap();
    tx.emit(topic, event).await.unwrap();
    tx.commit().await.unwrap();
    world.settle().await;
}

async fn request_refund(world: &World, payment: &Payment, refund: i64, amount_minor: i64) {
    let event = RefundRequested {
        order: OrderId::from_i64(1),
        refund: RefundId::from_i64(refund),
        payment: Some(payment.id),
        amount_minor,
        restock: vec![],
    };
    emit(world, REFUND_REQUESTED, &event).await;
}

/// What was announced last about a payment.
async fn last_news(world: &World) -> PaymentChanged {
    let sql = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id DESC LIMIT 1";
    let payload: String = world.db.one(sql, &infrasell_db::v![PAYMENT_CHANGED], |row| row.get(0)).await.unwrap();
    serde_json::from_str(&payload).unwrap()
}

#[tokio::test]
async fn a_cancelled_order_pays_back() {
    for world in worlds().await {
        let (held, paid) = (world.held("held").await, world.paid("paid").await);
        for payment in [&held, &paid] {
            let event = OrderCancelled { order: OrderId::from_i64(1), restock: vec![], payment: Some(payment.id) };
            emit(&world, ORDER_CANCELLED, &event).await;
            emit(&world, ORDER_CANCELLED, &event).await;
        }
        assert_eq!(world.state(&held).await, PaymentState::Voided);
        assert_eq!(world.state(&paid).await, PaymentState::Refunded);
        let free = OrderCancelled { order: OrderId::from_i64(2), restock: vec![], payment: None };
        emit(&world, ORDER_CANCELLED, &free).await;
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refund_is_made_once_and_announced_under_its_name() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        for _ in 0..2 {
            request_refund(&world, &payment, 5, 2_000).await;
        }
        let news = last_news(&world).await;
        assert_eq!((news.payment, news.state), (payment.id, PaymentState::PartiallyRefunded));
        let done = RefundProgress { reference: "ref_5".into(), amount_minor: 2_000, state: RefundState::Succeeded };
        assert_eq!(news.refunds, std::slice::from_ref(&done));
        assert_eq!(world.truth(&payment).refunds, 1);

        world.plan("POST", "/v1/payments/*/refunds", Act::DropAfterApply);
        request_refund(&world, &payment, 6, 1_000).await;
        let pending = RefundProgress { reference: "ref_6".into(), amount_minor: 1_000, state: RefundState::Pending };
        assert_eq!(last_news(&world).await.refunds, [done, pending.clone()]);
        world.advance(30).await;
        assert_eq!(last_news(&world).await.refunds[1], RefundProgress { state: RefundState::Succeeded, ..pending });
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refund_that_cannot_be_is_announced_as_failed() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        request_refund(&world, &payment, 5, 10_001).await;
        let failed = RefundProgress { reference: "ref_5".into(), amount_minor: 10_001, state: RefundState::Failed };
        assert_eq!(last_news(&world).await.refunds, std::slice::from_ref(&failed));
        request_refund(&world, &payment, 6, 0).await;
        world.plan("POST", "/v1/payments/*/refunds", Act::FeeOnly);
        request_refund(&world, &payment, 7, 500).await;
        let refused = RefundProgress { reference: "ref_7".into(), amount_minor: 500, state: RefundState::Failed };
        assert_eq!(last_news(&world).await.refunds, [failed, refused]);
        assert_eq!(world.truth(&payment).refunded, 0);
        let op = world.ops(&payment).await.pop().unwrap();
        world.retry(op.id).await;
        let news = last_news(&world).await;
        assert_eq!((news.refunds.len(), news.refunds[1].state), (2, RefundState::Succeeded), "{:?}", news.refunds);
        world.oracle().await;
    }
}

#[tokio::test]
async fn a_refund_that_comes_back_is_announced_as_failed() {
    for world in worlds().await {
        world.listen();
        let payment = world.paid("a").await;
        world.plan("POST", "/v1/payments/*/refunds", Act::RefundFailsLater { after_s: 600 });
        request_refund(&world, &payment, 5, 2_000).await;
        assert_eq!(last_news(&world).await.refunds[0].state, RefundState::Succeeded);
        world.advance(660).await;
        let news = last_news(&world).await;
        assert_eq!((news.refunds[0].state, news.totals.refunded_minor), (RefundState::Failed, 0));
        world.oracle().await;
    }
}
