//! Shops that are apart, with a bad network between their processes.
//!
//! `INFRASELL_TEST_FAULTS=mild:7` puts every such shop behind the mild plan with seed 7, whatever the test: retries must
//! hide it. A test can ask for a plan of its own.

use infrasell_chaos::{Plan, Proxy, Speaks};
use std::net::SocketAddr;

/// The plan for all tests.
pub const FAULTS_VARIABLE: &str = "INFRASELL_TEST_FAULTS";

/// The proxies of a shop; none when nothing is to go wrong.
#[derive(Default)]
pub struct Faults {
    plan: Option<Plan>,
    /// One before each process.
    pub proxies: Vec<Proxy>,
}

impl Faults {
    /// What the environment says.
    ///
    /// # Panics
    /// When that is neither `mild:SEED` nor `hard:SEED`.
    #[must_use]
    pub fn of_the_environment() -> Faults {
        let Ok(text) = std::env::var(FAULTS_VARIABLE) else { return Faults::default() };
        let (name, seed) = text.split_once(':').unwrap_or((&text, "1"));
        let seed = seed.parse().unwrap();
        match name {
            "mild" => Faults::by(Plan::mild(seed)),
            "hard" => Faults::by(Plan::hard(seed)),
            other => panic!("{FAULTS_VARIABLE} is mild:SEED or hard:SEED, not {other}"),
        }
    }

    /// A plan of a test's own.
    #[must_use]
    pub fn by(plan: Plan) -> Faults {
        Faults { plan: Some(plan), proxies: vec![] }
    }

    /// Where others reach the process that listens at `address`.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn before(&mut self, address: SocketAddr) -> SocketAddr {
        let Some(plan) = &self.plan else { return address };
        // each proxy by a seed of its own
        let plan = Plan { seed: plan.seed.wrapping_add(self.proxies.len() as u64 * 7_919), ..plan.clone() };
        let proxy = Proxy::start(address, Speaks::Http, plan).await.unwrap();
        self.proxies.push(proxy);
        self.proxies.last().unwrap().address()
    }

    /// Goes on by another plan.
    pub fn set(&self, plan: &Plan) {
        self.proxies.iter().for_each(|proxy| proxy.set(plan.clone()));
    }

    /// How many faults there were since the plan was set.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.proxies.iter().map(Proxy::faults).sum()
    }
}
