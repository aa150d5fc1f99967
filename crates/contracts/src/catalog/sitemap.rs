//! What a sitemap lists of the catalogue.

use infrasell_kernel::ChannelId;
use serde::{Deserialize, Serialize};

/// What of the catalogue is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listable {
    /// Products on sale.
    Products,
    /// Published collections.
    Collections,
}

/// Asks for a page of what a sitemap lists, in the order of ids; as many as content has on one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetCatalogSitemap {
    /// Of what.
    pub of: Listable,
    /// Where it is on sale, or published.
    pub channel: ChannelId,
    /// Which page, from 1.
    pub page: i64,
}
