//! Two public catalogues of Indian shops, turned into one product CSV in Shopify's format with MRP.
//!
//! Always true: one product at a time is in memory; handles and SKUs are unique over both files; what has no price is
//! left out and counted. The catalogues say nothing of stock, so each product gets a figure that follows from its number.

mod bigbasket;
mod flipkart;

use csv::Writer;
use flate2::read::MultiGzDecoder;
use std::{
    io::{BufReader, Read, Write},
    path::PathBuf,
};

/// The columns that are written.
pub const HEADER: [&str; 17] = [
    "Title",
    "URL handle",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Status",
    "SKU",
    "Price",
    "Compare-at price",
    "Variant MRP",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Requires shipping",
];
const MAX_TITLE_CHARS: usize = 255;
const MAX_HANDLE_CHARS: usize = 80;
const MAX_LEVELS: usize = 4;

/// Why a catalogue cannot be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// A file cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A CSV file is malformed.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// A line of the JSON file is malformed.
    #[error("line {line}: {cause}")]
    Json {
        /// Which line.
        line: u64,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// The name of the file does not tell what it is.
    #[error("{0} is neither a flipkart.jsonl.gz nor a bigbasket.csv.gz")]
    UnknownFile(PathBuf),
}

/// A product of either catalogue. Prices are rupees as text.
pub(crate) struct Found {
    pub(crate) sku: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) vendor: String,
    pub(crate) category: Vec<String>,
    pub(crate) product_type: String,
    pub(crate) price: String,
    pub(crate) mrp: String,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Products written.
    pub written: u64,
    /// Products without a name or a price.
    pub left_out: u64,
}

/// Writes products as rows of one CSV.
pub struct Converter<W: Write> {
    out: Writer<W>,
    counts: Counts,
}

impl<W: Write> Converter<W> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(out: W) -> Result<Self, ConvertError> {
        let mut out = Writer::from_writer(out);
        out.write_record(HEADER)?;
        Ok(Converter { out, counts: Counts::default() })
    }

    /// Adds the products of a `flipkart.jsonl.gz`: one JSON object a line.
    ///
    /// # Errors
    /// When the file is malformed or cannot be read, or the output cannot be written.
    pub fn flipkart(&mut self, source: impl Read) -> Result<(), ConvertError> {
        flipkart::read(BufReader::new(MultiGzDecoder::new(source)), |found| self.add(found))
    }

    /// Adds the products of a `bigbasket.csv.gz`.
    ///
    /// # Errors
    /// When the file is malformed or cannot be read, or the output cannot be written.
    pub fn bigbasket(&mut self, source: impl Read) -> Result<(), ConvertError> {
        bigbasket::read(MultiGzDecoder::new(source), |found| self.add(found))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<Counts, ConvertError> {
        self.out.flush()?;
        Ok(self.counts)
    }

    fn add(&mut self, found: Option<Found>) -> Result<(), ConvertError> {
        let Some(found) = found else {
            self.counts.left_out += 1;
            return Ok(());
        };
        self.counts.written += 1;
        let number = self.counts.written;
        let title: String = found.title.chars().take(MAX_TITLE_CHARS).collect();
        let reduced = found.price != found.mrp;
        let levels: Vec<String> = found.category.iter().take(MAX_LEVELS).map(|level| level.replace('>', "/")).collect();
        self.out.write_record([
            title.as_str(),
            &handle(&title, number),
            &found.description,
            &found.vendor,
            &levels.join(" > "),
            &found.product_type,
            levels.first().map_or("", String::as_str).replace(',', "").as_str(),
            "TRUE",
            "Active",
            &found.sku,
            &found.price,
            if reduced { &found.mrp } else { "" },
            &found.mrp,
            "shopify",
            // 7919 is prime to 120, so that figures from 0 to 119 come equally often
            &(number * 7_919 % 120).to_string(),
            "DENY",
            "TRUE",
        ])?;
        Ok(())
    }
}

/// A handle that no other product has: words of the title, and the product's number.
fn handle(title: &str, number: u64) -> String {
    let mut handle = String::new();
    for c in title.chars().flat_map(char::to_lowercase).take(MAX_HANDLE_CHARS) {
        if c.is_ascii_alphanumeric() {
            handle.push(c);
        } else if !handle.is_empty() && !handle.ends_with('-') {
            handle.push('-');
        }
    }
    format!("{}-{number}", handle.trim_end_matches('-')).trim_start_matches('-').to_owned()
}
