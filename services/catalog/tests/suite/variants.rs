//! Variants: their identity across updates, their SKUs, and what carts read of them.

use super::*;
use infrasell_contracts::catalog::{FindSkus, GetVariants, Media, VariantView};
use infrasell_kernel::{Patch, VariantId};

fn ids(product: &Product) -> Vec<VariantId> {
    product.variants.iter().map(|variant| variant.id).collect()
}

fn variants(variants: Vec<VariantInput>, sizes: &[&str]) -> ProductPatch {
    ProductPatch { options: Some(vec![option("Size", sizes)]), variants: Some(variants), ..ProductPatch::default() }
}

#[tokio::test]
async fn a_variant_keeps_its_id_as_long_as_it_is_there() {
    for shop in shops().await {
        let made = shop.create(sized("tee")).await.unwrap();
        let [small, medium] = ids(&made)[..] else { panic!("two variants") };
        // found by their values: in another order, with another SKU, with a new one between
        let want = vec![variant("tee-m", &["M"]), variant("new", &["L"]), variant("tee-small", &["S"])];
        let changed = shop.patch(made.id, variants(want, &["L", "M", "S"])).await.unwrap();
        assert_eq!((changed.variants[0].id, changed.variants[2].id), (medium, small));
        let large = changed.variants[1].id;
        assert!(![small, medium].contains(&large));
        // found by id: M is now called XL, and its SKU goes to L
        let renamed = VariantInput { id: Some(medium), ..variant("x", &["XL"]) };
        let want = vec![renamed, variant("tee-m", &["L"])];
        let changed = shop.patch(made.id, variants(want, &["XL", "L"])).await.unwrap();
        assert_eq!(ids(&changed), [medium, large]);
        assert_eq!(changed.variants[1].sku, "tee-m");
        assert_eq!(shop.by_id(made.id).await.unwrap(), changed);
        // somebody else's, or a removed one
        let stranger = VariantInput { id: Some(small), ..variant("", &["XL"]) };
        let named = bad_fields(shop.patch(made.id, variants(vec![stranger], &["XL"])).await);
        assert_eq!(named, ["variants.0.id unknown"]);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn skus_can_be_exchanged_within_one_call() {
    for shop in shops().await {
        let made = shop.create(sized("tee")).await.unwrap();
        let swapped = vec![variant("tee-m", &["S"]), variant("tee-s", &["M"])];
        let changed = shop.patch(made.id, variants(swapped, &["S", "M"])).await.unwrap();
        assert_eq!(ids(&changed), ids(&made));
        assert_eq!(changed.variants[0].sku, "tee-m");
        // between two products, one of which is new
        let mut old = sized("tee");
        old.variants[0].sku = "free".into();
        old.variants[1].sku = String::new();
        let mut new = sized("cap");
        new.variants[0].sku = "tee-m".into();
        new.variants[1].sku = "tee-s".into();
        let done = shop.upsert(vec![new, old]).await.unwrap();
        assert_eq!(outcomes(&done), [Outcome::Created, Outcome::Updated]);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn a_sku_is_one_variants() {
    for shop in shops().await {
        let tee = shop.create(sized("tee")).await.unwrap();
        let mut cap = sized("cap");
        cap.variants[1].sku = " tee-m ".into();
        assert_eq!(shop.create(cap.clone()).await, Err(CatalogError::SkuTaken { sku: "tee-m".into() }));
        let made = shop.create(sized("cap")).await.unwrap();
        let taken = shop.patch(made.id, variants(cap.variants, &["S", "M"])).await;
        assert_eq!(taken, Err(CatalogError::SkuTaken { sku: "tee-m".into() }));
        assert_eq!(shop.by_id(made.id).await.unwrap(), made);
        // empty ones are nobody's
        shop.create(plain("One")).await.unwrap();
        shop.create(plain("Two")).await.unwrap();
        // the SKU of a variant that is gone is free
        shop.patch(tee.id, variants(vec![variant("tee-s", &["S"])], &["S"])).await.unwrap();
        let mut cap = sized("cap");
        cap.variants[1].sku = "tee-m".into();
        shop.patch(made.id, variants(cap.variants, &["S", "M"])).await.unwrap();
        shop.assert_clean().await;
    }
}

async fn views(shop: &Shop, ids: Vec<VariantId>, channel: Option<ChannelId>) -> Vec<VariantView> {
    shop.catalog.variants(&cx(), GetVariants { ids, channel }).await.unwrap()
}

#[tokio::test]
async fn a_cart_reads_what_it_needs_in_the_order_it_asks() {
    for shop in shops().await {
        let mut input = sized("tee");
        input.vendor = "Loom".into();
        input.tax_class = Some("gst-18".into());
        input.media = vec![
            Media { url: "/a.svg".into(), alt: "All".into() },
            Media { url: "/m.svg".into(), alt: "Medium".into() },
        ];
        input.variants[1].image_url = Some("/m.svg".into());
        input.channels = Some(vec![WEB]);
        let tee = shop.create(input).await.unwrap();
        let draft = shop.create(ProductInput { status: ProductStatus::Draft, ..sized("cap") }).await.unwrap();
        let ask = vec![ids(&tee)[1], VariantId::from_i64(9_999_999), ids(&draft)[0], ids(&tee)[0]];
        let found = views(&shop, ask.clone(), Some(WEB)).await;
        assert_eq!(found.iter().map(|view| view.variant.id).collect::<Vec<_>>(), [ask[0], ask[2], ask[3]]);
        assert_eq!(found[0].variant, tee.variants[1]);
        assert_eq!((found[0].product, found[0].handle.as_str()), (tee.id, "tee"));
        assert_eq!((found[0].product_title.as_str(), found[0].vendor.as_str()), ("tee", "Loom"));
        assert_eq!(found[0].tax_class.as_deref(), Some("gst-18"));
        assert_eq!(found[0].image.as_ref().map(|image| image.alt.as_str()), Some("Medium"));
        assert_eq!(found[2].image.as_ref().map(|image| image.alt.as_str()), Some("All"));
        assert_eq!(found[1].image, None);
        assert_eq!(found.iter().map(|view| view.on_sale).collect::<Vec<_>>(), [true, false, true]);
        assert!(views(&shop, ask.clone(), Some(APP)).await.iter().all(|view| !view.on_sale));
        assert!(views(&shop, ask, None).await[0].on_sale);
        let many = GetVariants { ids: vec![VariantId::from_i64(1); 1_001], channel: None };
        assert_eq!(bad_fields(shop.catalog.variants(&cx(), many).await), ["ids too_many"]);
    }
}

#[tokio::test]
async fn a_picture_changes_with_its_text_and_goes_without_its_variant() {
    for shop in shops().await {
        let mut input = sized("tee");
        input.media = vec![Media { url: "/m.svg".into(), alt: "Medium".into() }];
        input.variants[1].image_url = Some("/m.svg".into());
        let tee = shop.create(input).await.unwrap();
        let alt = |alt: &str| ProductPatch {
            media: Patch::Set(vec![Media { url: "/m.svg".into(), alt: alt.into() }]),
            ..ProductPatch::default()
        };
        shop.patch(tee.id, alt("A medium tee")).await.unwrap();
        let view = views(&shop, vec![ids(&tee)[1]], None).await.remove(0);
        assert_eq!(view.image.unwrap().alt, "A medium tee");
        let none = ProductPatch { media: Patch::Clear, ..ProductPatch::default() };
        let changed = shop.patch(tee.id, none).await.unwrap();
        assert_eq!(changed.variants[1].image_url, None);
        assert_eq!(views(&shop, vec![ids(&tee)[1]], None).await[0].image, None);
    }
}

#[tokio::test]
async fn variants_are_found_by_sku() {
    for shop in shops().await {
        shop.create(sized("tee")).await.unwrap();
        shop.create(plain("no sku")).await.unwrap();
        let skus = ["tee-m", "nothing", "", "a\0b", "tee-s", "TEE-S"].map(String::from).into();
        let found = shop.catalog.variants_by_sku(&cx(), FindSkus { skus }).await.unwrap();
        assert_eq!(found.iter().map(|view| view.variant.sku.as_str()).collect::<Vec<_>>(), ["tee-m", "tee-s"]);
    }
}
