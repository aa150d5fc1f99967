//! A shop in this process.

use crate::{
    apart::{self, Apart},
    away::Away,
    client::Client,
    engines,
    faults::Faults,
    mail::SentMail,
};
use infrasell::{
    app::App,
    config::{Config, Proxy, Secret},
    wire::MIGRATIONS,
};
use infrasell_contracts::{
    common::Audit,
    identity::{ApiKeyInput, CreateApiKey},
    system::System,
};
use infrasell_db::{DbError, RunnerHandle, testing};
use infrasell_kernel::{Env, OsRandom, Token};
use infrasell_rpc::Cx;
use infrasell_simulator::Simulator;
use std::{future::Future, path::PathBuf, sync::Arc};
use tokio::{sync::oneshot, task::JoinHandle};

/// On what a shop runs, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// SQLite, one process.
    SqliteHere,
    /// SQLite, as three processes with a database each.
    SqliteApart,
    /// PostgreSQL, one process.
    PostgresHere,
    /// PostgreSQL, as three processes with a schema each.
    PostgresApart,
    /// PostgreSQL, three replicas: every request goes to the next one.
    PostgresReplicas,
}

/// Another process of a shop, in all but name: its own connections, caches, runner and port.
struct Replica {
    app: Arc<App>,
    base: String,
    runner: Option<RunnerHandle>,
}

/// A shop that serves.
pub struct Shop {
    /// The admin API, with an owner's key.
    pub admin: Client,
    /// The store API, without a key.
    pub store: Client,
    /// The payment simulator.
    pub simulator: Simulator,
    /// The shop itself; when it is apart, the process with the edge.
    pub app: Arc<App>,
    /// On what it runs.
    pub kind: Kind,
    /// What goes wrong between its processes, when it is apart.
    pub faults: Faults,
    /// Takes services away, where they are apart.
    pub away: Away,
    runner: Option<RunnerHandle>,
    others: Vec<Apart>,
    stop: Option<oneshot::Sender<()>>,
    tasks: Vec<JoinHandle<()>>,
    replicas: Vec<Replica>,
    folder: PathBuf,
    _database: Option<testing::TestDb>,
}

/// Runs a test on one kind of shop; does nothing when its database is not there (and the closing table says so).
pub async fn matrix<F: Future<Output = Shop>>(kind: Kind, test: impl FnOnce(Shop) -> F) {
    if let Some(shop) = Shop::open(kind).await {
        test(shop).await.close().await;
    }
}

/// The configuration of a test shop.
pub fn config(simulator: &Simulator) -> Config {
    let mut config = Config::default();
    config.payments.simulator.enabled = true;
    config.payments.simulator.base_url.clone_from(&simulator.base_url);
    config.payments.simulator.account = "acct_sim".into();
    config.payments.simulator.secret = Secret(simulator.secret.clone());
    config.payments.simulator.webhook_secret = Secret(simulator.webhook_secret.clone());
    config.payments.simulator.timeout_ms = 2_000;
    config.internal.secret = Secret(format!("{}{}", Token::random(&OsRandom), Token::random(&OsRandom)));
    // a machine that is busy with tests is late without a shop being overloaded
    config.limits.queue_delay_ms = 0;
    // the receivers of webhooks are of this machine
    config.outward.allow_networks = vec![Proxy::try_from("127.0.0.0/8".to_owned()).unwrap()];
    config
}

