//! The addresses of pictures that are kept here: `/media/<key>/<file name>`, and of their forms.

use super::{Crop, Format, MAX_SCALE, MAX_SIDE};

/// Where pictures are served.
pub const PREFIX: &str = "/media/";
/// How many hexadecimal digits the key of a picture has: the first 128 bits of the SHA-256 of its bytes.
pub const KEY_DIGITS: usize = 32;
/// The longest file name that a picture is given, bytes.
const MAX_FILE_NAME: usize = 100;

/// The form that a storefront asks for, by whatever API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Transform {
    /// The most pixels across, before they are scaled.
    pub max_width: Option<u32>,
    /// The most pixels down, before they are scaled.
    pub max_height: Option<u32>,
    /// What stays where the proportions differ.
    pub crop: Option<Crop>,
    /// By how much both sides are multiplied, for dense screens: 1 to 3.
    pub scale: Option<u32>,
    /// The format that it is wanted in.
    pub format: Option<Format>,
}

/// Whether a text is the key of a picture.
#[must_use]
pub fn is_key(text: &str) -> bool {
    text.len() == KEY_DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The address of a picture, without an origin.
#[must_use]
pub fn path(key: &str, file_name: &str) -> String {
    format!("{PREFIX}{key}/{file_name}")
}

/// The key of the picture at an address without an origin; nothing for what is not kept here.
#[must_use]
pub fn key_of(url: &str) -> Option<&str> {
    let (key, name) = url.strip_prefix(PREFIX)?.split_once('/')?;
    (is_key(key) && !name.is_empty() && !name.contains('/')).then_some(key)
}

/// The address of a form of the picture at `url` (without an origin, as it is kept). What is not kept here is left as it
/// is: nobody else's server knows these forms. Values beyond what can be asked for are brought back to it.
#[must_use]
pub fn transformed(url: &str, to: &Transform) -> String {
    if key_of(url).is_none() {
        return url.to_owned();
    }
    let scale = to.scale.unwrap_or(1).clamp(1, MAX_SCALE);
    let side = |side: Option<u32>| side.map(|side| side.max(1).saturating_mul(scale).min(MAX_SIDE).to_string());
    let mut pairs = vec![("width", side(to.max_width)), ("height", side(to.max_height))];
    pairs.push(("crop", to.crop.map(|crop| crop.name().to_owned())));
    if let Some(Crop::Region(region)) = to.crop {
        pairs.push(("crop_left", Some(region.left.to_string())));
        pairs.push(("crop_top", Some(region.top.to_string())));
        pairs.push(("crop_width", Some(region.width.to_string())));
        pairs.push(("crop_height", Some(region.height.to_string())));
    }
    let format = to.format.filter(|format| *format != Format::Gif);
    pairs.push(("format", format.map(|format| format.ending().to_owned())));
    let query: Vec<String> = pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
    match (query.is_empty(), url.contains('?')) {
        (true, _) => url.to_owned(),
        (false, true) => format!("{url}&{}", query.join("&")),
        (false, false) => format!("{url}?{}", query.join("&")),
    }
}

/// A name that can stand in an address, made of the one that a file came with: small Latin letters, digits, `-`, `_` and
/// `.`, with the ending of its format; `picture` when nothing is left.
#[must_use]
pub fn file_name(given: &str, format: Format) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let stem = last.rsplit_once('.').map_or(
        last,
        |(stem, ending)| {
            if Format::of_ending(ending).is_some() { stem } else { last }
        },
    );
    let mut name = String::new();
    for c in stem.chars().map(|c| c.to_ascii_lowercase()) {
        let fits = c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        let c = if fits { c } else { '-' };
        if c != '-' || !(name.is_empty() || name.ends_with('-')) {
            name.push(c);
        }
    }
    name.truncate(MAX_FILE_NAME);
    let name = name.trim_matches(['-', '.', '_']);
    format!("{}.{}", if name.is_empty() { "picture" } else { name }, format.ending())
}
