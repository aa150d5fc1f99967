//! Stock: from where an order is served, and the life of a reservation.
//!
//! Always true: a plan takes exactly what is wanted, never more than is available unless backorders are allowed, and
//! a reservation is committed only while it is held.

use crate::{
    machine::{Machine, Refused},
    words::words,
};
use infrasell_kernel::LocationId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// What happens when there is not enough.
    BackorderPolicy {
        /// It is refused.
        Deny = "deny",
        /// It is sold, and the level goes below zero.
        Continue = "continue",
    }
}

words! {
    /// Why a level changes.
    MovementKind {
        /// Goods arrive from a supplier.
        Receive = "receive",
        /// A correction by hand: damage, theft, a find.
        Adjust = "adjust",
        /// The difference that a count found.
        Count = "count",
        /// A reservation becomes a sale.
        Commit = "commit",
        /// Sold goods come back.
        Restock = "restock",
        /// Goods leave for another location.
        TransferOut = "transfer_out",
        /// Goods arrive from another location.
        TransferIn = "transfer_in",
    }
}

words! {
    /// Where a reservation stands.
    ReservationState {
        /// Units are kept for somebody.
        Held = "held",
        /// The units are sold.
        Committed = "committed",
        /// The units were given back.
        Released = "released",
        /// Its time ran out, and the units were given back.
        Expired = "expired",
    }
}

words! {
    /// What can be asked of a reservation.
    ReservationCommand {
        /// Sell the units.
        Commit = "commit",
        /// Give the units back.
        Release = "release",
        /// Its time has run out.
        Expire = "expire",
    }
}

/// A reservation's state does not allow a command.
pub type ReservationRefused = Refused<ReservationState, ReservationCommand>;

/// The stock of one variant at one location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelFacts {
    /// The location.
    pub location: LocationId,
    /// Units on the shelf, reserved ones included.
    pub on_hand: i64,
    /// Units kept for somebody.
    pub reserved: i64,
    /// What happens when there is not enough.
    pub policy: BackorderPolicy,
}

/// There is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, JsonSchema)]
#[error("only {available} can be had")]
pub struct Short {
    /// Units that can be had, over all locations.
    pub available: i64,
}

impl LevelFacts {
    /// Units that can be sold from here without a backorder; never below zero.
    #[must_use]
    pub fn available(&self) -> i64 {
        self.on_hand.saturating_sub(self.reserved).max(0)
    }
}

/// From where `wanted` units are taken: one location that has them all, else several in the order given, else what
/// there is and the rest as a backorder at the first location that allows it.
///
/// Each location appears at most once, with at least one unit; nothing is taken when nothing is wanted.
///
/// # Errors
/// [`Short`] when there is not enough and no location allows backorders.
pub fn plan(levels: &[LevelFacts], wanted: i64) -> Result<Vec<(LocationId, i64)>, Short> {
    if wanted <= 0 {
        return Ok(vec![]);
    }
    if let Some(one) = levels.iter().find(|level| level.available() >= wanted) {
        return Ok(vec![(one.location, wanted)]);
    }
    let mut parts = vec![];
    let mut left = wanted;
    for level in levels {
        let take = level.available().min(left);
        if take > 0 {
            parts.push((level.location, take));
            left -= take;
        }
    }
    if left == 0 {
        return Ok(parts);
    }
    let Some(backorder) = levels.iter().find(|level| level.policy == BackorderPolicy::Continue) else {
        return Err(Short { available: wanted - left });
    };
    match parts.iter_mut().find(|(location, _)| *location == backorder.location) {
        Some((_, units)) => *units += left,
        None => parts.push((backorder.location, left)),
    }
    Ok(parts)
}

/// What a command makes of a reservation; the same state when there is nothing to do.
///
/// # Errors
/// When the state does not allow the command.
pub fn decide(state: ReservationState, command: ReservationCommand) -> Result<ReservationState, ReservationRefused> {
    use ReservationCommand::{Commit, Expire, Release};
    use ReservationState::{Committed, Expired, Held, Released};
    let refuse = |why| Err(Refused { state, command, why });
    match (state, command) {
        (Held, Commit) => Ok(Committed),
        (Held, Release) => Ok(Released),
        (Held, Expire) => Ok(Expired),
        (Committed, Commit) => Ok(Committed),
        (Committed, Release) => refuse("the units are sold; restock them instead"),
        (Committed, Expire) => Ok(Committed),
        (Released, Release | Expire) => Ok(Released),
        (Released, Commit) => refuse("the units were given back"),
        (Expired, Release | Expire) => Ok(Expired),
        (Expired, Commit) => refuse("its time ran out"),
    }
}

/// The machine of [`ReservationState`].
#[derive(Debug)]
pub enum ReservationMachine {}

impl Machine for ReservationMachine {
    type State = ReservationState;
    type Command = ReservationCommand;
    const NAME: &'static str = "reservation";
    const START: &'static [ReservationState] = &[ReservationState::Held];
    const FINAL: &'static [ReservationState] =
        &[ReservationState::Committed, ReservationState::Released, ReservationState::Expired];
    const STATES: &'static [ReservationState] = ReservationState::ALL;
    const COMMANDS: &'static [ReservationCommand] = ReservationCommand::ALL;
    fn decide(state: ReservationState, command: ReservationCommand) -> Result<ReservationState, ReservationRefused> {
        decide(state, command)
    }
}
