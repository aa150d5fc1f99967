//! The rows of a file, one at a time.

use super::{Header, Layout};
use crate::shopify::{
    FileError, Rejection,
    records::{Record, Records},
    row::check,
};
use std::io::{self, Read};

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The physical line on which it begins.
    pub(crate) line: u64,
    /// A cell for each column of the layout; blank where the file has none.
    cells: Vec<String>,
}

impl Line {
    /// The cell of a column, without blanks around it.
    pub(crate) fn text(&self, column: usize) -> &str {
        &self.cells[column]
    }

    /// Rejects the row for the cell of a column.
    pub(crate) fn reject(&self, header: &Header, column: usize, reason: impl Into<String>) -> Rejection {
        Rejection { line: self.line, column: header.name(column).to_owned(), reason: reason.into() }
    }
}

/// Reads the rows of a file.
pub(crate) struct Lines<R> {
    records: Records<R>,
    record: Record,
    header: Header,
}

impl<R: Read> Lines<R> {
    /// Begins to read.
    pub(crate) fn new(source: R, layout: &'static Layout) -> Result<Self, FileError> {
        let mut records = Records::new(source)?;
        let header = Header::read(&mut records, layout)?;
        Ok(Lines { records, record: Record::default(), header })
    }

    /// What the columns mean.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// How many bytes of the file lie behind.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }

    /// The next row; `None` at the end of the file.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Result<Line, Rejection>>> {
        if !self.records.read(&mut self.record)? {
            return Ok(None);
        }
        if let Err(rejection) = check(&self.record, self.header.headers()) {
            return Ok(Some(Err(rejection)));
        }
        let cell = |column| {
            let place: Option<usize> = self.header.place(column);
            place.map_or_else(String::new, |place| self.record.text(place).into_owned())
        };
        let cells = (0..self.header.layout.columns.len()).map(cell).collect();
        Ok(Some(Ok(Line { line: self.record.line, cells })))
    }
}

/// How many data rows a file has.
pub(crate) fn count(source: impl Read, layout: &'static Layout) -> Result<u64, FileError> {
    let mut lines = Lines::new(source, layout)?;
    let mut rows = 0;
    while lines.records.read(&mut lines.record)? {
        rows += 1;
    }
    Ok(rows)
}
