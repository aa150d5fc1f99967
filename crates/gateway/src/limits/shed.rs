//! What is refused when there is too much to do: the less it matters to a purchase, the sooner.
//!
//! Always true: payment messages and the placing of an order are the last to be refused, office work (long lists,
//! exports, checks of the books) is the first; what is refused has done nothing yet.

use super::{Limits, Refusal};
use crate::hosted;
use axum::http::Method;
use infrasell_metrics::{Level, catalogue::HTTP_IN_FLIGHT};
use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

/// How much a request matters, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Placing an order, messages of payment providers, health.
    Vital,
    /// Carts, checkouts, signing in, an order's page.
    Purchase,
    /// Looking around; staff at single things.
    Browse,
    /// Long lists, searches, exports and bulk work of the office.
    Office,
}

impl Class {
    /// The class of a route. `is_list` says whether it answers with a page of a list.
    pub fn of(method: &Method, route: &str, is_list: bool) -> Class {
        const HEALTH: [&str; 3] = ["/livez", "/readyz", "/metrics"];
        const HEAVY: [&str; 5] = ["/bulk", "/imports", "/exports", "/reconciliation", "/backups"];
        let under =
            |prefix: &str| route.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let orders = route.ends_with("/complete") || (route == hosted::PAYMENT && method == Method::POST);
        if under("/hooks") || orders || HEALTH.contains(&route) {
            return Class::Vital;
        }
        let buying = ["/store/v1/carts", "/store/v1/checkouts", "/store/v1/orders", "/store/v1/customers"];
        let pages = ["/checkout", "/orders"];
        let buys = buying.iter().chain(&pages).any(|prefix| under(prefix));
        // a query that only looks around is held to less once it is read
        if buys || under("/api") || route.ends_with("/session") || under("/.well-known") {
            return Class::Purchase;
        }
        let in_office = under("/admin");
        let is_heavy = HEAVY.iter().any(|end| route.ends_with(end)) && method != Method::GET;
        if in_office && (is_list || is_heavy) { Class::Office } else { Class::Browse }
    }
}

/// How busy this process is.
#[derive(Debug, Default)]
pub struct Load {
    in_flight: infrasell_metrics::Gauge,
    /// How late work gets its turn, microseconds.
    delay: AtomicU64,
}

/// How often the delay is looked at, and how many looks must agree.
const LOOK: Duration = Duration::from_millis(25);
const LOOKS: usize = 4;

/// A request that is under way.
pub struct UnderWay<'a> {
    _here: Level<'a>,
    _shown: Level<'static>,
}

impl Load {
    /// Lets a request in, or says which limit it has passed.
    pub fn admit(&self, class: Class, limits: &Limits) -> Result<UnderWay<'_>, Refusal> {
        let under_way = UnderWay { _here: self.in_flight.up(), _shown: HTTP_IN_FLIGHT.up() };
        let running = u64::try_from(self.in_flight.get()).unwrap_or(0);
        match refuses(class, running, self.delay(), limits) {
            Some(limit) => Err(Refusal::busy(limit)),
            None => Ok(under_way),
        }
    }

    /// Whether a request that is in already would still be let in as one of this class.
    pub fn has_room(&self, class: Class, limits: &Limits) -> Result<(), Refusal> {
        let running = u64::try_from(self.in_flight.get()).unwrap_or(0);
        refuses(class, running, self.delay(), limits).map_or(Ok(()), |limit| Err(Refusal::busy(limit)))
    }

    /// How late work gets its turn.
    pub fn delay(&self) -> Duration {
        Duration::from_micros(self.delay.load(Relaxed))
    }

    /// Looks at how late work gets its turn, again and again; ends when it is dropped. One late turn is an accident: what
    /// counts is the least of the last four.
    pub async fn watch(&self) {
        let mut last = [Duration::ZERO; LOOKS];
        for n in (0..LOOKS).cycle() {
            let asked = Instant::now();
            tokio::time::sleep(LOOK).await;
            last[n] = asked.elapsed().saturating_sub(LOOK);
            let least = last.iter().min().copied().unwrap_or_default();
            self.delay.store(u64::try_from(least.as_micros()).unwrap_or(u64::MAX), Relaxed);
        }
    }
}

