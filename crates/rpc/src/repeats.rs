//! A write that is sent again is done once.
//!
//! Always true: every write that goes to another process has a name of its own, made where it is sent, which stays the same
//! however often it is sent or delivered; the process that serves it does it once and answers each repetition as it
//! answered the first. So a caller may try again when an answer was lost, and a network may deliver twice.
//!
//! This is beside idempotency keys, not in their place. A key is the caller's, is remembered with the effect in the
//! database and outlives every process; a name is of one call, is remembered in memory for a minute, and holds for
//! methods that keep no answer, because it is a secret. After a restart nothing is remembered: a call without a key that
//! was named before the process began may have been done by the one before it, so it is refused as unreachable.
//!
//! The name says when it was given. A write that arrives when nobody waits for its answer any more is refused: whoever sent
//! it has given it up, and may have undone what it would do.
//!
//! The name travels behind the key, after a sign that no key can hold (a header takes no control characters).

use crate::Cx;
use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use infrasell_kernel::{Clock, OsRandom, SystemClock, Timestamp, Token};
use std::{
    borrow::Cow,
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::OnceCell;

/// Stands between key and name.
const SIGN: char = '\u{1}';
/// How long an answer is remembered: longer than any caller tries.
const KEPT_FOR: Duration = Duration::from_secs(60);
/// How long after it was named a call may arrive: as long as a caller tries.
const LATEST: Duration = Duration::from_secs(30);
/// The most answers that are remembered.
const MOST: usize = 5_000;
/// The most bytes of them; the oldest go first.
const MOST_BYTES: usize = 16 << 20;

/// The context of a call that is about to be sent: for a write, with a name for this call.
#[doc(hidden)]
#[must_use]
pub fn named(cx: &Cx, is_read: bool) -> Cow<'_, Cx> {
    if is_read {
        return Cow::Borrowed(cx);
    }
    let (key, at) = (cx.idempotency_key.as_deref().unwrap_or_default(), SystemClock.now().micros());
    let key = format!("{key}{SIGN}{at}:{}", Token::random(&OsRandom));
    Cow::Owned(Cx { idempotency_key: Some(key), ..cx.clone() })
}

/// The name of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Name(String);

impl Name {
    /// When it was given.
    fn at(&self) -> Option<Timestamp> {
        self.0.split_once(':')?.0.parse().ok().map(Timestamp::from_micros)
    }
}

/// Takes the name off a context; what is left is what the caller had.
pub(crate) fn unnamed(mut cx: Cx) -> (Cx, Option<Name>) {
    let Some((key, name)) = cx.idempotency_key.as_deref().and_then(|key| key.split_once(SIGN)) else {
        return (cx, None);
    };
    let (key, name) = (Some(key.to_owned()).filter(|key| !key.is_empty()), Name(name.to_owned()));
    cx.idempotency_key = key;
    (cx, Some(name))
}

/// An answer, to be given again.
#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.status, self.headers, self.body).into_response()
    }
}

type Slot = Arc<OnceCell<Answer>>;

/// The answers of late.
pub(crate) struct Repeats {
    began: Timestamp,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    slots: HashMap<Name, Slot>,
    /// In the order in which they came.
    order: VecDeque<(Instant, Name)>,
}

impl Repeats {
    pub(crate) fn new() -> Arc<Repeats> {
        Arc::new(Repeats { began: SystemClock.now(), kept: Mutex::default() })
    }

    /// Does a call, or answers as it was answered before; one that is under way is waited for. When whoever began it goes
    /// away, the next one does it.
    pub(crate) async fn once(
        &self,
        name: Name,
        keyed: bool,
        deadline: Option<Timestamp>,
        work: impl Future<Output = Response>,
    ) -> Response {
        if let Err(why) = self.check(&name, keyed, deadline, SystemClock.now()) {
            tracing::warn!("a write is refused: {why}");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let slot = self.slot(name, Instant::now());
        let answer = slot.get_or_init(|| async { whole(work.await).await }).await;
        answer.clone().into_response()
    }

    fn check(&self, name: &Name, keyed: bool, deadline: Option<Timestamp>, now: Timestamp) -> Result<(), &'static str> {
        let at = name.at().ok_or("its name cannot be read")?;
        if now.since(at) > LATEST || deadline.is_some_and(|deadline| deadline <= now) {
            return Err("it arrives so late that nobody waits for it");
        }
        if !keyed && at < self.began {
            return Err("it was sent before this process began, and may have been done by the one before it");
        }
        Ok(())
    }

    fn slot(&self, name: Name, now: Instant) -> Slot {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = kept.slots.get(&name) {
            return slot.clone();
        }
        kept.forget(now);
        let slot = Slot::default();
        kept.slots.insert(name.clone(), slot.clone());
        kept.order.push_back((now, name));
        slot
    }
}

