//! Calls to real listeners: what is refused is never connected to.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use async_trait::async_trait;
use bytes::Bytes;
use hyper::{HeaderMap, Method};
use infrasell_outward::{Call, Outward, OutwardError, Policy, Refusal, Reply, Resolve};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A listener that says `answer` to whatever comes, and counts.
async fn listener(answer: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, count) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counted = count.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                if answer.is_empty() {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    (address, count)
}

/// Says these addresses, one after the other: a name that leads elsewhere at the second look.
struct Says(Vec<Vec<IpAddr>>, AtomicUsize);

#[async_trait]
impl Resolve for Says {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let nth = self.1.fetch_add(1, Ordering::SeqCst);
        Ok(self.0[nth.min(self.0.len() - 1)].clone())
    }
}

fn says(answers: &[&[&str]]) -> Arc<Says> {
    let answers = answers.iter().map(|some| some.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
    Arc::new(Says(answers, AtomicUsize::new(0)))
}

fn home() -> Policy {
    Policy { allow_http: false, allow_networks: vec!["127.0.0.0/8".parse().unwrap()] }
}

fn outward(policy: Policy, resolver: Arc<Says>) -> Outward {
    Outward::with(policy, resolver, RootCertStore::empty()).unwrap()
}

async fn call(outward: &Outward, url: &str) -> Result<Reply, OutwardError> {
    let target = outward.policy().target(url)?;
    let call = Call {
        target,
        method: Method::POST,
        headers: HeaderMap::new(),
        body: Bytes::from_static(b"{}"),
        time_limit: Duration::from_millis(400),
        most_bytes: 16,
    };
    outward.call(call).await
}

#[tokio::test]
async fn an_answer_is_bounded_and_a_redirect_is_an_answer() {
    let (far, asked) = listener("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let text = format!("HTTP/1.1 302 Found\r\nlocation: http://{far}/\r\ncontent-length: 40\r\n\r\n{}", "x".repeat(40));
    let (near, _) = listener(text.leak()).await;
    let outward = outward(home(), says(&[&["127.0.0.1"]]));
    let reply = call(&outward, &format!("http://hooks.example:{}/a?b=c", near.port())).await.unwrap();
    assert_eq!((reply.status.as_u16(), reply.body.len(), reply.is_cut), (302, 16, true));
    assert_eq!(asked.load(Ordering::SeqCst), 0, "the redirect was followed");
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_what_was_looked_at_is_called() {
    let (address, asked) = listener("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let url = format!("http://rebinding.example:{}/", address.port());
    // the second look would lead to the metadata service; there is none
    let resolver = says(&[&["127.0.0.1"], &["169.254.169.254"]]);
    let guarded = outward(home(), resolver.clone());
    assert_eq!(call(&guarded, &url).await.unwrap().status, 200);
    assert_eq!(resolver.1.load(Ordering::SeqCst), 1);
    let refused = call(&guarded, &url).await.unwrap_err();
    assert_eq!(refused, OutwardError::Refused(Refusal::NotPublic([169, 254, 169, 254].into())));
    // one bad address among good ones refuses all
    let mixed = outward(home(), says(&[&["127.0.0.1", "10.0.0.7"]]));
    assert_eq!(call(&mixed, &url).await.unwrap_err(), OutwardError::Refused(Refusal::NotPublic([10, 0, 0, 7].into())));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn without_a_word_of_the_configuration_nothing_of_our_own_is_called() {
    let (_, asked) = listener("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let strict = outward(Policy::default(), says(&[&["127.0.0.1"]]));
    let refused = call(&strict, "https://inside.example/").await.unwrap_err();
    assert_eq!(refused, OutwardError::Refused(Refusal::NotPublic([127, 0, 0, 1].into())));
    let plain = outward(Policy { allow_http: true, ..Policy::default() }, says(&[&["::ffff:127.0.0.1"]]));
    let refused = call(&plain, "http://inside.example/").await.unwrap_err();
    assert_eq!(refused, OutwardError::Refused(Refusal::NotPublic([127, 0, 0, 1].into())));
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn who_does_not_answer_or_answers_nonsense_is_given_up() {
    let (silent, _) = listener("").await;
    let (rude, _) = listener("hello there\r\n\r\n").await;
    let outward = outward(home(), says(&[&["127.0.0.1"]]));
    let late = call(&outward, &format!("http://{silent}/")).await.unwrap_err();
    assert_eq!(late, OutwardError::TimedOut(400));
    assert!(matches!(call(&outward, &format!("http://{rude}/")).await, Err(OutwardError::Broken(_))));
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert!(matches!(call(&outward, &format!("http://{nobody}/")).await, Err(OutwardError::Unreached(_))));
}

#[tokio::test]
async fn tls_is_spoken_with_who_shows_a_good_certificate_for_the_name() {
    let made = rcgen::generate_simple_self_signed(["hooks.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let trusting = Outward::with(home(), says(&[&["127.0.0.1"]]), roots).unwrap();
    assert_eq!(call(&trusting, &format!("https://hooks.example:{port}/")).await.unwrap().status, 204);
    let other = call(&trusting, &format!("https://other.example:{port}/")).await;
    assert!(matches!(other, Err(OutwardError::Unsafe(_))), "{other:?}");
    let strange = outward(home(), says(&[&["127.0.0.1"]]));
    assert!(matches!(call(&strange, &format!("https://hooks.example:{port}/")).await, Err(OutwardError::Unsafe(_))));
}
