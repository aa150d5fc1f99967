//! Hostile bytes for a while: by libFuzzer, which watches what they reach, where a nightly compiler and cargo-fuzz are; by
//! our own mutator everywhere else.

use crate::{
    supply::tool,
    tools::{Failure, Profile, build, cargo, must, root, target},
};
use std::process::{Command, Stdio};

/// The largest input that libFuzzer makes, bytes.
const MAX_LEN: u32 = 4_096;

/// Tries every target, all of them together for `minutes`.
///
/// # Errors
/// When a target failed; the bytes are printed.
pub fn run(minutes: u64, seed: Option<u64>) -> Result<(), Failure> {
    let seed = seed.unwrap_or(1);
    let Some(cargo_fuzz) = tool("cargo-fuzz").filter(|_| has_nightly()) else {
        println!("no nightly compiler or no cargo-fuzz: bytes are mutated without watching what they reach");
        return by_ourselves(minutes, seed);
    };
    let names = targets()?;
    let seconds = (minutes * 60 / names.len().max(1) as u64).max(1);
    let corpora = target().join("fuzz");
    let mut failed = vec![];
    for name in &names {
        println!("\n-- {name}, {seconds} s of libFuzzer");
        let corpus = corpora.join(name);
        seeds(name, &corpus)?;
        let mut command = Command::new(&cargo_fuzz);
        command.current_dir(root()).env("INFRASELL_FUZZ_TARGET", name).env("RUSTUP_TOOLCHAIN", "nightly");
        // memory is safe in all our code (unsafe_code is denied): no sanitizer, which would double the time
        command.args(["fuzz", "run", "--sanitizer", "none", "--target-dir"]).arg(corpora.join("target"));
        command.arg("any").arg(&corpus).arg("--");
        command.args([format!("-max_total_time={seconds}"), format!("-max_len={MAX_LEN}"), format!("-seed={seed}")]);
        command.args(["-print_final_stats=1", "-verbosity=0", "-timeout=10"]);
        if must(&mut command, name).is_err() {
            failed.push(name.clone());
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("faults in {}: see above", failed.join(", ")).into()) }
}

fn by_ourselves(minutes: u64, seed: u64) -> Result<(), Failure> {
    let program = build("infrasell-fuzz", "infrasell-fuzz", Profile::Release)?;
    let mut command = Command::new(program);
    must(command.args(["--minutes", &minutes.to_string(), "--seed", &seed.to_string()]), "hostile bytes")
}

fn has_nightly() -> bool {
    let tried =
        Command::new("rustc").arg("+nightly").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

fn targets() -> Result<Vec<String>, Failure> {
    let out = cargo().args(["run", "--quiet", "--package", "infrasell-fuzz", "--", "--list"]).output()?;
    Ok(String::from_utf8(out.stdout)?.lines().map(str::to_owned).collect())
}

/// What libFuzzer begins with: the target's own seeds, and what it found worth keeping in earlier runs.
fn seeds(name: &str, corpus: &std::path::Path) -> Result<(), Failure> {
    std::fs::create_dir_all(corpus)?;
    let mut command = cargo();
    command
        .args(["run", "--quiet", "--package", "infrasell-fuzz", "--", "--target", name, "--write-seeds"])
        .arg(corpus);
    must(&mut command, "writing seeds")
}
