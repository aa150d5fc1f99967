//! What search engines show.

use crate::{fields, object::Table};
use infrasell_contracts::catalog::Seo;

fields! { "SEO" for Seo, |seo, f, w| {
    "description" => w.text_unless_empty(&seo.description),
    "title" => w.text_unless_empty(&seo.title),
}}

pub(super) const TABLES: &[Table] = &[Table::of::<Seo>()];
