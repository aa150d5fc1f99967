//! CSV records, streamed: fields by their bytes, each record with the line it begins on.
//!
//! Always true: memory is bounded by [`MAX_RECORD_BYTES`], whatever the file; a record beyond a limit is skipped whole
//! and says so; blank lines are not records; nothing panics.

use crate::guard;
use csv_core::ReadRecordResult;
use std::{
    borrow::Cow,
    io::{self, Read},
};

/// The most bytes in one record, without its quotes.
pub const MAX_RECORD_BYTES: usize = 4 << 20;
/// The most bytes in one field.
pub const MAX_FIELD_BYTES: usize = 1 << 20;
/// The most fields in one record.
pub const MAX_FIELDS: usize = 2_000;

const CHUNK_BYTES: usize = 256 << 10;

/// What kept a record from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    /// More than [`MAX_RECORD_BYTES`].
    Record,
    /// This field has more than [`MAX_FIELD_BYTES`].
    Field(usize),
    /// More than [`MAX_FIELDS`].
    Fields,
    /// The file ends inside a quoted field.
    OpenQuote,
}

/// One record, reused from read to read.
#[derive(Debug, Default)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The physical line on which it begins, from 1.
    pub(crate) line: u64,
    /// Its place among the records of the file, from 0 (the header).
    pub(crate) index: u64,
    /// Why its fields cannot be used.
    pub(crate) excess: Option<Excess>,
}

impl Record {
    /// How many fields it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of field `i`; none for a field that a ragged row lacks.
    pub(crate) fn field(&self, i: usize) -> &[u8] {
        let Some(&end) = self.ends.get(i) else { return &[] };
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.bytes[start..end]
    }

    /// The text of field `i`, without the blanks around it and without its guard (see [`crate::guard`]). What is not UTF-8 is read as Windows-1252, which older
    /// spreadsheets write and of which Latin-1 is the printable part.
    pub(crate) fn text(&self, i: usize) -> Cow<'_, str> {
        let field = self.field(i);
        match std::str::from_utf8(field) {
            Ok(text) => Cow::Borrowed(guard::read(text)),
            Err(_) => {
                let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(field).0;
                Cow::Owned(guard::read(&text).to_owned())
            }
        }
    }

    /// Whether a zero byte stands in any field.
    pub(crate) fn contains_zero(&self) -> bool {
        memchr::memchr(0, &self.bytes[..self.ends.last().copied().unwrap_or(0)]).is_some()
    }

    /// Whether no field holds more than blanks.
    pub(crate) fn is_blank(&self) -> bool {
        (0..self.len()).all(|i| self.text(i).is_empty())
    }
}

/// Reads records from a stream.
pub(crate) struct Records<R> {
    source: R,
    core: csv_core::Reader,
    chunk: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    line: u64,
    index: u64,
    after_cr: bool,
    bytes_read: u64,
}

impl<R: Read> Records<R> {
    /// A reader at the beginning of `source`. A byte order mark of UTF-8 is skipped.
    pub(crate) fn new(source: R) -> io::Result<Self> {
        let mut records = Records {
            source,
            core: csv_core::Reader::new(),
            chunk: vec![0; CHUNK_BYTES],
            start: 0,
            end: 0,
            at_end: false,
            line: 1,
            index: 0,
            after_cr: false,
            bytes_read: 0,
        };
        while records.end < 3 && !records.at_end {
            records.fill()?;
        }
        if records.unread().starts_with(b"\xef\xbb\xbf") {
            records.start = 3;
        }
        Ok(records)
    }

    /// Whether the stream begins with a byte order mark of UTF-16.
    pub(crate) fn is_utf16(&self) -> bool {
        matches!(self.unread(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
    }

    /// How many bytes of the file lie behind.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read - self.unread().len() as u64
    }

    /// Reads the next record into `record`; `false` at the end of the file.
    pub(crate) fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        self.skip_blank_lines()?;
        if self.unread().is_empty() {
            return Ok(false);
        }
        (record.line, record.index, record.excess) = (self.line, self.index, None);
        let (mut filled, mut fields) = (0, 0);
        loop {
            if self.start == self.end && !self.at_end {
                self.fill()?;
            }
            make_room(record, &mut filled, &mut fields);
            // a line end that we add ends the last record, unless it stands inside quotes
            let ended = self.start == self.end;
            let input = if ended { b"\n" } else { &self.chunk[self.start..self.end] };
            let (result, taken, written, ends) =
                self.core.read_record(input, &mut record.bytes[filled..], &mut record.ends[fields..]);
            filled += written;
            fields += ends;
            if !ended {
                self.take(taken);
            }
            match result {
                ReadRecordResult::Record => break,
                _ if ended => {
                    record.excess.get_or_insert(Excess::OpenQuote);
                    break;
                }
                _ => {}
            }
        }
        record.ends.truncate(fields);
        if record.excess.is_some() {
            record.ends.clear();
        } else {
            record.excess = (0..fields).find(|&i| record.field(i).len() > MAX_FIELD_BYTES).map(Excess::Field);
        }
        self.index += 1;
        Ok(true)
    }

    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            let blank = self.unread().iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            self.take(blank);
            if self.start < self.end || self.at_end {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Moves past `count` bytes.
    fn take(&mut self, count: usize) {
        let taken = &self.chunk[self.start..self.start + count];
        self.line += count_lines(&mut self.after_cr, taken);
        self.start += count;
    }

    fn unread(&self) -> &[u8] {
        &self.chunk[self.start..self.end]
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        let read = loop {
            match self.source.read(&mut self.chunk[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.at_end = read == 0;
        self.end += read;
        self.bytes_read += read as u64;
        Ok(())
    }
}

/// Makes room for more fields and bytes; at a limit it notes the excess and lets what was read be overwritten.
fn make_room(record: &mut Record, filled: &mut usize, fields: &mut usize) {
    if *filled > MAX_RECORD_BYTES && record.excess.is_none() {
        let field_start = fields.checked_sub(1).map_or(0, |last| record.ends[last]);
        let is_one_field = *filled - field_start > MAX_FIELD_BYTES;
        record.excess = Some(if is_one_field { Excess::Field(*fields) } else { Excess::Record });
    }
    if *fields > MAX_FIELDS {
        record.excess.get_or_insert(Excess::Fields);
    }
    if record.excess.is_some() {
        (*filled, *fields) = (0, 0);
    }
    if record.bytes.len() <= *filled {
        record.bytes.resize((*filled * 2).clamp(8 << 10, MAX_RECORD_BYTES + 1), 0);
    }
    if record.ends.len() <= *fields {
        record.ends.resize((*fields * 2).clamp(128, MAX_FIELDS + 1), 0);
    }
}

/// Counts line ends as an editor does: LF, CRLF, or a CR alone.
fn count_lines(after_cr: &mut bool, bytes: &[u8]) -> u64 {
    let mut lines = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let before = if at == 0 { *after_cr } else { bytes[at - 1] == b'\r' };
        let second_half_of_crlf = bytes[at] == b'\n' && before;
        lines += u64::from(!second_half_of_crlf);
    }
    if let Some(&last) = bytes.last() {
        *after_cr = last == b'\r';
    }
    lines
}
