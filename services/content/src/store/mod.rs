//! Functions over `Db` and `Tx`, each with its statement beside it.

pub(crate) mod entry;
pub(crate) mod guard;
pub(crate) mod list;
