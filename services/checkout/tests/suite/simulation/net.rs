//! The network between checkouts and the services they call, as it is at its worst: calls that are late, lost, delivered
//! twice, or answered when nobody listens any more.
//!
//! Always true: a call that was sent arrives, or is lost, whether or not its sender still lives; what happens to the n-th
//! call follows from the seed.

use super::{log::Log, mutant::Mutant};
use crate::fakes::fake;
use infrasell_chaos::Chance;
use infrasell_contracts::{cart::*, common::*, inventory::*, orders::*, payments::*};
use infrasell_kernel::Page;
use infrasell_rpc::{Cx, Fault};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::{sleep, timeout};

/// How long a caller waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

pub type Answering<T> = Pin<Box<dyn Future<Output = T> + Send>>;

pub struct Net {
    chance: Mutex<Chance>,
    /// Whether nothing goes wrong any more.
    calm: AtomicBool,
    log: Arc<Log>,
    mutant: Option<Mutant>,
    panicked: Mutex<Option<String>>,
}

/// What happens to a call.
struct Fate {
    there: Duration,
    lost: bool,
    /// When it arrives once more.
    again: Option<Duration>,
    back: Duration,
    unanswered: bool,
}

impl Net {
    pub fn new(seed: u64, log: Arc<Log>, mutant: Option<Mutant>) -> Arc<Net> {
        let (chance, calm) = (Mutex::new(Chance::of(seed, 1)), AtomicBool::new(false));
        Arc::new(Net { chance, calm, log, mutant, panicked: Mutex::default() })
    }

    pub fn calm(&self) {
        self.calm.store(true, Ordering::SeqCst);
    }

    /// A call that found something impossible.
    pub fn panicked(&self) -> Option<String> {
        self.panicked.lock().unwrap().clone()
    }

    fn is_calm(&self) -> bool {
        self.calm.load(Ordering::SeqCst)
    }

    fn fate(&self) -> Fate {
        let mut chance = self.chance.lock().unwrap();
        let (there, back) = (late(&mut chance), late(&mut chance));
        let (lost, unanswered) = (chance.happens(40_000), chance.happens(60_000));
        let again = chance.happens(60_000).then(|| Duration::from_millis(1 << chance.between(2, 16)));
        if self.is_calm() {
            let soon = Duration::from_millis(2);
            return Fate { there: soon, lost: false, again: None, back: soon, unanswered: false };
        }
        Fate { there, lost, again, back, unanswered }
    }

    /// Makes a call over this network. `call` makes it once each time it is called.
    async fn pass<T, E>(
        &self,
        method: &'static str,
        key: Option<String>,
        call: impl Fn() -> Answering<Result<T, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let fate = self.fate();
        let what = format!("{method} {}", key.as_deref().unwrap_or("-"));
        let log = self.log.clone();
        log.say(format!("{what} is sent, {:?} there, {:?} back", fate.there, fate.back));
        // whoever serves a call refuses one for whose answer nobody waits any more
        let too_late = fate.there > PATIENCE && self.mutant != Some(Mutant::LateCallsAreDone);
        let sent = tokio::spawn(async move {
            sleep(fate.there).await;
            if fate.lost || too_late {
                log.say(format!("{what} is {}", if fate.lost { "lost" } else { "refused: too late" }));
                return None;
            }
            let answer = call().await;
            log.say(format!("{what} arrived: {}", if answer.is_ok() { "done" } else { "refused" }));
            if let Some(after) = fate.again {
                tokio::spawn(async move {
                    sleep(after).await;
                    let again = call().await.is_ok();
                    log.say(format!("{what} arrived once more: {}", if again { "done" } else { "refused" }));
                });
            }
            sleep(fate.back).await;
            (!fate.unanswered).then_some(answer)
        });
        match timeout(PATIENCE, sent).await {
            Ok(Ok(Some(answer))) => return answer,
            Ok(Err(ended)) => *self.panicked.lock().unwrap() = Some(format!("{method}: {ended}")),
            Ok(Ok(None)) | Err(_) => {}
        }
        Err(Fault::Unavailable { what: method.into() }.into())
    }

    /// What arrives of a context: one mutant forgets the keys of calls to inventory.
    fn carried(&self, cx: &Cx, to_inventory: bool) -> Cx {
        let forgets = to_inventory && self.mutant == Some(Mutant::InventoryForgetsKeys);
        if forgets { cx.unkeyed() } else { cx.clone() }
    }
}

/// Mostly soon, sometimes later than a lease or a caller's patience.
fn late(chance: &mut Chance) -> Duration {
    let millis = match chance.below(100) {
        0..=92 => chance.between(1, 30),
        93..=96 => chance.between(500, 9_000),
        _ => chance.between(5_000, 40_000),
    };
    Duration::from_millis(millis)
}

/// A service on the other side of the network.
pub struct Far<T: ?Sized> {
    pub to: Arc<T>,
    pub net: Arc<Net>,
}

macro_rules! through {
    ($self:ident, $method:ident, $cx:ident, $req:ident, $to_inventory:expr) => {{
        let (to, cx) = ($self.to.clone(), $self.net.carried($cx, $to_inventory));
        let key = cx.idempotency_key.clone();
        let call = move || -> Answering<_> {
            let (to, cx, req) = (to.clone(), cx.clone(), $req.clone());
            Box::pin(async move { to.$method(&cx, req).await })
        };
        $self.net.pass(stringify!($method), key, call).await
    }};
}

