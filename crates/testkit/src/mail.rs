//! Mails as a test reads them.

use base64::{Engine, engine::general_purpose::STANDARD};

/// A mail that was sent.
#[derive(Debug, Clone)]
pub struct SentMail {
    /// The header `To` as it stands.
    pub to: String,
    /// The plain text, decoded.
    pub text: String,
    /// The whole message as it stands.
    pub raw: String,
}

impl SentMail {
    /// Reads a message of plain text beside HTML.
    ///
    /// # Panics
    /// When it is not one.
    #[must_use]
    pub fn read(raw: &str) -> SentMail {
        let head = raw.split("\r\n\r\n").next().unwrap();
        let to = head.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default().to_owned();
        let part = raw.split("Content-Type: text/plain").nth(1).unwrap();
        let (part_head, rest) = part.split_once("\r\n\r\n").unwrap();
        let body = rest.split("\r\n--=_").next().unwrap();
        let text = if part_head.contains("base64") {
            let packed: String = body.chars().filter(|c| !c.is_whitespace()).collect();
            String::from_utf8(STANDARD.decode(packed).unwrap()).unwrap()
        } else if part_head.contains("quoted-printable") {
            unquoted(body)
        } else {
            body.to_owned()
        };
        SentMail { to, text: text.replace("\r\n", "\n"), raw: raw.to_owned() }
    }

    /// What stands behind `name=` in the first link that has it.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let rest = self.text.split(&format!("{name}=")).nth(1)?;
        Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.~".contains(*c)).collect())
    }
}

fn unquoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (vec![], joined.as_bytes());
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'=' {
            let hex = std::str::from_utf8(&tail[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}
