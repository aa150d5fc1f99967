//! One product: made, read, changed, taken away.

use super::*;
use infrasell_contracts::catalog::{
    CollectionInput, CreateCollection, DeleteProduct, FindPictureUses, GetProducts, Media, Membership, Metafield,
    MetafieldType, Seo,
};
use infrasell_kernel::{CountryCode, Patch};
use std::time::Duration;

fn media(url: &str, alt: &str) -> Media {
    Media { url: url.into(), alt: alt.into() }
}

/// A product with something in every field.
fn full() -> ProductInput {
    let mut small = variant("TEE-S", &["S", "Blue"]);
    small.barcode = "8901234567890".into();
    small.weight_grams = 180;
    small.hsn_code = "610910".into();
    small.country_of_origin = Some(CountryCode::IN);
    small.image_url = Some("/media/blue.svg".into());
    let mut medium = variant("TEE-M", &["M", "Blue"]);
    medium.requires_shipping = false;
    medium.taxable = false;
    ProductInput {
        title: "  Linen Tee ".into(),
        handle: None,
        description_html: "<p>Soft &amp; light</p>".into(),
        status: ProductStatus::Active,
        vendor: "Loom".into(),
        product_type: "T-shirt".into(),
        tags: vec!["summer".into(), "linen ".into(), "summer".into()],
        category: None,
        tax_class: Some("gst-18".into()),
        options: vec![option("Size", &["S", "M"]), option("Colour", &["Blue", "Red"])],
        variants: vec![small, medium],
        media: vec![media("https://cdn.example/tee.jpg", "A tee"), media("/media/blue.svg", "Blue")],
        seo: Seo { title: "Tee".into(), description: "A linen tee".into() },
        metafields: vec![Metafield {
            namespace: "care".into(),
            key: "degrees".into(),
            kind: MetafieldType::Integer,
            value: "+30".into(),
        }],
        channels: Some(vec![APP, WEB, APP]),
    }
}

