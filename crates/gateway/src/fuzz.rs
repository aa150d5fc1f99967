//! What reads requests, for hostile bytes alone.

use crate::{hosted, input, store::StoreFilter};
use infrasell_kernel::{PageRequest, Problem};
use serde::de::DeserializeOwned;

/// A body as a handler reads it.
///
/// # Errors
/// The problem that the client would see.
pub fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Problem>> {
    input::json(bytes).map_err(|failure| failure.problem)
}

/// A query as the product list reads it.
///
/// # Errors
/// The problem that the client would see.
pub fn query(text: &str) -> Result<(), Box<Problem>> {
    let page = input::query::<PageRequest>(text).map(drop);
    page.and_then(|()| input::query::<StoreFilter>(text).map(drop)).map_err(|failure| failure.problem)
}

/// A form of the hosted checkout, and the address that is read from it, as a page shows it.
///
/// # Errors
/// When a page cannot show it: our fault.
pub fn form(bytes: &[u8]) -> Result<String, String> {
    hosted::shown(bytes)
}
