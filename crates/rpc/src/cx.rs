//! The context of a call: who asks, under which request, until when, under which idempotency key.

use infrasell_kernel::{ApiKeyId, ChannelId, CustomerId, Permission, Permissions, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

/// Who is calling. Which calls a caller may make is decided at the edge; services record who it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Caller {
    /// A buyer without an account; what he may touch is what he holds a token of.
    Guest {
        /// The address he calls from, to keep two guests' idempotency keys apart.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
    },
    /// A customer who signed in. He may touch what is his.
    Customer {
        /// Who.
        id: CustomerId,
        /// Whether he has shown that his e-mail address is his.
        email_verified: bool,
    },
    /// A member of staff who signed in.
    Staff {
        /// Who.
        id: StaffId,
        /// What his roles allow.
        permissions: Permissions,
        /// The channels he is limited to; none means all.
        channels: Option<Vec<ChannelId>>,
    },
    /// A program with an API key.
    Key {
        /// Which key.
        id: ApiKeyId,
        /// What its role allows.
        permissions: Permissions,
        /// The channels it is limited to; none means all.
        channels: Option<Vec<ChannelId>>,
    },
    /// Infrasell itself: a job, a saga, the command line.
    System {
        /// Which part of it, such as `checkout` or `cli`.
        part: String,
    },
}

impl Caller {
    /// Whether the caller may do what `permission` names. Infrasell itself may do everything.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        match self {
            Caller::Guest { .. } | Caller::Customer { .. } => false,
            Caller::Staff { permissions, .. } | Caller::Key { permissions, .. } => permissions.allow(permission),
            Caller::System { .. } => true,
        }
    }

    /// The customer, if it is one.
    #[must_use]
    pub fn customer(&self) -> Option<CustomerId> {
        if let Caller::Customer { id, .. } = self { Some(*id) } else { None }
    }

    /// The channels that the caller is limited to; none means all.
    #[must_use]
    pub fn channels(&self) -> Option<&[ChannelId]> {
        match self {
            Caller::Staff { channels, .. } | Caller::Key { channels, .. } => channels.as_deref(),
            Caller::Guest { .. } | Caller::Customer { .. } | Caller::System { .. } => None,
        }
    }

    /// Whether the caller is let into `channel`.
    #[must_use]
    pub fn is_let_into(&self, channel: ChannelId) -> bool {
        self.channels().is_none_or(|channels| channels.contains(&channel))
    }

    /// A short name for timelines and logs: `staff_7`, `key_3`, `cust_9`, `guest`, `checkout`.
    #[must_use]
    pub fn actor(&self) -> String {
        match self {
            Caller::Guest { .. } => "guest".into(),
            Caller::Customer { id, .. } => id.to_string(),
            Caller::Staff { id, .. } => id.to_string(),
            Caller::Key { id, .. } => id.to_string(),
            Caller::System { part } => part.clone(),
        }
    }

    /// The name under which idempotency keys are kept apart.
    #[must_use]
    pub fn scope(&self) -> String {
        match self {
            Caller::Guest { address } => format!("guest@{}", address.as_deref().unwrap_or("-")),
            Caller::Customer { id, .. } => format!("customer:{id}"),
            other => other.actor(),
        }
    }
}

/// What travels with every call between services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cx {
    /// Who asks.
    pub caller: Caller,
    /// The id of the request at the edge, in every log line that it causes.
    pub request_id: String,
    /// When the caller stops waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// The key under which a write is done at most once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

impl Cx {
    /// A call by Infrasell itself.
    pub fn system(part: impl Into<String>, request_id: impl Into<String>) -> Self {
        Cx {
            caller: Caller::System { part: part.into() },
            request_id: request_id.into(),
            deadline: None,
            idempotency_key: None,
        }
    }

    /// The same context under an idempotency key of the service's own, such as `chk_7:1:reserve`. The caller becomes the
    /// service, so that the key means the same whoever sets the step off.
    #[must_use]
    pub fn step(&self, part: &str, key: impl Into<String>) -> Self {
        Cx {
            caller: Caller::System { part: part.into() },
            idempotency_key: Some(key.into()),
            request_id: self.request_id.clone(),
            deadline: self.deadline,
        }
    }

    /// The same context without an idempotency key, for reads on the way.
    #[must_use]
    pub fn unkeyed(&self) -> Self {
        Cx { idempotency_key: None, ..self.clone() }
    }
}
