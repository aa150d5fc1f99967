//! Stock: from where an order is served, and the life of a reservation.
//!
//! Always true: a plan takes exactly what is wanted, never more than is available unless backorders are allowed, and
//! a reservation is committed only while it is held.

use crate::{machine::Refused, words::words};
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
