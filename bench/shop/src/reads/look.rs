//! Readers: each on a connection of his own, as fast as he is answered, or at a pace; some change prices or buy.
//!
//! Always true: at a pace, an answer's time counts from when it was due, not from when there was time to ask (the later
//! answers of a purchase count from the one before), and whoever writes is somebody else than who reads next, who does not
//! wait for him; a reader who sees a price older than the last one that was
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

/// What is asked for, as a line: a path that is read or, behind a tab, the body that is sent there.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where.
    pub path: &'a str,
    /// What is sent there.
    pub body: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// The line for a body.
    #[must_use]
    pub fn line(path: &str, body: &str) -> String {
        format!("{path}\t{body}")
    }

    /// What a line asks for.
    #[must_use]
    pub fn of(line: &'a str) -> Asked<'a> {
        match line.split_once('\t') {
            Some((path, body)) => Asked { path, body: Some(body) },
            None => Asked { path: line, body: None },
        }
    }

    /// The method of its request.
    #[must_use]
    pub fn method(self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }
}

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
        let told = task.await.map_err(|error| Trouble::Other(error.to_string()))?;
        load.took_us.extend(told.took_us);
        load.failed += told.failed;
        load.first_failure = load.first_failure.or(told.why);
    }
    load.took_us.sort_unstable();
    Ok(load)
}

/// What one client was told: the time of each answer, how much failed and why first.
#[derive(Default)]
struct Told {
    took_us: Vec<u64>,
    failed: u64,
    why: Option<String>,
}

impl Told {
    fn hear(&mut self, done: io::Result<Vec<u64>>, counts: bool) {
        match done {
            Ok(mut took_us) if counts => self.took_us.append(&mut took_us),
            Ok(_) => {}
            Err(error) => {
                self.failed += 1;
                self.why.get_or_insert_with(|| error.to_string());
            }
        }
    }
}

/// One thing that somebody does.
enum Deed {
    Read(String),
    Compare(usize),
    Change(usize),
    Buy(usize),
}

async fn read(readers: Readers, number: u64, phase: Arc<AtomicU8>) -> Told {
    let mut told = Told::default();
    let mut chance = Chance::new(number + 1);
    let every = readers.pace.map(|pace| Duration::from_micros(1_000_000 * readers.clients / pace.max(1)));
    // spread over the time between two requests of one client
    let spread = readers.pace.map_or(0, |pace| 1_000_000 * number / pace.max(1));
    let mut due = Instant::now() + Duration::from_micros(spread);
    let (mut conn, mut writers) = (None, tokio::task::JoinSet::new());
    while phase.load(Relaxed) != OVER {
        let begun = match every {
            Some(every) => {
                tokio::time::sleep_until(due.into()).await;
                due += every;
                due - every
            }
            None => Instant::now(),
        };
        let deed = deed(&readers, &mut chance);
        if every.is_some() && matches!(deed, Deed::Change(_) | Deed::Buy(_)) {
            let readers = readers.clone();
            writers.spawn(async move { done(&readers, &mut None, deed, begun).await });
            continue;
        }
        let done = done(&readers, &mut conn, deed, begun).await;
        told.hear(done, phase.load(Relaxed) == MEASURED);
        while let Some(Ok(done)) = writers.try_join_next() {
            told.hear(done, phase.load(Relaxed) == MEASURED);
        }
    }
    while let Some(Ok(done)) = writers.join_next().await {
        told.hear(done, true);
    }
    told
}

/// Of 100 things 95 are reads, of which 5 compare a price; 3 change one and 2 are purchases.
fn deed(readers: &Readers, chance: &mut Chance) -> Deed {
    let read = |chance: &mut Chance| Deed::Read(chance.one_of(readers.paths.as_slice()).clone());
    let Some(mix) = &readers.mix else { return read(chance) };
    let watched = |chance: &mut Chance| usize::try_from(chance.below(mix.watched.len() as u64)).unwrap_or(0);
    match chance.below(100) {
        0..90 => read(chance),
        90..95 => Deed::Compare(watched(chance)),
        95..98 => Deed::Change(watched(chance)),
        _ => Deed::Buy(usize::try_from(chance.below(mix.goods.len() as u64 - 1)).unwrap_or(0)),
    }
}

/// Does it on a connection that is opened when there is none; the time of each answer, of which a purchase has four.
async fn done(readers: &Readers, conn: &mut Option<Conn>, deed: Deed, mut begun: Instant) -> io::Result<Vec<u64>> {
    let mut took_us = vec![];
    let mut answered = || {
        took_us.push(micros(begun.elapsed()));
        begun = Instant::now();
    };
    let did = one(readers, conn, deed, &mut answered).await;
    if did.is_err() {
        *conn = None;
    }
    did.map(|()| took_us)
}

/// `answered` hears of each answer.
async fn one(
    readers: &Readers,
    conn: &mut Option<Conn>,
    deed: Deed,
    answered: &mut (impl FnMut() + Send),
) -> io::Result<()> {
    if let (Deed::Buy(at), Some(mix)) = (&deed, &readers.mix) {
        let goods = [mix.goods[*at].as_str(), mix.goods[at + 1].as_str()];
        let mut buyer = Buyer::come(readers.address, Payment::Cod).await?;
        return buyer.buy(goods, |_| answered()).await;
    }
    let conn = match conn {
        Some(conn) => conn,
        None => conn.insert(Conn::open(readers.address).await?),
    };
    match (&deed, &readers.mix) {
        (Deed::Compare(at), Some(mix)) => compare(mix, conn, &mix.watched[*at]).await?,
        (Deed::Change(at), Some(mix)) => change(mix, conn, &mix.watched[*at]).await?,
        (Deed::Read(line), _) => {
            let asked = Asked::of(line);
            good(conn.call(asked.method(), asked.path, asked.body.unwrap_or("")).await?.status)?;
        }
        (Deed::Compare(_) | Deed::Change(_) | Deed::Buy(_), _) => return Err(io::Error::other("nothing is mixed in")),
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
