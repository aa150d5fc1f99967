//! Typed metafields and their definitions.

use super::*;
use infrasell_contracts::catalog::{
    CreateMetafieldDefinition, DeleteMetafieldDefinition, ListMetafieldDefinitions, Metafield, MetafieldDefinition,
    MetafieldDefinitionInput, MetafieldType,
};
use infrasell_kernel::{PageRequest, Patch};

fn field(key: &str, kind: MetafieldType, value: &str) -> Metafield {
    Metafield { namespace: "care".into(), key: key.into(), kind, value: value.into() }
}

fn with(title: &str, fields: Vec<Metafield>) -> ProductInput {
    ProductInput { metafields: fields, ..plain(title) }
}

async fn define(shop: &Shop, key: &str, kind: MetafieldType) -> Result<MetafieldDefinition, CatalogError> {
    let definition = MetafieldDefinitionInput {
        namespace: "care".into(),
        key: key.into(),
        name: format!("Care: {key}"),
        kind,
        storefront_visible: None,
    };
    shop.catalog.create_metafield_definition(&cx(), CreateMetafieldDefinition { definition }).await
}

#[tokio::test]
async fn a_definition_holds_values_to_its_type() {
    for shop in shops().await {
        let defined = define(&shop, "degrees", MetafieldType::Integer).await.unwrap();
        assert!(defined.storefront_visible);
        let text = with("Tee", vec![field("degrees", MetafieldType::SingleLineText, "cold")]);
        assert_eq!(bad_fields(shop.create(text.clone()).await), ["metafields.0.type wrong_type"]);
        let named = bad_fields(shop.upsert(vec![ProductInput { handle: Some("tee".into()), ..text.clone() }]).await);
        assert_eq!(named, ["products.0.metafields.0.type wrong_type"]);
        let tee = shop.create(with("Tee", vec![field("degrees", MetafieldType::Integer, "40")])).await.unwrap();
        let again = define(&shop, "degrees", MetafieldType::Integer).await;
        let in_use = CatalogError::MetafieldInUse { namespace: "care".into(), key: "degrees".into() };
        assert_eq!(again, Err(in_use.clone()));
        // taken away, values stay and others may come; then no definition of the old type is possible
        let delete = DeleteMetafieldDefinition { id: defined.id };
        shop.catalog.delete_metafield_definition(&cx(), delete.clone()).await.unwrap();
        assert!(is_missing(&shop.catalog.delete_metafield_definition(&cx(), delete).await));
        assert_eq!(shop.by_id(tee.id).await.unwrap().metafields, tee.metafields);
        let other = shop.create(text).await.unwrap();
        assert_eq!(define(&shop, "degrees", MetafieldType::Integer).await, Err(in_use));
        let clear = ProductPatch { metafields: Patch::Clear, ..ProductPatch::default() };
        shop.patch(other.id, clear).await.unwrap();
        define(&shop, "degrees", MetafieldType::Integer).await.unwrap();
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn definitions_are_read_in_pages() {
    for shop in shops().await {
        for n in 0..5 {
            define(&shop, &format!("k{n}"), MetafieldType::Url).await.unwrap();
        }
        let mut keys = vec![];
        let mut page = PageRequest { limit: Some(2), after: None };
        loop {
            let req = ListMetafieldDefinitions { page: page.clone() };
            let answer = shop.catalog.metafield_definitions(&cx(), req).await.unwrap();
            keys.extend(answer.items.into_iter().map(|one| one.key));
            let Some(next) = answer.next else { break };
            page.after = Some(next);
        }
        assert_eq!(keys, ["k0", "k1", "k2", "k3", "k4"]);
    }
}

#[tokio::test]
async fn bad_names_and_values_are_named() {
    for shop in shops().await {
        let bad = vec![
            Metafield { namespace: "Care".into(), ..field("a", MetafieldType::Boolean, "yes") },
            field("", MetafieldType::Date, "2026-13-01"),
            field("long", MetafieldType::MultiLineText, &"x".repeat(65_537)),
        ];
        let named = bad_fields(shop.create(with("Tee", bad)).await);
        assert_eq!(
            named,
            [
                "metafields.0.namespace invalid",
                "metafields.0.value invalid_value",
                "metafields.1.key invalid",
                "metafields.1.value invalid_value",
                "metafields.2.value too_long",
            ]
        );
        let definition = MetafieldDefinitionInput {
            namespace: "a b".into(),
            key: "k\0".into(),
            name: " ".into(),
            kind: MetafieldType::Json,
            storefront_visible: Some(false),
        };
        let answer = shop.catalog.create_metafield_definition(&cx(), CreateMetafieldDefinition { definition }).await;
        assert_eq!(bad_fields(answer), ["namespace invalid", "key invalid", "name required"]);
    }
}
