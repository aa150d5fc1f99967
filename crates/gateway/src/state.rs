//! What the edge needs: the services' contracts, the environment, the limits.

use crate::cached::{Cache, Standing};
use crate::limits::{Buckets, Load, Rate, queues::Inside};
use crate::pictures::{PictureOptions, Pictures};
use infrasell_contracts::{
    audit::AuditLog, cart::Carts, catalog::Catalog, checkout::Checkouts, content::Content, customers::Customers,
    identity::Identity, imports::Imports, inventory::Inventory, notifications::Notifications, orders::Orders,
    payments::Payments, pricing::Pricing, search::Search, settings::Settings, system::System, webhooks::Webhooks,
};
use infrasell_engines::shared::Shared;
use infrasell_kernel::Env;
use infrasell_storefront::Storefront;
use std::{
    collections::{HashMap, HashSet},
    ops::Deref,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Every service, local or remote: the edge cannot tell.
#[derive(Clone)]
pub struct Services {
    /// The shop's profile and channels.
    pub settings: Arc<dyn Settings>,
    /// Staff, roles, keys, sessions.
    pub identity: Arc<dyn Identity>,
    /// Products.
    pub catalog: Arc<dyn Catalog>,
    /// What words find.
    pub search: Arc<dyn Search>,
    /// Pages, blogs, menus, redirects, metaobjects, policies.
    pub content: Arc<dyn Content>,
    /// Amounts.
    pub pricing: Arc<dyn Pricing>,
    /// Stock.
    pub inventory: Arc<dyn Inventory>,
    /// Carts.
    pub carts: Arc<dyn Carts>,
    /// Checkouts.
    pub checkouts: Arc<dyn Checkouts>,
    /// Orders.
    pub orders: Arc<dyn Orders>,
    /// Customers.
    pub customers: Arc<dyn Customers>,
    /// Payments.
    pub payments: Arc<dyn Payments>,
    /// Imports.
    pub imports: Arc<dyn Imports>,
    /// Who changed what.
    pub audit_log: Arc<dyn AuditLog>,
    /// Mails.
    pub notifications: Arc<dyn Notifications>,
    /// Who outside is told what happens.
    pub webhooks: Arc<dyn Webhooks>,
    /// Jobs, events and the books as a whole.
    pub system: Arc<dyn System>,
}

impl Services {
    /// Those that a storefront may ask.
    fn storefront(&self) -> infrasell_storefront::Services {
        infrasell_storefront::Services {
            settings: self.settings.clone(),
            identity: self.identity.clone(),
            catalog: self.catalog.clone(),
            search: self.search.clone(),
            content: self.content.clone(),
            pricing: self.pricing.clone(),
            inventory: self.inventory.clone(),
            carts: self.carts.clone(),
            checkouts: self.checkouts.clone(),
            orders: self.orders.clone(),
            customers: self.customers.clone(),
            payments: self.payments.clone(),
        }
    }
}

/// The limits on a request. Each has a name in the configuration and a test.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest JSON body, bytes.
    pub body_bytes: usize,
    /// The largest uploaded file, bytes.
    pub upload_bytes: usize,
    /// The largest head of a request, bytes.
    pub head_bytes: usize,
    /// The most header fields.
    pub headers: usize,
    /// How long a request may take.
    pub request: Duration,
    /// How long a client may take to send its head.
    pub head_read: Duration,
    /// How long requests that run may go on once stopping has begun.
    pub drain: Duration,
    /// Origins that a browser may call the store API from; `*` is all.
    pub cors_origins: Vec<String>,
    /// Whether every session cookie is `Secure`; else only where the proxy in front says https.
    pub secure_cookies: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Requests of one address.
    pub address: Rate,
    /// Requests of one member of staff or customer.
    pub session: Rate,
    /// Requests of one API key.
    pub key: Rate,
    /// Points that a guest, customer or member of staff may spend a minute: one a row of a page, one an object of a body.
    pub cost: u64,
    /// The same for an API key.
    pub key_cost: u64,
    /// Requests that run at once: office work is refused from a half on, browsing from three quarters, buying from all of
    /// it, placing an order from twice as many. 0 is no limit.
    pub in_flight: u64,
    /// How late work may get its turn before office work is refused; browsing is at twice of it.
    pub queue_delay: Duration,
    /// Jobs of one kind that may wait or run before what adds to them is refused. 0 is no limit.
    pub queue_jobs: i64,
    /// Events that a subscription may be behind before what adds to them is refused. 0 is no limit.
    pub queue_outbox: i64,
    /// Imports that may be open at once, up to 249. 0 is no limit.
    pub queue_imports: i64,
    /// Carts that one address may begin at once; as many come back within an hour. 0 is no limit.
    pub carts_per_address: u64,
    /// Where clients find this server, such as `https://api.shop.example`; empty means as the request says.
    pub public_url: String,
    /// Whether a storefront must show a token.
    pub require_token: bool,
    /// Queries of storefronts.
    pub storefront: infrasell_storefront::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body_bytes: 8 << 20,
            upload_bytes: 256 << 20,
            head_bytes: 32 << 10,
            headers: 64,
            request: Duration::from_secs(30),
            head_read: Duration::from_secs(10),
            drain: Duration::from_secs(20),
            cors_origins: vec!["*".into()],
            secure_cookies: false,
            trusted_proxies: vec![],
            address: Rate { per_minute: 1_200, burst: 300 },
            session: Rate { per_minute: 1_200, burst: 300 },
            key: Rate { per_minute: 12_000, burst: 2_000 },
            cost: 60_000,
            key_cost: 600_000,
            in_flight: 1_024,
            queue_delay: Duration::from_millis(500),
            queue_jobs: 100_000,
            queue_outbox: 100_000,
            queue_imports: 20,
            carts_per_address: 100,
            public_url: String::new(),
            require_token: false,
            storefront: infrasell_storefront::Limits::default(),
        }
    }
}

