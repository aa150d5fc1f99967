//! A process that is killed: before a call leaves, after it was answered, or before anything was written. The next
//! process finishes what it began, once.

use crate::{
    double::{Call, Double, Hand},
    world::{World, cx, worlds},
};
use async_trait::async_trait;
use infrasell_contracts::payments::{Payment, Payments};
use infrasell_payments::port::{Outcome, Provider};
use infrasell_rules::payment::PaymentState;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Death {
    BeforeTheCall,
    AfterTheCall,
}

/// In the next write the process dies: the call, or its answer, is never seen again.
struct Deadly {
    death: Death,
    armed: AtomicBool,
    died: Notify,
}

#[async_trait]
impl Hand for Deadly {
    async fn write(&self, call: Call<'_, Outcome>) -> Outcome {
        if !self.armed.swap(false, Ordering::SeqCst) {
            return call.await;
        }
        if self.death == Death::AfterTheCall {
            call.await;
        }
        self.died.notify_one();
        std::future::pending().await
    }
}

/// Lets the process die inside `act`, and starts the next one.
async fn die_in<F>(world: &mut World, death: Death, act: impl FnOnce(Arc<infrasell_payments::PaymentsService>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let healthy = world.engines.clone();
    world.stop().await;
    let deadly = Arc::new(Deadly { death, armed: AtomicBool::new(true), died: Notify::new() });
    let engines: Vec<Arc<dyn Provider>> = vec![Arc::new(Double { inner: healthy[0].clone(), hand: deadly.clone() })];
    let doomed = crate::world::service(&world.db, &engines);
    let task = tokio::spawn(act(doomed));
    tokio::time::timeout(Duration::from_secs(5), deadly.died.notified()).await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    world.start().await;
}

async fn finished(world: &World, payment: &Payment, state: PaymentState) {
    world.advance(180).await;
    assert_eq!(world.state(payment).await, state, "{:?}", world.ops(payment).await);
    world.oracle().await;
}

#[tokio::test]
async fn while_a_payment_is_made() {
    for death in [Death::BeforeTheCall, Death::AfterTheCall] {
        for mut world in worlds().await {
            die_in(&mut world, death, |service| async move {
                let _ = service.authorise(&cx(), crate::world::ask("a", "tok_approve")).await;
            })
            .await;
            let payment = world.authorise("a", "tok_approve").await;
            assert_eq!(payment.state, PaymentState::Created, "the intent is there, and nobody knows its end");
            finished(&world, &payment, PaymentState::Authorised).await;
            assert_eq!(world.truths(&payment).len(), 1);
        }
    }
}

#[tokio::test]
async fn while_it_captures() {
    for death in [Death::BeforeTheCall, Death::AfterTheCall] {
        for mut world in worlds().await {
            let payment = world.held("a").await;
            let ask =
                infrasell_contracts::payments::Capture { id: payment.id, reference: "c".into(), amount_minor: None };
            die_in(&mut world, death, |service| async move {
                let _ = service.capture(&cx(), ask).await;
            })
            .await;
            finished(&world, &payment, PaymentState::Captured).await;
            assert_eq!(world.truth(&payment).captures, 1);
        }
    }
}

#[tokio::test]
async fn while_it_refunds() {
    for death in [Death::BeforeTheCall, Death::AfterTheCall] {
        for mut world in worlds().await {
            let payment = world.paid("a").await;
            let ask =
                infrasell_contracts::payments::Refund { id: payment.id, reference: "r".into(), amount_minor: 10_000 };
            die_in(&mut world, death, |service| async move {
                let _ = service.refund(&cx(), ask).await;
            })
            .await;
            assert!(world.refund(&payment, "r2", 1).await.is_err(), "what is under way counts as gone");
            finished(&world, &payment, PaymentState::Refunded).await;
            assert_eq!(world.truth(&payment).refunds, 1);
        }
    }
}

#[tokio::test]
async fn while_it_undoes() {
    for death in [Death::BeforeTheCall, Death::AfterTheCall] {
        for mut world in worlds().await {
            let payment = world.held("a").await;
            let ask = infrasell_contracts::payments::Undo { id: payment.id, reference: "u".into() };
            die_in(&mut world, death, |service| async move {
                let _ = service.undo(&cx(), ask).await;
            })
            .await;
            finished(&world, &payment, PaymentState::Voided).await;
        }
    }
}

#[tokio::test]
async fn and_only_found_out_after_the_key_has_been_forgotten() {
    for (death, state) in
        [(Death::BeforeTheCall, PaymentState::Failed), (Death::AfterTheCall, PaymentState::Authorised)]
    {
        for mut world in worlds().await {
            die_in(&mut world, death, |service| async move {
                let _ = service.authorise(&cx(), crate::world::ask("a", "tok_approve")).await;
            })
            .await;
            world.db.clock.advance(Duration::from_secs(25 * 3_600));
            let payment = world.authorise("a", "tok_approve").await;
            finished(&world, &payment, state).await;
            assert!(world.truths(&payment).len() <= 1);
        }
    }
}
