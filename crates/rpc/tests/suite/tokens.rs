//! Service tokens: who is let in, who is not, and what happens while a secret is exchanged.

use crate::raw::{Hand, away, cx, env, heard, read, serving, write};
use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use infrasell_rpc::{
    Guard, Inbound, Keyring, Outbound, Peer, PeerOptions,
    token::{Claims, LEEWAY_S, LIFETIME_S, Refusal, SharedSecret, issue, sign, verify},
};
use proptest::prelude::*;
use serde_json::json;
use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

const OURS: &str = "a secret of ours: 32 letters long";
const NEW: &str = "the secret that comes: 33 letters";
const NOW: i64 = 1_800_000_000;

fn secret(text: &str) -> SharedSecret {
    SharedSecret::new(text).unwrap()
}

fn claims(iat: i64, exp: i64) -> Claims {
    Claims { iss: "sales".into(), aud: "shelf".into(), iat, exp }
}

fn checked(token: &str, clock: &Arc<Hand>) -> Result<(), Refusal> {
    let guard = Guard::new(Keyring::of(OURS, clock.clone()).unwrap(), clock.clone());
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).unwrap());
    guard.check("/shelf.take", &headers)
}

#[test]
fn a_token_of_ours_is_let_in_for_its_service_until_it_ends_and_not_again() {
    let clock = Hand::at(NOW);
    let token = issue(&secret(OURS), "sales", "shelf", infrasell_kernel::Clock::now(&*clock));
    assert_eq!(checked(&token, &clock), Ok(()));
    clock.forward(LIFETIME_S - 1);
    assert_eq!(checked(&token, &clock), Ok(()));
    clock.forward(1);
    assert_eq!(checked(&token, &clock), Err(Refusal::Expired), "a replay after its end");
}

#[test]
fn every_other_token_is_refused() {
    let clock = Hand::at(NOW);
    let good = claims(NOW, NOW + LIFETIME_S);
    let ours = |claims: &Claims| sign(&secret(OURS), claims);
    let other_service = Claims { aud: "shelf2".into(), ..good.clone() };
    let whole = ours(&good);
    let cases = [
        (ours(&good), Ok(())),
        (sign(&secret(NEW), &good), Err(Refusal::Forged)),
        (ours(&other_service), Err(Refusal::WrongAudience)),
        (ours(&Claims { aud: String::new(), ..good.clone() }), Err(Refusal::WrongAudience)),
        (ours(&claims(NOW - 100, NOW - 40)), Err(Refusal::Expired)),
        (ours(&claims(NOW + LEEWAY_S, NOW + LEEWAY_S + 10)), Ok(())),
        (ours(&claims(NOW + LEEWAY_S + 1, NOW + 60)), Err(Refusal::NotYetValid)),
        (ours(&claims(NOW, NOW + LIFETIME_S + 1)), Err(Refusal::TooLong)),
        (ours(&claims(i64::MIN, i64::MAX)), Err(Refusal::TooLong)),
        (String::new(), Err(Refusal::Malformed)),
        ("infrasell1.".into(), Err(Refusal::Malformed)),
        ("infrasell1..".into(), Err(Refusal::Forged)),
        (whole.rsplit_once('.').unwrap().0.to_owned() + ".", Err(Refusal::Forged)),
        (whole.replace("infrasell1", "infrasell2"), Err(Refusal::Malformed)),
        (whole.clone() + &"A".repeat(512), Err(Refusal::Malformed)),
        ("eyJhbGciOiJub25lIn0.eyJhdWQiOiJzaGVsZiJ9.".into(), Err(Refusal::Malformed)),
    ];
    for (token, expected) in cases {
        assert_eq!(checked(&token, &clock), expected, "{token}");
    }
    let keys = Keyring::of(OURS, clock.clone()).unwrap();
    let guard = Guard::new(keys, clock);
    assert_eq!(guard.check("/shelf.take", &HeaderMap::new()), Err(Refusal::Missing));
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_bytes(b"Basic \xff\xfe").unwrap());
    assert_eq!(guard.check("/shelf.take", &headers), Err(Refusal::Malformed));
}

proptest! {
    #[test]
    fn no_changed_token_and_no_noise_is_let_in(at in 0_usize..200, to in any::<u8>(), noise in "\\PC{0,80}") {
        let good = sign(&secret(OURS), &claims(NOW, NOW + LIFETIME_S));
        let now = infrasell_kernel::Timestamp::from_micros(NOW * 1_000_000);
        let mut bytes = good.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = to & 0x7f;
        let changed = String::from_utf8(bytes).unwrap();
        prop_assume!(changed != good);
        prop_assert!(verify(&[secret(OURS)], &changed, "shelf", now).is_err(), "{changed}");
        prop_assert!(verify(&[secret(OURS)], &noise, "shelf", now).is_err());
        let dressed = format!("infrasell1.{noise}");
        prop_assert!(verify(&[secret(OURS)], &dressed, "shelf", now).is_err());
    }
}

fn shelf() -> axum::Router {
    let answer = || async { axum::Json(json!({ "ok": 7 })) };
    axum::Router::new()
        .route("/shelf.take", axum::routing::post(answer))
        .route("/shelf.look", axum::routing::post(answer))
}

