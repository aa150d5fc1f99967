//! Pictures: uploaded, shown in every form, kept from harm; on every kind of shop.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use infrasell_testkit::{Answer, Client, Shop, Spawn, on_every_kind};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Cursor;

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

/// A picture of two colours, as a file.
fn picture(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let colour = |x, _| if x < width / 2 { Rgb([shade, 30, 30]) } else { Rgb([30, 30, shade]) };
    let mut file = Cursor::new(vec![]);
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour)).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

async fn upload(client: &Client, query: &str, bytes: Vec<u8>) -> Answer {
    let request = client.request(Method::POST, &format!("/admin/v1/media{query}"));
    Client::send(request.header("content-type", "image/png").body(bytes)).await
}

/// What is at an address: status, headers that matter, bytes.
struct Seen {
    status: u16,
    kind: String,
    etag: String,
    caching: String,
    bytes: Vec<u8>,
}

async fn see(client: &Client, path: &str, accept: &str) -> Seen {
    let answer = client.request(Method::GET, path).header("accept", accept).send().await.unwrap();
    let header = |name: &str| answer.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    let (kind, etag, caching) = (header("content-type"), header("etag"), header("cache-control"));
    Seen { status: answer.status().as_u16(), kind, etag, caching, bytes: answer.bytes().await.unwrap().to_vec() }
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

on_every_kind!(a_picture_is_shown_in_every_form, |shop: Shop| async move {
    let file = picture(800, 400, 200);
    let kept = upload(&shop.admin, "?file_name=Two%20Colours.PNG&alt=Red%20and%20blue", file.clone()).await.ok();
    assert_eq!((kept["width"].as_i64(), kept["height"].as_i64()), (Some(800), Some(400)));
    assert_eq!((text(&kept, "file_name"), text(&kept, "mime")), ("two-colours.png", "image/png"));
    let url = text(&kept, "url").to_owned();
    let original = see(&shop.store, &url, "image/webp,*/*").await;
    assert_eq!((original.status, original.kind.as_str()), (200, "image/png"));
    assert_eq!(original.bytes, file, "as it came");
    assert!(original.caching.contains("immutable"), "{}", original.caching);

    let form = |name: &str| url.replace("two-colours.png", name);
    for (path, accept, kind, wanted) in [
        (format!("{url}?width=200"), "*/*", "image/png", (200, 100)),
        (format!("{url}?width=200&v=17"), "image/webp", "image/webp", (200, 100)),
        (format!("{url}?width=200&format=jpg"), "image/webp", "image/jpeg", (200, 100)),
        (format!("{url}?width=90&height=90&crop=center"), "*/*", "image/png", (90, 90)),
        (format!("{url}?width=5000"), "*/*", "image/png", (800, 400)),
        (form("two-colours_50x50_crop_left@2x.png"), "*/*", "image/png", (100, 100)),
        (form("two-colours_small.png"), "*/*", "image/png", (100, 50)),
        (form("two-colours_x50.webp"), "*/*", "image/webp", (100, 50)),
    ] {
        let seen = see(&shop.store, &path, accept).await;
        assert_eq!((seen.status, seen.kind.as_str()), (200, kind), "{path}");
        assert_eq!(size(&seen.bytes), wanted, "{path}");
        let again = see(&shop.store, &path, accept).await;
        assert_eq!((again.etag, again.bytes), (seen.etag.clone(), seen.bytes), "{path}");
        let known = shop.store.request(Method::GET, &path).header("accept", accept).header("if-none-match", seen.etag);
        assert_eq!(known.send().await.unwrap().status().as_u16(), 304, "{path}");
    }
    for (path, field) in [
        (format!("{url}?width=0"), "width"),
        (format!("{url}?height=999999"), "height"),
        (format!("{url}?crop=middle"), "crop"),
        (format!("{url}?crop=region&crop_left=800&crop_width=5&crop_height=5"), "crop_left"),
    ] {
        let refused = shop.store.get(&path).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["path"]), (422, &json!(field)), "{}", refused.body);
    }
    assert_eq!(shop.store.get(&form("another.png")).await.status, 404);
    assert_eq!(shop.store.get("/media/00112233445566778899aabbccddeeff/x.png").await.status, 404);
    shop
});

