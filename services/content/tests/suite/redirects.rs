//! Redirects.

use crate::{Shop, bad_fields, change, create, cx, json, shops};
use infrasell_contracts::content::{Content, ContentError, Redirect, RedirectInput, RedirectPatch, Remove};

async fn make(shop: &Shop, path: &str, target: &str) -> Result<Redirect, ContentError> {
    let input = RedirectInput { path: path.into(), target: target.into() };
    shop.content.create_redirect(&cx(), create(input)).await
}

#[tokio::test]
async fn a_path_leads_on_in_whatever_writing_it_is_asked_for() {
    for shop in shops().await {
        let made = make(&shop, "/old/", "/pages/new/").await.unwrap();
        assert_eq!((made.path.as_str(), made.target.as_str()), ("/old", "/pages/new"));
        for path in ["/old", "/old/", "/old?utm=1", "/old#x"] {
            assert_eq!(shop.leads(path).await.as_deref(), Some("/pages/new"), "{path}");
        }
        for path in ["/Old", "/older", "old", "", "/\0"] {
            assert_eq!(shop.leads(path).await, None, "{path:?}");
        }
        let again = make(&shop, "/old", "/x").await;
        assert_eq!(again, Err(ContentError::HandleTaken { what: "redirect".into(), handle: "/old".into() }));
        shop.content.delete_redirect(&cx(), Remove { id: made.id }).await.unwrap();
        assert_eq!(shop.leads("/old").await, None);
    }
}

#[tokio::test]
async fn a_redirect_that_would_lead_back_is_refused() {
    for shop in shops().await {
        make(&shop, "/a", "/b").await.unwrap();
        make(&shop, "/b", "/c?x=1").await.unwrap();
        let looped = |path: &str| Err(ContentError::RedirectLoop { path: path.into() });
        assert_eq!(make(&shop, "/c", "/a").await, looped("/c"));
        assert_eq!(make(&shop, "/d", "/d/").await, looped("/d"));
        let last = make(&shop, "/c", "https://a.example/a").await.unwrap();
        let patch: RedirectPatch = json(r#"{ "target": "/a#top" }"#);
        assert_eq!(shop.content.update_redirect(&cx(), change(last.id, patch)).await, looped("/c"));
        assert_eq!(shop.leads("/c").await.as_deref(), Some("https://a.example/a"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_write_at_once_make_no_loop() {
    for shop in shops().await {
        for round in 0..6 {
            let (a, b) = (format!("/a{round}"), format!("/b{round}"));
            let (one, other) = tokio::join!(make(&shop, &a, &b), make(&shop, &b, &a));
            assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        }
    }
}

#[tokio::test]
async fn what_moves_leads_on_and_what_comes_takes_its_place() {
    for shop in shops().await {
        let page = shop.page("About").await;
        make(&shop, "/company", "/pages/about").await.unwrap();
        shop.rename(page.id, "who-we-are").await;
        assert_eq!(shop.leads("/pages/about").await.as_deref(), Some("/pages/who-we-are"));
        assert_eq!(shop.leads("/company").await.as_deref(), Some("/pages/who-we-are"), "nobody is sent twice");
        shop.rename(page.id, "about").await;
        assert_eq!(shop.leads("/pages/about").await, None, "something is there");
        assert_eq!(shop.leads("/pages/who-we-are").await.as_deref(), Some("/pages/about"));
        assert_eq!(shop.leads("/company").await.as_deref(), Some("/pages/about"));
        shop.page("Who we are").await;
        assert_eq!(shop.leads("/pages/who-we-are").await, None);
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn what_is_no_path_is_refused_by_name() {
    for shop in shops().await {
        for (path, target, expected) in [
            ("old", "/x", vec!["path invalid_path"]),
            ("/", "/x", vec!["path invalid_path"]),
            ("//evil", "/x", vec!["path invalid_path"]),
            ("/a b", "/x", vec!["path invalid_path"]),
            ("/a?b", "/x", vec!["path invalid_path"]),
            ("/a", "javascript:alert(1)", vec!["target invalid_url"]),
            ("/a", "//evil.example", vec!["target invalid_url"]),
            ("/a", "", vec!["target invalid_url"]),
            ("", "x", vec!["path invalid_path", "target invalid_url"]),
        ] {
            assert_eq!(bad_fields(make(&shop, path, target).await), expected, "{path} {target}");
        }
        let long = format!("/{}", "a".repeat(2_000));
        assert_eq!(bad_fields(make(&shop, &long, "/x").await), ["path too_long"]);
    }
}
