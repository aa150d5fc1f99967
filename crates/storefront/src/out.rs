//! JSON, written straight into bytes.
//!
//! Always true: whatever text goes in, what comes out is valid JSON in UTF-8; commas are the caller's.

use infrasell_kernel::{Money, Timestamp};
use serde_json::Value;

/// Bytes of JSON in the making.
#[derive(Debug, Default)]
pub struct Out(Vec<u8>);

/// What stands for a byte in a text: 0 is itself, `u` is `\u00XX`, else the letter after the backslash.
const ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = b'u';
        byte += 1;
    }
    table[b'\n' as usize] = b'n';
    table[b'\r' as usize] = b'r';
    table[b'\t' as usize] = b't';
    table[0x08] = b'b';
    table[0x0c] = b'f';
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table
};

const HEX: &[u8; 16] = b"0123456789abcdef";

impl Out {
    /// With room for `bytes`.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Out(Vec::with_capacity(bytes))
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes back everything after the first `len` bytes.
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Bytes that are JSON already.
    pub fn raw(&mut self, json: &[u8]) {
        self.0.extend_from_slice(json);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.0.push(b'"');
        self.inside(text);
        self.0.push(b'"');
    }

    /// Parts that make one text.
    pub fn joined(&mut self, parts: &[&str]) {
        self.0.push(b'"');
        for part in parts {
            self.inside(part);
        }
        self.0.push(b'"');
    }

    fn inside(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut plain_from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let escape = ESCAPES[usize::from(*byte)];
            if escape == 0 {
                continue;
            }
            self.0.extend_from_slice(&bytes[plain_from..at]);
            if escape == b'u' {
                let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
                self.0.extend_from_slice(b"\\u00");
                self.0.extend_from_slice(&digits);
            } else {
                self.0.extend_from_slice(&[b'\\', escape]);
            }
            plain_from = at + 1;
        }
        self.0.extend_from_slice(&bytes[plain_from..]);
    }

    /// A whole number.
    pub fn int(&mut self, number: i64) {
        self.0.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    /// `true` or `false`.
    pub fn flag(&mut self, flag: bool) {
        self.raw(if flag { b"true" } else { b"false" });
    }

    /// An id of one of the kinds that these clients know: `gid://shopify/Product/123`.
    pub fn gid(&mut self, kind: &str, number: i64) {
        self.joined(&["gid://shopify/", kind, "/", itoa::Buffer::new().format(number)]);
    }

    /// An amount as a decimal text without needless zeros but one decimal at least, as these clients know it: `1299.0`.
    pub fn decimal(&mut self, money: Money) {
        let text = money.to_decimal();
        let Some((whole, part)) = text.split_once('.') else { return self.joined(&[&text, ".0"]) };
        let part = part.trim_end_matches('0');
        self.joined(&[whole, ".", if part.is_empty() { "0" } else { part }]);
    }

    /// A time, to the second, as these clients know it: `2026-04-01T09:30:00Z`.
    pub fn time(&mut self, time: Timestamp) {
        let text = time.to_string();
        match text.split_once('.') {
            Some((seconds, _)) => self.joined(&[seconds, "Z"]),
            None => self.text(&text),
        }
    }

    /// Any JSON.
    pub fn json(&mut self, value: &Value) {
        // writing to memory does not fail
        let _written = serde_json::to_writer(&mut self.0, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::Currency;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let mut out = Out::default();
            out.text(&text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out.into_bytes()).unwrap(), text);
        }
    }

    #[test]
    fn amounts_have_the_decimals_that_clients_expect() {
        for (minor, code, shown) in
            [(129_900, "INR", "1299.0"), (129_950, "INR", "1299.5"), (5, "INR", "0.05"), (1_299, "JPY", "1299.0")]
        {
            let mut out = Out::default();
            out.decimal(Money::new(minor, code.parse::<Currency>().unwrap()));
            assert_eq!(String::from_utf8(out.into_bytes()).unwrap(), format!("\"{shown}\""));
        }
    }

    #[test]
    fn times_are_whole_seconds() {
        let mut out = Out::default();
        out.time("2026-04-01T09:30:00.123456Z".parse().unwrap());
        assert_eq!(out.into_bytes(), b"\"2026-04-01T09:30:00Z\"");
    }
}
