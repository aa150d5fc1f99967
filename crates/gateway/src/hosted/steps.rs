//! The pages of a checkout.

use super::{
    basket::{self, Basket},
    countries::{self, Country},
    form::{self, BILLING, Form},
    language::Language,
    notice::{Notice, Told, Wrong, fill, notices, wrong},
    place::{self, Place, Step},
    render::Page,
    shell::{House, Shell, Tongue},
    visit::Visit,
    words::{find, word},
};
use crate::answer::Answer;
use infrasell_contracts::{
    checkout::Checkout,
    common::PostalAddress,
    payments::{NextAction, PaymentMethod},
    settings::ChannelRef,
};
use infrasell_kernel::{CountryCode, Money, format};
use infrasell_rules::{checkout::CheckoutState, postal::india};
use serde::Serialize;
use std::collections::BTreeMap;

/// The cards that the simulator knows.
const TEST_CARDS: [&str; 5] = [
    "tok_approve",
    "tok_challenge",
    "tok_pending_approve",
    "tok_decline_insufficient_funds",
    "tok_decline_expired_card",
];
/// The method whose instruments a plain form can name. What other engines need comes from their own scripts, which these
/// pages do not load.
const SIMULATOR: &str = "simulator";
/// How often a page that waits looks again by itself.
const MOST_LOOKS: u32 = 40;

/// What every page of a checkout is made of.
#[derive(Debug, Serialize)]
struct Frame {
    #[serde(flatten)]
    shell: Shell,
    form: String,
    cart: String,
    step: &'static str,
    basket: Basket,
    notices: Vec<Notice>,
    wrong: Vec<Wrong>,
}

/// A choice in a list.
#[derive(Debug, Serialize)]
struct Pick {
    value: String,
    label: String,
    note: String,
    amount: String,
    chosen: bool,
}

#[derive(Debug, Serialize)]
struct Information {
    #[serde(flatten)]
    frame: Frame,
    /// What stands in each field.
    f: BTreeMap<String, String>,
    is_sent: bool,
    /// Whether the address is in India, where states are chosen from a list.
    is_india: bool,
    countries: Vec<Country>,
    states: Vec<(&'static str, &'static str)>,
    billed_elsewhere: bool,
    all_countries: Vec<Country>,
}

#[derive(Debug, Serialize)]
struct Group {
    field: String,
    number: usize,
    options: Vec<Pick>,
}

#[derive(Debug, Serialize)]
struct Shipping {
    #[serde(flatten)]
    frame: Frame,
    review: Review,
    groups: Vec<Group>,
}

