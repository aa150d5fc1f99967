//! Lists of customers.

use crate::{bad_fields, cx, houses, input};
use infrasell_contracts::{common::Direction, customers::*};
use infrasell_kernel::{Cursor, PageRequest};
use std::time::Duration;

#[tokio::test]
async fn every_order_is_read_to_its_end_by_cursor() {
    for house in houses().await {
        for (n, name) in ["bo", "Asha", "", "Chitra", "asha", "Éva", "आशा"].into_iter().enumerate() {
            let mut one = input(&format!("c{n}@example.in"));
            one.name = name.into();
            house.customers.create(&cx(), CreateCustomer { customer: one }).await.unwrap();
            house.world.place(
                100 + i64::try_from(n).unwrap(),
                &format!("c{n}@example.in"),
                10 * i64::try_from(n % 3).unwrap(),
                5,
            );
            house.order_changed(100 + i64::try_from(n).unwrap()).await;
            house.db.clock.advance(Duration::from_secs(1));
        }
        use CustomerSort::*;
        for sort in [CreatedAt, UpdatedAt, Name, Email, OrdersCount, Spent] {
            for direction in [Direction::Asc, Direction::Desc] {
                let (mut seen, mut after) = (vec![], None);
                loop {
                    let page = PageRequest { limit: Some(2), after };
                    let list = ListCustomers { sort, direction: Some(direction), page, ..ListCustomers::default() };
                    let page = house.customers.customers(&cx(), list).await.unwrap();
                    seen.extend(page.items);
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                let mut ids: Vec<_> = seen.iter().map(|one| one.id).collect();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!((seen.len(), ids.len()), (7, 7), "{sort:?} {direction:?}");
                let spent: Vec<i64> = seen.iter().map(|one| one.spent.first().map_or(0, |money| money.minor)).collect();
                if sort == Spent {
                    let in_order = |pair: &[i64]| {
                        if direction == Direction::Asc { pair[0] <= pair[1] } else { pair[0] >= pair[1] }
                    };
                    assert!(spent.windows(2).all(in_order), "{spent:?}");
                }
            }
        }
        let by_name = ListCustomers { sort: Name, direction: Some(Direction::Asc), ..ListCustomers::default() };
        let names = house.customers.customers(&cx(), by_name).await.unwrap();
        let names: Vec<String> = names.items.into_iter().map(|one| one.name).collect();
        // the nameless guest has learnt his name from the order
        assert_eq!(names, ["Asha", "asha", "Asha Rao", "bo", "Chitra", "Éva", "आशा"]);
        house.close().await;
    }
}

#[tokio::test]
async fn customers_are_found_by_address_number_name_and_beginning() {
    for house in houses().await {
        let mut asha = input("Asha.Rao@example.in");
        (asha.name, asha.phone) = ("Asha Devi Rao".into(), Some("98765 43210".into()));
        house.customers.create(&cx(), CreateCustomer { customer: asha }).await.unwrap();
        house.make("ben@example.in").await;
        let all = CustomerFilter::default;
        let one = ["Asha.Rao@example.in"];
        assert_eq!(house.found(CustomerFilter { email: Some("asha.rao@EXAMPLE.in".into()), ..all() }).await, one);
        for phone in ["9876543210", "098765 43210", "+91 98765-43210"] {
            assert_eq!(house.found(CustomerFilter { phone: Some(phone.into()), ..all() }).await, one, "{phone}");
        }
        for search in ["asha", "DEVI", "rao", "98765", "+9198", "asha.rao@"] {
            assert_eq!(house.found(CustomerFilter { search: Some(search.into()), ..all() }).await, one, "{search}");
        }
        for nobody in ["%", "_sha", "sha", "x\u{10ffff}"] {
            assert!(house.found(CustomerFilter { search: Some(nobody.into()), ..all() }).await.is_empty(), "{nobody}");
        }
        assert!(house.found(CustomerFilter { email: Some("no address".into()), ..all() }).await.is_empty());
        assert!(house.found(CustomerFilter { phone: Some("not a number".into()), ..all() }).await.is_empty());
        assert!(house.found(CustomerFilter { tag: Some("a\0".into()), ..all() }).await.is_empty());
        assert_eq!(house.found(CustomerFilter { account: Some(AccountState::None), ..all() }).await.len(), 2);
        assert_eq!(house.found(CustomerFilter { orders_at_least: Some(1), ..all() }).await.len(), 0);
        let now = house.db.now();
        assert_eq!(house.found(CustomerFilter { created_since: Some(now), ..all() }).await.len(), 2);
        assert_eq!(house.found(CustomerFilter { created_before: Some(now), ..all() }).await.len(), 0);
        house.close().await;
    }
}

#[tokio::test]
async fn a_cursor_that_was_made_up_is_refused() {
    for house in houses().await {
        house.make("asha@example.in").await;
        let list = |sort, after| ListCustomers {
            sort,
            page: PageRequest { limit: None, after: Some(after) },
            ..ListCustomers::default()
        };
        let text = Cursor::new("customers:c.created_at:desc", &("abc", 7));
        assert_eq!(
            bad_fields(house.customers.customers(&cx(), list(CustomerSort::CreatedAt, text)).await),
            ["after invalid_cursor"]
        );
        let number = Cursor::new("customers:c.name_key:desc", &(5, 7));
        assert_eq!(
            bad_fields(house.customers.customers(&cx(), list(CustomerSort::Name, number)).await),
            ["after invalid_cursor"]
        );
        let zero = Cursor::new("customers:c.name_key:desc", &("a\0", 7));
        assert_eq!(
            bad_fields(house.customers.customers(&cx(), list(CustomerSort::Name, zero)).await),
            ["after invalid_cursor"]
        );
        let long = ListCustomers {
            filter: CustomerFilter { search: Some("x".repeat(300)), ..CustomerFilter::default() },
            ..ListCustomers::default()
        };
        assert_eq!(bad_fields(house.customers.customers(&cx(), long).await), ["search too_long"]);
        house.close().await;
    }
}
