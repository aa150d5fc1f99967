//! What happened in a run, in its order: to compare two runs of one seed, and to read when a seed fails.

use std::{collections::VecDeque, sync::Mutex};
use tokio::time::Instant;

/// Lines that are kept.
const MOST: usize = 4_000;

pub struct Log {
    began: Instant,
    kept: Mutex<Kept>,
}

struct Kept {
    lines: VecDeque<String>,
    /// Of all lines so far (FNV-1a).
    hash: u64,
}

impl Log {
    pub fn new() -> Log {
        let kept = Kept { lines: VecDeque::new(), hash: 0xcbf2_9ce4_8422_2325 };
        Log { began: Instant::now(), kept: Mutex::new(kept) }
    }

    pub fn say(&self, what: impl Into<String>) {
        let line = format!("{:>9.3} {}", self.began.elapsed().as_secs_f64(), what.into());
        let mut kept = self.kept.lock().unwrap();
        for byte in line.bytes() {
            kept.hash = (kept.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        if kept.lines.len() == MOST {
            kept.lines.pop_front();
        }
        kept.lines.push_back(line);
    }

    pub fn hash(&self) -> u64 {
        self.kept.lock().unwrap().hash
    }

    pub fn lines(&self) -> Vec<String> {
        self.kept.lock().unwrap().lines.iter().cloned().collect()
    }
}
