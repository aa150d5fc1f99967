//! What a customer agreed to. The ledger is append-only; where he stands is what its newest entry says.

use infrasell_kernel::{CustomerId, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// By what he is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// E-mail.
    Email,
    /// SMS.
    Sms,
    /// WhatsApp.
    Whatsapp,
}

impl Medium {
    /// Every medium.
    pub const ALL: [Medium; 3] = [Medium::Email, Medium::Sms, Medium::Whatsapp];

    /// The word on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Medium::Email => "email",
            Medium::Sms => "sms",
            Medium::Whatsapp => "whatsapp",
        }
    }
}

/// Where a customer stands on a purpose and a medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consent {
    /// What for: `offers`.
    pub purpose: String,
    /// By what.
    pub medium: Medium,
    /// Whether he agrees.
    pub granted: bool,
    /// Since when.
    pub at: Timestamp,
    /// Where he said so.
    pub source: String,
    /// The version of the notice that he was shown; absent where none was, as at a withdrawal.
    pub notice_version: Option<String>,
}

/// An entry of the ledger. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConsentEntry {
    /// Its place in the customer's ledger: 1, 2, 3.
    pub seq: i64,
    /// What was said.
    #[serde(flatten)]
    pub consent: Consent,
    /// Who wrote it down: the customer, a member of staff, a key.
    pub actor: String,
}

/// What a customer agrees to or withdraws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentGiven {
    /// What for: 1 to 32 of a–z, 0–9, `-` and `_`, such as `offers`.
    #[schemars(length(min = 1, max = 32))]
    pub purpose: String,
    /// By what.
    pub medium: Medium,
    /// Whether he agrees; `false` withdraws.
    pub granted: bool,
    /// The version of the notice that he was shown; needed to agree.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub notice_version: Option<String>,
}

/// Writes down what a customer agreed to or withdrew. What says nothing new is not written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordConsents {
    /// Who.
    pub customer: CustomerId,
    /// Where he said so: `account`, `checkout`, `shop counter`; 1 to 64 characters.
    pub source: String,
    /// What; 1 to 20.
    pub consents: Vec<ConsentGiven>,
}
/// Asks for a customer's ledger, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListConsents {
    /// Whose.
    pub customer: CustomerId,
    /// What part.
    pub page: PageRequest,
}
