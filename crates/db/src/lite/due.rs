//! When the log is to be folded into the database file: what the writer tells, and the checkpointer waits for.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::Thread,
};

/// After so many transactions the log is looked at.
const TRANSACTIONS: u64 = 2_048;
/// And when its file has more bytes: it is cut back to so many when it begins anew. A short log is folded in more often,
/// and each time the disk is kept from the commits: at 16 buyers, four times as often cost a seventh of the purchases.
pub(super) const LOG_BYTES: u64 = 64 << 20;

/// When there is something to fold.
#[derive(Default)]
pub(super) struct Due {
    is_due: AtomicBool,
    stop: AtomicBool,
    thread: OnceLock<Thread>,
}

impl Due {
    /// Whether it is time, after so many transactions and with a log file of so many bytes.
    pub(super) fn is_time(transactions: u64, bytes: impl FnOnce() -> u64) -> bool {
        transactions >= TRANSACTIONS || bytes() > LOG_BYTES
    }

    /// Says who folds.
    pub(super) fn told_to(&self, thread: Thread) {
        let _ = self.thread.set(thread);
    }

    pub(super) fn tell(&self) {
        self.is_due.store(true, Ordering::Release);
        self.unpark();
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.unpark();
    }

    /// Waits until there is something to fold; false when it is over.
    pub(super) fn wait(&self) -> bool {
        while !self.is_due.swap(false, Ordering::AcqRel) {
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
