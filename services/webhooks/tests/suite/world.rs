//! Webhooks among services that answer one thing each, and receivers that do as they are told.

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::IntoResponse,
    routing::post,
};
use infrasell_contracts::{
    catalog::{self, PRODUCTS_CHANGED, ProductsChanged},
    common::Audit,
    orders,
    webhooks::{
        CreateWebhook, GetWebhook, GetWebhookDelivery, ListWebhookDeliveries, Webhook, WebhookDelivery,
        WebhookDeliveryDetail, WebhookInput, WebhookTopic, WebhookWithSecret, Webhooks,
    },
};
use infrasell_db::{Runner, RunnerHandle, testing::TestDb};
use infrasell_kernel::{Env, PageRequest, ProductId, WebhookDeliveryId, WebhookId};
use infrasell_outward::{Outward, Policy};
use infrasell_rpc::{Cx, Outbound, Peer, PeerOptions};
use infrasell_seal::{KeySource, MasterKeys, SealError};
use infrasell_webhooks::{Deps, Options, WebhookService};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

pub const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A master key in memory.
pub struct Held(pub Mutex<String>);

impl KeySource for Held {
    fn read(&self) -> Result<Option<MasterKeys>, SealError> {
        MasterKeys::parse(&self.0.lock().unwrap()).map(Some)
    }
    fn make(&self, keys: MasterKeys) -> Result<MasterKeys, SealError> {
        *self.0.lock().unwrap() = keys.text();
        Ok(keys)
    }
    fn place(&self) -> String {
        "memory".into()
    }
}

/// What a receiver got.
#[derive(Debug, Clone)]
pub struct Got {
    pub headers: BTreeMap<String, String>,
    pub path: String,
    pub body: Vec<u8>,
    /// What was answered; none when nothing was.
    pub answered: Option<u16>,
}

impl Got {
    pub fn id(&self) -> WebhookDeliveryId {
        self.headers["x-infrasell-delivery"].parse().unwrap()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
    pub fn entity(&self) -> String {
        self.json()["id"].as_str().unwrap().to_owned()
    }
}

/// Decides what is answered to the nth message with this entity; none is silence.
pub type Decide = dyn Fn(usize, &str) -> Option<u16> + Send + Sync;

/// A receiver.
#[derive(Clone)]
pub struct Receiver {
    pub address: SocketAddr,
    pub got: Arc<Mutex<Vec<Got>>>,
    pub decide: Arc<Mutex<Arc<Decide>>>,
}

impl Receiver {
    pub async fn new(decide: impl Fn(usize, &str) -> Option<u16> + Send + Sync + 'static) -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Receiver {
            address: listener.local_addr().unwrap(),
            got: Arc::default(),
            decide: Arc::new(Mutex::new(Arc::new(decide))),
        };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    pub fn now(&self, decide: impl Fn(usize, &str) -> Option<u16> + Send + Sync + 'static) {
        *self.decide.lock().unwrap() = Arc::new(decide);
    }

