//! What customers can do: open an account, sign in, change what the shop knows of them.
//!
//! Always true: whether there is an account shows in no answer; a token is shown to its owner once and never printed;
//! who is throttled elsewhere is throttled here, by account and by address.

mod account;
mod address;
mod inputs;

use super::Mutation;
use crate::{
    object::AnyObject,
    types::customer_payloads::{
        Activated, ActivatedByUrl, AddressCreated, AddressDeleted, AddressUpdated, Created, DefaultAddressUpdated,
        Recovers, TokenCreated, TokenDeleted, TokenRenewed, Told, Updated, WasReset, WasResetByUrl,
    },
};
use infrasell_rpc::Fault;

type Answer = Result<Told, Fault>;

fn done<P: From<Told> + AnyObject + 'static>(told: Answer) -> Result<Box<dyn AnyObject>, Fault> {
    Ok(Box::new(P::from(told?)))
}

macro_rules! mutations {
    ($($name:literal => $Payload:ident by $run:path;)*) => {
        &[$(($name, |ask, args, facts| Box::pin(async move { done::<$Payload>($run(ask, args, facts).await) }))),*]
    };
}

/// All of them.
pub(super) const ALL: &[(&str, Mutation)] = mutations! {
    "customerAccessTokenCreate" => TokenCreated by account::sign_in;
    "customerAccessTokenDelete" => TokenDeleted by account::sign_out;
    "customerAccessTokenRenew" => TokenRenewed by account::renew;
    "customerActivate" => Activated by account::activate;
    "customerActivateByUrl" => ActivatedByUrl by account::activate_by_url;
    "customerAddressCreate" => AddressCreated by address::create;
    "customerAddressDelete" => AddressDeleted by address::delete;
    "customerAddressUpdate" => AddressUpdated by address::update;
    "customerCreate" => Created by account::create;
    "customerDefaultAddressUpdate" => DefaultAddressUpdated by address::make_default;
    "customerRecover" => Recovers by account::recover;
    "customerReset" => WasReset by account::reset;
    "customerResetByUrl" => WasResetByUrl by account::reset_by_url;
    "customerUpdate" => Updated by account::update;
};
