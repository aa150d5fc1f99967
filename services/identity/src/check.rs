//! Whether what a caller sent can be stored. Pure: every bad field is noted, nothing is read.

use infrasell_contracts::identity::{ApiKeyInput, OpenAccount, RoleInput, RolePatch, StaffInput, StaffPatch};
use infrasell_kernel::{
    ChannelId, FieldError, Fields, Patch, Timestamp,
    contact::{EMAIL_MAX, is_email},
};
use std::collections::BTreeSet;

/// The most characters of a person's name.
pub(crate) const NAME_MAX: usize = 200;
/// The most characters of a role's or key's name.
pub(crate) const LABEL_MAX: usize = 100;
/// The fewest characters of a password.
pub(crate) const PASSWORD_MIN: usize = 10;
/// The most characters of a password.
pub(crate) const PASSWORD_MAX: usize = 256;
/// The most characters of a role's code.
pub(crate) const CODE_MAX: usize = 32;
/// The most roles of one person.
pub(crate) const ROLES_MAX: usize = 20;
/// The most channels that somebody is limited to.
pub(crate) const CHANNELS_MAX: usize = 250;
/// The most characters of a search.
pub(crate) const SEARCH_MAX: usize = 200;

/// The form in which e-mail addresses are compared.
pub(crate) fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Notes every bad field of a new member of staff.
pub(crate) fn staff(input: &StaffInput) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    fields.check(is_email(input.email.trim()), "email", "invalid_email", "email is not an e-mail address");
    fields.text("name", &input.name, NAME_MAX);
    password(&mut fields, "password", &input.password);
    roles(&mut fields, &input.roles);
    channels(&mut fields, input.channels.as_deref());
    fields.done()
}

/// Notes every bad field of a change to a member of staff.
pub(crate) fn staff_patch(patch: &StaffPatch) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    if let Some(name) = &patch.name {
        fields.text("name", name, NAME_MAX);
    }
    if let Some(new) = &patch.password {
        password(&mut fields, "password", new);
    }
    if let Some(list) = &patch.roles {
        roles(&mut fields, list);
    }
    if let Patch::Set(list) = &patch.channels {
        channels(&mut fields, Some(list));
    }
    fields.done()
}

/// Notes every bad field of a new role.
pub(crate) fn role(input: &RoleInput) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    let message = format!("code must be 1 to {CODE_MAX} of a-z, 0-9 and -");
    fields.check(is_code(&input.code), "code", "invalid_code", message);
    fields.text("name", &input.name, LABEL_MAX);
    channels(&mut fields, input.channels.as_deref());
    fields.done()
}

/// Notes every bad field of a change to a role.
pub(crate) fn role_patch(patch: &RolePatch) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    if let Some(name) = &patch.name {
        fields.text("name", name, LABEL_MAX);
    }
    if let Patch::Set(list) = &patch.channels {
        channels(&mut fields, Some(list));
    }
    fields.done()
}

/// Notes every bad field of a new API key.
pub(crate) fn key(input: &ApiKeyInput) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    fields.text("name", &input.name, LABEL_MAX);
    fields.check(is_code(&input.role), "role", "not_found", "there is no such role");
    channels(&mut fields, input.channels.as_deref());
    fields.done()
}

/// Whether a key that ends at `end` would work at all.
pub(crate) fn key_end(end: Option<Timestamp>, now: Timestamp) -> Result<(), FieldError> {
    match end {
        Some(end) if end <= now => {
            Err(FieldError::new("expires_at", "out_of_range", "expires_at must be in the future"))
        }
        _ => Ok(()),
    }
}

/// Refuses what is longer than any account has, before it costs anything.
pub(crate) fn sign_in(email: &str, password: &str) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    for (path, text, max) in [("email", email, EMAIL_MAX), ("password", password, PASSWORD_MAX)] {
        let long = text.len() > max && text.chars().count() > max;
        fields.check(!long, path, "too_long", format!("{path} is longer than {max} characters"));
    }
    fields.done()
}

/// Notes a search that no text can contain.
pub(crate) fn search(text: &str) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    fields.max_len("search", text, SEARCH_MAX);
    fields.done()
}

/// Whether `code` can be the code of a role.
pub(crate) fn is_code(code: &str) -> bool {
    let inside = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    inside && (1..=CODE_MAX).contains(&code.len())
}

/// Notes every bad field of a new account.
pub(crate) fn open_account(input: &OpenAccount) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    fields.check(is_email(input.email.trim()), "email", "invalid_email", "email is not an e-mail address");
    password(&mut fields, "password", &input.password);
    if let Some(name) = &input.name {
        fields.max_len("name", name, NAME_MAX);
    }
    fields.done()
}

/// Refuses what is no e-mail address.
pub(crate) fn email(email: &str) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    fields.check(is_email(email), "email", "invalid_email", "email is not an e-mail address");
    fields.done()
}

/// Refuses a password that is too short or too long.
pub(crate) fn new_password(path: &str, new: &str) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    password(&mut fields, path, new);
    fields.done()
}

fn password(fields: &mut Fields, path: &str, password: &str) {
    let length = password.chars().count();
    let short = format!("{path} has {length} characters, fewer than {PASSWORD_MIN}");
    fields.check(length >= PASSWORD_MIN, path, "too_short", short);
    let long = format!("{path} is longer than {PASSWORD_MAX} characters");
    fields.check(length <= PASSWORD_MAX, path, "too_long", long);
}

fn roles(fields: &mut Fields, list: &[String]) {
    fields.check(!list.is_empty(), "roles", "required", "roles must name at least one role");
    if list.len() > ROLES_MAX {
        fields.add("roles", "too_many", format!("roles has {} entries, more than {ROLES_MAX}", list.len()));
        return;
    }
    let mut seen = BTreeSet::new();
    for (place, code) in list.iter().enumerate() {
        let at = format!("roles.{place}");
        fields.check(is_code(code), &at, "not_found", "there is no such role");
        fields.check(seen.insert(code), &at, "duplicate", "the role is named twice");
    }
}

/// An empty list is refused: it would read like no limit and mean no access.
fn channels(fields: &mut Fields, list: Option<&[ChannelId]>) {
    let Some(list) = list else { return };
    let message = "channels must name at least one channel; leave it out for all of them";
    fields.check(!list.is_empty(), "channels", "required", message);
    if list.len() > CHANNELS_MAX {
        fields.add("channels", "too_many", format!("channels has {} entries, more than {CHANNELS_MAX}", list.len()));
        return;
    }
    let mut seen = BTreeSet::new();
    for (place, channel) in list.iter().enumerate() {
        let at = format!("channels.{place}");
        fields.check(seen.insert(channel), &at, "duplicate", format!("{channel} is named twice"));
    }
}
