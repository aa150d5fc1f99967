//! The whole life of orders: random commands and payment events in any order, and what must hold after each.

use crate::{
    provider::Provider,
    shop::{Refunded, World, refund_of, shipment, staff, units, worlds},
};
use infrasell_contracts::{
    orders::*,
    payments::{PaymentChanged, RefundState},
};
use infrasell_rpc::Fault;
use infrasell_rules::{
    machine::{Machine, moves},
    order::{FulfilmentState, OrderMachine, OrderState},
};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Fulfil { line: usize, units: i64, shipped: bool },
    FulfilRest,
    Move { pick: usize, state: FulfilmentState },
    Refund { line: usize, units: i64, restock: bool, shipping: i64, goodwill: i64 },
    Cancel { restock: bool },
    Complete,
    Authorise,
    Capture(i64),
    Void,
    Fail,
    ToggleHold,
    ByHand(i64),
    MoveRefund { pick: usize, succeed: bool },
    Deliver(usize),
    DeliverNewest,
}

fn step() -> impl Strategy<Value = Step> {
    let state = prop_oneof![
        Just(FulfilmentState::Pending),
        Just(FulfilmentState::Shipped),
        Just(FulfilmentState::Delivered),
        Just(FulfilmentState::Cancelled)
    ];
    let small = prop_oneof![2 => Just(0i64), 1 => 0..2_000i64];
    prop_oneof![
        7 => (0..2usize, 1..4i64, any::<bool>()).prop_map(|(line, units, shipped)| Step::Fulfil { line, units, shipped }),
        1 => Just(Step::FulfilRest),
        4 => (any::<usize>(), state).prop_map(|(pick, state)| Step::Move { pick, state }),
        8 => (0..2usize, 0..4i64, any::<bool>(), small.clone(), small)
            .prop_map(|(line, units, restock, shipping, goodwill)| Step::Refund { line, units, restock, shipping, goodwill }),
        1 => any::<bool>().prop_map(|restock| Step::Cancel { restock }),
        1 => Just(Step::Complete),
        2 => Just(Step::Authorise),
        4 => (1..12_000i64).prop_map(Step::Capture),
        1 => Just(Step::Void),
        1 => Just(Step::Fail),
        1 => Just(Step::ToggleHold),
        1 => (1..3_000i64).prop_map(Step::ByHand),
        5 => (any::<usize>(), prop::bool::weighted(0.6)).prop_map(|(pick, succeed)| Step::MoveRefund { pick, succeed }),
        5 => any::<usize>().prop_map(Step::Deliver),
        5 => Just(Step::DeliverNewest),
    ]
}

#[derive(Debug, Clone, Copy)]
enum Start {
    Nothing,
    OnDelivery,
    Held,
    Captured,
}

fn start() -> impl Strategy<Value = Start> {
    prop_oneof![1 => Just(Start::Nothing), 1 => Just(Start::OnDelivery), 1 => Just(Start::Held), 2 => Just(Start::Captured)]
}

/// Lives that are lived; more when the variable says so, to look for what a few do not show.
fn cases() -> u32 {
    std::env::var("INFRASELL_TEST_LIVES").ok().and_then(|lives| lives.parse().ok()).unwrap_or(48)
}

#[test]
fn whatever_happens_money_units_and_states_hold() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worlds = runtime.block_on(worlds());
    let config = ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    };
    proptest!(config, |(start in start(), steps in prop::collection::vec(step(), 10..50))| {
        for world in &worlds {
            runtime.block_on(live(world, start, &steps));
        }
    });
    for world in &worlds {
        runtime.block_on(world.assert_clean());
    }
}

