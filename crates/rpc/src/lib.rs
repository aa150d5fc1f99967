//! Calls between services. Owns: the call context [`Cx`], the shared [`Fault`], the [`service!`] macro that turns one
//! trait into an in-process handle, routes and an HTTP client, the client's manners (deadline, retry, breaker, share), and
//! how processes show each other that they are of one shop (service tokens, certificates).
//!
//! Always true: a caller cannot tell local from remote except by time; reads are retried, and so are writes, under a name
//! by which they are done once; a peer that is away is a typed error; place in the network proves nothing.

mod breaker;
mod cx;
mod fault;
mod guard;
mod inbound;
mod keys;
mod lane;
mod pool;
mod remote;
mod repeats;
mod reply;
mod service;
mod serving;
mod tls;
pub mod token;
pub mod trace;

pub use cx::{Caller, Cx};
pub use fault::{Fault, ServiceError, log_internal};
pub use guard::Guard;
pub use inbound::{Inbound, serve};
pub use keys::{KeyError, Keyring};
pub use pool::AddressError;
pub use remote::{Outbound, Peer, PeerOptions};
pub use tls::{Tls, TlsError};
/// What the macro's expansion needs; not for use by hand.
#[doc(hidden)]
pub use {
    async_trait::async_trait,
    axum,
    infrasell_kernel::{ErrorKind, FieldError},
    repeats::named,
    serving::{Method, answer, asked, routes},
};
