//! Random histories against a model of a few lines: whatever happens in whatever order, the books are the model's.

use crate::support::{Stock, cx, everywhere, line, variant};
use infrasell_contracts::inventory::{
    CloseTransfer, CommitReservation, CreateTransfer, Inventory, InventoryError, ReleaseReservation, Reservation,
    Restock, RestockLine, TransferLine,
};
use infrasell_kernel::{LocationId, Quantity};
use infrasell_rules::stock::{BackorderPolicy, ReservationState};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::{collections::BTreeMap, time::Duration};
use tokio::runtime::Handle;

/// Variants a case: the first two are refused when there are none left, the third is sold on backorder.
const VARIANTS: i64 = 3;
const CASES: u32 = 24;

#[derive(Debug, Clone)]
enum Step {
    Reserve(Vec<(i64, i64)>),
    Commit(usize),
    Release(usize),
    /// Lets so many seconds pass and ends what is due.
    Expire(u64),
    Restock(i64, bool, i64),
    Adjust(i64, bool, i64),
    Set(i64, bool, i64),
    Transfer(i64, bool, i64, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let (variant, units) = (0..VARIANTS, 1..9_i64);
    prop_oneof![
        4 => vec((0..VARIANTS, 1..6_i64), 1..4).prop_map(Step::Reserve),
        2 => (0..8_usize).prop_map(Step::Commit),
        2 => (0..8_usize).prop_map(Step::Release),
        1 => (0..700_u64).prop_map(Step::Expire),
        1 => (variant.clone(), any::<bool>(), units.clone()).prop_map(|(v, l, n)| Step::Restock(v, l, n)),
        2 => (variant.clone(), any::<bool>(), -6..8_i64).prop_map(|(v, l, n)| Step::Adjust(v, l, n)),
        1 => (variant.clone(), any::<bool>(), 0..12_i64).prop_map(|(v, l, n)| Step::Set(v, l, n)),
        1 => (variant, any::<bool>(), units, any::<bool>()).prop_map(|(v, l, n, r)| Step::Transfer(v, l, n, r)),
    ]
}

/// What the books should say.
struct Model<'a> {
    stock: &'a Stock,
    /// The first variant of this case; every case has its own.
    first: i64,
    places: [LocationId; 2],
    levels: BTreeMap<(i64, LocationId), (i64, i64)>,
    reservations: Vec<Reservation>,
}

