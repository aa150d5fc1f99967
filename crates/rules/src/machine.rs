//! What all state machines share: a refusal that names itself, and a drawing.
//!
//! Always true: a machine is one exhaustive match of (state, command). The same state as an answer means that there
//! is nothing to do.

use crate::{
    checkout::CheckoutMachine,
    order::{FulfilmentMachine, OrderMachine},
    payment::OpMachine,
    stock::ReservationMachine,
};
use std::fmt::{self, Display};

/// A command that a state does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<S, C> {
    /// The state it was in.
    pub state: S,
    /// What was asked.
    pub command: C,
    /// Why not, in words.
    pub why: &'static str,
}

impl<S: Display, C: Display> Display for Refused<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is refused in state {}: {}", self.command, self.state, self.why)
    }
}

impl<S: Display + fmt::Debug, C: Display + fmt::Debug> std::error::Error for Refused<S, C> {}

/// A state machine as data, for tests and drawings.
pub trait Machine {
    /// The states.
    type State: Copy + PartialEq + Display + fmt::Debug + 'static;
    /// What can be asked.
    type Command: Copy + Display + fmt::Debug + 'static;
    /// What it is the machine of, such as `order`.
    const NAME: &'static str;
    /// Where everything starts.
    const START: &'static [Self::State];
    /// Where everything may end.
    const FINAL: &'static [Self::State];
    /// Every state.
    const STATES: &'static [Self::State];
    /// Every command, once for each value of its fields.
    const COMMANDS: &'static [Self::Command];

    /// The decision.
    ///
    /// # Errors
    /// When the state does not allow the command.
    fn decide(state: Self::State, command: Self::Command) -> Result<Self::State, Refused<Self::State, Self::Command>>;
}

/// Every move between two different states: from, command, to.
#[must_use]
pub fn moves<M: Machine>() -> Vec<(M::State, M::Command, M::State)> {
    let mut moves = vec![];
    for from in M::STATES {
        for command in M::COMMANDS {
            if let Ok(to) = M::decide(*from, *command)
                && to != *from
            {
                moves.push((*from, *command, to));
            }
        }
    }
    moves
}

/// The machine as a Mermaid state diagram; commands that change nothing are left out.
#[must_use]
pub fn mermaid<M: Machine>() -> String {
    let mut drawing = String::from("stateDiagram-v2\n");
    for start in M::START {
        drawing.push_str(&format!("    [*] --> {start}\n"));
    }
    for (from, command, to) in moves::<M>() {
        drawing.push_str(&format!("    {from} --> {to}: {command}\n"));
    }
    for end in M::FINAL {
        drawing.push_str(&format!("    {end} --> [*]\n"));
    }
    drawing
}

/// The name and the drawing of every state machine of the shop.
#[must_use]
pub fn drawings() -> Vec<(&'static str, String)> {
    fn of<M: Machine>() -> (&'static str, String) {
        (M::NAME, mermaid::<M>())
    }
    vec![
        of::<CheckoutMachine>(),
        of::<OrderMachine>(),
        of::<FulfilmentMachine>(),
        of::<OpMachine>(),
        of::<ReservationMachine>(),
    ]
}
