//! Pure decisions: amounts, states, allocations. Facts in, decisions out.
//!
//! Owns: sharing out, rounding, tax, refunds, the quote, the state machines of order, fulfilment, checkout, payment
//! operation and reservation, the saga's order, what a provider's report means, from where stock is taken, how postal
//! addresses are checked and written, the one form of a typed value, which form of a picture an address asks for, which
//! variant a choice leads to, and the language in which lists are narrowed.
//!
//! Always true here: no I/O, no async, no clock, no floats; amounts are minor units in `i64`; what does not fit is an
//! error and never a wrap.

pub mod allocate;
pub mod checkout;
pub mod choice;
pub mod machine;
pub mod metafield;
pub mod order;
pub mod payment;
pub mod picture;
pub mod postal;
pub mod quote;
pub mod refund;
pub mod round;
pub mod stock;
pub mod syntax;
pub mod tax;
pub mod words;
