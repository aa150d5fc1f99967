//! The forms of a body: plain, gzip, Brotli.

use axum::http::{HeaderMap, header};
use bytes::Bytes;
use std::io::Write;

/// Answers smaller than this are not compressed, bytes.
pub const COMPRESS_FROM: usize = 1_024;
const GZIP_LEVEL: u32 = 6;
/// Brotli's quality and window: more takes far longer for little.
const BROTLI_QUALITY: u32 = 5;
const BROTLI_WINDOW: u32 = 20;

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As it is.
    Plain,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

/// How many codings there are.
pub const CODINGS: usize = 3;

impl Coding {
    /// The one that the client likes best, and of those that it likes the same the smallest.
    pub fn chosen(headers: &HeaderMap) -> Coding {
        let (mut gzip, mut brotli, mut any) = (None, None, None);
        for text in headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()) {
            for (name, weight) in text.split(',').map(weighed) {
                match name {
                    name if name.eq_ignore_ascii_case("br") => brotli = Some(weight),
                    name if name.eq_ignore_ascii_case("gzip") => gzip = Some(weight),
                    "*" => any = Some(weight),
                    _ => {}
                }
            }
        }
        let of = |weight: Option<u16>| weight.or(any).unwrap_or(0);
        match (of(brotli), of(gzip)) {
            (0, 0) => Coding::Plain,
            (brotli, gzip) if brotli >= gzip => Coding::Brotli,
            _ => Coding::Gzip,
        }
    }

    /// Its name in `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Coding::Plain => None,
            Coding::Gzip => Some("gzip"),
            Coding::Brotli => Some("br"),
        }
    }

    /// The body in this form. `None` when it cannot be made, and then the plain one must do.
    pub fn encode(self, body: &Bytes) -> Option<Bytes> {
        match self {
            Coding::Plain => Some(body.clone()),
            Coding::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
                encoder.write_all(body).ok()?;
                encoder.finish().ok().map(exact)
            }
            Coding::Brotli => {
                let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4_096, BROTLI_QUALITY, BROTLI_WINDOW);
                encoder.write_all(body).ok()?;
                encoder.flush().ok()?;
                Some(exact(encoder.into_inner()))
            }
        }
    }
}

/// Without room to grow: it is kept for long.
fn exact(mut bytes: Vec<u8>) -> Bytes {
    bytes.shrink_to_fit();
    bytes.into()
}

/// A coding's name and how much it is liked, thousandths.
fn weighed(text: &str) -> (&str, u16) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or("");
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, weight.map_or(1_000, thousandths))
}

/// `0.25` is 250. What is no weight counts for nothing.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: u16 = match format!("{part:0<3}").get(..3).map(str::parse) {
        Some(Ok(digits)) => digits,
        _ => 0,
    };
    match whole {
        "1" => 1_000,
        "0" => digits,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_coding_that_is_liked_best_is_chosen() {
        for (accept, coding) in [
            ("", Coding::Plain),
            ("identity", Coding::Plain),
            ("gzip", Coding::Gzip),
            ("gzip, deflate, br", Coding::Brotli),
            ("br;q=0.5, GZIP;q=0.8", Coding::Gzip),
            ("br;q=0, gzip;q=0.001", Coding::Gzip),
            ("br;q=0, gzip;q=0", Coding::Plain),
            ("*", Coding::Brotli),
            ("*;q=0.1, br;q=0", Coding::Gzip),
            ("gzip;q=nonsense", Coding::Plain),
            ("ég;q=1.é", Coding::Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
            assert_eq!(Coding::chosen(&headers), coding, "{accept}");
        }
        assert_eq!(Coding::chosen(&HeaderMap::new()), Coding::Plain);
    }

    #[test]
    fn every_form_decodes_to_the_same() {
        let body = Bytes::from("{\"title\":\"tea\",\"price\":24900}".repeat(200));
        let gzip = Coding::Gzip.encode(&body).unwrap();
        let mut plain = vec![];
        flate2::read::GzDecoder::new(&*gzip).read_to_end(&mut plain).unwrap();
        assert!(plain == body && gzip.len() < body.len() / 4);
        let br = Coding::Brotli.encode(&body).unwrap();
        let mut plain = vec![];
        brotli::Decompressor::new(&*br, 4_096).read_to_end(&mut plain).unwrap();
        assert!(plain == body && br.len() < body.len() / 4);
    }
}