#[tokio::test]
async fn everything_that_is_put_in_is_read_back() {
    for shop in shops().await {
        let made = shop.create(full()).await.unwrap();
        assert_eq!((made.handle.as_str(), made.title.as_str(), made.version), ("linen-tee", "Linen Tee", 1));
        assert_eq!(made.tags, ["linen", "summer"]);
        assert_eq!(made.channels, Some(vec![WEB, APP]));
        assert_eq!(made.metafields[0].value, "30");
        assert_eq!(made.variants[0].title, "S / Blue");
        assert_eq!((made.created_at, made.updated_at), (shop.db.now(), shop.db.now()));
        assert_eq!(shop.by_id(made.id).await.unwrap(), made);
        assert_eq!(shop.by_handle("Linen Tee").await.unwrap(), made, "a handle is looked for in its own form");
        // read back as an input it is the same product
        let again = ProductInput { handle: Some(made.handle.clone()), ..full() };
        assert_eq!(outcomes(&shop.upsert(vec![again]).await.unwrap()), [Outcome::Unchanged]);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn a_key_gives_the_same_answer_and_makes_one_product() {
    for shop in shops().await {
        let req = CreateProduct { product: full() };
        let first = shop.catalog.create_product(&keyed("k1"), req.clone()).await.unwrap();
        let second = shop.catalog.create_product(&keyed("k1"), req.clone()).await.unwrap();
        assert_eq!(first, second);
        let other = CreateProduct { product: plain("Other") };
        let reused = shop.catalog.create_product(&keyed("k1"), other).await;
        assert!(matches!(reused, Err(CatalogError::Fault(Fault::IdempotencyKeyReused))), "{reused:?}");
        // the same for a change and a removal whose first answer was lost
        let patch = ProductPatch { title: Some("Other".into()), ..ProductPatch::default() };
        let req = UpdateProduct { id: first.id, patch, if_version: Some(1) };
        let changed = shop.catalog.update_product(&keyed("k2"), req.clone()).await.unwrap();
        assert_eq!(shop.catalog.update_product(&keyed("k2"), req).await.unwrap(), changed);
        let req = DeleteProduct { id: first.id, if_version: Some(2) };
        shop.catalog.delete_product(&keyed("k3"), req.clone()).await.unwrap();
        shop.catalog.delete_product(&keyed("k3"), req).await.unwrap();
    }
}

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_written() {
    for shop in shops().await {
        let mut bad = full();
        bad.title = " ".into();
        bad.handle = Some("!!!".into());
        bad.vendor = "v\0".into();
        bad.tags = vec!["a".into(), " ".into(), "x".repeat(256)];
        bad.category = Some(infrasell_kernel::CategoryId::from_i64(99));
        bad.tax_class = Some("gst-99".into());
        bad.options[1].values.push("Blue".into());
        bad.variants[0].hsn_code = "123".into();
        bad.variants[0].weight_grams = -1;
        bad.variants[0].image_url = Some("/elsewhere.jpg".into());
        bad.variants[1].option_values = vec!["S".into(), "Blue".into()];
        bad.variants[1].sku = "TEE-S".into();
        bad.variants.push(variant("", &["XL"]));
        bad.variants.push(variant("", &["XL", "Red"]));
        bad.media.push(media("javascript:alert(1)", ""));
        bad.metafields.push(Metafield { value: "x".into(), ..bad.metafields[0].clone() });
        bad.channels = Some(vec![WEB, ChannelId::from_i64(77)]);
        let mut named = bad_fields(shop.create(bad).await);
        named.sort();
        assert_eq!(
            named,
            [
                "category unknown",
                "channels.1 unknown",
                "handle invalid",
                "media.2.url invalid_url",
                "metafields.1.key duplicate",
                "metafields.1.value invalid_value",
                "options.1.values.2 duplicate",
                "tags.1 required",
                "tags.2 too_long",
                "tax_class unknown",
                "title required",
                "variants.0.hsn_code invalid",
                "variants.0.image_url unknown",
                "variants.0.weight_grams out_of_range",
                "variants.1.option_values duplicate",
                "variants.1.sku duplicate",
                "variants.2.option_values wrong_count",
                "variants.3.option_values.0 unknown",
                "vendor invalid_character",
            ]
        );
        assert!(is_missing(&shop.by_handle("linen-tee").await));
    }
}

#[tokio::test]
async fn a_product_has_variants_and_not_too_many() {
    for shop in shops().await {
        let none = ProductInput { variants: vec![], ..plain("None") };
        assert_eq!(shop.create(none.clone()).await.unwrap().variants.len(), 1, "it is sold as it is");
        let options = vec![option("Size", &["S"])];
        assert_eq!(bad_fields(shop.create(ProductInput { options, ..none }).await), ["variants required"]);
        let two = ProductInput { variants: vec![variant("a", &[]), variant("b", &[])], ..plain("Two") };
        let named = bad_fields(shop.create(two).await);
        assert_eq!(named, ["variants too_many", "variants.1.option_values duplicate"]);
        let four = ["a", "b", "c", "d"].map(|name| option(name, &["x"]));
        let four = ProductInput { options: four.into(), variants: vec![variant("", &["x"; 4])], ..plain("Four") };
        assert!(bad_fields(shop.create(four).await).contains(&"options too_many".to_owned()));
    }
}

#[tokio::test]
async fn two_thousand_variants_and_not_one_more() {
    for shop in shops().await {
        let values: Vec<String> = (0..2_000).map(|n| format!("v{n}")).collect();
        let input = |count: usize| ProductInput {
            options: vec![ProductOption { name: "N".into(), values: values.clone() }],
            variants: (0..count).map(|n| variant(&format!("sku-{n}"), &[&format!("v{}", n % 2_000)])).collect(),
            ..plain("Many")
        };
        assert_eq!(bad_fields(shop.create(input(2_001)).await), ["variants too_many"]);
        let made = shop.create(input(2_000)).await.unwrap();
        assert_eq!(made.variants.len(), 2_000);
        let read = shop.by_id(made.id).await.unwrap();
        assert_eq!(read, made);
        let title = ProductPatch { title: Some("Many more".into()), ..ProductPatch::default() };
        let changed = shop.patch(made.id, title).await.unwrap();
        assert_eq!(changed.variants, made.variants);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn a_patch_tells_absent_from_null() {
    for shop in shops().await {
        let made = shop.create(full()).await.unwrap();
        shop.db.clock.advance(Duration::from_secs(60));
        let unchanged = shop.patch(made.id, ProductPatch::default()).await.unwrap();
        assert_eq!(unchanged, made, "a patch that changes nothing raises no version");
        let same = ProductPatch { vendor: Patch::Set("Loom ".into()), ..ProductPatch::default() };
        assert_eq!(shop.patch(made.id, same).await.unwrap(), made);
        let patch = ProductPatch {
            description_html: Patch::Clear,
            vendor: Patch::Set("Weaver".into()),
            tags: Patch::Clear,
            tax_class: Patch::Clear,
            seo: Patch::Clear,
            metafields: Patch::Clear,
            channels: Patch::Clear,
            ..ProductPatch::default()
        };
        let changed = shop.patch(made.id, patch).await.unwrap();
        let want = Product {
            description_html: String::new(),
            vendor: "Weaver".into(),
            tags: vec![],
            tax_class: None,
            seo: Seo::default(),
            metafields: vec![],
            channels: None,
            version: 2,
            updated_at: shop.db.now(),
            ..made.clone()
        };
        assert_eq!(changed, want);
        assert_eq!(shop.by_id(made.id).await.unwrap(), want);
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn who_writes_over_what_he_has_not_read_is_refused() {
    for shop in shops().await {
        let made = shop.create(plain("Mug")).await.unwrap();
        let update = async |title: &str, if_version| {
            let patch = ProductPatch { title: Some(title.into()), ..ProductPatch::default() };
            shop.catalog.update_product(&cx(), UpdateProduct { id: made.id, patch, if_version }).await
        };
        assert_eq!(update("Mug 2", Some(1)).await.unwrap().version, 2);
        assert!(is_stale(&update("Mug 3", Some(1)).await));
        assert_eq!(update("Mug 3", None).await.unwrap().version, 3);
        let delete =
            async |if_version| shop.catalog.delete_product(&cx(), DeleteProduct { id: made.id, if_version }).await;
        assert!(is_stale(&delete(Some(2)).await));
        delete(Some(3)).await.unwrap();
        assert!(is_missing(&delete(None).await));
        assert!(is_missing(&shop.by_id(made.id).await));
    }
}

#[tokio::test]
async fn a_former_handle_leads_on_until_another_takes_it() {
    for shop in shops().await {
        let rename = |handle: &str| ProductPatch { handle: Some(handle.into()), ..ProductPatch::default() };
        let mug = shop.create(plain("Mug")).await.unwrap();
        shop.patch(mug.id, rename("cup")).await.unwrap();
        shop.patch(mug.id, rename("beaker")).await.unwrap();
        for handle in ["mug", "cup", "beaker"] {
            assert_eq!(shop.by_handle(handle).await.unwrap().handle, "beaker", "{handle}");
        }
        // a made handle steps aside for a former one, a given one takes it
        assert_eq!(shop.create(plain("Cup")).await.unwrap().handle, "cup-2");
        let taker = shop.create(ProductInput { handle: Some("cup".into()), ..plain("Cup") }).await.unwrap();
        assert_eq!(shop.by_handle("cup").await.unwrap().id, taker.id);
        // its owner goes on, and now the handle leads after him
        shop.patch(taker.id, rename("chalice")).await.unwrap();
        assert_eq!(shop.by_handle("cup").await.unwrap().id, taker.id);
        // back to one's own former handle
        shop.patch(mug.id, rename("mug")).await.unwrap();
        assert_eq!(shop.by_handle("beaker").await.unwrap().handle, "mug");
        let taken = shop.patch(mug.id, rename("Chalice!")).await;
        assert_eq!(taken, Err(CatalogError::HandleTaken { handle: "chalice".into() }));
        let taken = shop.create(ProductInput { handle: Some("mug".into()), ..plain("x") }).await;
        assert_eq!(taken, Err(CatalogError::HandleTaken { handle: "mug".into() }));
        shop.assert_clean().await;
        shop.catalog.delete_product(&cx(), DeleteProduct { id: mug.id, if_version: None }).await.unwrap();
        assert!(is_missing(&shop.by_handle("beaker").await));
    }
}

#[tokio::test]
async fn made_handles_count_on() {
    for shop in shops().await {
        let mut handles = vec![];
        for _ in 0..12 {
            handles.push(shop.create(plain("Blue Mug")).await.unwrap().handle);
        }
        assert_eq!(handles[..3], ["blue-mug", "blue-mug-2", "blue-mug-3"]);
        assert_eq!(handles.iter().collect::<std::collections::HashSet<_>>().len(), 12);
        assert!(shop.create(plain("🙂")).await.unwrap().handle.starts_with("product"));
    }
}

#[tokio::test]
async fn only_what_is_on_sale_is_shown_in_a_channel() {
    for shop in shops().await {
        let everywhere = shop.create(plain("Everywhere")).await.unwrap();
        let web = shop.create(ProductInput { channels: Some(vec![WEB]), ..plain("Web") }).await.unwrap();
        let nowhere = shop.create(ProductInput { channels: Some(vec![]), ..plain("Nowhere") }).await.unwrap();
        let draft = shop.create(ProductInput { status: ProductStatus::Draft, ..plain("Draft") }).await.unwrap();
        let ids = vec![draft.id, web.id, everywhere.id, nowhere.id, ProductId::from_i64(999_999), web.id];
        let seen = async |on_sale_in| {
            let req = GetProducts { ids: ids.clone(), on_sale_in };
            let found = shop.catalog.products_by_id(&cx(), req).await.unwrap();
            found.into_iter().map(|product| product.id).collect::<Vec<_>>()
        };
        assert_eq!(seen(None).await, [draft.id, web.id, everywhere.id, nowhere.id]);
        assert_eq!(seen(Some(WEB)).await, [web.id, everywhere.id]);
        assert_eq!(seen(Some(APP)).await, [everywhere.id]);
        let req = GetProduct { product: ProductRef::Handle("web".into()), on_sale_in: Some(APP) };
        assert!(is_missing(&shop.catalog.product(&cx(), req).await));
        let many = GetProducts { ids: vec![web.id; 251], on_sale_in: None };
        assert_eq!(bad_fields(shop.catalog.products_by_id(&cx(), many).await), ["ids too_many"]);
    }
}

#[tokio::test]
async fn who_shows_a_picture_is_named() {
    for shop in shops().await {
        let key = "00112233445566778899aabbccddeeff";
        let picture = || Media { url: format!("/media/{key}/mug.png"), alt: String::new() };
        let uses = async || shop.catalog.picture_uses(&cx(), FindPictureUses { key: key.into() }).await.unwrap();
        shop.create(plain("Plate")).await.unwrap();
        assert!(uses().await.is_empty());
        shop.create(ProductInput { media: vec![picture()], ..plain("Mug") }).await.unwrap();
        let text = format!("<p><img src=\"https://shop.example/media/{key}/mug_50x.png\"></p>");
        shop.create(ProductInput { description_html: text, ..plain("Cup") }).await.unwrap();
        let collection = CollectionInput {
            handle: None,
            title: "Kitchen".into(),
            description_html: String::new(),
            image: Some(picture()),
            membership: Membership::Manual,
            products: vec![],
            seo: Seo::default(),
            channels: None,
        };
        shop.catalog.create_collection(&cx(), CreateCollection { collection }).await.unwrap();
        let named: Vec<_> = uses().await.into_iter().map(|one| format!("{} {}", one.what, one.handle)).collect();
        assert_eq!(named, ["product mug", "product cup", "collection kitchen"]);
        for wrong in ["", "%", "0011", "00112233445566778899AABBCCDDEEFF"] {
            let refused = shop.catalog.picture_uses(&cx(), FindPictureUses { key: wrong.into() }).await;
            assert!(refused.is_err(), "{wrong}");
        }
    }
}
