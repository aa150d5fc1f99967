//! What every store of files must do. An engine is held to it by one line at the end.

use bytes::Bytes;
use infrasell_engines::blobs::{BlobError, Blobs, Disk, MAX_KEY};
use infrasell_kernel::{OsRandom, Token};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Folder(std::env::temp_dir().join(format!("infrasell-blobs-{}", Token::random(&OsRandom))))
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn bytes(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

/// What holds for each of them.
async fn conforms(store: Arc<dyn Blobs>) {
    comes_back(&*store).await;
    lists(&*store).await;
    refuses(&*store).await;
    is_whole(store).await;
}

async fn comes_back(store: &dyn Blobs) {
    assert!(store.get("ab/one.png").await.unwrap().is_none());
    assert!(store.find("ab/one.png").await.unwrap().is_none());
    assert!(!store.delete("ab/one.png").await.unwrap());
    store.put("ab/one.png", bytes("one")).await.unwrap();
    assert_eq!(store.get("ab/one.png").await.unwrap(), Some(bytes("one")));
    let info = store.find("ab/one.png").await.unwrap().unwrap();
    assert_eq!((info.key.as_str(), info.bytes), ("ab/one.png", 3));
    store.put("ab/one.png", bytes("another")).await.unwrap();
    assert_eq!(store.get("ab/one.png").await.unwrap(), Some(bytes("another")));
    store.put("ab/empty", Bytes::new()).await.unwrap();
    assert_eq!(store.get("ab/empty").await.unwrap(), Some(Bytes::new()));
    // what has files below it is no file
    assert!(store.get("ab").await.is_ok_and(|found| found.is_none()) || store.get("ab").await.is_err());
    assert!(store.find("ab").await.unwrap().is_none());
    assert!(store.find("ab/one.png/below").await.unwrap().is_none());
    assert!(store.delete("ab/one.png").await.unwrap());
    assert!(!store.delete("ab/one.png").await.unwrap());
    assert!(store.get("ab/one.png").await.unwrap().is_none());
    store.delete("ab/empty").await.unwrap();
}

async fn lists(store: &dyn Blobs) {
    assert!(store.list("", None, 10).await.unwrap().is_empty());
    for key in ["cd/2", "cd/10", "cd/1/x", "ce/1", "a", "cd/1/y"] {
        store.put(key, bytes(key)).await.unwrap();
    }
    let names = async |prefix: &str, after: Option<&str>, limit| {
        let found = store.list(prefix, after, limit).await.unwrap();
        found.into_iter().map(|info| info.key).collect::<Vec<_>>()
    };
    assert_eq!(names("", None, 100).await, ["a", "cd/1/x", "cd/1/y", "cd/10", "cd/2", "ce/1"]);
    assert_eq!(names("cd/", None, 100).await, ["cd/1/x", "cd/1/y", "cd/10", "cd/2"]);
    assert_eq!(names("cd/1", None, 100).await, ["cd/1/x", "cd/1/y", "cd/10"]);
    assert_eq!(names("", Some("cd/1/y"), 2).await, ["cd/10", "cd/2"]);
    assert_eq!(names("nothing", None, 100).await, Vec::<String>::new());
    for info in store.list("", None, 100).await.unwrap() {
        assert!(info.age.as_secs() < 600 && info.bytes > 0);
        store.delete(&info.key).await.unwrap();
    }
}

async fn refuses(store: &dyn Blobs) {
    let long = "x".repeat(MAX_KEY + 1);
    for key in [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "..",
        "../a",
        "a/../b",
        "a/.b",
        ".unfinished/a",
        "A",
        "ä",
        "a b",
        "a\\b",
        "a\0b",
        "1/2/3/4/5",
        &long,
    ] {
        assert!(matches!(store.put(key, bytes("x")).await, Err(BlobError::BadKey(_))), "{key:?}");
        assert!(matches!(store.get(key).await, Err(BlobError::BadKey(_))), "{key:?}");
        assert!(matches!(store.find(key).await, Err(BlobError::BadKey(_))), "{key:?}");
        assert!(matches!(store.delete(key).await, Err(BlobError::BadKey(_))), "{key:?}");
    }
    assert!(store.list("../", None, 10).await.unwrap().is_empty());
}

/// Whoever reads while others write sees one file or the other, whole.
async fn is_whole(store: Arc<dyn Blobs>) {
    let content = |n: u8| Bytes::from(vec![n; 300_000]);
    store.put("race", content(0)).await.unwrap();
    let writers: Vec<_> = (1..=4u8)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..8 {
                    store.put("race", content(n)).await.unwrap();
                }
            })
        })
        .collect();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        let found = store.get("race").await.unwrap().unwrap();
        assert!(found.len() == 300_000 && found.iter().all(|byte| *byte == found[0]));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    store.delete("race").await.unwrap();
}

#[tokio::test]
async fn a_folder_conforms() {
    for durable in [true, false] {
        let folder = Folder::new();
        let disk = if durable { Disk::durable(folder.0.clone()) } else { Disk::passing(folder.0.clone()) };
        conforms(Arc::new(disk)).await;
        assert_eq!(files_below(&folder.0), Vec::<PathBuf>::new(), "nothing is left behind");
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

/// A process that was killed while it wrote leaves nothing that anybody takes for a file.
#[tokio::test]
async fn what_was_not_finished_is_not_there() {
    let folder = Folder::new();
    let disk = Disk::durable(folder.0.clone());
    disk.put("a", bytes("a")).await.unwrap();
    std::fs::write(folder.0.join(".unfinished/left"), "half").unwrap();
    assert_eq!(disk.list("", None, 10).await.unwrap().len(), 1);
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1);
    std::fs::File::options().write(true).open(folder.0.join(".unfinished/left")).unwrap().set_modified(old).unwrap();
    disk.put("b", bytes("b")).await.unwrap();
    assert!(!folder.0.join(".unfinished/left").exists(), "it is swept up");
}

/// A disk that cannot be written to is an error that says so, and no file.
#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_is_none_is_an_error() {
    let folder = Folder::new();
    std::fs::write(&folder.0, "a file").unwrap();
    let disk = Disk::durable(folder.0.clone());
    assert!(matches!(disk.put("a", bytes("a")).await, Err(BlobError::Store(_))));
    assert!(disk.get("a").await.unwrap().is_none());
    std::fs::remove_file(&folder.0).unwrap();
}
