//! Redirects.

use super::form::{MAX_URL, is_address, is_own_path};
use crate::paths;
use infrasell_contracts::content::{Redirect, RedirectInput, RedirectPatch};
use infrasell_kernel::{FieldError, Fields, RedirectId, Timestamp};

/// The most characters of a path.
const MAX_PATH: usize = 1_024;

/// A redirect that an input describes.
pub(crate) fn new(input: &RedirectInput, now: Timestamp) -> Result<Redirect, Vec<FieldError>> {
    let mut fields = Fields::new();
    let redirect = Redirect {
        id: RedirectId::from_i64(0),
        path: path(&mut fields, &input.path),
        target: target(&mut fields, &input.target),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    fields.done()?;
    Ok(redirect)
}

/// What a redirect becomes by a change.
pub(crate) fn changed(mut redirect: Redirect, patch: &RedirectPatch) -> Result<Redirect, Vec<FieldError>> {
    let mut fields = Fields::new();
    if let Some(new) = &patch.path {
        redirect.path = path(&mut fields, new);
    }
    if let Some(new) = &patch.target {
        redirect.target = target(&mut fields, new);
    }
    fields.done()?;
    Ok(redirect)
}

fn path(fields: &mut Fields, text: &str) -> String {
    fields.max_len("path", text, MAX_PATH);
    let path = paths::canonical(text);
    let is_path = is_own_path(text.trim()) && is_address(&path) && path != "/";
    let message = "path must begin with a single /, name something behind it and hold no white space";
    fields.check(is_path, "path", "invalid_path", message);
    let plain = !text.contains(['?', '#']);
    fields.check(plain, "path", "invalid_path", "path is a path alone, without query or fragment");
    path
}

fn target(fields: &mut Fields, text: &str) -> String {
    let target = text.trim();
    fields.max_len("target", target, MAX_URL);
    let message = "target must begin with a single /, https:// or http:// and hold no white space";
    fields.check(is_address(target), "target", "invalid_url", message);
    // one place has one address, so that redirects that lead on to others find them
    if paths::is_elsewhere(target) || target.contains(['?', '#']) {
        target.to_owned()
    } else {
        paths::canonical(target)
    }
}
