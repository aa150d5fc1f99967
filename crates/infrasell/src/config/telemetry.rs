//! What is told of the running shop beside its log.

use serde::{Deserialize, Serialize};

/// Traces, for whoever collects them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// Where an OpenTelemetry collector takes OTLP over HTTP; empty is nowhere.
    pub otlp_endpoint: String,
    /// What this process is called there.
    pub service_name: String,
    /// How many of a hundred traces are told.
    pub sample_percent: u8,
}

impl Default for Telemetry {
    fn default() -> Self {
        Telemetry { otlp_endpoint: String::new(), service_name: "infrasell".into(), sample_percent: 100 }
    }
}
