//! Pictures to test with, made here.

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use infrasell_images::Format;
use std::io::Cursor;

pub const RED: [u8; 4] = [220, 30, 30, 255];
pub const GREEN: [u8; 4] = [30, 200, 30, 255];
pub const BLUE: [u8; 4] = [30, 30, 220, 255];

/// Three upright stripes: red, green, blue.
pub fn stripes(width: u32, height: u32) -> DynamicImage {
    let colour = |x| Rgba([RED, GREEN, BLUE][usize::try_from(x * 3 / width).unwrap()]);
    DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |x, _| colour(x)))
}

/// A picture as a file.
pub fn file(picture: &DynamicImage, format: Format) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    let (picture, format) = match format {
        Format::Jpeg => (DynamicImage::ImageRgb8(picture.to_rgb8()), ImageFormat::Jpeg),
        Format::Png => (picture.clone(), ImageFormat::Png),
        Format::Webp => (picture.clone(), ImageFormat::WebP),
        Format::Gif => (picture.clone(), ImageFormat::Gif),
    };
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The colour in the middle of a picture's left, middle and right third.
pub fn thirds(bytes: &[u8]) -> [[u8; 3]; 3] {
    let picture = image::load_from_memory(bytes).unwrap().to_rgb8();
    let at = |part: u32| picture.get_pixel(picture.width() * part / 6, picture.height() / 2).0;
    [at(1), at(3), at(5)]
}

/// Whether two colours look alike.
pub fn alike(one: [u8; 3], other: [u8; 4]) -> bool {
    one.iter().zip(other).all(|(a, b)| a.abs_diff(b) < 24)
}
