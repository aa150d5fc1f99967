//! One HTTP/1.1 message, read as far as its end must be known, and passed on as it came.

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest head.
const MOST_HEAD: usize = 64 * 1024;
/// The longest message that is held.
const MOST: usize = 64 * 1024 * 1024;

/// A message in whole, as it came.
pub(crate) struct Message {
    pub(crate) bytes: Vec<u8>,
    /// Whether the connection ends with it.
    pub(crate) is_last: bool,
}

/// Where a message's body ends.
enum Body {
    None,
    Length(usize),
    Chunked,
    UntilClosed,
}

/// Bytes of a connection that were read and not yet taken.
#[derive(Default)]
pub(crate) struct Rest(Vec<u8>);

impl Rest {
    /// Whether this is the beginning of HTTP/2, which is passed on unread. Reads at least one byte, unless there is none.
    pub(crate) async fn is_http2(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<bool> {
        const PREFACE: &[u8] = b"PRI * HTTP/2";
        while self.0.len() < PREFACE.len() && PREFACE.starts_with(&self.0) {
            if self.fill(from).await? == 0 {
                return Ok(false);
            }
        }
        Ok(self.0.starts_with(PREFACE))
    }

    /// Everything that was read.
    pub(crate) fn take_all(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    async fn fill(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<usize> {
        if self.0.len() > MOST {
            return Err(io::Error::other("the message is too long for the proxy"));
        }
        self.0.reserve(16 * 1024);
        from.read_buf(&mut self.0).await
    }

    async fn need(&mut self, from: &mut (impl AsyncRead + Unpin), bytes: usize) -> io::Result<()> {
        while self.0.len() < bytes {
            if self.fill(from).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// The next request; nothing when the connection has ended.
    pub(crate) async fn request(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Message>> {
        let Some(head) = self.head(from).await? else { return Ok(None) };
        let body = body_of(&self.0[..head], Body::None);
        self.whole(from, head, body).await.map(Some)
    }

    /// The answer to a request. What comes before the final one (`100 Continue`) is passed on with it.
    pub(crate) async fn answer(&mut self, from: &mut (impl AsyncRead + Unpin), to_head: bool) -> io::Result<Message> {
        let mut before = vec![];
        loop {
            let head = self.head(from).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
            let status = status_of(&self.0[..head]);
            let body = match status {
                100..=199 | 204 | 304 => Body::None,
                _ if to_head => Body::None,
                _ => body_of(&self.0[..head], Body::UntilClosed),
            };
            let mut message = self.whole(from, head, body).await?;
            if (100..=199).contains(&status) {
                before.append(&mut message.bytes);
                continue;
            }
            before.append(&mut message.bytes);
            return Ok(Message { bytes: before, is_last: message.is_last });
        }
    }

    /// The length of the head; nothing when the connection ends before it begins.
    async fn head(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<usize>> {
        loop {
            if let Some(end) = self.0.windows(4).position(|four| four == b"\r\n\r\n") {
                return Ok(Some(end + 4));
            }
            if self.0.len() > MOST_HEAD {
                return Err(io::Error::other("the head is too long for the proxy"));
            }
            if self.fill(from).await? == 0 {
                return if self.0.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        }
    }

    async fn whole(&mut self, from: &mut (impl AsyncRead + Unpin), head: usize, body: Body) -> io::Result<Message> {
        let mut is_last = header(&self.0[..head], "connection").is_some_and(|value| value.contains("close"));
        let end = match body {
            Body::None => head,
            Body::Length(length) => {
                self.need(from, head + length).await?;
                head + length
            }
            Body::Chunked => self.chunks(from, head).await?,
            Body::UntilClosed => {
                while self.fill(from).await? > 0 {}
                is_last = true;
                self.0.len()
            }
        };
        let rest = self.0.split_off(end);
        Ok(Message { bytes: std::mem::replace(&mut self.0, rest), is_last })
    }

    async fn chunks(&mut self, from: &mut (impl AsyncRead + Unpin), head: usize) -> io::Result<usize> {
        let mut at = head;
        loop {
            let line = loop {
                if let Some(end) = self.0[at..].windows(2).position(|two| two == b"\r\n") {
                    break at + end;
                }
                self.need(from, self.0.len() + 1).await?;
            };
            let size = std::str::from_utf8(&self.0[at..line]).unwrap_or_default();
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(io::Error::other)?;
            at = line + 2 + size + 2;
            self.need(from, at).await?;
            if size == 0 {
                return Ok(at);
            }
        }
    }
}

fn body_of(head: &[u8], otherwise: Body) -> Body {
    if header(head, "transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        return Body::Chunked;
    }
    match header(head, "content-length").and_then(|value| value.parse().ok()) {
        Some(length) => Body::Length(length),
        None => otherwise,
    }
}

/// The value of a header, in lower case.
fn header(head: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let lines = text.split("\r\n").skip(1).filter_map(|line| line.split_once(':'));
    let mut named = lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value.trim().to_ascii_lowercase())
}

fn status_of(head: &[u8]) -> u16 {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let text = String::from_utf8_lossy(line);
    text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}
