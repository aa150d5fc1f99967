//! Pictures by address: which form of a picture an address asks for, how the address of a form is written, and which part
//! of a picture becomes how many pixels.
//!
//! Always true: a form is never larger than the picture it is made of, and never larger than [`MAX_SIDE`] on a side; an
//! address that is not one of ours is left as it is; what [`transformed`] writes, [`Form::read`] reads back as the same form.

mod address;
mod form;
mod geometry;

pub use address::{KEY_DIGITS, PREFIX, Transform, file_name, is_key, key_of, path, transformed};
pub use form::Named;
pub use geometry::{Cut, NoPicture, cut};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The longest side that can be asked for, pixels.
pub const MAX_SIDE: u32 = 5_760;
/// By how much a transform can multiply its sides.
pub const MAX_SCALE: u32 = 3;

/// A format that pictures are kept and sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// GIF. Kept and sent as it came; its resized forms are another format.
    Gif,
}

impl Format {
    /// Every one.
    pub const ALL: [Format; 4] = [Format::Jpeg, Format::Png, Format::Webp, Format::Gif];

    /// Its media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Webp => "image/webp",
            Format::Gif => "image/gif",
        }
    }

    /// How the names of its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Webp => "webp",
            Format::Gif => "gif",
        }
    }

    /// The format of files whose names end like this.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "pjpg" => Some(Format::Jpeg),
            "png" => Some(Format::Png),
            "webp" => Some(Format::Webp),
            "gif" => Some(Format::Gif),
            _ => None,
        }
    }

    /// What a form is sent as: what its address says, else WebP where the client names it among what it takes, else what the
    /// picture is.
    #[must_use]
    pub fn chosen(asked: Option<Format>, accept: &str, original: Format) -> Format {
        let takes_webp = accept.split(',').any(|one| one.split(';').next().unwrap_or("").trim() == "image/webp");
        match asked {
            Some(format) => format,
            None if takes_webp => Format::Webp,
            None if original == Format::Gif => Format::Png,
            None => original,
        }
    }
}

/// What stays of a picture that has other proportions than what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Crop {
    /// Its middle.
    Center,
    /// Its upper part.
    Top,
    /// Its lower part.
    Bottom,
    /// Its left part.
    Left,
    /// Its right part.
    Right,
    /// This part of it, in its own pixels.
    Region(Region),
}

impl Crop {
    const NAMES: [(&'static str, Crop); 5] = [
        ("center", Crop::Center),
        ("top", Crop::Top),
        ("bottom", Crop::Bottom),
        ("left", Crop::Left),
        ("right", Crop::Right),
    ];

    /// The one that is called so; a region has no name of its own.
    #[must_use]
    pub fn named(name: &str) -> Option<Crop> {
        Crop::NAMES.iter().find(|(known, _)| *known == name).map(|(_, crop)| *crop)
    }

    fn name(self) -> &'static str {
        Crop::NAMES.iter().find(|(_, crop)| *crop == self).map_or("region", |(name, _)| *name)
    }
}

/// A part of a picture, in its own pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    /// From the left.
    pub left: u32,
    /// From the top.
    pub top: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// A form of a picture: what an address asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Form {
    /// The most pixels across.
    pub width: Option<u32>,
    /// The most pixels down.
    pub height: Option<u32>,
    /// What stays where the proportions differ; with a width and a height, or as a region.
    pub crop: Option<Crop>,
    /// The format that it names.
    pub format: Option<Format>,
}

impl Form {
    /// Whether the picture is wanted as it is.
    #[must_use]
    pub fn is_original(&self) -> bool {
        *self == Form::default()
    }

    /// Whether it asks for nothing but a format, and for this one.
    #[must_use]
    pub fn is_format_of(&self, format: Format) -> bool {
        *self == Form { format: Some(format), ..Form::default() }
    }

    /// A name for the form in this format, the same for the same form: what keeps it apart from every other one.
    #[must_use]
    pub fn name(&self, format: Format) -> String {
        let mut name = String::new();
        for (letter, side) in [('w', self.width), ('h', self.height)] {
            if let Some(side) = side {
                name.push_str(&format!("{letter}{side}"));
            }
        }
        match self.crop {
            Some(Crop::Region(r)) => name.push_str(&format!("-{}-{}-{}-{}", r.left, r.top, r.width, r.height)),
            Some(crop) => name.push_str(&format!("-{}", crop.name())),
            None => {}
        }
        format!("form-{name}.{}", format.ending())
    }
}

/// A parameter that cannot be: which, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {reason}")]
pub struct BadForm {
    /// The parameter.
    pub parameter: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl BadForm {
    fn new(parameter: &'static str, reason: impl Into<String>) -> Self {
        BadForm { parameter, reason: reason.into() }
    }
}
