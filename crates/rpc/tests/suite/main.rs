//! One contract, called in process and over HTTP: the caller must not be able to tell.

#![expect(missing_docs, clippy::unwrap_used, reason = "a contract made up for this test")]

mod certificates;
mod hostile;
mod manners;
mod raw;
mod skew;
mod tokens;

use infrasell_chaos::{Fault as Fate, Plan, Proxy, Speaks};
use infrasell_kernel::{Env, ErrorKind};
use infrasell_rpc::{
    Cx, Fault, Outbound, Peer, PeerOptions, ServiceError, service,
    trace::{self, Here, TraceCx},
};
use serde::{Deserialize, Serialize};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Take {
    units: i64,
}
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    left: i64,
    by: String,
    key: Option<String>,
}
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ShelfError {
    #[error("only {left} left")]
    Short { left: i64 },
    #[error(transparent)]
    #[serde(untagged)]
    Fault(#[from] Fault),
}
impl ServiceError for ShelfError {
    fn kind(&self) -> ErrorKind {
        match self {
            ShelfError::Short { .. } => ErrorKind::Conflict,
            ShelfError::Fault(fault) => fault.kind(),
        }
    }
    fn fault(&self) -> Option<&Fault> {
        if let ShelfError::Fault(fault) = self { Some(fault) } else { None }
    }
}
service! {
    pub trait Shelf in shelf, error ShelfError {
        write fn take(Take) -> Taken;
        read fn look(Take) -> Taken;
        read fn find(Take) -> Option<Taken>;
        write fn clear(Take) -> ();
    }
}

#[derive(Default)]
struct Wood(AtomicU32);

#[async_trait::async_trait]
impl Shelf for Wood {
    async fn take(&self, cx: &Cx, req: Take) -> Result<Taken, ShelfError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        match req.units {
            0 => Err(Fault::field("units", "out_of_range", "units is 0").into()),
            n if n > 5 => Err(ShelfError::Short { left: 5 }),
            n => Ok(Taken { left: 5 - n, by: cx.caller.actor(), key: cx.idempotency_key.clone() }),
        }
    }
    async fn look(&self, cx: &Cx, req: Take) -> Result<Taken, ShelfError> {
        self.take(cx, req).await
    }
    async fn find(&self, _: &Cx, req: Take) -> Result<Option<Taken>, ShelfError> {
        // where 7 are wanted the answer tells for what the serving task works
        let here = trace::here().filter(|_| req.units == 7);
        Ok(here.map(|here| Taken { left: 0, by: here.request_id.to_string(), key: trace::traceparent() }))
    }
    async fn clear(&self, _: &Cx, _: Take) -> Result<(), ShelfError> {
        Ok(())
    }
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

fn remote(base: &str) -> wire::Remote {
    let options = PeerOptions { timeout_ms: 2_000, ..PeerOptions::default() };
    wire::Remote(Peer::new(base, &Outbound::bare(Env::system()), options).unwrap())
}

#[tokio::test]
async fn local_and_remote_answer_alike() {
    let local: Arc<dyn Shelf> = Arc::new(Wood(AtomicU32::new(0)));
    let far = remote(&serve(wire::routes(local.clone())).await);
    let cx = Cx::system("test", "req-1").step("test", "k-1");
    for units in [0, 2, 9] {
        assert_eq!(far.take(&cx, Take { units }).await, local.take(&cx, Take { units }).await, "{units}");
    }
    assert_eq!(far.find(&cx, Take { units: 1 }).await, Ok(None), "nothing found is an answer");
    assert_eq!(far.clear(&cx, Take { units: 1 }).await, Ok(()), "nothing to say is an answer");
}

#[tokio::test]
async fn a_call_belongs_to_the_request_and_trace_of_its_caller_in_the_other_process_too() {
    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let far = remote(&serve(wire::routes(Arc::new(Wood(AtomicU32::new(0))))).await);
    let cx = Cx::system("test", "req-1");
    let here = Here { request_id: "req-1".into(), trace: TraceCx::parse(PARENT) };
    let seen = trace::within(here, far.find(&cx, Take { units: 7 })).await.unwrap().unwrap();
    assert_eq!((seen.by.as_str(), seen.key.as_deref()), ("req-1", Some(PARENT)));
    let seen = far.find(&cx, Take { units: 7 }).await.unwrap().unwrap();
    assert_eq!((seen.by.as_str(), seen.key), ("req-1", None), "a caller without a trace");
}

#[tokio::test]
async fn an_error_from_a_newer_peer_keeps_its_code_and_kind() {
    let newer = axum::Router::new().route(
        "/shelf.take",
        axum::routing::post(|| async {
            axum::Json(serde_json::json!({ "err": { "code": "shelf_broken" }, "kind": "conflict", "message": "the shelf broke" }))
        }),
    );
    let far = remote(&serve(newer).await);
    let error = far.take(&Cx::system("test", "r"), Take { units: 1 }).await.unwrap_err();
    assert_eq!(error.problem().code, "shelf_broken");
    assert_eq!(error.problem().status, 409);
}

#[tokio::test]
async fn every_call_is_tried_again_until_the_circuit_opens() {
    let calls = Arc::new(AtomicU32::new(0));
    let seen = calls.clone();
    let broken = axum::Router::new().fallback(move || {
        seen.fetch_add(1, Ordering::SeqCst);
        async { "not an answer" }
    });
    let far = remote(&serve(broken).await);
    let cx = Cx::system("test", "r");
    let away = ShelfError::Fault(Fault::Unavailable { what: "shelf".into() });
    assert_eq!(far.take(&cx, Take { units: 1 }).await, Err(away.clone()));
    assert_eq!(calls.swap(0, Ordering::SeqCst), 3);
    assert_eq!(far.look(&cx, Take { units: 1 }).await, Err(away.clone()));
    assert_eq!(calls.swap(0, Ordering::SeqCst), 2, "five failures in a row: the circuit is open");
    assert_eq!(far.take(&cx.step("test", "k"), Take { units: 1 }).await, Err(away));
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_write_is_done_once_however_often_it_is_delivered() {
    let late = Duration::from_millis(30);
    for (fault, name) in [
        (Fate::Drop, "lost"),
        (Fate::CutRequest, "cut"),
        (Fate::LoseAnswer, "unanswered"),
        (Fate::CutAnswer, "half answered"),
        (Fate::SendTwice, "doubled"),
        (Fate::SendAgainLater(late), "doubled later"),
    ] {
        for key in [None, Some("k-1")] {
            let wood = Arc::new(Wood(AtomicU32::new(0)));
            let base = serve(wire::routes(wood.clone())).await;
            let behind = base.strip_prefix("http://").unwrap().parse().unwrap();
            let proxy = Proxy::start(behind, Speaks::Http, Plan::script([Some(fault)])).await.unwrap();
            let far = remote(&proxy.base());
            let cx = Cx { idempotency_key: key.map(str::to_owned), ..Cx::system("test", "r") };
            let taken = far.take(&cx, Take { units: 2 }).await.unwrap();
            assert_eq!(taken.key.as_deref(), key, "{name}: the service sees the caller's key and nothing else");
            tokio::time::sleep(late * 2).await;
            assert_eq!(wood.0.load(Ordering::SeqCst), 1, "{name}");
            far.take(&cx, Take { units: 2 }).await.unwrap();
            assert_eq!(wood.0.load(Ordering::SeqCst), 2, "{name}: another call is another call");
        }
    }
}

#[tokio::test]
async fn a_deadline_in_the_past_is_refused_before_the_call() {
    let far = remote("http://127.0.0.1:9");
    let mut cx = Cx::system("test", "r");
    cx.deadline = Some(infrasell_kernel::Timestamp::from_micros(0));
    assert_eq!(far.look(&cx, Take { units: 1 }).await, Err(Fault::TimedOut.into()));
}
