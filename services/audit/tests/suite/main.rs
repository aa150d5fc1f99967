//! The trail, on every engine at hand: one entry a write, in order, and nothing that is done to it stays hidden.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod fields;
mod tampering;
mod world;

use infrasell_contracts::audit::{AuditFilter, AuditLog, ListAudit};
use infrasell_db::{Once, testing};
use infrasell_kernel::PageRequest;
use infrasell_rpc::{Caller, Cx};
use serde_json::json;
use world::{World, staff};

#[tokio::test]
async fn every_statement_prepares() {
    testing::assert_all_prepare(&[infrasell_audit::MIGRATIONS]).await;
}

#[tokio::test]
async fn a_write_of_staff_leaves_one_entry_and_others_none() {
    for world in World::everywhere().await {
        world.write(&staff(7), "shelf.put", json!({ "id": "prod_1" })).await;
        world.write(&Cx::system("cli", "r"), "shelf.put", json!({ "id": "prod_2" })).await;
        let guest = Cx { caller: Caller::Guest { address: None }, ..staff(1) };
        world.write(&guest, "shelf.put", json!({ "id": "prod_3" })).await;
        let entries = world.all().await;
        assert_eq!(entries.len(), 1);
        let entry = &entries[0];
        assert_eq!(
            (entry.actor.as_str(), entry.action.as_str(), entry.object.as_str(), entry.request_id.as_str()),
            ("staff_7", "shelf.put", "prod_1", "req-7")
        );
        assert!(world.verify(None).await.intact);
        world.runner.stop().await;
    }
}

#[tokio::test]
async fn a_write_that_is_rolled_back_or_repeated_leaves_no_further_entry() {
    for world in World::everywhere().await {
        let keyed = Cx { idempotency_key: Some("k".into()), ..staff(7) };
        for _ in 0..3 {
            world.write(&keyed, "shelf.put", json!({ "id": "prod_1" })).await;
        }
        let Once::Fresh(tx) = world.db.begin_once::<()>(&staff(7), "shelf.put", &1).await.unwrap() else { panic!() };
        drop(tx);
        world.runner.settle().await.unwrap();
        assert_eq!(world.all().await.len(), 1);
        world.runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_are_numbered_in_order_also_when_many_write_at_once() {
    for world in World::everywhere().await {
        let mut tasks = vec![];
        for n in 1..=40 {
            let db = world.db.db.clone();
            tasks.push(tokio::spawn(async move { world::put(&db, &staff(n), "shelf.put", json!({ "id": n })).await }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        world.runner.settle().await.unwrap();
        let ids: Vec<i64> = world.all().await.iter().map(|entry| entry.id.get()).rev().collect();
        assert_eq!(ids, (1..=40).collect::<Vec<_>>());
        let verified = world.verify(None).await;
        assert_eq!((verified.intact, verified.entries), (true, 40));
        world.runner.stop().await;
    }
}

#[tokio::test]
async fn entries_are_found_by_who_what_when_and_request() {
    for world in World::everywhere().await {
        for (n, action) in [(1, "shelf.put"), (2, "shelf.take"), (1, "shelfish.put"), (3, "door.open")] {
            world.write(&staff(n), action, json!({ "id": format!("prod_{n}") })).await;
            world.db.clock.advance(std::time::Duration::from_secs(60));
        }
        let start = world.all().await.last().unwrap().at;
        let minute = |n: u64| Some(start.plus(std::time::Duration::from_secs(60 * n)));
        let text = |t: &str| Some(t.to_owned());
        let none = AuditFilter::default;
        for (filter, count) in [
            (AuditFilter { actor: text("staff_1"), ..none() }, 2),
            (AuditFilter { action: text("shelf.put"), ..none() }, 1),
            (AuditFilter { action: text("shelf."), ..none() }, 2),
            (AuditFilter { object: text("prod_1"), action: text("shelf."), ..none() }, 1),
            (AuditFilter { request_id: text("req-3"), ..none() }, 1),
            (AuditFilter { since: minute(1), until: minute(3), ..none() }, 2),
            (AuditFilter { actor: text("staff_1' OR 1=1"), ..none() }, 0),
        ] {
            let page = PageRequest { limit: Some(250), after: None };
            let found = world.service.entries(&staff(9), ListAudit { filter: filter.clone(), page }).await.unwrap();
            assert_eq!(found.items.len(), count, "{filter:?}");
        }
        let first = ListAudit { page: PageRequest { limit: Some(3), after: None }, ..ListAudit::default() };
        let first = world.service.entries(&staff(9), first).await.unwrap();
        let next = ListAudit { page: PageRequest { limit: Some(3), after: first.next }, ..ListAudit::default() };
        assert_eq!(world.service.entries(&staff(9), next).await.unwrap().items.len(), 1);
        let long = AuditFilter { object: Some("x".repeat(101)), ..none() };
        assert!(world.service.entries(&staff(9), ListAudit { filter: long, ..ListAudit::default() }).await.is_err());
        world.runner.stop().await;
    }
}
