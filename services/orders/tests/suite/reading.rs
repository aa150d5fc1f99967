//! Looking orders up, lists and the timeline.

use crate::shop::*;
use infrasell_contracts::{common::Direction, orders::*};
use infrasell_kernel::{ChannelId, CheckoutId, Cursor, OrderId, OsRandom, PageRequest, Token, VariantId};
use infrasell_rpc::Fault;
use infrasell_rules::order::{OrderState, PaymentStatus};
use proptest::prelude::*;
use std::time::Duration;

#[tokio::test]
async fn an_order_is_found_by_everything_that_names_it() {
    for world in worlds().await {
        let order = world.place(&[(1, 1_000)]).await;
        world.place(&[(1, 1_000)]).await;
        let names = [
            OrderRef::Id(order.id),
            OrderRef::Token(order.token),
            OrderRef::Number(order.number.clone()),
            OrderRef::Checkout(order.checkout),
        ];
        for name in names {
            assert_eq!(world.order(&staff(), GetOrder { order: name }).await.unwrap(), order);
        }
        let token = Token::random(&OsRandom);
        let strangers = [
            (OrderRef::Id(OrderId::from_i64(404_404)), "ord_404404".to_owned()),
            (OrderRef::Token(token), format!("{token:?}")),
            (OrderRef::Number("k-0001".into()), "k-0001".into()),
            (OrderRef::Number("K-0001\0".into()), "K-0001".into()),
            (OrderRef::Number("' OR 1=1 --".into()), "' OR 1=1 --".into()),
            (OrderRef::Checkout(CheckoutId::from_i64(1)), "of chk_1".into()),
        ];
        for (stranger, name) in strangers {
            let missing = Err(Fault::not_found("order", name).into());
            assert_eq!(world.order(&staff(), GetOrder { order: stranger }).await, missing);
        }
    }
}

async fn numbers(world: &World, filter: OrderFilter) -> Vec<String> {
    let list = ListOrders { filter, direction: Some(Direction::Asc), ..ListOrders::default() };
    let page = world.orders(&staff(), list).await.unwrap();
    page.items.into_iter().map(|order| order.number).collect()
}

#[tokio::test]
async fn lists_are_narrowed_by_what_a_person_would_look_for() {
    for world in worlds().await {
        let minute = Duration::from_secs(60);
        let first = world.paid(&[(1, 1_000)]).await;
        world.db.clock.advance(minute);
        let mut purchase = world.purchase(&[(1, 2_000)]);
        (purchase.email, purchase.channel) = ("x_y%z@example.in".into(), ChannelId::from_i64(2));
        purchase.billing_address = None;
        purchase.shipping_address.as_mut().unwrap().name = "Émile  Zola".into();
        let second = world.create(&staff(), purchase).await.unwrap();
        world.db.clock.advance(minute);
        let third = world.paid(&[(1, 3_000)]).await;
        world.ship(&third, &[]).await.unwrap();
        let none = OrderFilter::default();
        let cases: Vec<(OrderFilter, &[&str])> = vec![
            (none.clone(), &["K-0001", "K-0002", "K-0003"]),
            (OrderFilter { state: Some(OrderState::Fulfilled), ..none.clone() }, &["K-0003"]),
            (OrderFilter { payment_status: Some(PaymentStatus::Authorised), ..none.clone() }, &["K-0002"]),
            (OrderFilter { channel: Some(ChannelId::from_i64(2)), ..none.clone() }, &["K-0002"]),
            (OrderFilter { email: Some("ASHA@example.IN".into()), ..none.clone() }, &["K-0001", "K-0003"]),
            (OrderFilter { email: Some("asha@example.i".into()), ..none.clone() }, &[]),
            (OrderFilter { variant: Some(first.line_items[0].variant), ..none.clone() }, &["K-0001"]),
            (OrderFilter { variant: Some(VariantId::from_i64(1)), ..none.clone() }, &[]),
            (OrderFilter { placed_since: Some(second.placed_at), ..none.clone() }, &["K-0002", "K-0003"]),
            (OrderFilter { placed_before: Some(second.placed_at), ..none.clone() }, &["K-0001"]),
            (
                OrderFilter {
                    state: Some(OrderState::Confirmed),
                    channel: Some(ChannelId::from_i64(1)),
                    ..none.clone()
                },
                &["K-0001"],
            ),
        ];
        for (filter, expected) in cases {
            assert_eq!(numbers(&world, filter.clone()).await, expected, "{filter:?}");
        }
        let searches: [(&str, &[&str]); 16] = [
            ("k-0002", &["K-0002"]),
            ("K-", &["K-0001", "K-0002", "K-0003"]),
            ("0002", &[]),
            ("asha", &["K-0001", "K-0003"]),
            ("ASHA@EX", &["K-0001", "K-0003"]),
            ("rao", &["K-0001", "K-0003"]),
            ("devi  RAO", &["K-0001", "K-0003"]),
            ("evi", &[]),
            ("zoya", &["K-0001", "K-0003"]),
            ("émile zola", &["K-0002"]),
            ("ÉMILE", &["K-0002"]),
            ("x_y%", &["K-0002"]),
            ("x__", &[]),
            ("%", &[]),
            ("e:asha", &[]),
            ("  ", &["K-0001", "K-0002", "K-0003"]),
        ];
        for (search, expected) in searches {
            let filter = OrderFilter { search: Some(search.into()), ..none.clone() };
            assert_eq!(numbers(&world, filter).await, expected, "{search}");
        }
    }
}

