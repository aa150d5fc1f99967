//! What catalog takes at the most. Lengths are in characters.

/// A title, a name.
pub(crate) const MAX_TITLE: usize = 255;
/// A handle.
pub(crate) const MAX_HANDLE: usize = 255;
/// HTML, in bytes.
pub(crate) const MAX_HTML_BYTES: usize = 512 * 1024;
/// A vendor, a product type, a tag, an option's value.
pub(crate) const MAX_WORD: usize = 255;
/// A tax class's code.
pub(crate) const MAX_TAX_CLASS: usize = 32;
/// An option's name.
pub(crate) const MAX_OPTION_NAME: usize = 100;
/// A SKU.
pub(crate) const MAX_SKU: usize = 255;
/// A barcode.
pub(crate) const MAX_BARCODE: usize = 64;
/// A variant's weight, grams.
pub(crate) const MAX_WEIGHT_GRAMS: i64 = 1_000_000_000;
/// A picture's address.
pub(crate) const MAX_URL: usize = 2_048;
/// A picture's alternative text.
pub(crate) const MAX_ALT: usize = 512;
/// The title for search engines.
pub(crate) const MAX_SEO_TITLE: usize = 255;
/// The description for search engines.
pub(crate) const MAX_SEO_DESCRIPTION: usize = 1_000;
/// Metafields of one product.
pub(crate) const MAX_METAFIELDS: usize = 250;
/// A metafield's namespace, and its key.
pub(crate) const MAX_METAFIELD_NAME: usize = 64;
/// A metafield's value.
pub(crate) const MAX_METAFIELD_VALUE: usize = 65_536;
/// Channels that a product or a collection can be limited to.
pub(crate) const MAX_CHANNELS: usize = 250;
/// Levels of the category tree.
pub(crate) const MAX_DEPTH: usize = 10;
/// A category's place among its siblings, either way.
pub(crate) const MAX_POSITION: i64 = 1_000_000;
/// Rules of one collection.
pub(crate) const MAX_RULES: usize = 60;
/// Products in one manual collection.
pub(crate) const MAX_MANUAL: usize = 10_000;
/// Products asked for in one call.
pub(crate) const MAX_PRODUCTS_ASKED: usize = 250;
/// Variants or SKUs asked for in one call.
pub(crate) const MAX_VARIANTS_ASKED: usize = 1_000;
/// A search.
pub(crate) const MAX_SEARCH: usize = 255;
