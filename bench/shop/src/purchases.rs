//! Whole purchases over HTTP, beside the bare layer writing the same.

use crate::{
    Trouble,
    inside::{Asked, Inside},
    load::{self, Crowd, Payment},
    pattern::{self, Pattern, Statement},
    place::{Engine, Ground, Place},
    replay, server,
    simulator::Simulator,
    stats::{CALLS, Load},
};
use infrasell_db::{Db, Traced, Verb};
use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

/// How many buy at once.
pub const CLIENTS: [u64; 3] = [1, 16, 64];
/// How many buy at once while the simulator is asked.
pub const WITH_PROVIDER: u64 = 16;
/// In how many turns a figure and its limit are taken.
const TURNS: u32 = 8;
/// The products of the shop.
pub const PRODUCTS: u64 = 5_000;

/// One way of buying, measured.
pub struct Case {
    /// On what.
    pub engine: Engine,
    /// How it is paid.
    pub payment: Payment,
    /// How many at once.
    pub clients: u64,
    /// The shop.
    pub shop: Load,
    /// The bare layer; not there for a purchase that waits for another process.
    pub limit: Option<Load>,
}

/// What is known of one call.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Statements that only read.
    pub reads: u64,
    /// Statements that write.
    pub writes: u64,
    /// Transactions.
    pub transactions: u64,
    /// How long the database was waited for, µs, the waits for durability included.
    pub database_us: u64,
    /// How long commits were waited for, µs.
    pub commit_us: u64,
}

/// Everything about purchases on one engine.
pub struct Measured {
    /// Each way of buying.
    pub cases: Vec<Case>,
    /// What each call asks of the database, and what comes after the last one.
    pub calls: Vec<Call>,
    /// Which statements each call runs, and how often; those after the last call at the end.
    pub statements: Vec<Vec<(String, u64)>>,
    /// The transactions that the limit does for each purchase, in a few words each.
    pub transactions: Vec<String>,
    /// The statements in them.
    pub written: usize,
    /// Statements of the limit that do not touch as many rows as the real ones.
    pub odd: Vec<String>,
}

/// Measures purchases on one engine.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground, engine: Engine) -> Result<Measured, Trouble> {
    let place = ground.shop(engine, "buy", PRODUCTS).await?;
    let limit_place = ground.copy(&place, "limit").await?;
    let (asked, pattern) = learn(&limit_place).await?;
    let mut cases = vec![];
    let (server, _simulator) = with_provider(ground, &place).await?;
    let goods = load::goods(server.address).await?;
    let crowd = Crowd {
        address: server.address,
        process: server.id(),
        clients: 1,
        payment: Payment::Cod,
        goods,
        warm: ground.warm,
        measured: ground.measured / TURNS,
        seed: 1,
    };
    let limit = Limit { db: limit_place.open().await?, pattern: pattern.clone(), number: Arc::new(AtomicI64::new(1)) };
    let odd = replay::check(&limit.db, &pattern, 1).await?;
    let plain = CLIENTS.map(|clients| (Payment::Cod, clients));
    for (payment, clients) in plain.into_iter().chain([(Payment::Simulator, WITH_PROVIDER)]) {
        cases.push(case(engine, Crowd { clients, payment, ..crowd.clone() }, &limit).await?);
    }
    server.stop()?;
    let written = pattern.transactions.iter().map(Vec::len).sum();
    let transactions = pattern.transactions.iter().map(|statements| outline(statements)).collect();
    let parts: Vec<&Vec<Traced>> = asked.calls.iter().chain([&asked.later]).collect();
    let calls = parts.iter().map(|part| call(part)).collect();
    let statements = parts.iter().map(|part| statements(part)).collect();
    Ok(Measured { cases, calls, statements, transactions, written, odd })
}

/// Serves a shop beside a provider of its own, which ends with what is returned.
///
/// # Errors
/// When one of them does not answer.
pub async fn with_provider(ground: &Ground, place: &Place) -> Result<(server::Server, Simulator), Trouble> {
    let simulator = Simulator::start(&ground.simulator).await?;
    let mut server = place.serve(&ground.infrasell, &simulator.variables())?;
    server.first_answer("/store/v1/products?limit=1").await?;
    simulator.tell(server.address).await?;
    Ok((server, simulator))
}

/// Runs what would block on a thread of its own.
///
/// # Errors
/// What `work` says.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Trouble::Other(error.to_string()))?
}

/// What two purchases ask of the database, and the pattern in what they write.
async fn learn(place: &Place) -> Result<(Asked, Arc<Pattern>), Trouble> {
    let inside = Inside::serve(place).await?;
    let goods = load::goods(inside.address).await?;
    let middle = goods.len() / 2;
    let (first, second) = inside.look_twice([&goods[middle], &goods[middle + 1]]).await?;
    inside.close().await?;
    if first.calls.len() != CALLS {
        return Err(Trouble::Other(format!("a purchase has {} calls", first.calls.len())));
    }
    let mut all: Vec<i64> = goods.iter().filter_map(|id| id.split_once('_')?.1.parse().ok()).collect();
    let mut both = [all[middle], all[middle + 1]];
    both.sort_unstable();
    all.sort_unstable();
    let pattern = pattern::learn(&first.all(), &second.all(), both, &all.into()).map_err(Trouble::Other)?;
    Ok((second, Arc::new(pattern)))
}

/// The bare layer and what it writes.
pub struct Limit {
    db: Db,
    pattern: Arc<Pattern>,
    number: Arc<AtomicI64>,
}

