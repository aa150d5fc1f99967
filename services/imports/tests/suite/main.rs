//! The parser against files as people have them and as nobody should; the service against a shop in memory.

mod real;
mod service;
mod shopify;
