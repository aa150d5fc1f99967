//! The service graph: which service is here, which elsewhere, and who is handed whom.
//!
//! Always true: this is the only place that knows. Whether a service's needs are met in process or over HTTP is one word
//! here ([`Place`]); the services and the edge cannot tell.

use crate::{config::Lifetimes, system::LocalSystem};
use infrasell_contracts::{
    audit, cart, catalog, checkout, customers, identity, imports, inventory, notifications, orders, payments, pricing,
    settings, system,
};
use infrasell_db::{Db, JobSpec, Migration, Subscription};
use infrasell_gateway::Services;
use infrasell_kernel::{ChannelId, Env, SystemClock};
use infrasell_notifications::port::Mailer;
use infrasell_payments::port::Provider;
use infrasell_rpc::{Cx, Fault, Peer, PeerOptions, ServiceError};
use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
};

/// Every service's tables.
pub const MIGRATIONS: &[&[Migration]] = &[
    infrasell_settings::MIGRATIONS,
    infrasell_identity::MIGRATIONS,
    infrasell_catalog::MIGRATIONS,
    infrasell_pricing::MIGRATIONS,
    infrasell_inventory::MIGRATIONS,
    infrasell_cart::MIGRATIONS,
    infrasell_checkout::MIGRATIONS,
    infrasell_orders::MIGRATIONS,
    infrasell_customers::MIGRATIONS,
    infrasell_payments::MIGRATIONS,
    infrasell_imports::MIGRATIONS,
    infrasell_notifications::MIGRATIONS,
    infrasell_audit::MIGRATIONS,
];

/// How services reach each other.
#[derive(Debug, Clone)]
pub enum Place {
    /// In process.
    Here,
    /// Over HTTP at this address, where [`Wired::routes`] are served.
    Apart(String),
}

/// What every service stands on.
#[derive(Clone)]
pub struct Ground {
    /// The database.
    pub db: Db,
    /// Clock and randomness.
    pub env: Env,
    /// Set once the process drains.
    pub stopping: Arc<AtomicBool>,
    /// Who issues access tokens.
    pub issuer: String,
    /// How long carts, checkouts and held stock are kept.
    pub lifetimes: Lifetimes,
    /// Where the master keys are.
    pub keys: Arc<dyn infrasell_identity::KeySource>,
    /// The payment engines.
    pub engines: Vec<Arc<dyn Provider>>,
    /// The channels that some of them are offered in only, by their codes.
    pub only_in: BTreeMap<String, Vec<ChannelId>>,
    /// What sends mails.
    pub mailer: Arc<dyn Mailer>,
    /// How mails are sent.
    pub mails: infrasell_notifications::Options,
}

/// Everything, opened and connected.
pub struct Wired {
    /// What the edge calls.
    pub services: Services,
    /// Jobs, readiness, reconciliation.
    pub system: Arc<LocalSystem>,
    /// The services themselves.
    pub local: Local,
}

/// The services themselves.
pub struct Local {
    settings: Arc<infrasell_settings::SettingsService>,
    identity: Arc<infrasell_identity::IdentityService>,
    catalog: Arc<infrasell_catalog::CatalogService>,
    pricing: Arc<infrasell_pricing::PricingService>,
    inventory: Arc<infrasell_inventory::InventoryService>,
    carts: Arc<infrasell_cart::CartService>,
    checkouts: Arc<infrasell_checkout::CheckoutService>,
    orders: Arc<infrasell_orders::OrderService>,
    customers: Arc<infrasell_customers::CustomerService>,
    payments: Arc<infrasell_payments::PaymentsService>,
    /// Imports, which the command line calls too.
    pub imports: Arc<infrasell_imports::ImportService>,
    notifications: Arc<infrasell_notifications::NotificationService>,
    audit_log: Arc<infrasell_audit::AuditService>,
}

/// Every service, at `peer`.
fn at(peer: &Arc<Peer>) -> Services {
    Services {
        settings: Arc::new(settings::wire::Remote(peer.clone())),
        identity: Arc::new(identity::wire::Remote(peer.clone())),
        catalog: Arc::new(catalog::wire::Remote(peer.clone())),
        pricing: Arc::new(pricing::wire::Remote(peer.clone())),
        inventory: Arc::new(inventory::wire::Remote(peer.clone())),
        carts: Arc::new(cart::wire::Remote(peer.clone())),
        checkouts: Arc::new(checkout::wire::Remote(peer.clone())),
        orders: Arc::new(orders::wire::Remote(peer.clone())),
        customers: Arc::new(customers::wire::Remote(peer.clone())),
        payments: Arc::new(payments::wire::Remote(peer.clone())),
        imports: Arc::new(imports::wire::Remote(peer.clone())),
        notifications: Arc::new(notifications::wire::Remote(peer.clone())),
        audit_log: Arc::new(audit::wire::Remote(peer.clone())),
        system: Arc::new(system::wire::Remote(peer.clone())),
    }
}

