//! Readers: each on a connection of his own, as fast as he is answered, or at a pace; some change prices or buy.
//!
//! Always true: at a pace, an answer's time counts from when it was due, not from when there was time to ask (the later
//! answers of a purchase count from the one before); a reader who sees a price older than the last one that was
//! acknowledged before he asked is counted as one who saw an old answer.

use crate::{
    Trouble,
    chance::Chance,
    http::Conn,
    load::{Buyer, Payment},
    server::cpu_us,
    stats::{Load, micros},
};
use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// Who reads what, for how long.
#[derive(Clone)]
pub struct Readers {
    /// The server.
    pub address: SocketAddr,
    /// The process to watch.
    pub process: u32,
    /// How many at once.
    pub clients: u64,
    /// Paths.
    pub paths: Arc<Vec<String>>,
    /// Before the measured time.
    pub warm: Duration,
    /// The measured time.
    pub measured: Duration,
    /// What else goes on.
    pub mix: Option<Mix>,
    /// Requests a second in all; as fast as they are answered when absent.
    pub pace: Option<u64>,
}

/// What is written beside.
#[derive(Clone)]
pub struct Mix {
    /// A key that may change prices.
    pub key: String,
    /// The channel whose prices change.
    pub channel: String,
    /// Products whose prices change: their path, their variants.
    pub watched: Arc<Vec<Watched>>,
    /// Variants to buy.
    pub goods: Arc<Vec<String>>,
    /// Old answers that were seen.
    pub old: Arc<AtomicU64>,
    /// Prices that were compared.
    pub compared: Arc<AtomicU64>,
}

/// A product whose price only ever rises.
pub struct Watched {
    /// Where it is shown.
    pub path: String,
    /// Its variants.
    pub variants: Vec<String>,
    /// The last price that was acknowledged, minor units.
    pub acknowledged: AtomicI64,
    /// The last one that was asked for, and whose turn it is to ask.
    pub asked: tokio::sync::Mutex<i64>,
}

const MEASURED: u8 = 1;
const OVER: u8 = 2;

/// Lets readers read; what they did and what that cost.
///
/// # Errors
/// When the server is gone.
pub fn run(readers: Readers) -> Result<Load, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(drive(readers))
}

async fn drive(readers: Readers) -> Result<Load, Trouble> {
    let phase = Arc::new(AtomicU8::new(0));
    let tasks: Vec<_> =
        (0..readers.clients).map(|number| tokio::spawn(read(readers.clone(), number, phase.clone()))).collect();
    tokio::time::sleep(readers.warm).await;
    let own = std::process::id();
    let (cpu, generator, begun) = (cpu_us(readers.process)?, cpu_us(own)?, Instant::now());
    phase.store(MEASURED, Relaxed);
    tokio::time::sleep(readers.measured).await;
    phase.store(OVER, Relaxed);
    let (cpu_us, generator_us) = (cpu_us(readers.process)? - cpu, cpu_us(own)? - generator);
    let mut load = Load { window_us: micros(begun.elapsed()), cpu_us, generator_us, ..Load::default() };
    for task in tasks {
        let (took_us, failed, why) = task.await.map_err(|error| Trouble::Other(error.to_string()))?;
        load.took_us.extend(took_us);
        load.failed += failed;
        load.first_failure = load.first_failure.or(why);
    }
    load.took_us.sort_unstable();
    Ok(load)
}

