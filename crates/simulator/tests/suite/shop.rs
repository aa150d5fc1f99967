//! A merchant to test with: an HTTP client, and a place that receives webhooks.

use axum::{Router, extract::State, http::HeaderMap, routing::post};
use infrasell_simulator::{Config, Plan, Simulator, Truth, VERSION};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

pub struct Shop {
    pub sim: Simulator,
    pub http: reqwest::Client,
}

/// A status and a body.
pub type Seen = (u16, Value);

impl Shop {
    pub async fn open() -> Shop {
        Shop::with(Config::default()).await
    }

    pub async fn with(config: Config) -> Shop {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Shop { sim: Simulator::start(config).await.unwrap(), http }
    }

    /// A call as it should be, to be spoiled by a test.
    pub fn call(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        self.http
            .request(method, format!("{}{path}", self.sim.base_url))
            .bearer_auth(&self.sim.secret)
            .header("sim-version", VERSION)
    }

    pub async fn try_post(&self, path: &str, key: Option<&str>, body: &Value) -> Result<Seen, reqwest::Error> {
        let mut call = self.call("POST", path).json(body);
        if let Some(key) = key {
            call = call.header("idempotency-key", key);
        }
        seen(call).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Seen {
        self.try_post(path, None, &body).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Seen {
        seen(self.call("GET", path)).await.unwrap()
    }

    pub async fn control(&self, path: &str, body: Value) -> Seen {
        let url = format!("{}/_sim/{path}", self.sim.base_url);
        seen(self.http.post(url).json(&body)).await.unwrap()
    }

    /// Makes a payment and returns its id.
    pub async fn pay(&self, reference: &str, capture: &str, instrument: &str) -> String {
        let (status, payment) = self.post("/v1/payments", new_payment(reference, capture, instrument)).await;
        assert_eq!(status, 201, "{payment}");
        payment["id"].as_str().unwrap().into()
    }

    pub async fn payment(&self, id: &str) -> Value {
        let (status, payment) = self.get(&format!("/v1/payments/{id}")).await;
        assert_eq!(status, 200, "{payment}");
        payment
    }

    /// What the bank says about all payments with a reference.
    pub fn truths(&self, reference: &str) -> Vec<Truth> {
        self.sim.truths().into_iter().filter(|truth| truth.reference == reference).collect()
    }

    pub fn plan(&self, plan: Plan) {
        self.sim.plan(plan);
    }

    pub async fn advance(&self, seconds: u64) {
        self.sim.advance(Duration::from_secs(seconds)).await;
    }
}

pub async fn seen(call: RequestBuilder) -> Result<Seen, reqwest::Error> {
    let response = call.send().await?;
    let status = response.status().as_u16();
    let body = response.bytes().await?;
    Ok((status, serde_json::from_slice(&body).unwrap_or_else(|_| json!(String::from_utf8_lossy(&body)))))
}

pub fn new_payment(reference: &str, capture: &str, instrument: &str) -> Value {
    json!({ "amount": 10_000, "currency": "INR", "reference": reference, "capture": capture, "instrument": instrument })
}

/// The code of an error.
pub fn code(seen: &Seen) -> (u16, &str) {
    (seen.0, seen.1["error"]["code"].as_str().unwrap_or("none"))
}

/// One webhook as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Arrived {
    pub fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.event()["type"].as_str().unwrap().into()
    }

    pub fn id(&self) -> String {
        self.event()["id"].as_str().unwrap().into()
    }

    pub fn signature(&self) -> &str {
        self.headers.get("sim-signature").map_or("", |value| value.to_str().unwrap())
    }
}

/// The status to answer, and what has arrived.
type Inbox = Arc<Mutex<(u16, Vec<Arrived>)>>;

/// A receiver of webhooks that answers a status, which may be changed.
pub struct Receiver {
    pub url: String,
    state: Inbox,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Receiver {
        let state = Arc::new(Mutex::new((200, vec![])));
        let app = Router::new()
            .route("/hook", post(receive))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Receiver { url, state, task }
    }

    pub fn answer(&self, status: u16) {
        self.state.lock().unwrap().0 = status;
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.state.lock().unwrap().1.clone()
    }

    pub fn kinds(&self) -> Vec<String> {
        self.arrived().iter().map(Arrived::kind).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn receive(State(state): State<Inbox>, headers: HeaderMap, body: axum::body::Bytes) -> axum::http::StatusCode {
    let mut state = state.lock().unwrap();
    state.1.push(Arrived { headers, body: body.to_vec() });
    state.0.try_into().unwrap()
}
