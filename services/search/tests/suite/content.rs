//! Pages and articles that words find.

use super::*;
use infrasell_contracts::{
    content::{CONTENT_CHANGED, ContentChanged, ContentKind},
    search::{ContentAnswer, ContentFound, SearchContent},
};

impl Shop {
    async fn told(&self, kind: ContentKind, ids: &[i64]) {
        self.announce(CONTENT_CHANGED, &ContentChanged { kind, ids: ids.to_vec() }).await;
        self.settle().await;
    }

    async fn read(&self, query: &str, span: Span, direction: Direction) -> ContentAnswer {
        let req = SearchContent {
            query: query.into(),
            is_prefix: true,
            channel: WEB,
            locale: None,
            pages: true,
            articles: true,
            direction,
            span,
        };
        self.search.content(&cx(), req).await.unwrap()
    }
}

fn titles(answer: &ContentAnswer) -> Vec<&str> {
    let title = |hit: &'_ infrasell_contracts::search::ContentHit| -> String {
        match &hit.found {
            ContentFound::Page(page) => page.title.clone(),
            ContentFound::Article(article) => article.title.clone(),
        }
    };
    answer.items.iter().map(|hit| Box::leak(title(hit).into_boxed_str()) as &str).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_articles_are_found_while_they_are_published() {
    for shop in shops().await {
        shop.goods.page(1, "About linen", true);
        shop.goods.page(2, "Linen, a draft", false);
        shop.goods.article(3, "How to wash linen", true);
        shop.goods.article(4, "Tea", true);
        shop.told(ContentKind::Page, &[1, 2]).await;
        shop.told(ContentKind::Article, &[3, 4]).await;
        let all = shop.read("linen", Span::default(), Direction::Asc).await;
        assert_eq!(titles(&all), ["About linen", "How to wash linen"]);
        assert_eq!((all.total, all.has_next), (2, false));
        for direction in [Direction::Asc, Direction::Desc] {
            for backwards in [false, true] {
                let first = shop.read("linen", Span { limit: 1, from: None, backwards }, direction).await;
                let from = Some(first.items[0].cursor.clone());
                let second = shop.read("linen", Span { limit: 1, from, backwards }, direction).await;
                let mut both = [titles(&first), titles(&second)].concat();
                if backwards != (direction == Direction::Desc) {
                    both.reverse();
                }
                assert_eq!(both, ["About linen", "How to wash linen"], "{direction:?} backwards {backwards}");
            }
        }
        let kinds = vec![SearchKind::Page, SearchKind::Article];
        let suggested = shop.search.suggest(&cx(), Suggest { kinds, ..typing("lin") }).await.unwrap();
        assert_eq!((suggested.pages.len(), suggested.articles.len()), (1, 1));
        shop.goods.pages.lock().unwrap().remove(&1);
        shop.told(ContentKind::Page, &[1]).await;
        assert_eq!(titles(&shop.read("about", Span::default(), Direction::Asc).await), [""; 0]);
        shop.assert_clean().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_there_before_is_built_in() {
    for shop in shops().await {
        shop.goods.page(1, "About linen", true);
        shop.goods.article(3, "How to wash linen", true);
        shop.settle().await;
        assert_eq!(shop.read("linen", Span::default(), Direction::Asc).await.total, 2);
    }
}
