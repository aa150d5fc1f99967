//! What a payment provider sends, and what somebody sends in his place.

use crate::Target;
use hmac::{Hmac, KeyInit, Mac};
use infrasell_kernel::{SystemClock, Timestamp};
use infrasell_payments::{
    engines::{Secret, Simulator, SimulatorConfig},
    port::Provider,
};
use infrasell_rules::payment::PaymentMode;
use sha2::Sha256;
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
    time::Duration,
};

/// The first line is the signature, the rest the body: without the secret nothing is taken; with it, nothing crashes.
pub const TARGET: Target = Target {
    name: "webhook",
    seeds: &[
        b"t=1000000,v1=00\n{\"id\":\"evt_1\",\"type\":\"payment.captured\",\"account\":\"acct_sim\",\"mode\":\"test\",\"data\":{\"object\":{\"id\":\"pay_1\"}}}",
        b"t=9223372036854775807,v1=,v1=\n{}",
        b"t=-9223372036854775808\n[]",
        b"v1=aa,t=1000000\nnull",
    ],
    run,
};

const SECRET: &str = "whsec_of_this_target";
const NOW_SECONDS: i64 = 1_000_000;

static ENGINE: LazyLock<Simulator> = LazyLock::new(|| {
    let config = SimulatorConfig {
        base_url: "http://127.0.0.1:9".into(),
        secrets: vec![Secret("sk_test_of_this_target".into())],
        webhook_secrets: vec![Secret(SECRET.into())],
        account: "acct_sim".into(),
        mode: PaymentMode::Test,
        timeout: Duration::from_secs(1),
        name: "Test payment".into(),
    };
    Simulator::new(config, Arc::new(SystemClock)).expect("a test configuration")
});

fn run(bytes: &[u8]) {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let (header, body) = (String::from_utf8_lossy(&bytes[..end]).into_owned(), bytes.get(end + 1..).unwrap_or(b""));
    let now = Timestamp::from_micros(NOW_SECONDS * 1_000_000);
    let headers = |value: String| BTreeMap::from([("sim-signature".to_owned(), value)]);
    let forged = ENGINE.parse_webhook(&headers(header), body, now);
    assert!(forged.is_err(), "a message without a proof was taken");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("{NOW_SECONDS}.").as_bytes());
    mac.update(body);
    let proof = format!("t={NOW_SECONDS},v1={}", hex::encode(mac.finalize().into_bytes()));
    // signed, and still any bytes at all
    drop(ENGINE.parse_webhook(&headers(proof), body, now));
}
