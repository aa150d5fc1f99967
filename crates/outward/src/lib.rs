//! Calls to addresses that people gave us, such as the receivers of webhooks and pictures to be fetched.
//!
//! Always true: an address is looked up once, everything that it resolved to is looked at, and what was looked at is what
//! is connected to, so that a name cannot lead elsewhere between the look and the call; only public addresses are called,
//! and those of networks that the configuration allows; a redirect is an answer and is not followed; a call ends by its
//! time limit, and no more of an answer is read than was asked for.

mod address;
mod call;
mod target;

pub use address::is_public;
pub use call::{Call, Outward, OutwardError, Reply, Resolve, SystemResolver};
pub use target::{Policy, Refusal, Target};
