//! The circuit breaker: a peer that keeps failing is left alone for a moment.

use infrasell_metrics::Gauge;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many failures in a row open the circuit.
const FAILURES_TO_OPEN: u32 = 5;
/// How long it stays open before one call may try again.
const OPEN_FOR: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open_until: Option<Instant>,
}

/// Counts failures in a row; open after five of them, for a second; then one call at a time may try.
#[derive(Debug)]
pub(crate) struct Breaker {
    state: Mutex<State>,
    /// 1 while it is open.
    shown: &'static Gauge,
}

impl Breaker {
    pub(crate) fn new(shown: &'static Gauge) -> Self {
        Breaker { state: Mutex::default(), shown }
    }

    /// Whether a call may go out at `now`.
    pub(crate) fn admits(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.open_until {
            Some(until) if now < until => false,
            Some(_) => {
                // this call is the probe; others wait for its result
                state.open_until = Some(now + OPEN_FOR);
                true
            }
            None => true,
        }
    }

    /// Notes how a call that was admitted ended.
    pub(crate) fn record(&self, reached: bool, now: Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if reached {
            if state.failures > 0 {
                *state = State::default();
                self.shown.set(0);
            }
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_TO_OPEN {
            state.open_until = Some(now + OPEN_FOR);
            self.shown.set(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHOWN: Gauge = Gauge::new();

    #[test]
    fn five_failures_open_it_and_one_success_closes_it() {
        let (breaker, start) = (Breaker::new(&SHOWN), Instant::now());
        for _ in 0..FAILURES_TO_OPEN {
            assert!(breaker.admits(start));
            breaker.record(false, start);
        }
        assert!(!breaker.admits(start));
        assert_eq!(SHOWN.get(), 1);
        let later = start + OPEN_FOR;
        assert!(breaker.admits(later), "one probe goes out");
        assert!(!breaker.admits(later), "and only one");
        breaker.record(true, later);
        assert!(breaker.admits(later));
        assert_eq!(SHOWN.get(), 0);
    }

    #[test]
    fn a_probe_that_fails_or_is_given_up_leaves_it_open_for_another_moment() {
        static SHOWN: Gauge = Gauge::new();
        let (breaker, start) = (Breaker::new(&SHOWN), Instant::now());
        (0..FAILURES_TO_OPEN).for_each(|_| breaker.record(false, start));
        let probe = start + OPEN_FOR;
        assert!(breaker.admits(probe), "its caller went away: nothing is recorded");
        assert!(!breaker.admits(probe + OPEN_FOR / 2));
        let probe = probe + OPEN_FOR;
        assert!(breaker.admits(probe));
        breaker.record(false, probe);
        assert!(!breaker.admits(probe + OPEN_FOR / 2));
        assert!(breaker.admits(probe + OPEN_FOR));
    }
}
