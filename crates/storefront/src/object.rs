//! What a type of the schema is written from.
//!
//! Always true: the fields that a type can write are listed once, in the table that writes them; a test holds the lists
//! of all types equal to the SDL.

use crate::{plan::Field, writer::Writer};

/// Something that one object type of the schema is written from.
pub trait Object {
    /// The type's name in the schema.
    const TYPE: &'static str;
    /// Its fields. A plan names a field by its place here.
    const FIELDS: &'static [&'static str];

    /// Writes the value of one field.
    fn write<'w>(&self, field: &'w Field, w: &mut Writer<'w>);
}

/// An [`Object`] of any type, for what a mutation answers with.
pub trait AnyObject: Send + Sync {
    /// Writes it as the value of `field`.
    fn write_as<'w>(&self, field: &'w Field, w: &mut Writer<'w>);
}

impl<T: Object + Send + Sync> AnyObject for T {
    fn write_as<'w>(&self, field: &'w Field, w: &mut Writer<'w>) {
        w.object(field, self);
    }
}

/// A type and its fields, as the planner knows them.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The type's name.
    pub name: &'static str,
    /// Its fields, in the order of their writers.
    pub fields: &'static [&'static str],
}

impl Table {
    /// The table of `T`.
    #[must_use]
    pub const fn of<T: Object>() -> Table {
        Table { name: T::TYPE, fields: T::FIELDS }
    }
}

/// The place of a field in its table, at compile time.
#[must_use]
#[doc(hidden)]
pub const fn place(fields: &[&str], name: &str) -> u16 {
    let mut at = 0;
    while at < fields.len() {
        if is_same(fields[at].as_bytes(), name.as_bytes()) {
            #[expect(clippy::cast_possible_truncation, reason = "no type has so many fields")]
            return at as u16;
        }
        at += 1;
    }
    u16::MAX
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The table of a type: a writer for each of its fields.
///
/// ```ignore
/// fields! { "SEO" for Seo, |seo, f, w| {
///     "title" => w.text(&seo.title),
///     "description" => w.text(&seo.description),
/// }}
/// ```
/// `f` is the planned field (its arguments, what is selected of it), `w` the [`Writer`].
#[macro_export]
macro_rules! fields {
    ($type:literal for $Source:ty, |$source:ident, $f:ident, $w:ident| { $($name:literal => $body:expr),* $(,)? }) => {
        impl $crate::object::Object for $Source {
            const TYPE: &'static str = $type;
            const FIELDS: &'static [&'static str] = &[$($name),*];
            fn write<'w>(&self, $f: &'w $crate::plan::Field, $w: &mut $crate::writer::Writer<'w>) {
                let $source = self;
                match $f.at {
                    $(at if at == const { $crate::object::place(<Self as $crate::object::Object>::FIELDS, $name) } => { $body; })*
                    _ => $w.null(),
                }
                // a table of constants needs neither
                let _unused = ($source, $f);
            }
        }
    };
}

/// Types of the schema that there is never anything of: their fields are known, and nobody writes them.
///
/// ```ignore
/// never! { "SellingPlan" { "id", "name" } }
/// ```
#[macro_export]
macro_rules! never {
    ($($type:literal as $Name:ident { $($name:literal),* $(,)? })*) => {
        $(
            #[doc = concat!("There is never a `", $type, "`.")]
            #[derive(Debug, Clone, Copy)]
            pub enum $Name {}
            impl $crate::object::Object for $Name {
                const TYPE: &'static str = $type;
                const FIELDS: &'static [&'static str] = &[$($name),*];
                fn write<'w>(&self, _: &'w $crate::plan::Field, _: &mut $crate::writer::Writer<'w>) {
                    match *self {}
                }
            }
        )*
    };
}
