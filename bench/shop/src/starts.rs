//! Start to first answer, and memory, beside a bare server over the same database.

use crate::{
    Trouble,
    place::{Engine, Ground, Place},
    purchases,
    server::{Memory, Server, memory},
};
use std::{path::Path, time::Duration};

/// How often a start is tried; the median counts.
pub const TRIES: usize = 10;
/// What is asked for.
const FIRST: &str = "/store/v1/products";

/// What was found on one engine.
pub struct Measured {
    /// On what.
    pub engine: Engine,
    /// From the start of the process to its first answer: the median, and the longest.
    pub first_answer: (Duration, Duration),
    /// The same of the bare server.
    pub bare_answer: (Duration, Duration),
    /// After the start.
    pub idle: Memory,
    /// After a short load.
    pub loaded: Memory,
    /// The bare server after its start.
    pub bare: Memory,
}

/// Measures on one engine.
///
/// # Errors
/// When a process does not answer.
pub async fn measure(ground: &Ground, engine: Engine) -> Result<Measured, Trouble> {
    let place = ground.shop(engine, "start", purchases::PRODUCTS).await?;
    let own = std::env::current_exe()?;
    let (first_answer, _) = starts(|| place.serve(&ground.infrasell, &[])).await?;
    let (bare_answer, bare) = starts(|| bare(&own, &place)).await?;
    let mut server = place.serve(&ground.infrasell, &[])?;
    server.first_answer(FIRST).await?;
    // schedules that are due at once have run by then
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = memory(server.id())?;
    purchases::short_load(&server, Duration::from_secs(2)).await?;
    let loaded = memory(server.id())?;
    server.stop()?;
    eprintln!(
        "{:<10} first answer {} ms (bare {} ms), idle {} KiB, after load {} KiB (bare {} KiB)",
        engine.name(),
        first_answer.0.as_millis(),
        bare_answer.0.as_millis(),
        idle.resident,
        loaded.resident,
        bare.resident
    );
    Ok(Measured { engine, first_answer, bare_answer, idle, loaded, bare })
}

fn bare(own: &Path, place: &Place) -> Result<Server, Trouble> {
    let database = place.database.clone().unwrap_or_else(|| place.data.join("shop.db").display().to_string());
    let words = |listen: &str| ["bare", "--database", &database, "--listen", listen].map(str::to_owned).to_vec();
    Ok(Server::start(own, words, &[])?)
}

/// The median and the longest of several starts, and what the last one held.
async fn starts(start: impl Fn() -> Result<Server, Trouble>) -> Result<((Duration, Duration), Memory), Trouble> {
    let mut took = vec![];
    let mut held = Memory::default();
    for _ in 0..TRIES {
        let mut server = start()?;
        took.push(server.first_answer(FIRST).await?);
        held = memory(server.id())?;
        server.stop()?;
    }
    took.sort_unstable();
    Ok(((took[TRIES / 2], took[TRIES - 1]), held))
}
