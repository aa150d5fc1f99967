//! Where shops of a run live: folders below one scratch folder, databases on one server.
//!
//! Always true: nothing outside of the scratch folder and of databases whose names begin with `bench_` is touched.

use crate::{Trouble, catalogue, server};
use infrasell_db::{Db, DbOptions, DbUrl};
use infrasell_kernel::Env;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a database may still have connections after whoever used it has ended.
const LETTING_GO: Duration = Duration::from_secs(10);
/// A shop is at rest when it used no more than a tick in so long.
const AT_REST: Duration = Duration::from_secs(1);

/// What a run stands on.
#[derive(Clone)]
pub struct Ground {
    /// The scratch folder.
    pub folder: PathBuf,
    /// A PostgreSQL on which databases can be made; durable.
    pub postgres: Option<String>,
    /// The program that is measured.
    pub infrasell: PathBuf,
    /// The payment provider to test against.
    pub simulator: PathBuf,
    /// How long a figure is measured.
    pub measured: Duration,
    /// How long a load runs before it is measured.
    pub warm: Duration,
}

/// Where one shop lives.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its folder.
    pub data: PathBuf,
    /// Its database on PostgreSQL; SQLite in the folder when absent.
    pub database: Option<String>,
}

/// The engines to measure on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Engine {
    /// As people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }
}

impl Ground {
    /// The engines at hand.
    #[must_use]
    pub fn engines(&self) -> Vec<Engine> {
        let mut engines = vec![Engine::Sqlite];
        engines.extend(self.postgres.is_some().then_some(Engine::Postgres));
        engines
    }

    /// An empty place.
    ///
    /// # Errors
    /// When the folder or database cannot be made.
    pub async fn place(&self, engine: Engine, name: &str) -> Result<Place, Trouble> {
        let data = self.folder.join(format!("{name}_{}", engine.name().to_lowercase()));
        std::fs::create_dir_all(&data)?;
        let database = match (engine, &self.postgres) {
            (Engine::Postgres, Some(server)) => Some(create(server, name, None).await?),
            _ => None,
        };
        Ok(Place { data, database })
    }

    /// The same shop once more. Nobody may use it meanwhile.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub async fn copy(&self, from: &Place, name: &str) -> Result<Place, Trouble> {
        let data = self.folder.join(format!("{name}_{}", from.engine().name().to_lowercase()));
        std::fs::create_dir_all(&data)?;
        for file in ["shop.db", "shop.db-wal", "master.key"] {
            let source = from.data.join(file);
            if source.exists() {
                std::fs::copy(source, data.join(file))?;
            }
        }
        let database = match (&from.database, &self.postgres) {
            (Some(url), Some(server)) => Some(create(server, name, Some(name_of(url))).await?),
            _ => None,
        };
        Ok(Place { data, database })
    }

    /// A shop with a made-up catalogue of which nothing runs out.
    ///
    /// # Errors
    /// When it cannot be imported.
    pub async fn shop(&self, engine: Engine, name: &str, products: u64) -> Result<Place, Trouble> {
        let place = self.place(engine, name).await?;
        let file = self.folder.join(format!("{name}.csv"));
        catalogue::write(&file, catalogue::Made { products, seed: products, stock: Some(1_000_000) })?;
        place.import(&self.infrasell, &file).await?;
        Ok(place)
    }
}

impl Place {
    /// Fills it from a file, and lets it come to rest as a shop that has been there for a while: what it makes of its
    /// goods when it first serves them (the search index) is made, and the database knows what is in its tables.
    ///
    /// # Errors
    /// When it cannot be imported or served.
    pub async fn import(&self, program: &Path, file: &Path) -> Result<(), Trouble> {
        self.run(program, &["import", &file.display().to_string()])?;
        let mut server = self.serve(program, &[])?;
        server.first_answer("/readyz").await?;
        server::busy(server.id(), AT_REST).await?;
        server.stop()?;
        if self.engine() == Engine::Postgres {
            self.open().await?.exec("VACUUM ANALYZE", &[]).await?;
        }
        Ok(())
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        if self.database.is_some() { Engine::Postgres } else { Engine::Sqlite }
    }

    /// The database.
    ///
    /// # Errors
    /// When its address cannot be read.
    pub fn url(&self) -> Result<DbUrl, Trouble> {
        match &self.database {
            Some(url) => Ok(url.parse()?),
            None => Ok(DbUrl::Sqlite(self.data.join("shop.db"))),
        }
    }

    /// The layer over the database, as a shop opens it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(&self) -> Result<Db, Trouble> {
        Ok(Db::open(&self.url()?, Env::system(), DbOptions::default()).await?)
    }

    /// The words of a command on this shop.
    #[must_use]
    pub fn arguments(&self, command: &[&str]) -> Vec<String> {
        let mut words = vec!["--data".to_owned(), self.data.display().to_string()];
        if let Some(url) = &self.database {
            words.extend(["--database".to_owned(), url.clone()]);
        }
        words.extend(command.iter().map(|word| (*word).to_owned()));
        words
    }

    /// Runs a command on this shop to its end; what it printed.
    ///
    /// # Errors
    /// When it fails.
    pub fn run(&self, program: &Path, command: &[&str]) -> Result<String, Trouble> {
        Ok(server::run(program, &self.arguments(command))?)
    }

    /// Starts to serve it.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn serve(&self, program: &Path, variables: &[(String, String)]) -> Result<server::Server, Trouble> {
        let words = |listen: &str| self.arguments(&["serve", "--listen", listen]);
        Ok(server::Server::start(program, words, variables)?)
    }
}

fn name_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}

async fn create(server: &str, name: &str, template: Option<&str>) -> Result<String, Trouble> {
    let url: DbUrl = server.parse()?;
    let admin = Db::open(&url, Env::system(), DbOptions::default()).await?;
    let name = format!("bench_{name}");
    admin.exec(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), &[]).await?;
    let mut statement = format!("CREATE DATABASE {name}");
    if let Some(template) = template {
        let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'");
        admin.all(&cut, &[], |_| Ok(())).await?;
        statement.push_str(&format!(" TEMPLATE {template}"));
    }
    let begun = std::time::Instant::now();
    while let Err(error) = admin.exec(&statement, &[]).await {
        if begun.elapsed() > LETTING_GO {
            return Err(error.into());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let head = server.rsplit_once('/').map_or(server, |(head, _)| head);
    Ok(format!("{head}/{name}"))
}
