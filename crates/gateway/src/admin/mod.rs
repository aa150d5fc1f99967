//! `/admin/v1`: what staff and programs call. Each handler's signature says which permission it needs.

mod account;
mod audit;
mod catalog;
mod collections;
mod content;
mod customers;
mod exports;
mod imports;
mod inventory;
mod media;
mod notifications;
mod orders;
mod payments;
mod people;
mod pricing;
mod settings;
mod system;
mod webhooks;

use crate::api::Api;

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .merge(account::routes())
        .merge(people::routes())
        .merge(settings::routes())
        .merge(catalog::routes())
        .merge(collections::routes())
        .merge(content::routes())
        .merge(pricing::routes())
        .merge(inventory::routes())
        .merge(orders::routes())
        .merge(customers::routes())
        .merge(payments::routes())
        .merge(exports::routes())
        .merge(imports::routes())
        .merge(media::routes())
        .merge(notifications::routes())
        .merge(audit::routes())
        .merge(webhooks::routes())
        .merge(system::routes())
}
