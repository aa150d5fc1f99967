//! The shop, and where the buyer is.

use super::{
    RootWriter,
    menu::{policy, usual_policy},
    metafield::{self, Owner},
};
use crate::{fields, names, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    content::PolicyKind,
    settings::{Channel, Shop},
};
use infrasell_kernel::{CountryCode, Currency};

/// Where the shop is on the web.
struct Domain<'a>(&'a str);

/// How one pays here.
struct Payment<'a> {
    shop: &'a Shop,
    channel: &'a Channel,
}

/// Where the buyer is and what he reads.
struct Where<'a> {
    shop: &'a Shop,
    channel: &'a Channel,
}

/// A country.
#[derive(Clone, Copy)]
struct CountryOf<'a> {
    code: CountryCode,
    channel: &'a Channel,
}

/// A currency.
struct CurrencyOf(Currency);

/// A language by its code.
struct LanguageOf(String);

/// A channel as a market.
struct MarketOf<'a>(&'a Channel);

fields! { "Shop" for Shop, |shop, f, w| {
    "brand" => w.object_or_null(f, None::<&Brand>),
    "contactInformation" => w.null(),
    "customerAccountUrl" => w.null(),
    "description" => w.null(),
    "id" => w.gid("Shop", 1),
    "legalNotice" => w.null(),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "moneyFormat" => {
        let (_, symbol) = names::currency(w.ask.channel.currency.code());
        w.out.joined(&[symbol, "{{amount}}"]);
    },
    "name" => w.text(&shop.name),
    "paymentSettings" => w.object(f, &Payment { shop, channel: &w.ask.channel }),
    "primaryDomain" => w.object(f, &Domain(&w.ask.origin)),
    "privacyPolicy" => policy(f, w, PolicyKind::Privacy),
    "refundPolicy" => policy(f, w, PolicyKind::Refund),
    "shippingPolicy" => policy(f, w, PolicyKind::Shipping),
    "shipsToCountries" => w.texts(ships_to(&w.ask.channel).iter().map(CountryCode::code)),
    "subscriptionPolicy" => usual_policy(f, w, PolicyKind::Subscription),
    "termsOfSale" => w.null(),
    "termsOfService" => policy(f, w, PolicyKind::TermsOfService),
}}

never! {
    "Brand" as Brand {
        "colors", "coverImage", "logo", "shortDescription", "slogan", "squareLogo"
    }
    "BrandColors" as BrandColors { "primary", "secondary" }
    "BrandColorGroup" as BrandColorGroup { "background", "foreground" }
}

fields! { "Domain" for Domain<'_>, |domain, f, w| {
    "host" => w.text(domain.0.split_once("://").map_or(domain.0, |(_, host)| host)),
    "sslEnabled" => w.flag(domain.0.starts_with("https:")),
    "url" => w.text(domain.0),
}}

fields! { "PaymentSettings" for Payment<'_>, |payment, f, w| {
    "acceptedCardBrands" => w.empty_list(),
    "countryCode" => w.text(payment.shop.country.code()),
    "currencyCode" => w.text(payment.shop.currency.code()),
    "enabledPresentmentCurrencies" => w.texts([payment.channel.currency.code()]),
    "shopifyPaymentsAccountId" => w.null(),
    "supportedDigitalWallets" => w.empty_list(),
}}

fields! { "Localization" for Where<'_>, |here, f, w| {
    "availableCountries" => {
        let channel = here.channel;
        w.objects(f, ships_to(channel).into_iter().map(|code| CountryOf { code, channel }));
    },
    "availableLanguages" => w.objects(f, languages(here.channel)),
    "country" => {
        let code = w.ask.country.unwrap_or(here.shop.country);
        w.object(f, &CountryOf { code, channel: here.channel });
    },
    "language" => w.object(f, &LanguageOf(w.ask.language.clone())),
    "market" => w.object(f, &MarketOf(here.channel)),
}}

fields! { "Country" for CountryOf<'_>, |country, f, w| {
    "availableLanguages" => w.objects(f, languages(country.channel)),
    "currency" => w.object(f, &CurrencyOf(country.channel.currency)),
    "defaultLanguage" => w.object_or_null(f, languages(country.channel).first()),
    "isoCode" => w.text(country.code.code()),
    "market" => w.object(f, &MarketOf(country.channel)),
    "name" => w.text(names::country(country.code.code())),
    "unitSystem" => w.text(if IMPERIAL.contains(&country.code.code()) { "IMPERIAL_SYSTEM" } else { "METRIC_SYSTEM" }),
}}

/// Where one measures in feet and pounds.
const IMPERIAL: [&str; 3] = ["US", "LR", "MM"];

fields! { "Currency" for CurrencyOf, |currency, f, w| {
    "isoCode" => w.text(currency.0.code()),
    "name" => w.text(names::currency(currency.0.code()).0),
    "symbol" => w.text(names::currency(currency.0.code()).1),
}}

fields! { "Language" for LanguageOf, |language, f, w| {
    "endonymName" => w.text(names::language(&language.0).1),
    "isoCode" => w.text(&language.0),
    "name" => w.text(names::language(&language.0).0),
}}

fields! { "Market" for MarketOf<'_>, |market, f, w| {
    "handle" => w.text(&market.0.code),
    "id" => w.gid("Market", market.0.id.get()),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<Shop>(),
    Table::of::<Brand>(),
    Table::of::<BrandColors>(),
    Table::of::<BrandColorGroup>(),
    Table::of::<Domain<'static>>(),
    Table::of::<Payment<'static>>(),
    Table::of::<Where<'static>>(),
    Table::of::<CountryOf<'static>>(),
    Table::of::<CurrencyOf>(),
    Table::of::<LanguageOf>(),
    Table::of::<MarketOf<'static>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("localization", |f, w| {
        let Some(shop) = w.get(&w.facts.shop, &()) else { return w.null() };
        w.object(f, &Where { shop, channel: &w.ask.channel });
    }),
    ("paymentSettings", |f, w| {
        let Some(shop) = w.get(&w.facts.shop, &()) else { return w.null() };
        w.object(f, &Payment { shop, channel: &w.ask.channel });
    }),
    ("shop", write),
];

/// Writes the shop.
pub fn write<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let Some(shop) = w.get(&w.facts.shop, &()) else { return w.null() };
    w.object(f, shop);
}

/// Where a channel sends goods. One that names no country sends them everywhere.
fn ships_to(channel: &Channel) -> Vec<CountryCode> {
    if !channel.countries.is_empty() {
        return channel.countries.clone();
    }
    names::countries().filter(|code| *code != "ZZ").filter_map(|code| code.parse().ok()).collect()
}

/// A channel's languages, those that the schema knows; English when it knows none.
fn languages(channel: &Channel) -> Vec<LanguageOf> {
    let mut known: Vec<String> =
        channel.locales.iter().filter_map(|locale| names::language_of(&locale.to_string())).collect();
    known.dedup();
    if known.is_empty() {
        known.push("EN".into());
    }
    known.into_iter().map(LanguageOf).collect()
}

/// The language that is read here when nobody says.
pub fn usual_language(channel: &Channel) -> String {
    languages(channel).into_iter().next().map_or_else(|| "EN".into(), |language| language.0)
}
