//! Lists of products: every filter, every order, pages of any size.

use super::*;
use crate::listing::deliver;
use infrasell_contracts::{
    catalog::{ListProducts, ProductFilter, ProductSort},
    common::Direction,
    inventory::{AVAILABILITY_CHANGED, AvailabilityChanged},
    pricing::{PRICES_CHANGED, PricesChanged},
};
use infrasell_kernel::{CategoryId, CollectionId, Page, PageRequest, Timestamp};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use std::{collections::HashMap, time::Duration};

const VENDORS: [&str; 3] = ["Loom", "loom", "O'Brien & Söhne"];
const TYPES: [&str; 3] = ["", "Mug", "Tee"];
const TAGS: [&str; 3] = ["new", "New", "50% off_\\"];
const TITLES: [&str; 6] = ["Zebra mug", "apple Tee", "Apple tee", "mug 50%", "Mug 500", "zebra_mug"];
const WORDS: [&str; 8] = ["mug", "ZEBRA", "50%", "a_m", "sku-1", "obrien", "brien söhne", "tee apple"];

/// A catalogue of 48 products and what the test knows of them.
pub struct Stocked {
    pub shop: Shop,
    pub products: Vec<Product>,
    /// The lowest price and whether it can be bought, in the channel web.
    pub listing: HashMap<ProductId, (Option<i64>, bool)>,
    /// The ids from the root down of each category.
    pub paths: HashMap<CategoryId, Vec<CategoryId>>,
    pub manual: (CollectionId, Vec<ProductId>),
}

pub async fn stock(shop: Shop) -> Stocked {
    let root = shop.category("Root", None).await.unwrap().id;
    let child = shop.category("Child", Some(root)).await.unwrap().id;
    let other = shop.category("Other", None).await.unwrap().id;
    let paths = HashMap::from([(root, vec![root]), (child, vec![root, child]), (other, vec![other])]);
    let categories = [None, Some(root), Some(child), Some(other)];
    let statuses = [ProductStatus::Active, ProductStatus::Active, ProductStatus::Draft, ProductStatus::Archived];
    let channels = [None, None, Some(vec![WEB]), Some(vec![APP]), Some(vec![])];
    for n in 0..48_usize {
        let handle = format!("p{n}");
        let mut input = sized(&handle);
        input.title = TITLES[n * 7 % 6].into();
        input.vendor = VENDORS[n % 3].into();
        input.product_type = TYPES[n / 2 % 3].into();
        input.tags = TAGS.iter().take(n % 4).map(|tag| (*tag).to_owned()).collect();
        input.category = categories[n / 3 % 4];
        input.status = statuses[n / 5 % 4];
        input.channels = channels[n % 5].clone();
        input.variants[0].sku = format!("SKU-{n}");
        shop.upsert(vec![input]).await.unwrap();
        if n % 3 == 0 {
            shop.db.clock.advance(Duration::from_secs(1));
        }
    }
    let mut products = vec![];
    for n in 0..48 {
        products.push(shop.by_handle(&format!("p{n}")).await.unwrap());
    }
    let listing = list(&shop, &products).await;
    let order: Vec<ProductId> = products.iter().rev().step_by(2).map(|product| product.id).collect();
    let manual = (shop.manual("Picked", &order).await.unwrap().id, order);
    Stocked { shop, products, listing, paths, manual }
}

/// Gives two products of three a price in web, some of them stock, and waits until the catalogue has heard of it.
async fn list(shop: &Shop, products: &[Product]) -> HashMap<ProductId, (Option<i64>, bool)> {
    let mut listing = HashMap::new();
    for (n, product) in products.iter().enumerate() {
        let price = (n % 3 > 0).then_some(i64::try_from(n).unwrap() % 7 * 100);
        let in_stock = n % 4 == 0;
        shop.world.price(WEB, product.variants[0].id, price.map(|minor| minor + 50));
        shop.world.price(WEB, product.variants[1].id, price);
        shop.world.stock(WEB, product.variants[1].id, in_stock);
        listing.insert(product.id, (price, in_stock));
    }
    let variants: Vec<_> = products.iter().map(|product| product.variants[0].id).collect();
    shop.announce(PRICES_CHANGED, &PricesChanged { channel: WEB, variants: variants.clone() }).await;
    shop.announce(AVAILABILITY_CHANGED, &AvailabilityChanged { variants }).await;
    deliver(shop).await;
    listing
}

