//! Who may call what: read from the document, tried on every route.

use crate::stage::{Stage, stage};
use infrasell_gateway::Limits;
use infrasell_kernel::Permission;
use serde_json::Value;

struct Route {
    method: reqwest::Method,
    path: String,
    access: Option<String>,
}

fn routes(stage: &Stage) -> Vec<Route> {
    let mut routes = vec![];
    for (path, item) in stage.document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            routes.push(Route {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                access: operation["x-infrasell-access"].as_str().map(str::to_owned),
            });
        }
    }
    routes
}

/// A path with something in every place that can be read as what belongs there.
fn filled(stage: &Stage, path: &str) -> String {
    let parameters: Vec<&Value> = stage.document["paths"][path]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|operation| operation["parameters"].as_array().cloned().unwrap_or_default().leak().iter())
        .filter(|p| p["in"] == "path")
        .collect();
    let mut filled = path.to_owned();
    for parameter in parameters {
        let example = parameter["schema"]["examples"][0].as_str().map_or_else(|| "0".repeat(32), str::to_owned);
        filled = filled.replace(&format!("{{{}}}", parameter["name"].as_str().unwrap()), &example);
    }
    filled
}

async fn call(stage: &Stage, route: &Route, secret: Option<&str>) -> u16 {
    let mut request = stage.http.request(route.method.clone(), format!("{}{}", stage.base, filled(stage, &route.path)));
    if let Some(secret) = secret {
        request = request.bearer_auth(secret);
    }
    if route.method != reqwest::Method::GET {
        request = request.json(&serde_json::json!({}));
    }
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn every_route_says_who_may_call_it() {
    let stage = stage(Limits::default()).await;
    let routes = routes(&stage);
    assert!(routes.len() > 80, "{}", routes.len());
    for route in &routes {
        let access = route.access.as_deref().unwrap_or_else(|| panic!("{} {} does not say", route.method, route.path));
        let public = ["/store/", "/hooks/", "/.well-known/", "/api/{version}/graphql"]
            .iter()
            .any(|start| route.path.starts_with(start))
            || route.path == "/admin/v1/session"
            || route.path.starts_with("/admin/v1/password-reset");
        match access {
            "public" => assert!(public, "{} {} is open to anybody", route.method, route.path),
            "customer" => assert!(route.path.starts_with("/store/"), "{}", route.path),
            "signed_in" => {
                assert!(route.path.starts_with("/admin/v1/me") || route.path == "/admin/v1/session", "{}", route.path)
            }
            permission => assert!(Permission::ALL.iter().any(|p| p.as_str() == permission), "{permission}"),
        }
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_it_says_and_nobody_else() {
    let stage = stage(Limits::default()).await;
    for route in routes(&stage) {
        let name = format!("{} {}", route.method, route.path);
        match route.access.as_deref().unwrap() {
            "public" => assert!(![401, 403].contains(&call(&stage, &route, None).await), "{name}"),
            "customer" => {
                assert_eq!(call(&stage, &route, None).await, 401, "{name}");
                assert_eq!(call(&stage, &route, Some("stolen")).await, 401, "{name} with an unknown token");
                assert_eq!(call(&stage, &route, Some("but:")).await, 403, "{name} with every permission");
                assert!(![401, 403].contains(&call(&stage, &route, Some("customer")).await), "{name}");
            }
            "signed_in" => {
                assert_eq!(call(&stage, &route, None).await, 401, "{name}");
                assert_eq!(call(&stage, &route, Some("customer")).await, 403, "{name} by a customer");
                assert!(![401, 403].contains(&call(&stage, &route, Some("only:none")).await), "{name}");
            }
            permission => {
                assert_eq!(call(&stage, &route, None).await, 401, "{name} without a key");
                assert_eq!(call(&stage, &route, Some("stolen")).await, 401, "{name} with an unknown key");
                assert_eq!(call(&stage, &route, Some("customer")).await, 403, "{name} by a customer");
                let (but, only) = (format!("but:{permission}"), format!("only:{permission}"));
                assert_eq!(call(&stage, &route, Some(&but)).await, 403, "{name} with every other permission");
                assert!(
                    ![401, 403].contains(&call(&stage, &route, Some(&only)).await),
                    "{name} with just this permission"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_names_the_permission_and_how_to_authenticate() {
    let stage = stage(Limits::default()).await;
    let url = format!("{}/admin/v1/orders", stage.base);
    let refused = stage.http.get(&url).send().await.unwrap();
    assert_eq!(refused.headers()["www-authenticate"], "Bearer");
    let refused: Value =
        stage.http.get(&url).bearer_auth("but:orders:read").send().await.unwrap().json().await.unwrap();
    assert_eq!(
        (refused["code"].as_str(), refused["details"]["permission"].as_str()),
        (Some("forbidden"), Some("orders:read"))
    );
    let basic = stage.http.get(&url).header("authorization", "Basic b25seTphbGw=").send().await.unwrap();
    assert_eq!(basic.status(), 401);
}

#[tokio::test]
async fn every_operation_is_described() {
    let stage = stage(Limits::default()).await;
    assert_eq!(stage.document["openapi"], "3.1.0");
    for (path, item) in stage.document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|s| s.len() > 3), "{name} has no summary");
            assert!(operation["tags"][0].is_string(), "{name} has no tag");
            assert!(operation["responses"]["503"].is_object(), "{name} does not say how it fails");
            assert!(operation["responses"]["default"].is_null(), "{name} does not say with which status it answers");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            for parameter in parameters {
                assert!(
                    parameter["description"].as_str().is_some_and(|d| d.len() > 3),
                    "{name}: {}",
                    parameter["name"]
                );
            }
        }
    }
}

#[tokio::test]
async fn pages_are_open_to_anybody_and_show_nothing_without_a_token() {
    let stage = stage(Limits::default()).await;
    let token = "0".repeat(32);
    for page in ["", "/information", "/shipping", "/payment", "/wait", "/return"] {
        let answer = stage.http.get(format!("{}/checkout/{token}{page}", stage.base)).send().await.unwrap();
        assert_eq!(answer.status(), 503, "{page}: the services are away");
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8", "{page}: people read it");
        assert!(answer.headers().contains_key("retry-after"), "{page}");
    }
    let order = stage.http.get(format!("{}/orders/{token}", stage.base)).send().await.unwrap();
    assert_eq!(order.status(), 503);
    for (path, status) in [("/checkout/x", 404), ("/orders/1", 404), ("/checkout/x/y/z", 404)] {
        assert_eq!(stage.http.get(format!("{}{path}", stage.base)).send().await.unwrap().status(), status, "{path}");
    }
    let form = stage.http.post(format!("{}/checkout/{token}/payment", stage.base)).body("a=b");
    assert_eq!(form.send().await.unwrap().status(), 415, "a form says that it is one");
}
