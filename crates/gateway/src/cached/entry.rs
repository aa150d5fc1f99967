//! A finished answer: its bytes, what it shows, and how it is sent.

use super::{
    coding::{CODINGS, COMPRESS_FROM, Coding},
    tags::Tag,
};
use crate::routes::Route;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::{
    fmt::Write,
    mem::size_of,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, AtomicUsize},
    },
};

/// What an entry takes beside its bytes: itself, its places in the tables.
const OVERHEAD: usize = size_of::<Entry>() + 256;
/// What a tag takes, here and in the index.
const TAG_BYTES: usize = 2 * size_of::<Tag>() + 48;
/// What a form takes beside its bytes.
const FORM_BYTES: usize = 128;
/// Bytes of the hash that are the ETag.
const TAG_HASH_BYTES: usize = 16;
pub const CACHE_CONTROL: &str = "public, max-age=0, must-revalidate";

/// A body in one coding.
pub struct Form {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its ETag.
    pub etag: HeaderValue,
}

/// A finished answer.
pub struct Entry {
    /// Path and query.
    pub key: Box<str>,
    /// The key's hash.
    pub hash: u64,
    /// What it shows, in order.
    pub tags: Box<[Tag]>,
    /// Its route; known once it has been sent.
    pub route: OnceLock<Arc<Route>>,
    /// When it was last used, milliseconds since the cache was made.
    pub used_ms: AtomicU32,
    /// Its place in the book; [`usize::MAX`] when it is in none.
    pub place: AtomicUsize,
    /// How much memory it is counted for, bytes. Changed under the book's lock only.
    pub weight: AtomicUsize,
    digest: Box<str>,
    forms: [OnceLock<Form>; CODINGS],
}

impl Entry {
    /// An answer that is in no book yet.
    pub fn new(key: &str, hash: u64, tags: Box<[Tag]>, body: Bytes) -> Arc<Entry> {
        let digest = hex(&Sha256::digest(&body)[..TAG_HASH_BYTES]);
        let weight = OVERHEAD + 2 * key.len() + tags.len() * TAG_BYTES + FORM_BYTES + body.len();
        let forms = [const { OnceLock::new() }; CODINGS];
        let plain = Form { bytes: body, etag: etag(&digest, Coding::Plain) };
        let [first, ..] = &forms;
        let _fresh = first.set(plain);
        Arc::new(Entry {
            key: key.into(),
            hash,
            tags,
            route: OnceLock::new(),
            used_ms: AtomicU32::new(0),
            place: AtomicUsize::new(usize::MAX),
            weight: AtomicUsize::new(weight),
            digest,
            forms,
        })
    }

    fn plain(&self) -> Option<&Form> {
        self.forms[Coding::Plain as usize].get()
    }

    /// The coding that this body is sent in to a client that wants `wanted`.
    pub fn coding(&self, wanted: Coding) -> Coding {
        let is_small = self.plain().is_none_or(|form| form.bytes.len() < COMPRESS_FROM);
        if is_small { Coding::Plain } else { wanted }
    }

    /// The form, if it was made already.
    pub fn ready(&self, coding: Coding) -> Option<&Form> {
        self.forms[coding as usize].get()
    }

    /// Makes the form; the bytes that it adds, when it is new.
    pub fn make(&self, coding: Coding) -> Option<usize> {
        let plain = self.plain()?;
        let form = Form { bytes: coding.encode(&plain.bytes)?, etag: etag(&self.digest, coding) };
        let bytes = form.bytes.len() + FORM_BYTES;
        self.forms[coding as usize].set(form).ok().map(|()| bytes)
    }

    /// The answer in `coding`, which must be ready, to a client that has `known`.
    pub fn response(&self, coding: Coding, headers: &HeaderMap) -> (Response, Sent) {
        let (coding, form) = match self.ready(coding) {
            Some(form) => (coding, Some(form)),
            None => (Coding::Plain, self.plain()),
        };
        let is_known = form.is_some_and(|form| knows(headers, &form.etag));
        let mut response = Response::new(Body::empty());
        let head = response.headers_mut();
        if let Some(form) = form {
            head.insert(header::ETAG, form.etag.clone());
        }
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE_CONTROL));
        head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else if let Some(form) = form {
            head.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            if let Some(name) = coding.name() {
                head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            }
            *response.body_mut() = Body::from(form.bytes.clone());
        }
        (response, Sent { coding, is_known })
    }
}

/// How an answer was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// In what coding.
    pub coding: Coding,
    /// Whether without a body, because the client has it.
    pub is_known: bool,
}

/// The kinds of heads that answers of one route are sent with.
pub const HEADS: usize = 2 * CODINGS;

impl Sent {
    /// The kind of its head.
    pub fn head(self) -> usize {
        self.coding as usize + if self.is_known { CODINGS } else { 0 }
    }
}

/// Whether a client that sends `headers` has what `etag` stands for.
pub fn knows(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known).as_bytes() == etag.as_bytes())
}

/// Bytes of another coding are other bytes, and so have another tag.
fn etag(digest: &str, coding: Coding) -> HeaderValue {
    let text = match coding.name() {
        None => format!("\"{digest}\""),
        Some(name) => format!("\"{digest}-{name}\""),
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

fn hex(bytes: &[u8]) -> Box<str> {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // writing to a string does not fail
        let _written = write!(text, "{byte:02x}");
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        [(name, value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn a_client_that_has_it_gets_no_body() {
        let etag = HeaderValue::from_static("\"abc\"");
        for (known, same) in [
            ("\"abc\"", true),
            ("W/\"abc\"", true),
            ("\"x\", \"abc\"", true),
            ("*", true),
            ("\"abc-br\"", false),
            ("abc", false),
            ("", false),
        ] {
            assert_eq!(knows(&headers(header::IF_NONE_MATCH, known), &etag), same, "{known}");
        }
    }

    #[test]
    fn forms_have_tags_of_their_own_and_small_bodies_one_form() {
        let entry = Entry::new("/x", 1, [].into(), Bytes::from("x".repeat(5_000)));
        assert!(entry.make(Coding::Gzip).is_some() && entry.make(Coding::Gzip).is_none(), "made once");
        assert_ne!(entry.ready(Coding::Plain).unwrap().etag, entry.ready(Coding::Gzip).unwrap().etag);
        let (response, sent) = entry.response(Coding::Gzip, &HeaderMap::new());
        assert_eq!((response.headers()[header::CONTENT_ENCODING].as_bytes(), sent.is_known), (&b"gzip"[..], false));
        assert_eq!(Entry::new("/x", 1, [].into(), Bytes::from_static(b"{}")).coding(Coding::Brotli), Coding::Plain);
    }
}
