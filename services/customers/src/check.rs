//! Whether what a caller sent can be kept. Pure: every bad field is noted, nothing is read. Telephone numbers are put into
//! the form in which they are kept.

use crate::phone;
use infrasell_contracts::{
    common::PostalAddress,
    customers::{
        BulkCustomers, ConsentGiven, CustomerInput, CustomerPatch, GroupInput, MAX_BULK, MAX_GROUPS, MAX_TAGS, Medium,
        RecordConsents, Register,
    },
};
use infrasell_kernel::{
    CountryCode, CustomerGroupId, FieldError, Fields, Patch,
    contact::{EMAIL_MAX, is_email},
};
use std::collections::BTreeSet;

/// The most characters of a person's name, and of a group's.
pub(crate) const NAME_MAX: usize = 200;
const GROUP_NAME_MAX: usize = 100;
/// The most characters of a code: of a group, of a purpose.
const CODE_MAX: usize = 32;
/// The most characters of a note.
pub(crate) const NOTE_MAX: usize = 5_000;
/// The most characters of a tag.
const TAG_MAX: usize = 64;
/// The most characters of where consent was given, and of a notice's version.
const SOURCE_MAX: usize = 64;
/// The most consents of one request.
const CONSENTS_MAX: usize = 20;
/// The most characters of a search.
const SEARCH_MAX: usize = EMAIL_MAX;
/// How long a password is, in characters: identity's limits, held here before anything is written.
const PASSWORD_MIN: usize = 10;
const PASSWORD_MAX: usize = 256;

type Checked = Result<(), Vec<FieldError>>;

/// Notes every bad field of a registration.
pub(crate) fn register(req: &Register) -> Checked {
    let mut fields = Fields::new();
    email(&mut fields, &req.email);
    let length = req.password.chars().count();
    let message = format!("password must have {PASSWORD_MIN} to {PASSWORD_MAX} characters");
    let code = if length < PASSWORD_MIN { "too_short" } else { "too_long" };
    fields.check((PASSWORD_MIN..=PASSWORD_MAX).contains(&length), "password", code, message);
    fields.max_len("name", &req.name, NAME_MAX);
    consents(&mut fields, &req.consents);
    fields.done()
}

/// Notes every bad field of a new customer; tags come out sorted, the telephone number in E.164.
pub(crate) fn input(input: &mut CustomerInput, home: CountryCode) -> Checked {
    let mut fields = Fields::new();
    email(&mut fields, &input.email);
    fields.max_len("name", &input.name, NAME_MAX);
    if let Some(number) = &mut input.phone {
        take_phone(&mut fields, "phone", number, home);
    }
    fields.max_len("note", &input.note, NOTE_MAX);
    tags(&mut fields, "tags", &mut input.tags);
    groups(&mut fields, "groups", &mut input.groups);
    fields.done()
}

/// Notes every bad field of a change; tags come out sorted, the telephone number in E.164.
pub(crate) fn patch(patch: &mut CustomerPatch, home: CountryCode) -> Checked {
    let mut fields = Fields::new();
    if let Some(text) = &patch.email {
        email(&mut fields, text);
    }
    if let Patch::Set(name) = &patch.name {
        fields.max_len("name", name, NAME_MAX);
    }
    if let Patch::Set(number) = &mut patch.phone {
        take_phone(&mut fields, "phone", number, home);
    }
    if let Patch::Set(note) = &patch.note {
        fields.max_len("note", note, NOTE_MAX);
    }
    if let Patch::Set(list) = &mut patch.tags {
        tags(&mut fields, "tags", list);
    }
    if let Patch::Set(list) = &mut patch.groups {
        groups(&mut fields, "groups", list);
    }
    fields.done()
}

/// Notes every bad field of a bulk change; customers, tags and groups come out sorted.
pub(crate) fn bulk(req: &mut BulkCustomers) -> Checked {
    let mut fields = Fields::new();
    let count = req.customers.len();
    let message = format!("customers must name 1 to {MAX_BULK}, not {count}");
    fields.check((1..=MAX_BULK).contains(&count), "customers", "out_of_range", message);
    req.customers.sort_unstable();
    req.customers.dedup();
    tags(&mut fields, "add_tags", &mut req.add_tags);
    tags(&mut fields, "remove_tags", &mut req.remove_tags);
    groups(&mut fields, "add_groups", &mut req.add_groups);
    groups(&mut fields, "remove_groups", &mut req.remove_groups);
    let tag = req.add_tags.iter().find(|tag| req.remove_tags.contains(tag));
    fields.check(tag.is_none(), "remove_tags", "contradiction", "a tag is added and removed at once");
    let group = req.add_groups.iter().find(|group| req.remove_groups.contains(group));
    fields.check(group.is_none(), "remove_groups", "contradiction", "a group is added and removed at once");
    fields.done()
}

