//! Functions over `Db` and `Tx`, each with its statement beside it.

pub(crate) mod audit;
pub(crate) mod category;
pub(crate) mod channels;
pub(crate) mod collection;
pub(crate) mod facets;
pub(crate) mod fact;
pub(crate) mod guard;
pub(crate) mod listing;
pub(crate) mod member;
pub(crate) mod metafield;
pub(crate) mod narrow;
pub(crate) mod near;
pub(crate) mod page;
pub(crate) mod product;
pub(crate) mod sitemap;
pub(crate) mod sku;
pub(crate) mod source;
pub(crate) mod variant;
pub(crate) mod words;
pub(crate) mod write;

pub(crate) use source::Source;
