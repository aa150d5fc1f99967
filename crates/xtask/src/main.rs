//! What developers run: `cargo xtask demo | test | tidy | engines | strangers | sdk | browser | openapi | bench | simulate | soak`.
//!
//! Always true: a task says what it does in plain lines, fails with a non-zero status, and ends only what it began.

mod bench;
mod browser;
mod demo;
mod engines;
mod fuzz;
mod http;
mod node;
mod python;
mod sdk;
mod simulate;
mod soak;
mod strangers;
mod suite;
mod supply;
mod testshop;
mod tidy;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "What developers of Infrasell run.")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build, make a shop under ./demo-data with our sample catalogue, serve it, and print how to buy something.
    Demo {
        /// The port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run everything: tidy, format, lints, every test on every engine that is here; ends with one table.
    Test {
        /// Only tests whose name contains this.
        filter: Option<String>,
    },
    /// Check all that needs no running shop: arrows between crates, sizes, headers, the service graph, the tests that the
    /// docs name, dependencies (licences, bans, doubles, advisories, unused), format, lints.
    Tidy {
        /// Leave the lints out: nothing is compiled.
        #[arg(long)]
        quick: bool,
    },
    /// Install, start and stop the servers that the full test matrix wants, in a scratch folder of our own.
    Engines {
        #[command(subcommand)]
        action: engines::Action,
    },
    /// Let a stranger who has read only the OpenAPI document try the shop, on every engine that is here.
    Strangers(strangers::Arguments),
    /// Hold the GraphQL schema to the public one; test the TypeScript client, and clients that are not ours, against a real
    /// shop, in Node and in a browser.
    Sdk,
    /// Finish purchases on the hosted checkout in Chromium.
    Browser,
    /// Write the OpenAPI document to docs/reference/openapi.json.
    Openapi,
    /// Measure every figure beside its limit, on every engine that is here, and write bench/RESULTS.md.
    Bench(bench::Arguments),
    /// Buy things under a deterministic scheduler with injected failures, seed after seed.
    Simulate(simulate::Arguments),
    /// The long forms: 10,000 tries to oversell and 200 kills under load, on every engine that is here, 3,000
    /// simulated runs, the tests under a bad network, random GraphQL documents, and hostile bytes.
    Soak(soak::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Demo { port } => demo::run(port),
        Task::Test { filter } => suite::run(filter.as_deref()),
        Task::Tidy { quick } => suite::tidy(quick),
        Task::Engines { action } => engines::run(&action),
        Task::Strangers(arguments) => engines::Matrix::of(&[engines::POSTGRES])
            .and_then(|matrix| strangers::run(&arguments, &matrix, testshop::Built::No))
            .map(|told| println!("\n{told}")),
        Task::Sdk => engines::Matrix::of(&[])
            .and_then(|matrix| sdk::schema().and_then(|_| sdk::run(&matrix, testshop::Built::No)))
            .map(|told| println!("\n{told}")),
        Task::Browser => engines::Matrix::of(&[])
            .and_then(|matrix| browser::run(&matrix, testshop::Built::No))
            .map(|told| println!("\n{told}")),
        Task::Openapi => tools::openapi(),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Simulate(arguments) => simulate::run(&arguments),
        Task::Soak(arguments) => soak::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
