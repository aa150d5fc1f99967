//! What a shop or a channel becomes by a change. Pure; version and time are the caller's.

use infrasell_contracts::settings::{Channel, ChannelInput, ChannelPatch, Shop, ShopPatch};
use infrasell_kernel::{ChannelId, Patch, Timestamp};

/// Puts what the patch holds in the place of what is there.
pub(crate) fn shop(shop: &mut Shop, patch: ShopPatch) {
    put(&mut shop.name, patch.name);
    put(&mut shop.legal_name, patch.legal_name);
    put(&mut shop.legal_address, patch.legal_address);
    put_or_empty(&mut shop.registration_number, patch.registration_number);
    put(&mut shop.email, patch.email);
    put_or_empty(&mut shop.phone, patch.phone);
    put(&mut shop.grievance, patch.grievance);
    put(&mut shop.country, patch.country);
    put_or_empty(&mut shop.region, patch.region);
    put(&mut shop.time_zone, patch.time_zone);
    put(&mut shop.currency, patch.currency);
    put(&mut shop.order_number, patch.order_number);
}

/// Puts what the patch holds in the place of what is there.
pub(crate) fn channel(channel: &mut Channel, patch: ChannelPatch) {
    put(&mut channel.name, patch.name);
    put(&mut channel.locales, patch.locales);
    put_or_empty(&mut channel.countries, patch.countries);
    put(&mut channel.prices_include_tax, patch.prices_include_tax);
    put(&mut channel.tax_rounding, patch.tax_rounding);
    put_or_empty(&mut channel.stock_locations, patch.stock_locations);
    put(&mut channel.active, patch.active);
}

/// The channel that an input describes.
pub(crate) fn new_channel(id: ChannelId, input: ChannelInput, now: Timestamp) -> Channel {
    Channel {
        id,
        code: input.code,
        name: input.name,
        currency: input.currency,
        locales: input.locales,
        countries: input.countries,
        prices_include_tax: input.prices_include_tax,
        tax_rounding: input.tax_rounding.unwrap_or_default(),
        stock_locations: input.stock_locations,
        active: input.active.unwrap_or(true),
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

fn put<T>(place: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *place = new;
    }
}

fn put_or_empty<T: Default>(place: &mut T, new: Patch<T>) {
    match new {
        Patch::Keep => {}
        Patch::Clear => *place = T::default(),
        Patch::Set(new) => *place = new,
    }
}
