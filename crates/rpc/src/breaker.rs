//! The circuit breaker: a peer that keeps failing is left alone for a moment.

use std::{
    sync::Mutex,
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
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<State>);

impl Breaker {
    /// Whether a call may go out at `now`.
    pub(crate) fn admits(&self, now: Instant) -> bool {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if reached {
            *state = State::default();
            return;
        }
        state.failures += 1;
        if state.failures >= FAILURES_TO_OPEN {
            state.open_until = Some(now + OPEN_FOR);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_open_it_and_one_success_closes_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..FAILURES_TO_OPEN {
            assert!(breaker.admits(start));
            breaker.record(false, start);
        }
        assert!(!breaker.admits(start));
        let later = start + OPEN_FOR;
        assert!(breaker.admits(later), "one probe goes out");
        assert!(!breaker.admits(later), "and only one");
        breaker.record(true, later);
        assert!(breaker.admits(later));
    }
}
