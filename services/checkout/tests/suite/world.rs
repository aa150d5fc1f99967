//! A shop with checkouts on a database of its own, and short words for what tests do.

use crate::fakes::{FakeCart, Provider, Shop};
use infrasell_checkout::{CheckoutService, Deps, MIGRATIONS, RESUME, Spawn};
use infrasell_contracts::{
    cart::{Attributes, CartDetails, CartState},
    checkout::*,
    common::PostalAddress,
    payments::PaymentChanged,
    pricing::ShippingChoice,
};
use infrasell_db::{
    Db, JobFilter, Runner, RunnerHandle,
    testing::{TestDb, engines},
};
use infrasell_kernel::{CartLineId, CheckoutId, Clock, Patch, ShippingMethodId, Timestamp, Token};
use infrasell_rpc::{Caller, Cx, Fault};
use infrasell_rules::{checkout::CheckoutState, order::OrderState, payment::PaymentState, stock::ReservationState};
use std::{sync::Arc, time::Duration};

/// Where checkouts with nothing to pay, to send or to wait for begin.
pub const STOCK: i64 = 10;

pub struct World {
    pub db: Arc<TestDb>,
    pub shop: Arc<Shop>,
    pub checkouts: Arc<CheckoutService>,
}

/// One world an engine, with articles 1 (₹100) and 2 (₹25), ten of each, and 3 that costs nothing.
pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![];
    for db in engines(&[MIGRATIONS]).await {
        worlds.push(World::on(Arc::new(db)));
    }
    worlds
}

pub fn service(db: &Db, shop: &Arc<Shop>, spawn: Option<Spawn>) -> Arc<CheckoutService> {
    let deps = Deps {
        db: db.clone(),
        env: db.env().clone(),
        lifetime: infrasell_checkout::LIFETIME,
        hold: infrasell_checkout::HOLD,
        settings: shop.clone(),
        carts: shop.clone(),
        inventory: shop.clone(),
        payments: shop.clone(),
        orders: shop.clone(),
    };
    match spawn {
        Some(spawn) => infrasell_checkout::open_with(deps, spawn),
        None => infrasell_checkout::open(deps),
    }
}

pub fn guest() -> Cx {
    Cx { caller: Caller::Guest { address: None }, request_id: "test".into(), deadline: None, idempotency_key: None }
}

pub fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..guest() }
}

pub fn system() -> Cx {
    Cx::system("test", "test")
}

pub fn home() -> PostalAddress {
    PostalAddress {
        name: "Asha Rao".into(),
        line1: "12 MG Road".into(),
        city: "Mumbai".into(),
        region: Some("MH".into()),
        postal_code: Some("400001".into()),
        country: Some("IN".parse().unwrap()),
        ..PostalAddress::default()
    }
}

pub fn way(method: i64) -> Patch<Vec<ShippingChoice>> {
    Patch::Set(vec![ShippingChoice { group: "default".into(), method: ShippingMethodId::from_i64(method) }])
}

/// Everything that a checkout needs, paid by `method`.
pub fn details(method: &str) -> CheckoutPatch {
    CheckoutPatch {
        email: Patch::Set("Asha@example.com".into()),
        shipping_address: Patch::Set(home()),
        shipping: way(1),
        payment_method: Patch::Set(method.into()),
        ..CheckoutPatch::default()
    }
}

fn stocked(db: &TestDb) -> Arc<Shop> {
    let shop = Shop::new(db.clock.clone());
    let mut state = shop.state();
    state.prices = [(1, 10_000), (2, 2_500), (3, 0)].into();
    state.on_hand = [(1, STOCK), (2, STOCK), (3, STOCK)].into();
    drop(state);
    shop
}

impl World {
    pub fn on(db: Arc<TestDb>) -> World {
        let shop = stocked(&db);
        let checkouts = service(&db.db, &shop, None);
        World { db, shop, checkouts }
    }

