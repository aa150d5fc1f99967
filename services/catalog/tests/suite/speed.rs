//! How long lists and counts take over many products: run by name.

use super::*;
use infrasell_contracts::{
    catalog::{FindProducts, ProductFilter, ProductSort, Unavailable, Within},
    common::{Direction, Span},
};
use std::time::{Duration, Instant};

const PRODUCTS: usize = 20_000;

fn ask(sort: ProductSort, span: Span, facets: bool) -> FindProducts {
    FindProducts {
        channel: WEB,
        currency: "INR".parse().unwrap(),
        within: Within::Shop,
        filter: ProductFilter::default(),
        query: None,
        tests: vec![],
        unavailable: Unavailable::Show,
        sort,
        direction: Direction::Asc,
        span,
        count: false,
        facets,
    }
}

/// `cargo test -p infrasell-catalog --test suite -- --ignored --nocapture twenty_thousand`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, not a test"]
async fn twenty_thousand() {
    for shop in shops().await {
        for part in (0..PRODUCTS).collect::<Vec<_>>().chunks(1_000) {
            let input = |n: &usize| {
                let mut input = sized(&format!("p{n}"));
                (input.vendor, input.product_type) = (format!("Vendor {}", n % 40), format!("Type {}", n % 25));
                input.tags = vec![format!("tag{}", n % 100), format!("group{}", n % 7)];
                input.title = format!("Thing {}", n * 7_919 % PRODUCTS);
                input
            };
            shop.upsert(part.iter().map(input).collect()).await.unwrap();
        }
        for sort in [ProductSort::Id, ProductSort::Title, ProductSort::Vendor, ProductSort::Price] {
            let (mut from, mut times) = (None, vec![]);
            loop {
                let span = Span { limit: 250, from: from.take(), backwards: false };
                let start = Instant::now();
                let page = shop.catalog.find_products(&cx(), ask(sort, span, false)).await.unwrap();
                times.push(start.elapsed());
                from = page.items.last().map(|one| one.cursor.clone()).filter(|_| page.has_next);
                if from.is_none() {
                    break;
                }
            }
            let half = |times: &[Duration]| times.iter().sum::<Duration>() / u32::try_from(times.len()).unwrap();
            let (early, late) = times.split_at(times.len() / 2);
            println!(
                "{}: {sort:?}: {:?} a page in the first half, {:?} in the second",
                shop.db.engine(),
                half(early),
                half(late)
            );
        }
        let start = Instant::now();
        let span = Span { limit: 24, ..Span::default() };
        let page = shop.catalog.find_products(&cx(), ask(ProductSort::Id, span, true)).await.unwrap();
        println!("{}: {} facets in {:?}", shop.db.engine(), page.facets.len(), start.elapsed());
    }
}
