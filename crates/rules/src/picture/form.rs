//! Reading the form that an address asks for: its query, and what stands in its file name.

use super::{BadForm, Crop, Form, Format, MAX_SCALE, MAX_SIDE, Region};

/// The largest number in a region, pixels: above what any picture has that is decoded here.
const MAX_REGION: u32 = 100_000;
/// The longest file name that is looked at, bytes.
const MAX_NAME: usize = 255;
/// Sizes that have a name: the longest side, pixels. `original` and `master` are the picture as it is.
const NAMED: [(&str, u32); 10] = [
    ("pico", 16),
    ("icon", 32),
    ("thumb", 50),
    ("small", 100),
    ("compact", 160),
    ("medium", 240),
    ("large", 480),
    ("grande", 600),
    ("original", 0),
    ("master", 0),
];

/// What a file name in an address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name of the picture, without what was added to it, and without its ending.
    pub stem: String,
    /// The form that was added to it.
    pub form: Form,
}

impl Form {
    /// The form that an address asks for of the picture that is called `stored`. Nothing, when the file name is not one of
    /// this picture's. What stands in the query goes before what stands in the file name; unknown parameters are nothing.
    ///
    /// # Errors
    /// [`BadForm`] names the parameter.
    pub fn read<'a>(
        file_name: &str,
        stored: &str,
        query: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Option<Form>, BadForm> {
        let mut form = Form::default();
        if file_name != stored {
            let (stem, ending) = split(stored);
            let Some(named) = Named::read(file_name)? else { return Ok(None) };
            form = named.form;
            form.format = form.format.filter(|format| Some(*format) != Format::of_ending(ending));
            if named.stem != stem || form.format == Some(Format::Gif) {
                return Ok(None);
            }
        }
        Query::default().read(query)?.over(form).map(Some)
    }
}

impl Named {
    /// What a file name says; nothing, when it is no picture's.
    ///
    /// # Errors
    /// [`BadForm`] when it asks for a size that cannot be.
    pub fn read(file_name: &str) -> Result<Option<Named>, BadForm> {
        if file_name.len() > MAX_NAME {
            return Ok(None);
        }
        let (rest, ending) = split(file_name);
        let Some(format) = Format::of_ending(ending) else { return Ok(None) };
        let rest = rest.strip_suffix(".progressive").unwrap_or(rest);
        let (rest, scale) = scale_of(rest)?;
        let (before_crop, crop) = crop_of(rest);
        let mut form = Form { format: Some(format), ..Form::default() };
        let sized = before_crop.rsplit_once('_').map(|(stem, size)| Ok((stem, size_of(size)?))).transpose()?;
        let stem = match sized {
            Some((stem, Some((width, height)))) => {
                (form.width, form.height, form.crop) = (scaled(width, scale), scaled(height, scale), crop);
                stem
            }
            // what is no size belongs to the name, and so does what stands behind it
            _ => return Ok(Some(Named { stem: split(file_name).0.to_owned(), form })),
        };
        Ok(Some(Named { stem: stem.to_owned(), form }))
    }
}

/// A name before its last point, and behind it.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

/// `…@2x`.
fn scale_of(rest: &str) -> Result<(&str, u32), BadForm> {
    let Some((before, scale)) = rest.rsplit_once('@') else { return Ok((rest, 1)) };
    let Some(digits) = scale.strip_suffix('x').filter(|digits| !digits.is_empty()) else { return Ok((rest, 1)) };
    let Ok(scale) = digits.parse::<u32>() else { return Ok((rest, 1)) };
    if !(1..=MAX_SCALE).contains(&scale) {
        return Err(BadForm::new("scale", format!("must be between 1 and {MAX_SCALE}")));
    }
    Ok((before, scale))
}

/// `…_crop_center`.
fn crop_of(rest: &str) -> (&str, Option<Crop>) {
    let found = rest.rsplit_once("_crop_").and_then(|(before, name)| Some((before, Crop::named(name)?)));
    found.map_or((rest, None), |(before, crop)| (before, Some(crop)))
}

type Sides = (Option<u32>, Option<u32>);

