//! The language, written.

use super::{Compare, Expr, Term};
use std::fmt::{self, Display, Formatter, Write};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::All(parts) => {
                for (i, one) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { " " } else { "" })?;
                    part(f, one)?;
                }
                Ok(())
            }
            Expr::Any(parts) => {
                for (i, one) in parts.iter().enumerate() {
                    f.write_str(if i > 0 { " OR " } else { "" })?;
                    // words side by side bind more tightly: no brackets, and so never deeper than what was read
                    one.fmt(f)?;
                }
                Ok(())
            }
            Expr::Not(inner) => {
                f.write_str("NOT ")?;
                part(f, inner)
            }
            Expr::Term(term) => term.fmt(f),
        }
    }
}

fn part(f: &mut Formatter<'_>, expr: &Expr) -> fmt::Result {
    match expr {
        Expr::All(_) | Expr::Any(_) => write!(f, "({expr})"),
        Expr::Not(_) | Expr::Term(_) => write!(f, "{expr}"),
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            write!(f, "{field}:")?;
        }
        f.write_str(match self.compare {
            Compare::Is => "",
            Compare::Less => "<",
            Compare::AtMost => "<=",
            Compare::More => ">",
            Compare::AtLeast => ">=",
        })?;
        if self.is_phrase {
            f.write_char('"')?;
            for c in self.value.chars() {
                if matches!(c, '"' | '\\') {
                    f.write_char('\\')?;
                }
                f.write_char(c)?;
            }
            return f.write_char('"');
        }
        let is_connective = matches!(self.value.as_str(), "AND" | "OR" | "NOT");
        for (i, c) in self.value.chars().enumerate() {
            let is_special = c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\'' | '\\' | ':' | '*');
            let leads = i == 0 && (is_connective || matches!(c, '-' | '<' | '>' | '='));
            if is_special || leads {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        if self.is_prefix { f.write_char('*') } else { Ok(()) }
    }
}
