//! One, two and three replicas on one PostgreSQL: purchases, what they cost, and what the database waits for meanwhile.
//!
//! Always true: the same buyers are shared out among the replicas; the database's own limit is the bare layer writing the
//! same, taken by turns with them; what sessions of the server wait for is sampled while the buyers buy.

use crate::{
    Trouble,
    load::{self, Crowd, Payment},
    place::{Engine, Ground, Place},
    purchases::{self, Limit},
    server::{Server, cpu_us},
    stats::{Load, percent, spaced},
};
use infrasell_db::Db;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// The most replicas.
const MOST: usize = 3;
/// How many buy at once, among all replicas.
const CLIENTS: u64 = 48;
/// In how many turns each figure is taken.
const TURNS: u32 = 4;
/// How often it is looked what the server's sessions wait for.
const SAMPLE: Duration = Duration::from_millis(10);

/// What a number of replicas did.
#[derive(Default)]
struct Case {
    load: Load,
    /// Processor time of the server's sessions, µs.
    database_us: u64,
    /// What sessions that had something to do were at, and how often they were seen at it.
    waits: BTreeMap<String, u64>,
}

/// Everything about replicas.
pub struct Measured {
    cases: Vec<Case>,
    limit: Load,
}

/// Measures them; nothing without a PostgreSQL.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground) -> Result<Option<Measured>, Trouble> {
    if ground.postgres.is_none() {
        return Ok(None);
    }
    let place = ground.shop(Engine::Postgres, "replicas", purchases::PRODUCTS).await?;
    let limit = Limit::of(&ground.copy(&place, "replicas_limit").await?).await?;
    let mut measured = Measured { cases: (0..MOST).map(|_| Case::default()).collect(), limit: Load::default() };
    for turn in 0..TURNS {
        for (n, case) in measured.cases.iter_mut().enumerate() {
            buy(ground, &place, n + 1, turn, case).await?;
        }
        measured.limit.add(limit.write(CLIENTS, ground.warm, ground.measured / TURNS).await?);
    }
    Ok(Some(measured))
}

async fn buy(ground: &Ground, place: &Place, replicas: usize, turn: u32, case: &mut Case) -> Result<(), Trouble> {
    let mut servers: Vec<Server> = vec![];
    for _ in 0..replicas {
        let mut server = place.serve(&ground.infrasell, &[])?;
        server.first_answer("/store/v1/products?limit=1").await?;
        servers.push(server);
    }
    let goods = load::goods(servers[0].address).await?;
    let db = place.open().await?;
    let stop = Arc::new(AtomicBool::new(false));
    let sampled = tokio::spawn(sample(db.clone(), stop.clone()));
    let before = database_us(&db).await?;
    let mut crowds = vec![];
    for (n, server) in servers.iter().enumerate() {
        let crowd = Crowd {
            address: server.address,
            process: server.id(),
            clients: CLIENTS / replicas as u64,
            payment: Payment::Cod,
            goods: goods.clone(),
            warm: ground.warm,
            measured: ground.measured / TURNS,
            seed: (u64::from(turn) << 8) + n as u64 + 1,
        };
        crowds.push(tokio::task::spawn_blocking(move || load::run(crowd)));
    }
    let mut together = Load::default();
    for crowd in crowds {
        let load = crowd.await.map_err(|error| Trouble::Other(error.to_string()))??;
        // side by side: the time is the same, everything else adds up; the generator is one process
        let (window_us, generator_us) = (load.window_us.max(together.window_us), load.generator_us);
        together.add(load);
        (together.window_us, together.generator_us) = (window_us, generator_us);
    }
    case.database_us += database_us(&db).await?.saturating_sub(before);
    stop.store(true, Ordering::Relaxed);
    for (wait, seen) in sampled.await.map_err(|error| Trouble::Other(error.to_string()))?? {
        *case.waits.entry(wait).or_default() += seen;
    }
    servers.into_iter().try_for_each(Server::stop)?;
    eprintln!(
        "{replicas} replicas  {:>6}/s  p50 {:>7} us  p99 {:>7} us  cpu {:>6} us  failed {}",
        together.per_second(),
        together.at(500),
        together.at(990),
        together.cpu_each_us(),
        together.failed,
    );
    case.load.add(together);
    Ok(())
}

