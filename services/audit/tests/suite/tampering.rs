//! Whoever gets at the tables themselves shows.

use crate::world::{World, staff};
use infrasell_contracts::{
    audit::{AuditAnchor, AuditLog},
    common::Audit,
};
use infrasell_db::{Engine, v};
use serde_json::json;

async fn filled() -> Vec<World> {
    let worlds = World::everywhere().await;
    for world in &worlds {
        for n in 1..=6 {
            world.write(&staff(n), "shelf.put", json!({ "id": format!("prod_{n}") })).await;
        }
    }
    worlds
}

/// Takes away what keeps the trail, as somebody could who owns the database.
async fn disarm(world: &World) {
    let statements: &[&str] = match world.db.engine() {
        Engine::Sqlite => &["DROP TRIGGER audit_entry_kept", "DROP TRIGGER audit_entry_fixed"],
        Engine::Postgres => &["DROP TRIGGER audit_entry_fixed ON audit_entry"],
    };
    for statement in statements {
        world.db.exec(statement, &v![]).await.unwrap();
    }
}

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_an_entry() {
    for world in filled().await {
        for statement in
            ["UPDATE audit_entry SET actor = 'staff_9' WHERE id = 2", "DELETE FROM audit_entry WHERE id = 6"]
        {
            let refused = world.db.exec(statement, &v![]).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
        assert!(world.verify(None).await.intact);
        world.runner.stop().await;
    }
}

#[tokio::test]
async fn what_is_changed_removed_moved_or_put_in_is_named() {
    let tampered: &[(&[&str], i64)] = &[
        (&["UPDATE audit_entry SET actor = 'staff_9' WHERE id = 3"], 3),
        (&["UPDATE audit_entry SET body = '{}' WHERE id = 1"], 1),
        (&["UPDATE audit_entry SET at = at + 1 WHERE id = 6"], 6),
        (&["DELETE FROM audit_entry WHERE id = 4"], 4),
        (&["DELETE FROM audit_entry WHERE id = 1"], 1),
        (&["DELETE FROM audit_entry WHERE id > 4"], 5),
        // two entries change places
        (
            &[
                "UPDATE audit_entry SET id = 100 WHERE id = 2",
                "UPDATE audit_entry SET id = 2 WHERE id = 3",
                "UPDATE audit_entry SET id = 3 WHERE id = 100",
            ],
            2,
        ),
        // one is removed and the others move up
        (
            &[
                "DELETE FROM audit_entry WHERE id = 3",
                "UPDATE audit_entry SET id = 3 WHERE id = 4",
                "UPDATE audit_entry SET id = 4 WHERE id = 5",
                "UPDATE audit_entry SET id = 5 WHERE id = 6",
            ],
            3,
        ),
        (&["UPDATE audit_head SET hash = 'x' WHERE id = 1"], 7),
    ];
    for (statements, first) in tampered {
        for world in filled().await {
            disarm(&world).await;
            for statement in *statements {
                world.db.exec(statement, &v![]).await.unwrap();
            }
            let verified = world.verify(None).await;
            let named = verified.fault.as_ref().map(|fault| fault.entry.get());
            assert_eq!((verified.intact, named), (false, Some(*first)), "{statements:?}: {verified:?}");
            let report = world.service.audit(&staff(1), Audit {}).await.unwrap();
            assert_eq!(report.checks[0].differences.len(), 1, "reconciliation says it too");
            world.runner.stop().await;
        }
    }
}

#[tokio::test]
async fn a_trail_that_was_rewritten_whole_shows_against_an_end_that_was_noted() {
    for world in filled().await {
        let head = world.verify(None).await.head.unwrap();
        assert_eq!(head.entry.get(), 6);
        world.write(&staff(7), "shelf.put", json!({ "id": "prod_7" })).await;
        assert!(world.verify(Some(head.clone())).await.intact, "the trail has gone on");

        // the last entries are cut off and the end is moved back: in itself it is in order
        disarm(&world).await;
        let hash = world.all().await.iter().find(|entry| entry.id.get() == 4).unwrap().hash.clone();
        world.db.exec("DELETE FROM audit_entry WHERE id > 4", &v![]).await.unwrap();
        world.db.exec("UPDATE audit_head SET last = 4, hash = $1 WHERE id = 1", &v![hash]).await.unwrap();
        assert!(world.verify(None).await.intact);
        let verified = world.verify(Some(head.clone())).await;
        assert_eq!((verified.intact, verified.fault.unwrap().entry.get()), (false, 6));
        let another = AuditAnchor { entry: "aud_3".parse().unwrap(), hash: head.hash };
        assert_eq!(world.verify(Some(another)).await.fault.unwrap().entry.get(), 3);
        world.runner.stop().await;
    }
}
