//! What is stored and what is printed opens nothing.

use crate::{PASSWORD, cx, houses, keyed, patch, person};
use infrasell_contracts::identity::{ApiKeyInput, CreateApiKey, Identity, UpdateStaff};
use infrasell_kernel::ChannelId;
use serde_json::json;

const NEW_PASSWORD: &str = "another horse battery";

/// Every text that the database holds of identity's doings.
async fn texts(db: &infrasell_db::Db) -> Vec<String> {
    let mut all = vec![];
    for sql in [
        "SELECT coalesce(answer, '') || request_hash FROM db_once",
        "SELECT payload FROM db_outbox",
        "SELECT email || name || search_text || password_hash FROM identity_staff",
        "SELECT prefix || name FROM identity_api_key",
    ] {
        all.extend(db.all(sql, &[], |row| row.get::<String>(0)).await.unwrap());
    }
    for sql in ["SELECT secret_hash FROM identity_session", "SELECT secret_hash FROM identity_api_key"] {
        let hashes = db.all(sql, &[], |row| row.get::<[u8; 32]>(0)).await.unwrap();
        all.extend(hashes.iter().map(|hash| String::from_utf8_lossy(hash).into_owned()));
    }
    all
}

#[tokio::test]
async fn no_secret_and_no_password_is_stored() {
    for house in houses().await {
        let asha = house.identity.create_staff(&keyed("k"), person("a@b.in", &["owner"])).await.unwrap();
        let request = crate::sign_in("a@b.in", PASSWORD);
        let signed_in = house.identity.sign_in(&keyed("k"), request).await.unwrap();
        let input = ApiKeyInput { name: "ERP".into(), role: "owner".into(), channels: None, expires_at: None };
        let key = house.identity.create_api_key(&keyed("k"), CreateApiKey { key: input }).await.unwrap();
        let all = texts(&house.db).await;
        assert!(all.len() >= 6, "{all:?}");
        for secret in [&signed_in.secret[4..], &key.secret[12..], PASSWORD] {
            assert!(all.iter().all(|text| !text.contains(secret)), "{secret} is stored");
        }

        let change = patch(json!({ "password": NEW_PASSWORD }));
        let request = UpdateStaff { id: asha.id, patch: change, if_version: None };
        house.identity.update_staff(&keyed("k"), request).await.unwrap();
        assert!(texts(&house.db).await.iter().all(|text| !text.contains(NEW_PASSWORD)));
    }
}

#[tokio::test]
async fn no_secret_and_no_password_is_printed() {
    for house in houses().await {
        let mut request = person("a@b.in", &["owner"]);
        request.staff.channels = Some(vec![ChannelId::from_i64(1)]);
        let printed = format!("{:?}", request.staff);
        assert!(printed.contains("a@b.in") && !printed.contains(PASSWORD), "{printed}");
        let printed = format!("{:?}", patch(json!({ "name": "B", "password": NEW_PASSWORD })));
        assert!(printed.contains('B') && !printed.contains(NEW_PASSWORD), "{printed}");

        house.identity.create_staff(&cx(), request).await.unwrap();
        let signed_in = house.sign_in("a@b.in", PASSWORD).await.unwrap();
        let printed = format!("{signed_in:?}");
        assert!(printed.contains("a@b.in") && !printed.contains(&signed_in.secret[12..]), "{printed}");
        let input = ApiKeyInput { name: "ERP".into(), role: "owner".into(), channels: None, expires_at: None };
        let key = house.identity.create_api_key(&cx(), CreateApiKey { key: input }).await.unwrap();
        let printed = format!("{key:?}");
        assert!(printed.contains(&key.key.prefix) && !printed.contains(&key.secret[12..]), "{printed}");
        let refused = house.sign_in("a@b.in", NEW_PASSWORD).await.unwrap_err();
        assert!(!format!("{refused:?} {refused}").contains(NEW_PASSWORD));
    }
}
