//! Deduplication: what is deflated inflates to what it was; where that is not certain nothing is left out.

use infrasell_storefront::dedup::deflate;
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// What both languages must agree on: a plain answer, and what is sent for it (null: the plain one).
const SHARED: &str = include_str!("../../../../sdk/typescript/test/deduplication.json");

#[test]
fn what_is_sent_is_what_the_client_is_tested_with() {
    let shared: Vec<Value> = serde_json::from_str(SHARED).unwrap();
    assert!(shared.len() >= 10);
    for case in shared {
        let text = |name: &str| case[name].as_str().map(str::to_owned);
        let sent = deflate(text("plain").unwrap().as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(sent, text("sent"), "{}", case["what"]);
    }
}

#[test]
fn what_is_no_json_stays_as_it_is() {
    let entity = r#"{"__typename":"A","id":"1","x":2}"#;
    for text in ["", " ", "{", "[1,]2", "\"", "\"\\", "{\"a\"}", "{\"a\":1,}", "[[", "nul\u{0}", "]", "{}{}"] {
        assert_eq!(deflate(text.as_bytes()), None, "{text}");
        assert_eq!(deflate(format!("[{entity},{entity},{text}").as_bytes()), None, "{text}");
    }
    let twice = format!("[{entity},{entity}]");
    assert!(deflate(twice.as_bytes()).is_some());
    for deep in [100_000, 1_000] {
        assert_eq!(deflate(format!("[{twice},{}", "[".repeat(deep)).as_bytes()), None);
        assert_eq!(deflate(format!("[{twice},{}1{}]", "[".repeat(deep), "]".repeat(deep)).as_bytes()), None);
    }
}

/// What the client does, over here.
struct Inflate {
    firsts: HashMap<(String, String, String), First>,
}

struct First {
    whole: Value,
    has_stub: bool,
}

impl Inflate {
    /// The value with its stubs filled in, and whether it had one. A stub must stand for one that has none.
    fn value(&mut self, value: &Value, place: &str) -> (Value, bool) {
        match value {
            Value::Array(items) => {
                let done: Vec<_> = items.iter().map(|item| self.value(item, place)).collect();
                let has_stub = done.iter().any(|(_, has)| *has);
                (done.into_iter().map(|(item, _)| item).collect(), has_stub)
            }
            Value::Object(members) => self.object(members, place),
            scalar => (scalar.clone(), false),
        }
    }

    fn object(&mut self, members: &Map<String, Value>, place: &str) -> (Value, bool) {
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        let key = text("__typename").zip(text("id")).map(|(kind, id)| (place.to_owned(), kind, id));
        if let Some(first) = key.as_ref().filter(|_| members.len() == 2).and_then(|key| self.firsts.get(key)) {
            assert!(!first.has_stub, "a stub stands for what has one itself: {members:?}");
            return (first.whole.clone(), true);
        }
        let (mut whole, mut has_stub) = (Map::new(), false);
        for (name, value) in members {
            let (value, has) = self.value(value, &format!("{place}/{name}"));
            whole.insert(name.clone(), value);
            has_stub |= has;
        }
        let whole = Value::Object(whole);
        if let Some(key) = key.filter(|_| members.len() > 2) {
            self.firsts.entry(key).or_insert(First { whole: whole.clone(), has_stub });
        }
        (whole, has_stub)
    }
}

fn inflate(value: &Value) -> Value {
    Inflate { firsts: HashMap::new() }.value(value, "").0
}

/// A value whose objects are often entities, out of few types, ids and keys, so that they meet.
fn body() -> impl Strategy<Value = Value> {
    let leaf =
        select(vec![Value::Null, json!(true), json!(1), json!(-2.5e3), json!("a"), json!("ö\"\\\u{7}"), json!([])]);
    leaf.prop_recursive(4, 48, 4, |inner| {
        let members = vec((select(vec!["x", "y", "z", "id", "__typename"]), inner.clone()), 0..4);
        let entity =
            (select(vec!["A", "B"]), select(vec!["1", "2"]), members.clone()).prop_map(|(kind, id, members)| {
                let mut object: Map<String, Value> = members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
                object.insert("__typename".into(), json!(kind));
                object.insert("id".into(), json!(id));
                Value::Object(object)
            });
        let object = members.prop_map(|members| members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
        prop_oneof![3 => entity, 1 => object, 2 => vec(inner, 0..4).prop_map(Value::Array)]
    })
}

/// An answer that says the same things again and again.
fn answer() -> impl Strategy<Value = Value> {
    (vec(body(), 1..5), vec((0_usize..5, 0_usize..3), 1..24)).prop_map(|(pool, picks)| {
        let mut lists = [vec![], vec![Value::Null], vec![]];
        for (what, list) in picks {
            lists[list].push(pool[what % pool.len()].clone());
        }
        let [a, b, c] = lists;
        json!({ "data": { "a": a, "b": [b, { "nodes": c }], "c": pool } })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn inflating_what_was_deflated_gives_what_it_was(answer in answer()) {
        let text = answer.to_string();
        if let Some(sent) = deflate(text.as_bytes()) {
            prop_assert!(sent.len() < text.len());
            let sent: Value = serde_json::from_slice(&sent).unwrap();
            prop_assert_eq!(inflate(&sent), answer);
        }
    }

    #[test]
    fn what_repeats_itself_is_sent_once(title in ".{12,40}", times in 2_usize..6, between in vec(any::<i32>(), 0..3)) {
        let entity = json!({ "__typename": "T", "id": "7", "title": title, "body": [1, null] });
        let text = json!({ "list": vec![json!([between, entity]); times] }).to_string();
        let sent = String::from_utf8(deflate(text.as_bytes()).unwrap()).unwrap();
        prop_assert_eq!(sent.matches(&json!(title).to_string()).count(), 1);
        prop_assert_eq!(inflate(&serde_json::from_str(&sent).unwrap()).to_string(), text);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), text in answer()) {
        drop(deflate(&bytes));
        let mut text = text.to_string().into_bytes();
        let at = at.index(text.len());
        text[at] = bytes.first().copied().unwrap_or(b'"');
        drop(deflate(&text));
        text.truncate(at);
        prop_assert_eq!(deflate(&text), None);
    }
}
