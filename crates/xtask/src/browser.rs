//! `cargo xtask browser`: the hosted checkout in Chromium, with a mouse, on a phone, by keyboard alone, with scripts off.
//!
//! Always true: no page has a serious fault by axe, and afterwards the books agree. Set `INFRASELL_SCREENSHOTS` to a
//! folder to look at what was seen.

use crate::{
    engines::Matrix,
    node,
    python::Absent,
    testshop::{self, Built, Goods, TestShop},
    tools::{Failure, must, root},
};

/// Buys things in a browser, and says in a few words what was done.
///
/// # Errors
/// When a test failed; it has been printed.
pub fn run(matrix: &Matrix, built: Built) -> Result<String, Failure> {
    if let Some(Absent(why)) = node::absent(true)? {
        return Ok(format!("SKIPPED, {why}"));
    }
    let folder = root().join("crates/infrasell/tests/browser");
    node::install(&folder)?;
    let mut shop = TestShop::open(&testshop::program(built)?, "sqlite-here", Goods::Sample, matrix)?;
    let mut tests = node::npm(&folder);
    tests.args(["run", "--silent", "test"]).env("INFRASELL_URL", &shop.base).env("INFRASELL_KEY", &shop.key);
    let tested = must(&mut tests, "the tests in the browser");
    let wrong = shop.close()?;
    tested?;
    if wrong.is_empty() {
        return Ok(
            "the hosted checkout buys on a desktop, a phone, by keyboard, without scripts; axe is content".into()
        );
    }
    Err(wrong.join("; ").into())
}
