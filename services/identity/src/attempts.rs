//! How often one may try: to sign in under one e-mail address or from one network address, to guess a code, to have a
//! mail sent.
//!
//! Counted where all replicas count together when there is such a place, else in this process: then each allows its own
//! share, and a restart forgets. It slows a guesser down; what stops him is the password's length and argon2. Names are
//! counted under their hash: what is remembered elsewhere tells nobody's address.

use infrasell_engines::shared::{Counted, FORGET, Shared};
use sha2::{Digest, Sha256};
use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
    time::Duration,
};

/// How many attempts that did not succeed one e-mail address may have within [`ATTEMPT_WINDOW`].
pub const MOST_ATTEMPTS: u32 = 10;
/// The time over which attempts are counted.
pub const ATTEMPT_WINDOW: Duration = Duration::from_secs(60);
/// How many attempts that did not succeed may come from one network address within [`LONG_WINDOW`], whatever e-mail
/// addresses they name.
pub const MOST_FROM_ONE_PLACE: u32 = 100;
/// How many wrong codes of a second factor an account may have within [`LONG_WINDOW`].
pub const MOST_CODES: u32 = 5;
/// The time over which attempts from one place, and codes, are counted.
pub const LONG_WINDOW: Duration = Duration::from_secs(15 * 60);
/// How many mails one e-mail address may be sent within [`MAIL_WINDOW`] because somebody asked.
pub const MOST_MAILS: u32 = 5;
/// How many mails one network address may ask for within [`MAIL_WINDOW`].
pub const MOST_MAILS_FROM_ONE_PLACE: u32 = 30;
/// The time over which mails are counted.
pub const MAIL_WINDOW: Duration = Duration::from_secs(3600);
/// Attempts of one sort.
pub(crate) struct Attempts {
    sort: &'static str,
    most: u32,
    window: Duration,
    shared: Arc<dyn Shared>,
}

/// All sorts of attempts that are counted.
pub(crate) struct Throttles {
    /// To sign in, by e-mail address.
    pub(crate) account: Attempts,
    /// To sign in, by network address.
    pub(crate) place: Attempts,
    /// Codes of a second factor and present passwords, by account.
    pub(crate) code: Attempts,
    /// Mails, by e-mail address.
    pub(crate) mail: Attempts,
    /// Mails, by network address.
    pub(crate) mail_place: Attempts,
}

impl Throttles {
    /// All sorts, counted there.
    pub(crate) fn new(shared: &Arc<dyn Shared>) -> Self {
        let attempts = |sort, most, window| Attempts { sort, most, window, shared: shared.clone() };
        Throttles {
            account: attempts("account", MOST_ATTEMPTS, ATTEMPT_WINDOW),
            place: attempts("place", MOST_FROM_ONE_PLACE, LONG_WINDOW),
            code: attempts("code", MOST_CODES, LONG_WINDOW),
            mail: attempts("mail", MOST_MAILS, MAIL_WINDOW),
            mail_place: attempts("mail_place", MOST_MAILS_FROM_ONE_PLACE, MAIL_WINDOW),
        }
    }
}

/// What stands for a network address: of IPv6 the part that a provider hands to one customer.
pub(crate) fn place(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(six)) if six.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = six.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        _ => address.to_owned(),
    }
}

impl Attempts {
    async fn add(&self, name: &str, by: i64) -> Option<Counted> {
        let key = format!("identity.{}:{}", self.sort, hex::encode(Sha256::digest(name)));
        self.shared.count(&key, by, self.window).await.ok()
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// How many seconds to wait, when there were too many.
    pub(crate) async fn count(&self, name: &str) -> Result<(), u64> {
        // who cannot be counted is not let in
        let Some(counted) = self.add(name, 1).await else { return Err(1) };
        if counted.count > u64::from(self.most) { Err(counted.ends_in.as_secs().max(1)) } else { Ok(()) }
    }

    /// Forgets every attempt under a name that has succeeded.
    pub(crate) async fn forget(&self, name: &str) {
        self.add(name, FORGET).await;
    }

    /// Takes one attempt back, because it succeeded.
    pub(crate) async fn take_back(&self, name: &str) {
        self.add(name, -1).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_engines::shared::Embedded;
    use infrasell_kernel::{Clock, Timestamp};
    use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

    #[derive(Default)]
    struct Hand(AtomicI64);
    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_micros(self.0.load(Relaxed) * 1_000_000)
        }
    }

    fn throttles() -> (Arc<Hand>, Throttles) {
        let hand = Arc::new(Hand::default());
        let shared: Arc<dyn Shared> = Arc::new(Embedded::new(hand.clone()));
        (hand, Throttles::new(&shared))
    }

    #[tokio::test]
    async fn ten_in_a_minute_and_then_a_wait() {
        let (hand, throttles) = throttles();
        hand.0.store(100, Relaxed);
        for _ in 0..MOST_ATTEMPTS {
            assert_eq!(throttles.account.count("a").await, Ok(()));
        }
        assert_eq!(throttles.account.count("a").await, Err(60));
        hand.0.store(159, Relaxed);
        assert_eq!(throttles.account.count("a").await, Err(1));
        assert_eq!(throttles.account.count("b").await, Ok(()), "others are not held up");
        assert_eq!(throttles.code.count("a").await, Ok(()), "sorts do not meet");
        hand.0.store(160, Relaxed);
        assert_eq!(throttles.account.count("a").await, Ok(()));
    }

    #[tokio::test]
    async fn success_and_a_clock_set_back_begin_anew() {
        let (hand, throttles) = throttles();
        for round in [200, 100] {
            hand.0.store(round, Relaxed);
            for _ in 0..MOST_ATTEMPTS {
                assert_eq!(throttles.account.count("a").await, Ok(()));
            }
        }
        throttles.account.forget("a").await;
        assert_eq!(throttles.account.count("a").await, Ok(()));
    }

    #[tokio::test]
    async fn one_that_succeeded_is_taken_back_and_networks_are_told_apart() {
        let (_, throttles) = throttles();
        for _ in 0..10 * MOST_CODES {
            assert_eq!(throttles.code.count("a").await, Ok(()));
            throttles.code.take_back("a").await;
        }
        throttles.code.take_back("nobody").await;
        assert_eq!(place("2001:db8:1:2:3:4:5:6"), place("2001:db8:1:2::9"));
        assert_ne!(place("2001:db8:1:2::9"), place("2001:db8:1:3::9"));
        for own in ["192.0.2.7", "::ffff:192.0.2.7", "not an address"] {
            assert_eq!(place(own), own);
        }
    }
}
