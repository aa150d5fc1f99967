//! Every field of every type that is recorded was looked at: it is masked, or it is said here that it need not be. What is
//! recorded are the requests and answers of contracts' writes, with all that is in them; they are found in the contracts'
//! own text, so that a new field is in neither list, and fails until somebody has decided.

use infrasell_db::{PERSONAL_FIELDS, SECRET_FIELDS};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Fields that hold no secret, and of persons nothing but what `name` rules or e-mail rules mask anyway.
const PLAIN: &str = include_str!("plain_fields.txt");

/// A type: its fields, and the types that are named in it.
#[derive(Default)]
struct Type {
    fields: BTreeSet<String>,
    names: BTreeSet<String>,
}

/// Rust source without comments, attributes and texts in quotes.
fn bare(source: &str) -> String {
    let mut bare = String::new();
    for line in source.lines() {
        let code = line.split("//").next().unwrap_or_default();
        if !code.trim_start().starts_with("#[") {
            bare.push_str(code);
            bare.push('\n');
        }
    }
    let unquoted: Vec<&str> = bare.split('"').step_by(2).collect();
    unquoted.join(" ")
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

fn is_type(word: &&str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// What stands between the first brace of `text` and the one that closes it.
fn braced(text: &str) -> &str {
    let Some(open) = text.find('{') else { return "" };
    let mut depth = 0;
    for (at, c) in text[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[open + 1..open + at];
        }
    }
    ""
}

/// Takes a type's body in: `name: Type` is a field wherever it stands; a type in round brackets belongs to a variant.
fn read(body: &str, into: &mut Type) {
    for part in body.split([',', '{', '}']) {
        let (name, of) = part.split_once(':').unwrap_or(("", part));
        let name = words(name).last().copied().unwrap_or_default();
        if !name.is_empty() && !is_type(&name) {
            into.fields.insert(name.to_owned());
        }
        let named = words(of).into_iter().filter(is_type).map(str::to_owned);
        // of a variant without anything in it there is no type of this name
        into.names.extend(named);
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Every type of the contracts and of what they are made of; and the types that writes take and give.
fn types() -> (BTreeMap<String, Type>, BTreeSet<String>) {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates");
    let mut files = vec![];
    for name in ["contracts", "rules", "kernel"] {
        sources(&crates.join(name).join("src"), &mut files);
    }
    let (mut all, mut roots): (BTreeMap<String, Type>, _) = (BTreeMap::new(), BTreeSet::new());
    for file in files {
        let text = bare(&fs::read_to_string(file).unwrap());
        for kind in ["pub struct ", "pub enum "] {
            for (at, _) in text.match_indices(kind) {
                let rest = &text[at + kind.len()..];
                let Some(name) = words(rest).first().copied() else { continue };
                let head = rest.split(['{', ';']).next().unwrap_or_default();
                let own = all.entry(name.to_owned()).or_default();
                own.names.extend(words(head).into_iter().skip(1).filter(is_type).map(str::to_owned));
                if rest[head.len()..].starts_with('{') {
                    read(braced(rest), own);
                }
            }
        }
        for (at, _) in text.match_indices("write fn ") {
            let signature = text[at..].split(';').next().unwrap_or_default();
            roots.extend(words(signature).into_iter().filter(is_type).map(str::to_owned));
        }
    }
    (all, roots)
}

/// Every field that is in what is recorded, with a type that has it.
fn recorded() -> BTreeMap<String, String> {
    let (all, roots) = types();
    assert!(all.len() > 200 && roots.len() > 100, "{} types, {} roots", all.len(), roots.len());
    let (mut fields, mut seen) = (BTreeMap::new(), BTreeSet::new());
    let mut next: Vec<String> = roots.into_iter().collect();
    while let Some(name) = next.pop() {
        let Some(found) = all.get(&name).filter(|_| !seen.contains(&name)) else { continue };
        for field in &found.fields {
            fields.entry(field.clone()).or_insert_with(|| name.clone());
        }
        next.extend(found.names.iter().cloned());
        seen.insert(name);
    }
    fields
}

#[test]
fn every_field_that_is_recorded_is_masked_or_known_to_be_plain() {
    let plain: BTreeSet<&str> = PLAIN.split_whitespace().collect();
    let masked: BTreeSet<&str> = SECRET_FIELDS.iter().chain(PERSONAL_FIELDS).copied().collect();
    let all = recorded();
    for known in ["replaces", "codes", "password", "compare_at", "tags"] {
        assert!(all.contains_key(known), "{known} is not found");
    }
    let undecided: Vec<String> = all
        .iter()
        .filter(|(name, _)| !plain.contains(name.as_str()) && !masked.contains(name.as_str()))
        .map(|(name, owner)| format!("{name} (of {owner})"))
        .collect();
    assert!(undecided.is_empty(), "mask these in infrasell_db, or call them plain: {undecided:#?}");
    let both: Vec<&&str> = plain.intersection(&masked).collect();
    assert!(both.is_empty(), "{both:?} cannot be both");
    let gone: Vec<&&str> = plain.iter().filter(|name| !all.contains_key(**name)).collect();
    assert!(gone.is_empty(), "no type has these any more: {gone:?}");
}
