//! Statements with optional parts: filters, a sort order, a page.

use crate::{Db, DbError, Row, Val};

/// The direction of a sort order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dir {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// Builds a statement's text and its values side by side.
///
/// ```
/// # use infrasell_db::{Dir, Q, v};
/// let mut q = Q::new("SELECT id, created_at FROM catalog_product WHERE TRUE");
/// q.push(" AND status = ?", v!["active"]);
/// q.page(&["created_at", "id"], Dir::Desc, Some(v![1_790_000_000_000_000_i64, 42_i64]), 50);
/// assert!(q.sql().ends_with("AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4"));
/// ```
#[derive(Debug, Clone)]
pub struct Q<'a> {
    sql: String,
    params: Vec<Val<'a>>,
}

impl<'a> Q<'a> {
    /// Starts with a text without values.
    pub fn new(sql: impl Into<String>) -> Self {
        Q { sql: sql.into(), params: Vec::new() }
    }

    /// Appends text in which each `?` outside of quotes takes the next of `values`; `list(?)` works as well.
    pub fn push(&mut self, sql: &str, values: impl IntoIterator<Item = Val<'a>>) -> &mut Self {
        let mut values = values.into_iter();
        let mut quoted = false;
        for c in sql.chars() {
            quoted ^= c == '\'';
            match c {
                '?' if !quoted => match values.next() {
                    Some(value) => self.bind(value),
                    // left in the text, where the engine refuses it
                    None => self.sql.push('?'),
                },
                _ => self.sql.push(c),
            }
        }
        // one value too many is refused by the engine, too
        self.params.extend(values);
        self
    }

    fn bind(&mut self, value: Val<'a>) {
        self.params.push(value);
        self.sql.push('$');
        self.sql.push_str(&self.params.len().to_string());
    }

    /// Appends the end of a page query: behind `after` in the order of `columns` (which end in a unique one and are all
    /// not null), sorted, and one more than `limit` to know whether there is a next page. The text so far must be
    /// inside a WHERE.
    pub fn page<const N: usize>(
        &mut self,
        columns: &[&str; N],
        dir: Dir,
        after: Option<[Val<'a>; N]>,
        limit: i64,
    ) -> &mut Self {
        if let Some(key) = after {
            self.sql.push_str(" AND (");
            self.sql.push_str(&columns.join(", "));
            self.sql.push_str(if dir == Dir::Asc { ") > (" } else { ") < (" });
            for (i, value) in key.into_iter().enumerate() {
                if i > 0 {
                    self.sql.push_str(", ");
                }
                self.bind(value);
            }
            self.sql.push(')');
        }
        let word = if dir == Dir::Asc { "" } else { " DESC" };
        for (i, column) in columns.iter().enumerate() {
            self.sql.push_str(if i == 0 { " ORDER BY " } else { ", " });
            self.sql.push_str(column);
            self.sql.push_str(word);
        }
        self.sql.push_str(" LIMIT ");
        self.bind(Val::Int(limit.saturating_add(1)));
        self
    }

    /// The text.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The values.
    #[must_use]
    pub fn params(&self) -> &[Val<'a>] {
        &self.params
    }

    /// Every row, read by `read`.
    ///
    /// # Errors
    /// As for [`Db::all`].
    pub async fn all<T, F>(&self, db: &Db, read: F) -> Result<Vec<T>, DbError>
    where
        F: FnMut(&Row<'_>) -> Result<T, DbError> + Send,
        T: Send,
    {
        db.all(&self.sql, &self.params, read).await
    }
}
