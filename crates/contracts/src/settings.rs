//! The contract of **settings**: the shop's profile, channels, tax registrations and number formats.

use crate::common::{Audit, AuditReport, PostalAddress};
use infrasell_kernel::{
    ChannelId, CountryCode, Currency, Locale, LocationId, Page, PageRequest, Patch, TaxRegistrationId, Timestamp,
};
use infrasell_rpc::{service, service_error};
use infrasell_rules::tax::TaxRounding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whom a buyer turns to with a complaint (India: Consumer Protection (E-Commerce) Rules 2020, rule 4(4)–(5)).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrievanceContact {
    /// The officer's name.
    #[schemars(length(max = 200))]
    pub name: String,
    /// The officer's designation.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub designation: String,
    /// Where to write.
    #[schemars(length(max = 254))]
    pub email: String,
    /// Where to call.
    #[serde(default)]
    #[schemars(length(max = 32))]
    pub phone: String,
}

/// How numbers that people see are formed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberFormat {
    /// Stands before the number: letters, digits, `-` and `/`, at most 8.
    #[schemars(length(max = 8))]
    pub prefix: String,
    /// The number is filled up with zeros to this many digits, 1 to 9.
    #[schemars(range(min = 1, max = 9))]
    pub min_digits: u32,
}

/// The shop and the legal person behind it, as the law asks a shop to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shop {
    /// The name over the door.
    pub name: String,
    /// The seller's legal name.
    pub legal_name: String,
    /// The seller's registered address.
    pub legal_address: PostalAddress,
    /// The seller's registration: CIN, LLPIN, Handelsregister number; empty when there is none.
    pub registration_number: String,
    /// Where buyers write.
    pub email: String,
    /// Where buyers call.
    pub phone: String,
    /// Whom they complain to.
    pub grievance: GrievanceContact,
    /// The country the shop sells from.
    pub country: CountryCode,
    /// The state it sells from, such as `MH`; empty when the country has none.
    pub region: String,
    /// The time zone in which its days begin: `Asia/Kolkata`.
    pub time_zone: String,
    /// The currency of its books.
    pub currency: Currency,
    /// How order numbers look.
    pub order_number: NumberFormat,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A change to the shop's profile; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShopPatch {
    /// The name over the door.
    pub name: Option<String>,
    /// The seller's legal name.
    pub legal_name: Option<String>,
    /// The seller's registered address.
    pub legal_address: Option<PostalAddress>,
    /// The seller's registration; null takes it away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub registration_number: Patch<String>,
    /// Where buyers write.
    pub email: Option<String>,
    /// Where buyers call; null takes it away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<String>,
    /// Whom they complain to.
    pub grievance: Option<GrievanceContact>,
    /// The country the shop sells from.
    pub country: Option<CountryCode>,
    /// The state it sells from; null takes it away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub region: Patch<String>,
    /// The time zone in which its days begin.
    pub time_zone: Option<String>,
    /// The currency of its books.
    pub currency: Option<Currency>,
    /// How order numbers look.
    pub order_number: Option<NumberFormat>,
}

/// A place one sells: web, app, till, marketplace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Its code, in addresses and requests: `web`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it sells in.
    pub currency: Currency,
    /// Its languages, the first is the default.
    pub locales: Vec<Locale>,
    /// Where it sends goods; empty means everywhere.
    pub countries: Vec<CountryCode>,
    /// Whether its prices include tax.
    pub prices_include_tax: bool,
    /// How tax is rounded.
    pub tax_rounding: TaxRounding,
    /// Where its stock is, in order of preference; empty means every active location.
    pub stock_locations: Vec<LocationId>,
    /// Whether one can buy here.
    pub active: bool,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A new channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelInput {
    /// 1 to 32 of a–z, 0–9 and `-`; unique.
    #[schemars(length(min = 1, max = 32))]
    pub code: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// What it sells in.
    pub currency: Currency,
    /// Its languages, the first is the default; at least one.
    pub locales: Vec<Locale>,
    /// Where it sends goods; empty means everywhere.
    #[serde(default)]
    pub countries: Vec<CountryCode>,
    /// Whether its prices include tax.
    pub prices_include_tax: bool,
    /// How tax is rounded; each line half up when absent.
    #[serde(default)]
    pub tax_rounding: Option<TaxRounding>,
    /// Where its stock is, in order of preference; empty means every active location.
    #[serde(default)]
    pub stock_locations: Vec<LocationId>,
    /// Whether one can buy here; yes when absent.
    #[serde(default)]
    pub active: Option<bool>,
}

