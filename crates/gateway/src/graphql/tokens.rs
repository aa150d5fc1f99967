//! Whose storefront asks: the channel that its token is bound to.
//!
//! Always true: a private token that is none of ours is refused; a public one is, when tokens are required, and else
//! counts for nothing; a private token in the place of a public one counts for nothing, as pages would show it.

use crate::{Gateway, answer::Failure};
use axum::http::HeaderMap;
use infrasell_contracts::{
    identity::{FindStorefrontToken, StorefrontTokenKind},
    settings::{Channel, ChannelRef, GetChannel},
};
use infrasell_kernel::{ChannelId, ErrorKind};
use infrasell_rpc::{Cx, Fault};

/// Under these a storefront's pages show who they are: our name, and the one that existing storefronts use.
const PUBLIC: [&str; 2] = ["x-infrasell-storefront-token", "x-shopify-storefront-access-token"];
/// Under these a storefront's server does.
const PRIVATE: [&str; 2] = ["infrasell-storefront-private-token", "shopify-storefront-private-token"];

/// The channel that a request is for; `web` when nothing says otherwise.
pub async fn channel(g: &Gateway, cx: &Cx, headers: &HeaderMap) -> Result<Channel, Failure> {
    let Some(id) = bound(g, cx, headers).await? else { return crate::store::channel(g, cx, None).await };
    let channel = g.settings.channel(cx, GetChannel { channel: ChannelRef::Id(id) }).await?;
    if channel.active { Ok(channel) } else { Err(Fault::not_found("channel", channel.code).into()) }
}

/// The channel that a token is bound to; none when there is no token that counts.
async fn bound(g: &Gateway, cx: &Cx, headers: &HeaderMap) -> Result<Option<ChannelId>, Failure> {
    if let Some(secret) = sent(headers, PRIVATE) {
        let found = find(g, cx, secret, StorefrontTokenKind::Private).await?;
        return found.map(Some).ok_or_else(|| refused("this private token is not one of ours, or was revoked"));
    }
    let found = match sent(headers, PUBLIC) {
        Some(secret) => find(g, cx, secret, StorefrontTokenKind::Public).await?,
        None => None,
    };
    if found.is_none() && g.inner().limits.require_token {
        return Err(refused("a storefront shows a token in X-Infrasell-Storefront-Token"));
    }
    Ok(found)
}

fn sent(headers: &HeaderMap, names: [&str; 2]) -> Option<String> {
    let value = names.iter().find_map(|name| headers.get(*name))?;
    // what is not text is no token of ours either
    Some(value.to_str().unwrap_or("-").trim().to_owned()).filter(|token| !token.is_empty())
}

async fn find(g: &Gateway, cx: &Cx, secret: String, kind: StorefrontTokenKind) -> Result<Option<ChannelId>, Failure> {
    // tokens of another shop's making need no look
    if !secret.starts_with("ift_") && !secret.starts_with("ifp_") {
        return Ok(None);
    }
    let found = g.identity.storefront_token(cx, FindStorefrontToken { secret }).await?;
    Ok(found.token.filter(|token| token.kind == kind).map(|token| token.channel))
}

fn refused(title: &str) -> Failure {
    Failure::new(ErrorKind::Unauthenticated, "storefront_token_refused", title)
}