impl Limit {
    /// Over a shop of its own, from which it learns what a purchase writes.
    ///
    /// # Errors
    /// When the shop cannot be opened or no purchase be made in it.
    pub async fn of(place: &Place) -> Result<Limit, Trouble> {
        let (_, pattern) = learn(place).await?;
        Ok(Limit { db: place.open().await?, pattern, number: Arc::new(AtomicI64::new(1)) })
    }

    /// Writes what so many who buy at once would.
    ///
    /// # Errors
    /// What the database says.
    pub async fn write(&self, clients: u64, warm: Duration, measured: Duration) -> Result<Load, Trouble> {
        replay::run(&self.db, &self.pattern, clients, &self.number, warm, measured).await
    }
}

/// Measures one way of buying and its limit by turns, so that whatever else the machine does weighs on both alike.
async fn case(engine: Engine, crowd: Crowd, limit: &Limit) -> Result<Case, Trouble> {
    let mut case = Case { engine, payment: crowd.payment, clients: crowd.clients, shop: Load::default(), limit: None };
    for _ in 0..TURNS {
        let buyers = crowd.clone();
        case.shop.add(blocking(move || load::run(buyers)).await?);
        if crowd.payment == Payment::Cod {
            let Limit { db, pattern, number } = limit;
            let more = replay::run(db, pattern, crowd.clients, number, crowd.warm, crowd.measured).await?;
            case.limit.get_or_insert_default().add(more);
        }
    }
    say(&case, "shop", &case.shop);
    if let Some(limit) = &case.limit {
        say(&case, "limit", limit);
    }
    Ok(case)
}

fn say(case: &Case, who: &str, load: &Load) {
    eprintln!(
        "{:<10} {:<9} {:>3} clients  {who:<5} {:>6}/s  p50 {:>7} us  p99 {:>7} us  cpu {:>6} us  failed {}  busy after {} ms{}",
        case.engine.name(),
        case.payment.code(),
        case.clients,
        load.per_second(),
        load.at(500),
        load.at(990),
        load.cpu_each_us(),
        load.failed,
        load.busy_after_us / 1_000,
        load.first_failure.as_ref().map(|why| format!("  ({why})")).unwrap_or_default(),
    );
}

fn is_read(traced: &Traced) -> bool {
    traced.verb == Verb::Rows && traced.sql.trim_start().starts_with("SELECT")
}

fn call(part: &[Traced]) -> Call {
    let mut call = Call::default();
    for traced in part {
        let us = crate::stats::micros(traced.took);
        call.database_us += us;
        match traced.verb {
            Verb::Begin => {}
            Verb::Commit => {
                call.transactions += 1;
                call.commit_us += us;
            }
            _ if is_read(traced) => call.reads += 1,
            _ => call.writes += traced.sets.len() as u64,
        }
    }
    call
}

/// Which statements run, and how often each; most often first.
fn statements(part: &[Traced]) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for traced in part.iter().filter(|traced| !traced.sql.is_empty()) {
        *counts.entry(in_one_line(&traced.sql)).or_default() += traced.sets.len() as u64;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(sql, count)| (std::cmp::Reverse(*count), sql.clone()));
    counts
}

fn in_one_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a transaction writes, in a few words: `UPDATE checkout_checkout, INSERT db_once`.
fn outline(statements: &[Statement]) -> String {
    let mut words = vec![];
    for statement in statements {
        let sql = in_one_line(&statement.sql);
        let verb = sql.split(' ').next().unwrap_or_default();
        let table =
            sql.split(' ').find(|word| word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        words.push(format!("{verb} {}", table.unwrap_or("…")));
    }
    words.dedup();
    words.join(", ")
}

/// How long a purchase's calls took each, in hundredths of the whole.
#[must_use]
pub fn shares(load: &Load) -> [u64; CALLS] {
    let whole: u64 = load.call_us.iter().sum();
    load.call_us.map(|us| crate::stats::percent(us, whole))
}

/// A short load of 16 buyers, for what a shop holds after it.
///
/// # Errors
/// When the server ends.
pub async fn short_load(server: &server::Server, measured: Duration) -> Result<Load, Trouble> {
    let crowd = Crowd {
        address: server.address,
        process: server.id(),
        clients: WITH_PROVIDER,
        payment: Payment::Cod,
        goods: load::goods(server.address).await?,
        warm: Duration::from_millis(100),
        measured,
        seed: 2,
    };
    blocking(move || load::run(crowd)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;
    use infrasell_rpc::Cx;

    /// The limit is one only if it writes what a purchase writes.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_limit_touches_the_rows_that_a_purchase_touches() {
        let folder = std::env::temp_dir().join(format!("infrasell-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("few.csv");
        catalogue::write(&file, catalogue::Made { products: 20, seed: 1, stock: Some(1_000_000) }).unwrap();
        let place = Place { data: folder.clone(), database: None };
        let app = crate::inside::open(&place).await.unwrap();
        let report = app
            .imports
            .as_ref()
            .unwrap()
            .run_file(&Cx::system("test", "test"), &file, false, |_| {})
            .await
            .unwrap()
            .report;
        assert_eq!((report.created, report.rejected.len()), (20, 0), "{:?}", report.rejected);
        drop(app);
        let (asked, pattern) = learn(&place).await.unwrap();
        assert!(pattern.transactions.len() > 5 && asked.calls.iter().all(|part| !part.is_empty()));
        let db = place.open().await.unwrap();
        for number in 1..4 {
            let odd = replay::check(&db, &pattern, number).await.unwrap();
            assert_eq!(odd, Vec::<String>::new());
        }
        drop(db);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
