//! Files in and out over HTTP and by the command line.

use infrasell_testkit::{Client, Shop, Spawn, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

/// Asks for a file of a kind, lets the job run, and fetches it.
async fn fetch(shop: &Shop, kind: &str) -> String {
    let export = shop.admin.post("/admin/v1/exports", json!({ "kind": kind })).await.ok();
    shop.settle().await;
    let at = format!("/admin/v1/exports/{}", export["id"].as_str().unwrap());
    assert_eq!(shop.admin.get(&at).await.ok()["state"], "finished");
    let answer = shop.admin.request(Method::GET, &format!("{at}/file")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains(&format!("{kind}.csv")), "{name}");
    answer.text().await.unwrap()
}

/// Imports a file of a kind, and waits for its end.
async fn bring(shop: &Shop, kind: &str, text: String) -> Value {
    let request = shop.admin.request(Method::POST, &format!("/admin/v1/imports?kind={kind}")).body(text);
    let import = Client::send(request).await.ok();
    shop.settle().await;
    shop.admin.get(&format!("/admin/v1/imports/{}", import["id"].as_str().unwrap())).await.ok()
}

fn counts(import: &Value) -> [i64; 4] {
    ["created", "updated", "unchanged", "rejected"].map(|name| import[name].as_i64().unwrap())
}

on_every_kind!(what_goes_out_comes_back_unchanged, |shop| async move {
    let tea = shop.sells("tea", 24_900, 10).await;
    shop.sells("=cup", 9_900, 5).await;
    assert_eq!(shop.store.buy(&tea.variant, 2).await.status, 200);
    shop.settle().await;
    for kind in ["products", "stock"] {
        let text = fetch(&shop, kind).await;
        assert_eq!(counts(&bring(&shop, kind, text.clone()).await), [0, 0, 2, 0], "{text}");
    }
    assert!(fetch(&shop, "products").await.contains("'=cup"));
    let people = "E-mail,Name,Tags,Consents\na@example.in,'=Asha,\"vip, new\",offers:email:yes:v1\n";
    assert_eq!(counts(&bring(&shop, "customers", people.into()).await), [1, 0, 0, 0]);
    let text = fetch(&shop, "customers").await;
    let there = i64::try_from(text.lines().count()).unwrap() - 1;
    assert_eq!(counts(&bring(&shop, "customers", text).await), [0, 0, there, 0]);
    let orders = fetch(&shop, "orders").await;
    assert!(
        orders.lines().count() == 2 && orders.contains("buyer@example.in") && orders.contains("249.00"),
        "{orders}"
    );
    let counted = bring(&shop, "stock", "SKU,Location,On hand\ntea,main,40\nnone such,main,1\n".into()).await;
    assert_eq!((counts(&counted), counted["kind"].as_str()), ([0, 1, 0, 1], Some("stock")));
    assert_eq!(shop.available(&tea.variant).await, 40);
    let refused =
        shop.admin.get(&format!("/admin/v1/imports/{}/rejections", counted["id"].as_str().unwrap())).await.ok();
    assert_eq!((refused["items"][0]["line"].as_i64(), refused["items"][0]["column"].as_str()), (Some(3), Some("SKU")));
    let list = shop.admin.get("/admin/v1/exports").await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 5);
    shop
});

#[tokio::test]
async fn a_kind_needs_its_own_permission_beside_the_route_s() {
    let shop = Shop::open(infrasell_testkit::Kind::SqliteHere).await.unwrap();
    let role = json!({ "code": "reader", "name": "Reader", "permissions": ["catalog:read", "catalog:write"] });
    shop.admin.post("/admin/v1/roles", role).await.ok();
    let key = shop.admin.post("/admin/v1/api-keys", json!({ "name": "reader", "role": "reader" })).await.ok();
    let reader = Client::new(shop.admin.base.clone(), key["secret"].as_str().map(str::to_owned));
    reader.post("/admin/v1/exports", json!({ "kind": "products" })).await.ok();
    for kind in ["stock", "orders", "customers"] {
        assert_eq!(reader.post("/admin/v1/exports", json!({ "kind": kind })).await.code(403), "forbidden");
        let export = shop.admin.post("/admin/v1/exports", json!({ "kind": kind })).await.ok();
        shop.settle().await;
        for at in ["", "/file"] {
            let at = format!("/admin/v1/exports/{}{at}", export["id"].as_str().unwrap());
            assert_eq!(reader.get(&at).await.code(403), "forbidden");
        }
    }
    let seen = reader.get("/admin/v1/exports").await.ok();
    assert!(seen["items"].as_array().unwrap().iter().all(|export| export["kind"] == "products"), "{seen}");
    let stock = reader.request(Method::POST, "/admin/v1/imports?kind=stock").body("SKU,Location,On hand\n");
    assert_eq!(Client::send(stock).await.code(403), "forbidden");
    assert_eq!(reader.post("/admin/v1/exports", json!({ "kind": "secrets" })).await.status, 422);
    shop.settle().await;
    let unknown = reader.get("/admin/v1/exports/exp_123456789").await;
    assert_eq!(unknown.status, 404);
    shop.close().await;
}

#[tokio::test]
async fn the_command_line_writes_files_and_overwrites_none() {
    let shop = Spawn::new(BINARY);
    let file = |name: &str| shop.data().join(name).to_str().unwrap().to_owned();
    assert!(shop.run(&["migrate"]).await.0);
    let rows = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\ntea,=Tea,TEA,249.00,10\n";
    std::fs::write(file("in.csv"), rows).unwrap();
    assert!(shop.run(&["import", &file("in.csv")]).await.0);
    for kind in ["products", "stock"] {
        let to = file(&format!("{kind}.csv"));
        let (ok, out, told) = shop.run(&["export", kind, "--to", &to]).await;
        assert!(ok && out.contains("1 rows"), "{out} {told}");
        let (ok, _, told) = shop.run(&["export", kind, "--to", &to]).await;
        assert!(!ok && told.contains("is not overwritten"), "{told}");
        let (ok, out, told) = shop.run(&["import", &to, "--kind", kind]).await;
        assert!(ok && out.contains("0 created, 0 updated, 1 unchanged, 0 rejected"), "{out} {told}");
    }
    let (ok, out, _) = shop.run(&["export", "orders", "--to", "-"]).await;
    assert!(ok && out.contains("Line item"), "{out}");
    let (ok, _, told) = shop.run(&["export", "people", "--to", "-"]).await;
    assert!(!ok && told.contains("none of products"), "{told}");
    assert!(
        !std::fs::read_dir(shop.data()).unwrap().any(|e| e
            .unwrap()
            .file_name()
            .to_str()
            .unwrap()
            .contains("unfinished"))
    );
}
