//! One shop as one process and as many: what a purchase costs, what the edge loses, what each process holds.
//!
//! Always true: both shops have the same goods; figures of the one and of the other are taken by turns; the processor time
//! of a purchase is that of all processes, with what is delivered after its last answer.

use crate::{
    Trouble, catalogue,
    load::{self, Crowd, Payment},
    place::{Ground, Place},
    purchases,
    reads::{self, What},
    report::{line, megabytes, met, table},
    server::{self, Memory, memory},
    several::{Shop, services},
    stats::{Load, millis, percent, spaced},
};
use std::time::Duration;

const PRODUCTS: u64 = 1_000;
/// How many buy, and how many read, at once.
const CLIENTS: u64 = 16;
const TURNS: u32 = 4;
const AIM_TIMES: u64 = 4;
const AIM_READS_PERCENT: u64 = 80;
const AIM_IDLE_BYTES: u64 = 25_000_000;
/// So long after its last work a process has given back what it needs for that alone.
const AT_REST: Duration = Duration::from_secs(13);

/// One shop as one process and as many, measured.
pub struct Measured {
    /// Purchases of one process, and of all services apart.
    buy: [Load; 2],
    /// Reads from the cache: what, of one process, of an edge and a catalogue.
    read: Vec<(What, Load, Load)>,
    /// What each process holds when nobody asks it anything: once it is started, and after the catalogue was imported
    /// through it.
    idle: Vec<(String, Memory, Memory)>,
}

/// Measures both on SQLite.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground) -> Result<Measured, Trouble> {
    let file = ground.folder.join("apart.csv");
    catalogue::write(&file, catalogue::Made { products: PRODUCTS, seed: 3, stock: Some(1_000_000) })?;
    let one = Place { data: ground.folder.join("together"), database: None };
    one.import(&ground.infrasell, &file).await?;
    let file = file.display().to_string();
    let mut single = Shop::alone(one.serve(&ground.infrasell, &[])?, &ground.infrasell, &one.data);
    single.servers[0].first_answer("/readyz").await?;

    let each: Vec<Vec<&str>> = services().map(|service| vec![service]).collect();
    let worked = filled(ground, "apart", &each, &file).await?;
    let after = held(&worked).await?;
    worked.stop()?;
    let apart = Shop::start(&ground.infrasell, &ground.folder.join("apart"), &each, &[]).await?;
    let started = held(&apart).await?;
    let idle =
        apart.names.iter().cloned().zip(started).zip(after).map(|((name, started), after)| (name, started, after));
    let idle = idle.collect();
    let mut buy = [Load::default(), Load::default()];
    for turn in 0..TURNS {
        for (shop, sum) in [&single, &apart].into_iter().zip(&mut buy) {
            sum.add(bought(ground, shop, u64::from(turn)).await?);
        }
    }
    say("bought together", &buy[0]);
    say("bought apart", &buy[1]);
    apart.stop()?;

    let rest = services().filter(|service| *service != "catalog").collect();
    let two = filled(ground, "two", &[rest, vec!["catalog"]], &file).await?;
    let mut read = vec![];
    for what in [What::List, What::Product] {
        read.push(reading(ground, what, &single, &two).await?);
    }
    two.stop()?;
    single.stop()?;
    Ok(Measured { buy, read, idle })
}

/// What each process holds when it is at rest.
async fn held(shop: &Shop) -> Result<Vec<Memory>, Trouble> {
    tokio::time::sleep(AT_REST).await;
    shop.servers.iter().map(|server| Ok(memory(server.id())?)).collect()
}

/// A shop of several processes with everything of `file` in it.
async fn filled(ground: &Ground, name: &str, groups: &[Vec<&str>], file: &str) -> Result<Shop, Trouble> {
    let shop = Shop::start(&ground.infrasell, &ground.folder.join(name), groups, &[]).await?;
    let home = groups.iter().find(|group| group.contains(&"imports")).map_or("gateway", |group| group[0]);
    // schedules that are due at once have run by then
    tokio::time::sleep(Duration::from_secs(1)).await;
    server::run(&ground.infrasell, &shop.words(home, &["--only", "imports", "import", file]))?;
    Ok(shop)
}

