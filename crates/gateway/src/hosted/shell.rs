//! What surrounds every page: whose shop it is, where the buyer stands, who sells and whom one complains to.

use super::{
    language::Language,
    place::{self, Step},
    visit::{Reader, Visit},
    words::{Words, word, words},
};
use infrasell_contracts::{
    checkout::Checkout,
    content::Policy,
    settings::{Channel, Shop, TaxRegistration},
};
use infrasell_kernel::{CountryCode, Currency, Locale};
use serde::Serialize;

/// Whose shop it is.
pub struct House {
    /// Its profile.
    pub shop: Shop,
    /// Where it sells.
    pub channel: Channel,
    /// How the seller is registered now.
    pub registrations: Vec<TaxRegistration>,
    /// Its policies, those with a text.
    pub policies: Vec<Policy>,
    /// The storefront's address; empty when none is configured.
    pub storefront: String,
}

/// What every page is made of.
#[derive(Debug, Serialize)]
pub struct Shell {
    lang: &'static str,
    t: &'static Words,
    shop: String,
    /// The storefront.
    home: Option<String>,
    languages: Vec<Choice>,
    seller: Seller,
    policies: Vec<Link>,
    steps: Vec<Mark>,
}

#[derive(Debug, Serialize)]
struct Link {
    title: String,
    path: String,
}

#[derive(Debug, Serialize)]
struct Choice {
    code: &'static str,
    name: &'static str,
    path: String,
    current: bool,
}

/// The seller, as the law wants him named before somebody buys.
#[derive(Debug, Serialize)]
struct Seller {
    name: String,
    address: Vec<String>,
    registration: String,
    taxes: Vec<TaxNumber>,
    email: String,
    phone: String,
    officer: Option<Officer>,
}

#[derive(Debug, Serialize)]
struct TaxNumber {
    label: &'static str,
    number: String,
}

#[derive(Debug, Serialize)]
struct Officer {
    name: String,
    designation: String,
    email: String,
    phone: String,
}

/// A step in the row of steps.
#[derive(Debug, Serialize)]
struct Mark {
    name: &'static str,
    path: Option<String>,
    current: bool,
    done: bool,
}

/// In which language a page speaks, and how it writes amounts.
pub struct Tongue {
    /// The language.
    pub language: Language,
    /// How amounts and dates are written.
    pub locale: Locale,
}

impl House {
    /// The language for who asks for something whose storefront speaks `spoken`.
    pub fn tongue(&self, reader: &Reader, spoken: &Locale, currency: Currency) -> Tongue {
        let language = reader.spoken.language(spoken, self.channel.locales.first());
        Tongue { language, locale: language.locale(spoken, currency) }
    }

    /// What surrounds a page.
    pub fn shell(&self, reader: &Reader, language: Language, steps: Option<(&Visit, &Checkout, Step)>) -> Shell {
        let home = Some(self.storefront.clone()).filter(|url| !url.is_empty());
        Shell {
            lang: language.code(),
            t: words(language),
            shop: self.shop.name.clone(),
            home,
            languages: Language::ALL.map(|one| choice(reader, one, language)).into(),
            seller: self.seller(language),
            policies: self.policies.iter().map(link).collect(),
            steps: steps.map(|(visit, checkout, step)| marks(visit, checkout, step)).unwrap_or_default(),
        }
    }

    fn seller(&self, language: Language) -> Seller {
        let shop = &self.shop;
        let tax = |registration: &TaxRegistration| TaxNumber {
            label: word(language, if registration.country == CountryCode::IN { "gstin" } else { "tax_number" }),
            number: registration.number.clone(),
        };
        let grievance = &shop.grievance;
        let officer = (!grievance.name.is_empty() || !grievance.email.is_empty()).then(|| Officer {
            name: grievance.name.clone(),
            designation: grievance.designation.clone(),
            email: grievance.email.clone(),
            phone: grievance.phone.clone(),
        });
        Seller {
            name: if shop.legal_name.is_empty() { shop.name.clone() } else { shop.legal_name.clone() },
            address: shop.legal_address.label(shop.country),
            registration: shop.registration_number.clone(),
            taxes: self.registrations.iter().map(tax).collect(),
            email: shop.email.clone(),
            phone: shop.phone.clone(),
            officer,
        }
    }
}

fn link(policy: &Policy) -> Link {
    Link { title: policy.title.clone(), path: format!("/policies/{}", policy.handle) }
}

fn choice(reader: &Reader, one: Language, current: Language) -> Choice {
    let path = format!("{}?lang={}", reader.path, one.code());
    Choice { code: one.code(), name: one.own_name(), path, current: one == current }
}

fn marks(visit: &Visit, checkout: &Checkout, current: Step) -> Vec<Mark> {
    let walked: &[Step] = if place::is_sent(checkout) {
        &[Step::Information, Step::Shipping, Step::Payment]
    } else {
        &[Step::Information, Step::Payment]
    };
    let mark = |step: &Step| {
        let may_go = *step != current && place::elsewhere(checkout, *step).is_none();
        let path = may_go.then(|| place::Place::At(*step).path(visit.token));
        Mark { name: step.name(), path, current: *step == current, done: *step < current }
    };
    walked.iter().map(mark).collect()
}
