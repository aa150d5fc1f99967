//! The lightest HTTP/1.1 client that serves: one kept connection, one request after the other, a body of known length.
//! A load generator shares the machine with what it measures, so every microsecond of its own counts.

use std::{io, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A kept connection to a shop.
pub struct Conn {
    stream: TcpStream,
    out: Vec<u8>,
    seen: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// The status.
    pub status: u16,
    /// The head, without the empty line behind it.
    pub head: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// Where a head ends, how long the body behind it is, and the status.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    end: usize,
    length: usize,
    status: u16,
}

impl Conn {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens there.
    pub async fn open(address: SocketAddr) -> io::Result<Conn> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Conn { stream, out: Vec::with_capacity(1_024), seen: Vec::with_capacity(16_384) })
    }

    /// One request and its answer.
    ///
    /// # Errors
    /// When the connection ends, or the answer is none that this client understands.
    pub async fn call(&mut self, method: &str, path: &str, body: &str) -> io::Result<Reply<'_>> {
        self.call_with(method, path, "", body).await
    }

    /// As [`Conn::call`], with more header lines, each with its end.
    ///
    /// # Errors
    /// As for [`Conn::call`].
    pub async fn call_with(&mut self, method: &str, path: &str, more: &str, body: &str) -> io::Result<Reply<'_>> {
        use std::io::Write;
        self.out.clear();
        write!(self.out, "{method} {path} HTTP/1.1\r\nhost: shop\r\n{more}")?;
        if !body.is_empty() {
            write!(self.out, "content-type: application/json\r\ncontent-length: {}\r\n", body.len())?;
        }
        write!(self.out, "\r\n{body}")?;
        self.stream.write_all(&self.out).await?;
        self.seen.clear();
        loop {
            if self.stream.read_buf(&mut self.seen).await? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the shop hung up"));
            }
            if let Some(head) = head(&self.seen)?
                && self.seen.len() >= head.end + head.length
            {
                let body = &self.seen[head.end..head.end + head.length];
                let text = std::str::from_utf8(&self.seen[..head.end]).unwrap_or("").trim_end();
                return Ok(Reply { status: head.status, head: text, body });
            }
        }
    }
}

/// Reads a head; nothing while it is not all there.
fn head(seen: &[u8]) -> io::Result<Option<Head>> {
    let Some(end) = seen.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let text = std::str::from_utf8(&seen[..end]).map_err(|_| wrong("a head that is no text"))?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| wrong("a head without a status"))?;
    let mut length = None;
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(wrong("a body in chunks"));
        }
    }
    // 204 and 304 have none and say nothing of it
    Ok(Some(Head { end: end + 4, length: length.unwrap_or(0), status }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_when_it_is_all_there() {
        let text = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nx: y\r\n\r\n{}";
        assert_eq!(head(text).unwrap(), Some(Head { end: text.len() - 2, length: 2, status: 201 }));
        assert_eq!(head(&text[..40]).unwrap(), None);
        assert_eq!(head(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap().unwrap().length, 0);
        assert!(head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        assert!(head(b"nonsense\r\n\r\n").is_err());
    }
}
