//! A shop's other services, as far as a mail needs them, and an engine that does as it is told.

use async_trait::async_trait;
use axum::{Json, Router, routing::post};
use infrasell_contracts::{
    identity,
    notifications::{
        GetNotification, ListNotifications, Notification, NotificationDetail, NotificationFilter, Notifications,
    },
    orders::{self, ORDER_PLACED, OrderPlaced},
    payments, settings,
};
use infrasell_db::{Runner, RunnerHandle, testing::TestDb};
use infrasell_kernel::{Env, NotificationId, OrderId};
use infrasell_notifications::{
    Deps, NotificationService, Options,
    port::{Envelope, Mailer, SendError},
};
use infrasell_rpc::{Cx, Outbound, Peer, PeerOptions};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// What the engine does next; nothing means it takes the mail.
#[derive(Default)]
pub struct Told {
    pub next: Mutex<VecDeque<SendError>>,
    pub taken: Mutex<Vec<Envelope>>,
    pub asked: AtomicUsize,
}

#[async_trait]
impl Mailer for Told {
    fn name(&self) -> &'static str {
        "told"
    }
    async fn send(&self, envelope: &Envelope) -> Result<String, SendError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if let Some(error) = self.next.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.taken.lock().unwrap().push(envelope.clone());
        Ok("250 ok".into())
    }
    async fn check(&self) -> Result<String, SendError> {
        Ok("told".into())
    }
}

impl Told {
    pub fn texts(&self) -> Vec<String> {
        self.taken.lock().unwrap().iter().map(|e| String::from_utf8(e.message.clone()).unwrap()).collect()
    }
}

/// Notifications among services that answer one thing each.
pub struct World {
    pub db: TestDb,
    pub service: Arc<NotificationService>,
    pub runner: RunnerHandle,
    /// What the other services answer: change it and they answer that.
    pub order: Arc<Mutex<Value>>,
    pub minted: Arc<AtomicUsize>,
}

pub const ORDER: i64 = 7;
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef";

pub fn order(method: &str, locale: &str) -> Value {
    let totals = json!({ "subtotal_minor": 12_345_600, "discount_minor": 0, "shipping_minor": 0, "fee_minor": 0,
        "tax_minor": 587_885, "rounding_minor": 0, "total_minor": 12_345_600 });
    let amounts = json!({ "key": "a", "quantity": 1, "unit_price_minor": 12_345_600, "compare_at_minor": null,
        "subtotal_minor": 12_345_600, "discount_minor": 0, "net_minor": 11_757_715, "tax_minor": 587_885,
        "total_minor": 12_345_600, "taxes": [] });
    let line = json!({ "id": "line_1", "variant": "var_1", "product": "prod_1", "product_title": "Silk <saree>",
        "variant_title": "Rose", "sku": "S-1", "hsn_code": "5007", "country_of_origin": "IN", "image_url": null,
        "attributes": {}, "requires_shipping": true, "quantity": 1, "mrp_minor": null, "amounts": amounts,
        "allocations": [], "fulfilled": 0, "refunded": 0, "restocked": 0 });
    let parcel = json!({ "id": "ful_3", "state": "shipped", "location": null,
        "lines": [{ "line_item": "line_1", "quantity": 1 }],
        "tracking": { "carrier": "Post", "number": "IN1", "url": "https://post.example/IN1" },
        "created_at": "2026-01-01T00:00:00Z", "shipped_at": "2026-01-01T00:00:00Z", "delivered_at": null });
    let refund = json!({ "id": "ref_4", "state": "succeeded", "amount_minor": 10_000, "shipping_minor": 0, "lines": [],
        "reason": "damaged", "actor": "staff_1", "created_at": "2026-01-01T00:00:00Z" });
    json!({ "id": "ord_7", "number": "IN-0007", "token": TOKEN, "checkout": "chk_1", "channel": "chan_1",
        "currency": "INR", "locale": locale, "state": "confirmed", "payment_status": "captured", "payment": "pay_1",
        "payment_method": method, "authorised_minor": 12_345_600, "captured_minor": 12_345_600, "refunded_minor": 0,
        "balance_minor": 0, "email": "Asha@Example.in", "phone": null,
        "shipping_address": { "name": "Asha Rao", "line1": "12 Lake Road", "city": "Pune", "region": "MH",
            "postal_code": "411001", "country": "IN" },
        "billing_address": null, "line_items": [line],
        "quote": { "currency": "INR", "prices_include_tax": true, "lines": [amounts], "shipping": [], "entries": [],
            "totals": totals },
        "fulfilments": [parcel], "refunds": [refund], "note": "", "attributes": {}, "cancel_reason": "out of stock",
        "placed_at": "2026-01-01T00:00:00Z", "cancelled_at": null, "updated_at": "2026-01-01T00:00:00Z", "version": 1 })
}