/// Looks again and again what sessions with something to do wait for.
async fn sample(db: Db, stop: Arc<AtomicBool>) -> Result<BTreeMap<String, u64>, Trouble> {
    const LOOK: &str =
        "SELECT coalesce(wait_event_type || ': ' || wait_event, 'working'), count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
          AND wait_event IS DISTINCT FROM 'ClientRead' GROUP BY 1";
    let mut waits = BTreeMap::new();
    while !stop.load(Ordering::Relaxed) {
        for (wait, seen) in db.all(LOOK, &[], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?))).await? {
            *waits.entry(wait).or_default() += u64::try_from(seen).unwrap_or(0);
        }
        tokio::time::sleep(SAMPLE).await;
    }
    Ok(waits)
}

/// Processor time that the sessions of this database have used so far, µs: the server is on this machine.
async fn database_us(db: &Db) -> Result<u64, Trouble> {
    const SESSIONS: &str = "SELECT pid::bigint FROM pg_stat_activity WHERE datname = current_database()";
    let sessions = db.all(SESSIONS, &[], |row| row.get::<i64>(0)).await?;
    // one that has ended meanwhile is not there any more
    Ok(sessions.into_iter().filter_map(|pid| cpu_us(u32::try_from(pid).ok()?).ok()).sum())
}

/// A section of the page.
#[must_use]
pub fn write(measured: &Measured) -> String {
    let mut text = format!(
        "## Replicas on one PostgreSQL\n\n{CLIENTS} buyers in all, cash on delivery; the generator shares the machine. The \
         limit is the bare layer writing the same rows.\n\n\
         | replicas | orders/s | against one | against the limit | CPU per order | of sessions of the database | p50 | p99 | failed |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    let one = measured.cases.first().map_or(1, |case| case.load.per_second());
    let limit = measured.limit.per_second();
    for (n, case) in measured.cases.iter().enumerate() {
        let load = &case.load;
        let orders = (load.took_us.len() as u64).max(1);
        text.push_str(&format!(
            "| {} | {} | {} % | {} % | {} µs | {} µs | {} µs | {} µs | {} |\n",
            n + 1,
            spaced(load.per_second()),
            percent(load.per_second(), one),
            percent(load.per_second(), limit),
            spaced(load.cpu_each_us()),
            spaced(case.database_us / orders),
            spaced(load.at(500)),
            spaced(load.at(990)),
            load.failed,
        ));
    }
    text.push_str(&format!("\nThe database alone: {}/s.\n\n", spaced(limit)));
    text.push_str("What sessions that had something to do were at, by samples:\n\n| replicas | at |\n|---|---|\n");
    for (n, case) in measured.cases.iter().enumerate() {
        let all: u64 = case.waits.values().sum();
        let mut waits: Vec<(&String, &u64)> = case.waits.iter().collect();
        waits.sort_by_key(|(name, seen)| (std::cmp::Reverse(**seen), (*name).clone()));
        let shares: Vec<String> =
            waits.iter().take(8).map(|(name, seen)| format!("{name} {} %", percent(**seen, all))).collect();
        text.push_str(&format!("| {} | {} |\n", n + 1, shares.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::micros;

    #[test]
    fn the_page_names_waits_by_their_share() {
        let waits = [("Lock: tuple".to_owned(), 3), ("working".to_owned(), 9)].into();
        let load = Load { took_us: vec![10, 20], window_us: micros(Duration::from_secs(1)), ..Load::default() };
        let text = write(&Measured { cases: vec![Case { load, database_us: 10, waits }], limit: Load::default() });
        assert!(text.contains("| 1 | working 75 %, Lock: tuple 25 % |"), "{text}");
        assert!(text.contains("| 1 | 2 | 100 % |"), "{text}");
    }
}