fake! {
    Carts for Far<dyn Carts>, CartError;
    absent {
        create(CreateCart) -> Cart;
        cart(GetCart) -> Cart;
        add_lines(AddLines) -> Cart;
        update_lines(UpdateLines) -> Cart;
        update(UpdateCart) -> Cart;
        edit(EditCart) -> EditedCart;
        delete(DeleteCart) -> ();
        carts(ListCarts) -> Page<CartSummary>;
        claim(ClaimCart) -> Cart;
        customer_cart(GetCustomerCart) -> Cart;
        audit(Audit) -> AuditReport;
    }
    async fn quoted(&self, cx: &Cx, req: QuoteCart) -> Result<QuotedCart, CartError> {
        through!(self, quoted, cx, req, false)
    }
    async fn lock(&self, cx: &Cx, req: LockCart) -> Result<(), CartError> {
        through!(self, lock, cx, req, false)
    }
    async fn unlock(&self, cx: &Cx, req: UnlockCart) -> Result<(), CartError> {
        through!(self, unlock, cx, req, false)
    }
}

fake! {
    Inventory for Far<dyn Inventory>, InventoryError;
    absent {
        locations(ListLocations) -> Page<Location>;
        create_location(CreateLocation) -> Location;
        update_location(UpdateLocation) -> Location;
        levels(ListLevels) -> Page<Level>;
        policies(GetPolicies) -> Vec<StockPolicy>;
        set_stock(SetStock) -> StockChanged;
        adjust_stock(AdjustStock) -> StockChanged;
        movements(ListMovements) -> Page<Movement>;
        availability(GetAvailability) -> Vec<Availability>;
        release(ReleaseReservation) -> Reservation;
        create_transfer(CreateTransfer) -> Transfer;
        close_transfer(CloseTransfer) -> Transfer;
        transfers(ListTransfers) -> Page<Transfer>;
        audit(Audit) -> AuditReport;
    }
    async fn reserve(&self, cx: &Cx, req: Reserve) -> Result<Reservation, InventoryError> {
        through!(self, reserve, cx, req, true)
    }
    async fn commit(&self, cx: &Cx, req: CommitReservation) -> Result<Reservation, InventoryError> {
        through!(self, commit, cx, req, true)
    }
    async fn release_owner(&self, cx: &Cx, req: ReleaseOwner) -> Result<(), InventoryError> {
        through!(self, release_owner, cx, req, true)
    }
    async fn reservations(&self, cx: &Cx, req: ListReservations) -> Result<Page<Reservation>, InventoryError> {
        through!(self, reservations, cx, req, true)
    }
    async fn restock(&self, cx: &Cx, req: Restock) -> Result<StockChanged, InventoryError> {
        through!(self, restock, cx, req, true)
    }
}

fake! {
    Payments for Far<dyn Payments>, PaymentError;
    absent {
        payments_by_id(GetPayments) -> Vec<Payment>;
        payments(ListPayments) -> Page<Payment>;
        void(Void) -> Payment;
        refund(Refund) -> Payment;
        release(Release) -> Payment;
        record_received(RecordReceived) -> Payment;
        receive_webhook(ReceiveWebhook) -> ();
        ops(ListOps) -> Page<ProviderOp>;
        retry_op(RetryOp) -> ProviderOp;
        facts(ListFacts) -> Page<FactView>;
        audit(Audit) -> AuditReport;
    }
    async fn methods(&self, cx: &Cx, req: ListMethods) -> Result<Vec<PaymentMethod>, PaymentError> {
        through!(self, methods, cx, req, false)
    }
    async fn authorise(&self, cx: &Cx, req: Authorise) -> Result<Payment, PaymentError> {
        through!(self, authorise, cx, req, false)
    }
    async fn payment(&self, cx: &Cx, req: GetPayment) -> Result<Payment, PaymentError> {
        through!(self, payment, cx, req, false)
    }
    async fn find(&self, cx: &Cx, req: FindPayment) -> Result<Option<Payment>, PaymentError> {
        through!(self, find, cx, req, false)
    }
    async fn sync(&self, cx: &Cx, req: SyncPayment) -> Result<Payment, PaymentError> {
        through!(self, sync, cx, req, false)
    }
    async fn capture(&self, cx: &Cx, req: Capture) -> Result<Payment, PaymentError> {
        through!(self, capture, cx, req, false)
    }
    async fn undo(&self, cx: &Cx, req: Undo) -> Result<Payment, PaymentError> {
        through!(self, undo, cx, req, false)
    }
}

fake! {
    Orders for Far<dyn Orders>, OrderError;
    absent {
        orders(ListOrders) -> Page<Order>;
        create_fulfilment(CreateFulfilment) -> Order;
        update_fulfilment(UpdateFulfilment) -> Order;
        create_refund(CreateRefund) -> Order;
        add_note(AddNote) -> TimelineEntry;
        timeline(GetTimeline) -> Page<TimelineEntry>;
        complete(CompleteOrder) -> Order;
        claim(ClaimOrders) -> ClaimedOrders;
        audit(Audit) -> AuditReport;
    }
    async fn create(&self, cx: &Cx, req: CreateOrder) -> Result<Order, OrderError> {
        through!(self, create, cx, req, false)
    }
    async fn order(&self, cx: &Cx, req: GetOrder) -> Result<Order, OrderError> {
        through!(self, order, cx, req, false)
    }
    async fn cancel(&self, cx: &Cx, req: CancelOrder) -> Result<Order, OrderError> {
        through!(self, cancel, cx, req, false)
    }
}
