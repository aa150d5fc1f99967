//! The results as a page: every figure with its limit, their ratio, what was aimed at and whether it is met.

use crate::{
    Trouble, against, apart, graphql, imports,
    load::Payment,
    place::{Engine, Ground},
    purchases::{self, shares},
    reads,
    server::Memory,
    starts,
    stats::{Load, micros, millis, percent, spaced},
};
use infrasell_kernel::Env;
use std::{fmt::Write, process::Command, time::Duration};

const AIM_PURCHASES_PERCENT: u64 = 50;
const AIM_IMPORT_PER_SECOND: u64 = 10_000;
const AIM_START: Duration = Duration::from_millis(150);
const AIM_IDLE_BYTES: u64 = 60_000_000;
const AIM_BINARY_BYTES: u64 = 40_000_000;
/// How much of a statement is shown, characters.
const MOST_CHARS: usize = 110;

/// Everything that was measured.
pub struct Results {
    head: Vec<(&'static str, String)>,
    binary_bytes: u64,
    /// Purchases, an engine each.
    pub purchases: Vec<(Engine, purchases::Measured)>,
    /// Imports, an engine each.
    pub imports: Vec<imports::Measured>,
    /// Starts, an engine each.
    pub starts: Vec<starts::Measured>,
    /// Reads, an engine each.
    pub reads: Vec<reads::Measured>,
    /// This build beside another one.
    pub against: Vec<against::Case>,
    /// One process beside many.
    pub apart: Option<apart::Measured>,
    /// GraphQL, an engine each.
    pub graphql: Vec<graphql::Measured>,
    /// What was imported.
    pub catalogue: Option<String>,
}

impl Results {
    /// Nothing measured yet.
    ///
    /// # Errors
    /// When the program is not there.
    pub fn new(ground: &Ground) -> Result<Results, Trouble> {
        let head = vec![
            ("date", Env::system().now().to_string().split('T').next().unwrap_or_default().to_owned()),
            ("commit", commit()),
            ("machine", machine()),
            ("load before", said("/proc/loadavg", |text| text.split(' ').next().map(str::to_owned))),
            ("each figure", format!("{} s in eight turns, by turns with its limit", ground.measured.as_secs())),
        ];
        let binary_bytes = std::fs::metadata(&ground.infrasell)?.len();
        Ok(Results {
            head,
            binary_bytes,
            purchases: vec![],
            imports: vec![],
            starts: vec![],
            reads: vec![],
            against: vec![],
            apart: None,
            graphql: vec![],
            catalogue: None,
        })
    }
}

fn said(file: &str, pick: impl Fn(&str) -> Option<String>) -> String {
    std::fs::read_to_string(file).ok().and_then(|text| pick(&text)).unwrap_or_else(|| "unknown".into())
}

fn commit() -> String {
    let git = |words: &[&str]| {
        let out = Command::new("git").args(words).output().ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short", "HEAD"]) else { return "unknown".into() };
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|text| !text.is_empty());
    format!("{commit}{}", if changed { " with uncommitted changes" } else { "" })
}

fn machine() -> String {
    let after = |line: &str| line.split(':').nth(1).map(|text| text.trim().to_owned());
    let model = said("/proc/cpuinfo", |text| text.lines().find(|line| line.starts_with("model name")).and_then(after));
    let memory = said("/proc/meminfo", |text| text.lines().next().and_then(after));
    let kib: u64 = memory.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let kernel = said("/proc/sys/kernel/osrelease", |text| Some(text.trim().to_owned()));
    format!("{cores} × {model}, {} GB, Linux {kernel}; load generator and database on the same cores", kib / 976_562)
}

/// The whole page.
#[must_use]
pub fn write(results: &Results) -> String {
    let mut out = String::from(
        "# Results\n\nWritten by `cargo xtask bench`; how each figure and its limit are taken: [README](README.md).\n\n",
    );
    for (name, value) in &results.head {
        line(&mut out, &format!("- {name}: {value}"));
    }
    aims(&mut out, results);
    for (engine, measured) in &results.purchases {
        purchase(&mut out, *engine, measured);
    }
    import(&mut out, results);
    start(&mut out, results);
    reads::page(&mut out, &results.reads);
    for measured in &results.graphql {
        graphql::page(&mut out, measured);
    }
    if let Some(measured) = &results.apart {
        apart::page(&mut out, measured);
    }
    if !results.against.is_empty() {
        against::page(&mut out, &results.against);
    }
    out
}

pub(crate) fn line(out: &mut String, text: &str) {
    // a String takes everything
    let _written = writeln!(out, "{text}");
}

pub(crate) fn table(out: &mut String, title: &str, head: &str) {
    line(out, &format!("\n## {title}\n\n| {head} |"));
    line(out, &format!("|{}", "---|".repeat(head.split('|').count())));
}

pub(crate) fn met(is: bool) -> &'static str {
    if is { "met" } else { "**not met**" }
}

pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

fn aims(out: &mut String, results: &Results) {
    table(out, "Against the aims", "what | engine | figure | limit | ratio | aim | ");
    for (engine, measured) in &results.purchases {
        for case in &measured.cases {
            let Some(limit) = &case.limit else { continue };
            let ratio = percent(case.shop.per_second(), limit.per_second());
            line(
                out,
                &format!(
                    "| purchases, {} clients | {} | {}/s | {}/s | {ratio} % | ≥ {AIM_PURCHASES_PERCENT} % | {} |",
                    case.clients,
                    engine.name(),
                    spaced(case.shop.per_second()),
                    spaced(limit.per_second()),
                    met(ratio >= AIM_PURCHASES_PERCENT && case.shop.failed == 0)
                ),
            );
        }
    }
    for import in &results.imports {
        let (rate, limit) = (import.rate(import.first), import.rate(import.limit));
        let (aim, is_met) = match import.engine {
            Engine::Sqlite => (format!("≥ {}/s", spaced(AIM_IMPORT_PER_SECOND)), met(rate >= AIM_IMPORT_PER_SECOND)),
            Engine::Postgres => ("–".into(), "–"),
        };
        line(
            out,
            &format!(
                "| import, products | {} | {}/s | {}/s | {} % | {aim} | {is_met} |",
                import.engine.name(),
                spaced(rate),
                spaced(limit),
                percent(rate, limit)
            ),
        );
    }
    for start in &results.starts {
        started(out, start);
    }
    line(
        out,
        &format!(
            "| stripped binary | – | {} | – | – | ≤ {} | {} |",
            megabytes(results.binary_bytes),
            megabytes(AIM_BINARY_BYTES),
            met(results.binary_bytes <= AIM_BINARY_BYTES)
        ),
    );
}

fn started(out: &mut String, start: &starts::Measured) {
    let (took, bare) = (start.first_answer.0, start.bare_answer.0);
    line(
        out,
        &format!(
            "| start to first answer | {} | {} | {} | {} % | ≤ {} ms | {} |",
            start.engine.name(),
            millis(micros(took)),
            millis(micros(bare)),
            percent(micros(bare), micros(took)),
            AIM_START.as_millis(),
            met(took <= AIM_START)
        ),
    );
    for (what, held, aim) in
        [("memory, idle", start.idle, Some(AIM_IDLE_BYTES)), ("memory, after a short load", start.loaded, None)]
    {
        let bytes = held.resident * 1_024;
        let aimed = aim.map_or(("–".into(), ""), |aim| (format!("≤ {}", megabytes(aim)), met(bytes <= aim)));
        line(
            out,
            &format!(
                "| {what} | {} | {} | {} | {} % | {} | {} |",
                start.engine.name(),
                megabytes(bytes),
                megabytes(start.bare.resident * 1_024),
                percent(start.bare.resident, held.resident),
                aimed.0,
                aimed.1
            ),
        );
    }
}

fn purchase(out: &mut String, engine: Engine, measured: &purchases::Measured) {
    let name = engine.name();
    table(
        out,
        &format!("Purchases on {name}"),
        "payment | clients | purchases/s | p50 | p99 | server CPU each | generator CPU each | limit/s | limit p50 | limit CPU each | ratio | failed | busy after",
    );
    for case in &measured.cases {
        let Load { failed, busy_after_us, .. } = case.shop;
        let limit = case.limit.as_ref().map_or_else(
            || "– | – | – | –".to_owned(),
            |limit| {
                let ratio = percent(case.shop.per_second(), limit.per_second());
                let cpu = spaced(limit.cpu_each_us());
                format!("{} | {} | {cpu} µs | {ratio} %", spaced(limit.per_second()), millis(limit.at(500)))
            },
        );
        line(
            out,
            &format!(
                "| {} | {} | {} | {} | {} | {} µs | {} µs | {limit} | {failed} | {} |",
                case.payment.code(),
                case.clients,
                spaced(case.shop.per_second()),
                millis(case.shop.at(500)),
                millis(case.shop.at(990)),
                spaced(case.shop.cpu_each_us()),
                spaced(case.shop.generator_each_us()),
                millis(busy_after_us)
            ),
        );
        if let Some(why) = &case.shop.first_failure {
            line(out, &format!("| | | first failure: {} |", why.replace('|', "/")));
        }
    }
    line(
        out,
        &format!(
            "\nThe limit writes what one purchase writes: {} transactions with {} statements.{}",
            measured.transactions.len(),
            measured.written,
            if measured.odd.is_empty() { " Each touches as many rows as the real one." } else { "" }
        ),
    );
    for odd in &measured.odd {
        line(out, &format!("- {odd}"));
    }
    calls(out, name, measured);
}

