//! Sagas on strings: one that dies after so many polls, as a process does.

use infrasell_checkout::Spawn;
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

/// A future that is dropped after so many polls.
pub struct Mortal<F: ?Sized> {
    work: Option<Pin<Box<F>>>,
    left: usize,
    died: Arc<AtomicBool>,
}

impl<F: Future + ?Sized> Mortal<F> {
    pub fn new(work: Pin<Box<F>>, polls: usize, died: &Arc<AtomicBool>) -> Self {
        Mortal { work: Some(work), left: polls, died: died.clone() }
    }
}

impl<F: Future + ?Sized> Future for Mortal<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            self.work = None;
            self.died.store(true, Ordering::SeqCst);
            return Poll::Ready(None);
        }
        self.left -= 1;
        match &mut self.work {
            Some(work) => work.as_mut().poll(cx).map(Some),
            None => Poll::Ready(None),
        }
    }
}

/// Runs sagas that die after `polls` polls, and says whether one did.
pub fn mortal(polls: usize) -> (Spawn, Arc<AtomicBool>) {
    let died = Arc::new(AtomicBool::new(false));
    let told = died.clone();
    let spawn: Spawn = Arc::new(move |work| {
        let work = Mortal::new(work, polls, &told);
        tokio::spawn(work);
    });
    (spawn, died)
}
