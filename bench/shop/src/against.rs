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
    stats::{Load, Turns, percent, spaced},
};
use std::{path::Path, time::Duration};

/// In how many turns a figure of each is taken: short ones see the same machine, and a purchase has to fit into one.
const READ_TURNS: u32 = 24;
const BUY_TURNS: u32 = 8;
/// All turns of one figure together, in a quick run too: what is looked for is a few hundredths.
const MEASURED: Duration = Duration::from_secs(10);
const READERS: u64 = 16;
const AIM_PERCENT: u64 = 97;

/// One thing that both do.
pub struct Case {
    what: String,
    engine: Engine,
    did: Turns,
}

/// Measures both on one engine.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground, other: &Path, engine: Engine) -> Result<Vec<Case>, Trouble> {
    let ground = &Ground { measured: MEASURED, ..ground.clone() };
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
    let mut did = Turns::default();
    for turn in 0..BUY_TURNS {
        let mut loads = [Load::default(), Load::default()];
        for who in Turns::order(turn) {
            let server = &servers[who];
            let crowd = Crowd {
                address: server.address,
                process: server.id(),
                clients,
                payment,
                goods: load::goods(server.address).await?,
                warm: ground.warm,
                measured: ground.measured / BUY_TURNS,
                seed: u64::from(turn) + 1,
            };
            loads[who] = purchases::blocking(move || load::run(crowd)).await?;
        }
        did.add(loads);
    }
    let how = if payment == Payment::Cod { "" } else { ", paid at a provider" };
    Ok(said(Case { what: format!("purchases, {clients} clients{how}"), engine, did }))
}

async fn read(
    ground: &Ground,
    engine: Engine,
    what: What,
    cached: bool,
    servers: &[Server; 2],
) -> Result<Case, Trouble> {
    let did = reads::by_turns(ground, what, READERS, [&servers[0], &servers[1]], READ_TURNS).await?;
    let from = if cached { "" } else { ", cache off" };
    Ok(said(Case { what: format!("{}{from}, {READERS} clients", what.name()), engine, did }))
}

fn said(case: Case) -> Case {
    let Case { what, engine, did } = &case;
    let [this, other] = &did.loads;
    eprintln!(
        "{:<10} {what:<46} {:>6}/s {:>5} us, other {:>6}/s {:>5} us  {} %  failed {}",
        engine.name(),
        this.per_second(),
        this.cpu_each_us(),
        other.per_second(),
        other.cpu_each_us(),
        did.median_percent(),
        did.failed()
    );
    case
}

/// Writes it.
pub fn page(out: &mut String, cases: &[Case]) {
    table(
        out,
        "Beside another build",
        "what | engine | this | the other | ratio | of the turn in the middle | aim | | CPU each | the other | failed",
    );
    for Case { what, engine, did } in cases {
        let [this, other] = &did.loads;
        let (ratio, median) = (percent(this.per_second(), other.per_second()), did.median_percent());
        line(
            out,
            &format!(
                "| {what} | {} | {}/s | {}/s | {ratio} % | {median} % | ≥ {AIM_PERCENT} % | {} | {} µs | {} µs | {} |",
                engine.name(),
                spaced(this.per_second()),
                spaced(other.per_second()),
                met(median >= AIM_PERCENT && did.failed() == 0),
                spaced(this.cpu_each_us()),
                spaced(other.cpu_each_us()),
                did.failed()
            ),
        );
    }
}
