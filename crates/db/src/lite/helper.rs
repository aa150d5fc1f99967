//! A thread that does one thing whenever it is told to, and another when it has not been told for a while.
//!
//! Always true: what it was told before it is let go is done; whoever lets it go waits until it has ended.

use crate::DbError;
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::{JoinHandle, Thread},
    time::{Duration, Instant},
};

/// What wakes it.
#[derive(Default)]
pub(super) struct Bell {
    rung: AtomicBool,
    stop: AtomicBool,
    thread: OnceLock<Thread>,
}

impl Bell {
    pub(super) fn ring(&self) {
        if !self.rung.swap(true, Ordering::AcqRel) {
            self.unpark();
        }
    }

    /// Waits until it is rung, or until it has not been for `quiet`; nothing when there is nothing more to come.
    fn wait(&self, quiet: Option<Duration>) -> Option<Why> {
        let until = quiet.map(|quiet| Instant::now() + quiet);
        while !self.rung.swap(false, Ordering::AcqRel) {
            if self.stop.load(Ordering::Acquire) {
                return None;
            }
            match until.map(|until| until.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => return Some(Why::Quiet),
                Some(left) => std::thread::park_timeout(left),
                None => std::thread::park(),
            }
        }
        Some(Why::Rung)
    }

    fn unpark(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }
}

/// Why it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It was rung.
    Rung,
    /// It has not been rung for the time that was said; once, until it is rung again.
    Quiet,
}

pub(super) struct Helper {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Helper {
    /// Starts it; nobody rings before this returns.
    pub(super) fn start(
        name: &str,
        bell: Arc<Bell>,
        quiet: Option<Duration>,
        mut work: impl FnMut(Why) + Send + 'static,
    ) -> Result<Self, DbError> {
        let heard = bell.clone();
        let thread = std::thread::Builder::new()
            .name(name.into())
            .spawn(move || {
                let mut last = Why::Rung;
                while let Some(why) = heard.wait(quiet.filter(|_| last == Why::Rung)) {
                    last = why;
                    work(why);
                }
            })
            .map_err(|error| DbError::other(format!("no thread {name}: {error}")))?;
        let _ = bell.thread.set(thread.thread().clone());
        Ok(Helper { bell, thread: Some(thread) })
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.bell.stop.store(true, Ordering::Release);
        self.bell.unpark();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn it_is_told_of_quiet_once_until_it_is_rung_again() {
        let (bell, (tell, told)) = (Arc::new(Bell::default()), mpsc::channel());
        let quiet = Some(Duration::from_millis(20));
        let helper = Helper::start("test", bell.clone(), quiet, move |why| tell.send(why).unwrap()).unwrap();
        let next = || told.recv_timeout(Duration::from_secs(10));
        for _ in 0..2 {
            assert_eq!(next(), Ok(Why::Quiet));
            assert!(told.recv_timeout(Duration::from_millis(100)).is_err(), "it is quiet still");
            bell.ring();
            assert_eq!(next(), Ok(Why::Rung));
        }
        drop(helper);
    }
}
