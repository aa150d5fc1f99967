//! The language, read.

use super::{Compare, Expr, Term, TooLarge};
use std::{iter::Peekable, str::Chars, vec::IntoIter};

/// The most characters of a text.
pub const MAX_CHARS: usize = 2_000;
/// The most terms.
pub const MAX_TERMS: usize = 100;
/// The deepest that brackets and negations may be within one another.
pub const MAX_DEPTH: usize = 20;

/// Reads a text; none when nothing stands in it.
///
/// # Errors
/// When it is too large.
pub fn read(text: &str) -> Result<Option<Expr>, TooLarge> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(TooLarge::Long);
    }
    let tokens = tokens(text);
    if tokens.iter().filter(|token| matches!(token, Token::Term(_))).count() > MAX_TERMS {
        return Err(TooLarge::Wide);
    }
    let mut reader = Reader { tokens: tokens.into_iter().peekable() };
    reader.any(0)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term(Term),
}

struct Reader {
    tokens: Peekable<IntoIter<Token>>,
}

impl Reader {
    /// Up to a closing bracket, which it leaves, or the end.
    fn any(&mut self, depth: usize) -> Result<Option<Expr>, TooLarge> {
        let mut parts = vec![];
        loop {
            parts.extend(self.all(depth)?);
            if self.tokens.next_if_eq(&Token::Or).is_none() {
                return Ok(Expr::any(parts));
            }
        }
    }

    fn all(&mut self, depth: usize) -> Result<Option<Expr>, TooLarge> {
        let mut parts = vec![];
        while let Some(token) = self.tokens.next_if(|token| !matches!(token, Token::Or | Token::Close)) {
            parts.extend(self.one(token, depth)?);
        }
        Ok(Expr::all(parts))
    }

    fn one(&mut self, token: Token, depth: usize) -> Result<Option<Expr>, TooLarge> {
        if depth > MAX_DEPTH {
            return Err(TooLarge::Deep);
        }
        match token {
            Token::Term(term) => Ok(Some(Expr::Term(term))),
            Token::Open => {
                let inner = self.any(depth + 1)?;
                self.tokens.next_if_eq(&Token::Close);
                Ok(inner)
            }
            Token::Not => {
                let Some(next) = self.tokens.next_if(|token| !matches!(token, Token::Or | Token::Close)) else {
                    return Ok(None);
                };
                Ok(self.one(next, depth + 1)?.map(|inner| Expr::Not(Box::new(inner))))
            }
            Token::And | Token::Or | Token::Close => Ok(None),
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = vec![];
    let mut open = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.peek().copied() {
        match c {
            c if is_space(c) => drop(chars.next()),
            '(' => {
                chars.next();
                open += 1;
                tokens.push(Token::Open);
            }
            ')' => {
                chars.next();
                // one that closes what was never opened is passed over
                if open > 0 {
                    open -= 1;
                    tokens.push(Token::Close);
                }
            }
            '-' => {
                chars.next();
                if chars.peek().is_some_and(|next| !is_space(*next) && *next != ')') {
                    tokens.push(Token::Not);
                }
            }
            _ => tokens.extend(term(&mut chars)),
        }
    }
    tokens
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// A term or a connective; at least one character is taken.
fn term(chars: &mut Peekable<Chars<'_>>) -> Option<Token> {
    let mut head = word(chars, true);
    let mut field = None;
    let mut compare = Compare::Is;
    if chars.next_if_eq(&':').is_some() {
        if is_name(&head.text) && !head.is_phrase {
            field = Some(head.text.to_ascii_lowercase());
            compare = comparison(chars);
            head = word(chars, false);
        } else {
            // no name: the colon belongs to the word
            let rest = word(chars, false);
            head.text.push(':');
            head.text.push_str(&rest.text);
            head.is_prefix = rest.is_prefix && !head.is_phrase;
        }
    } else if !head.is_phrase && !head.is_escaped && !head.is_prefix {
        match head.text.as_str() {
            "AND" => return Some(Token::And),
            "OR" => return Some(Token::Or),
            "NOT" => return Some(Token::Not),
            _ => {}
        }
    }
    // `tag:` with nothing behind it says nothing yet; `tag:*` says that there is one
    if head.text.is_empty() && !(head.is_prefix && field.is_some()) {
        return None;
    }
    let Word { text: value, is_prefix, is_phrase, .. } = head;
    Some(Token::Term(Term { field, compare, value, is_prefix, is_phrase }))
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

fn comparison(chars: &mut Peekable<Chars<'_>>) -> Compare {
    let (less, more) = (chars.next_if_eq(&'<').is_some(), chars.next_if_eq(&'>').is_some());
    let or_same = chars.next_if_eq(&'=').is_some();
    match (less, more, or_same) {
        (true, _, false) => Compare::Less,
        (true, _, true) => Compare::AtMost,
        (false, true, false) => Compare::More,
        (false, true, true) => Compare::AtLeast,
        (false, false, _) => Compare::Is,
    }
}

#[derive(Debug, Default)]
struct Word {
    text: String,
    is_phrase: bool,
    is_prefix: bool,
    /// Whether any of it was taken as it is.
    is_escaped: bool,
}

/// A phrase in quotes, or a word up to a space, a bracket, a quote or, when `has_head`, a colon.
fn word(chars: &mut Peekable<Chars<'_>>, has_head: bool) -> Word {
    let mut word = Word::default();
    if let Some(quote) = chars.next_if(|c| matches!(c, '"' | '\'')) {
        word.is_phrase = true;
        while let Some(c) = chars.next().filter(|c| *c != quote) {
            let c = if c == '\\' { chars.next().unwrap_or('\\') } else { c };
            word.text.push(if c.is_control() { ' ' } else { c });
        }
        return word;
    }
    loop {
        let ends = |c: &char| is_space(*c) || matches!(c, '(' | ')' | '"') || (has_head && *c == ':');
        let Some(c) = chars.next_if(|c| !ends(c)) else { return word };
        if word.is_prefix {
            // a star in the middle is a star
            word.text.push('*');
            word.is_prefix = false;
        }
        match c {
            '*' => word.is_prefix = true,
            '\\' => {
                word.is_escaped = true;
                let taken = chars.next().filter(|c| !c.is_control());
                word.text.push(taken.unwrap_or('\\'));
            }
            other => word.text.push(other),
        }
    }
}
