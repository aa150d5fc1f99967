//! Daily reconciliation: reads on in each provider's books and asks about every payment that money moved in, so that
//! nothing depends on a webhook having come.

use super::{Core, Res};
use crate::{
    port::{Answer, Provider},
    store,
};
use infrasell_rpc::Fault;
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// How long webhooks that are dealt with are kept.
const KEEP_WEBHOOKS: Duration = Duration::from_secs(90 * 86_400);

impl Core {
    /// Reads on in every provider's books.
    pub(crate) async fn recon(self: &Arc<Self>) -> Res<()> {
        store::webhook::sweep(&self.db, self.now().minus(KEEP_WEBHOOKS)).await?;
        for engine in self.engines.clone() {
            self.recon_with(&*engine).await?;
        }
        Ok(())
    }

    async fn recon_with(self: &Arc<Self>, engine: &dyn Provider) -> Res<()> {
        let mut place = store::book::place(&self.db, engine.code()).await?;
        loop {
            let books = match engine.books(place.as_deref()).await {
                None => return Ok(()),
                Some(Answer::Found(books)) => books,
                Some(Answer::Absent | Answer::Unknown { .. }) => {
                    return Err(Fault::Unavailable { what: engine.code().into() }.into());
                }
            };
            let objects: BTreeSet<&str> = books.bookings.iter().map(|booking| booking.object.as_str()).collect();
            for object in objects {
                self.recon_object(engine, object).await?;
            }
            if let Some(last) = &books.last {
                store::book::set_place(&self.db, engine.code(), last).await?;
            }
            place = match books.next {
                Some(next) => Some(next),
                None => return Ok(()),
            };
        }
    }

    async fn recon_object(self: &Arc<Self>, engine: &dyn Provider, object: &str) -> Res<()> {
        let Answer::Found(seen) = engine.fetch(object).await else {
            return Err(Fault::Unavailable { what: engine.code().into() }.into());
        };
        match self.owner(engine.code(), object, seen.reference.as_deref()).await? {
            Some(payment) => {
                self.take_in(payment, &seen, "recon").await?;
            }
            None => tracing::error!(provider = engine.code(), object, "money moved in a payment that is not ours"),
        }
        Ok(())
    }
}
