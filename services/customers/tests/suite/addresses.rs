//! Addresses.

use crate::{bad_fields, by, cx, houses, is_not_found, keyed, limit};
use infrasell_contracts::{common::PostalAddress, customers::*};
use infrasell_kernel::{CountryCode, CustomerId, PageRequest};
use infrasell_rpc::Fault;

fn pune() -> PostalAddress {
    PostalAddress {
        name: "Asha Rao".into(),
        line1: "7 Hill Street".into(),
        city: "Pune".into(),
        region: Some("MH".into()),
        postal_code: Some("411001".into()),
        country: Some(CountryCode::IN),
        phone: Some("98765 43210".into()),
        ..PostalAddress::default()
    }
}

fn add(customer: CustomerId, address: PostalAddress) -> AddAddress {
    AddAddress { customer, input: AddressInput { address, default_shipping: false, default_billing: false } }
}

#[tokio::test]
async fn the_first_address_is_taken_for_both_until_another_is_named() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let first = house.customers.add_address(&by(asha.id), add(asha.id, pune())).await.unwrap();
        assert!(first.default_shipping && first.default_billing);
        assert_eq!(first.label, ["Asha Rao", "7 Hill Street", "Pune - 411001", "Maharashtra"]);
        assert_eq!(first.address.phone.as_deref(), Some("+919876543210"));
        let mut second = add(asha.id, pune());
        second.input.default_billing = true;
        let second = house.customers.add_address(&by(asha.id), second).await.unwrap();
        assert!(!second.default_shipping && second.default_billing);
        let seen = house.get(asha.id).await;
        assert_eq!((seen.default_shipping, seen.default_billing), (Some(first.id), Some(second.id)));
        let delete = DeleteAddress { customer: asha.id, id: first.id };
        house.customers.delete_address(&keyed("d"), delete.clone()).await.unwrap();
        house.customers.delete_address(&keyed("d"), delete.clone()).await.unwrap();
        assert!(is_not_found(&house.customers.delete_address(&cx(), delete).await));
        assert_eq!(house.get(asha.id).await.default_shipping, None);
        house.close().await;
    }
}

#[tokio::test]
async fn an_indian_pin_must_be_one_and_of_its_state() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let with = |change: &dyn Fn(&mut PostalAddress)| {
            let mut address = pune();
            change(&mut address);
            add(asha.id, address)
        };
        for (change, wanted) in [
            (
                &(|a: &mut PostalAddress| a.postal_code = Some("011001".into())) as &dyn Fn(&mut PostalAddress),
                "address.postal_code invalid_postal_code",
            ),
            (&|a: &mut PostalAddress| a.postal_code = Some("41100".into()), "address.postal_code invalid_postal_code"),
            (&|a: &mut PostalAddress| a.postal_code = Some("350001".into()), "address.postal_code invalid_postal_code"),
            (&|a: &mut PostalAddress| a.region = Some("KA".into()), "address.postal_code postal_code_of_other_region"),
            (&|a: &mut PostalAddress| a.region = Some("ZZ".into()), "address.region invalid_region"),
            (&|a: &mut PostalAddress| a.region = None, "address.region required"),
            (&|a: &mut PostalAddress| a.phone = Some("12345".into()), "address.phone invalid_phone"),
            (&|a: &mut PostalAddress| a.name = " ".into(), "address.name required"),
            (&|a: &mut PostalAddress| a.city = "x".repeat(101), "address.city too_long"),
        ] {
            assert_eq!(bad_fields(house.customers.add_address(&cx(), with(change)).await), [wanted]);
        }
        let old = with(&|a| {
            (a.region, a.postal_code) = (Some("or".into()), Some("751 001".into()));
        });
        let old = house.customers.add_address(&cx(), old).await.unwrap();
        assert_eq!((old.address.region.as_deref(), old.address.postal_code.as_deref()), (Some("OD"), Some("751001")));
        let abroad = with(&|a| {
            (a.country, a.region, a.postal_code, a.phone) =
                ("DE".parse().ok(), None, Some("10115".into()), Some("030 123456".into()));
        });
        let abroad = house.customers.add_address(&cx(), abroad).await.unwrap();
        assert_eq!(abroad.label, ["Asha Rao", "7 Hill Street", "10115 Pune", "GERMANY"]);
        assert_eq!(abroad.address.phone.as_deref(), Some("+4930123456"));
        house.close().await;
    }
}

