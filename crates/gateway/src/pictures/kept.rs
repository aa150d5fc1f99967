//! Forms that were made, kept under a ceiling: what was not asked for the longest goes first.
//!
//! Always true: what is kept can be made again, so a store that fails costs time and nothing else; names hold the key of
//! the picture, of which the bytes never change, so nothing here is ever old.

use bytes::Bytes;
use infrasell_engines::blobs::{BlobInfo, Blobs};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::OnceCell;

/// Forms that were made.
pub(crate) struct Kept {
    store: Arc<dyn Blobs>,
    most_bytes: u64,
    book: Mutex<Book>,
    is_read: OnceCell<()>,
}

impl Kept {
    pub(crate) fn new(store: Arc<dyn Blobs>, most_bytes: u64) -> Self {
        Kept { store, most_bytes, book: Mutex::default(), is_read: OnceCell::new() }
    }

    /// A form, when it is kept.
    pub(crate) async fn get(&self, name: &str) -> Option<Bytes> {
        if self.most_bytes == 0 {
            return None;
        }
        match self.store.get(name).await {
            Ok(found) => {
                let bytes = found?;
                self.book().used(name, bytes.len() as u64);
                Some(bytes)
            }
            Err(cause) => {
                tracing::warn!(%cause, "a form of a picture cannot be read");
                None
            }
        }
    }

    /// Keeps a form, in the place of those that nobody asks for.
    pub(crate) async fn put(&self, name: &str, bytes: Bytes) {
        let size = bytes.len() as u64;
        if size > self.most_bytes {
            return;
        }
        self.is_read.get_or_init(|| self.read()).await;
        if let Err(cause) = self.store.put(name, bytes).await {
            tracing::warn!(%cause, "a form of a picture cannot be kept");
            return;
        }
        let over = {
            let mut book = self.book();
            book.used(name, size);
            book.over(self.most_bytes)
        };
        for name in over {
            if let Err(cause) = self.store.delete(&name).await {
                tracing::warn!(%cause, "a form of a picture cannot be removed");
            }
        }
    }

    /// What was kept before this process began: the oldest first, so that it goes first.
    async fn read(&self) {
        match self.store.list("", None, usize::MAX).await {
            Ok(mut found) => {
                found.sort_unstable_by_key(|info: &BlobInfo| std::cmp::Reverse(info.age));
                let mut book = self.book();
                for info in found {
                    book.seen(&info.key, info.bytes);
                }
            }
            Err(cause) => tracing::warn!(%cause, "the forms of pictures cannot be listed"),
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How large each form is, and when it was last used, by a count of uses.
#[derive(Default)]
struct Book {
    uses: u64,
    total_bytes: u64,
    forms: HashMap<String, (u64, u64)>,
    by_use: BTreeMap<u64, String>,
}

impl Book {
    fn used(&mut self, name: &str, bytes: u64) {
        self.forget(name);
        self.uses += 1;
        self.total_bytes += bytes;
        self.forms.insert(name.to_owned(), (self.uses, bytes));
        self.by_use.insert(self.uses, name.to_owned());
    }

    /// Found on the disk: what was used since is known better.
    fn seen(&mut self, name: &str, bytes: u64) {
        if !self.forms.contains_key(name) {
            self.used(name, bytes);
        }
    }

    fn forget(&mut self, name: &str) {
        if let Some((when, bytes)) = self.forms.remove(name) {
            self.by_use.remove(&when);
            self.total_bytes -= bytes;
        }
    }

    /// The names that have to go, so that no more than `most` bytes stay.
    fn over(&mut self, most: u64) -> Vec<String> {
        let mut over = vec![];
        while self.total_bytes > most
            && let Some((_, name)) = self.by_use.first_key_value()
        {
            let name = name.clone();
            self.forget(&name);
            over.push(name);
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_engines::blobs::Disk;
    use infrasell_kernel::{OsRandom, Token};

    fn folder() -> std::path::PathBuf {
        std::env::temp_dir().join(format!("infrasell-kept-{}", Token::random(&OsRandom)))
    }

    #[tokio::test]
    async fn what_nobody_asks_for_goes_first_and_the_ceiling_holds() {
        let folder = folder();
        let store = Arc::new(Disk::passing(folder.clone()));
        let kept = Kept::new(store.clone(), 250);
        let hundred = || Bytes::from(vec![7; 100]);
        kept.put("a", hundred()).await;
        kept.put("b", hundred()).await;
        assert!(kept.get("a").await.is_some());
        kept.put("c", hundred()).await;
        assert!(kept.get("b").await.is_none(), "nobody asked for it");
        assert!(kept.get("a").await.is_some() && kept.get("c").await.is_some());
        kept.put("huge", Bytes::from(vec![1; 251])).await;
        assert!(kept.get("huge").await.is_none() && kept.get("a").await.is_some());
        // another process finds what this one has kept, and holds to the ceiling
        let next = Kept::new(store.clone(), 250);
        next.put("d", hundred()).await;
        let left = store.list("", None, 10).await.unwrap();
        assert_eq!(left.iter().map(|info| info.bytes).sum::<u64>(), 200);
        assert!(next.get("d").await.is_some());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn nothing_is_kept_where_nothing_may_be() {
        let folder = folder();
        let kept = Kept::new(Arc::new(Disk::passing(folder.clone())), 0);
        kept.put("a", Bytes::from_static(b"a")).await;
        assert!(kept.get("a").await.is_none() && !folder.exists());
    }
}
