//! The shop's policies: one text of each kind.

use super::common::Translations;
use infrasell_kernel::{Patch, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// What becomes of what one says of oneself.
    Privacy,
    /// How one gets money back.
    Refund,
    /// How and when goods are sent.
    Shipping,
    /// On which terms one buys.
    TermsOfService,
    /// On which terms one buys again and again.
    Subscription,
}

impl PolicyKind {
    /// All of them.
    pub const ALL: [PolicyKind; 5] = [
        PolicyKind::Privacy,
        PolicyKind::Refund,
        PolicyKind::Shipping,
        PolicyKind::TermsOfService,
        PolicyKind::Subscription,
    ];

    /// Its name in addresses: `/policies/{handle}`.
    #[must_use]
    pub const fn handle(self) -> &'static str {
        match self {
            PolicyKind::Privacy => "privacy-policy",
            PolicyKind::Refund => "refund-policy",
            PolicyKind::Shipping => "shipping-policy",
            PolicyKind::TermsOfService => "terms-of-service",
            PolicyKind::Subscription => "subscription-policy",
        }
    }

    /// What it is called unless the shop calls it otherwise.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            PolicyKind::Privacy => "Privacy policy",
            PolicyKind::Refund => "Refund policy",
            PolicyKind::Shipping => "Shipping policy",
            PolicyKind::TermsOfService => "Terms of service",
            PolicyKind::Subscription => "Subscription policy",
        }
    }

    /// The number in its id.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            PolicyKind::Privacy => 1,
            PolicyKind::Refund => 2,
            PolicyKind::Shipping => 3,
            PolicyKind::TermsOfService => 4,
            PolicyKind::Subscription => 5,
        }
    }
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// Which.
    pub policy: PolicyKind,
    /// Its name in addresses: `/policies/{handle}`.
    pub handle: String,
    /// Its title.
    pub title: String,
    /// HTML, cleaned of what could do harm; buyers see no policy whose text is empty.
    pub body_html: String,
    /// Its texts in other languages.
    #[serde(default, skip_serializing_if = "Translations::is_empty")]
    pub translations: Translations,
    /// Raised by each change; 0 until the first. The ETag.
    pub version: i64,
    /// When it was last changed; absent until the first time.
    pub updated_at: Option<Timestamp>,
}

/// A change to a policy; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyPatch {
    /// Its title; null means the usual one.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub title: Patch<String>,
    /// HTML; null empties it, and buyers no longer see the policy.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub body_html: Patch<String>,
    /// All its texts in other languages; null takes them away.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub translations: Patch<Translations>,
}

/// Asks for the policies: all five for staff, those with a text for buyers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListPolicies {
    /// Who looks.
    pub view: super::common::View,
}

/// Changes a policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetPolicy {
    /// Which.
    pub policy: PolicyKind,
    /// What to change.
    pub patch: PolicyPatch,
    /// The version the caller read, if he minds.
    pub if_version: Option<i64>,
}
