//! Forms of a picture: cut, made smaller, encoded.

use crate::{ImageError, Limits, decode::decode};
use fast_image_resize::{PixelType, ResizeOptions, Resizer, images::Image};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use infrasell_rules::picture::{Cut, Form, Format, cut};
use std::borrow::Cow;

/// The quality of what is lossy, of 100.
const JPEG_QUALITY: u8 = 82;
const WEBP_QUALITY: f32 = 80.0;
/// The largest side of a WebP, pixels.
const MAX_WEBP_SIDE: u32 = 16_383;

/// A form of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its format.
    pub format: Format,
    /// Its width, pixels.
    pub width: u32,
    /// Its height, pixels.
    pub height: u32,
}

/// Pixels of four bytes: one kind of them is all that the resizer is built for, which makes the program smaller.
struct Pixels {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    has_alpha: bool,
}

/// Makes a form of a picture. The form's own format does not matter here: `format` does.
///
/// # Errors
/// [`ImageError`]: the picture is none, damaged or beyond a limit, or the form cannot be made of it.
pub fn make(bytes: &[u8], form: &Form, format: Format, limits: &Limits) -> Result<Made, ImageError> {
    let (_, picture) = decode(bytes, limits)?;
    let cut = cut(picture.width(), picture.height(), form)?;
    let pixels = resize(pixels(picture), &cut)?;
    let (width, height) = (pixels.width, pixels.height);
    let bytes = match format {
        Format::Jpeg => jpeg(pixels)?,
        Format::Webp if width.max(height) <= MAX_WEBP_SIDE => webp(&pixels)?,
        // no form is a GIF, and none of its size a WebP
        Format::Png | Format::Webp | Format::Gif => png(&pixels)?,
    };
    let format = crate::format_of(&bytes).unwrap_or(format);
    Ok(Made { bytes, format, width, height })
}

fn pixels(picture: DynamicImage) -> Pixels {
    let (width, height, has_alpha) = (picture.width(), picture.height(), picture.color().has_alpha());
    Pixels { bytes: picture.into_rgba8().into_raw(), width, height, has_alpha }
}

fn resize(from: Pixels, cut: &Cut) -> Result<Pixels, ImageError> {
    let region = cut.from;
    let is_whole = (region.width, region.height) == (from.width, from.height);
    if is_whole && (cut.width, cut.height) == (from.width, from.height) {
        return Ok(from);
    }
    let failed = |what: &dyn std::fmt::Display| ImageError::Damaged(what.to_string());
    let source =
        Image::from_vec_u8(from.width, from.height, from.bytes, PixelType::U8x4).map_err(|cause| failed(&cause))?;
    let mut to = Image::new(cut.width, cut.height, PixelType::U8x4);
    let [left, top, width, height] = [region.left, region.top, region.width, region.height].map(f64::from);
    let options = ResizeOptions::new().crop(left, top, width, height).use_alpha(from.has_alpha);
    Resizer::new().resize(&source, &mut to, &options).map_err(|cause| failed(&cause))?;
    Ok(Pixels { bytes: to.into_vec(), width: cut.width, height: cut.height, has_alpha: from.has_alpha })
}

/// What cannot be seen through stands on white.
fn jpeg(pixels: Pixels) -> Result<Vec<u8>, ImageError> {
    let Pixels { bytes, width, height, has_alpha } = pixels;
    let rgb = if has_alpha { on_white(&bytes) } else { without_alpha(&bytes) };
    let mut out = vec![];
    JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY)
        .write_image(&rgb, width, height, ExtendedColorType::Rgb8)
        .map_err(|cause| ImageError::Damaged(cause.to_string()))?;
    Ok(out)
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
    for pixel in rgba.chunks_exact(4) {
        let alpha = u32::from(pixel[3]);
        for channel in &pixel[..3] {
            let mixed = (u32::from(*channel) * alpha + 255 * (255 - alpha) + 127) / 255;
            rgb.push(u8::try_from(mixed).unwrap_or(u8::MAX));
        }
    }
    rgb
}

fn without_alpha(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks::<4>();
    pixels.iter().flat_map(|&[red, green, blue, _]| [red, green, blue]).collect()
}

/// The bytes as they are stored: three a pixel where nothing is seen through.
fn stored(pixels: &Pixels) -> Cow<'_, [u8]> {
    if pixels.has_alpha { Cow::Borrowed(&pixels.bytes) } else { Cow::Owned(without_alpha(&pixels.bytes)) }
}

fn png(pixels: &Pixels) -> Result<Vec<u8>, ImageError> {
    let colour = if pixels.has_alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
    let mut out = vec![];
    PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
        .write_image(&stored(pixels), pixels.width, pixels.height, colour)
        .map_err(|cause| ImageError::Damaged(cause.to_string()))?;
    Ok(out)
}

fn webp(pixels: &Pixels) -> Result<Vec<u8>, ImageError> {
    let bytes = stored(pixels);
    let encoder = if pixels.has_alpha {
        webp::Encoder::from_rgba(&bytes, pixels.width, pixels.height)
    } else {
        webp::Encoder::from_rgb(&bytes, pixels.width, pixels.height)
    };
    let encoded = encoder.encode_simple(false, WEBP_QUALITY);
    Ok(encoded.map_err(|cause| ImageError::Damaged(format!("WebP: {cause:?}")))?.to_vec())
}
