//! What must hold of every pure decision.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test stops the test when it cannot go on")]

mod allocate;
mod checkout;
mod choice;
mod drawings;
mod machines;
mod order;
mod payment;
mod picture;
mod quote;
mod refund;
mod shipping;
mod stock;
mod syntax;
mod tax;
mod vectors;
mod wire;
