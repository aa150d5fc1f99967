//! A real shop in a process of its own, for programs that are not ours to try.
//!
//! Always true: it ends with the one who opened it, and then says what its log and its books have against what was done.

use crate::{
    engines::{Matrix, POSTGRES},
    tools::{Failure, Profile, build, target},
};
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
};

/// Whether the shop's program is there already: the tests of the workspace build it, with the features of everything that
/// is built with them; built alone it has others, and so would all that it stands on.
#[derive(Debug, Clone, Copy)]
pub enum Built {
    /// It is built here.
    No,
    /// The tests have just built it.
    WithTheTests,
}

/// What is for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goods {
    /// A little of everything, orders too, so that ids of every kind lead somewhere.
    OfEverything,
    /// Our sample catalogue.
    Sample,
}

/// The program of such a shop.
///
/// # Errors
/// When it does not build.
pub fn program(built: Built) -> Result<PathBuf, Failure> {
    match built {
        Built::No => build("infrasell-testkit", "testshop", Profile::Dev),
        Built::WithTheTests => Ok(target().join("debug/testshop")),
    }
}

/// A shop in a process of its own.
pub struct TestShop {
    child: Child,
    stdin: Option<ChildStdin>,
    /// `http://127.0.0.1:…`.
    pub base: String,
    /// Its owner's key.
    pub key: String,
    /// The id of that key.
    pub key_id: String,
    /// The secret of a customer's session; empty when there is none.
    pub customer: String,
    /// A folder that is removed with it.
    pub folder: PathBuf,
    log: PathBuf,
}

impl TestShop {
    /// Opens one of this kind (`sqlite-here`, `postgres-apart`, …).
    ///
    /// # Errors
    /// When it does not open; what it logged says why.
    pub fn open(program: &std::path::Path, kind: &str, goods: Goods, matrix: &Matrix) -> Result<TestShop, Failure> {
        let name = format!("infrasell-testshop-{}-{kind}-{goods:?}", std::process::id()).to_lowercase();
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        let log = folder.join("log");
        let mut command = Command::new(program);
        command.arg(kind).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(std::fs::File::create(&log)?);
        if goods == Goods::Sample {
            command.arg("sample");
        }
        if let Some(url) = matrix.url(POSTGRES) {
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
        Ok(TestShop {
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
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn close(&mut self) -> Result<Vec<String>, Failure> {
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
            let lines: Vec<&str> = log.lines().collect();
            println!("{}", lines[lines.len().saturating_sub(20)..].join("\n"));
            wrong.push("the books do not agree, or it did not end well".to_owned());
        }
        Ok(wrong)
    }
}

impl Drop for TestShop {
    fn drop(&mut self) {
        // an error on the way leaves it running: its input ends here, and it with it
        self.stdin = None;
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
