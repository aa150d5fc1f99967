//! Limits: how much a caller may ask for, and what is refused when there is too much to do. Each has a name under
//! `limits` in the configuration and in `docs/reference/limits.md`, and a test.
//!
//! Always true: a refusal names its limit, says when to come again, is counted, and comes before anything was done; an
//! address is limited before anybody is asked who it is, a key, a member of staff or a customer as soon as that is known.
//! Who calls from this machine itself is not limited by address: that is a proxy that the configuration does not name, or
//! the shop's own program.

mod address;
mod buckets;
pub mod queues;
mod sharing;
mod shed;

pub use address::{client, counted, is_proxy};
pub use buckets::{Buckets, Left, Rate};
pub use sharing::share;
pub use shed::{Class, Load, UnderWay};

use crate::{Gateway, answer::Failure, state::Limits};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, request::Parts};
use infrasell_kernel::ErrorKind;
use infrasell_metrics::catalogue::HTTP_REFUSED;
use infrasell_rpc::Caller;
use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// What a list answers with when the request does not say how many.
const USUAL_PAGE: u64 = 50;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the limit.
    limit: &'static str,
    why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Why {
    /// The caller has used what he had; some is there again after this time.
    Used(Duration),
    /// There is too much to do.
    Busy,
    /// A queue is full.
    Full { queue: String, waiting: i64, most: i64 },
}

/// When to come again after a refusal for which nobody is to blame, seconds.
const BUSY_RETRY: u64 = 2;
const FULL_RETRY: u64 = 15;

impl Refusal {
    /// There is too much to do.
    pub fn busy(limit: &'static str) -> Self {
        Refusal { limit, why: Why::Busy }
    }

    /// A queue is full.
    pub fn full(limit: &'static str, queue: &str, waiting: i64, most: i64) -> Self {
        Refusal { limit, why: Why::Full { queue: queue.to_owned(), waiting, most } }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        HTTP_REFUSED.with(&[refusal.limit]).add(1);
        let (mut failure, retry) = match &refusal.why {
            Why::Used(wait) => {
                let title = format!("this is more than limits.{} allows; come again later", refusal.limit);
                (Failure::new(ErrorKind::TooMany, "too_many_requests", title), whole_seconds(*wait).max(1))
            }
            Why::Busy => {
                let title = "the shop is too busy for this now; come again in a moment";
                (Failure::new(ErrorKind::Unavailable, "overloaded", title), BUSY_RETRY)
            }
            Why::Full { queue, waiting, most } => {
                let title = format!("{waiting} wait in {queue}, {most} are the most; come again later");
                let mut failure = Failure::new(ErrorKind::Unavailable, "queue_full", title);
                failure.problem.details.insert("queue".into(), queue.as_str().into());
                failure.problem.details.insert("waiting".into(), (*waiting).into());
                (failure, FULL_RETRY)
            }
        };
        failure.problem.details.insert("limit".into(), format!("limits.{}", refusal.limit).into());
        failure.problem.details.insert("retry_after_s".into(), retry.into());
        failure
    }
}

fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// What the edge knows of a request while it runs.
pub struct Ticket {
    /// From where it comes, when that is limited.
    address: Option<IpAddr>,
    /// Whether it asks for a page of a list.
    is_list: bool,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// The tightest of the buckets that were asked, its name, and what comes back a minute.
    tightest: Option<(&'static str, u64, Left)>,
    /// Whose bucket further costs are taken from.
    payer: Option<(String, bool)>,
}

impl Ticket {
    /// A request from `address` for a page of a list, or something else.
    pub fn new(address: Option<IpAddr>, is_list: bool) -> Arc<Ticket> {
        let address = address.map(counted).filter(|address| !address.is_loopback());
        Arc::new(Ticket { address, is_list, seen: Mutex::default() })
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, g: &Gateway, name: &'static str, who: &str, rate: Rate, cost: u64) -> Result<(), Refusal> {
        if rate.per_minute == 0 || cost == 0 {
            return Ok(());
        }
        let left = g.inner().buckets.take_as(name, who, rate, cost, g.inner().began.elapsed());
        let mut seen = self.seen();
        let is_tighter = |known: &Left| {
            u128::from(left.left) * u128::from(known.most) < u128::from(known.left) * u128::from(left.most)
        };
        if seen.tightest.as_ref().is_none_or(|(_, _, known)| !left.allowed || is_tighter(known)) {
            seen.tightest = Some((name, rate.per_minute, left));
        }
        if left.allowed { Ok(()) } else { Err(Refusal { limit: name, why: Why::Used(left.retry_in) }) }
    }

    /// Lets a request of this address in.
    pub fn enter(&self, g: &Gateway, method: &Method, route: &str) -> Result<(), Refusal> {
        let Some(address) = self.address else { return Ok(()) };
        let limits = &g.inner().limits;
        let who = address.to_string();
        self.take(g, "address_per_minute", &who, limits.address, 1)?;
        if method == Method::POST && route == "/store/v1/carts" {
            let most = limits.carts_per_address;
            // as many as may be open come back within an hour
            let rate = Rate { per_minute: most.div_ceil(60), burst: most };
            self.take(g, "carts_per_address", &who, rate, 1)?;
        }
        Ok(())
    }

