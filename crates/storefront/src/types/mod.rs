//! The writers of every type: one file a noun.
//!
//! Always true: each object type of the SDL has a table here, with exactly its fields (`tests/suite/complete.rs`).

pub mod address;
pub mod cart;
mod cart_delivery;
mod cart_line;
pub mod cart_payloads;
pub mod collection;
mod connection;
pub mod customer;
pub mod customer_payloads;
pub mod filter;
pub mod image;
mod list;
pub mod menu;
pub mod metafield;
pub mod metaobject;
pub mod money;
pub mod node;
pub mod order;
pub mod page;
mod placed_order;
pub mod product;
mod root;
pub mod search;
pub mod seo;
pub mod shop;
pub mod sitemap;
pub mod variant;

pub use connection::{Connected, Connection, Edge, PageInfo, Slice, window};
pub(crate) use root::{Mutations, Root};

use crate::{object::Table, plan::Field, writer::Writer};
use std::{collections::HashMap, sync::LazyLock};

/// Writes a field of `QueryRoot`.
pub type RootWriter = for<'w> fn(&'w Field, &mut Writer<'w>);

/// The fields of `QueryRoot`, by noun.
const ROOTS: &[&[(&str, RootWriter)]] = &[
    node::ROOT,
    shop::ROOT,
    product::ROOT,
    collection::ROOT,
    search::ROOT,
    page::ROOT,
    menu::ROOT,
    metaobject::ROOT,
    sitemap::ROOT,
    cart::ROOT,
    placed_order::ROOT,
    customer::ROOT,
];

/// The tables of all types, by noun.
const TABLES: &[&[Table]] = &[
    root::TABLES,
    money::TABLES,
    seo::TABLES,
    image::TABLES,
    metafield::TABLES,
    shop::TABLES,
    product::TABLES,
    variant::TABLES,
    collection::TABLES,
    filter::TABLES,
    search::TABLES,
    connection::TABLES,
    page::TABLES,
    menu::TABLES,
    metaobject::TABLES,
    sitemap::TABLES,
    address::TABLES,
    cart::TABLES,
    cart_line::TABLES,
    cart_delivery::TABLES,
    cart_payloads::PAYLOADS,
    cart_payloads::OTHERS,
    customer::TABLES,
    placed_order::TABLES,
    customer_payloads::TABLES,
    order::TABLES,
];

static NAMED: LazyLock<HashMap<&'static str, Table>> = LazyLock::new(|| {
    let mut named: HashMap<_, _> = TABLES.iter().copied().flatten().map(|table| (table.name, *table)).collect();
    named.insert(Root::NAME, Table { name: Root::NAME, fields: root::names() });
    named.insert(Mutations::NAME, Table { name: Mutations::NAME, fields: crate::mutations::names() });
    named
});

/// The table of a type.
#[must_use]
pub fn table(name: &str) -> Option<Table> {
    NAMED.get(name).copied()
}

/// The tables of all types.
pub fn tables() -> impl Iterator<Item = Table> {
    NAMED.values().copied()
}
