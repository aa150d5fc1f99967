//! TLS between processes, where both sides show a certificate.
//!
//! Always true: either side talks only to who shows a certificate of the given authority for the name it was called by;
//! nothing older than TLS 1.3 is spoken, because both sides are ours.

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::WebPkiClientVerifier,
    version::TLS13,
};
use std::{path::Path, sync::Arc};

/// What is wrong with the certificates.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// What is wrong with it.
        cause: String,
    },
    /// They do not fit each other.
    #[error("the certificates between processes are not good: {0}")]
    Bad(String),
}

/// How this process shows who it is, and whom it believes.
#[derive(Clone)]
pub struct Tls {
    pub(crate) client: Arc<ClientConfig>,
    pub(crate) server: Arc<ServerConfig>,
}

impl Tls {
    /// Reads PEM files: our certificate with what lies between it and the authority, its key, and the authority.
    ///
    /// # Errors
    /// [`TlsError`], naming the file.
    pub fn read(certificate: &Path, key: &Path, ca: &Path) -> Result<Tls, TlsError> {
        Tls::of(&text(certificate)?, &text(key)?, &text(ca)?)
    }

    /// As [`Tls::read`], of the files' bytes.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn of(certificate: &[u8], key: &[u8], ca: &[u8]) -> Result<Tls, TlsError> {
        let chain = certificates(certificate)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|cause| TlsError::Bad(format!("key: {cause}")))?;
        let mut roots = RootCertStore::empty();
        for authority in certificates(ca)? {
            roots.add(authority).map_err(bad)?;
        }
        let (roots, provider) = (Arc::new(roots), Arc::new(ring::default_provider()));
        let callers =
            WebPkiClientVerifier::builder_with_provider(roots.clone(), provider.clone()).build().map_err(bad)?;
        let server = ServerConfig::builder_with_provider(provider.clone()).with_protocol_versions(&[&TLS13]);
        let server = server.map_err(bad)?.with_client_cert_verifier(callers);
        let server = server.with_single_cert(chain.clone(), key.clone_key()).map_err(bad)?;
        let client = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13]).map_err(bad)?;
        let client = client.with_root_certificates(roots).with_client_auth_cert(chain, key).map_err(bad)?;
        Ok(Tls { client: Arc::new(client), server: Arc::new(server) })
    }
}

fn text(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|cause| TlsError::File { path: path.display().to_string(), cause: cause.to_string() })
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(TlsError::Bad("there is no certificate in PEM".into())),
        Err(cause) => Err(TlsError::Bad(cause.to_string())),
    }
}

fn bad(cause: impl std::fmt::Display) -> TlsError {
    TlsError::Bad(cause.to_string())
}