impl Kept {
    /// Forgets what is old, and the oldest when there is too much.
    fn forget(&mut self, now: Instant) {
        let size = |slot: &Slot| slot.get().map_or(0, |answer| answer.body.len());
        let mut bytes: usize =
            if self.order.len().is_multiple_of(64) { self.slots.values().map(size).sum() } else { 0 };
        while let Some((at, name)) = self.order.front() {
            let is_old = now.duration_since(*at) > KEPT_FOR;
            if !is_old && self.order.len() < MOST && bytes <= MOST_BYTES {
                return;
            }
            if let Some(slot) = self.slots.remove(name) {
                bytes = bytes.saturating_sub(size(&slot));
            }
            self.order.pop_front();
        }
    }
}

async fn whole(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => Answer { status: parts.status, headers: parts.headers, body },
        Err(cause) => {
            tracing::error!(%cause, "an answer could not be read");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Answer { status, headers: HeaderMap::new(), body: Bytes::new() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn cx(key: Option<&str>) -> Cx {
        Cx { idempotency_key: key.map(str::to_owned), ..Cx::system("test", "test") }
    }

    #[test]
    fn a_name_comes_off_as_it_was_put_on_and_none_is_like_another() {
        for key in [None, Some("key"), Some("chk_1:1:reserve")] {
            let from = cx(key);
            let (one, two) = (named(&from, false).into_owned(), named(&from, false).into_owned());
            let header = serde_json::to_string(&one).unwrap();
            assert!(header.is_ascii() && !header.chars().any(char::is_control), "{header}");
            let ((one, first), (two, second)) = (unnamed(one), unnamed(two));
            assert_eq!((&one, &two), (&from, &from));
            assert_eq!(named(&from, true).into_owned(), from);
            assert_ne!(first, second);
        }
        assert_eq!(unnamed(cx(Some("key"))), (cx(Some("key")), None));
    }

    fn name() -> Name {
        unnamed(named(&cx(None), false).into_owned()).1.unwrap()
    }

    async fn told(response: Response) -> (StatusCode, String) {
        let answer = whole(response).await;
        (answer.status, String::from_utf8(answer.body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_call_is_done_once_and_answered_each_time() {
        let (repeats, done) = (Repeats::new(), AtomicUsize::new(0));
        let work = || async {
            tokio::task::yield_now().await;
            format!("{}", done.fetch_add(1, Ordering::SeqCst)).into_response()
        };
        let (first, second) = (name(), name());
        let (one, at_once) = tokio::join!(
            repeats.once(first.clone(), false, None, work()),
            repeats.once(first.clone(), false, None, work())
        );
        assert_eq!((told(one).await.1, told(at_once).await.1), ("0".into(), "0".into()));
        assert_eq!(told(repeats.once(first, false, None, work()).await).await.1, "0");
        assert_eq!(told(repeats.once(second, false, None, work()).await).await.1, "1");
    }

    #[tokio::test]
    async fn when_the_first_goes_away_the_next_does_it() {
        let (repeats, name) = (Repeats::new(), name());
        let never = repeats.once(name.clone(), false, None, std::future::pending());
        assert!(tokio::time::timeout(Duration::from_millis(5), never).await.is_err());
        let done = repeats.once(name, false, None, async { "done".into_response() }).await;
        assert_eq!(told(done).await.1, "done");
    }

    #[tokio::test]
    async fn what_another_process_may_have_done_is_refused_unless_a_key_remembers_it() {
        let old = name();
        tokio::time::sleep(Duration::from_millis(2)).await;
        let repeats = Repeats::new();
        let refused = repeats.once(old.clone(), false, None, async { "done".into_response() }).await;
        assert_eq!(told(refused).await.0, StatusCode::SERVICE_UNAVAILABLE);
        let keyed = repeats.once(old, true, None, async { "done".into_response() }).await;
        assert_eq!(told(keyed).await, (StatusCode::OK, "done".into()));
    }

    #[test]
    fn one_that_nobody_waits_for_is_refused() {
        let (repeats, name) = (Repeats::new(), name());
        let after = |time: Duration| repeats.check(&name, true, None, name.at().unwrap().plus(time));
        assert_eq!(after(LATEST), Ok(()));
        assert!(after(LATEST + Duration::from_millis(1)).is_err());
        let now = name.at().unwrap();
        assert!(repeats.check(&name, true, Some(now), now).is_err(), "the caller's own deadline");
        assert_eq!(repeats.check(&name, true, Some(now.plus(LATEST)), now), Ok(()));
        assert!(repeats.check(&Name("x".into()), true, None, SystemClock.now()).is_err());
    }

    #[test]
    fn what_is_old_or_too_much_is_forgotten() {
        let (repeats, now) = (Repeats::new(), Instant::now());
        let first = name();
        repeats.slot(first.clone(), now);
        for _ in 0..MOST {
            repeats.slot(name(), now);
        }
        let count = |repeats: &Repeats| repeats.kept.lock().unwrap().slots.len();
        assert_eq!(count(&repeats), MOST);
        assert!(!repeats.kept.lock().unwrap().slots.contains_key(&first));
        repeats.slot(name(), now + KEPT_FOR + Duration::from_secs(1));
        assert_eq!(count(&repeats), 1);
    }
}