fn calls(out: &mut String, name: &str, measured: &purchases::Measured) {
    const CALLS: [&str; 5] =
        ["POST carts", "POST checkouts", "PATCH checkout", "POST complete", "events and jobs, later"];
    table(
        out,
        &format!("One purchase, call by call, on {name}"),
        "call | share of the time, 1 client | 16 | 64 | reads | writes | transactions | waits for the database | of these for commits",
    );
    let by = |clients: u64| {
        let case = measured.cases.iter().find(|case| case.clients == clients && case.payment == Payment::Cod);
        case.map(|case| shares(&case.shop)).unwrap_or_default()
    };
    let all = purchases::CLIENTS.map(by);
    for (at, (what, call)) in CALLS.iter().zip(&measured.calls).enumerate() {
        let share = all.map(|share| share.get(at).map_or("–".to_owned(), |share| format!("{share} %"))).join(" | ");
        line(
            out,
            &format!(
                "| {what} | {share} | {} | {} | {} | {} | {} |",
                call.reads,
                call.writes,
                call.transactions,
                millis(call.database_us),
                millis(call.commit_us)
            ),
        );
    }
    line(out, &format!("\n<details><summary>The transactions and statements of one purchase on {name}</summary>\n"));
    for (number, transaction) in (1..).zip(&measured.transactions) {
        line(out, &format!("{number}. {transaction}"));
    }
    for (what, statements) in CALLS.iter().zip(&measured.statements) {
        line(out, &format!("\n{what}\n"));
        for (sql, count) in statements {
            let short: String = sql.chars().take(MOST_CHARS).collect();
            line(out, &format!("- {count} × `{short}`"));
        }
    }
    line(out, "\n</details>");
}

fn import(out: &mut String, results: &Results) {
    let Some(what) = &results.catalogue else { return };
    table(
        out,
        "Import",
        "engine | products | first import | products/s | limit/s | ratio | again, all unchanged | products/s | limit/s | ratio",
    );
    for import in &results.imports {
        let part = |took: Duration, limit: Duration| {
            let (rate, limit) = (import.rate(took), import.rate(limit));
            format!("{} | {} | {} | {} %", millis(micros(took)), spaced(rate), spaced(limit), percent(rate, limit))
        };
        line(
            out,
            &format!(
                "| {} | {} | {} | {} |",
                import.engine.name(),
                spaced(import.products),
                part(import.first, import.limit),
                part(import.again, import.limit_again)
            ),
        );
    }
    line(out, &format!("\nThe catalogue: {what}. Times are of the whole command, its start included."));
}

fn start(out: &mut String, results: &Results) {
    if results.starts.is_empty() {
        return;
    }
    table(
        out,
        &format!("Start and memory, {} products", spaced(purchases::PRODUCTS)),
        "engine | first answer, median and longest of 10 | bare server | idle: all, own, files | after a load | bare server",
    );
    let held = |m: Memory| {
        format!("{}, {}, {}", megabytes(m.resident * 1_024), megabytes(m.anonymous * 1_024), megabytes(m.files * 1_024))
    };
    for start in &results.starts {
        let took = |(median, longest): (Duration, Duration)| {
            format!("{}, {}", millis(micros(median)), millis(micros(longest)))
        };
        line(
            out,
            &format!(
                "| {} | {} | {} | {} | {} | {} |",
                start.engine.name(),
                took(start.first_answer),
                took(start.bare_answer),
                held(start.idle),
                held(start.loaded),
                held(start.bare)
            ),
        );
    }
}
