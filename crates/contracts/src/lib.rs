//! Every service's contract: its trait, its request and answer types, its error, its events. No logic.
//!
//! Always true: changes are additive only; amounts are minor units, times RFC 3339, ids `prefix_number`; what `rules`
//! decides (quotes, states, facts) is carried as `rules` defines it, so that there is one shape and no translation.

pub mod audit;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod common;
pub mod content;
pub mod customers;
pub mod identity;
pub mod imports;
pub mod inventory;
pub mod notifications;
pub mod orders;
pub mod payments;
pub mod pricing;
pub mod process;
pub mod search;
pub mod settings;
pub mod system;
pub mod webhooks;
