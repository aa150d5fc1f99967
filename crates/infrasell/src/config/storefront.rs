//! The storefront: where it is, and what it may ask.

use infrasell_gateway::StorefrontLimits;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, path::Path, sync::Arc};

/// The storefront.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Storefront {
    /// Where it is, for links in mails; empty means the server's own address.
    pub url: String,
    /// Whether its queries must show a token. Without one they are for the channel `web`.
    pub require_token: bool,
    /// Whether its schema may be asked for.
    pub introspection: bool,
    /// A file of the only queries that are answered, JSON: `{"<SHA-256 of the text>": "<text>"}`; empty means any query.
    pub persisted_queries: String,
    /// The largest body of a query, bytes.
    pub body_bytes: usize,
    /// The most tokens of a query.
    pub max_tokens: usize,
    /// How deep a query may be nested.
    pub max_depth: usize,
    /// The most aliases in a query.
    pub max_aliases: usize,
    /// The most fields that a query may come to, fragments laid out.
    pub max_fields: usize,
    /// The most points that a query may cost: one an object, times the length of the lists that it is in.
    pub max_cost: u64,
    /// How often a query may go back for what it found it needs.
    pub max_rounds: usize,
    /// Queries that are kept as plans.
    pub plans: usize,
}

impl Default for Storefront {
    fn default() -> Self {
        let limits = StorefrontLimits::default();
        Storefront {
            url: String::new(),
            require_token: false,
            introspection: limits.introspection,
            persisted_queries: String::new(),
            body_bytes: limits.body_bytes,
            max_tokens: limits.max_tokens,
            max_depth: limits.max_depth,
            max_aliases: limits.max_aliases,
            max_fields: limits.max_fields,
            max_cost: limits.max_cost,
            max_rounds: limits.max_rounds,
            plans: limits.plans,
        }
    }
}

impl Storefront {
    /// As the edge wants them.
    #[must_use]
    pub fn limits(&self) -> StorefrontLimits {
        StorefrontLimits {
            body_bytes: self.body_bytes,
            max_tokens: self.max_tokens,
            max_depth: self.max_depth,
            max_aliases: self.max_aliases,
            max_fields: self.max_fields,
            max_cost: self.max_cost,
            max_rounds: self.max_rounds,
            plans: self.plans,
            introspection: self.introspection,
        }
    }

    /// The only queries that are answered, when the configuration names a file of them.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn allowed(&self) -> Result<Option<HashMap<String, Arc<str>>>, String> {
        if self.persisted_queries.is_empty() {
            return Ok(None);
        }
        let path = Path::new(&self.persisted_queries);
        let bad = |cause: &dyn std::fmt::Display| format!("storefront.persisted_queries: {}: {cause}", path.display());
        let text = std::fs::read_to_string(path).map_err(|cause| bad(&cause))?;
        let read: HashMap<String, String> = serde_json::from_str(&text).map_err(|cause| bad(&cause))?;
        Ok(Some(read.into_iter().map(|(hash, text)| (hash.to_lowercase(), text.into())).collect()))
    }
}
