//! What the compiler cannot check: the arrows between crates, sizes, headers, words that must not appear.

use crate::tools::{Failure, files, root};
use std::{collections::BTreeMap, path::Path};

/// The most lines of a Rust file.
const MAX_LINES: usize = 500;

/// Runs every check and prints each finding.
///
/// # Errors
/// When there is a finding.
pub fn run() -> Result<(), Failure> {
    let mut findings = arrows()?;
    for file in files(&root(), ".rs") {
        let text = std::fs::read_to_string(&file)?;
        let name = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
        findings.extend(check_file(&name, &text));
    }
    findings.extend(graph()?);
    findings.extend(callers_out()?);
    findings.extend(named_tests()?);
    for finding in &findings {
        println!("tidy: {finding}");
    }
    if findings.is_empty() {
        println!("tidy: arrows, sizes, headers, the service graph and the tests that docs name are in order");
        Ok(())
    } else {
        Err(format!("{} findings", findings.len()).into())
    }
}

/// Which crates of ours a crate may stand on (`[dependencies]`; tests may use more).
fn allowed(folder: &str) -> Option<Vec<&'static str>> {
    let services = "settings identity catalog pricing inventory cart checkout orders customers payments imports notifications audit content webhooks search";
    Some(match folder {
        "crates/kernel" | "crates/xtask" | "crates/metrics" | "crates/outward" => vec![],
        "crates/rules" => vec!["kernel"],
        "crates/rpc" => vec!["kernel", "metrics"],
        "crates/seal" => vec!["kernel", "rpc"],
        // contracts carry what rules decide, as rules defines it (docs/adr/0002)
        "crates/contracts" => vec!["kernel", "rules", "rpc"],
        "crates/db" => vec!["kernel", "rpc", "metrics"],
        // db and rpc for the bus alone, whose port is db's
        "crates/engines" => vec!["kernel", "metrics", "rpc", "db"],
        "crates/images" => vec!["rules"],
        "crates/storefront" => vec!["kernel", "rules", "rpc", "contracts", "metrics"],
        "crates/gateway" => vec!["kernel", "rules", "rpc", "contracts", "engines", "images", "metrics", "storefront"],
        // a stranger's system: it shares the nouns and nothing else
        "crates/simulator" => vec!["kernel"],
        "crates/testkit" | "crates/infrasell" | "crates/fuzz" | "fuzz" | "bench" => return None,
        _ if folder.strip_prefix("services/").is_some_and(|s| services.split(' ').any(|k| k == s)) => {
            vec!["kernel", "rules", "rpc", "contracts", "db", "engines", "images", "metrics", "outward", "seal"]
        }
        _ if folder.starts_with("bench/") => return None,
        _ => vec![],
    })
}

fn arrows() -> Result<Vec<String>, Failure> {
    let mut findings = vec![];
    for manifest in files(&root(), "Cargo.toml") {
        let folder =
            manifest.parent().and_then(|f| f.strip_prefix(root()).ok()).map(Path::to_path_buf).unwrap_or_default();
        let folder = folder.display().to_string();
        let Some(allowed) = allowed(&folder) else { continue };
        for dependency in own_dependencies(&std::fs::read_to_string(&manifest)?) {
            if !folder.is_empty() && !allowed.contains(&dependency.as_str()) {
                findings.push(format!("{folder} must not depend on {dependency}: ask for its contract instead"));
            }
        }
    }
    Ok(findings)
}

/// Our own crates under `[dependencies]`, without their prefix.
fn own_dependencies(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut found = vec![];
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[dependencies]"
            && let Some(rest) = line.strip_prefix("infrasell-")
        {
            found.push(rest.split(['.', ' ', '=']).next().unwrap_or(rest).to_owned());
        }
    }
    found
}

fn check_file(name: &str, text: &str) -> Vec<String> {
    let mut findings = vec![];
    let lines = text.lines().count();
    if lines > MAX_LINES {
        findings.push(format!("{name} has {lines} lines, {MAX_LINES} are the most: split it by noun"));
    }
    if !text.trim_start().starts_with("//!") {
        findings.push(format!("{name} has no header (//!) that says what it owns"));
    }
    for (number, line) in text.lines().enumerate() {
        let at = || format!("{name}:{}", number + 1);
        if line.contains(concat!("#[", "allow(")) {
            findings.push(format!("{}: #[expect(lint, reason = …)] instead of allow", at()));
        }
        for word in
            [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("FIX", "ME"), concat!("#[", "ignore")]
        {
            if line.contains(word) {
                findings.push(format!("{}: unfinished ({word})", at()));
            }
        }
    }
    findings
}

