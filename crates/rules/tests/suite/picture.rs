//! Addresses of pictures: what each form means, what cannot be, and that what is written is read back.

use infrasell_rules::picture::{
    Crop, Cut, Form, Format, MAX_SIDE, Named, Region, Transform, cut, file_name, is_key, key_of, path, transformed,
};
use proptest::prelude::*;

const KEY: &str = "00112233445566778899aabbccddeeff";

fn read(name: &str, query: &str) -> Result<Option<Form>, String> {
    let pairs = query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")));
    Form::read(name, "photo.png", pairs).map_err(|bad| bad.to_string())
}

fn form(width: Option<u32>, height: Option<u32>, crop: Option<Crop>, format: Option<Format>) -> Form {
    Form { width, height, crop, format }
}

#[test]
fn every_way_to_ask_for_a_form() {
    let center = Some(Crop::Center);
    for (name, query, wanted) in [
        ("photo.png", "", Form::default()),
        ("photo.png", "v=17&utm_source=mail", Form::default()),
        ("photo.png", "width=200", form(Some(200), None, None, None)),
        ("photo.png", "width=200&height=100", form(Some(200), Some(100), None, None)),
        ("photo.png", "width=200&height=100&crop=left", form(Some(200), Some(100), Some(Crop::Left), None)),
        ("photo.png", "width=200&crop=left", form(Some(200), None, None, None)),
        ("photo.png", "width=200&scale=3&format=webp", form(Some(600), None, None, Some(Format::Webp))),
        ("photo.png", "width=5000&scale=2", form(Some(MAX_SIDE), None, None, None)),
        ("photo_50x50.png", "", form(Some(50), Some(50), None, None)),
        ("photo_50x.png", "", form(Some(50), None, None, None)),
        ("photo_x50.png", "", form(None, Some(50), None, None)),
        ("photo_50x50_crop_center.png", "", form(Some(50), Some(50), center, None)),
        ("photo_50x50_crop_center@2x.png", "", form(Some(100), Some(100), center, None)),
        ("photo_50x@3x.png", "", form(Some(150), None, None, None)),
        ("photo_pico.png", "", form(Some(16), Some(16), None, None)),
        ("photo_icon.png", "", form(Some(32), Some(32), None, None)),
        ("photo_thumb.png", "", form(Some(50), Some(50), None, None)),
        ("photo_small.png", "", form(Some(100), Some(100), None, None)),
        ("photo_compact.png", "", form(Some(160), Some(160), None, None)),
        ("photo_medium.png", "", form(Some(240), Some(240), None, None)),
        ("photo_large.png", "", form(Some(480), Some(480), None, None)),
        ("photo_grande.png", "", form(Some(600), Some(600), None, None)),
        ("photo_original.png", "", Form::default()),
        ("photo_master.png", "", Form::default()),
        ("photo_50x.progressive.jpg", "", form(Some(50), None, None, Some(Format::Jpeg))),
        ("photo.webp", "", form(None, None, None, Some(Format::Webp))),
        ("photo_50x50.png", "width=70", form(Some(70), Some(50), None, None)),
    ] {
        assert_eq!(read(name, query), Ok(Some(wanted)), "{name}?{query}");
    }
    let region = Crop::Region(Region { left: 10, top: 20, width: 30, height: 40 });
    let query = "crop=region&crop_left=10&crop_top=20&crop_width=30&crop_height=40&width=15";
    assert_eq!(read("photo.png", query), Ok(Some(form(Some(15), None, Some(region), None))));
}

#[test]
fn what_cannot_be_is_named() {
    let most = "must be a whole number between 1 and 5760";
    for (name, query, wrong) in [
        ("photo.png", "width=0", format!("width: {most}")),
        ("photo.png", "width=5761", format!("width: {most}")),
        ("photo.png", "width=-1", format!("width: {most}")),
        ("photo.png", "width=+1", format!("width: {most}")),
        ("photo.png", "height=99999999999999999999", format!("height: {most}")),
        ("photo.png", "height=", format!("height: {most}")),
        ("photo.png", "scale=4", "scale: must be a whole number between 1 and 3".into()),
        ("photo.png", "crop=middle", "crop: must be one of center, top, bottom, left, right, region".into()),
        ("photo.png", "crop=region&crop_left=1", "crop_width: is needed where crop is region".into()),
        ("photo.png", "format=bmp", "format: must be one of jpg, pjpg, png, webp".into()),
        ("photo.png", "format=gif", "format: must be one of jpg, pjpg, png, webp".into()),
        ("photo_9999x.png", "", format!("width: {most}")),
        ("photo_x0.png", "", format!("height: {most}")),
        ("photo_50x@9x.png", "", "scale: must be between 1 and 3".into()),
    ] {
        assert_eq!(read(name, query), Err(wrong), "{name}?{query}");
    }
    for other in ["other.png", "other_50x50.png", "photo.svg", "photo.gif", "photo", "", "photo_50x50", "photo_axb.png"]
    {
        assert_eq!(read(other, ""), Ok(None), "{other}");
    }
}