fn sort() -> impl Strategy<Value = OrderSort> {
    prop_oneof![Just(OrderSort::PlacedAt), Just(OrderSort::UpdatedAt), Just(OrderSort::Total)]
}

async fn pages(world: &World, sort: OrderSort, direction: Direction, limit: u32) -> Vec<Order> {
    let (mut after, mut all) = (None, vec![]);
    loop {
        let page = PageRequest { limit: Some(limit), after };
        let list = ListOrders { filter: OrderFilter::default(), sort, direction: Some(direction), page };
        let page = world.orders(&staff(), list).await.unwrap();
        assert!(page.items.len() <= limit as usize && (!page.items.is_empty() || all.is_empty()));
        all.extend(page.items);
        let Some(next) = page.next else { return all };
        after = Some(next);
    }
}

/// Twenty-three orders, many of them alike in what they are sorted by.
async fn crowd(world: &World) {
    for n in 0..23 {
        let order = world.place(&[(1, n % 4 * 100)]).await;
        if n % 3 == 0 {
            world.db.clock.advance(Duration::from_millis(1));
        }
        if n % 5 == 0 {
            world.ship(&order, &[]).await.unwrap();
        }
    }
}

#[test]
fn pages_of_any_size_hold_each_order_once_and_in_order() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worlds = runtime.block_on(worlds());
    for world in &worlds {
        runtime.block_on(crowd(world));
    }
    let config = ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(sort in sort(), asc in any::<bool>(), limit in 1u32..30)| {
        let direction = if asc { Direction::Asc } else { Direction::Desc };
        for world in &worlds {
            let all = runtime.block_on(pages(world, sort, direction, limit));
            let mut keys: Vec<(i64, i64)> = all
                .iter()
                .map(|order| {
                    let value = match sort {
                        OrderSort::PlacedAt => order.placed_at.micros(),
                        OrderSort::UpdatedAt => order.updated_at.micros(),
                        OrderSort::Total => order.quote.totals.total_minor,
                    };
                    (value, order.id.get())
                })
                .collect();
            if !asc {
                keys.reverse();
            }
            prop_assert_eq!(keys.len(), 23);
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", keys);
        }
    });
}

#[tokio::test]
async fn the_newest_come_first_unless_asked_otherwise() {
    for world in worlds().await {
        crowd(&world).await;
        let page = world.orders(&staff(), ListOrders::default()).await.unwrap();
        assert_eq!(page.items.len(), 23);
        assert!(page.items.windows(2).all(|pair| pair[0].placed_at >= pair[1].placed_at));
        // what is changed comes to the front of those that are sorted by it
        let oldest = page.items.last().unwrap();
        world.db.clock.advance(Duration::from_secs(1));
        let changed = world.ship(&world.place(&[(1, 1)]).await, &[]).await.unwrap();
        world.db.clock.advance(Duration::from_secs(1));
        let refunded = world.refund(oldest, &[(0, 1)], 0, 0).await.unwrap();
        assert_eq!((changed.updated_at, refunded.updated_at), (changed.placed_at, world.db.now()));
        let list = ListOrders { sort: OrderSort::UpdatedAt, ..ListOrders::default() };
        let page = world.orders(&staff(), list).await.unwrap();
        assert_eq!((page.items[0].id, page.items[1].id), (oldest.id, changed.id));
    }
}

