//! Whether what a caller sent can be kept, and in what form. Pure: every bad field is noted, nothing is read.

pub(crate) mod article;
mod form;
pub(crate) mod menu;
pub(crate) mod metaobject;
pub(crate) mod page;
pub(crate) mod policy;
pub(crate) mod redirect;

/// Something that is new: its document without id, and the handle that was asked for, if one was.
pub(crate) struct New<N> {
    pub thing: N,
    pub handle: Option<String>,
}
