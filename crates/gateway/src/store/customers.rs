//! What a customer sees and says of himself. Every handler but the first takes him from the signature and asks for what is
//! his.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Created, Done, Shown, Versioned},
    api::{Api, Methods},
    caller::{Customer, Guest},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{OrderAt, OwnAddressAt},
};
use axum::extract::State;
use infrasell_contracts::{
    cart::{Cart, ClaimCart, GetCustomerCart},
    customers::{
        self, AddAddress, Address, AddressInput, AddressPatch, Consent, ConsentEntry, ConsentGiven, CustomerPatch,
        DeleteAddress, GetAddress, GetCustomer, ListAddresses, ListConsents, RecordConsents, Register, UpdateAddress,
        UpdateCustomer,
    },
    orders::{GetOrder, ListOrders, Order, OrderFilter, OrderRef},
};
use infrasell_kernel::{AddressId, CountryCode, CustomerId, Locale, Page, PageRequest, Patch, Timestamp, Token};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const TAG: &str = "Customer";

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .at("/store/v1/customers", |on| on.post(register, doc(TAG, "Open an account")))
        .at("/store/v1/customers/me", |on| {
            on.get(me, doc(TAG, "Who you are")).patch(update, doc(TAG, "Change what the shop knows of you"))
        })
        .at("/store/v1/customers/me/addresses", |on| {
            on.get(addresses, doc(TAG, "Your addresses")).post(add_address, doc(TAG, "Keep an address"))
        })
        .at("/store/v1/customers/me/addresses/{address}", |on| {
            on.get(address, doc(TAG, "One of your addresses"))
                .patch(update_address, doc(TAG, "Change an address"))
                .delete(delete_address, doc(TAG, "Forget an address"))
        })
        .at("/store/v1/customers/me/consents", |on| {
            on.get(consents, doc(TAG, "What you agreed to and withdrew, newest first"))
                .post(record, doc(TAG, "Agree to being written to, or withdraw it"))
        })
        .at("/store/v1/customers/me/orders", |on| on.get(orders, doc(TAG, "Your orders, newest first")))
        .at("/store/v1/customers/me/orders/{id}", |on| on.get(order, doc(TAG, "One of your orders")))
        .at("/store/v1/customers/me/cart", |on| {
            on.get(cart, doc(TAG, "Your open cart, computed now"))
                .post(claim_cart, doc(TAG, "Get your cart, with what you gathered as a guest"))
        })
}

/// What a customer may know of himself. Notes, tags and groups are for staff.
#[derive(Serialize, JsonSchema)]
struct Me {
    /// His id.
    id: CustomerId,
    /// Where he is written to, and what he signs in with.
    email: String,
    /// His name.
    name: String,
    /// Where he is called, in E.164.
    phone: Option<String>,
    /// His language.
    locale: Option<Locale>,
    /// Where he stands on each purpose and medium that he was ever asked about.
    consents: Vec<Consent>,
    /// Where his goods go unless he says otherwise.
    default_shipping: Option<AddressId>,
    /// Who is billed unless he says otherwise.
    default_billing: Option<AddressId>,
    /// When the shop first heard of him.
    created_at: Timestamp,
    /// Raised by each change; the ETag.
    version: i64,
}

impl From<customers::Customer> for Me {
    fn from(customer: customers::Customer) -> Self {
        Me {
            id: customer.id,
            email: customer.email,
            name: customer.name,
            phone: customer.phone,
            locale: customer.locale,
            consents: customer.consents,
            default_shipping: customer.default_shipping,
            default_billing: customer.default_billing,
            created_at: customer.created_at,
            version: customer.version,
        }
    }
}

impl Versioned for Me {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The same for everybody, whether the address is known or not.
#[derive(Serialize, JsonSchema)]
struct Registered {
    /// What to do next.
    next: &'static str,
}

/// A change to what the shop knows of a customer; absent fields stay, null takes away.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct MyPatch {
    /// His name.
    name: Patch<String>,
    /// Where he is called; of the shop's country unless it begins with `+`.
    phone: Patch<String>,
    /// His language.
    locale: Patch<Locale>,
    /// Where his goods go unless he says otherwise.
    default_shipping: Patch<AddressId>,
    /// Who is billed unless he says otherwise.
    default_billing: Patch<AddressId>,
}

async fn register(
    guest: Guest,
    State(g): State<Gateway>,
    Body(account): Body<Register>,
) -> Answer<Accepted<Registered>> {
    g.customers.register(&guest.cx, account).await?;
    Ok(Accepted::new(Registered { next: "a message was sent to this address: look into its mailbox" }))
}

async fn me(who: Customer, State(g): State<Gateway>) -> Answer<Shown<Me>> {
    Ok(Shown::versioned(g.customers.customer(&who.cx, GetCustomer { id: who.id }).await?.into()))
}

