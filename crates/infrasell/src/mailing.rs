//! What sends mails, and how, from the configuration.

use crate::config::{Config, Mail, MailEngine, MailSecurity};
use infrasell_notifications::{
    Options,
    engines::{FileMailer, Security, SmtpError, SmtpMailer, SmtpOptions},
    port::Mailer,
};
use std::{path::Path, sync::Arc, time::Duration};

/// The shortest time that mails are kept: longer than an event can come again, so that none is sent twice.
const LEAST_KEEP_DAYS: u64 = 35;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What is wrong with the configuration of mails.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The server cannot be used so.
    #[error(transparent)]
    Smtp(#[from] SmtpError),
    /// A certificate authority cannot be read.
    #[error("mail.smtp.ca_file: cannot read {path}: {cause}")]
    Authority {
        /// The file.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A value that it cannot have.
    #[error("{0}")]
    Wrong(String),
}

/// The engine that sends; `file` writes into the folder `mail` of the shop.
///
/// # Errors
/// [`MailError`].
pub fn mailer(config: &Mail, data: &Path) -> Result<Arc<dyn Mailer>, MailError> {
    if config.engine == MailEngine::File {
        return Ok(Arc::new(FileMailer::new(data.join("mail"))));
    }
    let smtp = &config.smtp;
    let authority =
        |path: &str| std::fs::read(path).map_err(|cause| MailError::Authority { path: path.to_owned(), cause });
    let extra_authority = if smtp.ca_file.is_empty() { None } else { Some(authority(&smtp.ca_file)?) };
    let options = SmtpOptions {
        host: smtp.host.clone(),
        port: smtp.port,
        security: match smtp.security {
            MailSecurity::Starttls => Security::StartTls,
            MailSecurity::Tls => Security::Tls,
            MailSecurity::None => Security::None,
        },
        username: smtp.username.clone(),
        password: smtp.password.0.clone(),
        extra_authority,
        hello: if smtp.hello.is_empty() { "localhost".into() } else { smtp.hello.clone() },
        timeout: Duration::from_millis(smtp.timeout_ms),
    };
    Ok(Arc::new(SmtpMailer::new(options)?))
}

/// How mails are sent.
///
/// # Errors
/// [`MailError::Wrong`], naming the key.
pub fn options(config: &Config) -> Result<Options, MailError> {
    let mail = &config.mail;
    if mail.attempts == 0 {
        return Err(MailError::Wrong("mail.attempts must be at least 1".into()));
    }
    if mail.keep_days < LEAST_KEEP_DAYS {
        return Err(MailError::Wrong(format!("mail.keep_days must be at least {LEAST_KEEP_DAYS}")));
    }
    let server = address("server.public_url", &config.server.public_url, &format!("http://{}", config.server.listen))?;
    let options = Options {
        from: mail.from.clone(),
        reply_to: mail.reply_to.clone(),
        storefront: address("storefront.url", &config.storefront.url, &server)?,
        server,
        attempts: mail.attempts,
        keep: DAY.saturating_mul(u32::try_from(mail.keep_days).unwrap_or(u32::MAX)),
    };
    options.check().map_err(MailError::Wrong)?;
    Ok(options)
}

/// An address without a slash at its end.
fn address(name: &str, text: &str, default: &str) -> Result<String, MailError> {
    let text = if text.is_empty() { default } else { text };
    let begins_well = text.starts_with("https://") || text.starts_with("http://");
    if !begins_well || text.contains(['"', '<', '>', '?', '#']) || text.contains(char::is_whitespace) {
        return Err(MailError::Wrong(format!("{name} must be an address like https://shop.example, not '{text}'")));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_named() {
        let with = |change: fn(&mut Config)| {
            let mut config = Config::default();
            change(&mut config);
            config
        };
        type Spoil = fn(&mut Config);
        let wrong: [(Spoil, &str); 5] = [
            (|c| c.mail.from = "nobody".into(), "mail.from"),
            (|c| c.mail.reply_to = "a@b.in\r\nBcc: c@d.in".into(), "mail.reply_to"),
            (|c| c.storefront.url = "javascript:alert(1)".into(), "storefront.url"),
            (|c| c.mail.keep_days = 1, "mail.keep_days"),
            (|c| c.mail.attempts = 0, "mail.attempts"),
        ];
        for (change, name) in wrong {
            let said = options(&with(change)).unwrap_err().to_string();
            assert!(said.contains(name), "{said}");
        }
        let open: fn(&mut Config) = |c| {
            c.mail.engine = MailEngine::Smtp;
            c.mail.smtp.host = "mail.example.in".into();
            c.mail.smtp.security = MailSecurity::None;
            c.mail.smtp.password = crate::config::Secret("hunter2".into());
        };
        let said = mailer(&with(open).mail, Path::new("/nowhere")).err().unwrap().to_string();
        assert!(said.contains("in the clear") && !said.contains("hunter2"), "{said}");
    }

    #[test]
    fn links_lead_to_the_storefront_or_else_to_the_server() {
        let mut config = Config::default();
        assert_eq!(options(&config).unwrap().storefront, "http://127.0.0.1:8080");
        config.server.public_url = "https://api.example.in/".into();
        assert_eq!(options(&config).unwrap().storefront, "https://api.example.in");
        config.storefront.url = "https://example.in".into();
        let made = options(&config).unwrap();
        assert_eq!((made.storefront.as_str(), made.server.as_str()), ("https://example.in", "https://api.example.in"));
    }
}
