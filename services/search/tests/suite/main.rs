//! Search, through its contract, on every engine at hand, before a catalogue that says what is on sale.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod content;
mod fakes;
mod finding;
mod following;

use fakes::{Goods, collection, product};
use infrasell_contracts::{
    catalog::{COLLECTIONS_CHANGED, CollectionsChanged, PRODUCTS_CHANGED, ProductsChanged, Unavailable},
    common::{Audit, Direction, Span},
    search::{Search, SearchAnswer, SearchKind, SearchProducts, SearchSort, Suggest, Suggestions},
};
use infrasell_db::{
    Runner, RunnerOptions,
    testing::{TestDb, assert_all_prepare, engines},
};
use infrasell_kernel::{ChannelId, CollectionId, ProductId};
use infrasell_rpc::{Cx, Fault};
use infrasell_search::{Deps, MIGRATIONS, SearchService};
use serde::Serialize;
use std::{sync::Arc, time::Duration};

const WEB: ChannelId = ChannelId::from_i64(1);

/// Search on a database of its own.
struct Shop {
    db: TestDb,
    goods: Arc<Goods>,
    search: Arc<SearchService>,
}

async fn shops() -> Vec<Shop> {
    engines(&[MIGRATIONS]).await.into_iter().map(Shop::new).collect()
}

fn cx() -> Cx {
    Cx::system("test", "req_1")
}

fn looking_for(query: &str) -> SearchProducts {
    SearchProducts {
        query: query.into(),
        is_prefix: true,
        channel: WEB,
        currency: "INR".parse().unwrap(),
        locale: None,
        visitor: None,
        tests: vec![],
        unavailable: Unavailable::Show,
        sort: SearchSort::Relevance,
        direction: Direction::Asc,
        span: Span::default(),
        facets: false,
    }
}

fn typing(query: &str) -> Suggest {
    Suggest {
        query: query.into(),
        channel: WEB,
        currency: "INR".parse().unwrap(),
        locale: None,
        visitor: None,
        kinds: vec![SearchKind::Product, SearchKind::Collection, SearchKind::Query],
        unavailable: Unavailable::Show,
        limit: 5,
    }
}

impl Shop {
    fn new(db: TestDb) -> Self {
        let goods = Arc::new(Goods::default());
        let search = infrasell_search::open(Deps { db: (*db).clone(), catalog: goods.clone(), content: goods.clone() });
        Shop { db, goods, search }
    }

    async fn announce(&self, topic: &str, payload: &(impl Serialize + Sync)) {
        let mut tx = self.db.begin().await.unwrap();
        tx.emit(topic, payload).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Tells of products and delivers it.
    async fn changed(&self, products: &[i64]) {
        let products = products.iter().map(|id| ProductId::from_i64(*id)).collect();
        self.announce(PRODUCTS_CHANGED, &ProductsChanged { products, created: vec![], deleted: vec![] }).await;
        self.settle().await;
    }

    async fn collections_changed(&self, collections: &[i64]) {
        let collections = collections.iter().map(|id| CollectionId::from_i64(*id)).collect();
        self.announce(COLLECTIONS_CHANGED, &CollectionsChanged { collections, created: vec![], deleted: vec![] }).await;
        self.settle().await;
    }

    async fn settle(&self) {
        let options = RunnerOptions { poll: Duration::from_millis(10), ..RunnerOptions::default() };
        let runner =
            Runner::start_with(&self.db, self.search.jobs(), self.search.subscriptions(), options).await.unwrap();
        runner.settle().await.unwrap();
        runner.stop().await;
    }

    async fn find(&self, query: &str) -> SearchAnswer {
        self.search.products(&cx(), looking_for(query)).await.unwrap()
    }

    async fn ids(&self, query: &str) -> Vec<i64> {
        self.find(query).await.items.iter().map(|hit| hit.product.id.get()).collect()
    }

    async fn suggest(&self, query: &str) -> Suggestions {
        self.search.suggest(&cx(), typing(query)).await.unwrap()
    }

    async fn assert_clean(&self) {
        for check in self.search.audit(&cx(), Audit {}).await.unwrap().checks {
            assert!(check.differences.is_empty(), "{}: {:#?}", check.name, check.differences);
        }
    }

    async fn count(&self, table: &str) -> i64 {
        self.db.one(&format!("SELECT count(*) FROM {table}"), &[], |row| row.get(0)).await.unwrap()
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    assert_all_prepare(&[MIGRATIONS]).await;
}
