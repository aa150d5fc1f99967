//! The catalog's part.

use super::{
    Item, Session,
    bisect::{Refusal, each},
    merge::{self, Refs},
};
use crate::shopify::Product;
use infrasell_contracts::catalog::{self, GetProducts, MAX_BULK, Outcome, ProductInput, UpsertProducts, Upserted};
use infrasell_kernel::ProductId;
use infrasell_rpc::{Cx, Fault};
use std::collections::HashMap;

/// Products asked for in one call.
const MOST_READ: usize = 250;

impl Session {
    /// Brings products into the catalog, those that differ from what is there.
    pub(super) async fn write_products(&mut self, cx: &Cx, products: Vec<Product>) -> Result<Vec<Item>, Fault> {
        self.prepare(cx, &products).await?;
        let new: Vec<ProductInput> = products.iter().map(|product| self.input(product, None)).collect();
        if self.fresh {
            let results = self.upsert(cx, &new, self.dry_run).await?;
            return Ok(self.items(products, results));
        }
        // what would happen tells which are there already, and which of those differ
        let probed = self.upsert(cx, &new, true).await?;
        let old = self.read_old(cx, &probed).await?;
        let mut results: Vec<Option<Result<Upserted, Refusal>>> = vec![];
        let mut places = vec![];
        let mut inputs = vec![];
        for (at, (probe, input)) in probed.into_iter().zip(new).enumerate() {
            let done = match &probe {
                Ok(upserted) => upserted.outcome == Outcome::Unchanged,
                Err(_) => false,
            };
            if done {
                results.push(Some(probe));
                continue;
            }
            results.push(None);
            let old = probe.ok().and_then(|upserted| old.get(&upserted.id));
            inputs.push(if old.is_some() { self.input(&products[at], old) } else { input });
            places.push(at);
        }
        let written = self.upsert(cx, &inputs, self.dry_run).await?;
        for (at, result) in places.into_iter().zip(written) {
            results[at] = Some(result);
        }
        Ok(self.items(products, results.into_iter().flatten().collect()))
    }

    fn input(&self, product: &Product, old: Option<&catalog::Product>) -> ProductInput {
        let refs = Refs { category: self.category(&product.category), tax_class: self.tax_class(product) };
        merge::input(product, old, &self.columns, refs, &self.channels)
    }

    /// The products that are there and differ from the file.
    async fn read_old(
        &self,
        cx: &Cx,
        probed: &[Result<Upserted, Refusal>],
    ) -> Result<HashMap<ProductId, catalog::Product>, Fault> {
        let differs = |upserted: &&Upserted| upserted.outcome == Outcome::Updated;
        let ids: Vec<ProductId> = probed.iter().flatten().filter(differs).map(|upserted| upserted.id).collect();
        let mut old = HashMap::new();
        for ids in ids.chunks(MOST_READ) {
            let ask = GetProducts { ids: ids.to_vec(), on_sale_in: None };
            let read = self.target.catalog.products_by_id(cx, ask).await.map_err(|error| Fault::relay(&error))?;
            old.extend(read.into_iter().map(|product| (product.id, product)));
        }
        Ok(old)
    }

    async fn upsert(
        &self,
        cx: &Cx,
        inputs: &[ProductInput],
        dry_run: bool,
    ) -> Result<Vec<Result<Upserted, Refusal>>, Fault> {
        let catalog = &self.target.catalog;
        let call = |products| catalog.upsert_products(cx, UpsertProducts { products, dry_run });
        let taken = each(inputs, MAX_BULK, "products", call).await?;
        let missing = || Err(Refusal { reason: "catalog did not say what became of it".into(), field: String::new() });
        let mut results: Vec<Result<Upserted, Refusal>> = inputs.iter().map(|_| missing()).collect();
        for (places, upserted) in taken.answers {
            for (at, one) in places.into_iter().zip(upserted) {
                results[at] = Ok(one);
            }
        }
        for (at, refusal) in taken.refused {
            results[at] = Err(refusal);
        }
        Ok(results)
    }

    fn items(&self, products: Vec<Product>, results: Vec<Result<Upserted, Refusal>>) -> Vec<Item> {
        let mut items = vec![];
        for (product, result) in products.into_iter().zip(results) {
            let mut item = Item { product, outcome: Outcome::Created, variants: vec![], refusal: None };
            match result {
                Ok(upserted) => {
                    item.outcome = upserted.outcome;
                    // a variant that the file does not name stands behind those that it does
                    item.variants = upserted.variants;
                    item.variants.truncate(item.product.variants.len());
                }
                Err(refusal) => item.refuse("", refusal),
            }
            if self.dry_run {
                self.foresee(&mut item);
            }
            items.push(item);
        }
        items
    }

    /// What a dry run cannot ask the services: a new product has no variants yet whose prices could be compared, and a
    /// category or tax class that is still to be made changes its products.
    fn foresee(&self, item: &mut Item) {
        if item.outcome == Outcome::Created {
            item.variants.clear();
        }
        let product = &item.product;
        let makes_category = !product.category.is_empty() && self.category(&product.category).is_none();
        let makes_class = product.gst_rate.is_some() && self.tax_class(product).is_none();
        if item.outcome == Outcome::Unchanged && (makes_category || makes_class) {
            item.outcome = Outcome::Updated;
        }
    }
}
