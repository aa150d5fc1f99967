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
            let mut all_known = true;
            for object in objects {
                all_known &= self.recon_object(engine, object).await?;
            }
            if !all_known {
                // Read again next time; what could be asked about is taken in.
                return Err(Fault::Unavailable { what: engine.code().into() }.into());
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

    /// Asks about a payment that money moved in; says whether there was an answer.
    async fn recon_object(self: &Arc<Self>, engine: &dyn Provider, object: &str) -> Res<bool> {
        let seen = match engine.fetch(object).await {
            Answer::Found(seen) => seen,
            Answer::Absent => {
                tracing::error!(
                    provider = engine.code(),
                    object,
                    "the books name a payment that the provider does not know"
                );
                return Ok(true);
            }
            Answer::Unknown { cause } => {
                tracing::warn!(provider = engine.code(), object, cause, "a payment could not be asked about");
                return Ok(false);
            }
        };
        match self.owner(engine.code(), object, seen.reference.as_deref()).await? {
            Some(payment) => {
                self.take_in(payment, &seen, "recon").await?;
            }
            None => tracing::error!(provider = engine.code(), object, "money moved in a payment that is not ours"),
        }
        Ok(true)
    }
}