impl Stocked {
    fn price(&self, product: &Product) -> Option<i64> {
        self.listing[&product.id].0
    }

    fn holds(&self, filter: &ProductFilter, product: &Product) -> bool {
        let on_sale = |channel: &ChannelId| {
            product.status == ProductStatus::Active
                && product.channels.as_ref().is_none_or(|channels| channels.contains(channel))
        };
        let skus = product.variants.iter().map(|variant| variant.sku.as_str());
        let text = [&product.title, &product.handle, &product.vendor].map(String::as_str);
        let text = text.into_iter().chain(skus).collect::<Vec<_>>().join("\n").to_lowercase();
        let price = self.price(product);
        filter.on_sale_in.as_ref().is_none_or(on_sale)
            && filter.status.is_none_or(|status| status == product.status)
            && filter.vendor.as_ref().is_none_or(|vendor| *vendor == product.vendor)
            && filter.product_type.as_ref().is_none_or(|kind| *kind == product.product_type)
            && filter.tag.as_ref().is_none_or(|tag| product.tags.contains(tag))
            && filter.category.is_none_or(|id| product.category.is_some_and(|own| self.paths[&own].contains(&id)))
            && filter.collection.is_none_or(|_| self.manual.1.contains(&product.id))
            && filter.search.as_ref().is_none_or(|s| s.to_lowercase().split(' ').all(|word| text.contains(word)))
            && filter.sku.as_ref().is_none_or(|sku| product.variants.iter().any(|variant| variant.sku == *sku))
            && filter.min_price_minor.is_none_or(|min| price.is_some_and(|price| price >= min))
            && filter.max_price_minor.is_none_or(|max| price.is_some_and(|price| price <= max))
            && filter.in_stock.is_none_or(|wanted| wanted == self.listing[&product.id].1)
            && filter.updated_since.is_none_or(|since| product.updated_at >= since)
    }

    /// What the list should be, by the plainest means.
    fn expected(&self, filter: &ProductFilter, sort: ProductSort, direction: Direction) -> Vec<ProductId> {
        let mut found: Vec<&Product> = self.products.iter().filter(|product| self.holds(filter, product)).collect();
        found.sort_by_key(|product| product.id);
        let place = |product: &Product| self.manual.1.iter().position(|id| *id == product.id);
        match sort {
            ProductSort::Id => {}
            ProductSort::Vendor => found.sort_by_key(|product| product.vendor.to_ascii_lowercase()),
            ProductSort::ProductType => found.sort_by_key(|product| product.product_type.to_ascii_lowercase()),
            ProductSort::BestSelling | ProductSort::Relevance if filter.collection.is_none() => {}
            ProductSort::Title => found.sort_by_key(|product| product.title.to_lowercase()),
            ProductSort::CreatedAt => found.sort_by_key(|product| product.created_at),
            ProductSort::UpdatedAt => found.sort_by_key(|product| product.updated_at),
            ProductSort::Price => found.sort_by_key(|product| self.price(product)),
            ProductSort::Manual | ProductSort::BestSelling | ProductSort::Relevance => {
                found.sort_by_key(|product| place(product));
            }
        }
        if direction == Direction::Desc {
            found.reverse();
        }
        if sort == ProductSort::Price {
            // whichever way, what has no price stands last
            found.sort_by_key(|product| self.price(product).is_none());
        }
        found.into_iter().map(|product| product.id).collect()
    }

    async fn page(
        &self,
        filter: &ProductFilter,
        sort: ProductSort,
        direction: Direction,
        page: PageRequest,
    ) -> Result<Page<Product>, CatalogError> {
        let req = ListProducts { filter: filter.clone(), sort, direction, page };
        self.shop.catalog.products(&cx(), req).await
    }