impl Shop {
    /// A fresh shop; `None` when its database is not there.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(kind: Kind) -> Option<Shop> {
        Shop::open_with(kind, |_| ()).await
    }

    /// As [`Shop::open`], with a configuration that is changed first.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open_with(kind: Kind, change: impl FnOnce(&mut Config)) -> Option<Shop> {
        Shop::open_as(kind, &apart::PROCESSES, Faults::of_the_environment(), change).await
    }

    /// As [`Shop::open_with`], with a bad network between its processes.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open_under(kind: Kind, faults: Faults, change: impl FnOnce(&mut Config)) -> Option<Shop> {
        Shop::open_as(kind, &apart::PROCESSES, faults, change).await
    }

    /// As [`Shop::open_with`], with each service in a process of its own where they are apart.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open_each(kind: Kind, change: impl FnOnce(&mut Config)) -> Option<Shop> {
        Shop::open_as(kind, &apart::each(), Faults::of_the_environment(), change).await
    }

    async fn open_as(
        kind: Kind,
        processes: &[(&str, &[&str])],
        mut faults: Faults,
        change: impl FnOnce(&mut Config),
    ) -> Option<Shop> {
        let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
        let mut config = config(&simulator);
        engines::beside(&mut config);
        change(&mut config);
        let is_apart = matches!(kind, Kind::SqliteApart | Kind::PostgresApart);
        let mut database = None;
        if matches!(kind, Kind::PostgresHere | Kind::PostgresApart | Kind::PostgresReplicas) {
            // the tables of one that is apart are in schemas of its processes
            let made = testing::postgres(if is_apart { &[] } else { MIGRATIONS }).await?;
            config.database.url = made.db.url().to_string();
            database = Some(made);
        }
        let folder = std::env::temp_dir().join(format!("infrasell-shop-{}", Token::random(&OsRandom)));
        let mut tasks = vec![];
        let away = Away::default();
        let (app, others) = if is_apart {
            apart::open(processes, &config, &folder, database.as_deref(), &mut faults, &away, &mut tasks).await
        } else {
            (Arc::new(App::open(&config, &folder, Env::system()).await.unwrap()), vec![])
        };
        let mut shop = Shop::serve(kind, app, others, simulator, tasks).await;
        (shop.folder, shop._database, shop.faults, shop.away) = (folder, database, faults, away);
        if kind == Kind::PostgresReplicas {
            shop.multiply(&config).await;
        }
        Some(shop)
    }

    /// Two more replicas beside the first; from here on every request goes to the next one.
    async fn multiply(&mut self, config: &Config) {
        for _ in 0..2 {
            let app = Arc::new(App::open(config, &self.folder, Env::system()).await.unwrap());
            let listener = infrasell_gateway::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
            let base = format!("http://{}", listener.local_addr().unwrap());
            let serve = infrasell_gateway::serve(listener, app.gateway(), std::future::pending());
            self.tasks.push(tokio::spawn(serve));
            let runner = Some(app.start_runner().await.unwrap());
            self.replicas.push(Replica { app, base, runner });
        }
        let bases: Vec<String> =
            [&self.admin.base].into_iter().chain(self.replicas.iter().map(|other| &other.base)).cloned().collect();
        self.admin = Client::balanced(bases, self.admin.key.clone());
        self.store = self.admin.guest();
        for app in [&self.app].into_iter().chain(self.replicas.iter().map(|other| &other.app)) {
            for _ in 0..1_000 {
                if app.db.other_replicas() == 2 && app.db.may_keep(std::time::Instant::now()) {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            assert_eq!(app.db.other_replicas(), 2, "the replicas know each other");
        }
    }

    /// A client of each process of the shop alone.
    #[must_use]
    pub fn each(&self) -> Vec<Client> {
        let bases = [&self.admin.base].into_iter().chain(self.replicas.iter().map(|other| &other.base));
        bases.map(|base| Client::new(base.clone(), None)).collect()
    }

    async fn serve(
        kind: Kind,
        app: Arc<App>,
        mut others: Vec<Apart>,
        simulator: Simulator,
        mut tasks: Vec<JoinHandle<()>>,
    ) -> Shop {
        app.bootstrap().await.unwrap();
        for other in &mut others {
            other.start().await;
        }
        let key = ApiKeyInput { name: "test".into(), role: "owner".into(), channels: None, expires_at: None };
        let cx = Cx::system("test", "test");
        let key = app.services.identity.create_api_key(&cx, CreateApiKey { key }).await.unwrap().secret;
        let listener = infrasell_gateway::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let gateway = app.gateway();
        tasks.push(tokio::spawn(infrasell_gateway::serve(listener, gateway, async move {
            // the sender being dropped means stop, too
            let _asked = stopped.await;
        })));
        let runner = Some(app.start_runner().await.unwrap());
        simulator.webhook_endpoint(&format!("{base}/hooks/v1/payments/simulator"));
        let admin = Client::new(base, Some(key));
        let store = admin.guest();
        let (stop, folder) = (Some(stop), PathBuf::new());
        let (faults, away) = (Faults::default(), Away::default());
        Shop {
            admin,
            store,
            simulator,
            app,
            kind,
            faults,
            away,
            runner,
            others,
            replicas: vec![],
            stop,
            tasks,
            folder,
            _database: None,
        }
    }

    /// The process in which a service runs.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn process_of(&self, service: &str) -> &App {
        let all = [&self.app].into_iter().chain(self.others.iter().map(|other| &other.app));
        all.into_iter().find(|app| app.here().iter().any(|name| name == service)).unwrap()
    }

    /// Waits until every event is delivered and every due job has run.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn settle(&self) {
        let others = self.others.iter().map(Apart::runner);
        let runners: Vec<&RunnerHandle> = self.runner.iter().chain(others).collect();
        // what one process does may give another one work
        for _ in 0..100 {
            for runner in &runners {
                patient(|| runner.settle()).await;
            }
            let mut due = None;
            for runner in &runners {
                due = due.or(patient(|| runner.what_is_due()).await);
            }
            if due.is_none() {
                return;
            }
        }
        panic!("the processes never come to rest");
    }

    /// Every mail that was written, oldest first: whom it goes to, and its plain text as it was sent, tokens and all.
    ///
    /// # Panics
    /// When one cannot be read.
    #[must_use]
    pub fn mails(&self) -> Vec<SentMail> {
        let Ok(entries) = std::fs::read_dir(self.folder.join("mail")) else { return vec![] };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|e| e == "eml"));
        // `20261126212438-ntf_67.eml`: in the order in which they were written down
        files.sort_by_key(|file| {
            let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            name.rsplit('_').next().and_then(|number| number.parse::<u64>().ok())
        });
        files.iter().map(|file| SentMail::read(&std::fs::read_to_string(file).unwrap())).collect()
    }

    /// Every difference in the books, in words.
    ///
    /// # Panics
    /// When a service cannot be asked.
    pub async fn differences(&self) -> Vec<String> {
        let report = self.app.system.reconcile(&Cx::system("test", "reconcile"), Audit {}).await.unwrap();
        assert!(report.checks.len() > 10, "{report:?}");
        let differences =
            report.checks.into_iter().flat_map(|c| c.differences.into_iter().map(move |d| format!("{}: {d}", c.name)));
        differences.collect()
    }

    /// Proves the books, stops the shop and removes what it left.
    ///
    /// # Panics
    /// When the books do not agree.
    pub async fn close(mut self) {
        self.settle().await;
        let differences = self.differences().await;
        assert!(differences.is_empty(), "{differences:#?}");
        drop(self.stop.take());
        for other in &mut self.replicas {
            if let Some(runner) = other.runner.take() {
                runner.stop().await;
            }
        }
        if let Some(runner) = self.runner.take() {
            runner.stop().await;
        }
        for other in std::mem::take(&mut self.others) {
            other.stop().await;
        }
    }
}

/// What `ask` finds, once the others can be reached: a circuit that was open closes within a second or two.
async fn patient<T, F: Future<Output = Result<T, DbError>>>(ask: impl Fn() -> F) -> T {
    for _ in 0..200 {
        match ask().await {
            Err(DbError::Unavailable { .. }) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            found => return found.unwrap(),
        }
    }
    panic!("another process cannot be reached");
}

impl Drop for Shop {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        // a folder that stays behind is no reason to fail a test
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}
