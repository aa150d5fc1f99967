//! Blogs and their articles.

use crate::{Shop, bad_fields, buyers, change, create, cx, json, shops};
use infrasell_contracts::content::{
    Article, ArticleInput, ArticlePatch, Blog, BlogPatch, Content, ContentError, ListContent, Name, Named, Remove,
};

async fn article(shop: &Shop, blog: &Blog, more: &str) -> Article {
    let input: ArticleInput = json(&format!(r#"{{ "blog": "{}", {more} }}"#, blog.id));
    shop.content.create_article(&cx(), create(input)).await.unwrap()
}

async fn named(shop: &Shop, blog: &str, handle: &str) -> Option<Article> {
    let names = vec![Name::within(blog, handle)];
    shop.content.articles_named(&cx(), Named { names, view: buyers() }).await.unwrap().pop().unwrap()
}

#[tokio::test]
async fn an_article_is_found_in_its_blog_alone() {
    for shop in shops().await {
        let (news, tips) = (shop.blog("News").await, shop.blog("Tips").await);
        let first =
            article(&shop, &news, r#""title": "Opening", "author": { "name": "Asha Rao" }, "tags": ["b", "a", "b"]"#);
        let first = first.await;
        assert_eq!((first.blog_handle.as_str(), first.handle.as_str()), ("news", "opening"));
        assert_eq!(first.tags, ["a", "b"]);
        let second = article(&shop, &tips, r#""title": "Opening""#).await;
        assert_eq!(second.handle, "opening", "handles are unique in a blog, not beyond");
        assert_eq!(named(&shop, "news", "opening").await, Some(first));
        assert_eq!(named(&shop, "tips", "opening").await, Some(second));
        assert_eq!(named(&shop, "nowhere", "opening").await, None);
        let nowhere = json(r#"{ "blog": "blog_999999", "title": "x" }"#);
        assert_eq!(bad_fields(shop.content.create_article(&cx(), create(nowhere)).await), ["blog unknown"]);
    }
}

#[tokio::test]
async fn a_blog_with_articles_stays() {
    for shop in shops().await {
        let news = shop.blog("News").await;
        let one = article(&shop, &news, r#""title": "Opening""#).await;
        let answer = shop.content.delete_blog(&cx(), Remove { id: news.id }).await;
        assert_eq!(answer, Err(ContentError::NotEmpty { id: news.id.to_string() }));
        shop.content.delete_article(&cx(), Remove { id: one.id }).await.unwrap();
        shop.content.delete_blog(&cx(), Remove { id: news.id }).await.unwrap();
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn who_moves_leaves_a_redirect_behind() {
    for shop in shops().await {
        let news = shop.blog("News").await;
        let one = article(&shop, &news, r#""title": "Opening""#).await;
        let patch: ArticlePatch = json(r#"{ "handle": "grand-opening" }"#);
        shop.content.update_article(&cx(), change(one.id, patch)).await.unwrap();
        assert_eq!(shop.leads("/blogs/news/opening").await.as_deref(), Some("/blogs/news/grand-opening"));
        let patch: BlogPatch = json(r#"{ "handle": "journal" }"#);
        shop.content.update_blog(&cx(), change(news.id, patch)).await.unwrap();
        assert_eq!(shop.leads("/blogs/news").await.as_deref(), Some("/blogs/journal"));
        assert_eq!(shop.leads("/blogs/news/anything").await.as_deref(), Some("/blogs/journal/anything"));
        let moved = named(&shop, "journal", "grand-opening").await.unwrap();
        assert_eq!(moved.blog_handle, "journal");
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn articles_are_listed_by_blog_tag_and_time() {
    for shop in shops().await {
        let (news, tips) = (shop.blog("News").await, shop.blog("Tips").await);
        for (title, at, tag) in
            [("One", "2024-01-01", "Big"), ("Two", "2024-03-01", "small"), ("Three", "2024-02-01", "big")]
        {
            let more = format!(r#""title": "{title}", "published_at": "{at}T00:00:00Z", "tags": ["{tag}"]"#);
            article(&shop, &news, &more).await;
        }
        article(&shop, &news, r#""title": "Hidden", "published_at": null"#).await;
        article(&shop, &tips, r#""title": "Elsewhere""#).await;
        let titles = async |list: ListContent| {
            let page = shop.content.articles(&cx(), list).await.unwrap();
            page.items.into_iter().map(|article| article.title).collect::<Vec<_>>()
        };
        let of = |more: &str| -> ListContent {
            json(&format!(r#"{{ "within": "news", "view": {{ "published": true, "locale": null }}, {more} }}"#))
        };
        assert_eq!(titles(of(r#""sort": "published_at", "direction": "desc""#)).await, ["Two", "Three", "One"]);
        assert_eq!(titles(of(r#""tag": "BIG""#)).await, ["One", "Three"]);
        assert_eq!(titles(of(r#""tag": "bi""#)).await, [""; 0], "a tag is the whole of it");
        assert_eq!(titles(of(r#""tag": "%""#)).await, [""; 0]);
        assert_eq!(titles(of(r#""search": "t e""#)).await, ["Three"]);
        let all: ListContent = json(r#"{ "sort": "title", "direction": "asc" }"#);
        assert_eq!(titles(all).await, ["Elsewhere", "Hidden", "One", "Three", "Two"]);
    }
}
