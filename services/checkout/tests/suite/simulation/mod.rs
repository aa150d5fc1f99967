//! The purchase under a deterministic scheduler: the real saga and the real reservations, on a virtual clock, with
//! processes that die, stand still and have wrong clocks, calls that are late, lost and delivered twice, and a provider
//! that does not know. A seed is a run; the same seed is the same run.
//!
//! `cargo xtask simulate --seed N` runs one seed and prints what happened when it fails; `--seeds N` runs many.
//!
//! What is real: checkout's service with its saga, leases and rows; inventory's service with its reservations; the
//! database under both. What is played: carts, payments with their provider, orders, jobs and the bus. Time, the order of
//! things and every failure follow from the seed, because one thread runs everything, time stands still while anything
//! is to be done, and nothing is asked of the machine but files.

mod books;
mod life;
mod log;
mod mutant;
mod net;
mod process;

use life::World;
use mutant::Mutant;

/// Where to begin, and how many: set by `cargo xtask simulate`.
const SEED: &str = "INFRASELL_SIMULATE_SEED";
const SEEDS: &str = "INFRASELL_SIMULATE_SEEDS";
/// Seeds that a plain test run tries.
const FEW: u64 = 60;

struct Run {
    broken: Vec<String>,
    lines: Vec<String>,
    hash: u64,
    acknowledged: usize,
    attempts: i64,
}

fn simulate(seed: u64, mutant: Option<Mutant>) -> Run {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let world = World::new(seed, mutant).await;
        let broken = world.live().await;
        let acknowledged = world.acknowledged.lock().unwrap().len();
        let attempts = world.shop.state().payments.len();
        let attempts = i64::try_from(attempts).unwrap();
        Run { broken, lines: world.log.lines(), hash: world.log.hash(), acknowledged, attempts }
    })
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn whatever_the_seed_there_is_an_order_with_everything_or_nothing() {
    let (first, seeds) = (number(SEED, 1), number(SEEDS, FEW));
    let (mut acknowledged, mut attempts) = (0, 0);
    let began = std::time::Instant::now();
    for seed in first..first + seeds {
        let run = simulate(seed, None);
        if !run.broken.is_empty() {
            println!("{}", run.lines.join("\n"));
            panic!("seed {seed}: {:#?}\nagain: cargo xtask simulate --seed {seed}", run.broken);
        }
        acknowledged += run.acknowledged;
        attempts += run.attempts;
    }
    println!(
        "{seeds} seeds from {first} in {:.1} s: {attempts} payments, {acknowledged} orders acknowledged, nothing broken",
        began.elapsed().as_secs_f64()
    );
    assert!(seeds < 20 || acknowledged > 0, "somebody bought something");
}

#[test]
fn a_seed_is_the_same_run_each_time() {
    for seed in [3, 4, 5] {
        let (first, second) = (simulate(seed, None), simulate(seed, None));
        let difference = first.lines.iter().zip(&second.lines).find(|(one, other)| one != other);
        assert_eq!(difference, None, "seed {seed}");
        assert_eq!(first.hash, second.hash, "seed {seed}");
    }
    assert_ne!(simulate(3, None).hash, simulate(4, None).hash);
}

/// The first seed from `from` on that misses a guard, and says so.
fn missed(mutant: Mutant, what: &str, from: u64) -> Option<(u64, Vec<String>)> {
    let runs = (from..from + 1_000).map(|seed| (seed, simulate(seed, Some(mutant)).broken));
    runs.into_iter().find(|(_, broken)| broken.iter().any(|broken| broken.contains(what)))
}

#[test]
fn a_guard_that_is_taken_away_is_missed() {
    // begun near a seed that is known to find it, for the rare one takes hundreds
    let expected = [
        (Mutant::InventoryForgetsKeys, "an attempt held stock twice", 1),
        (Mutant::LateCallsAreDone, "1 locked", 261),
        (Mutant::NobodyResumes, "does not come to an end", 1),
    ];
    for (mutant, what, from) in expected {
        let found = missed(mutant, what, from);
        println!("{mutant:?}: {found:?}");
        assert!(found.is_some(), "{mutant:?} breaks nothing");
    }
}
