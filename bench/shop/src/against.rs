//! This build of the shop beside another one: what a change has cost, or brought.
//!
//! Always true: each has a shop of its own, made by itself, with the same goods; figures of the one and of the other are
//! taken by turns.

use crate::{
    Trouble,
    load::{self, Crowd, Payment},
    place::{Engine, Ground},
    purchases::{self, PRODUCTS, WITH_PROVIDER},
    reads::{self, What},
    report::{line, met, table},
    server::Server,
    stats::{Load, percent, spaced},
};
use std::path::Path;

/// In how many turns a figure of each is taken.
const TURNS: u32 = 8;
const READERS: u64 = 16;
const AIM_PERCENT: u64 = 97;

/// One thing that both do.
pub struct Case {
    what: String,
    engine: Engine,
    this: Load,
    other: Load,
}

/// Measures both on one engine.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground, other: &Path, engine: Engine) -> Result<Vec<Case>, Trouble> {
    let other = Ground { infrasell: other.to_owned(), ..ground.clone() };
    let places =
        [ground.shop(engine, "against_this", PRODUCTS).await?, other.shop(engine, "against_other", PRODUCTS).await?];
    let mut cases = vec![];
    for cached in [true, false] {
        let servers =
            [reads::serve(ground, &places[0], cached).await?, reads::serve(&other, &places[1], cached).await?];
        for what in [What::List, What::Product] {
            cases.push(read(ground, engine, what, cached, &servers).await?);
        }
        servers.into_iter().try_for_each(Server::stop)?;
    }
    let (this, _provider) = purchases::with_provider(ground, &places[0]).await?;
    let (that, _other_provider) = purchases::with_provider(&other, &places[1]).await?;
    let servers = [this, that];
    let plain = purchases::CLIENTS.map(|clients| (Payment::Cod, clients));
    for (payment, clients) in plain.into_iter().chain([(Payment::Simulator, WITH_PROVIDER)]) {
        cases.push(buy(ground, engine, payment, clients, &servers).await?);
    }
    servers.into_iter().try_for_each(Server::stop)?;
    Ok(cases)
}

async fn buy(
    ground: &Ground,
    engine: Engine,
    payment: Payment,
    clients: u64,
    servers: &[Server; 2],
) -> Result<Case, Trouble> {
    let [mut this, mut other] = [Load::default(), Load::default()];
    for turn in 0..TURNS {
        for (server, sum) in servers.iter().zip([&mut this, &mut other]) {
            let crowd = Crowd {
                address: server.address,
                process: server.id(),
                clients,
                payment,
                goods: load::goods(server.address).await?,
                warm: ground.warm,
                measured: ground.measured / TURNS,
                seed: u64::from(turn) + 1,
            };
            sum.add(purchases::blocking(move || load::run(crowd)).await?);
        }
    }
    let how = if payment == Payment::Cod { "" } else { ", paid at a provider" };
    Ok(said(Case { what: format!("purchases, {clients} clients{how}"), engine, this, other }))
}

async fn read(
    ground: &Ground,
    engine: Engine,
    what: What,
    cached: bool,
    servers: &[Server; 2],
) -> Result<Case, Trouble> {
    let [this, other] = reads::by_turns(ground, what, READERS, [&servers[0], &servers[1]], TURNS).await?;
    let from = if cached { "" } else { ", cache off" };
    Ok(said(Case { what: format!("{}{from}, {READERS} clients", what.name()), engine, this, other }))
}

fn said(case: Case) -> Case {
    let Case { what, engine, this, other } = &case;
    eprintln!(
        "{:<10} {what:<46} {:>6}/s {:>5} us, other {:>6}/s {:>5} us  failed {}",
        engine.name(),
        this.per_second(),
        this.cpu_each_us(),
        other.per_second(),
        other.cpu_each_us(),
        this.failed + other.failed
    );
    case
}

/// Writes it.
pub fn page(out: &mut String, cases: &[Case]) {
    table(
        out,
        "Beside another build",
        "what | engine | this | the other | ratio | aim | | CPU each | the other | failed",
    );
    for Case { what, engine, this, other } in cases {
        let ratio = percent(this.per_second(), other.per_second());
        line(
            out,
            &format!(
                "| {what} | {} | {}/s | {}/s | {ratio} % | ≥ {AIM_PERCENT} % | {} | {} µs | {} µs | {} |",
                engine.name(),
                spaced(this.per_second()),
                spaced(other.per_second()),
                met(ratio >= AIM_PERCENT && this.failed + other.failed == 0),
                spaced(this.cpu_each_us()),
                spaced(other.cpu_each_us()),
                this.failed + other.failed
            ),
        );
    }
}