    async fn walk(
        &self,
        filter: &ProductFilter,
        sort: ProductSort,
        direction: Direction,
        limit: u32,
    ) -> Vec<ProductId> {
        let mut seen = vec![];
        let mut page = PageRequest { limit: Some(limit), after: None };
        loop {
            let answer = self.page(filter, sort, direction, page.clone()).await.unwrap();
            assert!(answer.items.len() <= limit as usize);
            assert!(
                answer.next.is_none() || answer.items.len() == limit as usize,
                "a page that is not the last is full"
            );
            seen.extend(answer.items.iter().map(|product| product.id));
            let Some(next) = answer.next else { return seen };
            page.after = Some(next);
        }
    }

    fn any_filter(&self) -> impl Strategy<Value = ProductFilter> + use<> {
        let categories: Vec<CategoryId> = self.paths.keys().copied().collect();
        let collection = self.manual.0;
        let times: Vec<Timestamp> = self.products.iter().map(|product| product.updated_at).collect();
        let first = (
            prop::option::of(select(&[WEB, WEB, APP][..])),
            prop::option::weighted(0.2, select(&[ProductStatus::Active, ProductStatus::Draft][..])),
            prop::option::weighted(0.2, select(&VENDORS[..])),
            prop::option::weighted(0.2, select(&TYPES[..])),
            prop::option::weighted(0.2, select(&TAGS[..])),
            prop::option::weighted(0.2, select(categories)),
            prop::option::weighted(0.3, Just(collection)),
            prop::option::weighted(0.2, select(&WORDS[..])),
        );
        let second = (
            prop::option::weighted(0.05, (0..50).prop_map(|n| format!("SKU-{n}"))),
            prop::option::weighted(0.2, -100..700_i64),
            prop::option::weighted(0.2, -100..700_i64),
            prop::option::weighted(0.2, any::<bool>()),
            prop::option::weighted(0.2, select(times)),
        );
        (first, second).prop_map(|((channel, status, vendor, kind, tag, category, collection, search), second)| {
            let (sku, min, max, in_stock, updated_since) = second;
            // the listing that the test knows is that of web
            let web = channel == Some(WEB);
            ProductFilter {
                on_sale_in: channel,
                status,
                vendor: vendor.map(String::from),
                product_type: kind.map(String::from),
                tag: tag.map(String::from),
                category,
                collection,
                search: search.map(String::from),
                sku,
                min_price_minor: min.filter(|_| web),
                max_price_minor: max.filter(|_| web),
                in_stock: in_stock.filter(|_| web),
                updated_since,
            }
        })
    }
}

const SORTS: [ProductSort; 10] = [
    ProductSort::Id,
    ProductSort::Title,
    ProductSort::CreatedAt,
    ProductSort::UpdatedAt,
    ProductSort::Price,
    ProductSort::Manual,
    ProductSort::Vendor,
    ProductSort::ProductType,
    ProductSort::BestSelling,
    ProductSort::Relevance,
];

/// Any filter, order and page size: each product that it names comes once, in its place.
#[test]
fn every_list_holds_each_product_once_in_its_place() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut stocked = vec![];
    for shop in runtime.block_on(shops()) {
        stocked.push(runtime.block_on(stock(shop)));
    }
    for stocked in &stocked {
        let strategy =
            (stocked.any_filter(), select(&SORTS[..]), select(&[Direction::Asc, Direction::Desc][..]), 1..60_u32);
        let config = ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&strategy, |(mut filter, sort, direction, limit)| {
            if sort == ProductSort::Price {
                filter.on_sale_in = Some(WEB);
            }
            if sort == ProductSort::Manual {
                filter.collection = Some(stocked.manual.0);
            }
            let seen = runtime.block_on(stocked.walk(&filter, sort, direction, limit));
            prop_assert_eq!(seen, stocked.expected(&filter, sort, direction));
            Ok(())
        });
        outcome.unwrap();
    }
    let _entered = runtime.enter();
    drop(stocked);
}