/// What was said in the steps before.
#[derive(Debug, Serialize)]
struct Review {
    contact: Vec<String>,
    ships_to: Vec<String>,
    bill_to: Vec<String>,
    shipping: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Payment {
    #[serde(flatten)]
    frame: Frame,
    review: Review,
    is_free: bool,
    methods: Vec<Method>,
    order: String,
    quote_hash: String,
    seen: String,
    total_minor: i64,
}

#[derive(Debug, Serialize)]
struct Method {
    code: String,
    name: String,
    hint: String,
    instructions: String,
    chosen: bool,
    cards: Vec<Pick>,
}

#[derive(Debug, Serialize)]
struct Waiting {
    #[serde(flatten)]
    frame: Frame,
    title: String,
    text: String,
    /// Where the buyer confirms the payment.
    confirm: Option<String>,
    again: Option<String>,
    /// Whether he may pay another way instead.
    can_change: bool,
}

#[derive(Debug, Serialize)]
struct Empty {
    #[serde(flatten)]
    shell: Shell,
}

/// `GET /checkout/{token}`: the page that is due.
pub async fn enter(visit: Visit) -> Answer<Page> {
    let checkout = visit.checkout().await?;
    match place::place(&checkout) {
        Place::Empty => empty(&visit, &checkout).await,
        place => Ok(Page::see_other(place.path(visit.token)).with_cookie(visit.spoken.cookie())),
    }
}

/// Who buys, and where it goes.
pub async fn information(visit: Visit) -> Answer<Page> {
    at(visit, Step::Information).await
}

/// How it is sent.
pub async fn shipping(visit: Visit) -> Answer<Page> {
    at(visit, Step::Shipping).await
}

/// How it is paid.
pub async fn payment(visit: Visit) -> Answer<Page> {
    at(visit, Step::Payment).await
}

async fn at(visit: Visit, step: Step) -> Answer<Page> {
    let checkout = visit.checkout().await?;
    match place::elsewhere(&checkout, step) {
        Some(place) => Ok(Page::see_other(place.path(visit.token))),
        None => visit.page(&checkout, step, Told::default()).await,
    }
}

/// The order is being placed, or waits for the buyer's confirmation.
pub async fn wait(visit: Visit) -> Answer<Page> {
    let checkout = visit.checkout().await?;
    match place::place(&checkout) {
        Place::Wait => waiting(&visit, &checkout).await,
        Place::Empty => Ok(Page::see_other(Place::Empty.path(visit.token))),
        place => Ok(Page::see_other(place.path(visit.token))),
    }
}

async fn empty(visit: &Visit, checkout: &Checkout) -> Answer<Page> {
    let house = visit.house(ChannelRef::Id(checkout.channel), Some(&checkout.locale)).await?;
    let tongue = house.tongue(visit, &checkout.locale, checkout.currency);
    let page = Page::of("empty.html", &Empty { shell: house.shell(visit, tongue.language, None) }, 200)?;
    Ok(page.with_cookie(visit.spoken.cookie()))
}

/// A step's page.
pub fn page(visit: &Visit, house: &House, checkout: &Checkout, step: Step, told: &Told) -> Answer<Page> {
    let tongue = house.tongue(visit, &checkout.locale, checkout.currency);
    let frame = frame(visit, house, checkout, step, told, &tongue);
    let status = told.status();
    match step {
        Step::Information => {
            Page::of("information.html", &of_information(frame, house, checkout, told, &tongue), status)
        }
        Step::Shipping => Page::of("shipping.html", &of_shipping(frame, house, checkout, told, &tongue), status),
        Step::Payment => Page::of("payment.html", &of_payment(frame, house, checkout, told, &tongue), status),
    }
}

fn frame(visit: &Visit, house: &House, checkout: &Checkout, step: Step, told: &Told, tongue: &Tongue) -> Frame {
    let language = tongue.language;
    Frame {
        shell: house.shell(visit, language, Some((visit, checkout, step))),
        form: form::mark(checkout),
        cart: visit.token.to_string(),
        step: step.name(),
        basket: basket::of_checkout(checkout, language, &tongue.locale),
        notices: notices(checkout, told, language, &tongue.locale),
        wrong: wrong(checkout, told, language),
    }
}

fn of_information(frame: Frame, house: &House, checkout: &Checkout, told: &Told, tongue: &Tongue) -> Information {
    let served = &house.channel.countries;
    let home = checkout.shipping_address.as_ref().and_then(|address| address.country);
    let usual = if served.is_empty() || served.contains(&house.shop.country) {
        Some(house.shop.country)
    } else {
        served.first().copied()
    };
    let f = typed(checkout, told.typed.as_ref(), home.or(usual));
    let at = |name: &str| f.get(name).and_then(|code| code.parse::<CountryCode>().ok());
    let country = at("country").or(usual);
    let billed_elsewhere = match &told.typed {
        Some(form) => form.text("billing") == "other",
        None => checkout.billing_address.is_some(),
    };
    Information {
        is_sent: place::is_sent(checkout),
        is_india: country == Some(CountryCode::IN),
        countries: countries::list(served, country, tongue.language),
        states: india::states(),
        billed_elsewhere,
        all_countries: countries::list(&[], at("b_country").or(country), tongue.language),
        f,
        frame,
    }
}

/// What stands in the fields: what was typed, else what the checkout knows.
fn typed(checkout: &Checkout, form: Option<&Form>, usual: Option<CountryCode>) -> BTreeMap<String, String> {
    let empty = PostalAddress { country: usual, ..PostalAddress::default() };
    let ships_to = checkout.shipping_address.as_ref().unwrap_or(&empty);
    let mut known = address_fields("", ships_to);
    known.extend(address_fields(BILLING, checkout.billing_address.as_ref().unwrap_or(&empty)));
    known.push(("email".into(), checkout.email.clone().unwrap_or_default()));
    known.push(("phone".into(), checkout.phone.clone().or(ships_to.phone.clone()).unwrap_or_default()));
    let value = |(name, known): (String, String)| {
        let value = form.map_or(known, |form| form.text(&name).to_owned());
        (name, value)
    };
    known.into_iter().map(value).collect()
}

fn address_fields(prefix: &str, address: &PostalAddress) -> Vec<(String, String)> {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let fields = [
        ("name", address.name.clone()),
        ("company", text(&address.company)),
        ("line1", address.line1.clone()),
        ("line2", text(&address.line2)),
        ("city", address.city.clone()),
        ("region", text(&address.region)),
        ("postal_code", text(&address.postal_code)),
        ("country", address.country.map(|country| country.to_string()).unwrap_or_default()),
    ];
    fields.into_iter().map(|(name, value)| (format!("{prefix}{name}"), value)).collect()
}

fn of_shipping(frame: Frame, house: &House, checkout: &Checkout, told: &Told, tongue: &Tongue) -> Shipping {
    let group = |(index, group): (usize, &infrasell_contracts::pricing::ShippingGroupView)| {
        let field = form::method_field(&group.key);
        let sent = told.typed.as_ref().map(|form| form.text(&field).to_owned());
        let known = sent.or_else(|| group.chosen.map(|method| method.to_string()));
        // the first one stands for those who do not mind
        let first = group.options.first().map(|option| option.method.clone());
        let chosen = known.filter(|known| group.options.iter().any(|option| option.method == *known)).or(first);
        let pick = |option: &infrasell_rules::quote::ShippingOption| Pick {
            value: option.method.clone(),
            label: option.label.clone(),
            note: String::new(),
            amount: price(option.price_minor, checkout, tongue),
            chosen: chosen.as_deref() == Some(option.method.as_str()),
        };
        Group { field, number: index + 1, options: group.options.iter().map(pick).collect() }
    };
    Shipping {
        review: review(house, checkout, tongue),
        groups: checkout.shipping_groups.iter().enumerate().map(group).collect(),
        frame,
    }
}

fn price(minor: i64, checkout: &Checkout, tongue: &Tongue) -> String {
    if minor == 0 {
        return word(tongue.language, "free").to_owned();
    }
    format::money(Money::new(minor, checkout.currency), &tongue.locale)
}

fn review(house: &House, checkout: &Checkout, tongue: &Tongue) -> Review {
    let lines = |address: &Option<PostalAddress>| {
        address.as_ref().map(|address| address.label(house.shop.country)).unwrap_or_default()
    };
    let shipping = checkout.quote.shipping.iter();
    Review {
        contact: [&checkout.email, &checkout.phone].into_iter().flatten().cloned().collect(),
        ships_to: if place::is_sent(checkout) { lines(&checkout.shipping_address) } else { vec![] },
        bill_to: lines(&checkout.billing_address),
        shipping: shipping.map(|one| format!("{} · {}", one.label, price(one.total_minor, checkout, tongue))).collect(),
    }
}

fn of_payment(frame: Frame, house: &House, checkout: &Checkout, told: &Told, tongue: &Tongue) -> Payment {
    let total_minor = checkout.quote.totals.total_minor;
    let offered: Vec<&PaymentMethod> = checkout.payment_methods.iter().filter(|method| is_usable(method)).collect();
    let sent = told.typed.as_ref().map(|form| form.text("payment_method").to_owned());
    let known = sent.filter(|code| !code.is_empty()).or_else(|| checkout.payment_method.clone());
    let only = offered.len() == 1;
    let method = |method: &&PaymentMethod| Method {
        chosen: only || known.as_ref() == Some(&method.code),
        cards: if method.needs_instrument { cards(told, tongue.language) } else { vec![] },
        name: method_name(method.code.as_str(), &method.name, tongue.language),
        hint: hint(method, tongue.language),
        instructions: method.instructions.clone(),
        code: method.code.clone(),
    };
    let amount = format::money(Money::new(total_minor, checkout.currency), &tongue.locale);
    let is_free = total_minor == 0;
    let order = if is_free { "order_free" } else { "order_and_pay" };
    Payment {
        review: review(house, checkout, tongue),
        is_free,
        methods: if is_free { vec![] } else { offered.iter().map(method).collect() },
        order: fill(tongue.language, order, &[("amount", &amount)]),
        quote_hash: checkout.quote_hash.clone(),
        seen: form::seen(checkout),
        total_minor,
        frame,
    }
}

/// What is said of a method where the shop says nothing of its own.
fn hint(method: &PaymentMethod, language: Language) -> String {
    let ours = find(language, &format!("{}_hint", method.code)).filter(|_| method.instructions.is_empty());
    ours.unwrap_or_default().to_owned()
}

/// Whether a plain form can bring what the method needs.
fn is_usable(method: &PaymentMethod) -> bool {
    method.code != "none" && (!method.needs_instrument || method.code == SIMULATOR)
}

fn cards(told: &Told, language: Language) -> Vec<Pick> {
    let sent = told.typed.as_ref().map_or("", |form| form.text("instrument"));
    let chosen = if TEST_CARDS.contains(&sent) { sent } else { TEST_CARDS[0] };
    let card = |token: &&str| Pick {
        value: (*token).to_owned(),
        label: word(language, token).to_owned(),
        note: String::new(),
        amount: String::new(),
        chosen: *token == chosen,
    };
    TEST_CARDS.iter().map(card).collect()
}

/// What a method is called: by the shop in English, by us in other languages where we know it.
pub fn method_name(code: &str, name: &str, language: Language) -> String {
    let ours = || find(language, &format!("method_{code}")).map(str::to_owned);
    let theirs = Some(name.to_owned()).filter(|name| !name.is_empty());
    let named = if language == Language::English { theirs.or_else(ours) } else { ours().or(theirs) };
    named.unwrap_or_else(|| code.to_owned())
}

/// How often this visitor has looked already.
fn looks(query: &str) -> u32 {
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.filter(|(name, _)| name == "n").find_map(|(_, value)| value.parse().ok()).unwrap_or(0).min(MOST_LOOKS)
}

/// How long it takes until the next look, seconds.
const fn pause(looks: u32) -> u32 {
    match looks {
        0..5 => 1,
        5..15 => 3,
        _ => 10,
    }
}

async fn waiting(visit: &Visit, checkout: &Checkout) -> Answer<Page> {
    let house = visit.house(ChannelRef::Id(checkout.channel), Some(&checkout.locale)).await?;
    let tongue = house.tongue(visit, &checkout.locale, checkout.currency);
    let language = tongue.language;
    let frame = frame(visit, &house, checkout, Step::Payment, &Told::default(), &tongue);
    let say = |name: &str, places: &[(&str, &str)]| {
        (word(language, &format!("{name}_title")).to_owned(), fill(language, name, places))
    };
    let back = format!("/checkout/{}/return", visit.token);
    let needs_buyer = checkout.state == CheckoutState::NeedsBuyer;
    if let Some(url) = asked_to_confirm(checkout) {
        let amount = format::money(Money::new(checkout.quote.totals.total_minor, checkout.currency), &tongue.locale);
        let (title, text) = say("confirm", &[("amount", &amount)]);
        let facts = Waiting { frame, title, text, confirm: Some(url), again: Some(back), can_change: true };
        return Ok(Page::of("wait.html", &facts, 200)?.with_cookie(visit.spoken.cookie()));
    }
    let looks = looks(&visit.query);
    let email = checkout.email.as_deref().unwrap_or_default();
    let patient = looks < MOST_LOOKS;
    let (title, text) = if patient { say("wait", &[]) } else { say("wait_long", &[("email", email)]) };
    let again = Some(if needs_buyer { back } else { Place::Wait.path(visit.token) });
    let facts = Waiting { frame, title, text, confirm: None, again, can_change: needs_buyer };
    let page = Page::of("wait.html", &facts, 200)?.with_cookie(visit.spoken.cookie());
    let next = format!("{}?n={}", Place::Wait.path(visit.token), looks + 1);
    Ok(if patient { page.going_on(pause(looks), next) } else { page })
}

/// Where the buyer confirms the payment, when that is what is waited for.
fn asked_to_confirm(checkout: &Checkout) -> Option<String> {
    let payment = checkout.payment.as_ref().filter(|_| checkout.state == CheckoutState::NeedsBuyer)?;
    let Some(NextAction::Redirect { url }) = &payment.next_action else { return None };
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web.then(|| url.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_waits_looks_again_less_and_less_often_and_ends() {
        let all: u32 = (0..MOST_LOOKS).map(pause).sum();
        assert!((120..600).contains(&all), "{all} seconds");
        for (query, want) in [("", 0), ("n=3", 3), ("n=99999", MOST_LOOKS), ("n=-1", 0), ("n=x&n=2", 2)] {
            assert_eq!(looks(query), want, "{query}");
        }
    }

    #[test]
    fn methods_are_called_as_their_readers_call_them() {
        assert_eq!(method_name("cod", "Pay at the door", Language::English), "Pay at the door");
        assert_eq!(method_name("cod", "Pay at the door", Language::Hindi), "कैश ऑन डिलीवरी");
        assert_eq!(method_name("upi", "UPI", Language::Hindi), "UPI");
        assert_eq!(method_name("upi", "", Language::English), "upi");
    }
}
