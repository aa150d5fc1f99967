//! What comes out: its size, its format, what is to be seen on it.

use crate::samples::{BLUE, GREEN, RED, alike, file, stripes, thirds};
use image::{DynamicImage, Rgba, RgbaImage};
use infrasell_images::{Facts, Format, Limits, format_of, inspect, make};
use infrasell_rules::picture::{Crop, Form, Region};

fn form(width: Option<u32>, height: Option<u32>, crop: Option<Crop>) -> Form {
    Form { width, height, crop, format: None }
}

#[test]
fn every_format_is_known_and_made_smaller_in_every_other() {
    let picture = stripes(300, 150);
    for from in Format::ALL {
        let original = file(&picture, from);
        assert_eq!(inspect(&original, &Limits::default()), Ok(Facts { format: from, width: 300, height: 150 }));
        for to in [Format::Jpeg, Format::Png, Format::Webp] {
            let made = make(&original, &form(Some(100), None, None), to, &Limits::default()).unwrap();
            assert_eq!((made.width, made.height, made.format), (100, 50, to), "{from:?} to {to:?}");
            assert_eq!(format_of(&made.bytes), Some(to));
            let [left, middle, right] = thirds(&made.bytes);
            assert!(alike(left, RED) && alike(middle, GREEN) && alike(right, BLUE), "{from:?} to {to:?}");
        }
    }
}

#[test]
fn a_crop_shows_the_part_that_it_says() {
    let original = file(&stripes(300, 100), Format::Png);
    for (crop, wanted) in [(Crop::Left, RED), (Crop::Center, GREEN), (Crop::Right, BLUE)] {
        let made = make(&original, &form(Some(80), Some(80), Some(crop)), Format::Png, &Limits::default()).unwrap();
        assert_eq!((made.width, made.height), (80, 80));
        let [left, middle, right] = thirds(&made.bytes);
        assert!(alike(left, wanted) && alike(middle, wanted) && alike(right, wanted), "{crop:?}");
    }
    let region = Crop::Region(Region { left: 210, top: 10, width: 60, height: 30 });
    let made = make(&original, &form(Some(30), None, Some(region)), Format::Png, &Limits::default()).unwrap();
    assert_eq!((made.width, made.height), (30, 15));
    assert!(alike(thirds(&made.bytes)[1], BLUE));
}

#[test]
fn nothing_is_enlarged() {
    let original = file(&stripes(60, 30), Format::Jpeg);
    let made = make(&original, &form(Some(5_760), Some(5_760), None), Format::Webp, &Limits::default()).unwrap();
    assert_eq!((made.width, made.height), (60, 30));
}

#[test]
fn what_can_be_seen_through_stays_so_or_stands_on_white() {
    let glass = DynamicImage::ImageRgba8(RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0])));
    let original = file(&glass, Format::Png);
    for format in [Format::Png, Format::Webp] {
        let made = make(&original, &form(Some(20), None, None), format, &Limits::default()).unwrap();
        let shown = image::load_from_memory(&made.bytes).unwrap().to_rgba8();
        assert_eq!(shown.get_pixel(10, 10).0[3], 0, "{format:?}");
    }
    let made = make(&original, &form(Some(20), None, None), Format::Jpeg, &Limits::default()).unwrap();
    assert!(alike(thirds(&made.bytes)[1], [255, 255, 255, 255]));
}

/// A camera that was held upright says so; the picture is shown, measured and cut that way.
#[test]
fn a_picture_is_turned_as_its_camera_says() {
    let lying = file(&stripes(90, 30), Format::Jpeg);
    // an EXIF block with the orientation 6: to be turned by 90° to the right
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut turned = vec![0xff, 0xd8, 0xff, 0xe1, length[0], length[1]];
    turned.append(&mut exif);
    turned.extend_from_slice(&lying[2..]);
    let facts = inspect(&turned, &Limits::default()).unwrap();
    assert_eq!((facts.width, facts.height), (30, 90));
    let top = Form { crop: Some(Crop::Top), ..form(Some(30), Some(30), None) };
    let made = make(&turned, &top, Format::Png, &Limits::default()).unwrap();
    assert!(alike(thirds(&made.bytes)[1], RED));
    assert_eq!(memchr_exif(&made.bytes), None, "what the camera wrote does not go on");
}

fn memchr_exif(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"Exif")
}
