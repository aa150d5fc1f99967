//! One request for a page: who asks, for what, in which language; and the calls that every page makes.

use super::{
    language::{Language, Spoken},
    notice::Told,
    place::Step,
    render::Page,
    shell::House,
    steps,
};
use crate::{
    Gateway,
    answer::{Answer, Failure},
    caller::Guest,
    input::At,
    origin,
    paths::TokenAt,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use futures_util::future::{join, try_join};
use infrasell_contracts::{
    checkout::{
        Checkout, CheckoutError, CheckoutPatch, CompleteCheckout, CompleteInput, CreateCheckout, FindCheckout,
        UpdateCheckout,
    },
    content::{ListPolicies, Policy, View},
    settings::{ChannelRef, GetChannel, GetShop, ListTaxRegistrations, TaxRegistration},
};
use infrasell_kernel::{ChannelId, ErrorKind, FieldError, Locale, Token};
use infrasell_rpc::{Cx, Fault, ServiceError};
use infrasell_rules::checkout::CheckoutState;
use std::ops::Deref;

/// Who asks for a page. He is nobody: what he may see is what he holds the token of.
pub struct Reader {
    /// The services.
    pub g: Gateway,
    /// The call's context: a guest's.
    pub cx: Cx,
    /// What he says about language.
    pub spoken: Spoken,
    /// Where he finds this server.
    pub origin: String,
    /// What stands behind the `?`.
    pub query: String,
    /// The path that he asked for.
    pub path: String,
}

/// A request for a page with a token in its address: of a cart, or of an order.
pub struct Visit {
    /// Who asks.
    reader: Reader,
    /// The token.
    pub token: Token,
}

impl Deref for Visit {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl FromRequestParts<Gateway> for Visit {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let At(at) = At::<TokenAt>::from_request_parts(parts, gateway).await?;
        Ok(Visit { reader: Reader::from_request_parts(parts, gateway).await?, token: at.token })
    }
}

impl FromRequestParts<Gateway> for Reader {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let guest = Guest::from_request_parts(parts, gateway).await?;
        Ok(Reader {
            g: gateway.clone(),
            cx: guest.cx,
            spoken: Spoken::read(&parts.headers, &parts.uri),
            origin: origin::of(&parts.headers, &parts.extensions, gateway),
            query: parts.uri.query().unwrap_or("").to_owned(),
            path: parts.uri.path().to_owned(),
        })
    }
}

impl Reader {
    /// Whose shop it is, in a channel, for somebody whose storefront speaks `spoken`.
    pub async fn house(&self, channel: ChannelRef, spoken: Option<&Locale>) -> Answer<House> {
        let shop = async { Ok::<_, Failure>(self.g.settings.shop(&self.cx, GetShop {}).await?) };
        let channel = async { Ok(self.g.settings.channel(&self.cx, GetChannel { channel }).await?) };
        let (shop, channel) = try_join(shop, channel).await?;
        let usual = channel.locales.first();
        let language = spoken.or(usual).map_or(Language::English, |spoken| self.spoken.language(spoken, usual));
        let (registrations, policies) = join(self.registrations(), self.policies(channel.id, language)).await;
        let storefront = self.g.inner().addresses.storefront.clone();
        Ok(House { shop, channel, registrations: registrations?, policies, storefront })
    }

    async fn registrations(&self) -> Answer<Vec<TaxRegistration>> {
        let valid_at = Some(self.g.inner().env.now());
        let valid = ListTaxRegistrations { valid_at, ..ListTaxRegistrations::default() };
        Ok(self.g.settings.tax_registrations(&self.cx, valid).await?.items)
    }

    /// The policies with a text. A shop whose content is away sells all the same.
    async fn policies(&self, channel: ChannelId, language: Language) -> Vec<Policy> {
        let view = View::shop(channel, language.code().parse().ok());
        match self.g.content.policies(&self.cx, ListPolicies { view }).await {
            Ok(policies) => policies,
            Err(error) => {
                tracing::warn!(request_id = self.cx.request_id, %error, "a page is shown without the shop's policies");
                vec![]
            }
        }
    }
}

/// What came of telling a checkout something.
pub enum Outcome {
    /// It was taken.
    Taken(Box<Checkout>),
    /// Fields are wrong.
    Wrong(Vec<FieldError>),
    /// Something has happened meanwhile; where the checkout stands now says what.
    Overtaken,
}

impl Visit {
    /// The checkout of the cart: the open one, which is begun when there is none, or the one that became its order.
    pub async fn checkout(&self) -> Answer<Checkout> {
        if let Some(found) = self.found().await? {
            return Ok(found);
        }
        let create = CreateCheckout { cart: self.token, details: CheckoutPatch::default() };
        match self.g.checkouts.create(&self.cx, create).await {
            // it was bought between the two calls
            Err(error) if error.kind() == ErrorKind::Conflict => self.found().await?.ok_or_else(|| error.into()),
            answer => Ok(answer?),
        }
    }

    async fn found(&self) -> Answer<Option<Checkout>> {
        match self.g.checkouts.of_cart(&self.cx, FindCheckout { cart: self.token }).await {
            Ok(checkout) => {
                let is_over = matches!(checkout.state, CheckoutState::Cancelled | CheckoutState::Expired);
                Ok(Some(checkout).filter(|_| !is_over))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The page of a step.
    pub async fn page(&self, checkout: &Checkout, step: Step, told: Told) -> Answer<Page> {
        let house = self.house(ChannelRef::Id(checkout.channel), Some(&checkout.locale)).await?;
        Ok(steps::page(self, &house, checkout, step, &told)?.with_cookie(self.spoken.cookie()))
    }

    /// Tells the checkout something.
    pub async fn tell(&self, checkout: &Checkout, patch: CheckoutPatch) -> Answer<Outcome> {
        let update = UpdateCheckout { token: checkout.token, patch, if_version: None };
        outcome(self.g.checkouts.update(&self.cx, update).await)
    }

    /// Agrees to what was seen.
    pub async fn complete(&self, checkout: &Checkout, quote_hash: &str, instrument: Option<String>) -> Answer<Outcome> {
        let return_url = Some(format!("{}/checkout/{}/return", self.origin, self.token));
        let input = CompleteInput { quote_hash: quote_hash.to_owned(), instrument, return_url };
        outcome(self.g.checkouts.complete(&self.cx, CompleteCheckout { token: checkout.token, input }).await)
    }
}

/// Sorts an answer: what the buyer can mend or must see is no failure.
fn outcome(answer: Result<Checkout, CheckoutError>) -> Answer<Outcome> {
    match answer {
        Ok(checkout) => Ok(Outcome::Taken(Box::new(checkout))),
        Err(CheckoutError::Fault(Fault::Invalid { errors })) => Ok(Outcome::Wrong(errors)),
        Err(error) => match error.kind() {
            ErrorKind::Conflict | ErrorKind::PaymentRequired | ErrorKind::Stale => Ok(Outcome::Overtaken),
            _ => Err(error.into()),
        },
    }
}
