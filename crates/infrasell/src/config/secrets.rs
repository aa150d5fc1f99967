//! Which settings are secrets, told by their names and by what they hold.
//!
//! Always true: a setting is taken for a secret rather than once too seldom: by a word in its name, or because it is an
//! address with a user or a password in it.

use toml::{Table, Value};

/// A setting with one of these in its name holds a secret.
const WORDS: [&str; 6] = ["secret", "password", "passphrase", "token", "private", "credential"];
/// A name that is one, whatever its section.
const NAMES: [&str; 2] = ["key", "api_key"];
/// What belongs to one machine, and may hold a password.
const ADDRESS: &str = "database.url";

/// The text of a configuration file without its secrets and without the address of the database, and the names of the
/// settings that were taken out. A text that is no configuration holds nothing that could be kept.
#[must_use]
pub fn without_secrets(text: &str) -> (String, Vec<String>) {
    let Ok(mut table) = toml::from_str::<Table>(text) else { return (String::new(), vec!["everything".into()]) };
    let mut left_out = vec![];
    take_out(&mut table, "", &mut left_out);
    let mut kept = String::new();
    for name in &left_out {
        kept.push_str(&format!("# {name} was left out of the backup: set it again\n"));
    }
    kept.push_str(&toml::to_string_pretty(&table).unwrap_or_default());
    (kept, left_out)
}

/// The names of the settings in the text of a configuration file that hold secrets.
#[must_use]
pub fn secrets_in(text: &str) -> Vec<String> {
    let (_, mut left_out) = without_secrets(text);
    left_out.retain(|name| name != ADDRESS || text.contains('@'));
    left_out
}

fn take_out(table: &mut Table, prefix: &str, left_out: &mut Vec<String>) {
    let names: Vec<String> = table.keys().cloned().collect();
    for name in names {
        let path = format!("{prefix}{name}");
        match table.get_mut(&name) {
            Some(Value::Table(inner)) => take_out(inner, &format!("{path}."), left_out),
            Some(value) if is_secret(&path, &name, value) => {
                table.remove(&name);
                left_out.push(path);
            }
            _ => {}
        }
    }
}

fn is_secret(path: &str, name: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or("set");
    let name = name.to_lowercase();
    let says_so = WORDS.iter().any(|word| name.contains(word)) || NAMES.contains(&name.as_str()) || path == ADDRESS;
    let has_user = text.split_once("://").is_some_and(|(_, rest)| rest.split('/').next().unwrap_or("").contains('@'));
    !text.is_empty() && (says_so || has_user)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[server]\nlisten = \"0.0.0.0:80\"\n[database]\nurl = \"postgres://me:hunter2@db/shop\"\n\
                        [payments.simulator]\nenabled = true\nsecret = \"sk_1\"\nwebhook_secret = \"wh_1\"\n\
                        [mail]\nrelay = \"smtps://me:hunter3@mail.in/\"\nsmtp_password = \"hunter4\"\n";

    #[test]
    fn no_secret_stays_and_all_else_does() {
        let (kept, left_out) = without_secrets(TEXT);
        assert_eq!(
            left_out,
            [
                "database.url",
                "mail.relay",
                "mail.smtp_password",
                "payments.simulator.secret",
                "payments.simulator.webhook_secret"
            ]
        );
        assert!(!["hunter", "sk_1", "wh_1"].iter().any(|secret| kept.contains(secret)), "{kept}");
        assert!(kept.contains("0.0.0.0:80") && kept.contains("enabled = true"), "{kept}");
        toml::from_str::<Table>(&kept).unwrap();
    }

    #[test]
    fn what_is_no_configuration_is_not_kept() {
        assert_eq!(without_secrets("password = [").0, "");
        assert!(secrets_in("[server]\nlisten = \"x\"").is_empty());
        assert!(secrets_in("[payments.simulator]\nsecret = \"\"").is_empty(), "nothing is no secret");
    }

    /// A setting that is marked as a secret by its type must be known as one by its name.
    #[test]
    fn every_setting_of_the_type_secret_is_taken_out() {
        let sample = include_str!("../../../../infrasell.sample.toml");
        let names = leaves(&toml::from_str(sample).unwrap(), "");
        let marked: Vec<&String> =
            names.iter().filter(|name| name.ends_with("secret") || name.contains("pass")).collect();
        assert!(marked.len() >= 2);
        for name in marked {
            let own = name.rsplit('.').next().unwrap();
            assert!(is_secret(name, own, &Value::String("x".into())), "{name}");
        }
    }

    fn leaves(table: &Table, prefix: &str) -> Vec<String> {
        let mut names = vec![];
        for (key, value) in table {
            match value {
                Value::Table(inner) => names.extend(leaves(inner, &format!("{prefix}{key}."))),
                _ => names.push(format!("{prefix}{key}")),
            }
        }
        names
    }
}
