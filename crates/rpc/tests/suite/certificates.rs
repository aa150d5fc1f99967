//! TLS between processes: both sides show a certificate of the shop's authority, or there is no call.

use crate::raw::{away, heard, serving, write};
use infrasell_kernel::{Env, SystemClock};
use infrasell_rpc::{Guard, Inbound, Keyring, Outbound, Peer, PeerOptions, Tls};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::json;
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// An authority, and what it makes.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Authority { pem, issuer: Issuer::new(params, key) }
    }

    /// Certificate and key for `name`.
    fn make(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    /// What a process called `name` of this authority has, when it believes `other`.
    fn tls(&self, name: &str, other: &Authority) -> Tls {
        let (certificate, key) = self.make(name);
        Tls::of(certificate.as_bytes(), key.as_bytes(), other.pem.as_bytes()).unwrap()
    }
}

const SECRET: &str = "0123456789abcdef0123456789abcdef";

async fn server(tls: Tls) -> SocketAddr {
    let keys = Keyring::of(SECRET, Arc::new(SystemClock)).unwrap();
    let shelf = axum::Router::new().route("/shelf.take", axum::routing::post(|| async { "{\"ok\":7}" }));
    let guard = Guard::new(keys, Arc::new(SystemClock));
    serving(shelf, Inbound { guard, tls: Some(tls), drain: Duration::from_secs(1) }).await
}

fn caller(address: SocketAddr, tls: Tls, secret: &str) -> Arc<Peer> {
    let keys = Keyring::of(secret, Arc::new(SystemClock)).unwrap();
    let outbound = Outbound::bare(Env::system()).signing(keys, "sales").over_tls(tls);
    Peer::new(&format!("https://{address}"), &outbound, PeerOptions::default()).unwrap()
}

#[tokio::test]
async fn both_sides_show_a_certificate_and_a_token_is_needed_still() {
    let ours = Authority::new();
    let address = server(ours.tls("127.0.0.1", &ours)).await;
    let peer = caller(address, ours.tls("sales", &ours), SECRET);
    for _ in 0..3 {
        assert_eq!(write(&peer).await, Ok(json!(7)));
    }
    let without = caller(address, ours.tls("sales", &ours), &"x".repeat(32));
    assert_eq!(write(&without).await, away(), "a certificate is no token");
}

#[tokio::test]
async fn who_shows_another_authoritys_certificate_is_not_talked_to() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let address = server(ours.tls("127.0.0.1", &ours)).await;
    assert_eq!(write(&caller(address, theirs.tls("sales", &ours), SECRET)).await, away(), "a caller of theirs");
    let spoofed = server(theirs.tls("127.0.0.1", &ours)).await;
    assert_eq!(write(&caller(spoofed, ours.tls("sales", &ours), SECRET)).await, away(), "a peer of theirs");
    let elsewhere = server(ours.tls("10.9.8.7", &ours)).await;
    assert_eq!(write(&caller(elsewhere, ours.tls("sales", &ours), SECRET)).await, away(), "a peer by another name");
}

#[tokio::test]
async fn who_does_not_speak_tls_hears_nothing() {
    let ours = Authority::new();
    let address = server(ours.tls("127.0.0.1", &ours)).await;
    let answer = heard(address, "POST /shelf.take HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").await;
    assert!(!answer.contains("HTTP/1.1"), "{answer}");
    let keys = Keyring::of(SECRET, Arc::new(SystemClock)).unwrap();
    let plain = Outbound::bare(Env::system()).signing(keys, "sales");
    assert!(Peer::new(&format!("https://{address}"), &plain, PeerOptions::default()).is_err());
    let over_tls = plain.over_tls(ours.tls("sales", &ours));
    assert!(
        Peer::new(&format!("http://{address}"), &over_tls, PeerOptions::default()).is_err(),
        "never without by mistake"
    );
}

#[test]
fn files_that_do_not_fit_are_named() {
    let (ours, (certificate, key)) = (Authority::new(), Authority::new().make("sales"));
    let (_, other_key) = ours.make("sales");
    for (certificate, key, ca) in [
        ("", key.as_str(), ours.pem.as_str()),
        (certificate.as_str(), "", &ours.pem),
        (&certificate, &key, ""),
        (&certificate, &other_key, &ours.pem),
        (&certificate, &certificate, &ours.pem),
    ] {
        assert!(Tls::of(certificate.as_bytes(), key.as_bytes(), ca.as_bytes()).is_err());
    }
    let missing = std::path::Path::new("/no/such/file");
    let error = Tls::read(missing, missing, missing).err().map(|error| error.to_string());
    assert!(error.unwrap_or_default().contains("/no/such/file"));
}
