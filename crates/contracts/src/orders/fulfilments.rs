//! Parcels, and goods handed over.

use infrasell_kernel::{FulfilmentId, LineItemId, LocationId, OrderId, Quantity, Timestamp};
use infrasell_rules::order::FulfilmentState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A parcel, or goods handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fulfilment {
    /// Its id.
    pub id: FulfilmentId,
    /// Where it stands.
    pub state: FulfilmentState,
    /// Where it left from.
    pub location: Option<LocationId>,
    /// What is in it.
    pub lines: Vec<FulfilmentLine>,
    /// How to follow it.
    pub tracking: Tracking,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it left.
    pub shipped_at: Option<Timestamp>,
    /// When it arrived.
    pub delivered_at: Option<Timestamp>,
}

/// What is in a fulfilment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FulfilmentLine {
    /// Which line item.
    pub line_item: LineItemId,
    /// How many.
    pub quantity: Quantity,
}

/// How to follow a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tracking {
    /// Who carries it.
    #[schemars(length(max = 100))]
    pub carrier: String,
    /// The carrier's number for it.
    #[schemars(length(max = 100))]
    pub number: String,
    /// Where it can be seen; http or https.
    #[schemars(length(max = 2048))]
    pub url: String,
}

/// Sends goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateFulfilment {
    /// Of which order.
    pub order: OrderId,
    /// What; empty means everything that is left.
    pub lines: Vec<FulfilmentLine>,
    /// Where it leaves from.
    pub location: Option<LocationId>,
    /// How to follow it.
    pub tracking: Tracking,
    /// Whether it has left already; else it is being packed.
    pub shipped: bool,
}

/// Changes a fulfilment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateFulfilment {
    /// Of which order.
    pub order: OrderId,
    /// Which.
    pub fulfilment: FulfilmentId,
    /// Its new state; absent leaves it.
    pub state: Option<FulfilmentState>,
    /// How to follow it; absent leaves it.
    pub tracking: Option<Tracking>,
}

/// Goods of an order have left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFulfilled {
    /// Which order.
    pub order: OrderId,
    /// Which fulfilment.
    pub fulfilment: FulfilmentId,
}
