//! The `sql!` macro: every statement of the program in one list, so that a test can prepare them all.

/// A statement that was written with [`sql!`](crate::sql), and where.
#[derive(Debug)]
pub struct Statement {
    /// The portable text.
    pub text: &'static str,
    /// The source file.
    pub file: &'static str,
    /// The line in it.
    pub line: u32,
}

/// Every [`sql!`](crate::sql) statement that is linked into this program.
#[linkme::distributed_slice]
pub static STATEMENTS: [Statement];

/// Gives the text as a `&'static str` and notes it in [`STATEMENTS`]. Several parts are joined, so that a list of
/// columns can be a constant: `sql!("SELECT ", COLUMNS, " FROM catalog_product WHERE id = $1")`.
#[macro_export]
macro_rules! sql {
    ($($part:expr),+ $(,)?) => {{
        const PARTS: &[&str] = &[$($part),+];
        const LENGTH: usize = $crate::__concat_len(PARTS);
        const BYTES: [u8; LENGTH] = $crate::__concat(PARTS);
        const TEXT: &str = $crate::__utf8(&BYTES);
        #[expect(unsafe_code, reason = "the list is gathered by the linker, in a section of its own")]
        const _: () = {
            #[$crate::linkme::distributed_slice($crate::STATEMENTS)]
            #[linkme(crate = $crate::linkme)]
            static STATEMENT: $crate::Statement = $crate::Statement { text: TEXT, file: file!(), line: line!() };
        };
        TEXT
    }};
}

#[doc(hidden)]
#[must_use]
pub const fn __concat_len(parts: &[&str]) -> usize {
    let (mut length, mut i) = (0, 0);
    while i < parts.len() {
        length += parts[i].len();
        i += 1;
    }
    length
}

#[doc(hidden)]
#[must_use]
pub const fn __concat<const N: usize>(parts: &[&str]) -> [u8; N] {
    let mut out = [0; N];
    let (mut at, mut i) = (0, 0);
    while i < parts.len() {
        let bytes = parts[i].as_bytes();
        let mut k = 0;
        while k < bytes.len() {
            out[at] = bytes[k];
            at += 1;
            k += 1;
        }
        i += 1;
    }
    out
}

#[doc(hidden)]
#[must_use]
pub const fn __utf8(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // whole strings joined are UTF-8; this only tells the compiler so
        Err(_) => "",
    }
}
