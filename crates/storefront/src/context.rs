//! What a request brings: the services it may ask, who asks, where it is sold, in which language.

use infrasell_contracts::{
    cart::Carts,
    catalog::Catalog,
    checkout::Checkouts,
    content::Content,
    customers::Customers,
    identity::Identity,
    inventory::Inventory,
    orders::Orders,
    payments::Payments,
    pricing::Pricing,
    search::Search,
    settings::{Channel, Settings},
};
use infrasell_kernel::{CountryCode, Timestamp};
use infrasell_rpc::Cx;
use std::sync::Arc;

/// Every service that a storefront may ask.
#[derive(Clone)]
pub struct Services {
    /// The shop's profile and channels.
    pub settings: Arc<dyn Settings>,
    /// Sessions and tokens.
    pub identity: Arc<dyn Identity>,
    /// Products.
    pub catalog: Arc<dyn Catalog>,
    /// Pages, blogs, menus, redirects, metaobjects, policies.
    pub content: Arc<dyn Content>,
    /// What words find.
    pub search: Arc<dyn Search>,
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
}

/// One request, as far as everything in it is told.
pub struct Ask {
    /// The services.
    pub services: Services,
    /// The call's context.
    pub cx: Cx,
    /// Where it is sold.
    pub channel: Channel,
    /// Where the buyer is, when he says so.
    pub country: Option<CountryCode>,
    /// What he reads, as these clients name it: `EN`, `PT_BR`; the channel's first language when he does not say.
    pub language: String,
    /// The token that a signed-in buyer shows in `@inContext(buyer:)`.
    pub buyer: Option<String>,
    /// The public origin, without a slash at its end: `https://shop.example`.
    pub origin: String,
    /// Now.
    pub now: Timestamp,
}

/// A request, before it is known what it asks.
pub struct Visit {
    /// The call's context.
    pub cx: Cx,
    /// Where it is sold.
    pub channel: Channel,
    /// The public origin, without a slash at its end.
    pub origin: String,
    /// Now.
    pub now: Timestamp,
}
