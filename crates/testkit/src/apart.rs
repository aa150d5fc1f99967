//! A shop as three processes in this one: each with some of the services, a database and an internal listener of its own.

use crate::{away::Away, faults::Faults};
use infrasell::{app::App, config::Config, split::GATEWAY, wire::GRAPH};
use infrasell_db::{Db, Engine, RunnerHandle};
use infrasell_kernel::Env;
use std::{iter, path::Path, slice, sync::Arc, time::Duration};
use tokio::{net::TcpListener, task::JoinHandle};

/// What the processes are called, and the services of each. The edge is in the first.
pub(crate) const PROCESSES: [(&str, &[&str]); 3] = [
    ("edge", &["gateway", "settings", "identity", "customers", "notifications", "audit", "imports", "webhooks"]),
    ("goods", &["catalog", "pricing", "inventory", "content", "search"]),
    ("sales", &["cart", "checkout", "orders", "payments"]),
];

/// The same with each service in a process of its own.
pub(crate) fn each() -> Vec<(&'static str, &'static [&'static str])> {
    let services = GRAPH.iter().map(|(service, _, _)| (*service, slice::from_ref(service)));
    iter::once(("edge", [GATEWAY].as_slice())).chain(services).collect()
}

/// A process beside the one with the edge.
pub(crate) struct Apart {
    pub(crate) app: Arc<App>,
    runner: Option<RunnerHandle>,
}

impl Apart {
    pub(crate) async fn start(&mut self) {
        self.app.bootstrap().await.unwrap();
        self.runner = Some(self.app.start_runner().await.unwrap());
    }

    pub(crate) fn runner(&self) -> &RunnerHandle {
        self.runner.as_ref().unwrap()
    }

    pub(crate) async fn stop(self) {
        if let Some(runner) = self.runner {
            runner.stop().await;
        }
    }
}

/// Opens the processes; their internal listeners are served by `tasks`.
pub(crate) async fn open(
    processes: &[(&str, &[&str])],
    config: &Config,
    folder: &Path,
    database: Option<&Db>,
    faults: &mut Faults,
    away: &Away,
    tasks: &mut Vec<JoinHandle<()>>,
) -> (Arc<App>, Vec<Apart>) {
    let mut listeners = vec![];
    let mut peers = vec![];
    for (_, services) in processes {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = faults.before(listener.local_addr().unwrap()).await;
        peers.extend(services.iter().map(|service| format!("{service}=http://{address}")));
        listeners.push(listener);
    }
    let mut apps = vec![];
    for ((name, services), listener) in processes.iter().zip(listeners) {
        let mut config = config.clone();
        config.processes.only = services.iter().map(|service| (*service).to_owned()).collect();
        config.processes.peers.clone_from(&peers);
        if let Some(db) = database {
            config.database.url = schema(db, name).await;
        }
        // the edge's folder is the shop's: mails are there
        let folder = if apps.is_empty() { folder.to_owned() } else { folder.join(name) };
        let app = Arc::new(App::open(&config, &folder, Env::system()).await.unwrap());
        let routes = away.over(services, app.routes());
        let address = listener.local_addr().unwrap();
        let inbound = config.internal.inbound(&app.env, address, Duration::from_secs(5)).unwrap();
        tasks.push(tokio::spawn(infrasell_rpc::serve(listener, routes, inbound, std::future::pending())));
        apps.push(app);
    }
    let mut apps = apps.into_iter();
    let edge = apps.next().unwrap();
    (edge, apps.map(|app| Apart { app, runner: None }).collect())
}

/// A schema of its own, and the URL that sees it alone.
async fn schema(db: &Db, name: &str) -> String {
    assert_eq!(db.engine(), Engine::Postgres);
    db.exec(&format!("CREATE SCHEMA {name}"), &[]).await.unwrap();
    let url = db.url().to_string();
    let more = if url.contains('?') { '&' } else { '?' };
    format!("{url}{more}options=-c%20search_path%3D{name}")
}
