//! Whether what a caller sent can be stored, and in what form. Every bad field is noted; nothing is read.

pub(crate) mod collection;
mod form;
pub(crate) mod product;
mod variants;

pub(crate) use form::{asked, handle, search};

use infrasell_contracts::catalog::MetafieldType;
use infrasell_kernel::{CategoryId, ChannelId};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// What a product or a collection can refer to.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The shop's channels.
    pub channels: HashSet<ChannelId>,
    /// The shop's tax classes, by code.
    pub tax_classes: HashSet<String>,
    /// The categories named in the request that are there, each with its ids from the root down.
    pub category_paths: HashMap<CategoryId, Vec<CategoryId>>,
    /// The types that metafields are held to.
    pub definitions: Arc<HashMap<(String, String), MetafieldType>>,
}
