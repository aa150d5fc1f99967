//! Mails through an SMTP server.
//!
//! Always true: a password never travels in the clear, except to this very machine; a certificate is checked.

use crate::port::{Envelope, Mailer, SendError};
use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    address::{Address, Envelope as SmtpEnvelope},
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
        response::{Code, Severity},
    },
};
use std::{fmt, time::Duration};

/// How a connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Begins in the clear and must switch to TLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None; only for a server on this machine or in a trusted network.
    None,
}

/// How a server is reached.
#[derive(Clone)]
pub struct SmtpOptions {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// Whom to sign in as; empty means nobody.
    pub username: String,
    /// The password.
    pub password: String,
    /// Another certificate authority to trust, in PEM.
    pub extra_authority: Option<Vec<u8>>,
    /// What we call ourselves.
    pub hello: String,
    /// How long a mail may take, from the first word to the last.
    pub timeout: Duration,
}

impl fmt::Debug for SmtpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SmtpOptions { host, port, security, username, .. } = self;
        write!(f, "SmtpOptions({host}:{port} {security:?} as {username:?})")
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// A password would be readable on the way.
    #[error("mail.smtp.security is none: the password would travel to {0} in the clear; use starttls or tls")]
    PasswordInTheClear(String),
    /// The host is missing.
    #[error("mail.smtp.host is missing")]
    NoHost,
    /// The certificate authority cannot be used, or TLS cannot be set up.
    #[error("mail.smtp: {0}")]
    Tls(String),
}

/// Sends mails through a server; a connection a mail.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    options: SmtpOptions,
}

impl SmtpMailer {
    /// Sends through the server that the options name.
    ///
    /// # Errors
    /// [`SmtpError`]. Whether the server is there is not asked.
    pub fn new(options: SmtpOptions) -> Result<Self, SmtpError> {
        if options.host.trim().is_empty() {
            return Err(SmtpError::NoHost);
        }
        let loopback = ["localhost", "127.0.0.1", "::1"].contains(&options.host.as_str());
        if options.security == Security::None && !options.password.is_empty() && !loopback {
            return Err(SmtpError::PasswordInTheClear(options.host));
        }
        let tls = match options.security {
            Security::None => Tls::None,
            Security::StartTls => Tls::Required(parameters(&options)?),
            Security::Tls => Tls::Wrapper(parameters(&options)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&options.host)
            .port(options.port)
            .tls(tls)
            .hello_name(ClientId::Domain(options.hello.clone()))
            .timeout(Some(options.timeout));
        if !options.username.is_empty() {
            builder = builder.credentials(Credentials::new(options.username.clone(), options.password.clone()));
        }
        Ok(SmtpMailer { transport: builder.build(), options })
    }

    fn place(&self) -> String {
        format!("{}:{}", self.options.host, self.options.port)
    }

    fn too_slow(&self) -> SendError {
        SendError::Away(format!("{}: no answer within {} ms", self.place(), self.options.timeout.as_millis()))
    }

    fn error(&self, error: &lettre::transport::smtp::Error) -> SendError {
        let why = format!("{}: {}", self.place(), causes(error));
        match error.status() {
            // the recipient or the message: 550 to 554
            Some(code) if is_about_the_message(code) => SendError::Refused(why),
            // too busy for this one
            Some(Code { severity: Severity::TransientNegativeCompletion, .. }) => SendError::Failed(why),
            // not let in, or not there
            _ => SendError::Away(why),
        }
    }
}

fn parameters(options: &SmtpOptions) -> Result<TlsParameters, SmtpError> {
    let wrong = |error: lettre::transport::smtp::Error| SmtpError::Tls(causes(&error));
    let mut builder = TlsParameters::builder(options.host.clone());
    if let Some(pem) = &options.extra_authority {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(wrong)?);
    }
    builder.build_rustls().map_err(wrong)
}

fn is_about_the_message(code: Code) -> bool {
    (550..=554).contains(&u16::from(code))
}

/// An error and what is behind it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let more = cause.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        next = cause.source();
    }
    words
}

#[async_trait]
impl Mailer for SmtpMailer {
    fn name(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, envelope: &Envelope) -> Result<String, SendError> {
        let address = |text: &str| text.parse::<Address>().map_err(|e| SendError::Refused(format!("{text}: {e}")));
        let (from, to) = (address(&envelope.from)?, address(&envelope.to)?);
        let way = SmtpEnvelope::new(Some(from), vec![to]).map_err(|e| SendError::Refused(e.to_string()))?;
        // the library's own limit is on the connection alone
        match tokio::time::timeout(self.options.timeout, self.transport.send_raw(&way, &envelope.message)).await {
            Ok(Ok(reply)) => Ok(format!("{} {}", reply.code(), reply.message().collect::<Vec<_>>().join(" "))),
            Ok(Err(error)) => Err(self.error(&error)),
            Err(_) => Err(self.too_slow()),
        }
    }

    async fn check(&self) -> Result<String, SendError> {
        match tokio::time::timeout(self.options.timeout, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(self.place()),
            Ok(Ok(false)) => Err(SendError::Away(format!("{} does not answer as a mail server", self.place()))),
            Ok(Err(error)) => Err(self.error(&error)),
            Err(_) => Err(self.too_slow()),
        }
    }
}
