//! A shop in this process, to look at what it asks of its database. Nothing is timed against the clock of the table here.

use crate::{Trouble, load::Buyer, load::Payment, place::Place};
use infrasell::{app::App, config::Config};
use infrasell_db::{Db, RunnerHandle, Traced};
use infrasell_kernel::Env;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::{sync::oneshot, task::JoinHandle};

/// A shop that serves, and whose database is looked at.
pub struct Inside {
    /// Where it serves.
    pub address: SocketAddr,
    /// Its database.
    pub db: Db,
    runner: RunnerHandle,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

/// What one purchase asked of the database, call by call.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// During each of its calls.
    pub calls: Vec<Vec<Traced>>,
    /// After the last one: events and jobs.
    pub later: Vec<Traced>,
}

impl Asked {
    /// Everything, in order.
    #[must_use]
    pub fn all(&self) -> Vec<Traced> {
        self.calls.iter().flatten().chain(&self.later).cloned().collect()
    }
}

/// Opens a shop in this process without serving it.
///
/// # Errors
/// When it cannot be opened.
pub async fn open(place: &Place) -> Result<App, Trouble> {
    open_with(place, |_| ()).await
}

/// As [`open`], with a configuration that is changed first.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_with(place: &Place, change: impl FnOnce(&mut Config)) -> Result<App, Trouble> {
    let mut config = Config::default();
    config.database.url = place.database.clone().unwrap_or_default();
    change(&mut config);
    let app = App::open(&config, &place.data, Env::system()).await?;
    app.bootstrap().await?;
    Ok(app)
}

impl Inside {
    /// Opens and serves a shop.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn serve(place: &Place) -> Result<Inside, Trouble> {
        Inside::serve_with(place, |_| ()).await
    }

    /// As [`Inside::serve`], with a configuration that is changed first.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn serve_with(place: &Place, change: impl FnOnce(&mut Config)) -> Result<Inside, Trouble> {
        let app = open_with(place, change).await?;
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let runner = app.start_runner().await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let gateway = app.gateway();
        let served = tokio::spawn(infrasell_gateway::serve(listener, gateway, async move {
            // the sender being dropped means stop, too
            let _asked = stopped.await;
        }));
        Ok(Inside { address, db: app.db, runner, stop, served })
    }

    /// Buys `goods` and tells what that asked of the database.
    ///
    /// # Errors
    /// When the purchase fails.
    pub async fn look(&self, buyer: &mut Buyer, goods: [&str; 2]) -> Result<Asked, Trouble> {
        self.runner.settle().await?;
        drop(self.db.traced());
        self.db.trace(true);
        let mut asked = Asked::default();
        let db = self.db.clone();
        let bought = buyer.buy(goods, |_| asked.calls.push(db.traced())).await;
        let settled = self.runner.settle().await;
        self.db.trace(false);
        bought?;
        settled?;
        // without the looks of whoever waits for it to settle
        let polls = |traced: &Traced| traced.tx.is_none() && traced.sql.contains(" db_");
        asked.later = self.db.traced().into_iter().filter(|traced| !polls(traced)).collect();
        Ok(asked)
    }

    /// Two purchases of the same goods, after some that fill every cache.
    ///
    /// # Errors
    /// When a purchase fails.
    pub async fn look_twice(&self, goods: [&str; 2]) -> Result<(Asked, Asked), Trouble> {
        let mut buyer = Buyer::come(self.address, Payment::Cod).await?;
        for _ in 0..3 {
            self.look(&mut buyer, goods).await?;
        }
        let first = self.look(&mut buyer, goods).await?;
        let second = self.look(&mut buyer, goods).await?;
        Ok((first, second))
    }

    /// Stops it and lets go of its database.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn close(self) -> Result<(), Trouble> {
        drop(self.stop);
        self.served.await.map_err(|error| Trouble::Other(error.to_string()))?;
        self.runner.stop().await;
        Ok(())
    }
}