async fn update(
    who: Customer,
    State(g): State<Gateway>,
    IfMatch(if_version): IfMatch,
    Body(mine): Body<MyPatch>,
) -> Answer<Shown<Me>> {
    let MyPatch { name, phone, locale, default_shipping, default_billing } = mine;
    let patch = CustomerPatch { name, phone, locale, default_shipping, default_billing, ..CustomerPatch::default() };
    Ok(Shown::versioned(g.customers.update(&who.cx, UpdateCustomer { id: who.id, patch, if_version }).await?.into()))
}

async fn addresses(
    who: Customer,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Address>>> {
    Ok(Shown::new(g.customers.addresses(&who.cx, ListAddresses { customer: who.id, page }).await?))
}

async fn add_address(
    who: Customer,
    State(g): State<Gateway>,
    Body(input): Body<AddressInput>,
) -> Answer<Created<Address>> {
    Ok(Created::versioned(g.customers.add_address(&who.cx, AddAddress { customer: who.id, input }).await?))
}

async fn address(who: Customer, State(g): State<Gateway>, At(at): At<OwnAddressAt>) -> Answer<Shown<Address>> {
    Ok(Shown::versioned(g.customers.address(&who.cx, GetAddress { customer: who.id, id: at.address }).await?))
}

async fn update_address(
    who: Customer,
    State(g): State<Gateway>,
    At(at): At<OwnAddressAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<AddressPatch>,
) -> Answer<Shown<Address>> {
    let update = UpdateAddress { customer: who.id, id: at.address, patch, if_version };
    Ok(Shown::versioned(g.customers.update_address(&who.cx, update).await?))
}

async fn delete_address(who: Customer, State(g): State<Gateway>, At(at): At<OwnAddressAt>) -> Answer<Done> {
    g.customers.delete_address(&who.cx, DeleteAddress { customer: who.id, id: at.address }).await?;
    Ok(Done)
}

async fn consents(
    who: Customer,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<ConsentEntry>>> {
    Ok(Shown::new(g.customers.consents(&who.cx, ListConsents { customer: who.id, page }).await?))
}

/// What a customer agrees to or withdraws.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Said {
    /// Where in the storefront; `account` when absent.
    #[serde(default)]
    #[schemars(length(min = 1, max = 64))]
    source: Option<String>,
    /// What; 1 to 20.
    #[schemars(length(min = 1, max = 20))]
    consents: Vec<ConsentGiven>,
}

async fn record(who: Customer, State(g): State<Gateway>, Body(said): Body<Said>) -> Answer<Shown<Vec<Consent>>> {
    let source = said.source.unwrap_or_else(|| "account".into());
    let record = RecordConsents { customer: who.id, source, consents: said.consents };
    Ok(Shown::new(g.customers.record_consents(&who.cx, record).await?))
}

async fn orders(
    who: Customer,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Order>>> {
    let filter = OrderFilter { customer: Some(who.id), ..OrderFilter::default() };
    Ok(Shown::new(g.orders.orders(&who.cx, ListOrders { filter, page, ..ListOrders::default() }).await?))
}

async fn order(who: Customer, State(g): State<Gateway>, At(at): At<OrderAt>) -> Answer<Shown<Order>> {
    let order = OrderRef::OfCustomer { id: at.id, customer: who.id };
    Ok(Shown::new(g.orders.order(&who.cx, GetOrder { order }).await?))
}

/// Which cart.
#[derive(Deserialize, JsonSchema)]
struct Which {
    /// The channel, by code; `web` when absent.
    channel: Option<String>,
    /// Where it would go, for tax; the shop's own place when absent.
    country: Option<CountryCode>,
}

async fn cart(who: Customer, State(g): State<Gateway>, Query(which): Query<Which>) -> Answer<Shown<Cart>> {
    let get = GetCustomerCart { customer: who.id, channel: which.channel, country: which.country };
    Ok(Shown::versioned(g.carts.customer_cart(&who.cx, get).await?))
}

/// What a customer gathered before he signed in.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Gathered {
    /// The cart that he gathered as a guest: it becomes his, or its lines come into the one that he has.
    token: Option<Token>,
    /// The channel, by code, when no cart is named; `web` when absent.
    channel: Option<String>,
    /// The language of a new cart; the channel's first when absent.
    locale: Option<Locale>,
}

async fn claim_cart(who: Customer, State(g): State<Gateway>, Body(gathered): Body<Gathered>) -> Answer<Shown<Cart>> {
    let Gathered { token, channel, locale } = gathered;
    Ok(Shown::versioned(g.carts.claim(&who.cx, ClaimCart { customer: who.id, token, channel, locale }).await?))
}
