//! Stock held for checkouts, and goods that come back.

use infrasell_kernel::{ChannelId, LocationId, PageRequest, Quantity, ReservationId, Timestamp, VariantId};
use infrasell_rules::stock::ReservationState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line to hold stock for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReserveLine {
    /// The caller's name for the line; unique in the request.
    pub key: String,
    /// What.
    pub variant: VariantId,
    /// How many.
    pub quantity: Quantity,
    /// What to call it in an error.
    pub sku: String,
}

/// Holds stock, all lines or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// What it is for: `chk_12`. One owner may have several.
    pub owner: String,
    /// Where it is sold.
    pub channel: ChannelId,
    /// The lines; one variant may stand in several.
    pub lines: Vec<ReserveLine>,
    /// When the hold ends by itself.
    pub expires_at: Timestamp,
}

/// How many units of a line are held where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Allocation {
    /// The line's key.
    pub key: String,
    /// What.
    pub variant: VariantId,
    /// Where.
    pub location: LocationId,
    /// How many.
    pub quantity: i64,
}

/// Stock held for a checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// What it is for.
    pub owner: String,
    /// Held, committed, released, expired.
    pub state: ReservationState,
    /// What is held where. Lines of uncounted variants have none.
    pub allocations: Vec<Allocation>,
    /// When the hold ends by itself.
    pub expires_at: Timestamp,
}

/// Turns a hold into a sale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommitReservation {
    /// Which.
    pub id: ReservationId,
    /// The order it became.
    pub reference: String,
}

/// Gives held stock back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseReservation {
    /// Which.
    pub id: ReservationId,
}

/// Gives held stock back by what it was for, whether or not there is a hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseOwner {
    /// What it was for.
    pub owner: String,
}

/// Asks for reservations in id order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListReservations {
    /// Only those in this state.
    pub state: Option<ReservationState>,
    /// Only those for this.
    pub owner: Option<String>,
    /// Only those that hold this variant.
    pub variant: Option<VariantId>,
    /// What part.
    pub page: PageRequest,
}

/// Goods that come back from an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restock {
    /// The order.
    pub reference: String,
    /// What goes back where.
    pub lines: Vec<RestockLine>,
}

/// One line of goods that come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RestockLine {
    /// What.
    pub variant: VariantId,
    /// Where.
    pub location: LocationId,
    /// How many.
    pub quantity: Quantity,
}

/// A line that could not be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shortage {
    /// The line's key.
    pub key: String,
    /// What.
    pub variant: VariantId,
    /// What it is called.
    pub sku: String,
    /// How many were wanted.
    pub wanted: i64,
    /// How many can be had.
    pub available: i64,
}
