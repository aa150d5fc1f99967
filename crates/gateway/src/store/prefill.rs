//! What a checkout knows of a customer who is signed in: his profile, and the saved addresses that he chooses.

use crate::{Gateway, answer::Failure};
use infrasell_contracts::{
    checkout::{Checkout, CheckoutPatch, UpdateCheckout},
    common::PostalAddress,
    customers::{GetAddress, GetCustomer},
    pricing::ShippingChoice,
};
use infrasell_kernel::{AddressId, CustomerId, ErrorKind, Patch};
use infrasell_rpc::{Cx, Fault, ServiceError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a buyer says of his checkout; absent fields stay, null takes away.
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Details {
    /// Where he is written to.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<String>,
    /// Where he is called.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub shipping_address: Patch<PostalAddress>,
    /// Who is billed.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub billing_address: Patch<PostalAddress>,
    /// Where it goes: an address that the customer keeps, who must be signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address_id: Option<AddressId>,
    /// Who is billed: an address that the customer keeps, who must be signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address_id: Option<AddressId>,
    /// The method of each group of lines; null forgets them.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub shipping: Patch<Vec<ShippingChoice>>,
    /// How it will be paid, by code.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub payment_method: Patch<String>,
}

/// The details with every saved address looked up. `path` is before the fields' names in errors.
pub async fn looked_up(
    g: &Gateway,
    (cx, customer): (&Cx, Option<CustomerId>),
    details: Details,
    path: &str,
) -> Result<CheckoutPatch, Failure> {
    let mut patch = CheckoutPatch {
        email: details.email,
        phone: details.phone,
        shipping_address: details.shipping_address,
        billing_address: details.billing_address,
        shipping: details.shipping,
        payment_method: details.payment_method,
    };
    let chosen = [
        ("shipping_address", details.shipping_address_id, &mut patch.shipping_address),
        ("billing_address", details.billing_address_id, &mut patch.billing_address),
    ];
    for (field, id, place) in chosen {
        let Some(id) = id else { continue };
        let at = format!("{path}{field}_id");
        if !place.is_keep() {
            return Err(Fault::field(at, "contradiction", format!("name {field} or {field}_id, not both")).into());
        }
        let Some(customer) = customer else {
            return Err(Fault::field(at, "not_signed_in", "a saved address is for a customer who is signed in").into());
        };
        *place = Patch::Set(saved(g, cx, customer, id).await?);
    }
    Ok(patch)
}

async fn saved(g: &Gateway, cx: &Cx, customer: CustomerId, id: AddressId) -> Result<PostalAddress, Failure> {
    Ok(g.customers.address(&cx.unkeyed(), GetAddress { customer, id }).await?.address)
}

/// Fills in what a customer's checkout does not say yet: his e-mail address, number and default addresses. What the
/// checkout refuses, such as an address that the shop does not send to, stays open.
pub async fn prefilled(
    g: &Gateway,
    (cx, customer): (&Cx, Option<CustomerId>),
    checkout: Checkout,
) -> Result<Checkout, Failure> {
    let Some(customer) = customer.filter(|_| checkout.email.is_none() || checkout.shipping_address.is_none()) else {
        return Ok(checkout);
    };
    let known = g.customers.customer(&cx.unkeyed(), GetCustomer { id: customer }).await?;
    let fill = |there: bool, value: Option<String>| value.filter(|_| !there).map_or(Patch::Keep, Patch::Set);
    let mut patch = CheckoutPatch {
        email: fill(checkout.email.is_some(), Some(known.email)),
        phone: fill(checkout.phone.is_some(), known.phone),
        ..CheckoutPatch::default()
    };
    if let Some(id) = known.default_shipping.filter(|_| checkout.shipping_address.is_none()) {
        patch.shipping_address = Patch::Set(saved(g, cx, customer, id).await?);
        let billing = known.default_billing.filter(|other| *other != id && checkout.billing_address.is_none());
        if let Some(id) = billing {
            patch.billing_address = Patch::Set(saved(g, cx, customer, id).await?);
        }
    }
    if patch == CheckoutPatch::default() {
        return Ok(checkout);
    }
    let update = UpdateCheckout { token: checkout.token, patch, if_version: None };
    match g.checkouts.update(&cx.unkeyed(), update).await {
        Ok(checkout) => Ok(checkout),
        Err(refused) if refused.kind() == ErrorKind::Invalid => Ok(checkout),
        Err(error) => Err(error.into()),
    }
}
