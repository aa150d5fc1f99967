//! The shop around the orders: databases, a profile, and orders to be placed.

use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport, PostalAddress},
    inventory::Allocation,
    orders::*,
    payments::{PaymentChanged, RefundProgress, RefundState},
    settings::*,
};
use infrasell_db::{
    Event, Json,
    testing::{self, TestDb},
    v,
};
use infrasell_kernel::*;
use infrasell_orders::{Deps, MIGRATIONS, OrderService};
use infrasell_rpc::{Caller, Cx, Fault};
use infrasell_rules::{
    payment::{PaymentState, PaymentTotals},
    quote::{LineFacts, Quote, QuoteFacts, ShippingFacts, quote},
    tax::{TaxHead, TaxKind, TaxRounding},
};
use serde::de::DeserializeOwned;
use std::{
    ops::Deref,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// A shop's profile that gives the format of order numbers, and nothing else.
pub struct Profile(Mutex<NumberFormat>);

impl Profile {
    pub fn set(&self, prefix: &str, min_digits: u32) {
        *self.0.lock().unwrap() = NumberFormat { prefix: prefix.into(), min_digits };
    }
}

macro_rules! absent {
    ($($method:ident($Req:ty) -> $Res:ty;)*) => {
        #[async_trait]
        impl Settings for Profile {
            $(async fn $method(&self, _: &Cx, _: $Req) -> Result<$Res, SettingsError> {
                Err(Fault::internal(concat!(stringify!($method), " is not faked")).into())
            })*
            async fn shop(&self, _: &Cx, _: GetShop) -> Result<Shop, SettingsError> {
                Ok(Shop {
                    name: "Kirana".into(),
                    legal_name: "Kirana Private Limited".into(),
                    legal_address: PostalAddress::default(),
                    registration_number: String::new(),
                    email: "shop@example.in".into(),
                    phone: String::new(),
                    grievance: GrievanceContact {
                        name: String::new(),
                        designation: String::new(),
                        email: String::new(),
                        phone: String::new(),
                    },
                    country: CountryCode::IN,
                    region: "MH".into(),
                    time_zone: "Asia/Kolkata".into(),
                    currency: Currency::INR,
                    order_number: self.0.lock().unwrap().clone(),
                    version: 1,
                    updated_at: Timestamp::from_micros(0),
                })
            }
        }
    };
}
absent! {
    update_shop(UpdateShop) -> Shop;
    channel(GetChannel) -> Channel;
    channels(ListChannels) -> Page<Channel>;
    create_channel(CreateChannel) -> Channel;
    update_channel(UpdateChannel) -> Channel;
    tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
    create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
    end_tax_registration(EndTaxRegistration) -> TaxRegistration;
    audit(Audit) -> AuditReport;
}

pub struct World {
    pub db: TestDb,
    pub orders: Arc<OrderService>,
    pub profile: Arc<Profile>,
    next: AtomicI64,
}

impl Deref for World {
    type Target = OrderService;
    fn deref(&self) -> &OrderService {
        &self.orders
    }
}

/// A world on each engine at hand.
pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![];
    for db in testing::engines(&[MIGRATIONS]).await {
        let profile = Arc::new(Profile(Mutex::new(NumberFormat { prefix: "K-".into(), min_digits: 4 })));
        let deps = Deps { db: db.db.clone(), env: db.env().clone(), settings: profile.clone() };
        worlds.push(World { orders: infrasell_orders::open(deps), profile, db, next: AtomicI64::new(1_000_000) });
    }
    worlds
}

pub fn staff() -> Cx {
    let (id, permissions) = (StaffId::from_i64(7), Permissions::default());
    let caller = Caller::Staff { id, permissions, channels: None };
    Cx { caller, request_id: "test".into(), deadline: None, idempotency_key: None }
}

pub fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..staff() }
}

/// One line of what is bought: units, and the price of one in minor units.
pub type Bought = (i64, i64);

/// What was agreed: prices with 18 % tax inside, and freight of 50.00.
pub fn agreed(lines: &[Bought], freight_minor: i64) -> Quote {
    let head =
        || TaxHead { code: "GST".into(), jurisdiction: "IN".into(), rate: Ppm(180_000), kind: TaxKind::Standard };
    let keys: Vec<String> = (0..lines.len()).map(|at| format!("cline_{}", at + 1)).collect();
    let facts = QuoteFacts {
        currency: Currency::INR,
        prices_include_tax: true,
        rounding: TaxRounding::default(),
        lines: lines
            .iter()
            .zip(&keys)
            .map(|((quantity, unit_price_minor), key)| LineFacts {
                key: key.clone(),
                quantity: *quantity,
                unit_price_minor: *unit_price_minor,
                compare_at_minor: None,
                taxes: vec![head()],
                requires_shipping: true,
                weight_grams: 100,
            })
            .collect(),
        adjustments: vec![],
        shipping: vec![ShippingFacts {
            group: "default".into(),
            method: "ship_1".into(),
            label: "Courier".into(),
            price_minor: freight_minor,
            lines: keys,
            taxes: vec![head()],
        }],
    };
    quote(&facts).unwrap()
}

