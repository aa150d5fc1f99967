//! The limits: each under the name that its refusals carry.

use infrasell_gateway::{Limits, Rate};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::{fmt, net::IpAddr, time::Duration};

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $name:ident: $Type:ty,)*) => {
        /// How much may be asked of the shop. 0 switches a limit off where its text says so.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct LimitConfig {
            $($(#[doc = $doc])* pub $name: $Type,)*
        }

        /// Every limit's name and what it is, for the reference.
        pub const TEXTS: &[(&str, &str)] = &[$((stringify!($name), concat!($($doc),*))),*];
    };
}

limits! {
    /// The largest JSON body, bytes.
    body_bytes: usize,
    /// The largest uploaded file, bytes.
    upload_bytes: usize,
    /// The largest head of a request, bytes.
    head_bytes: usize,
    /// The most header fields.
    headers: usize,
    /// How long a request may take, milliseconds.
    request_ms: u64,
    /// How long a client may take to send its head, milliseconds.
    head_read_ms: u64,
    /// How long running requests may go on once stopping has begun, milliseconds.
    drain_ms: u64,
    /// How long a process that is asked to stop by SIGTERM still takes requests while `/readyz` answers 503, so that nobody is
    /// sent to it any more, milliseconds; Ctrl-C stops at once.
    drain_notice_ms: u64,
    /// Requests a minute of one address (IPv6: of one /64 network); this machine itself is not counted. 0 is no limit.
    address_per_minute: u64,
    /// Requests that one address may make at once.
    address_burst: u64,
    /// Requests a minute of one customer or member of staff. 0 is no limit.
    session_per_minute: u64,
    /// Requests that one customer or member of staff may make at once.
    session_burst: u64,
    /// Requests a minute of one API key. 0 is no limit.
    key_per_minute: u64,
    /// Requests that one API key may make at once.
    key_burst: u64,
    /// Points that one guest, customer or member of staff may spend a minute, and at once: one for a row of the page that is
    /// asked for, one for an object in the body that is sent. 0 is no limit.
    cost_per_minute: u64,
    /// The same for one API key.
    key_cost_per_minute: u64,
    /// Requests at once in this process: lists and bulk work of the office are refused from half of it on, browsing from
    /// three quarters, carts and checkouts from all of it, placing an order and payment messages from twice as many. 0 is no
    /// limit.
    in_flight: u64,
    /// How late work may get its turn on the processor, milliseconds: above it lists and bulk work of the office are refused,
    /// above twice of it browsing; buying never. 0 is no limit.
    queue_delay_ms: u64,
    /// Jobs of one kind that may wait or run (`imports.run`, `checkout.resume`), and mails that wait to be sent
    /// (`notifications.mails`); above it writes that add to them are refused. 0 is no limit.
    queue_jobs: i64,
    /// Events that the slowest subscription may be behind; above it writes of the office are refused, above twice of it carts
    /// and checkouts, placing an order never. 0 is no limit.
    queue_outbox: i64,
    /// Imports that may be open at once, up to 250. 0 is no limit.
    queue_imports: i64,
    /// Carts that one address may begin at once; as many come back within an hour. 0 is no limit.
    carts_per_address: u64,
}

impl Default for LimitConfig {
    fn default() -> Self {
        let limits = Limits::default();
        LimitConfig {
            body_bytes: limits.body_bytes,
            upload_bytes: limits.upload_bytes,
            head_bytes: limits.head_bytes,
            headers: limits.headers,
            request_ms: ms(limits.request),
            head_read_ms: ms(limits.head_read),
            drain_ms: ms(limits.drain),
            drain_notice_ms: 5_000,
            address_per_minute: limits.address.per_minute,
            address_burst: limits.address.burst,
            session_per_minute: limits.session.per_minute,
            session_burst: limits.session.burst,
            key_per_minute: limits.key.per_minute,
            key_burst: limits.key.burst,
            cost_per_minute: limits.cost,
            key_cost_per_minute: limits.key_cost,
            in_flight: limits.in_flight,
            queue_delay_ms: ms(limits.queue_delay),
            queue_jobs: limits.queue_jobs,
            queue_outbox: limits.queue_outbox,
            queue_imports: limits.queue_imports,
            carts_per_address: limits.carts_per_address,
        }
    }
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl LimitConfig {
    /// As the edge wants them.
    #[must_use]
    pub fn for_gateway(&self, cors_origins: Vec<String>, trusted_proxies: &[Proxy]) -> Limits {
        let rate = |per_minute, burst| Rate { per_minute, burst };
        Limits {
            body_bytes: self.body_bytes,
            upload_bytes: self.upload_bytes,
            head_bytes: self.head_bytes,
            headers: self.headers,
            request: Duration::from_millis(self.request_ms),
            head_read: Duration::from_millis(self.head_read_ms),
            drain: Duration::from_millis(self.drain_ms),
            cors_origins,
            secure_cookies: false,
            trusted_proxies: trusted_proxies.iter().map(|proxy| proxy.0).collect(),
            address: rate(self.address_per_minute, self.address_burst),
            session: rate(self.session_per_minute, self.session_burst),
            key: rate(self.key_per_minute, self.key_burst),
            cost: self.cost_per_minute,
            key_cost: self.key_cost_per_minute,
            in_flight: self.in_flight,
            queue_delay: Duration::from_millis(self.queue_delay_ms),
            queue_jobs: self.queue_jobs,
            queue_outbox: self.queue_outbox,
            queue_imports: self.queue_imports,
            carts_per_address: self.carts_per_address,
            ..Limits::default()
        }
    }
}

/// A proxy's address, or the network that proxies are in: `10.0.0.7`, `10.0.0.0/8`, `::1`.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Proxy(pub IpNet);

impl TryFrom<String> for Proxy {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        let net = text.parse::<IpNet>().or_else(|_| address());
        net.map(Proxy).map_err(|_| format!("'{text}' is neither an address nor a network such as 10.0.0.0/8"))
    }
}
impl From<Proxy> for String {
    fn from(proxy: Proxy) -> String {
        proxy.0.to_string()
    }
}
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
