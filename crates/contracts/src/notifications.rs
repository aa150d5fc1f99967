//! The contract of **notifications**: the mails that a shop sends, what became of each, and the templates they are
//! written with.

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{Locale, NotificationId, OrderId, Page, PageRequest, Timestamp};
use infrasell_rpc::{service, service_error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a mail is about; each has a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// An order was placed.
    OrderConfirmed,
    /// An order was placed that is paid in cash when it arrives.
    CodConfirmation,
    /// Goods have left.
    OrderShipped,
    /// Money went back.
    OrderRefunded,
    /// An order was cancelled.
    OrderCancelled,
    /// A customer is to show that an address is his.
    VerifyEmail,
    /// A customer is to show that his new address is his.
    ChangeEmail,
    /// A customer may choose a new password.
    ResetPassword,
    /// A customer's password was changed.
    PasswordChanged,
    /// A customer's address was changed; goes to the old one.
    EmailChanged,
    /// Somebody tried to register with the address of an account.
    AccountExists,
    /// A member of staff may choose a new password.
    StaffReset,
    /// A member of staff's password was changed.
    StaffPasswordChanged,
}

impl NotificationKind {
    /// Every kind there is.
    pub const ALL: &'static [NotificationKind] = &[
        NotificationKind::OrderConfirmed,
        NotificationKind::CodConfirmation,
        NotificationKind::OrderShipped,
        NotificationKind::OrderRefunded,
        NotificationKind::OrderCancelled,
        NotificationKind::VerifyEmail,
        NotificationKind::ChangeEmail,
        NotificationKind::ResetPassword,
        NotificationKind::PasswordChanged,
        NotificationKind::EmailChanged,
        NotificationKind::AccountExists,
        NotificationKind::StaffReset,
        NotificationKind::StaffPasswordChanged,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            NotificationKind::OrderConfirmed => "order_confirmed",
            NotificationKind::CodConfirmation => "cod_confirmation",
            NotificationKind::OrderShipped => "order_shipped",
            NotificationKind::OrderRefunded => "order_refunded",
            NotificationKind::OrderCancelled => "order_cancelled",
            NotificationKind::VerifyEmail => "verify_email",
            NotificationKind::ChangeEmail => "change_email",
            NotificationKind::ResetPassword => "reset_password",
            NotificationKind::PasswordChanged => "password_changed",
            NotificationKind::EmailChanged => "email_changed",
            NotificationKind::AccountExists => "account_exists",
            NotificationKind::StaffReset => "staff_reset",
            NotificationKind::StaffPasswordChanged => "staff_password_changed",
        }
    }
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationState {
    /// Waits for its time, or for its next try.
    Waiting,
    /// The mail server, or the folder, has taken it.
    Sent,
    /// Was refused for good, or has failed too often; waits for staff.
    Dead,
}

/// How one try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// Is under way.
    Sending,
    /// Was taken.
    Sent,
    /// Failed; may succeed another time.
    Failed,
    /// Was refused for good, such as an address that does not exist.
    Refused,
    /// The process ended while it was under way: it may have been taken.
    Unknown,
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NotificationKind,
    /// Where it stands.
    pub state: NotificationState,
    /// The address it goes to.
    pub recipient: String,
    /// In which language.
    pub locale: Locale,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// Its subject, once it was written.
    pub subject: String,
    /// Its Message-ID, the same at every try.
    pub message_id: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it is tried next, while it waits.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was taken.
    pub sent_at: Option<Timestamp>,
}

/// One try to send a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// Which try, from 1.
    pub number: i64,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// The engine: `file`, `smtp`.
    pub engine: String,
    /// What the server said, or why it failed.
    pub detail: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A mail with its text and every try. What lets somebody in (a link's token) is masked in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotificationDetail {
    /// The mail.
    #[serde(flatten)]
    pub notification: Notification,
    /// Its plain text, as it was last written.
    pub text: String,
    /// Its HTML, as it was last written.
    pub html: String,
    /// Every try, oldest first; the last 100.
    pub tries: Vec<Attempt>,
}

/// What a template consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateInput {
    /// The subject, a single line.
    #[schemars(length(min = 1, max = 500))]
    pub subject: String,
    /// The plain text.
    #[schemars(length(min = 1, max = 100_000))]
    pub text: String,
    /// The HTML; what is put in is escaped.
    #[schemars(length(min = 1, max = 100_000))]
    pub html: String,
}

/// A template: the shop's own, or the one that Infrasell brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Template {
    /// What it is for.
    pub kind: NotificationKind,
    /// In which language.
    pub locale: Locale,
    /// Whether it is the shop's own.
    pub overridden: bool,
    /// The subject, a single line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// Who wrote the shop's own.
    pub updated_by: Option<String>,
    /// When the shop's own was written.
    pub updated_at: Option<Timestamp>,
}

/// A mail as it would be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RenderedMail {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

/// What a list of mails is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NotificationFilter {
    /// Only those in this state.
    pub state: Option<NotificationState>,
    /// Only of this kind.
    pub kind: Option<NotificationKind>,
    /// Only to this address, case does not matter.
    pub recipient: Option<String>,
    /// Only about this order.
    pub order: Option<OrderId>,
}

/// Asks for mails, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListNotifications {
    /// Which.
    pub filter: NotificationFilter,
    /// What part.
    pub page: PageRequest,
}
/// Asks for one mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetNotification {
    /// Which.
    pub id: NotificationId,
}
/// Tries a mail again, at once and with all its tries.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RetryNotification {
    /// Which.
    pub id: NotificationId,
}
/// Asks for every template.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListTemplates {}
/// Names a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRef {
    /// What it is for.
    pub kind: NotificationKind,
    /// In which language.
    pub locale: Locale,
}
/// Puts the shop's own template in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutTemplate {
    /// Which.
    pub template: TemplateRef,
    /// What it consists of.
    pub input: TemplateInput,
}
/// Asks how a mail with sample data looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewTemplate {
    /// Which.
    pub template: TemplateRef,
    /// A draft; the template in place when absent.
    pub draft: Option<TemplateInput>,
}
/// Sends a mail with sample data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendTest {
    /// Which.
    pub template: TemplateRef,
    /// Where to.
    pub to: String,
}

service_error! {
    /// What notifications can answer.
    pub enum NotificationError {
        /// A mail that was sent is not sent again.
        #[error("the mail was sent already")]
        AlreadySent => Conflict,
    }
}

service! {
    /// Mails and their templates.
    pub trait Notifications in notifications, error NotificationError {
        /// Mails.
        read fn notifications(ListNotifications) -> Page<Notification>;
        /// One mail with its text and every try.
        read fn notification(GetNotification) -> NotificationDetail;
        /// Tries a mail again.
        write fn retry(RetryNotification) -> Notification;
        /// Every template, the shop's own and those that Infrasell brings.
        read fn templates(ListTemplates) -> Page<Template>;
        /// The template that a mail is written with.
        read fn template(TemplateRef) -> Template;
        /// Puts the shop's own template in place; one that does not work is refused.
        write fn put_template(PutTemplate) -> Template;
        /// Goes back to the template that Infrasell brings.
        write fn delete_template(TemplateRef) -> ();
        /// How a mail with sample data looks.
        read fn preview(PreviewTemplate) -> RenderedMail;
        /// Sends a mail with sample data.
        write fn send_test(SendTest) -> Notification;
        /// Checks notifications' own books.
        read fn audit(Audit) -> AuditReport;
    }
}
