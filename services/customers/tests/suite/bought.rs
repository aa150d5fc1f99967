//! What customers bought in sum.

use crate::{cx, houses};
use infrasell_contracts::{customers::AccountState, orders::OrderRefund, payments::RefundState};
use infrasell_db::v;
use infrasell_kernel::{Currency, CustomerId, Money, RefundId, Timestamp};
use infrasell_rules::order::OrderState;

fn inr(minor: i64) -> Vec<Money> {
    vec![Money::new(minor, Currency::INR)]
}

fn eur() -> Currency {
    "EUR".parse().unwrap()
}

fn refund(id: i64, amount_minor: i64, state: RefundState) -> OrderRefund {
    OrderRefund {
        id: RefundId::from_i64(id),
        state,
        amount_minor,
        shipping_minor: 0,
        lines: vec![],
        reason: "x".into(),
        actor: "x".into(),
        created_at: Timestamp::from_micros(1),
    }
}

#[tokio::test]
async fn a_guest_who_buys_gets_a_row_with_his_name_and_what_he_bought() {
    for house in houses().await {
        house.world.place(1, "Asha@example.in", 700, 10);
        house.order_changed(1).await;
        house.order_changed(1).await;
        house.world.place(2, "asha@EXAMPLE.in", 300, 20);
        house.order_changed(2).await;
        let asha = house.of("asha@example.in").await.unwrap();
        assert_eq!((asha.account, asha.name.as_str(), asha.orders_count), (AccountState::None, "Asha Rao", 2));
        assert_eq!((asha.spent, asha.last_order_at), (inr(1_000), Some(Timestamp::from_micros(20))));
        assert!(house.world.claims.lock().unwrap().is_empty(), "nobody has shown that the address is his");
        house.close().await;
    }
}

#[tokio::test]
async fn refunds_and_cancellations_count_and_a_refund_that_failed_does_not() {
    for house in houses().await {
        house.world.place(1, "asha@example.in", 700, 10);
        house.world.place(2, "asha@example.in", 300, 20);
        for id in [1, 2] {
            house.order_changed(id).await;
        }
        let spent = async || house.of("asha@example.in").await.unwrap().spent;
        house.world.change(1, |order| order.refunds.push(refund(1, 200, RefundState::Pending)));
        house.order_changed(1).await;
        assert_eq!(spent().await, inr(800));
        house.world.change(1, |order| order.refunds[0].state = RefundState::Failed);
        house.order_changed(1).await;
        assert_eq!(spent().await, inr(1_000));
        house.world.change(2, |order| order.state = OrderState::Cancelled);
        house.order_changed(2).await;
        let asha = house.of("asha@example.in").await.unwrap();
        assert_eq!((asha.orders_count, asha.spent), (2, inr(700)));
        house.close().await;
    }
}

#[tokio::test]
async fn an_order_that_is_of_a_new_address_now_is_not_of_the_old_one_too() {
    for house in houses().await {
        for (id, cost, placed_at) in [(1, 700, 10), (2, 300, 20)] {
            house.world.place(id, "asha@example.in", cost, placed_at);
            house.order_changed(id).await;
        }
        house.world.change(1, |order| order.email = "devi@example.in".into());
        house.order_changed(1).await;
        for (email, cost) in [("asha@example.in", 300), ("devi@example.in", 700)] {
            let customer = house.of(email).await.unwrap();
            assert_eq!((customer.orders_count, customer.spent), (1, inr(cost)), "{email}");
        }
        house.close().await;
    }
}

#[tokio::test]
async fn each_currency_is_summed_apart_and_that_of_the_first_order_comes_first() {
    for house in houses().await {
        house.world.place(1, "asha@example.in", 700, 20);
        house.world.place(2, "asha@example.in", 300, 10);
        house.world.change(2, |order| order.currency = eur());
        for id in [1, 2] {
            house.order_changed(id).await;
        }
        let asha = house.of("asha@example.in").await.unwrap();
        assert_eq!(asha.spent, [Money::new(300, eur()), Money::new(700, Currency::INR)]);
        house.close().await;
    }
}

#[tokio::test]
async fn an_order_that_is_claimed_moves_and_old_news_do_not_move_it_back() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        house.world.place(1, "other@example.in", 700, 10);
        house.order_changed(1).await;
        let old = house.world.orders.lock().unwrap()[&1].clone();
        house.world.change(1, |order| order.customer = Some(asha.id));
        house.order_changed(1).await;
        assert_eq!(house.get(asha.id).await.spent, inr(700));
        let other = house.of("other@example.in").await.unwrap();
        assert_eq!((other.orders_count, other.spent.len()), (0, 0));
        house.world.orders.lock().unwrap().insert(1, old);
        house.order_changed(1).await;
        assert_eq!(house.get(asha.id).await.orders_count, 1);
        house.close().await;
    }
}

#[tokio::test]
async fn an_order_of_a_customer_who_is_gone_is_of_its_address() {
    for house in houses().await {
        house.world.place(1, "asha@example.in", 700, 10);
        house.world.change(1, |order| order.customer = Some(CustomerId::from_i64(999_999)));
        house.order_changed(1).await;
        assert_eq!(house.of("asha@example.in").await.unwrap().spent, inr(700));
        house.close().await;
    }
}

#[tokio::test]
async fn a_guest_order_under_a_verified_address_is_claimed_at_once() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        house.verified(asha.id, "asha@example.in", 5).await;
        house.world.place(1, "ASHA@example.in", 700, 10);
        house.order_changed(1).await;
        assert_eq!(*house.world.claims.lock().unwrap(), [(asha.id, "ASHA@example.in".to_owned())]);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn news_that_come_all_at_once_sum_up() {
    for house in houses().await {
        for id in 1..=12 {
            house.world.place(id, "asha@example.in", 100, 10 + id);
        }
        let mut news = tokio::task::JoinSet::new();
        for id in 1..=12 {
            let customers = house.customers.clone();
            // an event is delivered again until it is taken in
            news.spawn(async move {
                for _ in 0..50 {
                    if customers.order_changed(&cx(), infrasell_kernel::OrderId::from_i64(id)).await.is_ok() {
                        return;
                    }
                }
                panic!("never taken in");
            });
        }
        while let Some(one) = news.join_next().await {
            one.unwrap();
        }
        let asha = house.of("asha@example.in").await.unwrap();
        assert_eq!((asha.orders_count, asha.spent), (12, inr(1_200)));
        house.close().await;
    }
}

#[tokio::test]
async fn books_that_were_tampered_with_are_named_with_both_figures() {
    for house in houses().await {
        house.world.place(1, "asha@example.in", 700, 10);
        house.order_changed(1).await;
        let asha = house.of("asha@example.in").await.unwrap();
        house.db.exec("UPDATE customers_order SET cost_minor = $1", &v![600_i64]).await.unwrap();
        let found = house.differences().await;
        assert!(found.len() == 1 && found[0].contains(&asha.id.to_string()) && found[0].contains("6.00"), "{found:?}");
        house.db.exec("DELETE FROM customers_find", &[]).await.unwrap();
        house.db.exec("UPDATE customers_customer SET default_shipping = $1", &v![5_i64]).await.unwrap();
        assert_eq!(house.differences().await.len(), 3);
        house.db.exec("DELETE FROM customers_customer", &[]).await.unwrap();
        assert_eq!(house.differences().await.len(), 1);
    }
}
