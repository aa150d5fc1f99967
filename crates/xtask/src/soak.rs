//! `cargo xtask soak`: the long forms of "nothing is sold twice" and "nothing acknowledged is lost", on both engines, and
//! of "no bytes and no documents do harm"; before these, thousands of simulated runs, and the tests of services apart with a
//! bad network between them.

use crate::{
    bench::with_means,
    engines::{Matrix, POSTGRES},
    fuzz, simulate,
    tools::{Failure, cargo, must, root},
};
use std::process::Command;

/// How long, from where.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// No round begins after so many minutes.
    #[arg(long)]
    minutes: Option<u64>,
    /// Where chance begins; a failing round says its own.
    #[arg(long)]
    seed: Option<u64>,
    /// How many buyers try to buy what is scarce, on each engine; 10,000 when absent.
    #[arg(long)]
    tries: Option<u64>,
    /// How often a shop is killed, on each engine; 200 when absent.
    #[arg(long)]
    kills: Option<u64>,
    /// How often each service is killed of a shop that is a process a service; 20 when absent.
    #[arg(long)]
    each: Option<u64>,
    /// How many simulated runs there are before that.
    #[arg(long, default_value_t = 3_000)]
    seeds: u64,
    /// How often the tests of services apart run under a mild bad network, each time with another seed; 0 leaves them out.
    #[arg(long, default_value_t = 1)]
    faults: u64,
    /// How long hostile bytes are tried after that, all targets together, minutes; 0 leaves them out.
    #[arg(long, default_value_t = 5)]
    fuzz_minutes: u64,
    /// How many random GraphQL documents are sent to a shop, valid ones and as many malformed; 0 leaves them out.
    #[arg(long, default_value_t = 2_000)]
    documents: u64,
    /// Only hostile bytes and documents.
    #[arg(long)]
    fuzz_only: bool,
}

/// Soaks and prints one table.
///
/// # Errors
/// When a round failed; the table says which, and its folder is kept.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if !arguments.fuzz_only {
        let seeds = Some(arguments.seeds);
        simulate::run(&simulate::Arguments { seed: arguments.seed.unwrap_or(1), seeds })?;
        shops(arguments)?;
        for round in 0..arguments.faults {
            faults(arguments.seed.unwrap_or(1) + round)?;
        }
    }
    if arguments.documents > 0 {
        documents(arguments)?;
    }
    if arguments.fuzz_minutes == 0 {
        return Ok(());
    }
    fuzz::run(arguments.fuzz_minutes, arguments.seed)
}

/// Runs the tests of services apart with a bad network between them, which retries must hide.
fn faults(seed: u64) -> Result<(), Failure> {
    let matrix = Matrix::of(&[POSTGRES])?;
    let mut tests = cargo();
    tests.args(["test", "--package", "infrasell", "--test", "suite", "--no-fail-fast", "apart"]);
    tests.envs(matrix.variables()).env("INFRASELL_TEST_FAULTS", format!("mild:{seed}"));
    must(&mut tests, &format!("the tests under mild faults, seed {seed},"))
}

/// Sends random documents to a shop on each engine that is here; nothing runs beside, so that answers are held to the clock.
fn documents(arguments: &Arguments) -> Result<(), Failure> {
    let matrix = Matrix::of(&[POSTGRES])?;
    let mut tests = cargo();
    tests.args(["test", "--package", "infrasell", "--test", "suite", "--", "--test-threads", "1", "fuzzed::"]);
    tests.envs(matrix.variables()).env("INFRASELL_FUZZ_DOCUMENTS", arguments.documents.to_string());
    tests.env("INFRASELL_FUZZ_SEED", arguments.seed.unwrap_or(1).to_string());
    must(&mut tests, "random GraphQL documents")
}

fn shops(arguments: &Arguments) -> Result<(), Failure> {
    with_means(|bench, means| {
        let mut command = Command::new(bench);
        command.current_dir(root()).arg("soak").args(means);
        let options = [
            ("--minutes", arguments.minutes),
            ("--seed", arguments.seed),
            ("--tries", arguments.tries),
            ("--kills", arguments.kills),
            ("--each", arguments.each),
        ];
        for (name, value) in options {
            if let Some(value) = value {
                command.args([name.to_owned(), value.to_string()]);
            }
        }
        must(&mut command, "the soak")
    })
}
