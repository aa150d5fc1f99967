//! Pictures: what is kept of them, what is refused, when one may go.

use super::*;
use bytes::Bytes;
use infrasell_contracts::content::{
    ArticleInput, FileBytes, GetMediaBytes, ListContent, MediaFile, MediaPatch, Remove, UploadMedia,
};
use infrasell_db::Runner;
use infrasell_kernel::MediaId;
use std::{
    fs::File,
    time::{Duration, SystemTime},
};

/// A GIF of one pixel.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// The same with something behind it: another picture.
fn another(number: u8) -> Vec<u8> {
    [PIXEL, &[number]].concat()
}

fn upload(file_name: &str, bytes: &[u8]) -> UploadMedia {
    UploadMedia { file_name: file_name.into(), alt: " A dot ".into(), file: FileBytes(Bytes::copy_from_slice(bytes)) }
}

impl Shop {
    async fn keep(&self, file_name: &str, bytes: &[u8]) -> MediaFile {
        self.content.upload_media(&cx(), upload(file_name, bytes)).await.unwrap()
    }

    async fn picture(&self, key: &str) -> Option<MediaFile> {
        self.content.media_named(&cx(), by(key, View::default())).await.unwrap().pop().unwrap()
    }

    async fn bytes(&self, key: &str) -> Result<Bytes, ContentError> {
        self.content.media_bytes(&cx(), GetMediaBytes { key: key.into() }).await.map(|bytes| bytes.0)
    }

    async fn drop_picture(&self, id: MediaId) -> Result<(), ContentError> {
        self.content.delete_media(&cx(), Remove { id }).await
    }

    fn file_of(&self, picture: &MediaFile) -> std::path::PathBuf {
        self.files.0.join(&picture.sha256[..2]).join(&picture.sha256)
    }
}

