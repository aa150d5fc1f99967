//! The contract of **inventory**: locations, levels, movements, reservations, transfers.

mod locations;
mod reservations;
mod transfers;

pub use locations::*;
pub use reservations::*;
pub use transfers::*;

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{ChannelId, LocationId, MovementId, Page, PageRequest, ReservationId, Timestamp, VariantId};
use infrasell_rpc::{service, service_error};
use infrasell_rules::stock::{BackorderPolicy, MovementKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most rows in one bulk call.
pub const MAX_BULK: usize = 1_000;

/// The stock of one variant at one location, in units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    /// What.
    pub variant: VariantId,
    /// Where.
    pub location: LocationId,
    /// How many are there. Negative only under backorder.
    pub on_hand: i64,
    /// How many of them are held for checkouts.
    pub reserved: i64,
    /// `on_hand - reserved`.
    pub available: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How the stock of a variant is treated, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockPolicy {
    /// What.
    pub variant: VariantId,
    /// Whether it is counted at all; what is not counted is always available.
    pub tracked: bool,
    /// Whether it can be sold beyond what is there.
    pub backorder: BackorderPolicy,
    /// At or below this many available units over all locations, staff are told; absent means never.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub low_stock_threshold: Option<i64>,
}

/// Puts one level to a counted figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelInput {
    /// What.
    pub variant: VariantId,
    /// Where.
    pub location: LocationId,
    /// How many were counted, 0 to 1,000,000,000.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub on_hand: i64,
}

/// Adds to or takes from one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentInput {
    /// What.
    pub variant: VariantId,
    /// Where.
    pub location: LocationId,
    /// How many more, or fewer when negative; not 0.
    pub delta: i64,
}

/// One entry of the ledger whose sum is the level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Movement {
    /// Its id.
    pub id: MovementId,
    /// What.
    pub variant: VariantId,
    /// Where.
    pub location: LocationId,
    /// Why.
    pub kind: MovementKind,
    /// How many more on hand, or fewer when negative.
    pub delta: i64,
    /// The reason in words.
    pub reason: String,
    /// What it belongs to: an order, a transfer, an import.
    pub reference: Option<String>,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// What can be sold of one variant in one channel, in units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Availability {
    /// What.
    pub variant: VariantId,
    /// Whether it is counted.
    pub tracked: bool,
    /// Available over the channel's locations; meaningless when not counted.
    pub available: i64,
    /// Whether it can be sold beyond that.
    pub backorder: BackorderPolicy,
    /// Whether one unit can be sold now.
    pub in_stock: bool,
}

impl Availability {
    /// The most units that can be sold now; `None` means no limit.
    #[must_use]
    pub fn sellable(&self) -> Option<i64> {
        if !self.tracked || self.backorder == BackorderPolicy::Continue { None } else { Some(self.available.max(0)) }
    }
}

/// Asks for levels in (variant, location) order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListLevels {
    /// Only of these variants.
    pub variants: Option<Vec<VariantId>>,
    /// Only at this location.
    pub location: Option<LocationId>,
    /// Only of variants at or below their low-stock threshold.
    pub low: Option<bool>,
    /// What part.
    pub page: PageRequest,
}

/// Asks for the policies of many variants.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct GetPolicies {
    /// Which; at most 1,000.
    pub variants: Vec<VariantId>,
}

/// Puts levels and policies to what was counted, all or nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SetStock {
    /// Counted figures; at most 1,000.
    pub levels: Vec<LevelInput>,
    /// Policies; at most 1,000.
    pub policies: Vec<StockPolicy>,
    /// Why, in words.
    pub reason: String,
    /// What it belongs to.
    pub reference: Option<String>,
}

/// What a bulk write did to the variants it named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockChanged {
    /// The variants of which something changed.
    pub changed: Vec<VariantId>,
}

/// Adds to or takes from levels, all or nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustStock {
    /// At most 1,000.
    pub adjustments: Vec<AdjustmentInput>,
    /// Why, in words.
    pub reason: String,
}

/// Asks what can be sold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetAvailability {
    /// Of which variants; at most 1,000.
    pub variants: Vec<VariantId>,
    /// In which channel.
    pub channel: ChannelId,
}

