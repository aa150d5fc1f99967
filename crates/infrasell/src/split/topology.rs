//! `infrasell topology`: who is where, and whether he answers.

use super::{Far, GATEWAY, Places, service_of};
use crate::wire::{Calls, GRAPH};
use infrasell_contracts::process::{About, GetAbout};
use infrasell_rpc::{AddressError, Cx};
use std::time::{Duration, Instant};

/// How long a process may take to say who it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// A service in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub service: &'static str,
    /// Whom it asks.
    pub asks: Vec<&'static str>,
    /// Where it is; none when that is this process.
    pub address: Option<String>,
    /// What its process says; why it does not, when it does not. None for this process.
    pub answer: Option<Result<(About, Duration), String>>,
}

impl Row {
    /// Whether the service is here, or answers and runs where it is said to.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.wrong().is_none()
    }

    /// What is wrong with it.
    fn wrong(&self) -> Option<String> {
        match self.answer.as_ref()? {
            Err(why) => Some(why.clone()),
            Ok((about, _)) if !about.services.iter().any(|one| one == self.service) => {
                Some(format!("it does not run there, but {} do", about.services.join(", ")))
            }
            Ok((about, _)) if !about.reasons.is_empty() => Some(format!("not ready: {}", about.reasons.join("; "))),
            Ok(_) => None,
        }
    }
}

fn asks(service: &str) -> Vec<&'static str> {
    let needs = GRAPH.iter().find(|(name, _, _)| *name == service).map_or(&[][..], |(_, _, needs)| *needs);
    let mut asks: Vec<&'static str> = needs.iter().map(|need| service_of(need)).collect();
    asks.sort_unstable();
    asks
}

/// Looks at every service.
///
/// # Errors
/// When the address of a process is none.
pub async fn look(places: &Places, calls: &Calls) -> Result<Vec<Row>, AddressError> {
    let mut answers = vec![];
    for far in Far::all(places, calls)? {
        let begun = Instant::now();
        let said = tokio::time::timeout(PATIENCE, far.process.about(&Cx::system("cli", "topology"), GetAbout {})).await;
        let answer = match said {
            Ok(Ok(about)) => Ok((about, begun.elapsed())),
            Ok(Err(fault)) => Err(fault.to_string()),
            Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
        };
        answers.push((far.address, answer));
    }
    let names = GRAPH.iter().map(|(name, _, _)| *name).chain([GATEWAY]);
    let known = names.filter(|name| *name != GATEWAY || places.is_here(name) || places.address(name).is_some());
    let row = |service| {
        let address = places.address(service).map(str::to_owned);
        let answer = match &address {
            Some(address) => answers.iter().find(|(at, _)| at == address).map(|(_, answer)| answer.clone()),
            None if places.is_here(service) => None,
            None => Some(Err("nobody has said where it is (--peers)".to_owned())),
        };
        Row { service, asks: asks(service), address, answer }
    };
    Ok(known.map(row).collect())
}

/// The picture, as text.
#[must_use]
pub fn show(rows: &[Row]) -> String {
    let line = |service: &str, place: &str, version: &str, latency: &str, asks: &str| {
        format!("{service:<14} {place:<28} {version:<9} {latency:>9}  {asks}\n")
    };
    let mut text = line("service", "place", "version", "latency", "asks");
    for row in rows {
        let place = row.address.as_deref().unwrap_or("here");
        let (version, latency) = match &row.answer {
            Some(Ok((about, took))) => (about.version.clone(), format!("{} µs", took.as_micros())),
            Some(Err(_)) => ("–".into(), "–".into()),
            None => (env!("CARGO_PKG_VERSION").into(), "–".into()),
        };
        let asks = if row.asks.is_empty() { "–".into() } else { row.asks.join(", ") };
        text.push_str(&line(row.service, place, &version, &latency, &asks));
        if let Some(wrong) = row.wrong() {
            text.push_str(&format!("{:<14} {wrong}\n", ""));
        }
    }
    text
}
