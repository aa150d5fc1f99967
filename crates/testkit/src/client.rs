//! A client that says what came back.

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// A client of one shop, with or without a key.
#[derive(Clone)]
pub struct Client {
    /// `http://127.0.0.1:…`.
    pub base: String,
    /// The API key, if any.
    pub key: Option<String>,
    http: reqwest::Client,
    /// Other processes of the same shop, and who is asked next.
    turns: Option<Arc<Turns>>,
}

/// Several processes, each asked in its turn.
struct Turns {
    bases: Vec<String>,
    next: AtomicUsize,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The ETag, if any.
    pub etag: Option<String>,
    /// The body as JSON; null when it is none.
    pub body: Value,
}

impl Answer {
    /// The body, if the status is 2xx.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.body);
        self.body
    }

    /// The problem's code, if the status is `status`.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    pub fn code(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.body);
        self.body["code"].as_str().unwrap_or("")
    }
}

impl Client {
    /// A client of the shop at `base`.
    pub fn new(base: impl Into<String>, key: Option<String>) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
        Client { base: base.into(), key, http, turns: None }
    }

    /// A client that asks each of these processes in its turn, as a balancer would.
    ///
    /// # Panics
    /// When there are none.
    pub fn balanced(bases: Vec<String>, key: Option<String>) -> Self {
        let first = bases.first().expect("a shop has a process").clone();
        Client { turns: Some(Arc::new(Turns { bases, next: AtomicUsize::new(0) })), ..Client::new(first, key) }
    }

    /// The same shop without a key.
    #[must_use]
    pub fn guest(&self) -> Client {
        Client { key: None, ..self.clone() }
    }

    /// A request, to add to.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let base = match &self.turns {
            Some(turns) => &turns.bases[turns.next.fetch_add(1, Ordering::Relaxed) % turns.bases.len()],
            None => &self.base,
        };
        let request = self.http.request(method, format!("{base}{path}"));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// Sends it; `None` when the connection was cut or refused.
    pub async fn try_send(request: RequestBuilder) -> Option<Answer> {
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        let etag = answer.headers().get("etag").and_then(|v| v.to_str().ok()).map(str::to_owned);
        let bytes = answer.bytes().await.ok()?;
        Some(Answer { status, etag, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) })
    }

    /// Sends it.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(request: RequestBuilder) -> Answer {
        Client::try_send(request).await.expect("the shop answers")
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        Client::send(self.request(Method::GET, path)).await
    }
    /// POST.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        Client::send(self.request(Method::POST, path).json(&body)).await
    }
    /// PATCH.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        Client::send(self.request(Method::PATCH, path).json(&body)).await
    }
    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        Client::send(self.request(Method::DELETE, path)).await
    }
}
