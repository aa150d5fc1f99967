//! A provider that wants two calls: one that makes the payment, and one that holds the money after the buyer has approved
//! (as wallets do). No real one is here yet; this is the shape that they have.

use crate::world::{ask, cx, worlds};
use async_trait::async_trait;
use infrasell_contracts::payments::{Authorise, Capabilities, NextAction, Payments};
use infrasell_kernel::{Currency, Timestamp};
use infrasell_payments::port::{
    Answer, BadWebhook, Books, Hint, NewPayment, Offer, OpKey, Outcome, Part, Provider, RefundSeen, Seen, Target,
};
use infrasell_rules::payment::{OpKind, OpState, PaymentMode, PaymentState, Snapshot, SnapshotStatus};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

/// The wallet's whole memory: its one payment, and how often it was told to hold the money.
#[derive(Default)]
struct Wallet {
    payment: Mutex<Option<Seen>>,
    holds: Mutex<Vec<OpKey>>,
    loses_answers: bool,
}

impl Wallet {
    fn change(&self, change: impl FnOnce(&mut Seen)) -> Seen {
        let mut payment = self.payment.lock().unwrap();
        change(payment.as_mut().unwrap());
        payment.clone().unwrap()
    }
}

#[async_trait]
impl Provider for Wallet {
    fn code(&self) -> &str {
        "wallet"
    }
    fn offer(&self) -> Offer {
        Offer { name: "Wallet".into(), instructions: String::new(), needs_instrument: false }
    }
    fn capabilities(&self, _: Currency) -> Option<Capabilities> {
        Some(Capabilities {
            authorise: true,
            partial_capture: false,
            multiple_captures: false,
            void: false,
            refund: true,
            partial_refund: false,
            recorded_by_staff: false,
            pays_later: false,
            paid_at_door: false,
            min_minor: 1,
            max_minor: 1_000_000,
        })
    }
    fn account(&self) -> (&str, PaymentMode) {
        ("acct_wallet", PaymentMode::Test)
    }
    fn key_life(&self) -> Duration {
        Duration::from_secs(6 * 3_600)
    }
    fn call_limit(&self) -> Duration {
        Duration::from_secs(10)
    }
    fn is_reachable(&self, _: Timestamp) -> bool {
        true
    }
    async fn check(&self) -> Result<(), String> {
        Ok(())
    }
    async fn create(&self, _: &OpKey, ask: &NewPayment) -> Outcome {
        let snapshot = Snapshot {
            provider: "wallet".into(),
            account: "acct_wallet".into(),
            mode: PaymentMode::Test,
            object_id: "w1".into(),
            currency: ask.amount.currency,
            authorised_minor: 0,
            capturable_minor: 0,
            captured_minor: 0,
            refunded_minor: 0,
            disputed_minor: 0,
            status: SnapshotStatus::NeedsAction,
            captures: vec![],
            refunds: vec![],
            expires_at: None,
            seen_at: Timestamp::from_micros(1_767_225_600_000_000),
        };
        let next = Some(NextAction::Redirect { url: "https://wallet.test/approve".into() });
        let seen = Seen { snapshot, reference: Some(ask.reference.clone()), next, decline_code: None, approved: false };
        *self.payment.lock().unwrap() = Some(seen.clone());
        Outcome::NeedsAction(Box::new(seen))
    }
    async fn authorise(&self, key: &OpKey, target: &Target) -> Outcome {
        self.holds.lock().unwrap().push(key.clone());
        let seen = self.change(|seen| {
            seen.approved = false;
            seen.next = None;
            seen.snapshot.status = SnapshotStatus::Authorised;
            seen.snapshot.authorised_minor = target.amount.minor;
        });
        if self.loses_answers {
            return Outcome::Unknown { cause: "lost".into() };
        }
        Outcome::Done(Box::new(seen))
    }
    async fn capture(&self, _: &OpKey, _: &Part) -> Outcome {
        Outcome::Unknown { cause: "not asked here".into() }
    }
    async fn void(&self, _: &OpKey, _: &Target) -> Outcome {
        Outcome::Declined { reason: "there is no void".into(), seen: None }
    }
    async fn refund(&self, _: &OpKey, _: &Part) -> Outcome {
        Outcome::Unknown { cause: "not asked here".into() }
    }
    async fn fetch(&self, _: &str) -> Answer<Seen> {
        self.payment.lock().unwrap().clone().map_or(Answer::Absent, Answer::Found)
    }
    async fn find_by_reference(&self, _: &str) -> Answer<Vec<Seen>> {
        Answer::Found(self.payment.lock().unwrap().iter().cloned().collect())
    }
    async fn fetch_refund(&self, _: &str) -> Answer<RefundSeen> {
        Answer::Absent
    }
    fn parse_webhook(&self, _: &BTreeMap<String, String>, _: &[u8], _: Timestamp) -> Result<Vec<Hint>, BadWebhook> {
        Err(BadWebhook("it sends none"))
    }
    async fn books(&self, _: Option<&str>) -> Option<Answer<Books>> {
        None
    }
}

#[tokio::test]
async fn the_money_is_held_once_the_buyer_has_approved() {
    for loses_answers in [false, true] {
        for mut world in worlds().await {
            let wallet = Arc::new(Wallet { loses_answers, ..Wallet::default() });
            world.stop().await;
            world.engines.push(wallet.clone());
            world.start().await;
            let req = Authorise { method: "wallet".into(), instrument: None, ..ask("a", "") };
            let payment = world.service.authorise(&cx(), req).await.unwrap();
            assert_eq!(payment.state, PaymentState::NeedsAction);
            assert_eq!(world.sync(&payment).await.unwrap().state, PaymentState::NeedsAction);
            wallet.change(|seen| seen.approved = true);
            world.sync(&payment).await.unwrap();
            // the resolver's job may have sent it at the same moment: then the answer comes to that one
            world.settle().await;
            assert_eq!(world.state(&payment).await, PaymentState::Authorised);
            assert_eq!(world.op(&payment, OpKind::Authorise).await.state, OpState::Done);
            assert_eq!(wallet.holds.lock().unwrap().len(), 1, "told once");
            let part = world.capture(&payment, "c", Some(1)).await.unwrap_err();
            assert!(part.to_string().contains("capture a part"), "{part}");
            assert!(world.void(&payment).await.unwrap_err().to_string().contains("cannot void"));
        }
    }
}
