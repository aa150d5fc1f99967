//! Customers, by e-mail address.
//!
//! Always true: a customer who is there keeps what the file has no column or a blank cell for; an address that he keeps
//! already is not kept twice; a consent is written down when it says something new, and then with the import as its
//! source; nobody gets an account by a file. Of two rows for one e-mail address the first counts.

use super::{Header, Layout, Line};
use crate::{
    apply::{
        Applied, Target, all_of,
        bisect::{Refusal, each},
    },
    guard,
    shopify::{Rejection, cells, row::country, seen::Skus},
};
use infrasell_contracts::{
    common::PostalAddress,
    customers::{
        AddAddress, AddressInput, Consent, ConsentGiven, CreateCustomer, Customer, CustomerFilter, CustomerInput,
        CustomerPatch, ListAddresses, ListCustomers, Medium, RecordConsents, UpdateCustomer,
    },
};
use infrasell_kernel::{CountryCode, CustomerId, Locale, PageRequest, Patch};
use infrasell_rpc::{Cx, Fault, ServiceError};
use infrasell_rules::postal::india;

const EMAIL: usize = 0;
const NAME: usize = 1;
const PHONE: usize = 2;
const LANGUAGE: usize = 3;
const NOTE: usize = 4;
const TAGS: usize = 5;
const CONSENTS: usize = 6;
const TO_NAME: usize = 7;
const TO_COMPANY: usize = 8;
const TO_LINE1: usize = 9;
const TO_LINE2: usize = 10;
const TO_CITY: usize = 11;
const TO_REGION: usize = 12;
const TO_POSTAL_CODE: usize = 13;
const TO_COUNTRY: usize = 14;
const TO_PHONE: usize = 15;

/// The columns of a file of customers; Shopify's names are read too.
pub(crate) static LAYOUT: Layout = Layout {
    columns: &[
        &["e-mail", "email"],
        &["name"],
        &["phone"],
        &["language", "locale"],
        &["note"],
        &["tags"],
        &["consents"],
        &["address name", "default address name"],
        &["address company", "default address company"],
        &["address line 1", "default address address1"],
        &["address line 2", "default address address2"],
        &["address city", "default address city"],
        &["address region", "default address province code"],
        &["address postal code", "default address zip"],
        &["address country", "default address country code"],
        &["address phone", "default address phone"],
    ],
    required: &[&[EMAIL]],
};

/// A consent as a cell holds it: `offers:email:yes:v1`.
pub(crate) fn agreement(consent: &Consent) -> String {
    let yes = if consent.granted { "yes" } else { "no" };
    let notice = consent.notice_version.as_ref().map_or_else(String::new, |version| format!(":{version}"));
    format!("{}:{}:{yes}{notice}", consent.purpose, consent.medium.as_str())
}

/// Reads what [`agreement`] writes.
fn read_agreement(text: &str) -> Result<ConsentGiven, String> {
    let bad = || format!("'{}' is not a consent like offers:email:yes:v1", cells::shown(text));
    let mut parts = text.splitn(4, ':');
    let (Some(purpose), Some(medium), Some(word)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(bad());
    };
    let medium = Medium::ALL.iter().find(|one| one.as_str() == medium.trim()).copied().ok_or_else(bad)?;
    let granted = cells::boolean(word.trim()).map_err(|_| bad())?;
    let notice_version = parts.next().map(str::to_owned);
    Ok(ConsentGiven { purpose: purpose.trim().to_owned(), medium, granted, notice_version })
}

/// What a row says.
struct Said {
    input: CustomerInput,
    address: Option<PostalAddress>,
    consents: Vec<ConsentGiven>,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    Created,
    Updated,
    Unchanged,
}

/// One run over one file.
pub(crate) struct People {
    target: Target,
    header: Header,
    dry_run: bool,
    /// Where a consent was given, for its ledger.
    source: String,
    seen: Skus,
}

impl People {
    pub(crate) fn begin(target: &Target, header: Header, dry_run: bool, reference: &str) -> People {
        let source = format!("import {reference}").chars().take(64).collect();
        People { target: target.clone(), header, dry_run, source, seen: Skus::default() }
    }

    /// Brings rows of the file into the shop.
    pub(crate) async fn apply(&mut self, cx: &Cx, lines: Vec<Line>) -> Result<Applied, Fault> {
        let mut applied = Applied::default();
        for line in lines {
            let said = match self.read(&line) {
                Ok(said) => said,
                Err(rejection) => {
                    applied.rejected.push(rejection);
                    continue;
                }
            };
            match self.bring(cx, said).await? {
                Ok(Became::Created) => applied.created += 1,
                Ok(Became::Updated) => applied.updated += 1,
                Ok(Became::Unchanged) => applied.unchanged += 1,
                Err(refusal) => applied.rejected.push(self.refused(&line, refusal)),
            }
        }
        Ok(applied)
    }

