//! Calls between services. Owns: the call context [`Cx`], the shared [`Fault`], the [`service!`] macro that turns one
//! trait into an in-process handle, routes and an HTTP client, and the client's manners (deadline, retry, breaker).
//!
//! Always true: a caller cannot tell local from remote except by time; reads are retried, and so are writes, under a name
//! by which they are done once; a peer that is away is a typed error.

mod breaker;
mod cx;
mod fault;
mod remote;
mod repeats;
mod service;
mod serving;
pub mod trace;

pub use cx::{Caller, Cx};
pub use fault::{Fault, ServiceError, log_internal};
pub use remote::{Peer, PeerOptions};
/// What the macro's expansion needs; not for use by hand.
#[doc(hidden)]
pub use {
    async_trait::async_trait,
    axum,
    infrasell_kernel::{ErrorKind, FieldError},
    repeats::named,
    serving::{Method, answer, asked, routes},
};
