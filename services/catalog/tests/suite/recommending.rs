//! Products beside one.

use super::*;
use crate::listing::deliver;
use infrasell_contracts::{
    catalog::{Intent, RecommendProducts},
    inventory::{AVAILABILITY_CHANGED, AvailabilityChanged},
    pricing::{PRICES_CHANGED, PricesChanged},
};

async fn listed(shop: &Shop, input: ProductInput, price: i64, in_stock: bool) -> Product {
    let product = shop.create(input).await.unwrap();
    shop.world.price(WEB, product.variants[0].id, Some(price));
    shop.world.stock(WEB, product.variants[0].id, in_stock);
    let variants = vec![product.variants[0].id];
    shop.announce(PRICES_CHANGED, &PricesChanged { channel: WEB, variants: variants.clone() }).await;
    shop.announce(AVAILABILITY_CHANGED, &AvailabilityChanged { variants }).await;
    product
}

fn thing(title: &str, kind: &str, vendor: &str) -> ProductInput {
    ProductInput { product_type: kind.into(), vendor: vendor.into(), ..plain(title) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_near_and_can_be_bought_is_recommended() {
    for shop in shops().await {
        let own = listed(&shop, thing("own", "Mug", "Loom"), 100, true).await;
        let same_collection = listed(&shop, thing("same collection", "Plate", "Other"), 900, true).await;
        let same_type = listed(&shop, thing("same type", "Mug", "Other"), 900, true).await;
        let same_type_near = listed(&shop, thing("same type near", "Mug", "Other"), 110, true).await;
        let same_vendor = listed(&shop, thing("same vendor", "Plate", "Loom"), 900, true).await;
        let sold_out = listed(&shop, thing("sold out", "Mug", "Loom"), 100, false).await;
        let elsewhere = ProductInput { channels: Some(vec![APP]), ..thing("elsewhere", "Mug", "Loom") };
        listed(&shop, elsewhere, 100, true).await;
        listed(&shop, thing("far", "Chair", "Other"), 100, true).await;
        deliver(&shop).await;
        shop.manual("Table", &[own.id, same_collection.id, sold_out.id]).await.unwrap();
        let recommend = |intent, limit| {
            let catalog = shop.catalog.clone();
            async move {
                let req = RecommendProducts { product: own.id, channel: WEB, intent, limit };
                catalog.recommend(&cx(), req).await
            }
        };
        let ids = |list: Vec<Product>| list.into_iter().map(|one| one.id).collect::<Vec<_>>();
        let related = ids(recommend(Intent::Related, 10).await.unwrap());
        assert_eq!(related, [same_type_near.id, same_type.id, same_collection.id, same_vendor.id]);
        let beside = ids(recommend(Intent::Complementary, 2).await.unwrap());
        assert_eq!(beside, [same_collection.id, same_vendor.id]);
        assert_eq!(related, ids(recommend(Intent::Related, 10).await.unwrap()), "the same every time");
        assert_eq!(bad_fields(recommend(Intent::Related, 0).await), ["limit out_of_range"]);
        let req = RecommendProducts { product: own.id, channel: APP, intent: Intent::Related, limit: 5 };
        assert_eq!(ids(shop.catalog.recommend(&cx(), req).await.unwrap()), [], "nothing is in stock there");
        let draft = shop.create(ProductInput { status: ProductStatus::Draft, ..plain("draft") }).await.unwrap();
        let req = RecommendProducts { product: draft.id, channel: WEB, intent: Intent::Related, limit: 5 };
        assert!(is_missing(&shop.catalog.recommend(&cx(), req).await));
    }
}
