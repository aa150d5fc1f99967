//! Functions over the database, each with its statement beside it.

pub(crate) mod address;
pub(crate) mod consent;
pub(crate) mod customer;
pub(crate) mod find;
pub(crate) mod group;
pub(crate) mod ledger;
pub(crate) mod list;
