//! The store: functions over a transaction or the database, each with its statement beside it.

pub(crate) mod book;
pub(crate) mod fact;
pub(crate) mod op;
pub(crate) mod payment;
pub(crate) mod webhook;
