//! The engines behind the port.

mod file;
mod smtp;

pub use file::FileMailer;
pub use smtp::{Security, SmtpError, SmtpMailer, SmtpOptions};
