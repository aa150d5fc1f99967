//! Buyers: each on a connection of his own, buying again and again as fast as he is answered.
//!
//! Always true: all buyers share one thread; a purchase counts when its last answer comes within the measured time; what
//! is refused counts as failed and is never left out.

use crate::{
    Trouble,
    chance::Chance,
    http::Conn,
    server::{busy, cpu_us},
    stats::{CALLS, Load, micros},
};
use serde::Deserialize;
use std::{
    borrow::Cow,
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The address that every purchase goes to.
const ADDRESS: &str =
    r#"{"name":"A Buyer","line1":"7 Hill Street","city":"Pune","region":"MH","postal_code":"411001","country":"IN"}"#;
/// The server has delivered everything when it used no more than a tick in so long.
const IDLE_WITHIN: Duration = Duration::from_millis(250);

/// Who buys what, where, for how long.
#[derive(Clone)]
pub struct Crowd {
    /// The shop.
    pub address: SocketAddr,
    /// The process to watch.
    pub process: u32,
    /// How many buy at once.
    pub clients: u64,
    /// How they pay, and with what.
    pub payment: Payment,
    /// Variants.
    pub goods: Arc<Vec<String>>,
    /// Before the measured time.
    pub warm: Duration,
    /// The measured time.
    pub measured: Duration,
    /// Where chance begins.
    pub seed: u64,
}

/// How buyers pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payment {
    /// Cash on delivery: nobody is called.
    Cod,
    /// The simulator: a provider in a process of its own is called twice.
    Simulator,
}

impl Payment {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Payment::Cod => "cod",
            Payment::Simulator => "simulator",
        }
    }
}

#[derive(Deserialize)]
struct CartSeen<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
}
#[derive(Deserialize)]
struct CheckoutSeen<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
    #[serde(borrow)]
    quote_hash: Cow<'a, str>,
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(borrow)]
    shipping_groups: Vec<GroupSeen<'a>>,
}
#[derive(Deserialize)]
struct GroupSeen<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow)]
    options: Vec<OptionSeen<'a>>,
}
#[derive(Deserialize)]
struct OptionSeen<'a> {
    #[serde(borrow)]
    method: Cow<'a, str>,
}

/// One who buys.
pub struct Buyer {
    conn: Conn,
    payment: Payment,
}

impl Buyer {
    /// Comes in.
    ///
    /// # Errors
    /// When the door is shut.
    pub async fn come(address: SocketAddr, payment: Payment) -> io::Result<Buyer> {
        Ok(Buyer { conn: Conn::open(address).await?, payment })
    }

    async fn call(&mut self, method: &str, path: &str, body: &str) -> io::Result<&[u8]> {
        let reply = self.conn.call(method, path, body).await?;
        if (200..300).contains(&reply.status) {
            return Ok(reply.body);
        }
        let text = String::from_utf8_lossy(reply.body);
        Err(io::Error::other(format!("{method} {path}: {} {text}", reply.status)))
    }