#[test]
fn a_picture_may_be_called_like_a_form() {
    let stored = "shirt_small.png";
    assert_eq!(Form::read(stored, stored, []), Ok(Some(Form::default())));
    let smaller = Form::read("shirt_small_50x.png", stored, []).unwrap().unwrap();
    assert_eq!(smaller.width, Some(50));
}

#[test]
fn sizes_that_come_out() {
    let asked = |w, h, crop| form(w, h, crop, None);
    let cases: [(u32, u32, Form, (u32, u32)); 14] = [
        (800, 600, asked(None, None, None), (800, 600)),
        (800, 600, asked(Some(400), None, None), (400, 300)),
        (800, 600, asked(None, Some(300), None), (400, 300)),
        (800, 600, asked(Some(400), Some(400), None), (400, 300)),
        (600, 800, asked(Some(400), Some(400), None), (300, 400)),
        (800, 600, asked(Some(5_000), None, None), (800, 600)),
        (800, 600, asked(Some(5_000), Some(100), None), (133, 100)),
        (800, 600, asked(Some(400), Some(400), Some(Crop::Center)), (400, 400)),
        (800, 600, asked(Some(2_000), Some(1_000), Some(Crop::Top)), (800, 400)),
        (800, 600, asked(Some(100), Some(600), Some(Crop::Left)), (100, 600)),
        (5_000, 1, asked(Some(10), None, None), (10, 1)),
        (1, 1, asked(Some(50), Some(50), Some(Crop::Right)), (1, 1)),
        (100_000, 100_000, asked(Some(MAX_SIDE), Some(1), Some(Crop::Center)), (MAX_SIDE, 1)),
        (3, 100_000, asked(None, Some(MAX_SIDE), None), (1, MAX_SIDE)),
    ];
    for (w, h, form, wanted) in cases {
        let Cut { width, height, .. } = cut(w, h, &form).unwrap();
        assert_eq!((width, height), wanted, "{w} × {h} as {form:?}");
    }
}

#[test]
fn where_a_crop_cuts() {
    let at = |crop| cut(800, 600, &form(Some(300), Some(600), Some(crop), None)).unwrap().from.left;
    assert_eq!((at(Crop::Left), at(Crop::Center), at(Crop::Right), at(Crop::Top)), (0, 250, 500, 250));
    let at = |crop| cut(800, 600, &form(Some(800), Some(200), Some(crop), None)).unwrap().from.top;
    assert_eq!((at(Crop::Top), at(Crop::Center), at(Crop::Bottom), at(Crop::Right)), (0, 200, 400, 200));
    let region =
        |left, top| form(Some(10), None, Some(Crop::Region(Region { left, top, width: 100, height: 50 })), None);
    let found = cut(800, 600, &region(750, 590)).unwrap();
    assert_eq!(found.from, Region { left: 750, top: 590, width: 50, height: 10 });
    assert_eq!((found.width, found.height), (10, 2));
    let wrong = cut(800, 600, &region(800, 0)).unwrap_err();
    assert_eq!((wrong.parameter, wrong.reason.as_str()), ("crop_left", "the picture has 800 pixels there"));
    assert_eq!(cut(0, 5, &Form::default()).unwrap_err().parameter, "picture");
}

#[test]
fn addresses_of_ours_and_of_others() {
    let ours = path(KEY, "photo.png");
    assert_eq!((key_of(&ours), is_key(KEY)), (Some(KEY), true));
    let to = Transform {
        max_width: Some(200),
        max_height: Some(100),
        crop: Some(Crop::Top),
        scale: Some(2),
        ..Transform::default()
    };
    assert_eq!(transformed(&ours, &to), format!("{ours}?width=400&height=200&crop=top"));
    assert_eq!(transformed(&ours, &Transform::default()), ours);
    let webp = Transform { format: Some(Format::Webp), ..Transform::default() };
    assert_eq!(transformed(&format!("{ours}?v=1"), &webp), format!("{ours}?v=1&format=webp"));
    for other in [
        "https://cdn.example/a.jpg",
        "/media/photo.svg",
        "/media/00112233445566778899AABBCCDDEEFF/photo.png",
        "/media/0011/photo.png",
        &format!("/media/{KEY}"),
        &format!("/media/{KEY}/"),
        &format!("/media/{KEY}/a/b.png"),
        &format!("https://elsewhere.example/media/{KEY}/photo.png"),
        "",
    ] {
        assert_eq!((key_of(other), transformed(other, &to)), (None, other.to_owned()), "{other}");
    }
}

