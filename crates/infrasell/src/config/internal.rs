//! How processes of one shop talk to each other.
//!
//! Always true: contracts are served to others without a secret only on an address that this machine alone reaches.

use super::{ConfigError, Secret};
use infrasell_kernel::Env;
use infrasell_rpc::{Guard, Inbound, Keyring, Outbound, PeerOptions, Tls};
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

/// Calls between processes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Internal {
    /// What processes sign their calls with, the same in all of them; a second one behind a comma while they are exchanged.
    pub secret: Secret,
    /// A file with it instead, which is read again when it changes.
    pub secret_file: String,
    /// This process's certificate, in PEM; with the two that follow, calls go over TLS with a certificate on both sides.
    pub certificate: String,
    /// Its key, in PEM.
    pub key: String,
    /// The authority that the others' certificates must come from, in PEM.
    pub ca: String,
    /// How long one try of a call may take, milliseconds.
    pub timeout_ms: u64,
    /// Calls at once to each service elsewhere.
    pub calls_at_once: usize,
    /// Calls to each service elsewhere that may wait for their turn.
    pub calls_waiting: usize,
}

impl Default for Internal {
    fn default() -> Self {
        let options = PeerOptions::default();
        Internal {
            secret: Secret::default(),
            secret_file: String::new(),
            certificate: String::new(),
            key: String::new(),
            ca: String::new(),
            timeout_ms: options.timeout_ms,
            calls_at_once: options.at_once,
            calls_waiting: options.waiting,
        }
    }
}

impl Internal {
    /// How this process, called `name` in the logs of others, calls them.
    ///
    /// # Errors
    /// [`ConfigError`], when the secret or the certificates are not good.
    pub fn outbound(&self, env: &Env, name: &str) -> Result<Outbound, ConfigError> {
        let mut outbound = Outbound::bare(env.clone());
        if let Some(keys) = self.keys(env)? {
            outbound = outbound.signing(keys, name);
        }
        Ok(match self.tls()? {
            Some(tls) => outbound.over_tls(tls),
            None => outbound,
        })
    }

    /// Who is let in where this process serves its contracts to others, and how.
    ///
    /// # Errors
    /// [`ConfigError`], when the secret or the certificates are not good, or there is no secret and others than this
    /// machine reach `listen`.
    pub fn inbound(&self, env: &Env, listen: SocketAddr, drain: Duration) -> Result<Inbound, ConfigError> {
        let guard = match self.keys(env)? {
            Some(keys) => Guard::new(keys, env.clock.clone()),
            None if listen.ip().is_loopback() => Guard::open(),
            None => {
                let why = format!(
                    "internal.secret or internal.secret_file must be set, because others than this machine reach {listen}: \
                     `openssl rand -hex 32` makes one, the same for all processes of the shop"
                );
                return Err(ConfigError::Wrong(why));
            }
        };
        Ok(Inbound { guard, tls: self.tls()?, drain })
    }

    /// The limits of calls to a peer.
    #[must_use]
    pub fn peer_options(&self) -> PeerOptions {
        PeerOptions { timeout_ms: self.timeout_ms, at_once: self.calls_at_once, waiting: self.calls_waiting }
    }

    fn keys(&self, env: &Env) -> Result<Option<Arc<Keyring>>, ConfigError> {
        let (keys, setting) = match (self.secret.0.as_str(), self.secret_file.as_str()) {
            ("", "") => return Ok(None),
            (text, "") => (Keyring::of(text, env.clock.clone()), "internal.secret"),
            ("", file) => (Keyring::in_file(file, env.clock.clone()), "internal.secret_file"),
            _ => return Err(ConfigError::Wrong("internal.secret and internal.secret_file are both set".into())),
        };
        keys.map(Some).map_err(|cause| ConfigError::Wrong(format!("{setting}: {cause}")))
    }

    fn tls(&self) -> Result<Option<Tls>, ConfigError> {
        let files = [&self.certificate, &self.key, &self.ca];
        if files.iter().all(|file| file.is_empty()) {
            return Ok(None);
        }
        if files.iter().any(|file| file.is_empty()) {
            let why = "internal.certificate, internal.key and internal.ca belong together: set all three or none";
            return Err(ConfigError::Wrong(why.into()));
        }
        let tls = Tls::read(Path::new(&self.certificate), Path::new(&self.key), Path::new(&self.ca));
        tls.map(Some).map_err(|cause| ConfigError::Wrong(format!("internal: {cause}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(secret: &str) -> Internal {
        Internal { secret: Secret(secret.into()), ..Internal::default() }
    }

    fn refusal(internal: &Internal, listen: &str) -> String {
        let inbound = internal.inbound(&Env::system(), listen.parse().unwrap(), Duration::from_secs(1));
        inbound.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn without_a_secret_only_this_machine_may_reach_the_contracts() {
        for (listen, opens) in
            [("127.0.0.1:7000", true), ("[::1]:7000", true), ("0.0.0.0:7000", false), ("10.0.0.7:7000", false)]
        {
            assert_eq!(refusal(&with(""), listen).is_empty(), opens, "{listen}");
            assert_eq!(refusal(&with(&"s".repeat(32)), listen), "", "{listen}");
        }
        assert!(refusal(&with(""), "0.0.0.0:7000").contains("internal.secret"));
    }

    #[test]
    fn what_is_set_by_half_is_named() {
        assert!(refusal(&with("short"), "127.0.0.1:1").contains("internal.secret: a secret must have at least 32"));
        let both = Internal { secret_file: "/x".into(), ..with(&"s".repeat(32)) };
        assert!(refusal(&both, "127.0.0.1:1").contains("both set"));
        let file = Internal { secret_file: "/no/such/file".into(), ..Internal::default() };
        assert!(refusal(&file, "127.0.0.1:1").contains("/no/such/file cannot be read"));
        let half = Internal { key: "/x".into(), ..Internal::default() };
        assert!(refusal(&half, "127.0.0.1:1").contains("belong together"));
    }

    #[test]
    fn the_secret_is_not_shown() {
        assert!(!format!("{:?}", with("a-secret-that-must-not-be-seen-00")).contains("must-not"));
    }
}
