//! The public origin: under what address a client sees this shop, for the absolute addresses in its answers.
//!
//! Always true: what the configuration says counts before what a request says; headers of proxies count only when a
//! trusted proxy wrote them; what is no host is not repeated.

use super::Text;
use crate::{Gateway, origin::Proxied};
use axum::http::{HeaderMap, header, request::Parts};

/// The longest name of a host that is believed, bytes.
const LONGEST_HOST: usize = 253 + 6;

/// The origin for this request, without a slash at its end: `https://shop.example`.
pub fn of<'g>(parts: &Parts, g: &'g Gateway) -> Text<'g> {
    let configured = g.inner().limits.public_url.trim_end_matches('/');
    if !configured.is_empty() {
        return configured.into();
    }
    let is_proxied = parts.extensions.get::<Proxied>().is_some();
    let told = |name: &str| is_proxied.then(|| last(&parts.headers, name)).flatten();
    let host = told("x-forwarded-host").or_else(|| last(&parts.headers, header::HOST.as_str())).filter(|h| is_host(h));
    let scheme =
        if told("x-forwarded-proto") == Some("https") || g.inner().limits.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{}", host.unwrap_or("localhost")).into()
}

/// What the nearest proxy has written.
fn last<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()?.split(',').next_back().map(str::trim)
}

fn is_host(text: &str) -> bool {
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST_HOST && text.bytes().all(is_fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_host_is_not_repeated() {
        for (text, fits) in [
            ("shop.example", true),
            ("127.0.0.1:8080", true),
            ("[::1]:8080", true),
            ("shop.example/evil", false),
            ("a\"b", false),
            ("user@shop.example", false),
            ("", false),
        ] {
            assert_eq!(is_host(text), fits, "{text}");
        }
    }
}