async fn guarded(keys: Arc<Keyring>, clock: &Arc<Hand>) -> SocketAddr {
    let guard = Guard::new(keys, clock.clone());
    serving(shelf(), Inbound { guard, tls: None, drain: Duration::from_secs(1) }).await
}

fn caller(address: SocketAddr, keys: Arc<Keyring>, clock: &Arc<Hand>) -> Arc<Peer> {
    let outbound = Outbound::bare(env(clock)).signing(keys, "sales");
    Peer::new(&format!("http://{address}"), &outbound, PeerOptions::default()).unwrap()
}

#[tokio::test]
async fn a_stranger_gets_401_whatever_he_asks_for_before_he_has_sent_it() {
    let clock = Hand::at(NOW);
    let address = guarded(Keyring::of(OURS, clock.clone()).unwrap(), &clock).await;
    for path in ["/shelf.take", "/nothing.here", "/", "/healthz", "//shelf.take"] {
        // he says that a body comes, and sends none
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n");
        let answer = heard(address, &head).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{path}: {answer}");
    }
    let forged = sign(&secret(NEW), &claims(NOW, NOW + LIFETIME_S));
    let head =
        format!("POST /shelf.take HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {forged}\r\ncontent-length: 0\r\n\r\n");
    assert!(heard(address, &head).await.starts_with("HTTP/1.1 401 "));
}

#[tokio::test]
async fn a_caller_renews_its_token_by_itself_and_one_with_another_secret_is_away() {
    let clock = Hand::at(NOW);
    let address = guarded(Keyring::of(OURS, clock.clone()).unwrap(), &clock).await;
    let ours = caller(address, Keyring::of(OURS, clock.clone()).unwrap(), &clock);
    for _ in 0..5 {
        assert_eq!(write(&ours).await, Ok(json!(7)));
        clock.forward(29);
    }
    let stranger = caller(address, Keyring::of(NEW, clock.clone()).unwrap(), &clock);
    assert_eq!(write(&stranger).await, away());
    let bare = Peer::new(&format!("http://{address}"), &Outbound::bare(env(&clock)), PeerOptions::default()).unwrap();
    assert_eq!(read(&bare, &cx()).await, away());
}

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: &str) -> Self {
        let file = std::env::temp_dir().join(format!("infrasell-{name}-{}", std::process::id()));
        std::fs::write(&file, text).unwrap();
        Scratch(file)
    }
    fn set(&self, text: &str) {
        std::fs::write(&self.0, text).unwrap();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // a file that stays behind is no reason to fail a test
        let _removed = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn a_secret_is_exchanged_without_a_refused_call_in_whatever_order_the_files_change() {
    let clock = Hand::at(NOW);
    for caller_first in [true, false] {
        let at_caller = Scratch::new(&format!("caller-{caller_first}"), OURS);
        let at_peer = Scratch::new(&format!("peer-{caller_first}"), OURS);
        let address = guarded(Keyring::in_file(&at_peer.0, clock.clone()).unwrap(), &clock).await;
        let peer = caller(address, Keyring::in_file(&at_caller.0, clock.clone()).unwrap(), &clock);
        assert_eq!(write(&peer).await, Ok(json!(7)));
        let (first, second) = if caller_first { (&at_caller, &at_peer) } else { (&at_peer, &at_caller) };
        let both = format!("{NEW}\n{OURS}\n");
        let steps = [(first, both.as_str()), (second, both.as_str()), (first, NEW), (second, NEW)];
        for (step, (file, text)) in steps.into_iter().enumerate() {
            file.set(text);
            for _ in 0..3 {
                clock.forward(1);
                assert_eq!(write(&peer).await, Ok(json!(7)), "step {step}, the caller first: {caller_first}");
            }
        }
        let old = caller(address, Keyring::of(OURS, clock.clone()).unwrap(), &clock);
        assert_eq!(write(&old).await, away(), "the secret that went is good no longer");
    }
}

#[tokio::test]
async fn a_file_that_is_gone_or_spoiled_leaves_the_secrets_as_they_were() {
    let clock = Hand::at(NOW);
    let file = Scratch::new("spoiled", OURS);
    let address = guarded(Keyring::in_file(&file.0, clock.clone()).unwrap(), &clock).await;
    let peer = caller(address, Keyring::of(OURS, clock.clone()).unwrap(), &clock);
    for spoiled in ["", "short", "\n\n,\n"] {
        file.set(spoiled);
        clock.forward(2);
        assert_eq!(write(&peer).await, Ok(json!(7)), "{spoiled:?}");
    }
    std::fs::remove_file(&file.0).unwrap();
    clock.forward(2);
    assert_eq!(write(&peer).await, Ok(json!(7)));
}

#[test]
fn neither_secret_nor_ring_shows_what_it_holds() {
    let ring = Keyring::of(OURS, Hand::at(NOW)).unwrap();
    assert!(!format!("{ring:?} {:?}", secret(OURS)).contains("ours"));
    assert!(Keyring::of("too short", Hand::at(NOW)).is_err());
    assert!(Keyring::of(" , ", Hand::at(NOW)).is_err());
}
