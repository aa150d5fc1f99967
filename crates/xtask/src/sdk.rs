//! `cargo xtask sdk`: the TypeScript client, and clients that are not ours, against a real shop in Node and in a browser;
//! and the GraphQL schema held to the public one.
//!
//! Always true: what is generated is what the generators make of the present documents, and afterwards the books agree.

use crate::{
    engines::Matrix,
    node,
    python::Absent,
    testshop::{self, Built, Goods, TestShop},
    tools::{Failure, must, root},
};
use std::path::PathBuf;

/// Our client.
fn client() -> PathBuf {
    root().join("sdk/typescript")
}

/// What holds us to the clients that exist.
fn compatibility() -> PathBuf {
    root().join("sdk/compatibility")
}

/// Holds generated files to their sources, and the GraphQL schema to the public one and to its last snapshot.
///
/// # Errors
/// When one is not as it should be; what differs has been printed.
pub fn schema() -> Result<String, Failure> {
    if let Some(Absent(why)) = node::absent(false)? {
        return Ok(format!("SKIPPED, {why}"));
    }
    node::install(&client())?;
    node::install(&compatibility())?;
    must(node::npm(&client()).args(["run", "--silent", "check"]), "the check of generated files")?;
    must(node::npm(&compatibility()).args(["run", "--silent", "schema"]), "the check of the GraphQL schema")?;
    Ok("as the public one but for what docs/reference/graphql.md says; nothing broken; generated files up to date"
        .into())
}

/// Runs every test of the clients, and says in a few words what was done.
///
/// # Errors
/// When a test failed; it has been printed.
pub fn run(matrix: &Matrix, built: Built) -> Result<String, Failure> {
    if let Some(Absent(why)) = node::absent(true)? {
        return Ok(format!("SKIPPED, {why}"));
    }
    let program = testshop::program(built)?;
    let mut failed = vec![];
    for package in [client(), compatibility()] {
        node::install(&package)?;
        let mut shop = TestShop::open(&program, "sqlite-here", Goods::Sample, matrix)?;
        let mut tests = node::npm(&package);
        tests.args(["run", "--silent", "test"]).env("INFRASELL_URL", &shop.base).env("INFRASELL_KEY", &shop.key);
        failed.extend(must(&mut tests, &package.display().to_string()).err().map(|error| error.to_string()));
        failed.extend(shop.close()?);
    }
    if failed.is_empty() {
        return Ok("ours, shopify-buy, storefront-api-client, hydrogen-react: in Node and in a browser".into());
    }
    Err(failed.join("; ").into())
}
