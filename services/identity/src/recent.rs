//! The secrets of keys that were made a moment ago, so that a repeat of the request that made one gets the same answer.
//!
//! In this process's memory only: what is stored with the idempotent answer must not open anything.

use infrasell_kernel::{ApiKeyId, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long a secret is remembered: longer than any client keeps repeating a request.
const KEEP: Duration = Duration::from_secs(10 * 60);
/// How many are remembered at once.
const MOST: usize = 1_000;

#[derive(Default)]
pub(crate) struct Recent(Mutex<HashMap<ApiKeyId, (Timestamp, String)>>);

impl Recent {
    /// Remembers the secret of a key that is being made.
    pub(crate) fn keep(&self, key: ApiKeyId, secret: &str, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (until, _)| *until > now);
        if all.len() < MOST {
            all.insert(key, (now.plus(KEEP), secret.to_owned()));
        }
    }

    /// The secret, while it is remembered.
    pub(crate) fn find(&self, key: ApiKeyId, now: Timestamp) -> Option<String> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&key).filter(|(until, _)| *until > now).map(|(_, secret)| secret.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_forgotten_after_its_time_and_memory_is_bounded() {
        let (recent, start) = (Recent::default(), Timestamp::from_micros(0));
        for n in 1..=2_000 {
            recent.keep(ApiKeyId::from_i64(n), "s", start);
        }
        assert_eq!(recent.0.lock().unwrap().len(), MOST);
        assert_eq!(recent.find(ApiKeyId::from_i64(1), start).as_deref(), Some("s"));
        assert_eq!(recent.find(ApiKeyId::from_i64(1), start.plus(KEEP)), None);
        recent.keep(ApiKeyId::from_i64(9_999), "t", start.plus(KEEP));
        assert_eq!(recent.0.lock().unwrap().len(), 1, "what is over makes room");
    }
}
