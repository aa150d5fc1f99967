//! Groups, tags, and the same change to many.

use crate::{bad_fields, cx, houses, input, is_not_found, keyed};
use infrasell_contracts::customers::*;
use infrasell_kernel::{CustomerGroupId, CustomerId, PageRequest, Patch};
use infrasell_rpc::Fault;

fn group(code: &str) -> CreateGroup {
    CreateGroup { group: GroupInput { code: code.into(), name: code.to_uppercase() } }
}

fn tags(list: &[&str]) -> Vec<String> {
    list.iter().map(|tag| (*tag).to_owned()).collect()
}

#[tokio::test]
async fn a_group_has_a_code_for_good_a_name_and_members() {
    for house in houses().await {
        let trade = house.customers.create_group(&cx(), group("trade")).await.unwrap();
        let again = house.customers.create_group(&cx(), group("trade")).await;
        assert_eq!(again, Err(CustomersError::GroupCodeTaken { group_code: "trade".into() }));
        let bad = CreateGroup { group: GroupInput { code: "Trade!".into(), name: " ".into() } };
        assert_eq!(bad_fields(house.customers.create_group(&cx(), bad).await), ["code invalid_code", "name required"]);
        let rename = |name: &str, if_version| UpdateGroup {
            id: trade.id,
            patch: GroupPatch { name: Some(name.into()) },
            if_version,
        };
        let renamed = house.customers.update_group(&cx(), rename(" Trade partners ", Some(1))).await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.version), ("Trade partners", 2));
        let stale = house.customers.update_group(&cx(), rename("x", Some(1))).await;
        assert_eq!(stale, Err(Fault::Stale { what: "group".into() }.into()));

        let mut asha = input("asha@example.in");
        asha.groups = vec![trade.id, trade.id];
        let asha = house.customers.create(&cx(), CreateCustomer { customer: asha }).await.unwrap();
        assert_eq!(asha.groups, [trade.id]);
        assert_eq!(house.customers.group(&cx(), GetGroup { id: trade.id }).await.unwrap().members, 1);
        let filter = CustomerFilter { group: Some(trade.id), ..CustomerFilter::default() };
        assert_eq!(house.found(filter).await, ["asha@example.in"]);

        house.customers.delete_group(&keyed("d"), DeleteGroup { id: trade.id }).await.unwrap();
        house.customers.delete_group(&keyed("d"), DeleteGroup { id: trade.id }).await.unwrap();
        assert!(is_not_found(&house.customers.group(&cx(), GetGroup { id: trade.id }).await));
        let after = house.get(asha.id).await;
        assert_eq!((after.groups.len(), after.version), (0, 2), "who read her before learns that she has changed");
        house.close().await;
    }
}

#[tokio::test]
async fn groups_are_replaced_whole_and_one_that_is_not_there_is_named() {
    for house in houses().await {
        let one = house.customers.create_group(&cx(), group("one")).await.unwrap();
        let two = house.customers.create_group(&cx(), group("two")).await.unwrap();
        let asha = house.make("asha@example.in").await;
        let set =
            |groups: Vec<CustomerGroupId>| CustomerPatch { groups: Patch::Set(groups), ..CustomerPatch::default() };
        assert_eq!(house.patch(asha.id, set(vec![one.id])).await.unwrap().groups, [one.id]);
        assert_eq!(house.patch(asha.id, set(vec![two.id])).await.unwrap().groups, [two.id]);
        let gone = house.patch(asha.id, set(vec![two.id, CustomerGroupId::from_i64(999_999)])).await;
        assert_eq!(bad_fields(gone), ["groups.1 unknown"]);
        let none = CustomerPatch { groups: Patch::Clear, ..CustomerPatch::default() };
        assert!(house.patch(asha.id, none).await.unwrap().groups.is_empty());
        let first = house.customers.groups(&cx(), ListGroups { page: crate::limit(1) }).await.unwrap();
        let next = ListGroups { page: PageRequest { limit: Some(5), after: first.next } };
        let rest = house.customers.groups(&cx(), next).await.unwrap();
        assert_eq!((first.items.len(), rest.items.len(), rest.next), (1, 1, None));
        house.close().await;
    }
}

#[tokio::test]
async fn many_are_tagged_at_once_and_only_who_is_different_counts() {
    for house in houses().await {
        let trade = house.customers.create_group(&cx(), group("trade")).await.unwrap();
        let mut asha = input("asha@example.in");
        asha.tags = tags(&["old", "vip"]);
        let asha = house.customers.create(&cx(), CreateCustomer { customer: asha }).await.unwrap();
        let ben = house.make("ben@example.in").await;
        let bulk = BulkCustomers {
            customers: vec![ben.id, asha.id, ben.id],
            add_tags: tags(&["vip"]),
            remove_tags: tags(&["old"]),
            add_groups: vec![trade.id],
            remove_groups: vec![],
        };
        let done = house.customers.bulk(&keyed("b"), bulk.clone()).await.unwrap();
        assert_eq!(
            (done.clone(), house.customers.bulk(&keyed("b"), bulk.clone()).await.unwrap()),
            (BulkDone { changed: 2 }, done)
        );
        assert_eq!(house.customers.bulk(&cx(), bulk).await.unwrap(), BulkDone { changed: 0 });
        for id in [asha.id, ben.id] {
            let seen = house.get(id).await;
            assert_eq!((seen.tags, seen.groups, seen.version), (tags(&["vip"]), vec![trade.id], 2));
        }
        let by_tag = |tag: &str| CustomerFilter { tag: Some(tag.into()), ..CustomerFilter::default() };
        assert_eq!(house.found(by_tag("vip")).await.len(), 2);
        assert_eq!(house.found(by_tag("old")).await.len(), 0);
        let out = BulkCustomers { customers: vec![asha.id], remove_groups: vec![trade.id], ..BulkCustomers::default() };
        assert_eq!(house.customers.bulk(&cx(), out).await.unwrap(), BulkDone { changed: 1 });
        house.close().await;
    }
}

#[tokio::test]
async fn a_bulk_change_is_whole_or_nothing() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let nobody = CustomerId::from_i64(999_999);
        let bulk =
            BulkCustomers { customers: vec![asha.id, nobody], add_tags: tags(&["x"]), ..BulkCustomers::default() };
        assert_eq!(bad_fields(house.customers.bulk(&cx(), bulk).await), ["customers.1 unknown"]);
        let both = BulkCustomers {
            customers: vec![],
            add_tags: tags(&["x", " "]),
            remove_tags: tags(&["x"]),
            ..BulkCustomers::default()
        };
        assert_eq!(
            bad_fields(house.customers.bulk(&cx(), both).await),
            ["customers out_of_range", "add_tags.1 required", "remove_tags contradiction"]
        );
        let many: Vec<String> = (0..MAX_TAGS).map(|n| format!("tag-{n}")).collect();
        let full = CustomerPatch { tags: Patch::Set(many), ..CustomerPatch::default() };
        house.patch(asha.id, full).await.unwrap();
        let more =
            BulkCustomers { customers: vec![asha.id], add_tags: tags(&["one-more"]), ..BulkCustomers::default() };
        assert_eq!(bad_fields(house.customers.bulk(&cx(), more).await), ["add_tags too_many"]);
        house.close().await;
    }
}
