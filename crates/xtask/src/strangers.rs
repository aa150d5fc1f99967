//! `cargo xtask strangers`: a stranger who has read nothing but the OpenAPI document tries a real shop.
//!
//! Always true: no answer is a 5xx, none has a status, a header or a shape that the document does not have, and
//! afterwards the books agree. Who plays the stranger is Schemathesis, in a Python environment of our own below the
//! target folder; where there is no Python it is left out, and the closing table says so.

use crate::{
    engines::{Matrix, POSTGRES},
    python::{Absent, environment},
    testshop::{self, Built, Goods, TestShop},
    tools::{Failure, ci, root},
};
use std::{path::Path, process::Command};

/// How long each phase may take on each engine when nothing is said, seconds.
pub const SECONDS: u32 = 45;
/// Where chance begins when nothing is said.
pub const SEED: u32 = 20_261;
/// What is tried: schema by schema, then call after call along the links.
const PHASES: [&str; 2] = ["examples,coverage,fuzzing", "stateful"];

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
pub fn run(arguments: &Arguments, matrix: &Matrix, built: Built) -> Result<String, Failure> {
    let program = match environment("strangers", &root().join("crates/xtask/strangers/requirements.txt"))? {
        Ok(environment) => environment.join("bin/schemathesis"),
        Err(Absent(why)) if ci() => return Err(why.into()),
        Err(Absent(why)) => return Ok(format!("SKIPPED, {why}")),
    };
    let shop = testshop::program(built)?;
    let mut tried = vec![];
    let mut failed = vec![];
    for kind in ["sqlite-here", "postgres-apart"] {
        if matrix.url(POSTGRES).is_none() && kind.starts_with("postgres") {
            continue;
        }
        println!("\n-- a stranger tries {kind}");
        tried.push(kind);
        if let Err(error) = try_shop(&program, &shop, kind, matrix, arguments) {
            println!("{kind}: {error}");
            failed.push(kind);
        }
    }
    if failed.is_empty() {
        return Ok(format!("{}: no 5xx, nothing undocumented, books agree", tried.join(" and ")));
    }
    Err(format!("faults on {}: see above", failed.join(" and ")).into())
}

fn try_shop(program: &Path, shop: &Path, kind: &str, matrix: &Matrix, arguments: &Arguments) -> Result<(), Failure> {
    let mut shop = TestShop::open(shop, kind, Goods::OfEverything, matrix)?;
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

fn schemathesis(program: &Path, shop: &TestShop, phases: &str, arguments: &Arguments) -> Command {
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
