//! What a request may contain; every bad field is named before anything is read or written.

use infrasell_contracts::cart::{
    Attributes, CartEdit, CartLineInput, CartLineUpdate, CartPatch, CreateCart, MAX_ATTRIBUTES, MAX_EDITS, MAX_LINES,
    MAX_UNITS,
};
use infrasell_kernel::{FieldError, Fields, Patch};
use std::collections::BTreeSet;

/// The longest note, in characters.
pub(crate) const MAX_NOTE: usize = 5_000;
/// The longest name of an attribute, in characters.
const MAX_ATTRIBUTE_KEY: usize = 64;
/// The longest value of an attribute, in characters.
const MAX_ATTRIBUTE_VALUE: usize = 1_024;

type Checked = Result<(), Vec<FieldError>>;

pub(crate) fn create(req: &CreateCart) -> Checked {
    let mut fields = Fields::new();
    fields.check(req.lines.len() <= MAX_LINES, "lines", "too_many", format!("a cart has at most {MAX_LINES} lines"));
    inputs(&req.lines, &mut fields);
    note(&req.note, &mut fields);
    attributes("attributes", &req.attributes, &mut fields);
    fields.done()
}

pub(crate) fn add(lines: &[CartLineInput]) -> Checked {
    let mut fields = Fields::new();
    count(lines.len(), &mut fields);
    inputs(lines, &mut fields);
    fields.done()
}

pub(crate) fn update_lines(lines: &[CartLineUpdate]) -> Checked {
    let mut fields = Fields::new();
    count(lines.len(), &mut fields);
    updates(lines, &mut fields);
    fields.done()
}

/// Edits as far as they can be judged without the cart.
pub(crate) fn edits(edits: &[CartEdit]) -> Checked {
    let mut fields = Fields::new();
    fields.check(edits.len() <= MAX_EDITS, "edits", "too_many", format!("at most {MAX_EDITS} edits at once"));
    for edit in edits.iter().take(MAX_EDITS) {
        match edit {
            CartEdit::AddLines(lines) => {
                few(lines.len(), &mut fields);
                inputs(lines, &mut fields);
            }
            CartEdit::UpdateLines(lines) => {
                few(lines.len(), &mut fields);
                updates(lines, &mut fields);
            }
            CartEdit::RemoveLines(lines) => few(lines.len(), &mut fields),
            CartEdit::Note(text) => note(text, &mut fields),
            CartEdit::Attributes(named) => attributes("attributes", named, &mut fields),
            _ => {}
        }
    }
    fields.done()
}

fn updates(lines: &[CartLineUpdate], fields: &mut Fields) {
    let mut seen = BTreeSet::new();
    for (i, line) in lines.iter().enumerate().take(MAX_LINES) {
        if !seen.insert(line.id) {
            fields.add(format!("lines.{i}.id"), "duplicate", format!("{} is named twice", line.id));
        }
        if let Some(quantity) = line.quantity {
            let path = format!("lines.{i}.quantity");
            let message = format!("a quantity is a whole number from 0 to {MAX_UNITS}, not {quantity}");
            fields.check((0..=MAX_UNITS).contains(&quantity), &path, "out_of_range", message);
        }
        if let Some(named) = &line.attributes {
            attributes(&format!("lines.{i}.attributes"), named, fields);
        }
    }
}

pub(crate) fn patch(patch: &CartPatch) -> Checked {
    let mut fields = Fields::new();
    if let Patch::Set(text) = &patch.note {
        note(text, &mut fields);
    }
    if let Patch::Set(named) = &patch.attributes {
        attributes("attributes", named, &mut fields);
    }
    fields.done()
}

fn count(lines: usize, fields: &mut Fields) {
    fields.check(lines > 0, "lines", "required", "at least one line is needed");
    few(lines, fields);
}

fn few(lines: usize, fields: &mut Fields) {
    fields.check(lines <= MAX_LINES, "lines", "too_many", format!("at most {MAX_LINES} lines at once"));
}

fn inputs(lines: &[CartLineInput], fields: &mut Fields) {
    for (i, line) in lines.iter().enumerate().take(MAX_LINES) {
        attributes(&format!("lines.{i}.attributes"), &line.attributes, fields);
    }
}

fn note(text: &str, fields: &mut Fields) {
    fields.max_len("note", text, MAX_NOTE);
}

fn attributes(path: &str, named: &Attributes, fields: &mut Fields) {
    let few = named.len() <= MAX_ATTRIBUTES;
    fields.check(few, path, "too_many", format!("{path} has more than {MAX_ATTRIBUTES} attributes"));
    for (key, value) in named.iter().take(MAX_ATTRIBUTES) {
        let shown: String = key.chars().take(MAX_ATTRIBUTE_KEY).filter(|c| *c != '\0').collect();
        let at = format!("{path}.{shown}");
        fields.text(&at, key, MAX_ATTRIBUTE_KEY);
        fields.max_len(&at, value, MAX_ATTRIBUTE_VALUE);
    }
}
