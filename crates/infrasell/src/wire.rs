//! The service graph: which service is here, which elsewhere, and who is handed whom.
//!
//! Always true: this is the only place that knows. Whether a service's needs are met in process or over HTTP is said by
//! [`Places`]; the services and the edge cannot tell. A service is a line of [`house!`], in the order of its needs.

use crate::{
    split::{Far, Places},
    standby::Known,
    system::LocalSystem,
};
use infrasell_contracts::{
    audit, cart, catalog, checkout, content, customers, identity, imports, inventory, notifications, orders, payments,
    pricing, search, settings, system, webhooks,
};
use infrasell_db::{Db, JobSpec, Migration, Subscription};
use infrasell_engines::shared::Shared;
use infrasell_gateway::Services;
use infrasell_kernel::{ChannelId, Env};
use infrasell_notifications::port::Mailer;
use infrasell_payments::port::Provider;
use infrasell_rpc::{AddressError, Cx, Fault, Outbound, Peer, PeerOptions, ServiceError};
use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

/// Every service: its field among [`Services`], its name, crate, type and contract, what it is given of the [`Ground`],
/// and whom it asks.
macro_rules! house {
    ($do:ident) => {
        $do! {
            settings, "settings", infrasell_settings, SettingsService, settings, {}, [];
            identity, "identity", infrasell_identity, IdentityService, identity, { env, issuer, shared, keys }, [];
            inventory, "inventory", infrasell_inventory, InventoryService, inventory, { env }, [settings];
            pricing, "pricing", infrasell_pricing, PricingService, pricing, { env }, [settings];
            catalog, "catalog", infrasell_catalog, CatalogService, catalog, { env }, [settings, pricing, inventory];
            content, "content", infrasell_content, ContentService, content, { media }, [catalog];
            search, "search", infrasell_search, SearchService, search, {}, [catalog, content];
            carts, "cart", infrasell_cart, CartService, cart, { env, lifetime: cart_lifetime }, [settings, catalog, pricing, inventory];
            payments, "payments", infrasell_payments, PaymentsService, payments, { env, engines, only_in }, [];
            orders, "orders", infrasell_orders, OrderService, orders, { env }, [settings];
            audit_log, "audit", infrasell_audit, AuditService, audit, {}, [];
            notifications, "notifications", infrasell_notifications, NotificationService, notifications,
                { env, mailer, options }, [settings, identity, orders, payments];
            customers, "customers", infrasell_customers, CustomerService, customers, { env }, [identity, orders, settings];
            checkouts, "checkout", infrasell_checkout, CheckoutService, checkout,
                { env, lifetime: checkout_lifetime, hold },
                [settings, carts, inventory, payments, orders];
            imports, "imports", infrasell_imports, ImportService, imports, {},
                [settings, catalog, pricing, inventory, orders, customers];
            webhooks, "webhooks", infrasell_webhooks, WebhookService, webhooks,
                { env, keys, outward, options: webhook_options }, [catalog, orders];
        }
    };
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
    /// How long carts are kept.
    pub cart_lifetime: Duration,
    /// How long checkouts are.
    pub checkout_lifetime: Duration,
    /// How long stock is held for a purchase.
    pub hold: Duration,
    /// Where the master keys are.
    pub keys: Arc<dyn infrasell_identity::KeySource>,
    /// The payment engines.
    pub engines: Vec<Arc<dyn Provider>>,
    /// The channels that some of them are offered in only, by their codes.
    pub only_in: BTreeMap<String, Vec<ChannelId>>,
    /// What sends mails.
    pub mailer: Arc<dyn Mailer>,
    /// How mails are sent.
    pub options: infrasell_notifications::Options,
    /// What replicas remember together.
    pub shared: Arc<dyn Shared>,
    /// Where pictures are kept and worked on.
    pub media: infrasell_content::MediaDeps,
    /// What calls addresses that people gave us.
    pub outward: infrasell_outward::Outward,
    /// How webhooks are told.
    pub webhook_options: infrasell_webhooks::Options,
}

