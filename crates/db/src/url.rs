//! Where the database is and how it is opened.

use crate::DbError;
use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

/// Which engine a database runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, in this process.
    Sqlite,
    /// A server, or what speaks its protocol.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        })
    }
}

/// The place of a database: `sqlite:/path/shop.db`, a plain path, or `postgres://user:password@host:port/name`.
/// Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server's URL, as `tokio-postgres` reads it.
    Postgres(String),
}

impl DbUrl {
    /// The engine behind it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            DbUrl::Sqlite(_) => Engine::Sqlite,
            DbUrl::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for DbUrl {
    type Err = DbError;
    fn from_str(text: &str) -> Result<Self, DbError> {
        let wrong = |why: String| DbError::Schema(format!("the database's address cannot be read: {why}"));
        match text.split_once(':') {
            Some(("postgres" | "postgresql", _)) => {
                text.parse::<tokio_postgres::Config>().map_err(|error| wrong(error.to_string()))?;
                Ok(DbUrl::Postgres(text.to_owned()))
            }
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() {
                    return Err(wrong("it names no file, as sqlite:/path/shop.db does".into()));
                }
                Ok(DbUrl::Sqlite(path.into()))
            }
            Some((scheme, rest)) if rest.starts_with("//") => {
                Err(wrong(format!("'{scheme}' is neither sqlite nor postgres")))
            }
            _ if text.is_empty() => Err(wrong("it is empty".into())),
            _ => Ok(DbUrl::Sqlite(text.into())),
        }
    }
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match self {
            DbUrl::Sqlite(path) => return write!(f, "sqlite:{}", path.display()),
            DbUrl::Postgres(url) => url,
        };
        let (head, rest) = url.split_once("://").unwrap_or(("postgres", ""));
        let rest = rest.split('?').next().unwrap_or_default();
        let (user, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let user = user.split(':').next().unwrap_or_default();
        let at = if user.is_empty() { "" } else { "@" };
        write!(f, "{head}://{user}{at}{place}")
    }
}
impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How a database is opened. The defaults are for production.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// Names this build in messages about a schema that does not fit it.
    pub build: String,
    /// Most PostgreSQL connections at once.
    pub connections: usize,
    /// How long a transaction waits for its turn (SQLite's writer, a free connection) before it gives up.
    pub patience: Duration,
    /// How long PostgreSQL works on one statement, or waits for a row's lock, before it gives up.
    pub statement_limit: Duration,
    /// A statement that takes longer than this is logged, without its values.
    pub slow: Option<Duration>,
    /// Whether an acknowledged commit survives power loss. Off only for scratch data.
    pub durable: bool,
    /// The first id of a new database. Databases of one shop are given parts of the numbers far from each other, so that
    /// no id of an event or a job is there twice.
    pub first_id: i64,
}

impl Default for DbOptions {
    fn default() -> Self {
        DbOptions {
            build: concat!("infrasell ", env!("CARGO_PKG_VERSION")).into(),
            connections: 16,
            patience: Duration::from_secs(30),
            statement_limit: Duration::from_secs(60),
            slow: None,
            durable: true,
            first_id: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown_without_the_password() {
        let shown = |text: &str| text.parse::<DbUrl>().unwrap().to_string();
        assert_eq!(shown("/var/shop.db"), "sqlite:/var/shop.db");
        assert_eq!(shown("sqlite:///var/shop.db"), "sqlite:/var/shop.db");
        assert_eq!(shown("sqlite:shop.db"), "sqlite:shop.db");
        assert_eq!(shown("postgres://me:p%40ss@db:5432/shop?connect_timeout=3"), "postgres://me@db:5432/shop");
        assert_eq!(shown("postgresql://db/shop"), "postgresql://db/shop");
        for text in ["", "sqlite:", "mysql://x/y", "postgres://db:port/x"] {
            assert!(text.parse::<DbUrl>().is_err(), "{text}");
        }
    }
}