/// The limit that a request of this class has passed, when so many run (itself among them) and work is so late.
fn refuses(class: Class, running: u64, delay: Duration, limits: &Limits) -> Option<&'static str> {
    let most = limits.in_flight;
    let share = match class {
        Class::Vital => most.saturating_mul(2),
        Class::Purchase => most,
        Class::Browse => most / 4 * 3 + most % 4 * 3 / 4,
        Class::Office => most / 2,
    };
    if most > 0 && running > share.max(1) {
        return Some("in_flight");
    }
    let patience = match class {
        Class::Vital | Class::Purchase => return None,
        Class::Browse => limits.queue_delay.saturating_mul(2),
        Class::Office => limits.queue_delay,
    };
    (!patience.is_zero() && delay > patience).then_some("queue_delay_ms")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_is_refused_first() {
        let limits = Limits { in_flight: 100, queue_delay: Duration::from_millis(100), ..Limits::default() };
        let refused = |class, running, ms| refuses(class, running, Duration::from_millis(ms), &limits).is_some();
        let classes = [Class::Vital, Class::Purchase, Class::Browse, Class::Office];
        let at = |running, ms| classes.map(|class| refused(class, running, ms));
        assert_eq!(at(50, 0), [false; 4]);
        assert_eq!(at(51, 0), [false, false, false, true]);
        assert_eq!(at(76, 0), [false, false, true, true]);
        assert_eq!(at(101, 0), [false, true, true, true]);
        assert_eq!(at(201, 0), [true; 4]);
        assert_eq!(at(1, 150), [false, false, false, true]);
        assert_eq!(at(1, 250), [false, false, true, true]);
        assert_eq!(at(1, 60_000), [false, false, true, true], "a purchase is never refused for being slow");
        let off = Limits { in_flight: 0, queue_delay: Duration::ZERO, ..Limits::default() };
        assert!(classes.iter().all(|class| refuses(*class, 1_000_000, Duration::MAX, &off).is_none()));
        let one = Limits { in_flight: 1, ..Limits::default() };
        assert!(refuses(Class::Office, 1, Duration::ZERO, &one).is_none(), "one at a time is always let in");
    }

    #[test]
    fn routes_have_the_class_of_what_they_are_for() {
        let of = |method: &str, route: &str, is_list| Class::of(&method.parse().unwrap(), route, is_list);
        assert_eq!(of("POST", "/store/v1/checkouts/{token}/complete", false), Class::Vital);
        assert_eq!(of("POST", "/hooks/v1/payments/{provider}", false), Class::Vital);
        assert_eq!(of("GET", "/metrics", false), Class::Vital);
        assert_eq!(of("POST", "/checkout/{token}/payment", false), Class::Vital);
        assert_eq!(of("GET", "/checkout/{token}/payment", false), Class::Purchase);
        assert_eq!(of("GET", "/orders/{token}", false), Class::Purchase);
        assert_eq!(of("PATCH", "/store/v1/carts/{token}/lines", false), Class::Purchase);
        assert_eq!(of("POST", "/admin/v1/session", false), Class::Purchase);
        assert_eq!(of("POST", "/api/{version}/graphql.json", false), Class::Purchase);
        assert_eq!(of("GET", "/store/v1/products", true), Class::Browse);
        assert_eq!(of("GET", "/store/v1/cartsandmore", false), Class::Browse);
        assert_eq!(of("PATCH", "/admin/v1/products/{id}", false), Class::Browse);
        assert_eq!(of("GET", "/admin/v1/products", true), Class::Office);
        assert_eq!(of("POST", "/admin/v1/products/bulk", false), Class::Office);
        assert_eq!(of("POST", "/admin/v1/reconciliation", false), Class::Office);
    }

    #[tokio::test]
    async fn lateness_is_seen_and_forgotten() {
        let load = Load::default();
        let seen = tokio::select! {
            () = load.watch() => unreachable!("it watches until it is dropped"),
            seen = async {
                for _ in 0..12 {
                    // whoever blocks the runtime makes everybody late
                    std::thread::sleep(Duration::from_millis(60));
                    tokio::task::yield_now().await;
                }
                load.delay()
            } => seen,
        };
        assert!(seen > Duration::from_millis(20), "{seen:?}");
        let calm = tokio::select! {
            () = load.watch() => unreachable!("it watches until it is dropped"),
            calm = async {
                tokio::time::sleep(LOOK * 8).await;
                load.delay()
            } => calm,
        };
        assert!(calm < seen, "{calm:?}");
    }
}