/// Everything, opened and connected.
pub struct Wired {
    /// What the edge calls.
    pub services: Services,
    /// Jobs, readiness, reconciliation of this process.
    pub system: Arc<LocalSystem>,
    /// The services of this process.
    pub local: Local,
    /// The other processes.
    pub far: Vec<Far>,
    /// What settings elsewhere have said.
    pub known: Arc<Known>,
}

/// What a service is given of the [`Ground`], under its own name for it when that differs.
macro_rules! given {
    ($ground:ident, $field:ident) => {
        $ground.$field.clone()
    };
    ($ground:ident, $field:ident $from:ident) => {
        $ground.$from.clone()
    };
}

macro_rules! graph {
    ($($field:ident, $name:literal, $krate:ident, $Type:ident, $module:ident, { $($own:ident $(: $from:ident)?),* }, [ $($need:ident),* ];)*) => {
        /// Every service's tables.
        pub const MIGRATIONS: &[&[Migration]] = &[$($krate::MIGRATIONS),*];

        /// Every service: its name, its field, and the fields that it asks.
        pub const GRAPH: &[(&str, &str, &[&str])] = &[$(($name, stringify!($field), &[$(stringify!($need)),*])),*];

        /// The services of this process.
        #[derive(Default)]
        pub struct Local {
            $(
                #[doc = concat!("The service ", $name, ", when it is here.")]
                pub $field: Option<Arc<$krate::$Type>>,
            )*
        }

        /// Every service, at the peer that `of` names for it.
        fn at(of: impl Fn(&str) -> Arc<Peer>) -> Services {
            Services {
                $($field: Arc::new($module::wire::Remote(of($name))),)*
                system: Arc::new(system::wire::Remote(of("system"))),
            }
        }

        /// Opens what is here and puts it in the place of what is elsewhere, so that whoever comes after is handed it.
        fn open_local(ground: &Ground, places: &Places, services: &mut Services) -> Local {
            let mut local = Local::default();
            $(
                if places.is_here($name) {
                    let opened = $krate::open($krate::Deps {
                        db: ground.db.clone(),
                        $($own: given!(ground, $own $($from)?),)*
                        $($need: services.$need.clone(),)*
                    });
                    services.$field = opened.clone();
                    local.$field = Some(opened);
                }
            )*
            local
        }

        impl Local {
            /// The contracts of this process's services, for other processes.
            pub fn routes(&self) -> axum::Router {
                let mut router = axum::Router::new();
                $(
                    if let Some(service) = &self.$field {
                        router = router.merge($module::wire::routes(service.clone()));
                    }
                )*
                router
            }
        }
    };
}

house!(graph);

/// How other processes are called.
#[derive(Clone)]
pub struct Calls {
    /// How this process shows who it is.
    pub outbound: Outbound,
    /// The limits of calls.
    pub limits: PeerOptions,
}

impl Calls {
    /// A peer at `base`: the one place where what goes to other processes is made.
    ///
    /// # Errors
    /// When it is no address.
    pub fn peer(&self, base: &str) -> Result<Arc<Peer>, AddressError> {
        Peer::new(base, &self.outbound, self.limits.clone())
    }
}

/// Every service, nowhere: for what is asked of the edge alone.
#[must_use]
pub fn nowhere() -> Services {
    at(|_| Peer::nowhere())
}

/// Every service where `places` says that it is; none of them is opened here.
#[must_use]
pub fn remotes(places: &Places, far: &[Far]) -> Services {
    at(|service| {
        let there = places.address(service).and_then(|address| far.iter().find(|far| far.address == address));
        there.map_or_else(Peer::nowhere, |far| far.peer.clone())
    })
}

/// Opens the services that are here and connects all of them.
///
/// # Errors
/// When the address of another process is none.
pub fn open(ground: &Ground, places: &Places, calls: &Calls) -> Result<Wired, AddressError> {
    let system = Arc::new(LocalSystem::new(ground.db.clone(), ground.stopping.clone()));
    let far = Far::all(places, calls)?;
    let mut services = remotes(places, &far);
    let known = Known::before(services.settings);
    services.settings = known.clone();
    let local = open_local(ground, places, &mut services);
    services.system = crate::split::system(system.clone(), &far);
    system.set_services(services.clone());
    Ok(Wired { services, system, local, far, known })
}

