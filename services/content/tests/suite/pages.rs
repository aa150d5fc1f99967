//! Pages: what every kind shares is tried on them.

use crate::{bad_fields, buyers, change, create, cx, json, keyed, reads, shops};
use infrasell_contracts::content::{
    Content, ContentChanged, ContentError, ContentKind, ContentPageInput, ContentPagePatch, Name, Named, Remove, View,
};
use infrasell_db::{Runner, RunnerOptions};
use infrasell_kernel::{ContentPageId, Patch};
use infrasell_rpc::Fault;
use std::time::Duration;

#[tokio::test]
async fn a_page_is_made_shown_changed_and_taken_away() {
    for shop in shops().await {
        let input = r#"{ "title": " About us ", "body_html": "<p onclick=x>Hello</p><script>1</script>",
            "seo": { "title": "Who we are" } }"#;
        let page = shop.content.create_page(&cx(), create(json(input))).await.unwrap();
        assert_eq!((page.handle.as_str(), page.title.as_str(), page.version), ("about-us", "About us", 1));
        assert_eq!(page.body_html, "<p>Hello</p>");
        assert_eq!(page.published_at, Some(shop.now()));
        assert_eq!(shop.seen("About-Us", buyers()).await, Some(page.clone()), "a handle is found in any writing");

        let patch: ContentPagePatch = json(r#"{ "title": "About", "body_html": null }"#);
        shop.db.clock.advance(Duration::from_secs(5));
        let changed = shop.content.update_page(&cx(), change(page.id, patch.clone())).await.unwrap();
        assert_eq!((changed.title.as_str(), changed.body_html.as_str(), changed.version), ("About", "", 2));
        assert_eq!((changed.seo.clone(), changed.created_at), (page.seo.clone(), page.created_at));
        assert_eq!(changed.updated_at, shop.now());
        let same = shop.content.update_page(&cx(), change(page.id, patch)).await.unwrap();
        assert_eq!(same, changed, "what changes nothing raises no version");

        shop.content.delete_page(&cx(), Remove { id: page.id }).await.unwrap();
        assert_eq!(shop.seen("about-us", View::default()).await, None);
        let gone = shop.content.delete_page(&cx(), Remove { id: page.id }).await;
        assert_eq!(gone, Err(Fault::not_found("page", page.id).into()));
        let told = ContentChanged { kind: ContentKind::Page, ids: vec![page.id.get()] };
        assert_eq!(shop.announced().await.iter().filter(|one| **one == told).count(), 3);
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn nothing_is_shown_before_its_time_and_then_it_is_announced() {
    for shop in shops().await {
        let hidden = create(json(r#"{ "title": "Hidden", "published_at": null }"#));
        assert_eq!(shop.content.create_page(&cx(), hidden).await.unwrap().published_at, None);
        let at = shop.now().plus(Duration::from_secs(60));
        let later = ContentPageInput { title: "Later".into(), published_at: Patch::Set(at), ..Default::default() };
        let later = shop.content.create_page(&cx(), create(later)).await.unwrap();
        let shown = async || {
            let names = ["hidden", "later"].map(Name::<ContentPageId>::handle).to_vec();
            let found = shop.content.pages_named(&cx(), Named { names, view: buyers() }).await.unwrap();
            found.iter().map(Option::is_some).collect::<Vec<_>>()
        };
        assert_eq!(shown().await, [false, false]);
        let list =
            shop.content.pages(&cx(), json(r#"{ "view": { "published": true, "locale": null } }"#)).await.unwrap();
        assert_eq!(list.items, []);

        let before = shop.announced().await.len();
        let options = RunnerOptions { lease: Duration::from_secs(3_600), ..RunnerOptions::default() };
        let runner = Runner::start_with(&shop.db, shop.content.jobs(), vec![], options).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(shop.announced().await.len(), before);
        shop.db.clock.advance(Duration::from_secs(60));
        runner.settle().await.unwrap();
        let told = ContentChanged { kind: ContentKind::Page, ids: vec![later.id.get()] };
        assert_eq!(shop.announced().await[before..], [told]);
        assert_eq!(shown().await, [false, true]);
        runner.stop().await;
    }
}

#[tokio::test]
async fn handles_are_made_unique_and_taken_ones_refused() {
    for shop in shops().await {
        let handles = [shop.page("Size guide").await.handle, shop.page("Size guide").await.handle];
        assert_eq!(handles, ["size-guide", "size-guide-2"]);
        assert_eq!(shop.page("—").await.handle, "page");
        let taken = json(r#"{ "title": "x", "handle": "Size guide" }"#);
        let answer = shop.content.create_page(&cx(), create(taken)).await;
        let expected = ContentError::HandleTaken { what: "page".into(), handle: "size-guide".into() };
        assert_eq!(answer, Err(expected.clone()));
        let other = shop.page("Other").await;
        let patch = json(r#"{ "handle": "size-guide" }"#);
        assert_eq!(shop.content.update_page(&cx(), change(other.id, patch)).await, Err(expected));
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn who_writes_over_what_he_has_not_read_is_refused() {
    for shop in shops().await {
        let page = shop.page("About").await;
        let mut stale = change(page.id, json::<ContentPagePatch>(r#"{ "title": "b" }"#));
        stale.if_version = Some(2);
        let answer = shop.content.update_page(&cx(), stale.clone()).await;
        assert_eq!(answer, Err(Fault::Stale { what: "page".into() }.into()));
        stale.if_version = Some(1);
        assert_eq!(shop.content.update_page(&cx(), stale).await.unwrap().version, 2);
    }
}

#[tokio::test]
async fn repeats_are_answered_and_not_done_again() {
    for shop in shops().await {
        let begin = || create(ContentPageInput { title: "About".into(), ..Default::default() });
        let first = shop.content.create_page(&keyed("k"), begin()).await.unwrap();
        assert_eq!(shop.content.create_page(&keyed("k"), begin()).await.unwrap(), first);
        let remove = || Remove { id: first.id };
        shop.content.delete_page(&keyed("d"), remove()).await.unwrap();
        shop.content.delete_page(&keyed("d"), remove()).await.unwrap();
    }
}

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_written() {
    for shop in shops().await {
        let long = "x".repeat(256);
        let bad = ContentPageInput {
            handle: Some("—".into()),
            title: "  ".into(),
            body_html: "x".repeat(600_000),
            seo: infrasell_contracts::catalog::Seo { title: long.clone(), description: "a\0".into() },
            translations: json(&format!(r#"{{ "hi": {{ "title": "{long}" }} }}"#)),
            ..Default::default()
        };
        let before = shop.announced().await.len();
        let expected = [
            "handle invalid",
            "title required",
            "body_html too_long",
            "seo.title too_long",
            "seo.description invalid_character",
            "translations.hi.title too_long",
        ];
        assert_eq!(bad_fields(shop.content.create_page(&cx(), create(bad)).await), expected);
        let deep = ContentPageInput { title: "a".into(), body_html: "<div>".repeat(100_000), ..Default::default() };
        assert_eq!(bad_fields(shop.content.create_page(&cx(), create(deep)).await), ["body_html too_deep"]);
        assert_eq!(shop.announced().await.len(), before);
    }
}

#[tokio::test]
async fn a_reader_gets_his_language_and_staff_get_all() {
    for shop in shops().await {
        let input = r#"{ "title": "About us", "body_html": "<p>Hello</p>",
            "translations": { "hi": { "title": "हमारे बारे में" }, "de-AT": { "body_html": "<p>Servus</p>" } } }"#;
        shop.content.create_page(&cx(), create(json(input))).await.unwrap();
        let read = async |locale: &str| {
            let page = shop.seen("about-us", reads(locale)).await.unwrap();
            assert!(page.translations.is_empty());
            (page.title, page.body_html)
        };
        assert_eq!(read("hi-IN").await, ("हमारे बारे में".to_owned(), "<p>Hello</p>".to_owned()));
        assert_eq!(read("de-AT").await, ("About us".to_owned(), "<p>Servus</p>".to_owned()));
        assert_eq!(read("fr").await, ("About us".to_owned(), "<p>Hello</p>".to_owned()));
        assert_eq!(shop.seen("about-us", View::default()).await.unwrap().translations.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_pages_of_one_handle_at_once_one_is_made() {
    for shop in shops().await {
        let mut creates = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let content = shop.content.clone();
            let input = json::<ContentPageInput>(r#"{ "title": "About", "handle": "about" }"#);
            creates.spawn(async move { content.create_page(&cx(), create(input)).await });
        }
        let answers = creates.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let taken = |answer: &&Result<_, _>| matches!(answer, Err(ContentError::HandleTaken { .. }));
        assert_eq!(answers.iter().filter(taken).count(), 7, "{answers:?}");
        assert_eq!(shop.differences().await, [""; 0]);
    }
}
