//! The targets, a file for each kind of reader. Each holds what it reads to something that must be true of it, so that a
//! wrong answer is found as well as a crash.

pub mod bodies;
pub mod csv;
pub mod rules;
pub mod sql;
pub mod storefront;
pub mod syntax;
pub mod template;
pub mod text;
pub mod webhook;
