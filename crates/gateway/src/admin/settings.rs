//! The shop's profile, channels, tax registrations.

use crate::{
    Gateway,
    answer::{Answer, Created, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{ChannelAt, TaxRegistrationAt},
};
use axum::extract::State;
use infrasell_contracts::settings::{
    Channel, ChannelInput, ChannelPatch, ChannelRef, CreateChannel, CreateTaxRegistration, EndTaxRegistration,
    GetChannel, GetShop, ListChannels, ListTaxRegistrations, Shop, ShopPatch, TaxRegistration, TaxRegistrationInput,
    UpdateChannel, UpdateShop,
};
use infrasell_kernel::{Page, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Settings";
    A::new()
        .at("/admin/v1/shop", |on| {
            on.get(shop, doc(TAG, "The shop's profile")).patch(update_shop, doc(TAG, "Change the shop's profile"))
        })
        .at("/admin/v1/channels", |on| {
            on.get(channels, doc(TAG, "Channels")).post(create_channel, doc(TAG, "Make a channel"))
        })
        .at("/admin/v1/channels/{id}", |on| {
            on.get(channel, doc(TAG, "One channel")).patch(update_channel, doc(TAG, "Change a channel"))
        })
        .at("/admin/v1/tax-registrations", |on| {
            on.get(tax_registrations, doc(TAG, "Tax registrations"))
                .post(create_tax_registration, doc(TAG, "Add a tax registration"))
        })
        .at("/admin/v1/tax-registrations/{id}", |on| on.patch(end_tax_registration, doc(TAG, "End a tax registration")))
}

async fn shop(who: Allowed<may::SettingsRead>, State(g): State<Gateway>) -> Answer<Shown<Shop>> {
    Ok(Shown::versioned(g.settings.shop(&who.cx, GetShop {}).await?))
}

async fn update_shop(
    who: Allowed<may::SettingsWrite>,
    State(g): State<Gateway>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<ShopPatch>,
) -> Answer<Shown<Shop>> {
    Ok(Shown::versioned(g.settings.update_shop(&who.cx, UpdateShop { patch, if_version }).await?))
}

/// What a list of channels is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct ChannelFilter {
    /// Only those that are active, or are not.
    active: Option<bool>,
}

async fn channels(
    who: Allowed<may::SettingsRead>,
    State(g): State<Gateway>,
    Query(f): Query<ChannelFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Channel>>> {
    Ok(Shown::new(g.settings.channels(&who.cx, ListChannels { active: f.active, page }).await?))
}

async fn create_channel(
    who: Allowed<may::SettingsWrite>,
    State(g): State<Gateway>,
    Body(channel): Body<ChannelInput>,
) -> Answer<Created<Channel>> {
    Ok(Created::versioned(g.settings.create_channel(&who.cx, CreateChannel { channel }).await?))
}

async fn channel(
    who: Allowed<may::SettingsRead>,
    State(g): State<Gateway>,
    At(at): At<ChannelAt>,
) -> Answer<Shown<Channel>> {
    Ok(Shown::versioned(g.settings.channel(&who.cx, GetChannel { channel: ChannelRef::Id(at.id) }).await?))
}

async fn update_channel(
    who: Allowed<may::SettingsWrite>,
    State(g): State<Gateway>,
    At(at): At<ChannelAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<ChannelPatch>,
) -> Answer<Shown<Channel>> {
    Ok(Shown::versioned(g.settings.update_channel(&who.cx, UpdateChannel { id: at.id, patch, if_version }).await?))
}

/// What a list of tax registrations is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct RegistrationFilter {
    /// Only those valid at this time.
    valid_at: Option<Timestamp>,
}

async fn tax_registrations(
    who: Allowed<may::SettingsRead>,
    State(g): State<Gateway>,
    Query(f): Query<RegistrationFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<TaxRegistration>>> {
    let list = ListTaxRegistrations { valid_at: f.valid_at, page };
    Ok(Shown::new(g.settings.tax_registrations(&who.cx, list).await?))
}

async fn create_tax_registration(
    who: Allowed<may::SettingsWrite>,
    State(g): State<Gateway>,
    Body(registration): Body<TaxRegistrationInput>,
) -> Answer<Created<TaxRegistration>> {
    Ok(Created::new(g.settings.create_tax_registration(&who.cx, CreateTaxRegistration { registration }).await?))
}

/// When something ends.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ending {
    /// From when it is no longer valid.
    valid_until: Timestamp,
}

async fn end_tax_registration(
    who: Allowed<may::SettingsWrite>,
    State(g): State<Gateway>,
    At(at): At<TaxRegistrationAt>,
    Body(ending): Body<Ending>,
) -> Answer<Shown<TaxRegistration>> {
    let end = EndTaxRegistration { id: at.id, valid_until: ending.valid_until };
    Ok(Shown::new(g.settings.end_tax_registration(&who.cx, end).await?))
}
