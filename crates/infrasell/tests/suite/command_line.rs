//! The program as an operator meets it.

use infrasell_testkit::{Client, Spawn};
use std::{os::unix::fs::PermissionsExt, process::Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

#[tokio::test]
async fn help_reads_like_a_manual_page() {
    let shop = Spawn::new(BINARY);
    let (ok, help, _) = shop.run(&["--help"]).await;
    assert!(ok);
    for word in [
        "serve",
        "import",
        "staff",
        "key",
        "config",
        "reconcile",
        "topology",
        "database",
        "openapi",
        "migrate",
        "GETTING STARTED",
        "FILES",
        "ENVIRONMENT",
        "EXIT STATUS",
        "--database",
    ] {
        assert!(help.contains(word), "{word} is missing:\n{help}");
    }
}

#[tokio::test]
async fn an_empty_folder_becomes_a_shop_that_lets_its_owner_in() {
    let shop = Spawn::new(BINARY);
    let (ok, password, _) = shop.run(&["staff", "create", "--email", "me@example.in"]).await;
    assert!(ok);
    let (ok, key, told) = shop.run(&["key", "create", "till", "--role", "manager"]).await;
    assert!(ok && told.contains("till"), "{told}");
    let process = shop.serve().await;
    let client = Client::new(process.base.clone(), Some(key));
    assert!(client.get("/admin/v1/me").await.ok()["permissions"].as_array().unwrap().len() > 5);
    let session = serde_json::json!({ "email": "me@example.in", "password": password });
    let session = client.guest().post("/admin/v1/session", session).await.ok();
    let owner = Client::new(process.base.clone(), session["secret"].as_str().map(str::to_owned));
    assert_eq!(owner.get("/admin/v1/staff").await.ok()["items"].as_array().unwrap().len(), 1);
    owner.delete("/admin/v1/session").await;
    assert_eq!(owner.get("/admin/v1/me").await.status, 401);
    assert!(process.stop().await, "Ctrl-C ends it well");
    let (ok, out, err) = shop.run(&["reconcile"]).await;
    assert!(ok, "{out}\n{err}");
}

#[tokio::test]
async fn the_configuration_is_checked_and_printed_without_secrets() {
    let mut shop = Spawn::new(BINARY);
    shop.variables = vec![("INFRASELL_PAYMENTS_SIMULATOR_SECRET".into(), "sk_hidden".into())];
    let (ok, printed, _) = shop.run(&["config", "print"]).await;
    assert!(ok && printed.contains("secret = \"***\"") && !printed.contains("sk_hidden"), "{printed}");
    shop.variables = vec![("INFRASELL_SERVER_LISSTEN".into(), "x".into())];
    let (ok, _, told) = shop.run(&["config", "check"]).await;
    assert!(!ok && told.contains("INFRASELL_SERVER_LISSTEN"), "{told}");
    shop.variables.clear();
    std::fs::create_dir_all(shop.data()).unwrap();
    std::fs::write(shop.data().join("infrasell.toml"), "[server]\nlissten = 1").unwrap();
    let (ok, _, told) = shop.run(&["serve"]).await;
    assert!(!ok && told.contains("lissten"), "{told}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_and_the_folder_is_left_alone() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let shop = Spawn::new(BINARY);
    let listen = taken.local_addr().unwrap().to_string();
    let (ok, _, told) = shop.run(&["serve", "--listen", &listen]).await;
    assert!(!ok && told.contains("is taken"), "{told}");
    assert!(!shop.data().exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_and_one_of_a_newer_build_are_refused_untouched() {
    let shop = Spawn::new(BINARY);
    std::fs::create_dir_all(shop.data()).unwrap();
    let file = shop.data().join("shop.db");
    std::fs::write(&file, "this is not a database, it is a letter to a friend".repeat(100)).unwrap();
    let before = std::fs::read(&file).unwrap();
    let (ok, _, told) = shop.run(&["migrate"]).await;
    assert!(!ok && told.contains("not a database"), "{told}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    std::fs::remove_file(&file).unwrap();

    assert!(shop.run(&["migrate"]).await.0);
    let db: infrasell_db::DbUrl = file.to_str().unwrap().parse().unwrap();
    let db =
        infrasell_db::Db::open(&db, infrasell_kernel::Env::system(), infrasell_db::DbOptions::default()).await.unwrap();
    let sql = "UPDATE db_migration SET version = 9999 WHERE service = 'catalog' AND version = 1";
    db.exec(sql, &[]).await.unwrap();
    drop(db);
    let (ok, _, told) = shop.run(&["migrate"]).await;
    assert!(!ok && told.contains("newer"), "{told}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said() {
    // root may write everywhere; a file where the folder should be stops him too
    let shop = Spawn::new(BINARY);
    std::fs::write(shop.data(), "in the way").unwrap();
    let (ok, _, told) = shop.run(&["migrate"]).await;
    assert!(!ok && told.contains("cannot be used"), "{told}");
    std::fs::remove_file(shop.data()).unwrap();

    std::fs::create_dir_all(shop.data()).unwrap();
    std::fs::set_permissions(shop.data(), std::fs::Permissions::from_mode(0o500)).unwrap();
    let (ok, _, told) = shop.run(&["migrate"]).await;
    assert!(ok || told.contains("cannot be used") || told.contains("read-only"), "{told}");
    std::fs::set_permissions(shop.data(), std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_said_without_its_password() {
    let mut shop = Spawn::new(BINARY);
    shop.database = Some("postgres://me:hunter2@127.0.0.1:9/shop".into());
    let (ok, _, told) = shop.run(&["migrate"]).await;
    assert!(!ok && told.contains("127.0.0.1:9") && !told.contains("hunter2"), "{told}");
    shop.database = Some("mysql://x".into());
    let (ok, _, told) = shop.run(&["migrate"]).await;
    assert!(!ok && told.contains("wrong"), "{told}");
}

#[tokio::test]
async fn an_import_reports_every_row_and_twice_changes_nothing() {
    let shop = Spawn::new(BINARY);
    let file = std::env::temp_dir().join(format!("{}.csv", shop.port));
    let report = std::env::temp_dir().join(format!("{}.json", shop.port));
    let rows = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Status\n\
                tea,Tea,TEA,249.00,10,active\n\
                cup,Cup,CUP,abc,5,active\n\
                pot,Pot,POT,\"1,299.00\",3,active\n";
    std::fs::write(&file, rows).unwrap();
    let arguments = ["import", file.to_str().unwrap(), "--report", report.to_str().unwrap()];
    let read = || serde_json::from_slice::<serde_json::Value>(&std::fs::read(&report).unwrap()).unwrap();

    let dry: Vec<&str> = arguments.iter().copied().chain(["--dry-run"]).collect();
    let (ok, out, err) = shop.run(&dry).await;
    assert!(ok, "{out} {err}");
    assert_eq!((read()["rows"].as_i64(), read()["created"].as_i64()), (Some(3), Some(2)));
    for expected in [[2, 0, 0], [0, 0, 2]] {
        assert!(shop.run(&arguments).await.0);
        let report = read();
        assert_eq!(
            [&report["created"], &report["updated"], &report["unchanged"]].map(|v| v.as_i64().unwrap()),
            expected
        );
        assert_eq!(report["rows"], 3);
        assert_eq!(
            (report["rejected"][0]["line"].as_i64(), report["rejected"][0]["column"].as_str()),
            (Some(3), Some("Variant Price"))
        );
    }
    let process = shop.serve().await;
    let seen = Client::new(process.base.clone(), None).get("/store/v1/products/pot").await.ok();
    assert_eq!(seen["price_from"]["minor"], 129_900);
    process.stop().await;
    std::fs::remove_file(file).unwrap();
    std::fs::remove_file(report).unwrap();
}

#[tokio::test]
async fn requests_that_run_are_finished_before_it_stops() {
    let shop = Spawn::new(BINARY);
    let process = shop.serve().await;
    let client = Client::new(process.base.clone(), None);
    let asked = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move {
            Client::try_send(client.request(reqwest::Method::POST, "/store/v1/carts").json(&serde_json::json!({})))
                .await
        })
    });
    let asked: Vec<_> = asked.collect();
    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    assert!(process.stop().await);
    for answer in asked {
        // whoever got in is answered; whoever came too late is refused the connection
        if let Some(answer) = answer.await.unwrap() {
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_payment_secret_of_another_account_is_refused_before_anything_is_sold() {
    let simulator = infrasell_simulator::Simulator::start(infrasell_simulator::Config::default()).await.unwrap();
    let mut shop = Spawn::new(BINARY);
    let set = |key: &str, value: &str| (format!("INFRASELL_PAYMENTS_SIMULATOR_{key}"), value.to_owned());
    shop.variables = vec![
        set("ENABLED", "true"),
        set("BASE_URL", &simulator.base_url),
        set("SECRET", &simulator.secret),
        set("WEBHOOK_SECRET", &simulator.webhook_secret),
        set("ACCOUNT", "acct_of_somebody_else"),
    ];
    let (ok, _, told) = shop.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    assert!(!ok && told.contains("simulator") && !told.contains(&simulator.secret), "{told}");
}

#[tokio::test]
async fn wrong_words_are_a_usage_error() {
    let status = tokio::process::Command::new(BINARY).arg("surve").stderr(Stdio::null()).status().await.unwrap();
    assert_eq!(status.code(), Some(2));
}