/// One life of one order.
async fn live(world: &World, start: Start, steps: &[Step]) {
    let mut purchase = world.purchase(&[(3, 1_111), (2, 777)]);
    let total = purchase.quote.totals.total_minor;
    (purchase.may_fulfil, purchase.authorised_minor, purchase.captured_minor) = match start {
        Start::Nothing => (false, 0, 0),
        Start::OnDelivery => (true, 0, 0),
        Start::Held => (true, total, 0),
        Start::Captured => (true, 0, total),
    };
    let mut order = world.create(&staff(), purchase).await.unwrap();
    let mut provider = Provider::new(&order);
    let mut heard = Heard::default();
    for step in steps {
        let before = order.clone();
        if let Some(result) = command(world, &before, step).await {
            check_answer(&before, step, &result);
        } else {
            events(world, &mut provider, &mut heard, total, step).await;
        }
        provider.serve(world).await;
        order = world.get(before.id).await;
        check(&before, &order, &heard);
    }
    end(world, &mut provider, &order).await;
}

/// What orders has been told so far.
#[derive(Default)]
struct Heard {
    captured: i64,
    newest: Option<(usize, PaymentChanged)>,
}

impl Heard {
    fn note(&mut self, at: usize, event: PaymentChanged) {
        self.captured = self.captured.max(event.totals.captured_minor);
        if self.newest.as_ref().is_none_or(|(newest, _)| at >= *newest) {
            self.newest = Some((at, event));
        }
    }
}

async fn events(world: &World, provider: &mut Provider, heard: &mut Heard, total: i64, step: &Step) {
    match step {
        Step::Authorise => provider.authorise(total),
        Step::Capture(part) => provider.capture(*part),
        Step::Void => provider.void(),
        Step::Fail => provider.fail(),
        Step::ToggleHold => provider.toggle_hold(),
        Step::ByHand(amount) => provider.pay_back_by_hand(*amount),
        // staff try a refund again after a look at the order, not while another one is asked for: orders hears of it at once
        Step::MoveRefund { pick, succeed } if !provider.move_refund(*pick, *succeed) => {}
        _ => {
            provider.report(world);
            let count = provider.events.len();
            let at = if let Step::Deliver(pick) = step { pick % count } else { count - 1 };
            let event = provider.deliver(world, at).await.unwrap();
            heard.note(at, event);
            return;
        }
    }
    provider.report(world);
}

async fn command(world: &World, order: &Order, step: &Step) -> Option<Refunded> {
    Some(match step {
        Step::Fulfil { line, units, shipped } => {
            world.create_fulfilment(&staff(), shipment(order, &[(*line, *units)], *shipped)).await
        }
        Step::FulfilRest => world.ship(order, &[]).await,
        Step::Move { pick, state } => {
            let at = pick.checked_rem(order.fulfilments.len())?;
            let fulfilment = order.fulfilments[at].id;
            let state = Some(*state);
            let req = UpdateFulfilment { order: order.id, fulfilment, state, tracking: None };
            world.update_fulfilment(&staff(), req).await
        }
        Step::Refund { line, units, restock, shipping, goodwill } => {
            let lines: &[(usize, i64)] = if *units > 0 { &[(*line, *units)] } else { &[] };
            let mut req = refund_of(order, lines, *shipping, *goodwill);
            req.lines.iter_mut().for_each(|one| one.restock = *restock);
            world.create_refund(&staff(), req).await
        }
        Step::Cancel { restock } => {
            let (id, restock) = (order.id, *restock);
            world.cancel(&staff(), CancelOrder { id, reason: "no".into(), restock, if_version: None }).await
        }
        Step::Complete => world.complete(&staff(), CompleteOrder { id: order.id }).await,
        _ => return None,
    })
}

/// Of a line: the units in fulfilments that are not called off, those that were sent, and those that a new one may take.
fn claimed(order: &Order, line: usize) -> (i64, i64, i64) {
    let item = &order.line_items[line];
    let mut counts = (0, 0);
    for one in order.fulfilments.iter().filter(|one| one.state != FulfilmentState::Cancelled) {
        let sent = one.state != FulfilmentState::Pending;
        for part in one.lines.iter().filter(|part| part.line_item == item.id) {
            counts.0 += part.quantity.get();
            counts.1 += if sent { part.quantity.get() } else { 0 };
        }
    }
    let left = item.quantity.get() - counts.0 - item.refunded.max(item.restocked);
    (counts.0, counts.1, left.max(0))
}

