//! Which answer leads to which question: what was made can be read, changed and taken away; a product leads to a cart, a
//! cart to a checkout, a checkout to an order.

use super::operation_id;
use aide::openapi::{Link, LinkOperation, OpenApi, PathItem, ReferenceOr, Response as ResponseDoc, StatusCode};
use serde_json::{Value, json};

/// A link: from whose answer, to whose question, with which parameters and body.
struct Edge {
    from: (String, &'static str),
    to: (String, &'static str),
    parameters: Vec<(String, String)>,
    body: Option<Value>,
}

/// Draws every link.
pub fn connect(document: &mut OpenApi) {
    let Some(paths) = document.paths.as_mut() else { return };
    let known: Vec<(String, &'static str)> = paths
        .paths
        .iter_mut()
        .filter_map(|(path, item)| match item {
            ReferenceOr::Item(item) => {
                Some(super::operations(item).map(|(m, _)| (path.clone(), m)).collect::<Vec<_>>())
            }
            ReferenceOr::Reference { .. } => None,
        })
        .flatten()
        .collect();
    let mut edges = below(&known);
    edges.extend(purchase());
    for edge in edges.into_iter().filter(|edge| known.contains(&edge.from) && known.contains(&edge.to)) {
        if let Some(ReferenceOr::Item(item)) = paths.paths.get_mut(&edge.from.0) {
            draw(item, edge);
        }
    }
}

/// From a list, and from what was made there, to every operation on one of its things: `POST /a` → `GET /a/{id}`.
fn below(known: &[(String, &'static str)]) -> Vec<Edge> {
    let mut edges = vec![];
    for (path, method) in known {
        let Some((parent, parameter, _)) = one_of(path) else { continue };
        for (from, answer) in [("post", "$response.body#"), ("get", "$response.body#/items/0")] {
            let place = format!("{answer}/{}", if parameter == "token" { "token" } else { "id" });
            edges.push(Edge {
                from: (parent.to_owned(), from),
                to: (path.clone(), method),
                parameters: vec![(parameter.to_owned(), place)],
                body: None,
            });
        }
    }
    edges
}

/// `/a/{id}/b` as `/a`, `id`, `/b`, if it names one thing and no more.
fn one_of(path: &str) -> Option<(&str, &str, &str)> {
    let (parent, rest) = path.split_once("/{")?;
    let (parameter, rest) = rest.split_once('}')?;
    (!rest.contains('{')).then_some((parent, parameter, rest))
}

/// What a buyer and the staff behind him do, one after the other.
fn purchase() -> Vec<Edge> {
    let edge =
        |from: (&str, &'static str), to: (&str, &'static str), parameters: &[(&str, &str)], body: Option<Value>| Edge {
            from: (from.0.to_owned(), from.1),
            to: (to.0.to_owned(), to.1),
            parameters: parameters.iter().map(|(name, place)| ((*name).to_owned(), (*place).to_owned())).collect(),
            body,
        };
    let (carts, cart, lines) = ("/store/v1/carts", "/store/v1/carts/{token}", "/store/v1/carts/{token}/lines");
    let (checkouts, checkout) = ("/store/v1/checkouts", "/store/v1/checkouts/{token}");
    let complete = "/store/v1/checkouts/{token}/complete";
    let variant = |place: &str| json!({ "lines": [{ "variant": format!("$response.body#/{place}"), "quantity": 1 }] });
    let token = [("token", "$response.body#/token")];
    let line = [("token", "$response.body#/token"), ("line", "$response.body#/lines/0/id")];
    let from_cart = json!({ "cart": "$response.body#/token" });
    let agreed = json!({ "quote_hash": "$response.body#/quote_hash" });
    let order = [("id", "$response.body#/order/id")];
    let order_token = [("token", "$response.body#/order/token")];
    let fulfilment = [("id", "$request.path.id"), ("fulfilment", "$response.body#/fulfilments/0/id")];
    vec![
        edge(("/store/v1/products", "get"), (carts, "post"), &[], Some(variant("items/0/variants/0/id"))),
        edge(("/store/v1/products/{product}", "get"), (carts, "post"), &[], Some(variant("variants/0/id"))),
        edge((lines, "post"), ("/store/v1/carts/{token}/lines/{line}", "delete"), &line, None),
        edge((carts, "post"), ("/store/v1/carts/{token}/lines/{line}", "delete"), &line, None),
        edge((carts, "post"), (checkouts, "post"), &[], Some(from_cart.clone())),
        edge((lines, "post"), (checkouts, "post"), &[], Some(from_cart.clone())),
        edge((cart, "get"), (checkouts, "post"), &[], Some(from_cart)),
        edge((checkouts, "post"), (complete, "post"), &token, Some(agreed.clone())),
        edge((checkout, "get"), (complete, "post"), &token, Some(agreed.clone())),
        edge((checkout, "patch"), (complete, "post"), &token, Some(agreed)),
        edge((complete, "post"), ("/store/v1/orders/{token}", "get"), &order_token, None),
        edge((complete, "post"), ("/admin/v1/orders/{id}", "get"), &order, None),
        edge((complete, "post"), ("/admin/v1/orders/{id}/cancel", "post"), &order, None),
        edge(
            ("/admin/v1/orders/{id}/fulfilments", "post"),
            ("/admin/v1/orders/{id}/fulfilments/{fulfilment}", "patch"),
            &fulfilment,
            None,
        ),
    ]
}

fn draw(item: &mut PathItem, edge: Edge) {
    let operation = super::operations(item).find(|(method, _)| *method == edge.from.1);
    let Some(responses) = operation.and_then(|(_, operation)| operation.responses.as_mut()) else { return };
    let done = responses.responses.iter_mut().find_map(|(status, response)| match (status, response) {
        (StatusCode::Code(200 | 201), ReferenceOr::Item(response)) => Some(response),
        _ => None,
    });
    if let Some(response) = done {
        insert(response, edge);
    }
}

fn insert(response: &mut ResponseDoc, edge: Edge) {
    let id = operation_id(&edge.to.0, edge.to.1);
    let link = Link {
        description: None,
        operation: LinkOperation::OperationId(id.clone()),
        request_body: edge.body,
        parameters: edge.parameters.into_iter().map(|(name, place)| (name, place.into())).collect(),
        server: None,
        extensions: Default::default(),
    };
    response.links.insert(id, ReferenceOr::Item(link));
}
