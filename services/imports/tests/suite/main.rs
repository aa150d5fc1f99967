//! The parser against files as people have them, and as nobody should.

mod shopify;
