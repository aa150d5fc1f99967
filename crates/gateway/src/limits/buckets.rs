//! How much each caller has left: a bucket a caller, in memory.
//!
//! Always true: the table has a largest size, and a part of it is there from the first caller in it on; it takes no lock;
//! who has a place in it is held to his rate exactly (GCRA); when a set of places is full, whoever has used the least
//! loses his place and begins with a full bucket. What a caller uses elsewhere counts here as soon as it is heard of
//! (`sharing.rs`).

use std::{
    hash::{BuildHasher, Hash, RandomState},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// Places that a caller may have, looked at one after the other.
const WAYS: usize = 8;
/// Sets of places that come into being together.
const PART: usize = 8;
/// Parts of the table; with [`PART`] and [`WAYS`] 65,536 callers in 1.5 MiB.
const PARTS: usize = 1_024;

/// How much a caller may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So much comes back each minute; 0 is no limit.
    pub per_minute: u64,
    /// So much there is at the most, and at first.
    pub burst: u64,
}

/// What a bucket says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Whether it was given.
    pub allowed: bool,
    /// The most there can be.
    pub most: u64,
    /// What is left.
    pub left: u64,
    /// Until it is full again.
    pub full_in: Duration,
    /// Until what was asked for can be given; nothing when it was.
    pub retry_in: Duration,
}

#[derive(Default)]
struct Place {
    /// Whose it is; 0 is nobody's.
    who: AtomicU64,
    /// When the bucket would be full again, nanoseconds since the table was made.
    full_at: AtomicU64,
    /// What was used since other replicas were told: the time in which it fills up, nanoseconds.
    unsaid: AtomicU64,
}

type Part = [[Place; WAYS]; PART];

/// Buckets by caller.
pub struct Buckets {
    parts: Box<[OnceLock<Box<Part>>]>,
    hasher: RandomState,
    /// Who has used something since other replicas were told, when there are any.
    unsaid: Option<Mutex<Vec<(u64, String)>>>,
}

/// What a caller has used that other replicas do not know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unsaid {
    /// The name of the limit, and of the caller.
    pub(super) name: String,
    /// The time in which it fills up.
    pub(super) spent: Duration,
    who: u64,
}

impl Default for Buckets {
    fn default() -> Self {
        let parts = (0..PARTS).map(|_| OnceLock::new()).collect();
        Buckets { parts, hasher: RandomState::new(), unsaid: None }
    }
}

impl Buckets {
    /// Buckets of which other replicas are told.
    #[must_use]
    pub fn shared() -> Self {
        Buckets { unsaid: Some(Mutex::default()), ..Buckets::default() }
    }

    /// [`Buckets::take`] by the name of a limit and of a caller, by which other replicas know him too.
    pub fn take_as(&self, limit: &'static str, who: &str, rate: Rate, cost: u64, now: Duration) -> Left {
        let left = self.take(&(limit, who), rate, cost, now);
        if let Some(unsaid) = self.unsaid.as_ref().filter(|_| left.allowed) {
            let price = (60_000_000_000 / rate.per_minute.max(1)).saturating_mul(cost.min(rate.burst.max(1)));
            let hash = self.hasher.hash_one((limit, who)).max(1);
            if self.place(hash).unsaid.fetch_add(price, Relaxed) == 0 {
                let name = format!("{limit}:{who}");
                unsaid.lock().unwrap_or_else(PoisonError::into_inner).push((hash, name));
            }
        }
        left
    }

    /// What was used since this was last asked.
    pub(super) fn unsaid(&self) -> Vec<Unsaid> {
        let Some(unsaid) = &self.unsaid else { return vec![] };
        let names = std::mem::take(&mut *unsaid.lock().unwrap_or_else(PoisonError::into_inner));
        let told = names.into_iter().map(|(who, name)| {
            let spent = self.known(who).map_or(0, |place| place.unsaid.swap(0, Relaxed));
            Unsaid { name, spent: Duration::from_nanos(spent), who }
        });
        told.filter(|unsaid| !unsaid.spent.is_zero()).collect()
    }

    /// Notes when a caller's common bucket is full again: his own is not full earlier.
    pub(super) fn heard(&self, unsaid: &Unsaid, full_at: Duration) {
        if let Some(place) = self.known(unsaid.who) {
            place.full_at.fetch_max(u64::try_from(full_at.as_nanos()).unwrap_or(0), Relaxed);
        }
    }

    /// The part in which a caller may have places, and which set of it.
    fn part(&self, who: u64) -> (&OnceLock<Box<Part>>, usize) {
        let set = usize::try_from(who % (PARTS * PART) as u64).unwrap_or(0);
        (&self.parts[set / PART], set % PART)
    }

    fn known(&self, who: u64) -> Option<&Place> {
        let (part, set) = self.part(who);
        part.get()?[set].iter().find(|place| place.who.load(Relaxed) == who)
    }