/// Some purchases; their processor time is that of all processes, until nothing is left to deliver.
async fn bought(ground: &Ground, shop: &Shop, seed: u64) -> Result<Load, Trouble> {
    let crowd = Crowd {
        address: shop.edge().address,
        process: shop.edge().id(),
        clients: CLIENTS,
        payment: Payment::Cod,
        goods: load::goods(shop.edge().address).await?,
        warm: Duration::ZERO,
        measured: ground.measured / TURNS,
        seed: seed + 1,
    };
    let before = shop.cpu_us()?;
    let mut load = purchases::blocking(move || load::run(crowd)).await?;
    load.cpu_us = shop.cpu_us()? - before;
    Ok(load)
}

async fn reading(ground: &Ground, what: What, one: &Shop, two: &Shop) -> Result<(What, Load, Load), Trouble> {
    let [together, apart] = reads::by_turns(ground, what, CLIENTS, [one.edge(), two.edge()], TURNS).await?.loads;
    say(&format!("{what:?} together"), &together);
    say(&format!("{what:?} apart"), &apart);
    Ok((what, together, apart))
}

fn say(what: &str, load: &Load) {
    eprintln!(
        "{what:<18} {:>6}/s  p50 {:>6} us  p99 {:>6} us  cpu {:>5} us  failed {} {}",
        load.per_second(),
        load.at(500),
        load.at(990),
        load.cpu_each_us(),
        load.failed,
        load.first_failure.as_deref().unwrap_or("")
    );
}

/// Writes it.
pub fn page(out: &mut String, measured: &Measured) {
    let [one, apart] = &measured.buy;
    table(out, "One process or many, SQLite", "what | one process | apart | ratio | aim | | failed");
    let (cpu, cpu_apart) = (one.cpu_each_us(), apart.cpu_each_us());
    let times = percent(cpu_apart, cpu);
    line(
        out,
        &format!(
            "| processor time of a purchase, every service a process | {} µs | {} µs | {}.{:02} × | ≤ {AIM_TIMES} × | {} | {} |",
            spaced(cpu),
            spaced(cpu_apart),
            times / 100,
            times % 100,
            met(cpu_apart <= AIM_TIMES * cpu && apart.failed == 0),
            one.failed + apart.failed
        ),
    );
    line(
        out,
        &format!(
            "| purchases, {CLIENTS} clients | {}/s, p50 {} | {}/s, p50 {} | {} % | – | | |",
            spaced(one.per_second()),
            millis(one.at(500)),
            spaced(apart.per_second()),
            millis(apart.at(500)),
            percent(apart.per_second(), one.per_second())
        ),
    );
    for (what, one, two) in &measured.read {
        let ratio = percent(two.per_second(), one.per_second());
        line(
            out,
            &format!(
                "| {}, cached at the edge; the catalogue is another process | {}/s | {}/s | {ratio} % | ≥ {AIM_READS_PERCENT} % | {} | {} |",
                what.name(),
                spaced(one.per_second()),
                spaced(two.per_second()),
                met(ratio >= AIM_READS_PERCENT && two.failed == 0),
                one.failed + two.failed
            ),
        );
    }
    let head = "process | all | own | of files | aim | | after an import through it";
    table(out, "What each process holds, idle", head);
    for (name, started, after) in &measured.idle {
        let [all, own, files, after] = [started.resident, started.anonymous, started.files, after.resident];
        let [all, own, files, after] = [all, own, files, after].map(|kib| kib * 1_024);
        line(
            out,
            &format!(
                "| {name} | {} | {} | {} | ≤ {} | {} | {} |",
                megabytes(all),
                megabytes(own),
                megabytes(files),
                megabytes(AIM_IDLE_BYTES),
                met(all <= AIM_IDLE_BYTES),
                megabytes(after)
            ),
        );
    }
}