impl Model<'_> {
    fn place(&self, second: bool) -> LocationId {
        self.places[usize::from(second)]
    }
    fn level(&mut self, v: i64, location: LocationId) -> &mut (i64, i64) {
        self.levels.entry((self.first + v, location)).or_default()
    }
    fn backorder(&self, n: i64) -> bool {
        n == self.first + VARIANTS - 1
    }

    async fn run(&mut self, step: &Step) {
        match step {
            Step::Reserve(lines) => self.reserve(lines).await,
            Step::Commit(at) => self.end(*at, ReservationState::Committed).await,
            Step::Release(at) => self.end(*at, ReservationState::Released).await,
            Step::Expire(seconds) => self.expire(*seconds).await,
            Step::Restock(v, second, units) => {
                let location = self.place(*second);
                let quantity = Quantity::new(*units).unwrap();
                let lines = vec![RestockLine { variant: variant(self.first + v), location, quantity }];
                let req = Restock { reference: "ord_1".into(), lines };
                let key = self.stock.keyed();
                for _ in 0..2 {
                    self.stock.service.restock(&key, req.clone()).await.unwrap();
                }
                self.level(*v, location).0 += units;
            }
            Step::Adjust(v, second, delta) => self.adjust(*v, self.place(*second), *delta).await,
            Step::Set(v, second, on_hand) => {
                let location = self.place(*second);
                let delta = on_hand - self.level(*v, location).0;
                self.adjust(*v, location, delta).await;
            }
            Step::Transfer(v, second, units, received) => self.transfer(*v, *second, *units, *received).await,
        }
    }

    async fn reserve(&mut self, lines: &[(i64, i64)]) {
        let lines: Vec<_> =
            lines.iter().enumerate().map(|(n, (v, units))| line(&format!("l{n}"), self.first + v, *units)).collect();
        let mut wanted: BTreeMap<i64, i64> = BTreeMap::new();
        for line in &lines {
            *wanted.entry(line.variant.get()).or_default() += line.quantity.get();
        }
        let free = |n: &i64| -> i64 {
            let at = |place| self.levels.get(&(*n, place)).map_or(0, |(on_hand, reserved)| (on_hand - reserved).max(0));
            at(self.places[0]) + at(self.places[1])
        };
        let enough = wanted.iter().all(|(n, units)| self.backorder(*n) || free(n) >= *units);
        let key = self.stock.keyed();
        let req = self.stock.reserve_request("chk_1", lines.clone());
        let result = self.stock.service.reserve(&key, req.clone()).await;
        assert_eq!(result.is_ok(), enough, "{result:?}");
        let Ok(held) = result else { return };
        assert_eq!(self.stock.service.reserve(&key, req).await.unwrap(), held, "done again");
        for line in &lines {
            let parts = held.allocations.iter().filter(|a| a.key == line.key);
            assert_eq!(parts.map(|a| a.quantity).sum::<i64>(), line.quantity.get());
        }
        for part in &held.allocations {
            let backorder = self.backorder(part.variant.get());
            let level = self.levels.entry((part.variant.get(), part.location)).or_default();
            level.1 += part.quantity;
            assert!(backorder || level.1 <= level.0, "{part:?}");
        }
        self.reservations.push(held);
    }

    async fn end(&mut self, at: usize, state: ReservationState) {
        let Some(index) = at.checked_rem(self.reservations.len().max(1)).filter(|n| *n < self.reservations.len())
        else {
            return;
        };
        let Reservation { id, state: before, .. } = self.reservations[index];
        let held = before == ReservationState::Held;
        if state == ReservationState::Committed {
            let req = CommitReservation { id, reference: "ord_1".into() };
            let result = self.stock.service.commit(&self.stock.keyed(), req).await;
            let ends = held || before == ReservationState::Committed;
            assert_eq!(
                result.map(|r| r.state),
                if ends { Ok(state) } else { Err(InventoryError::ReservationEnded { id }) }
            );
        } else {
            let after = self.stock.service.release(&self.stock.keyed(), ReleaseReservation { id }).await.unwrap();
            assert_eq!(after.state, if held { state } else { before });
        }
        if held {
            self.ended(index, state);
        }
    }

    fn ended(&mut self, index: usize, state: ReservationState) {
        let reservation = &mut self.reservations[index];
        reservation.state = state;
        for part in &reservation.allocations {
            let level = self.levels.get_mut(&(part.variant.get(), part.location)).unwrap();
            level.1 -= part.quantity;
            if state == ReservationState::Committed {
                level.0 -= part.quantity;
            }
        }
    }

    async fn expire(&mut self, seconds: u64) {
        self.stock.db.clock.advance(Duration::from_secs(seconds));
        self.stock.service.expire_due().await.unwrap();
        let now = self.stock.db.now();
        for index in 0..self.reservations.len() {
            let Reservation { state, expires_at, .. } = self.reservations[index];
            if state == ReservationState::Held && expires_at <= now {
                self.ended(index, ReservationState::Expired);
            }
        }
    }

    async fn adjust(&mut self, v: i64, location: LocationId, delta: i64) {
        if delta == 0 {
            return;
        }
        let n = self.first + v;
        let backorder = self.backorder(n);
        let level = self.level(v, location);
        let allowed = delta > 0 || backorder || level.0 + delta >= level.1;
        if allowed {
            level.0 += delta;
        }
        assert_eq!(self.stock.adjust(n, location, delta).await.is_ok(), allowed);
    }

    async fn transfer(&mut self, v: i64, second: bool, units: i64, received: bool) {
        let (from, to) = (self.place(second), self.place(!second));
        let level = self.level(v, from);
        let allowed = level.0 - level.1 >= units;
        if allowed {
            level.0 -= units;
            self.level(v, if received { to } else { from }).0 += units;
        }
        let lines = vec![TransferLine { variant: variant(self.first + v), quantity: Quantity::new(units).unwrap() }];
        let req = CreateTransfer { from, to, lines, note: String::new() };
        let sent = self.stock.service.create_transfer(&cx(), req).await;
        assert_eq!(sent.is_ok(), allowed, "{sent:?}");
        let Ok(sent) = sent else { return };
        self.stock.service.close_transfer(&cx(), CloseTransfer { id: sent.id, received }).await.unwrap();
    }

    async fn assert_same(&self) {
        for v in 0..VARIANTS {
            let n = self.first + v;
            for level in self.stock.levels(n).await {
                let want = self.levels.get(&(n, level.location)).copied().unwrap_or_default();
                assert_eq!((level.on_hand, level.reserved), want, "{n} at {}", level.location);
                assert!(level.reserved >= 0 && (self.backorder(n) || level.available >= 0));
            }
        }
    }
}

fn play(stock: &Stock, places: [LocationId; 2], runtime: &Handle) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let history = vec(step(), 5..50);
    let first = std::cell::Cell::new(1);
    let outcome = TestRunner::new(config).run(&history, |steps| {
        let mut model = Model {
            stock,
            first: first.replace(first.get() + VARIANTS),
            places,
            levels: BTreeMap::new(),
            reservations: vec![],
        };
        runtime.block_on(async {
            let last = model.first + VARIANTS - 1;
            stock.policy(last, true, BackorderPolicy::Continue, Some(2)).await;
            for step in &steps {
                model.run(step).await;
            }
            model.assert_same().await;
            stock.assert_books().await;
        });
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn the_books_are_the_models_whatever_happens() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for stock in runtime.block_on(everywhere()) {
        let east = runtime.block_on(stock.location("east"));
        play(&stock, [stock.main, east], runtime.handle());
    }
}
