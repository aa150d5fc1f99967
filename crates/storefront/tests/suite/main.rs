//! The storefront's engine from outside: what it serves is complete, and what it is sent cannot break it.

mod complete;
mod dedup;
mod documents;
