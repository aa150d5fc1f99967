//! What storefronts send and are sent: documents, and answers in which what comes again is left out.

use crate::Target;
use infrasell_storefront::{Document, Limits, Schema, dedup};

/// A document is planned or refused with a reason.
pub const DOCUMENTS: Target = Target {
    name: "documents",
    seeds: &[
        b"{ shop { name } }",
        include_bytes!("../../../../sdk/compatibility/operations/hydrogen/localization.graphql"),
        include_bytes!("../../../../sdk/compatibility/operations/shopify-buy/products-by-id.graphql"),
        b"query A($a: Boolean! = true) { ...F @include(if: $a) } fragment F on QueryRoot { nodes(ids: [\"x\"]) { id } }",
    ],
    run: |bytes| {
        let schema = Schema::get().expect("the schema is valid");
        let text = String::from_utf8_lossy(bytes);
        if let Err(errors) = Document::parse(schema, &text, &Limits::default()) {
            assert!(!errors.is_empty() && errors.iter().all(|error| !error.message.is_empty()), "refused without a reason");
        }
    },
};

/// What is left out makes an answer shorter, and leaves JSON.
pub const ANSWERS: Target = Target {
    name: "answers",
    seeds: &[
        br#"{"a":[{"__typename":"P","id":"1","x":[1,null]},null,{"__typename":"P","id":"1","x":[1,null]}]}"#,
        br#"[{"id":"1","i":{"__typename":"I","id":"2","u":""},"__typename":"P"},{"id":"1","__typename":"P"}]"#,
    ],
    run: |bytes| {
        let Some(sent) = dedup::deflate(bytes) else { return };
        assert!(sent.len() < bytes.len());
        if serde_json::from_slice::<serde_json::Value>(bytes).is_ok() {
            assert!(serde_json::from_slice::<serde_json::Value>(&sent).is_ok(), "an answer was broken");
        }
    },
};
