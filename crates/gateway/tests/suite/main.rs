//! The edge over real HTTP. The services behind it are away (or never answer), because what is tested here is decided
//! before and after them.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod access;
mod cached;
mod document;
mod edge;
mod hostile;
mod limits;
mod observed;
mod stage;
