//! How buyers pay: which engines are on, and their secrets.

use infrasell_kernel::ChannelId;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// A secret; its debug form is masked, and `config print` masks it too.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "***" })
    }
}

/// The engines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Payments {
    /// Bank transfer.
    pub manual: Manual,
    /// Cash on delivery.
    pub cod: Cod,
    /// The simulator, for trying and testing; never in a live shop.
    pub simulator: Simulator,
}

/// Bank transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manual {
    /// Whether it is offered.
    pub enabled: bool,
    /// The channels that it is offered in, such as `chan_1`; empty means all.
    pub channels: Vec<ChannelId>,
    /// What the buyer reads.
    pub name: String,
    /// Where to pay to.
    pub instructions: String,
}

/// Cash on delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cod {
    /// Whether it is offered.
    pub enabled: bool,
    /// The channels that it is offered in, such as `chan_1`; empty means all.
    pub channels: Vec<ChannelId>,
    /// What the buyer reads.
    pub name: String,
    /// What else he reads.
    pub instructions: String,
}

/// The simulator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Simulator {
    /// Whether it is offered.
    pub enabled: bool,
    /// The channels that it is offered in, such as `chan_1`; empty means all.
    pub channels: Vec<ChannelId>,
    /// What the buyer reads.
    pub name: String,
    /// Where it is.
    pub base_url: String,
    /// The account that the secret belongs to.
    pub account: String,
    /// The API secret; a second one behind a comma while they are exchanged.
    pub secret: Secret,
    /// The secret that its messages are signed with; a second one behind a comma while they are exchanged.
    pub webhook_secret: Secret,
    /// How long a call may take, milliseconds.
    pub timeout_ms: u64,
}

impl Payments {
    /// The channels of the methods that are not offered in all.
    #[must_use]
    pub fn only_in(&self) -> BTreeMap<String, Vec<ChannelId>> {
        let all =
            [("manual", &self.manual.channels), ("cod", &self.cod.channels), ("simulator", &self.simulator.channels)];
        let some = all.into_iter().filter(|(_, channels)| !channels.is_empty());
        some.map(|(code, channels)| (code.to_owned(), channels.clone())).collect()
    }
}

impl Default for Manual {
    fn default() -> Self {
        Manual {
            enabled: true,
            channels: vec![],
            name: "Bank transfer".into(),
            instructions:
                "We send your goods when your transfer has arrived. Please give the order number as its reference."
                    .into(),
        }
    }
}
impl Default for Cod {
    fn default() -> Self {
        Cod {
            enabled: true,
            channels: vec![],
            name: "Cash on delivery".into(),
            instructions: "Pay in cash when the parcel arrives.".into(),
        }
    }
}
impl Default for Simulator {
    fn default() -> Self {
        Simulator {
            enabled: false,
            channels: vec![],
            name: "Test payment".into(),
            base_url: "http://127.0.0.1:4700".into(),
            account: "acct_sim".into(),
            secret: Secret::default(),
            webhook_secret: Secret::default(),
            timeout_ms: 10_000,
        }
    }
}
