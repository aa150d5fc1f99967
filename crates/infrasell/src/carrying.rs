//! By what the processes of one shop hear of each other, from the configuration: NATS where it is configured, else each
//! asks the others.
//!
//! Always true: the rest of the program cannot tell. Every event of this process goes into NATS when it is configured, and
//! every event of another one is taken from there.

use crate::config::Nats as NatsConfig;
use infrasell_db::{Db, DbError, Followed};
use std::time::Duration;

/// What carries events between processes.
#[derive(Clone)]
pub struct Carrier {
    #[cfg(feature = "nats")]
    nats: Option<infrasell_engines::bus::Nats>,
}

/// The relay of this process's events, while it runs.
#[derive(Default)]
pub struct Relaying(Option<(tokio::sync::watch::Sender<bool>, tokio::task::JoinHandle<()>)>);

impl Relaying {
    /// Stops it; what it has not told waits in the outbox.
    pub async fn stop(self) {
        let Some((stop, task)) = self.0 else { return };
        stop.send_replace(true);
        if let Err(cause) = task.await {
            tracing::warn!(%cause, "the relay did not end in good order");
        }
    }
}

#[cfg(feature = "nats")]
impl Carrier {
    /// What the configuration says; NATS is connected in the background.
    ///
    /// # Errors
    /// A sentence, when the address cannot be used.
    pub async fn open(config: &NatsConfig) -> Result<Carrier, String> {
        use infrasell_engines::bus::Nats;
        if config.url.0.is_empty() {
            return Ok(Carrier { nats: None });
        }
        let nats = Nats::open(&config.url.0, &config.prefix).await;
        Ok(Carrier { nats: Some(nats.map_err(|error| format!("nats.url: {error}"))?) })
    }

    /// Waits until it answers.
    ///
    /// # Errors
    /// What it says, or that it says nothing within `patience`.
    pub async fn check(&self, patience: Duration) -> Result<(), String> {
        let Some(nats) = &self.nats else { return Ok(()) };
        let answered = tokio::time::timeout(patience, nats.check()).await;
        answered.map_err(|_| "it does not answer".to_owned())?.map_err(|error| error.to_string())
    }

    /// These feeds as they are carried: `db` is where what they bring goes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn carried(&self, db: &Db, followed: Vec<Followed>) -> Result<Vec<Followed>, DbError> {
        use infrasell_engines::bus::NatsFeed;
        let Some(nats) = &self.nats else { return Ok(followed) };
        let reader = db.source().await?;
        let carry = |followed: Followed| Followed {
            feed: std::sync::Arc::new(NatsFeed::new(nats.clone(), &reader, followed.feed)),
            ..followed
        };
        Ok(followed.into_iter().map(carry).collect())
    }

    /// Begins to tell what happens in `db`.
    pub fn relay(&self, db: &Db) -> Relaying {
        let Some(nats) = &self.nats else { return Relaying::default() };
        let stop = tokio::sync::watch::Sender::new(false);
        let task = tokio::spawn(infrasell_engines::bus::relay(db.clone(), nats.clone(), stop.subscribe()));
        Relaying(Some((stop, task)))
    }
}

#[cfg(not(feature = "nats"))]
impl Carrier {
    /// What the configuration says.
    ///
    /// # Errors
    /// A sentence, when NATS is configured.
    pub async fn open(config: &NatsConfig) -> Result<Carrier, String> {
        if config.url.0.is_empty() {
            return Ok(Carrier {});
        }
        Err("nats.url needs a build with NATS: cargo build --release --features nats".into())
    }

    /// There is nothing to wait for.
    ///
    /// # Errors
    /// None.
    pub async fn check(&self, _: Duration) -> Result<(), String> {
        Ok(())
    }

    /// These feeds as they are.
    ///
    /// # Errors
    /// None.
    pub async fn carried(&self, _: &Db, followed: Vec<Followed>) -> Result<Vec<Followed>, DbError> {
        Ok(followed)
    }

    /// Tells nobody.
    pub fn relay(&self, _: &Db) -> Relaying {
        Relaying::default()
    }
}
