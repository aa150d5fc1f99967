//! The HTTP client: one call, its time, its two secrets, and how its end is read.

use super::{Secret, SimulatorConfig, wire::WireProblem};
use crate::port::OpKey;
use reqwest::{Method, RequestBuilder, StatusCode, header::RETRY_AFTER, redirect::Policy};
use serde_json::Value;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::sync::Semaphore;

/// The version that every call names.
const VERSION: &str = "2026-04-01";
/// The most calls at once; the others wait, within their time.
const MAX_CALLS: usize = 64;
/// The most bytes of an answer.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;
/// How often a call is made again after a 429.
const MAX_THROTTLED: u32 = 2;
/// The longest pause after a 429 that a call waits out itself.
const MAX_PAUSE: Duration = Duration::from_secs(2);

/// How a call ended.
#[derive(Debug)]
pub(super) enum Reply {
    /// A 2xx.
    Good { body: Vec<u8> },
    /// A 4xx that says for certain that the call had no effect.
    Refused { status: u16, problem: Box<WireProblem> },
    /// Everything else.
    Unknown { cause: String },
}

impl Reply {
    /// Whether the provider answered as itself.
    pub(super) const fn is_answer(&self) -> bool {
        !matches!(self, Reply::Unknown { .. })
    }
}

/// The client.
pub(super) struct Client {
    http: reqwest::Client,
    base_url: String,
    secrets: Vec<Secret>,
    /// Which of the secrets was accepted last.
    current: AtomicUsize,
    calls: Semaphore,
    timeout: Duration,
}

impl Client {
    pub(super) fn new(config: &SimulatorConfig) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build()?;
        Ok(Client {
            http,
            base_url: config.base_url.trim_end_matches('/').into(),
            secrets: config.secrets.clone(),
            current: AtomicUsize::new(0),
            calls: Semaphore::new(MAX_CALLS),
            timeout: config.timeout,
        })
    }

    pub(super) async fn post(&self, path: &str, key: &OpKey, body: &Value) -> Reply {
        self.call(|secret| self.request(secret, Method::POST, path).header("idempotency-key", &key.0).json(body)).await
    }

    pub(super) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Reply {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        let path = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        self.call(|secret| self.request(secret, Method::GET, &path)).await
    }

    fn request(&self, secret: &Secret, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.base_url);
        self.http.request(method, url).bearer_auth(&secret.0).header("sim-version", VERSION)
    }

    /// Makes a call within its time, whatever it has to wait for.
    async fn call(&self, request: impl Fn(&Secret) -> RequestBuilder) -> Reply {
        let timed = tokio::time::timeout(self.timeout, async {
            let _one_of_few = self.calls.acquire().await;
            self.patiently(request).await
        });
        timed.await.unwrap_or_else(|_| unknown("no answer in time"))
    }

    /// Tries again where the provider says that nothing happened: with the other secret, or after a pause.
    async fn patiently(&self, request: impl Fn(&Secret) -> RequestBuilder) -> Reply {
        let first = self.current.load(Ordering::Relaxed);
        let (mut throttled, mut refused) = (0, 0);
        while refused < self.secrets.len() {
            let index = (first + refused) % self.secrets.len();
            match once(request(&self.secrets[index])).await {
                Once::Ended(reply) => {
                    self.current.store(index, Ordering::Relaxed);
                    return reply;
                }
                Once::Unauthenticated => refused += 1,
                Once::Throttled(pause) if throttled < MAX_THROTTLED && pause <= MAX_PAUSE => {
                    throttled += 1;
                    tokio::time::sleep(pause).await;
                }
                Once::Throttled(_) => return unknown("too many requests"),
            }
        }
        unknown("the secret is not accepted")
    }
}

enum Once {
    Ended(Reply),
    Unauthenticated,
    Throttled(Duration),
}

async fn once(request: RequestBuilder) -> Once {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return Once::Ended(unknown(kind_of(&error))),
    };
    let status = response.status();
    if status == StatusCode::UNAUTHORIZED {
        return Once::Unauthenticated;
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        let seconds = response.headers().get(RETRY_AFTER).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
        return Once::Throttled(Duration::from_secs(seconds.unwrap_or(1)));
    }
    let Some(body) = body(response).await else {
        return Once::Ended(unknown("the answer broke off or is too long"));
    };
    Once::Ended(read(status, body))
}

async fn body(mut response: reqwest::Response) -> Option<Vec<u8>> {
    let mut body = vec![];
    while let Some(chunk) = response.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER_BYTES {
            return None;
        }
    }
    Some(body)
}

fn read(status: StatusCode, body: Vec<u8>) -> Reply {
    if status.is_success() {
        return Reply::Good { body };
    }
    // A refusal is one that the provider itself has written; a 409 or 422 about the key says nothing about the effect.
    let problem = serde_json::from_slice::<WireProblem>(&body);
    match problem {
        Ok(problem) if status.is_client_error() && !problem.error.code.starts_with("idempotency_key") => {
            Reply::Refused { status: status.as_u16(), problem: Box::new(problem) }
        }
        Ok(problem) => unknown(&format!("{} {}", status.as_u16(), problem.error.code)),
        Err(_) => unknown(&format!("{} without a word", status.as_u16())),
    }
}

fn unknown(cause: &str) -> Reply {
    Reply::Unknown { cause: cause.into() }
}

/// What kind of failure it was. The error's own text may hold the address, which is nobody's business.
fn kind_of(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    }
}
