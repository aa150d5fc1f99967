//! The language in which lists are narrowed: `tag:summer (vendor:"Loom & Co" OR title:lin*) -available_for_sale:false
//! created_at:>=2026-01-01`.
//!
//! Words side by side all have to hold; `AND`, `OR` and `NOT` are written in capitals, `-` is `NOT` for what follows it, and
//! `AND` binds more tightly than `OR`. `field:value` looks at one field, with `<`, `<=`, `>` and `>=` for what has an order;
//! without a field a word is looked for in the text. `"…"` and `'…'` hold what has spaces, a `*` at the end of a word
//! stands for any rest, a backslash takes the next character as it is.
//!
//! Always true: whatever a person types is read somehow (a bracket that is not closed closes at the end, a connective
//! without a side is passed over), in time proportional to its length; only what is too large is refused; what is printed is
//! read as the same again.

mod print;
mod read;

pub use read::{MAX_CHARS, MAX_DEPTH, MAX_TERMS, read};

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// Each of these; at least two.
    All(Vec<Expr>),
    /// Any of these; at least two.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// This about one field, or about the text.
    Term(Term),
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Is, or contains, as the field is.
    Is,
    /// Less than.
    Less,
    /// Less or the same.
    AtMost,
    /// More than.
    More,
    /// More or the same.
    AtLeast,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The field, in lower case; none means the text.
    pub field: Option<String>,
    /// How.
    pub compare: Compare,
    /// With what, without control characters; empty only where any value will do, as in `tag:*`.
    pub value: String,
    /// Whether the value is only the beginning.
    pub is_prefix: bool,
    /// Whether it stood in quotes, so that its words belong together.
    pub is_phrase: bool,
}

/// Why a text was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// Longer than [`MAX_CHARS`].
    #[error("it is longer than {MAX_CHARS} characters")]
    Long,
    /// More than [`MAX_TERMS`] terms.
    #[error("it has more than {MAX_TERMS} terms")]
    Wide,
    /// Brackets within brackets, more than [`MAX_DEPTH`] deep.
    #[error("its brackets are more than {MAX_DEPTH} deep")]
    Deep,
}

impl Expr {
    /// Each of these, in the simplest form; none when there is none.
    fn all(parts: Vec<Expr>) -> Option<Expr> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Expr::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Expr::All(flat)) } else { flat.pop() }
    }

    /// Any of these, in the simplest form; none when there is none.
    fn any(parts: Vec<Expr>) -> Option<Expr> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Expr::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Expr::Any(flat)) } else { flat.pop() }
    }
}
