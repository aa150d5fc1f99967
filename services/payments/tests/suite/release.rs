//! What staff release, where a payment was agreed, and how often it changed.

use crate::world::{ask, cx, inr, open_only_in, worlds};
use infrasell_contracts::payments::{
    Authorise, ListMethods, ListOps, ListPayments, PAYMENT_CHANGED, PaymentChanged, PaymentError, Payments, Release,
};
use infrasell_db::v;
use infrasell_kernel::{ChannelId, PaymentId};
use infrasell_rpc::Cx;
use infrasell_rules::payment::PaymentState;
use infrasell_simulator::Act;
use std::collections::BTreeMap;

fn release(id: PaymentId, reason: &str) -> Release {
    Release { id, reason: reason.into() }
}

#[tokio::test]
async fn a_held_payment_goes_on_when_the_provider_agrees_again_and_else_is_held_again() {
    for world in worlds().await {
        world.plan("POST", "/v1/payments", Act::AmountDelta { delta: 1 });
        let wrong = world.authorise("wrong", "tok_approve").await;
        assert_eq!(wrong.state, PaymentState::Held);
        let again = world.service.release(&cx(), release(wrong.id, "looked at it")).await.unwrap();
        assert_eq!((again.state, &again.held), (PaymentState::Held, &wrong.held), "the provider says so still");

        // a report that was wrong, and is right by now
        let right = world.held("right").await;
        let hold = serde_json::to_string(&wrong.held).unwrap();
        let statement = "UPDATE payments_payment SET held = $2, state = 'held' WHERE id = $1";
        world.db.exec(statement, &v![right.id, &hold]).await.unwrap();
        assert!(world.capture(&right, "c", None).await.is_err());
        let keyed = Cx { idempotency_key: Some("k".into()), ..cx() };
        let released = world.service.release(&keyed, release(right.id, "the bank was called")).await.unwrap();
        assert_eq!((released.state, released.held), (PaymentState::Authorised, None));
        let replayed = world.service.release(&keyed, release(right.id, "the bank was called")).await.unwrap();
        assert_eq!(replayed.state, PaymentState::Authorised);
        let captured = world.capture(&right, "c", None).await.unwrap();
        assert_eq!(captured.state, PaymentState::Captured);

        let refused = world.service.release(&cx(), release(right.id, "once more")).await.unwrap_err();
        assert_eq!(refused, PaymentError::WrongState { state: PaymentState::Captured });
        for reason in ["", &"x".repeat(501)] {
            assert!(world.service.release(&cx(), release(wrong.id, reason)).await.is_err(), "{}", reason.len());
        }
        let nobody = PaymentId::from_i64(99_999);
        assert!(world.service.release(&cx(), release(nobody, "who?")).await.is_err());
    }
}

#[tokio::test]
async fn a_payment_is_found_by_the_channel_it_was_agreed_in() {
    let [web, till] = [1, 2].map(ChannelId::from_i64);
    for world in worlds().await {
        let at = |reference: &str, channel| Authorise { channel, ..ask(reference, "tok_approve") };
        let here = world.service.authorise(&cx(), at("a", Some(web))).await.unwrap();
        assert_eq!(here.channel, Some(web));
        // who asks again is answered, also where the channel was not noted when it was asked first
        assert_eq!(world.service.authorise(&cx(), at("a", None)).await.unwrap(), here);
        world.service.authorise(&cx(), at("b", Some(till))).await.unwrap();
        world.service.authorise(&cx(), at("c", None)).await.unwrap();
        for (channel, references) in [(Some(web), vec!["a"]), (Some(till), vec!["b"]), (None, vec!["c", "b", "a"])] {
            let list = ListPayments { channel, ..ListPayments::default() };
            let found = world.service.payments(&cx(), list).await.unwrap().items;
            let mut found: Vec<&str> = found.iter().map(|payment| payment.reference.as_str()).collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            assert_eq!(found, references);
            let ops = ListOps { channel, ..ListOps::default() };
            assert_eq!(world.service.ops(&cx(), ops).await.unwrap().items.len(), references.len());
        }
        let op = world.ops(&here).await.remove(0);
        let one = ListOps { id: Some(op.id), ..ListOps::default() };
        assert_eq!(world.service.ops(&cx(), one).await.unwrap().items, [op]);
    }
}

#[tokio::test]
async fn a_method_is_offered_and_taken_in_its_channels_only() {
    let [web, till] = [1, 2].map(ChannelId::from_i64);
    for world in worlds().await {
        let only_in = BTreeMap::from([("cod".to_owned(), vec![web]), ("simulator".to_owned(), vec![till])]);
        let service = open_only_in(&world.db, &world.engines, only_in);
        for (channel, codes) in [(web, ["manual", "cod"]), (till, ["manual", "simulator"])] {
            let offered = service.methods(&cx(), ListMethods { channel, amount: inr(10_000) }).await.unwrap();
            let mut offered: Vec<&str> = offered.iter().map(|method| method.code.as_str()).collect();
            let mut codes = codes.to_vec();
            offered.sort_unstable();
            codes.sort_unstable();
            assert_eq!(offered, codes);
        }
        let at = |channel| Authorise { channel: Some(channel), ..ask("a", "tok_approve") };
        let refused = service.authorise(&cx(), at(web)).await.unwrap_err();
        assert_eq!(refused, PaymentError::MethodNotOffered { method: "simulator".into() });
        assert_eq!(service.authorise(&cx(), at(till)).await.unwrap().state, PaymentState::Authorised);
    }
}

#[tokio::test]
async fn every_change_that_is_told_has_a_greater_revision() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        world.refund(&payment, "r", 1_000).await.unwrap();
        world.sync(&payment).await.unwrap();
        let told = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
        let all: Vec<PaymentChanged> = world.db.all(told, &v![PAYMENT_CHANGED], |row| row.next_json()).await.unwrap();
        let revisions: Vec<i64> = all.iter().map(|event| event.revision).collect();
        assert!(revisions.len() >= 3, "{revisions:?}");
        assert_eq!(revisions, (1..).take(revisions.len()).collect::<Vec<i64>>());
    }
}
