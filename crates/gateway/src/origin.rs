//! Where clients find this server: what absolute addresses in answers begin with.
//!
//! Always true: it is what the configuration says; where that says nothing, what the request was sent to, and what
//! proxies say of that only when the configuration trusts them.

use crate::Gateway;
use axum::http::{Extensions, HeaderMap, header};

/// Marks a request that a trusted proxy has handed on.
#[derive(Debug, Clone, Copy)]
pub struct Proxied;

/// `https://shop.example`, without a slash at its end.
pub fn of(headers: &HeaderMap, extensions: &Extensions, gateway: &Gateway) -> String {
    let configured = &gateway.inner().addresses.public;
    if !configured.is_empty() {
        return configured.clone();
    }
    seen(headers, extensions.get::<Proxied>().is_some())
}

fn seen(headers: &HeaderMap, is_proxied: bool) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // of several proxies the last one is ours
    let told = |name| text(name).filter(|_| is_proxied).and_then(|list| list.rsplit(',').next()).map(str::trim);
    let scheme = told("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    let host = told("x-forwarded-host").or_else(|| text(header::HOST.as_str())).filter(|host| is_host(host));
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

/// A name or an address, with or without a port, and nothing else.
fn is_host(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    !text.is_empty() && text.len() <= 255 && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_believed_only_when_it_is_trusted() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let behind = headers(&[
            ("host", "10.0.0.7:8080"),
            ("x-forwarded-proto", "http, https"),
            ("x-forwarded-host", "shop.example"),
        ]);
        assert_eq!(seen(&behind, true), "https://shop.example");
        assert_eq!(seen(&behind, false), "http://10.0.0.7:8080");
        assert_eq!(seen(&headers(&[("host", "a.example/\"><b")]), false), "http://localhost");
        assert_eq!(seen(&headers(&[]), true), "http://localhost");
    }
}