#[test]
fn file_names_can_stand_in_an_address() {
    for (given, wanted) in [
        ("Photo 1 (final).JPG", "photo-1-final.jpg"),
        ("C:\\Users\\me\\shirt.png", "shirt.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("साड़ी.jpg", "picture.jpg"),
        ("", "picture.jpg"),
        (".jpg", "picture.jpg"),
        ("a.b.jpeg", "a.b.jpg"),
        ("shirt.v2", "shirt.v2.jpg"),
    ] {
        assert_eq!(file_name(given, Format::Jpeg), wanted, "{given}");
    }
    assert!(file_name(&"x".repeat(5_000), Format::Webp).len() < 120);
}

#[test]
fn what_a_client_takes_decides_the_format() {
    let browser = "image/avif,image/webp,image/apng,*/*;q=0.8";
    assert_eq!(Format::chosen(None, browser, Format::Jpeg), Format::Webp);
    assert_eq!(Format::chosen(Some(Format::Png), browser, Format::Jpeg), Format::Png);
    assert_eq!(Format::chosen(None, "*/*", Format::Jpeg), Format::Jpeg);
    assert_eq!(Format::chosen(None, "", Format::Gif), Format::Png);
}

fn crops() -> impl Strategy<Value = Option<Crop>> {
    let region = (0..9_000u32, 0..9_000u32, 1..9_000u32, 1..9_000u32);
    let region = region.prop_map(|(left, top, width, height)| Crop::Region(Region { left, top, width, height }));
    let plain =
        prop_oneof![Just(Crop::Center), Just(Crop::Top), Just(Crop::Bottom), Just(Crop::Left), Just(Crop::Right)];
    proptest::option::of(prop_oneof![plain, region])
}

fn sides() -> impl Strategy<Value = Option<u32>> {
    proptest::option::of(1..=MAX_SIDE)
}

proptest! {
    #[test]
    fn a_cut_is_within_the_picture_and_never_enlarges(
        w in 1..20_000u32, h in 1..20_000u32, width in sides(), height in sides(), crop in crops()
    ) {
        let Ok(found) = cut(w, h, &form(width, height, crop, None)) else {
            prop_assert!(matches!(crop, Some(Crop::Region(r)) if r.left >= w || r.top >= h));
            return Ok(());
        };
        let Cut { from, width: to_w, height: to_h } = found;
        prop_assert!(from.width > 0 && from.left + from.width <= w && from.height > 0 && from.top + from.height <= h);
        prop_assert!(to_w > 0 && to_w <= from.width && to_w <= width.unwrap_or(u32::MAX));
        prop_assert!(to_h > 0 && to_h <= from.height && to_h <= height.unwrap_or(u32::MAX));
    }

    #[test]
    fn what_is_written_is_read_back(
        max_width in sides(), max_height in sides(), crop in crops(), scale in proptest::option::of(1..=3u32),
        format in proptest::option::of(prop_oneof![Just(Format::Jpeg), Just(Format::Png), Just(Format::Webp)]),
    ) {
        let url = transformed(&path(KEY, "photo.png"), &Transform { max_width, max_height, crop, scale, format });
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let found = read("photo.png", query).unwrap().unwrap();
        let scaled = |side: Option<u32>| side.map(|side| (side * scale.unwrap_or(1)).min(MAX_SIDE));
        prop_assert_eq!((found.width, found.height, found.format), (scaled(max_width), scaled(max_height), format));
        let region = matches!(crop, Some(Crop::Region(_)));
        let counts = region || (max_width.is_some() && max_height.is_some());
        prop_assert_eq!(found.crop, if counts { crop } else { None });
    }

    #[test]
    fn any_name_and_query_is_read_or_refused(name in "\\PC{0,40}", size in "[0-9x_@.a-z]{0,30}", query in "[a-z_=&0-9]{0,60}") {
        let _ = read(&name, &query);
        let _ = read(&format!("photo_{size}.png"), &query);
        let _ = Named::read(&size);
        let made = file_name(&name, Format::Png);
        prop_assert!(made.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b)), "{}", made);
        prop_assert!(key_of(&path(KEY, &made)) == Some(KEY));
    }

    #[test]
    fn forms_that_differ_have_names_that_differ(a in (sides(), sides(), crops()), b in (sides(), sides(), crops())) {
        let (a, b) = (form(a.0, a.1, a.2, None), form(b.0, b.1, b.2, None));
        prop_assert_eq!(a == b, a.name(Format::Png) == b.name(Format::Png));
    }
}
