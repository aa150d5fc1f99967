//! Reads: one, many, lists by what a person looks for.

use crate::world::{cx, worlds};
use infrasell_contracts::payments::{
    FindPayment, GetPayment, GetPayments, ListFacts, ListOps, ListPayments, PaymentError, Payments,
};
use infrasell_kernel::{Cursor, Page, PageRequest, PaymentId};
use infrasell_rpc::Fault;
use infrasell_rules::payment::{OpState, PaymentState};
use infrasell_simulator::Act;
use std::time::Duration;

#[tokio::test]
async fn one_and_many() {
    for world in worlds().await {
        let (a, b) = (world.held("a").await, world.held("b").await);
        assert_eq!(world.payment(a.id).await, a);
        let ids = vec![b.id, PaymentId::from_i64(99_999), a.id, b.id];
        let many = world.service.payments_by_id(&cx(), GetPayments { ids }).await.unwrap();
        assert_eq!(many.iter().map(|payment| payment.id).collect::<Vec<_>>(), [b.id, a.id, b.id]);
        let too_many = GetPayments { ids: vec![a.id; 1_001] };
        assert!(world.service.payments_by_id(&cx(), too_many).await.is_err());
        let found = world.service.find(&cx(), FindPayment { reference: "b".into() }).await.unwrap();
        assert_eq!(found, Some(b));
        assert_eq!(world.service.find(&cx(), FindPayment { reference: "c".into() }).await.unwrap(), None);
        let id = PaymentId::from_i64(99_999);
        let missing = world.service.payment(&cx(), GetPayment { id }).await.unwrap_err();
        assert_eq!(missing, PaymentError::Fault(Fault::not_found("payment", id)));
    }
}

#[tokio::test]
async fn payments_by_what_a_person_looks_for() {
    for world in worlds().await {
        for n in 0..5 {
            world.held(&format!("chk_{n}:1")).await;
            world.db.clock.advance(Duration::from_secs(1));
        }
        let since = world.db.now();
        let late = world.paid("CHK_%").await;
        let list = async |ask: ListPayments| world.service.payments(&cx(), ask).await.unwrap();
        let names = |page: Page<infrasell_contracts::payments::Payment>| -> Vec<String> {
            page.items.into_iter().map(|payment| payment.reference).collect()
        };
        let all = ListPayments::default();
        assert_eq!(names(list(all.clone()).await), ["CHK_%", "chk_4:1", "chk_3:1", "chk_2:1", "chk_1:1", "chk_0:1"]);
        let captured = ListPayments { state: Some(PaymentState::Captured), ..all.clone() };
        assert_eq!(names(list(captured).await), ["CHK_%"]);
        let prefix = ListPayments { reference: Some("chk_".into()), ..all.clone() };
        assert_eq!(names(list(prefix).await).len(), 5);
        let odd = ListPayments { reference: Some("CHK_%".into()), ..all.clone() };
        assert_eq!(names(list(odd).await), ["CHK_%"]);
        let recent = ListPayments { created_since: Some(since), ..all.clone() };
        assert_eq!(list(recent).await.items[0].id, late.id);
        let by_hand = ListPayments { method: Some("cod".into()), ..all.clone() };
        assert_eq!(names(list(by_hand).await), [""; 0]);
        let usd = ListPayments { currency: Some("USD".parse().unwrap()), ..all.clone() };
        assert_eq!(names(list(usd).await), [""; 0]);

        let mut page = list(ListPayments { page: PageRequest { limit: Some(4), after: None }, ..all.clone() }).await;
        let rest = PageRequest { limit: Some(4), after: page.next.take() };
        let rest = list(ListPayments { page: rest, ..all.clone() }).await;
        assert_eq!((names(page).len(), names(rest)), (4, vec!["chk_1:1".to_owned(), "chk_0:1".to_owned()]));
        for page in [
            PageRequest { limit: Some(0), after: None },
            PageRequest { limit: Some(251), after: None },
            PageRequest { limit: None, after: Some(Cursor::new("elsewhere", &1)) },
        ] {
            assert!(world.service.payments(&cx(), ListPayments { page, ..all.clone() }).await.is_err());
        }
    }
}

#[tokio::test]
async fn operations_and_facts() {
    for world in worlds().await {
        let payment = world.paid("a").await;
        world.plan("POST", "/v1/payments/*/refunds", Act::DropAfterApply);
        world.refund(&payment, "r", 100).await.unwrap();
        let ask = ListOps { state: Some(OpState::Unknown), ..ListOps::default() };
        let unknown = world.service.ops(&cx(), ask).await.unwrap().items;
        assert_eq!(unknown.iter().map(|op| op.reference.as_str()).collect::<Vec<_>>(), ["r"]);
        assert_eq!(unknown[0].cause.as_deref(), Some("the connection broke"));
        let ask = ListOps { needs_operator: Some(true), ..ListOps::default() };
        assert_eq!(world.service.ops(&cx(), ask).await.unwrap().items, []);
        world.advance(30).await;
        let mut ask = ListFacts { payment: payment.id, page: PageRequest { limit: Some(2), after: None } };
        let first = world.service.facts(&cx(), ask.clone()).await.unwrap();
        ask.page.after = first.next;
        let rest = world.service.facts(&cx(), ask).await.unwrap();
        let kinds: Vec<String> = first.items.iter().chain(&rest.items).map(|fact| fact.kind.to_string()).collect();
        assert_eq!(kinds, ["authorised", "captured", "refunded"]);
        assert_eq!(rest.items[0].actor, "resolver");
    }
}
