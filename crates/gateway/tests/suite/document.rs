//! The document as a whole: what it refers to is there, what an operation answers with is listed, and names are unique.

use crate::stage::stage;
use infrasell_gateway::Limits;
use serde_json::Value;
use std::collections::BTreeMap;

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let each = |(path, item): (&String, &Value)| {
        let path = path.clone();
        let item: Vec<_> = item.as_object().unwrap().keys().cloned().collect();
        item.into_iter().map(move |method| (path.clone(), method)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(each).map(|(p, m)| (format!("{m} {p}"), &document["paths"][&p][&m])).collect()
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|v| references(v, found));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let stage = stage(Limits::default()).await;
    let mut found = vec![];
    references(&stage.document, &mut found);
    assert!(found.len() > 500, "{}", found.len());
    for reference in found {
        let place = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads out of the document"));
        assert!(stage.document.pointer(place).is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test]
async fn operation_ids_are_unique_and_links_lead_to_one_with_its_parameters() {
    let stage = stage(Limits::default()).await;
    let operations = operations(&stage.document);
    let mut ids = BTreeMap::new();
    for (name, operation) in &operations {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{name} has no id"));
        assert!(ids.insert(id, operation).is_none(), "{id} is twice there");
    }
    let mut links = 0;
    for (name, operation) in &operations {
        for response in operation["responses"].as_object().unwrap().values() {
            for link in response["links"].as_object().into_iter().flatten().map(|(_, link)| link) {
                links += 1;
                let to = link["operationId"].as_str().unwrap();
                let target = ids.get(to).unwrap_or_else(|| panic!("{name} leads to {to}, which is not there"));
                let takes = |wanted: &String| {
                    target["parameters"]
                        .as_array()
                        .is_some_and(|list| list.iter().any(|p| p["name"] == wanted.as_str()))
                };
                assert!(link["parameters"].as_object().is_none_or(|p| p.keys().all(takes)), "{name} to {to}");
            }
        }
    }
    assert!(links > 60, "{links}");
}

#[tokio::test]
async fn every_operation_lists_how_it_fails_and_what_it_carries() {
    let stage = stage(Limits::default()).await;
    for (name, operation) in operations(&stage.document) {
        let responses = operation["responses"].as_object().unwrap();
        let has = |status: &str| responses.contains_key(status);
        assert!(["429", "500", "503"].into_iter().all(has), "{name}");
        let access = operation["x-infrasell-access"].as_str().unwrap();
        assert!(access == "public" || (has("401") && has("403")), "{name}");
        assert!(operation["security"].is_null() || has("401"), "{name}");
        assert!(!name.contains('{') || has("404"), "{name}");
        assert!(operation["requestBody"].is_null() || (has("400") && has("413") && has("415") && has("422")), "{name}");
        let headers: Vec<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|p| p["in"] == "header")
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        assert_eq!(has("412"), headers.contains(&"If-Match"), "{name}");
        assert_eq!(name.starts_with("get "), !headers.contains(&"Idempotency-Key"), "{name}");
        for (status, response) in responses {
            let response = response["$ref"].as_str().map_or(response, |r| stage.document.pointer(&r[1..]).unwrap());
            assert!(response["headers"]["X-Request-Id"].is_object(), "{name} {status}");
        }
    }
}
