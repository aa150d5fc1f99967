//! Contact data: whether a text has the form of an e-mail address or of a telephone number. Whether somebody answers
//! there only a message can show.

/// The most characters of an e-mail address (RFC 5321, path of 256 less its brackets).
pub const EMAIL_MAX: usize = 254;
/// The most characters of a telephone number as people write it.
pub const PHONE_MAX: usize = 32;

/// Whether `text` has the form `local@domain.tld`. Other scripts than Latin are fine on both sides (RFC 6531); quoted
/// local parts, comments and addresses without a dot in the domain are not, because no shop means them.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let separates = |c: char| c.is_whitespace() || c.is_control() || "\"(),:;<>[\\]".contains(c);
    let local_ok = !local.is_empty() && local.len() <= 64 && !local.contains(separates) && dots_inside(local);
    text.chars().count() <= EMAIL_MAX && local_ok && domain.contains('.') && domain.split('.').all(is_label)
}

/// The form in which two e-mail addresses are compared: without the space around it, in lower case.
#[must_use]
pub fn fold_email(text: &str) -> String {
    text.trim().to_lowercase()
}

fn dots_inside(local: &str) -> bool {
    !local.starts_with('.') && !local.ends_with('.') && !local.contains("..")
}

fn is_label(label: &str) -> bool {
    let length_ok = !label.is_empty() && label.chars().count() <= 63;
    // marks carry the vowels of Indic scripts; they are neither letters nor digits
    let inside = |c: char| c == '-' || c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace() && !c.is_control());
    length_ok && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(inside)
}

/// Whether `text` has the form of a telephone number: 5 to 15 digits (E.164 has at most 15), a `+` only in front, and
/// the marks that people put between them.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let marks_ok = number.chars().all(|c| c.is_ascii_digit() || " -().".contains(c));
    marks_ok && (5..=15).contains(&digits) && text.len() <= PHONE_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_forms() {
        let long_local = format!("{}@example.in", "a".repeat(65));
        let long = format!("a@{}.in", ["b".repeat(63).as_str(); 4].join("."));
        for good in
            ["a@b.in", "asha.rao+shop@mail.example.co.in", "o'neil@example.com", "आशा@उदाहरण.भारत", "x@xn--p1ai.ru"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "@",
            "a@",
            "@b.in",
            "a@b",
            "a b@c.in",
            "a@b..in",
            "a@.in",
            "a@in.",
            "a@-b.in",
            "a@b-.in",
            ".a@b.in",
            "a.@b.in",
            "a..b@c.in",
            "a@b@c.in",
            "a@b.in\0",
            "a\n@b.in",
            "<a@b.in>",
            "a@b .in",
            "a@b_c.in",
            &long_local,
            &long,
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn phone_forms() {
        for good in ["+91 98765 43210", "1800-123-4567", "(022) 2345 6789", "12345", "+49.30.123456"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in [
            "",
            "1234",
            "+",
            "91+98765",
            "98765 43210 98765 43210",
            "call me",
            "१२३४५६",
            "12345\0",
            "12345-----------------------------",
        ] {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}
