//! Functions over the tables `notifications_*`, each with its statement beside it.

pub(crate) mod mail;
pub(crate) mod template;