impl Local {
    /// What the runner does.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobSpec> {
        let mut jobs = vec![];
        jobs.extend(self.catalog.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.search.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.content.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.identity.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.pricing.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.inventory.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.carts.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.checkouts.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.payments.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.customers.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.imports.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.notifications.iter().flat_map(|service| service.jobs()));
        jobs.extend(self.webhooks.iter().flat_map(|service| service.jobs()));
        jobs
    }

    /// Who takes events in.
    #[must_use]
    pub fn subscriptions(&self) -> Vec<Subscription> {
        let mut subscriptions = vec![];
        subscriptions.extend(self.catalog.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.search.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.inventory.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.payments.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.orders.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.checkouts.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.customers.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.notifications.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.webhooks.iter().flat_map(|service| service.subscriptions()));
        subscriptions.extend(self.audit_log.iter().flat_map(|service| service.subscriptions()));
        subscriptions
    }

    /// Makes sure that every payment engine's secret is of the account and mode it is configured for.
    ///
    /// # Errors
    /// A sentence for each that is not.
    pub async fn check_engines(&self) -> Result<(), Vec<String>> {
        match &self.payments {
            Some(payments) => payments.check_engines().await,
            None => Ok(()),
        }
    }

    /// Waits until every purchase that is under way here has come to its end, or to a point where it waits.
    pub async fn drain(&self) {
        if let Some(checkouts) = &self.checkouts {
            checkouts.drain().await;
        }
    }

    /// Makes what every shop begins with. Again changes nothing.
    ///
    /// # Errors
    /// What the services say; [`Fault::Unavailable`] when one needs another that is not there yet.
    pub async fn bootstrap(&self, cx: &Cx) -> Result<(), Fault> {
        if let Some(settings) = &self.settings {
            settings.bootstrap(cx).await.map_err(|error| failed("settings", &error))?;
        }
        if let Some(identity) = &self.identity {
            identity.bootstrap(cx).await.map_err(|error| failed("identity", &error))?;
        }
        if let Some(inventory) = &self.inventory {
            inventory.bootstrap(cx).await.map_err(|error| failed("inventory", &error))?;
        }
        if let Some(pricing) = &self.pricing {
            pricing.bootstrap(cx).await.map_err(|error| failed("pricing", &error))?;
        }
        if let Some(content) = &self.content {
            content.bootstrap(cx).await.map_err(|error| failed("content", &error))?;
        }
        if let Some(webhooks) = &self.webhooks {
            webhooks.bootstrap(cx).await.map_err(|error| failed("webhooks", &error))?;
        }
        Ok(())
    }

    /// Gives up the secrets that no master key opens; returns how many.
    ///
    /// # Errors
    /// What identity and webhooks say.
    pub async fn forget_unopenable(&self, cx: &Cx) -> Result<usize, Fault> {
        if self.identity.is_none() && self.webhooks.is_none() {
            return Err(Fault::internal("identity and webhooks are in other processes: ask there"));
        }
        let mut forgotten = 0;
        if let Some(identity) = &self.identity {
            forgotten += identity.forget_unopenable(cx).await?;
        }
        if let Some(webhooks) = &self.webhooks {
            forgotten += webhooks.forget_unopenable(cx).await?;
        }
        Ok(forgotten)
    }
}

/// What a service says went wrong, with its cause: for the operator, never for a client.
pub(crate) fn cause(service: &str, error: &impl ServiceError) -> String {
    match error.fault() {
        Some(Fault::Internal { cause }) => format!("{service}: {cause}"),
        _ => format!("{service}: {error}"),
    }
}

fn failed(service: &str, error: &impl ServiceError) -> Fault {
    match error.fault() {
        // what another process is asked for may be there in a moment
        Some(fault @ (Fault::Unavailable { .. } | Fault::TimedOut | Fault::NotFound { .. })) => fault.clone(),
        _ => Fault::internal(cause(service, error)),
    }
}