    /// Takes a guest's request for what everybody may see out of what its address has left. A refusal takes nothing: who is
    /// refused here goes the long way, where he is counted.
    pub fn browse(&self, g: &Gateway, query: &str) -> Result<(), Refusal> {
        let Some(address) = self.address else { return Ok(()) };
        let limits = &g.inner().limits;
        let who = address.to_string();
        self.take(g, "address_per_minute", &who, limits.address, 1)?;
        let points = if self.is_list { rows_wanted(query) } else { 1 };
        let rate = Rate { per_minute: limits.cost, burst: limits.cost };
        let paid = self.take(g, "cost_per_minute", &who, rate, points);
        if paid.is_err() && limits.address.per_minute > 0 {
            g.inner().buckets.give_back(&("address_per_minute", who.as_str()), limits.address, 1);
        }
        paid
    }

    /// Says what is left, in the headers of the answer.
    pub fn tell(&self, headers: &mut HeaderMap) {
        let Some((name, per_minute, left)) = self.seen().tightest else { return };
        let reset = whole_seconds(left.full_in);
        headers.insert(LIMIT, HeaderValue::from(left.most));
        headers.insert(REMAINING, HeaderValue::from(left.left));
        headers.insert(RESET, HeaderValue::from(reset));
        if let Ok(policy) = HeaderValue::from_str(&format!("{per_minute};w=60;burst={};name=\"{name}\"", left.most)) {
            headers.insert(POLICY, policy);
        }
    }
}

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// The headers that say what is left (IETF draft-ietf-httpapi-ratelimit-headers-06).
pub const HEADERS: [HeaderName; 4] = [LIMIT, REMAINING, RESET, POLICY];

/// Takes a request out of its caller's buckets: one request, and what it asks for.
pub fn charge(parts: &Parts, g: &Gateway, caller: &Caller) -> Result<(), Failure> {
    let Some(ticket) = parts.extensions.get::<Arc<Ticket>>() else { return Ok(()) };
    let limits = &g.inner().limits;
    let payer = match caller {
        Caller::System { .. } => return Ok(()),
        Caller::Guest { .. } => match ticket.address {
            None => return Ok(()),
            Some(address) => (address.to_string(), false),
        },
        Caller::Key { .. } => {
            let who = caller.scope();
            ticket.take(g, "key_per_minute", &who, limits.key, 1)?;
            (who, true)
        }
        person => {
            let who = person.scope();
            ticket.take(g, "session_per_minute", &who, limits.session, 1)?;
            (who, false)
        }
    };
    ticket.seen().payer = Some(payer);
    let rows = if ticket.is_list { rows_wanted(parts.uri.query().unwrap_or("")) } else { 1 };
    spend(&parts.extensions, g, rows)
}

/// Takes what a request costs besides: a point a row of a page, a point an object of a body.
pub fn spend(extensions: &Extensions, g: &Gateway, points: u64) -> Result<(), Failure> {
    let Some(ticket) = extensions.get::<Arc<Ticket>>() else { return Ok(()) };
    let Some((who, is_key)) = ticket.seen().payer.clone() else { return Ok(()) };
    let limits = &g.inner().limits;
    let (name, rate) = if is_key { ("key_cost_per_minute", limits.key_cost) } else { ("cost_per_minute", limits.cost) };
    Ok(ticket.take(g, name, &who, Rate { per_minute: rate, burst: rate }, points)?)
}

/// How many rows a query asks for.
fn rows_wanted(query: &str) -> u64 {
    let wanted = query.split('&').find_map(|pair| pair.strip_prefix("limit=")).and_then(|text| text.parse().ok());
    wanted.unwrap_or(USUAL_PAGE).clamp(1, u64::from(infrasell_kernel::MAX_LIMIT))
}

/// How many objects there are in a JSON text, about: what a bulk write is charged for.
pub fn objects(json: &[u8]) -> u64 {
    json.iter().filter(|byte| **byte == b'{').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_costs_its_rows() {
        let cases = [("", 50), ("limit=7", 7), ("sort=x&limit=250&after=y", 250), ("limit=9999", 250), ("limit=x", 50)];
        for (query, rows) in cases {
            assert_eq!(rows_wanted(query), rows, "{query}");
        }
        assert_eq!(objects(br#"{"products":[{"a":1},{"b":{}}]}"#), 4);
    }

    #[test]
    fn a_refusal_names_its_limit_and_says_when_to_come_again() {
        let used = Refusal { limit: "key_per_minute", why: Why::Used(Duration::from_millis(1_200)) };
        let cases =
            [(used, 429, 2), (Refusal::busy("in_flight"), 503, 2), (Refusal::full("queue_jobs", "x", 9, 5), 503, 15)];
        for (refusal, status, retry) in cases {
            let name = format!("limits.{}", refusal.limit);
            let problem = Failure::from(refusal).problem;
            assert_eq!((problem.status, problem.details["retry_after_s"].as_u64()), (status, Some(retry)));
            assert_eq!(problem.details["limit"], name.as_str());
        }
    }
}
