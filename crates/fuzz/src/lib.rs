//! What hostile bytes are fed to.
//!
//! Always true: a target takes any bytes whatever, and panics if and only if what it tries is at fault. The same targets
//! are driven by libFuzzer (the folder `fuzz`, where a nightly compiler is) and by [`mutate`] (anywhere).

pub mod graphql;
pub mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Something that reads what strangers send.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Bytes that get far into it; mutations begin here.
    pub seeds: &'static [&'static [u8]],
    /// Tries it.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    targets::csv::TARGET,
    targets::text::CURSORS,
    targets::text::IDS,
    targets::text::MONEY,
    targets::text::TOKENS,
    targets::rules::TARGET,
    targets::bodies::BODIES,
    targets::bodies::QUERIES,
    targets::bodies::FORMS,
    targets::webhook::TARGET,
    targets::sql::TARGET,
    targets::storefront::ANSWERS,
    targets::storefront::DOCUMENTS,
    targets::syntax::TARGET,
    targets::template::TARGET,
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Whether a target takes these bytes without a fault.
#[must_use]
pub fn survives(target: &Target, bytes: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| (target.run)(bytes))).is_ok()
}
