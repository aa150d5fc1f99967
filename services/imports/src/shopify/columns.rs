//! The columns of Shopify's product CSV, in its old and new names, and ours beside them.
//!
//! Always true: a header is matched whatever its case and spacing; a column that is not known is ignored and named in a
//! note; two columns of one meaning, or none of a required one, refuse the file.

use super::{
    FileError,
    records::{Record, Records},
};
use std::io::Read;

macro_rules! columns {
    ($($(#[$doc:meta])* $Name:ident: $($alias:literal),+;)*) => {
        /// What a column means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($(#[$doc])* $Name),* }
        const COUNT: usize = [$(Column::$Name),*].len();
        /// Each column with its names in lower case; the first is the one that Shopify writes today, or ours.
        const NAMES: [(Column, &[&str]); COUNT] = [$((Column::$Name, &[$($alias),+])),*];
    };
}

columns! {
    /// The product's name in addresses.
    Handle: "url handle", "handle";
    /// The product's name.
    Title: "title";
    /// HTML.
    Description: "description", "body (html)", "body html";
    /// Who makes it.
    Vendor: "vendor";
    /// The path in the category tree, ` > ` between levels.
    Category: "product category";
    /// What kind of thing it is.
    Type: "type";
    /// Separated by commas.
    Tags: "tags";
    /// Whether it is sold on the web.
    Published: "published on online store", "published";
    /// Active, draft or archived.
    Status: "status";
    /// Of the variant.
    Sku: "sku", "variant sku";
    /// Of the variant.
    Barcode: "barcode", "variant barcode";
    /// The first option.
    Option1Name: "option1 name";
    /// The first option's value.
    Option1Value: "option1 value";
    /// The second option.
    Option2Name: "option2 name";
    /// The second option's value.
    Option2Value: "option2 value";
    /// The third option.
    Option3Name: "option3 name";
    /// The third option's value.
    Option3Value: "option3 value";
    /// What a buyer pays.
    Price: "price", "variant price";
    /// The price before a reduction.
    CompareAt: "compare-at price", "variant compare at price", "compare at price";
    /// Ours: the maximum retail price on the pack.
    Mrp: "variant mrp", "mrp";
    /// Whether tax is charged.
    Taxable: "charge tax", "variant taxable";
    /// Ours: the rate of GST in percent.
    GstRate: "gst rate", "gst rate (%)";
    /// Ours: the code of a tax class that is there; a rate of GST goes before it.
    TaxClass: "tax class";
    /// Ours: the tariff heading.
    Hsn: "hsn code", "hsn", "hs code";
    /// Ours: where it was made.
    Origin: "country of origin", "coo";
    /// Filled: stock is counted.
    Tracker: "inventory tracker", "variant inventory tracker";
    /// Units at the default location.
    Quantity: "inventory quantity", "variant inventory qty";
    /// Whether it is sold beyond what is there.
    Policy: "continue selling when out of stock", "variant inventory policy";
    /// Grams of one unit.
    Grams: "weight value (grams)", "variant grams";
    /// The weight of one unit, in the unit of the next column.
    Weight: "variant weight", "weight value", "weight";
    /// g, kg, lb or oz.
    WeightUnit: "weight unit for display", "variant weight unit", "weight unit";
    /// Whether it is sent.
    RequiresShipping: "requires shipping", "variant requires shipping";
    /// A picture of the product.
    Image: "product image url", "image src";
    /// Its place among the pictures.
    ImagePosition: "image position";
    /// What it shows.
    ImageAlt: "image alt text";
    /// The picture of the variant.
    VariantImage: "variant image url", "variant image";
    /// Whether it is a gift card.
    GiftCard: "gift card";
    /// What search engines show.
    SeoTitle: "seo title";
    /// What search engines show.
    SeoDescription: "seo description";
}

const REQUIRED: [(Column, &str); 3] =
    [(Column::Handle, "URL handle (or Handle)"), (Column::Title, "Title"), (Column::Price, "Price (or Variant Price)")];
const LOCATION_PREFIX: &str = "inventory quantity:";

/// The most locations that one file can give stock for.
pub const MAX_LOCATIONS: usize = 100;

/// The three options, each a column of names and one of values.
pub(crate) const OPTIONS: [(Column, Column); 3] = [
    (Column::Option1Name, Column::Option1Value),
    (Column::Option2Name, Column::Option2Value),
    (Column::Option3Name, Column::Option3Value),
];

/// Which column of a file means what.
#[derive(Debug, Clone)]
pub struct Columns {
    places: [Option<usize>; COUNT],
    headers: Vec<String>,
    /// A column of stock each: the location's name (`None` is the default one) and the column.
    stock: Vec<(Option<String>, usize)>,
    ignored: Vec<String>,
}

impl Columns {
    /// Reads the header.
    pub(crate) fn read<R: Read>(records: &mut Records<R>) -> Result<Columns, FileError> {
        if records.is_utf16() {
            return Err(FileError::Utf16);
        }
        let mut header = Record::default();
        if !records.read(&mut header)? {
            return Err(FileError::Empty);
        }
        if header.excess.is_some() {
            return Err(FileError::BadHeader);
        }
        let mut columns = Columns { places: [None; COUNT], headers: vec![], stock: vec![], ignored: vec![] };
        for i in 0..header.len() {
            columns.add(&header.text(i))?;
        }
        columns.check()?;
        Ok(columns)
    }

    fn add(&mut self, header: &str) -> Result<(), FileError> {
        let place = self.headers.len();
        self.headers.push(header.to_owned());
        let name = header.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let duplicate = || FileError::DuplicateColumn(header.chars().take(100).collect());
        if name.starts_with(LOCATION_PREFIX) {
            let location = header.split_once(':').map_or("", |(_, location)| location.trim());
            let same = |(other, _): &(Option<String>, usize)| {
                other.as_ref().is_some_and(|other| other.eq_ignore_ascii_case(location))
            };
            if location.is_empty() || self.stock.iter().any(same) || self.stock.len() >= MAX_LOCATIONS {
                return Err(duplicate());
            }
            self.stock.push((Some(location.to_owned()), place));
            return Ok(());
        }
        let Some((column, _)) = NAMES.iter().find(|(_, names)| names.contains(&name.as_str())) else {
            if !name.is_empty() {
                self.ignored.push(header.chars().take(100).collect());
            }
            return Ok(());
        };
        if self.places[*column as usize].replace(place).is_some() {
            return Err(duplicate());
        }
        if *column == Column::Quantity {
            self.stock.push((None, place));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), FileError> {
        let missing: Vec<&str> = REQUIRED.iter().filter(|(c, _)| !self.has(*c)).map(|(_, name)| *name).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let one = self.headers.first().map_or("", String::as_str);
        let separator = [';', '\t', '|'].into_iter().find(|s| self.headers.len() == 1 && one.contains(*s));
        Err(FileError::MissingColumns { missing: missing.join(", "), separator })
    }

    /// Whether the file has such a column. What it lacks, an import leaves as it is.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.places[column as usize].is_some()
    }

    /// Where the column is.
    pub(crate) fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// What the file calls the column, or what Shopify would.
    pub(crate) fn name(&self, column: Column) -> &str {
        self.place(column).map_or(NAMES[column as usize].1[0], |place| &self.headers[place])
    }

    /// The header of a place.
    pub(crate) fn header(&self, place: usize) -> &str {
        self.headers.get(place).map_or("", String::as_str)
    }

    /// Every header, in the file's order.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The locations that the file gives stock for; `None` is the default one.
    pub fn locations(&self) -> impl Iterator<Item = Option<&str>> {
        self.stock.iter().map(|(name, _)| name.as_deref())
    }

    /// The places of the stock columns, in the order of [`Columns::locations`].
    pub(crate) fn stock_places(&self) -> impl Iterator<Item = usize> {
        self.stock.iter().map(|(_, place)| *place)
    }

    /// The columns that mean nothing to us, as the file names them.
    #[must_use]
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }
}