    /// The same shop and database with sagas run another way.
    pub fn running(&self, spawn: Spawn) -> Arc<CheckoutService> {
        service(&self.db.db, &self.shop, Some(spawn))
    }

    /// Another shop on the same database, when nothing is left of the one before.
    pub fn renew(&self) -> World {
        World::on(self.db.clone())
    }

    pub fn cart(&self, lines: &[(i64, i64)]) -> Token {
        let token = Token::random(&infrasell_kernel::OsRandom);
        let mut state = self.shop.state();
        let lines = lines.iter().map(|(variant, quantity)| {
            let id = CartLineId::from_i64(state.next_id());
            (id, *variant, *quantity)
        });
        let lines = lines.collect();
        let cart = FakeCart {
            state: CartState::Active,
            owner: None,
            revision: 1,
            lines,
            note: "ring twice".into(),
            attributes: Attributes::new(),
            details: CartDetails::default(),
            sent: true,
        };
        state.carts.insert(token, cart);
        token
    }

    pub async fn create(&self, cart: Token, details: CheckoutPatch) -> Checkout {
        self.checkouts.create(&guest(), CreateCheckout { cart, details }).await.unwrap()
    }

    /// A checkout of 2 × article 1 and 1 × article 2, ready to be paid by `method`.
    pub async fn ready(&self, method: &str) -> Checkout {
        let cart = self.cart(&[(1, 2), (2, 1)]);
        let checkout = self.create(cart, details(method)).await;
        assert_eq!((checkout.state, &checkout.messages), (CheckoutState::Ready, &vec![]));
        checkout
    }

    pub async fn read(&self, token: Token) -> Checkout {
        self.checkouts.checkout(&guest(), GetCheckout { token }).await.unwrap()
    }

    pub async fn complete(&self, checkout: &Checkout) -> Result<Checkout, CheckoutError> {
        self.checkouts.complete(&guest(), complete(checkout)).await
    }

    pub async fn update(&self, token: Token, patch: CheckoutPatch) -> Result<Checkout, CheckoutError> {
        self.checkouts.update(&guest(), UpdateCheckout { token, patch, if_version: None }).await
    }

    pub async fn cancel(&self, token: Token) -> Result<Checkout, CheckoutError> {
        self.checkouts.cancel(&guest(), CancelCheckout { token }).await
    }

    /// The provider, or the buyer, decides about an attempt's payment, and payments tells it.
    pub async fn provider_says(&self, id: CheckoutId, attempt: i64, to: PaymentState) {
        let event = self.shop.provider_says(&format!("{id}:{attempt}"), to);
        self.tell(&event).await;
    }

    pub async fn tell(&self, event: &PaymentChanged) {
        self.checkouts.payment_changed(&system(), event).await.unwrap();
    }

    pub async fn runner(&self) -> RunnerHandle {
        Runner::start(&self.db.db, self.checkouts.jobs(), self.checkouts.subscriptions()).await.unwrap()
    }

    /// When the jobs that resume sagas are due.
    pub async fn jobs(&self) -> Vec<Timestamp> {
        let filter = JobFilter { kind: Some(RESUME.into()), state: None };
        let jobs = self.db.list_jobs(&filter, &Default::default()).await.unwrap();
        jobs.items.iter().map(|job| job.run_at).collect()
    }

    /// Turns the clock to the next job and runs it, until no saga is left.
    pub async fn settle(&self) {
        let runner = self.runner().await;
        for _ in 0..200 {
            runner.settle().await.unwrap();
            let Some(next) = self.jobs().await.into_iter().min() else {
                runner.stop().await;
                return;
            };
            self.db.clock.set(next.max(self.db.clock.now()));
        }
        let calls = self.shop.state().calls.clone();
        panic!("the saga does not come to an end: … {:?}", &calls[calls.len().saturating_sub(20)..]);
    }

    /// Runs what is due now, and no more.
    pub async fn settle_now(&self) {
        let runner = self.runner().await;
        runner.settle().await.unwrap();
        runner.stop().await;
    }

