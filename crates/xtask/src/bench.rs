//! `cargo xtask bench`: the shop as a process of its own, every figure beside its limit measured in the same run.
//!
//! Always true: what is measured is built in release; a PostgreSQL is started for it with its durability on; the
//! scratch folder is removed unless something failed.

use crate::{
    engines::{Matrix, POSTGRES_DURABLE},
    tools::{Failure, Profile, build, cargo, must, root, target},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Where the real catalogues are, when the option does not say.
const CATALOGUES: &str = "INFRASELL_BENCH_CATALOGUES";

/// What to measure, and how long.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Two seconds a figure instead of ten.
    #[arg(long)]
    quick: bool,
    /// Only one part (purchases, import, start, reads, graphql, apart, replicas, against, calls); RESULTS.md stays as it is.
    #[arg(long)]
    only: Option<String>,
    /// With how many products lists, start and memory are measured once more; 0 is not at all.
    #[arg(long)]
    products: Option<u64>,
    /// A folder with flipkart.jsonl.gz and bigbasket.csv.gz; a made-up catalogue of the same size when absent.
    #[arg(long, env = CATALOGUES)]
    catalogues: Option<PathBuf>,
    /// A revision of this repository that is built as well, and measured beside this one.
    #[arg(long)]
    against: Option<String>,
}

/// Measures, prints, and writes bench/RESULTS.md.
///
/// # Errors
/// When something does not build or cannot be measured.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.only.as_deref() == Some("calls") {
        print!("{}", calls(arguments.quick)?);
        return Ok(());
    }
    let results = root().join("bench/RESULTS.md");
    let other = arguments.against.as_deref().map(of_revision).transpose()?;
    with_means(|bench, means| {
        let mut command = Command::new(bench);
        command.current_dir(root()).arg("measure").args(means);
        command.arg("--out").arg(&results);
        command.args(arguments.quick.then_some("--quick"));
        if let Some(part) = &arguments.only {
            command.args(["--only", part]);
        }
        if let Some(products) = arguments.products {
            command.args(["--products", &products.to_string()]);
        }
        if let Some(folder) = &arguments.catalogues {
            command.arg("--catalogues").arg(folder);
        }
        if let Some(program) = &other {
            command.arg("--against").arg(program);
        }
        must(&mut command, "the benchmark")
    })?;
    if arguments.only.is_none() {
        let text = format!("{}\n{}", std::fs::read_to_string(&results)?, calls(arguments.quick)?);
        std::fs::write(&results, text)?;
    }
    Ok(())
}

/// The shop as it was at a revision, built as it was shipped then.
fn of_revision(revision: &str) -> Result<PathBuf, Failure> {
    let asked = format!("{revision}^{{commit}}");
    let output = Command::new("git").args(["rev-parse", "--verify", "--short", &asked]).current_dir(root()).output()?;
    if !output.status.success() {
        return Err(format!("--against: {revision} is no revision of this repository").into());
    }
    let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let folder = target().join("against").join(&commit);
    let program = folder.join("infrasell");
    if program.exists() {
        return Ok(program);
    }
    let source = folder.join("source");
    std::fs::create_dir_all(&source)?;
    let archive = folder.join("source.tar");
    let mut git = Command::new("git");
    must(git.args(["archive", "--output"]).arg(&archive).arg(&commit).current_dir(root()), "git archive")?;
    must(Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(&source), "tar")?;
    println!("building {commit} as it was shipped …");
    let mut command = cargo();
    command.current_dir(&source).env("CARGO_TARGET_DIR", target());
    must(command.args(["build", "--profile", "dist", "--package", "infrasell"]), &format!("building {commit}"))?;
    std::fs::copy(target().join("dist/infrasell"), &program)?;
    Ok(program)
}

/// What calls between processes cost, as a part of the page.
fn calls(quick: bool) -> Result<String, Failure> {
    let bench = build("infrasell-bench-calls", "infrasell-bench-calls", Profile::Release)?;
    let output = Command::new(bench).args(quick.then_some("--quick")).output()?;
    if !output.status.success() {
        return Err(format!("calls could not be measured: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Builds what is needed, starts a durable PostgreSQL if there is one, and calls `work` with the program and the
/// arguments that name them all.
///
/// # Errors
/// When something does not build or start, or `work` fails.
pub fn with_means(work: impl FnOnce(&Path, Vec<String>) -> Result<(), Failure>) -> Result<(), Failure> {
    println!("building what is shipped; the first time takes ten minutes …");
    let infrasell = build("infrasell", "infrasell", Profile::Dist)?;
    let simulator = build("infrasell-simulator", "simulator", Profile::Release)?;
    let bench = build("infrasell-bench", "infrasell-bench", Profile::Release)?;
    let folder = std::env::temp_dir().join(format!("infrasell-bench-{}", std::process::id()));
    let matrix = Matrix::of(&[POSTGRES_DURABLE])?;
    let mut means: Vec<String> = vec![];
    for (name, path) in [("--infrasell", &infrasell), ("--simulator", &simulator), ("--folder", &folder)] {
        means.extend([name.to_owned(), path.display().to_string()]);
    }
    match matrix.url(POSTGRES_DURABLE) {
        Some(url) => means.extend(["--postgres".to_owned(), url.to_owned()]),
        None => println!("PostgreSQL is left out: it is not installed"),
    }
    let done = work(&bench, means);
    if done.is_ok() {
        drop(std::fs::remove_dir_all(&folder));
    }
    done
}
