//! Policies.

use super::form::{MAX_WORD, html, put_or_empty, required, translations};
use infrasell_contracts::content::{Policy, PolicyKind, PolicyPatch};
use infrasell_kernel::{FieldError, Fields, Patch};

/// A policy that nobody has written yet.
pub(crate) fn unwritten(policy: PolicyKind) -> Policy {
    Policy {
        policy,
        handle: policy.handle().into(),
        title: policy.title().into(),
        body_html: String::new(),
        translations: Default::default(),
        version: 0,
        updated_at: None,
    }
}

/// What a policy becomes by a change.
pub(crate) fn changed(mut policy: Policy, patch: PolicyPatch) -> Result<Policy, Vec<FieldError>> {
    let mut fields = Fields::new();
    match patch.title {
        Patch::Keep => {}
        Patch::Clear => policy.title = policy.policy.title().into(),
        Patch::Set(title) => policy.title = required(&mut fields, "title", &title, MAX_WORD),
    }
    put_or_empty(&mut policy.body_html, patch.body_html.map(|body| html(&mut fields, "body_html", &body)));
    put_or_empty(&mut policy.translations, patch.translations.map(|all| translations(&mut fields, all)));
    fields.done()?;
    Ok(policy)
}