    fn refused(&self, line: &Line, refusal: Refusal) -> Rejection {
        let column = match refusal.field.as_str() {
            "email" => EMAIL,
            "name" => NAME,
            "phone" => PHONE,
            "note" => NOTE,
            "tags" => TAGS,
            "purpose" | "medium" | "notice_version" => CONSENTS,
            "line1" => TO_LINE1,
            "city" => TO_CITY,
            "region" => TO_REGION,
            "postal_code" => TO_POSTAL_CODE,
            "country" => TO_COUNTRY,
            _ => return Rejection { line: line.line, column: String::new(), reason: refusal.reason },
        };
        line.reject(&self.header, column, refusal.reason)
    }

    fn read(&mut self, line: &Line) -> Result<Said, Rejection> {
        let filled = |column| Some(line.text(column).to_owned()).filter(|text| !text.is_empty());
        let email = line.text(EMAIL).to_owned();
        if email.is_empty() {
            return Err(line.reject(&self.header, EMAIL, "the e-mail address is missing"));
        }
        let twice = |first| line.reject(&self.header, EMAIL, format!("line {first} has this e-mail address already"));
        self.seen.claim(&email.to_lowercase(), line.line).map_err(twice)?;
        let locale = filled(LANGUAGE).map(|text| text.parse::<Locale>()).transpose();
        let locale = locale.map_err(|_| line.reject(&self.header, LANGUAGE, "is not a language like en-IN"))?;
        let consents: Result<Vec<ConsentGiven>, String> =
            guard::split(line.text(CONSENTS), ',').iter().map(|text| read_agreement(text)).collect();
        let consents = consents.map_err(|reason| line.reject(&self.header, CONSENTS, reason))?;
        let country = filled(TO_COUNTRY).map(|text| country(&text)).transpose();
        let country = country.map_err(|reason| line.reject(&self.header, TO_COUNTRY, reason))?;
        let address = PostalAddress {
            name: line.text(TO_NAME).to_owned(),
            company: filled(TO_COMPANY),
            line1: line.text(TO_LINE1).to_owned(),
            line2: filled(TO_LINE2),
            city: line.text(TO_CITY).to_owned(),
            region: filled(TO_REGION),
            postal_code: filled(TO_POSTAL_CODE),
            country,
            phone: filled(TO_PHONE),
        };
        let input = CustomerInput {
            email,
            name: line.text(NAME).to_owned(),
            phone: filled(PHONE),
            locale,
            note: line.text(NOTE).to_owned(),
            tags: guard::split(line.text(TAGS), ','),
            groups: vec![],
        };
        Ok(Said { input, address: Some(address).filter(|address| *address != PostalAddress::default()), consents })
    }

    async fn bring(&self, cx: &Cx, said: Said) -> Result<Result<Became, Refusal>, Fault> {
        let customers = &self.target.customers;
        let filter = CustomerFilter { email: Some(said.input.email.clone()), ..CustomerFilter::default() };
        let page = PageRequest { limit: Some(1), after: None };
        let ask = ListCustomers { filter, page, ..ListCustomers::default() };
        let found = customers.customers(cx, ask).await;
        let found = match found {
            Ok(page) => page.items.into_iter().next(),
            // an address that is none is nobody's; creating him says what is wrong with it
            Err(error) if error.fault().is_some_and(|fault| matches!(fault, Fault::Invalid { .. })) => None,
            Err(error) => return Err(Fault::relay(&error)),
        };
        let (customer, mut became) = match found {
            Some(customer) => {
                let became = self.update(cx, &customer, &said.input).await?;
                (Some(customer), became)
            }
            None if self.dry_run => (None, Ok(Became::Created)),
            None => match one(|| customers.create(cx, CreateCustomer { customer: said.input.clone() })).await? {
                Ok(customer) => (Some(customer), Ok(Became::Created)),
                Err(refusal) => (None, Err(refusal)),
            },
        };
        if became.is_err() {
            return Ok(became);
        }
        let Some(customer) = customer else { return Ok(became) };
        for (what, done) in [
            ("address", self.keep_address(cx, customer.id, said.address).await?),
            ("consents", self.record(cx, &customer, said.consents).await?),
        ] {
            became = match (became, done) {
                (Ok(Became::Unchanged), Ok(true)) => Ok(Became::Updated),
                (Ok(_), Err(refusal)) => {
                    let reason = format!("the customer was written, his {what} not: {}", refusal.reason);
                    Err(Refusal { reason, ..refusal })
                }
                (became, _) => became,
            };
        }
        Ok(became)
    }

    async fn update(&self, cx: &Cx, old: &Customer, new: &CustomerInput) -> Result<Result<Became, Refusal>, Fault> {
        let set = |new: &String, old: &str| match new.is_empty() || new == old {
            true => Patch::Keep,
            false => Patch::Set(new.clone()),
        };
        let mut tags = new.tags.clone();
        tags.sort();
        tags.dedup();
        let patch = CustomerPatch {
            name: set(&new.name, &old.name),
            note: set(&new.note, &old.note),
            phone: new.phone.clone().filter(|_| new.phone != old.phone).map_or(Patch::Keep, Patch::Set),
            locale: new.locale.clone().filter(|_| new.locale != old.locale).map_or(Patch::Keep, Patch::Set),
            tags: if tags.is_empty() || tags == old.tags { Patch::Keep } else { Patch::Set(tags) },
            ..CustomerPatch::default()
        };
        if patch == CustomerPatch::default() {
            return Ok(Ok(Became::Unchanged));
        }
        if self.dry_run {
            return Ok(Ok(Became::Updated));
        }
        let customers = &self.target.customers;
        let update = || customers.update(cx, UpdateCustomer { id: old.id, patch: patch.clone(), if_version: None });
        // a number that is written otherwise may be the same one
        let became = |now: Customer| if now.version == old.version { Became::Unchanged } else { Became::Updated };
        Ok(one(update).await?.map(became))
    }