impl World {
    /// A number that nothing else in this world has.
    pub fn fresh(&self) -> i64 {
        self.next.fetch_add(1, Ordering::SeqCst)
    }

    /// An order to be placed: paid by a payment that holds the whole, each line's units from two places.
    pub fn purchase(&self, lines: &[Bought]) -> CreateOrder {
        let number = self.fresh();
        let quote = agreed(lines, 5_000);
        let total = quote.totals.total_minor;
        let mut line_items = vec![];
        let mut allocations = vec![];
        for (at, line) in quote.lines.iter().enumerate() {
            let variant = VariantId::from_i64(number * 10 + i64::try_from(at).unwrap());
            line_items.push(NewLineItem {
                key: line.key.clone(),
                variant,
                product: ProductId::from_i64(number),
                product_title: format!("Product {at}"),
                variant_title: "Blue".into(),
                sku: format!("SKU-{at}"),
                hsn_code: "6109".into(),
                country_of_origin: Some(CountryCode::IN),
                image_url: Some("https://img.example/a.svg".into()),
                attributes: [("engraving".to_owned(), "A".to_owned())].into(),
                requires_shipping: true,
                quantity: Quantity::new(line.quantity).unwrap(),
                mrp_minor: Some(line.unit_price_minor * 2),
            });
            let first = (line.quantity + 1) / 2;
            for (location, quantity) in [(1, first), (2, line.quantity - first)] {
                if quantity > 0 {
                    let (key, location) = (line.key.clone(), LocationId::from_i64(location));
                    allocations.push(Allocation { key, variant, location, quantity });
                }
            }
        }
        let address = PostalAddress {
            name: "Asha Devi Rao".into(),
            line1: "12 MG Road".into(),
            city: "Pune".into(),
            region: Some("MH".into()),
            postal_code: Some("411001".into()),
            country: Some(CountryCode::IN),
            ..PostalAddress::default()
        };
        CreateOrder {
            customer: None,
            checkout: CheckoutId::from_i64(number),
            token: Token::random(&OsRandom),
            channel: ChannelId::from_i64(1),
            locale: "en-IN".parse().unwrap(),
            email: "Asha@Example.in".into(),
            phone: Some("+91 98765 43210".into()),
            billing_address: Some(PostalAddress { name: "Zoya Khan".into(), ..address.clone() }),
            shipping_address: Some(address),
            line_items,
            quote,
            reservation: Some(ReservationId::from_i64(number)),
            allocations,
            payment: Some(PaymentId::from_i64(number)),
            payment_reference: Some(format!("chk_{number}:1")),
            payment_method: "simulator".into(),
            may_fulfil: true,
            authorised_minor: total,
            captured_minor: 0,
            note: "ring twice".into(),
            attributes: [("gift".to_owned(), "yes".to_owned())].into(),
        }
    }

    pub async fn place(&self, lines: &[Bought]) -> Order {
        self.orders.create(&staff(), self.purchase(lines)).await.unwrap()
    }

    /// An order whose whole total is captured.
    pub async fn paid(&self, lines: &[Bought]) -> Order {
        let mut purchase = self.purchase(lines);
        (purchase.captured_minor, purchase.authorised_minor) = (purchase.authorised_minor, 0);
        self.orders.create(&staff(), purchase).await.unwrap()
    }

    pub async fn get(&self, id: OrderId) -> Order {
        self.order(&staff(), GetOrder { order: OrderRef::Id(id) }).await.unwrap()
    }

    /// Tells orders what a payment has come to, as an event that is newer than every one before.
    pub async fn tell(&self, told: &PaymentChanged) {
        self.db.clock.advance(Duration::from_millis(1));
        self.tell_at(told, self.db.now()).await.unwrap();
    }

    pub async fn tell_at(&self, told: &PaymentChanged, created_at: Timestamp) -> Result<(), Fault> {
        let payload = serde_json::to_string(told).unwrap();
        let topic = infrasell_contracts::payments::PAYMENT_CHANGED.into();
        let event = Event { id: EventId::from_i64(self.fresh()), topic, payload, created_at };
        self.payment_changed(&event, told).await
    }

