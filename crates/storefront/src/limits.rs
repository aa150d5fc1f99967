//! The limits on a query. Each has a name under `storefront` in the configuration and a test.

/// The limits on a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest body, bytes.
    pub body_bytes: usize,
    /// The most tokens of a document.
    pub max_tokens: usize,
    /// How deep fields may be nested.
    pub max_depth: usize,
    /// The most aliases in a document.
    pub max_aliases: usize,
    /// The most fields that a document may come to, fragments laid out.
    pub max_fields: usize,
    /// The most points that an operation may cost.
    pub max_cost: u64,
    /// How often a query may go back for what it found it needs; the depth of what depends on what.
    pub max_rounds: usize,
    /// Documents that are kept as plans.
    pub plans: usize,
    /// Whether the schema may be asked for.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body_bytes: 256 << 10,
            max_tokens: 20_000,
            max_depth: 24,
            max_aliases: 500,
            max_fields: 20_000,
            max_cost: 1_000_000,
            max_rounds: 12,
            plans: 1_000,
            introspection: true,
        }
    }
}
