//! Logging: to standard error, for people or as JSON.

use crate::config::{Log, LogFormat};
use std::io::stderr;
use tracing_subscriber::{EnvFilter, fmt};

/// Begins to log. A second call in one process changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = fmt().with_env_filter(filter).with_writer(stderr);
    let begun = match log.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    drop(begun);
}