/// A change to a channel; absent fields stay. The code and the currency of a channel do not change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelPatch {
    /// Its name.
    pub name: Option<String>,
    /// Its languages.
    pub locales: Option<Vec<Locale>>,
    /// Where it sends goods; null or empty means everywhere.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub countries: Patch<Vec<CountryCode>>,
    /// Whether its prices include tax.
    pub prices_include_tax: Option<bool>,
    /// How tax is rounded.
    pub tax_rounding: Option<TaxRounding>,
    /// Where its stock is; null or empty means every active location.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub stock_locations: Patch<Vec<LocationId>>,
    /// Whether one can buy here. `web` always stays active.
    pub active: Option<bool>,
}

/// How a seller is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxScheme {
    /// Collects tax on each supply.
    Regular,
    /// India, section 10: pays on turnover, may not collect.
    Composition,
    /// Not registered.
    Unregistered,
}

/// The seller's registration with a tax authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRegistration {
    /// Its id.
    pub id: TaxRegistrationId,
    /// Where.
    pub country: CountryCode,
    /// In which state; empty for the whole country.
    pub region: String,
    /// GSTIN, VAT number.
    pub number: String,
    /// On what terms.
    pub scheme: TaxScheme,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when, exclusive; absent means open.
    pub valid_until: Option<Timestamp>,
}

/// A new tax registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRegistrationInput {
    /// Where.
    pub country: CountryCode,
    /// In which state; for a GSTIN it is read from the number.
    #[serde(default)]
    pub region: String,
    /// GSTIN (its form and check character are verified), VAT number.
    #[schemars(length(min = 1, max = 32))]
    pub number: String,
    /// On what terms.
    pub scheme: TaxScheme,
    /// From when; now when absent.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// Until when, exclusive.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
}

/// Nothing to say beyond the call itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct GetShop {}
/// Changes the shop's profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateShop {
    /// What to change.
    pub patch: ShopPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// How a channel is named in a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelRef {
    /// By id.
    Id(ChannelId),
    /// By code.
    Code(String),
}
/// Asks for one channel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetChannel {
    /// Which.
    pub channel: ChannelRef,
}
/// Asks for channels in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListChannels {
    /// Only those that are active, or are not.
    pub active: Option<bool>,
    /// What part.
    pub page: PageRequest,
}
/// Makes a channel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateChannel {
    /// The channel.
    pub channel: ChannelInput,
}
/// Changes a channel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateChannel {
    /// Which.
    pub id: ChannelId,
    /// What to change.
    pub patch: ChannelPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
/// Asks for tax registrations in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListTaxRegistrations {
    /// Only those valid at this time.
    pub valid_at: Option<Timestamp>,
    /// What part.
    pub page: PageRequest,
}
/// Adds a tax registration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreateTaxRegistration {
    /// The registration.
    pub registration: TaxRegistrationInput,
}
/// Ends a tax registration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndTaxRegistration {
    /// Which.
    pub id: TaxRegistrationId,
    /// From when it is no longer valid.
    pub valid_until: Timestamp,
}

/// The outbox topic of [`ChannelChanged`].
pub const CHANNEL_CHANGED: &str = "settings.channel_changed";
/// A channel was made or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelChanged {
    /// Which.
    pub channel: ChannelId,
}

/// The outbox topic of [`ShopChanged`].
pub const SHOP_CHANGED: &str = "settings.shop_changed";
/// The shop's profile was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopChanged {}

service_error! {
    /// What settings can answer.
    pub enum SettingsError {
        /// Another channel has this code.
        #[error("a channel with the code '{channel_code}' exists already")]
        ChannelCodeTaken {
            /// The code.
            channel_code: String,
        } => Conflict,
        /// `web` cannot be switched off.
        #[error("the channel web is always active")]
        DefaultChannelFixed => Conflict,
        /// The number is registered already in a part of this period.
        #[error("the number {number} is registered already in a part of this period: {registration}")]
        TaxRegistrationOverlaps {
            /// The number.
            number: String,
            /// The registration that it meets.
            registration: TaxRegistrationId,
        } => Conflict,
    }
}

service! {
    /// The shop's profile, channels, tax registrations and number formats.
    pub trait Settings in settings, error SettingsError {
        /// The shop's profile.
        read fn shop(GetShop) -> Shop;
        /// Changes the shop's profile.
        write fn update_shop(UpdateShop) -> Shop;
        /// One channel.
        read fn channel(GetChannel) -> Channel;
        /// Channels.
        read fn channels(ListChannels) -> Page<Channel>;
        /// Makes a channel.
        write fn create_channel(CreateChannel) -> Channel;
        /// Changes a channel.
        write fn update_channel(UpdateChannel) -> Channel;
        /// Tax registrations.
        read fn tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
        /// Adds a tax registration.
        write fn create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
        /// Ends a tax registration.
        write fn end_tax_registration(EndTaxRegistration) -> TaxRegistration;
        /// Checks settings' own books.
        read fn audit(Audit) -> AuditReport;
    }
}