    /// Buys one of each of two variants: a cart with both, a checkout with address and payment, the choice of
    /// shipping, and its completion. `after` hears of each answer.
    ///
    /// # Errors
    /// When a step is refused or the order is not placed.
    pub async fn buy(&mut self, goods: [&str; 2], mut after: impl FnMut(usize)) -> io::Result<()> {
        let cart = format!(
            r#"{{"lines":[{{"variant":"{}","quantity":1}},{{"variant":"{}","quantity":1}}]}}"#,
            goods[0], goods[1]
        );
        let payment = self.payment;
        let seen: CartSeen<'_> = read(self.call("POST", "/store/v1/carts", &cart).await?)?;
        let details = format!(
            r#"{{"cart":"{}","details":{{"email":"{}","shipping_address":{ADDRESS},"payment_method":"{}"}}}}"#,
            seen.token,
            fresh_email(),
            payment.code()
        );
        after(0);
        let seen: CheckoutSeen<'_> = read(self.call("POST", "/store/v1/checkouts", &details).await?)?;
        let path = format!("/store/v1/checkouts/{}", seen.token);
        let group = seen.shipping_groups.first();
        let choice = group.and_then(|group| Some((&group.key, &group.options.first()?.method)));
        let (group, method) = choice.ok_or_else(|| io::Error::other("there is no way to send it"))?;
        let shipping = format!(r#"{{"shipping":[{{"group":"{group}","method":"{method}"}}]}}"#);
        after(1);
        let seen: CheckoutSeen<'_> = read(self.call("PATCH", &path, &shipping).await?)?;
        let instrument = if payment == Payment::Simulator { r#","instrument":"tok_approve""# } else { "" };
        let agreed = format!(r#"{{"quote_hash":"{}"{instrument}}}"#, seen.quote_hash);
        after(2);
        let seen: CheckoutSeen<'_> = read(self.call("POST", &format!("{path}/complete"), &agreed).await?)?;
        if seen.state != "completed" {
            return Err(io::Error::other(format!("the checkout is {}", seen.state)));
        }
        after(3);
        Ok(())
    }
}

/// Everybody who buys is somebody else: one customer's row would stand in the way of all of them.
fn fresh_email() -> String {
    static BOUGHT: AtomicU64 = AtomicU64::new(0);
    let mut chance = Chance::new(BOUGHT.fetch_add(1, Ordering::Relaxed));
    format!("b{:016x}@example.in", chance.next())
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> io::Result<T> {
    serde_json::from_slice(body).map_err(io::Error::other)
}

/// The variants that are on sale.
///
/// # Errors
/// When the shop does not say.
pub async fn goods(address: SocketAddr) -> Result<Arc<Vec<String>>, Trouble> {
    let mut conn = Conn::open(address).await?;
    let (mut goods, mut after) = (vec![], String::new());
    loop {
        let reply = conn.call("GET", &format!("/store/v1/products?limit=250{after}"), "").await?;
        let page: serde_json::Value = serde_json::from_slice(reply.body)?;
        for product in page["items"].as_array().into_iter().flatten() {
            goods.extend(product["variants"][0]["id"].as_str().map(str::to_owned));
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None if goods.len() < 2 => return Err(Trouble::Other(format!("{} variants are on sale", goods.len()))),
            None => return Ok(Arc::new(goods)),
        }
    }
}

const WARM: u8 = 0;
const MEASURED: u8 = 1;
const OVER: u8 = 2;

#[derive(Default)]
struct Basket {
    took_us: Vec<u64>,
    call_us: [u64; CALLS],
    failed: u64,
    first_failure: Option<String>,
}

async fn shop(crowd: Arc<Crowd>, number: u64, phase: Arc<AtomicU8>) -> Basket {
    let mut basket = Basket::default();
    let mut chance = Chance::new(crowd.seed ^ (number << 32));
    let mut buyer = None;
    while phase.load(Ordering::Relaxed) != OVER {
        let begun = Instant::now();
        let mut calls = [0; CALLS];
        let mut last = begun;
        let first = chance.one_of(&crowd.goods).as_str();
        let mut second = chance.one_of(&crowd.goods).as_str();
        while second == first {
            second = chance.one_of(&crowd.goods).as_str();
        }
        let bought = async {
            if buyer.is_none() {
                buyer = Some(Buyer::come(crowd.address, crowd.payment).await?);
            }
            let Some(buyer) = &mut buyer else { return Ok(()) };
            let after = |call: usize| {
                calls[call] = micros(last.elapsed());
                last = Instant::now();
            };
            buyer.buy([first, second], after).await
        };
        let bought: io::Result<()> = bought.await;
        if let Err(error) = &bought {
            basket.failed += 1;
            basket.first_failure.get_or_insert_with(|| error.to_string());
            buyer = None;
        }
        if bought.is_ok() && phase.load(Ordering::Relaxed) == MEASURED {
            basket.took_us.push(micros(begun.elapsed()));
            for (sum, took) in basket.call_us.iter_mut().zip(calls) {
                *sum += took;
            }
        }
    }
    basket
}

/// Lets a crowd buy; returns what it did and what that cost the server.
///
/// # Errors
/// When the server is gone.
pub fn run(crowd: Crowd) -> Result<Load, Trouble> {
    // a runtime of one thread, so that the generator takes no more of the machine than it must
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(drive(Arc::new(crowd)))
}

async fn drive(crowd: Arc<Crowd>) -> Result<Load, Trouble> {
    let phase = Arc::new(AtomicU8::new(WARM));
    let mut buyers = vec![];
    for number in 0..crowd.clients {
        buyers.push(tokio::spawn(shop(crowd.clone(), number, phase.clone())));
    }
    tokio::time::sleep(crowd.warm).await;
    let own = std::process::id();
    let (cpu, generator, begun) = (cpu_us(crowd.process)?, cpu_us(own)?, Instant::now());
    phase.store(MEASURED, Ordering::Relaxed);
    tokio::time::sleep(crowd.measured).await;
    phase.store(OVER, Ordering::Relaxed);
    let (cpu_us, generator_us) = (cpu_us(crowd.process)? - cpu, cpu_us(own)? - generator);
    let mut load = Load { window_us: micros(begun.elapsed()), cpu_us, generator_us, ..Load::default() };
    for buyer in buyers {
        let basket = buyer.await.map_err(|error| Trouble::Other(error.to_string()))?;
        load.took_us.extend(basket.took_us);
        load.failed += basket.failed;
        load.first_failure = load.first_failure.or(basket.first_failure);
        for (sum, took) in load.call_us.iter_mut().zip(basket.call_us) {
            *sum += took;
        }
    }
    load.took_us.sort_unstable();
    // what it delivers after its answers must not pile up unseen
    load.busy_after_us = micros(busy(crowd.process, IDLE_WITHIN).await?);
    Ok(load)
}
