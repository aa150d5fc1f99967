//! From where a request really comes, behind proxies that the configuration names.
//!
//! Always true: a header counts only as far as trusted proxies have written it; without one it counts for nothing.

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Whether an address is a proxy's that the configuration names.
pub fn is_proxy(address: IpAddr, trusted: &[IpNet]) -> bool {
    let address = address.to_canonical();
    trusted.iter().any(|net| net.contains(&address))
}

/// The address that the outermost trusted proxy was called from: the last one in `X-Forwarded-For` that is no proxy of
/// ours. What cannot be read ends the look: the last good address counts.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| is_proxy(address, trusted);
    let mut found = peer.to_canonical();
    if trusted.is_empty() || !is_trusted(found) {
        return found;
    }
    let lines: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok()).collect();
    for text in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = read(text.trim()) else { return found };
        found = address;
        if !is_trusted(address) {
            return found;
        }
    }
    found
}

/// An address, with or without a port.
fn read(text: &str) -> Option<IpAddr> {
    let plain = || text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    Some(plain().or_else(with_port).or_else(bracketed)?.to_canonical())
}

/// What is counted for an address: itself, or its network where one customer has a whole one (IPv6 /64).
pub fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, header: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in header {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_header_counts_only_as_far_as_trusted_proxies_wrote_it() {
        let ours = &["10.0.0.0/8", "::1/128"];
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9", "nobody is trusted");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], ours), "203.0.113.9", "not this one");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"], ours), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["6.6.6.6, 198.51.100.1"], ours), "198.51.100.1", "what a client wrote");
        assert_eq!(seen("10.0.0.1", &["6.6.6.6", "198.51.100.1, 10.0.0.7"], ours), "198.51.100.1");
        assert_eq!(seen("::1", &["[2001:db8::1]:4711"], ours), "2001:db8::1");
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1:80"], ours), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &[], ours), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1, nonsense"], ours), "10.0.0.1");
    }

    #[test]
    fn a_network_of_one_customer_counts_as_one() {
        let counted = |text: &str| counted(text.parse().unwrap()).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("203.0.113.9"), "203.0.113.9");
    }
}
