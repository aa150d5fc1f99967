//! A run over a file of any kind.

use super::{Applied, Session, Target};
use crate::{
    feed::{Batch, Columns},
    table::{customers::People, stock::Counting},
};
use infrasell_rpc::{Cx, Fault};

/// A run over a file of one kind.
pub(crate) enum Work {
    /// Products.
    Products(Box<Session>),
    /// Counted stock.
    Stock(Box<Counting>),
    /// Customers.
    Customers(Box<People>),
}

impl Work {
    /// Looks at the shop. `reference` is what the writes of the run are known by: `imp_7`, or the file's name.
    pub(crate) async fn begin(
        target: &Target,
        cx: &Cx,
        columns: Columns,
        dry_run: bool,
        reference: String,
    ) -> Result<Work, Fault> {
        Ok(match columns {
            Columns::Products(columns) => {
                Work::Products(Box::new(Session::begin(target, cx, *columns, dry_run, reference).await?))
            }
            Columns::Stock(header) => {
                Work::Stock(Box::new(Counting::begin(target, cx, header, dry_run, reference).await?))
            }
            Columns::Customers(header) => Work::Customers(Box::new(People::begin(target, header, dry_run, &reference))),
        })
    }

    /// Brings what a batch holds into the shop.
    ///
    /// # Errors
    /// When a service is away or broken; applying the same batch again is safe.
    pub(crate) async fn apply(&mut self, cx: &Cx, batch: &mut Batch) -> Result<Applied, Fault> {
        match self {
            Work::Products(session) => session.apply(cx, std::mem::take(&mut batch.products)).await,
            Work::Stock(counting) => counting.apply(cx, std::mem::take(&mut batch.lines)).await,
            Work::Customers(people) => people.apply(cx, std::mem::take(&mut batch.lines)).await,
        }
    }
}
