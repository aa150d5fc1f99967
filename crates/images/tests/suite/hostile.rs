//! Files that are not what they seem, and files that cost more than they show.

use crate::samples::{file, stripes};
use image::{DynamicImage, ImageFormat, RgbImage};
use infrasell_images::{Format, ImageError, Limits, format_of, inspect, make};
use infrasell_rules::picture::{Crop, Form, Region};
use proptest::prelude::*;
use std::{io::Cursor, time::Duration};

fn refused(bytes: &[u8], limits: &Limits) -> ImageError {
    let error = inspect(bytes, limits).unwrap_err();
    assert_eq!(make(bytes, &Form::default(), Format::Png, limits).unwrap_err(), error);
    error
}

#[test]
fn what_is_cut_short_is_refused() {
    for format in Format::ALL {
        let whole = file(&stripes(200, 200), format);
        for end in [0, 1, 4, 12, whole.len() / 2, whole.len() - 30] {
            let error = inspect(&whole[..end], &Limits::default()).unwrap_err();
            assert!(matches!(error, ImageError::Damaged(_) | ImageError::NoPicture(_)), "{format:?} {end}: {error}");
        }
    }
}

#[test]
fn what_is_no_picture_is_named() {
    let limits = Limits::default();
    for (bytes, hint) in [
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".as_slice(), "SVG"),
        (b"<?xml version=\"1.0\"?><!-- x --><SVG/>".as_slice(), "SVG"),
        (b"\0\0\0\x1cftypavif\0\0\0\0".as_slice(), "JPEG or WebP"),
        (b"<html><script>alert(1)</script></html>".as_slice(), "is no JPEG"),
        (b"%PDF-1.7".as_slice(), "is no JPEG"),
        (b"BM\x3a\0\0\0\0\0".as_slice(), "is no JPEG"),
        (b"".as_slice(), "it is empty"),
        (b"RIFF\0\0\0\0WAVE".as_slice(), "is no JPEG"),
    ] {
        let error = refused(bytes, &limits).to_string();
        assert!(error.contains(hint), "{error}");
    }
}

/// A file that is a picture for us and something else for others is sent as the picture that it is, and its forms hold
/// nothing of the rest.
#[test]
fn what_hides_behind_a_picture_does_not_come_out() {
    let mut polyglot = file(&stripes(60, 60), Format::Jpeg);
    polyglot.extend_from_slice(b"PK\x03\x04<script>alert(1)</script>");
    assert_eq!(inspect(&polyglot, &Limits::default()).unwrap().format, Format::Jpeg);
    for format in [Format::Jpeg, Format::Png, Format::Webp] {
        let made = make(&polyglot, &Form::default(), format, &Limits::default()).unwrap();
        assert!(!made.bytes.windows(8).any(|part| part == b"<script>"), "{format:?}");
    }
}

/// Small files that promise many pixels are refused by what they promise, before a pixel of them is made.
#[test]
fn bombs_are_refused_before_they_go_off() {
    let blank = DynamicImage::ImageRgb8(RgbImage::new(6_000, 6_000));
    let mut bomb = Cursor::new(vec![]);
    blank.write_to(&mut bomb, ImageFormat::Png).unwrap();
    let bomb = bomb.into_inner();
    assert!(bomb.len() < 600_000, "{}", bomb.len());
    let error = refused(&bomb, &Limits::default());
    assert_eq!(error, ImageError::TooManyPixels { width: 6_000, height: 6_000, limit: 25_000_000 });

    let mut header = file(&stripes(8, 8), Format::Png);
    header[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    let checksum = crc(&header[12..29]).to_be_bytes();
    header[29..33].copy_from_slice(&checksum);
    assert!(inspect(&header, &Limits::default()).is_err());

    let mut gif = file(&stripes(8, 8), Format::Gif);
    gif[6..10].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert!(matches!(refused(&gif, &Limits::default()), ImageError::TooManyPixels { width: 65_535, .. }));
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

#[test]
fn each_limit_holds() {
    let picture = file(&stripes(400, 400), Format::Png);
    let all = Limits::default();
    let bytes = Limits { bytes: picture.len() - 1, ..all };
    assert_eq!(refused(&picture, &bytes), ImageError::TooManyBytes { limit: picture.len() - 1 });
    let pixels = Limits { pixels: 159_999, ..all };
    assert_eq!(refused(&picture, &pixels), ImageError::TooManyPixels { width: 400, height: 400, limit: 159_999 });
    assert_eq!(refused(&picture, &Limits { memory_bytes: 100_000, ..all }), ImageError::TooCostly);
    for format in [Format::Png, Format::Gif, Format::Webp] {
        let picture = file(&stripes(400, 400), format);
        let error = refused(&picture, &Limits { time: Duration::ZERO, ..all });
        assert!(matches!(error, ImageError::TooCostly | ImageError::Damaged(_)), "{format:?}: {error}");
    }
    assert!(inspect(&picture, &Limits { pixels: 160_000, bytes: picture.len(), ..all }).is_ok());
}

#[test]
fn a_region_outside_of_the_picture_is_named() {
    let picture = file(&stripes(40, 40), Format::Png);
    let region = Crop::Region(Region { left: 40, top: 0, width: 5, height: 5 });
    let form = Form { crop: Some(region), ..Form::default() };
    let error = make(&picture, &form, Format::Png, &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "crop_left: the picture has 40 pixels there");
}

/// The first frame is all that is decoded: how many there are does not matter.
#[test]
fn of_many_frames_one_is_read() {
    let mut bytes = vec![];
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for shade in 0..60u8 {
            let frame = image::Frame::new(image::RgbaImage::from_pixel(50, 50, image::Rgba([shade * 4, 0, 0, 255])));
            encoder.encode_frame(frame).unwrap();
        }
    }
    let limits = Limits { memory_bytes: 50 * 50 * 4 * 8, ..Limits::default() };
    let made = make(&bytes, &Form::default(), Format::Png, &limits).unwrap();
    assert!(image::load_from_memory(&made.bytes).unwrap().to_rgb8().get_pixel(25, 25).0[0] < 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn damaged_pictures_are_shown_or_refused(
        format in prop_oneof![Just(Format::Jpeg), Just(Format::Png), Just(Format::Webp), Just(Format::Gif)],
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = file(&stripes(48, 32), format);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let limits = Limits { pixels: 100_000, memory_bytes: 8 << 20, ..Limits::default() };
        if let Ok(made) = make(&bytes, &Form { width: Some(16), ..Form::default() }, Format::Webp, &limits) {
            prop_assert!(made.width <= 16 && format_of(&made.bytes) == Some(Format::Webp));
        }
    }

    #[test]
    fn any_bytes_are_refused_or_a_picture(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(inspect(&bytes, &Limits::default()).is_ok(), false);
    }
}
