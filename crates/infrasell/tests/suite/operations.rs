//! Every operation that the known clients send (`sdk/compatibility/operations`, written for this), on our sample catalogue:
//! data, and no errors.

use infrasell_testkit::{Shop, on_every_kind};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const ENDPOINT: &str = "/api/2026-04/graphql.json";

/// A document, the variables that go with it, and where its answer must have something.
struct Operation {
    name: String,
    text: String,
}

impl Operation {
    /// What stands in its head after `# {word} `.
    fn head(&self, word: &str) -> Vec<&str> {
        self.text.lines().filter_map(|line| line.strip_prefix("# ")?.strip_prefix(word)?.strip_prefix(' ')).collect()
    }
}

fn operations() -> Vec<Operation> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/compatibility/operations");
    let below = |folder: &Path| -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let files = below(&folder).into_iter().flat_map(|client| below(&client));
    let operations: Vec<Operation> = files
        .map(|file| Operation {
            name: file.strip_prefix(&folder).unwrap().display().to_string(),
            text: std::fs::read_to_string(&file).unwrap(),
        })
        .collect();
    assert!(operations.len() >= 80, "{}", operations.len());
    operations
}

/// The data of an operation that must have no errors.
async fn ask(shop: &Shop, name: &str, query: &str, variables: &Value) -> Value {
    let answer = shop.store.post(ENDPOINT, json!({ "query": query, "variables": variables })).await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    assert!(answer.body["errors"].is_null(), "{name} with {variables}: {}", answer.body["errors"]);
    answer.body["data"].clone()
}

/// What a client would have found before: the word in an operation's variables, and what it stands for.
async fn discovered(shop: &Shop) -> Vec<(&'static str, String)> {
    let query = "{
        products(first: 20, query: \"available_for_sale:true\") {
            edges { cursor node { id handle variants(first: 1) { nodes { id } } } }
        }
        collections(first: 1) { nodes { id handle } }
    }";
    let data = ask(shop, "what is there", query, &json!({})).await;
    let text =
        |pointer: &str| data.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer}")).to_owned();
    vec![
        ("<product>", text("/products/edges/0/node/id")),
        ("<product-handle>", "cotton-crew-tee".into()),
        ("<other-product>", text("/products/edges/1/node/id")),
        ("<variant>", text("/products/edges/0/node/variants/nodes/0/id")),
        ("<other-variant>", text("/products/edges/1/node/variants/nodes/0/id")),
        ("<cursor>", text("/products/edges/4/cursor")),
        ("<collection>", text("/collections/nodes/0/id")),
        ("<collection-handle>", "everyday".into()),
        ("<menu>", "main-menu".into()),
        ("<page>", "about".into()),
        ("<blog>", "news".into()),
        ("<article>", "hello".into()),
    ]
}

/// A cart of its own for each operation, with a line in it.
async fn cart(shop: &Shop, variant: &str) -> [(&'static str, String); 2] {
    let query = "mutation($lines: [CartLineInput!]) {
        cartCreate(input: { lines: $lines }) { cart { id lines(first: 1) { nodes { id } } } userErrors { message } }
    }";
    let lines = json!({ "lines": [{ "merchandiseId": variant, "quantity": 2 }] });
    let data = ask(shop, "a cart", query, &lines).await;
    let cart = &data["cartCreate"]["cart"];
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{data}")).to_owned();
    [("<cart>", text(&cart["id"])), ("<line>", text(&cart["lines"]["nodes"][0]["id"]))]
}

on_every_kind!(every_operation_of_the_known_clients_gives_data_and_no_errors, |shop| async move {
    shop.sells_the_sample().await;
    let known = discovered(&shop).await;
    let variant = known.iter().find(|(word, _)| *word == "<variant>").unwrap().1.clone();
    let mut lacking = vec![];
    for operation in operations() {
        let mut variables = operation.head("with").concat();
        let cart = if variables.contains("<cart>") { cart(&shop, &variant).await.to_vec() } else { vec![] };
        for (word, value) in known.iter().chain(&cart) {
            variables = variables.replace(word, value);
        }
        let variables = serde_json::from_str(&variables).unwrap();
        let data = ask(&shop, &operation.name, &operation.text, &variables).await;
        for (payload, result) in data.as_object().unwrap() {
            let errors = &result["userErrors"];
            assert!(errors.as_array().is_none_or(Vec::is_empty), "{}: {payload} {errors}", operation.name);
        }
        for pointer in operation.head("gives") {
            if data.pointer(pointer).is_none_or(Value::is_null) {
                lacking.push(format!("{} lacks {pointer}: {data}", operation.name));
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
    shop
});
