//! `infrasell-fuzz`: tries every target with mutated bytes for a while. `cargo xtask soak` runs it where libFuzzer is not.

use clap::Parser;
use infrasell_fuzz::{TARGETS, Target, mutate, survives};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

/// How long, from where.
#[derive(Parser)]
#[command(name = "infrasell-fuzz")]
struct Arguments {
    /// How long all targets together are tried, minutes.
    #[arg(long, default_value_t = 2)]
    minutes: u64,
    /// Where chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this target.
    #[arg(long)]
    target: Option<String>,
    /// Print the names of the targets, and stop.
    #[arg(long)]
    list: bool,
    /// Write the targets' seeds into this folder, and stop.
    #[arg(long)]
    write_seeds: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let chosen: Vec<&Target> =
        TARGETS.iter().filter(|t| arguments.target.as_deref().is_none_or(|name| name == t.name)).collect();
    if arguments.list {
        for target in chosen {
            println!("{}", target.name);
        }
        return ExitCode::SUCCESS;
    }
    if let Some(folder) = &arguments.write_seeds {
        return written(&chosen, folder);
    }
    let each = Duration::from_secs(arguments.minutes * 60) / u32::try_from(chosen.len().max(1)).unwrap_or(1);
    let mut sound = !chosen.is_empty();
    for target in chosen {
        match tried(target, arguments.seed, each) {
            Ok(count) => println!("{:<10} {count:>10} tries, no fault", target.name),
            Err(bytes) => {
                sound = false;
                println!("{:<10} fails with b\"{}\"", target.name, bytes.escape_ascii());
            }
        }
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn written(targets: &[&Target], folder: &Path) -> ExitCode {
    for (at, seed) in targets.iter().flat_map(|t| t.seeds).enumerate() {
        if let Err(cause) = std::fs::write(folder.join(format!("seed-{at}")), seed) {
            eprintln!("infrasell-fuzz: {}: {cause}", folder.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// How many tries a target took, or the smallest bytes found that it did not.
fn tried(target: &Target, seed: u64, time: Duration) -> Result<u64, Vec<u8>> {
    let (begun, mut chance, mut count) = (Instant::now(), mutate::Chance::new(seed), 0);
    while begun.elapsed() < time {
        for _ in 0..256 {
            let bytes = mutate::next(&mut chance, target);
            if !survives(target, &bytes) {
                return Err(mutate::shrink(bytes, |shorter| !survives(target, shorter)));
            }
            count += 1;
        }
    }
    Ok(count)
}
