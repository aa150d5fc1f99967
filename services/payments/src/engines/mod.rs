//! The engines behind the port.

mod breaker;
mod by_hand;
mod simulator;

pub use by_hand::ByHand;
pub use simulator::{Secret, Simulator, SimulatorConfig, SimulatorError};