/// Notes every bad field of an address that goods can be sent to; its telephone number comes out in E.164, an Indian state
/// by its present code, an Indian PIN without the space that people put into it.
pub(crate) fn address(address: &mut PostalAddress, home: CountryCode) -> Checked {
    let mut fields = Fields::new();
    if address.country == Some(CountryCode::IN) {
        if let Some(pin) = &mut address.postal_code {
            pin.retain(|c| c != ' ');
        }
        if let Some(region) = &mut address.region
            && let Some((code, _)) = infrasell_rules::postal::india::state(region)
        {
            code.clone_into(region);
        }
    }
    address.check_deliverable("address", &mut fields);
    if let Some(number) = &mut address.phone {
        take_phone(&mut fields, "address.phone", number, address.country.unwrap_or(home));
    }
    fields.done()
}

/// Notes every bad field of what somebody agrees to or withdraws.
pub(crate) fn record(req: &RecordConsents) -> Checked {
    let mut fields = Fields::new();
    fields.text("source", &req.source, SOURCE_MAX);
    fields.check(!req.consents.is_empty(), "consents", "required", "consents must name at least one");
    consents(&mut fields, &req.consents);
    fields.done()
}

/// Notes every bad field of a new group.
pub(crate) fn group(input: &GroupInput) -> Checked {
    let mut fields = Fields::new();
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let is_code = input.code.bytes().all(inside) && (1..=CODE_MAX).contains(&input.code.len());
    fields.check(is_code, "code", "invalid_code", format!("code must be 1 to {CODE_MAX} of a-z, 0-9 and -"));
    fields.text("name", &input.name, GROUP_NAME_MAX);
    fields.done()
}

/// Notes a bad name of a group.
pub(crate) fn group_name(name: &str) -> Checked {
    let mut fields = Fields::new();
    fields.text("name", name, GROUP_NAME_MAX);
    fields.done()
}

/// Notes what no customer can be found by.
pub(crate) fn search(text: &str) -> Checked {
    let mut fields = Fields::new();
    fields.max_len("search", text, SEARCH_MAX);
    fields.done()
}

/// A purpose and a medium: `offers:email`.
pub(crate) fn consent_filter(text: &str) -> Result<(&str, Medium), FieldError> {
    let found = text.split_once(':').and_then(|(purpose, word)| {
        let medium = Medium::ALL.into_iter().find(|medium| medium.as_str() == word)?;
        is_purpose(purpose).then_some((purpose, medium))
    });
    found.ok_or_else(|| {
        FieldError::new("consent", "invalid", "consent must be a purpose and a medium, such as offers:email")
    })
}

fn email(fields: &mut Fields, text: &str) {
    fields.check(is_email(text.trim()), "email", "invalid_email", "email is not an e-mail address like name@shop.in");
}

fn take_phone(fields: &mut Fields, path: &str, number: &mut String, home: CountryCode) {
    match phone::read(number, home) {
        Some(found) => *number = found.e164,
        None => fields.add(path, "invalid_phone", format!("{path} is not a telephone number that somebody can have")),
    }
}

/// Cuts, checks and sorts tags; the same tag twice is one.
fn tags(fields: &mut Fields, path: &str, tags: &mut Vec<String>) {
    fields.check(tags.len() <= MAX_TAGS, path, "too_many", format!("{path} has more than {MAX_TAGS} tags"));
    for (at, tag) in tags.iter_mut().enumerate().take(MAX_TAGS) {
        *tag = tag.trim().to_owned();
        fields.text(&format!("{path}.{at}"), tag, TAG_MAX);
    }
    tags.sort_unstable();
    tags.dedup();
}

fn groups(fields: &mut Fields, path: &str, groups: &mut Vec<CustomerGroupId>) {
    fields.check(groups.len() <= MAX_GROUPS, path, "too_many", format!("{path} has more than {MAX_GROUPS} groups"));
    groups.sort_unstable();
    groups.dedup();
}

fn is_purpose(text: &str) -> bool {
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    text.bytes().all(inside) && (1..=CODE_MAX).contains(&text.len())
}

fn consents(fields: &mut Fields, consents: &[ConsentGiven]) {
    let few = consents.len() <= CONSENTS_MAX;
    fields.check(few, "consents", "too_many", format!("consents has more than {CONSENTS_MAX} entries"));
    let mut seen = BTreeSet::new();
    for (at, one) in consents.iter().enumerate().take(CONSENTS_MAX) {
        let path = |field: &str| format!("consents.{at}.{field}");
        let message = format!("a purpose is 1 to {CODE_MAX} of a-z, 0-9, - and _");
        fields.check(is_purpose(&one.purpose), &path("purpose"), "invalid_code", message);
        let once = seen.insert((one.purpose.as_str(), one.medium));
        fields.check(once, &path("purpose"), "duplicate", "this purpose and medium is named twice");
        match &one.notice_version {
            Some(version) => fields.text(&path("notice_version"), version, SOURCE_MAX),
            None => fields.check(
                !one.granted,
                &path("notice_version"),
                "required",
                "who agrees must have been shown a notice: name its version",
            ),
        }
    }
}
