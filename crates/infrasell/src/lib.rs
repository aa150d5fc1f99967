//! The binary: reads the configuration, opens the services, wires them to each other and to the edge, runs and stops.
//!
//! Always true: [`wire`] is the only place that knows which service is here and which elsewhere; a shop that cannot be
//! opened is left as it was.

pub mod app;
pub mod backup;
pub mod beside;
pub mod carrying;
pub mod cli;
pub mod config;
pub mod copying;
pub mod doctor;
pub mod engines;
pub mod exporting;
pub mod fetching;
pub mod importing;
pub mod inspect;
pub mod logging;
pub mod mailing;
pub mod master_key;
pub mod openapi;
#[cfg(feature = "otel")]
pub mod otel;
pub mod reconcile;
pub mod remembering;
pub mod split;
pub mod standby;
pub mod system;
pub mod wire;
