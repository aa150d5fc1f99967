//! Documents made from the schema that is served.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use apollo_compiler::{ExecutableDocument, Schema, validation::Valid};
use infrasell_fuzz::graphql::{Documents, body};
use serde_json::Value;

fn schema() -> &'static Valid<Schema> {
    &infrasell_storefront::Schema::get().unwrap().valid
}

#[test]
fn a_valid_document_is_valid() {
    let schema = schema();
    let mut documents = Documents::new(schema, 7, vec!["gid://shopify/Product/1".into()]);
    let mut longest = 0;
    for _ in 0..2_000 {
        let made = documents.valid();
        longest = longest.max(made.document.len());
        if let Err(wrong) = ExecutableDocument::parse_and_validate(schema, &made.document, "any.graphql") {
            panic!("{}\n{}", made.document, wrong.errors);
        }
        assert!(serde_json::from_str::<Value>(&made.variables).unwrap().is_object());
        serde_json::from_str::<Value>(&body(&made.document, &made.variables)).unwrap();
    }
    assert!(longest > 2_000, "{longest}");
}

#[test]
fn a_malformed_one_mostly_is_not_and_the_same_seed_makes_the_same() {
    let schema = schema();
    let made = |seed| {
        let mut documents = Documents::new(schema, seed, vec![]);
        (0..200).map(|_| documents.malformed()).collect::<Vec<_>>()
    };
    let bodies = made(3);
    assert_eq!(bodies, made(3));
    assert_ne!(bodies, made(4));
    let refused = bodies.iter().filter(|body| {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return true };
        let document = body["query"].as_str().unwrap_or_default();
        ExecutableDocument::parse_and_validate(schema, document, "any.graphql").is_err()
    });
    assert!(refused.count() > 120);
}
