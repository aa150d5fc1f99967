//! Credentials from the command line, for whoever can no longer get in.

use infrasell_testkit::{Client, Spawn};
use serde_json::json;

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

#[tokio::test]
async fn a_password_is_reset_and_keys_are_listed_revoked_and_rotated() {
    let shop = Spawn::new(BINARY);
    let (ok, first, _) = shop.run(&["staff", "create", "--email", "me@example.in"]).await;
    assert!(ok);
    let (ok, second, told) = shop.run(&["staff", "reset-password", "--email", "ME@example.in"]).await;
    assert!(ok && first != second && told.contains("sessions are ended"), "{told}");
    let (ok, _, told) = shop.run(&["staff", "reset-password", "--email", "nobody@example.in"]).await;
    assert!(!ok && told.contains("no member of staff"), "{told}");
    let (ok, key, _) = shop.run(&["key", "create", "till", "--role", "manager"]).await;
    assert!(ok);
    let (ok, listed, _) = shop.run(&["key", "list"]).await;
    assert!(ok && listed.contains("till") && listed.contains("live") && !listed.contains(&key), "{listed}");
    let id = listed.split('\t').next().unwrap().to_owned();

    let process = shop.serve().await;
    let guest = Client::new(process.base.clone(), None);
    for (password, status) in [(&first, 401), (&second, 201)] {
        let session = json!({ "email": "me@example.in", "password": password });
        assert_eq!(guest.post("/admin/v1/session", session).await.status, status);
    }
    let till = Client::new(process.base.clone(), Some(key));
    till.get("/admin/v1/me").await.ok();
    let (ok, _, told) = shop.run(&["key", "revoke", &id]).await;
    assert!(ok && told.contains("revoked"), "{told}");
    assert_eq!(till.get("/admin/v1/me").await.status, 401, "at once, in the process that serves");
    let before = guest.get("/.well-known/jwks.json").await.ok();
    let (ok, keys, _) = shop.run(&["key", "rotate", "--revoke"]).await;
    assert!(ok && keys.contains("Active") && keys.contains("Next"), "{keys}");
    assert_eq!(before["keys"].as_array().unwrap().len(), 2);
    assert!(process.stop().await);
}
