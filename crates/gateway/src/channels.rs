//! What a member of staff or a key that is limited to channels may do.
//!
//! Always true: what is not known here to be of one of his channels, or the whole shop's to read, is refused; a new route is
//! refused until it is named here.

use crate::{Gateway, answer::Failure};
use axum::{
    extract::MatchedPath,
    http::{Uri, request::Parts},
};
use infrasell_contracts::orders::{GetOrder, OrderRef};
use infrasell_kernel::{ChannelId, ErrorKind, FieldError, OrderId, Permission};
use infrasell_rpc::{Caller, Cx, Fault};

/// Whose a route's things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Belongs {
    /// One order's, which is of a channel.
    Order,
    /// A list that can be narrowed to a channel.
    List,
    /// One channel's own.
    Channel,
    /// The whole shop's: products, stock and settings are the same for every channel, and may be read.
    Shop,
}

fn belongs(path: &str, permission: Permission) -> Option<Belongs> {
    use Permission::{CatalogRead, InventoryRead, SettingsRead};
    match path {
        "/admin/v1/orders" | "/admin/v1/carts" | "/admin/v1/checkouts" => Some(Belongs::List),
        "/admin/v1/channels/{id}" if permission == SettingsRead => Some(Belongs::Channel),
        path if path.starts_with("/admin/v1/orders/{id}") => Some(Belongs::Order),
        _ if [CatalogRead, InventoryRead, SettingsRead].contains(&permission) => Some(Belongs::Shop),
        _ => None,
    }
}

/// Refuses what is not of the caller's channels. A list that he did not narrow is narrowed to his only channel.
pub async fn hold(
    parts: &mut Parts,
    gateway: &Gateway,
    caller: &Caller,
    permission: Permission,
) -> Result<(), Failure> {
    let Some(channels) = caller.channels() else { return Ok(()) };
    let path = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    match belongs(&path, permission) {
        Some(Belongs::Shop) => Ok(()),
        Some(Belongs::Channel) => named::<ChannelId>(parts, "channel").and_then(|id| let_into(caller, id)),
        Some(Belongs::List) => narrow(parts, caller, channels),
        Some(Belongs::Order) => {
            let id = named::<OrderId>(parts, "order")?;
            let found = gateway.orders.order(&Cx::system("gateway", ""), GetOrder { order: OrderRef::Id(id) }).await?;
            if caller.is_let_into(found.channel) { Ok(()) } else { Err(Fault::not_found("order", id).into()) }
        }
        None => Err(refused("you are limited to channels, and this is the whole shop's")),
    }
}

/// The id behind `/admin/v1/…/` in the address.
fn named<T: std::str::FromStr>(parts: &Parts, what: &str) -> Result<T, Failure> {
    let text = parts.uri.path().split('/').nth(4).unwrap_or("");
    text.parse().map_err(|_| Fault::not_found(what, text.chars().take(48).collect::<String>()).into())
}

fn let_into(caller: &Caller, channel: ChannelId) -> Result<(), Failure> {
    if caller.is_let_into(channel) { Ok(()) } else { Err(refused("this is a channel that you are not let into")) }
}

fn narrow(parts: &mut Parts, caller: &Caller, channels: &[ChannelId]) -> Result<(), Failure> {
    let query = parts.uri.query().unwrap_or("").to_owned();
    let asked = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "channel");
    let asked: Vec<String> = asked.map(|(_, value)| value.into_owned()).collect();
    match (&asked[..], channels) {
        ([one], _) => match one.parse() {
            Ok(channel) => let_into(caller, channel),
            // the handler says what is wrong with it
            Err(_) => Ok(()),
        },
        ([], [only]) => {
            let (path, joint) = (parts.uri.path(), if query.is_empty() { "" } else { "&" });
            let narrowed = format!("{path}?{query}{joint}channel={only}");
            parts.uri = narrowed.parse::<Uri>().map_err(|cause| Failure::from(Fault::internal(cause)))?;
            Ok(())
        }
        _ => {
            Err(Failure::field(FieldError::new("channel", "required", "channel must be one of those you are let into")))
        }
    }
}

fn refused(title: &str) -> Failure {
    Failure::new(ErrorKind::Forbidden, "limited_to_channels", title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_is_refused() {
        assert_eq!(belongs("/admin/v1/orders/{id}/refunds", Permission::PaymentsWrite), Some(Belongs::Order));
        assert_eq!(belongs("/admin/v1/products", Permission::CatalogRead), Some(Belongs::Shop));
        for (path, permission) in [
            ("/admin/v1/products", Permission::CatalogWrite),
            ("/admin/v1/channels/{id}", Permission::SettingsWrite),
            ("/admin/v1/payments", Permission::PaymentsRead),
            ("/admin/v1/customers", Permission::OrdersRead),
            ("/admin/v1/something-new", Permission::SystemRead),
        ] {
            assert_eq!(belongs(path, permission), None, "{path}");
        }
    }
}
