//! How mails are sent.

use super::Secret;
use serde::{Deserialize, Serialize};

/// How mails are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// What sends them.
    pub engine: MailEngine,
    /// Who sends: `Name <address>`; empty means the shop's own name and address.
    pub from: String,
    /// Who gets the answers; empty means the sender.
    pub reply_to: String,
    /// Tries in all, before a mail is dead.
    pub attempts: u32,
    /// How long mails are kept for staff to see, days.
    pub keep_days: u64,
    /// The mail server, for the engine `smtp`.
    pub smtp: Smtp,
}

/// What sends mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailEngine {
    /// Each mail becomes a file in the folder `mail` of the shop.
    File,
    /// A mail server.
    Smtp,
}

/// How the connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// Begins in the clear and must switch to TLS; port 587.
    Starttls,
    /// TLS from the first byte; port 465.
    Tls,
    /// None.
    None,
}

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Smtp {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: MailSecurity,
    /// Whom to sign in as; empty means nobody.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// A file with another certificate authority to trust, in PEM.
    pub ca_file: String,
    /// What we call ourselves.
    pub hello: String,
    /// How long a mail may take, from the first word to the last, milliseconds; at most 60,000.
    pub timeout_ms: u64,
}

impl Default for Mail {
    fn default() -> Self {
        Mail {
            engine: MailEngine::File,
            from: String::new(),
            reply_to: String::new(),
            attempts: 12,
            keep_days: 180,
            smtp: Smtp::default(),
        }
    }
}
impl Default for Smtp {
    fn default() -> Self {
        Smtp {
            host: String::new(),
            port: 587,
            security: MailSecurity::Starttls,
            username: String::new(),
            password: Secret::default(),
            ca_file: String::new(),
            hello: String::new(),
            timeout_ms: 30_000,
        }
    }
}
