//! Shopify's CSV.

mod cells;
mod files;
mod hostile;
mod products;
mod sample;

use infrasell_imports::shopify::{FileError, Note, Product, Products, Rejection, Scan, Variant, scan};
use infrasell_kernel::Currency;

/// Everything that became of a file.
#[derive(Debug, Default)]
pub struct Outcome {
    pub rows: u64,
    pub products: Vec<Product>,
    pub rejected: Vec<Rejection>,
    pub notes: Vec<Note>,
    pub ignored: Vec<String>,
}

impl Outcome {
    pub fn product(&self, handle: &str) -> &Product {
        self.products.iter().find(|p| p.handle == handle).expect("there is a product of this handle")
    }

    /// Line and column of each rejection, in line order.
    pub fn faults(&self) -> Vec<(u64, &str)> {
        let mut faults: Vec<(u64, &str)> = self.rejected.iter().map(|r| (r.line, r.column.as_str())).collect();
        faults.sort_unstable();
        faults
    }
}

/// Reads a file in both passes and holds the row count to what became of the rows.
pub fn read_bytes(bytes: &[u8]) -> Result<Outcome, FileError> {
    let scanned = scan(bytes)?;
    read_with(bytes, scanned)
}

pub fn read_with(bytes: &[u8], scanned: Scan) -> Result<Outcome, FileError> {
    let rows = scan(bytes)?.rows();
    let mut products = Products::new(bytes, Currency::INR, scanned)?;
    let mut outcome = Outcome { rows, ignored: products.columns().ignored().to_vec(), ..Outcome::default() };
    let mut accounted = 0;
    while let Some(step) = products.next_step()? {
        accounted += step.rows() as u64;
        outcome.products.extend(step.product);
        outcome.rejected.extend(step.rejected);
        outcome.notes.extend(step.notes);
    }
    assert_eq!(accounted, rows, "every row is accounted for once");
    assert_eq!(products.bytes_read(), bytes.len() as u64);
    Ok(outcome)
}

pub fn read(text: &str) -> Outcome {
    read_bytes(text.as_bytes()).expect("the file can be read")
}

/// A file of the columns named and one row, whose cells of the rest are filled in so that it is a product.
pub fn one(columns: &str, row: &str) -> Outcome {
    read(&format!("Handle,Title,Variant Price,{columns}\nmug,Mug,10,{row}\n"))
}

/// The only variant of a file that [`one`] made.
pub fn only_variant(columns: &str, row: &str) -> Variant {
    let outcome = one(columns, row);
    assert!(outcome.rejected.is_empty(), "{:?}", outcome.rejected);
    outcome.products[0].variants[0].clone()
}
