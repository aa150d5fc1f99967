//! The templates that Infrasell brings: each kind of mail in English and Hindi, and the parts they share.

use infrasell_contracts::notifications::NotificationKind;

/// A template, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source<'a> {
    /// The subject, a single line.
    pub(crate) subject: &'a str,
    /// The plain text.
    pub(crate) text: &'a str,
    /// The HTML.
    pub(crate) html: &'a str,
}

/// The languages that every kind is there in; the first stands in for any other.
pub(crate) const LANGUAGES: &[&str] = &["en", "hi"];

/// The parts that a template may extend, include or import.
pub(crate) const PARTS: &[(&str, &str)] = &[
    ("layout.html", include_str!("../templates/layout.html")),
    ("button.html", include_str!("../templates/button.html")),
    ("order.html", include_str!("../templates/order.html")),
    ("order.txt", include_str!("../templates/order.txt")),
    ("foot.txt", include_str!("../templates/foot.txt")),
];

macro_rules! files {
    ($($Kind:ident = $name:literal),* $(,)?) => {
        fn file(kind: NotificationKind, language: &str) -> &'static str {
            match (kind, language) {
                $(
                    (NotificationKind::$Kind, "hi") => include_str!(concat!("../templates/", $name, ".hi.mail")),
                    (NotificationKind::$Kind, _) => include_str!(concat!("../templates/", $name, ".en.mail")),
                )*
            }
        }
    };
}
files! {
    OrderConfirmed = "order_confirmed",
    CodConfirmation = "cod_confirmation",
    OrderShipped = "order_shipped",
    OrderRefunded = "order_refunded",
    OrderCancelled = "order_cancelled",
    VerifyEmail = "verify_email",
    ChangeEmail = "change_email",
    ResetPassword = "reset_password",
    PasswordChanged = "password_changed",
    EmailChanged = "email_changed",
    AccountExists = "account_exists",
    StaffReset = "staff_reset",
    StaffPasswordChanged = "staff_password_changed",
}

/// The template of a kind in a language; English when there is none in that language.
pub(crate) fn source(kind: NotificationKind, language: &str) -> Source<'static> {
    let file = file(kind, language);
    let (subject, rest) = file.split_once("\n=== text\n").unwrap_or((file, ""));
    let (text, html) = rest.split_once("\n=== html\n").unwrap_or((rest, ""));
    Source { subject, text, html }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_three_pieces_in_every_language() {
        for kind in NotificationKind::ALL {
            for language in LANGUAGES {
                let source = source(*kind, language);
                assert!(!source.subject.contains('\n') && !source.subject.is_empty(), "{kind:?} {language}");
                assert!(source.text.len() > 40 && source.html.starts_with("{% extends"), "{kind:?} {language}");
            }
        }
    }
}