    pub fn advance(&self, seconds: u64) {
        self.db.clock.advance(Duration::from_secs(seconds));
    }

    /// There is one order with everything that belongs to it, or there is nothing at all.
    pub async fn assert_whole(&self, token: Token) -> Checkout {
        let checkout = self.read(token).await;
        self.assert_audit().await;
        let state = self.shop.state();
        let cart = state.carts[&checkout.cart].clone();
        let live: Vec<_> = state.orders.iter().filter(|order| order.state != OrderState::Cancelled).collect();
        let sold = |variant| {
            checkout
                .lines
                .iter()
                .filter(|line| line.variant.get() == variant)
                .map(|line| line.quantity.get())
                .sum::<i64>()
        };
        let held = state
            .reservations
            .iter()
            .filter(|one| one.state == ReservationState::Held && one.expires_at > self.db.clock.now());
        assert_eq!(held.count(), 0, "nothing is held any more");
        let owners: std::collections::BTreeSet<_> = state.reservations.iter().map(|one| &one.owner).collect();
        assert_eq!(owners.len(), state.reservations.len(), "each attempt held stock once");
        if checkout.state == CheckoutState::Completed {
            assert_eq!(live.len(), 1, "one order");
            let link = checkout.order.as_ref().unwrap();
            assert_eq!((link.id, link.token), (live[0].id, live[0].token));
            for variant in 1..4 {
                assert_eq!(state.on_hand[&variant], STOCK - sold(variant), "sold once");
            }
            assert_eq!(cart.state, CartState::Completed);
            for payment in &state.payments {
                let is_of_order = Some(payment.id) == live[0].payment;
                assert!(is_of_order || is_gone(payment.state), "{payment:?}");
                if is_of_order && payment.method == "simulator" {
                    assert_eq!(payment.state, PaymentState::Captured, "no order without its money");
                }
            }
            assert!(state.bank.captured <= 1 && state.bank.captured <= state.bank.authorised);
        } else {
            assert_eq!(live.len(), 0, "no order");
            for variant in 1..4 {
                assert_eq!(state.on_hand[&variant], STOCK, "nothing was sold");
            }
            assert_eq!(cart.state, CartState::Active, "the cart can be changed");
            for payment in &state.payments {
                assert!(is_gone(payment.state), "no money without an order: {payment:?}");
            }
            assert_eq!(state.bank.authorised, state.bank.given_back, "what was taken went back once");
        }
        checkout
    }

    pub async fn assert_audit(&self) {
        let report = self.checkouts.audit(&system(), Default::default()).await.unwrap();
        for check in report.checks {
            assert!(check.differences.is_empty(), "{}: {:?}", check.name, check.differences);
        }
    }
}

fn is_gone(state: PaymentState) -> bool {
    matches!(state, PaymentState::Voided | PaymentState::Failed | PaymentState::Refunded)
}

pub fn complete(checkout: &Checkout) -> CompleteCheckout {
    let instrument = (checkout.payment_method.as_deref() == Some("simulator")).then(|| "tok_approve".into());
    let input = CompleteInput { quote_hash: checkout.quote_hash.clone(), instrument, return_url: None };
    CompleteCheckout { token: checkout.token, input }
}

/// `path code` of each bad field.
pub fn bad_fields<T: std::fmt::Debug>(result: Result<T, CheckoutError>) -> Vec<String> {
    match result {
        Err(CheckoutError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|error| format!("{} {}", error.path, error.code)).collect()
        }
        other => panic!("{other:?} is not about fields"),
    }
}

/// The codes of a checkout's messages.
pub fn codes(checkout: &Checkout) -> Vec<&str> {
    checkout.messages.iter().map(|message| message.code.as_str()).collect()
}

/// A provider for a test that begins with it.
pub fn with(world: &World, provider: Provider) {
    world.shop.state().provider = provider;
}
