//! `cargo xtask strangers`: a stranger who has read nothing but the OpenAPI document tries a real shop.
//!
//! Always true: no answer is a 5xx, none has a status, a header or a shape that the document does not have, and
//! afterwards the books agree. Who plays the stranger is Schemathesis, in a Python environment of our own below the
//! target folder; where there is no Python it is left out, and the closing table says so.

use crate::{
    engines::Found,
    python::{Absent, environment},
    tools::{Failure, Profile, build, ci, root, target},
};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

/// How long each phase may take on each engine when nothing is said, seconds.
pub const SECONDS: u32 = 45;
/// Where chance begins when nothing is said.
pub const SEED: u32 = 20_261;
/// What is tried: schema by schema, then call after call along the links.
const PHASES: [&str; 2] = ["examples,coverage,fuzzing", "stateful"];

/// Whether the shop's program is there already: the tests of the workspace build it, with the features of everything that
/// is built with them; built alone it has others, and so would all that it stands on.
#[derive(Debug, Clone, Copy)]
pub enum Built {
    /// It is built here.
    No,
    /// The tests have just built it.
    WithTheTests,
}

/// How long, from where.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How long each of the two phases may take on each engine, seconds.
    #[arg(long, default_value_t = SECONDS)]
    seconds: u32,
    /// Where chance begins.
    #[arg(long, default_value_t = SEED)]
    seed: u32,
    /// Only calls whose path matches this regular expression.
    #[arg(long)]
    path: Option<String>,
}

impl Default for Arguments {
    fn default() -> Self {
        Arguments { seconds: SECONDS, seed: SEED, path: None }
    }
}

/// Tries the shop on every engine that is here, and says in a few words what was done.
///
/// # Errors
/// When a fault was found; Schemathesis has printed it with the request that shows it.
pub fn run(arguments: &Arguments, postgres: &Found, built: Built) -> Result<String, Failure> {
    let program = match environment("strangers", &root().join("crates/xtask/strangers/requirements.txt"))? {
        Ok(environment) => environment.join("bin/schemathesis"),
        Err(Absent(why)) if ci() => return Err(why.into()),
        Err(Absent(why)) => return Ok(format!("SKIPPED, {why}")),
    };
    let shop = match built {
        Built::No => build("infrasell-testkit", "testshop", Profile::Dev)?,
        Built::WithTheTests => target().join("debug/testshop"),
    };
    let mut tried = vec![];
    let mut failed = vec![];
    for kind in ["sqlite-here", "postgres-apart"] {
        let url = match postgres {
            Found::Given(url) => url,
            Found::Started(server) => &server.url,
            Found::Absent(_) if kind.starts_with("postgres") => continue,
            Found::Absent(_) => "",
        };
        println!("\n-- a stranger tries {kind}");
        tried.push(kind);
        if let Err(error) = try_shop(&program, &shop, kind, url, arguments) {
            println!("{kind}: {error}");
            failed.push(kind);
        }
    }
    if failed.is_empty() {
        return Ok(format!("{}: no 5xx, nothing undocumented, books agree", tried.join(" and ")));
    }
    Err(format!("faults on {}: see above", failed.join(" and ")).into())
}

/// A shop in a process of its own.
struct Shop {
    child: Child,
    stdin: Option<ChildStdin>,
    base: String,
    key: String,
    key_id: String,
    customer: String,
    folder: PathBuf,
    log: PathBuf,
}

fn try_shop(program: &Path, shop: &Path, kind: &str, url: &str, arguments: &Arguments) -> Result<(), Failure> {
    let mut shop = Shop::open(shop, kind, url)?;
    let mut wrong = vec![];
    for phases in PHASES {
        let status = schemathesis(program, &shop, phases, arguments).status()?;
        if !status.success() {
            wrong.push(format!("{phases} found faults"));
        }
    }
    wrong.extend(shop.close()?);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ").into()) }
}

fn schemathesis(program: &Path, shop: &Shop, phases: &str, arguments: &Arguments) -> Command {
    let mut command = Command::new(program);
    // what it remembers of a run lies where it runs, and is no part of the repository
    command.current_dir(&shop.folder);
    command.arg("--config-file").arg(root().join("crates/xtask/strangers/schemathesis.toml"));
    command.args(["run", &format!("{}/openapi.json", shop.base)]);
    command.args(["--phases", phases, "--max-examples", "20", "--no-color"]);
    command.args(["--max-time", &arguments.seconds.to_string(), "--seed", &arguments.seed.to_string()]);
    if let Some(path) = &arguments.path {
        command.args(["--include-path-regex", path]);
    }
    command.env("SCHEMATHESIS_HOOKS", root().join("crates/xtask/strangers/hooks.py"));
    command.env("INFRASELL_CUSTOMER", &shop.customer);
    command.env("INFRASELL_KEY", &shop.key).env("INFRASELL_KEY_ID", &shop.key_id);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

impl Shop {
    fn open(program: &Path, kind: &str, url: &str) -> Result<Shop, Failure> {
        let folder = std::env::temp_dir().join(format!("infrasell-strangers-{}-{kind}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let log = folder.join("log");
        let mut command = Command::new(program);
        command.arg(kind).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(std::fs::File::create(&log)?);
        if !url.is_empty() {
            command.env("INFRASELL_TEST_POSTGRES", url);
        }
        let mut child = command.spawn()?;
        let stdin = child.stdin.take();
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let told: serde_json::Value = serde_json::from_str(&line)
            .map_err(|_| format!("the shop did not open: {}", std::fs::read_to_string(&log).unwrap_or_default()))?;
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        Ok(Shop {
            child,
            stdin,
            base: text("base"),
            key: text("key"),
            key_id: text("key_id"),
            customer: text("customer"),
            folder,
            log,
        })
    }

    /// Ends it: what its log and its books say against it.
    fn close(&mut self) -> Result<Vec<String>, Failure> {
        self.stdin = None;
        let status = self.child.wait()?;
        let log = std::fs::read_to_string(&self.log)?;
        let mut wrong = vec![];
        let bad: Vec<&str> = log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
        if !bad.is_empty() {
            println!("its log has {} errors, such as:\n{}", bad.len(), bad[..bad.len().min(10)].join("\n"));
            wrong.push("errors in the log".to_owned());
        }
        if !status.success() {
            println!(
                "{}",
                log.lines().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
            );
            wrong.push("the books do not agree, or it did not end well".to_owned());
        }
        Ok(wrong)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // an error on the way leaves it running: its input ends here, and it with it
        self.stdin = None;
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
