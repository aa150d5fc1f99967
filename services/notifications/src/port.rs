//! The port through which mails leave. Each engine takes a finished message or says why not.

use async_trait::async_trait;

/// A message, ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Who sends: the address alone.
    pub from: String,
    /// Who receives: the address alone.
    pub to: String,
    /// A name for the message that is the same at every try, fit for a file name.
    pub name: String,
    /// The message (RFC 5322).
    pub message: Vec<u8>,
}

/// Why a message did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work another time.
    #[error("{0}")]
    Failed(String),
    /// The server is away or does not let us in: no other message will get through now either.
    #[error("{0}")]
    Away(String),
    /// It was refused for good.
    #[error("{0}")]
    Refused(String),
}

/// An engine that sends mails.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Its name: `file`, `smtp`.
    fn name(&self) -> &'static str;

    /// Sends a message; returns what the other side said.
    async fn send(&self, envelope: &Envelope) -> Result<String, SendError>;

    /// Whether messages could be sent now.
    async fn check(&self) -> Result<String, SendError>;
}
