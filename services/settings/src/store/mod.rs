//! Statements, each beside the function that runs it.

pub(crate) mod channel;
pub(crate) mod registration;
pub(crate) mod shop;