async fn read(readers: Readers, number: u64, phase: Arc<AtomicU8>) -> (Vec<u64>, u64, Option<String>) {
    let (mut took_us, mut failed, mut why) = (vec![], 0, None);
    let mut chance = Chance::new(number + 1);
    let every = readers.pace.map(|pace| Duration::from_micros(1_000_000 * readers.clients / pace.max(1)));
    // spread over the time between two requests of one client
    let spread = readers.pace.map_or(0, |pace| 1_000_000 * number / pace.max(1));
    let mut due = Instant::now() + Duration::from_micros(spread);
    let mut conn = None;
    while phase.load(Relaxed) != OVER {
        match every {
            Some(every) => {
                tokio::time::sleep_until(due.into()).await;
                due += every;
            }
            None => due = Instant::now(),
        }
        let mut begun = every.map_or(due, |every| due - every);
        let mut took = vec![];
        let done = async {
            if conn.is_none() {
                conn = Some(Conn::open(readers.address).await?);
            }
            let Some(conn) = &mut conn else { return Ok(()) };
            let mut answered = || {
                took.push(micros(begun.elapsed()));
                begun = Instant::now();
            };
            one(&readers, conn, &mut chance, &mut answered).await
        };
        let done: io::Result<()> = done.await;
        match done {
            Ok(()) if phase.load(Relaxed) == MEASURED => took_us.append(&mut took),
            Ok(()) => {}
            Err(error) => {
                failed += 1;
                why.get_or_insert_with(|| error.to_string());
                conn = None;
            }
        }
    }
    (took_us, failed, why)
}

/// One thing that somebody does: 95 of 100 read, the rest change a price or buy. `answered` hears of each answer: there
/// are four to a purchase.
async fn one(readers: &Readers, conn: &mut Conn, chance: &mut Chance, answered: &mut impl FnMut()) -> io::Result<()> {
    let Some(mix) = &readers.mix else {
        let reply = conn.call("GET", chance.one_of(readers.paths.as_slice()).as_str(), "").await?;
        answered();
        return good(reply.status);
    };
    match chance.below(100) {
        0..90 => good(conn.call("GET", chance.one_of(readers.paths.as_slice()).as_str(), "").await?.status)?,
        90..95 => compare(mix, conn, chance.one_of(mix.watched.as_slice())).await?,
        95..98 => change(mix, conn, chance.one_of(mix.watched.as_slice())).await?,
        _ => {
            let first = chance.below(mix.goods.len() as u64 - 1);
            let at = |n: u64| mix.goods[usize::try_from(n).unwrap_or(0)].as_str();
            let mut buyer = Buyer::come(readers.address, Payment::Cod).await?;
            return buyer.buy([at(first), at(first + 1)], |_| answered()).await;
        }
    }
    answered();
    Ok(())
}

fn good(status: u16) -> io::Result<()> {
    if status == 200 { Ok(()) } else { Err(io::Error::other(format!("status {status}"))) }
}

/// Reads a product and compares its price with the last one that was acknowledged before.
async fn compare(mix: &Mix, conn: &mut Conn, watched: &Watched) -> io::Result<()> {
    let at_least = watched.acknowledged.load(Relaxed);
    let reply = conn.call("GET", &watched.path, "").await?;
    good(reply.status)?;
    let seen = price(reply.body).ok_or_else(|| io::Error::other("a product without a price"))?;
    mix.compared.fetch_add(1, Relaxed);
    if seen < at_least {
        mix.old.fetch_add(1, Relaxed);
    }
    Ok(())
}

/// Raises a price; one after the other, so that it is known which is the last.
async fn change(mix: &Mix, conn: &mut Conn, watched: &Watched) -> io::Result<()> {
    let mut asked = watched.asked.lock().await;
    *asked += 1;
    let minor = *asked;
    let prices: Vec<String> =
        watched.variants.iter().map(|id| format!(r#"{{"variant":"{id}","price_minor":{minor}}}"#)).collect();
    let body = format!(r#"{{"list":{{"channel":"{}"}},"prices":[{}]}}"#, mix.channel, prices.join(","));
    let auth = format!("authorization: Bearer {}\r\n", mix.key);
    let reply = conn.call_with("POST", "/admin/v1/prices", &auth, &body).await?;
    if reply.status != 200 {
        return Err(io::Error::other(format!("prices: {} {}", reply.status, String::from_utf8_lossy(reply.body))));
    }
    watched.acknowledged.store(minor, Relaxed);
    Ok(())
}

/// `price_from` of a product, minor units.
fn price(body: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once("\"price_from\":{\"minor\":")?;
    rest.split([',', '}']).next()?.parse().ok()
}
