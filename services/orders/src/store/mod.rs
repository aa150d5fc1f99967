//! Functions over the database, each with its statement beside it.

pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod payment;
pub(crate) mod timeline;
