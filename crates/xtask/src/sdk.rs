//! `cargo xtask sdk`: the TypeScript client against a real shop, in Node and in a browser.
//!
//! Always true: what is generated is what the generators make of the present documents, and afterwards the books agree.

use crate::{
    engines::Matrix,
    node,
    python::Absent,
    testshop::{self, Built, Goods, TestShop},
    tools::{Failure, must, root},
};

/// Runs every check of the client, and says in a few words what was done.
///
/// # Errors
/// When a test failed; it has been printed.
pub fn run(matrix: &Matrix, built: Built) -> Result<String, Failure> {
    if let Some(Absent(why)) = node::absent(true)? {
        return Ok(format!("SKIPPED, {why}"));
    }
    let client = root().join("sdk/typescript");
    node::install(&client)?;
    must(node::npm(&client).args(["run", "--silent", "check"]), "the check of generated files")?;
    let mut shop = TestShop::open(&testshop::program(built)?, "sqlite-here", Goods::Sample, matrix)?;
    let mut tests = node::npm(&client);
    tests.args(["run", "--silent", "test"]).env("INFRASELL_URL", &shop.base).env("INFRASELL_KEY", &shop.key);
    let tested = must(&mut tests, "the client's tests");
    let wrong = shop.close()?;
    tested?;
    if wrong.is_empty() {
        return Ok("generated files are up to date; the client buys in Node and in a browser".into());
    }
    Err(wrong.join("; ").into())
}
