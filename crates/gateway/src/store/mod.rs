//! `/store/v1`: what a buyer's client calls. No key is needed; a token is what a buyer holds.

mod browse;
mod carts;
mod checkouts;
mod content;
mod customers;
mod find;
mod prefill;
mod search;
mod session;
mod view;

use crate::{Gateway, answer::Failure, api::Api};
use infrasell_contracts::settings::{Channel, ChannelRef, GetChannel};
use infrasell_rpc::{Cx, Fault};

pub(crate) use browse::StoreFilter;

/// The routes.
pub fn routes<A: Api>(gateway: &Gateway) -> A {
    A::new()
        .merge(browse::routes(gateway))
        .merge(content::routes(gateway))
        .merge(carts::routes())
        .merge(checkouts::routes())
        .merge(customers::routes())
        .merge(search::routes())
        .merge(session::routes())
}

/// The channel that a buyer named, `web` when he named none. One that is switched off is not there for him.
pub(crate) async fn channel(gateway: &Gateway, cx: &Cx, code: Option<String>) -> Result<Channel, Failure> {
    let code = code.unwrap_or_else(|| "web".into());
    let channel = gateway.settings.channel(cx, GetChannel { channel: ChannelRef::Code(code.clone()) }).await?;
    if channel.active { Ok(channel) } else { Err(Fault::not_found("channel", code).into()) }
}