/// Every service, elsewhere.
#[must_use]
pub fn remote(base: &str) -> Services {
    at(&Peer::new(base, reqwest::Client::new(), Arc::new(SystemClock), PeerOptions::default()))
}

/// Opens every service over one database and connects them.
#[must_use]
pub fn open(ground: &Ground, place: &Place) -> Wired {
    let system = Arc::new(LocalSystem::new(ground.db.clone(), ground.stopping.clone()));
    let far = match place {
        Place::Here => None,
        Place::Apart(base) => Some(remote(base)),
    };
    let local = open_local(ground, far.as_ref());
    let services = Services { system: system.clone(), ..far.unwrap_or_else(|| local.services(system.clone())) };
    system.set_services(services.clone());
    Wired { services, system, local }
}

/// Hands a service on: the client when services are apart, else the service itself.
macro_rules! reach {
    ($far:expr, $field:ident, $service:expr) => {
        match $far {
            Some(far) => far.$field.clone(),
            None => $service.clone(),
        }
    };
}

#[expect(clippy::too_many_lines, reason = "it is the service graph: every service once, in the order of its needs")]
fn open_local(ground: &Ground, far: Option<&Services>) -> Local {
    let (db, env) = (&ground.db, &ground.env);
    let own = || (db.clone(), env.clone());
    let settings = infrasell_settings::open(infrasell_settings::Deps { db: db.clone() });
    let to_settings: Arc<dyn settings::Settings> = reach!(far, settings, settings);

    let (db, env) = own();
    let (issuer, keys) = (ground.issuer.clone(), ground.keys.clone());
    let identity = infrasell_identity::open(infrasell_identity::Deps { db, env, issuer, keys });
    let to_identity: Arc<dyn identity::Identity> = reach!(far, identity, identity);

    let (db, env) = own();
    let inventory = infrasell_inventory::open(infrasell_inventory::Deps { db, env, settings: to_settings.clone() });
    let to_inventory: Arc<dyn inventory::Inventory> = reach!(far, inventory, inventory);

    let (db, env) = own();
    let pricing = infrasell_pricing::open(infrasell_pricing::Deps { db, env, settings: to_settings.clone() });
    let to_pricing: Arc<dyn pricing::Pricing> = reach!(far, pricing, pricing);

    let (db, env) = own();
    let (settings_, pricing_, inventory_) = (to_settings.clone(), to_pricing.clone(), to_inventory.clone());
    let deps = infrasell_catalog::Deps { db, env, settings: settings_, pricing: pricing_, inventory: inventory_ };
    let catalog = infrasell_catalog::open(deps);
    let to_catalog: Arc<dyn catalog::Catalog> = reach!(far, catalog, catalog);

    let (db, env) = own();
    let carts = infrasell_cart::open(infrasell_cart::Deps {
        db,
        env,
        lifetime: ground.lifetimes.cart(),
        settings: to_settings.clone(),
        catalog: to_catalog.clone(),
        pricing: to_pricing.clone(),
        inventory: to_inventory.clone(),
    });
    let to_carts: Arc<dyn cart::Carts> = reach!(far, carts, carts);

    let (db, env) = own();
    let (engines, only_in) = (ground.engines.clone(), ground.only_in.clone());
    let payments = infrasell_payments::open(infrasell_payments::Deps { db, env, engines, only_in });
    let to_payments: Arc<dyn payments::Payments> = reach!(far, payments, payments);

    let (db, env) = own();
    let orders = infrasell_orders::open(infrasell_orders::Deps { db, env, settings: to_settings.clone() });
    let to_orders: Arc<dyn orders::Orders> = reach!(far, orders, orders);

    let audit_log = infrasell_audit::open(infrasell_audit::Deps { db: ground.db.clone() });

    let (db, env) = own();
    let notifications = infrasell_notifications::open(infrasell_notifications::Deps {
        db,
        env,
        settings: to_settings.clone(),
        identity: to_identity.clone(),
        orders: to_orders.clone(),
        payments: to_payments.clone(),
        mailer: ground.mailer.clone(),
        options: ground.mails.clone(),
    });

    let (db, env) = own();
    let customers = infrasell_customers::open(infrasell_customers::Deps {
        db,
        env,
        identity: to_identity,
        orders: to_orders.clone(),
        settings: to_settings.clone(),
    });
    let to_customers: Arc<dyn customers::Customers> = reach!(far, customers, customers);

    let (db, env) = own();
    let checkouts = infrasell_checkout::open(infrasell_checkout::Deps {
        db,
        env,
        lifetime: ground.lifetimes.checkout(),
        hold: ground.lifetimes.hold(),
        settings: to_settings.clone(),
        carts: to_carts,
        inventory: to_inventory.clone(),
        payments: to_payments,
        orders: to_orders.clone(),
    });

    let (db, _) = own();
    let imports = infrasell_imports::open(infrasell_imports::Deps {
        db,
        settings: to_settings,
        catalog: to_catalog,
        pricing: to_pricing,
        inventory: to_inventory,
        orders: to_orders,
        customers: to_customers,
    });
    Local {
        settings,
        identity,
        catalog,
        pricing,
        inventory,
        carts,
        checkouts,
        orders,
        customers,
        payments,
        imports,
        notifications,
        audit_log,
    }
}

