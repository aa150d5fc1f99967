//! **Content** owns what the shop says beside its products: pages, blogs and their articles, menus, redirects, metaobjects
//! and policies. Owns the tables `content_*`.
//!
//! Always true:
//! - Every kind is kept the same way: a document, and beside it what it is found, sorted and shown by (ADR 24).
//! - A handle leads to one thing of its kind; inside its blog for an article, inside its type for a metaobject.
//! - Nothing is shown before its time; when that comes, it is announced.
//! - HTML that is kept was cleaned: it holds no script, no handler, no address but web, mail and telephone.
//! - A redirect never leads back to where it begins; what moves leaves one behind, and what is at a path takes its away.
//! - The version of a thing is raised by each change, and by nothing else; who writes over a version that he has not read is
//!   refused.
//! - A metaobject holds only fields that its definition has, each in its type's one form.

mod audit;
mod check;
mod html;
mod jobs;
mod media;
mod noun;
mod paths;
mod service;
mod store;

pub use media::MediaDeps;
pub use service::ContentService;

use infrasell_contracts::catalog::Catalog;
use infrasell_db::{Db, Migration};
use std::sync::Arc;

/// The tables of this service.
pub const MIGRATIONS: &[Migration] = &[Migration {
    service: "content",
    version: 1,
    name: "entries",
    sql: include_str!("../migrations/0001_entries.sql"),
}];

/// What content needs.
pub struct Deps {
    /// Its database.
    pub db: Db,
    /// The products and collections that menus lead to.
    pub catalog: Arc<dyn Catalog>,
    /// What pictures need.
    pub media: MediaDeps,
}

/// Opens the service. Its defaults are [`ContentService::bootstrap`]'s.
#[must_use]
pub fn open(deps: Deps) -> Arc<ContentService> {
    Arc::new(ContentService::new(deps))
}