    /// Takes `cost` out of the bucket of `who` at `now`, the time since the table was made. What costs more than there can
    /// ever be is given when the bucket is full.
    pub fn take(&self, who: &impl Hash, rate: Rate, cost: u64, now: Duration) -> Left {
        let interval = 60_000_000_000 / rate.per_minute.max(1);
        let capacity = interval.saturating_mul(rate.burst.max(1));
        let price = interval.saturating_mul(cost.min(rate.burst.max(1)));
        let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX / 2) + 1;
        let place = self.place(self.hasher.hash_one(who).max(1));
        let mut full_at = place.full_at.load(Relaxed);
        loop {
            let used_until = full_at.max(now);
            let then = used_until.saturating_add(price);
            let over = then.saturating_sub(now.saturating_add(capacity));
            let full_at_then = if over > 0 { used_until } else { then };
            let left = Left {
                allowed: over == 0,
                most: rate.burst,
                left: (now + capacity).saturating_sub(full_at_then) / interval,
                full_in: Duration::from_nanos(full_at_then - now),
                retry_in: Duration::from_nanos(over),
            };
            if over > 0 {
                return left;
            }
            match place.full_at.compare_exchange_weak(full_at, then, Relaxed, Relaxed) {
                Ok(_) => return left,
                Err(other) => full_at = other,
            }
        }
    }

    /// Gives `cost` back that was taken for what was refused in the end.
    pub fn give_back(&self, who: &impl Hash, rate: Rate, cost: u64) {
        let price = (60_000_000_000 / rate.per_minute.max(1)).saturating_mul(cost.min(rate.burst.max(1)));
        let place = self.place(self.hasher.hash_one(who).max(1));
        let _given = place.full_at.fetch_update(Relaxed, Relaxed, |full_at| Some(full_at.saturating_sub(price)));
    }

    /// The caller's place, or one that is taken for him. Two who take one place at the same moment share it until one of
    /// them comes again: that errs by one request.
    fn place(&self, who: u64) -> &Place {
        if let Some(own) = self.known(who) {
            return own;
        }
        let (part, set) = self.part(who);
        let places = &part.get_or_init(Box::default)[set];
        let mut least = &places[0];
        for place in places {
            if place.full_at.load(Relaxed) < least.full_at.load(Relaxed) {
                least = place;
            }
        }
        least.who.store(who, Relaxed);
        least.full_at.store(0, Relaxed);
        least.unsaid.store(0, Relaxed);
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_minute: 60, burst: 3 };

    #[test]
    fn a_burst_is_given_then_one_a_second() {
        let buckets = Buckets::default();
        let at = |ms| buckets.take(&"a", RATE, 1, Duration::from_millis(ms));
        assert_eq!([at(0), at(0), at(0)].map(|left| (left.allowed, left.left)), [(true, 2), (true, 1), (true, 0)]);
        let refused = at(0);
        assert!(!refused.allowed && refused.left == 0);
        assert_eq!((refused.retry_in, refused.full_in), (Duration::from_secs(1), Duration::from_secs(3)));
        assert!(!at(999).allowed && at(1_000).allowed && !at(1_000).allowed);
        assert_eq!(at(60_000).left, 2, "it does not fill beyond its brim");
    }

    #[test]
    fn callers_do_not_meet_and_what_is_refused_costs_nothing() {
        let buckets = Buckets::default();
        let take = |who: &str, cost| buckets.take(&who, RATE, cost, Duration::ZERO);
        assert!(take("a", 2).allowed && !take("a", 2).allowed && take("a", 1).allowed && take("b", 3).allowed);
        assert!(!take("b", 1_000_000).allowed && take("c", 1_000_000).allowed, "more than ever fits needs a full one");
    }

    #[test]
    fn what_is_given_back_is_there_again_and_no_more() {
        let buckets = Buckets::default();
        let left = || buckets.take(&"a", RATE, 1, Duration::from_secs(9)).left;
        assert_eq!(left(), 2);
        buckets.give_back(&"a", RATE, 1);
        assert_eq!((left(), left()), (2, 1));
        for _ in 0..9 {
            buckets.give_back(&"a", RATE, 1);
        }
        assert_eq!(left(), 2, "it does not fill beyond its brim");
    }

    #[test]
    fn many_at_once_get_no_more_than_there_is() {
        let buckets = Buckets::default();
        let rate = Rate { per_minute: 1, burst: 1_000 };
        let given = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..1_000 {
                        given.fetch_add(u64::from(buckets.take(&1, rate, 1, Duration::ZERO).allowed), Relaxed);
                    }
                });
            }
        });
        assert_eq!(given.into_inner(), 1_000);
    }

    #[test]
    fn a_flood_of_callers_takes_places_and_no_more_memory_than_there_is_for_them() {
        let buckets = Buckets::default();
        let there = || buckets.parts.iter().filter(|part| part.get().is_some()).count();
        assert_eq!(there(), 0);
        buckets.take(&0, RATE, 1, Duration::from_secs(1));
        assert_eq!(there(), 1, "one caller takes one part");
        for who in 0..300_000_u32 {
            assert!(buckets.take(&who, RATE, 1, Duration::from_secs(1)).allowed);
        }
        assert_eq!(there(), PARTS);
        assert_eq!(size_of::<Part>() * PARTS, 3 << 19);
    }
}
