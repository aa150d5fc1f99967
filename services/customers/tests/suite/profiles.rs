//! Customers one by one.

use crate::{cx, houses, input, is_not_found, keyed};
use infrasell_contracts::customers::*;
use infrasell_kernel::{CustomerId, Patch};
use infrasell_rpc::Fault;

fn patch() -> CustomerPatch {
    CustomerPatch::default()
}

#[tokio::test]
async fn a_customer_is_written_down_with_his_number_in_e164_and_his_tags_in_order() {
    for house in houses().await {
        let mut asha = input(" Asha@Example.in ");
        asha.name = " Asha Rao ".into();
        asha.phone = Some("098765 43210".into());
        asha.tags = vec!["vip".into(), " wholesale ".into(), "vip".into()];
        let made = house.customers.create(&cx(), CreateCustomer { customer: asha }).await.unwrap();
        assert_eq!((made.email.as_str(), made.name.as_str()), ("Asha@Example.in", "Asha Rao"));
        assert_eq!(made.phone.as_deref(), Some("+919876543210"));
        assert_eq!(made.tags, ["vip", "wholesale"]);
        assert_eq!((made.account, made.orders_count, made.version), (AccountState::None, 0, 1));
        assert_eq!(house.get(made.id).await, made);
        house.close().await;
    }
}

#[tokio::test]
async fn an_address_is_of_one_customer_whatever_its_case() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let again = house.customers.create(&cx(), CreateCustomer { customer: input("ASHA@example.IN") }).await;
        assert_eq!(again, Err(CustomersError::CustomerEmailTaken { customer: asha.id }));
        let ben = house.make("ben@example.in").await;
        let moved = house.patch(ben.id, CustomerPatch { email: Some("Asha@example.in".into()), ..patch() }).await;
        assert_eq!(moved, Err(CustomersError::CustomerEmailTaken { customer: asha.id }));
        assert_eq!(house.get(ben.id).await, ben);
        let own_case = house.patch(asha.id, CustomerPatch { email: Some("Asha@Example.in".into()), ..patch() }).await;
        assert_eq!(own_case.unwrap().email, "Asha@Example.in");
        house.close().await;
    }
}

#[tokio::test]
async fn absent_stays_null_takes_away_and_nothing_new_raises_no_version() {
    for house in houses().await {
        let mut asha = input("asha@example.in");
        asha.name = "Asha".into();
        asha.phone = Some("+919876543210".into());
        asha.note = "pays late".into();
        asha.tags = vec!["vip".into()];
        let asha = house.customers.create(&cx(), CreateCustomer { customer: asha }).await.unwrap();
        let same = house.patch(asha.id, CustomerPatch { name: Patch::Set("Asha".into()), ..patch() }).await.unwrap();
        assert_eq!(same, asha);
        let bare = CustomerPatch { phone: Patch::Clear, note: Patch::Clear, tags: Patch::Clear, ..patch() };
        let bare = house.patch(asha.id, bare).await.unwrap();
        assert_eq!((bare.phone.as_deref(), bare.note.as_str(), bare.tags.len()), (None, "", 0));
        assert_eq!((bare.name.as_str(), bare.version), ("Asha", 2));
        let stale = UpdateCustomer { id: asha.id, patch: patch(), if_version: Some(1) };
        let stale = house.customers.update(&cx(), stale).await;
        assert_eq!(stale, Err(Fault::Stale { what: "customer".into() }.into()));
        house.close().await;
    }
}

#[tokio::test]
async fn the_same_request_under_a_key_is_done_once() {
    for house in houses().await {
        let create = CreateCustomer { customer: input("asha@example.in") };
        let first = house.customers.create(&keyed("k"), create.clone()).await.unwrap();
        assert_eq!(house.customers.create(&keyed("k"), create).await.unwrap(), first);
        let other = CreateCustomer { customer: input("ben@example.in") };
        let other = house.customers.create(&keyed("k"), other).await;
        assert_eq!(other, Err(Fault::IdempotencyKeyReused.into()));
        house.close().await;
    }
}

#[tokio::test]
async fn who_bought_is_not_deleted_and_who_did_not_goes_with_everything_that_is_his() {
    for house in houses().await {
        house.world.place(7, "asha@example.in", 100, 5);
        house.order_changed(7).await;
        let asha = house.of("asha@example.in").await.unwrap();
        let delete = |id| DeleteCustomer { id, if_version: None };
        let kept = house.customers.delete(&cx(), delete(asha.id)).await;
        assert_eq!(kept, Err(CustomersError::CustomerHasOrders { customer: asha.id, orders: 1 }));
        assert!(house.world.closed.lock().unwrap().is_empty(), "the account of who stays is not closed");

        let ben = house.make("ben@example.in").await;
        let given = ConsentGiven {
            purpose: "offers".into(),
            medium: Medium::Sms,
            granted: true,
            notice_version: Some("v1".into()),
        };
        let record = RecordConsents { customer: ben.id, source: "counter".into(), consents: vec![given] };
        house.customers.record_consents(&cx(), record).await.unwrap();
        let stale = DeleteCustomer { id: ben.id, if_version: Some(1) };
        assert!(matches!(house.customers.delete(&cx(), stale).await, Err(CustomersError::Fault(Fault::Stale { .. }))));
        house.customers.delete(&keyed("d"), delete(ben.id)).await.unwrap();
        house.customers.delete(&keyed("d"), delete(ben.id)).await.unwrap();
        assert!(is_not_found(&house.customers.customer(&cx(), GetCustomer { id: ben.id }).await));
        assert!(is_not_found(&house.customers.delete(&cx(), delete(ben.id)).await));
        assert!(house.world.closed.lock().unwrap().contains(&ben.id));
        house.close().await;
    }
}

#[tokio::test]
async fn who_is_not_there_is_left_out_of_many_and_not_found_alone() {
    for house in houses().await {
        let (asha, ben) = (house.make("asha@example.in").await, house.make("ben@example.in").await);
        let nobody = CustomerId::from_i64(999_999);
        let some = house.customers.customers_by_id(&cx(), GetCustomers { ids: vec![ben.id, nobody, asha.id] }).await;
        let mut wanted = vec![asha, ben];
        wanted.sort_by_key(|customer| customer.id);
        assert_eq!(some.unwrap(), wanted);
        assert!(is_not_found(&house.customers.customer(&cx(), GetCustomer { id: nobody }).await));
        let list = ListConsents { customer: nobody, page: crate::limit(5) };
        assert!(is_not_found(&house.customers.consents(&cx(), list).await));
        house.close().await;
    }
}
