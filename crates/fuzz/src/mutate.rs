//! Bytes from bytes: small changes, repeated, for a compiler that cannot watch what they reach.
//!
//! Always true: the same seed gives the same bytes.

use crate::Target;

/// The most bytes that are tried.
const MAX_LEN: usize = 4_096;
/// Pieces that parsers trip over.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\"",
    b"'",
    b",",
    b"\r\n",
    b"\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3\x28",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"null",
    b"-1",
    b"0",
    b"1e309",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"9007199254740992",
    b"4294967296",
    b"0.1",
    b"=cmd|' /C calc'!A0",
    b"${7*7}",
    b"{{7*7}}",
    b"<script>",
    b"../../etc/passwd",
    b"%00",
    "\u{202e}".as_bytes(),
    "\u{1f3fd}".as_bytes(),
    "e\u{301}".as_bytes(),
    "ﬀ".as_bytes(),
    "ẞ".as_bytes(),
    b"\\u0000",
    b"\\ud800",
    b"$1",
    b"list($1)",
    b"VALUES",
    b"FOR UPDATE",
    b"--",
    b"NaN",
    b"true",
    b"&",
    b"=",
    b";",
    b"%",
    b"_1",
    b"1,000",
];

/// Numbers without end, the same from the same seed (xorshift64*).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Begins at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, which is above 0.
    pub fn below(&mut self, end: usize) -> usize {
        let wide = (u128::from(self.next()) * end as u128) >> 64;
        usize::try_from(wide).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[7]
    }

    fn pick<'a>(&mut self, items: &[&'a [u8]]) -> &'a [u8] {
        if items.is_empty() { b"" } else { items[self.below(items.len())] }
    }
}

/// The next bytes to try: one of the target's seeds, changed up to eight times.
pub fn next(chance: &mut Chance, target: &Target) -> Vec<u8> {
    let mut bytes = chance.pick(target.seeds).to_vec();
    for _ in 0..=chance.below(8) {
        change(chance, target, &mut bytes);
    }
    bytes.truncate(MAX_LEN);
    bytes
}

/// A text changed up to four times; what is no text after that is made one.
pub fn changed(chance: &mut Chance, text: &[u8]) -> String {
    let target = Target { name: "", seeds: &[], run: |_| () };
    let mut bytes = text.to_vec();
    for _ in 0..=chance.below(4) {
        change(chance, &target, &mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn change(chance: &mut Chance, target: &Target, bytes: &mut Vec<u8>) {
    let at = chance.below(bytes.len() + 1);
    let length = chance.below(16).min(bytes.len() - at);
    match chance.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 if at < bytes.len() => bytes[at] = chance.byte(),
        2 => bytes.insert(at, chance.byte()),
        3 => drop(bytes.drain(at..at + length)),
        4 => {
            let copy = bytes[at..at + length].repeat(1 + chance.below(32));
            insert(bytes, at, &copy);
        }
        5 => bytes.truncate(at),
        6 => {
            let other = chance.pick(target.seeds);
            let from = chance.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        _ => {
            let piece = chance.pick(PIECES);
            insert(bytes, at, piece);
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    if bytes.len() + piece.len() <= MAX_LEN {
        bytes.splice(at..at, piece.iter().copied());
    }
}

/// The smallest bytes that still fail, by cutting pieces out.
#[must_use]
pub fn shrink(bytes: Vec<u8>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut best = bytes;
    let mut step = best.len() / 2;
    while step > 0 {
        let mut at = 0;
        while at + step <= best.len() {
            let mut shorter = best.clone();
            shorter.drain(at..at + step);
            if fails(&shorter) {
                best = shorter;
            } else {
                at += step;
            }
        }
        step /= 2;
    }
    best
}
