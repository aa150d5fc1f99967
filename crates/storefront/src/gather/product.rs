//! Products, their prices and their stock.

use super::each;
use crate::{
    context::Ask,
    facts::{Fact, Found},
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    catalog::{GetProduct, GetProducts, GetVariants, MAX_BULK, Product, ProductRef},
    inventory::{Availability, GetAvailability},
    pricing::{GetPrices, VariantPrice},
};
use infrasell_kernel::{ErrorKind, MAX_LIMIT, ProductId, VariantId};
use infrasell_rpc::{Fault, ServiceError};
use std::sync::Arc;

/// Products by id, as far as they are on sale here.
pub struct ById;

impl Fact for ById {
    type Key = ProductId;
    type Value = Arc<Product>;
    fn fetch(ask: &Ask, keys: Vec<ProductId>) -> BoxFuture<'_, Found<ProductId, Arc<Product>>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_LIMIT as usize).map(<[ProductId]>::to_vec).collect();
            let found = each(parts, async |ids| {
                let asked = GetProducts { ids, on_sale_in: Some(ask.channel.id) };
                ask.services.catalog.products_by_id(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|product| (product.id, Arc::new(product))).collect())
        })
    }
    fn note(key: &ProductId, _: Option<&Arc<Product>>, shown: &mut Shown) {
        shown.add(Tag::Product(*key));
    }
}

/// Products by handle, also a former one.
pub struct ByHandle;

impl Fact for ByHandle {
    type Key = String;
    type Value = Arc<Product>;
    fn fetch(ask: &Ask, keys: Vec<String>) -> BoxFuture<'_, Found<String, Arc<Product>>> {
        Box::pin(async move {
            let found = each(keys, async |handle| {
                let product = ProductRef::Handle(handle.clone());
                let asked = GetProduct { product, on_sale_in: Some(ask.channel.id) };
                match ask.services.catalog.product(&ask.cx, asked).await {
                    Ok(product) => Ok(Some((handle, Arc::new(product)))),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(key: &String, value: Option<&Arc<Product>>, shown: &mut Shown) {
        match value {
            Some(product) if product.handle == *key => shown.add(Tag::Product(product.id)),
            // under a name that is not its own it is found until another product takes that name
            Some(product) => {
                shown.add(Tag::Product(product.id));
                shown.add(Tag::AnyProduct);
            }
            None => shown.add(Tag::AnyProduct),
        }
    }
}

/// Which product a variant belongs to.
pub struct Owner;

impl Fact for Owner {
    type Key = VariantId;
    type Value = ProductId;
    fn fetch(ask: &Ask, keys: Vec<VariantId>) -> BoxFuture<'_, Found<VariantId, ProductId>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_BULK).map(<[VariantId]>::to_vec).collect();
            let found = each(parts, async |ids| {
                let asked = GetVariants { ids, channel: Some(ask.channel.id) };
                ask.services.catalog.variants(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|view| (view.variant.id, view.product)).collect())
        })
    }
    fn note(_: &VariantId, value: Option<&ProductId>, shown: &mut Shown) {
        shown.add(value.map_or(Tag::AnyProduct, |product| Tag::Product(*product)));
    }
}

/// Prices by variant.
pub struct Prices;

impl Fact for Prices {
    type Key = VariantId;
    type Value = VariantPrice;
    fn fetch(ask: &Ask, keys: Vec<VariantId>) -> BoxFuture<'_, Found<VariantId, VariantPrice>> {
        Box::pin(async move {
            let parts = keys.chunks(infrasell_contracts::pricing::MAX_BULK).map(<[VariantId]>::to_vec).collect();
            let found = each(parts, async |variants| {
                let asked = GetPrices { variants, channel: ask.channel.id, at: None };
                ask.services.pricing.prices(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|price| (price.variant, price)).collect())
        })
    }
    fn note(key: &VariantId, _: Option<&VariantPrice>, shown: &mut Shown) {
        shown.add(Tag::Variant(*key));
    }
}

/// Stock by variant.
pub struct Stock;

impl Fact for Stock {
    type Key = VariantId;
    type Value = Availability;
    fn fetch(ask: &Ask, keys: Vec<VariantId>) -> BoxFuture<'_, Found<VariantId, Availability>> {
        Box::pin(async move {
            let parts = keys.chunks(infrasell_contracts::inventory::MAX_BULK).map(<[VariantId]>::to_vec).collect();
            let found = each(parts, async |variants| {
                let asked = GetAvailability { variants, channel: ask.channel.id };
                ask.services.inventory.availability(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))
            });
            Ok(found.await?.into_iter().flatten().map(|stock| (stock.variant, stock)).collect())
        })
    }
    fn note(key: &VariantId, _: Option<&Availability>, shown: &mut Shown) {
        shown.add(Tag::Variant(*key));
    }
}