/// Where things are found from outside; addresses without a slash at their end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// This server; empty means what a request was sent to.
    pub public: String,
    /// The storefront; empty means that there is none to lead back to.
    pub storefront: String,
}

/// The state behind every handler.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

/// What [`Gateway`] shares.
pub struct Inner {
    /// The services.
    pub services: Services,
    /// Clock and randomness.
    pub env: Env,
    /// The limits.
    pub limits: Limits,
    /// Where things are found from outside.
    pub addresses: Addresses,
    /// Files that are served under `/media` as they are, if there is such a folder.
    pub media: Option<PathBuf>,
    /// What serves the pictures that the shop keeps.
    pub(crate) pictures: Option<Pictures>,
    /// Idempotency keys of requests that run in this process.
    pub(crate) in_flight: Mutex<HashSet<String>>,
    /// How much each caller has left.
    pub(crate) buckets: Buckets,
    /// How busy this process is.
    pub(crate) load: Load,
    /// Answers that are kept.
    pub(crate) cache: Arc<Cache>,
    /// Whether clients are sent away.
    leaving: AtomicBool,
    /// When the buckets began.
    pub(crate) began: Instant,
    /// The storefront's GraphQL.
    pub(crate) storefront: Storefront,
    /// What only the database knows.
    pub(crate) inside: Option<Arc<dyn Inside>>,
    /// What replicas remember together, when there are any.
    pub(crate) shared: Option<Arc<dyn Shared>>,
}

impl Gateway {
    /// An edge over these services.
    #[must_use]
    pub fn new(services: Services, env: Env, limits: Limits, media: Option<PathBuf>) -> Self {
        let storefront = Storefront::new(services.storefront(), limits.storefront.clone(), None);
        Gateway(Arc::new(Inner {
            services,
            env,
            limits,
            addresses: Addresses::default(),
            media,
            pictures: None,
            in_flight: Mutex::default(),
            buckets: Buckets::default(),
            load: Load::default(),
            cache: Cache::new(0),
            leaving: AtomicBool::new(false),
            began: Instant::now(),
            storefront,
            inside: None,
            shared: None,
        }))
    }

