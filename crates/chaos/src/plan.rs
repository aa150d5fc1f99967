//! What goes wrong, how often, and for how long.

use crate::Chance;
use std::time::Duration;

/// What a network does to an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is late by something between these two, each way.
    Delay {
        /// At the least.
        least: Duration,
        /// At the most.
        most: Duration,
    },
    /// The connection is cut before anything is passed on.
    Drop,
    /// Half of the request is passed on, then the connection is cut.
    CutRequest,
    /// The request is passed on, and half of the answer; then the connection is cut.
    CutAnswer,
    /// The request is passed on and answered; the answer is lost and the connection cut.
    LoseAnswer,
    /// The request is passed on twice, one after the other. The answer is that of the second.
    SendTwice,
    /// The request is passed on twice, the second time so much later, when its caller has long had his answer.
    SendAgainLater(Duration),
    /// The answer is passed on twice, one behind the other.
    AnswerTwice,
    /// Nothing is passed on for so long; then the connection is cut.
    Hang(Duration),
    /// The answer comes at so many bytes a second.
    Throttle(u32),
}

impl Fault {
    /// Its name, under which it is counted.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Fault::Delay { .. } => "delay",
            Fault::Drop => "drop",
            Fault::CutRequest => "cut_request",
            Fault::CutAnswer => "cut_answer",
            Fault::LoseAnswer => "lose_answer",
            Fault::SendTwice => "send_twice",
            Fault::SendAgainLater(_) => "send_again_later",
            Fault::AnswerTwice => "answer_twice",
            Fault::Hang(_) => "hang",
            Fault::Throttle(_) => "throttle",
        }
    }
}

/// What goes wrong, how often, and for how long.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// What happens to the first exchanges, in their order, whatever chance says.
    pub script: Vec<Option<Fault>>,
    /// How many exchanges in a million meet each fault; together at most a million.
    pub chances: Vec<(u32, Fault)>,
    /// How many faults there are at the most; after that all is calm.
    pub most: Option<u64>,
    /// For how long from the moment that the plan is set; after that all is calm.
    pub lasts: Option<Duration>,
    /// How many faults may follow each other before an exchange is spared; 0 means any number. Retries that are few hide
    /// faults only if those do not come in a row.
    pub in_a_row: u32,
}

impl Plan {
    /// Nothing goes wrong.
    #[must_use]
    pub fn calm() -> Self {
        Plan { seed: 0, script: vec![], chances: vec![], most: None, lasts: None, in_a_row: 0 }
    }

    /// These things, one an exchange, and nothing after them.
    #[must_use]
    pub fn script(faults: impl IntoIterator<Item = Option<Fault>>) -> Self {
        Plan { script: faults.into_iter().collect(), ..Plan::calm() }
    }

    /// Every exchange meets this.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Plan { chances: vec![(1_000_000, fault)], ..Plan::calm() }
    }

    /// What a good network does on a bad day: one exchange in twelve is late, one in 35 is lost one way or the other or
    /// arrives twice. Retries hide it.
    #[must_use]
    pub fn mild(seed: u64) -> Self {
        let late = Fault::Delay { least: Duration::from_millis(1), most: Duration::from_millis(30) };
        let chances = vec![
            (80_000, late),
            (5_000, Fault::Drop),
            (3_000, Fault::CutRequest),
            (4_000, Fault::CutAnswer),
            (5_000, Fault::LoseAnswer),
            (5_000, Fault::SendTwice),
            (3_000, Fault::SendAgainLater(Duration::from_millis(150))),
            (2_000, Fault::Throttle(200_000)),
            (3_000, Fault::AnswerTwice),
        ];
        Plan { seed, chances, in_a_row: 1, ..Plan::calm() }
    }

    /// What hides nothing: a fifth of all exchanges go wrong, some for seconds.
    #[must_use]
    pub fn hard(seed: u64) -> Self {
        let late = Fault::Delay { least: Duration::from_millis(5), most: Duration::from_millis(400) };
        let chances = vec![
            (100_000, late),
            (40_000, Fault::Drop),
            (25_000, Fault::CutRequest),
            (30_000, Fault::CutAnswer),
            (40_000, Fault::LoseAnswer),
            (20_000, Fault::SendTwice),
            (20_000, Fault::SendAgainLater(Duration::from_secs(1))),
            (5_000, Fault::AnswerTwice),
            (10_000, Fault::Hang(Duration::from_secs(3))),
            (10_000, Fault::Throttle(20_000)),
        ];
        Plan { seed, chances, ..Plan::calm() }
    }

    /// What happens to the `n`-th exchange under this plan, and the chance that decides about the particulars.
    #[must_use]
    pub fn of(&self, n: u64) -> (Option<Fault>, Chance) {
        let mut chance = Chance::of(self.seed, n);
        if let Some(planned) = usize::try_from(n).ok().and_then(|n| self.script.get(n)) {
            return (*planned, chance);
        }
        let mut drawn = chance.below(1_000_000);
        for (ppm, fault) in &self.chances {
            if drawn < u64::from(*ppm) {
                return (Some(*fault), chance);
            }
            drawn -= u64::from(*ppm);
        }
        (None, chance)
    }
}
