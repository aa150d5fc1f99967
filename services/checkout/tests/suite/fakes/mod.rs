//! The services that a purchase touches, on one state that a test can look into. They honour idempotency keys, note
//! every call, give way before and after each effect, and fail as a test has planned.

mod carts;
mod money;
mod orders;
mod prices;
mod stock;

pub use money::{Bank, Provider, changed};

use infrasell_contracts::{
    cart::{Attributes, CartDetails, CartState},
    inventory::Reservation,
    orders::Order,
    payments::Payment,
};
use infrasell_db::testing::ManualClock;
use infrasell_kernel::{CartLineId, Token};
use infrasell_rpc::{Cx, Fault};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::sync::Semaphore;

/// Implements a contract with a few real methods; the others answer that they are not here.
macro_rules! fake {
    ($Trait:ident for $Fake:ty, $Error:ty; absent { $($method:ident($Req:ty) -> $Res:ty;)* } $($real:tt)*) => {
        #[async_trait::async_trait]
        impl $Trait for $Fake {
            $(async fn $method(&self, _: &Cx, _: $Req) -> Result<$Res, $Error> {
                Err(Fault::internal(concat!(stringify!($method), " is not faked")).into())
            })*
            $($real)*
        }
    };
}
pub(crate) use fake;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It does not arrive.
    Lost,
    /// It has its effect, and the answer does not arrive.
    Unanswered,
    /// It is refused for a reason that nobody expected.
    Refused,
}

pub struct Shop {
    state: Mutex<State>,
    clock: Arc<ManualClock>,
}

/// Everything there is.
#[derive(Default)]
pub struct State {
    pub carts: HashMap<Token, FakeCart>,
    /// Price and stock by variant.
    pub prices: BTreeMap<i64, i64>,
    pub on_hand: BTreeMap<i64, i64>,
    pub reservations: Vec<Reservation>,
    pub provider: Provider,
    pub payments: Vec<Payment>,
    pub bank: Bank,
    /// Payments of which the provider was asked to take the money and has not said whether it did.
    pub pondering: Vec<String>,
    /// Payments that are to be given back, whatever becomes of them.
    pub wished_back: Vec<String>,
    pub orders: Vec<Order>,
    /// Every call that arrived: method and key.
    pub calls: Vec<(String, Option<String>)>,
    /// Calls that are held up: method, and whether after its effect.
    gates: HashMap<(String, bool), Gate>,
    /// What the next calls of a method come to.
    pub troubles: HashMap<String, VecDeque<Option<Trouble>>>,
    answers: HashMap<(String, String), (String, String)>,
    ids: i64,
}

#[derive(Debug, Clone)]
pub struct FakeCart {
    pub state: CartState,
    pub owner: Option<String>,
    pub revision: i64,
    /// Line, variant, quantity.
    pub lines: Vec<(CartLineId, i64, i64)>,
    pub note: String,
    pub attributes: Attributes,
    pub details: CartDetails,
    /// Whether its goods are sent.
    pub sent: bool,
}

/// Holds up a call.
#[derive(Clone)]
pub struct Gate {
    reached: Arc<Semaphore>,
    open: Arc<Semaphore>,
}

impl Gate {
    /// Waits until a call is held up here.
    pub async fn reached(&self) {
        self.reached.acquire().await.unwrap().forget();
    }
    pub fn open(&self) {
        self.open.add_permits(1);
    }
}

impl State {
    pub fn next_id(&mut self) -> i64 {
        self.ids += 1;
        self.ids
    }
    /// How often a method was called.
    pub fn count(&self, method: &str) -> usize {
        self.calls.iter().filter(|(name, _)| name == method).count()
    }
    /// How many orders are not cancelled.
    pub fn live_orders(&self) -> usize {
        use infrasell_rules::order::OrderState::Cancelled;
        self.orders.iter().filter(|order| order.state != Cancelled).count()
    }
    /// How many of a variant are neither sold nor held.
    pub fn available(&self, variant: i64) -> i64 {
        use infrasell_rules::stock::ReservationState::Held;
        let held = self.reservations.iter().filter(|one| one.state == Held);
        let held = held.flat_map(|one| &one.allocations).filter(|part| part.variant.get() == variant);
        self.on_hand.get(&variant).copied().unwrap_or(0) - held.map(|part| part.quantity).sum::<i64>()
    }
}

impl Shop {
    pub fn new(clock: Arc<ManualClock>) -> Arc<Self> {
        Arc::new(Shop { state: Mutex::default(), clock })
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Plans what the next calls of a method come to.
    pub fn trouble(&self, method: &str, plan: impl IntoIterator<Item = Option<Trouble>>) {
        self.state().troubles.entry(method.into()).or_default().extend(plan);
    }

    /// Holds up the next call of a method, before or after its effect, until the gate is opened.
    pub fn hold(&self, method: &str, after: bool) -> Gate {
        let gate = Gate { reached: Arc::new(Semaphore::new(0)), open: Arc::new(Semaphore::new(0)) };
        self.state().gates.insert((method.into(), after), gate.clone());
        gate
    }

    async fn pass(&self, method: &str, after: bool) {
        tokio::task::yield_now().await;
        let gate = self.state().gates.remove(&(method.to_owned(), after));
        if let Some(gate) = gate {
            gate.reached.add_permits(1);
            gate.open.acquire().await.unwrap().forget();
        }
    }

    /// A call: trouble, then the stored answer or the effect, and a moment before and after it for other things.
    pub async fn call<T, E>(
        &self,
        method: &str,
        cx: &Cx,
        req: &impl Serialize,
        effect: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<Fault>,
    {
        let away = || Err(Fault::Unavailable { what: method.to_owned() }.into());
        self.pass(method, false).await;
        let trouble = self.state().troubles.get_mut(method).and_then(VecDeque::pop_front).flatten();
        if trouble == Some(Trouble::Lost) {
            return away();
        }
        let answer = {
            let mut state = self.state();
            state.calls.push((method.to_owned(), cx.idempotency_key.clone()));
            if trouble == Some(Trouble::Refused) {
                return Err(Fault::conflict(format!("{method} will not")).into());
            }
            once(&mut state, method, cx, req, effect)
        };
        self.pass(method, true).await;
        if trouble == Some(Trouble::Unanswered) { away() } else { answer }
    }
}

/// The stored answer of the key, or the effect and its answer stored.
fn once<T, E>(
    state: &mut State,
    method: &str,
    cx: &Cx,
    req: &impl Serialize,
    effect: impl FnOnce(&mut State) -> Result<T, E>,
) -> Result<T, E>
where
    T: Serialize + DeserializeOwned,
    E: From<Fault>,
{
    let request = serde_json::to_string(req).unwrap();
    let slot = cx.idempotency_key.clone().map(|key| (method.to_owned(), key));
    if let Some((known, answer)) = slot.as_ref().and_then(|slot| state.answers.get(slot)) {
        if *known != request {
            return Err(Fault::IdempotencyKeyReused.into());
        }
        return Ok(serde_json::from_str(answer).unwrap());
    }
    let answer = effect(state)?;
    if let Some(slot) = slot {
        state.answers.insert(slot, (request, serde_json::to_string(&answer).unwrap()));
    }
    Ok(answer)
}
