//! The mails that a shop sends, and the templates they are written with. Owns the tables `notifications_*`.
//!
//! Always true:
//! - A cause makes one mail: the mail is written down under its cause (`order:ord_7`, `parcel:ful_3`) in one transaction,
//!   and the same event again finds it there.
//! - Nothing waits for a mail. Whoever causes one has committed before it is written down, and one job sends what is due,
//!   so that a mail server that is slow or away takes one place among the jobs and no more.
//! - A try is written down before it is made. The `file` engine writes each mail once, whatever happens; with `smtp` a
//!   mail arrives twice only when the process or its database ended between the server's yes and our note of it. Both
//!   have the same Message-ID, and the lost try is shown as `unknown`.
//! - A failed mail is tried again later, ever more rarely, up to a limit, and is then `dead` until staff retry it. While
//!   the server is away for all mails, only one of them is tried a round, so that an outage uses nobody's tries up.
//! - What lets somebody in is never stored: the texts that staff see have it masked.

mod builtin;
mod check;
pub mod engines;
mod events;
mod facts;
pub mod fuzz;
mod message;
mod model;
pub mod port;
mod render;
#[cfg(test)]
mod render_tests;
mod sample;
mod send;
mod service;
mod store;
mod words;
mod write;

pub use service::NotificationService;

use infrasell_contracts::{identity::Identity, orders::Orders, payments::Payments, settings::Settings};
use infrasell_db::{Db, Migration};
use infrasell_kernel::Env;
use port::Mailer;
use std::{sync::Arc, time::Duration};

/// The tables, step by step.
pub const MIGRATIONS: &[Migration] = &[Migration {
    service: "notifications",
    version: 1,
    name: "init",
    sql: include_str!("../migrations/0001_init.sql"),
}];

/// How mails are sent.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who sends: `Name <address>`; empty means the shop's own name and address.
    pub from: String,
    /// Who gets the answers; empty means the sender.
    pub reply_to: String,
    /// Where the shop and its accounts are: the storefront's address, without a slash at its end.
    pub storefront: String,
    /// Where links to orders and of staff lead: the server's own address, without a slash at its end.
    pub server: String,
    /// Tries in all, before a mail is dead.
    pub attempts: u32,
    /// How long mails are kept for staff to see.
    pub keep: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            from: String::new(),
            reply_to: String::new(),
            storefront: "http://127.0.0.1:8080".into(),
            server: "http://127.0.0.1:8080".into(),
            attempts: 12,
            keep: Duration::from_secs(180 * 24 * 3600),
        }
    }
}

/// What notifications stand on.
pub struct Deps {
    /// Their tables.
    pub db: Db,
    /// The time.
    pub env: Env,
    /// The shop's profile.
    pub settings: Arc<dyn Settings>,
    /// Who makes the tokens of links.
    pub identity: Arc<dyn Identity>,
    /// What orders are made of.
    pub orders: Arc<dyn Orders>,
    /// What a buyer is told about his way to pay.
    pub payments: Arc<dyn Payments>,
    /// What sends.
    pub mailer: Arc<dyn Mailer>,
    /// How.
    pub options: Options,
}

impl Options {
    /// Whether who sends and who gets the answers are addresses.
    ///
    /// # Errors
    /// Which is not, and why.
    pub fn check(&self) -> Result<(), String> {
        for (name, text) in [("mail.from", &self.from), ("mail.reply_to", &self.reply_to)] {
            if !text.is_empty() {
                message::Person::parse(text).map_err(|why| format!("{name}: {why}"))?;
            }
        }
        Ok(())
    }
}

/// Opens the service. Its tables must be there.
#[must_use]
pub fn open(deps: Deps) -> Arc<NotificationService> {
    Arc::new(NotificationService { deps })
}
