//! The nouns everyone uses. Owns: money, ids, tokens, quantities, time, locales, pages, patches, permissions, problems.
//!
//! Always true here: no I/O, no async, no floats; every type says on the wire exactly what it says in Rust, and what
//! does not parse is an error that names what was wrong.

pub mod contact;
pub mod env;
pub mod format;
pub mod handle;
pub mod id;
pub mod locale;
pub mod money;
pub mod page;
pub mod patch;
pub mod permission;
pub mod problem;
pub mod quantity;
pub mod text;
pub mod time;
pub mod token;

pub use env::{Clock, Env, OsRandom, Random, SystemClock};
pub use id::*;
pub use locale::{CountryCode, Locale};
pub use money::{Currency, Money, MoneyError, Ppm, round_div};
pub use page::{Cursor, MAX_LIMIT, Page, PageRequest};
pub use patch::Patch;
pub use permission::{Permission, Permissions};
pub use problem::{ErrorKind, FieldError, Fields, Problem};
pub use quantity::Quantity;
pub use time::Timestamp;
pub use token::Token;
