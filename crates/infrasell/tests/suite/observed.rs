//! What is told of a running shop: metrics, logs without secrets, traces over processes, the dashboard's names.

use infrasell::config::Config;
use infrasell_db::testing;
use infrasell_metrics::{About, catalogue};
use infrasell_simulator::Simulator;
use infrasell_testkit::{Client, Kind, Shop, Spawn};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

fn repository(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)
}

/// The samples of a scrape, each by its name and labels.
async fn scrape(shop: &Shop) -> BTreeMap<String, f64> {
    let answer = shop.admin.request(reqwest::Method::GET, "/metrics").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    samples(&answer.text().await.unwrap())
}

fn samples(text: &str) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    let mut described = BTreeSet::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            assert!(described.insert(rest.split(' ').next().unwrap().to_owned()), "{line} is there twice");
        } else if !line.starts_with('#') {
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(found.insert(name.to_owned(), value.parse().unwrap()).is_none(), "{name} is there twice");
        }
    }
    found
}

/// A shop where something of everything has happened.
async fn busy_shop(kind: Kind) -> Option<Shop> {
    let shop = Shop::open(kind).await?;
    let tea = shop.sells("tea", 24_900, 20).await;
    shop.store.buy(&tea.variant, 1).await.ok();
    let cart = shop.store.cart(&[(&tea.variant, 1)]).await.ok();
    let checkout = shop.store.ready_checkout(cart["token"].as_str().unwrap(), "simulator").await;
    assert!(shop.store.complete(&checkout, Some("tok_decline")).await.status >= 400);
    shop.store.get("/store/v1/products").await.ok();
    shop.settle().await;
    Some(shop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scrape_tells_of_routes_jobs_events_database_sagas_and_the_process() {
    for kind in [Kind::SqliteHere, Kind::PostgresApart] {
        let Some(shop) = busy_shop(kind).await else { continue };
        let now = shop.app.db.now();
        shop.app.db.enqueue("nobody.does_this", None, &1, now).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let seen = scrape(&shop).await;
        let is = |name: &str| *seen.get(name).unwrap_or_else(|| panic!("{name} is missing: {:?}", seen.keys()));
        let products = r#"method="GET",route="/store/v1/products""#;
        assert!(is(&format!("infrasell_http_requests_total{{{products},status=\"2xx\"}}")) >= 1.0);
        assert!(is(&format!("infrasell_http_request_duration_seconds_count{{{products}}}")) >= 1.0);
        assert!(is(&format!("infrasell_http_response_bytes_total{{{products}}}")) > 100.0);
        assert_eq!(is(r#"infrasell_jobs{kind="nobody.does_this",state="waiting"}"#), 1.0);
        assert!(is(r#"infrasell_job_oldest_due_seconds{kind="nobody.does_this"}"#) >= 1.0);
        // each process tells of the subscriptions of its own services
        let own = if kind == Kind::SqliteHere { "catalog.listing" } else { "customers.orders" };
        assert_eq!(is(&format!("infrasell_outbox_lag_events{{subscription=\"{own}\"}}")), 0.0);
        assert!(is(r#"infrasell_events_total{subscription="catalog.listing",outcome="done"}"#) >= 1.0);
        for step in ["reserve", "authorise", "create_order", "commit_stock", "capture"] {
            let done = format!("infrasell_saga_steps_total{{way=\"forward\",step=\"{step}\",outcome=\"done\"}}");
            assert!(is(&done) >= 1.0);
        }
        assert!(is(r#"infrasell_saga_steps_total{way="forward",step="authorise",outcome="refused"}"#) >= 1.0);
        assert!(is(r#"infrasell_saga_steps_total{way="back",step="reserve",outcome="done"}"#) >= 1.0);
        assert!(is(r#"infrasell_saga_step_duration_seconds_count{way="forward",step="reserve"}"#) >= 2.0);
        assert!(is("infrasell_db_commit_seconds_count") >= 10.0);
        match kind {
            Kind::SqliteHere => {
                assert!(is("infrasell_db_group_transactions_count") >= 10.0);
                assert!(is("infrasell_db_writer_wait_seconds_count") >= 10.0);
            }
            _ => assert!(is(r#"infrasell_db_pool_connections{state="idle"}"#) >= 1.0),
        }
        assert!(is("process_resident_memory_bytes") > 1e6);
        shop.close().await;
    }
}

/// Puts a product on sale in a shop's process; returns its variant.
pub async fn on_sale(admin: &Client) -> String {
    let product = json!({ "title": "Tea", "handle": "tea", "status": "active", "variants": [{ "sku": "TEA" }] });
    let product = admin.post("/admin/v1/products", product).await.ok();
    let variant = product["variants"][0]["id"].as_str().unwrap();
    let channel = admin.get("/admin/v1/channels").await.ok()["items"][0]["id"].clone();
    let prices = json!({ "list": { "channel": channel }, "prices": [{ "variant": variant, "price_minor": 100 }] });
    admin.post("/admin/v1/prices", prices).await.ok();
    let location = admin.get("/admin/v1/locations").await.ok()["items"][0]["id"].clone();
    let levels = json!([{ "variant": variant, "location": location, "on_hand": 9 }]);
    admin.post("/admin/v1/stock", json!({ "levels": levels, "reason": "test" })).await.ok();
    variant.to_owned()
}

/// A shop's process whose log is kept, and what a journey through it had to keep secret.
struct Logged {
    shop: Spawn,
    process: tokio::process::Child,
    base: String,
    log: PathBuf,
    secrets: Vec<String>,
}

impl Logged {
    async fn start(simulator: &Simulator, database: Option<String>) -> Logged {
        let mut shop = Spawn::new(BINARY);
        let log = std::env::temp_dir().join(format!("infrasell-{}.log", shop.port));
        let set = |key: &str, value: &str| (format!("INFRASELL_{key}"), value.to_owned());
        shop.database = database;
        shop.variables = vec![
            set("LOG_LEVEL", "trace"),
            set("LOG_FORMAT", "json"),
            // every statement counts as slow: what is logged of them is what is looked through
            set("LOG_SLOW_STATEMENT_MS", "1"),
            set("PAYMENTS_SIMULATOR_ENABLED", "true"),
            set("PAYMENTS_SIMULATOR_BASE_URL", &simulator.base_url),
            set("PAYMENTS_SIMULATOR_SECRET", &simulator.secret),
            set("PAYMENTS_SIMULATOR_WEBHOOK_SECRET", &simulator.webhook_secret),
        ];
        let (ok, password, _) = shop.run(&["staff", "create", "--email", "me@example.in"]).await;
        assert!(ok);
        let (ok, key, _) = shop.run(&["key", "create", "till", "--role", "owner"]).await;
        assert!(ok);
        let listen = format!("127.0.0.1:{}", shop.port);
        let file = std::fs::File::create(&log).unwrap();
        let process = shop.command(&["serve", "--listen", &listen]).stdout(Stdio::null()).stderr(file).spawn().unwrap();
        let secrets = vec![password, key, simulator.secret.clone(), simulator.webhook_secret.clone()];
        let logged = Logged { shop, process, base: format!("http://{listen}"), log, secrets };
        let client = Client::new(logged.base.clone(), None);
        for _ in 0..400 {
            let ready = Client::try_send(client.request(reqwest::Method::GET, "/readyz")).await;
            if ready.is_some_and(|answer| answer.status == 204) {
                return logged;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{}", std::fs::read_to_string(&logged.log).unwrap());
    }

    /// Signs in, sells, buys, fails: everything that has a secret in it.
    async fn journey(&mut self) {
        let [password, key] = [self.secrets[0].clone(), self.secrets[1].clone()];
        let admin = Client::new(self.base.clone(), Some(key));
        let store = admin.guest();
        let signed_in = json!({ "email": "me@example.in", "password": password });
        let session = store.post("/admin/v1/session", signed_in).await.ok()["secret"].as_str().unwrap().to_owned();
        let wrong = json!({ "email": "me@example.in", "password": "correct-horse-battery" });
        assert_eq!(store.post("/admin/v1/session", wrong).await.status, 401);
        let as_staff = Client::new(self.base.clone(), Some(session.clone()));
        as_staff.get("/admin/v1/me").await.ok();
        let stolen = Client::new(self.base.clone(), Some("ifk_stolen0123456789".into()));
        assert_eq!(stolen.get("/admin/v1/orders").await.status, 401);
        let variant = on_sale(&admin).await;
        let cart = store.cart(&[(&variant, 1)]).await.ok();
        let cart_token = cart["token"].as_str().unwrap().to_owned();
        store.get(&format!("/store/v1/carts/{cart_token}")).await.ok();
        let checkout = store.ready_checkout(&cart_token, "simulator").await;
        let keyed = store.request(reqwest::Method::POST, "/store/v1/carts").header("idempotency-key", "a-key-of-mine");
        Client::send(keyed.json(&json!({}))).await.ok();
        let done = store.complete(&checkout, Some("tok_approve")).await.ok();
        let order_token = done["order"]["token"].as_str().unwrap().to_owned();
        store.get(&format!("/store/v1/orders/{order_token}")).await.ok();
        assert_eq!(store.get(&format!("/store/v1/carts/{order_token}")).await.status, 404);
        assert_eq!(store.get(&format!("/{cart_token}")).await.status, 404);
        let checkout_token = checkout["token"].as_str().unwrap().to_owned();
        let more = [session, "correct-horse-battery".into(), "ifk_stolen0123456789".into(), "tok_approve".into()];
        self.secrets.extend(more);
        self.secrets.extend([cart_token, checkout_token, order_token]);
        // what a buyer has told of himself
        self.secrets.extend(["buyer@example.in".into(), "7 Hill Street".into()]);
    }

    async fn stop(mut self) -> (Vec<Value>, String) {
        self.process.kill().await.unwrap();
        let text = std::fs::read_to_string(&self.log).unwrap();
        std::fs::remove_file(&self.log).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        for secret in &self.secrets {
            assert!(secret.len() > 7);
            let found = text.lines().find(|line| line.contains(secret.as_str()));
            assert!(found.is_none(), "{secret} is in the log: {found:?}");
        }
        assert!(!text.to_lowercase().contains("authorization"), "a head was logged");
        drop(self.shop);
        (lines, text)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_json_and_never_carries_a_secret() {
    let databases = [Some(None), testing::postgres(infrasell::wire::MIGRATIONS).await.map(Some)];
    for database in databases.into_iter().flatten() {
        let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
        let url = database.as_ref().map(|made| match made.db.url() {
            infrasell_db::DbUrl::Postgres(url) => url.clone(),
            other => other.to_string(),
        });
        let mut logged = Logged::start(&simulator, url).await;
        logged.journey().await;
        let (lines, text) = logged.stop().await;
        let requests: Vec<&Value> = lines.iter().filter(|line| line["message"] == "request").collect();
        assert!(requests.len() > 15, "{text}");
        for request in requests {
            let id = request["request_id"].as_str().unwrap();
            assert!(id.len() == 32 && request["trace_id"] == id && request["route"].is_string(), "{request}");
        }
        assert!(text.contains(r#""route":"/store/v1/carts/{token}""#));
    }
}

/// Every metric that a dashboard's query names.
fn named(query: &str) -> Vec<String> {
    let words = query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("infrasell_") || word.starts_with("process_")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_metric_that_the_dashboard_names_is_scraped() {
    let text = std::fs::read_to_string(repository("deploy/grafana/infrasell.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let queries = panels.iter().flat_map(|panel| panel["targets"].as_array().cloned().unwrap_or_default());
    let queries: Vec<String> = queries.map(|target| target["expr"].as_str().unwrap().to_owned()).collect();
    assert!(queries.len() > 15, "{}", queries.len());
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    let asked = variables.iter().filter_map(|variable| variable["query"].as_str()).map(str::to_owned);
    let names: BTreeSet<String> = queries.iter().cloned().chain(asked).flat_map(|query| named(&query)).collect();
    let shop = busy_shop(Kind::SqliteHere).await.unwrap();
    let answer = shop.admin.request(reqwest::Method::GET, "/metrics").send().await.unwrap();
    let scraped = answer.text().await.unwrap();
    let known: BTreeSet<&str> =
        scraped.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    for name in &names {
        let of_histogram = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        let is_known = known.contains(name.as_str()) || of_histogram.is_some_and(|base| known.contains(base));
        assert!(is_known, "the dashboard asks for {name}, which is not scraped");
    }
    for query in &queries {
        // the labels that a query filters or groups by are those of its metrics
        let words = query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let labels: BTreeSet<&str> = catalogue::ALL.iter().flat_map(|metric| metric.about().labels).copied().collect();
        for word in query.split("by (").skip(1).flat_map(|rest| rest.split(')').next().unwrap().split(", ")) {
            assert!(labels.contains(word) || word == "le", "{query} groups by {word}");
        }
        assert!(words.count() > 1);
    }
    shop.close().await;
}

#[test]
fn the_reference_of_metrics_is_the_list_of_the_code() {
    let mut text = String::from(
        "# Metrics\n\nWhat `/metrics` tells, in Prometheus' text format. On the shop's own address it needs the permission \
         `system:read`\n(`Authorization: Bearer ifk_…`); on `server.metrics_listen` it is open to whoever reaches that \
         address. Durations are in\nseconds, sizes in bytes. Counts are of one process: with several, Prometheus adds \
         them up. A route is its template, never\na path. `deploy/grafana/infrasell.json` is a dashboard over them.\n\n\
         | metric | kind | labels | what |\n|---|---|---|---|\n",
    );
    for metric in catalogue::ALL {
        let About { name, kind, help, labels } = metric.about();
        let labels = if labels.is_empty() { "–".to_owned() } else { format!("`{}`", labels.join("`, `")) };
        text.push_str(&format!("| `{name}` | {} | {labels} | {help} |\n", kind.as_str()));
    }
    held("docs/reference/metrics.md", &text);
}

#[test]
fn the_reference_of_limits_is_the_list_of_the_code() {
    let file = repository("docs/reference/limits.md");
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let (head, _) = kept.split_once("<!-- made from the code -->").unwrap_or((&kept, ""));
    let defaults = toml::Table::try_from(Config::default()).unwrap();
    let mut table = String::from("| limit | default | what |\n|---|---|---|\n");
    for (name, text) in infrasell::config::TEXTS {
        table.push_str(&format!("| `limits.{name}` | {} | {} |\n", defaults["limits"][*name], text.trim()));
    }
    held("docs/reference/limits.md", &format!("{head}<!-- made from the code -->\n{table}"));
}

/// The file in the repository is this text; with `INFRASELL_TEST_BLESS` it becomes it.
fn held(file: &str, text: &str) {
    let path = repository(file);
    if std::env::var_os("INFRASELL_TEST_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{file} is not what the code says: write it down with INFRASELL_TEST_BLESS=1");
}

#[tokio::test]
async fn metrics_have_an_address_of_their_own_when_they_are_given_one() {
    let mut shop = Spawn::new(BINARY);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    shop.variables = vec![("INFRASELL_SERVER_METRICS_LISTEN".into(), free.to_string())];
    let process = shop.serve().await;
    let text = reqwest::get(format!("http://{free}/metrics")).await.unwrap().text().await.unwrap();
    let seen = samples(&text);
    assert_eq!(
        seen[&format!("infrasell_build_info{{version=\"{}\",database=\"sqlite\"}}", env!("CARGO_PKG_VERSION"))],
        1.0
    );
    assert_eq!(reqwest::get(format!("http://{free}/store/v1/products")).await.unwrap().status(), 404);
    assert_eq!(reqwest::get(format!("{}/metrics", process.base)).await.unwrap().status(), 401);
    assert!(process.stop().await);
    shop.variables = vec![("INFRASELL_SERVER_METRICS_LISTEN".into(), "nowhere".into())];
    let (ok, _, told) = shop.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    assert!(!ok && told.contains("server.metrics_listen"), "{told}");
}

#[cfg(not(feature = "otel"))]
#[tokio::test]
async fn a_build_without_opentelemetry_says_so() {
    let mut shop = Spawn::new(BINARY);
    shop.variables = vec![("INFRASELL_TELEMETRY_OTLP_ENDPOINT".into(), "http://127.0.0.1:4318".into())];
    let (ok, _, told) = shop.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    assert!(!ok && told.contains("--features otel"), "{told}");
}