#[tokio::test]
async fn another_customers_address_is_not_there() {
    for house in houses().await {
        let (asha, ben) = (house.make("asha@example.in").await, house.make("ben@example.in").await);
        let hers = house.customers.add_address(&cx(), add(asha.id, pune())).await.unwrap();
        let get = GetAddress { customer: ben.id, id: hers.id };
        assert!(is_not_found(&house.customers.address(&by(ben.id), get).await));
        let patch = AddressPatch { default_shipping: Some(true), ..AddressPatch::default() };
        let update = UpdateAddress { customer: ben.id, id: hers.id, patch, if_version: None };
        assert!(is_not_found(&house.customers.update_address(&by(ben.id), update).await));
        let delete = DeleteAddress { customer: ben.id, id: hers.id };
        assert!(is_not_found(&house.customers.delete_address(&by(ben.id), delete).await));
        let patch =
            CustomerPatch { default_billing: infrasell_kernel::Patch::Set(hers.id), ..CustomerPatch::default() };
        assert_eq!(bad_fields(house.patch(ben.id, patch).await), ["default_billing unknown"]);
        let list = |customer, page| ListAddresses { customer, page };
        assert_eq!(house.customers.addresses(&cx(), list(ben.id, limit(5))).await.unwrap().items, []);
        house.customers.add_address(&cx(), add(asha.id, pune())).await.unwrap();
        let page = house.customers.addresses(&cx(), list(asha.id, limit(1))).await.unwrap();
        assert_eq!(page.items, [hers]);
        let next = PageRequest { limit: None, after: page.next };
        assert_eq!(bad_fields(house.customers.addresses(&cx(), list(ben.id, next)).await), ["after invalid_cursor"]);
        house.close().await;
    }
}

#[tokio::test]
async fn a_change_is_guarded_by_the_version_that_was_read() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let kept = house.customers.add_address(&cx(), add(asha.id, pune())).await.unwrap();
        let update = |patch, if_version| UpdateAddress { customer: asha.id, id: kept.id, patch, if_version };
        let moved = PostalAddress { line1: "8 Hill Street".into(), ..pune() };
        let moved = AddressPatch { address: Some(moved), ..AddressPatch::default() };
        let new = house.customers.update_address(&cx(), update(moved.clone(), Some(1))).await.unwrap();
        assert_eq!((new.version, new.address.line1.as_str()), (2, "8 Hill Street"));
        let stale = house.customers.update_address(&cx(), update(moved.clone(), Some(1))).await;
        assert_eq!(stale, Err(Fault::Stale { what: "address".into() }.into()));
        assert_eq!(house.customers.update_address(&cx(), update(moved, Some(2))).await.unwrap(), new);
        let none = AddressPatch { default_shipping: Some(false), ..AddressPatch::default() };
        assert!(!house.customers.update_address(&cx(), update(none, None)).await.unwrap().default_shipping);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_are_never_more_than_the_limit_also_when_many_are_kept_at_once() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        for _ in 1..MAX_ADDRESSES {
            house.customers.add_address(&cx(), add(asha.id, pune())).await.unwrap();
        }
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let customers = house.customers.clone();
            tries.spawn(async move { customers.add_address(&cx(), add(asha.id, pune())).await });
        }
        let mut kept = 0;
        while let Some(tried) = tries.join_next().await {
            match tried.unwrap() {
                Ok(_) => kept += 1,
                Err(error) => assert_eq!(error, CustomersError::TooManyAddresses { most: MAX_ADDRESSES }),
            }
        }
        assert_eq!(kept, 1);
        house.close().await;
    }
}
