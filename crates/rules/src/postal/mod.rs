//! Postal addresses: whether an Indian PIN fits its state, and how an address is written on a parcel.
//!
//! Always true: a false refusal is worse than a mistake that goes unnoticed, so only what is certainly wrong is refused;
//! a label has no blank line and no separator beside a part that is missing.

pub mod india;
mod label;

pub use label::{Parts, label};
