//! A thread that does one thing whenever it is told to.
//!
//! Always true: what it was told before it is let go is done; whoever lets it go waits until it has ended.

use crate::DbError;
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::{JoinHandle, Thread},
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

    /// Waits until it is rung; false when there is nothing more to come.
    fn wait(&self) -> bool {
        while !self.rung.swap(false, Ordering::AcqRel) {
            if self.stop.load(Ordering::Acquire) {
                return false;
            }
            std::thread::park();
        }
        true
    }

    fn unpark(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }
}

pub(super) struct Helper {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Helper {
    /// Starts it; nobody rings before this returns.
    pub(super) fn start(name: &str, bell: Arc<Bell>, mut work: impl FnMut() + Send + 'static) -> Result<Self, DbError> {
        let heard = bell.clone();
        let thread = std::thread::Builder::new()
            .name(name.into())
            .spawn(move || {
                while heard.wait() {
                    work();
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
