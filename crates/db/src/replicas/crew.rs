//! Who must be told, who has answered, and whom nobody waits for any more. Pure: it is told what happens and when.

use super::Order;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

/// The other processes, as this one knows them.
#[derive(Default)]
pub(super) struct Crew {
    others: BTreeSet<i64>,
    /// Those that were revoked, and since when that is certain.
    revoked: BTreeMap<i64, Instant>,
    waits: Vec<Wait>,
    /// The number of what was said last; 0 is the greeting.
    said: u64,
}

/// Something that was said and that not everybody has answered.
struct Wait {
    number: u64,
    missing: BTreeSet<i64>,
    since: Instant,
    orders: Vec<Order>,
}

impl Crew {
    /// One that has just arrived and found these. It has joined when all of them have answered.
    pub(super) fn found(others: impl IntoIterator<Item = (i64, bool)>, now: Instant) -> Self {
        let others: BTreeMap<i64, bool> = others.into_iter().collect();
        let mut crew = Crew::default();
        crew.others.extend(others.keys());
        crew.revoked.extend(others.iter().filter(|(_, revoked)| **revoked).map(|(id, _)| (*id, now)));
        crew.wait(0, vec![], now);
        crew
    }

    /// Whether everybody knows of this one.
    pub(super) fn has_joined(&self) -> bool {
        self.waits.iter().all(|wait| wait.number > 0)
    }

    pub(super) fn others(&self) -> usize {
        self.others.len()
    }

    /// Somebody else arrives.
    pub(super) fn meet(&mut self, id: i64) {
        self.others.insert(id);
    }

    /// Somebody has left, or shows nothing any more.
    pub(super) fn part(&mut self, id: i64) {
        self.others.remove(&id);
        self.revoked.remove(&id);
        for wait in &mut self.waits {
            wait.missing.remove(&id);
        }
        self.settle();
    }

    /// Somebody has taken in all that was said up to `number`; 0 answers the greeting alone.
    pub(super) fn answered(&mut self, id: i64, number: u64) {
        for wait in &mut self.waits {
            if wait.number <= number {
                wait.missing.remove(&id);
            }
        }
        self.settle();
    }

    /// The number of what is said next.
    pub(super) fn next_number(&self) -> u64 {
        self.said + 1
    }

    /// Notes that something is said to everybody; returns its number.
    pub(super) fn say(&mut self, orders: Vec<Order>, now: Instant) -> u64 {
        self.said += 1;
        self.wait(self.said, orders, now);
        self.said
    }

    fn wait(&mut self, number: u64, orders: Vec<Order>, since: Instant) {
        self.waits.push(Wait { number, missing: self.others.clone(), since, orders });
        self.settle();
    }

    /// Those who are to be revoked: they have not answered for `patience`.
    pub(super) fn silent(&self, now: Instant, patience: Duration) -> Vec<i64> {
        let late = self.waits.iter().filter(|wait| now.saturating_duration_since(wait.since) >= patience);
        let silent: BTreeSet<i64> = late.flat_map(|wait| wait.missing.iter().copied()).collect();
        silent.into_iter().filter(|id| !self.revoked.contains_key(id)).collect()
    }

    /// These are revoked, and `now` is after that.
    pub(super) fn revoke(&mut self, ids: &[i64], now: Instant) {
        for id in ids {
            self.revoked.entry(*id).or_insert(now);
        }
    }

    /// Those that have been revoked for `lease`: they show nothing any more.
    pub(super) fn lapsed(&self, now: Instant, lease: Duration) -> Vec<i64> {
        let is_over = |since: &Instant| now.saturating_duration_since(*since) >= lease;
        self.revoked.iter().filter(|(_, since)| is_over(since)).map(|(id, _)| *id).collect()
    }

    /// When somebody becomes silent or lapses, at the earliest.
    pub(super) fn next_due(&self, patience: Duration, lease: Duration) -> Option<Instant> {
        let is_open = |wait: &&Wait| wait.missing.iter().any(|id| !self.revoked.contains_key(id));
        let silent = self.waits.iter().filter(is_open).map(|wait| wait.since + patience);
        silent.chain(self.revoked.values().map(|since| *since + lease)).min()
    }

