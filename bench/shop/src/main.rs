//! Measures a shop that runs as a process of its own, each figure beside a limit taken in the same run; and soaks it.
//!
//! Always true: only 127.0.0.1 is talked to; everything ends by itself within its time; only processes that were started
//! here are ended, each by its own handle.

mod against;
mod apart;
mod bare;
mod catalogue;
mod chance;
mod graphql;
mod http;
mod imports;
mod inside;
mod load;
mod measure;
mod pattern;
mod place;
mod purchases;
mod reads;
mod replay;
mod replicas;
mod report;
mod server;
mod several;
mod simulator;
mod soak;
mod starts;
mod stats;

use clap::{Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

/// The limits are taken in this program or by it: with the same allocator as the shop, so that they are no easier to reach.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// The system.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The database.
    #[error("the database: {0}")]
    Db(#[from] infrasell_db::DbError),
    /// A shop that cannot be opened.
    #[error("{0}")]
    App(#[from] infrasell::app::AppError),
    /// An answer that is no JSON.
    #[error("an answer cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Anything else, in words.
    #[error("{0}")]
    Other(String),
}

#[derive(Parser)]
#[command(name = "infrasell-bench", about = "Measures and soaks a shop.")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure, print, and write the results.
    Measure(measure::Arguments),
    /// Serve a few rows of a database, as the limit for start and memory.
    Bare {
        /// The database.
        #[arg(long)]
        database: String,
        /// Where to listen.
        #[arg(long)]
        listen: SocketAddr,
    },
    /// Answer what a shop answers, as the limit for its reads.
    BareReads(reads::LimitArguments),
    /// Buy more than there is, and kill the shop while it sells.
    Soak(soak::Arguments),
}

/// The programs and servers that both need.
#[derive(Debug, Clone, clap::Args)]
struct Means {
    /// The program that is measured.
    #[arg(long)]
    infrasell: PathBuf,
    /// The payment provider to test against.
    #[arg(long)]
    simulator: PathBuf,
    /// A PostgreSQL on which databases can be made; it must be durable.
    #[arg(long)]
    postgres: Option<String>,
    /// The scratch folder; on the disk that is to be measured.
    #[arg(long)]
    folder: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Measure(arguments) => measure::run(&arguments).await,
        Task::Bare { database, listen } => bare::serve(&database, listen).await,
        Task::BareReads(arguments) => reads::serve_limit(&arguments).await,
        Task::Soak(arguments) => soak::run(&arguments).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("infrasell-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
