//! The storefront's GraphQL: an SDL, plans, facts, writers. Owns: the schema, how a document becomes a plan, how a plan is
//! written, and the limits on a query.
//!
//! Always true: a document is parsed, validated and planned once; a request knows its cost before anything is fetched; of
//! each kind of thing everything that a round needs is fetched by one call; what is written is what was selected, in the
//! order of the document.
//!
//! # How a query is answered
//! 1. [`Document::parse`] (kept by its text) → a [`plan::Plan`] of each operation.
//! 2. Variables are held to their types, arguments are filled in, the cost is counted.
//! 3. Mutations run, in order; each leaves a payload.
//! 4. The plan is **written**. A writer that needs a fact which is not there notes a **want**. All wants are fetched, each
//!    kind by one call, all at once, and the plan is written again from the start, until nothing is wanted. A walk costs
//!    microseconds; the number of rounds is the depth of what depends on what.
//!
//! # How to add a type
//! - `schema/<noun>.graphql`: the type, every field with a description in our own words; `extend type QueryRoot { … }` and
//!   `extend type Mutation { … }` for what can be asked and done. Add the file to `schema::SDL`.
//! - `types/<noun>.rs`: a source (a small struct that borrows what it shows) and its table, `fields! { "Page" for
//!   PageOf<'_>, |page, f, w| { "title" => w.text(&page.0.title), … } }`; a `TABLES` list, joined in `types/mod.rs`; `ROOT`
//!   for the fields of `QueryRoot`. A type that there is never anything of: `never!`. A connection of it: implement
//!   `Connected` (see `types/connection.rs`) and list `Connection<…>` and `Edge<…>` among the tables.
//! - `gather/<noun>.rs`: an [`facts::Fact`] for each kind of thing that is fetched (how many are fetched at once; what makes
//!   them old), added to the list in `facts.rs`. A writer asks with `w.get(&w.facts.pages, &key)`: `None` is either
//!   "there is none" or "it is fetched now and this is written again", and the writer does the same in both cases.
//! - `mutations/<noun>.rs`: functions from arguments to a payload (an [`object::Object`] of the payload's type), joined in
//!   `mutations/mod.rs`.
//! - A thing with an id: a line in `types/node.rs`.
//!
//! `tests/suite/complete.rs` holds the SDL and the tables equal.

pub mod context;
pub mod dedup;
mod document;
pub mod errors;
mod execute;
pub mod facts;
pub mod gather;
pub mod ids;
mod kept;
pub mod limits;
mod mutations;
pub mod names;
pub mod object;
pub mod out;
pub mod plan;
pub mod request;
pub mod schema;
pub mod shown;
pub mod text;
pub mod types;
mod variables;
pub mod writer;

pub use context::{Ask, Services, Visit};
pub use document::Document;
pub use errors::GraphError;
pub use execute::{Answer, Prepared, Storefront};
pub use limits::Limits;
pub use request::Request;
pub use schema::Schema;
pub use shown::Tag;
