//! Shops that have Redis and NATS beside them.
//!
//! `INFRASELL_TEST_BESIDE=1` gives every shop the Redis and the NATS of the test matrix, with a prefix of its own, whatever the
//! test: what is remembered together and heard by the bus must answer as what is embedded does. A test can still ask for
//! others.

use infrasell::config::{Config, Secret};
use infrasell_kernel::{OsRandom, Token};
use std::env::var;

/// Whether every shop has them.
pub const BESIDE_VARIABLE: &str = "INFRASELL_TEST_BESIDE";

/// Gives a shop what the environment says.
///
/// # Panics
/// When it should have an engine that is not there.
pub fn beside(config: &mut Config) {
    if var(BESIDE_VARIABLE).is_err() {
        return;
    }
    let url = |name: &str| Secret(var(name).unwrap_or_else(|_| panic!("{BESIDE_VARIABLE} needs {name}")));
    let prefix = format!("test-{}", Token::random(&OsRandom));
    (config.redis.url, config.redis.prefix) = (url("INFRASELL_TEST_REDIS"), prefix.clone());
    (config.nats.url, config.nats.prefix) = (url("INFRASELL_TEST_NATS"), prefix);
}
