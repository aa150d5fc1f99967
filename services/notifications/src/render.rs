//! Writing a mail: a template and facts become subject, text and HTML.
//!
//! Always true: what is put into HTML is escaped; a template cannot loop, recurse or write without end; a name that does
//! not exist is an error, and an error says in which part and line it is.

use crate::builtin::{self, Source};
use infrasell_contracts::notifications::RenderedMail;
use infrasell_kernel::FieldError;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, value::Serde};
use serde::Serialize;
use std::{io, sync::LazyLock};

/// How much a template may do: steps of the template engine.
const MOST_STEPS: u64 = 200_000;
/// How deep a template may nest.
const MOST_DEPTH: usize = 100;
/// The largest part of a mail that is written, bytes.
const MOST_BYTES: usize = 512 * 1024;
/// The most characters of a subject.
const MOST_SUBJECT: usize = 250;

/// Everything but the template itself; parsed once.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(MOST_STEPS));
    environment.set_recursion_limit(MOST_DEPTH);
    environment.set_auto_escape_callback(|name| {
        if name.strip_suffix(".html").is_some() { AutoEscape::Html } else { AutoEscape::None }
    });
    for (name, text) in builtin::PARTS {
        if let Err(error) = environment.add_template(name, text) {
            tracing::error!(name, %error, "a part of the mails that Infrasell brings does not parse");
        }
    }
    environment
});

/// Writes a mail.
///
/// # Errors
/// The part that does not work, `subject`, `text` or `html`, and why.
pub(crate) fn render(source: Source<'_>, facts: &(impl Serialize + Sync)) -> Result<RenderedMail, FieldError> {
    let subject = part("subject", source.subject, facts)?;
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if subject.is_empty() || subject.chars().count() > MOST_SUBJECT || subject.chars().any(char::is_control) {
        let message = format!("subject comes out empty, with control characters or longer than {MOST_SUBJECT}");
        return Err(FieldError::new("subject", "template", message));
    }
    let text = squeeze(&part("text", source.text, facts)?);
    let html = part("html", source.html, facts)?;
    for (path, written) in [("text", &text), ("html", &html)] {
        if written.trim().is_empty() {
            return Err(FieldError::new(path, "template", format!("{path} comes out empty")));
        }
    }
    Ok(RenderedMail { subject, text, html })
}

fn part(path: &str, source: &str, facts: &impl Serialize) -> Result<String, FieldError> {
    let name = if path == "html" { "mail.html" } else { "mail.txt" };
    if let Some(line) = calculates(source) {
        let message =
            format!("{path} calculates with + or * (line {line}): amounts come ready made, and ~ joins texts");
        return Err(FieldError::new(path, "template", message));
    }
    let mut written = Limited(Vec::new());
    let rendered = ENVIRONMENT
        .template_from_named_str(name, source)
        .and_then(|template| template.render_captured_to(minijinja::Value::from(Serde(facts)), &mut written).map(drop));
    rendered.map_err(|error| FieldError::new(path, "template", describe(path, &error)))?;
    String::from_utf8(written.0).map_err(|_| FieldError::new(path, "template", format!("{path} is not UTF-8")))
}

/// The first line in which an expression adds or multiplies. Lists grow by that without end and at no cost of steps, and
/// whatever goes through one then never comes back.
fn calculates(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    // how the expression that is read ends, the quote of a text in it, and how many braces are open in it
    let (mut end, mut quote, mut depth) = (None, None, 0_u32);
    let (mut line, mut at) = (1, 0);
    while at < bytes.len() {
        let (this, next) = (byte(at), byte(at + 1));
        line += usize::from(this == b'\n');
        at += 1;
        match (end, quote) {
            (None, _) if this == b'{' && matches!(next, b'{' | b'%') => {
                (end, depth) = (Some(if next == b'{' { b'}' } else { b'%' }), 0);
                // a sign right behind the opening is about blanks
                at += 1 + usize::from(byte(at + 1) == b'+');
            }
            (None, _) => {}
            (Some(_), Some(open)) => {
                at += usize::from(this == b'\\');
                quote = Some(open).filter(|open| *open != this);
            }
            (Some(closes), None) => match this {
                b'"' | b'\'' => quote = Some(this),
                b'{' => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                _ if this == closes && next == b'}' => (end, at) = (None, at + 1),
                b'+' if next == closes && byte(at + 1) == b'}' => {}
                b'+' | b'*' => return Some(line),
                _ => {}
            },
        }
    }
    None
}

/// What is wrong and where, in one line.
fn describe(path: &str, error: &minijinja::Error) -> String {
    let mut words = format!("{path} does not work: {}", error.kind());
    if let Some(detail) = error.detail() {
        words.push_str(&format!(": {detail}"));
    }
    if let Some(line) = error.line() {
        let part = error.name().filter(|name| !name.starts_with("mail.")).map(|name| format!(" of {name}"));
        words.push_str(&format!(" (line {line}{})", part.unwrap_or_default()));
    }
    words.chars().filter(|c| !c.is_control()).take(500).collect()
}

/// Text without trailing blanks and without more than one blank line at once.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines().map(|line| if line == "-- " { line } else { line.trim_end() }) {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            squeezed.push_str(line);
            squeezed.push('\n');
        }
    }
    squeezed.trim_start_matches('\n').to_owned()
}

/// Takes up to [`MOST_BYTES`].
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES {
            return Err(io::Error::other(format!("it comes out longer than {MOST_BYTES} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
