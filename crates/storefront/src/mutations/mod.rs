//! What can be changed: one file a noun.
//!
//! Always true: mutations run before anything is read, one after the other in the order of the document; each answers
//! with a payload that is written like anything else; what a buyer did wrong is in the payload's `userErrors`, never an
//! error of the whole.

mod cart;
mod customer;

use crate::{context::Ask, facts::Facts, object::AnyObject};
use futures_util::future::BoxFuture;
use infrasell_rpc::Fault;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Does one mutation: from its arguments to what it answers with. What it learns on the way it may leave in the facts;
/// what it makes old there it must forget.
pub type Mutation = for<'a> fn(&'a Ask, &'a Map<String, Value>, &'a mut Facts) -> Doing<'a>;

/// A mutation that runs.
pub type Doing<'a> = BoxFuture<'a, Result<Box<dyn AnyObject>, Fault>>;

/// Every mutation, by noun.
const ALL: &[&[(&str, Mutation)]] = &[cart::EDITS, cart::OTHERS, customer::ALL];

static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| ALL.iter().copied().flatten().map(|(name, _)| *name).collect());

/// The names of all mutations.
pub(crate) fn names() -> &'static [&'static str] {
    &NAMES
}

/// The mutation at a place of [`names`].
pub(crate) fn at(place: u16) -> Option<Mutation> {
    ALL.iter().copied().flatten().nth(usize::from(place)).map(|(_, mutation)| *mutation)
}