#[tokio::test]
async fn a_picture_is_kept_as_it_came_and_found_by_its_key() {
    for shop in shops().await {
        let kept = shop.keep("Red Dot.GIF", PIXEL).await;
        assert_eq!(
            (kept.width, kept.height, kept.mime.as_str(), usize::try_from(kept.bytes)),
            (1, 1, "image/gif", Ok(PIXEL.len()))
        );
        assert_eq!((kept.file_name.as_str(), kept.alt.as_str(), kept.version), ("red-dot.gif", "A dot", 1));
        assert_eq!(kept.url, format!("/media/{}/red-dot.gif", kept.key));
        assert!(kept.sha256.starts_with(&kept.key) && kept.key.len() == 32);
        assert_eq!(shop.bytes(&kept.key).await.unwrap(), PIXEL);
        assert_eq!(shop.picture(&kept.key).await, Some(kept.clone()));
        // the same bytes are the same picture, whatever they are called
        assert_eq!(shop.keep("other.gif", PIXEL).await, kept);
        let second = shop.keep("second.gif", &another(1)).await;
        let list = shop.content.media(&cx(), ListContent::default()).await.unwrap();
        assert_eq!(list.items, [kept.clone(), second]);
        let search = ListContent { search: Some("red".into()), ..ListContent::default() };
        assert_eq!(shop.content.media(&cx(), search).await.unwrap().items, [kept]);
        assert_eq!(shop.differences().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_upload_is_done_once_and_many_at_once_keep_one_picture() {
    for shop in shops().await {
        let first = shop.content.upload_media(&keyed("k1"), upload("a.gif", PIXEL)).await.unwrap();
        assert_eq!(shop.content.upload_media(&keyed("k1"), upload("a.gif", PIXEL)).await.unwrap(), first);
        let other = shop.content.upload_media(&keyed("k1"), upload("a.gif", &another(1))).await;
        assert!(matches!(other, Err(ContentError::Fault(Fault::IdempotencyKeyReused))), "{other:?}");
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let content = shop.content.clone();
                tokio::spawn(async move { content.upload_media(&cx(), upload("b.gif", &another(2))).await.unwrap().id })
            })
            .collect();
        let mut ids = vec![];
        for task in tasks {
            ids.push(task.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_leaves_nothing() {
    for shop in shops().await {
        let long = UploadMedia { alt: "x".repeat(513), ..upload("a.gif", PIXEL) };
        assert_eq!(bad_fields(shop.content.upload_media(&cx(), long).await), ["alt too_long"]);
        for bytes in [b"".as_slice(), b"<svg/>", b"hello", &PIXEL[..20]] {
            assert_eq!(bad_fields(shop.content.upload_media(&cx(), upload("a.gif", bytes)).await), ["file invalid"]);
        }
        let mut bomb = PIXEL.to_vec();
        bomb[6..10].fill(0xff);
        assert_eq!(bad_fields(shop.content.upload_media(&cx(), upload("a.gif", &bomb)).await), ["file too_large"]);
        assert!(!shop.files.0.exists());
        assert!(shop.content.media(&cx(), ListContent::default()).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn what_shows_a_picture_keeps_it() {
    for shop in shops().await {
        let kept = shop.keep("dot.gif", PIXEL).await;
        *shop.goods.shown.lock().unwrap() = Some(kept.key.clone());
        let blog = shop.blog("News").await;
        let body = format!("<p><img src=\"{}\"></p>", kept.url);
        let article =
            ArticleInput { body_html: body, ..json(&format!("{{\"blog\":\"{}\",\"title\":\"Dot\"}}", blog.id)) };
        let article = shop.content.create_article(&cx(), create(article)).await.unwrap();
        let refused = shop.drop_picture(kept.id).await.unwrap_err();
        let said = refused.to_string();
        assert!(matches!(refused, ContentError::MediaInUse { .. }), "{said}");
        assert!(said.contains("product mug") && said.contains("article dot"), "{said}");
        *shop.goods.shown.lock().unwrap() = None;
        assert!(shop.drop_picture(kept.id).await.unwrap_err().to_string().contains("article dot"));
        shop.content.delete_article(&cx(), Remove { id: article.id }).await.unwrap();
        shop.goods.away.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(shop.drop_picture(kept.id).await.is_err(), "who shows it cannot be asked");
        shop.goods.away.store(false, std::sync::atomic::Ordering::Relaxed);
        shop.drop_picture(kept.id).await.unwrap();
        assert!(shop.picture(&kept.key).await.is_none() && shop.bytes(&kept.key).await.is_err());
        assert!(shop.drop_picture(kept.id).await.is_err());
        // its file is spared for a while, and whoever keeps the picture again has it
        assert!(shop.file_of(&kept).exists());
        assert_ne!(shop.keep("dot.gif", PIXEL).await.id, kept.id);
    }
}

#[tokio::test]
async fn its_text_changes_and_nothing_else() {
    for shop in shops().await {
        let kept = shop.keep("dot.gif", PIXEL).await;
        let alt = |alt: &str| MediaPatch { alt: Some(alt.into()) };
        let changed = shop.content.update_media(&cx(), change(kept.id, alt("A red dot"))).await.unwrap();
        assert_eq!((changed.alt.as_str(), changed.version), ("A red dot", 2));
        assert_eq!((changed.url, changed.sha256), (kept.url, kept.sha256));
        let same = shop.content.update_media(&cx(), change(kept.id, alt("A red dot"))).await.unwrap();
        assert_eq!(same.version, 2, "what is the same raises no version");
        let stale = Change { if_version: Some(1), ..change(kept.id, alt("x")) };
        assert!(matches!(shop.content.update_media(&cx(), stale).await, Err(ContentError::Fault(Fault::Stale { .. }))));
        let long = change(kept.id, alt(&"x".repeat(513)));
        assert_eq!(bad_fields(shop.content.update_media(&cx(), long).await), ["alt too_long"]);
    }
}

#[tokio::test]
async fn files_without_a_picture_go_when_they_are_old_and_no_others() {
    for shop in shops().await {
        let (kept, gone, fresh) = (
            shop.keep("a.gif", PIXEL).await,
            shop.keep("b.gif", &another(1)).await,
            shop.keep("c.gif", &another(2)).await,
        );
        shop.drop_picture(gone.id).await.unwrap();
        shop.drop_picture(fresh.id).await.unwrap();
        for old in [&kept, &gone] {
            let file = File::options().write(true).open(shop.file_of(old)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
        }
        let runner = Runner::start(&shop.db, shop.content.jobs(), vec![]).await.unwrap();
        runner.settle().await.unwrap();
        shop.db.clock.advance(Duration::from_secs(7 * 3600));
        runner.settle().await.unwrap();
        runner.stop().await;
        let there = [&kept, &gone, &fresh].map(|picture| shop.file_of(picture).exists());
        assert_eq!(there, [true, false, true]);
        assert_eq!(shop.differences().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_file_that_was_lost_is_found_by_the_audit() {
    for shop in shops().await {
        let kept = shop.keep("dot.gif", PIXEL).await;
        std::fs::remove_file(shop.file_of(&kept)).unwrap();
        assert_eq!(shop.differences().await.len(), 1);
        assert!(matches!(shop.bytes(&kept.key).await, Err(ContentError::Fault(Fault::Internal { .. }))));
        shop.keep("dot.gif", PIXEL).await;
        assert_eq!(shop.differences().await, Vec::<String>::new(), "keeping it again brings it back");
    }
}
