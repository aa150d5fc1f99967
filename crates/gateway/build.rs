//! Puts the OpenAPI document of the repository into the program, packed, with a list of its operations beside it. That
//! the document is the one that the handlers make is a test's business.

use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::{env::var, error::Error, fmt::Write as _, fs, io::Write as _, path::Path};

const DOCUMENT: &str = "../../docs/reference/openapi.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={DOCUMENT}");
    let out = var("OUT_DIR")?;
    let text = fs::read(DOCUMENT)?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&text)?;
    fs::write(Path::new(&out).join("openapi.json.gz"), packed.finish()?)?;
    fs::write(Path::new(&out).join("operations.txt"), operations(&serde_json::from_slice(&text)?)?)?;
    Ok(())
}

/// A line an operation: its method, whether it answers with a page of a list, its path.
fn operations(document: &Value) -> Result<String, std::fmt::Error> {
    let mut lines = String::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let mut parameters = operation["parameters"].as_array().into_iter().flatten();
            let is_list = parameters.any(|parameter| parameter["in"] == "query" && parameter["name"] == "limit");
            let kind = if is_list { "list" } else { "one" };
            writeln!(lines, "{} {kind} {path}", method.to_uppercase())?;
        }
    }
    Ok(lines)
}