/// Asks for movements, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListMovements {
    /// Only of this variant.
    pub variant: Option<VariantId>,
    /// Only at this location.
    pub location: Option<LocationId>,
    /// Only of this kind.
    pub kind: Option<MovementKind>,
    /// Only those that belong to this.
    pub reference: Option<String>,
    /// What part.
    pub page: PageRequest,
}

/// The outbox topic of [`AvailabilityChanged`].
pub const AVAILABILITY_CHANGED: &str = "inventory.availability_changed";

/// These variants may have come into stock or gone out of it. Told when something to sell becomes nothing to sell or the
/// other way round, not at every sale: exact figures are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityChanged {
    /// Which.
    pub variants: Vec<VariantId>,
}

/// The outbox topic of [`LowStock`].
pub const LOW_STOCK: &str = "inventory.low_stock";

/// A variant has fallen to its low-stock threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowStock {
    /// Which.
    pub variant: VariantId,
    /// Available over all locations.
    pub available: i64,
    /// Its threshold.
    pub threshold: i64,
}

service_error! {
    /// What inventory can answer.
    pub enum InventoryError {
        /// Not everything that was asked for can be held; nothing is.
        #[error("not enough stock of {}", .shortages.iter().map(|s| format!("{}: wanted {}, have {}", s.sku, s.wanted, s.available)).collect::<Vec<_>>().join("; "))]
        OutOfStock {
            /// Every line that falls short.
            shortages: Vec<Shortage>,
        } => Conflict,
        /// The hold has ended.
        #[error("the reservation {id} is no longer held")]
        ReservationEnded {
            /// Which.
            id: ReservationId,
        } => Conflict,
        /// A write would take a level below zero.
        #[error("the stock of {variant} at {location} would fall to {would_be}")]
        NegativeStock {
            /// What.
            variant: VariantId,
            /// Where.
            location: LocationId,
            /// The figure it would fall to.
            would_be: i64,
        } => Conflict,
        /// Another location has this code.
        #[error("a location with the code '{location_code}' exists already")]
        LocationCodeTaken {
            /// The code.
            location_code: String,
        } => Conflict,
    }
}

service! {
    /// Stock: where it is, what moved it, what is held.
    pub trait Inventory in inventory, error InventoryError {
        /// Locations.
        read fn locations(ListLocations) -> Page<Location>;
        /// Makes a location.
        write fn create_location(CreateLocation) -> Location;
        /// Changes a location.
        write fn update_location(UpdateLocation) -> Location;
        /// Levels.
        read fn levels(ListLevels) -> Page<Level>;
        /// The policies of many variants; those never set are answered with the default (tracked, deny).
        read fn policies(GetPolicies) -> Vec<StockPolicy>;
        /// Puts levels and policies to what was counted.
        write fn set_stock(SetStock) -> StockChanged;
        /// Adds to or takes from levels.
        write fn adjust_stock(AdjustStock) -> StockChanged;
        /// What can be sold of many variants in a channel, in the order asked for.
        read fn availability(GetAvailability) -> Vec<Availability>;
        /// Movements.
        read fn movements(ListMovements) -> Page<Movement>;
        /// Holds stock, all lines or none. Idempotent per key.
        write fn reserve(Reserve) -> Reservation;
        /// Turns a hold into a sale. Doing it again changes nothing.
        write fn commit(CommitReservation) -> Reservation;
        /// Gives held stock back. Doing it again changes nothing; a committed one stays committed.
        write fn release(ReleaseReservation) -> Reservation;
        /// Gives back whatever is held for an owner.
        write fn release_owner(ReleaseOwner) -> ();
        /// Reservations.
        read fn reservations(ListReservations) -> Page<Reservation>;
        /// Takes goods back that an order had. Idempotent per key.
        write fn restock(Restock) -> StockChanged;
        /// Sends stock to another location.
        write fn create_transfer(CreateTransfer) -> Transfer;
        /// Ends a transfer.
        write fn close_transfer(CloseTransfer) -> Transfer;
        /// Transfers.
        read fn transfers(ListTransfers) -> Page<Transfer>;
        /// Checks inventory's own books: level = movements, reserved = held reservations, nothing negative.
        read fn audit(Audit) -> AuditReport;
    }
}
