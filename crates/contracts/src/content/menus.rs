//! Menus: trees of up to three levels that lead to what the shop has.

use super::policies::PolicyKind;
use infrasell_kernel::{
    ArticleId, BlogId, CollectionId, ContentPageId, Locale, MenuId, MenuItemId, MetaobjectId, ProductId, Timestamp,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most levels of a menu.
pub const MAX_MENU_LEVELS: usize = 3;
/// The most items of a menu, on all levels.
pub const MAX_MENU_ITEMS: usize = 250;
/// The handle of the menu that a shop begins with at its head.
pub const MAIN_MENU: &str = "main-menu";
/// The handle of the menu that a shop begins with at its foot.
pub const FOOTER_MENU: &str = "footer";

/// Where an item leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum MenuTarget {
    /// The front page.
    FrontPage,
    /// All products.
    Catalog,
    /// All collections.
    Collections,
    /// The search page.
    Search,
    /// The customer's own pages.
    CustomerAccount,
    /// A product.
    Product {
        /// Which.
        id: ProductId,
    },
    /// A collection.
    Collection {
        /// Which.
        id: CollectionId,
    },
    /// A page.
    Page {
        /// Which.
        id: ContentPageId,
    },
    /// A blog.
    Blog {
        /// Which.
        id: BlogId,
    },
    /// An article.
    Article {
        /// Which.
        id: ArticleId,
    },
    /// A metaobject.
    Metaobject {
        /// Which.
        id: MetaobjectId,
    },
    /// A policy.
    Policy {
        /// Which.
        policy: PolicyKind,
    },
    /// Somewhere else.
    Http {
        /// `https://…`, `http://…`, `mailto:…`, `tel:…` or a path on the shop's own pages that begins with `/`.
        url: String,
    },
}

/// A menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Menu {
    /// Its id.
    pub id: MenuId,
    /// What a storefront asks for it by: `main-menu`.
    pub handle: String,
    /// Its name.
    pub title: String,
    /// Its items, in order.
    pub items: Vec<MenuItem>,
    /// Whether the shop began with it: it cannot be taken away, and keeps its handle.
    pub is_default: bool,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// An item of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MenuItem {
    /// Its id, the same for as long as it is in the menu.
    pub id: MenuItemId,
    /// What it says.
    pub title: String,
    /// What it says in other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<Locale, String>,
    /// Where it leads.
    pub target: MenuTarget,
    /// The address: a path on the shop's own pages, or an absolute one; absent when what it led to is gone or hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// For a collection: only what has all of these tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What is under it.
    pub items: Vec<MenuItem>,
}

/// An item as it is put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuItemInput {
    /// Of an item that the menu has already, so that it stays the same; a new one when absent.
    #[serde(default)]
    pub id: Option<MenuItemId>,
    /// What it says.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// What it says in other languages.
    #[serde(default)]
    pub titles: BTreeMap<Locale, String>,
    /// Where it leads.
    pub target: MenuTarget,
    /// For a collection: only what has all of these tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// What is under it; a menu has up to 3 levels and 250 items.
    #[serde(default)]
    pub items: Vec<MenuItemInput>,
}

/// A new menu.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuInput {
    /// Made from the title when absent.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its name.
    #[schemars(length(min = 1, max = 255))]
    pub title: String,
    /// Its items, in order.
    #[serde(default)]
    pub items: Vec<MenuItemInput>,
}

/// A change to a menu; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MenuPatch {
    /// What a storefront asks for it by.
    pub handle: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// All its items, in order.
    pub items: Option<Vec<MenuItemInput>>,
}
