//! How often one may try: to sign in under one e-mail address or from one network address, to guess a code, to have a
//! mail sent.
//!
//! In this process's memory: with several replicas each allows its own share, and a restart forgets. It slows a guesser
//! down; what stops him is the password's length and argon2.

use infrasell_kernel::Timestamp;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
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
/// How many names are remembered at once.
const MOST_NAMES: usize = 10_000;

/// Attempts of one sort.
pub(crate) struct Attempts {
    most: u32,
    window: Duration,
    counted: Mutex<HashMap<String, Counted>>,
}

struct Counted {
    since: Timestamp,
    count: u32,
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

impl Default for Throttles {
    fn default() -> Self {
        Throttles {
            account: Attempts::new(MOST_ATTEMPTS, ATTEMPT_WINDOW),
            place: Attempts::new(MOST_FROM_ONE_PLACE, LONG_WINDOW),
            code: Attempts::new(MOST_CODES, LONG_WINDOW),
            mail: Attempts::new(MOST_MAILS, MAIL_WINDOW),
            mail_place: Attempts::new(MOST_MAILS_FROM_ONE_PLACE, MAIL_WINDOW),
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
    fn new(most: u32, window: Duration) -> Self {
        Attempts { most, window, counted: Mutex::default() }
    }

    /// Counts an attempt at `now`.
    ///
    /// # Errors
    /// How many seconds to wait, when there were too many.
    pub(crate) fn count(&self, name: &str, now: Timestamp) -> Result<(), u64> {
        let mut all = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_NAMES && !all.contains_key(name) {
            self.make_room(&mut all, now);
        }
        let counted = all.entry(name.to_owned()).or_insert(Counted { since: now, count: 0 });
        if self.is_over(counted, now) {
            *counted = Counted { since: now, count: 0 };
        }
        if counted.count >= self.most {
            let left = counted.since.plus(self.window).since(now);
            return Err(left.as_secs().max(1));
        }
        counted.count += 1;
        Ok(())
    }

    /// Forgets every attempt under a name that has succeeded.
    pub(crate) fn forget(&self, name: &str) {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Takes one attempt back, because it succeeded.
    pub(crate) fn take_back(&self, name: &str) {
        let mut all = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counted) = all.get_mut(name) {
            counted.count = counted.count.saturating_sub(1);
        }
    }

    fn is_over(&self, counted: &Counted, now: Timestamp) -> bool {
        // a clock that was set back must not lock anybody out
        now >= counted.since.plus(self.window) || now < counted.since
    }

    /// Forgets what is over; when that is not enough, whoever tried only once, so that a flood of made-up names does not
    /// make room for one that is being guessed at.
    fn make_room(&self, all: &mut HashMap<String, Counted>, now: Timestamp) {
        all.retain(|_, counted| !self.is_over(counted, now));
        if all.len() >= MOST_NAMES {
            all.retain(|_, counted| counted.count > 1);
        }
        if all.len() >= MOST_NAMES {
            all.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn ten_in_a_minute_and_then_a_wait() {
        let attempts = Attempts::new(MOST_ATTEMPTS, ATTEMPT_WINDOW);
        for _ in 0..MOST_ATTEMPTS {
            assert_eq!(attempts.count("a", at(100)), Ok(()));
        }
        assert_eq!(attempts.count("a", at(100)), Err(60));
        assert_eq!(attempts.count("a", at(159)), Err(1));
        assert_eq!(attempts.count("b", at(100)), Ok(()), "others are not held up");
        assert_eq!(attempts.count("a", at(160)), Ok(()));
    }

    #[test]
    fn success_and_a_clock_set_back_begin_anew() {
        let attempts = Attempts::new(MOST_ATTEMPTS, ATTEMPT_WINDOW);
        for round in [200, 100] {
            for _ in 0..MOST_ATTEMPTS {
                assert_eq!(attempts.count("a", at(round)), Ok(()));
            }
        }
        attempts.forget("a");
        assert_eq!(attempts.count("a", at(100)), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_a_flood_frees_nobody_who_is_guessed_at() {
        let attempts = Attempts::new(MOST_ATTEMPTS, ATTEMPT_WINDOW);
        while attempts.count("victim", at(0)).is_ok() {}
        for n in 0..3 * MOST_NAMES {
            assert_eq!(attempts.count(&format!("made up {n}"), at(1)), Ok(()));
            assert!(attempts.counted.lock().unwrap().len() <= MOST_NAMES);
        }
        assert!(attempts.count("victim", at(2)).is_err());
        for n in 0..MOST_NAMES {
            assert_eq!(attempts.count(&format!("later {n}"), at(61)), Ok(()));
        }
        assert_eq!(attempts.count("victim", at(61)), Ok(()));
    }

    #[test]
    fn one_that_succeeded_is_taken_back_and_networks_are_told_apart() {
        let attempts = Attempts::new(2, ATTEMPT_WINDOW);
        for _ in 0..10 {
            assert_eq!(attempts.count("a", at(1)), Ok(()));
            attempts.take_back("a");
        }
        attempts.take_back("nobody");
        assert_eq!(place("2001:db8:1:2:3:4:5:6"), place("2001:db8:1:2::9"));
        assert_ne!(place("2001:db8:1:2::9"), place("2001:db8:1:3::9"));
        for own in ["192.0.2.7", "::ffff:192.0.2.7", "not an address"] {
            assert_eq!(place(own), own);
        }
    }
}
