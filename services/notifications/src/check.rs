//! What a template or an address must be before anything is written.

use infrasell_contracts::notifications::TemplateInput;
use infrasell_kernel::{FieldError, Fields, contact::is_email};

/// The most characters of a subject's template.
const MOST_SUBJECT: usize = 500;
/// The most characters of a text's or HTML's template.
const MOST_BODY: usize = 100_000;

/// The lengths; whether it works shows when it is tried.
pub(crate) fn template(input: &TemplateInput) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::new();
    fields.text("subject", &input.subject, MOST_SUBJECT);
    fields.check(!input.subject.contains(['\n', '\r']), "subject", "invalid", "subject must be a single line");
    fields.text("text", &input.text, MOST_BODY);
    fields.text("html", &input.html, MOST_BODY);
    fields.done()
}

/// An address to send to.
pub(crate) fn recipient(to: &str) -> Result<(), FieldError> {
    if is_email(to) { Ok(()) } else { Err(FieldError::new("to", "invalid_email", "to must be an e-mail address")) }
}
