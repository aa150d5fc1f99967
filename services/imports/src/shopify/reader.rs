//! The stream of products: rows are gathered by handle, and each product leaves when its last row has been seen.

use super::{
    Columns, FileError, Note, Product, Rejection,
    draft::Draft,
    records::{Record, Records},
    row::Row,
    seen::{Hasher, Key, Skus},
};
use infrasell_kernel::Currency;
use std::{
    collections::{HashMap, HashSet},
    io::{self, Read},
};

/// The most rows of products that wait for rows further down.
const MAX_PARKED_ROWS: usize = 50_000;
/// Rejections that belong to no product are handed out in portions of this many.
const MAX_LOOSE: usize = 1_000;

/// What a first pass over a file found: how many rows there are, and which handles stand apart.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    rows: u64,
    hasher: Hasher,
    /// For handles whose rows do not stand together: the record with the last of them.
    last_record: HashMap<Key, u64>,
}

impl Scan {
    /// How many data rows the file has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

/// Reads a whole file once, to count its rows and to learn where the rows of each product end.
///
/// # Errors
/// When the file cannot be read, or its header is not one of a product file.
pub fn scan(source: impl Read) -> Result<Scan, FileError> {
    let mut records = Records::new(source)?;
    let columns = Columns::read(&mut records)?;
    let (mut scan, mut record) = (Scan::default(), Record::default());
    let (mut current, mut seen) = (None, HashSet::new());
    while records.read(&mut record)? {
        scan.rows += 1;
        let row = Row { record: &record, columns: &columns };
        let Ok(handle) = row.check().and_then(|()| row.handle()) else { continue };
        let key = scan.hasher.key(&handle);
        if current != Some(key) && !seen.insert(key) {
            scan.last_record.insert(key, record.index);
        } else if let Some(last) = scan.last_record.get_mut(&key) {
            *last = record.index;
        }
        current = Some(key);
    }
    Ok(scan)
}

/// Reads no more than the header, to see whether it is one of a product file.
///
/// # Errors
/// As for [`scan`].
pub fn check_header(source: impl Read) -> Result<(), FileError> {
    Columns::read(&mut Records::new(source)?).map(drop)
}

/// What one or more rows became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// A product, with the lines of its rows.
    pub product: Option<Product>,
    /// Rows that were not taken.
    pub rejected: Vec<Rejection>,
    /// What was taken otherwise than it stands.
    pub notes: Vec<Note>,
}

impl Step {
    /// How many rows of the file the step accounts for.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rejected.len() + self.product.as_ref().map_or(0, |product| product.lines.len())
    }
}

/// Reads the products of a file, one at a time.
pub struct Products<R> {
    records: Records<R>,
    record: Record,
    columns: Columns,
    currency: Currency,
    scan: Scan,
    current: Option<(Key, Draft)>,
    parked: HashMap<Key, Draft>,
    parked_rows: usize,
    closed: HashSet<Key>,
    skus: Skus,
    loose: Vec<Rejection>,
}

impl<R: Read> Products<R> {
    /// Begins to read a file whose prices are in `currency`. `scan` is what [`scan`] said of the same file; with an empty
    /// one, rows that stand apart from the others of their product are rejected.
    ///
    /// # Errors
    /// When the file cannot be read, or its header is not one of a product file.
    pub fn new(source: R, currency: Currency, scan: Scan) -> Result<Self, FileError> {
        let mut records = Records::new(source)?;
        let columns = Columns::read(&mut records)?;
        Ok(Products {
            records,
            record: Record::default(),
            columns,
            currency,
            scan,
            current: None,
            parked: HashMap::new(),
            parked_rows: 0,
            closed: HashSet::new(),
            skus: Skus::default(),
            loose: vec![],
        })
    }

    /// What the columns of the file mean.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// How many bytes of the file lie behind.
    pub fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }

    /// The next product, or rows that belong to none; `None` when the whole file has been accounted for.
    ///
    /// # Errors
    /// When the file cannot be read further.
    pub fn next_step(&mut self) -> io::Result<Option<Step>> {
        while self.loose.len() < MAX_LOOSE {
            if !self.records.read(&mut self.record)? {
                return Ok(self.last_steps());
            }
            if let Some(step) = self.take_record() {
                return Ok(Some(step));
            }
        }
        Ok(Some(self.loose_step()))
    }

    /// Takes the record that was just read; a product that it shows to be complete leaves.
    fn take_record(&mut self) -> Option<Step> {
        let row = Row { record: &self.record, columns: &self.columns };
        let handle = match row.check().and_then(|()| row.handle()) {
            Ok(handle) => handle,
            Err(rejection) => {
                self.loose.push(rejection);
                return None;
            }
        };
        let key = self.scan.hasher.key(&handle);
        if let Some((current, draft)) = &mut self.current
            && *current == key
        {
            draft.push(row, &mut self.skus);
            return None;
        }
        let left = self.current.take();
        let parked = self.parked.remove(&key);
        if let Some(draft) = &parked {
            self.parked_rows -= draft.rows();
        }
        if parked.is_none() && self.closed.contains(&key) {
            let reason = format!("the rows of {handle} do not stand together, and those above are taken already");
            self.loose.push(row.reject(super::Column::Handle, reason));
        } else {
            let mut draft = parked.unwrap_or_else(|| Draft::new(handle, self.currency, row));
            draft.push(row, &mut self.skus);
            self.current = Some((key, draft));
        }
        let index = self.record.index;
        left.and_then(|(key, draft)| self.leave(key, draft, index))
    }

    /// A run of rows of one product has ended before record `index`: it waits for more of them, or is complete.
    fn leave(&mut self, key: Key, draft: Draft, index: u64) -> Option<Step> {
        let more_to_come = self.scan.last_record.get(&key).is_some_and(|last| *last > index);
        if more_to_come && self.parked_rows + draft.rows() <= MAX_PARKED_ROWS {
            self.parked_rows += draft.rows();
            self.parked.insert(key, draft);
            return None;
        }
        self.closed.insert(key);
        Some(draft.finish())
    }

    fn last_steps(&mut self) -> Option<Step> {
        if let Some((_, draft)) = self.current.take() {
            return Some(draft.finish());
        }
        if let Some(key) = self.parked.keys().next().copied() {
            return self.parked.remove(&key).map(Draft::finish);
        }
        if self.loose.is_empty() { None } else { Some(self.loose_step()) }
    }

    fn loose_step(&mut self) -> Step {
        Step { rejected: std::mem::take(&mut self.loose), ..Step::default() }
    }
}
