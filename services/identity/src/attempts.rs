//! How often one may try to sign in under one e-mail address.
//!
//! In this process's memory: with several replicas each allows its own share, and a restart forgets. It slows a guesser
//! down; what stops him is the password's length and argon2.

use infrasell_kernel::Timestamp;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How many attempts that did not succeed one address may have within [`ATTEMPT_WINDOW`].
pub const MOST_ATTEMPTS: u32 = 10;
/// The time over which attempts are counted.
pub const ATTEMPT_WINDOW: Duration = Duration::from_secs(60);
/// How many addresses are remembered at once.
const MOST_ADDRESSES: usize = 10_000;

#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, Counted>>);

struct Counted {
    since: Timestamp,
    count: u32,
}

impl Attempts {
    /// Counts an attempt at `now`.
    ///
    /// # Errors
    /// How many seconds to wait, when there were too many.
    pub(crate) fn count(&self, address: &str, now: Timestamp) -> Result<(), u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_ADDRESSES && !all.contains_key(address) {
            make_room(&mut all, now);
        }
        let counted = all.entry(address.to_owned()).or_insert(Counted { since: now, count: 0 });
        if is_over(counted, now) {
            *counted = Counted { since: now, count: 0 };
        }
        if counted.count >= MOST_ATTEMPTS {
            let left = counted.since.plus(ATTEMPT_WINDOW).since(now);
            return Err(left.as_secs().max(1));
        }
        counted.count += 1;
        Ok(())
    }

    /// Forgets the attempts of an address that has signed in.
    pub(crate) fn forget(&self, address: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(address);
    }
}

fn is_over(counted: &Counted, now: Timestamp) -> bool {
    // a clock that was set back must not lock anybody out
    now >= counted.since.plus(ATTEMPT_WINDOW) || now < counted.since
}

/// Forgets what is over; when that is not enough, whoever tried only once, so that a flood of made-up addresses does not
/// make room for one that is being guessed at.
fn make_room(all: &mut HashMap<String, Counted>, now: Timestamp) {
    all.retain(|_, counted| !is_over(counted, now));
    if all.len() >= MOST_ADDRESSES {
        all.retain(|_, counted| counted.count > 1);
    }
    if all.len() >= MOST_ADDRESSES {
        all.clear();
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
        let attempts = Attempts::default();
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
        let attempts = Attempts::default();
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
        let attempts = Attempts::default();
        while attempts.count("victim", at(0)).is_ok() {}
        for n in 0..3 * MOST_ADDRESSES {
            assert_eq!(attempts.count(&format!("made up {n}"), at(1)), Ok(()));
            assert!(attempts.0.lock().unwrap().len() <= MOST_ADDRESSES);
        }
        assert!(attempts.count("victim", at(2)).is_err());
        for n in 0..MOST_ADDRESSES {
            assert_eq!(attempts.count(&format!("later {n}"), at(61)), Ok(()));
        }
        assert_eq!(attempts.count("victim", at(61)), Ok(()));
    }
}
