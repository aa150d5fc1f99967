//! Stock on its way between two locations.

use infrasell_kernel::{LocationId, PageRequest, Quantity, Timestamp, TransferId, VariantId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// Has left; is at neither place.
    InTransit,
    /// Has arrived.
    Received,
    /// Has gone back to where it left.
    Cancelled,
}

/// Stock on its way between two locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// Where it left.
    pub from: LocationId,
    /// Where it goes.
    pub to: LocationId,
    /// What.
    pub lines: Vec<TransferLine>,
    /// Where it stands.
    pub state: TransferState,
    /// A note.
    pub note: String,
    /// When it left.
    pub created_at: Timestamp,
    /// When it arrived or went back.
    pub closed_at: Option<Timestamp>,
}

/// One line of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferLine {
    /// What.
    pub variant: VariantId,
    /// How many.
    pub quantity: Quantity,
}

/// Sends stock to another location.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTransfer {
    /// Where it leaves.
    pub from: LocationId,
    /// Where it goes.
    pub to: LocationId,
    /// What; 1 to 1,000 lines.
    pub lines: Vec<TransferLine>,
    /// A note.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub note: String,
}

/// Ends a transfer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseTransfer {
    /// Which.
    pub id: TransferId,
    /// Whether it arrived; else it goes back.
    pub received: bool,
}

/// Asks for transfers, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListTransfers {
    /// Only those in this state.
    pub state: Option<TransferState>,
    /// What part.
    pub page: PageRequest,
}
