//! What nobody should send.

use crate::{bad_fields, cx, houses, input};
use infrasell_contracts::customers::*;
use infrasell_kernel::{CustomerGroupId, CustomerId, Patch};
use proptest::prelude::*;

#[tokio::test]
async fn every_bad_field_of_a_customer_is_named_before_anything_is_written() {
    for house in houses().await {
        let bad = CustomerInput {
            email: "a@b\0.in".into(),
            name: "x".repeat(201),
            phone: Some("+91 12".into()),
            locale: None,
            note: "x\0".into(),
            tags: vec!["ok".into(), String::new(), "x".repeat(65), "a\0".into()],
            groups: (0..101).map(|n| CustomerGroupId::from_i64(n + 1)).collect(),
        };
        assert_eq!(
            bad_fields(house.customers.create(&cx(), CreateCustomer { customer: bad }).await),
            [
                "email invalid_email",
                "name too_long",
                "phone invalid_phone",
                "note invalid_character",
                "tags.1 required",
                "tags.2 too_long",
                "tags.3 invalid_character",
                "groups too_many"
            ]
        );
        assert!(house.found(CustomerFilter::default()).await.is_empty());
        let many = CustomerInput { tags: (0..101).map(|n| n.to_string()).collect(), ..input("a@b.in") };
        assert_eq!(
            bad_fields(house.customers.create(&cx(), CreateCustomer { customer: many }).await),
            ["tags too_many"]
        );
        let ids = (1..=1_001).map(CustomerId::from_i64).collect();
        assert_eq!(bad_fields(house.customers.customers_by_id(&cx(), GetCustomers { ids }).await), ["ids too_many"]);
        house.close().await;
    }
}

#[tokio::test]
async fn texts_of_any_script_are_kept_as_they_are() {
    for house in houses().await {
        let asha = house.make("आशा@उदाहरण.भारत").await;
        let patch = CustomerPatch {
            name: Patch::Set("आशा 'राव'; DROP TABLE customers_customer; -- İ ß".into()),
            note: Patch::Set("👩‍🌾 %_\\ \u{202e}".into()),
            tags: Patch::Set(vec!["ग्राहक".into(), "%".into()]),
            ..CustomerPatch::default()
        };
        let seen = house.patch(asha.id, patch.clone()).await.unwrap();
        assert_eq!(Patch::Set(seen.name.clone()), patch.name);
        assert_eq!(Patch::Set(seen.note.clone()), patch.note);
        assert_eq!(house.get(asha.id).await, seen);
        let by_tag = CustomerFilter { tag: Some("%".into()), ..CustomerFilter::default() };
        assert_eq!(house.found(by_tag).await.len(), 1);
        assert_eq!(house.of("आशा@उदाहरण.भारत").await.unwrap().id, asha.id);
        house.close().await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Whatever text is sent, the answer is a customer or names a field; nothing else comes of it.
    #[test]
    fn any_text_is_kept_or_refused_by_its_field(name in ".{0,40}", phone in ".{0,40}", tag in ".{0,70}", search in ".{0,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for house in houses().await {
                let one = CustomerInput { name: name.clone(), phone: Some(phone.clone()), tags: vec![tag.clone()], ..input("a@b.in") };
                match house.customers.create(&cx(), CreateCustomer { customer: one }).await {
                    Ok(made) => assert_eq!(house.get(made.id).await, made),
                    refused => assert!(!bad_fields(refused).is_empty()),
                }
                let filter = CustomerFilter { search: Some(search.clone()), phone: Some(phone.clone()), tag: Some(tag.clone()), ..CustomerFilter::default() };
                match house.customers.customers(&cx(), ListCustomers { filter, ..ListCustomers::default() }).await {
                    Ok(_) => {}
                    refused => assert!(!bad_fields(refused).is_empty()),
                }
                house.close().await;
            }
        });
    }
}