fn shop() -> Value {
    json!({ "name": "Chai\r\nBcc: x@y.in", "legal_name": "Chai LLP", "legal_address": {}, "registration_number": "",
        "email": "shop@example.in", "phone": "", "grievance": { "name": "", "email": "" }, "country": "IN",
        "region": "MH", "time_zone": "Asia/Kolkata", "currency": "INR",
        "order_number": { "prefix": "", "min_digits": 4 }, "version": 1, "updated_at": "2026-01-01T00:00:00Z" })
}

fn channel() -> Value {
    json!({ "id": "chan_1", "code": "web", "name": "Web", "currency": "INR", "locales": ["hi", "en-IN"],
        "countries": [], "prices_include_tax": true, "tax_rounding": infrasell_rules::tax::TaxRounding::default(), "stock_locations": [], "active": true,
        "version": 1, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z" })
}

/// A route that answers what `answer` says.
fn says(answer: impl Fn() -> Value + Clone + Send + Sync + 'static) -> axum::routing::MethodRouter {
    post(move || {
        let ok = answer();
        async move {
            Json(if ok.is_null() {
                json!({ "err": { "code": "unavailable", "what": "orders" } })
            } else {
                json!({ "ok": ok })
            })
        }
    })
}

impl World {
    /// Notifications on this database, with this engine.
    pub async fn new(db: TestDb, mailer: Arc<dyn Mailer>) -> World {
        let told = Arc::new(Mutex::new(order("simulator", "en-IN")));
        let minted = Arc::new(AtomicUsize::new(0));
        let (answer, count) = (told.clone(), minted.clone());
        let router = Router::new()
            .route("/settings.shop", says(shop))
            .route("/settings.channel", says(channel))
            .route("/orders.order", says(move || answer.lock().unwrap().clone()))
            .route("/payments.methods", says(|| json!([])))
            .route(
                "/identity.mint_mail_token",
                says(move || {
                    let n = count.fetch_add(1, Ordering::SeqCst) + 1;
                    json!({ "token": format!("secret-token-{n}"), "expires_at": "2026-01-02T00:00:00Z" })
                }),
            );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let peer = Peer::new(&base, &Outbound::bare(Env::system()), PeerOptions::default()).unwrap();
        let options = Options {
            storefront: "https://shop.example.in".into(),
            server: "https://api.example.in".into(),
            attempts: 4,
            ..Options::default()
        };
        let service = infrasell_notifications::open(Deps {
            db: db.db.clone(),
            env: db.env().clone(),
            settings: Arc::new(settings::wire::Remote(peer.clone())),
            identity: Arc::new(identity::wire::Remote(peer.clone())),
            orders: Arc::new(orders::wire::Remote(peer.clone())),
            payments: Arc::new(payments::wire::Remote(peer)),
            mailer,
            options,
        });
        let runner = Runner::start(&db, service.jobs(), service.subscriptions()).await.unwrap();
        World { db, service, runner, order: told, minted }
    }

    /// Tells everybody, and waits until they have done what they do.
    pub async fn emit(&self, topic: &str, payload: &impl serde::Serialize) {
        let payload = serde_json::to_value(payload).unwrap();
        let mut tx = self.db.begin().await.unwrap();
        tx.emit(topic, &payload).await.unwrap();
        tx.commit().await.unwrap();
        self.runner.settle().await.unwrap();
        let failed: Vec<String> = self
            .db
            .all("SELECT last_error FROM db_subscription WHERE last_error IS NOT NULL", &infrasell_db::v![], |r| {
                r.next()
            })
            .await
            .unwrap();
        assert!(failed.is_empty(), "{failed:?}");
    }

    pub async fn placed(&self) {
        self.emit(ORDER_PLACED, &OrderPlaced { order: OrderId::from_i64(ORDER), number: "IN-0007".into() }).await;
    }

    /// Lets time pass, and waits until what is due is done.
    pub async fn later(&self, seconds: u64) {
        self.db.clock.advance(Duration::from_secs(seconds));
        self.runner.settle().await.unwrap();
    }

    pub async fn list(&self, filter: NotificationFilter) -> Vec<Notification> {
        let wanted = ListNotifications { filter, ..ListNotifications::default() };
        self.service.notifications(&cx(), wanted).await.unwrap().items
    }

    pub async fn all(&self) -> Vec<Notification> {
        self.list(NotificationFilter::default()).await
    }

    pub async fn detail(&self, id: NotificationId) -> NotificationDetail {
        self.service.notification(&cx(), GetNotification { id }).await.unwrap()
    }

    /// Proves the books.
    pub async fn close(self) {
        let report = self.service.audit(&cx(), infrasell_contracts::common::Audit {}).await.unwrap();
        assert!(report.checks.iter().all(|check| check.differences.is_empty()), "{report:?}");
        self.runner.stop().await;
    }
}

pub fn cx() -> Cx {
    Cx::system("test", "test")
}
