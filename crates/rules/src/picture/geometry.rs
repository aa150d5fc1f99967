//! Which part of a picture becomes how many pixels.

use super::{BadForm, Crop, Form, Region};

/// The part that is taken of a picture, and what it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The part, in the picture's own pixels; never outside of it and never empty.
    pub from: Region,
    /// How wide it becomes, pixels; no more than the part has.
    pub width: u32,
    /// How high it becomes.
    pub height: u32,
}

/// A picture without pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture has at least one pixel")]
pub struct NoPicture;

/// What a form takes of a picture of this size, and how large it becomes.
///
/// # Errors
/// [`BadForm`] when its region is outside of the picture, or the picture has no pixels.
pub fn cut(width: u32, height: u32, form: &Form) -> Result<Cut, BadForm> {
    if width == 0 || height == 0 {
        return Err(BadForm { parameter: "picture", reason: NoPicture.to_string() });
    }
    let whole = Region { left: 0, top: 0, width, height };
    let from = match form.crop {
        Some(Crop::Region(region)) => within(&whole, region)?,
        _ => whole,
    };
    let cover = form.crop.filter(|crop| !matches!(crop, Crop::Region(_)));
    match (form.width, form.height, cover) {
        (Some(w), Some(h), Some(crop)) => Ok(covered(&whole, w.max(1), h.max(1), crop)),
        (w, h, _) => Ok(fitted(from, w, h)),
    }
}

fn within(whole: &Region, region: Region) -> Result<Region, BadForm> {
    let outside = |parameter, side: u32| BadForm { parameter, reason: format!("the picture has {side} pixels there") };
    if region.left >= whole.width {
        return Err(outside("crop_left", whole.width));
    }
    if region.top >= whole.height {
        return Err(outside("crop_top", whole.height));
    }
    Ok(Region {
        width: region.width.clamp(1, whole.width - region.left),
        height: region.height.clamp(1, whole.height - region.top),
        ..region
    })
}

/// `part` scaled down until it fits into both sides.
fn fitted(from: Region, width: Option<u32>, height: Option<u32>) -> Cut {
    let w = width.unwrap_or(from.width).clamp(1, from.width);
    let h = height.unwrap_or(from.height).clamp(1, from.height);
    // compared as fractions: w / from.width against h / from.height
    let by_width = u64::from(w) * u64::from(from.height) <= u64::from(h) * u64::from(from.width);
    let (width, height) =
        if by_width { (w, share(from.height, w, from.width)) } else { (share(from.width, h, from.height), h) };
    Cut { from, width, height }
}

/// The largest part with the proportions of `width` × `height`, scaled down to it. Where the picture is smaller than that,
/// what comes out keeps the proportions and is as large as the picture allows.
fn covered(whole: &Region, width: u32, height: u32, crop: Crop) -> Cut {
    let by_width = u64::from(whole.width) * u64::from(height) <= u64::from(whole.height) * u64::from(width);
    let (w, h) = if by_width {
        (whole.width, share(height, whole.width, width).min(whole.height))
    } else {
        (share(width, whole.height, height).min(whole.width), whole.height)
    };
    let (spare_x, spare_y) = (whole.width - w, whole.height - h);
    let left = match crop {
        Crop::Left => 0,
        Crop::Right => spare_x,
        _ => spare_x / 2,
    };
    let top = match crop {
        Crop::Top => 0,
        Crop::Bottom => spare_y,
        _ => spare_y / 2,
    };
    Cut { from: Region { left, top, width: w, height: h }, width: width.min(w), height: height.min(h) }
}

/// `of × part / whole`, rounded to the nearest, at least one.
fn share(of: u32, part: u32, whole: u32) -> u32 {
    let (of, part, whole) = (u64::from(of), u64::from(part), u64::from(whole));
    let value = (of * part + whole / 2) / whole.max(1);
    u32::try_from(value).unwrap_or(u32::MAX).max(1)
}
