//! Numbers of a run: rates, percentiles, ratios. Whole numbers throughout.

use std::time::Duration;

/// What clients did within a measured time.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// How long each thing took, µs, sorted.
    pub took_us: Vec<u64>,
    /// The measured time, µs.
    pub window_us: u64,
    /// Processor time that the server used in it, µs.
    pub cpu_us: u64,
    /// The same of the load generator, µs.
    pub generator_us: u64,
    /// What failed.
    pub failed: u64,
    /// What the first failure said.
    pub first_failure: Option<String>,
    /// How long each call of a purchase took in sum, µs.
    pub call_us: [u64; CALLS],
    /// How long the server was still busy after the last answer, µs.
    pub busy_after_us: u64,
}

/// The calls of a purchase.
pub const CALLS: usize = 4;

impl Load {
    /// What was done in another stretch of time, too.
    pub fn add(&mut self, more: Load) {
        self.took_us.extend(more.took_us);
        self.took_us.sort_unstable();
        self.window_us += more.window_us;
        self.cpu_us += more.cpu_us;
        self.generator_us += more.generator_us;
        self.failed += more.failed;
        self.first_failure = self.first_failure.take().or(more.first_failure);
        for (sum, us) in self.call_us.iter_mut().zip(more.call_us) {
            *sum += us;
        }
        self.busy_after_us = self.busy_after_us.max(more.busy_after_us);
    }

    /// Done a second.
    #[must_use]
    pub fn per_second(&self) -> u64 {
        per_second(self.took_us.len() as u64, self.window_us)
    }

    /// Processor time for each, µs.
    #[must_use]
    pub fn cpu_each_us(&self) -> u64 {
        self.cpu_us / (self.took_us.len() as u64).max(1)
    }

    /// Processor time of the load generator for each, µs.
    #[must_use]
    pub fn generator_each_us(&self) -> u64 {
        self.generator_us / (self.took_us.len() as u64).max(1)
    }

    /// What `per_mille` of them took at the most, µs.
    #[must_use]
    pub fn at(&self, per_mille: usize) -> u64 {
        let last = self.took_us.len().saturating_sub(1);
        self.took_us.get((self.took_us.len() * per_mille / 1_000).min(last)).copied().unwrap_or(0)
    }
}

/// What two servers did by turns.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    /// All turns of the one, all of the other.
    pub loads: [Load; 2],
    /// How much the one did of what the other did, in thousandths, turn by turn.
    ratios: Vec<u64>,
}

impl Turns {
    /// In which order the two go in a turn: whoever is first may find the machine otherwise than who is second.
    #[must_use]
    pub fn order(turn: u32) -> [usize; 2] {
        if turn.is_multiple_of(2) { [0, 1] } else { [1, 0] }
    }

    /// What each did in one more turn.
    pub fn add(&mut self, [one, other]: [Load; 2]) {
        self.ratios.push(one.per_second() * 1_000 / other.per_second().max(1));
        self.ratios.sort_unstable();
        self.loads[0].add(one);
        self.loads[1].add(other);
    }

    /// What failed at either.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.loads[0].failed + self.loads[1].failed
    }

    /// The ratio of the turn in the middle, in hundredths: a disk or a neighbour that stalls one turn does not move it.
    #[must_use]
    pub fn median_percent(&self) -> u64 {
        let middle = |more: usize| self.ratios.get((self.ratios.len() + more).saturating_sub(1) / 2).copied();
        (middle(0).unwrap_or(0) + middle(1).unwrap_or(0)) / 20
    }
}

/// Things a second.
#[must_use]
pub fn per_second(count: u64, within_us: u64) -> u64 {
    u64::try_from(u128::from(count) * 1_000_000 / u128::from(within_us.max(1))).unwrap_or(u64::MAX)
}

/// A duration in whole µs.
#[must_use]
pub fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// How much of `whole` `part` is, in hundredths.
#[must_use]
pub fn percent(part: u64, whole: u64) -> u64 {
    part * 100 / whole.max(1)
}

/// Thousands set apart.
#[must_use]
pub fn spaced(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Microseconds as milliseconds with one or two places.
#[must_use]
pub fn millis(us: u64) -> String {
    if us < 10_000 {
        format!("{}.{:02} ms", us / 1_000, us % 1_000 / 10)
    } else {
        format!("{}.{} ms", us / 1_000, us % 1_000 / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_they_are_read() {
        let load = Load { took_us: (1..=200).collect(), window_us: 2_000_000, cpu_us: 4_000, ..Load::default() };
        assert_eq!((load.per_second(), load.cpu_each_us(), load.at(500), load.at(990)), (100, 20, 101, 199));
        assert_eq!((Load::default().at(500), Load::default().cpu_each_us()), (0, 0));
        assert_eq!((spaced(7), spaced(1_234), spaced(1_234_567)), ("7".into(), "1,234".into(), "1,234,567".into()));
        assert_eq!((millis(1_234), millis(45_678)), ("1.23 ms".into(), "45.6 ms".into()));
        assert_eq!((percent(1, 3), percent(5, 0)), (33, 500));
    }

    #[test]
    fn one_stalled_turn_does_not_move_the_middle() {
        let did = |many: usize| Load { took_us: vec![1; many], window_us: 1_000_000, ..Load::default() };
        let mut turns = Turns::default();
        assert_eq!(turns.median_percent(), 0, "nothing was done");
        for (one, other) in [(98, 100), (1, 100), (100, 100), (96, 100)] {
            turns.add([did(one), did(other)]);
        }
        assert_eq!(turns.median_percent(), 97, "between the two in the middle");
        turns.add([did(100), did(100)]);
        assert_eq!(turns.median_percent(), 98);
        assert_eq!((turns.loads[0].took_us.len(), turns.loads[1].took_us.len()), (395, 500));
    }
}