    pub fn all(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// Those that were taken.
    pub fn taken(&self) -> Vec<Got> {
        self.all().into_iter().filter(|got| got.answered == Some(200)).collect()
    }

    pub fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }
}

async fn take(State(receiver): State<Receiver>, uri: Uri, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let mut got = Got { headers, path: uri.to_string(), body: body.to_vec(), answered: None };
    let decide = receiver.decide.lock().unwrap().clone();
    {
        let mut all = receiver.got.lock().unwrap();
        got.answered = decide(all.len(), &got.entity());
        all.push(got.clone());
    }
    let Some(status) = got.answered else { std::future::pending().await };
    (StatusCode::from_u16(status).unwrap(), [("location", "http://169.254.169.254/")], "ok")
}

fn product() -> Value {
    json!({ "id": "prod_7", "handle": "tea", "title": "Tea", "description_html": "", "status": "active", "vendor": "",
        "product_type": "", "tags": [], "category": null, "tax_class": null, "options": [], "variants": [],
        "media": [], "seo": { "title": "", "description": "" }, "metafields": [], "channels": null, "version": 1,
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z" })
}

/// Webhooks on a database.
pub struct World {
    pub db: TestDb,
    pub service: Arc<WebhookService>,
    pub runner: RunnerHandle,
    pub keys: Arc<Held>,
    /// What the catalogue says of any product: a product, nothing when it is gone, or a number when it is away.
    pub product: Arc<Mutex<Value>>,
}

impl World {
    pub async fn new(db: TestDb, change: impl FnOnce(&mut Options)) -> World {
        let told = Arc::new(Mutex::new(product()));
        let answer = told.clone();
        let says = move |body: Bytes| {
            let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
            let said = answer.lock().unwrap().clone();
            async move {
                let id = find(&asked, "id").unwrap_or_else(|| json!("prod_7"));
                Json(match said {
                    Value::Null => json!({ "err": { "code": "not_found", "what": "product", "id": id } }),
                    Value::Number(_) => json!({ "err": { "code": "unavailable", "what": "catalog" } }),
                    mut product => {
                        product["id"] = id;
                        json!({ "ok": product })
                    }
                })
            }
        };
        let router = Router::new().route("/catalog.product", post(says));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let peer = Peer::new(&base, &Outbound::bare(Env::system()), PeerOptions::default()).unwrap();
        let mut options = Options { domain: "shop.example".into(), attempts: 4, ..Options::default() };
        change(&mut options);
        let keys = Arc::new(Held(Mutex::new(KEY.into())));
        let policy = Policy { allow_http: false, allow_networks: vec!["127.0.0.0/8".parse().unwrap()] };
        let service = infrasell_webhooks::open(Deps {
            db: db.db.clone(),
            env: db.env().clone(),
            keys: keys.clone(),
            outward: Outward::new(policy),
            options,
            catalog: Arc::new(catalog::wire::Remote(peer.clone())),
            orders: Arc::new(orders::wire::Remote(peer)),
        });
        let runner = Runner::start(&db, service.jobs(), service.subscriptions()).await.unwrap();
        World { db, service, runner, keys, product: told }
    }

    /// A webhook that is told of products.
    pub async fn webhook(&self, url: &str) -> WebhookWithSecret {
        let topics = vec![WebhookTopic::ProductsCreate, WebhookTopic::ProductsUpdate, WebhookTopic::ProductsDelete];
        let webhook = WebhookInput { url: url.into(), topics, description: String::new() };
        self.service.create_webhook(&cx(), CreateWebhook { webhook }).await.unwrap()
    }

    pub async fn emit(&self, products: &[i64], created: &[i64], deleted: &[i64]) {
        let ids = |some: &[i64]| some.iter().map(|id| ProductId::from_i64(*id)).collect();
        let event = ProductsChanged { products: ids(products), created: ids(created), deleted: ids(deleted) };
        let mut tx = self.db.begin().await.unwrap();
        tx.emit(PRODUCTS_CHANGED, &event).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Products changed, and everybody who is told of it was tried once.
    pub async fn changed(&self, products: &[i64]) {
        self.emit(products, &[], &[]).await;
        self.settle().await;
    }

    pub async fn settle(&self) {
        self.runner.settle().await.unwrap();
    }

    /// Lets time pass, and waits until what is due is done.
    pub async fn later(&self, seconds: u64) {
        self.db.clock.advance(Duration::from_secs(seconds));
        self.settle().await;
    }

    pub async fn find(&self, id: WebhookId) -> Webhook {
        self.service.webhook(&cx(), GetWebhook { id }).await.unwrap()
    }

    pub async fn deliveries(&self) -> Vec<WebhookDelivery> {
        let page = PageRequest { limit: Some(250), after: None };
        let wanted = ListWebhookDeliveries { page, ..ListWebhookDeliveries::default() };
        self.service.deliveries(&cx(), wanted).await.unwrap().items
    }

    pub async fn detail(&self, id: WebhookDeliveryId) -> WebhookDeliveryDetail {
        self.service.delivery(&cx(), GetWebhookDelivery { id }).await.unwrap()
    }

    /// Proves the books.
    pub async fn close(self) {
        let report = self.service.audit(&cx(), Audit {}).await.unwrap();
        assert!(report.checks.iter().all(|check| check.differences.is_empty()), "{report:?}");
        self.runner.stop().await;
    }
}

/// The first value under this name, however deep.
fn find(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Object(fields) => fields.get(name).cloned().or_else(|| fields.values().find_map(|v| find(v, name))),
        Value::Array(items) => items.iter().find_map(|item| find(item, name)),
        _ => None,
    }
}

pub fn cx() -> Cx {
    Cx::system("test", "test")
}

/// Waits until something is so.
pub async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not within 10 s: {what}");
}
