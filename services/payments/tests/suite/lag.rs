//! A provider whose reads lag far behind: a second call is refused because the first had its effect, and nothing says so.

use crate::{
    double::{Call, Double, Hand},
    world::worlds,
};
use async_trait::async_trait;
use infrasell_payments::port::{Answer, Outcome, Seen};
use infrasell_rules::payment::{OpKind, OpState, PaymentState};
use infrasell_simulator::Act;
use std::sync::{Arc, Mutex};

/// Shows what it has shown before, so many times, and refuses without a word about the payment.
#[derive(Default)]
struct Lagging {
    old: Mutex<Option<Answer<Seen>>>,
    lags: Mutex<u32>,
}

#[async_trait]
impl Hand for Lagging {
    async fn write(&self, call: Call<'_, Outcome>) -> Outcome {
        match call.await {
            Outcome::Declined { reason, .. } => Outcome::Declined { reason, seen: None },
            other => other,
        }
    }

    async fn read(&self, call: Call<'_, Answer<Seen>>) -> Answer<Seen> {
        let fresh = call.await;
        let mut lags = self.lags.lock().unwrap();
        let mut old = self.old.lock().unwrap();
        if *lags > 0 {
            *lags -= 1;
            return old.clone().unwrap();
        }
        *old = Some(fresh.clone());
        fresh
    }
}

#[tokio::test]
async fn a_second_call_that_is_refused_is_looked_into() {
    for mut world in worlds().await {
        let lagging = Arc::new(Lagging::default());
        world.stop().await;
        world.engines[0] = Arc::new(Double { inner: world.engines[0].clone(), hand: lagging.clone() });
        world.start().await;
        let payment = world.held("a").await;
        world.sync(&payment).await.unwrap();
        // Captured, and both the answer and the key are lost; the look then shows the payment as it was before.
        world.plan("POST", "/v1/payments/*/capture", Act::Unstored500 { applied: true });
        world.capture(&payment, "c", None).await.unwrap();
        *lagging.lags.lock().unwrap() = 1;
        world.db.clock.advance(std::time::Duration::from_secs(6));
        world.settle().await;
        let op = world.op(&payment, OpKind::Capture).await;
        assert_eq!((op.state, op.attempts), (OpState::Done, 2), "the second call was refused, and the first is found");
        let failed = "SELECT count(*) FROM db_outbox WHERE payload LIKE '%failed%'";
        let failed: i64 = world.db.one(failed, &[], |row| row.get(0)).await.unwrap();
        assert_eq!((failed, world.state(&payment).await), (0, PaymentState::Captured));
        assert_eq!(world.truth(&payment).captures, 1);
        world.oracle().await;
    }
}
