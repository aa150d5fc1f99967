//! The OpenAPI document, made from the handlers without a database behind them.

use crate::wire;
use infrasell_gateway::{Gateway, Limits};
use infrasell_kernel::Env;

/// The document as pretty JSON, ended by a line break.
#[must_use]
pub fn make() -> String {
    let gateway = Gateway::new(wire::nowhere(), Env::system(), Limits::default(), None);
    let document = infrasell_gateway::make_document(&gateway);
    let json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json + "\n"
}
