//! What an answer shows, and so what makes it old.

use infrasell_contracts::content::ContentKind;
use infrasell_kernel::{ProductId, VariantId};

/// One thing that an answer shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// A product's words.
    Product(ProductId),
    /// A variant's price and stock.
    Variant(VariantId),
    /// Which products there are, and in what order.
    AnyProduct,
    /// An order or choice by price.
    ByPrice,
    /// A choice by stock.
    ByStock,
    /// Collections, and what is in them.
    Collections,
    /// The tree of categories.
    Categories,
    /// Which metafields storefronts may see.
    Metafields,
    /// Content of a kind.
    Content(ContentKind),
    /// The shop and its channels.
    Shop,
}

/// Everything that an answer shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    tags: Vec<Tag>,
    is_private: bool,
}

impl Shown {
    /// It shows this.
    pub fn add(&mut self, tag: Tag) {
        self.tags.push(tag);
    }

    /// It shows what is somebody's own, or what nobody says when it gets old.
    pub fn private(&mut self) {
        self.is_private = true;
    }

    /// What it shows; `None` when it must not be kept.
    #[must_use]
    pub fn tags(self) -> Option<Vec<Tag>> {
        (!self.is_private).then_some(self.tags)
    }
}
