//! Hostile requests: a clear 4xx, never a 5xx of our own, and the next request is served.

use crate::stage::stage;
use infrasell_gateway::Limits;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn post(base: &str, kind: &str, body: Vec<u8>) -> (u16, Value) {
    let request = reqwest::Client::new().post(format!("{base}/store/v1/carts")).header("content-type", kind);
    let answer = request.body(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

#[tokio::test]
async fn bodies() {
    let stage = stage(Limits { body_bytes: 64 << 10, ..Limits::default() }).await;
    let deep = [b"[".repeat(20_000), b"]".repeat(20_000)].concat();
    let cases: [(&str, Vec<u8>, u16, &str); 9] = [
        ("text/plain", b"{}".to_vec(), 415, "unsupported_media_type"),
        ("application/json", vec![], 400, "malformed_json"),
        ("application/json", b"{\"note\":".to_vec(), 400, "malformed_json"),
        ("application/json", b"{} {}".to_vec(), 400, "malformed_json"),
        ("application/json", deep, 422, "invalid"),
        ("application/json", b"{\"note\":\"\xff\xfe\"}".to_vec(), 400, "malformed_json"),
        ("application/json", vec![b' '; 70 << 10], 413, "body_too_large"),
        ("application/json", b"{\"lines\":[{\"variant\":\"prod_1\"}]}".to_vec(), 422, "invalid"),
        ("application/json", b"{\"surprise\":1}".to_vec(), 422, "invalid"),
    ];
    for (kind, body, status, code) in cases {
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        let (got, problem) = post(&stage.base, kind, body).await;
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{shown}");
    }
}

#[tokio::test]
async fn a_bad_field_is_named_with_its_place() {
    let stage = stage(Limits::default()).await;
    for (body, path) in [
        (r#"{"lines":[{"variant":"var_1","quantity":1},{"variant":"var_2","quantity":0}]}"#, "lines[1].quantity"),
        (r#"{"lines":[{"variant":"var_1","quantity":9223372036854775808}]}"#, "lines[0].quantity"),
        (r#"{"locale":"english"}"#, "locale"),
        (r#"{"lines":[{"variant":"var_1","quantity":1.5}]}"#, "lines[0].quantity"),
    ] {
        let (status, problem) = post(&stage.base, "application/json", body.into()).await;
        assert_eq!((status, problem["errors"][0]["path"].as_str()), (422, Some(path)), "{body}: {problem}");
    }
}

#[tokio::test]
async fn a_deeply_nested_value_is_refused_without_a_crash() {
    let stage = stage(Limits::default()).await;
    let deep = format!("{{\"attributes\":{}1{}}}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let (status, _) = post(&stage.base, "application/json", deep.into()).await;
    assert!([400, 422].contains(&status), "{status}");
}

#[tokio::test]
async fn queries_and_cursors_from_elsewhere() {
    let stage = stage(Limits::default()).await;
    for (query, path) in [
        ("limit=0", "limit"),
        ("limit=251", "limit"),
        ("limit=-1", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=ten", "limit"),
        ("after=not-a-cursor", "after"),
        ("after=WyJvcmRlcnMiLDFd", "after"),
        ("after=%00%ff", "after"),
    ] {
        let url = format!("{}/admin/v1/roles?{query}", stage.base);
        let answer = stage.http.get(url).bearer_auth("only:staff:read").send().await.unwrap();
        assert_eq!(answer.status(), 422, "{query}");
        assert_eq!(answer.json::<Value>().await.unwrap()["errors"][0]["path"], path, "{query}");
    }
}

#[tokio::test]
async fn headers_that_are_too_many_too_long_or_malformed() {
    let stage = stage(Limits { headers: 20, head_bytes: 8 << 10, ..Limits::default() }).await;
    let address = stage.base.strip_prefix("http://").unwrap().to_owned();
    let many: String = (0..30).map(|n| format!("x-{n}: 1\r\n")).collect();
    let long = format!("x-long: {}\r\n", "a".repeat(20 << 10));
    for (head, statuses) in [
        (format!("GET /livez HTTP/1.1\r\nhost: x\r\n{many}\r\n"), vec!["431"]),
        (format!("GET /livez HTTP/1.1\r\nhost: x\r\n{long}\r\n"), vec!["431"]),
        ("BLAH\r\n\r\n".to_owned(), vec!["400"]),
        ("GET /livez HTTP/1.1\r\nhost: x\r\nidempotency-key: \u{7f}\r\n\r\n".to_owned(), vec!["400", "204"]),
    ] {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = vec![0; 256];
        let n = stream.read(&mut answer).await.unwrap();
        let line = String::from_utf8_lossy(&answer[..n]).lines().next().unwrap_or("").to_owned();
        assert!(statuses.iter().any(|s| line.contains(s)), "{line} for {}", &head[..head.len().min(60)]);
    }
    assert_eq!(stage.http.get(format!("{}/livez", stage.base)).send().await.unwrap().status(), 204);
}

#[tokio::test]
async fn an_idempotency_key_must_be_usable() {
    let stage = stage(Limits::default()).await;
    for key in ["", " ", &"k".repeat(256)] {
        let request = stage.http.post(format!("{}/store/v1/carts", stage.base)).json(&serde_json::json!({}));
        let answer = request.header("idempotency-key", key).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{}", key.len());
        assert_eq!(answer.json::<Value>().await.unwrap()["errors"][0]["path"], "Idempotency-Key");
    }
}