#[tokio::test]
async fn a_list_says_what_it_lacks() {
    for shop in shops().await {
        let stocked = stock(shop).await;
        let page = PageRequest::default();
        let filter = ProductFilter {
            min_price_minor: Some(1),
            max_price_minor: Some(2),
            in_stock: Some(true),
            vendor: Some("\0".into()),
            search: Some("x".repeat(256)),
            ..ProductFilter::default()
        };
        let named = bad_fields(stocked.page(&filter, ProductSort::Price, Direction::Asc, page.clone()).await);
        assert_eq!(
            named,
            [
                "vendor invalid_character",
                "search too_long",
                "min_price_minor channel_required",
                "max_price_minor channel_required",
                "in_stock channel_required",
                "sort channel_required",
            ]
        );
        let none = ProductFilter::default();
        let manual = stocked.page(&none, ProductSort::Manual, Direction::Asc, page).await;
        assert_eq!(bad_fields(manual), ["sort collection_required"]);
        for limit in [0, 251] {
            let page = PageRequest { limit: Some(limit), after: None };
            let answer = stocked.page(&none, ProductSort::Id, Direction::Asc, page).await;
            assert_eq!(bad_fields(answer), ["limit out_of_range"]);
        }
    }
}

#[tokio::test]
async fn a_cursor_from_elsewhere_is_refused() {
    for shop in shops().await {
        let stocked = stock(shop).await;
        let web =
            ProductFilter { on_sale_in: Some(WEB), collection: Some(stocked.manual.0), ..ProductFilter::default() };
        let ways = [Direction::Asc, Direction::Desc];
        let all: Vec<_> = SORTS.iter().flat_map(|sort| ways.map(|way| (*sort, way))).collect();
        for (sort, way) in &all {
            let first = PageRequest { limit: Some(2), after: None };
            let after = stocked.page(&web, *sort, *way, first).await.unwrap().next;
            for (other, other_way) in &all {
                let page = PageRequest { limit: None, after: after.clone() };
                let answer = stocked.page(&web, *other, *other_way, page).await;
                if (sort, way) == (other, other_way) {
                    answer.unwrap();
                } else {
                    assert_eq!(bad_fields(answer), ["after invalid_cursor"]);
                }
            }
        }
        // of the right list, but with a key that no product of it can have
        for (list, key) in
            [("products:id:asc", "[1,2]"), ("products:title:asc", "[null,2]"), ("products:createdat:asc", "[null,5]")]
        {
            let key: serde_json::Value = serde_json::from_str(key).unwrap();
            let page = PageRequest { limit: None, after: Some(infrasell_kernel::Cursor::new(list, &key)) };
            let sort = match list.split(':').nth(1) {
                Some("id") => ProductSort::Id,
                Some("title") => ProductSort::Title,
                _ => ProductSort::CreatedAt,
            };
            let answer = stocked.page(&ProductFilter::default(), sort, Direction::Asc, page).await;
            assert_eq!(bad_fields(answer), ["after invalid_cursor"], "{list}");
        }
    }
}

/// The longest titles there can be, full of what JSON must escape, still make a cursor that the wire takes.
#[tokio::test]
async fn a_cursor_stays_short() {
    for shop in shops().await {
        for n in 0..3 {
            shop.create(ProductInput { title: format!("{}{n}", "\"\\".repeat(127)), ..plain("x") }).await.unwrap();
            shop.create(ProductInput { title: format!("{}{n}", "\u{fdfa}".repeat(254)), ..plain("x") }).await.unwrap();
        }
        let page = PageRequest { limit: Some(1), after: None };
        let mut req = ListProducts { sort: ProductSort::Title, page, ..ListProducts::default() };
        let mut count = 0;
        loop {
            let answer = shop.catalog.products(&cx(), req.clone()).await.unwrap();
            count += answer.items.len();
            let Some(next) = answer.next else { break };
            assert!(serde_json::to_string(&next).unwrap().len() <= 514, "512 and two quotes");
            req.page.after = Some(next);
        }
        assert_eq!(count, 6);
    }
}
