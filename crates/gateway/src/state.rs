//! What the edge needs: the services' contracts, the environment, the limits.

use infrasell_contracts::{
    cart::Carts, catalog::Catalog, checkout::Checkouts, customers::Customers, identity::Identity, imports::Imports,
    inventory::Inventory, orders::Orders, payments::Payments, pricing::Pricing, settings::Settings, system::System,
};
use infrasell_kernel::Env;
use std::{
    collections::HashSet,
    ops::Deref,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
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
    /// Jobs, events and the books as a whole.
    pub system: Arc<dyn System>,
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
        }
    }
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
    /// Pictures and other files that are served under `/media`, if there is such a folder.
    pub media: Option<PathBuf>,
    /// Idempotency keys of requests that run in this process.
    pub(crate) in_flight: Mutex<HashSet<String>>,
}

impl Gateway {
    /// An edge over these services.
    #[must_use]
    pub fn new(services: Services, env: Env, limits: Limits, media: Option<PathBuf>) -> Self {
        Gateway(Arc::new(Inner { services, env, limits, media, in_flight: Mutex::default() }))
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
