//! The category tree.

use infrasell_kernel::{CategoryId, PageRequest, Patch};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A node of the category tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// What it stands under.
    pub parent: Option<CategoryId>,
    /// Its name in addresses; unique.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// Names from the root to here.
    pub path: Vec<String>,
    /// Its place among its siblings.
    pub position: i64,
}

/// A new category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryInput {
    /// What it stands under.
    #[serde(default)]
    pub parent: Option<CategoryId>,
    /// Made from the path when absent.
    #[serde(default)]
    #[schemars(length(max = 255))]
    pub handle: Option<String>,
    /// Its name.
    #[schemars(length(min = 1, max = 255))]
    pub name: String,
    /// Its place among its siblings.
    #[serde(default)]
    pub position: i64,
}

/// A change to a category; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CategoryPatch {
    /// What it stands under; null makes it a root. Never below itself.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub parent: Patch<CategoryId>,
    /// Its name.
    pub name: Option<String>,
    /// Its place among its siblings.
    pub position: Option<i64>,
}

/// Asks for categories in tree order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListCategories {
    /// Only those right under this one.
    pub parent: Option<CategoryId>,
    /// What part.
    pub page: PageRequest,
}

/// Makes a category.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateCategory {
    /// The category.
    pub category: CategoryInput,
}

/// Changes a category.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateCategory {
    /// Which.
    pub id: CategoryId,
    /// What to change.
    pub patch: CategoryPatch,
}

/// Takes an empty category away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteCategory {
    /// Which.
    pub id: CategoryId,
}

/// Finds or makes the categories on many paths.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EnsureCategories {
    /// Each a list of names from the root; at most 1,000.
    pub paths: Vec<Vec<String>>,
}
