//! Answers in which an entity that comes again is a stub (Santosa 2023, "GraphQL deduplication").
//!
//! An entity is an object with a `__typename` and an `id`. Its place is the keys that lead to it, without the positions in
//! lists. Always true: what `inflate` of `sdk/typescript` makes of a deflated answer is what would have been sent otherwise.
//! A stub is `{__typename, id}`; it is sent only for an entity whose bytes are those of the first one of its type and id at
//! its place, and that first one has no stub inside. Where a stub could be mistaken (a buyer asked for `__typename` and `id`
//! alone beside the whole entity), and for what is no JSON, the answer stays plain.

use std::{collections::HashMap, ops::Range};

/// The deepest nesting that is looked at; a plan's depth is limited far below.
const MAX_DEPTH: usize = 128;
/// The place of the whole answer.
const ROOT: u32 = 0;

/// The answer with stubs; `None` when there is nothing to leave out, or when it must stay plain.
///
/// `answer` is what the writer of an answer made: no object has a key twice.
#[must_use]
pub fn deflate(answer: &[u8]) -> Option<Vec<u8>> {
    let mut scan = Scan { text: answer, at: 0, places: HashMap::new(), entities: vec![] };
    scan.value(ROOT, 0)?;
    scan.space();
    if scan.at != answer.len() {
        return None;
    }
    let stubs = stubs(answer, &scan.entities)?;
    if stubs.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(answer.len());
    let mut copied = 0;
    for entity in stubs {
        out.extend_from_slice(&answer[copied..entity.body.start]);
        out.extend_from_slice(b"{\"__typename\":");
        out.extend_from_slice(entity.key.kind);
        out.extend_from_slice(b",\"id\":");
        out.extend_from_slice(entity.key.id);
        out.push(b'}');
        copied = entity.body.end;
    }
    out.extend_from_slice(&answer[copied..]);
    Some(out)
}

/// What an entity is known by; type and id as they stand in the answer, with their quotes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'a> {
    place: u32,
    kind: &'a [u8],
    id: &'a [u8],
}

struct Entity<'a> {
    key: Key<'a>,
    body: Range<usize>,
    /// Whether it has nothing but `__typename` and `id`, as a stub has.
    bare: bool,
}

/// The first entity of a key that is not bare.
struct First {
    body: Range<usize>,
    /// Whether an equal one comes later: then this one is sent whole, so that stubs may stand for it.
    repeated: bool,
}

/// Those that stubs are sent for, in the order of the answer; `None` when a bare entity would be taken for a stub.
fn stubs<'e, 'a>(text: &[u8], entities: &'e [Entity<'a>]) -> Option<Vec<&'e Entity<'a>>> {
    let mut firsts: HashMap<Key, First> = HashMap::new();
    for entity in entities.iter().filter(|entity| !entity.bare) {
        let fresh = First { body: entity.body.clone(), repeated: false };
        let first = firsts.entry(entity.key).or_insert(fresh);
        let later = first.body.start < entity.body.start;
        first.repeated |= later && text[first.body.clone()] == text[entity.body.clone()];
    }
    let mut stubs = vec![];
    // what begins before these ends is inside a stub, or inside an entity that is sent whole
    let (mut left_out_to, mut whole_to) = (0, 0);
    for entity in entities {
        if entity.body.start < left_out_to {
            continue;
        }
        let Some(first) = firsts.get(&entity.key) else { continue };
        let later = first.body.start < entity.body.start;
        if entity.bare {
            if later {
                return None;
            }
        } else if entity.body.start < whole_to {
            // sent as it is
        } else if !later && first.repeated {
            whole_to = entity.body.end;
        } else if later && text[first.body.clone()] == text[entity.body.clone()] {
            left_out_to = entity.body.end;
            stubs.push(entity);
        }
    }
    Some(stubs)
}

/// One walk over the text, which finds its entities; every step answers `None` for what is no JSON or must stay plain.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    /// The number of a place, by the place above it and the key.
    places: HashMap<(u32, &'a [u8]), u32>,
    /// In the order in which they begin.
    entities: Vec<Entity<'a>>,
}

impl<'a> Scan<'a> {
    fn value(&mut self, place: u32, depth: usize) -> Option<()> {
        self.space();
        match self.text.get(self.at)? {
            b'{' if depth < MAX_DEPTH => self.object(place, depth),
            b'[' if depth < MAX_DEPTH => self.list(place, depth),
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.word(),
            _ => None,
        }
    }

    fn object(&mut self, place: u32, depth: usize) -> Option<()> {
        let (start, inside) = (self.at, self.entities.len());
        let (mut kind, mut id, mut members) = (None, None, 0_usize);
        self.at += 1;
        if self.takes(b'}') {
            return Some(());
        }
        loop {
            self.space();
            let key = plain(self.string()?)?;
            self.wants(b':')?;
            let below = self.place(place, key);
            self.space();
            let from = self.at;
            self.value(below, depth + 1)?;
            members += 1;
            let value = &self.text[from..self.at];
            let known = match key {
                b"\"__typename\"" => Some(&mut kind),
                b"\"id\"" => Some(&mut id),
                _ => None,
            };
            if let Some(known) = known.filter(|_| value.first() == Some(&b'"'))
                && known.replace(plain(value)?).is_some()
            {
                return None;
            }
            if self.takes(b'}') {
                break;
            }
            self.wants(b',')?;
        }
        if let (Some(kind), Some(id)) = (kind, id) {
            let entity = Entity { key: Key { place, kind, id }, body: start..self.at, bare: members == 2 };
            self.entities.insert(inside, entity);
        }
        Some(())
    }

    fn list(&mut self, place: u32, depth: usize) -> Option<()> {
        self.at += 1;
        if self.takes(b']') {
            return Some(());
        }
        loop {
            self.value(place, depth + 1)?;
            if self.takes(b']') {
                return Some(());
            }
            self.wants(b',')?;
        }
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        self.wants(b'"')?;
        loop {
            self.at += memchr::memchr2(b'"', b'\\', self.text.get(self.at..)?)?;
            if self.text[self.at] == b'"' {
                self.at += 1;
                return Some(&self.text[start..self.at]);
            }
            self.at += 2;
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|byte| !matches!(byte, b'a'..=b'z' | b'E' | b'0'..=b'9' | b'+' | b'-' | b'.'));
        self.at += end.unwrap_or(rest.len());
        Some(())
    }

    fn place(&mut self, above: u32, key: &'a [u8]) -> u32 {
        let next = u32::try_from(self.places.len() + 1).unwrap_or(u32::MAX);
        *self.places.entry((above, key)).or_insert(next)
    }

    fn space(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        self.space();
        let is = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(is);
        is
    }

    fn wants(&mut self, byte: u8) -> Option<()> {
        self.takes(byte).then_some(())
    }
}

/// A string that has no other spelling: two of these are the same text when they are the same bytes.
fn plain(string: &[u8]) -> Option<&[u8]> {
    memchr::memchr(b'\\', string).is_none().then_some(string)
}
