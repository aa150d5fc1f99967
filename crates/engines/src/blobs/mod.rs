//! Files under names: pictures as they came, and what is made of them.
//!
//! Always true: a file is there whole or not at all, whoever looks and whatever is killed meanwhile; the last of two that
//! are put under one name stays; a name can lead nowhere but into the store. Where the store is durable, what was put is
//! there after a power cut, too.

mod disk;

pub use disk::{Disk, UNFINISHED};

use async_trait::async_trait;
use bytes::Bytes;
use std::time::Duration;

/// The longest name, bytes.
pub const MAX_KEY: usize = 200;
/// The most parts that a name has between its `/`.
pub const MAX_PARTS: usize = 4;

/// Why a file could not be kept, read or removed.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// A name that no file can have.
    #[error("'{0}' is no name for a file: small letters, digits, '-', '_' and '.', in up to {MAX_PARTS} parts")]
    BadKey(String),
    /// The store.
    #[error("the file store: {0}")]
    Store(#[from] std::io::Error),
}

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobInfo {
    /// Its name.
    pub key: String,
    /// Its size.
    pub bytes: u64,
    /// How long ago it was last put.
    pub age: Duration,
}

/// The port.
#[async_trait]
pub trait Blobs: Send + Sync + 'static {
    /// Keeps a file under a name, in the place of the one that has it. Its age begins anew.
    async fn put(&self, key: &str, bytes: Bytes) -> Result<(), BlobError>;

    /// The file of this name.
    async fn get(&self, key: &str) -> Result<Option<Bytes>, BlobError>;

    /// What is known of the file of this name, without reading it.
    async fn find(&self, key: &str) -> Result<Option<BlobInfo>, BlobError>;

    /// Removes the file of this name; `false` when there was none.
    async fn delete(&self, key: &str) -> Result<bool, BlobError>;

    /// Files whose names begin with `prefix` and come after `after`, by name, up to `limit`.
    async fn list(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<BlobInfo>, BlobError>;
}

/// Whether a file can have this name.
fn check(key: &str) -> Result<(), BlobError> {
    let parts = key.split('/');
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b))
    };
    if key.len() <= MAX_KEY && parts.clone().count() <= MAX_PARTS && parts.into_iter().all(is_plain) {
        return Ok(());
    }
    Err(BlobError::BadKey(key.chars().take(MAX_KEY).collect()))
}
