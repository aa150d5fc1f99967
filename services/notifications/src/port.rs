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

    /// How many messages are handed over at once: more than one only where a message that is handed over twice, because
    /// the process ended before that was written down, does no harm.
    fn together(&self) -> usize {
        1
    }

    /// Sends a message; returns what the other side said.
    async fn send(&self, envelope: &Envelope) -> Result<String, SendError>;

    /// Sends messages, no more than [`Mailer::together`]; returns what became of each, in their order.
    async fn send_all(&self, envelopes: &[Envelope]) -> Vec<Result<String, SendError>> {
        let mut answers = Vec::with_capacity(envelopes.len());
        for envelope in envelopes {
            answers.push(self.send(envelope).await);
        }
        answers
    }

    /// Whether messages could be sent now.
    async fn check(&self) -> Result<String, SendError>;
}