impl Local {
    fn services(&self, system: Arc<LocalSystem>) -> Services {
        Services {
            settings: self.settings.clone(),
            identity: self.identity.clone(),
            catalog: self.catalog.clone(),
            pricing: self.pricing.clone(),
            inventory: self.inventory.clone(),
            carts: self.carts.clone(),
            checkouts: self.checkouts.clone(),
            orders: self.orders.clone(),
            customers: self.customers.clone(),
            payments: self.payments.clone(),
            imports: self.imports.clone(),
            notifications: self.notifications.clone(),
            audit_log: self.audit_log.clone(),
            system,
        }
    }

    /// Notifications, whose queue is counted.
    pub(crate) fn notifications(&self) -> Arc<infrasell_notifications::NotificationService> {
        self.notifications.clone()
    }

    /// What other processes may call.
    pub fn routes(&self) -> axum::Router {
        axum::Router::new()
            .merge(settings::wire::routes(self.settings.clone()))
            .merge(identity::wire::routes(self.identity.clone()))
            .merge(catalog::wire::routes(self.catalog.clone()))
            .merge(pricing::wire::routes(self.pricing.clone()))
            .merge(inventory::wire::routes(self.inventory.clone()))
            .merge(cart::wire::routes(self.carts.clone()))
            .merge(checkout::wire::routes(self.checkouts.clone()))
            .merge(orders::wire::routes(self.orders.clone()))
            .merge(customers::wire::routes(self.customers.clone()))
            .merge(payments::wire::routes(self.payments.clone()))
            .merge(imports::wire::routes(self.imports.clone()))
            .merge(notifications::wire::routes(self.notifications.clone()))
            .merge(audit::wire::routes(self.audit_log.clone()))
    }

    /// What the runner does.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobSpec> {
        let mut jobs = self.catalog.jobs();
        jobs.extend(self.identity.jobs());
        jobs.extend(self.pricing.jobs());
        jobs.extend(self.inventory.jobs());
        jobs.extend(self.carts.jobs());
        jobs.extend(self.checkouts.jobs());
        jobs.extend(self.payments.jobs());
        jobs.extend(self.customers.jobs());
        jobs.extend(self.imports.jobs());
        jobs.extend(self.notifications.jobs());
        jobs
    }

    /// Who takes events in.
    #[must_use]
    pub fn subscriptions(&self) -> Vec<Subscription> {
        let mut subscriptions = self.catalog.subscriptions();
        subscriptions.extend(self.inventory.subscriptions());
        subscriptions.extend(self.payments.subscriptions());
        subscriptions.extend(self.orders.subscriptions());
        subscriptions.extend(self.checkouts.subscriptions());
        subscriptions.extend(self.customers.subscriptions());
        subscriptions.extend(self.notifications.subscriptions());
        subscriptions.extend(self.audit_log.subscriptions());
        subscriptions
    }

    /// Makes sure that every payment engine's secret is of the account and mode it is configured for.
    ///
    /// # Errors
    /// A sentence for each that is not.
    pub async fn check_engines(&self) -> Result<(), Vec<String>> {
        self.payments.check_engines().await
    }

    /// Waits until every purchase that is under way here has come to its end, or to a point where it waits.
    pub async fn drain(&self) {
        self.checkouts.drain().await;
    }

    /// Makes what every shop begins with. Again changes nothing.
    ///
    /// # Errors
    /// What the services say.
    pub async fn bootstrap(&self, cx: &Cx) -> Result<(), Fault> {
        self.settings.bootstrap(cx).await.map_err(|e| Fault::internal(cause("settings", &e)))?;
        self.identity.bootstrap(cx).await.map_err(|e| Fault::internal(cause("identity", &e)))?;
        self.inventory.bootstrap(cx).await.map_err(|e| Fault::internal(cause("inventory", &e)))?;
        self.pricing.bootstrap(cx).await.map_err(|e| Fault::internal(cause("pricing", &e)))?;
        Ok(())
    }

    /// Gives up the secrets that no master key opens; returns how many.
    ///
    /// # Errors
    /// What identity says.
    pub async fn forget_unopenable(&self, cx: &Cx) -> Result<usize, Fault> {
        self.identity.forget_unopenable(cx).await
    }
}

/// What a service says went wrong, with its cause: for the operator, never for a client.
pub(crate) fn cause(service: &str, error: &impl ServiceError) -> String {
    match error.fault() {
        Some(Fault::Internal { cause }) => format!("{service}: {cause}"),
        _ => format!("{service}: {error}"),
    }
}