on_every_kind!(a_storefront_knows_how_large_a_picture_is, |shop: Shop| async move {
    let kept = upload(&shop.admin, "?file_name=mat.png", picture(60, 40, 90)).await.ok();
    let (here, elsewhere) = (text(&kept, "url"), "https://cdn.example/mat.png");
    let media = json!([{ "url": here, "alt": "" }, { "url": elsewhere, "alt": "" }]);
    let product = json!({ "title": "Mat", "status": "active", "media": media, "variants": [{}] });
    shop.admin.post("/admin/v1/products", product).await.ok();
    let query =
        "{ product(handle: \"mat\") { images(first: 2) { nodes { width height url(transform: { maxWidth: 30 }) } } } }";
    let answer = shop.store.post("/api/2026-04/graphql.json", json!({ "query": query })).await.ok();
    let images = &answer["data"]["product"]["images"]["nodes"];
    assert_eq!((&images[0]["width"], &images[0]["height"]), (&json!(60), &json!(40)), "{answer}");
    let (_, path) = text(&images[0], "url").split_once("/media/").unwrap();
    assert_eq!(size(&see(&shop.store, &format!("/media/{path}"), "*/*").await.bytes), (30, 20));
    assert_eq!(images[1], json!({ "width": null, "height": null, "url": elsewhere }));
    shop
});

on_every_kind!(a_picture_that_is_shown_stays_and_one_that_goes_is_gone, |shop: Shop| async move {
    let kept = upload(&shop.admin, "?file_name=mug.png", picture(60, 60, 90)).await.ok();
    let (id, url) = (text(&kept, "id").to_owned(), text(&kept, "url").to_owned());
    let product = json!({ "title": "Mug", "media": [{ "url": url, "alt": "" }], "variants": [{}] });
    let product = shop.admin.post("/admin/v1/products", product).await.ok();
    let refused = shop.admin.delete(&format!("/admin/v1/media/{id}")).await;
    assert_eq!(refused.code(409), "media_in_use");
    assert!(refused.body.to_string().contains("product mug"), "{}", refused.body);
    assert_eq!(see(&shop.store, &format!("{url}?width=30"), "*/*").await.status, 200);

    let patch = json!({ "media": null });
    let path = format!("/admin/v1/products/{}", text(&product, "id"));
    shop.admin.patch(&path, patch).await.ok();
    let changed = shop.admin.patch(&format!("/admin/v1/media/{id}"), json!({ "alt": "A mug" })).await.ok();
    assert_eq!(text(&changed, "alt"), "A mug");
    let list = shop.admin.get("/admin/v1/media").await.ok();
    assert_eq!(list["items"][0]["id"], json!(id));
    assert_eq!(shop.admin.delete(&format!("/admin/v1/media/{id}")).await.status, 204);
    for gone in [url.clone(), format!("{url}?width=30")] {
        assert_eq!(see(&shop.store, &gone, "*/*").await.status, 404, "{gone}");
    }
    assert_eq!(shop.store.get("/admin/v1/media").await.status, 401);
    shop
});

on_every_kind!(uploads_that_are_no_pictures_are_refused, |shop: Shop| async move {
    for (bytes, word) in [
        (b"<svg onload=alert(1)>".to_vec(), "SVG"),
        (b"hello".to_vec(), "no JPEG"),
        (picture(60, 60, 10)[..70].to_vec(), "damaged"),
    ] {
        let refused = upload(&shop.admin, "", bytes).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["path"]), (422, &json!("file")), "{}", refused.body);
        assert!(refused.body.to_string().contains(word), "{}", refused.body);
    }
    let form = "--x\r\ncontent-disposition: form-data; name=\"alt\"\r\n\r\nA dot\r\n--x\r\ncontent-disposition: form-data; \
                name=\"file\"; filename=\"dot.png\"\r\ncontent-type: image/png\r\n\r\n";
    let body = [form.as_bytes(), &picture(5, 5, 77), b"\r\n--x--\r\n"].concat();
    let send = async |body: Vec<u8>| {
        let request = shop.admin.request(Method::POST, "/admin/v1/media");
        Client::send(request.header("content-type", "multipart/form-data; boundary=x").body(body)).await
    };
    let kept = send(body).await.ok();
    assert_eq!((text(&kept, "file_name"), text(&kept, "alt"), kept["width"].as_i64()), ("dot.png", "A dot", Some(5)));
    assert_eq!(send(b"--x--\r\n".to_vec()).await.status, 422);
    assert_eq!(send(b"no form at all".to_vec()).await.code(400), "malformed_form");
    shop
});

/// What many ask for at once is made once and is the same for all; nobody is turned away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_many_ask_for_at_once() {
    let shop = Shop::open(infrasell_testkit::Kind::SqliteHere).await.unwrap();
    let kept = upload(&shop.admin, "?file_name=a.png", picture(900, 900, 120)).await.ok();
    let url = format!("{}?width=300", text(&kept, "url"));
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let (client, url) = (shop.store.clone(), url.clone());
            tokio::spawn(async move { see(&client, &url, "image/webp").await })
        })
        .collect();
    let mut seen = vec![];
    for task in tasks {
        seen.push(task.await.unwrap());
    }
    assert!(seen.iter().all(|one| one.status == 200 && one.bytes == seen[0].bytes));
    shop.close().await;
}