/// The crates that can open a connection to somewhere else: peers, payment providers, and who wires or tests them. Who
/// reads requests cannot call; an address that somebody gave us is called through `crates/outward` alone.
const MAY_CALL_OUT: [&str; 6] =
    ["crates/rpc", "crates/infrasell", "crates/testkit", "crates/simulator", "crates/xtask", "services/payments"];

fn callers_out() -> Result<Vec<String>, Failure> {
    let mut findings = vec![];
    for manifest in files(&root(), "Cargo.toml") {
        let folder = manifest.parent().and_then(|f| f.strip_prefix(root()).ok()).unwrap_or(Path::new(""));
        let folder = folder.display().to_string();
        let clients = third_party(&std::fs::read_to_string(&manifest)?);
        let calls = clients.iter().any(|name| ["reqwest", "ureq"].contains(&name.as_str()));
        if calls && !folder.starts_with("bench/") && !MAY_CALL_OUT.contains(&folder.as_str()) && !folder.is_empty() {
            findings.push(format!("{folder} can call other hosts: only {} may", MAY_CALL_OUT.join(", ")));
        }
    }
    Ok(findings)
}

/// The crates under `[dependencies]`.
fn third_party(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut found = vec![];
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[dependencies]" {
            found.push(line.split(['.', ' ', '=']).next().unwrap_or(line).to_owned());
        }
    }
    found
}

/// Every test that a document names, as `path/to/file.rs::name`, is there.
fn named_tests() -> Result<Vec<String>, Failure> {
    let mut findings = vec![];
    for document in files(&root().join("docs"), ".md") {
        let text = std::fs::read_to_string(&document)?;
        let shown = document.strip_prefix(root()).unwrap_or(&document).display().to_string();
        for (file, name) in text.split('`').filter_map(|word| word.split_once(".rs::")) {
            let code = std::fs::read_to_string(root().join(format!("{file}.rs"))).unwrap_or_default();
            let made = [format!("fn {name}("), format!("on_every_kind!({name},"), format!("    {name},\n")];
            if !made.iter().any(|form| code.contains(form)) {
                findings.push(format!("{shown} names the test {file}.rs::{name}, which is not there"));
            }
        }
    }
    Ok(findings)
}

/// The service graph in ARCHITECTURE.md is the one in the services' `Deps`.
fn graph() -> Result<Vec<String>, Failure> {
    let drawn = drawn_graph(&std::fs::read_to_string(root().join("ARCHITECTURE.md"))?);
    let mut found = BTreeMap::new();
    for file in files(&root().join("services"), "lib.rs") {
        let Ok(path) = file.strip_prefix(root().join("services")) else { continue };
        let parts: Vec<_> = path.iter().map(|p| p.to_string_lossy().into_owned()).collect();
        if let [service, src, _] = parts.as_slice()
            && src == "src"
        {
            found.insert(service.clone(), contracts_in(&std::fs::read_to_string(&file)?));
        }
    }
    if drawn == found {
        return Ok(vec![]);
    }
    Ok(vec![format!("the service graph in ARCHITECTURE.md is {drawn:?}, in the services' Deps it is {found:?}")])
}

/// Lines `service → a, b` in the block that begins with "```graph".
fn drawn_graph(text: &str) -> BTreeMap<String, Vec<String>> {
    let block = text.split("```graph\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or("");
    let mut graph = BTreeMap::new();
    for line in block.lines() {
        if let Some((service, needs)) = line.split_once('→') {
            let mut needs: Vec<String> =
                needs.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty() && n != "–").collect();
            needs.sort();
            graph.insert(service.trim().to_owned(), needs);
        }
    }
    graph
}

/// The contracts that a service's `Deps` asks for.
fn contracts_in(text: &str) -> Vec<String> {
    let mut found = vec![];
    for part in text.split("Arc<dyn ").skip(1) {
        let name = match part.split('>').next().unwrap_or("") {
            "Carts" => "cart".to_owned(),
            "Checkouts" => "checkout".to_owned(),
            other => other.to_lowercase(),
        };
        if !found.contains(&name) && files(&root().join("services").join(&name), "Cargo.toml").len() == 1 {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_peers_and_providers_are_called() {
        assert_eq!(callers_out().unwrap(), Vec::<String>::new());
        assert!(
            third_party("[dependencies]\nreqwest.workspace = true\n[dev-dependencies]\nureq = 1")
                .contains(&"reqwest".into())
        );
    }

    #[test]
    fn a_test_that_a_document_names_must_be_there() {
        assert_eq!(named_tests().unwrap(), Vec::<String>::new());
    }
}
