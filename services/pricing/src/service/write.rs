//! What the writes of pricing share.

use super::{PricingService, Result};
use infrasell_contracts::{
    pricing::{PRICES_CHANGED, PricesChanged, PricingError},
    settings::{Channel, ChannelRef, GetChannel, GetShop, Shop},
};
use infrasell_db::{OnceTx, Tx};
use infrasell_kernel::{ChannelId, Fields, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault, ServiceError};
use serde::Serialize;

/// The longest code of a tax class or shipping method, in characters.
pub const MAX_CODE: usize = 32;
/// The longest name, in characters.
pub const MAX_NAME: usize = 100;
/// The most variants in one event.
const MAX_IN_EVENT: usize = 10_000;

impl PricingService {
    pub(crate) fn now(&self) -> Timestamp {
        self.deps.env.now()
    }

    /// The channel, from settings.
    pub(super) async fn channel(&self, cx: &Cx, id: ChannelId) -> Result<Channel> {
        let request = GetChannel { channel: ChannelRef::Id(id) };
        Ok(self.deps.settings.channel(&cx.unkeyed(), request).await.map_err(fault_of)?)
    }

    /// The channel that every shop has.
    pub(super) async fn web(&self, cx: &Cx) -> Result<Channel> {
        let request = GetChannel { channel: ChannelRef::Code("web".into()) };
        Ok(self.deps.settings.channel(&cx.unkeyed(), request).await.map_err(fault_of)?)
    }

    /// The shop's profile, from settings.
    pub(super) async fn shop(&self, cx: &Cx) -> Result<Shop> {
        Ok(self.deps.settings.shop(&cx.unkeyed(), GetShop {}).await.map_err(fault_of)?)
    }
}

/// The common part of another service's error.
fn fault_of(error: impl ServiceError) -> Fault {
    error.fault().cloned().unwrap_or_else(|| Fault::internal(error))
}

/// Another one has this code.
pub fn taken(code: &str) -> PricingError {
    PricingError::CodeTaken { taken: code.to_owned() }
}

/// Notes a code that is not `min` 1 to `max` of a–z, 0–9 and `-`.
pub fn check_code(fields: &mut Fields, code: &str, max: usize) {
    let well_formed = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let message = format!("code must be 1 to {max} of a–z, 0–9 and -");
    fields.check(well_formed && (1..=max).contains(&code.len()), "code", "invalid_code", message);
}

/// Notes a number that is not between 0 and `max`.
pub fn check_range(fields: &mut Fields, path: &str, value: Option<i64>, max: i64) {
    let Some(value) = value else { return };
    let message = format!("{path} is {value}, not between 0 and {max}");
    fields.check((0..=max).contains(&value), path, "out_of_range", message);
}

/// Notes an end that is not after the beginning.
pub fn check_span(fields: &mut Fields, path: &str, starts_at: Option<Timestamp>, ends_at: Option<Timestamp>) {
    if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) {
        let message = format!("{path} is {ends_at}, not after {starts_at}");
        fields.check(ends_at > starts_at, path, "out_of_range", message);
    }
}

/// Tells that prices may be others now.
pub async fn prices_changed(tx: &mut Tx, channel: ChannelId, variants: &[VariantId]) -> std::result::Result<(), Fault> {
    for part in variants.chunks(MAX_IN_EVENT) {
        tx.emit(PRICES_CHANGED, &PricesChanged { channel, variants: part.to_vec() }).await?;
    }
    Ok(())
}

/// Stores the answer under the request's key and commits; answers when that is durable.
pub async fn finish<T: Serialize + Sync>(tx: OnceTx, answer: T) -> Result<T> {
    tx.commit_with(&answer).await.map_err(Fault::from)?;
    Ok(answer)
}
