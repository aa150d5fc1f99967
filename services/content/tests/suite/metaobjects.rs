//! Metaobjects and their definitions.

use crate::{Shop, bad_fields, buyers, change, create, cx, json, shops};
use infrasell_contracts::content::{
    Content, ContentError, Metaobject, MetaobjectDefinition, MetaobjectDefinitionPatch, MetaobjectInput,
    MetaobjectPatch, Name, Named, Remove, View,
};

async fn chart(shop: &Shop) -> MetaobjectDefinition {
    let input = r#"{ "type": "size_chart", "name": "Size chart", "display_field": "name", "fields": [
        { "key": "name", "type": "single_line_text", "required": true },
        { "key": "rows", "type": "integer", "list": true },
        { "key": "for", "type": "product_reference" } ] }"#;
    shop.content.create_metaobject_definition(&cx(), create(json(input))).await.unwrap()
}

async fn make(shop: &Shop, fields: &str) -> Result<Metaobject, ContentError> {
    let input: MetaobjectInput = json(&format!(r#"{{ "type": "size_chart", "fields": {fields} }}"#));
    shop.content.create_metaobject(&cx(), create(input)).await
}

async fn seen(shop: &Shop, handle: &str, view: View) -> Option<Metaobject> {
    let names = vec![Name::within("size_chart", handle)];
    shop.content.metaobjects_named(&cx(), Named { names, view }).await.unwrap().pop().unwrap()
}

fn values(of: &Metaobject) -> Vec<(&str, &str)> {
    of.fields.iter().map(|field| (field.key.as_str(), field.value.as_str())).collect()
}

#[tokio::test]
async fn a_metaobject_holds_what_its_definition_says() {
    for shop in shops().await {
        chart(&shop).await;
        let made = make(&shop, r#"{ "rows": "[\"+1\", \"2\"]", "name": " Shirts " }"#).await.unwrap();
        assert_eq!((made.handle.as_str(), made.title.as_str()), ("shirts", "Shirts"));
        assert_eq!(values(&made), [("name", "Shirts"), ("rows", "[\"1\",\"2\"]")]);
        assert_eq!(seen(&shop, "shirts", buyers()).await, Some(made.clone()));
        let bad = make(&shop, r#"{ "rows": "[\"x\"]", "for": "coll_1", "size": "9" }"#).await;
        let expected =
            ["fields.name required", "fields.rows.0 invalid_value", "fields.for invalid_value", "fields.size unknown"];
        assert_eq!(bad_fields(bad), expected);
        let patch: MetaobjectPatch = json(r#"{ "fields": { "rows": null, "for": "prod_7" } }"#);
        let changed = shop.content.update_metaobject(&cx(), change(made.id, patch)).await.unwrap();
        assert_eq!(values(&changed), [("name", "Shirts"), ("for", "prod_7")]);
        let patch: MetaobjectPatch = json(r#"{ "fields": { "name": null } }"#);
        let bad = shop.content.update_metaobject(&cx(), change(made.id, patch)).await;
        assert_eq!(bad_fields(bad), ["fields.name required"]);
        for kind in ["nothing", "size_chart\0", ""] {
            let input = MetaobjectInput {
                kind: kind.into(),
                handle: None,
                fields: [].into(),
                published_at: Default::default(),
            };
            assert_eq!(bad_fields(shop.content.create_metaobject(&cx(), create(input)).await), ["type unknown"]);
        }
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test]
async fn a_definition_leaves_no_metaobject_behind() {
    for shop in shops().await {
        let chart = chart(&shop).await;
        let made = make(&shop, r#"{ "name": "Shirts" }"#).await.unwrap();
        let less: MetaobjectDefinitionPatch =
            json(r#"{ "fields": [ { "key": "name", "type": "single_line_text", "required": true } ] }"#);
        let exists = ContentError::MetaobjectsExist { metaobject_type: "size_chart".into(), field: "rows".into() };
        let answer = shop.content.update_metaobject_definition(&cx(), change(chart.id, less.clone())).await;
        assert_eq!(answer, Err(exists));
        let gone = shop.content.delete_metaobject_definition(&cx(), Remove { id: chart.id }).await;
        assert_eq!(gone, Err(ContentError::NotEmpty { id: chart.id.to_string() }));
        shop.content.delete_metaobject(&cx(), Remove { id: made.id }).await.unwrap();
        let fewer = shop.content.update_metaobject_definition(&cx(), change(chart.id, less)).await.unwrap();
        assert_eq!((fewer.fields.len(), fewer.version), (1, 2));
        shop.content.delete_metaobject_definition(&cx(), Remove { id: chart.id }).await.unwrap();
    }
}

#[tokio::test]
async fn a_type_that_is_not_for_the_storefront_is_not_there_for_buyers() {
    for shop in shops().await {
        let chart = chart(&shop).await;
        make(&shop, r#"{ "name": "Shirts" }"#).await.unwrap();
        let hide: MetaobjectDefinitionPatch = json(r#"{ "storefront_visible": false }"#);
        shop.content.update_metaobject_definition(&cx(), change(chart.id, hide)).await.unwrap();
        assert_eq!(seen(&shop, "shirts", buyers()).await, None);
        assert!(seen(&shop, "shirts", View::default()).await.is_some());
    }
}

#[tokio::test]
async fn every_bad_field_of_a_definition_is_named() {
    for shop in shops().await {
        let bad = r#"{ "type": "Size Chart", "name": "", "display_field": "rows", "fields": [
            { "key": "a b", "type": "url" }, { "key": "rows", "type": "integer", "list": true },
            { "key": "rows", "type": "integer" } ] }"#;
        let answer = shop.content.create_metaobject_definition(&cx(), create(json(bad))).await;
        let expected = ["type invalid_name", "name required", "fields.0.key invalid_name", "fields.2.key duplicate"];
        assert_eq!(bad_fields(answer), expected);
        let none = json(r#"{ "type": "t", "name": "T", "display_field": "x", "fields": [] }"#);
        let answer = shop.content.create_metaobject_definition(&cx(), create(none)).await;
        assert_eq!(bad_fields(answer), ["fields out_of_range", "display_field unknown"]);
    }
}
