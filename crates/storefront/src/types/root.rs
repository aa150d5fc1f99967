//! The roots of queries and of mutations.

use super::{ROOTS, RootWriter};
use crate::{
    fields,
    object::{Object, Table},
    plan::Field,
    writer::Writer,
};
use std::sync::LazyLock;

static FIELDS: LazyLock<Vec<(&'static str, RootWriter)>> =
    LazyLock::new(|| ROOTS.iter().copied().flatten().copied().collect());
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| FIELDS.iter().map(|(name, _)| *name).collect());

/// The names of all fields of `QueryRoot`.
pub(super) fn names() -> &'static [&'static str] {
    &NAMES
}

/// What can be asked.
pub(crate) struct Root;

impl Root {
    pub(super) const NAME: &'static str = "QueryRoot";
}

impl Object for Root {
    const TYPE: &'static str = Root::NAME;
    const FIELDS: &'static [&'static str] = &[];
    fn write<'w>(&self, field: &'w Field, w: &mut Writer<'w>) {
        match FIELDS.get(usize::from(field.at)) {
            Some((_, write)) => write(field, w),
            None => w.introspected(field),
        }
    }
}

/// What was done: the payloads are there already.
pub(crate) struct Mutations;

impl Mutations {
    pub(super) const NAME: &'static str = "Mutation";
}

impl Object for Mutations {
    const TYPE: &'static str = Mutations::NAME;
    const FIELDS: &'static [&'static str] = &[];
    fn write<'w>(&self, field: &'w Field, w: &mut Writer<'w>) {
        w.payload(field);
    }
}

/// The version of this interface: there is one, whatever stands in the address.
struct Version;

fields! { "ApiVersion" for Version, |_v, f, w| {
    "displayName" => w.text("unstable"),
    "handle" => w.text("unstable"),
    "supported" => w.flag(true),
}}

/// What follows from what a visitor agrees to: nobody is tracked.
struct Consent;

fields! { "ConsentManagement" for Consent, |_c, f, w| {
    "cookies" => w.object(f, &Consented),
    "customerAccountUrl" => w.null(),
}}

/// What is remembered of a visitor.
struct Consented;

fields! { "ConsentManagementCookies" for Consented, |_c, _f, w| {
    "cookieDomain" => w.null(),
    "landingPageCookie" => w.null(),
    "origReferrerCookie" => w.null(),
    "trackingConsentCookie" => w.null(),
}}

pub(super) const TABLES: &[Table] = &[Table::of::<Version>(), Table::of::<Consent>(), Table::of::<Consented>()];

/// What follows from what a visitor agrees to.
pub(super) fn consent<'w>(field: &'w Field, w: &mut Writer<'w>) {
    w.object(field, &Consent);
}

/// The versions of this interface.
pub(super) fn versions<'w>(field: &'w Field, w: &mut Writer<'w>) {
    w.objects(field, [Version]);
}
