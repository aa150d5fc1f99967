//! Files whose rows each stand for themselves, read as a stream of lines: the columns of a kind of file, and the cells of
//! each row.
//!
//! Always true: every data row ends up as exactly one line or one rejection; a header is matched whatever its case and
//! spacing; what a file has no column for is told apart from a blank cell.

pub(crate) mod customers;
mod lines;
pub(crate) mod stock;

pub(crate) use lines::{Line, Lines, count};

use crate::shopify::{
    FileError,
    records::{Record, Records},
};
use std::io::Read;

/// A column: its names in lower case, the first of which is the one that we write.
pub(crate) type Names = &'static [&'static str];

/// A kind of file.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Its columns.
    pub(crate) columns: &'static [Names],
    /// Of each of these lists, one column at least must be there.
    pub(crate) required: &'static [&'static [usize]],
}

/// Which column of a file means what.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    layout: &'static Layout,
    places: Vec<Option<usize>>,
    headers: Vec<String>,
    ignored: Vec<String>,
}

impl Header {
    /// Reads the header.
    pub(crate) fn read<R: Read>(records: &mut Records<R>, layout: &'static Layout) -> Result<Header, FileError> {
        if records.is_utf16() {
            return Err(FileError::Utf16);
        }
        let mut record = Record::default();
        if !records.read(&mut record)? {
            return Err(FileError::Empty);
        }
        if record.excess.is_some() {
            return Err(FileError::BadHeader);
        }
        let places = vec![None; layout.columns.len()];
        let mut header = Header { layout, places, headers: vec![], ignored: vec![] };
        for i in 0..record.len() {
            header.add(&record.text(i))?;
        }
        header.check()?;
        Ok(header)
    }

    fn add(&mut self, text: &str) -> Result<(), FileError> {
        let place = self.headers.len();
        self.headers.push(text.to_owned());
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let found = self.layout.columns.iter().position(|names| names.contains(&name.as_str()));
        let Some(column) = found else {
            if !name.is_empty() {
                self.ignored.push(text.chars().take(100).collect());
            }
            return Ok(());
        };
        if self.places[column].replace(place).is_some() {
            return Err(FileError::DuplicateColumn(text.chars().take(100).collect()));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), FileError> {
        let lacks = |any: &&&[usize]| any.iter().all(|column| !self.has(*column));
        let names = |any: &&[usize]| any.iter().map(|c| self.layout.columns[*c][0]).collect::<Vec<_>>().join(" or ");
        let missing: Vec<String> = self.layout.required.iter().filter(lacks).map(names).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let one = self.headers.first().map_or("", String::as_str);
        let separator = [';', '\t', '|'].into_iter().find(|s| self.headers.len() == 1 && one.contains(*s));
        Err(FileError::MissingColumns { missing: missing.join(", "), separator })
    }

    /// Whether the file has such a column.
    pub(crate) fn has(&self, column: usize) -> bool {
        self.places[column].is_some()
    }

    /// Where the column is.
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        self.places[column]
    }

    /// What the file calls the column, or what we would.
    pub(crate) fn name(&self, column: usize) -> &str {
        self.place(column).map_or(self.layout.columns[column][0], |place| &self.headers[place])
    }

    /// Every header, in the file's order.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The columns that mean nothing to us, as the file names them.
    pub(crate) fn ignored(&self) -> &[String] {
        &self.ignored
    }
}

/// Reads no more than the header, to see whether it is one of such a file.
pub(crate) fn check_header(source: impl Read, layout: &'static Layout) -> Result<(), FileError> {
    Header::read(&mut Records::new(source)?, layout).map(drop)
}