/// What must be refused is refused, and what must be done is done.
fn check_answer(before: &Order, step: &Step, result: &Refunded) {
    let open = matches!(before.state, OrderState::Confirmed | OrderState::PartiallyFulfilled);
    let no_money = matches!(result, Err(OrderError::Fault(Fault::Conflict { .. })));
    match step {
        Step::Fulfil { line, units, .. } => {
            let may = open && claimed(before, *line).2 >= *units;
            assert!(result.is_ok() == may || no_money, "{step:?} of {before:#?}: {result:?}");
        }
        Step::Refund { line, units, shipping, goodwill, .. } => {
            let live = before.refunds.iter().filter(|one| one.state != RefundState::Failed);
            let live: i64 = live.map(|one| one.amount_minor).sum();
            let item = &before.line_items[*line];
            let something = *units + *shipping + *goodwill > 0;
            let fits = item.refunded + *units <= item.quantity.get() && before.state != OrderState::Cancelled;
            if result.is_ok() {
                let paid = result.as_ref().unwrap().refunds.last().unwrap().amount_minor;
                assert!(something && fits && live + paid <= before.captured_minor);
                assert!(paid >= *shipping + *goodwill);
            } else if something && fits {
                let lots = *units * item.amounts.unit_price_minor + *shipping + *goodwill + 1;
                let too_large = matches!(result, Err(OrderError::RefundTooLarge { .. }));
                assert!(
                    too_large && (live + lots > before.captured_minor || *shipping > 0 || before.refunded_minor > 0)
                );
            }
        }
        Step::Cancel { .. } => {
            let may = matches!(before.state, OrderState::AwaitingPayment | OrderState::Confirmed);
            assert_eq!(result.is_ok(), may, "{result:?}");
        }
        Step::Complete => assert_eq!(result.is_ok(), before.state == OrderState::Fulfilled),
        _ => {}
    }
}

/// Whether the state machine leads from one state to the other.
fn leads(from: OrderState, to: OrderState) -> bool {
    let mut known = vec![from];
    let mut at = 0;
    while let Some(state) = known.get(at).copied() {
        for (_, _, next) in moves::<OrderMachine>().into_iter().filter(|(one, _, _)| *one == state) {
            if !known.contains(&next) {
                known.push(next);
            }
        }
        at += 1;
    }
    known.contains(&to)
}

fn check(before: &Order, order: &Order, heard: &Heard) {
    assert!(leads(before.state, order.state), "{} to {}", before.state, order.state);
    if OrderMachine::FINAL.contains(&before.state) {
        assert_eq!(order.state, before.state);
    }
    assert_eq!((&order.quote, &order.number, order.token), (&before.quote, &before.number, before.token));
    if order.version == before.version {
        assert_eq!(order, before, "a change raises the version");
    }
    assert!(order.captured_minor >= before.captured_minor, "what was captured is never lowered");
    assert!(order.captured_minor >= heard.captured);
    if let Some((_, event)) = &heard.newest {
        assert_eq!(order.refunded_minor, event.totals.refunded_minor);
    }
    let sum = |wanted: fn(RefundState) -> bool| -> i64 {
        order.refunds.iter().filter(|one| wanted(one.state)).map(|one| one.amount_minor).sum()
    };
    let succeeded = sum(|state| state == RefundState::Succeeded);
    assert!(succeeded <= order.captured_minor, "{succeeded} of {}", order.captured_minor);
    assert!(order.refunded_minor <= order.captured_minor);
    let (mut sent_in_all, mut open_in_all) = (0, 0);
    for (at, item) in order.line_items.iter().enumerate() {
        let (claimed, sent, left) = claimed(order, at);
        let sold = item.quantity.get();
        assert_eq!(item.fulfilled, sent);
        assert!(claimed <= sold && item.refunded <= sold && item.restocked <= sold, "{item:?}");
        assert!(item.restocked >= before.line_items[at].restocked, "what is in stock stays there");
        sent_in_all += sent;
        open_in_all += claimed - sent + left;
    }
    match order.state {
        OrderState::AwaitingPayment | OrderState::Cancelled => assert_eq!(sent_in_all, 0),
        OrderState::Confirmed => assert!(sent_in_all == 0 && open_in_all > 0),
        OrderState::PartiallyFulfilled => assert!(sent_in_all > 0 && open_in_all > 0),
        OrderState::Fulfilled => assert_eq!(open_in_all, 0),
        OrderState::Completed => {}
    }
}

