//! The parser against files as people have them and as nobody should; the service against a shop in memory.

mod counting;
mod people;
mod real;
mod roundtrip;
mod service;
mod shopify;
