//! Shopify's product CSV, old and new column names, read as a stream of products.
//!
//! Always true: every data row ends up in exactly one product or in exactly one rejection; the rows of one handle become
//! one product wherever they stand, or are rejected with the reason; memory does not grow with the file but for a few
//! bytes a product and a SKU; any bytes at all are read without a panic.

pub(crate) mod cells;
mod columns;
mod draft;
mod reader;
pub(crate) mod records;
pub(crate) mod row;
pub(crate) mod seen;

pub use columns::{Column, Columns, MAX_LOCATIONS};
pub use reader::{Products, Scan, Step, check_header, scan};
pub use records::{MAX_FIELD_BYTES, MAX_FIELDS, MAX_RECORD_BYTES};

use infrasell_contracts::catalog::{Media, ProductStatus};
use infrasell_kernel::{CountryCode, Ppm};

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The disk or the connection failed.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// There is not even a header.
    #[error("the file is empty")]
    Empty,
    /// UTF-16, as some spreadsheets write.
    #[error("the file is in UTF-16; save it as CSV in UTF-8")]
    Utf16,
    /// The first record is beyond a limit.
    #[error("the first line is not a header of column names")]
    BadHeader,
    /// Columns without which no product can be made.
    #[error("the file lacks the column{} {missing}{}", if .missing.contains(", ") { "s" } else { "" }, hint(*.separator))]
    MissingColumns {
        /// Their names, separated by commas.
        missing: String,
        /// What seems to separate the fields instead of a comma.
        separator: Option<char>,
    },
    /// Two columns that mean the same.
    #[error("the column {0} appears twice")]
    DuplicateColumn(String),
}

fn hint(separator: Option<char>) -> String {
    separator.map_or(String::new(), |s| format!("; its fields seem to be separated by {s:?}, and must be by commas"))
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The physical line on which its record begins, from 1.
    pub line: u64,
    /// The column that is at fault, as the file names it; empty when it is the row as a whole.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// Something that was taken, but not as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The physical line on which its record begins, from 1.
    pub line: u64,
    /// The column, as the file names it.
    pub column: String,
    /// What was made of it.
    pub text: String,
}

/// A product as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its name in addresses; made from the title when the file leaves it blank.
    pub handle: String,
    /// Its name.
    pub title: String,
    /// HTML.
    pub description_html: String,
    /// Who makes it.
    pub vendor: String,
    /// Names from the root of the category tree; none means no category.
    pub category: Vec<String>,
    /// What kind of thing it is.
    pub product_type: String,
    /// Its tags, sorted, each once.
    pub tags: Vec<String>,
    /// Whether it is sold on the web.
    pub published: bool,
    /// Active, draft or archived.
    pub status: ProductStatus,
    /// The rate of GST, if the file gives one.
    pub gst_rate: Option<Ppm>,
    /// The code of its tax class, if the file gives one.
    pub tax_class: Option<String>,
    /// What search engines show.
    pub seo_title: String,
    /// What search engines show.
    pub seo_description: String,
    /// The names of its options; none means one variant.
    pub options: Vec<String>,
    /// At least one.
    pub variants: Vec<Variant>,
    /// Its pictures, in order.
    pub images: Vec<Media>,
    /// The lines of the rows that it was made of, in file order.
    pub lines: Vec<u64>,
}

/// A variant as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The line of its row.
    pub line: u64,
    /// One value an option.
    pub option_values: Vec<String>,
    /// May be empty.
    pub sku: String,
    /// May be empty.
    pub barcode: String,
    /// Minor units; absent where the file says `none`, and then a price that is there stays.
    pub price_minor: Option<i64>,
    /// Minor units.
    pub compare_at_minor: Option<i64>,
    /// The maximum retail price, minor units; never below the price.
    pub mrp_minor: Option<i64>,
    /// Whether tax is charged.
    pub taxable: bool,
    /// Digits; may be empty.
    pub hsn_code: String,
    /// Whether its row says `none` of the tariff heading, which keeps the product's from it.
    pub no_hsn: bool,
    /// Where it was made.
    pub country_of_origin: Option<CountryCode>,
    /// Whether its row says `none` of where it was made, which keeps the product's from it.
    pub no_origin: bool,
    /// Whether stock is counted.
    pub tracked: bool,
    /// Whether it is sold beyond what is there.
    pub continues: bool,
    /// Units on hand, one a stock column of the file; absent where the cell is blank.
    pub stock: Vec<Option<i64>>,
    /// Grams.
    pub weight_grams: i64,
    /// Whether it is sent.
    pub requires_shipping: bool,
    /// Its own picture, one of the product's.
    pub image_url: Option<String>,
}
