//! Whose turn it is: one thing, lent to one task or thread at a time.
//!
//! Always true: whoever asks while it lies idle gets it at once, before those who wait. Handed to the one who has waited
//! longest it would lie unused until the runtime comes to that task, behind all else that is to be done. Nobody starves for
//! it as long as whoever had it waits for the others before he asks again, as everyone in a group commit does.

use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
    thread::Thread,
};

pub(super) struct Turn<T> {
    inside: Mutex<Inside<T>>,
}

struct Inside<T> {
    idle: Option<Box<T>>,
    waiting: VecDeque<(u64, Waker)>,
    last: u64,
}

impl<T> Turn<T> {
    pub(super) fn new(thing: T) -> Arc<Self> {
        let inside = Inside { idle: Some(Box::new(thing)), waiting: VecDeque::new(), last: 0 };
        Arc::new(Turn { inside: Mutex::new(inside) })
    }

    fn inside(&self) -> MutexGuard<'_, Inside<T>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The thing, when it lies idle.
    pub(super) fn try_take(self: &Arc<Self>) -> Option<Lent<T>> {
        let thing = self.inside().idle.take()?;
        Some(Lent { thing: Some(thing), turn: self.clone() })
    }

    /// The thing, as soon as it is to be had.
    pub(super) fn take(self: &Arc<Self>) -> Take<T> {
        Take { turn: self.clone(), number: None }
    }

    /// The same for a thread that has nothing else to do.
    pub(super) fn take_blocking(self: &Arc<Self>) -> Lent<T> {
        let waker = Waker::from(Arc::new(Parked(std::thread::current())));
        let mut taking = pin!(self.take());
        loop {
            match taking.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(lent) => return lent,
                Poll::Pending => std::thread::park(),
            }
        }
    }
}

struct Parked(Thread);
impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for the thing.
pub(super) struct Take<T> {
    turn: Arc<Turn<T>>,
    /// Under which it stands in the queue, or stood before it was woken.
    number: Option<u64>,
}

impl<T> Future for Take<T> {
    type Output = Lent<T>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Lent<T>> {
        let turn = self.turn.clone();
        let mut inside = turn.inside();
        if let Some(thing) = inside.idle.take() {
            if let Some(number) = self.number.take() {
                inside.waiting.retain(|(other, _)| *other != number);
            }
            drop(inside);
            return Poll::Ready(Lent { thing: Some(thing), turn });
        }
        match self.number {
            None => {
                inside.last += 1;
                self.number = Some(inside.last);
                let last = inside.last;
                inside.waiting.push_back((last, cx.waker().clone()));
            }
            Some(number) => match inside.waiting.iter_mut().find(|(other, _)| *other == number) {
                Some((_, waker)) => waker.clone_from(cx.waker()),
                // it was woken, and somebody else was quicker
                None => inside.waiting.push_front((number, cx.waker().clone())),
            },
        }
        Poll::Pending
    }
}

impl<T> Drop for Take<T> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut inside = self.turn.inside();
        let queued = inside.waiting.len();
        inside.waiting.retain(|(other, _)| *other != number);
        // it was woken and will not come: the next one is
        if inside.waiting.len() == queued
            && inside.idle.is_some()
            && let Some((_, waker)) = inside.waiting.pop_front()
        {
            waker.wake();
        }
    }
}

/// The thing, until it is dropped.
pub(super) struct Lent<T> {
    thing: Option<Box<T>>,
    turn: Arc<Turn<T>>,
}

const LENT: &str = "only its drop gives it back";

impl<T> Deref for Lent<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.thing.as_ref().expect(LENT)
    }
}
impl<T> DerefMut for Lent<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.thing.as_mut().expect(LENT)
    }
}

impl<T> Drop for Lent<T> {
    fn drop(&mut self) {
        let mut inside = self.turn.inside();
        inside.idle = self.thing.take();
        let next = inside.waiting.pop_front();
        drop(inside);
        if let Some((_, waker)) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn poll<T>(taking: &mut Pin<Box<Take<T>>>) -> Poll<Lent<T>> {
        taking.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn one_has_it_at_a_time_and_everyone_gets_it() {
        let turn = Turn::new(0u64);
        let one = |turn: Arc<Turn<u64>>| async move {
            for n in 0..200 {
                let mut lent = turn.take().await;
                let before = *lent;
                if n % 7 == 0 {
                    tokio::task::yield_now().await;
                }
                *lent = before + 1;
                drop(lent);
                if n % 5 == 0 {
                    tokio::task::yield_now().await;
                }
            }
        };
        let thread = {
            let turn = turn.clone();
            std::thread::spawn(move || (0..200).for_each(|_| *turn.take_blocking() += 1))
        };
        let tasks: Vec<_> = (0..32).map(|_| tokio::spawn(one(turn.clone()))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        tokio::task::spawn_blocking(|| thread.join().unwrap()).await.unwrap();
        assert_eq!(*turn.take().await, 33 * 200);
    }

    #[tokio::test]
    async fn who_gives_up_takes_nothing_with_him() {
        let turn = Turn::new(());
        let held = turn.take().await;
        // one that gives up while it waits
        assert!(tokio::time::timeout(Duration::from_millis(5), turn.take()).await.is_err());
        // one that gives up after it was woken
        let (mut first, mut second) = (Box::pin(turn.take()), tokio::spawn(turn.take()));
        assert!(poll(&mut first).is_pending());
        tokio::task::yield_now().await;
        drop(held);
        drop(first);
        assert!(tokio::time::timeout(Duration::from_secs(5), &mut second).await.is_ok());
    }

    #[tokio::test]
    async fn who_was_woken_and_came_too_late_waits_on() {
        let turn = Turn::new(());
        let held = turn.take().await;
        let mut slow = Box::pin(turn.take());
        assert!(poll(&mut slow).is_pending());
        drop(held);
        let quick = turn.try_take().expect("it lies idle");
        assert!(poll(&mut slow).is_pending() && turn.try_take().is_none());
        drop(quick);
        assert!(poll(&mut slow).is_ready());
        assert!(turn.inside().waiting.is_empty());
    }
}
