//! Sessions that travel in cookies, and what keeps other sites from using them.
//!
//! Always true: a session cookie is `HttpOnly`, `SameSite=Lax`, for the whole host, and `Secure` (with the `__Host-`
//! prefix, so that no sibling host can plant one) wherever the client came over https. A call that is not safe and is
//! authenticated by a cookie carries the session's CSRF token in a header, and comes from an origin of our own; a call
//! with a bearer token needs neither, because a browser never adds one by itself.

use crate::{Gateway, answer::Failure};
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use infrasell_contracts::identity::Client;
use infrasell_kernel::{ErrorKind, Timestamp};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How much is kept of what a program says it is, characters.
const MAX_AGENT: usize = 200;
/// The header that carries a session's CSRF token.
pub const CSRF: &str = "x-csrf-token";

/// Whose session a cookie holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jar {
    /// A customer's.
    Customer,
    /// A member of staff's.
    Staff,
}

impl Jar {
    fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Jar::Customer, true) => "__Host-infrasell_session",
            (Jar::Customer, false) => "infrasell_session",
            (Jar::Staff, true) => "__Host-infrasell_staff",
            (Jar::Staff, false) => "infrasell_staff",
        }
    }

    /// The secret in the cookie, if there is one. Over https only the name with the prefix counts.
    pub fn read(self, headers: &HeaderMap, gateway: &Gateway) -> Option<String> {
        let name = self.name(is_secure(headers, gateway));
        let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
        let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// The secret in the cookie, when it is what authenticates the call: a bearer token comes first.
    pub fn in_use(self, headers: &HeaderMap, gateway: &Gateway) -> Option<String> {
        if headers.contains_key(header::AUTHORIZATION) { None } else { self.read(headers, gateway) }
    }

    /// The `Set-Cookie` that hands out a secret until `end`.
    pub fn hand_out(self, secret: &str, end: Timestamp, headers: &HeaderMap, gateway: &Gateway) -> Option<HeaderValue> {
        let seconds = end.since(gateway.inner().env.now()).as_secs();
        self.cookie(secret, seconds, headers, gateway)
    }

    /// The `Set-Cookie` that takes the secret back.
    pub fn take_back(self, headers: &HeaderMap, gateway: &Gateway) -> Option<HeaderValue> {
        self.cookie("", 0, headers, gateway)
    }

    fn cookie(self, value: &str, seconds: u64, headers: &HeaderMap, gateway: &Gateway) -> Option<HeaderValue> {
        let secure = is_secure(headers, gateway);
        let (name, mark) = (self.name(secure), if secure { "; Secure" } else { "" });
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{mark}");
        HeaderValue::from_str(&text).ok()
    }
}

/// Whether the client came over https: the proxy in front says so, or the configuration does.
fn is_secure(headers: &HeaderMap, gateway: &Gateway) -> bool {
    let told = headers.get("x-forwarded-proto").and_then(|v| v.to_str().ok()).unwrap_or("");
    gateway.inner().limits.secure_cookies || told.split(',').next_back().is_some_and(|last| last.trim() == "https")
}

/// The CSRF token of the session with this secret: whoever can read it can call, and only our own pages can.
pub fn csrf_token(secret: &str) -> String {
    let digest = Sha256::new().chain_update(b"infrasell csrf\n").chain_update(secret).finalize();
    URL_SAFE_NO_PAD.encode(digest)
}

/// Refuses a call that is authenticated by a cookie and not safe, unless it comes from one of our own pages.
pub fn refuse_forged(parts: &Parts, secret: &str, gateway: &Gateway) -> Result<(), Failure> {
    if parts.method.is_safe() {
        return Ok(());
    }
    let sent = parts.headers.get(CSRF).map(HeaderValue::as_bytes).unwrap_or_default();
    let same: bool = csrf_token(secret).as_bytes().ct_eq(sent).into();
    if !same {
        let title = "a call with a session cookie needs the session's token in X-CSRF-Token";
        return Err(Failure::new(ErrorKind::Forbidden, "csrf_token_wrong", title));
    }
    if !is_own_origin(&parts.headers, &gateway.inner().limits.cors_origins) {
        let title = "a call with a session cookie must come from an origin of the shop";
        return Err(Failure::new(ErrorKind::Forbidden, "foreign_origin", title));
    }
    Ok(())
}

/// Refuses to hand a cookie out to another site's page: it would sign its visitor in as somebody else.
pub fn refuse_foreign(headers: &HeaderMap, by_cookie: bool, gateway: &Gateway) -> Result<(), Failure> {
    if !by_cookie || is_own_origin(headers, &gateway.inner().limits.cors_origins) {
        return Ok(());
    }
    let title = "a session by cookie must be asked for from an origin of the shop";
    Err(Failure::new(ErrorKind::Forbidden, "foreign_origin", title))
}

/// What is known of whoever signs in: his program, and the session that he held until now, which ends.
pub fn client(jar: Jar, headers: &HeaderMap, gateway: &Gateway) -> Client {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok());
    let agent = agent.map(|text| text.chars().take(MAX_AGENT).collect());
    Client { agent, replaces: jar.read(headers, gateway) }
}

/// Whether a browser's page of this host, or of an origin that the configuration names, has sent it. `*` names none: it
/// lets everybody read what is public, not use a customer's session.
pub fn is_own_origin(headers: &HeaderMap, named: &[String]) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let Some(origin) = text("origin") else {
        // no browser, or a very old one: without Origin a page's request says where it is from, or nothing
        return text("sec-fetch-site").is_none_or(|site| ["same-origin", "none"].contains(&site));
    };
    let own = text("host").filter(|host| !host.is_empty());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    (own.is_some() && authority == own) || named.iter().any(|one| one != "*" && one == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn an_origin_is_our_own_by_its_host_or_by_name() {
        let named = ["*".to_owned(), "https://shop.example".to_owned()];
        let is_own = |pairs: &[(&'static str, &'static str)]| is_own_origin(&headers(pairs), &named);
        let host = ("host", "api.example:8080");
        assert!(is_own(&[host]), "no browser");
        assert!(is_own(&[host, ("origin", "https://api.example:8080")]));
        assert!(is_own(&[host, ("origin", "https://shop.example")]));
        assert!(is_own(&[host, ("sec-fetch-site", "same-origin")]));
        for foreign in
            ["https://evil.example", "null", "https://api.example", "https://api.example:8080.evil.example", ""]
        {
            let pairs = [host, ("origin", foreign)];
            assert!(!is_own(&pairs), "{foreign}");
        }
        assert!(!is_own(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(!is_own(&[host, ("sec-fetch-site", "same-site")]));
        assert!(!is_own(&[("origin", "https://")]), "no host, no origin of our own");
    }

    #[test]
    fn a_sessions_token_is_its_own_and_does_not_show_the_secret() {
        let (one, two) = (csrf_token("ifc_a"), csrf_token("ifc_b"));
        assert_ne!(one, two);
        assert_eq!(one.len(), 43);
    }
}
