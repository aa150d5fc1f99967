//! Measures a small read between two processes on this machine: through a contract, and as a bare echo of the same bytes.
//!
//! Always true: caller and peer are processes of their own, whose processor time is read from the system; each figure is
//! taken in turns with its limit; only 127.0.0.1 is talked to; the peer ends with its handle.

mod callers;
mod contract;
mod hedge;
mod parts;
mod server;

use callers::{Bare, Call, Ours, Pooled};
use clap::{Parser, ValueEnum};
use server::{Server, cpu_us};
use std::{
    net::SocketAddr,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

/// In how many turns a figure is taken.
const TURNS: u32 = 4;
/// How many call at once.
const CALLERS: [usize; 2] = [1, 16];

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The system.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Anything else, in words.
    #[error("{0}")]
    Other(String),
}

impl Trouble {
    /// In the words of `cause`.
    pub fn of(cause: impl std::fmt::Display) -> Self {
        Trouble::Other(cause.to_string())
    }
}

/// What a peer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Serves the contract behind the guard.
    Contract,
    /// Sends the same bytes.
    Echo,
    /// Serves the contract, and is slow once in a hundred calls.
    Tail,
}

#[derive(Parser)]
#[command(name = "infrasell-bench-calls", about = "Measures a call between two processes.")]
struct Cli {
    /// Be the peer.
    #[arg(long, hide = true, requires = "listen")]
    serve: Option<Role>,
    #[arg(long, hide = true)]
    listen: Option<SocketAddr>,
    /// Two seconds a figure instead of ten.
    #[arg(long)]
    quick: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match (cli.serve, cli.listen) {
        (Some(role), Some(listen)) => server::serve(role, listen).await,
        _ => measure(Duration::from_secs(if cli.quick { 2 } else { 10 })).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("infrasell-bench-calls: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What was measured of one way of calling.
#[derive(Debug, Default, Clone)]
pub struct Load {
    /// What each call took, µs; sorted once all are in.
    pub took_us: Vec<u64>,
    /// The measured time, µs.
    pub window_us: u64,
    /// Processor time of the caller and of the peer, µs.
    pub cpu_us: [u64; 2],
}

impl Load {
    /// What `per_mille` of them took at the most, µs.
    pub fn at(&self, per_mille: usize) -> u64 {
        let last = self.took_us.len().saturating_sub(1);
        self.took_us.get((self.took_us.len() * per_mille / 1_000).min(last)).copied().unwrap_or(0)
    }

    fn row(&self, what: &str, callers: usize) -> String {
        let count = (self.took_us.len() as u64).max(1);
        let tenths = |us: u64| format!("{}.{}", us * 10 / count / 10, us * 10 / count % 10);
        let [caller, peer] = self.cpu_us;
        format!(
            "| {what} | {callers} | {}/s | {} µs | {} µs | {} µs | {} µs | **{} µs** |",
            count * 1_000_000 / self.window_us.max(1),
            self.at(500),
            self.at(990),
            tenths(caller),
            tenths(peer),
            tenths(caller + peer)
        )
    }
}

/// Lets `callers` call for `time`, each as fast as it is answered.
///
/// # Errors
/// When a call fails.
pub async fn run<C: Call>(call: Arc<C>, peer: u32, callers: usize, time: Duration) -> Result<Load, Trouble> {
    call.once().await?;
    let own = std::process::id();
    let (before, begun) = ([cpu_us(own)?, cpu_us(peer)?], Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let call = call.clone();
        tasks.spawn(async move {
            let mut took = vec![];
            while begun.elapsed() < time {
                let started = Instant::now();
                call.once().await?;
                took.push(micros(started.elapsed()));
            }
            Ok::<_, Trouble>(took)
        });
    }
    let mut load = Load::default();
    while let Some(took) = tasks.join_next().await {
        load.took_us.extend(took.map_err(Trouble::of)??);
    }
    load.window_us = micros(begun.elapsed());
    load.cpu_us = [cpu_us(own)? - before[0], cpu_us(peer)? - before[1]];
    Ok(load)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn add(sum: &mut Load, more: Load) {
    sum.took_us.extend(more.took_us);
    sum.window_us += more.window_us;
    sum.cpu_us = [sum.cpu_us[0] + more.cpu_us[0], sum.cpu_us[1] + more.cpu_us[1]];
}

async fn measure(time: Duration) -> Result<(), Trouble> {
    let (contract, echo) = (Server::start(Role::Contract).await?, Server::start(Role::Echo).await?);
    let ours = Arc::new(Ours::new(contract.address)?);
    let bare = Arc::new(Bare::new(echo.address));
    let pooled = Arc::new(Pooled::new(echo.address));
    println!(
        "# A call between two processes\n\nA small read: {} bytes asked, {} answered.\n",
        contract::ASKED,
        contract::ANSWERED
    );
    println!("| what | callers | calls | p50 | p99 | CPU of the caller | CPU of the peer | both |");
    println!("|---|---|---|---|---|---|---|---|");
    let turn = time / TURNS;
    for callers in CALLERS {
        let mut loads = [Load::default(), Load::default(), Load::default()];
        for _ in 0..TURNS {
            add(&mut loads[0], run(ours.clone(), contract.id(), callers, turn).await?);
            add(&mut loads[1], run(bare.clone(), echo.id(), callers, turn).await?);
            add(&mut loads[2], run(pooled.clone(), echo.id(), callers, turn).await?);
        }
        let names = ["contract, token and all", "limit: bare hyper echo, same bytes", "limit: reqwest to the echo"];
        for (load, name) in loads.iter_mut().zip(names) {
            load.took_us.sort_unstable();
            println!("{}", load.row(name, callers));
        }
    }
    drop((contract, echo));
    parts::print().await?;
    hedge::print(time).await
}
