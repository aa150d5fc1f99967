//! `cargo xtask simulate`: purchases under a deterministic scheduler, seed after seed.

use crate::tools::{Failure, cargo, must};

/// Which runs, and how many.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The first seed. A seed that fails prints what happened, and fails again when it is given here.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many seeds, one after the other: 1 when --seed is given, else 1,000.
    #[arg(long)]
    pub seeds: Option<u64>,
}

/// Runs the seeds.
///
/// # Errors
/// When one failed; what happened in it is printed.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    const TEST: &str = "simulation::whatever_the_seed_there_is_an_order_with_everything_or_nothing";
    let seeds = arguments.seeds.unwrap_or(if arguments.seed == 1 { 1_000 } else { 1 });
    let mut command = cargo();
    command
        .args(["test", "--quiet", "--package", "infrasell-checkout", "--test", "suite", "--", "--exact", TEST])
        .arg("--nocapture")
        .env("INFRASELL_SIMULATE_SEED", arguments.seed.to_string())
        .env("INFRASELL_SIMULATE_SEEDS", seeds.to_string());
    must(&mut command, "the simulation")
}
