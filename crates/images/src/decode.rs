//! What a file is, and its pixels.

use crate::{ImageError, Limits, limits::Timed};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, error::ImageError as Cause, metadata::Orientation};
use infrasell_rules::picture::Format;

/// What is known of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Its format.
    pub format: Format,
    /// How wide it is shown, pixels.
    pub width: u32,
    /// How high it is shown, pixels.
    pub height: u32,
}

/// The format of a file, as its first bytes say.
#[must_use]
pub fn format_of(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
        _ => None,
    }
}

/// Decodes a picture to its end and tells what it is.
///
/// # Errors
/// [`ImageError`]: it is none, damaged, or beyond a limit.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Facts, ImageError> {
    let (format, pixels) = decode(bytes, limits)?;
    Ok(Facts { format, width: pixels.width(), height: pixels.height() })
}

/// The pixels as they are shown: the first frame, turned the way that the camera says.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<(Format, DynamicImage), ImageError> {
    if bytes.len() > limits.bytes {
        return Err(ImageError::TooManyBytes { limit: limits.bytes });
    }
    let format = format_of(bytes).ok_or_else(|| ImageError::NoPicture(hint(bytes)))?;
    let reader = ImageReader::with_format(Timed::new(bytes, limits.time), codec(format));
    let mut decoder = within(reader, limits)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(refused)?;
    // a decoder may show what it has of a JPEG that was cut short
    if format == Format::Jpeg && !is_ended(bytes) {
        return Err(ImageError::Damaged("the file ends before the picture does".into()));
    }
    pixels.apply_orientation(orientation);
    Ok((format, pixels))
}

/// A decoder of which the size is known to be within the limits.
fn within<'a>(reader: ImageReader<Timed<'a>>, limits: &Limits) -> Result<impl ImageDecoder + use<'a>, ImageError> {
    let mut reader = reader;
    let mut most = image::Limits::default();
    most.max_alloc = Some(limits.memory_bytes);
    reader.limits(most.clone());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(ImageError::Damaged("it has no pixels".into()));
    }
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(ImageError::TooManyPixels { width, height, limit: limits.pixels });
    }
    most.reserve(decoder.total_bytes()).map_err(refused)?;
    decoder.set_limits(most).map_err(refused)?;
    Ok(decoder)
}

fn codec(format: Format) -> ImageFormat {
    match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Webp => ImageFormat::WebP,
        Format::Gif => ImageFormat::Gif,
    }
}

fn refused(cause: Cause) -> ImageError {
    match cause {
        Cause::Limits(_) => ImageError::TooCostly,
        Cause::IoError(cause) if cause.kind() == std::io::ErrorKind::TimedOut => ImageError::TooCostly,
        Cause::Unsupported(cause) => ImageError::Damaged(format!("this kind of it cannot be read: {cause}")),
        other => ImageError::Damaged(other.to_string()),
    }
}

/// What else it may be.
fn hint(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..512.min(bytes.len())).unwrap_or_default();
    let text = String::from_utf8_lossy(head).to_lowercase();
    if text.contains("<svg") {
        ": an SVG drawing can carry scripts and is not taken; save it as PNG or WebP"
    } else if text.contains("ftypavif") || text.contains("ftypheic") {
        ": save it as JPEG or WebP"
    } else if bytes.is_empty() {
        ": it is empty"
    } else {
        ""
    }
}

/// Whether a JPEG has an end behind the beginning of its pixels. Within them no such two bytes can stand.
fn is_ended(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        if *marker == 0xda {
            return memchr::memmem::find(&bytes[at..], &[0xff, 0xd9]).is_some();
        }
        at += if *marker == 0xff { 1 } else { 2 + usize::from(u16::from_be_bytes([*high, *low])) };
    }
    // markers that cannot be followed: the decoder could, so look for the end of the file alone
    memchr::memmem::rfind(bytes, &[0xff, 0xd9]).is_some_and(|end| end > at.min(bytes.len()))
}
