//! How much a picture may cost, and a reader that ends when the time is over.

use std::{
    io::{self, BufRead, Cursor, Read, Seek, SeekFrom},
    time::{Duration, Instant},
};

/// How much a picture may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, bytes.
    pub bytes: usize,
    /// The most pixels: its width multiplied by its height.
    pub pixels: u64,
    /// The most memory that decoding may take, bytes.
    pub memory_bytes: u64,
    /// How long decoding may take. Kept wherever the decoder reads on; a JPEG, which is read at once, is held by its pixels
    /// and by the number of its scans.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 20 << 20, pixels: 25_000_000, memory_bytes: 256 << 20, time: Duration::from_secs(10) }
    }
}

/// A file in memory that cannot be read any more when its time is over.
pub(crate) struct Timed<'a> {
    inner: Cursor<&'a [u8]>,
    until: Instant,
}

impl<'a> Timed<'a> {
    pub(crate) fn new(bytes: &'a [u8], time: Duration) -> Self {
        Timed { inner: Cursor::new(bytes), until: Instant::now() + time }
    }

    fn in_time(&self) -> io::Result<()> {
        if Instant::now() < self.until { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.in_time()?;
        self.inner.read(buffer)
    }
}
impl BufRead for Timed<'_> {
    /// A little at a time, so that the time is looked at often enough.
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        const PART: usize = 16 << 10;
        self.in_time()?;
        let rest = self.inner.fill_buf()?;
        Ok(rest.get(..PART).unwrap_or(rest))
    }
    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}
impl Seek for Timed<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
