//! A mail as it is stored.

use infrasell_contracts::notifications::{Notification, NotificationKind, NotificationState};
use infrasell_kernel::{FulfilmentId, Locale, MailRequestId, NotificationId, OrderId, RefundId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub(crate) enum About {
    /// An order.
    Order { order: OrderId },
    /// A parcel.
    Parcel { order: OrderId, fulfilment: FulfilmentId },
    /// Money that went back.
    Refund { order: OrderId, refund: RefundId },
    /// A credential; its token is asked for when the mail is written.
    Credential { request: MailRequestId, name: Option<String> },
    /// Sample data.
    Sample,
}

impl About {
    /// The order, if it is about one.
    pub(crate) fn order(&self) -> Option<OrderId> {
        match self {
            About::Order { order } | About::Parcel { order, .. } | About::Refund { order, .. } => Some(*order),
            About::Credential { .. } | About::Sample => None,
        }
    }
}

/// A mail that is asked for.
#[derive(Debug, Clone)]
pub(crate) struct NewMail {
    /// What it is asked for by; the same source gets no second mail.
    pub(crate) source: String,
    /// What kind of mail.
    pub(crate) kind: NotificationKind,
    /// What it is about.
    pub(crate) about: About,
    /// Where to.
    pub(crate) recipient: String,
    /// In which language.
    pub(crate) locale: Locale,
}

/// A mail.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// As it is shown.
    pub(crate) shown: Notification,
    /// What it is about.
    pub(crate) about: About,
    /// Tries since it was asked for or retried.
    pub(crate) tries: i64,
}

/// What a try leaves behind in its mail.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    /// Which mail.
    pub(crate) id: NotificationId,
    /// Which try.
    pub(crate) attempt: i64,
    /// Where the mail stands now.
    pub(crate) state: NotificationState,
    /// When it is tried next.
    pub(crate) next_at: Timestamp,
    /// Why it failed, if it did.
    pub(crate) error: Option<String>,
    /// When it was taken, if it was.
    pub(crate) sent_at: Option<Timestamp>,
}

/// An address as it is looked for.
pub(crate) fn recipient_key(address: &str) -> String {
    address.trim().to_lowercase()
}
