//! The message itself (RFC 5322): headers, and text beside HTML.
//!
//! Always true: no value that comes from outside can end a header or begin another one.

use infrasell_contracts::notifications::RenderedMail;
use infrasell_kernel::Timestamp;
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};

/// Who sends, who receives, and what tells this message from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Who sends.
    pub(crate) from: Person,
    /// Who gets the answers, if somebody else.
    pub(crate) reply_to: Option<Person>,
    /// Who receives.
    pub(crate) to: Person,
    /// Its Message-ID, without brackets.
    pub(crate) message_id: String,
    /// When it was written.
    pub(crate) date: Timestamp,
}

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Person {
    /// As people call him; empty when not known.
    pub(crate) name: String,
    /// The address alone.
    pub(crate) email: String,
}

impl Person {
    /// `Asha <asha@example.in>` or the address alone.
    pub(crate) fn parse(text: &str) -> Result<Person, String> {
        let mailbox: Mailbox = text.trim().parse().map_err(|error| format!("'{text}': {error}"))?;
        Ok(Person { name: mailbox.name.unwrap_or_default(), email: mailbox.email.to_string() })
    }

    fn mailbox(&self) -> Result<Mailbox, String> {
        let address = self.email.parse().map_err(|error| format!("'{}': {error}", self.email))?;
        let name = one_line(&self.name);
        Ok(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address))
    }
}

/// Text without line breaks and other control characters.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bytes of a message.
///
/// # Errors
/// What is wrong with an address.
pub(crate) fn build(head: &Head, mail: &RenderedMail) -> Result<Vec<u8>, String> {
    let micros = u64::try_from(head.date.micros()).unwrap_or(0);
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}>", head.message_id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
        .from(head.from.mailbox()?)
        .to(head.to.mailbox()?)
        .subject(one_line(&mail.subject));
    if let Some(reply_to) = &head.reply_to {
        builder = builder.reply_to(reply_to.mailbox()?);
    }
    // RFC 3834: nobody's absence note is to answer this
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    // the boundary is fixed, so that the same mail is the same bytes
    let boundary = format!("=_{}", head.message_id.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
    let parts = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(part(ContentType::TEXT_PLAIN, &mail.text))
        .singlepart(part(ContentType::TEXT_HTML, &mail.html));
    let message = builder.raw_header(HeaderValue::new(automatic, "auto-generated".into())).multipart(parts);
    message.map(|message| message.formatted()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(from: &str, to: &str) -> Head {
        Head {
            from: Person { name: from.into(), email: "shop@example.in".into() },
            reply_to: None,
            to: Person { name: to.into(), email: "asha@example.in".into() },
            message_id: "ntf_7.1@example.in".into(),
            date: "2026-11-26T10:00:00Z".parse().unwrap(),
        }
    }

    fn mail(subject: &str) -> RenderedMail {
        RenderedMail { subject: subject.into(), text: "नमस्ते\n".into(), html: "<p>hi</p>".into() }
    }

    /// The header names of a message, in lower case.
    fn names(message: &[u8]) -> Vec<String> {
        let text = String::from_utf8(message.to_vec()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        lines.map(|line| line.split(':').next().unwrap().to_ascii_lowercase()).collect()
    }

    #[test]
    fn nothing_from_outside_begins_a_header() {
        let evil = [
            "x\r\nBcc: everybody@example.com",
            "x\nBcc: everybody@example.com",
            "x\rBcc: a@b.in",
            "x\u{0}\u{b}\u{85}\u{2028}Bcc: a@b.in",
            "\"\r\n\r\n<script>",
            "नाम\r\nBcc: a@b.in",
            "=?utf-8?q?x=0D=0ABcc:_a@b.in?=",
        ];
        let plain = names(&build(&head("Shop", "Asha"), &mail("Hello")).unwrap());
        for text in evil {
            for (from, to, subject) in [(text, "Asha", "Hello"), ("Shop", text, "Hello"), ("Shop", "Asha", text)] {
                let message = build(&head(from, to), &mail(subject)).unwrap();
                assert_eq!(names(&message), plain, "{text:?}");
            }
        }
        for address in ["a@b.in\r\nBcc: c@d.in", "a@b.in, c@d.in", "a@b.in>\r\nX: y"] {
            let mut to = head("Shop", "Asha");
            to.to.email = address.into();
            assert!(build(&to, &mail("Hello")).is_err(), "{address:?}");
        }
    }

    #[test]
    fn the_same_mail_is_the_same_bytes_and_long_words_of_other_scripts_survive() {
        let long = "आपका ऑर्डर ".repeat(20);
        let message = build(&head("चाय की दुकान", "आशा"), &mail(&long)).unwrap();
        assert_eq!(message, build(&head("चाय की दुकान", "आशा"), &mail(&long)).unwrap());
        let text = String::from_utf8(message).unwrap();
        assert!(text.is_ascii(), "what is not ASCII is encoded");
        assert!(text.lines().all(|line| line.len() <= 998));
        assert!(text.contains("Message-ID: <ntf_7.1@example.in>") && text.contains("Auto-Submitted: auto-generated"));
    }
}
