//! What is counted and logged at the edge, and the trace that a request belongs to.

use crate::stage::stage;
use infrasell_gateway::Limits;
use serde_json::Value;

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[tokio::test]
async fn metrics_are_for_who_may_read_the_system() {
    let stage = stage(Limits::default()).await;
    let ask = |secret: &str| stage.http.get(format!("{}/metrics", stage.base)).bearer_auth(secret).send();
    assert_eq!(stage.http.get(format!("{}/metrics", stage.base)).send().await.unwrap().status(), 401);
    assert_eq!(ask("but:system:read").await.unwrap().status(), 403);
    let answer = ask("only:system:read").await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
}

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_path() {
    let stage = stage(Limits::default()).await;
    let secret = "c0ffee00c0ffee00c0ffee00c0ffee00";
    for path in [format!("/store/v1/carts/{secret}"), format!("/{secret}"), "/openapi.json".into()] {
        stage.http.get(format!("{}{path}", stage.base)).send().await.unwrap();
    }
    let compressed = stage.http.get(format!("{}/openapi.json", stage.base)).header("accept-encoding", "gzip");
    let compressed = compressed.send().await.unwrap().bytes().await.unwrap();
    let text = stage.http.get(format!("{}/metrics", stage.base)).bearer_auth("only:system:read").send().await.unwrap();
    let text = text.text().await.unwrap();
    let number = |line: &str| -> f64 {
        let found = text.lines().find_map(|known| known.strip_prefix(line)).unwrap_or_else(|| panic!("{line}\n{text}"));
        found.trim().parse().unwrap()
    };
    assert!(!text.contains(secret));
    let cart = r#"method="GET",route="/store/v1/carts/{token}""#;
    assert!(number(&format!("infrasell_http_requests_total{{{cart},status=\"5xx\"}}")) >= 1.0);
    assert!(number(&format!("infrasell_http_request_duration_seconds_bucket{{{cart},le=\"+Inf\"}}")) >= 1.0);
    assert!(number(r#"infrasell_http_requests_total{method="other",route="other",status="4xx"}"#) >= 1.0);
    let sent = number(r#"infrasell_http_response_bytes_total{method="GET",route="/openapi.json"}"#);
    let whole = serde_json::to_string_pretty(&stage.document).unwrap().len();
    assert!(sent > whole as f64 && compressed.len() < whole, "{sent} {whole} {}", compressed.len());
    assert!(number("infrasell_http_requests_in_flight") >= 1.0, "this very request");
    assert!(number("infrasell_http_connections") >= 1.0);
    number("infrasell_queue_delay_seconds");
}

#[tokio::test]
async fn a_request_belongs_to_the_trace_that_it_names() {
    let stage = stage(Limits::default()).await;
    let ask = |parent: &'static str, id: Option<&'static str>| {
        let mut request = stage.http.get(format!("{}/store/v1/products", stage.base)).header("traceparent", parent);
        if let Some(id) = id {
            request = request.header("x-request-id", id);
        }
        async move {
            let answer = request.send().await.unwrap();
            let header = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
            let problem: Value = answer.json().await.unwrap();
            assert_eq!(problem["request_id"], header.as_str());
            header
        }
    };
    assert_eq!(ask(PARENT, None).await, TRACE);
    assert_eq!(ask(PARENT, Some("my-own-request")).await, "my-own-request");
    let fresh = ask("00-not-a-trace-01", None).await;
    assert!(fresh.len() == 32 && fresh != TRACE, "{fresh}");
}