/// `50x50`, `50x`, `x50`, `medium`; nothing, when it is none of these.
fn size_of(text: &str) -> Result<Option<Sides>, BadForm> {
    if let Some((_, side)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Ok(Some(if *side == 0 { (None, None) } else { (Some(*side), Some(*side)) }));
    }
    let Some((width, height)) = text.split_once('x') else { return Ok(None) };
    let is_number = |text: &str| text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit());
    if (width.is_empty() && height.is_empty()) || !is_number(width) || !is_number(height) {
        return Ok(None);
    }
    let one = |name, text: &str| if text.is_empty() { Ok(None) } else { side(name, text).map(Some) };
    Ok(Some((one("width", width)?, one("height", height)?)))
}

fn side(name: &'static str, text: &str) -> Result<u32, BadForm> {
    number(name, text, 1, MAX_SIDE)
}

fn number(name: &'static str, text: &str, least: u32, most: u32) -> Result<u32, BadForm> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let value = text.parse::<u32>().ok().filter(|value| digits && (least..=most).contains(value));
    value.ok_or_else(|| BadForm::new(name, format!("must be a whole number between {least} and {most}")))
}

/// A side multiplied, and no more than can be asked for.
fn scaled(side: Option<u32>, scale: u32) -> Option<u32> {
    side.map(|side| side.saturating_mul(scale).min(MAX_SIDE))
}

/// The parameters of a query that mean something here.
#[derive(Default)]
struct Query<'a> {
    width: Option<u32>,
    height: Option<u32>,
    scale: Option<u32>,
    crop: Option<&'a str>,
    format: Option<Format>,
    left: Option<u32>,
    top: Option<u32>,
    region_width: Option<u32>,
    region_height: Option<u32>,
}

impl<'a> Query<'a> {
    fn read(mut self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadForm> {
        for (name, value) in pairs {
            match name {
                "width" => self.width = Some(side("width", value)?),
                "height" => self.height = Some(side("height", value)?),
                "scale" => self.scale = Some(number("scale", value, 1, MAX_SCALE)?),
                "crop" => self.crop = Some(value),
                "format" => self.format = Some(format_of(value)?),
                "crop_left" => self.left = Some(number("crop_left", value, 0, MAX_REGION)?),
                "crop_top" => self.top = Some(number("crop_top", value, 0, MAX_REGION)?),
                "crop_width" => self.region_width = Some(number("crop_width", value, 1, MAX_REGION)?),
                "crop_height" => self.region_height = Some(number("crop_height", value, 1, MAX_REGION)?),
                _ => {}
            }
        }
        Ok(self)
    }

    /// The form, where the file name says `form`.
    fn over(self, form: Form) -> Result<Form, BadForm> {
        let scale = self.scale.unwrap_or(1);
        let crop = match self.crop {
            None => form.crop,
            Some("region") => Some(Crop::Region(self.region()?)),
            Some(name) => Some(
                Crop::named(name)
                    .ok_or_else(|| BadForm::new("crop", "must be one of center, top, bottom, left, right, region"))?,
            ),
        };
        let mut form = Form {
            width: scaled(self.width.or(form.width), scale),
            height: scaled(self.height.or(form.height), scale),
            crop,
            format: self.format.or(form.format),
        };
        let is_region = matches!(crop, Some(Crop::Region(_)));
        if !is_region && (form.width.is_none() || form.height.is_none()) {
            // one side alone keeps the proportions: nothing has to go
            form.crop = None;
        }
        Ok(form)
    }

    fn region(&self) -> Result<Region, BadForm> {
        let needed = |name| BadForm::new(name, "is needed where crop is region");
        Ok(Region {
            left: self.left.unwrap_or(0),
            top: self.top.unwrap_or(0),
            width: self.region_width.ok_or_else(|| needed("crop_width"))?,
            height: self.region_height.ok_or_else(|| needed("crop_height"))?,
        })
    }
}

/// A GIF is kept as it came, but none is made.
fn format_of(text: &str) -> Result<Format, BadForm> {
    let format = Format::of_ending(text).filter(|format| *format != Format::Gif);
    format.ok_or_else(|| BadForm::new("format", "must be one of jpg, pjpg, png, webp"))
}