    /// What was said and is not answered, to be said again.
    pub(super) fn take_back(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.waits).into_iter().flat_map(|wait| wait.orders).collect()
    }

    /// Tells those who wait for what everybody has answered.
    fn settle(&mut self) {
        let (done, open): (Vec<Wait>, Vec<Wait>) =
            std::mem::take(&mut self.waits).into_iter().partition(|wait| wait.missing.is_empty());
        self.waits = open;
        for order in done.into_iter().flat_map(|wait| wait.orders) {
            if let Some(done) = order.done {
                // whoever does not wait any more does not mind
                let _heard = done.send(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replicas::Told;
    use proptest::prelude::*;
    use tokio::sync::oneshot;

    const PATIENCE: Duration = Duration::from_millis(500);
    const LEASE: Duration = Duration::from_millis(1_500);

    fn order() -> (Order, oneshot::Receiver<()>) {
        let (done, seen) = oneshot::channel();
        (Order { told: Told::default(), done: Some(done) }, seen)
    }
    fn of(ids: &[i64], now: Instant) -> Crew {
        let mut crew = Crew::found(ids.iter().map(|id| (*id, false)), now);
        ids.iter().for_each(|id| crew.answered(*id, 0));
        crew
    }

    #[test]
    fn nobody_else_is_waited_for() {
        let now = Instant::now();
        let mut crew = Crew::found([], now);
        assert!(crew.has_joined() && crew.others() == 0);
        let (order, mut seen) = order();
        crew.say(vec![order], now);
        assert_eq!(seen.try_recv(), Ok(()));
    }

    #[test]
    fn all_who_were_found_must_answer_the_greeting() {
        let now = Instant::now();
        let mut crew = Crew::found([(1, false), (2, true)], now);
        crew.answered(1, 0);
        assert!(!crew.has_joined(), "one that was revoked before may not have noticed yet");
        assert_eq!(crew.silent(now + LEASE, PATIENCE), [] as [i64; 0]);
        assert_eq!(crew.lapsed(now + LEASE - PATIENCE, LEASE), [] as [i64; 0]);
        assert_eq!(crew.lapsed(now + LEASE, LEASE), [2]);
        crew.part(2);
        assert!(crew.has_joined() && crew.others() == 1);
    }

    #[test]
    fn who_is_silent_is_revoked_and_then_waited_for_a_lease() {
        let now = Instant::now();
        let mut crew = of(&[1, 2], now);
        let (order, mut seen) = order();
        let number = crew.say(vec![order], now);
        crew.answered(1, number);
        assert_eq!(crew.silent(now, PATIENCE), [] as [i64; 0]);
        assert_eq!(crew.next_due(PATIENCE, LEASE), Some(now + PATIENCE));
        let late = now + PATIENCE;
        assert_eq!(crew.silent(late, PATIENCE), [2]);
        crew.revoke(&[2], late);
        assert_eq!((crew.silent(late, PATIENCE).len(), crew.next_due(PATIENCE, LEASE)), (0, Some(late + LEASE)));
        assert!(seen.try_recv().is_err());
        for id in crew.lapsed(late + LEASE, LEASE) {
            crew.part(id);
        }
        assert_eq!((seen.try_recv(), crew.others()), (Ok(()), 1));
    }

    #[derive(Debug, Clone)]
    enum Step {
        Meet(i64),
        Say,
        Answer(i64, u64),
        Wait(u64),
    }

    /// Something said: its number, when, to whom, who waits, and whether it is done.
    type Said = (u64, Instant, BTreeSet<i64>, oneshot::Receiver<()>, bool);

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            (1..5_i64).prop_map(Step::Meet),
            Just(Step::Say),
            ((1..5_i64), (0..8_u64)).prop_map(|(id, n)| Step::Answer(id, n)),
            (1..900_u64).prop_map(Step::Wait),
        ];
        proptest::collection::vec(step, 0..60)
    }

    proptest! {
        /// What was said is done exactly when each who was there has answered it or has lapsed, and that within a patience
        /// and a lease.
        #[test]
        fn nothing_is_done_too_early_or_too_late(steps in steps()) {
            let mut now = Instant::now();
            let mut crew = Crew::found([], now);
            let mut there: BTreeSet<i64> = BTreeSet::new();
            let mut answered: BTreeMap<i64, u64> = BTreeMap::new();
            let mut said: Vec<Said> = vec![];
            let mut gone: BTreeSet<i64> = BTreeSet::new();
            for step in steps {
                match step {
                    Step::Meet(id) if !gone.contains(&id) => { crew.meet(id); there.insert(id); }
                    Step::Say => {
                        let (order, seen) = order();
                        let number = crew.say(vec![order], now);
                        said.push((number, now, there.clone(), seen, false));
                    }
                    Step::Answer(id, number) if there.contains(&id) => {
                        let number = number.min(crew.said);
                        crew.answered(id, number);
                        let best = answered.entry(id).or_default();
                        *best = number.max(*best);
                    }
                    Step::Wait(ms) => {
                        let end = now + Duration::from_millis(ms);
                        // as the session does: it wakes at every moment that is due
                        while let Some(due) = crew.next_due(PATIENCE, LEASE).filter(|due| *due <= end) {
                            let silent = crew.silent(due, PATIENCE);
                            crew.revoke(&silent, due);
                            for id in crew.lapsed(due, LEASE) {
                                crew.part(id);
                                there.remove(&id);
                                gone.insert(id);
                            }
                        }
                        now = end;
                    }
                    Step::Meet(_) | Step::Answer(..) => {}
                }
                for (number, since, asked, seen, done) in &mut said {
                    *done = *done || seen.try_recv().is_ok();
                    let open = asked.iter().any(|id| !gone.contains(id) && answered.get(id).is_none_or(|n| n < number));
                    prop_assert_eq!(*done, !open);
                    prop_assert!(*done || now < *since + PATIENCE + LEASE);
                }
            }
        }
    }
}
