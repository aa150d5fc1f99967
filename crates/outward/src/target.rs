//! Where a call goes, and whether it may.

use crate::address::{is_public, plain};
use ipnet::IpNet;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};
use url::{Host, Url};

/// The longest address, bytes.
const MOST_URL_BYTES: usize = 2_048;
/// The ports that public hosts are called at, by scheme.
const TLS_PORTS: [u16; 2] = [443, 8443];
const PLAIN_PORTS: [u16; 2] = [80, 8080];

/// What may be called.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Whether public hosts may be called without TLS.
    pub allow_http: bool,
    /// Networks that are not public and may be called all the same, at any port and without TLS.
    pub allow_networks: Vec<IpNet>,
}

/// Why an address is not called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no address.
    #[error("must be an absolute address such as https://shop.example/hooks")]
    NotOne,
    /// It is too long.
    #[error("must have at most {MOST_URL_BYTES} bytes")]
    TooLong,
    /// It is of another scheme.
    #[error("must begin with https://")]
    Scheme,
    /// It names a user.
    #[error("must not hold a user name or a password")]
    User,
    /// Its port is none of those that are called.
    #[error("must not use port {0}: public hosts are called at 443, 8443 and, without TLS, 80, 8080")]
    Port(u16),
    /// It is not of the public internet.
    #[error("must not lead to {0}, which is not an address of the public internet")]
    NotPublic(IpAddr),
}

/// An address that is worth looking up.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    url: Url,
    port: u16,
}

impl fmt::Debug for Target {
    /// Without the query, which may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.origin())
    }
}

impl Target {
    /// Its scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(crate) fn host(&self) -> Option<Host<&str>> {
        self.url.host()
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The host as TLS and the header `Host` name it, with the port where it is not the scheme's own.
    pub(crate) fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Path and query.
    pub(crate) fn path(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }
}

impl Policy {
    /// Reads an address and says what is wrong with it, as far as that shows without looking its host up.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn target(&self, text: &str) -> Result<Target, Refusal> {
        if text.len() > MOST_URL_BYTES {
            return Err(Refusal::TooLong);
        }
        let url = Url::parse(text).map_err(|_| Refusal::NotOne)?;
        let tls = url.scheme() == "https";
        if !tls && (url.scheme() != "http" || !self.may_be_plain()) {
            return Err(Refusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::User);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err(Refusal::NotOne) };
        let literal = match host {
            Host::Domain(_) => None,
            Host::Ipv4(four) => Some(IpAddr::V4(four)),
            Host::Ipv6(six) => Some(IpAddr::V6(six)),
        };
        match literal {
            Some(address) => self.admit(SocketAddr::new(address, port), tls)?,
            // a name may lead into a network that is allowed, where every port is
            None if self.allow_networks.is_empty() => self.admit_public(port, tls)?,
            None => {}
        }
        Ok(Target { url, port })
    }

    fn may_be_plain(&self) -> bool {
        self.allow_http || !self.allow_networks.is_empty()
    }

    /// Whether this may be connected to.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn admit(&self, address: SocketAddr, tls: bool) -> Result<(), Refusal> {
        let ip = plain(address.ip());
        if self.allow_networks.iter().any(|net| net.contains(&ip)) {
            return Ok(());
        }
        if !is_public(ip) {
            return Err(Refusal::NotPublic(ip));
        }
        self.admit_public(address.port(), tls)
    }

    fn admit_public(&self, port: u16, tls: bool) -> Result<(), Refusal> {
        if !tls && !self.allow_http {
            return Err(Refusal::Scheme);
        }
        let ports = if tls { TLS_PORTS } else { PLAIN_PORTS };
        if ports.contains(&port) { Ok(()) } else { Err(Refusal::Port(port)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_refused_for_what_is_wrong_with_it() {
        let strict = Policy::default();
        assert!(strict.target("https://shop.example/api/revalidate?secret=a%20b").is_ok());
        assert!(strict.target("https://shop.example:8443/").is_ok());
        let wrong = [
            ("shop.example", Refusal::NotOne),
            ("https://", Refusal::NotOne),
            ("http://shop.example/", Refusal::Scheme),
            ("ftp://shop.example/", Refusal::Scheme),
            ("file:///etc/passwd", Refusal::Scheme),
            ("https://a:b@shop.example/", Refusal::User),
            ("https://shop.example:22/", Refusal::Port(22)),
            ("https://127.1/", Refusal::NotPublic([127, 0, 0, 1].into())),
            ("https://0x7f000001/", Refusal::NotPublic([127, 0, 0, 1].into())),
            ("https://2130706433/", Refusal::NotPublic([127, 0, 0, 1].into())),
            ("https://[::ffff:a9fe:a9fe]/", Refusal::NotPublic([169, 254, 169, 254].into())),
        ];
        for (text, refusal) in wrong {
            assert_eq!(strict.target(text), Err(refusal), "{text}");
        }
        assert_eq!(strict.target(&format!("https://shop.example/{}", "a".repeat(2_048))), Err(Refusal::TooLong));
    }

    #[test]
    fn a_network_that_is_allowed_is_called_at_any_port_and_no_other_is() {
        let home = Policy { allow_http: false, allow_networks: vec!["127.0.0.0/8".parse().unwrap()] };
        assert!(home.target("http://127.0.0.1:3000/hooks").is_ok());
        assert!(home.admit(([127, 0, 0, 1], 22).into(), false).is_ok());
        assert_eq!(home.admit(([10, 0, 0, 1], 443).into(), true), Err(Refusal::NotPublic([10, 0, 0, 1].into())));
        assert_eq!(home.admit(([1, 1, 1, 1], 80).into(), false), Err(Refusal::Scheme));
        assert_eq!(home.admit(([1, 1, 1, 1], 22).into(), true), Err(Refusal::Port(22)));
    }

    #[test]
    fn what_is_printed_holds_no_secret() {
        let target = Policy::default().target("https://shop.example/api/revalidate?secret=hush").unwrap();
        assert_eq!(format!("{target:?}"), "https://shop.example");
        assert_eq!(
            (target.path().as_str(), target.authority().as_str()),
            ("/api/revalidate?secret=hush", "shop.example")
        );
    }

    proptest::proptest! {
        /// Whatever somebody writes: no panic, and what is let through is https and nobody's own network.
        #[test]
        fn anything_may_be_written(text in "(https?://)?[\\PC]{0,60}") {
            if let Ok(target) = Policy::default().target(&text) {
                proptest::prop_assert!(target.is_tls());
            }
        }
    }
}
