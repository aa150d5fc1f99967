//! Reading the configuration: file and variables over the defaults.

use super::Config;
use std::{collections::BTreeMap, io::ErrorKind, path::Path};
use toml::{Table, Value};

/// The prefix of every variable.
const PREFIX: &str = "INFRASELL_";
/// Variables with this prefix belong to the tests.
const TEST_PREFIX: &str = "INFRASELL_TEST_";

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("cannot read {path}: {cause}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file is not TOML.
    #[error("{path} is not TOML: {cause}")]
    NotToml {
        /// The file.
        path: String,
        /// Where and what.
        cause: toml::de::Error,
    },
    /// A key has a value that it cannot have, or is not one of ours.
    #[error("the configuration is wrong: {0}")]
    Wrong(String),
    /// A variable is not one of ours.
    #[error("{0} is not a variable of Infrasell: `infrasell config print` shows all of them")]
    UnknownVariable(String),
    /// A variable has a value that it cannot have.
    #[error("{name} must be {wanted}, not '{found}'")]
    BadVariable {
        /// The variable.
        name: String,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
}

/// Reads `file` if it is there (it must be when `required`), then `variables`.
///
/// # Errors
/// [`ConfigError`], naming the file, key or variable.
pub fn load(file: &Path, required: bool, variables: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    let path = file.display().to_string();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        // a folder that is no folder is said by whoever opens it
        Err(cause) if !required && matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            String::new()
        }
        Err(cause) => return Err(ConfigError::Unreadable { path, cause }),
    };
    let mut table: Table = toml::from_str(&text).map_err(|cause| ConfigError::NotToml { path, cause })?;
    let defaults = Table::try_from(Config::default()).map_err(|cause| ConfigError::Wrong(cause.to_string()))?;
    let known = leaves(&defaults, "");
    for (name, value) in variables {
        if name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX) {
            overlay(&mut table, &known, name, value)?;
        }
    }
    Value::Table(table).try_into().map_err(|cause: toml::de::Error| ConfigError::Wrong(cause.to_string()))
}

/// Every leaf of the defaults, by the name of its variable: its path and its value.
fn leaves(table: &Table, prefix: &str) -> BTreeMap<String, (String, Value)> {
    let mut found = BTreeMap::new();
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if let Value::Table(inner) = value {
            found.extend(leaves(inner, &path));
            continue;
        }
        let variable = format!("{PREFIX}{}", path.replace('.', "_").to_uppercase());
        found.insert(variable, (path, value.clone()));
    }
    found
}

fn overlay(
    table: &mut Table,
    known: &BTreeMap<String, (String, Value)>,
    name: &str,
    value: &str,
) -> Result<(), ConfigError> {
    let from_file = name.strip_suffix("_FILE").and_then(|base| known.get(base).map(|leaf| (base, leaf)));
    let (name, (path, default), text) = match (known.get(name), from_file) {
        (Some(leaf), _) => (name, leaf, value.to_owned()),
        (None, Some((base, leaf))) => {
            let text = std::fs::read_to_string(value)
                .map_err(|cause| ConfigError::Unreadable { path: value.to_owned(), cause })?;
            (base, leaf, text.trim_end_matches(['\r', '\n']).to_owned())
        }
        (None, None) => return Err(ConfigError::UnknownVariable(name.to_owned())),
    };
    put(table, path, typed(name, &text, default)?);
    Ok(())
}

/// Reads a variable's text as the type that the default has.
fn typed(name: &str, text: &str, default: &Value) -> Result<Value, ConfigError> {
    let bad =
        |wanted| ConfigError::BadVariable { name: name.to_owned(), wanted, found: text.chars().take(64).collect() };
    Ok(match default {
        Value::Integer(_) => Value::Integer(text.trim().parse().map_err(|_| bad("a whole number"))?),
        Value::Boolean(_) => Value::Boolean(text.trim().parse().map_err(|_| bad("true or false"))?),
        Value::Array(_) => Value::Array(text.split(',').map(|part| Value::String(part.trim().to_owned())).collect()),
        _ => Value::String(text.to_owned()),
    })
}

fn put(table: &mut Table, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((head, rest)) => {
            let inner = table.entry(head.to_owned()).or_insert_with(|| Value::Table(Table::new()));
            if !inner.is_table() {
                // a scalar where a section belongs: the section that the variable names replaces it
                *inner = Value::Table(Table::new());
            }
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let dir = std::env::temp_dir()
            .join(format!("infrasell-config-{}", infrasell_kernel::Token::random(&infrasell_kernel::OsRandom)));
        std::fs::create_dir_all(&dir).unwrap();
        let file = dir.join("infrasell.toml");
        std::fs::write(&file, text).unwrap();
        let variables = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let config = load(&file, true, &variables);
        std::fs::remove_dir_all(&dir).unwrap();
        config
    }

    #[test]
    fn nothing_said_means_the_defaults() {
        assert_eq!(with("", &[]).unwrap(), Config::default());
    }

    #[test]
    fn a_variable_wins_over_the_file() {
        let config = with("[server]\nlisten = \"0.0.0.0:1\"", &[("INFRASELL_SERVER_LISTEN", "0.0.0.0:2")]).unwrap();
        assert_eq!(config.server.listen, "0.0.0.0:2");
        let config = with(
            "",
            &[("INFRASELL_LIMITS_HEADERS", "7"), ("INFRASELL_SERVER_CORS_ORIGINS", "https://a.in, https://b.in")],
        );
        let config = config.unwrap();
        assert_eq!((config.limits.headers, config.server.cors_origins.len()), (7, 2));
    }

    #[test]
    fn a_secret_can_come_from_a_file() {
        let file = std::env::temp_dir()
            .join(format!("infrasell-secret-{}", infrasell_kernel::Token::random(&infrasell_kernel::OsRandom)));
        std::fs::write(&file, "postgres://x\n").unwrap();
        let config = with("", &[("INFRASELL_DATABASE_URL_FILE", file.to_str().unwrap())]).unwrap();
        assert_eq!(config.database.url, "postgres://x");
        std::fs::remove_file(&file).unwrap();
        assert!(with("", &[("INFRASELL_DATABASE_URL_FILE", "/nowhere/at/all")]).is_err());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = [
            (with("[server]\nlisten = 5", &[]), "listen"),
            (with("[server]\nlissten = \"x\"", &[]), "lissten"),
            (with("[server", &[]), "TOML"),
            (with("", &[("INFRASELL_SERVER_LISSTEN", "x")]), "INFRASELL_SERVER_LISSTEN"),
            (with("", &[("INFRASELL_LIMITS_HEADERS", "many")]), "INFRASELL_LIMITS_HEADERS"),
        ];
        for (result, name) in wrong {
            assert!(result.unwrap_err().to_string().contains(name), "{name}");
        }
    }
}
