//! Decisions without I/O: facts in, decisions out.

pub(crate) mod check;
pub(crate) mod content;
pub(crate) mod limits;
pub(crate) mod matching;
pub(crate) mod narrow;
pub(crate) mod plan;
pub(crate) mod tree;

pub(crate) use infrasell_kernel::text;
