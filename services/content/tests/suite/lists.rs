//! Lists are read page by page, in every order, each thing once.

use crate::{cx, json, shops};
use infrasell_contracts::{
    common::Direction,
    content::{Content, ContentKind, ContentSort, GetSitemap, ListContent},
};
use infrasell_kernel::PageRequest;
use infrasell_rpc::Fault;
use std::collections::BTreeSet;

#[tokio::test]
async fn every_page_of_every_order_holds_each_thing_once() {
    for shop in shops().await {
        for n in 0..11 {
            shop.page(["Zoo", "apple", "Émile", "mango"][n % 4]).await;
            shop.db.clock.advance(std::time::Duration::from_secs(u64::from(n % 3 == 0)));
        }
        for sort in [ContentSort::Id, ContentSort::Title, ContentSort::UpdatedAt, ContentSort::PublishedAt] {
            for direction in [Direction::Asc, Direction::Desc] {
                let (mut seen, mut after) = (vec![], None);
                loop {
                    let page = PageRequest { limit: Some(3), after };
                    let list = ListContent { sort, direction, page, ..ListContent::default() };
                    let page = shop.content.pages(&cx(), list).await.unwrap();
                    seen.extend(page.items);
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                let beyond = Some(seen[3].id.get());
                let list = ListContent { sort, direction, beyond, ..ListContent::default() };
                let behind = shop.content.pages(&cx(), list).await.unwrap().items;
                assert_eq!(behind, seen[4..], "{sort:?} {direction:?}: behind a thing by its number");
                let ids: BTreeSet<_> = seen.iter().map(|page| page.id).collect();
                assert_eq!((seen.len(), ids.len()), (11, 11), "{sort:?} {direction:?}");
                if sort == ContentSort::Title && direction == Direction::Asc {
                    assert_eq!((seen[0].title.as_str(), seen[10].title.as_str()), ("apple", "Émile"));
                }
            }
        }
        let first = shop.content.pages(&cx(), json(r#"{ "page": { "limit": 1 } }"#)).await.unwrap();
        let list = ListContent { page: PageRequest { limit: None, after: first.next }, ..ListContent::default() };
        let other = shop.content.blogs(&cx(), list).await;
        assert!(
            matches!(other, Err(ref e) if matches!(e, infrasell_contracts::content::ContentError::Fault(Fault::Invalid { .. }))),
            "{other:?}"
        );
    }
}

#[tokio::test]
async fn a_sitemap_has_pages_of_250() {
    for shop in shops().await {
        for _ in 0..3 {
            shop.page("About").await;
        }
        let hidden = json(r#"{ "input": { "title": "Hidden", "published_at": null } }"#);
        shop.content.create_page(&cx(), hidden).await.unwrap();
        let get = |page| GetSitemap { kind: ContentKind::Page, page };
        let first = shop.content.sitemap(&cx(), get(1)).await.unwrap();
        let handles: Vec<&str> = first.entries.iter().map(|entry| entry.handle.as_str()).collect();
        assert_eq!((handles, first.total), (vec!["about", "about-2", "about-3"], 3));
        assert_eq!(shop.content.sitemap(&cx(), get(2)).await.unwrap().entries, []);
        assert!(shop.content.sitemap(&cx(), get(0)).await.is_err());
        assert!(shop.content.sitemap(&cx(), get(i64::MAX)).await.unwrap().entries.is_empty());
        let menus = GetSitemap { kind: ContentKind::Menu, page: 1 };
        assert!(shop.content.sitemap(&cx(), menus).await.is_err());
    }
}