/// The pictures beside a file of products become the shop's own; importing again changes nothing; a backup brings them
/// along.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_beside_a_file_of_products() {
    let shop = Spawn::new(BINARY);
    let folder = shop.data().with_extension("files");
    std::fs::create_dir_all(folder.join("media")).unwrap();
    std::fs::write(folder.join("media/tea.png"), picture(400, 200, 140)).unwrap();
    let csv = "Title,URL handle,Status,Published on online store,Price,Product image URL,Variant image URL\n\
               Tea,tea,Active,TRUE,10.00,/media/tea.png,/media/tea.png\n";
    std::fs::write(folder.join("products.csv"), csv).unwrap();
    let file = folder.join("products.csv");
    let file = file.to_str().unwrap();
    let (ok, out, err) = shop.run(&["import", file]).await;
    assert!(ok && out.contains("1 created") && out.contains("1 pictures"), "{out}\n{err}");
    let (ok, out, err) = shop.run(&["import", file]).await;
    assert!(ok && out.contains("1 unchanged"), "{out}\n{err}");
    let (ok, out, err) = shop.run(&["import", file, "--dry-run"]).await;
    assert!(ok && out.contains("1 unchanged"), "{out}\n{err}");
    let (ok, out, err) = shop.run(&["media", "fetch"]).await;
    assert!(ok && out.contains("0 kept"), "{out}\n{err}");

    let backup = folder.join("backup.tar");
    let (ok, out, err) = shop.run(&["backup", "--to", backup.to_str().unwrap()]).await;
    assert!(ok, "{out}\n{err}");
    let restored = Spawn::new(BINARY);
    let (ok, out, err) = restored.run(&["restore", backup.to_str().unwrap()]).await;
    assert!(ok, "{out}\n{err}");
    std::fs::copy(shop.data().join("master.key"), restored.data().join("master.key")).unwrap();
    let process = restored.serve().await;
    let client = Client::new(process.base.clone(), None);
    let product = client.get("/store/v1/products/tea").await.ok();
    let url = text(&product["media"][0], "url").to_owned();
    assert_eq!(product["variants"][0]["image_url"], json!(url));
    let seen = see(&client, &format!("{url}?width=100"), "*/*").await;
    assert_eq!((seen.status, size(&seen.bytes)), (200, (100, 50)));
    assert!(process.stop().await);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Pictures of other servers become the shop's own; what may not be called is not, and a redirect cannot lead there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_of_other_servers() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = listener.local_addr().unwrap();
    let away = axum::response::Redirect::temporary("http://10.0.0.1/inner.png");
    let routes = axum::Router::new()
        .route("/a.png", axum::routing::get(async || picture(30, 20, 60)))
        .route("/away.png", axum::routing::get(move || std::future::ready(away.clone())))
        .route("/page.png", axum::routing::get(async || "<html>"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let mut shop = Spawn::new(BINARY);
    let folder = shop.data().with_extension("csv");
    let mut csv = "Title,URL handle,Status,Price,Product image URL,Image position\n".to_owned();
    for (row, name) in ["a.png", "away.png", "page.png", "none.png"].iter().enumerate() {
        let first = if row == 0 { ("Tea", "Active", "10.00") } else { ("", "", "") };
        csv.push_str(&format!("{},tea,{},{},http://{other}/{name},{}\n", first.0, first.1, first.2, row + 1));
    }
    std::fs::write(&folder, csv).unwrap();
    let (ok, out, err) = shop.run(&["import", folder.to_str().unwrap()]).await;
    assert!(ok && out.contains("4 created"), "{out}\n{err}");
    let (_, out, err) = shop.run(&["media", "fetch", "--json"]).await;
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}\n{err}"));
    assert_eq!((report["kept"].as_i64(), report["failed"].as_object().unwrap().len()), (Some(0), 4), "{report}");
    assert!(out.contains("not an address of the public internet"), "{out}");

    shop.variables = vec![("INFRASELL_MEDIA_FETCH_NETWORKS".into(), "127.0.0.0/8".into())];
    let (ok, out, err) = shop.run(&["media", "fetch", "--json"]).await;
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}\n{err}"));
    assert!(ok && report["kept"] == json!(1) && report["changed"] == json!(1), "{report}");
    let reason = |name: &str| report["failed"][format!("http://{other}/{name}")].as_str().unwrap_or("").to_owned();
    assert!(reason("away.png").contains("10.0.0.1"), "{report}");
    assert!(reason("page.png").contains("no JPEG"), "{report}");
    assert!(reason("none.png").contains("404"), "{report}");
    std::fs::remove_file(&folder).unwrap();
}
