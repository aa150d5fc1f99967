//! A schema and a role for the services of one process.
//!
//! Always true: the role uses its own schema, and can read no table that others have made; what it makes, nobody else may read.

use crate::DbError;
use tokio_postgres::NoTls;

/// The longest name of a role, as PostgreSQL has it.
const LONGEST_NAME: usize = 63;

/// What is to be made.
#[derive(Clone, Copy)]
pub struct PreparedRole<'a> {
    /// The name of the schema and of the role: a–z, digits and `_`.
    pub name: &'a str,
    /// The role's password: letters and digits.
    pub password: &'a str,
}

/// Makes the schema and the role with an administrator's URL, or gives a role that is there the new password; returns the
/// URL that the process uses.
///
/// # Errors
/// [`DbError::Schema`] when the name cannot be one or the URL cannot be read; else what the server says.
pub async fn prepare_role(administrator: &str, role: &PreparedRole<'_>) -> Result<String, DbError> {
    let PreparedRole { name, password } = *role;
    let is_plain = |text: &str, more: char| text.bytes().all(|b| b.is_ascii_alphanumeric() || char::from(b) == more);
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !begins || !is_plain(name, '_') || name.len() > LONGEST_NAME || name.starts_with("pg_") || name == "public" {
        return Err(DbError::Schema(format!("'{name}' cannot be the name of a schema: a–z, digits and _")));
    }
    if password.is_empty() || !is_plain(password, '-') {
        return Err(DbError::Schema("the password must be letters and digits".into()));
    }
    let own = url_of(administrator, name, password)?;
    let (client, connection) = tokio_postgres::connect(administrator, NoTls).await?;
    let driver = tokio::spawn(connection);
    let there = client.query_opt("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&name]).await?.is_some();
    let verb = if there { "ALTER" } else { "CREATE" };
    let made = client
        .batch_execute(&format!(
            "{verb} ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD '{password}';
             CREATE SCHEMA IF NOT EXISTS {name};
             GRANT USAGE, CREATE ON SCHEMA {name} TO {name};
             REVOKE ALL ON SCHEMA {name} FROM PUBLIC;
             ALTER ROLE {name} SET search_path = {name};"
        ))
        .await;
    drop(client);
    // what the connection says while it closes is of no interest
    let _ = driver.await;
    made?;
    Ok(own)
}

/// The administrator's URL with another user, who sees his own schema alone.
fn url_of(administrator: &str, name: &str, password: &str) -> Result<String, DbError> {
    let wrong =
        || DbError::Schema("the administrator's URL must be postgres://user:password@host:port/database".into());
    let (scheme, rest) = administrator.split_once("://").ok_or_else(wrong)?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("options=")).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Ok(format!("{scheme}://{name}:{password}@{place}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_is_the_administrators_with_another_user() {
        let url = url_of("postgres://admin:secret@db:5432/shop?connect_timeout=3&options=x", "goods", "abc").unwrap();
        assert_eq!(url, "postgres://goods:abc@db:5432/shop?connect_timeout=3");
        assert_eq!(url_of("postgres://db/shop", "goods", "abc").unwrap(), "postgres://goods:abc@db/shop");
        assert!(url_of("nonsense", "goods", "abc").is_err());
    }

    #[tokio::test]
    async fn names_that_would_be_more_than_names_are_refused() {
        for name in ["", "Goods", "a b", "a;b", "1a", "pg_goods", "public", &"a".repeat(64)] {
            let role = PreparedRole { name, password: "abc" };
            assert!(matches!(prepare_role("postgres://nowhere/x", &role).await, Err(DbError::Schema(_))), "{name}");
        }
        let role = PreparedRole { name: "goods", password: "a'b" };
        assert!(matches!(prepare_role("postgres://nowhere/x", &role).await, Err(DbError::Schema(_))));
    }
}
