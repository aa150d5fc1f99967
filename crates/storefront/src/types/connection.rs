//! Connections: parts of lists as these clients read them.
//!
//! Always true: a page has at most 250 items; `first` or `last` must say how many; a cursor that is none of the list's is
//! refused.

use super::{
    image::{ImageOf, MediumOf},
    product::ProductOf,
    variant::VariantOf,
};
use crate::{
    fields,
    object::{Object, Table},
    plan::Field,
    writer::Writer,
};
use std::ops::Range;

/// The most items of a page.
pub const MOST: i64 = 250;

/// What can stand in a connection.
pub trait Connected: Object {
    /// The name of the connection's type.
    const CONNECTION: &'static str;
    /// The name of its edge's type.
    const EDGE: &'static str;
}

/// A part of a list.
pub struct Slice<S> {
    /// Its items, each with its cursor.
    pub items: Vec<(S, String)>,
    /// Whether there is something before it.
    pub has_previous: bool,
    /// Whether there is more behind it.
    pub has_next: bool,
}

/// A connection.
pub struct Connection<S>(pub Slice<S>);

/// An item and its place.
pub struct Edge<'a, S> {
    /// The item.
    pub node: &'a S,
    /// Its place.
    pub cursor: &'a str,
}

/// Where a page stands.
pub struct PageInfo<'a> {
    start: Option<&'a str>,
    end: Option<&'a str>,
    has_previous: bool,
    has_next: bool,
}

impl<S> Slice<S> {
    /// Where it stands.
    #[must_use]
    pub fn info(&self) -> PageInfo<'_> {
        PageInfo {
            start: self.items.first().map(|(_, cursor)| cursor.as_str()),
            end: self.items.last().map(|(_, cursor)| cursor.as_str()),
            has_previous: self.has_previous,
            has_next: self.has_next,
        }
    }
}

impl<S: Connected> Object for Connection<S> {
    const TYPE: &'static str = S::CONNECTION;
    const FIELDS: &'static [&'static str] = &["nodes", "edges", "pageInfo"];
    fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
        match f.at {
            0 => w.each(f, &self.0.items, |w, (node, _)| w.object(f, node)),
            1 => w.objects(f, self.0.items.iter().map(|(node, cursor)| Edge { node, cursor })),
            2 => w.object(f, &self.0.info()),
            _ => w.null(),
        }
    }
}

impl<S: Connected> Object for Edge<'_, S> {
    const TYPE: &'static str = S::EDGE;
    const FIELDS: &'static [&'static str] = &["cursor", "node"];
    fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
        match f.at {
            0 => w.text(self.cursor),
            _ => w.object(f, self.node),
        }
    }
}

fields! { "PageInfo" for PageInfo<'_>, |page, f, w| {
    "endCursor" => w.text_or_null(page.end),
    "hasNextPage" => w.flag(page.has_next),
    "hasPreviousPage" => w.flag(page.has_previous),
    "startCursor" => w.text_or_null(page.start),
}}

/// What `first`, `last`, `after` and `before` ask for of a list that is there as a whole; `cursor` names the item at a
/// place. `None`: they were wrong, and the field has failed.
pub fn window<'w>(
    field: &'w Field,
    w: &mut Writer<'w>,
    len: usize,
    cursor: impl Fn(usize) -> String,
) -> Option<Range<usize>> {
    let place = |text: Option<&str>| text.map(|text| (0..len).find(|at| cursor(*at) == text));
    let (after, before) = (place(w.arg_text(field, "after")), place(w.arg_text(field, "before")));
    if after == Some(None) || before == Some(None) {
        w.fail("INVALID_CURSOR", format!("a cursor of {} is none of this list", field.name));
        return None;
    }
    let begin = after.flatten().map_or(0, |at| at + 1);
    let end = before.flatten().unwrap_or(len).max(begin);
    let (first, last) = how_many(field, w)?;
    let range = match (first, last) {
        (Some(first), _) => begin..end.min(begin.saturating_add(first)),
        (None, Some(last)) => end.saturating_sub(last).max(begin)..end,
        (None, None) => begin..end,
    };
    Some(range)
}

/// `first` and `last`, held to their limits. `None`: they were wrong, and the field has failed.
pub fn how_many<'w>(field: &'w Field, w: &mut Writer<'w>) -> Option<(Option<usize>, Option<usize>)> {
    let (first, last) = (w.arg_int(field, "first"), w.arg_int(field, "last"));
    let message = match (first, last) {
        (None, None) => format!("{} needs first or last", field.name),
        (Some(_), Some(_)) => format!("{} takes first or last, not both", field.name),
        (Some(n), None) | (None, Some(n)) if !(0..=MOST).contains(&n) => {
            format!("first and last of {} are from 0 to {MOST}", field.name)
        }
        _ => {
            let size = |n: Option<i64>| n.and_then(|n| usize::try_from(n).ok());
            return Some((size(first), size(last)));
        }
    };
    w.fail("BAD_USER_INPUT", message);
    None
}

/// Writes a part of a list that is there as a whole as a connection.
pub fn whole<'w, S: Connected>(
    field: &'w Field,
    w: &mut Writer<'w>,
    items: Vec<S>,
    cursor: impl Fn(&S, usize) -> String,
) {
    let Some(range) = window(field, w, items.len(), |at| cursor(&items[at], at)) else { return };
    let (has_previous, has_next) = (range.start > 0, range.end < items.len());
    let kept = items.into_iter().enumerate().skip(range.start).take(range.len());
    let items = kept
        .map(|(at, item)| {
            let name = cursor(&item, at);
            (item, name)
        })
        .collect();
    w.object(field, &Connection(Slice { items, has_previous, has_next }));
}

/// What connections of these are called.
macro_rules! connected {
    ($($Source:ty: $connection:literal, $edge:literal;)*) => {
        $(impl $crate::types::connection::Connected for $Source {
            const CONNECTION: &'static str = $connection;
            const EDGE: &'static str = $edge;
        })*
    };
}
pub(super) use connected;

connected! {
    ProductOf<'_>: "ProductConnection", "ProductEdge";
    VariantOf<'_>: "ProductVariantConnection", "ProductVariantEdge";
    ImageOf<'_>: "ImageConnection", "ImageEdge";
    MediumOf<'_>: "MediaConnection", "MediaEdge";
}

/// The tables of a connection and its edge.
macro_rules! tables {
    ($($Source:ty),*) => { &[Table::of::<PageInfo<'static>>(), $(Table::of::<Connection<$Source>>(), Table::of::<Edge<'static, $Source>>()),*] };
}
pub(super) const TABLES: &[Table] = tables!(VariantOf<'static>, ImageOf<'static>, MediumOf<'static>);
