//! Content, through its contract, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod blogs;
mod fakes;
mod lists;
mod media;
mod menus;
mod metaobjects;
mod pages;
mod policies;
mod redirects;

use fakes::Goods;
use infrasell_content::{ContentService, Deps, MIGRATIONS, MediaDeps};
use infrasell_contracts::{
    common::Audit,
    content::{
        Blog, BlogInput, CONTENT_CHANGED, Change, Content, ContentChanged, ContentError, ContentPage, ContentPageInput,
        ContentPagePatch, Create, Name, Named, Redirect, View,
    },
};
use infrasell_db::{
    testing::{TestDb, assert_all_prepare, engines},
    v,
};
use infrasell_engines::blobs::Disk;
use infrasell_images::{Limits, Workshop};
use infrasell_kernel::{ChannelId, ContentPageId, Id, OsRandom, Timestamp, Token};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

const WEB: ChannelId = ChannelId::from_i64(1);

/// A shop on a database of its own.
struct Shop {
    db: TestDb,
    content: Arc<ContentService>,
    goods: Arc<Goods>,
    files: Folder,
}

/// A folder that is gone when the test is.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("infrasell-content-{}", Token::random(&OsRandom));
        Folder(std::env::temp_dir().join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // it is not there where no picture was kept
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn media_in(files: &Folder) -> MediaDeps {
    let blobs = Arc::new(Disk::durable(files.0.clone()));
    MediaDeps { blobs, workshop: Workshop::new(2, 100), limits: Limits::default() }
}

/// A freshly made shop on each engine.
async fn shops() -> Vec<Shop> {
    let mut all = vec![];
    for db in engines(&[MIGRATIONS]).await {
        let goods = Arc::new(Goods::new());
        let files = Folder::new();
        let (db_of, catalog) = (db.db.clone(), goods.clone());
        let content = infrasell_content::open(Deps { db: db_of, catalog, media: media_in(&files) });
        content.bootstrap(&cx()).await.unwrap();
        all.push(Shop { db, content, goods, files });
    }
    all
}

fn cx() -> Cx {
    Cx::system("test", "req_1")
}

fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..cx() }
}

fn buyers() -> View {
    View::shop(WEB, None)
}

fn reads(locale: &str) -> View {
    View::shop(WEB, Some(locale.parse().unwrap()))
}

fn by<K>(name: &str, view: View) -> Named<Id<K>> {
    Named { names: vec![Name::handle(name)], view }
}

fn create<T>(input: T) -> Create<T> {
    Create { input }
}

fn change<K, P>(id: Id<K>, patch: P) -> Change<Id<K>, P> {
    Change { id, patch, if_version: None }
}

/// What JSON says.
fn json<T: serde::de::DeserializeOwned>(value: &str) -> T {
    serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// The bad fields of an answer as `path code`, in order.
fn bad_fields<T: std::fmt::Debug>(answer: Result<T, ContentError>) -> Vec<String> {
    match answer {
        Err(ContentError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|e| format!("{} {}", e.path, e.code)).collect()
        }
        other => panic!("not refused for its fields: {other:?}"),
    }
}

impl Shop {
    async fn page(&self, title: &str) -> ContentPage {
        let input = ContentPageInput { title: title.into(), ..ContentPageInput::default() };
        self.content.create_page(&cx(), create(input)).await.unwrap()
    }

    async fn rename(&self, id: ContentPageId, handle: &str) -> ContentPage {
        let patch = ContentPagePatch { handle: Some(handle.into()), ..ContentPagePatch::default() };
        self.content.update_page(&cx(), change(id, patch)).await.unwrap()
    }

    async fn seen(&self, handle: &str, view: View) -> Option<ContentPage> {
        self.content.pages_named(&cx(), by(handle, view)).await.unwrap().pop().unwrap()
    }

    async fn blog(&self, title: &str) -> Blog {
        let input = BlogInput { title: title.into(), ..BlogInput::default() };
        self.content.create_blog(&cx(), create(input)).await.unwrap()
    }

    /// Where a path leads.
    async fn leads(&self, path: &str) -> Option<String> {
        let found: Option<Redirect> =
            self.content.redirects_named(&cx(), by(path, buyers())).await.unwrap().pop().unwrap();
        found.map(|redirect| redirect.target)
    }

    /// What was announced as changed, in order.
    async fn announced(&self) -> Vec<ContentChanged> {
        let sql = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
        self.db.all(sql, &v![CONTENT_CHANGED], |row| row.json(0)).await.unwrap()
    }

    /// What the audit finds.
    async fn differences(&self) -> Vec<String> {
        let report = self.content.audit(&cx(), Audit {}).await.unwrap();
        report.checks.into_iter().flat_map(|check| check.differences).collect()
    }

    fn now(&self) -> Timestamp {
        self.db.now()
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    assert_all_prepare(&[MIGRATIONS]).await;
}

#[tokio::test]
async fn the_audit_finds_what_was_broken_by_hand() {
    for shop in shops().await {
        let page = shop.page("About us").await;
        shop.db.exec("UPDATE content_entry SET shown_from = 7 WHERE kind = 'page'", &[]).await.unwrap();
        shop.db.exec("UPDATE content_entry SET handle = 'x' WHERE handle = 'footer'", &[]).await.unwrap();
        let found = shop.differences().await;
        assert!(found.iter().any(|one| one.starts_with(&format!("page {}:", page.id.get()))), "{found:?}");
        assert!(found.iter().any(|one| one.contains("1 of the 2 menus")), "{found:?}");
    }
}