    /// Everything that was emitted under `topic`, oldest first.
    pub async fn emitted<T: DeserializeOwned + Send>(&self, topic: &str) -> Vec<T> {
        let sql = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY created_at, id";
        self.db.all(sql, &v![topic], |row| row.json(0)).await.unwrap()
    }

    /// Of that, what names this order.
    pub async fn emitted_of<T: DeserializeOwned + Send>(&self, topic: &str, order: OrderId) -> Vec<T> {
        let sql = "SELECT payload FROM db_outbox WHERE topic = $1 AND payload LIKE $2 ORDER BY created_at, id";
        self.db.all(sql, &v![topic, format!("%\"{order}\"%")], |row| row.json(0)).await.unwrap()
    }

    pub async fn kinds(&self, order: OrderId) -> Vec<String> {
        let page = PageRequest { limit: Some(250), after: None };
        let entries = self.timeline(&staff(), GetTimeline { order, page }).await.unwrap();
        entries.items.into_iter().map(|entry| entry.kind).collect()
    }

    pub async fn assert_clean(&self) {
        let report = self.audit(&staff(), Audit {}).await.unwrap();
        for check in report.checks {
            assert_eq!(check.differences, Vec::<String>::new(), "{}", check.name);
        }
    }

    pub async fn refund(&self, order: &Order, lines: &[(usize, i64)], shipping: i64, goodwill: i64) -> Refunded {
        self.create_refund(&staff(), refund_of(order, lines, shipping, goodwill)).await
    }

    pub async fn ship(&self, order: &Order, lines: &[(usize, i64)]) -> Refunded {
        self.create_fulfilment(&staff(), shipment(order, lines, true)).await
    }

    /// Overwrites something behind the service's back.
    pub async fn tamper(&self, sql: &str, values: &[infrasell_db::Val<'_>]) {
        assert!(self.db.exec(sql, values).await.unwrap() > 0, "{sql} touched nothing");
    }

    pub async fn tamper_json(&self, order: OrderId, column: &str, value: impl serde::Serialize) {
        let sql = format!("UPDATE orders_order SET {column} = $2 WHERE id = $1");
        self.tamper(&sql, &v![order, Json(value)]).await;
    }
}

pub type Refunded = Result<Order, OrderError>;

pub fn units(count: i64) -> Quantity {
    Quantity::new(count).unwrap()
}

/// A refund of these units of these lines, all of which go back to stock.
pub fn refund_of(order: &Order, lines: &[(usize, i64)], shipping_minor: i64, amount_minor: i64) -> CreateRefund {
    let lines = lines.iter().map(|(at, count)| RefundLineInput {
        line_item: order.line_items[*at].id,
        quantity: units(*count),
        restock: true,
    });
    CreateRefund { order: order.id, lines: lines.collect(), shipping_minor, amount_minor, reason: "came back".into() }
}

pub fn shipment(order: &Order, lines: &[(usize, i64)], shipped: bool) -> CreateFulfilment {
    let lines =
        lines.iter().map(|(at, count)| FulfilmentLine { line_item: order.line_items[*at].id, quantity: units(*count) });
    let (order, tracking) = (order.id, Tracking::default());
    CreateFulfilment { order, lines: lines.collect(), location: None, tracking, shipped }
}

/// What payments says when a payment of an order stands so.
pub fn told(order: &Order, state: PaymentState, totals: PaymentTotals) -> PaymentChanged {
    let payment = order.payment.unwrap();
    PaymentChanged { payment, revision: 0, reference: format!("{}:1", order.checkout), state, totals, refunds: vec![] }
}

/// The sums of a payment that was held whole, of which so much was captured and paid back; the rest is still held.
pub fn totals(authorised_minor: i64, captured_minor: i64, refunded_minor: i64) -> PaymentTotals {
    PaymentTotals {
        authorised_minor,
        capturable_minor: authorised_minor - captured_minor,
        captured_minor,
        refunded_minor,
        refund_pending_minor: 0,
        disputed_minor: 0,
    }
}

/// How a refund stands.
pub fn progress(order: &Order, at: usize, state: RefundState) -> RefundProgress {
    let refund = &order.refunds[at];
    RefundProgress { reference: refund.id.to_string(), amount_minor: refund.amount_minor, state }
}

/// The paths and codes of the fields that were wrong.
pub fn bad_fields<T: std::fmt::Debug>(result: Result<T, OrderError>) -> Vec<String> {
    match result {
        Err(OrderError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|error| format!("{} {}", error.path, error.code)).collect()
        }
        other => panic!("not about fields: {other:?}"),
    }
}
