//! What words find. Owns the tables `search_*`: an inverted index over products, collections, pages and articles.
//!
//! Always true:
//! - The index follows the events of catalogue and content and may be late; what is shown is asked of them first, so that
//!   nothing is shown that is not on sale, or not published, where it is looked for, now.
//! - An event twice, or an old one late, changes nothing: documents are made anew of what the catalogue says, and an older
//!   version never goes over a newer one.
//! - A document has exactly the words that it is found by.
//! - The same words on the same index find the same things in the same order.
//! - A search costs a bounded number of statements, whatever is looked for; while search is away, only searching is.
//! - When the way in which documents are made changes, all are made anew in parts, while the old ones are still found.

mod build;
mod content;
mod document;
mod feed;
mod service;
mod store;
mod suggest;
mod words;

pub use service::SearchService;

use infrasell_contracts::{catalog::Catalog, content::Content};
use infrasell_db::{Db, Migration};
use std::sync::Arc;

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] =
    &[Migration { service: "search", version: 1, name: "init", sql: include_str!("../migrations/0001_init.sql") }];

/// What search stands on.
pub struct Deps {
    /// Its tables.
    pub db: Db,
    /// What there is to find.
    pub catalog: Arc<dyn Catalog>,
    /// What there is to read.
    pub content: Arc<dyn Content>,
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<SearchService> {
    Arc::new(SearchService { db: deps.db, catalog: deps.catalog, content: deps.content })
}