    /// Keeps the address, unless he has it already; whether that changed anything.
    async fn keep_address(
        &self,
        cx: &Cx,
        customer: CustomerId,
        address: Option<PostalAddress>,
    ) -> Result<Result<bool, Refusal>, Fault> {
        let Some(address) = address else { return Ok(Ok(false)) };
        let customers = &self.target.customers;
        let kept = all_of(|page| {
            let ask = ListAddresses { customer, page };
            async { customers.addresses(cx, ask).await.map_err(|error| Fault::relay(&error)) }
        })
        .await?;
        if kept.iter().any(|one| alike(&one.address, &address)) {
            return Ok(Ok(false));
        }
        if self.dry_run {
            return Ok(Ok(true));
        }
        let input = AddressInput { address, default_shipping: true, default_billing: false };
        let added = one(|| customers.add_address(cx, AddAddress { customer, input: input.clone() })).await?;
        Ok(added.map(|_| true))
    }

    /// Writes down what says something new; whether anything did.
    async fn record(
        &self,
        cx: &Cx,
        customer: &Customer,
        mut consents: Vec<ConsentGiven>,
    ) -> Result<Result<bool, Refusal>, Fault> {
        let same = |new: &ConsentGiven, old: &Consent| {
            (&new.purpose, new.medium, new.granted, &new.notice_version)
                == (&old.purpose, old.medium, old.granted, &old.notice_version)
        };
        consents.retain(|new| !customer.consents.iter().any(|old| same(new, old)));
        if consents.is_empty() || self.dry_run {
            return Ok(Ok(!consents.is_empty()));
        }
        let customers = &self.target.customers;
        let record = || {
            let (source, consents) = (self.source.clone(), consents.clone());
            customers.record_consents(cx, RecordConsents { customer: customer.id, source, consents })
        };
        Ok(one(record).await?.map(|standing| standing != customer.consents))
    }
}

/// Whether a given address is one that is kept, which is in the form that customers puts it into: a number in E.164, an
/// Indian state by its code, a PIN without blanks.
fn alike(kept: &PostalAddress, given: &PostalAddress) -> bool {
    let bare = |text: &Option<String>| text.as_deref().unwrap_or_default().replace(' ', "");
    let state = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        let known = (kept.country == Some(CountryCode::IN)).then(|| india::state(text)).flatten();
        known.map_or(text.to_owned(), |(code, _)| code.to_owned())
    };
    let number = |text: &Option<String>| -> String {
        let mut digits: Vec<char> = bare(text).chars().filter(char::is_ascii_digit).collect();
        // ten digits are a whole number in India, whatever stands before them
        let spare = digits.len().saturating_sub(10);
        digits.drain(..spare);
        digits.into_iter().collect()
    };
    (&kept.name, &kept.company, &kept.line1, &kept.line2) == (&given.name, &given.company, &given.line1, &given.line2)
        && (&kept.city, kept.country) == (&given.city, given.country)
        && bare(&kept.postal_code) == bare(&given.postal_code)
        && state(&kept.region) == state(&given.region)
        && number(&kept.phone) == number(&given.phone)
}

/// One call about one row: what the service says of the row is a refusal, that it is away is a fault.
async fn one<A, E: ServiceError, F: Future<Output = Result<A, E>>>(
    mut call: impl FnMut() -> F,
) -> Result<Result<A, Refusal>, Fault> {
    let mut taken = each(&[()], 1, "", |_| call()).await?;
    match (taken.answers.pop(), taken.refused.pop()) {
        (Some((_, answer)), _) => Ok(Ok(answer)),
        (None, Some((_, refusal))) => Ok(Err(refusal)),
        (None, None) => Err(Fault::internal("a call was neither answered nor refused")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::Timestamp;

    #[test]
    fn a_consent_is_read_as_it_was_written() {
        for notice_version in [None, Some("v1".to_owned()), Some("2026:4, b".into())] {
            let (purpose, source) = ("offers".to_owned(), "account".to_owned());
            let kept =
                Consent { purpose, medium: Medium::Sms, granted: true, at: Timestamp::MIN, source, notice_version };
            let read = read_agreement(&agreement(&kept)).unwrap();
            assert_eq!((read.purpose, read.medium, read.granted), (kept.purpose, kept.medium, kept.granted));
            assert_eq!(read.notice_version, kept.notice_version);
        }
        for bad in ["", "offers", "offers:fax:yes", "offers:email:perhaps", "offers:email"] {
            assert!(read_agreement(bad).is_err(), "{bad}");
        }
    }
}
