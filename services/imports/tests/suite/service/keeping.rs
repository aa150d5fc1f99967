//! An import takes nothing away that the file does not speak of.

use super::{counts, shop::ids, world};
use infrasell_contracts::catalog::{Metafield, MetafieldType};
use infrasell_kernel::ChannelId;

const FULL: &str = "Handle,Title,Description,Vendor,Option1 Name,Option1 Value,SKU,Price,Compare-at price,Variant MRP,\
                    Variant Grams,HSN code,GST rate,Product category,Image Src,Variant Image,SEO title,Tags,Published,\
                    Inventory tracker,Inventory quantity,Continue selling when out of stock\n\
                    tee,Tee,<p>,Loom,Size,S,T-S,10,15,20,100,6109,5,Apparel > Tees,/a.svg,/a.svg,Buy,x,TRUE,shopify,5,continue\n\
                    tee,,,,,M,T-M,11,15,20,110,,,,/b.svg,/b.svg,,,,shopify,6,deny\n";

#[tokio::test]
async fn columns_that_a_file_lacks_leave_what_is_there() {
    let w = world().await;
    w.import(FULL).await;
    let before = w.shop.snapshot();
    let slim = "Handle,Title,Option1 Name,Option1 Value,Price\ntee,Tee,Size,S,10\ntee,,,M,11\n";
    assert_eq!(counts(&w.dry_run(slim).await), (0, 0, 2, 0));
    assert_eq!(counts(&w.import(slim).await), (0, 0, 2, 0));
    assert_eq!(w.shop.snapshot(), before);
    let dearer = slim.replace(",10", ",12");
    assert_eq!(counts(&w.import(&dearer).await), (0, 2, 0, 0));
    let after = w.shop.snapshot();
    assert_eq!(after.products, before.products);
    assert_eq!(after.prices.values().next(), Some(&(1_200, Some(1_500), Some(2_000))), "MRP and the price before stay");
}

#[tokio::test]
async fn metafields_other_channels_and_thresholds_stay() {
    let w = world().await;
    w.import(FULL).await;
    let (care, till) = (metafield(), ChannelId::from_i64(77));
    w.shop.edit("tee", |tee| {
        tee.metafields = vec![care.clone()];
        tee.channels = Some(vec![till]);
    });
    let first = w.shop.product("tee").variants[0].id;
    w.shop.state().policies.get_mut(&first).unwrap().2 = Some(3);
    assert_eq!(counts(&w.import(FULL).await), (0, 2, 0, 0), "the file says that it is published on the web");
    let tee = w.shop.product("tee");
    assert_eq!(tee.metafields, [care]);
    assert_eq!(tee.channels, Some(vec![till, ChannelId::from_i64(1)]));
    assert_eq!(w.shop.state().policies[&first], (true, true, Some(3)));
    assert_eq!(counts(&w.import(FULL).await), (0, 0, 2, 0));
    w.import(&FULL.replace("TRUE", "FALSE")).await;
    assert_eq!(w.shop.product("tee").channels, Some(vec![till]));
}

#[tokio::test]
async fn variants_that_a_file_does_not_name_stay_and_ids_are_kept() {
    let w = world().await;
    w.import(FULL).await;
    let before = w.shop.product("tee");
    let (header, first) = FULL.split_once('\n').unwrap();
    let one_row = format!("{header}\n{}\n", first.lines().next().unwrap().replace(",10,", ",9,"));
    assert_eq!(counts(&w.import(&one_row).await), (0, 1, 0, 0));
    let after = w.shop.product("tee");
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(after.options[0].values, ["S", "M"]);
    assert!(after.media.iter().any(|m| m.url == "/b.svg"), "and so does the picture that such a variant shows");
}

#[tokio::test]
async fn a_variant_whose_option_was_renamed_is_known_by_its_sku() {
    let w = world().await;
    w.import(FULL).await;
    let before = w.shop.product("tee");
    assert_eq!(counts(&w.import(&FULL.replace(",S,T-S", ",Small,T-S")).await), (0, 2, 0, 0));
    let after = w.shop.product("tee");
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(after.variants[0].option_values, ["Small"]);
    assert_eq!(after.options[0].values, ["Small", "M"]);
}

fn metafield() -> Metafield {
    Metafield {
        namespace: "care".into(),
        key: "wash".into(),
        kind: MetafieldType::SingleLineText,
        value: "cold".into(),
    }
}
