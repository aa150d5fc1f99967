//! Menus.

use crate::{Folder, Shop, bad_fields, buyers, by, change, create, cx, json, reads, shops};
use infrasell_content::{Deps, MIGRATIONS};
use infrasell_contracts::content::{Content, ContentError, ContentPagePatch, Menu, MenuItem, MenuPatch, Remove, View};
use infrasell_db::testing::engines;
use infrasell_rpc::{ErrorKind, ServiceError};
use std::sync::{Arc, atomic::Ordering::Relaxed};

async fn seen(shop: &Shop, handle: &str, view: View) -> Menu {
    shop.content.menus_named(&cx(), by(handle, view)).await.unwrap().pop().unwrap().unwrap()
}

/// `title url` of every item, what is under another indented.
fn drawn(items: &[MenuItem]) -> Vec<String> {
    let mut out = vec![];
    for item in items {
        out.push(format!("{} {}", item.title, item.url.as_deref().unwrap_or("-")));
        out.extend(drawn(&item.items).into_iter().map(|line| format!("  {line}")));
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_shop_begins_with_two_menus_however_many_replicas_start() {
    for db in engines(&[MIGRATIONS]).await {
        let mut starts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let catalog = Arc::new(crate::Goods::new());
            let media = crate::media_in(&Folder::new());
            let content = infrasell_content::open(Deps { db: db.reopen().await, catalog, media });
            starts.spawn(async move { content.bootstrap(&cx()).await });
        }
        for started in starts.join_all().await {
            started.unwrap();
        }
        let goods = Arc::new(crate::Goods::new());
        let files = Folder::new();
        let deps = Deps { db: db.db.clone(), catalog: goods.clone(), media: crate::media_in(&files) };
        let shop = Shop { content: infrasell_content::open(deps), goods, db, files };
        let all = shop.content.menus(&cx(), Default::default()).await.unwrap().items;
        let handles: Vec<&str> = all.iter().map(|menu| menu.handle.as_str()).collect();
        assert_eq!(handles, ["main-menu", "footer"]);
        assert_eq!(drawn(&seen(&shop, "main-menu", buyers()).await.items), ["Home /", "Catalogue /collections/all"]);
        assert_eq!(shop.goods.asked.load(Relaxed), 0, "a menu without products asks nobody");
        let gone = shop.content.delete_menu(&cx(), Remove { id: all[0].id }).await;
        let fixed = ContentError::DefaultMenuFixed { handle: "main-menu".into() };
        assert_eq!(gone, Err(fixed.clone()));
        let renamed = shop.content.update_menu(&cx(), change(all[0].id, json(r#"{ "handle": "other" }"#))).await;
        assert_eq!(renamed, Err(fixed));
        let emptied = shop.content.update_menu(&cx(), change(all[0].id, json(r#"{ "items": [] }"#))).await.unwrap();
        shop.content.bootstrap(&cx()).await.unwrap();
        assert_eq!(seen(&shop, "main-menu", View::default()).await, emptied, "a later start changes nothing");
        assert_eq!(shop.content.menus_named(&cx(), by("next-js", buyers())).await.unwrap(), [None]);
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn items_lead_to_what_is_there_and_what_is_not_is_left_out() {
    for shop in shops().await {
        let (page, news) = (shop.page("About").await, shop.blog("News").await);
        let article = json(&format!(r#"{{ "blog": "{}", "title": "Opening" }}"#, news.id));
        let article = shop.content.create_article(&cx(), create(article)).await.unwrap();
        let input = format!(
            r#"{{ "title": "Top", "items": [
                {{ "title": "Mug", "target": {{ "type": "product", "id": "prod_7" }}, "items": [
                    {{ "title": "Kitchen", "target": {{ "type": "collection", "id": "coll_3" }}, "tags": ["Blue Ware"] }} ] }},
                {{ "title": "Secret", "target": {{ "type": "product", "id": "prod_8" }}, "items": [
                    {{ "title": "Under it", "target": {{ "type": "search" }} }} ] }},
                {{ "title": "About", "titles": {{ "hi": "हमारे" }}, "target": {{ "type": "page", "id": "{}" }} }},
                {{ "title": "News", "target": {{ "type": "blog", "id": "{}" }}, "items": [
                    {{ "title": "Opening", "target": {{ "type": "article", "id": "{}" }} }} ] }},
                {{ "title": "Terms", "target": {{ "type": "policy", "policy": "terms_of_service" }} }},
                {{ "title": "Out", "target": {{ "type": "http", "url": "https://a.example/x" }} }} ] }}"#,
            page.id, news.id, article.id
        );
        let menu = shop.content.create_menu(&cx(), create(json(&input))).await.unwrap();
        let staff = drawn(&seen(&shop, "top", View::default()).await.items);
        assert!(staff.contains(&"Secret /products/secret".to_owned()) && staff.len() == 9, "{staff:?}");
        let shown = [
            "Mug /products/mug",
            "  Kitchen /collections/kitchen/blue-ware",
            "About /pages/about",
            "News /blogs/news",
            "  Opening /blogs/news/opening",
            "Out https://a.example/x",
        ];
        assert_eq!(drawn(&seen(&shop, "top", buyers()).await.items), shown, "no secret, no policy without a text");
        let hindi = drawn(&seen(&shop, "top", reads("hi-IN")).await.items);
        assert_eq!(hindi[2], "हमारे /pages/about");

        // what it leads to moves or goes
        *shop.goods.mug.lock().unwrap() = Some("big-mug".into());
        let hide: ContentPagePatch = json(r#"{ "published_at": null }"#);
        shop.content.update_page(&cx(), change(page.id, hide)).await.unwrap();
        let now = drawn(&seen(&shop, "top", buyers()).await.items);
        assert_eq!(now[0], "Mug /products/big-mug");
        assert!(!now.iter().any(|line| line.contains("About")), "{now:?}");

        // an item that stays is the same item, and may lead to what is gone by now
        *shop.goods.mug.lock().unwrap() = None;
        let mug = menu.items[0].id;
        let patch = format!(
            r#"{{ "items": [ {{ "title": "New", "target": {{ "type": "catalog" }} }},
                {{ "id": "{mug}", "title": "Mug", "target": {{ "type": "product", "id": "prod_7" }} }} ] }}"#
        );
        let patch: MenuPatch = json(&patch);
        let changed = shop.content.update_menu(&cx(), change(menu.id, patch.clone())).await.unwrap();
        assert_eq!(changed.items[1].id, mug);
        assert!(changed.items[0].id != mug && changed.items[0].id.get() > 0);
        let foreign =
            change(shop.content.create_menu(&cx(), create(json(r#"{ "title": "B" }"#))).await.unwrap().id, patch);
        let bad = bad_fields(shop.content.update_menu(&cx(), foreign).await);
        assert_eq!(bad, ["items.1.id unknown", "items.1.target.id unknown"]);
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn while_the_catalogue_is_away_menus_that_need_it_are_and_others_are_not() {
    for shop in shops().await {
        let input = json(
            r#"{ "title": "Top", "items": [ { "title": "Mug", "target": { "type": "product", "id": "prod_7" } } ] }"#,
        );
        shop.content.create_menu(&cx(), create(input)).await.unwrap();
        shop.goods.away.store(true, Relaxed);
        let answer = shop.content.menus_named(&cx(), by("top", buyers())).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Unavailable);
        assert_eq!(seen(&shop, "footer", buyers()).await.items.len(), 1);
    }
}
