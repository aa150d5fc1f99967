//! Pictures.

use crate::{fields, ids, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{catalog::Media, content::Name};
use infrasell_rules::picture;
use serde_json::Value;
use std::fmt::Write;

/// The largest side that can be asked for, pixels.
const LARGEST: i64 = 5_760;

/// A picture by its address.
#[derive(Clone, Copy)]
pub struct ImageOf<'a> {
    /// Where it is; a path on this server begins with `/`.
    pub url: &'a str,
    /// What it shows.
    pub alt: &'a str,
}

/// The same as a medium.
#[derive(Clone, Copy)]
pub struct MediumOf<'a>(pub ImageOf<'a>);

impl<'a> ImageOf<'a> {
    /// A picture of the catalogue.
    #[must_use]
    pub fn new(media: &'a Media) -> Self {
        ImageOf { url: &media.url, alt: &media.alt }
    }
}

fields! { "Image" for ImageOf<'_>, |image, f, w| {
    "altText" => w.text_unless_empty(image.alt),
    "height" => { let size = size(image.url, w); w.int_or_null(size.map(|(_, height)| height)) },
    "id" => w.gid("ProductImage", ids::number_of(image.url)),
    "originalSrc" => w.url(image.url),
    "src" => w.url(image.url),
    "thumbhash" => w.null(),
    "transformedSrc" => { let args = Value::Object(w.args(f).clone()); transformed(f, w, image.url, &args) },
    "url" => match w.args(f).get("transform").filter(|transform| !transform.is_null()) {
        Some(transform) => transformed(f, w, image.url, transform),
        None => w.url(image.url),
    },
    "width" => { let size = size(image.url, w); w.int_or_null(size.map(|(width, _)| width)) },
}}

fields! { "MediaImage" for MediumOf<'_>, |medium, f, w| {
    "alt" => w.text_unless_empty(medium.0.alt),
    "id" => w.gid("MediaImage", ids::number_of(medium.0.url)),
    "image" => w.object(f, &medium.0),
    "mediaContentType" => w.text("IMAGE"),
    "presentation" => w.object_or_null(f, None::<&Presentation>),
    "previewImage" => w.object(f, &medium.0),
}}

never! { "MediaPresentation" as Presentation { "asJson", "id" } }

pub(super) const TABLES: &[Table] =
    &[Table::of::<ImageOf<'static>>(), Table::of::<MediumOf<'static>>(), Table::of::<Presentation>()];

/// Width and height of a picture that the shop keeps, pixels.
fn size(url: &str, w: &mut Writer<'_>) -> Option<(i64, i64)> {
    let key = picture::key_of(url)?;
    let facts = w.facts;
    let file = w.glance(&facts.pictures, &Name::Handle { within: None, handle: key.to_owned() })?;
    Some((file.width.into(), file.height.into()))
}

/// Writes the address of a picture in another size or form. One that is not ours stays as it is: nobody there would know
/// what we ask for.
fn transformed<'w>(f: &'w Field, w: &mut Writer<'w>, url: &str, transform: &Value) {
    let side = |name: &str| transform.get(name).and_then(Value::as_i64);
    for name in ["maxWidth", "maxHeight"] {
        if side(name).is_some_and(|side| !(1..=LARGEST).contains(&side)) {
            return w.fail("BAD_USER_INPUT", format!("{name} of {} is from 1 to {LARGEST}", f.name));
        }
    }
    let scale = side("scale").unwrap_or(1);
    if !(1..=3).contains(&scale) {
        return w.fail("BAD_USER_INPUT", format!("scale of {} is from 1 to 3", f.name));
    }
    if !url.starts_with('/') {
        return w.url(url);
    }
    let mut address = url.to_owned();
    let mut put = |name: &str, value: &dyn std::fmt::Display| {
        let mark = if address.contains('?') { '&' } else { '?' };
        // writing to a text does not fail
        let _written = write!(address, "{mark}{name}={value}");
    };
    for (name, argument) in [("width", "maxWidth"), ("height", "maxHeight")] {
        if let Some(pixels) = side(argument) {
            put(name, &(pixels * scale).min(LARGEST));
        }
    }
    for (name, argument) in [("crop", "crop"), ("format", "preferredContentType")] {
        if let Some(value) = transform.get(argument).and_then(Value::as_str) {
            put(name, &value.to_lowercase());
        }
    }
    w.url(&address);
}
