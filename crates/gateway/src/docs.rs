//! `/docs`: the OpenAPI document as plain HTML that needs no script.

use crate::caller::ACCESS;
use serde_json::Value;
use std::fmt::Write;

/// A page with a table of contents and a section a call.
pub fn page(document: &Value) -> String {
    let (mut contents, mut sections, mut last_tag) = (String::new(), String::new(), "");
    for call in calls(document) {
        if call.tag != last_tag {
            if !last_tag.is_empty() {
                contents.push_str("</ul></div>");
            }
            _ = write!(contents, "<div><h3>{0}</h3><ul>", escape(call.tag));
            _ = write!(sections, "<h2>{}</h2>", escape(call.tag));
            last_tag = call.tag;
        }
        let anchor = format!("{}{}", call.method, call.path.replace(['/', '{', '}'], "-"));
        let summary = words(call.operation["summary"].as_str().unwrap_or(""));
        let name = format!("<code><b>{}</b> {}</code>", call.method, escape(call.path));
        _ = write!(contents, "<li><a href=\"#{anchor}\">{name}</a></li>");
        _ = write!(sections, "<section id=\"{anchor}\"><h3>{name}</h3><p>{summary}</p>");
        describe(&mut sections, document, call.operation);
        sections.push_str("</section>");
    }
    let introduction = words(document["info"]["description"].as_str().unwrap_or(""));
    format!(
        "<h1>Infrasell API</h1><p>{introduction}</p><p>The same for programs: <a href=\"/openapi.json\">/openapi.json</a></p>\
         <nav aria-label=\"Calls\">{contents}</ul></div></nav><main>{sections}</main>"
    )
}

struct Call<'a> {
    tag: &'a str,
    method: String,
    path: &'a str,
    operation: &'a Value,
}

fn calls(document: &Value) -> Vec<Call<'_>> {
    let mut calls = vec![];
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let tag = operation["tags"][0].as_str().unwrap_or("Other");
            calls.push(Call { tag, method: method.to_uppercase(), path, operation });
        }
    }
    // what a buyer needs first comes first, in the order of a purchase; then the admin API by name
    let order = ["Shop", "Browse", "Cart", "Checkout", "Order", "Account"];
    calls.sort_by_key(|call| (order.iter().position(|t| *t == call.tag).unwrap_or(order.len()), call.tag));
    calls
}

fn describe(out: &mut String, document: &Value, operation: &Value) {
    let access = match operation[ACCESS].as_str().unwrap_or("public") {
        "public" => "Anybody may call it.".to_owned(),
        "customer" => "A customer who is signed in may call it.".to_owned(),
        "signed_in" => "Whoever is signed in, or has a key, may call it.".to_owned(),
        permission => format!("Needs the permission <code>{}</code>.", escape(permission)),
    };
    _ = write!(out, "<p>{access}</p>");
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows: String = parameters
        .map(|p| {
            row(
                document,
                p["name"].as_str().unwrap_or(""),
                &p["schema"],
                p["required"] == true,
                p["description"].as_str(),
            )
        })
        .collect();
    table(out, "Parameters", &rows);
    let body = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    if let Some((kind, body)) = body {
        let fields = fields(document, &body["schema"]);
        table(out, &format!("Body, {}", escape(kind)), &fields);
    }
    answers(out, document, operation);
}

/// What it shows when it goes well, and every status with which it can fail.
fn answers(out: &mut String, document: &Value, operation: &Value) {
    let mut failures = String::new();
    for (code, answer) in operation["responses"].as_object().into_iter().flatten() {
        if code.starts_with('2') {
            let shape = answer["content"].as_object().and_then(|c| c.values().next());
            let shape = shape.map_or(String::new(), |c| format!(": {}", kind(document, &c["schema"])));
            _ = write!(out, "<p>Answers <code>{code}</code>{shape}</p>");
        } else {
            let what = resolve(document, answer)["description"].as_str().unwrap_or("");
            _ = write!(failures, "<code title=\"{}\">{code}</code> ", escape(what));
        }
    }
    if !failures.is_empty() {
        _ = write!(out, "<p>Fails with {failures}</p>");
    }
}

fn table(out: &mut String, caption: &str, rows: &str) {
    if !rows.is_empty() {
        _ = write!(
            out,
            "<table><caption>{caption}</caption><tr><th scope=\"col\">name</th><th scope=\"col\">type</th><th scope=\"col\">what</th></tr>{rows}</table>"
        );
    }
}

/// A row a field of an object.
fn fields(document: &Value, schema: &Value) -> String {
    let schema = resolve(document, schema);
    let required = |name: &str| schema["required"].as_array().is_some_and(|r| r.iter().any(|n| n == name));
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, field)| row(document, name, field, required(name), None)).collect()
}

fn row(document: &Value, name: &str, schema: &Value, required: bool, text: Option<&str>) -> String {
    let described = schema["description"].as_str().or_else(|| resolve(document, schema)["description"].as_str());
    let text = words(text.or(described).unwrap_or(""));
    let star = if required { " <b title=\"required\">*</b>" } else { "" };
    format!("<tr><td><code>{}</code>{star}</td><td>{}</td><td>{text}</td></tr>", escape(name), kind(document, schema))
}

/// What a schema is, in a few words.
fn kind(document: &Value, schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        let target = resolve(document, schema);
        return match target["enum"].as_array() {
            Some(values) => one_of(values),
            None => escape(name),
        };
    }
    if let Some(choices) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let kinds: Vec<String> = choices.iter().filter(|c| c["type"] != "null").map(|c| kind(document, c)).collect();
        return kinds.join(" or ");
    }
    match &schema["type"] {
        Value::String(word) if word == "array" => format!("list of {}", kind(document, &schema["items"])),
        Value::String(word) => with_example(word, schema),
        Value::Array(words) => {
            with_example(words.iter().filter_map(Value::as_str).find(|w| *w != "null").unwrap_or(""), schema)
        }
        _ => schema["enum"].as_array().map_or_else(String::new, |values| one_of(values)),
    }
}

fn with_example(word: &str, schema: &Value) -> String {
    match schema["examples"][0].as_str() {
        Some(example) => format!("<code>{}</code>", escape(example)),
        None => escape(word),
    }
}

fn one_of(values: &[Value]) -> String {
    let shown: Vec<String> =
        values.iter().filter_map(Value::as_str).map(|v| format!("<code>{}</code>", escape(v))).collect();
    shown.join(", ")
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    static NOTHING: Value = Value::Null;
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap_or(&NOTHING),
        None => schema,
    }
}

/// Text with `code` in backticks.
fn words(text: &str) -> String {
    let mut out = String::new();
    for (n, part) in text.split('`').enumerate() {
        let part = escape(part);
        _ = if n % 2 == 1 { write!(out, "<code>{part}</code>") } else { write!(out, "{part}") };
    }
    out
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
