//! The shop's profile and its channels.

use crate::{
    context::Ask,
    facts::{Fact, Found},
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::settings::{Channel, GetShop, ListChannels, Shop};
use infrasell_kernel::{MAX_LIMIT, PageRequest};
use infrasell_rpc::Fault;

/// The shop's profile.
pub struct TheShop;

impl Fact for TheShop {
    type Key = ();
    type Value = Shop;
    fn fetch(ask: &Ask, _: Vec<()>) -> BoxFuture<'_, Found<(), Shop>> {
        Box::pin(async move {
            let shop = ask.services.settings.shop(&ask.cx, GetShop {}).await.map_err(|e| Fault::relay(&e))?;
            Ok(vec![((), shop)])
        })
    }
    fn note((): &(), _: Option<&Shop>, shown: &mut Shown) {
        shown.add(Tag::Shop);
    }
}

/// Every active channel.
pub struct Channels;

impl Fact for Channels {
    type Key = ();
    type Value = Vec<Channel>;
    fn fetch(ask: &Ask, _: Vec<()>) -> BoxFuture<'_, Found<(), Vec<Channel>>> {
        Box::pin(async move {
            let page = PageRequest { limit: Some(MAX_LIMIT), after: None };
            let list = ListChannels { active: Some(true), page };
            let found = ask.services.settings.channels(&ask.cx, list).await.map_err(|e| Fault::relay(&e))?;
            Ok(vec![((), found.items)])
        })
    }
    fn note((): &(), _: Option<&Vec<Channel>>, shown: &mut Shown) {
        shown.add(Tag::Shop);
    }
}
