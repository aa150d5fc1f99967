//! `cargo xtask test`: everything, and one table at the end.

use crate::{
    browser,
    engines::{MATRIX, Matrix, NATS, POSTGRES, REDIS},
    sdk, strangers, supply,
    testshop::Built,
    tidy,
    tools::{Failure, cargo},
};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Instant,
};

/// Puts Redis and NATS beside every test shop.
const BESIDE: &str = "INFRASELL_TEST_BESIDE";

/// One line of the closing table.
struct Row {
    what: String,
    result: Result<String, String>,
    seconds: u64,
}

impl Row {
    fn line(&self) -> String {
        let (mark, text) = match &self.result {
            Ok(text) if text.starts_with("SKIPPED") => ("skip", text),
            Ok(text) => ("ok", text),
            Err(text) => ("FAIL", text),
        };
        format!("{:<22} {mark:<6} {:>6}  {text}", self.what, self.seconds)
    }
}

#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
    /// Whether all of them were built and none failed.
    went_well: bool,
}

impl Counts {
    /// Adds what one run counted, which is the answer.
    fn add(&mut self, run: &Counts) -> Result<String, Failure> {
        self.passed += run.passed;
        self.failed += run.failed;
        self.ignored += run.ignored;
        if run.went_well { Ok(format!("{} passed", run.passed)) } else { Err(format!("{} failed", run.failed).into()) }
    }
}

/// Runs everything; every step runs even when one before it failed.
///
/// # Errors
/// When a step failed, or when an engine is absent in CI.
pub fn run(filter: Option<&str>) -> Result<(), Failure> {
    let matrix = Matrix::of(&MATRIX)?;
    let mut rows = vec![Row { what: "engine: SQLite".into(), result: Ok("built in".into()), seconds: 0 }];
    rows.extend(matrix.lines().into_iter().map(|(what, result)| Row { what, result, seconds: 0 }));
    if filter.is_none() {
        rows.extend(still());
        rows.push(lints());
    }
    let mut counts = Counts::default();
    rows.push(timed("tests", || tests(filter, &matrix, &mut counts)));
    if filter.is_none() {
        rows.push(timed("Redis and NATS", || beside(&matrix, &mut counts)));
        rows.push(timed("OpenTelemetry", opentelemetry));
        rows.push(timed("sdk", || sdk::run(&matrix, Built::WithTheTests)));
        rows.push(timed("browser", || browser::run(&matrix, Built::WithTheTests)));
        rows.push(timed("strangers", || {
            strangers::run(&strangers::Arguments::default(), &matrix, Built::WithTheTests)
        }));
    }
    print(&rows, &counts);
    if rows.iter().all(|row| row.result.is_ok()) { Ok(()) } else { Err("not everything passed".into()) }
}

/// `cargo xtask tidy`: everything that needs no running shop; `quick` leaves the lints out, which compile.
///
/// # Errors
/// When a step failed.
pub fn tidy(quick: bool) -> Result<(), Failure> {
    let mut rows = still();
    if !quick {
        rows.push(lints());
    }
    for row in &rows {
        println!("{}", row.line());
    }
    if rows.iter().all(|row| row.result.is_ok()) { Ok(()) } else { Err("not everything is tidy".into()) }
}

/// What compiles nothing of Rust.
fn still() -> Vec<Row> {
    vec![
        timed("tidy", || tidy::run().map(|()| "arrows, sizes, headers, graph, named tests".into())),
        timed("dependencies", supply::run),
        timed("schema", sdk::schema),
        timed("format", || step(&["fmt", "--all", "--check"])),
    ]
}

fn lints() -> Row {
    timed("lints", || step(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn timed(what: &str, work: impl FnOnce() -> Result<String, Failure>) -> Row {
    println!("\n== {what}");
    let begun = Instant::now();
    let result = work().map_err(|error| error.to_string());
    Row { what: what.to_owned(), result, seconds: begun.elapsed().as_secs() }
}

fn step(arguments: &[&str]) -> Result<String, Failure> {
    crate::tools::must(cargo().args(arguments), &format!("cargo {}", arguments.join(" ")))?;
    Ok("clean".into())
}

/// The build that tells traces: its lints, and its tests against a receiver.
fn opentelemetry() -> Result<String, Failure> {
    let lints = "clippy --quiet --package infrasell --features otel --all-targets -- --deny warnings";
    let tests = "test --quiet --package infrasell --features otel --test suite -- told";
    for command in [lints, tests] {
        step(&command.split(' ').collect::<Vec<_>>())?;
    }
    Ok("the feature otel builds and tells a purchase as one trace".into())
}

/// Runs the tests of the workspace.
fn tests(filter: Option<&str>, matrix: &Matrix, counts: &mut Counts) -> Result<String, Failure> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(filter).envs(matrix.variables());
    let on = if matrix.url(POSTGRES).is_some() { "SQLite and PostgreSQL" } else { "SQLite only" };
    Ok(format!("{} on {on}", counts.add(&count(&mut command)?)?))
}

/// The tests of three replicas once more, with Redis and NATS beside them.
fn beside(matrix: &Matrix, counts: &mut Counts) -> Result<String, Failure> {
    if [POSTGRES, REDIS, NATS].iter().any(|name| matrix.url(name).is_none()) {
        return Ok("SKIPPED: PostgreSQL, Redis or NATS is not there".into());
    }
    let mut command = cargo();
    // of the workspace, so that nothing is built anew
    command.args(["test", "--workspace", "--test", "suite", "--no-fail-fast", "replicas"]);
    command.envs(matrix.variables()).env(BESIDE, "1");
    counts.add(&count(&mut command)?)
}

/// Runs tests and reads the closing line of each binary.
fn count(command: &mut Command) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines);
    for line in lines {
        let line = line?;
        println!("{line}");
        if let Some(rest) = line.strip_prefix("test result: ") {
            counts.passed += number_before(rest, " passed");
            counts.failed += number_before(rest, " failed");
            counts.ignored += number_before(rest, " ignored");
        }
    }
    counts.went_well = child.wait()?.success();
    Ok(counts)
}

fn number_before(text: &str, word: &str) -> u64 {
    let head = text.split(word).next().unwrap_or("");
    head.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn print(rows: &[Row], counts: &Counts) {
    println!("\n{:<22} {:<6} {:>6}  what", "step", "result", "s");
    for row in rows {
        println!("{}", row.line());
    }
    println!("\n{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.ignored);
}
