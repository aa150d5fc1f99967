//! The payment engines, from the configuration.

use crate::config::{Payments, Secret};
use infrasell_kernel::Env;
use infrasell_payments::{
    engines::{ByHand, Secret as EngineSecret, Simulator, SimulatorConfig, SimulatorError},
    port::Provider,
};
use infrasell_rules::payment::PaymentMode;
use std::{sync::Arc, time::Duration};

/// The engines that are switched on.
///
/// # Errors
/// When the simulator's configuration cannot be used.
pub fn engines(config: &Payments, env: &Env) -> Result<Vec<Arc<dyn Provider>>, SimulatorError> {
    let mut engines: Vec<Arc<dyn Provider>> = vec![];
    if config.manual.enabled {
        let (name, text) = (config.manual.name.as_str(), config.manual.instructions.as_str());
        engines.push(Arc::new(ByHand::bank_transfer(name, text, env.clock.clone())));
    }
    if config.cod.enabled {
        let (name, text) = (config.cod.name.as_str(), config.cod.instructions.as_str());
        engines.push(Arc::new(ByHand::cash_on_delivery(name, text, env.clock.clone())));
    }
    if config.simulator.enabled {
        let simulator = SimulatorConfig {
            base_url: config.simulator.base_url.clone(),
            secrets: several(&config.simulator.secret),
            webhook_secrets: several(&config.simulator.webhook_secret),
            account: config.simulator.account.clone(),
            mode: PaymentMode::Test,
            timeout: Duration::from_millis(config.simulator.timeout_ms),
            name: config.simulator.name.clone(),
        };
        engines.push(Arc::new(Simulator::new(simulator, env.clock.clone())?));
    }
    Ok(engines)
}

/// One secret, or two behind a comma while they are exchanged.
fn several(secret: &Secret) -> Vec<EngineSecret> {
    secret.0.split(',').map(str::trim).filter(|s| !s.is_empty()).map(|s| EngineSecret(s.to_owned())).collect()
}
