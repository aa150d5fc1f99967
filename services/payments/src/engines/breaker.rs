//! The circuit breaker of an engine: a provider that keeps failing is left alone for a while.

use infrasell_kernel::Timestamp;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How many failures in a row open the circuit.
const FAILURES_TO_OPEN: u32 = 5;
/// How long it stays open.
const OPEN_FOR: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open_until: Option<Timestamp>,
}

/// Counts failures in a row; open after five, for thirty seconds.
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<State>);

impl Breaker {
    /// Whether calls are worth making at `now`.
    pub(crate) fn admits(&self, now: Timestamp) -> bool {
        self.state().open_until.is_none_or(|until| now >= until)
    }

    /// Notes how a call ended.
    pub(crate) fn record(&self, answered: bool, now: Timestamp) {
        let mut state = self.state();
        if answered {
            *state = State::default();
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_TO_OPEN {
            state.open_until = Some(now.plus(OPEN_FOR));
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_open_it_for_thirty_seconds() {
        let (breaker, start) = (Breaker::default(), Timestamp::from_micros(0));
        for _ in 0..FAILURES_TO_OPEN {
            assert!(breaker.admits(start));
            breaker.record(false, start);
        }
        assert!(!breaker.admits(start));
        let later = start.plus(OPEN_FOR);
        assert!(breaker.admits(later));
        breaker.record(false, later);
        assert!(!breaker.admits(later), "one more failure closes the door again");
        breaker.record(true, later);
        assert!(breaker.admits(later));
    }
}