    /// The same edge, found from outside at these addresses.
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn found_at(mut self, addresses: Addresses) -> Self {
        Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared").addresses = addresses;
        self
    }

    /// The same edge, keeping up to `bytes` of finished answers. Whoever does this must tell the edge of every event of
    /// [`crate::CACHED_TOPICS`] by [`Gateway::heard`] before the writer that causes it is answered.
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn keeping(mut self, bytes: usize) -> Self {
        Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared").cache = Cache::new(bytes);
        self
    }

    /// The same edge, showing what it keeps only while `standing` says so: where other processes write to the same database,
    /// one that does not hear of it must not. Else as
    /// [`Gateway::keeping`].
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn keeping_while(mut self, bytes: usize, standing: Standing) -> Self {
        let cache = Cache::standing(bytes, Some(standing));
        Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared").cache = cache;
        self
    }

    /// The same edge, whose storefront answers only these documents, by their SHA-256.
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn answering_only(mut self, allowed: HashMap<String, Arc<str>>) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared");
        let limits = inner.limits.storefront.clone();
        inner.storefront = Storefront::new(inner.services.storefront(), limits, Some(allowed));
        self
    }

    /// From here on every answer asks its client to close the connection: this process is about to stop.
    pub fn send_away(&self) {
        self.0.leaving.store(true, Ordering::Release);
    }

    pub(crate) fn is_leaving(&self) -> bool {
        self.0.leaving.load(Ordering::Acquire)
    }

    /// Takes in an event; what it makes old is forgotten when this returns.
    pub fn heard(&self, topic: &str, payload: &str) {
        self.0.cache.heard(topic, payload);
    }

    /// Kept answers are sent until then; none: not at all. Until this is called they always are, because the edge hears in
    /// the writers' own calls what makes them old. What is made in the meantime is kept, and sent when they are again.
    pub fn trust_until(&self, until: Option<Instant>) {
        self.0.cache.trust_until(until);
    }

    /// Forgets every answer that is kept.
    pub fn forget(&self) {
        self.0.cache.forget();
    }

    /// What is kept: answers, and bytes of memory.
    #[must_use]
    pub fn kept(&self) -> (usize, usize) {
        self.0.cache.holds()
    }

    /// How many answers were made because none was kept.
    #[must_use]
    pub fn made(&self) -> usize {
        self.0.cache.made()
    }

    /// The same edge, serving the pictures that the shop keeps in every form that is asked for.
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn showing_pictures(mut self, options: PictureOptions) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared");
        inner.pictures = Some(Pictures::new(options));
        self
    }

    /// The same edge, sharing what callers have left with the other replicas that stand on `shared`.
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn sharing(mut self, shared: Arc<dyn Shared>) -> Self {
        let inner = Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared");
        (inner.buckets, inner.shared) = (Buckets::shared(), Some(shared));
        self
    }

    /// The same edge with a look inside, for metrics and ceilings.
    ///
    /// # Panics
    /// When it is shared already.
    #[must_use]
    pub fn looking_inside(mut self, inside: Arc<dyn Inside>) -> Self {
        Arc::get_mut(&mut self.0).expect("an edge is completed before it is shared").inside = Some(inside);
        self
    }
}

impl Inner {
    /// The largest picture that is taken, bytes.
    pub(crate) fn picture_bytes(&self) -> usize {
        self.pictures.as_ref().map_or(self.limits.body_bytes, |pictures| pictures.limits.bytes)
    }
}

impl Deref for Gateway {
    type Target = Services;
    fn deref(&self) -> &Services {
        &self.0.services
    }
}

impl Gateway {
    /// Everything but the services.
    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}
