//! Pictures: what a file is, and its forms. Owns: decoding, resizing, encoding, and the threads that this is done on.
//!
//! Always true: what a file is, its bytes say and never its name or its sender; nothing is decoded before its size is
//! known to be within [`Limits`]; a form is never larger than the picture; what comes out carries no metadata of what went
//! in; work on pictures gets only the processor time that nothing else wants.

mod decode;
mod encode;
mod limits;
mod workshop;

pub use decode::{Facts, format_of, inspect};
pub use encode::{Made, make};
pub use infrasell_rules::picture::Format;
pub use limits::Limits;
pub use workshop::{Workshop, WorkshopError};

use infrasell_rules::picture::BadForm;

/// Why a picture is not taken, or a form of it not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The bytes are of no format that is taken.
    #[error("is no JPEG, PNG, WebP or GIF picture{0}")]
    NoPicture(&'static str),
    /// Too many bytes.
    #[error("is larger than {limit} bytes")]
    TooManyBytes {
        /// The limit.
        limit: usize,
    },
    /// Too many pixels.
    #[error("has {width} × {height} pixels, and {limit} are the most")]
    TooManyPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// The limit on both multiplied.
        limit: u64,
    },
    /// It needs more memory or time than a picture may.
    #[error("needs more memory or time than a picture may")]
    TooCostly,
    /// Its bytes do not hold what they promise.
    #[error("is damaged or cut short: {0}")]
    Damaged(String),
    /// The form cannot be made of this picture.
    #[error(transparent)]
    BadForm(#[from] BadForm),
}
