//! What asks the process to stop.
//!
//! Always true: once they are caught, a signal is heard whenever it came: whoever was answered may ask at once.

use std::io;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// By Ctrl-C.
    Interrupt,
    /// By whoever runs processes: `SIGTERM`.
    Terminate,
}

/// The signals, caught.
#[cfg(unix)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

#[cfg(unix)]
impl Signals {
    /// Catches them from here on.
    ///
    /// # Errors
    /// What the system says.
    pub fn catch() -> io::Result<Self> {
        Ok(Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The next one.
    pub async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::Interrupt,
            _ = self.terminate.recv() => Asked::Terminate,
        }
    }
}

/// The signals, where there is no more than Ctrl-C.
#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Catches them from here on.
    ///
    /// # Errors
    /// None here.
    pub fn catch() -> io::Result<Self> {
        Ok(Signals)
    }

    /// The next one.
    pub async fn next(&mut self) -> Asked {
        drop(tokio::signal::ctrl_c().await);
        Asked::Interrupt
    }
}