/// At the end all money goes back, to the last paisa; nothing went to stock twice, and every change left an entry.
async fn end(world: &World, provider: &mut Provider, order: &Order) {
    settle(world, provider).await;
    let mut order = world.get(order.id).await;
    if order.state != OrderState::Cancelled {
        for at in 0..order.line_items.len() {
            let rest = order.line_items[at].quantity.get() - order.line_items[at].refunded;
            if rest > 0 {
                // as many units as the money is there for
                for _ in 0..rest {
                    let _ = world.refund(&order, &[(at, 1)], 0, 0).await;
                }
                order = world.get(order.id).await;
            }
        }
        let live: i64 =
            order.refunds.iter().filter(|one| one.state != RefundState::Failed).map(|one| one.amount_minor).sum();
        let by_hand = order.refunded_minor
            - order
                .refunds
                .iter()
                .filter(|one| one.state == RefundState::Succeeded)
                .map(|one| one.amount_minor)
                .sum::<i64>();
        let rest = order.captured_minor - live - by_hand.max(0);
        if rest > 0 {
            world.refund(&order, &[], 0, rest).await.unwrap();
        }
        let more = world.refund(&order, &[], 0, 1).await;
        assert_eq!(more, Err(OrderError::RefundTooLarge { asked_minor: 1, left_minor: 0 }));
    }
    settle(world, provider).await;
    let order = world.get(order.id).await;
    assert_eq!(order.refunded_minor, order.captured_minor, "{order:#?}");
    restocked_once(world, &order).await;
    let entries = world.kinds(order.id).await.len();
    assert!(i64::try_from(entries).unwrap() >= order.version, "{entries} entries for version {}", order.version);
}

/// Lets everything that is under way succeed, and tells orders.
async fn settle(world: &World, provider: &mut Provider) {
    // telling of money that came in late makes orders ask for it to go back
    for _ in 0..3 {
        provider.report(world);
        provider.deliver(world, provider.events.len() - 1).await;
        provider.serve(world).await;
        provider.finish_refunds();
    }
    provider.report(world);
    provider.deliver(world, provider.events.len() - 1).await;
}

async fn restocked_once(world: &World, order: &Order) {
    let refunds: Vec<RefundRequested> = world.emitted_of(REFUND_REQUESTED, order.id).await;
    let cancels: Vec<OrderCancelled> = world.emitted_of(ORDER_CANCELLED, order.id).await;
    let of_refunds = refunds.iter().flat_map(|one| &one.restock);
    let of_cancels = cancels.iter().flat_map(|one| &one.restock);
    let back: Vec<_> = of_refunds.chain(of_cancels).collect();
    for item in &order.line_items {
        for allocation in &item.allocations {
            let same = back.iter().filter(|one| one.variant == item.variant && one.location == allocation.location);
            let returned: i64 = same.map(|one| one.quantity).sum();
            assert!(returned <= allocation.quantity, "{returned} of {allocation:?}");
        }
        let returned: i64 = back.iter().filter(|one| one.variant == item.variant).map(|one| one.quantity).sum();
        assert_eq!(returned, item.restocked);
        assert!(units(item.quantity.get()).get() >= returned);
    }
}
