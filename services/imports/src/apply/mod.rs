//! Products of a file become products of the shop: catalog first, then prices and stock.
//!
//! Always true: each product ends with one outcome for all of its rows; what is the same already is not written; a
//! product that one service refuses is rejected with that service's reason and costs no other product; a dry run writes
//! nothing, anywhere. Catalog, pricing and inventory are three transactions: a run that was killed between them ends
//! right when it is run again, because each writes what differs.

pub(crate) mod bisect;
pub(crate) mod merge;
mod prices;
mod products;
mod session;
mod stock;
mod work;

pub(crate) use session::{Session, Target, all_channels, all_locations};
pub(crate) use stock::levels_of;
pub(crate) use work::Work;

use crate::shopify::{Product, Rejection};
use bisect::Refusal;
use infrasell_contracts::catalog::Outcome;
use infrasell_kernel::{Page, PageRequest, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::collections::HashSet;

/// What became of some rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) created: u64,
    pub(crate) updated: u64,
    pub(crate) unchanged: u64,
    pub(crate) rejected: Vec<Rejection>,
}

/// Reads a list to its end.
pub(crate) async fn all_of<T, F: Future<Output = Result<Page<T>, Fault>>>(
    ask: impl Fn(PageRequest) -> F,
) -> Result<Vec<T>, Fault> {
    let (mut all, mut page) = (vec![], PageRequest { limit: Some(250), after: None });
    loop {
        let read = ask(page.clone()).await?;
        all.extend(read.items);
        page.after = read.next;
        if page.after.is_none() {
            return Ok(all);
        }
    }
}

/// A product on its way through the services.
pub(crate) struct Item {
    pub(crate) product: Product,
    /// What catalog made of it.
    pub(crate) outcome: Outcome,
    /// Its variants' ids, in the order of the file; empty for a new one in a dry run.
    pub(crate) variants: Vec<VariantId>,
    /// Why it was refused.
    pub(crate) refusal: Option<Refusal>,
}

impl Item {
    /// Whether it was there before.
    pub(crate) fn is_old(&self) -> bool {
        self.outcome != Outcome::Created
    }

    /// Its variants with their ids.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (VariantId, &crate::shopify::Variant)> {
        let taken = self.refusal.is_none();
        self.variants.iter().copied().zip(&self.product.variants).filter(move |_| taken)
    }

    fn refuse(&mut self, what: &str, mut refusal: Refusal) {
        if !what.is_empty() {
            refusal.reason = format!("the product was written, its {what} not: {}", refusal.reason);
        }
        self.refusal.get_or_insert(refusal);
    }
}

impl Session {
    /// Brings products of the file into the shop.
    ///
    /// # Errors
    /// When a service is away or broken; running the same products again is safe.
    pub(crate) async fn apply(&mut self, cx: &Cx, products: Vec<Product>) -> Result<Applied, Fault> {
        let mut items = self.write_products(cx, products).await?;
        let prices = self.write_prices(cx, &items);
        let stock = self.write_stock(cx, &items);
        let (prices, stock) = tokio::join!(prices, stock);
        let mut changed = HashSet::new();
        for (what, written) in [("prices", prices?), ("stock", stock?)] {
            changed.extend(written.changed);
            for (variant, refusal) in written.refused {
                let item = items.iter_mut().find(|item| item.variants.contains(&variant));
                if let Some(item) = item {
                    item.refuse(what, refusal);
                }
            }
        }
        let mut applied = Applied::default();
        for item in items {
            self.conclude(item, &changed, &mut applied);
        }
        Ok(applied)
    }

    fn conclude(&self, item: Item, changed: &HashSet<VariantId>, applied: &mut Applied) {
        let rows = item.product.lines.len() as u64;
        if let Some(refusal) = item.refusal {
            let column = self.column_of(&refusal.field);
            for line in item.product.lines {
                applied.rejected.push(Rejection { line, column: column.clone(), reason: refusal.reason.clone() });
            }
            return;
        }
        match item.outcome {
            Outcome::Created => applied.created += rows,
            Outcome::Unchanged if !item.variants.iter().any(|variant| changed.contains(variant)) => {
                applied.unchanged += rows;
            }
            Outcome::Updated | Outcome::Unchanged => applied.updated += rows,
        }
    }
}

/// What a bulk write of prices or stock did.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The variants of which something is different now.
    pub(crate) changed: Vec<VariantId>,
    /// The variants that were refused.
    pub(crate) refused: Vec<(VariantId, Refusal)>,
}
