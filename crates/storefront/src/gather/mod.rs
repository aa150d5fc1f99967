//! What facts come from: one file a noun. Each kind says how many are fetched at once, and what makes them old.

pub mod cart;
pub mod collection;
pub mod content;
pub mod customer;
pub mod list;
pub mod metafield;
pub mod order;
pub mod product;
pub mod shop;

use futures_util::{StreamExt, TryStreamExt, stream};
use infrasell_rpc::Fault;
use std::future::Future;

/// Calls for things that cannot be asked for together run at once up to so many.
const AT_ONCE: usize = 16;

/// Does something for each key, several at once; stops at the first fault.
pub async fn each<K, V, F: Future<Output = Result<V, Fault>>>(
    keys: Vec<K>,
    fetch: impl Fn(K) -> F,
) -> Result<Vec<V>, Fault> {
    stream::iter(keys.into_iter().map(fetch)).buffered(AT_ONCE).try_collect().await
}
