//! What part of a list a client asks for.

use super::connection::how_many;
use crate::{gather::list::Part, plan::Field, writer::Writer};

/// `first` and `after`, or `last` and `before`. `None`: they were wrong, and the field has failed.
pub fn part<'w>(f: &'w Field, w: &mut Writer<'w>) -> Option<Part> {
    let (first, last) = how_many(f, w)?;
    let (after, before) = (w.arg_text(f, "after"), w.arg_text(f, "before"));
    let backwards = last.is_some();
    let (wanted, other) = if backwards { (before, after) } else { (after, before) };
    if other.is_some() {
        w.fail("BAD_USER_INPUT", format!("{} takes first with after, or last with before", f.name));
        return None;
    }
    let limit = u32::try_from(first.or(last).unwrap_or(0)).unwrap_or(0);
    Some(Part { limit, from: wanted.map(str::to_owned), backwards })
}

/// Whether a field below this one is asked for.
#[must_use]
pub fn wants(f: &Field, name: &str) -> bool {
    f.plans.iter().flat_map(|plan| &plan.fields).any(|field| field.name == name)
}