#[tokio::test]
async fn a_cursor_from_elsewhere_and_a_limit_out_of_range_are_refused() {
    for world in worlds().await {
        crowd(&world).await;
        let list =
            |sort, limit, after| ListOrders { sort, page: PageRequest { limit, after }, ..ListOrders::default() };
        let page = world.orders(&staff(), list(OrderSort::Total, Some(2), None)).await.unwrap();
        let foreign = [
            page.next.clone().unwrap(),
            Cursor::new("orders:placed_at:asc", &(1, 1)),
            Cursor::new("orders:placed_at:desc", &"x"),
            serde_json::from_str("\"\\u0000'; DROP TABLE orders_order\"").unwrap(),
        ];
        for cursor in foreign {
            let result = world.orders(&staff(), list(OrderSort::PlacedAt, None, Some(cursor))).await;
            assert_eq!(bad_fields(result), ["after invalid_cursor"]);
        }
        for limit in [0, 251, u32::MAX] {
            let result = world.orders(&staff(), list(OrderSort::PlacedAt, Some(limit), None)).await;
            assert_eq!(bad_fields(result), ["limit out_of_range"]);
        }
        let extremes = Cursor::new("orders:placed_at:desc", &(i64::MIN, i64::MAX));
        let page = world.orders(&staff(), list(OrderSort::PlacedAt, None, Some(extremes))).await.unwrap();
        assert_eq!(page.items, []);
    }
}

#[tokio::test]
async fn the_timeline_is_read_in_pages_oldest_first() {
    for world in worlds().await {
        let order = world.place(&[(1, 1_000)]).await;
        for n in 0..7 {
            if n % 2 == 0 {
                world.db.clock.advance(Duration::from_micros(1));
            }
            let note = AddNote { order: order.id, text: format!("note {n}") };
            let made = world.add_note(&keyed(&format!("n{n}")), note.clone()).await.unwrap();
            assert_eq!((made.kind.as_str(), made.text.as_str(), made.actor.as_str()), ("note", &*note.text, "staff_7"));
            assert_eq!(world.add_note(&keyed(&format!("n{n}")), note).await.unwrap(), made);
        }
        let (mut after, mut texts) = (None, vec![]);
        loop {
            let page = PageRequest { limit: Some(3), after };
            let page = world.timeline(&staff(), GetTimeline { order: order.id, page }).await.unwrap();
            texts.extend(page.items.into_iter().map(|entry| entry.text));
            let Some(next) = page.next else { break };
            after = Some(next);
        }
        assert_eq!(texts[1..], (0..7).map(|n| format!("note {n}")).collect::<Vec<_>>());
        assert_eq!(world.get(order.id).await, order, "a note does not change the order");

        let other = world.place(&[(1, 1_000)]).await;
        let page = PageRequest { limit: Some(1), after: None };
        let next = world.timeline(&staff(), GetTimeline { order: order.id, page }).await.unwrap().next;
        let page = PageRequest { limit: None, after: next };
        let foreign = world.timeline(&staff(), GetTimeline { order: other.id, page }).await;
        assert_eq!(bad_fields(foreign), ["after invalid_cursor"]);
        let missing = || Fault::not_found("order", "ord_404404").into();
        let nowhere = GetTimeline { order: OrderId::from_i64(404_404), page: PageRequest::default() };
        assert_eq!(world.timeline(&staff(), nowhere).await, Err(missing()));
        let note = AddNote { order: OrderId::from_i64(404_404), text: "x".into() };
        assert_eq!(world.add_note(&staff(), note).await, Err(missing()));
        for (text, wrong) in [(" ".into(), "text required"), ("x".repeat(5_001), "text too_long")] {
            assert_eq!(bad_fields(world.add_note(&staff(), AddNote { order: order.id, text }).await), [wrong]);
        }
    }
}
